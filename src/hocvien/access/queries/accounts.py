"""What hangs on an account beside its grants: the record that is its holder's own, leave to act for others, tokens of programs."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from hocvien.access.errors import OutOfSight
from hocvien.access.models import Delegation, OwnRecord, Token
from hocvien.access.queries.scopes import delegation_of, token_of
from hocvien.accounts.api import User
from hocvien.people import api as people


def own_person_of(user: User) -> people.Person | None:
    """The person whose record is the account holder's own; None where it is tied to nobody, acts for somebody else, or a program asks. One query."""
    if _is_not_themself(user):
        return None
    found = OwnRecord.objects.select_related("person").filter(user=user).first()
    return None if found is None else found.person


def own_person_ids(user: User) -> QuerySet[OwnRecord, int]:
    """The id of `own_person_of`, as a subquery; nobody's where that is None. No query."""
    rows = OwnRecord.objects.filter(user=user)
    if _is_not_themself(user):
        rows = rows.none()
    return rows.values_list("person_id", flat=True)


def _is_not_themself(user: User) -> bool:
    return delegation_of(user) is not None or token_of(user) is not None or not user.is_active


def tie_of_person(person: people.Person) -> OwnRecord | None:
    """The account tied to the person, with its holder; one query."""
    return OwnRecord.objects.select_related("user", "person").filter(person=person).first()


def tie_of_account(user: User) -> OwnRecord | None:
    """The record tied to the account, with its person; one query."""
    return OwnRecord.objects.select_related("user", "person").filter(user=user).first()


def delegations_given(user: User) -> QuerySet[Delegation]:
    """What the account lets others do for it, also what is over; newest first, one query when read."""
    rows = Delegation.objects.filter(from_user=user).select_related("to_user", "from_user", "unit")
    return rows.order_by("-valid_to", "-pk")


def delegations_received(user: User, on: date) -> QuerySet[Delegation]:
    """What others let the account do for them on that day or later; by the first day, one query when read."""
    rows = Delegation.objects.filter(to_user=user, valid_to__gt=on, from_user__is_active=True)
    return rows.select_related("to_user", "from_user", "unit").order_by("valid_from", "pk")


def get_delegation(uuid: UUID) -> Delegation:
    """The delegation with its people and unit; raises OutOfSight."""
    found = Delegation.objects.select_related("from_user", "to_user", "unit").filter(uuid=uuid).first()
    if found is None:
        raise OutOfSight
    return found


def tokens_of(user: User) -> QuerySet[Token]:
    """Every token the account made, the latest first; one query when read."""
    return Token.objects.filter(user=user).select_related("unit", "user").order_by("-created_at", "-pk")
