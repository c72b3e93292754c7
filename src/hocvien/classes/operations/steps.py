"""Moving names along the way of their list. Every step leaves a decision: passed, skipped for want of a unit, sent back, returned."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.classes.data import Stop
from hocvien.classes.errors import StepOfAnother
from hocvien.classes.models import Nomination, NominationStatus, StepDecision, StepOutcome
from hocvien.classes.queries.ways import DECIDING
from hocvien.org import api as org

_MOVED = (
    "status",
    "step",
    "step_kind",
    "step_unit",
    "step_since",
    "step_due_on",
    "reserve_position",
    "return_reason",
    "return_note",
    "approved_by",
    "approved_at",
)


def set_out(rows: Sequence[Nomination], ways: Mapping[UUID, Sequence[Stop]], actor: User | None, now: datetime) -> None:
    """Save names just proposed: the first step is taken by proposing. Two or three queries. `ways` by nomination."""
    for row in rows:
        first = ways[row.uuid][0]
        row.step, row.step_kind, row.step_unit_id = first.position, first.kind, first.unit_id
    decisions = _walk(rows, ways, actor, now)
    Nomination.objects.bulk_create(rows)
    StepDecision.objects.bulk_create(decisions)


def move_on(
    rows: Sequence[Nomination], ways: Mapping[UUID, Sequence[Stop]], actor: User | None, now: datetime, note: str = ""
) -> None:
    """The step each name stands at is passed; it goes on to the next that has a unit, each one without being told as skipped."""
    decisions = _walk(rows, ways, actor, now, note)
    save_moved(rows)
    StepDecision.objects.bulk_create(decisions)


def _walk(
    rows: Sequence[Nomination], ways: Mapping[UUID, Sequence[Stop]], actor: User | None, now: datetime, note: str = ""
) -> list[StepDecision]:
    """On to the next step, nothing saved; what is to be told of it."""
    decisions: list[StepDecision] = []
    for row in rows:
        decisions.append(_decision(row, StepOutcome.PASSED, actor, now, note=note))
        for stop in ways[row.uuid]:
            if stop.position <= row.step:
                continue
            if stop.unit_id is not None:
                _stand_at(row, stop, now)
                break
            decisions.append(
                StepDecision(
                    nomination=row, step=stop.position, kind=stop.kind, outcome=StepOutcome.SKIPPED, decided_at=now
                )
            )
    reserves = [row for row in rows if row.status == NominationStatus.APPROVED and row.is_reserve]
    for row in reserves:
        row.status = NominationStatus.RESERVE
    number_reserves(reserves)
    return decisions


def _stand_at(row: Nomination, stop: Stop, now: datetime) -> None:
    """At this stop from now on; to be admitted is what waits for the opener."""
    is_last = stop.kind == catalogue.StepKind.ADMIT
    row.status = NominationStatus.APPROVED if is_last else NominationStatus.PROPOSED
    row.step, row.step_kind, row.step_unit_id = stop.position, stop.kind, stop.unit_id
    row.step_since, row.step_due_on = now, stop.due_on
    row.return_reason = row.return_note = ""


def number_reserves(rows: Sequence[Nomination]) -> None:
    """Behind those who wait in reserve for the same class already; not saved. One query."""
    if not rows:
        return
    ids = {row.training_class_id for row in rows}
    standing = Nomination.objects.filter(training_class_id__in=ids, status=NominationStatus.RESERVE)
    last = dict(
        standing.order_by()
        .values_list("training_class_id")
        .annotate(last=Max("reserve_position"))
        .values_list("training_class_id", "last")
    )
    for row in rows:
        last[row.training_class_id] = row.reserve_position = (last.get(row.training_class_id) or 0) + 1


def save_moved(rows: Sequence[Nomination]) -> None:
    Nomination.objects.bulk_update(rows, _MOVED)


def send_back(
    rows: Sequence[Nomination],
    ways: Mapping[UUID, Sequence[Stop]],
    actor: User | None,
    now: datetime,
    reason: str,
    note: str,
) -> list[Nomination]:
    """Back to the last step that decided before the one each stands at. Gives those for whom there is none: they go back to the sender."""
    moved, others = [], []
    decisions = []
    for row in rows:
        before = [
            stop
            for stop in ways[row.uuid]
            if stop.position < row.step and stop.kind in DECIDING and stop.unit_id is not None
        ]
        if not before:
            others.append(row)
            continue
        decisions.append(_decision(row, StepOutcome.SENT_BACK, actor, now, reason, note))
        _stand_at(row, before[-1], now)
        row.reserve_position = None
        row.return_reason, row.return_note = reason, note
        moved.append(row)
    if moved:
        save_moved(moved)
        StepDecision.objects.bulk_create(decisions)
    return others


def record_decisions(
    rows: Iterable[Nomination],
    outcome: StepOutcome,
    actor: User | None,
    now: datetime,
    reason: str = "",
    note: str = "",
) -> None:
    """What was decided at the step each name stands at; one query."""
    StepDecision.objects.bulk_create([_decision(row, outcome, actor, now, reason, note) for row in rows])


def defer_steps(
    rows: Sequence[Nomination], ways: Mapping[UUID, Sequence[Stop]], actor: User | None, now: datetime
) -> None:
    """Late names taken in before the steps in between: each of those is told as put off, papers to follow. Then they stand at the last step."""
    decisions: list[StepDecision] = []
    for row in rows:
        for stop in ways[row.uuid]:
            if stop.position < row.step:
                continue
            if stop.kind == catalogue.StepKind.ADMIT:
                _stand_at(row, stop, now)
                break
            outcome = StepOutcome.SKIPPED if stop.unit_id is None else StepOutcome.DEFERRED
            decisions.append(
                StepDecision(
                    nomination=row,
                    step=stop.position,
                    kind=stop.kind,
                    unit_id=stop.unit_id,
                    outcome=outcome,
                    decided_by=actor,
                    decided_at=now,
                )
            )
    save_moved(rows)
    StepDecision.objects.bulk_create(decisions)


def require_step(rows: Sequence[Nomination], actor: User | None, on: date) -> None:
    """Raise StepOfAnother where a name stands at a step of a unit at which the actor does not decide; one or two queries."""
    mine = access.units_among(
        actor, access.Permission.LIST_APPROVE, [row.step_unit_id for row in rows if row.step_unit_id is not None], on
    )
    for row in rows:
        if row.step_unit_id not in mine:
            name = "" if row.step_unit_id is None else org.label_as_of(row.step_unit_id, on).name
            raise StepOfAnother(row.person.full_name, name)


def _decision(
    row: Nomination, outcome: StepOutcome, actor: User | None, now: datetime, reason: str = "", note: str = ""
) -> StepDecision:
    return StepDecision(
        nomination=row,
        step=row.step,
        kind=row.step_kind,
        unit_id=row.step_unit_id,
        outcome=outcome,
        reason=reason,
        note=note,
        decided_by=actor,
        decided_at=now,
    )
