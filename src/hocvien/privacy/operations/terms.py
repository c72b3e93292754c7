"""Setting how long what is kept, and the public holidays of a year: of the whole installation, so it takes a role over all of it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.journal import api as journal
from hocvien.privacy.errors import HolidaysUnreadable, TermBackwards, TermUnknown
from hocvien.privacy.models import Holiday, Mark, Term, TermKey
from hocvien.privacy.queries.terms import free_days, term_on


@transaction.atomic
def set_term(
    *,
    actor: User | None,
    key: str,
    amount: int,
    unit: str,
    citation: str,
    mark: str = Mark.OFFICE,
    valid_from: date,
    now: datetime,
) -> Term:
    """Keep that so long from a day on; what was in force before stays written down. Raises TermUnknown, TermBackwards, NotAllowed."""
    today = timezone.localtime(now).date()
    access.require_everywhere(actor, access.Permission.PRIVACY_RETAIN, today)
    if key not in TermKey.values:
        raise TermUnknown
    if valid_from < today:
        raise TermBackwards(today)
    before = term_on(key, valid_from)
    row = Term(
        key=key,
        amount=amount,
        unit=unit,
        citation=citation.strip(),
        mark=mark,
        valid_from=valid_from,
        set_by=actor,
        set_at=now,
    )
    row.full_clean(exclude=["set_by"])
    row.save()
    journal.record(
        actor=actor,
        verb="privacy.set_term",
        subject=row,
        before={"term": key, "amount": before.amount, "unit": before.unit, "citation": before.citation},
        after={
            "term": key,
            "amount": amount,
            "unit": unit,
            "citation": row.citation,
            "mark": mark,
            "valid_from": valid_from.isoformat(),
        },
        at=now,
    )
    return row


@transaction.atomic
def set_holidays(*, actor: User | None, year: int, days: Sequence[tuple[date, str]], now: datetime) -> None:
    """Enter the public holidays of a year instead of the computed ones; none: computed again. Days due before stay as they were told.

    Raises HolidaysUnreadable for a day of another year or twice, NotAllowed.
    """
    access.require_everywhere(actor, access.Permission.PRIVACY_RETAIN, timezone.localtime(now).date())
    seen: set[date] = set()
    for day, name in days:
        if day.year != year or day in seen:
            raise HolidaysUnreadable(f"{day:%d/%m/%Y} {name}", year)
        seen.add(day)
    before = [one.on.isoformat() for one in free_days(year)]
    Holiday.objects.filter(on__year=year).delete()
    Holiday.objects.bulk_create([Holiday(on=day, name=name[:100]) for day, name in days])
    journal.record(
        actor=actor,
        verb="privacy.set_holidays",
        subject=None,
        before={"year": year, "days": before},
        after={"year": year, "days": [day.isoformat() for day, _name in days]},
        at=now,
    )
