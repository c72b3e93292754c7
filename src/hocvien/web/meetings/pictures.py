"""The share of members reached as a picture: a part for each unit, as large as its members; the table beside it has the same figures."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hocvien.common.text import collation_key
from hocvien.meetings import api as meetings
from hocvien.reporting import api as reporting
from hocvien.web.ui import formats
from hocvien.web.ui.parts import TreeCell, TreeMap

# a picture with more parts shows none of them; the rest stand together
_MOST_CELLS = 60


@dataclass(frozen=True, slots=True)
class Reached:
    """How many members of a unit were reached; `is_told`: it told any number, nothing told is not zero."""

    name: str
    reached: int
    members: int
    is_told: bool

    @classmethod
    def of(cls, name: str, figures: meetings.Figures | reporting.StudyCounts) -> "Reached":
        """From the figures a table shows."""
        is_told = bool(figures.reached) or figures.answered == figures.units
        return cls(name, figures.reached, figures.members, is_told)


def draw_reached(title: str, units: Iterable[Reached]) -> TreeMap | None:
    """The picture of these units; None where none of them has members. No query."""
    rows = [row for row in units if row.members]
    ordered = sorted(rows, key=lambda row: (-row.members, collation_key(row.name)))
    cells = [_cell(row) for row in ordered[:_MOST_CELLS]]
    if others := ordered[_MOST_CELLS:]:
        name = _("{n} đơn vị khác").format(n=formats.number(len(others)))
        reached, members = sum(row.reached for row in others), sum(row.members for row in others)
        cells.append(_cell(Reached(name, reached, members, any(row.is_told for row in others))))
    return TreeMap(title, cells) if cells else None


def _cell(row: Reached) -> TreeCell:
    if not row.is_told:
        return TreeCell(row.name, row.members, None, _("{unit}: chưa nhập số").format(unit=row.name))
    share = row.reached / row.members
    text = _("{unit}: {reached} / {members} đảng viên, {share}").format(
        unit=row.name,
        reached=formats.number(row.reached),
        members=formats.number(row.members),
        share=formats.percent(share),
    )
    # where others came too the colour ends at all members; the words say the figure
    return TreeCell(row.name, row.members, min(share, 1.0), text)
