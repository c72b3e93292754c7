"""Refusals of exchange: what came in cannot be used, and why."""

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError


class NotABackup(DomainError):
    def __init__(self, file: str) -> None:
        super().__init__(
            "not_a_backup",
            _(
                "Tệp “{file}” không phải bản sao lưu của chương trình này, hoặc đã bị cắt cụt: hãy chọn tệp do “Sao lưu” tạo ra."
            ),
            file=file,
        )


class BackupOfOtherVersion(DomainError):
    def __init__(self, file: str) -> None:
        super().__init__(
            "backup_of_other_version",
            _(
                "Bản sao lưu “{file}” do một phiên bản khác của chương trình tạo ra: hãy phục hồi bằng đúng phiên bản đó rồi mới nâng cấp."
            ),
            file=file,
        )


class BackupDamaged(DomainError):
    def __init__(self, file: str) -> None:
        super().__init__(
            "backup_damaged",
            _(
                "Bản sao lưu “{file}” đã hỏng: nội dung không khớp với tổng kiểm tra. Không có gì được ghi; hãy dùng bản sao lưu khác."
            ),
            file=file,
        )


class PlaceNotEmpty(DomainError):
    def __init__(self, table: str) -> None:
        super().__init__(
            "place_not_empty",
            _(
                "Nơi phục hồi đã có dữ liệu ({table}): chỉ phục hồi vào nơi còn trống, hãy đặt HOCVIEN_DATA hoặc DATABASE_URL khác."
            ),
            table=table,
        )
