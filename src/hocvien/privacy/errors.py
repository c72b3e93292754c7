"""Refusals of privacy."""

from datetime import date

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


class NotOwnRecord(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "not_own_record", _("Tài khoản chưa gắn với hồ sơ nào. Nhờ người quản lý hồ sơ của bạn gắn tài khoản.")
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


class SecondHandNeeded(DomainError):
    def __init__(self, names: str) -> None:
        super().__init__(
            "second_hand_needed",
            _("Bạn đã ghi yêu cầu sửa này, nên người khác duyệt. Người duyệt được: {names}."),
            names=names,
        )


class PeopleNotDue(DomainError):
    def __init__(self, count: int) -> None:
        super().__init__(
            "people_not_due",
            _(
                "Không ẩn danh được {count} người đã chọn: hồ sơ chưa hết hạn lưu, hoặc còn việc đang mở, hoặc ngoài phạm vi của bạn. Mở lại danh sách và chọn lại."
            ),
            count=count,
        )


class CountNotConfirmed(DomainError):
    def __init__(self, count: int) -> None:
        super().__init__(
            "count_not_confirmed",
            _("Gõ đúng số người sẽ ẩn danh ({count}) để xác nhận. Việc này không hoàn tác được."),
            field="count",
            count=count,
        )


class TooManyAtOnce(DomainError):
    def __init__(self, most: int) -> None:
        super().__init__(
            "too_many_at_once",
            _("Mỗi lần ẩn danh nhiều nhất {most} người, để đọc được hết danh sách trước khi xác nhận. Chọn ít hơn."),
            most=most,
        )


class NobodyChosen(DomainError):
    def __init__(self) -> None:
        super().__init__("nobody_chosen", _("Chưa chọn ai. Chọn người trong danh sách hết hạn lưu."))


class TermUnknown(NotVisible):
    def __init__(self) -> None:
        super().__init__("term_unknown", _("Không có thời hạn lưu này."))


class TermBackwards(DomainError):
    def __init__(self, day: date) -> None:
        super().__init__(
            "term_backwards",
            _("Thời hạn mới áp dụng từ ngày {day} trở đi: điều đã áp dụng trước đó không viết lại. Chọn ngày khác."),
            field="valid_from",
            day=day,
        )


class HolidaysUnreadable(DomainError):
    def __init__(self, line: str, year: int) -> None:
        super().__init__(
            "holidays_unreadable",
            _("Dòng “{line}” không hiểu được. Mỗi dòng một ngày của năm {year}, dạng 30/04 Ngày Chiến thắng."),
            field="days",
            line=line,
            year=year,
        )
