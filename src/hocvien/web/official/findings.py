"""What a text gets wrong, in the reader's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hocvien.figures import api as figures
from hocvien.official_papers import api as official
from hocvien.reporting import api as reporting
from hocvien.web.ui import formats

_FIELDS: dict[str, Any] = {
    "classes": gettext_lazy("số lớp"),
    "participants": gettext_lazy("số học viên"),
    "graduated": gettext_lazy("số người đạt, được cấp giấy"),
    "plan_pct": gettext_lazy("tỷ lệ so với kế hoạch"),
    "nu": gettext_lazy("số nữ"),
}


_CAUSES: dict[str, Any] = {
    reporting.Cause.LATE_ENTRY: gettext_lazy("nhập muộn"),
    reporting.Cause.CORRECTION: gettext_lazy("sửa sau khi cấp số"),
    reporting.Cause.REORGANISATION: gettext_lazy("sắp xếp tổ chức"),
}


@dataclass(frozen=True, slots=True)
class CellShown:
    """One cell that differs, and why, in words."""

    where: str
    was: str
    today: str
    why: str


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table with the cells that differ. `is_explained`: whether causes can be told at all; `has_gaps`: whether some cell has none."""

    title: str
    is_explained: bool
    cells: list[CellShown]

    @property
    def has_gaps(self) -> bool:
        return not all(cell.why for cell in self.cells)


def changes_shown(changes: Iterable[official.TableChange]) -> list[TableShown]:
    """The tables that differ, in their order."""
    return [
        TableShown(
            table.title,
            table.is_explained,
            [
                CellShown(
                    cell.where,
                    cell.was,
                    cell.today,
                    ", ".join(f"{_CAUSES[cause]}: {formats.number(count)}" for cause, count in cell.causes),
                )
                for cell in table.cells
            ],
        )
        for table in changes
    ]


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One number of the text, in words; `restore`: what the button sends, empty where nothing can be put in its place."""

    text: str
    right: str
    where: str
    what: str
    why: str
    section: str
    start: int
    can_be_put: bool


def findings_shown(found: Iterable[official.Finding]) -> list[FindingShown]:
    """The findings, in their order."""
    return [
        FindingShown(
            one.text,
            one.right,
            str(official.SectionKind(one.section).label),
            _what(one),
            _why(one),
            one.section,
            one.start,
            one.can_be_put and one.is_wrong,
        )
        for one in found
    ]


def _what(one: official.Finding) -> str:
    """What the number counts: "số lớp, Đảng viên mới"."""
    field = str(_FIELDS.get(one.field.rpartition(".")[2], ""))
    programme = str(figures.PROGRAMME_CODES.get(one.programme, one.programme))
    return ", ".join(part for part in (field, programme) if part)


def _why(one: official.Finding) -> str:
    if one.kind == "differs":
        return _("số liệu đang tính là {right}").format(right=one.right)
    if one.kind == "absent":
        return _("số liệu của kỳ không có")
    if one.right:
        return _("số liệu của kỳ có {right}; xem lại nếu nói cùng một việc").format(right=one.right)
    return _("không đối chiếu được với số liệu của kỳ")
