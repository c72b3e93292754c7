"""Giving and ending grants, and the journal of accounts (which lie below the journal themselves)."""

from datetime import date

from django.db import transaction

from hocvien.access.models import Grant
from hocvien.accounts import api as accounts
from hocvien.journal import api as journal
from hocvien.org import api as org


@transaction.atomic
def give_grant(
    *,
    actor: accounts.User | None,
    user: accounts.User,
    role: str,
    unit: org.Unit,
    includes_below: bool = True,
    valid_from: date,
) -> Grant:
    """Give a role at a unit. Raises ValidationError when the account already has it."""
    grant = Grant(user=user, role=role, unit=unit, includes_below=includes_below, valid_from=valid_from)
    grant.full_clean()
    grant.save()
    journal.record(
        actor=actor,
        verb="access.give_grant",
        subject=grant,
        unit_code=unit.code,
        after={
            "user": user.username,
            "role": role,
            "unit": unit.code,
            "includes_below": includes_below,
            "valid_from": valid_from.isoformat(),
        },
    )
    return grant


@transaction.atomic
def end_grant(*, actor: accounts.User | None, grant: Grant, on: date) -> None:
    """End a grant on that day; one that began that very day is removed."""
    before = {"user": grant.user.username, "role": grant.role, "unit": grant.unit.code}
    journal.record(
        actor=actor,
        verb="access.end_grant",
        subject=grant,
        unit_code=grant.unit.code,
        before=before,
        after={"valid_to": on.isoformat()},
    )
    if grant.valid_from >= on:
        grant.delete()
        return
    grant.valid_to = on
    grant.full_clean()
    grant.save(update_fields=["valid_to"])


@transaction.atomic
def open_account(
    *, actor: accounts.User | None, username: str, full_name: str, password: str | None, unit_code: str = ""
) -> accounts.User:
    """Make an account, journalled. Without a password it cannot sign in until one is set."""
    user = accounts.create_user(actor=actor, username=username, full_name=full_name, password=password)
    journal.record(
        actor=actor,
        verb="access.open_account",
        subject=user,
        unit_code=unit_code,
        after={"username": username, "full_name": full_name},
    )
    return user
