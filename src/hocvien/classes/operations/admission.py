"""Proposing, approving, returning, admitting; ending and reopening a participation; groups.

Seats are taken in one place, `admit_nominations`, under the lock of the class. Going beyond them needs a reason and the opener's own
permission, so that no plain call does it and two clerks cannot do it together.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.arithmetic import divide_into_groups, group_count, seats_missing
from hocvien.classes.constants import GROUP_SIZE
from hocvien.classes.data import ProposalOutcome
from hocvien.classes.errors import (
    AlreadyOnList,
    AlreadyTookPart,
    ClassNotEnrolling,
    ClausesNotMet,
    EndsBeforeAdmitted,
    InvitationFull,
    LateListsOver,
    NominationNotFound,
    NominationNotWaiting,
    NotApprovedYet,
    NothingChosen,
    NotInClass,
    OnlyOpenerBeyondSeats,
    ParticipationEnded,
    ParticipationNotFound,
    PersonNotOfUnit,
    PersonOutOfSight,
    ProposalsClosed,
    ReasonNeeded,
    SeatsTaken,
    SubstitutedNotActive,
    SubstituteIsOne,
    UnitNotInvited,
)
from hocvien.classes.models import (
    ClassStatus,
    Invitation,
    Nomination,
    NominationStatus,
    Participation,
    ParticipationStatus,
    ReturnReason,
    TrainingClass,
)
from hocvien.classes.operations.locking import as_uuid, day_of, lock_class, require_not_recognised
from hocvien.classes.operations.opening import move
from hocvien.classes.queries.visibility import classes_where, is_invited, people_in_classes_visible_to
from hocvien.classes.rules import can_for_class, require_for_class
from hocvien.common.clock import today as clock_today
from hocvien.common.errors import DomainError
from hocvien.common.text import clean_name
from hocvien.eligibility import api as eligibility
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people

_WAITING = (NominationStatus.PROPOSED, NominationStatus.APPROVED)
_HELD = (*_WAITING, NominationStatus.ADMITTED)
_NOT_MET, _DATA_MISSING = "not_met", "data_missing"


@transaction.atomic
def propose_people(
    *,
    actor: User | None,
    training_class: TrainingClass,
    sending_unit: org.Unit,
    person_ids: Sequence[int],
    today: date,
    now: datetime,
    is_late: bool = False,
    substitute_for: Participation | UUID | None = None,
) -> list[ProposalOutcome]:
    """Put people of a unit on the class's list, each judged by the rules of the opening day; one outcome per person, in the given order.

    Until the list closes by list.propose at the sending unit; from then to the end of the opening day only with `is_late`, by the same or by
    whoever admits. Raises for the whole list: NotAllowed, ClassNotEnrolling, ProposalsClosed, LateListsOver, UnitNotInvited, SubstituteIsOne.
    About 25 queries however many people.
    """
    ids = list(dict.fromkeys(person_ids))
    if not ids:
        raise NothingChosen
    _require_proposer(actor, training_class, sending_unit, today, late=is_late or substitute_for is not None)
    row = lock_class(training_class)
    late = _require_list_open(row, today, late=is_late or substitute_for is not None)
    if not is_invited(row, sending_unit.pk, today):
        raise UnitNotInvited(org.label_as_of(sending_unit.pk, today).name, row.name)
    leaving = None if substitute_for is None else _check_substitution(row, substitute_for, ids)
    names, refusals = _refusals(actor, row, sending_unit, ids, today)
    accepted = [pk for pk in ids if pk not in refusals]
    verdicts = eligibility.judge(
        programme_id=row.programme_id, study_mode=row.study_mode, person_ids=accepted, on=row.opens_on
    )
    nominations = {
        pk: Nomination(
            training_class=row,
            person_id=pk,
            sending_unit=sending_unit,
            verdict=verdicts[pk].verdict if pk in verdicts else "",
            verdict_clauses=verdicts[pk].as_json() if pk in verdicts else [],
            judged_on=row.opens_on,
            is_late=late,
            substitute_for=leaving,
            proposed_by=actor,
            proposed_at=now,
        )
        for pk in accepted
    }
    Nomination.objects.bulk_create(nominations.values())
    _journal(
        actor,
        "classes.propose_person",
        row,
        nominations.values(),
        now,
        lambda n: {"is_late": n.is_late, "verdict": n.verdict},
    )
    return [
        ProposalOutcome(
            person_id=pk,
            full_name=names.get(pk, ""),
            nomination=nominations.get(pk),
            error=refusals.get(pk),
            verdict=verdicts.get(pk),
        )
        for pk in ids
    ]


@transaction.atomic
def approve_nominations(
    *, actor: User | None, nominations: Iterable[UUID | Nomination], now: datetime
) -> list[Nomination]:
    """The sending committee agrees: list.approve at each sending unit. Raises NominationNotFound (404), NominationNotWaiting."""
    on = day_of(now)
    wanted = (
        Q() if actor is None else Q(sending_unit_id__in=access.unit_ids_for(actor, access.Permission.LIST_APPROVE, on))
    )
    rows = _load(nominations, wanted)
    _require_status(rows, {NominationStatus.PROPOSED})
    _set(rows, status=NominationStatus.APPROVED, approved_by=actor, approved_at=now)
    _journal_each(actor, "classes.approve_nomination", rows, now)
    return rows


@transaction.atomic
def return_nominations(
    *, actor: User | None, nominations: Iterable[UUID | Nomination], reason: str, note: str = "", now: datetime
) -> list[Nomination]:
    """Give names back with a coded reason: by the sending committee or by whoever admits to the class.

    Raises NominationNotFound (404), NominationNotWaiting, ReasonNeeded (unknown code).
    """
    if reason not in ReturnReason.values:
        raise ReasonNeeded
    on = day_of(now)
    wanted = Q()
    if actor is not None:
        admits = classes_where(actor, access.Permission.LIST_ADMIT, on).values("pk")
        approves = access.unit_ids_for(actor, access.Permission.LIST_APPROVE, on)
        wanted = Q(training_class_id__in=admits) | Q(sending_unit_id__in=approves)
    rows = _load(nominations, wanted)
    _require_status(rows, set(_WAITING))
    note = clean_name(note)[:200]
    _set(
        rows,
        status=NominationStatus.RETURNED,
        return_reason=reason,
        return_note=note,
        decided_by=actor,
        decided_at=now,
    )
    _journal_each(actor, "classes.return_nomination", rows, now, reason=reason, note=note)
    return rows


@transaction.atomic
def withdraw_nominations(
    *, actor: User | None, nominations: Iterable[UUID | Nomination], now: datetime
) -> list[Nomination]:
    """The sending unit takes names back before admission: list.propose there. Raises NominationNotFound (404), NominationNotWaiting."""
    on = day_of(now)
    wanted = (
        Q() if actor is None else Q(sending_unit_id__in=access.unit_ids_for(actor, access.Permission.LIST_PROPOSE, on))
    )
    rows = _load(nominations, wanted)
    _require_status(rows, set(_WAITING))
    _set(
        rows,
        status=NominationStatus.WITHDRAWN,
        return_reason=ReturnReason.ASKED_BY_SENDER,
        decided_by=actor,
        decided_at=now,
    )
    _journal_each(actor, "classes.withdraw_nomination", rows, now)
    return rows


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
    SeatsTaken, OnlyOpenerBeyondSeats, AlreadyTookPart. About 25 queries however many names.
    """
    require_for_class(actor, access.Permission.LIST_ADMIT, training_class, today)
    row = lock_class(training_class)
    if row.status not in {ClassStatus.ENROLLING, ClassStatus.RUNNING}:
        raise ClassNotEnrolling(row.name, ClassStatus(row.status).label)
    rows = _load(nominations, Q(training_class=row))
    _require_admissible(rows)
    exceptions = _require_clauses(row, rows, exception_reason)
    replaced = _replaced(row, rows)
    _require_first_time(row, rows)
    active = Participation.objects.filter(training_class=row, status=ParticipationStatus.ACTIVE).count()
    beyond = seats_missing(row.seats, active, len(replaced), len(rows))
    over = rows[len(rows) - beyond :] if beyond else []
    if beyond:
        _require_opener_with_reason(actor, row, today, over_seats_reason, active - len(replaced), len(rows), beyond)
    _end_all(actor, replaced, ParticipationStatus.REPLACED, today, now)
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
    _set(rows, status=NominationStatus.ADMITTED, decided_by=actor, decided_at=now)
    _set(over, over_seats_reason=clean_name(over_seats_reason)[:200])
    _set(exceptions, exception_reason=clean_name(exception_reason)[:200])
    beyond_ids, exception_ids = {n.pk for n in over}, {n.pk for n in exceptions}

    def told(participation: Participation) -> dict[str, Any]:
        nomination = participation.nomination
        said: dict[str, Any] = {"person": str(nomination.person.uuid), "is_late": nomination.is_late}
        if nomination.pk in beyond_ids:
            said["over_seats_reason"] = over_seats_reason
        if nomination.pk in exception_ids:
            said["exception_reason"] = exception_reason
        return said

    _journal(actor, "classes.admit_person", row, participations, now, told)
    if row.status == ClassStatus.ENROLLING and today >= row.opens_on:
        move(actor, row, "classes.start_class", ClassStatus.RUNNING)
    return participations


@transaction.atomic
def end_participation(
    *,
    actor: User | None,
    participation: Participation,
    reason: str,
    on: date,
    status: str = ParticipationStatus.WITHDRAWN,
) -> Participation:
    """A learner leaves (thôi học) from that day; the seat is free again. list.admit at the opener or the host.

    Raises NotAllowed, ReasonNeeded, ParticipationEnded, EndsBeforeAdmitted, ClassRecognised.
    """
    if status != ParticipationStatus.WITHDRAWN:
        message = "a participation is replaced by admitting its substitute"
        raise ValueError(message)
    if not reason.strip():
        raise ReasonNeeded
    row, fresh = _own(actor, participation, on)
    if fresh.status != ParticipationStatus.ACTIVE:
        raise ParticipationEnded(fresh.person.full_name, ParticipationStatus(fresh.status).label)
    if on < fresh.admitted_on:
        raise EndsBeforeAdmitted(fresh.person.full_name, fresh.admitted_on)
    fresh.status, fresh.ended_on, fresh.status_reason = ParticipationStatus.WITHDRAWN, on, clean_name(reason)[:200]
    fresh.save(update_fields=["status", "ended_on", "status_reason"])
    journal.record(
        actor=actor,
        verb="classes.end_participation",
        subject=fresh,
        unit_code=row.opened_by.code,
        before={"status": "active"},
        after={"status": "withdrawn", "on": on, "reason": fresh.status_reason},
    )
    return fresh


@transaction.atomic
def reopen_participation(*, actor: User | None, participation: Participation, on: date) -> Participation:
    """Take an ended participation up again, if a seat is free. Raises NotAllowed, ParticipationEnded, SeatsTaken, ClassRecognised."""
    row, fresh = _own(actor, participation, on)
    if fresh.status == ParticipationStatus.ACTIVE:
        raise ParticipationEnded(fresh.person.full_name, ParticipationStatus.ACTIVE.label)
    active = Participation.objects.filter(training_class=row, status=ParticipationStatus.ACTIVE).count()
    if beyond := seats_missing(row.seats, active, 0, 1):
        raise SeatsTaken(row.name, row.seats, active, 1, beyond)
    before = {"status": str(fresh.status), "on": fresh.ended_on, "reason": fresh.status_reason}
    fresh.status, fresh.ended_on, fresh.status_reason = ParticipationStatus.ACTIVE, None, ""
    fresh.save(update_fields=["status", "ended_on", "status_reason"])
    journal.record(
        actor=actor,
        verb="classes.reopen_participation",
        subject=fresh,
        unit_code=row.opened_by.code,
        before=before,
        after={"status": "active"},
    )
    return fresh


@transaction.atomic
def assign_groups(
    *,
    actor: User | None,
    training_class: TrainingClass,
    size: int = GROUP_SIZE,
    mapping: Mapping[UUID, int | None] | None = None,
    on: date | None = None,
) -> int:
    """Divide the class into tổ: by name order into groups near `size`, or exactly as `mapping` says for those it names.

    Gives the number of groups. session.edit or class.edit at the class. Raises NotAllowed, NotInClass. Fixed number of queries.
    """
    day = on or clock_today()
    if not can_for_class(actor, access.Permission.SESSION_EDIT, training_class, day):
        require_for_class(actor, access.Permission.CLASS_EDIT, training_class, day)
    row = lock_class(training_class)
    rows = list(
        Participation.objects.filter(training_class=row, status=ParticipationStatus.ACTIVE)
        .select_related("person")
        .order_by("person__name_key", "pk")
    )
    if mapping is None:
        numbers = divide_into_groups(len(rows), group_count(len(rows), size))
        for participation, number in zip(rows, numbers, strict=True):
            participation.group = number
        changed = rows
    else:
        unknown = set(mapping) - {p.uuid for p in rows}
        if unknown:
            raise NotInClass(len(unknown), row.name)
        changed = [p for p in rows if p.uuid in mapping]
        for participation in changed:
            participation.group = mapping[participation.uuid]
    Participation.objects.bulk_update(changed, ["group"])
    groups = len({p.group for p in rows if p.group is not None})
    journal.record(
        actor=actor,
        verb="classes.assign_groups",
        subject=row,
        unit_code=row.opened_by.code,
        after={"groups": groups, "people": {str(p.uuid): p.group for p in changed}},
    )
    return groups


# --- Checks ---------------------------------------------------------------------------------------------------------


def _require_proposer(
    actor: User | None, training_class: TrainingClass, sending_unit: org.Unit, today: date, *, late: bool
) -> None:
    if late and can_for_class(actor, access.Permission.LIST_ADMIT, training_class, today):
        return
    access.require(actor, access.Permission.LIST_PROPOSE, sending_unit, today)


def _require_list_open(row: TrainingClass, today: date, *, late: bool) -> bool:
    """Whether names of this day come late; raises when they may not come at all."""
    if row.status not in {ClassStatus.ENROLLING, ClassStatus.RUNNING}:
        raise ClassNotEnrolling(row.name, ClassStatus(row.status).label)
    closed_on = row.proposals_close_on or row.opens_on
    if today > row.opens_on:
        raise LateListsOver(row.name, row.opens_on)
    if today <= closed_on and row.status == ClassStatus.ENROLLING:
        return late
    if not late:
        raise ProposalsClosed(row.name, closed_on, row.opens_on)
    return True


def _check_substitution(row: TrainingClass, substitute_for: Participation | UUID, ids: Sequence[int]) -> Participation:
    """The participation of this class that is given up, fresh."""
    if len(ids) != 1:
        raise SubstituteIsOne
    uuid = as_uuid(getattr(substitute_for, "uuid", substitute_for))
    leaving = Participation.objects.select_related("person").filter(training_class=row, uuid=uuid).first()
    if leaving is None:
        raise ParticipationNotFound
    if leaving.status != ParticipationStatus.ACTIVE:
        raise SubstitutedNotActive(leaving.person.full_name)
    return leaving


def _refusals(
    actor: User | None, row: TrainingClass, sending_unit: org.Unit, ids: Sequence[int], today: date
) -> tuple[dict[int, str], dict[int, DomainError]]:
    """(person id → name, of those visible; person id → why this one cannot be put on the list); a fixed number of queries."""
    refusals: dict[int, DomainError] = {}
    found = people.people_by_ids(ids)
    visible = set(ids)
    if actor is not None:
        visible = set(
            people.people()
            .filter(
                Q(pk__in=access.people_visible_to(actor, today).order_by().values("pk"))
                | Q(pk__in=people_in_classes_visible_to(actor, today)),
                pk__in=ids,
            )
            .values_list("pk", flat=True)
        )
    below = org.descendant_ids_as_of(sending_unit.pk, today)
    belonging = set(
        people.people()
        .filter(pk__in=people.person_ids_at(below, today))
        .filter(pk__in=ids)
        .values_list("pk", flat=True)
    )
    unit_name = org.label_as_of(sending_unit.pk, today).name
    listed = dict(
        Nomination.objects.filter(training_class=row, person_id__in=ids, status__in=_HELD).values_list(
            "person_id", "status"
        )
    )
    took_part = dict(
        Participation.objects.filter(training_class=row, person_id__in=ids).values_list("person_id", "status")
    )
    free = _free_invitation_seats(row, sending_unit, today)
    for pk in ids:
        if pk not in found or pk not in visible:
            refusals[pk] = PersonOutOfSight()
        elif pk not in belonging:
            refusals[pk] = PersonNotOfUnit(found[pk].full_name, unit_name)
        elif pk in took_part and took_part[pk] != ParticipationStatus.ACTIVE:
            refusals[pk] = AlreadyTookPart(found[pk].full_name, ParticipationStatus(took_part[pk]).label)
        elif pk in listed:
            refusals[pk] = AlreadyOnList(found[pk].full_name, NominationStatus(listed[pk]).label)
        elif free is not None:
            if free[0] <= 0:
                refusals[pk] = InvitationFull(unit_name, free[1])
            else:
                free = (free[0] - 1, free[1])
    return {pk: person.full_name for pk, person in found.items() if pk in visible}, refusals


def _free_invitation_seats(row: TrainingClass, sending_unit: org.Unit, today: date) -> tuple[int, int] | None:
    """(seats left, seats given) of the nearest invited unit at or above the sender, or None where nothing bounds it."""
    line = org.ancestor_ids_as_of(sending_unit.pk, today) or [sending_unit.pk]
    bounds = dict(
        Invitation.objects.filter(training_class=row, unit_id__in=line, seats__isnull=False).values_list(
            "unit_id", "seats"
        )
    )
    bounded = next((pk for pk in reversed(line) if pk in bounds), None)
    if bounded is None:
        return None
    used = Nomination.objects.filter(
        training_class=row, status__in=_HELD, sending_unit_id__in=org.descendant_ids_as_of(bounded, today)
    ).count()
    return bounds[bounded] - used, bounds[bounded]


def _require_status(rows: Sequence[Nomination], allowed: set[NominationStatus]) -> None:
    for nomination in rows:
        if nomination.status not in allowed:
            raise NominationNotWaiting(nomination.person.full_name, NominationStatus(nomination.status).label)


def _require_admissible(rows: Sequence[Nomination]) -> None:
    _require_status(rows, set(_WAITING))
    early = [n.person.full_name for n in rows if n.status == NominationStatus.PROPOSED and not n.is_late]
    if early:
        raise NotApprovedYet(early)


def _require_clauses(row: TrainingClass, rows: Sequence[Nomination], exception_reason: str) -> list[Nomination]:
    """Judge again those who did not pass when proposed: their papers may have been put right since. Gives those who still do not."""
    doubtful = [n for n in rows if n.verdict in {_NOT_MET, _DATA_MISSING}]
    if not doubtful:
        return []
    verdicts = eligibility.judge(
        programme_id=row.programme_id,
        study_mode=row.study_mode,
        person_ids=[n.person_id for n in doubtful],
        on=row.opens_on,
    )
    for nomination in doubtful:
        nomination.verdict = verdicts[nomination.person_id].verdict
        nomination.verdict_clauses = verdicts[nomination.person_id].as_json()
    Nomination.objects.bulk_update(doubtful, ["verdict", "verdict_clauses"])
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


def _require_opener_with_reason(
    actor: User | None, row: TrainingClass, today: date, reason: str, active: int, coming: int, beyond: int
) -> None:
    if not reason.strip():
        raise SeatsTaken(row.name, row.seats, active, coming, beyond)
    if not access.can(actor, access.Permission.LIST_ADMIT, row.opened_by_id, today):
        raise OnlyOpenerBeyondSeats(org.label_as_of(row.opened_by_id, today).name)


def _own(actor: User | None, participation: Participation, on: date) -> tuple[TrainingClass, Participation]:
    """The locked class and the fresh participation, if the actor may change it."""
    training_class = participation.training_class
    require_for_class(actor, access.Permission.LIST_ADMIT, training_class, on)
    row = lock_class(training_class)
    if row.status == ClassStatus.CANCELLED:
        raise ClassNotEnrolling(row.name, ClassStatus(row.status).label)
    require_not_recognised(row)
    return row, Participation.objects.select_related("person").get(pk=participation.pk)


# --- Writing --------------------------------------------------------------------------------------------------------


def _load(uuids: Iterable[UUID | Nomination], wanted: Q) -> list[Nomination]:
    """The named rows in the order given, locked; one that is missing or out of reach makes the whole call NominationNotFound."""
    order = list(dict.fromkeys(as_uuid(getattr(key, "uuid", key)) for key in uuids))
    if not order:
        raise NothingChosen
    if None in order:
        raise NominationNotFound
    found = {
        n.uuid: n
        for n in Nomination.objects.select_for_update(of=("self",))
        .select_related("person", "training_class__opened_by", "sending_unit")
        .filter(wanted, uuid__in=order)
        .order_by("pk")
    }
    if len(found) != len(order):
        raise NominationNotFound
    return [found[uuid] for uuid in order]


def _set(rows: Sequence[Nomination], **fields: Any) -> None:
    if not rows:
        return
    Nomination.objects.filter(pk__in=[n.pk for n in rows]).update(**fields)
    for nomination in rows:
        for key, value in fields.items():
            setattr(nomination, key, value)


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


def _journal(
    actor: User | None, verb: str, row: TrainingClass, subjects: Iterable[Any], now: datetime, told: Any
) -> None:
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb=verb,
                subject=subject,
                unit_code=row.opened_by.code,
                after={"class": row.code, **told(subject)},
                at=now,
            )
            for subject in subjects
        ]
    )


def _journal_each(actor: User | None, verb: str, rows: Sequence[Nomination], now: datetime, **told: Any) -> None:
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb=verb,
                subject=nomination,
                unit_code=nomination.sending_unit.code,
                after={"class": nomination.training_class.code, "status": str(nomination.status), **told},
                at=now,
            )
            for nomination in rows
        ]
    )
