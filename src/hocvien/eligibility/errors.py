from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class RulesUnreadable(DomainError):
    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            "rules_unreadable",
            _("Tệp quy định gốc “{file}” không đọc được: {why}. Sửa tệp rồi nạp lại."),
            file=file,
            why=why,
        )


class NoClauses(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "rule_set_no_clauses", _("Quy định cần ít nhất một điều kiện. Giữ lại hoặc thêm một điều kiện.")
        )


class ClauseUnreadable(DomainError):
    def __init__(self, position: int, title: str) -> None:
        super().__init__(
            "clause_unreadable",
            _("Điều kiện {position} (“{title}”) có tham số không dùng được. Kiểm tra các ô của điều kiện này."),
            position=position,
            title=title,
        )


class EndsBeforeStart(DomainError):
    def __init__(self, start: date, end: date) -> None:
        super().__init__(
            "granted_ends_before_start",
            _("Ngày hết hiệu lực ({end}) phải sau ngày bắt đầu ({start}). Kiểm tra lại hai ngày này."),
            start=start,
            end=end,
            field="valid_to",
        )


class DecisionInFuture(DomainError):
    def __init__(self, on: date) -> None:
        super().__init__(
            "exception_decision_in_future",
            _("Ngày quyết định {on} chưa đến. Ghi ngày của quyết định đã ký; chưa có quyết định thì chưa ghi."),
            on=on,
            field="decided_on",
        )


class ExceptionOfNothing(DomainError):
    def __init__(self, kind: str) -> None:
        super().__init__(
            "exception_of_nothing",
            _("Không có loại điều kiện “{kind}” để đặc cách. Chọn một điều kiện trong danh sách."),
            kind=kind,
            field="clause_kind",
        )


class GrantedNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "granted_not_found",
            _("Không tìm thấy mục này của người này, có thể vừa bị xóa. Mở lại trang của người này."),
        )


class DraftNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("rule_draft_not_found", _("Không tìm thấy bản nháp quy định này. Mở lại danh sách quy định."))


class DraftNotOpen(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "rule_draft_not_open",
            _("Bản nháp này đã ban hành hoặc đã bỏ nên không sửa được. Lập bản nháp mới từ quy định đang áp dụng."),
        )


class RuleFileUnreadable(DomainError):
    def __init__(self, why: str) -> None:
        super().__init__(
            "rule_file_unreadable",
            _("Tệp YAML không đọc được: {why}. Tải tệp mẫu của chương trình xuống, sửa rồi gửi lại."),
            why=why,
        )


class RegulationNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("regulation_not_found", _("Không tìm thấy văn bản này. Xem danh sách văn bản quy định."))


class RegulationIsRecorded(DomainError):
    def __init__(self, number: str) -> None:
        super().__init__(
            "regulation_is_recorded",
            _("Văn bản “{number}” đã ghi rồi. Sửa văn bản ấy; nếu là văn bản khác cùng số thì ghi ngày ban hành."),
            number=number,
            field="number",
        )


class RegulationReplacesItself(DomainError):
    def __init__(self, number: str) -> None:
        super().__init__(
            "regulation_replaces_itself",
            _(
                "“{number}” không thay thế được văn bản này: đó là chính nó, hoặc văn bản mà nó đã thay thế. Chọn văn bản khác."
            ),
            number=number,
            field="successor",
        )


class RegulationIsShipped(DomainError):
    def __init__(self, number: str) -> None:
        super().__init__(
            "regulation_is_shipped",
            _(
                "“{number}” có sẵn trong chương trình nên không xóa được. Nếu sai thì sửa; nếu đã hết hiệu lực thì ghi ngày."
            ),
            number=number,
        )


class RegulationIsCited(DomainError):
    def __init__(self, number: str) -> None:
        super().__init__(
            "regulation_is_cited",
            _(
                "“{number}” đang được một điều kiện, một nghĩa vụ, một bản nháp hoặc một văn bản khác dẫn nên không xóa được. Đổi chỗ dẫn trước, hoặc sửa văn bản."
            ),
            number=number,
        )


class RegulationUnknown(DomainError):
    def __init__(self, named: str) -> None:
        super().__init__(
            "regulation_unknown",
            _("Chưa ghi nhận văn bản “{named}”. Chọn một văn bản trong danh sách, hoặc ghi căn cứ bằng chữ."),
            named=named,
        )
