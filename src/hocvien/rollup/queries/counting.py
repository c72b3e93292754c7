"""Everything counted anew from classes, participations and people sent, in one pass ordered by person: what is built is made by this, and held
against it.
"""

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from hocvien.classes import api as classes
from hocvien.common.batched import batched
from hocvien.rollup.arithmetic.months import (
    AFTER_LAST_DAY,
    FIRST_DAY,
    MONTH_MASK,
    day_of,
    year_begins,
)
from hocvien.rollup.arithmetic.tally import Column, Counted, People, Places, is_installed, rows_of
from hocvien.rollup.constants import CLASS, NOTICE, PERSON
from hocvien.rollup.errors import RollupNotInstalled
from hocvien.rollup.queries.entries import blocks_of, entry_of
from hocvien.rollup.queries.placing import CLASS_FIELDS, ROLES, SENT_FIELDS, Groups, Line, Placed, Placing
from hocvien.sending import api as sending

DAYS: dict[str, Any] = {"from_": FIRST_DAY, "to_exclusive": AFTER_LAST_DAY}
PERSON_FIELDS = ("person_id", "person__sex", "training_class_id", "sending_unit_id")
_AT_ONCE, _PEOPLE = 50_000, 20_000
_NEVER: tuple[list[date], list[Line | None]] = ([], [None])
Row = tuple[int, date, bool, bytes]


def large_units(placing: Placing) -> Counter[int]:
    """How many participations each unit's classes have, were sent from at or below it, or are of classes joint with it, or how many it sent by notices,
    whichever is most; three statements over all participations, one over all sent.
    """
    people = classes.participation_facts(**DAYS).order_by()
    found: Counter[int] = Counter()
    asked: tuple[tuple[QuerySet[Any], tuple[str, ...]], ...] = (
        (people, ("training_class__opened_by_id",)),
        (people, ("sending_unit_id",)),
        (people.filter(training_class__is_joint=True), tuple(f"training_class__{role}" for role in ROLES)),
        (sent_by_notice(), ("sending_unit_id",)),
    )
    for facts, columns in asked:
        rows = list(facts.values_list(*columns).annotate(heads=Count("pk")))
        placing.load({unit for *units, _heads in rows for unit in units if unit})
        size: Counter[int] = Counter()
        for *units, heads in rows:
            for above in {above for unit in units if unit for above in placing.ever_above(unit)}:
                size[above] += heads
        found |= size
    return found


def sent_by_notice() -> QuerySet[sending.Sending]:
    """Everybody whom a notice sent to a class that opens in the days kept."""
    return sending.sent_facts(**DAYS, basis=sending.OPENED).order_by()


def require_numpy() -> None:
    """Raise RollupNotInstalled where this machine lacks what counting needs."""
    if not is_installed():
        raise RollupNotInstalled


class Counting:
    """One count of everything. Ask for `ledger` first, whole, then for `spans`. Some hundred bytes of memory for a class, five for each group in which a
    participation counts. Raises RollupNotInstalled.
    """

    def __init__(self, placing: Placing, groups: Groups) -> None:
        require_numpy()
        self._placing = placing
        placing.groups = groups
        self._everybody: defaultdict[int, list[Column]] = defaultdict(list)
        self._women: defaultdict[int, list[Column]] = defaultdict(list)
        self._classes: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self._ids: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self.done = 0

    def ledger(self) -> Iterator[tuple[int, int, bytes]]:
        """(of whom, block, content) in order: people by block, then classes, then notices; `done` participations by then. One pass over all."""
        placed, sent, notices = self._placed(), *self._sent()
        for of, entries in (
            (PERSON, self._people(placed, sent)),
            (CLASS, self._taught(placed)),
            (NOTICE, self._held(notices)),
        ):
            for block, content in blocks_of(entries):
                yield of, block, content

    def _placed(self) -> dict[int, Placed]:
        rows = list(classes.class_facts(**DAYS).order_by().values_list(*CLASS_FIELDS))
        self._placing.load({unit for row in rows for unit in row[-len(ROLES) :] if unit})
        self._placing.load(self._placing.kept)
        return {row[0]: self._placing.place(row) for row in rows}

    def _sent(self) -> tuple[dict[int, tuple[bool, list[int]]], dict[int, set[int]]]:
        """Of people sent by notices that count somewhere: (person → whether a woman, codes; notice → codes)."""
        rows = list(sent_by_notice().values_list(*SENT_FIELDS))
        self._placing.load({row[3] for row in rows})
        people: dict[int, tuple[bool, list[int]]] = {}
        notices: dict[int, set[int]] = {}
        for row in rows:
            codes, more = self._placing.sent(row)
            if codes:
                people.setdefault(row[0], (row[1] == "female", []))[1].extend(codes)
                notices.setdefault(row[2], set()).update(codes, more)
        return people, notices

    def _people(
        self, placed: dict[int, Placed], sent: dict[int, tuple[bool, list[int]]]
    ) -> Iterator[tuple[int, bytes]]:
        """(person, entry of the ledger) by their ids. Many are counted at once."""
        for part in batched(self._met(placed, sent), _PEOPLE):
            codes = _codes()
            for _person, _is_woman, its in part:
                codes.extend(its)
            people = People.of(codes, [len(its) for _person, _is_woman, its in part], [one[1] for one in part])
            for month, everybody, women in people.by_month():
                self._everybody[month].append(everybody)
                self._women[month].append(women)
            yield from zip((one[0] for one in part), people.entries(), strict=True)

    def _met(
        self, placed: dict[int, Placed], sent: dict[int, tuple[bool, list[int]]]
    ) -> Iterator[tuple[int, bool, list[int]]]:
        """(person, whether a woman, codes) of everybody who counts somewhere: taking part, or sent by a notice."""
        ahead = sorted(sent, reverse=True)
        for person, is_woman, codes in self._attended(placed):
            while ahead and ahead[-1] < person:
                alone = ahead.pop()
                yield alone, *sent[alone]
            if ahead and ahead[-1] == person:
                codes.extend(sent[ahead.pop()][1])
            if codes:
                yield person, is_woman, codes
        while ahead:
            alone = ahead.pop()
            yield alone, *sent[alone]

    def _attended(self, placed: dict[int, Placed]) -> Iterator[tuple[int, bool, list[int]]]:
        """(person, whether a woman, codes) of everybody who took part, by their ids."""
        placing, find, codes_of = self._placing, self._placing.find, self._placing.codes
        versions = placing.versions
        rows = classes.participation_facts(**DAYS).order_by("person_id").values_list(*PERSON_FIELDS)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # sorting millions of rows, in this transaction alone
                cursor.execute("SET LOCAL work_mem = '256MB'")
        current, is_woman = 0, False
        codes: list[int] = []
        for person, sex, class_id, sender in rows.iterator(chunk_size=_AT_ONCE):
            self.done += 1
            if person != current:
                if current:
                    yield current, is_woman, codes
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
        if current:
            yield current, is_woman, codes

    def _taught(self, placed: dict[int, Placed]) -> Iterator[tuple[int, bytes]]:
        for pk in sorted(placed):
            if codes := self._placing.class_codes(placed.pop(pk)):
                yield pk, self._count_class(pk, codes)

    def _held(self, notices: dict[int, set[int]]) -> Iterator[tuple[int, bytes]]:
        for pk in sorted(notices):
            yield pk, self._count_class(pk, sorted(notices[pk]))

    def _count_class(self, pk: int, codes: list[int]) -> bytes:
        """Count one class or notice, and give the entry of the ledger."""
        for code in codes:
            month = code & MONTH_MASK
            self._classes[month][code - month] += 1
            self._ids[month][code - month] += pk
        return entry_of(codes)

    def spans(self) -> Iterator[Row]:
        """(unit, first day, whether a year, content) month by month, a year after its months."""
        places = Places.of(self._placing.groups.unit_of)
        year: list[Counted] = []
        months = sorted({*self._everybody, *self._classes})
        for at, month in enumerate(months):
            counted = self._taken(month)
            year.append(counted)
            yield from _rows(counted, places, month, is_year=False)
            begins = year_begins(month)
            if at + 1 == len(months) or year_begins(months[at + 1]) != begins:
                yield from _rows(Counted.of_year(year, begins), places, begins, is_year=True)
                year = []

    def _taken(self, month: int) -> Counted:
        """What was counted in the month, which is let go."""
        return Counted.of_month(
            self._everybody.pop(month, []),
            self._women.pop(month, []),
            self._classes.pop(month, Counter()),
            self._ids.pop(month, Counter()),
        )


def _rows(counted: Counted, places: Places, month: int, *, is_year: bool) -> Iterator[Row]:
    for unit, content in rows_of(counted, places):
        yield unit, day_of(month), is_year, content


def _codes() -> "array[int]":
    return array("I")
