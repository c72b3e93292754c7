from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class UnitNotFound(NotVisible):
    def __init__(self, code: str) -> None:
        super().__init__(
            "unit_not_found", _("Không tìm thấy đơn vị có mã “{unit}”. Kiểm tra lại mã đơn vị."), unit=code
        )


class UnitCodeTaken(DomainError):
    def __init__(self, code: str) -> None:
        super().__init__("unit_code_taken", _("Mã đơn vị “{unit}” đã dùng. Chọn mã khác."), unit=code)


class UnitCircle(DomainError):
    def __init__(self, unit: str, parent: str) -> None:
        super().__init__(
            "unit_circle",
            _("Không thể đặt “{unit}” dưới “{parent}”: “{parent}” đang nằm trong “{unit}”. Chọn đơn vị cấp trên khác."),
            unit=unit,
            parent=parent,
        )


class UnitOutsideLife(DomainError):
    def __init__(self, unit: str, on: str) -> None:
        super().__init__(
            "unit_outside_life",
            _("Đơn vị “{unit}” không tồn tại ngày {on}. Chọn ngày trong thời gian đơn vị hoạt động."),
            unit=unit,
            on=on,
        )


class LaterRowsExist(DomainError):
    def __init__(self, unit: str, on: str) -> None:
        super().__init__(
            "later_rows_exist",
            _("“{unit}” đã có thay đổi ghi từ sau ngày {on}. Chọn ngày muộn hơn thay đổi cuối cùng."),
            unit=unit,
            on=on,
        )


class UnitStillHasUnits(DomainError):
    def __init__(self, unit: str, count: int) -> None:
        super().__init__(
            "unit_still_has_units",
            _("Chưa thể kết thúc “{unit}”: còn {count} đơn vị bên dưới. Chuyển hoặc kết thúc các đơn vị đó trước."),
            unit=unit,
            count=count,
        )
