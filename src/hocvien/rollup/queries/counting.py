"""Everything counted anew from classes and participations, in one pass ordered by person: what is built is made by this, and held against it."""

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count

from hocvien.classes import api as classes
from hocvien.rollup.arithmetic import (
    AFTER_LAST_DAY,
    AGAIN,
    FIRST_DAY,
    MONTH_MASK,
    Numbers,
    contributions,
    day_of,
    packed,
    year_begins,
)
from hocvien.rollup.queries.entries import blocks_of, entry_of
from hocvien.rollup.queries.placing import CLASS_FIELDS, ROLES, Groups, Line, Placed, Placing

DAYS: dict[str, Any] = {"from_": FIRST_DAY, "to_exclusive": AFTER_LAST_DAY}
PERSON_FIELDS = ("person_id", "person__sex", "training_class_id", "sending_unit_id")
_AT_ONCE = 50_000
_NEVER: tuple[list[date], list[Line | None]] = ([], [None])
Row = tuple[int, date, bool, bytes]


def large_units(placing: Placing) -> Counter[int]:
    """How many participations each unit's classes have, were sent from at or below it, or are of classes joint with it, whichever is most; three
    statements over all participations.
    """
    people = classes.participation_facts(**DAYS).order_by()
    found: Counter[int] = Counter()
    asked: tuple[tuple[dict[str, bool], tuple[str, ...]], ...] = (
        ({}, ("training_class__opened_by_id",)),
        ({}, ("sending_unit_id",)),
        ({"training_class__is_joint": True}, tuple(f"training_class__{role}" for role in ROLES)),
    )
    for narrowed, columns in asked:
        rows = list(people.filter(**narrowed).values_list(*columns).annotate(heads=Count("pk")))
        placing.load({unit for *units, _heads in rows for unit in units if unit})
        size: Counter[int] = Counter()
        for *units, heads in rows:
            for above in {above for unit in units if unit for above in placing.ever_above(unit)}:
                size[above] += heads
        found |= size
    return found


class Counting:
    """One count of everything. Ask for `ledger` first, whole, then for `spans`. Some hundred bytes of memory for a class, ten for a participation."""

    def __init__(self, placing: Placing, groups: Groups) -> None:
        self._placing = placing
        placing.groups = groups
        self._everybody: defaultdict[int, array[int]] = defaultdict(_codes)
        self._women: defaultdict[int, array[int]] = defaultdict(_codes)
        self._classes: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self._ids: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self.done = 0

    def ledger(self) -> Iterator[tuple[bool, int, bytes]]:
        """(whether of classes, block, content) in order: people by block, then classes; `done` participations by then. One pass over all."""
        placed = self._placed()
        for is_class, entries in ((False, self._people(placed)), (True, self._taught(placed))):
            for block, content in blocks_of(entries):
                yield is_class, block, content

    def _placed(self) -> dict[int, Placed]:
        rows = list(classes.class_facts(**DAYS).order_by().values_list(*CLASS_FIELDS))
        self._placing.load({unit for row in rows for unit in row[-len(ROLES) :] if unit})
        self._placing.load(self._placing.kept)
        return {row[0]: self._placing.place(row) for row in rows}

    def _people(self, placed: dict[int, Placed]) -> Iterator[tuple[int, bytes]]:
        placing, find, codes_of = self._placing, self._placing.find, self._placing.codes
        versions = placing.versions
        rows = classes.participation_facts(**DAYS).order_by("person_id").values_list(*PERSON_FIELDS)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # sorting millions of rows, in this transaction alone
                cursor.execute("SET LOCAL work_mem = '256MB'")
        current, is_woman, codes = 0, False, []  # type: ignore[var-annotated]  # whole numbers
        for person, sex, class_id, sender in rows.iterator(chunk_size=_AT_ONCE):
            self.done += 1
            if person != current:
                if codes:
                    yield current, self._count(codes, is_woman=is_woman)
                current, is_woman, codes = person, sex == "female", []
            # made since the classes were read: it is noted, and counted then
            if (one := placed.get(class_id)) is None:
                continue
            # as `find`, spelled out: twenty million times
            cuts, lines = versions.get(sender, _NEVER)
            line = lines[bisect_right(cuts, one.day)]
            if line is not None and line.number in one.known:
                found = one.known[line.number]
                one.seen[id(found)] = found
            else:
                placing.load([sender])
                found = find(one, sender)
            codes += codes_of(one, found)
        if codes:
            yield current, self._count(codes, is_woman=is_woman)

    def _count(self, codes: list[int], *, is_woman: bool) -> bytes:
        """Count one person, and give the entry of the ledger."""
        codes.sort()
        everybody, women = self._everybody, self._women
        for group, month, before in contributions(codes):
            everybody[month].append(group + before)
            if is_woman:
                women[month].append(group + before)
        return entry_of(codes, is_woman=is_woman)

    def _taught(self, placed: dict[int, Placed]) -> Iterator[tuple[int, bytes]]:
        for pk in sorted(placed):
            one = placed.pop(pk)
            if codes := self._placing.class_codes(one):
                for code in codes:
                    month = code & MONTH_MASK
                    self._classes[month][code - month] += 1
                    self._ids[month][code - month] += pk
                yield pk, entry_of(codes)

    def spans(self) -> Iterator[Row]:
        """(unit, first day, whether a year, content) month by month, a year after its months."""
        year: dict[int, Numbers] = {}
        months = sorted({*self._everybody, *self._classes})
        for at, month in enumerate(months):
            found = self._month(month)
            begins = year_begins(month)
            for code, numbers in found.items():
                _add_to_year(year.setdefault(code, Numbers()), numbers, begins)
            yield from self._rows(found, day_of(month), is_year=False)
            if at + 1 == len(months) or year_begins(months[at + 1]) != begins:
                yield from self._rows(year, day_of(begins), is_year=True)
                year = {}

    def _month(self, month: int) -> dict[int, Numbers]:
        found: dict[int, Numbers] = {}
        women = Counter(self._women.pop(month, ()))
        for code, heads in Counter(self._everybody.pop(month, ())).items():
            before = code & MONTH_MASK
            group = code - before
            if (numbers := found.get(group)) is None:
                numbers = found[group] = Numbers()
            numbers.participations += heads
            if before != AGAIN:
                numbers.persons[before] = heads
                if code in women:
                    numbers.women[before] = women[code]
        ids = self._ids.pop(month, Counter())
        for group, held in self._classes.pop(month, {}).items():
            numbers = found.setdefault(group, Numbers())
            numbers.classes, numbers.ids = held, ids[group]
        return found

    def _rows(self, groups: dict[int, Numbers], first_on: date, *, is_year: bool) -> Iterator[Row]:
        by_unit: dict[int, dict[int, Numbers]] = {}
        unit_of = self._placing.groups.unit_of
        for code, numbers in groups.items():
            by_unit.setdefault(unit_of[code], {})[code] = numbers
        for unit, its_groups in by_unit.items():
            yield unit, first_on, is_year, packed(its_groups)


def _codes() -> "array[int]":
    return array("I")


def _add_to_year(total: Numbers, numbers: Numbers, begins: int) -> None:
    """A month of the year; whoever was met in the year already is left out."""
    total.classes += numbers.classes
    total.participations += numbers.participations
    total.ids += numbers.ids
    for mine, its in ((total.persons, numbers.persons), (total.women, numbers.women)):
        for before, number in its.items():
            if before < begins:
                mine[before] = mine.get(before, 0) + number
