"""Plannings for posts (quy hoạch), which are recorded of people nominated only."""

from datetime import date

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.errors import PlanningOfNobodyNominated
from hocvien.classes.models import STANDING, Nomination
from hocvien.people import api as people


@transaction.atomic
def record_planning(*, actor: User | None, person: people.Person, planning: people.NewPlanning, today: date) -> None:
    """By which document a nominated person is planned for a post. `list.propose` at a unit that nominated them.

    Raises PlanningOfNobodyNominated, NotAllowed, and as `people.add_facts`.
    """
    rows = list(Nomination.objects.filter(person=person, status__in=STANDING).select_related("sending_unit"))
    if not rows:
        raise PlanningOfNobodyNominated(person.full_name)
    units = {row.sending_unit_id: row.sending_unit for row in rows}
    if not any(access.can(actor, access.Permission.LIST_PROPOSE, pk, today) for pk in units):
        access.require(actor, access.Permission.LIST_PROPOSE, next(iter(units.values())), today)
    people.add_facts(actor=actor, person=person, plannings=[planning])
