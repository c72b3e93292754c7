"""Which units may show figures of a sensitive dimension to somebody who may not see people.

Figures are sums over sets of facts. A unit shows its table, or not at all; seen from the top down, a branch shows its own only while what is left of
the unit above it, without the branches that show theirs, is still safe: no figure in it is of fewer than so many people, unless it is of nobody.
All that is shown is then made of whole regions — a unit without the branches below it that show theirs —, and so is all that sums and differences
of what is shown can tell. Between periods nothing is promised.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

Figures = Mapping[Hashable, Counter[int]]
"""Cell → person → how many facts of theirs."""


def units_shown(
    children: Mapping[int, Sequence[int]], figures: Mapping[int, Figures], roots: Iterable[int], fewest: int
) -> set[int]:
    """Units that may show their table, from the roots down; `figures` of a unit are those of all below it too."""
    shown: set[int] = set()
    ahead = [root for root in roots if is_safe(figures.get(root, {}), fewest)]
    while ahead:
        unit = ahead.pop()
        shown.add(unit)
        ahead += _branches_shown(unit, children.get(unit, ()), figures, fewest)
    return shown


def is_safe(cells: Figures, fewest: int) -> bool:
    """Whether every figure is of nobody, or of as many people at least."""
    return all(not people or len(people) >= fewest for people in cells.values())


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
