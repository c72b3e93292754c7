"""What was done of a target: the classes' own figures, summed by the units right below the one it is given to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hocvien.classes import api as classes
from hocvien.org import api as org
from hocvien.planning import api as planning


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `amount`; of a share: full-time participations and all of them. `given`: what of a target is given to this branch, None where it is not told."""

    unit: str
    unit_code: str
    done: int
    of: int
    amount: int
    is_share: bool
    given: int | None = None

    @property
    def left(self) -> int | None:
        return None if self.is_share else max(0, self.amount - self.done)

    @property
    def left_of_given(self) -> int | None:
        return None if self.given is None else max(0, self.given - self.done)

    @property
    def share_of_given(self) -> float | None:
        return None if self.given is None else self.done / self.given

    @property
    def share(self) -> float | None:
        if self.is_share:
            return self.done / self.of if self.of else None
        return self.done / self.amount


def progress_of_each(targets: Sequence[planning.PlanTarget], on: date) -> dict[int, Progress]:
    """Target id → what its whole unit did of it; one query for 100 targets, and one for the names of units."""
    done = classes.done_of_each(
        classes.DoneAsked(
            key=target.pk,
            what=target.measure,
            programme_id=target.programme_id,
            unit_ids=_within(target, on),
            **_days(target),
        )
        for target in targets
    )
    labels = org.labels_as_of({target.unit_id for target in targets}, on)
    return {target.pk: _sum(target, [done.get(target.pk, (0, 0))], labels[target.unit_id]) for target in targets}


def progress_by_branch(target: planning.PlanTarget, on: date) -> list[Progress]:
    """By the units right below (the unit itself for its own), each person in one; the parts sum to the whole. Who is given a part stands there with
    nothing done too. About six queries.
    """
    done, shares = _done(target, on), planning.shares_of(target)
    branches = planning.branch_of_each({*done, *shares}, target.unit_id, on)
    found: dict[int, list[tuple[int, int]]] = {branches[pk]: [] for pk in shares}
    for unit_id, figures in done.items():
        found.setdefault(branches[unit_id], []).append(figures)
    given: dict[int, int] = {}
    for unit_id, amount in shares.items():
        given[branches[unit_id]] = given.get(branches[unit_id], 0) + amount
    labels = org.labels_as_of(found, on)
    return [_sum(target, figures, labels[pk], given.get(pk)) for pk, figures in found.items()]


def _done(target: planning.PlanTarget, on: date) -> dict[int, tuple[int, int]]:
    """Unit → (done, of which to count the share), of the target's years."""
    within, days = _within(target, on), _days(target)
    if target.measure == planning.Measure.FULL_TIME:
        return classes.modes_by_unit(target.programme_id, within, **days)
    read = classes.people_by_unit if target.measure == planning.Measure.PEOPLE else classes.classes_by_unit
    return {unit_id: (number, 0) for unit_id, number in read(target.programme_id, within, **days).items()}


def _within(target: planning.PlanTarget, on: date) -> Any:
    return org.descendant_ids_as_of(target.unit_id, on, with_past=True)


def _days(target: planning.PlanTarget) -> dict[str, date]:
    return {"from_": date(target.first_year, 1, 1), "to_exclusive": date(target.last_year + 1, 1, 1)}


def _sum(
    target: planning.PlanTarget, pairs: Sequence[tuple[int, int]], label: org.UnitLabel, given: int | None = None
) -> Progress:
    return Progress(
        unit=label.name,
        unit_code=label.code,
        done=sum(done for done, _of in pairs),
        of=sum(of for _done, of in pairs),
        amount=target.amount,
        is_share=target.measure == planning.Measure.FULL_TIME,
        given=given,
    )
