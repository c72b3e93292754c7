from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class LecturerNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("lecturer_not_found", _("Không tìm thấy giảng viên này, hoặc ngoài phạm vi đơn vị của bạn."))


class LecturerExists(DomainError):
    def __init__(self, name: str, unit: str) -> None:
        super().__init__(
            "lecturer_exists",
            _(
                "Đơn vị “{unit}” đã có giảng viên {name} cùng nơi công tác. Mở giảng viên đó, hoặc ghi nơi công tác khác."
            ),
            name=name,
            unit=unit,
            field="full_name",
        )


class ProgrammeUnknown(DomainError):
    def __init__(self, codes: str) -> None:
        super().__init__(
            "lecturer_programme_unknown",
            _("Không có chương trình mã {codes} trong danh mục. Chọn lại chương trình được phân công dạy."),
            codes=codes,
            field="programme_codes",
        )
