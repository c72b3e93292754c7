from datetime import date

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
            field="birth",
        )


class IdentityNumberWrong(DomainError):
    def __init__(self, value: str) -> None:
        super().__init__(
            "identity_number_wrong",
            _("Số định danh “{value}” không đúng: cần 12 chữ số (hoặc 9 chữ số của CMND cũ). Kiểm tra lại giấy tờ."),
            value=value,
            field="identity_number",
        )


class IdentityNumberContradicts(DomainError):
    def __init__(self, value: str) -> None:
        super().__init__(
            "identity_number_contradicts",
            _(
                "Số định danh “{value}” không khớp giới tính hoặc năm sinh đã ghi. Kiểm tra lại số, giới tính và năm sinh."
            ),
            value=value,
            field="identity_number",
        )


class PersonExists(DomainError):
    def __init__(self, name: str, birth: str) -> None:
        super().__init__(
            "person_exists",
            _("Đã có hồ sơ {name}, sinh {birth}, cùng số định danh. Mở hồ sơ đó thay vì thêm mới."),
            name=name,
            birth=birth,
            field="identity_number",
        )


class BelongingOverlaps(DomainError):
    def __init__(self, person: str, unit: str) -> None:
        super().__init__(
            "belonging_overlaps",
            _(
                "{person} đang sinh hoạt chính thức ở “{unit}” trong thời gian đó. Chọn ngày muộn hơn hoặc kết thúc trước."
            ),
            person=person,
            unit=unit,
        )


class FactEndsBeforeStart(DomainError):
    def __init__(self, from_: date, to: date) -> None:
        super().__init__(
            "fact_ends_before_start",
            _("Ngày kết thúc {to} phải sau ngày bắt đầu {from_}. Kiểm tra lại hai ngày này."),
            from_=from_,
            to=to,
        )


class RatingRepeated(DomainError):
    def __init__(self, year: int) -> None:
        super().__init__(
            "rating_repeated",
            _("Đã có mức xếp loại năm {year}. Mỗi năm chỉ ghi một lần cho mỗi loại đánh giá."),
            year=year,
            field="year",
        )


class OfficialBeforeAdmitted(DomainError):
    def __init__(self, admitted_on: date | None, official_on: date) -> None:
        message = (
            _("Có ngày chính thức {official_on} thì phải có ngày vào Đảng. Bổ sung ngày vào Đảng.")
            if admitted_on is None
            else _("Ngày chính thức {official_on} trước ngày vào Đảng {admitted_on}. Kiểm tra lại hai ngày này.")
        )
        super().__init__(
            "official_before_admitted", message, admitted_on=admitted_on, official_on=official_on, field="official_on"
        )


class FactAlreadyEnded(DomainError):
    def __init__(self, on: date) -> None:
        super().__init__(
            "fact_already_ended",
            _("Mục này đã kết thúc từ ngày {on}. Chỉ có thể ghi ngày kết thúc sớm hơn."),
            on=on,
        )
