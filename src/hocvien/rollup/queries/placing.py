"""In which groups of which kept units a participation, a class, somebody sent and a notice count: the one definition that building, following and
checking share.

The same as `reporting/queries/behind.py`, `branch_of` and `sent.py` say for a single unit; `tests/reporting/test_rolled.py` and `test_rolled_beside.py` hold them equal.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from hocvien.common.among import among
from hocvien.common.batched import batched
from hocvien.org import api as org
from hocvien.rollup.arithmetic.months import GROUP_STEP, MOST_GROUPS, number_of, numbers_between
from hocvien.rollup.constants import BELOW, BESIDE, CARRIED, GENERATED, JOINT, OUTSIDE, PROGRAMME, SENT, TOTAL
from hocvien.rollup.errors import RollupTooWide
from hocvien.rollup.models import Group

# in the order in which the partner of a joint class is looked for
ROLES = ("joint_with_id", "opened_by_id", "hosted_by_id", "taught_by_id")
CLASS_FIELDS = ("pk", "programme_id", "opens_on", "closes_on", "is_joint", "is_generated", *ROLES)
SENT_FIELDS = (
    "person_id",
    "person__sex",
    "notice_id",
    "sending_unit_id",
    "notice__opens_on",
    "decision__decided_on",
    "notice__programme_id",
    "notice__issuer_name",
    "notice__is_generated",
)
_UNITS = 20_000


class Groups:
    """Groups by what they are, each with its code; those not met before are made, and written by `save`."""

    def __init__(self, unit_ids: Collection[int] | None = None) -> None:
        """Those of these units, or all: one query, and one for the last id."""
        self._codes: dict[tuple[int, int, int, int, str], int] = {}
        self.unit_of: dict[int, int] = {}
        self._read(Group.objects.all() if unit_ids is None else Group.objects.filter(unit_id__in=unit_ids))
        self._next = (Group.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        self._fresh: list[Group] = []

    def _read(self, rows: QuerySet[Group]) -> None:
        fields = ("pk", "unit_id", "kind", "first_key", "second_key", "name")
        for pk, unit, kind, first, second, name in rows.values_list(*fields):
            self._codes[unit, kind, first, second, name] = pk * GROUP_STEP
            self.unit_of[pk * GROUP_STEP] = unit

    def know(self, codes: Iterable[int]) -> None:
        """Read whose groups these are; a query where any is of another unit."""
        if strange := {code // GROUP_STEP for code in codes} - {code // GROUP_STEP for code in self.unit_of}:
            self._read(Group.objects.filter(among("pk", strange)))

    def code(self, unit: int, kind: int, first: int = 0, second: int = 0, name: str = "") -> int:
        """The code of the group, without a month. Raises RollupTooWide where codes have no room for more groups."""
        key = (unit, kind, first, second, name)
        if key not in self._codes:
            if self._next > MOST_GROUPS:
                raise RollupTooWide(MOST_GROUPS)
            self._fresh.append(
                Group(pk=self._next, unit_id=unit, kind=kind, first_key=first, second_key=second, name=name)
            )
            self._codes[key] = self._next * GROUP_STEP
            self.unit_of[self._codes[key]] = unit
            self._next += 1
        return self._codes[key]

    def save(self) -> None:
        """Write those that were made."""
        Group.objects.bulk_create(self._fresh, batch_size=5_000)
        self._fresh = []


@dataclass(slots=True)
class Line:
    """What stands above a unit while nothing changes: `places`: unit → steps; `kept`: the kept ones whose figures the unit counts in."""

    number: int
    places: dict[int, int]
    kept: tuple[int, ...]


@dataclass(slots=True)
class Found:
    """A sender seen from a class: codes of the branches, without month, and kept units that sent somebody away. Alike ones are one."""

    branches: tuple[int, ...]
    away: tuple[int, ...]


@dataclass(slots=True)
class Placed:
    """A class: its month, all months in which it counts for the units it is of, the codes its participations all share (with month), what was found
    of senders so far. `units`: whose own it is; `ours`: to whom it is no class of others.
    """

    month: int
    months: range
    day: date
    own: tuple[int, ...]
    units: tuple[int, ...]
    ours: frozenset[int]
    known: dict[int, Found]
    programme: int
    opener: int
    is_generated: bool
    seen: dict[int, Found] = field(default_factory=dict)


class Placing:
    """Lines of units, and what counts where by them. Load the units first: two queries for 20,000 units."""

    def __init__(self, kept: Collection[int] = ()) -> None:
        self.kept = frozenset(kept)
        self.groups: Groups
        self._places: dict[int, list[Any]] = {}
        self.versions: dict[int, tuple[list[date], list[Line | None]]] = {}
        self._known: dict[tuple[object, ...], dict[int, Found]] = {}
        self._alike: dict[tuple[tuple[int, ...], tuple[int, ...]], Found] = {}
        self._own: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._lines = 0

    def load(self, unit_ids: Iterable[int]) -> None:
        """Read who ever stood above these, and above what is kept of that."""
        fresh = {unit for unit in unit_ids if unit not in self._places}
        if fresh:
            self._read(fresh)
            self._read({row[1] for unit in fresh for row in self._places[unit]} & self.kept)

    def _read(self, unit_ids: Iterable[int]) -> None:
        for part in batched(sorted({unit for unit in unit_ids if unit not in self._places}), _UNITS):
            self._places.update((one, []) for one in part)
            for row in org.lines_ever(part):
                self._places[row[0]].append(row)

    def kept_above(self) -> set[int]:
        """The kept units that ever stood above any of those loaded."""
        return {row[1] for rows in self._places.values() for row in rows} & self.kept

    def ever_above(self, unit: int) -> set[int]:
        """The unit and all that ever stood above it, not counting who only carries it on."""
        return {row[1] for row in self._places[unit] if not row[5]}

    def line(self, unit: int, day: date) -> Line:
        """Who stands above the unit that day."""
        if unit not in self.versions:
            cuts = sorted({cut for row in self._places[unit] for cut in row[3:5]})
            self.versions[unit] = (cuts, [None] * (len(cuts) + 1))
        cuts, lines = self.versions[unit]
        at = bisect_right(cuts, day)
        if (found := lines[at]) is None:
            found = lines[at] = self._line(unit, day)
        return found

    def _line(self, unit: int, day: date) -> Line:
        self._lines += 1
        places = {
            above: depth for _unit, above, depth, begins, ends, _past in self._places[unit] if begins <= day < ends
        }
        # facts look below a unit for what ever stood there itself: what it only carries on is not its own
        kept = (self.ever_above(unit) & self.kept).intersection(places)
        return Line(self._lines, places, tuple(sorted(kept)))

    def place(self, row: tuple[Any, ...]) -> Placed:
        """A class, by CLASS_FIELDS."""
        _pk, programme, day, closes_on, is_joint, is_generated, *roles = row
        opener, month = roles[1], number_of(day)
        if is_joint:
            months = numbers_between(day, closes_on)
            lines = {role: self.line(role, day) for role in roles if role}
            ours = frozenset(above for line in lines.values() for above in line.kept)
            own = tuple(code for unit in sorted(ours) for code in self._shared(unit, programme, lines, months))
            known = self._known.setdefault((ours,), {})
            return Placed(month, months, day, own, (), ours, known, programme, opener, is_generated)
        line = self.line(opener, day)
        units = line.kept
        context = (line.number, *(self.line(unit, day).number for unit in units))
        key = (month, programme, *units)
        if key not in self._own:
            pairs = [(unit, kind, first) for unit in units for kind, first in ((TOTAL, 0), (PROGRAMME, programme))]
            self._own[key] = tuple(self.groups.code(*pair) + month for pair in pairs)
        known = self._known.setdefault(context, {})
        months = range(month, month + 1)
        return Placed(
            month, months, day, self._own[key], units, frozenset(units), known, programme, opener, is_generated
        )

    def _shared(self, unit: int, programme: int, lines: dict[int, Line], months: range) -> Iterator[int]:
        """With month: what a joint class counts in for the unit, who runs it with the first that does not stand below it."""
        partner = next((role for role, line in lines.items() if unit not in line.places), next(iter(lines)))
        joint = self.groups.code(unit, JOINT, programme, partner)
        yield from (joint + month for month in months)
        if len(months) > 1:
            carried = self.groups.code(unit, CARRIED, programme, partner)
            yield from (carried + month for month in months[1:])

    def find(self, placed: Placed, sender: int) -> Found:
        """Where the participations count that this sender sent to the class."""
        line = self.line(sender, placed.day)
        found = placed.known.get(line.number)
        if found is None:
            branches = tuple(self._branch(unit, sender, line, placed.day) for unit in placed.units)
            away = tuple(unit for unit in line.kept if unit not in placed.ours)
            found = placed.known[line.number] = self._alike.setdefault((branches, away), Found(branches, away))
        placed.seen[id(found)] = found
        return found

    def _branch(self, unit: int, sender: int, line: Line, day: date) -> int:
        above = self.line(unit, day).places
        apart = [(depth, one) for one, depth in line.places.items() if one not in above and one != unit]
        branch = max(apart)[1] if apart else sender
        return self.groups.code(unit, BELOW if unit in line.places else BESIDE, branch)

    def codes(self, placed: Placed, found: Found) -> list[int]:
        """With month: what one participation counts in."""
        month = placed.month
        codes = [*placed.own, *[branch + month for branch in found.branches]]
        if found.away:
            codes += [self._sent(unit, placed) for unit in found.away]
        return codes

    def _sent(self, unit: int, placed: Placed) -> int:
        return self.groups.code(unit, SENT, placed.programme, placed.opener) + placed.month

    def class_codes(self, placed: Placed) -> list[int]:
        """With month, in order: what the class itself counts in, once the senders of all its participations were found."""
        month, seen = placed.month, placed.seen.values()
        away = {unit for found in seen for unit in found.away}
        codes = {*placed.own, *(branch + month for found in seen for branch in found.branches)}
        codes.update(self._sent(unit, placed) for unit in away)
        if placed.is_generated:
            codes.update(self.groups.code(unit, GENERATED) + month for unit in away)
            codes.update(self.groups.code(unit, GENERATED) + one for unit in placed.ours for one in placed.months)
        return sorted(codes)

    def sent(self, row: tuple[Any, ...]) -> tuple[list[int], list[int]]:
        """With month: what somebody sent by a notice counts in, by SENT_FIELDS, and what else the notice counts in."""
        _person, _sex, _notice, sender, opens_on, decided_on, programme, issuer, is_generated = row
        month, units = number_of(opens_on), self.line(sender, decided_on).kept
        codes = [self.groups.code(unit, OUTSIDE, programme, name=issuer) + month for unit in units]
        return codes, [self.groups.code(unit, GENERATED) + month for unit in units] if is_generated else []
