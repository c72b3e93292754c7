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
