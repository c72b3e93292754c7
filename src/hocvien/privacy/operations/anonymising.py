"""Ending the keeping of records: who they are about goes, what figures are counted from stays. It cannot be undone."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes import api as classes
from hocvien.journal import api as journal
from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy.constants import MOST_AT_ONCE
from hocvien.privacy.data import Anonymised, Holder
from hocvien.privacy.errors import CountNotConfirmed, NobodyChosen, PeopleNotDue, TooManyAtOnce
from hocvien.privacy.models import DataRequest
from hocvien.privacy.queries.due import people_due
from hocvien.records import api as records
from hocvien.sending import api as sending

_holders: dict[str, Holder] = {}


def register_holder(holder: Holder) -> None:
    """Tell of an app above that keeps something of people; from its `apps.ready`. Telling again replaces what was told."""
    _holders[holder.name] = holder


def get_people_due(*, actor: User | None, uuids: Sequence[UUID], on: date) -> list[people.Person]:
    """The people chosen, if the term of every one is over. Raises NobodyChosen, TooManyAtOnce, PeopleNotDue. Some eight queries."""
    wanted = set(uuids)
    if not wanted:
        raise NobodyChosen
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyAtOnce(MOST_AT_ONCE)
    found = list(people_due(actor, on).filter(uuid__in=wanted))
    if len(found) < len(wanted):
        raise PeopleNotDue(len(wanted) - len(found))
    return found


@transaction.atomic
def anonymise_due(*, actor: User | None, uuids: Sequence[UUID], confirmed: int | None, now: datetime) -> Anonymised:
    """Make these people anonymous, everywhere and at once; `confirmed` repeats how many there are, as somebody typed it.

    Held and judged again first, so nobody goes for whom something was opened meanwhile. Raises as `get_people_due`, and CountNotConfirmed. Some
    forty queries and ten for each 500 people.
    """
    on = timezone.localtime(now).date()
    people.lock_people(uuids)
    found = get_people_due(actor=actor, uuids=uuids, on=on)
    if confirmed != len(found):
        raise CountNotConfirmed(len(found))
    ids = [person.pk for person in found]
    rules = {person.rule for person in found}  # type: ignore[attr-defined]
    units = [person.last_unit_id for person in found]  # type: ignore[attr-defined]
    subjects = people.journalled_under(found)
    subjects |= classes.forget_learners(actor=actor, person_ids=ids, now=now)
    meetings.forget_names_of(actor=actor, person_ids=ids, now=now)
    subjects |= sending.forget_sent(actor=actor, person_ids=ids, now=now)
    access.untie_forgotten(actor=actor, person_ids=ids, now=now)
    records.forget_trainings(actor=actor, person_ids=ids, now=now)
    for holder in _holders.values():
        holder.forget(sorted(people.journalled_under(found)))
    DataRequest.objects.filter(person_id__in=ids).update(through="", text="", value="", answer="")
    erased = journal.erase_details(subject_uuids=subjects)
    people.anonymise_people(actor=actor, people=found, on=on, now=now)
    _record(actor, units, rules, erased, now)
    return Anonymised(people=len(found), erased=erased)


def _record(actor: User | None, units: Sequence[int | None], rules: set[str], erased: int, now: datetime) -> None:
    """One entry for each unit, with how many: the entries of single people say no more than that it happened."""
    known = org.Unit.objects.in_bulk({pk for pk in units if pk is not None})
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="privacy.anonymise_due",
                subject=known.get(pk),
                unit_code=known[pk].code if pk in known else "",
                after={"count": units.count(pk), "rules": sorted(rules), "erased": erased},
                at=now,
            )
            for pk in sorted(set(units), key=lambda one: one or 0)
        ]
    )
