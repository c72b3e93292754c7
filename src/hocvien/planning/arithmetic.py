"""Sums, comparisons and the greedy spread of plans. Pure: no row, no request."""

from collections.abc import Iterable, Mapping, Sequence

from hocvien.planning.constants import COST_PER_CLASS, COST_PER_HOUR, COST_PER_LEARNER, FULL_TIME, QUARTERS_BY_CUSTOM
from hocvien.planning.data import (
    Amounts,
    CostTerm,
    LineChange,
    MergedLine,
    Need,
    NotPlaced,
    PlannedModes,
    ProposedClass,
    SettingHeld,
    Spread,
)


def cost_terms(
    *, hours: int | None, classes: int, seats: int, norms: Mapping[str, SettingHeld]
) -> tuple[CostTerm, ...]:
    """The products a line's cost is made of: hours, classes and learners, each times its norm; those of nothing are left out."""
    quantities = ((COST_PER_HOUR, hours or 0), (COST_PER_CLASS, classes), (COST_PER_LEARNER, seats))
    return tuple(
        CostTerm(kind, quantity, norms[kind].amount, norms[kind].is_seen)
        for kind, quantity in quantities
        if quantity and norms[kind].amount
    )


def cost_of(terms: Iterable[CostTerm]) -> int:
    """The sum in đồng."""
    return sum(term.amount for term in terms)


def compare_lines(
    before: Mapping[int, Mapping[str, object]], after: Mapping[int, Mapping[str, object]]
) -> list[LineChange]:
    """Lines of two versions by their key (the line they are wordings of), in the order of the later, then what was removed."""
    found = []
    for key, now in after.items():
        then = before.get(key)
        if then is None:
            found.append(LineChange(key, "added", {name: (None, value) for name, value in now.items()}))
            continue
        fields = {name: (then[name], value) for name, value in now.items() if then[name] != value}
        found.append(LineChange(key, "changed" if fields else "same", fields))
    found += [
        LineChange(key, "removed", {name: (value, None) for name, value in then.items()})
        for key, then in before.items()
        if key not in after
    ]
    return found


def sum_amounts(parts: Iterable[Amounts]) -> Amounts:
    return sum(parts, Amounts())


def sum_by(lines: Iterable[MergedLine], key: str) -> dict[object, Amounts]:
    """Amounts of lines that share a value: branch_id, programme_id, unit_id, course."""
    found: dict[object, Amounts] = {}
    for line in lines:
        value = getattr(line, key)
        found[value] = found.get(value, Amounts()) + line.amounts
    return found


def modes_of_seats(seats: Iterable[tuple[str, int]]) -> PlannedModes:
    """(mode of study, seats) of lines summed; "" is a line that leaves it open."""
    return sum(
        (
            PlannedModes(number if mode == FULL_TIME else 0, number if mode else 0, 0 if mode else number)
            for mode, number in seats
        ),
        PlannedModes(),
    )


def class_sizes(people: int, smallest: int, largest: int) -> tuple[list[int], int]:
    """(sizes of as few classes as hold them, people left over). Even sizes; who cannot fill the smallest class is left over.

    Sizes lie in smallest…largest; sum of sizes + left over == people.
    """
    if smallest < 1 or largest < smallest:
        message = "class sizes: 1 <= smallest <= largest"
        raise ValueError(message)
    number = -(-people // largest)
    if number and people // number < smallest:
        # one class fewer, each as large as may be; the rest waits
        number = people // smallest
        return [largest] * number, people - largest * number
    if not number:
        return [], 0
    base, more = divmod(people, number)
    return [base + 1] * more + [base] * (number - more), 0


def spread_needs(
    needs: Sequence[Need], *, capacity: Mapping[tuple[str, int], int], smallest: int, largest: int
) -> Spread:
    """Place needs in classes and quarters: the largest need first, each class in the quarter of its host with the most free seats.

    `capacity`: (host, quarter) → seats free; a pair left out has none. Quarters that have equally much go by custom. A class that fits
    nowhere whole is made as large as the roomiest quarter allows, if that is a class at all; else its people are not placed, and why is said.
    Same input, same answer. Never more than the capacity; seats + not placed == needs.
    """
    free = dict(capacity)
    placed: list[ProposedClass] = []
    left: list[NotPlaced] = []
    for need in sorted(needs, key=lambda one: (-one.people, one.key)):
        sizes, over = class_sizes(need.people, smallest, largest)
        full = 0
        for wanted in sizes:
            full += _place(need, wanted, free, placed, smallest)
        while smallest <= full:
            # what several classes left over may fill another
            waiting = min(full, largest)
            behind = _place(need, waiting, free, placed, smallest)
            if behind == waiting:
                break
            full -= waiting - behind
        if over:
            left.append(NotPlaced(need, over, "too_few"))
        if full:
            left.append(NotPlaced(need, full, "full"))
    return Spread(tuple(placed), tuple(left))


def _place(
    need: Need, people: int, free: dict[tuple[str, int], int], placed: list[ProposedClass], smallest: int
) -> int:
    """One class of these people, or several smaller ones where no quarter holds them together; how many found no room."""
    while people:
        quarter = _roomiest(free, need.host)
        room = free.get((need.host, quarter), 0)
        size = min(people, room)
        if size < smallest:
            break
        placed.append(ProposedClass(need, quarter, size, room))
        free[need.host, quarter] = room - size
        people -= size
    return people


def _roomiest(free: Mapping[tuple[str, int], int], host: str) -> int:
    """The quarter with the most free seats; among equals the one in which most is taught."""
    return max(QUARTERS_BY_CUSTOM, key=lambda quarter: free.get((host, quarter), 0))
