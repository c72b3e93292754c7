"""Which units may show figures of a sensitive dimension to somebody who may not see people, and for which parts of a year.

Figures are sums over sets of facts. A year of a tree is cut into parts once (`CUTS`: one of these ways), and in them a unit shows its table or not
at all; seen from the top down, a branch shows its own only while what is left of the unit above it, without the branches that show theirs, is still
safe: no figure in any part is of fewer than so many people, unless it is of nobody. All that is shown is then made of whole blocks — a unit without the
branches below it that show theirs, in one part of the year —, and so is all that sums and differences of it can tell, also for somebody who knows
where there were no classes. Letting small units show the year alone beside large ones that show its parts would not hold: a unit that taught in
one part only tells, taken from that part, about the others.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from datetime import date, timedelta

Cut = tuple[int, ...]
CUTS: tuple[Cut, ...] = ((3, 6, 8, 9), (6, 8, 9), (6, 9), (6,), ())
"""The months after whose end a year may be cut: quarters, 6, 8 and 9 months; or the year stays whole."""

Cells = Mapping[tuple[int, Hashable], Counter[int]]
"""(Month, value) → person → how many facts of theirs."""
Figures = Mapping[Hashable, Counter[int]]
"""The same with months put together."""

_MONTHS = 12


def cut_shown(
    children: Mapping[int, Sequence[int]], figures: Mapping[int, Cells], root: int, fewest: int
) -> tuple[Cut, frozenset[int]]:
    """(How the year is cut, the units that may show their tables): the way that shows most tables. `figures` of a unit are those of all below it too."""
    ways = [(cut, units_shown(children, _in_parts(figures, cut), root, fewest)) for cut in CUTS]
    # so many spans of neighbouring parts: each is a table of its own
    return max(ways, key=lambda way: len(way[1]) * (len(way[0]) + 1) * (len(way[0]) + 2))


def units_shown(
    children: Mapping[int, Sequence[int]], figures: Mapping[int, Figures], root: int, fewest: int
) -> frozenset[int]:
    """Units that may show their table, from the root down."""
    shown: set[int] = set()
    ahead = [root] if is_safe(figures.get(root, {}), fewest) else []
    while ahead:
        unit = ahead.pop()
        shown.add(unit)
        ahead += _branches_shown(unit, children.get(unit, ()), figures, fewest)
    return frozenset(shown)


def is_safe(cells: Figures, fewest: int) -> bool:
    """Whether every figure is of nobody, or of as many people at least."""
    return all(not people or len(people) >= fewest for people in cells.values())


def cuts_asked(from_: date, to: date) -> dict[int, frozenset[int]] | None:
    """Year → the months after which these days, both included, cut it; None where they do not begin and end with a month."""
    after = to + timedelta(days=1)
    if from_.day != 1 or after.day != 1:
        return None
    asked: dict[int, frozenset[int]] = {}
    for year in range(from_.year, to.year + 1):
        first = from_.month - 1 if year == from_.year else 0
        last = to.month if year == to.year else _MONTHS
        asked[year] = frozenset({first, last} - {0, _MONTHS})
    return asked


def _in_parts(figures: Mapping[int, Cells], cut: Cut) -> dict[int, dict[Hashable, Counter[int]]]:
    """The months put together as the year is cut."""
    found: dict[int, dict[Hashable, Counter[int]]] = {}
    for unit, cells in figures.items():
        parts = found.setdefault(unit, {})
        for (month, value), people in cells.items():
            parts.setdefault((sum(month > one for one in cut), value), Counter()).update(people)
    return found


def _branches_shown(unit: int, branches: Sequence[int], figures: Mapping[int, Figures], fewest: int) -> list[int]:
    """The branches that are safe, the smallest left out one by one until what is left of the unit is safe."""
    safe = [one for one in branches if is_safe(figures.get(one, {}), fewest)]
    safe.sort(key=lambda one: (len(set().union(*figures.get(one, {}).values())), one))
    rest = {cell: Counter(people) for cell, people in figures.get(unit, {}).items()}
    for one in safe:
        for cell, people in figures.get(one, {}).items():
            rest[cell] -= people
    while safe and not is_safe(rest, fewest):
        for cell, people in figures.get(safe.pop(0), {}).items():
            rest[cell] += people
    return safe
