from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible
from hocvien.common.intervals import OPEN_END
from hocvien.common.wording import say

# problems of a file that are said in full
_SAID = 10


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


class UnitsLeftOver(DomainError):
    def __init__(self, unit: str, count: int) -> None:
        super().__init__(
            "units_left_over",
            _("Còn {count} đơn vị dưới “{unit}” chưa biết về đâu. Chọn đơn vị nhận phần còn lại."),
            unit=unit,
            count=count,
        )


class StepNamesUnitTwice(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "step_names_unit_twice",
            _("“{unit}” được nêu hai lần trong cùng một việc. Bỏ bớt một lần."),
            unit=unit,
        )


class ReorganisationNotOpen(DomainError):
    def __init__(self, status: object) -> None:
        super().__init__(
            "reorganisation_not_open",
            _("Lần sắp xếp này đang ở tình trạng “{status}” nên không làm được việc này."),
            status=status,
        )


class ReorganisationTooEarly(DomainError):
    def __init__(self, on: date) -> None:
        super().__init__(
            "reorganisation_too_early",
            _("Chưa thực hiện được: lần sắp xếp này có hiệu lực từ {on}. Đến ngày đó chương trình tự thực hiện."),
            on=on,
        )


class ReorganisationPast(DomainError):
    def __init__(self, on: date) -> None:
        super().__init__(
            "reorganisation_past", _("Ngày có hiệu lực {on} đã đến: không chờ nữa, bấm “Thực hiện”."), on=on
        )


class ReorganisationEmpty(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "reorganisation_empty", _("Lần sắp xếp này chưa có việc nào. Thêm ít nhất một việc rồi xem trước.")
        )


class ReorganisationEffectChanged(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "reorganisation_effect_changed",
            _("Từ lúc xem trước, tổ chức đã thay đổi nên kết quả sẽ khác. Xem lại kết quả mới bên dưới rồi thực hiện."),
        )


class ReorganisationBusy(DomainError):
    def __init__(self) -> None:
        super().__init__("reorganisation_busy", _("Lần sắp xếp này đang chạy. Chờ xong rồi làm tiếp."))


class ReorganisationChangedSince(DomainError):
    def __init__(self, units: str, count: int) -> None:
        super().__init__(
            "reorganisation_changed_since",
            _(
                "Không hoàn tác được: {count} đơn vị đã có thay đổi sau lần sắp xếp này ({units}…). Hoàn tác các thay đổi đó trước."
            ),
            units=units,
            count=count,
        )


class ReorganisationBuiltOn(DomainError):
    def __init__(self, units: int, things: Sequence[tuple[object, int]]) -> None:
        words = "; ".join(f"{label}: {count}" for label, count in things)
        super().__init__(
            "reorganisation_built_on",
            _("Không hoàn tác được: các đơn vị mới đã có {units} đơn vị bên dưới và dữ liệu gắn với chúng ({things})."),
            units=units,
            things=words or "0",
        )


class FileRefused(DomainError):
    """`problems`: (line, Vietnamese sentence with places, their values) of every line that cannot be used."""

    def __init__(
        self, code: str, message: object, file: str, problems: Sequence[tuple[int, str, Mapping[str, object]]]
    ) -> None:
        self.problems = tuple(problems)
        super().__init__(code, message, file=file, count=len(self.problems))

    def __str__(self) -> str:
        lines = [
            say(_("Dòng {line}: {problem}."), line=line, problem=say(sentence, **values))
            for line, sentence, values in self.problems[:_SAID]
        ]
        return "\n  ".join([say(self.message, **self.data), *lines])


class PlaceFileRefused(FileRefused):
    def __init__(self, file: str, problems: Sequence[tuple[int, str, Mapping[str, object]]]) -> None:
        message = _("Không nạp tệp “{file}”, chưa ghi gì. Số chỗ sai: {count}.")
        super().__init__("place_file_refused", message, file, problems)


class MappingRefused(FileRefused):
    """`cells`: for each problem its column ("old", "new", "on", "parent"; "": the line) and what may have been meant."""

    def __init__(
        self,
        file: str,
        problems: Sequence[tuple[int, str, Mapping[str, object]]],
        cells: Sequence[tuple[str, tuple[str, ...]]],
    ) -> None:
        self.cells = tuple(cells)
        message = _("Không dùng được bảng sắp xếp “{file}”, chưa ghi gì. Số chỗ sai: {count}.")
        super().__init__("mapping_refused", message, file, problems)


class PlaceNotFound(NotVisible):
    def __init__(self, place: str, on: str) -> None:
        super().__init__(
            "place_not_found",
            _("Ngày {on} không có tỉnh mã “{place}”. Kiểm tra mã hai chữ số: một số mã đã cấp lại cho tỉnh khác."),
            place=place,
            on=on,
        )


class FactNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("fact_not_found", _("Không tìm thấy thông tin này của đơn vị. Có thể nó vừa được bỏ."))


class FactIncomplete(DomainError):
    """A value that says nothing, or that no fact of this kind can have; `message` says which."""

    def __init__(self, message: object, *, field: str) -> None:
        super().__init__("fact_incomplete", message, field=field)


class FactOutsideLife(DomainError):
    def __init__(self, unit: str, first: date, last: date) -> None:
        is_open = last >= OPEN_END
        super().__init__(
            "fact_outside_life",
            _("“{unit}” hoạt động từ ngày {first}. Chọn thời gian từ ngày đó trở đi.")
            if is_open
            else _("“{unit}” hoạt động từ ngày {first} đến trước ngày {last}. Chọn thời gian trong khoảng đó."),
            unit=unit,
            first=first,
            last=last,
            field="valid_from",
        )


class FactOverlaps(DomainError):
    def __init__(self, kind: object, words: str, first: date, last: date) -> None:
        is_open = last >= OPEN_END
        super().__init__(
            "fact_overlaps",
            _("{kind}: đã ghi “{words}” từ ngày {first}, chưa có ngày kết thúc. Sửa mục đó, hoặc chọn thời gian khác.")
            if is_open
            else _(
                "{kind}: đã ghi “{words}” từ ngày {first} đến trước ngày {last}. Sửa mục đó, hoặc chọn thời gian khác."
            ),
            kind=kind,
            words=words,
            first=first,
            last=last,
            field="valid_from",
        )


class TermUnknown(DomainError):
    """`known`: codes of the terms that are recorded, with their names and days."""

    def __init__(self, unit: str, code: str, known: Sequence[str]) -> None:
        super().__init__(
            "term_unknown",
            _("“{unit}” không có nhiệm kỳ mang mã “{period}”. Nhiệm kỳ đã ghi: {known}. Chọn một trong các mã này.")
            if known
            else _(
                "Chưa ghi nhiệm kỳ nào cho “{unit}” và các đơn vị cấp trên nên không biết “{period}” là những ngày nào. "
                "Ghi nhiệm kỳ ở trang “Thông tin theo thời gian” của đơn vị, hoặc chọn kỳ khác."
            ),
            unit=unit,
            period=code,
            known="; ".join(known),
        )


class TermAmbiguous(DomainError):
    """`known`: those that answer to the code, each by the code that means it alone."""

    def __init__(self, unit: str, code: str, known: Sequence[str]) -> None:
        super().__init__(
            "term_ambiguous",
            _("“{unit}” có {count} nhiệm kỳ cùng mang mã “{period}”. Viết rõ một trong các mã: {known}."),
            unit=unit,
            period=code,
            count=len(known),
            known="; ".join(known),
        )


class TermNotBegun(DomainError):
    def __init__(self, name: str, on: date) -> None:
        super().__init__(
            "term_not_begun",
            _("Nhiệm kỳ {name} bắt đầu từ {on} và chưa ghi ngày kết thúc nên chưa có ngày nào để tính. Chọn kỳ khác."),
            name=name,
            on=on,
        )


class NotACentre(DomainError):
    def __init__(self, unit: str, on: date) -> None:
        super().__init__(
            "not_a_centre",
            _(
                "Ngày {on} “{unit}” không phải trung tâm chính trị hay trường chính trị nên chưa giao địa bàn được. "
                "Đổi loại đơn vị trước, hoặc chọn trung tâm khác."
            ),
            unit=unit,
            on=on,
        )


class ServesItself(DomainError):
    def __init__(self) -> None:
        super().__init__("serves_itself", _("Trung tâm không tự phục vụ mình. Chọn đơn vị khác."), field="unit")


class ServiceAreaOverlaps(DomainError):
    def __init__(self, unit: str, centre: str, first: date, last: date) -> None:
        is_open = last >= OPEN_END
        super().__init__(
            "service_area_overlaps",
            _(
                "“{unit}” đã thuộc {centre} từ ngày {first}, chưa có ngày kết thúc. "
                "Ghi ngày kết thúc cho lần giao đó trước, hoặc chọn thời gian khác."
            )
            if is_open
            else _(
                "“{unit}” thuộc {centre} từ ngày {first} đến trước ngày {last}. "
                "Mỗi ngày một đơn vị chỉ thuộc một trung tâm: sửa lần giao đó, hoặc chọn thời gian khác."
            ),
            unit=unit,
            centre=centre,
            first=first,
            last=last,
            field="valid_from",
        )


class FactsChangedSince(DomainError):
    def __init__(self, count: int) -> None:
        super().__init__(
            "facts_changed_since",
            _(
                "Không hoàn tác được: {count} thông tin của đơn vị hoặc địa bàn phục vụ đã được sửa sau lần sắp xếp này. "
                "Trả các mục đó về như cũ trước."
            ),
            count=count,
        )
