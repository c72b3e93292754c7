"""What a list may be ordered by: an obligation's due day, a planned post, years waiting. Shown side by side, never added up."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from hocvien.catalogue import api as catalogue
from hocvien.classes.data import OrderFact
from hocvien.classes.models import Nomination, NominationStatus
from hocvien.common.together import read_together
from hocvien.obligations import api as obligations
from hocvien.people import api as people


def order_facts(programme: catalogue.Programme, person_ids: Sequence[int], on: date) -> dict[int, OrderFact]:
    """Person → what the order of a list may go by that day; two queries, and one for each obligation the programme fulfils."""
    if not person_ids:
        return {}
    owed = _owed(programme, person_ids, on)
    plannings, before = read_together(
        people.plannings_on(on).filter(person_id__in=person_ids).order_by("decided_on", "pk"),
        Nomination.objects.filter(training_class__programme=programme, person_id__in=person_ids)
        .exclude(status=NominationStatus.WITHDRAWN)
        .only("person", "status", "proposed_at")
        .order_by("proposed_at", "pk"),
    )
    planned = {
        row.person_id: _("{post}, theo {number} ngày {day}").format(
            post=people.PostKind(row.kind).label, number=row.number, day=_day(row.decided_on)
        )
        for row in plannings
    }
    proposed = _first_proposed(before)
    return {pk: _fact(owed.get(pk), planned.get(pk, ""), proposed.get(pk), on) for pk in person_ids}


def _owed(programme: catalogue.Programme, person_ids: Sequence[int], on: date) -> dict[int, obligations.Reckoning]:
    """Person → the obligation not yet fulfilled that is due first."""
    found: dict[int, obligations.Reckoning] = {}
    for person_id, rows in obligations.reckon(person_ids, on, programme=programme.code).items():
        open_ones = [row for row in rows if not row.is_met]
        if open_ones:
            found[person_id] = min(open_ones, key=lambda row: (row.due_on or date.max, row.obligation_id))
    return found


def _first_proposed(before: Iterable[Nomination]) -> dict[int, datetime]:
    """Person → when first proposed and not taken, since the last time taken; of names for one programme, the oldest first."""
    found: dict[int, datetime] = {}
    for one in before:
        if one.status == NominationStatus.ADMITTED:
            found.pop(one.person_id, None)
        else:
            found.setdefault(one.person_id, one.proposed_at)
    return found


def _fact(owed: obligations.Reckoning | None, planned: str, proposed: datetime | None, on: date) -> OrderFact:
    due_on = owed.due_on if owed else None
    began = owed.fell_on if owed else None
    since, words = None, ""
    if proposed is not None:
        since = timezone.localtime(proposed).date()
        words = _("cử lần đầu {day}").format(day=_day(since))
    if began is not None and (since is None or began < since):
        since, words = began, _("thuộc diện phải học từ {day}").format(day=_day(began))
    return OrderFact(
        due_on=due_on,
        due_words=str(obligations.State(owed.state).label) if owed else "",
        planned=planned,
        waiting_since=since,
        waiting_words=words,
        years=_years(since, on) if since else 0,
    )


def _years(since: date, on: date) -> int:
    return max(0, on.year - since.year - ((on.month, on.day) < (since.month, since.day)))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
