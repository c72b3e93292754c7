from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError


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
