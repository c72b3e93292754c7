"""The page of numbers of a point: what is recorded, what was typed, pasted or read over it, and what is wrong at which cell."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hocvien.common.text import fold
from hocvien.exchange import api as exchange
from hocvien.meetings import api as meetings

_NUMBER = re.compile(r"\d+|[1-9]\d{0,2}((\.\d{3})+|( \d{3})+)")
FIELDS = ("invited", "present")


@dataclass(slots=True)
class Cell:
    """One number: its text as shown, what is recorded, and what is wrong with it."""

    name: str
    text: str
    recorded: int | None
    error: str = ""

    @property
    def is_changed(self) -> bool:
        return self.text.strip() != ("" if self.recorded is None else str(self.recorded))

    @property
    def css(self) -> str:
        return "cb" if self.error else "ci" if self.is_changed else ""


@dataclass(slots=True)
class Line:
    """A unit of the page. `seen`: what stood there when the page was drawn, sent along so that nobody is overwritten unseen."""

    unit_id: int
    code: str
    name: str
    members: int | None
    may_edit: bool
    cells: dict[str, Cell]
    seen: tuple[int | None, int | None]
    # its presence follows from names, and is typed by nobody
    is_by_name: bool = False
    name_url: str = ""

    @property
    def seen_text(self) -> str:
        return "|".join("" if number is None else str(number) for number in self.seen)

    @property
    def invited(self) -> Cell | None:
        return self.cells.get("invited")

    @property
    def present(self) -> Cell:
        return self.cells["present"]

    @property
    def is_changed(self) -> bool:
        return any(cell.is_changed for cell in self.cells.values())

    @property
    def note(self) -> str:
        """What is worth a second look; never an error."""
        present = self.present.recorded
        if present is None or self.is_changed:
            return ""
        if self.members is not None and present > self.members:
            return _("nhiều hơn số đảng viên")
        if self.invited is not None and present > (self.invited.recorded or 0):
            return _("nhiều hơn số triệu tập")
        return ""


@dataclass(slots=True)
class Grid:
    """All lines, and what concerns none of them: units nobody summoned, cells without a place."""

    lines: list[Line]
    is_makeup: bool
    problems: list[str] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        return bool(self.problems) or any(cell.error for line in self.lines for cell in line.cells.values())

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.may_edit and line.is_changed]

    @property
    def may_edit(self) -> bool:
        return any(line.may_edit for line in self.lines)

    @property
    def invited(self) -> int:
        return self._sum("invited")

    @property
    def present(self) -> int:
        return self._sum("present")

    @property
    def members(self) -> int:
        return sum(line.members or 0 for line in self.lines)

    @property
    def errors(self) -> list[str]:
        at_cells = [f"{line.name}: {cell.error}" for line in self.lines for cell in line.cells.values() if cell.error]
        return [*self.problems, *at_cells]

    def _sum(self, name: str) -> int:
        return sum(line.cells[name].recorded or 0 for line in self.lines if name in line.cells)

    def find(self, unit_id: object) -> Line | None:
        return next((line for line in self.lines if line.unit_id == unit_id), None)

    def told(self) -> list[meetings.Told]:
        """The lines that changed, for the operation; a number that cannot be read is said at its cell and left out."""
        found = []
        for line in self.changed:
            numbers = {name: _read(cell) for name, cell in line.cells.items()}
            found.append(meetings.Told(line.unit_id, numbers.get("invited"), numbers["present"], line.seen))
        return found


def make_grid(
    point: meetings.Point, rows: Sequence[meetings.Row], may: set[int], by_name: Collection[int] = ()
) -> Grid:
    """The page as recorded; `may`: units whose numbers this account tells, `by_name`: those whose presence is told by name."""
    fields = ("present",) if point.is_makeup else FIELDS
    return Grid(
        [
            Line(
                unit_id=row.unit_id,
                code=row.code,
                name=row.name,
                members=row.members,
                may_edit=row.unit_id in may,
                cells={
                    name: Cell(f"{name}-{row.code}", _words(getattr(row, name)), getattr(row, name)) for name in fields
                },
                seen=(row.invited, row.present),
                is_by_name=row.unit_id in by_name,
            )
            for row in rows
        ],
        point.is_makeup,
    )


def lay_typed(grid: Grid, sent: Mapping[str, str]) -> None:
    """What was typed into the page, over what is recorded."""
    for line in grid.lines:
        if not line.may_edit or f"seen-{line.code}" not in sent:
            continue
        seen = _seen(sent[f"seen-{line.code}"], line.seen)
        typed = {name: str(sent.get(cell.name, "")).strip() for name, cell in line.cells.items()}
        shown = dict(zip(FIELDS, map(_words, seen), strict=True))
        if all(text == shown[name] for name, text in typed.items()):
            continue  # untouched: whatever was told meanwhile stays
        line.seen = seen
        for name, text in typed.items():
            line.cells[name].text = text


def lay_read(grid: Grid, lines: Iterable[exchange.HeadcountLine]) -> None:
    """What a file or pasted cells say, over what is recorded: by code, else by name, else in the order of the page."""
    by_code = {line.code: line for line in grid.lines}
    by_name: dict[str, list[Line]] = {}
    for line in grid.lines:
        by_name.setdefault(fold(line.name), []).append(line)
    in_order = iter(grid.lines)
    taken: dict[str, int] = {}
    for one in lines:
        where = one.cells.get("code") or one.cells.get("unit") or str(one.line)
        if one.code or one.unit:
            named = [by_code[one.code]] if one.code in by_code else [] if one.code else by_name.get(fold(one.unit), [])
            named = named or ([by_code[one.unit]] if one.unit in by_code else [])
            if len(named) != 1:
                words = (
                    _("Ô {cell}: “{unit}” không có ở điểm học này.")
                    if not named
                    else _("Ô {cell}: có nhiều đơn vị tên “{unit}”. Ghi mã đơn vị.")
                )
                grid.problems.append(words.format(cell=where, unit=one.code or one.unit))
                continue
            target = named[0]
        else:
            following = next(in_order, None)
            if following is None:
                grid.problems.append(_("Dòng {line}: thừa so với số đơn vị của trang.").format(line=one.line))
                continue
            target = following
        if target.code in taken:
            words = _("Ô {cell}: {unit} đã có ở dòng {line}. Giữ một dòng cho mỗi đơn vị.")
            grid.problems.append(words.format(cell=where, unit=target.name, line=taken[target.code]))
            continue
        taken[target.code] = one.line
        _lay(grid, target, one)


def _lay(grid: Grid, target: Line, one: exchange.HeadcountLine) -> None:
    for name in FIELDS:
        text = getattr(one, name)
        cell = target.cells.get(name)
        if text is None or (cell is None and not text):
            continue
        where = one.cells.get(name, "")
        if cell is None:
            words = _("Ô {cell}: buổi học bù không ghi số triệu tập.")
            grid.problems.append(words.format(cell=where))
            continue
        plain = _plain(text)
        if not target.may_edit and plain != ("" if cell.recorded is None else str(cell.recorded)):
            grid.problems.append(_("Ô {cell}: bạn không nhập số của {unit}.").format(cell=where, unit=target.name))
            continue
        cell.text = plain if plain is not None else text
        if plain is None:
            words = _("“{text}” (ô {cell}) không phải số người.")
            cell.error = words.format(text=text[:40], cell=where)


def say_refusal(grid: Grid, data: Mapping[str, object], words: str) -> None:
    """A refusal of the operation, at the cell it names or above the page."""
    line = grid.find(data.get("unit_id"))
    cell = line.cells.get(str(data.get("field"))) if line is not None else None
    if cell is None:
        grid.problems.append(words)
    else:
        cell.error = words


def _read(cell: Cell) -> int | None:
    plain = _plain(cell.text)
    if plain is None:
        cell.error = cell.error or _("“{text}” không phải số người.").format(text=cell.text[:40])
        return None
    return int(plain) if plain else None


def _plain(text: str) -> str | None:
    """The digits of a number as people write it ("1.234"), "" of nothing, None of anything else."""
    spaced = text.replace("\u00a0", " ").strip()
    if not spaced:
        return ""
    if not _NUMBER.fullmatch(spaced):
        return None
    return str(int(spaced.replace(".", "").replace(" ", "")))


def _seen(text: str, otherwise: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    parts = [int(part) if part.isdecimal() else None for part in str(text).split("|")]
    return (parts[0], parts[1]) if len(parts) == len(FIELDS) else otherwise


def _words(number: int | None) -> str:
    return "" if number is None else str(number)
