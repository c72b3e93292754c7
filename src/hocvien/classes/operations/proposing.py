"""Proposing people: the checks of a list and of each name, told beforehand and asked again under the lock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

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
    QuotaSeatsMissing,
    SeatInOtherClass,
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
    Round,
    TrainingClass,
)
from hocvien.classes.operations.locking import lock_class
from hocvien.classes.operations.nominations import journal_people
from hocvien.classes.operations.seats import take_for
from hocvien.classes.operations.steps import set_out
from hocvien.classes.queries.rounds import round_taking
from hocvien.classes.queries.seats import other_classes_of, quota_bound, quota_of
from hocvien.classes.queries.visibility import as_uuid, invitations_above, people_in_classes_visible_to
from hocvien.classes.queries.ways import ways_of
from hocvien.classes.rules import can_for_class
from hocvien.common.errors import DomainError
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.quotas import api as quotas


@dataclass(frozen=True, slots=True)
class Bound:
    """How many names the sender may add and what the next is told; `having` need no seat, `elsewhere` hold one by another class."""

    left: int
    refusal: DomainError
    having: Collection[int] = ()
    elsewhere: Mapping[int, str] = field(default_factory=dict)


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
    whoever admits. `is_reserve`: they go the same way, take none of the unit's seats, and wait for one to come free. Where the plan line of the
    class has a quota, each name takes a seat of it. Each sets out on the programme's chain of that day. Raises for the whole list: NotAllowed,
    ClassNotEnrolling, ProposalsClosed, LateListsOver, UnitNotInvited, SubstituteIsOne. About 45 queries however many people.
    """
    ids = list(dict.fromkeys(person_ids))
    if not ids:
        raise NothingChosen
    _require_proposer(actor, training_class, sending_unit, today, late=is_late or substitute_for is not None)
    row = lock_class(training_class)
    late, taking = _require_list_open(row, today, late=is_late or substitute_for is not None)
    leaving = None if substitute_for is None else _check_substitution(row, substitute_for, ids)
    quota = quotas.lock_quota_of_line(row.plan_line_id)
    names, refusals = _weigh(actor, row, sending_unit, ids, today, quota, is_reserve=is_reserve, leaving=leaving)
    accepted = [pk for pk in ids if pk not in refusals]
    verdicts = eligibility.judge(
        programme_id=row.programme_id,
        study_mode=row.study_mode,
        audience=row.audience,
        person_ids=accepted,
        on=row.opens_on,
        proposed_on=today,
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
    if quota is not None:
        take_for(actor, quota, fresh, today, now)
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


def preview_proposal(
    *,
    actor: User | None,
    training_class: TrainingClass,
    sending_unit: org.Unit,
    person_ids: Sequence[int],
    today: date,
    reserve_ids: Collection[int] = (),
    is_late: bool = False,
) -> list[ProposalOutcome]:
    """What `propose_people` would answer for each of these people, in the given order, with everybody's verdict; nothing is written.

    Those of `reserve_ids` would go in reserve. Raises for the whole list as it does. About 20 queries however many people.
    """
    ids = list(dict.fromkeys(person_ids))
    _require_proposer(actor, training_class, sending_unit, today, late=is_late)
    _require_list_open(training_class, today, late=is_late)
    names: dict[int, str] = {}
    refusals: dict[int, DomainError] = {}
    quota = quota_of(training_class)
    for is_reserve in (False, True):
        part = [pk for pk in ids if (pk in reserve_ids) == is_reserve]
        if part:
            known, refused = _weigh(
                actor, training_class, sending_unit, part, today, quota, is_reserve=is_reserve, leaving=None
            )
            names |= known
            refusals |= refused
    verdicts = eligibility.judge(
        programme_id=training_class.programme_id,
        study_mode=training_class.study_mode,
        audience=training_class.audience,
        person_ids=list(names),
        on=training_class.opens_on,
        proposed_on=today,
    )
    return [
        ProposalOutcome(
            person_id=pk,
            full_name=names.get(pk, ""),
            nomination=None,
            error=refusals.get(pk),
            verdict=verdicts.get(pk),
        )
        for pk in ids
    ]


def _weigh(
    actor: User | None,
    row: TrainingClass,
    sending_unit: org.Unit,
    ids: Sequence[int],
    today: date,
    quota: quotas.Quota | None,
    *,
    is_reserve: bool,
    leaving: Participation | None,
) -> tuple[dict[int, str], dict[int, DomainError]]:
    """As `_refusals`, with what binds the sender that day: the quota where there is one, else the nearest invitation with a number."""
    line, bounds = invitations_above(row, sending_unit.pk, today)
    if not bounds and row.opened_by_id not in line:
        raise UnitNotInvited(org.label_as_of(sending_unit.pk, today).name, row.name)
    free = None
    if not is_reserve and quota is None:
        free = _free_invitation_seats(row, line, bounds, today)
    elif not is_reserve and quota is not None and leaving is None:
        free = _free_quota_seats(row, quota, sending_unit, ids, today)
    return _refusals(actor, row, sending_unit, ids, today, free)


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
    free: Bound | None,
) -> tuple[dict[int, str], dict[int, DomainError]]:
    """(person id → name, of those visible; person id → why this one cannot be put on the list). A fixed number of queries."""
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
    left = free.left if free else len(ids)
    for pk in ids:
        if pk not in found or pk not in visible:
            refusals[pk] = PersonOutOfSight()
        elif pk not in belonging:
            refusals[pk] = PersonNotOfUnit(found[pk].full_name, _name_of(sending_unit, today))
        elif pk in took_part and took_part[pk] != ParticipationStatus.ACTIVE:
            refusals[pk] = AlreadyTookPart(found[pk].full_name, ParticipationStatus(took_part[pk]).label)
        elif pk in listed:
            refusals[pk] = AlreadyOnList(found[pk].full_name, NominationStatus(listed[pk]).label)
        elif free and pk in free.elsewhere:
            refusals[pk] = SeatInOtherClass(found[pk].full_name, free.elsewhere[pk])
        elif free and pk in free.having:
            continue
        elif free and left <= 0:
            refusals[pk] = free.refusal
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
) -> Bound | None:
    """The nearest bounded invitation at or above the sender, or None where nothing bounds it."""
    bounded = next((pk for pk in reversed(line) if bounds.get(pk) is not None), None)
    given = None if bounded is None else bounds[bounded]
    if bounded is None or given is None:
        return None
    held = Nomination.objects.filter(training_class=row, status__in=HELD).exclude(status__in=WAITING, is_reserve=True)
    used = held.filter(sending_unit_id__in=org.descendant_ids_as_of(bounded, today)).count()
    return Bound(given - used, InvitationFull(org.label_as_of(line[-1], today).name, given))


def _free_quota_seats(
    row: TrainingClass, quota: quotas.Quota, sending_unit: org.Unit, ids: Sequence[int], today: date
) -> Bound:
    """What the quota leaves the sender: who has a seat already needs no other, unless another class of the line has it. Five queries."""
    bound = quota_bound(quota, sending_unit.pk, today)
    having = {one.person_id for one in quotas.seats_held(quota, person_ids=ids)}
    return Bound(
        bound.left,
        QuotaSeatsMissing(bound.unit_name, bound.left, len(set(ids) - having)),
        having=having,
        elsewhere=other_classes_of(row, ids),
    )
