"""Reads of accounts. Who may see them is decided above, in `access`."""

from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

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


def list_users_to_clear() -> QuerySet[User]:
    """Closed accounts that still hold more than their names."""
    bare = Q(email="", last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return User.objects.filter(is_active=False).exclude(bare).order_by("pk")
