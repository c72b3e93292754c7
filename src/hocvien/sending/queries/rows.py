"""Notices and the people on them as screens show them; a fixed number of queries for any list."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from hocvien.accounts.api import User
from hocvien.common.intervals import OPEN_END
from hocvien.common.text import fold
from hocvien.org import api as org
from hocvien.sending.data import SendingRow
from hocvien.sending.models import Course, Notice, ProgressEvent, Sending, SendingDecision, SendingStatus
from hocvien.sending.queries.seats import STANDING, with_seats
from hocvien.sending.queries.visibility import notices_visible_to, sendings_visible_to

_UNDER_WAY = (Course.WAITING, Course.STUDYING, Course.DEFERRED)


def notice_rows(
    actor: User | None, on: date, *, as_of: date | None = None, unit: org.Unit | None = None
) -> QuerySet[Notice]:
    """Visible notices with `unit_name`, `programme_name`, `seats_there`, `sent`, `waiting`, `under_way`, newest opening first; of a unit and all below it.

    What lies below is asked of `as_of` (default: `on`); a unit that has ended by then is found below its heir.
    """
    rows = notices_visible_to(actor, on)
    if unit is not None:
        below = org.descendant_ids_as_of(unit.pk, as_of or on, with_past=True)
        # also those that ask this unit for names: what its own people stand on, or what a unit above received
        ours = Sending.objects.filter(sending_unit_id__in=below).values("notice_id")
        above = org.ancestor_ids_as_of(unit.pk, as_of or on)
        rows = rows.filter(Q(unit_id__in=below) | Q(unit_id__in=above) | Q(pk__in=ours))
    return with_seats(rows).annotate(
        unit_name=org.name_subquery("unit_id", as_of or on),
        programme_name=F("programme__name"),
        sent=Count("sendings", filter=Q(sendings__status=SendingStatus.SENT)),
        waiting=Count("sendings", filter=Q(sendings__status=SendingStatus.PROPOSED)),
        under_way=Count("sendings", filter=Q(sendings__status=SendingStatus.SENT, sendings__course__in=[*_UNDER_WAY])),
    )


def sending_rows(actor: User | None, notice: Notice, on: date) -> list[SendingRow]:
    """Everybody on the notice's list whom the actor sees, standing rows and those given back, in name order; four or five queries."""
    found = list(
        sendings_visible_to(actor, on)
        .filter(notice=notice)
        .select_related("person", "decision", "diploma")
        .order_by("person__name_key", "pk")
    )
    labels = org.labels_as_of({one.sending_unit_id for one in found}, on)
    return [_row(one, notice, labels) for one in found]


def _row(one: Sending, notice: Notice, labels: dict[int, Any]) -> SendingRow:
    late_after = notice.names_due_on or OPEN_END
    return SendingRow(
        uuid=one.uuid,
        notice_uuid=notice.uuid,
        person_uuid=one.person.uuid,
        full_name=one.person.full_name,
        name_key=one.person.name_key,
        birth_on=one.person.birth_on,
        birth_text=one.person.birth_words,
        sex=one.person.sex,
        unit_name=labels[one.sending_unit_id].name,
        unit_code=labels[one.sending_unit_id].code,
        verdict=one.verdict,
        clauses=tuple((one.verdict_clauses or {}).get("clauses", ())),
        status=one.status,
        course=one.course if one.status == SendingStatus.SENT else "",
        finished_on=one.finished_on,
        decision_number=one.decision.number if one.decision else "",
        has_diploma=hasattr(one, "diploma"),
        is_late=one.proposed_at.date() > late_after,
        reason_code=one.return_reason,
        words=". ".join(filter(None, (one.return_note, one.exception_reason, one.annulled_reason))),
        is_generated=one.person.is_generated,
    )


def decisions_of(notice: Notice) -> list[SendingDecision]:
    """The notice's decisions, newest first, each with `heads`: how many it still sends. One query."""
    heads = Count("sendings", filter=Q(sendings__status=SendingStatus.SENT))
    return list(notice.decisions.select_related("unit").annotate(heads=heads).order_by("-decided_on", "-pk"))


def events_of(sending: Sending) -> list[ProgressEvent]:
    """What happened to somebody, newest first; one query."""
    return list(sending.events.select_related("recorded_by").order_by("-on", "-pk"))


def sendings_of(person_id: int, actor: User | None, on: date) -> list[Sending]:
    """The times a person was sent by a decision that stands, newest opening first; `is_visible`: the actor may open it. One query."""
    return list(
        Sending.objects.filter(person_id=person_id, status=SendingStatus.SENT)
        .select_related("notice__programme", "decision", "diploma")
        .annotate(is_visible=Exists(sendings_visible_to(actor, on).filter(pk=OuterRef("pk"))))
        .order_by("-notice__opens_on", "-pk")
    )


def is_on_notice(person_id: int) -> bool:
    """Whether the person is proposed or sent on a notice; one query."""
    return Sending.objects.filter(person_id=person_id, status__in=STANDING).exists()


def count_sent(notice: Notice) -> int:
    """How many seats of the notice are taken; one query."""
    return notice.sendings.filter(status=SendingStatus.SENT).count()


def search_notices(actor: User | None, text: str, on: date, *, limit: int = 20) -> list[Notice]:
    """Visible notices whose words (marks ignored) or number hold the text, the newest first; one query beside the actor's grants."""
    needle = fold(text)
    rows = notices_visible_to(actor, on)
    if needle:
        rows = rows.filter(Q(words_folded__contains=needle) | Q(number__icontains=text.strip()))
    return list(rows.order_by("-opens_on", "pk")[:limit])
