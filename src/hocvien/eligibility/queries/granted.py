"""What is attested or decided about a person."""

from datetime import date

from hocvien.eligibility.models import Attestation, GrantedException
from hocvien.org import api as org
from hocvien.people import api as people


def list_attestations(person: people.Person, *, named_on: date) -> list[Attestation]:
    """The senders' words about a person, newest first, each with `unit_name`; one query."""
    rows = Attestation.objects.filter(person=person).annotate(unit_name=org.name_subquery("unit_id", named_on))
    return list(rows.order_by("-attested_on", "-pk"))


def list_exceptions(person: people.Person) -> list[GrantedException]:
    """Decisions about a person, newest first, with their programmes; one query."""
    rows = GrantedException.objects.filter(person=person).select_related("programme")
    return list(rows.order_by("-decided_on", "-pk"))
