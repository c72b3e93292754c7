"""Rows of a table of published figures judged: whose, of which days, of what, from where. Nothing is written; nothing doubtful is guessed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.utils.translation import override

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.errors import DomainError
from hocvien.common.periods import parse_period
from hocvien.common.text import fold
from hocvien.common.wording import official_date, say
from hocvien.exchange.arithmetic.cells import read_date
from hocvien.exchange.arithmetic.figure_row import COUNTED_AS, ROLES, TOTALS, counted_by_header, read_count
from hocvien.exchange.arithmetic.units import UnitNames
from hocvien.exchange.data import FigureProblem
from hocvien.exchange.operations.plain_tables import letter_of
from hocvien.exchange.wording import FIGURE_PROBLEMS, PROBLEMS
from hocvien.figures import api as figures
from hocvien.org import api as org

# what an empty cell takes from the row above, with those that go with it: a merged cell, a list under one heading
_CARRIED = (
    ("unit", "code"),
    ("period", "first_on", "last_on"),
    ("title", "number", "publisher", "published_on", "address"),
)
# wrong names for which a near one is looked for: some hundredths of a second each among thousands of units
_MOST_LOOKED_FOR = 60
# what is no fault of the text but of what else the row says
_OF_THE_ROW = frozenset({"figure_already"})
_OF_A_LINE = frozenset({"programme", "classes", "participants", "graduated", "counted_as", "role"})
_LENGTHS = {"period": 100, "title": 300, "number": 80, "publisher": 200, "address": 500, "note": 500}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row as it was understood; empty where it was not."""

    row: int
    unit: str
    period: str
    first_on: date | None
    last_on: date | None
    line: figures.NewLine
    source: str
    is_held: bool
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class FigurePlan:
    """A table of published figures as it would be taken over today, without the rows left out; nothing of it while there are problems."""

    rows: tuple[FigureRow, ...]
    problems: tuple[FigureProblem, ...]
    statements: tuple[figures.NewStatement, ...]


@dataclass(slots=True)
class _Row:
    number: int
    told: dict[str, str]
    # what the file has in the cells that were typed over
    came: dict[str, str]
    # field → the row above that its text comes from
    carried: dict[str, int]
    unit: org.UnitLabel | None = None
    days: tuple[date, date] | None = None
    label: str = ""
    line: figures.NewLine = field(default_factory=figures.NewLine)
    citation: figures.Citation | None = None
    is_held: bool = False


def plan_figures(*, actor: User | None, file: figures.StatementFile, on: date) -> FigurePlan:
    """What the file's rows say and what taking them over would write, for a person who may keep figures of their units.

    Units by code or by their name as of the period's last day. One query for each different last day, and six more.
    """
    return _Planning(actor, file, on).plan()


class _Planning:
    def __init__(self, actor: User | None, file: figures.StatementFile, on: date) -> None:
        self.file, self.on = file, on
        self.rows = figures.rows_of(file)
        self.counted: set[int] = set()
        self.problems: list[FigureProblem] = []
        self.nearest: dict[tuple[str, float, date | None], list[str]] = {}
        self.said: set[tuple[str, str, str, int]] = set()
        self.unit_ids = list(access.unit_ids_for(actor, access.Permission.FIGURES_EDIT, on))
        self.units = org.Unit.objects.in_bulk(self.unit_ids)
        self.names: dict[date, tuple[UnitNames, dict[int, org.UnitLabel]]] = {}
        self.catalogue = {name: one.code for name, one in catalogue.programmes_by_name().items()}
        self.programmes = figures.programme_names()
        self.own = {fold(code): code for code in self.programmes} | {
            fold(name): code for code, name in self.programmes.items()
        }
        for language, _name in settings.LANGUAGES:
            # a file means the same to every reader: its template went out in one language or the other
            with override(language):
                self.own |= {fold(str(name)): code for code, name in figures.PROGRAMME_CODES.items()}

    def plan(self) -> FigurePlan:
        rows = self._told()
        self.counted = {row.number for row in rows}
        for row in rows:
            self._read(row)
        groups: dict[tuple[int, date, date, str], list[_Row]] = {}
        for row in rows:
            if row.unit is not None and row.days is not None and row.citation is not None:
                groups.setdefault((row.unit.id, *row.days, row.citation.title), []).append(row)
        if not self.file.statements.filter(withdrawn_on=None).exists():
            self._find_twins(groups)
        for one in groups.values():
            self._find_repeats(one)
        statements = tuple(self._statement(one) for one in groups.values()) if not self.problems else ()
        order = {row.number: at for at, row in enumerate(self.rows)}
        problems = sorted(self.problems, key=lambda one: order[one.row])
        return FigurePlan(tuple(_shown(row) for row in rows), tuple(problems), statements)

    def _told(self) -> list[_Row]:
        """Rows with a number, each with what it takes from those above; one that is left out still gives to those below."""
        nothing = ("", 0)
        above: dict[str, tuple[str, int]] = {}
        found = []
        for one in self.rows:
            told = dict(one.told)
            carried: dict[str, int] = {}
            for together in _CARRIED:
                if any(told.get(name) for name in together):
                    # typed where the file has the text of a row above: of this row alone
                    if any(one.came.get(name) for name in together) or not any(
                        above.get(name, nothing)[0] for name in together
                    ):
                        above |= {name: (told.get(name, ""), one.number) for name in together}
                    continue
                # 0 where no row above says it either: the first such row is where it is said for all
                carried |= {name: above[name][1] if name in above else 0 for name in together}
                told |= {name: above[name][0] for name in together if name in above and above[name][0]}
            is_counted = any(told.get(name) for name in ("programme", "classes", "participants", "graduated"))
            if is_counted and not one.is_left_out:
                came = {name: one.came.get(name, "") for name in one.told if one.told[name] != one.came.get(name, "")}
                found.append(_Row(one.number, told, came, carried, label=told.get("period", "")))
        return found

    def _read(self, row: _Row) -> None:
        told = row.told
        for name, limit in _LENGTHS.items():
            if len(told.get(name, "")) > limit:
                self._add(row, name, "figure_too_long", limit=limit)
        self._line(row)
        self._days(row)
        self._unit(row)
        self._citation(row)
        if row.days is not None and row.days[0] > self.on and not row.line.is_planned:
            self._add(row, "period" if row.told.get("period") else "first_on", "figure_period_future")

    # the days

    def _days(self, row: _Row) -> None:
        first, last = (self._day(row, name) for name in ("first_on", "last_on"))
        if row.told.get("first_on") or row.told.get("last_on"):
            if first is None or last is None:
                if not row.is_held:
                    self._add(row, "last_on" if first else "first_on", "figure_period_missing")
                return
            row.label = row.label or f"từ {official_date(first)} đến {official_date(last)}"
        elif not row.label:
            self._add(row, "period", "figure_period_missing")
            return
        else:
            first, last = figures.days_of_label(row.label)
            if first is None or last is None:
                with suppress(DomainError):
                    period = parse_period(row.label)
                    first, last = period.from_, period.to
            if first is None or last is None:
                self._add(row, "period", "figure_period_unclear")
                return
        if last < first:
            self._add(row, "last_on", "figure_days_upside_down")
            return
        row.days = (first, last)

    def _day(self, row: _Row, name: str) -> date | None:
        text = row.told.get(name, "")
        if not text:
            return None
        read = read_date(text, partial=False)
        if read.problem:
            self._add(row, name, read.problem, suggestion=read.suggestion, fix=read.suggestion)
            return None
        return date.fromisoformat(read.value)

    # the unit

    def _unit(self, row: _Row) -> None:
        text = row.told.get("code") or row.told.get("unit", "")
        place = "code" if row.told.get("code") else "unit"
        if not text:
            self._add(row, "unit" if "unit" in self.file.columns else "code", "figure_unit_missing")
            return
        day = row.days[1] if row.days else self.on
        names, labels = self._names_of(day)
        found = names.find(text)
        if len(found) > 1:
            found = [pk for pk in found if self._lived(pk, day)] or found
        if len(found) != 1:
            meant = found or [pk for near in self._near(text, names.keys, 0.75, day) for pk in names.find(near)]
            suggestion = ", ".join(f"{labels[pk].name} ({labels[pk].code})" for pk in meant[:4])
            code = "figure_unit_ambiguous" if found else "figure_unit_unknown"
            self._add(row, place, code, suggestion=suggestion, fix=labels[meant[0]].code if len(meant) == 1 else "")
            return
        row.unit = labels[found[0]]

    def _names_of(self, day: date) -> tuple[UnitNames, dict[int, org.UnitLabel]]:
        if day not in self.names:
            labels = org.labels_as_of(self.unit_ids, day)
            names = UnitNames((one.id, one.code, one.name, one.short_name) for one in labels.values())
            self.names[day] = (names, labels)
        return self.names[day]

    def _lived(self, unit_id: int, day: date) -> bool:
        unit = self.units[unit_id]
        return bool(unit.valid_from <= day < unit.valid_to)

    def _near(self, text: str, among: Sequence[str], cutoff: float, day: date | None = None) -> list[str]:
        """The nearest of these texts, each looked for once; none any more after many: a file of another kind would keep the page waiting."""
        key = (fold(text), cutoff, day)
        if key not in self.nearest:
            self.nearest[key] = (
                get_close_matches(key[0], among, n=1, cutoff=cutoff) if len(self.nearest) < _MOST_LOOKED_FOR else []
            )
        return self.nearest[key]

    # what is counted

    def _line(self, row: _Row) -> None:
        told = row.told
        role = ROLES.get(fold(told.get("role", "")))
        if role is None:
            self._add(row, "role", "figure_role_unknown")
            role = {}
        code = self._programme(row)
        if code is None:
            code = ""
        elif not code and not role:
            role = {"is_total": True}
        counts = {name: self._count(row, name) for name in ("classes", "participants", "graduated")}
        if not row.is_held and all(one.value is None for one in counts.values()):
            self._add(row, "participants" if "participants" in self.file.columns else "classes", "figure_no_number")
        people = counts["participants"]
        counted = COUNTED_AS.get(fold(told.get("counted_as", "")))
        if counted is None:
            self._add(row, "counted_as", "figure_counted_unknown")
        row.line = figures.NewLine(
            programme=code,
            name=told.get("programme", "")[:200] if code else "",
            classes=counts["classes"].value,
            participants=people.value,
            participants_to=people.upper,
            graduated=counts["graduated"].value,
            counted_as=people.counted_as
            or counted
            or (counted_by_header(self.file.headers.get("participants", "")) if people.value is not None else ""),
            qualifier=people.qualifier or counts["classes"].qualifier,
            is_intakes=counts["classes"].is_intake,
            as_read={name: text for name, text in row.came.items() if name in _OF_A_LINE},
            **role,
        )

    def _programme(self, row: _Row) -> str | None:
        """Its code, "" for a total, None for a problem."""
        text = row.told.get("programme", "")
        folded = fold(text)
        if folded in TOTALS:
            return ""
        found = self.own.get(folded) or self.catalogue.get(folded) or self.catalogue.get(catalogue.plain_name(text))
        if found is None:
            near = self._near(text, [*self.own, *self.catalogue], 0.8)
            code = (self.own.get(near[0]) or self.catalogue.get(near[0], "")) if near else ""
            self._add(
                row,
                "programme",
                "figure_programme_unknown",
                suggestion=f"{self.programmes.get(code, '')} ({code})" if code else "",
                fix=code,
            )
        return found

    def _count(self, row: _Row, name: str) -> Any:
        read = read_count(row.told.get(name, ""))
        if read.problem or (read.upper is not None and name != "participants"):
            self._add(row, name, "figure_not_whole")
        return read

    # where it was published

    def _citation(self, row: _Row) -> None:
        told = row.told
        if not told.get("title"):
            if not self.file.source.get("title"):
                self._add(row, "title", "figure_source_missing")
                return
            row.citation = figures.Citation.from_kept(self.file.source)
            return
        row.citation = figures.Citation(
            title=told["title"],
            number=told.get("number", ""),
            publisher=told.get("publisher", ""),
            published_on=self._day(row, "published_on"),
            address=told.get("address", ""),
        )

    # together

    def _find_twins(self, groups: Mapping[tuple[int, date, date, str], Sequence[_Row]]) -> None:
        kept = figures.kept_of({unit_id for unit_id, *_rest in groups})
        for key, rows in groups.items():
            if key in kept:
                self._add(rows[0], "title" if rows[0].told.get("title") else "period", "figure_already")

    def _find_repeats(self, rows: Sequence[_Row]) -> None:
        seen: dict[tuple[Any, ...], int] = {}
        for row in rows:
            line = row.line
            key = ("total",) if line.is_total else (line.programme, line.is_sent, line.is_joint, line.is_planned)
            if key in seen and not row.is_held:
                self._add(row, "programme", "figure_twice", earlier=seen[key])
            seen.setdefault(key, row.number)

    def _statement(self, rows: Sequence[_Row]) -> figures.NewStatement:
        first = rows[0]
        assert first.unit is not None
        assert first.days is not None
        assert first.citation is not None
        return figures.NewStatement(
            unit_id=first.unit.id,
            label=first.label,
            first_on=first.days[0],
            last_on=first.days[1],
            citation=first.citation,
            lines=[row.line for row in rows],
            note=next((row.told["note"] for row in rows if row.told.get("note")), ""),
        )

    def _add(
        self,
        row: _Row,
        name: str,
        code: str,
        *,
        suggestion: str = "",
        fix: str = "",
        earlier: int = 0,
        limit: int = 0,
    ) -> None:
        """Say it where it is put right: where the text comes from, once. Where it is right there and wrong in this row, at each such row."""
        row.is_held = True
        value, number = row.told.get(name, ""), row.number
        if name in row.carried and code not in _OF_THE_ROW:
            origin = row.carried[name]
            if (key := (name, code, value, origin)) in self.said:
                return
            if origin not in self.counted:
                self.said.add(key)
                number = origin or number
        elif name in {one for together in _CARRIED for one in together}:
            self.said.add((name, code, value, row.number))
        place = self.file.columns.get(name)
        sentence = FIGURE_PROBLEMS.get(code) or PROBLEMS[code]
        words = say(sentence, value=value[:60], suggestion=suggestion, row=earlier, limit=limit)
        cell = f"{letter_of(place)}{number}" if place is not None else str(number)
        self.problems.append(FigureProblem(number, cell, name, code, words, value, suggestion, fix))


def _shown(row: _Row) -> FigureRow:
    first, last = row.days or (None, None)
    return FigureRow(
        row=row.number,
        unit=row.unit.name if row.unit else row.told.get("unit") or row.told.get("code", ""),
        period=row.label,
        first_on=first,
        last_on=last,
        line=row.line if not row.is_held else replace(row.line, name=row.told.get("programme", "")[:200]),
        source=row.citation.title if row.citation else "",
        is_held=row.is_held,
        is_corrected=bool(row.came),
    )
