"""Refusals of the journal."""

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError


class AppendOnly(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "journal_append_only",
            _("Nhật ký chỉ được ghi thêm, không sửa, không xóa: hãy ghi một mục mới nêu việc đính chính."),
        )
