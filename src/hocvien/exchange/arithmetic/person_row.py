"""One row of a roster as a person: which cells give which field, what they say, and what is wrong with them. Pure.

Two cells that say different things of one field, a cell with more than its column holds, a text that did not become Vietnamese:
each is a problem at its cell, never a choice made in silence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from hocvien.common.text import fold
from hocvien.exchange.arithmetic import cells
from hocvien.exchange.arithmetic.cells import Read, text_of
from hocvien.exchange.arithmetic.columns import IGNORE, index_of
from hocvien.exchange.arithmetic.encodings import (
    UNICODE,
    decode,
    is_beyond_old_fonts,
    is_doubtful,
    is_vietnamese,
    looks_old,
    reads_both_ways,
)
from hocvien.exchange.arithmetic.several import LINES, LineDealer, part_post_and_unit

Cell = object
# between these ages a year of two digits has one meaning
_OLDEST, _YOUNGEST = 95, 14
_ADULT = 18


@dataclass(frozen=True, slots=True)
class Where:
    """A column as the layout tells it."""

    index: int
    letter: str
    role: str
    encoding: str = UNICODE
    note: str = ""


@dataclass(frozen=True, slots=True)
class CellProblem:
    name: str
    letter: str
    code: str
    value: str
    holds: bool
    suggestion: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class PersonRead:
    """`values` by field ("" where nothing is said), the words as they stood, where each stood, and the problems."""

    values: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)

    def add(
        self, name: str, code: str, *, holds: bool = True, suggestion: str = "", letter: str = "", **data: Any
    ) -> None:
        """A problem at the cell of a field (or at `letter`)."""
        at = letter or self.letters.get(name) or self.letters.get("full_name", "A")
        self.problems.append(CellProblem(name, at, code, self.raw.get(name, ""), holds, suggestion, data))

    @property
    def is_held(self) -> bool:
        return any(problem.holds for problem in self.problems)


def places_of(columns: Sequence[Mapping[str, Any]]) -> dict[str, list[Where]]:
    """The columns of a layout by what they are read for; several roles in one cell stand under "several"."""
    found: dict[str, list[Where]] = {}
    for column in columns:
        role = str(column["role"])
        if role in {"", IGNORE, "birth_name"}:
            continue
        where = Where(
            index_of(column["letter"]), column["letter"], role, column.get("encoding", UNICODE), column.get("note", "")
        )
        key = "several" if "+" in role else role.partition(":")[0]
        found.setdefault(key, []).append(where)
    return found


class Typed(str):
    """A text typed over a cell in the grid: Unicode, whatever font its column was written in."""

    __slots__ = ()


_Step = tuple[str, int | None, dict[Any, tuple[str, Read] | None], Callable[["PersonRead", Sequence[Cell]], None]]


class RowReader:
    """Reads the rows of one table. `choices`: field → folded word → code, for choices whose words live elsewhere; `on`: today."""

    def __init__(
        self,
        columns: Sequence[Mapping[str, Any]],
        *,
        on: date,
        choices: Mapping[str, Mapping[str, str]],
        knows_unit: Callable[[str], bool],
    ) -> None:
        self.places = places_of(columns)
        self.on = on
        self.choices = choices
        self.knows_unit = knows_unit
        self.readers: dict[str, Callable[[Cell], Read]] = {
            "full_name": cells.read_name,
            "sex": partial(cells.read_choice, words=cells.SEX_WORDS, problem="sex_unknown"),
            "ethnicity": cells.read_ethnicity,
            "identity_number": cells.read_identity,
            "party_card": cells.read_party_card,
            "profile_number": partial(cells.read_text, limit=20),
            "phone": cells.read_phone,
            "education": cells.read_education,
            "theory_level": cells.read_theory,
            "post": partial(cells.read_text, limit=120),
            "post_kind": lambda cell: cells.read_choice(cell, self.choices.get("post_kind", {}), "post_kind_unknown"),
            "unit_name": lambda cell: Read(text_of(cell)),
            "birth": self._read_birth,
            "admitted_on": self._read_day,
            "official_on": self._read_day,
        }
        self.dealer = LineDealer(self.readers)
        self.letters = self._letters()
        self.rest = tuple(name for name in _REST if name in self.places)
        self.ticked = {name for name in _TICKED if any(":" in where.role for where in self.places.get(name, ()))}
        # what was read of the cells that hold few different words; a list says "Kinh" a thousand times
        self._known: dict[tuple[str, str], tuple[str, Read]] = {}
        self.steps = self._steps()

    def _letters(self) -> dict[str, str]:
        """Where each field stands first."""
        found: dict[str, str] = {}
        for name in ("full_name", "birth", "sex", *_REST):
            for where in self.places.get(name, ()):
                found.setdefault(name, where.letter)
        for where in self.places.get("several", ()):
            for role in where.role.split("+"):
                found.setdefault(role.partition(":")[0], where.letter)
        return found

    def _read_cell(self, name: str, cell: Cell) -> tuple[str, Read]:
        """(the text of a cell, what it says of the field)."""
        if name not in _FEW_WORDS or not isinstance(cell, str):
            return text_of(cell), self.readers[name](cell)
        key = (name, cell)
        if key not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[key] = (text_of(cell), self.readers[name](cell))
        return self._known[key]

    def read(self, row: Sequence[Cell], group: str = "") -> PersonRead:
        """The person of one row; `group`: the name of the group it stands under."""
        person = PersonRead(letters=dict(self.letters))
        width = len(row)
        for name, index, told, read in self.steps:
            if index is None or not self._recall(person, name, row[index] if index < width else "", told):
                read(person, row)
        for where in self.places.get("several", ()):
            self._read_several(person, row, where)
        if group and not person.raw.get("unit_name"):
            person.raw["unit_name"] = person.values["unit_name"] = group
        if (post := person.values.get("post")) and not person.values.get("post_kind"):
            person.values["post_kind"] = cells.post_kind_of(post)
        if not person.values.get("full_name") and not any(p.name == "full_name" for p in person.problems):
            person.add("full_name", "name_missing")
        return person

    def _steps(self) -> list[_Step]:
        """(field, index of the one column that alone tells it or None, what its cells told so far, how it is read otherwise), in order."""
        readers: list[tuple[str, Callable[[PersonRead, Sequence[Cell]], None]]] = [
            ("full_name", self._read_name),
            ("birth", self._read_births),
            ("sex", self._read_sexes),
        ]
        for name in self.rest:
            by_place = self._read_ticks if name in self.ticked else self._read_plain
            readers.append((name, partial(by_place, name=name)))
        steps: list[_Step] = []
        for name, read in readers:
            places = self.places.get(name) or []
            is_alone = len(places) == 1 and places[0].role == name
            steps.append((name, places[0].index if is_alone else None, {}, read))
        return steps

    def _recall(self, person: PersonRead, name: str, cell: Cell, told: dict[Any, tuple[str, Read] | None]) -> bool:
        """Take what such a cell told before, where it alone tells the field; whether that was possible."""
        kind = type(cell)
        # a day is no text; numbers are few, and 1 is not 1.0
        key: Any = cell if kind is str else (cell["d"],) if kind is dict else None  # type: ignore[index]
        if key is None or person.values.get(name):
            return False
        if key in told:
            found = told[key]
        else:
            found = self._tell(name, cell)
            if name not in _OWN:
                if len(told) > _MOST_KNOWN:
                    told.clear()
                told[key] = found
        if found is None:
            return False
        text, read = found
        if text:
            person.raw[name], person.values[name] = text, read.value
            if read.problem:
                person.add(name, read.problem, holds=read.holds, suggestion=read.suggestion, **read.data)
        return True

    def _tell(self, name: str, cell: Cell) -> tuple[str, Read] | None:
        """What a cell of the one column of a field says, whatever stands beside it; None where it holds lines, which may be several fields."""
        (where,) = self.places[name]
        decoded = self._decoded(cell, where)
        if isinstance(decoded, str) and name in _OF_LINES and LINES.search(decoded):
            return None
        return self._said(name, decoded, where, cell)

    # --- single fields ----------------------------------------------------------------------------------------------

    def _cell(self, row: Sequence[Cell], where: Where) -> Cell:
        return self._decoded(row[where.index] if where.index < len(row) else "", where)

    def _decoded(self, cell: Cell, where: Where) -> Cell:
        if not isinstance(cell, str) or isinstance(cell, Typed):
            return cell
        if where.note == "mixed" and not cell.isascii() and is_vietnamese(cell):
            return cell
        return decode(cell, where.encoding)

    def _take(self, person: PersonRead, name: str, cell: Cell, where: Where, raw: Cell = "") -> None:
        """What the cell says of the field, unless another cell has said it: then both must agree."""
        text, read = self._said(name, cell, where, raw)
        if not text:
            return
        if person.values.get(name):
            self._meet(person, name, read, text, where)
            return
        person.raw[name] = text
        person.letters[name] = where.letter
        person.values[name] = read.value
        if read.problem:
            person.add(name, read.problem, holds=read.holds, suggestion=read.suggestion, **read.data)

    def _said(self, name: str, cell: Cell, where: Where, raw: Cell) -> tuple[str, Read]:
        """(the text of a cell, what it says of the field in that column); ("", …) nothing."""
        if cell == "":
            return "", Read()
        text, read = self._read_cell(name, cell)
        if not text:
            return "", read
        read = _noted(read, cell, where.note)
        is_old = isinstance(raw, str) and not isinstance(raw, Typed)
        if is_old and name in _WORDED and _is_unsure(str(raw), where):
            read = Read(problem="encoding_doubtful", suggestion=text)
        return text, read

    def _meet(self, person: PersonRead, name: str, read: Read, text: str, where: Where) -> None:
        """A second cell of one field: of degrees the higher counts, of an old card and a new number the new one; else they must agree."""
        held = person.values[name]
        if name == "identity_number" and {len(read.value), len(held)} == {9, 12}:
            person.values[name] = max(read.value, held, key=len)
        elif read.value and name in _HIGHEST:
            person.values[name] = max(held, read.value, key=_HIGHEST[name].index)
        elif name == "post" and read.value:
            person.values[name] = held if read.value in held else f"{held}, {read.value}"
        elif read.value and read.value != held:
            self._say(person, name, where, "columns_differ", text)
        elif read.problem and read.holds:
            self._say(person, name, where, read.problem, text)

    def _say(self, person: PersonRead, name: str, where: Where, code: str, value: str) -> None:
        person.problems.append(CellProblem(name, where.letter, code, value, holds=True))

    def _read_plain(self, person: PersonRead, row: Sequence[Cell], name: str) -> None:
        for where in self.places.get(name, ()):
            cell = self._cell(row, where)
            raw = row[where.index] if where.index < len(row) else ""
            if isinstance(cell, str) and name in {"admitted_on", "official_on"} and LINES.search(cell.strip()):
                self._spread(person, cell, where, (name, "official_on" if name == "admitted_on" else IGNORE))
                continue
            self._take(person, name, cell, where, raw)

    def _read_name(self, person: PersonRead, row: Sequence[Cell]) -> None:
        places = self.places.get("full_name", ())
        parts = {where.role: where for where in places}
        if "full_name:given" in parts:
            both = [parts[role] for role in ("full_name:family", "full_name:given") if role in parts]
            texts = [text_of(self._cell(row, where)) for where in both]
            whole = " ".join(filter(None, texts))
            raw = " ".join(str(row[where.index]) for where in both if where.index < len(row))
            if whole:
                self._take(person, "full_name", whole, both[0], raw)
            return
        for where in places:
            cell = self._cell(row, where)
            stood = row[where.index] if where.index < len(row) else ""
            lines: list[Cell] = (
                [line for line in LINES.split(cell) if line.strip()] if isinstance(cell, str) else [cell]
            )
            if len(lines) > 1 and len(text_of(lines[0]).split()) == 1:
                # a name broken over two lines
                lines = [" ".join(text_of(line) for line in lines)]
            if lines:
                self._take(person, "full_name", lines[0], where, stood)
            for line in lines[1:]:
                # a second line is the name at birth, or the birth itself
                if cells.looks_like_date(text_of(line)):
                    self._take(person, "birth", line, where)

    def _read_births(self, person: PersonRead, row: Sequence[Cell]) -> None:
        places = self.places.get("birth", ())
        parts = {where.role.partition(":")[2]: where for where in places if where.role.partition(":")[2] in _DAY_PARTS}
        if "year" in parts:
            told = cells.join_date(*(self._cell(row, parts[part]) if part in parts else "" for part in _DAY_PARTS))
            self._take(person, "birth", told, parts["year"])
        for where in places:
            part = where.role.partition(":")[2]
            cell = self._cell(row, where)
            if part in _DAY_PARTS or not text_of(cell):
                continue
            if part in _SEXES:
                if cells.is_ticked(cell) is False:
                    continue
                if person.values.get("sex") and person.values["sex"] != part:
                    self._say(person, "sex", where, "both_sexes", text_of(cell))
                    continue
                person.values["sex"] = part
                person.raw["sex"] = "Nam" if part == "male" else "Nữ"
                person.letters["sex"] = where.letter
            self._take(person, "birth", cell, where)

    def _read_sexes(self, person: PersonRead, row: Sequence[Cell]) -> None:
        for where in self.places.get("sex", ()):
            part = where.role.partition(":")[2]
            cell = self._cell(row, where)
            if not part:
                self._take(person, "sex", cell, where)
                continue
            ticked = cells.is_ticked(cell)
            if ticked is None and cells.SEX_WORDS.get(fold(text_of(cell))) != part:
                self._say(person, "sex", where, "sex_unknown", text_of(cell))
            elif ticked is not False:
                if person.values.get("sex") and person.values["sex"] != part:
                    self._say(person, "sex", where, "both_sexes", text_of(cell))
                    continue
                person.values["sex"], person.raw["sex"], person.letters["sex"] = part, text_of(cell), where.letter

    def _read_ticks(self, person: PersonRead, row: Sequence[Cell], name: str) -> None:
        for where in self.places[name]:
            part = where.role.partition(":")[2]
            cell = self._cell(row, where)
            if part in {"", "profession"}:
                self._take(person, name, cell, where)
                continue
            ticked = cells.is_ticked(cell)
            text = text_of(cell)
            if ticked is None and self.readers[name](cell).value == part:
                ticked = True
            if ticked is None and name == "education":
                # under "Đại học" stands what was studied there
                ticked = not any(char.isdigit() for char in text)
            if ticked is None:
                self._say(person, name, where, "tick_unclear", text)
            elif ticked:
                order = _HIGHEST[name]
                before = person.values.get(name) or part
                person.values[name] = max(before, part, key=order.index)
                person.raw[name] = text
                person.letters[name] = where.letter

    def _read_birth(self, cell: Cell) -> Read:
        return cells.read_date(cell, partial=True, earliest=self.on.year - _OLDEST, latest=self.on.year - _YOUNGEST)

    def _read_day(self, cell: Cell) -> Read:
        return cells.read_date(cell, partial=False, earliest=self.on.year - _OLDEST + _ADULT, latest=self.on.year)

    # --- several fields in a cell -----------------------------------------------------------------------------------

    def _read_several(self, person: PersonRead, row: Sequence[Cell], where: Where) -> None:
        cell = self._cell(row, where)
        roles = tuple(role.partition(":")[0] for role in where.role.split("+"))
        if not isinstance(cell, str):
            if text_of(cell):
                name = next((role for role in roles if role in self.readers), "")
                if name:
                    self._take(person, name, cell, where)
            return
        if not cell.strip():
            return
        if set(roles) & {"unit_name"} and "post" in roles:
            self._read_post_and_unit(person, cell, where, roles)
            return
        self._spread(person, cell, where, roles)

    def _spread(self, person: PersonRead, cell: str, where: Where, roles: Sequence[str]) -> None:
        """Each line of the cell to its field."""
        lacks_birth = not person.values.get("birth") and "birth" not in self.places
        dealt = self.dealer.deal(cell, roles, lacks_birth=lacks_birth)
        for role, line in dealt.unclear:
            self._say(person, role, where, "line_not_understood", line)
        for role, line in dealt.chosen:
            self._take(person, role, line, where)

    def _read_post_and_unit(self, person: PersonRead, cell: str, where: Where, roles: Sequence[str]) -> None:
        text = text_of(" , ".join(part.strip() for part in LINES.split(cell) if part.strip()))
        for role, part in part_post_and_unit(text, roles, self.knows_unit):
            self._take(person, role, part, where)


def _is_unsure(raw: str, where: Where) -> bool:
    """Whether nobody can tell which letters were meant: see `encodings`."""
    if where.encoding == UNICODE:
        return looks_old(raw)
    if where.note == "mixed" and not raw.isascii() and not is_beyond_old_fonts(raw):
        is_neither = not is_vietnamese(raw) and not is_vietnamese(decode(raw, where.encoding))
        return is_neither or reads_both_ways(raw, where.encoding)
    return is_doubtful(raw, where.encoding)


def _noted(read: Read, cell: Cell, note: str) -> Read:
    """A real day as its column's days tell together (see `tables.Column.note`)."""
    if not note or not read.value or (len(read.value) != len("1985-02-03")):
        return read
    if note == "month_first" and isinstance(cell, str):
        year, month, day = read.value.split("-")
        return read if month == day else Read(problem="date_maybe_swapped", suggestion=f"{month}/{day}/{year}")
    if not isinstance(cell, Mapping) or note not in {"months", "swapped"}:
        return read
    if note == "months":
        return Read(read.value[:7])
    year, month, day = read.value.split("-")
    return Read(problem="date_maybe_swapped", suggestion=f"{month}/{day}/{year}")


_DAY_PARTS = ("day", "month", "year")
_SEXES = ("male", "female")
_TICKED = ("education", "theory_level")
_REST = (
    "ethnicity",
    "identity_number",
    "party_card",
    "profile_number",
    "admitted_on",
    "official_on",
    "education",
    "theory_level",
    "post",
    "post_kind",
    "unit_name",
    "phone",
)
_HIGHEST: dict[str, tuple[str, ...]] = {"education": cells.EDUCATION_ORDER, "theory_level": cells.THEORY_ORDER}
_WORDED = {"full_name", "post", "unit_name"}
# fields of which every person has another value: not worth remembering
_OWN = {"identity_number", "party_card", "profile_number"}
# fields of whose cell each line may be something else
_OF_LINES = {"full_name", "admitted_on", "official_on"}
_FEW_WORDS = {"sex", "ethnicity", "education", "theory_level", "post", "post_kind", "unit_name"}
_MOST_KNOWN = 20_000
