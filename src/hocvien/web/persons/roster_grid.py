"""The rows of a roster that have something to be put right, as a grid of cells."""

from dataclasses import dataclass

from django.utils.translation import get_language

from hocvien.exchange import api as exchange
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import same_page

_MOST_ROWS = 100
# shown first whatever is wrong; other columns when something is wrong in them
_ALWAYS = ("full_name", "birth", "sex", "identity_number", "unit_name")


@dataclass(frozen=True, slots=True)
class GridCell:
    """`tone`: "" bad warn; `is_current`: the problem shown beside the grid stands here."""

    text: str
    tone: str = ""
    is_current: bool = False

    @property
    def css(self) -> str:
        return "cur" if self.is_current else {"bad": "cb", "warn": "cw"}.get(self.tone, "")


@dataclass(frozen=True, slots=True)
class GridRow:
    number: int
    cells: list[GridCell]


@dataclass(frozen=True, slots=True)
class Grid:
    heads: list[str]
    sheets: list[tuple[str, list[GridRow]]]
    shown: int
    rows: int


@dataclass(frozen=True, slots=True)
class ListedProblem:
    number: int
    title: str
    place: str
    tone: str
    url: str
    is_current: bool


def grid_of(plan: exchange.RosterPlan, at: int) -> Grid:
    """Rows with a problem, by sheet; the first hundred of them around the current one."""
    tones: dict[tuple[str, int, str], str] = {}
    for problem in plan.problems:
        key = (problem.sheet, problem.row, problem.field)
        if tones.get(key) != "bad":
            tones[key] = "bad" if problem.holds else "warn"
    current = plan.problems[at] if plan.problems else None
    fields = [f for f in _ALWAYS if any(c.field == f for c in plan.columns)]
    fields += [
        c.field for c in plan.columns if c.field and c.field not in fields and any(k[2] == c.field for k in tones)
    ]
    heads = {c.field: c.header for c in reversed(plan.columns) if c.field}
    wrong = {(sheet, row) for sheet, row, _field in tones}
    rows = [row for row in plan.people if (row.sheet, row.row) in wrong]
    place = next(
        (i for i, row in enumerate(rows) if current and (row.sheet, row.row) == (current.sheet, current.row)), 0
    )
    start = max(0, min(place - _MOST_ROWS // 2, len(rows) - _MOST_ROWS))
    sheets: dict[str, list[GridRow]] = {}
    for row in rows[start : start + _MOST_ROWS]:
        cells = [
            GridCell(
                text=row.raw.get(field, ""),
                tone=tones.get((row.sheet, row.row, field), ""),
                is_current=current is not None
                and (current.sheet, current.row, current.field) == (row.sheet, row.row, field),
            )
            for field in fields
        ]
        sheets.setdefault(row.sheet, []).append(GridRow(row.row, cells))
    return Grid([heads[f] for f in fields], list(sheets.items()), min(len(rows), _MOST_ROWS), len(rows))


def problem_list(request: ScreenRequest, plan: exchange.RosterPlan, at: int) -> list[ListedProblem]:
    """Problems around the current one, each a link that makes it the current one."""
    is_english = (get_language() or "").startswith("en")
    start = max(0, at - 15)
    return [
        ListedProblem(
            number=number,
            title=(problem.message_en if is_english else problem.message_vi).split(". ")[0].rstrip("."),
            place=problem.cell,
            tone="bad" if problem.holds else "warn",
            url=same_page(request, at=number),
            is_current=number == at,
        )
        for number, problem in enumerate(plan.problems[start : start + 40], start=start)
    ]
