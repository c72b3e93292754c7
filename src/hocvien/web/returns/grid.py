"""A form as a table of cells: what stands in each, what was typed over it, what is wrong and what was said at it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hocvien.exchange import api as exchange
from hocvien.returns import api as returns
from hocvien.web.ui import formats

_NUMBER = re.compile(r"\d+|[1-9]\d{0,2}((\.\d{3})+|( \d{3})+)")
# a whole number shown with a decimal part; three noughts after a comma are a group of English workbooks
_NO_PART = re.compile(r"(?<=\d),0{1,2}$")
_DASHES = {"-", "–", "—"}


@dataclass(slots=True)
class Cell:
    """One cell. `text`: as its field shows it; `drawn`: what the field showed when the page was drawn."""

    key: str
    label: str
    column: str
    value: returns.Value = None
    computed: returns.Value = None
    is_void: bool = False
    is_entered: bool = False
    is_changed: bool = False
    is_percent: bool = False
    is_apart: bool = False
    # how many units told of people who are in no record, so that this count of people lacks theirs
    outside: int = 0
    may_edit: bool = False
    text: str = ""
    drawn: str = ""
    error: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"cell-{self.key}"

    @property
    def shown(self) -> str:
        if self.is_void:
            return "x"
        return formats.percent(self.value) if self.is_percent else formats.number(self.value)

    @property
    def css(self) -> str:
        if self.error or self.notes:
            return "cb"
        return "ce" if self.is_entered else "ci" if self.is_changed or self.text != self.drawn else ""

    @property
    def has_field(self) -> bool:
        return self.may_edit and not self.is_void and not self.is_percent

    @property
    def row_words(self) -> str:
        return self.label


@dataclass(slots=True)
class Line:
    code: str
    number: str
    label: str
    level: int
    is_heading: bool
    is_sum: bool
    cells: list[Cell]


@dataclass(slots=True)
class Grid:
    """The whole form. `problems`: what concerns no single cell."""

    heads: list[list[tuple[str, int, int]]]
    lines: list[Line]
    problems: list[str] = field(default_factory=list)

    @property
    def cells(self) -> dict[str, Cell]:
        return {cell.key: cell for line in self.lines for cell in line.cells}

    @property
    def width(self) -> int:
        return len(self.lines[0].cells) + 2 if self.lines else 2

    @property
    def is_wrong(self) -> bool:
        return bool(self.problems) or any(cell.error for cell in self.cells.values())

    @property
    def errors(self) -> list[str]:
        at_cells = [f"{cell.label}, {cell.column}: {cell.error}" for cell in self.cells.values() if cell.error]
        return [*self.problems, *at_cells]

    @property
    def has_entered(self) -> bool:
        return any(cell.is_entered for cell in self.cells.values())

    def typed(self) -> dict[str, int | None]:
        """Cells whose field was touched: a number, or None to take back what was typed; what is no number is said at its cell."""
        found: dict[str, int | None] = {}
        for key, cell in self.cells.items():
            if not cell.has_field or cell.text == cell.drawn:
                continue
            plain = plain_number(cell.text)
            if plain is None:
                cell.error = cell.error or _("“{text}” không phải số nguyên từ 0 trở lên.").format(text=cell.text[:40])
            else:
                number = int(plain) if plain else None
                found[key] = None if number is not None and number == cell.computed else number
        return found


def make_grid(layout: returns.Layout, made: returns.Compiled, state: returns.Filled, *, may_edit: bool = False) -> Grid:
    """The form as it stands. No query."""
    lines = []
    for row in layout.rows:
        cells = []
        for column in layout.columns:
            key = f"{row.code}.{column.code}"
            plan = made.plans.get(key)
            value = state.values.get(key)
            text = "" if value is None or plan is None or plan.is_percent else str(value)
            cells.append(
                Cell(
                    key=key,
                    label=row.label,
                    column=", ".join([*column.heads, column.label]),
                    value=value,
                    computed=state.computed.get(key),
                    is_void=plan is None,
                    is_entered=plan is not None and plan.is_entered,
                    is_changed=key in state.changed,
                    is_percent=plan is not None and plan.is_percent,
                    may_edit=may_edit,
                    text=text,
                    drawn=text,
                )
            )
        is_heading = row.kind == returns.HEADING
        is_sum = row.kind == returns.FORMULA
        lines.append(Line(row.code, row.number, row.label, row.level, is_heading, is_sum, cells))
    return Grid(returns.heads_of(layout), lines)


def lay_sent(grid: Grid, sent: Mapping[str, str]) -> None:
    """What was typed into the page."""
    for cell in grid.cells.values():
        if cell.has_field and cell.name in sent:
            cell.text = str(sent[cell.name]).strip()


def lay_file(grid: Grid, read: exchange.ReturnFile) -> None:
    """What a workbook tells, over what stands there; its problems at their cells."""
    cells = grid.cells
    for one in read.cells:
        if one.cell in cells:
            cells[one.cell].text = str(one.value)
    grid.problems += [_("Ô {cell} của tệp: {words}").format(cell=where, words=words) for where, words in read.problems]


def say_notes(grid: Grid, found: Iterable[returns.Contradiction], remarks: Mapping[str, Mapping[str, str]]) -> None:
    """Rules that do not hold, and remarks of who sent it back, at their cells."""
    cells = grid.cells
    for one in found:
        if one.cell in cells:
            cells[one.cell].notes.append(one.words)
    codes = dict(returns.RemarkCode.choices)
    for key, remark in remarks.items():
        if key in cells:
            said = ": ".join(filter(None, (str(codes.get(remark["code"], "")), remark["words"])))
            cells[key].notes.append(said)


def plain_number(text: str) -> str | None:
    """The digits of a whole number as people and workbooks write it ("1.234", "1.234,0"), "" of nothing or a dash, None of anything else."""
    spaced = _NO_PART.sub("", text.replace("\u00a0", " ").strip())
    if not spaced or spaced in _DASHES:
        return ""
    if not _NUMBER.fullmatch(spaced) or not spaced.isascii() or len(spaced) > 20:
        return None
    return str(int(spaced.replace(".", "").replace(" ", "")))


def cell_words(layout: returns.Layout, key: str) -> str:
    """What a cell is, in words of its row and column."""
    row, _dot, column = key.partition(".")
    rows = {one.code: one.label for one in layout.rows}
    columns = {one.code: one.label for one in layout.columns}
    return f"{rows.get(row, row)}, {columns.get(column, column)}"
