from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class PersonNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("person_not_found", _("Không tìm thấy hồ sơ cá nhân này."))


class BirthUnreadable(DomainError):
    def __init__(self, value: str) -> None:
        super().__init__(
            "birth_unreadable",
            _("Ngày sinh “{value}” không đọc được. Viết dd/mm/yyyy, mm/yyyy hoặc yyyy, ví dụ 03/5/1970."),
            value=value,
        )


class IdentityNumberWrong(DomainError):
    def __init__(self, value: str) -> None:
        super().__init__(
            "identity_number_wrong",
            _("Số định danh “{value}” không đúng: cần 12 chữ số (hoặc 9 chữ số của CMND cũ). Kiểm tra lại giấy tờ."),
            value=value,
        )


class IdentityNumberContradicts(DomainError):
    def __init__(self, value: str) -> None:
        super().__init__(
            "identity_number_contradicts",
            _("Số định danh “{value}” không khớp giới tính hoặc năm sinh đã ghi. Kiểm tra lại số, giới tính và năm sinh."),
            value=value,
        )


class PersonExists(DomainError):
    def __init__(self, name: str, birth: str) -> None:
        super().__init__(
            "person_exists",
            _("Đã có hồ sơ {name}, sinh {birth}, cùng số định danh. Mở hồ sơ đó thay vì thêm mới."),
            name=name,
            birth=birth,
        )


class BelongingOverlaps(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "belonging_overlaps",
            _("Người này đang sinh hoạt chính thức ở “{unit}” trong thời gian đó. Chọn ngày muộn hơn hoặc kết thúc trước."),
            unit=unit,
        )
