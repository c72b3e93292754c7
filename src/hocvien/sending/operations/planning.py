"""Plannings for posts (quy hoạch) of people on a notice: nominated too, though on the list of no class of ours."""

from datetime import date

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.people import api as people
from hocvien.sending.errors import SendingNotFound
from hocvien.sending.models import Sending
from hocvien.sending.queries.seats import STANDING


@transaction.atomic
def record_planning(*, actor: User | None, person: people.Person, planning: people.NewPlanning, today: date) -> None:
    """By which document somebody on a notice is planned for a post. `list.propose` at a unit that sends them.

    Raises SendingNotFound (404) for who is on none, NotAllowed, and as `people.add_facts`.
    """
    rows = list(
        Sending.objects.filter(person=person, status__in=STANDING).select_related("sending_unit").order_by("pk")
    )
    if not rows:
        raise SendingNotFound
    if not any(access.can(actor, access.Permission.LIST_PROPOSE, row.sending_unit_id, today) for row in rows):
        access.require(actor, access.Permission.LIST_PROPOSE, rows[0].sending_unit, today)
    people.add_facts(actor=actor, person=person, plannings=[planning])
