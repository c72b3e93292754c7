"""Units as a table."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from hocvien.common.text import collation_key
from hocvien.org import api as org
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.tables import Column, Table


def kind_words(label: org.UnitLabel) -> str:
    """The kind in the field's words."""
    return str(org.UnitKind(label.kind).label)


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A unit that was found; `path`: those above it; `note`: that it was called otherwise, has ended, or is yet to come."""

    label: org.UnitLabel
    path: str
    note: str


def found_row(found: org.UnitFound, path: str, on: date) -> FoundRow:
    """In words, as of that day."""
    said = []
    if found.other_name:
        is_earlier = found.other_to is not None and found.other_to <= on
        words = _("tên cũ: {name} (đến {day})") if is_earlier else _("tên từ {day}: {name}")
        day = (found.other_to if is_earlier else found.other_from) or on
        said.append(words.format(name=found.other_name, day=f"{day:%d/%m/%Y}"))
    if found.valid_to <= on:
        said.append(_("đã kết thúc {day}").format(day=f"{found.valid_to:%d/%m/%Y}"))
    if found.valid_from > on:
        said.append(_("thành lập {day}").format(day=f"{found.valid_from:%d/%m/%Y}"))
    return FoundRow(found.label, path, "; ".join(said))


class FoundTable(Table):
    """What a search found, each with where it stands; names that were or will be are said to be such."""

    name = "units-found"
    caption = _("Đơn vị tìm thấy")
    noun = _("đơn vị")
    empty_title = _("Không có đơn vị nào khớp")
    empty_text = _(
        "Tìm trong tên và mã của mọi thời kỳ, không cần dấu, trong những đơn vị bạn được giao. Thử ít chữ hơn, hoặc bỏ loại đơn vị."
    )
    columns: tuple[Column, ...] = (
        Column(
            "name",
            _("Tên đơn vị"),
            value="label.name",
            header=True,
            link=lambda row: ("units:unit-page", {"with_unit": row.label.code, "code": row.label.code}),
        ),
        Column("note", _("Ghi chú"), value="note", css="clip"),
        Column("kind", _("Loại đơn vị"), value=lambda row: kind_words(row.label)),
        Column("path", _("Trực thuộc"), value="path"),
        Column("code", _("Mã"), value="label.code"),
    )


class TreeTable(Table):
    """The tree as it stands on the page, for the workbook: the level beside the name."""

    name = "units-tree"
    caption = _("Cây đơn vị")
    noun = _("đơn vị")
    columns: tuple[Column, ...] = (
        Column("level", _("Cấp"), kind="number"),
        Column("name", _("Tên đơn vị"), value=lambda row: "    " * (row.level - 1) + row.name, header=True),
        Column("kind", _("Loại đơn vị")),
        Column("code", _("Mã")),
        Column("below", _("Đơn vị cấp dưới"), kind="number"),
        Column("people", _("Người"), kind="number"),
        Column("classes", _("Lớp đang học"), kind="number"),
    )


class UnitTable(Table):
    """Units by name; `counts` says how many stand directly below each."""

    name = "units"
    caption = _("Danh sách đơn vị")
    noun = _("đơn vị")
    default_sort = "name"
    empty_title = _("Không có đơn vị trực thuộc")
    columns: tuple[Column, ...] = (
        Column(
            "name",
            _("Tên đơn vị"),
            header=True,
            sort=lambda label: collation_key(label.name),
            link=lambda label: ("units:unit-page", {"with_unit": label.code, "code": label.code}),
            note=lambda label: _("Tên mẫu") if label.is_sample_name else "",
        ),
        Column("kind", _("Loại đơn vị"), value=kind_words, sort=True),
        Column("code", _("Mã"), sort=True),
    )

    def __init__(self, request: ScreenRequest, rows: Any, *, counts: dict[int, int] | None = None, **more: Any) -> None:
        super().__init__(request, rows, **more)
        if counts is not None:
            below = Column(
                "below", _("Đơn vị trực thuộc"), kind="number", value=lambda label: counts.get(label.id, 0), sort=True
            )
            self.columns = (*type(self).columns, below)
