"""Who still has to do with being sent: what decides whether a record's term is over. Subqueries for `pk__in`, no query of their own."""

from datetime import date

from django.db.models import Q, QuerySet

from hocvien.sending.models import Course, NoticeStatus, Sending, SendingStatus

_UNDER_WAY = (Course.WAITING, Course.STUDYING, Course.DEFERRED)


def people_on_their_way(on: date) -> QuerySet[Sending, int]:
    """People who wait for a decision on a notice that stands, or were sent and have neither ended nor are five years past the expected end."""
    waiting = Q(status=SendingStatus.PROPOSED, notice__status=NoticeStatus.OPEN, notice__opens_on__gte=on)
    years_ago = on.replace(year=on.year - 5, day=min(on.day, 28))
    sent = Q(status=SendingStatus.SENT, course__in=_UNDER_WAY) & Q(notice__opens_on__gt=years_ago)
    return Sending.objects.filter(waiting | sent).values_list("person_id", flat=True)


def people_sent_since(day: date) -> QuerySet[Sending, int]:
    """People whose proposal, decision, event or end is later than that day."""
    later = (
        Q(proposed_at__date__gt=day)
        | Q(decision__decided_on__gt=day)
        | Q(finished_on__gt=day)
        | Q(status=SendingStatus.SENT, notice__ends_on__gt=day)
        | Q(events__on__gt=day)
    )
    return Sending.objects.filter(later).values_list("person_id", flat=True)
