"""The rows of a file that have something to be put right, as a grid of cells that are edited in place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from hocvien.exchange import api as exchange
from hocvien.web.shell.field_words import FIELD_WORDS
from hocvien.web.ui.links import same_page

PER_PAGE = 50
CELL = "cell:"
# shown first whatever is wrong in a list of people; other columns when something is wrong in them
_OF_PEOPLE = ("full_name", "birth", "sex", "identity_number", "unit_name")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is wrong with a cell."""

    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """`name` is set where the cell is edited, `suggestion` where one can simply be put in, `choices`: the id of the list it is chosen from."""

    label: str
    text: str
    name: str = ""
    id: str = ""
    key: str = ""
    tone: str = ""
    said: tuple[Said, ...] = ()
    suggestion: str = ""
    is_long: bool = False
    choices: str = ""

    @property
    def css(self) -> str:
        return {"bad": "cb", "warn": "cw"}.get(self.tone, "")


@dataclass(frozen=True, slots=True)
class GridRow:
    key: str
    number: int
    name: str
    cells: list[GridCell]


@dataclass(frozen=True, slots=True)
class Grid:
    heads: list[str]
    sheets: list[tuple[str, list[GridRow]]]
    rows: int
    page: int
    pages: int
    choices: Mapping[str, Sequence[tuple[str, str]]]
    """Id of a list → (text, what it means)."""


def fields_there(layout: Mapping[str, Any]) -> set[str]:
    """The fields that the columns of a list of people hold."""
    return {
        part.partition(":")[0]
        for sheet in layout["sheets"]
        for column in sheet["columns"]
        for part in str(column["field"]).split("+")
    }


def grid_of(
    rows: Sequence[exchange.KeptRow],
    there: Collection[str],
    page: int,
    *,
    words: Mapping[str, Any] = FIELD_WORDS,
    first: Sequence[str] = _OF_PEOPLE,
    choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> Grid:
    """Fifty rows of those that have something to look at, by sheet.

    `there`: the fields that have a column; `words`: all of them, as columns are called; `choices`: field → texts it may be chosen from.
    """
    lists = {field: f"choices-{field}" for field in choices or {}}
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = max(1, min(page, pages))
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    wrong = {one.field for row in shown for one in row.problems}
    fields = [field for field in first if field in there or field in wrong]
    fields += [field for field in words if field in wrong and field not in fields]
    sheets: dict[str, list[GridRow]] = {}
    for row in shown:
        sheets.setdefault(row.sheet, []).append(
            GridRow(
                row.key,
                row.row,
                row.full_name,
                [_cell(row, field, str(words[field]), lists.get(field, "")) for field in fields],
            )
        )
    return Grid(
        [str(words[field]) for field in fields],
        list(sheets.items()),
        len(rows),
        page,
        pages,
        {lists[field]: texts for field, texts in (choices or {}).items() if field in wrong},
    )


def _cell(row: exchange.KeptRow, field: str, label: str, choices: str) -> GridCell:
    found = [one for one in row.problems if one.field == field]
    if not found:
        return GridCell(label, row.raw.get(field, ""))
    is_english = get_language() == "en"
    first = found[0]
    # the same cell may hold several fields: it is edited once, where its first problem stands
    own = next(one for one in row.problems if one.cell == first.cell)
    is_own = own.field == field
    suggestion = next((one.suggestion for one in found if fixed_text(one)), "")
    return GridCell(
        label=label,
        text=first.text if is_own else first.value,
        name=f"{CELL}{first.cell}" if is_own else "",
        id=f"cell-{first.cell.replace('!', '-')}",
        key=first.cell,
        tone="bad" if any(one.holds for one in found) else "warn",
        said=tuple(
            Said("bad" if one.holds else "warn", one.message_en if is_english else one.message_vi) for one in found
        ),
        suggestion=suggestion if is_own else "",
        is_long="\n" in first.text or len(first.text) > 40,
        choices=choices,
    )


def fixed_text(problem: exchange.KeptProblem) -> str:
    """What the cell says once the suggestion is taken; "" when there is none that could simply be put in."""
    if not problem.suggestion or problem.suggestion == problem.value:
        return ""
    if not problem.value or problem.text == problem.value:
        return problem.suggestion
    if problem.value in problem.text:
        return problem.text.replace(problem.value, problem.suggestion, 1)
    return ""


def page_asked(request: HttpRequest) -> int:
    """The page of the grid that the address or the form names; the first for anything else."""
    asked = request.POST.get("page") or request.GET.get("page", "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 1


def pages_of(request: HttpRequest, grid: Grid) -> list[tuple[int, str]]:
    """(number, address) of the first page, the last, and those near the one shown."""
    near = {1, grid.pages, *(n for n in range(grid.page - 2, grid.page + 3) if 1 <= n <= grid.pages)}
    return [(n, same_page(request, page=n)) for n in sorted(near)]


def suggestions_taken(post: Mapping[str, str], rows: Sequence[exchange.KeptRow]) -> dict[str, str]:
    """Cell → text where the clerk takes what is suggested for it, or ("all") for every cell of this page that was not typed over."""
    use, typed = post.get("use", ""), typed_cells(post, rows)
    return {
        problem.cell: fixed
        for row in rows
        for problem in row.problems
        if use in {problem.cell, "all"} and problem.cell not in typed and (fixed := fixed_text(problem))
    }


def typed_cells(post: Mapping[str, str], rows: Sequence[exchange.KeptRow]) -> dict[str, str]:
    """Cell → text of those that the clerk changed on this page."""
    shown = {one.cell: one.text for row in rows for one in row.problems}
    found = {}
    for name, text in post.items():
        cell = name.removeprefix(CELL)
        # a browser sends line ends of its own
        given = text.replace("\r\n", "\n").strip()
        if name.startswith(CELL) and cell in shown and given != shown[cell].strip():
            found[cell] = given
    return found


def cells_alike(cells: Mapping[str, str], rows: Sequence[exchange.KeptRow]) -> dict[str, str]:
    """The same text for other cells of that column that say the same wrong thing, on all pages."""
    column = _column_of
    wrong = {(column(one.cell), one.text): cells[one.cell] for row in rows for one in row.problems if one.cell in cells}
    return {
        one.cell: wrong[column(one.cell), one.text]
        for row in rows
        for one in row.problems
        if one.text and one.cell not in cells and (column(one.cell), one.text) in wrong
    }


def _column_of(cell: str) -> str:
    return cell.rstrip("0123456789")
