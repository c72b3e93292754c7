"""Names on a notice: proposed with their verdict, given back, taken back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.errors import DomainError
from hocvien.common.text import clean_name
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.sending.data import Outcome
from hocvien.sending.errors import (
    AlreadyOnNotice,
    NamesClosed,
    NothingChosen,
    PersonNotOfUnit,
    PersonOutOfReach,
    ReasonMissing,
)
from hocvien.sending.models import Notice, ReturnReason, Sending, SendingStatus
from hocvien.sending.operations.locking import load_sendings, lock_notice, note_people
from hocvien.sending.operations.seats import refuse_beyond, release_for, take_for
from hocvien.sending.queries.seats import STANDING

_P = access.Permission


@transaction.atomic
def propose_people(
    *, actor: User | None, notice: Notice, person_ids: Sequence[int], today: date, now: datetime
) -> list[Outcome]:
    """Put people on a notice's list, each judged by the rules of its opening day; one outcome a person, in the given order.

    Where the notice has a quota, each takes a seat of the unit's in the given order; who finds none is refused. By list.propose at the unit the person belongs to; after the day by which names are asked, only by who decides (list.approve at the
    notice's unit). Raises for the whole: NothingChosen, NamesClosed, NoticeCancelled. About fifteen queries however many people,
    thirty with a quota.
    """
    ids = list(dict.fromkeys(person_ids))
    if not ids:
        raise NothingChosen
    row = lock_notice(notice)
    is_late = row.names_due_on is not None and today > row.names_due_on
    if is_late and row.names_due_on is not None and not access.can(actor, _P.LIST_APPROVE, row.unit, today):
        raise NamesClosed(row.name, row.names_due_on)
    units = people.main_unit_ids(ids, today)
    refusals = _refusals(actor, row, ids, units, today)
    if row.quota is not None:
        asking = {pk: units[pk] for pk in ids if pk not in refusals}
        refusals |= refuse_beyond(row, row.quota, asking, today)
    accepted = [pk for pk in ids if pk not in refusals]
    verdicts = judge(row, accepted, today)
    rows = [
        Sending(
            notice=row,
            person_id=pk,
            sending_unit_id=units[pk],
            verdict=verdicts[pk].verdict if pk in verdicts else "",
            verdict_clauses=verdicts[pk].as_json() if pk in verdicts else {},
            judged_on=row.opens_on,
            proposed_by=actor,
            proposed_at=now,
        )
        for pk in accepted
    ]
    Sending.objects.bulk_create(rows)
    take_for(actor, row, rows, today, now)
    # units and persons by name, for the journal
    made = list(Sending.objects.select_related("person", "sending_unit").filter(uuid__in=[one.uuid for one in rows]))
    by_person = {one.person_id: one for one in made}
    note_people(actor, "sending.propose_person", [by_person[pk] for pk in accepted], row, now, is_late=is_late)
    names = dict(people.people().order_by().filter(pk__in=ids).values_list("pk", "full_name"))
    return [
        Outcome(
            person_id=pk,
            full_name=names.get(pk, ""),
            sending_uuid=by_person[pk].uuid if pk in by_person else None,
            error=refusals.get(pk),
        )
        for pk in ids
    ]


def judge(notice: Notice, person_ids: Sequence[int], today: date) -> dict[int, eligibility.Verdict]:
    """Everybody's verdict for this notice; no query for nobody."""
    if not person_ids:
        return {}
    return eligibility.judge(
        programme_id=notice.programme_id,
        study_mode=notice.study_mode,
        audience=notice.audience,
        person_ids=person_ids,
        on=notice.opens_on,
        proposed_on=today,
    )


def judged_again(notice: Notice, rows: Sequence[Sending]) -> dict[int, eligibility.Verdict]:
    """Person id → verdict by the very clauses each was judged by, with what is recorded by now; what was published since changes nothing."""
    return eligibility.judge_again(
        {one.person_id: one.verdict_clauses or {} for one in rows},
        programme_id=notice.programme_id,
        study_mode=notice.study_mode,
        audience=notice.audience,
        on=notice.opens_on,
    )


def _refusals(
    actor: User | None, row: Notice, ids: Sequence[int], units: dict[int, int], today: date
) -> dict[int, DomainError]:
    """Who cannot be put on the list, and why. Five queries."""
    names = dict(people.people().order_by().filter(pk__in=ids).values_list("pk", "full_name"))
    within = set(org.descendant_ids_as_of(row.unit_id, today).filter(descendant_id__in=set(units.values())))
    mine = set(access.unit_ids_for(actor, _P.LIST_PROPOSE, today).filter(pk__in=set(units.values())))
    listed = dict(
        Sending.objects.filter(notice=row, person_id__in=ids, status__in=STANDING).values_list("person_id", "status")
    )
    unit_name = org.label_as_of(row.unit_id, today).name
    refusals: dict[int, DomainError] = {}
    for pk in ids:
        if pk not in names or units.get(pk) not in mine:
            refusals[pk] = PersonOutOfReach()
        elif units[pk] not in within:
            refusals[pk] = PersonNotOfUnit(names[pk], unit_name)
        elif pk in listed:
            refusals[pk] = AlreadyOnNotice(names[pk], SendingStatus(listed[pk]).label)
    return refusals


@transaction.atomic
def return_people(
    *,
    actor: User | None,
    notice: Notice,
    sendings: Iterable[UUID | Sending],
    reason: str,
    note: str = "",
    today: date,
    now: datetime,
) -> list[Sending]:
    """Give names back with a coded reason: list.approve at the notice's unit. Raises NotAllowed, SendingNotFound, NotWaiting, ReasonMissing."""
    if reason not in ReturnReason.values:
        raise ReasonMissing
    access.require(actor, _P.LIST_APPROVE, notice.unit, today)
    row = lock_notice(notice)
    rows = load_sendings(sendings, row, Q(), SendingStatus.PROPOSED)
    said = clean_name(note)[:200]
    _move(rows, status=SendingStatus.RETURNED, return_reason=reason, return_note=said, decided_by=actor, decided_at=now)
    release_for(actor, row, rows, today, now)
    note_people(actor, "sending.return_person", rows, row, now, reason=reason, note=said)
    return rows


@transaction.atomic
def withdraw_people(
    *, actor: User | None, notice: Notice, sendings: Iterable[UUID | Sending], today: date, now: datetime
) -> list[Sending]:
    """Take names back before the decision: list.propose at the unit that sends them. Raises SendingNotFound (404), NotWaiting."""
    row = lock_notice(notice)
    wanted = Q() if actor is None else Q(sending_unit_id__in=access.unit_ids_for(actor, _P.LIST_PROPOSE, today))
    rows = load_sendings(sendings, row, wanted, SendingStatus.PROPOSED)
    _move(rows, status=SendingStatus.WITHDRAWN, decided_by=actor, decided_at=now)
    release_for(actor, row, rows, today, now)
    note_people(actor, "sending.withdraw_person", rows, row, now)
    return rows


def _move(rows: Sequence[Sending], **fields: Any) -> None:
    Sending.objects.filter(pk__in=[one.pk for one in rows]).update(**fields)
    for one in rows:
        for key, value in fields.items():
            setattr(one, key, value)
