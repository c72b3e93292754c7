"""Refusals of privacy."""

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class RequestNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "data_request_not_found", _("Không tìm thấy yêu cầu này, hoặc nó ngoài phạm vi đơn vị của bạn.")
        )


class RequestAnswered(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "data_request_answered",
            _("Yêu cầu này đã được trả lời, nên không trả lời lần nữa. Ghi một yêu cầu mới nếu cần."),
        )


class CorrectionIncomplete(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "correction_incomplete", _("Yêu cầu sửa cần ghi rõ sửa thông tin nào. Chọn thông tin và ghi nội dung đúng.")
        )


class AnswerMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "answer_missing", _("Chưa ghi lý do không sửa. Ghi lý do để người yêu cầu biết."), field="answer"
        )


class CorrectionUnreadable(DomainError):
    def __init__(self, value: str) -> None:
        super().__init__(
            "correction_unreadable",
            _(
                "Nội dung “{value}” không hợp với thông tin cần sửa. Ghi ngày dạng 03/05/1970, hoặc đúng một lựa chọn của hồ sơ."
            ),
            value=value,
        )
