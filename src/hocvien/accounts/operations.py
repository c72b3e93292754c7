"""Writes of accounts.

The journal lies above this app, so nothing is recorded here: whoever calls (`access`, the screens, the console) records the
change in its own transaction.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from hocvien.accounts.errors import PasswordRefused, UsernameTaken
from hocvien.accounts.models import Choice, User
from hocvien.common.text import clean_name


@transaction.atomic
def create_user(
    *,
    actor: User | None,  # noqa: ARG001 - every write names who asks, also where only the caller's record uses it
    username: str,
    full_name: str,
    password: str | None = None,
    language: str = "",
    is_generated: bool = False,
) -> User:
    """Make an account; without a password nobody can sign in with it yet. UsernameTaken, PasswordRefused, ValidationError."""
    username = User.normalize_username(username.strip())
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(username)
    user = User(username=username, full_name=clean_name(full_name), language=language, is_generated=is_generated)
    _put_password(user, password)
    user.full_clean()
    user.save()
    return user


@transaction.atomic
def set_password(*, actor: User | None, user: User, password: str | None) -> User:  # noqa: ARG001
    """Give a new password, or with None take sign-in by password away; other sessions of the account end. PasswordRefused."""
    _put_password(user, password)
    user.save(update_fields=["password"])
    return user


@transaction.atomic
def set_language(*, actor: User | None, user: User, language: str) -> User:  # noqa: ARG001
    """Remember the language the person chose; an unknown code means the default."""
    known = {code for code, _name in settings.LANGUAGES}
    user.language = language if language in known else ""
    user.save(update_fields=["language"])
    return user


@transaction.atomic
def deactivate(*, actor: User | None, user: User) -> User:  # noqa: ARG001
    """Close the account; its history stays, it signs in no more. Closing twice changes nothing."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def reactivate(*, actor: User | None, user: User) -> User:  # noqa: ARG001
    """Open a closed account again."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def clear_account(*, actor: User | None, user: User) -> None:  # noqa: ARG001 - journalled by `access`, which lies above
    """Keep of a closed account its names alone, which the journal tells of; a password must be given anew if it is opened again."""
    Choice.objects.filter(user=user).delete()
    user.email = user.first_name = user.last_name = ""
    user.last_login = None
    user.set_unusable_password()
    user.save(update_fields=["email", "first_name", "last_name", "last_login", "password"])


def remember(*, user: User, key: str, value: Any) -> None:
    """Keep a choice of how a screen looks, for this person on every machine; one or two queries."""
    if not Choice.objects.filter(user=user, key=key, value=value).exists():
        Choice.objects.update_or_create(user=user, key=key, defaults={"value": value})


def _put_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as refused:
        raise PasswordRefused(" ".join(refused.messages)) from None
    user.set_password(password)
