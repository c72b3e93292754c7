"""The steps of a list as pages draw them: of one name, of a whole class; and what was decided at each."""

from collections.abc import Iterable
from datetime import date

from hocvien.catalogue import api as catalogue
from hocvien.classes.data import DecisionRow, NominationRow, StepRow, Stop
from hocvien.classes.models import (
    Nomination,
    NominationStatus,
    ReturnReason,
    StepDecision,
    StepOutcome,
    TrainingClass,
)
from hocvien.classes.queries.ways import ways_of_nominations
from hocvien.org import api as org

_OVER = (NominationStatus.RETURNED, NominationStatus.WITHDRAWN)


def steps_of(nomination: Nomination, on: date) -> list[StepRow]:
    """Every step of one name's way: done, current, next or skipped; about seven queries."""
    stops = ways_of_nominations([nomination], on)[nomination.uuid]
    passed = dict(
        StepDecision.objects.filter(nomination=nomination, outcome__in=[StepOutcome.PASSED, StepOutcome.DEFERRED])
        .order_by("decided_at", "pk")
        .values_list("step", "unit_id")
    )
    units = {stop.position: passed.get(stop.position) or stop.unit_id for stop in stops}
    labels = org.labels_as_of({pk for pk in units.values() if pk is not None}, on)
    found = []
    for stop in stops:
        label = labels.get(units[stop.position] or 0)
        found.append(
            StepRow(
                position=stop.position,
                kind=stop.kind,
                kind_label=str(catalogue.StepKind(stop.kind).label),
                unit_name=label.name if label else "",
                state=_state(nomination, stop),
                due_on=nomination.step_due_on if stop.position == nomination.step else stop.due_on,
            )
        )
    return found


def _state(nomination: Nomination, stop: Stop) -> str:
    if nomination.status == NominationStatus.ADMITTED:
        return "done" if stop.unit_id is not None else "skipped"
    if stop.unit_id is None and stop.position != nomination.step:
        return "skipped"
    if stop.position < nomination.step:
        return "done"
    if stop.position == nomination.step and nomination.status not in _OVER:
        return "current"
    return "next"


def decisions_of(nomination: Nomination, on: date) -> list[DecisionRow]:
    """What was decided of one name, the latest first; two queries."""
    rows = list(
        StepDecision.objects.filter(nomination=nomination).select_related("decided_by").order_by("-decided_at", "-pk")
    )
    labels = org.labels_as_of({row.unit_id for row in rows if row.unit_id is not None}, on)
    return [
        DecisionRow(
            kind_label=str(catalogue.StepKind(row.kind).label) if row.kind else "",
            unit_name=labels[row.unit_id].name if row.unit_id in labels else "",
            outcome=row.outcome,
            outcome_label=str(StepOutcome(row.outcome).label),
            reason=str(ReturnReason(row.reason).label) if row.reason else "",
            note=row.note,
            decided_by=str(row.decided_by or ""),
            decided_at=row.decided_at,
        )
        for row in rows
    ]


def list_steps(training_class: TrainingClass, names: Iterable[NominationRow], on: date) -> list[StepRow]:
    """The chain of the class's programme that day, each step beside who has how many of these names of its list; one query.

    A step with names at several units is told once for each of them.
    """
    chain = catalogue.chain_as_of(training_class.programme_id, min(on, training_class.opens_on))
    waiting = [row for row in names if row.step is not None]
    found = []
    for step in chain.steps:
        here = [row for row in waiting if row.step == step.position]
        kind_label = str(catalogue.StepKind(step.kind).label)
        units = sorted({row.step_unit_name for row in here if row.step_unit_name})
        if not units:
            found.append(
                StepRow(position=step.position, kind=step.kind, kind_label=kind_label, unit_name="", state="next")
            )
        for unit_name in units:
            own = [row for row in here if row.step_unit_name == unit_name]
            found.append(
                StepRow(
                    position=step.position,
                    kind=step.kind,
                    kind_label=kind_label,
                    unit_name=unit_name,
                    state="current",
                    waiting=len(own),
                    due_on=min((row.step_due_on for row in own if row.step_due_on is not None), default=None),
                )
            )
    return found
