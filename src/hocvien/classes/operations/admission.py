"""Admitting: the one place where seats are taken, under the lock of the class.

Going beyond the seats needs a reason and the opener's own permission, so that no plain call does it and two clerks cannot do it together.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.arithmetic import seats_missing
from hocvien.classes.errors import (
    AlreadyTookPart,
    ClassNotEnrolling,
    ClausesNotMet,
    NotApprovedYet,
    OnlyOpenerBeyondSeats,
    RoundSeatsTaken,
    SeatsTaken,
    SubstitutedNotActive,
    SubstituteIsOne,
)
from hocvien.classes.models import (
    WAITING,
    ClassStatus,
    Nomination,
    NominationStatus,
    Participation,
    ParticipationStatus,
    Round,
    StepOutcome,
    TrainingClass,
)
from hocvien.classes.operations.locking import lock_class
from hocvien.classes.operations.nominations import (
    journal_people,
    judged_again,
    load_nominations,
    require_status,
    set_nominations,
)
from hocvien.classes.operations.opening import move
from hocvien.classes.operations.seats import confirm_for, release_of
from hocvien.classes.operations.steps import defer_steps, record_decisions
from hocvien.classes.queries.ways import ways_of_nominations
from hocvien.classes.rules import require_for_class
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org

_NOT_MET, _DATA_MISSING = "not_met", "data_missing"


@transaction.atomic
def admit_nominations(
    *,
    actor: User | None,
    training_class: TrainingClass,
    nominations: Iterable[UUID | Nomination],
    today: date,
    now: datetime,
    over_seats_reason: str = "",
    exception_reason: str = "",
) -> list[Participation]:
    """Admit approved names (late ones also before approval, papers to follow): each becomes a participation. All or none.

    list.admit at the opener or the host; beyond the seats only with a reason and list.admit at the opener itself. A clause not met needs
    `exception_reason`. Raises NotAllowed, ClassNotEnrolling, NominationNotFound, NotApprovedYet, NominationNotWaiting, ClausesNotMet,
    SeatsTaken, OnlyOpenerBeyondSeats, AlreadyTookPart; where the plan line has a quota QuotaSeatsMissing, SeatInOtherClass.
    About 25 queries however many names, 15 more with a quota.
    """
    require_for_class(actor, access.Permission.LIST_ADMIT, training_class, today)
    row = lock_class(training_class)
    if row.status not in {ClassStatus.ENROLLING, ClassStatus.RUNNING}:
        raise ClassNotEnrolling(row.name, ClassStatus(row.status).label)
    rows = load_nominations(nominations, Q(training_class=row))
    return take_in(actor, row, rows, today, now, over_seats_reason, exception_reason)


def take_in(
    actor: User | None,
    row: TrainingClass,
    rows: Sequence[Nomination],
    today: date,
    now: datetime,
    over_seats_reason: str = "",
    exception_reason: str = "",
) -> list[Participation]:
    """What admitting is once the class is locked and the actor may; as `admit_nominations`."""
    _require_admissible(rows)
    exceptions = _require_clauses(row, rows, exception_reason)
    replaced = _replaced(row, rows)
    _require_first_time(row, rows)
    active = Participation.objects.filter(training_class=row, status=ParticipationStatus.ACTIVE).count()
    beyond = seats_missing(row.seats, active, len(replaced), len(rows))
    over = rows[len(rows) - beyond :] if beyond else []
    if beyond:
        _require_opener_with_reason(actor, row, today, over_seats_reason, active - len(replaced), len(rows), beyond)
    if not over_seats_reason.strip():
        _require_round_seats(rows, len(replaced))
    _end_all(actor, replaced, ParticipationStatus.REPLACED, today, now)
    release_of(actor, [(row, [p.person_id for p in replaced])], today, now)
    participations = [
        Participation(
            training_class=row,
            person_id=n.person_id,
            nomination=n,
            sending_unit_id=n.sending_unit_id,
            admitted_on=today,
        )
        for n in rows
    ]
    Participation.objects.bulk_create(participations)
    confirm_for(actor, row, rows, today, now)
    early = [n for n in rows if n.status == NominationStatus.PROPOSED]
    if early:
        defer_steps(early, ways_of_nominations(early, today), actor, now)
    record_decisions(rows, StepOutcome.PASSED, actor, now, note=clean_name(over_seats_reason or exception_reason)[:200])
    set_nominations(rows, status=NominationStatus.ADMITTED, reserve_position=None, decided_by=actor, decided_at=now)
    set_nominations(over, over_seats_reason=clean_name(over_seats_reason)[:200])
    set_nominations(exceptions, exception_reason=clean_name(exception_reason)[:200])
    beyond_ids, exception_ids = {n.pk for n in over}, {n.pk for n in exceptions}

    def told(participation: Participation) -> dict[str, Any]:
        nomination = participation.nomination
        said: dict[str, Any] = {"person": str(nomination.person.uuid), "is_late": nomination.is_late}
        if nomination.pk in beyond_ids:
            said["over_seats_reason"] = over_seats_reason
        if nomination.pk in exception_ids:
            said["exception_reason"] = exception_reason
        return said

    journal_people(actor, "classes.admit_person", row, participations, now, told)
    if row.status == ClassStatus.ENROLLING and today >= row.opens_on:
        move(actor, row, "classes.start_class", ClassStatus.RUNNING)
    return participations


def _require_admissible(rows: Sequence[Nomination]) -> None:
    require_status(rows, {*WAITING, NominationStatus.RESERVE})
    early = [n.person.full_name for n in rows if n.status == NominationStatus.PROPOSED and not n.is_late]
    if early:
        raise NotApprovedYet(early)


def _require_clauses(row: TrainingClass, rows: Sequence[Nomination], exception_reason: str) -> list[Nomination]:
    """Judge again those who did not pass when proposed: their papers may have been put right since. Gives those who still do not."""
    doubtful = [n for n in rows if n.verdict in {_NOT_MET, _DATA_MISSING}]
    if not doubtful:
        return []
    verdicts = judged_again(row, doubtful)
    for nomination in doubtful:
        nomination.verdict = verdicts[nomination.person_id].verdict
        nomination.verdict_clauses = verdicts[nomination.person_id].as_json()
        nomination.judged_on = row.opens_on
    Nomination.objects.bulk_update(doubtful, ["verdict", "verdict_clauses", "judged_on"])
    not_met = [n for n in doubtful if n.verdict == _NOT_MET]
    if not_met and not exception_reason.strip():
        raise ClausesNotMet([n.person.full_name for n in not_met])
    return not_met


def _replaced(row: TrainingClass, rows: Sequence[Nomination]) -> list[Participation]:
    """Participations that the substitutes among these names take the place of, each still active."""
    ids = [n.substitute_for_id for n in rows if n.substitute_for_id is not None]
    if not ids:
        return []
    found = list(
        Participation.objects.select_for_update(of=("self",))
        .select_related("person", "training_class__opened_by")
        .filter(pk__in=ids, training_class=row)
        .order_by("pk")
    )
    for participation in found:
        if participation.status != ParticipationStatus.ACTIVE:
            raise SubstitutedNotActive(participation.person.full_name)
    if len(found) != len(ids):
        raise SubstituteIsOne
    return found


def _require_first_time(row: TrainingClass, rows: Sequence[Nomination]) -> None:
    took_part = dict(
        Participation.objects.filter(training_class=row, person_id__in=[n.person_id for n in rows]).values_list(
            "person_id", "status"
        )
    )
    for nomination in rows:
        if nomination.person_id in took_part:
            raise AlreadyTookPart(
                nomination.person.full_name, ParticipationStatus(took_part[nomination.person_id]).label
            )


def _require_round_seats(rows: Sequence[Nomination], freed: int) -> None:
    """That each round with seats of its own takes no more than those; two queries where there are rounds."""
    coming = Counter(n.round_id for n in rows if n.round_id is not None and n.substitute_for_id is None)
    for one in Round.objects.filter(pk__in=list(coming), seats__isnull=False).annotate(
        taken=Count("nominations", filter=Q(nominations__participation__status=ParticipationStatus.ACTIVE))
    ):
        beyond = one.taken - freed + coming[one.pk] - (one.seats or 0)
        if beyond > 0:
            raise RoundSeatsTaken(one.number, one.seats or 0, beyond)


def _require_opener_with_reason(
    actor: User | None, row: TrainingClass, today: date, reason: str, active: int, coming: int, beyond: int
) -> None:
    if not reason.strip():
        raise SeatsTaken(row.name, row.seats, active, coming, beyond)
    if not access.can(actor, access.Permission.LIST_ADMIT, row.opened_by_id, today):
        raise OnlyOpenerBeyondSeats(org.label_as_of(row.opened_by_id, today).name)


def _end_all(
    actor: User | None, rows: Sequence[Participation], status: ParticipationStatus, on: date, now: datetime
) -> None:
    if not rows:
        return
    Participation.objects.filter(pk__in=[p.pk for p in rows]).update(status=status, ended_on=on)
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="classes.end_participation",
                subject=participation,
                unit_code=participation.training_class.opened_by.code,
                before={"status": "active"},
                after={"status": str(status), "on": on.isoformat()},
                at=now,
            )
            for participation in rows
        ]
    )
