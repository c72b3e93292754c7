"""Refusals about published figures: what, where, why, what to do."""

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class StatementNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "statement_not_found",
            _("Không tìm thấy số liệu đã công bố này, hoặc nó ngoài phạm vi đơn vị của bạn."),
        )


class StatementRefused(DomainError):
    """A value the statement cannot hold; `details` are the field's own sentences."""

    def __init__(self, details: str) -> None:
        super().__init__("statement_refused", _("Số liệu chưa ghi được: {details}"), details=details)


class StatementEmpty(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "statement_empty",
            _("Chưa có dòng số liệu nào. Giữ lại ít nhất một dòng có số lớp hoặc số học viên."),
        )


class StatementTwin(DomainError):
    def __init__(self, source: str) -> None:
        super().__init__(
            "statement_twin",
            _(
                "Đơn vị đã có số liệu của đúng kỳ này từ “{source}”. Mở số liệu đó để xem, hoặc rút nó trước khi ghi lại."
            ),
            source=source,
        )


class StatementWithdrawn(DomainError):
    def __init__(self) -> None:
        super().__init__("statement_withdrawn", _("Số liệu này đã rút. Muốn dùng lại thì ghi lại từ đoạn văn."))


class WithdrawalReasonMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "statement_reason_missing",
            _("Rút số liệu đã công bố cần ghi lý do: ghi nhầm kỳ, nhầm đơn vị, hay nguồn đã đính chính."),
            field="reason",
        )


class ProgrammeNotKnown(DomainError):
    def __init__(self, code: str) -> None:
        super().__init__(
            "statement_programme_unknown",
            _("Không có chương trình mã “{programme}”. Chọn một chương trình trong danh mục, hoặc để trống."),
            programme=code,
        )


class StatementFileNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "statement_file_not_found", _("Không tìm thấy tệp số liệu này, hoặc tệp do tài khoản khác nạp.")
        )


class StatementFileTakenOver(DomainError):
    def __init__(self, file: str) -> None:
        super().__init__(
            "statement_file_taken_over",
            _("Số liệu của tệp “{file}” đã ghi rồi. Muốn ghi lại thì rút cả tệp trước."),
            file=file,
        )


class StatementFileNothingToWithdraw(DomainError):
    def __init__(self, file: str) -> None:
        super().__init__(
            "statement_file_nothing_to_withdraw",
            _("Tệp “{file}” không còn số liệu nào đang dùng để rút."),
            file=file,
        )
