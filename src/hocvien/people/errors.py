from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class PersonNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("person_not_found", _("Không tìm thấy hồ sơ cá nhân này."))


class PersonAnonymous(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "person_anonymous",
            _("Hồ sơ này đã ẩn danh khi hết hạn lưu, chỉ còn để đếm, nên không sửa được. Thêm hồ sơ mới nếu cần."),
        )


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
            field="valid_to",
        )


class RatingRepeated(DomainError):
    def __init__(self, year: int) -> None:
        super().__init__(
            "rating_repeated",
            _("Đã có mức xếp loại năm {year}. Mỗi năm chỉ ghi một lần cho mỗi loại đánh giá."),
            year=year,
            field="year",
        )


class FactRepeated(DomainError):
    def __init__(self, person: str) -> None:
        super().__init__(
            "fact_repeated",
            _("Hồ sơ {person} đã có đúng điều này. Xem lại hồ sơ; nếu cần sửa thì sửa mục đã ghi."),
            person=person,
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


class ConfirmationTooLate(DomainError):
    def __init__(self, issued_on: date, ended_on: date) -> None:
        super().__init__(
            "confirmation_too_late",
            _(
                "Giấy xác nhận tương đương ghi ngày {issued_on} không được nhận: từ ngày {ended_on} không cấp giấy này nữa"
                " (KL 09-KL/TW). Kiểm tra lại ngày cấp, hoặc ghi bằng tốt nghiệp."
            ),
            issued_on=issued_on,
            ended_on=ended_on,
            field="issued_on",
        )


class FactOverlaps(DomainError):
    def __init__(self, person: str, fact: object, valid_from: date) -> None:
        super().__init__(
            "fact_overlaps",
            _("{person} đã có mục “{fact}” từ ngày {valid_from} trùng thời gian này. Kết thúc hoặc sửa mục đó trước."),
            person=person,
            fact=fact,
            valid_from=valid_from,
        )


class FactNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "fact_not_found", _("Không tìm thấy mục này trong hồ sơ; có thể nó vừa được xóa hoặc chuyển đi.")
        )


class TransferAlreadyAsked(DomainError):
    def __init__(self, person: str, unit: str, on: date) -> None:
        super().__init__(
            "transfer_already_asked",
            _(
                "{person} đang có đề nghị chuyển đến “{unit}” từ ngày {on} chưa được trả lời."
                " Rút đề nghị đó trước khi gửi đề nghị khác."
            ),
            person=person,
            unit=unit,
            on=on,
        )


class TransferToSameUnit(DomainError):
    def __init__(self, person: str, unit: str) -> None:
        super().__init__(
            "transfer_to_same_unit",
            _("{person} đang sinh hoạt chính thức ở “{unit}”. Chọn nơi nhận khác."),
            person=person,
            unit=unit,
            field="unit",
        )


class TransferNotWaiting(DomainError):
    def __init__(self, person: str, status: object) -> None:
        super().__init__(
            "transfer_not_waiting",
            _("Đề nghị chuyển sinh hoạt của {person} không còn chờ trả lời ({status}). Tải lại trang để xem."),
            person=person,
            status=status,
        )


class TransferMovedOn(DomainError):
    def __init__(self, person: str) -> None:
        super().__init__(
            "transfer_moved_on",
            _(
                "Nơi sinh hoạt chính thức của {person} đã thay đổi sau khi gửi đề nghị này."
                " Trả lại đề nghị để nơi gửi xem lại."
            ),
            person=person,
        )


class TransferUnitEnded(DomainError):
    """`heirs`: names of the units that go on with the work of the one that ended."""

    def __init__(self, unit: str, on: date, heirs: Sequence[str]) -> None:
        super().__init__(
            "transfer_unit_ended",
            _(
                "Chưa tiếp nhận được: “{unit}” đã kết thúc từ ngày {on}, tiếp nối là {heirs}. "
                "Trả lại đề nghị, hoặc nơi gửi rút lại rồi gửi đến đơn vị tiếp nối phù hợp."
            )
            if heirs
            else _(
                "Chưa tiếp nhận được: “{unit}” đã kết thúc từ ngày {on}. "
                "Trả lại đề nghị, hoặc nơi gửi rút lại rồi gửi đến đơn vị đang hoạt động."
            ),
            unit=unit,
            on=on,
            heirs=", ".join(heirs),
        )


class ReasonMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "reason_missing", _("Chưa ghi lý do trả lại. Ghi ngắn gọn để nơi gửi biết phải bổ sung gì."), field="reason"
        )


class TransferNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("transfer_not_found", _("Không tìm thấy đề nghị chuyển sinh hoạt này."))


class MergeOfOne(DomainError):
    def __init__(self) -> None:
        super().__init__("merge_of_one", _("Hai hồ sơ chọn để gộp là một. Chọn một hồ sơ khác."))


class BothAskTransfer(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "both_ask_transfer",
            _("Cả hai hồ sơ đang có đề nghị chuyển sinh hoạt chưa trả lời. Rút hoặc trả lời một đề nghị trước."),
        )


class MergeNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("merge_not_found", _("Không tìm thấy lần gộp hồ sơ này."))


class MergeAlreadyUndone(DomainError):
    def __init__(self) -> None:
        super().__init__("merge_already_undone", _("Lần gộp này đã được tách lại. Không cần tách lần nữa."))


class MergeForgotten(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "merge_forgotten",
            _("Hạn lưu của lần gộp này đã hết nên không tách lại được nữa. Thêm hồ sơ mới nếu là hai người."),
        )


class LaterMergeStands(DomainError):
    def __init__(self, name: str, day: date) -> None:
        super().__init__(
            "later_merge_stands",
            _("Sau lần gộp này còn gộp hồ sơ {name} ngày {day}. Tách lần đó trước, rồi tách lần này."),
            name=name,
            day=day,
        )


class UnitTooLarge(DomainError):
    def __init__(self, unit: str, most: int) -> None:
        super().__init__(
            "unit_too_large",
            _("“{unit}” có hơn {most} người: chọn một đơn vị nhỏ hơn trên thanh đầu trang để tìm hồ sơ trùng."),
            unit=unit,
            most=most,
        )


class PeopleLeftOver(DomainError):
    def __init__(self, count: int) -> None:
        super().__init__(
            "people_left_over",
            _(
                "Còn {count} người sinh hoạt, công tác tại đơn vị bị chia chưa biết về đâu. Chọn đơn vị nhận phần còn lại."
            ),
            count=count,
        )


class PeopleMovedSince(DomainError):
    def __init__(self, count: int) -> None:
        super().__init__(
            "people_moved_since",
            _(
                "Không hoàn tác được: {count} nơi sinh hoạt, công tác đã được sửa sau lần sắp xếp này. Trả lại như cũ trước."
            ),
            count=count,
        )
