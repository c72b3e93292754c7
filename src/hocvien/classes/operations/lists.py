"""Proposing, approving, returning and withdrawing names: the list of a class before anybody is admitted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.classes.data import ProposalOutcome
from hocvien.classes.errors import (
    AlreadyOnList,
    AlreadyTookPart,
    ClassNotEnrolling,
    InvitationFull,
    LateListsOver,
    NothingChosen,
    ParticipationNotFound,
    PersonNotOfUnit,
    PersonOutOfSight,
    ProposalsClosed,
    ReasonNeeded,
    SubstitutedNotActive,
    SubstituteIsOne,
    UnitNotInvited,
)
from hocvien.classes.models import (
    HELD,
    STANDING,
    WAITING,
    ClassStatus,
    Nomination,
    NominationStatus,
    Participation,
    ParticipationStatus,
    ReturnReason,
    Round,
    StepOutcome,
    TrainingClass,
)
from hocvien.classes.operations.locking import day_of, lock_class
from hocvien.classes.operations.nominations import (
    journal_nominations,
    journal_people,
    load_nominations,
    require_status,
    set_nominations,
)
from hocvien.classes.operations.steps import move_on, record_decisions, require_step, send_back, set_out
from hocvien.classes.queries.rounds import round_taking
from hocvien.classes.queries.visibility import (
    as_uuid,
    at_units,
    classes_where,
    invitations_above,
    people_in_classes_visible_to,
)
from hocvien.classes.queries.ways import ways_of, ways_of_nominations
from hocvien.classes.rules import can_for_class
from hocvien.common.errors import DomainError
from hocvien.common.text import clean_name
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people


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
    is_reserve: bool = False,
    substitute_for: Participation | UUID | None = None,
) -> list[ProposalOutcome]:
    """Put people of a unit on the class's list, each judged by the rules of the opening day; one outcome per person, in the given order.

    Until the list closes by list.propose at the sending unit; from then to the end of the opening day only with `is_late`, by the same or by
    whoever admits. `is_reserve`: they go the same way, take none of the unit's seats, and wait for one to come free. Each sets out on the
    programme's chain of that day. Raises for the whole list: NotAllowed, ClassNotEnrolling, ProposalsClosed, LateListsOver, UnitNotInvited, SubstituteIsOne.
    About 30 queries however many people.
    """
    ids = list(dict.fromkeys(person_ids))
    if not ids:
        raise NothingChosen
    _require_proposer(actor, training_class, sending_unit, today, late=is_late or substitute_for is not None)
    row = lock_class(training_class)
    late, taking = _require_list_open(row, today, late=is_late or substitute_for is not None)
    line, bounds = invitations_above(row, sending_unit.pk, today)
    if not bounds and row.opened_by_id not in line:
        raise UnitNotInvited(org.label_as_of(sending_unit.pk, today).name, row.name)
    leaving = None if substitute_for is None else _check_substitution(row, substitute_for, ids)
    free = None if is_reserve else _free_invitation_seats(row, line, bounds, today)
    names, refusals = _refusals(actor, row, sending_unit, ids, today, free)
    accepted = [pk for pk in ids if pk not in refusals]
    verdicts = eligibility.judge(
        programme_id=row.programme_id, study_mode=row.study_mode, person_ids=accepted, on=row.opens_on
    )
    chain = catalogue.chain_as_of(row.programme_id, today)
    nominations = {
        pk: Nomination(
            training_class=row,
            person_id=pk,
            sending_unit=sending_unit,
            verdict=verdicts[pk].verdict if pk in verdicts else "",
            verdict_clauses=verdicts[pk].as_json() if pk in verdicts else [],
            judged_on=row.opens_on,
            is_late=late,
            is_reserve=is_reserve,
            round=taking,
            chain_id=chain.pk,
            substitute_for=leaving,
            proposed_by=actor,
            proposed_at=now,
        )
        for pk in accepted
    }
    ways = ways_of(row, chain, ((sending_unit.pk, pk) for pk in accepted), today)
    fresh = list(nominations.values())
    set_out(fresh, {n.uuid: ways[sending_unit.pk, n.person_id] for n in fresh}, actor, now)
    journal_people(
        actor,
        "classes.propose_person",
        row,
        nominations.values(),
        now,
        lambda n: {"is_late": n.is_late, "verdict": n.verdict} | ({"is_reserve": True} if n.is_reserve else {}),
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
    *, actor: User | None, nominations: Iterable[UUID | Nomination], now: datetime, note: str = ""
) -> list[Nomination]:
    """The step each name stands at agrees, and it goes on to the next: list.approve at the unit of the step.

    Raises NominationNotFound (404), NominationNotWaiting, StepOfAnother. About ten queries for the names of one class.
    """
    on = day_of(now)
    wanted = Q()
    if actor is not None:
        mine = access.unit_ids_for(actor, access.Permission.LIST_APPROVE, on)
        wanted = at_units(mine)
    rows = load_nominations(nominations, wanted)
    require_status(rows, {NominationStatus.PROPOSED})
    require_step(rows, actor, on)
    note = clean_name(note)[:200]
    for row in rows:
        row.approved_by, row.approved_at = actor, now
    steps = {row.pk: row.step for row in rows}
    move_on(rows, ways_of_nominations(rows, on), actor, now, note)
    journal_nominations(
        actor,
        "classes.approve_nomination",
        rows,
        now,
        lambda n: {"step": steps[n.pk]} | ({"note": note} if note else {}),
    )
    return rows


@transaction.atomic
def return_nominations(
    *,
    actor: User | None,
    nominations: Iterable[UUID | Nomination],
    reason: str,
    note: str = "",
    to: str = "sender",
    now: datetime,
) -> list[Nomination]:
    """Give names back with a coded reason: by the unit of the step, the sending committee, or whoever admits to the class.

    `to`: "sender", or "previous": the last step that decided before (the sender where there was none).
    Raises NominationNotFound (404), NominationNotWaiting, ReasonNeeded (unknown code).
    """
    if reason not in ReturnReason.values:
        raise ReasonNeeded
    on = day_of(now)
    wanted = Q()
    if actor is not None:
        admits = classes_where(actor, access.Permission.LIST_ADMIT, on).values("pk")
        approves = access.unit_ids_for(actor, access.Permission.LIST_APPROVE, on)
        wanted = Q(training_class_id__in=admits) | Q(sending_unit_id__in=approves) | Q(step_unit_id__in=approves)
    rows = load_nominations(nominations, wanted)
    require_status(rows, {*WAITING, NominationStatus.RESERVE})
    note = clean_name(note)[:200]
    back = rows if to == "sender" else send_back(rows, ways_of_nominations(rows, on), actor, now, reason, note)
    if back:
        record_decisions(back, StepOutcome.RETURNED, actor, now, reason, note)
        set_nominations(
            back,
            status=NominationStatus.RETURNED,
            return_reason=reason,
            return_note=note,
            reserve_position=None,
            decided_by=actor,
            decided_at=now,
        )
    journal_nominations(
        actor, "classes.return_nomination", rows, now, lambda n: {"step": n.step, "reason": reason, "note": note}
    )
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
    rows = load_nominations(nominations, wanted)
    require_status(rows, {*WAITING, NominationStatus.RESERVE})
    record_decisions(rows, StepOutcome.WITHDRAWN, actor, now, ReturnReason.ASKED_BY_SENDER)
    set_nominations(
        rows,
        status=NominationStatus.WITHDRAWN,
        return_reason=ReturnReason.ASKED_BY_SENDER,
        reserve_position=None,
        decided_by=actor,
        decided_at=now,
    )
    journal_nominations(actor, "classes.withdraw_nomination", rows, now)
    return rows


@transaction.atomic
def order_nominations(
    *, actor: User | None, training_class: TrainingClass, first: Iterable[UUID | Nomination], now: datetime
) -> list[Nomination]:
    """Put names first on the list, in the order given; the others follow as they stood. Kept until chosen anew.

    By whoever admits, or by list.approve or list.propose at the sending units of these names, who order their own alone.
    Raises NominationNotFound (404).
    """
    on = day_of(now)
    row = lock_class(training_class)
    standing = Nomination.objects.filter(training_class=row, status__in=STANDING)
    wanted = Q(training_class=row)
    if not can_for_class(actor, access.Permission.LIST_ADMIT, row, on):
        mine = Q(sending_unit_id__in=access.unit_ids_for(actor, access.Permission.LIST_APPROVE, on)) | Q(
            sending_unit_id__in=access.unit_ids_for(actor, access.Permission.LIST_PROPOSE, on)
        )
        wanted, standing = wanted & mine, standing.filter(mine)
    chosen = load_nominations(first, wanted)
    ids = {n.pk for n in chosen}
    others = list(standing.exclude(pk__in=ids).order_by(F("position").asc(nulls_last=True), "pk"))
    placed = [n for n in others if n.position is not None]
    for number, nomination in enumerate([*chosen, *placed], 1):
        nomination.position = number
    Nomination.objects.bulk_update([*chosen, *placed], ["position"])
    journal_nominations(actor, "classes.order_nomination", chosen, now, lambda n: {"position": n.position})
    return chosen


def _require_proposer(
    actor: User | None, training_class: TrainingClass, sending_unit: org.Unit, today: date, *, late: bool
) -> None:
    if late and can_for_class(actor, access.Permission.LIST_ADMIT, training_class, today):
        return
    access.require(actor, access.Permission.LIST_PROPOSE, sending_unit, today)


def _require_list_open(row: TrainingClass, today: date, *, late: bool) -> tuple[bool, Round | None]:
    """(whether names of this day come late, the round they belong to); raises when they may not come at all."""
    if row.status not in {ClassStatus.ENROLLING, ClassStatus.RUNNING}:
        raise ClassNotEnrolling(row.name, ClassStatus(row.status).label)
    if today > row.opens_on:
        raise LateListsOver(row.name, row.opens_on)
    has_rounds, taking = round_taking(row, today)
    closed_on = row.proposals_close_on or row.opens_on
    is_open = taking is not None if has_rounds else today <= closed_on
    if is_open and row.status == ClassStatus.ENROLLING:
        return late, taking
    if not late:
        raise ProposalsClosed(row.name, min(closed_on, today), row.opens_on)
    return True, taking


def _check_substitution(row: TrainingClass, substitute_for: Participation | UUID, ids: Sequence[int]) -> Participation:
    """The participation of this class that is given up, fresh."""
    if len(ids) != 1:
        raise SubstituteIsOne
    uuid = as_uuid(getattr(substitute_for, "uuid", substitute_for))
    leaving = (
        Participation.objects.select_related("person").filter(training_class=row, uuid=uuid).first() if uuid else None
    )
    if leaving is None:
        raise ParticipationNotFound
    if leaving.status != ParticipationStatus.ACTIVE:
        raise SubstitutedNotActive(leaving.person.full_name)
    return leaving


def _refusals(
    actor: User | None,
    row: TrainingClass,
    sending_unit: org.Unit,
    ids: Sequence[int],
    today: date,
    free: tuple[int, int] | None,
) -> tuple[dict[int, str], dict[int, DomainError]]:
    """(person id → name, of those visible; person id → why this one cannot be put on the list).

    `free` is (seats left, seats given) where the invitation bounds the unit. A fixed number of queries.
    """
    found = people.people_by_ids(ids)
    visible = _visible(actor, ids, today)
    below = people.person_ids_at(org.descendant_ids_as_of(sending_unit.pk, today), today)
    belonging = set(people.people().order_by().filter(pk__in=below).filter(pk__in=ids).values_list("pk", flat=True))
    listed = dict(
        Nomination.objects.filter(training_class=row, person_id__in=ids, status__in=STANDING).values_list(
            "person_id", "status"
        )
    )
    took_part = dict(
        Participation.objects.filter(training_class=row, person_id__in=ids).values_list("person_id", "status")
    )
    refusals: dict[int, DomainError] = {}
    left = free[0] if free else len(ids)
    for pk in ids:
        if pk not in found or pk not in visible:
            refusals[pk] = PersonOutOfSight()
        elif pk not in belonging:
            refusals[pk] = PersonNotOfUnit(found[pk].full_name, _name_of(sending_unit, today))
        elif pk in took_part and took_part[pk] != ParticipationStatus.ACTIVE:
            refusals[pk] = AlreadyTookPart(found[pk].full_name, ParticipationStatus(took_part[pk]).label)
        elif pk in listed:
            refusals[pk] = AlreadyOnList(found[pk].full_name, NominationStatus(listed[pk]).label)
        elif left <= 0 and free:
            refusals[pk] = InvitationFull(_name_of(sending_unit, today), free[1])
        else:
            left -= 1
    return {pk: person.full_name for pk, person in found.items() if pk in visible}, refusals


def _visible(actor: User | None, ids: Sequence[int], today: date) -> set[int]:
    """Those of the people the actor sees: of own units, else on the lists of classes the actor runs."""
    if actor is None:
        return set(ids)
    own = access.people_visible_to(actor, today).order_by().filter(pk__in=ids)
    seen = set(own.values_list("pk", flat=True))
    others = set(ids) - seen
    if others:
        run = people_in_classes_visible_to(actor, today)
        seen |= set(people.people().order_by().filter(pk__in=run).filter(pk__in=others).values_list("pk", flat=True))
    return seen


def _name_of(unit: org.Unit, on: date) -> str:
    return org.label_as_of(unit.pk, on).name


def _free_invitation_seats(
    row: TrainingClass, line: Sequence[int], bounds: Mapping[int, int | None], today: date
) -> tuple[int, int] | None:
    """(seats left, seats given) of the nearest bounded invitation at or above the sender, or None where nothing bounds it."""
    bounded = next((pk for pk in reversed(line) if bounds.get(pk) is not None), None)
    given = None if bounded is None else bounds[bounded]
    if bounded is None or given is None:
        return None
    used = Nomination.objects.filter(
        training_class=row, status__in=HELD, sending_unit_id__in=org.descendant_ids_as_of(bounded, today)
    ).count()
    return given - used, given
