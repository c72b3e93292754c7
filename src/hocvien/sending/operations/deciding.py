"""The decision to send: within the seats, with its list as it stood; annulled with a reason."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.among import among
from hocvien.common.text import clean_name
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.sending.errors import (
    ClausesNotMet,
    DecisionAnnulled,
    DiplomaStands,
    NoticeNotFound,
    NotWaiting,
    SeatsTaken,
)
from hocvien.sending.models import Course, Diploma, Notice, Sending, SendingDecision, SendingStatus
from hocvien.sending.operations.locking import (
    check_and_save,
    load_sendings,
    lock_notice,
    lock_sending,
    need_reason,
    not_after,
    note,
    note_people,
)
from hocvien.sending.operations.seats import confirm_for, release_for
from hocvien.sending.operations.selecting import judged_again

_P = access.Permission
# what may have been put right in the record since
_DOUBTFUL = {"not_met", "data_missing"}


@transaction.atomic
def decide_sending(
    *,
    actor: User | None,
    notice: Notice,
    sendings: Iterable[UUID | Sending],
    number: str,
    decided_on: date,
    signer_name: str,
    signer_title: str = "",
    unit: org.Unit | None = None,
    over_seats_reason: str = "",
    exception_reason: str = "",
    today: date,
    now: datetime,
) -> SendingDecision:
    """Send these people by a decision; all or none. `unit`: whose decision it is, by default the notice's unit.

    list.approve at the notice's unit. Who was not met or lacked data is judged once more, then the verdict stays; a clause not met
    needs `exception_reason`, more people than seats `over_seats_reason`, unless the
    seats are handed down: then each has a seat, which is confirmed, and the owner raises their number first. The unit of each is that of the day of the decision.
    Raises NotAllowed, SendingNotFound, NotWaiting, ClausesNotMet, SeatsTaken, DayInFuture, NoticeRefused. About twenty queries, ten more with a quota.
    """
    access.require(actor, _P.LIST_APPROVE, notice.unit, today)
    not_after(decided_on, today)
    row = lock_notice(notice)
    rows = load_sendings(sendings, row, Q(), SendingStatus.PROPOSED)
    own = {one.pk for one in rows if one.verdict in _DOUBTFUL}
    excepted = _judge_again(row, rows, exception_reason)
    sent = row.sendings.filter(status=SendingStatus.SENT).count()
    # a quota that has a seat for each name has one for all of them
    is_over = row.quota is None and sent + len(rows) > row.seats
    if is_over and not over_seats_reason.strip():
        raise SeatsTaken(row.name, row.seats, sent, len(rows))
    units = people.main_unit_ids([one.person_id for one in rows], decided_on)
    # these have values of their own to write, all others share theirs
    own |= {one.pk for one in rows if units.get(one.person_id, one.sending_unit_id) != one.sending_unit_id}
    for one in rows:
        one.sending_unit_id = units.get(one.person_id, one.sending_unit_id)
    by_id = {one.pk: one for one in org.Unit.objects.filter(pk__in={one.sending_unit_id for one in rows})}
    for one in rows:
        one.sending_unit = by_id[one.sending_unit_id]
    decision = SendingDecision(
        notice=row,
        unit=unit or row.unit,
        number=number.strip(),
        decided_on=decided_on,
        signer_name=clean_name(signer_name),
        signer_title=clean_name(signer_title),
        listing=_listing(rows, decided_on),
        over_seats_reason=clean_name(over_seats_reason)[:300] if is_over else "",
        recorded_by=actor,
        recorded_at=now,
    )
    check_and_save(decision)
    reason = clean_name(exception_reason)[:300]
    for one in rows:
        one.status, one.course, one.decision = SendingStatus.SENT, Course.WAITING, decision
        one.exception_reason = reason if one.pk in excepted else ""
        one.decided_by, one.decided_at = actor, now
    Sending.objects.filter(among("pk", [one.pk for one in rows])).update(
        status=SendingStatus.SENT,
        course=Course.WAITING,
        decision=decision,
        exception_reason="",
        decided_by=actor,
        decided_at=now,
    )
    Sending.objects.bulk_update(
        [one for one in rows if one.pk in own],
        ["sending_unit", "verdict", "verdict_clauses", "exception_reason"],
        batch_size=200,
    )
    confirm_for(actor, row, rows, today, now)
    told: dict[str, Any] = {"decision": decision.number, "decided_on": decided_on.isoformat()}
    note(
        actor,
        "sending.decide_sending",
        row,
        now,
        after={
            **told,
            "signer": decision.signer_name,
            "people": len(rows),
            "over_seats_reason": decision.over_seats_reason,
        },
    )
    note_people(actor, "sending.send_person", rows, row, now, **told)
    return decision


def _judge_again(row: Notice, rows: Sequence[Sending], exception_reason: str) -> set[int]:
    """Those who did not pass when proposed: their records may have been put right since; a rule published since changes nothing.

    Gives who still does not.
    """
    doubtful = [one for one in rows if one.verdict in _DOUBTFUL]
    verdicts = judged_again(row, doubtful)
    for one in doubtful:
        one.verdict = verdicts[one.person_id].verdict
        one.verdict_clauses = verdicts[one.person_id].as_json()
    failed = [one for one in doubtful if one.verdict == "not_met"]
    if failed and not exception_reason.strip():
        raise ClausesNotMet([one.person.full_name for one in failed])
    return {one.pk for one in failed}


def _listing(rows: Sequence[Sending], on: date) -> list[dict[str, Any]]:
    """The list as it stood, in name order, for good."""
    labels = org.labels_as_of({one.sending_unit_id for one in rows}, on)
    ordered = sorted(rows, key=lambda one: (one.person.name_key, one.pk))
    return [
        {
            "person": str(one.person.uuid),
            "full_name": one.person.full_name,
            "birth": one.person.birth,
            "sex": one.person.sex,
            "unit": labels[one.sending_unit_id].code,
            "unit_name": labels[one.sending_unit_id].name,
            "verdict": one.verdict,
        }
        for one in ordered
    ]


@transaction.atomic
def annul_decision(*, actor: User | None, decision: SendingDecision, reason: str, today: date, now: datetime) -> None:
    """Take a decision back: whoever it sent is not sent by it any more, and may be proposed anew. Its list stays, with the reason.

    list.approve at the notice's unit. Raises NotAllowed, ReasonMissing, DecisionAnnulled, DiplomaStands.
    """
    said = need_reason(reason)
    row = lock_notice(decision.notice_id, even_cancelled=True)
    access.require(actor, _P.LIST_APPROVE, row.unit, today)
    fresh = SendingDecision.objects.select_for_update(of=("self",)).filter(pk=decision.pk).first()
    if fresh is None:
        raise NoticeNotFound
    if fresh.annulled_at is not None:
        raise DecisionAnnulled(fresh.number)
    rows = list(fresh.sendings.select_related("person", "sending_unit").filter(status=SendingStatus.SENT))
    _annul(rows, said)
    fresh.annulled_by, fresh.annulled_at, fresh.annulled_reason = actor, now, said
    fresh.save(update_fields=["annulled_by", "annulled_at", "annulled_reason"])
    release_for(actor, row, rows, today, now)
    note(actor, "sending.annul_decision", row, now, after={"decision": fresh.number, "reason": said})
    note_people(actor, "sending.recall_person", rows, row, now, decision=fresh.number, reason=said)


@transaction.atomic
def recall_person(*, actor: User | None, sending: Sending, reason: str, today: date, now: datetime) -> Sending:
    """Take one person out of a decision that stands; the seat is free again. Raises as `annul_decision`, and NotWaiting."""
    said = need_reason(reason)
    access.require(actor, _P.LIST_APPROVE, sending.notice.unit, today)
    row = lock_sending(sending)
    if row.decision is None:
        raise NotWaiting(row.person.full_name, SendingStatus(row.status).label)
    _annul([row], said)
    release_for(actor, row.notice, [row], today, now)
    note_people(actor, "sending.recall_person", [row], row.notice, now, decision=row.decision.number, reason=said)
    return row


def _annul(rows: Sequence[Sending], reason: str) -> None:
    ids = [one.pk for one in rows]
    held = Diploma.objects.filter(sending_id__in=ids).order_by("pk")
    names = list(held.values_list("sending__person__full_name", flat=True))
    if names:
        raise DiplomaStands(names)
    Sending.objects.filter(pk__in=ids).update(status=SendingStatus.ANNULLED, annulled_reason=reason)
    for one in rows:
        one.status, one.annulled_reason = SendingStatus.ANNULLED, reason
