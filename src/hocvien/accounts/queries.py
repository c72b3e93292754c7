"""Reads of accounts. Who may see them is decided above, in `access`."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hocvien.accounts.errors import UserNotFound
from hocvien.accounts.models import Choice, User


def list_users() -> QuerySet[User]:
    """All accounts by sign-in name; one query when read."""
    return User.objects.order_by("username")


def get_user(uuid: UUID) -> User:
    """The account, or UserNotFound; one query."""
    try:
        return User.objects.get(uuid=uuid)
    except User.DoesNotExist:
        raise UserNotFound(uuid) from None


def find_user(username: str) -> User | None:
    """The account of a sign-in name, or None; one query."""
    return User.objects.filter(username=username).first()


def recall(user: User, key: str) -> Any:
    """What the person chose, or None; one query."""
    return Choice.objects.filter(user=user, key=key).values_list("value", flat=True).first()
