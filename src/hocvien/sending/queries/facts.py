"""What figures of sending out are counted from: one rule of counting for the screens and for reports.

Somebody counts once a decision sends them, also when they left later; a decision that was annulled counts nobody. It is never a participation.
"""

from datetime import date

from django.db.models import F, Q, QuerySet

from hocvien.sending.constants import BASES, DECIDED, FINISHED, OPENED
from hocvien.sending.errors import BasisUnknown
from hocvien.sending.models import Sending, SendingStatus

DAY_OF = {DECIDED: "decision__decided_on", OPENED: "notice__opens_on", FINISHED: "finished_on"}
"""The day of each basis, as a path from `Sending`; the structure of that day tells whose a person is."""

# what a report groups by, beside the row's own person and sending unit
_GROUPS = {
    "programme_code": F("notice__programme__code"),
    "study_mode": F("notice__study_mode"),
    "issuer_name": F("notice__issuer_name"),
    "sex": F("person__sex"),
}


def sent_facts(*, from_: date, to_exclusive: date, basis: str = DECIDED) -> QuerySet[Sending]:
    """Those sent whose day by the basis lies in the period, with `day` and what a report groups by. Raises BasisUnknown."""
    if basis not in BASES:
        raise BasisUnknown(basis)
    day = DAY_OF[basis]
    return Sending.objects.filter(
        Q(**{f"{day}__gte": from_, f"{day}__lt": to_exclusive}), status=SendingStatus.SENT
    ).annotate(day=F(day), **_GROUPS)


def running_facts(*, from_: date, to_exclusive: date) -> QuerySet[Sending]:
    """Those sent whose class had a day in the period as far as is known: opened before its end, and neither finished nor due to end before it began."""
    ended = Q(finished_on__lt=from_) | Q(finished_on=None, notice__ends_on__lt=from_)
    rows = Sending.objects.filter(status=SendingStatus.SENT, notice__opens_on__lt=to_exclusive).exclude(ended)
    return rows.annotate(day=F("notice__opens_on"), **_GROUPS)
