"""Sets of people in a row, put together over rows; and which kept rows make a period. Pure."""

import sys
from array import array
from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta

import cbor2

from hocvien.rollup.data import Counted, Figures, Group, Kept, Packed, Plan

_LISTED, _BITS = b"\x00", b"\x01"


def packed_ids(ids: Collection[int]) -> bytes:
    """A set of ids: four bytes each, or a bit for every id up to the highest where that is shorter."""
    numbers = array("I", sorted(ids))
    if not numbers:
        return b""
    if numbers[-1] // 8 + 1 < 4 * len(numbers):
        return _BITS + _bits_of(numbers, numbers[-1] // 8 + 1)
    if sys.byteorder == "big":
        numbers.byteswap()
    return _LISTED + numbers.tobytes()


def _bits_of(ids: Iterable[int], size: int) -> bytes:
    bits = bytearray(size)
    for one in ids:
        bits[one >> 3] |= 1 << (one & 7)
    return bytes(bits)


class People:
    """Everybody in any of the sets added. Long sets are united as the bits of one number, short ones as ids."""

    __slots__ = ("bits", "listed")

    def __init__(self) -> None:
        self.bits = 0
        self.listed: set[int] = set()

    def add(self, stored: bytes) -> None:
        """A set as `packed_ids` stores it."""
        if stored[:1] == _BITS:
            self.bits |= int.from_bytes(stored[1:], "little")
        elif stored:
            numbers = array("I", stored[1:])
            if sys.byteorder == "big":
                numbers.byteswap()
            self.listed.update(numbers)

    def unite(self, other: "People") -> None:
        """All of another."""
        self.bits |= other.bits
        self.listed |= other.listed

    def _joined(self) -> int:
        if not self.listed:
            return self.bits
        return self.bits | int.from_bytes(_bits_of(self.listed, max(self.listed) // 8 + 1), "little")

    def __len__(self) -> int:
        return self._joined().bit_count() if self.bits else len(self.listed)

    def stored(self) -> bytes:
        """The set as `packed_ids` stores it."""
        if not self.bits:
            return packed_ids(self.listed)
        joined = self._joined()
        size = (joined.bit_length() - 1) // 8 + 1
        if size < 4 * joined.bit_count():
            return _BITS + joined.to_bytes(size, "little")
        raw = joined.to_bytes(size, "little")
        return packed_ids([at * 8 + bit for at, byte in enumerate(raw) if byte for bit in range(8) if byte >> bit & 1])


class _Row:
    """One row of a report while it is put together."""

    __slots__ = ("classes", "female", "participations", "persons")

    def __init__(self) -> None:
        self.classes = self.participations = 0
        self.persons, self.female = People(), People()

    def add(self, group: Group) -> None:
        self.classes += group.classes
        self.participations += group.participations
        self.persons.listed |= group.persons
        self.female.listed |= group.female

    def add_stored(self, row: list[int], sets: list[bytes]) -> None:
        self.classes += row[0]
        self.participations += row[1]
        self.persons.add(sets[0])
        self.female.add(sets[1])

    def numbers(self) -> list[int]:
        return [self.classes, self.participations, len(self.persons), len(self.female)]

    def sets(self) -> list[bytes]:
        return [self.persons.stored(), self.female.stored()]


class Sum:
    """Days of one unit put together, from counted facts and kept rows alike."""

    def __init__(self) -> None:
        self._programmes: dict[int, _Row] = {}
        self._branches: dict[tuple[int, bool], _Row] = {}
        self._sent: dict[int, list[tuple[int, bool]]] = {}
        self._generated = 0

    def add(self, counted: Counted) -> None:
        """What was counted of some days; no class of another day may be among it."""
        for programme, group in counted.programmes.items():
            self._programmes.setdefault(programme, _Row()).add(group)
        for branch, group in counted.branches.items():
            self._branches.setdefault(branch, _Row()).add(group)
        self._sent |= counted.sent
        self._generated += counted.generated

    def add_packed(self, row: Packed) -> None:
        """A kept row."""
        counts, sets = cbor2.loads(row.counts), cbor2.loads(row.people)
        for (programme, *numbers), both in zip(counts["programmes"], sets["programmes"], strict=True):
            self._programmes.setdefault(programme, _Row()).add_stored(numbers, both)
        for (branch, is_below, *numbers), both in zip(counts["branches"], sets["branches"], strict=True):
            self._branches.setdefault((branch, is_below), _Row()).add_stored(numbers, both)
        self._sent |= _sent_of(row)
        self._generated += counts["generated"]

    def _totals(self) -> list[int]:
        every = _Row()
        for row in self._programmes.values():
            every.classes += row.classes
            every.participations += row.participations
            every.persons.unite(row.persons)
            every.female.unite(row.female)
        return every.numbers()

    def packed(self) -> Packed:
        """As one row. The same content gives the same bytes."""
        programmes, branches = sorted(self._programmes.items()), sorted(self._branches.items())
        counts = {
            "totals": self._totals(),
            "programmes": [[key, *row.numbers()] for key, row in programmes],
            "branches": [[*key, *row.numbers()] for key, row in branches],
            "generated": self._generated,
        }
        sets = {
            "programmes": [row.sets() for _key, row in programmes],
            "branches": [row.sets() for _key, row in branches],
        }
        sent = [[key, sorted(people)] for key, people in sorted(self._sent.items())]
        return Packed(cbor2.dumps(counts), cbor2.dumps(sets), cbor2.dumps(sent) if sent else b"")

    def kept(self) -> Kept:
        """As numbers."""
        return Kept(
            totals=Figures(*self._totals()),
            programmes={key: Figures(*row.numbers()) for key, row in self._programmes.items()},
            branches={key: Figures(*row.numbers()) for key, row in self._branches.items()},
            sent=self._sent,
            generated=self._generated,
        )


def kept_alone(row: Packed) -> Kept:
    """One row that is the whole answer: its numbers, without looking at its sets."""
    counts = cbor2.loads(row.counts)
    return Kept(
        totals=Figures(*counts["totals"]),
        programmes={key: Figures(*numbers) for key, *numbers in counts["programmes"]},
        branches={(key, is_below): Figures(*numbers) for key, is_below, *numbers in counts["branches"]},
        sent=_sent_of(row),
        generated=counts["generated"],
    )


def _sent_of(row: Packed) -> dict[int, list[tuple[int, bool]]]:
    stored = cbor2.loads(row.sent) if row.sent else ()
    return {key: [(person, is_woman) for person, is_woman in people] for key, people in stored}


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def month_after(first_on: date) -> date:
    """The first day of the month that follows."""
    return (first_on + timedelta(days=31)).replace(day=1)


def plan(from_: date, to: date, is_kept: Callable[[date], bool]) -> Plan:
    """Kept years and months for as much of the days as they cover, stretches for the rest. Both days are included."""
    years: list[date] = []
    months: list[date] = []
    stretches: list[tuple[date, date]] = []
    day = from_
    while day <= to:
        following = month_after(day)
        last = min(following - timedelta(days=1), to)
        if day.day == 1 and last == following - timedelta(days=1) and is_kept(day):
            months.append(day)
            if day.month == 12 and months[-12:] == [day.replace(month=number) for number in range(1, 13)]:
                del months[-12:]
                years.append(day.replace(month=1))
        elif stretches and stretches[-1][1] + timedelta(days=1) == day:
            stretches[-1] = (stretches[-1][0], last)
        else:
            stretches.append((day, last))
        day = following
    return Plan(tuple(years), tuple(months), tuple(stretches))
