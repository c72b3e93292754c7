"""Giving and ending grants, and the journal of accounts (which lie below the journal themselves)."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from hocvien.access.constants import DELEGABLE
from hocvien.access.errors import (
    AccountNotToTie,
    AccountTied,
    ActsForAnother,
    DelegatedToOneself,
    DelegatesMoreThanHeld,
    DelegateUnknown,
    DelegationPeriodWrong,
    GrantRepeated,
    NothingDelegated,
    OutOfSight,
    OwnAccount,
    PersonTied,
    TieNotDelegated,
)
from hocvien.access.models import Action, Delegation, EndedGrant, Grant, OwnRecord, Role
from hocvien.access.queries.accounts import tie_of_person, tokens_of
from hocvien.access.queries.scopes import delegation_of
from hocvien.access.rules import can, can_below, can_manage_account, can_tie
from hocvien.accounts import api as accounts
from hocvien.common.batched import batched
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people

_BATCH = 500


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
    """Give a role at a unit. Raises GrantRepeated when the account already has it."""
    if Grant.objects.filter(user=user, role=role, unit=unit, valid_to__gt=valid_from).exists():
        raise GrantRepeated(user.username, Role(role).label, org.label_as_of(unit.pk, valid_from).name)
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
def delegate(
    *,
    actor: accounts.User,
    to_user: accounts.User,
    unit: org.Unit,
    includes_below: bool,
    permissions: Iterable[str],
    valid_from: date,
    valid_to: date,
    today: date,
    paper: str = "",
) -> Delegation:
    """Let somebody act for the actor, from a day to before another, in a unit, to do the actions named. Journalled at the unit.

    Raises ActsForAnother (nobody passes on what is not their own), DelegatedToOneself, DelegateUnknown, NothingDelegated,
    DelegationPeriodWrong, DelegatesMoreThanHeld. What the actor loses later is lost to the other as well. A query or two an action.
    """
    standing_for = delegation_of(actor)
    if standing_for is not None:
        raise ActsForAnother(str(standing_for.from_user))
    if to_user.pk == actor.pk:
        raise DelegatedToOneself
    if not to_user.is_active:
        raise DelegateUnknown(to_user.username)
    named = [one for one in DELEGABLE if one in set(permissions)]
    if not named:
        raise NothingDelegated
    if valid_to <= max(valid_from, today):
        raise DelegationPeriodWrong(valid_from, valid_to)
    for permission in named:
        holds = (can_below if includes_below else can)(actor, permission, unit, today)
        if not holds:
            raise DelegatesMoreThanHeld(Action(permission).label, org.label_as_of(unit.pk, today).name)
    row = Delegation(
        from_user=actor,
        to_user=to_user,
        unit=unit,
        includes_below=includes_below,
        permissions=[str(one) for one in named],
        paper=clean_name(paper),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    row.full_clean()
    row.save()
    journal.record(
        actor=actor,
        verb="access.delegate",
        subject=row,
        unit_code=unit.code,
        after={
            "user": to_user.username,
            "unit": unit.code,
            "includes_below": includes_below,
            "permissions": row.permissions,
            "paper": row.paper,
            "valid_from": valid_from.isoformat(),
            "valid_to": valid_to.isoformat(),
        },
    )
    return row


@transaction.atomic
def end_delegation(*, actor: accounts.User | None, delegation: Delegation, on: date) -> Delegation:
    """Nobody acts by it from that day on; what was done by it stays. By whoever gave it, or an administrator (`get_delegation_for`)."""
    row = Delegation.objects.select_for_update(of=("self",)).select_related("unit", "to_user").get(pk=delegation.pk)
    if row.valid_to <= on:
        return row
    before = row.valid_to
    row.valid_to = max(row.valid_from, on)
    row.save(update_fields=["valid_to"])
    journal.record(
        actor=actor,
        verb="access.end_delegation",
        subject=row,
        unit_code=row.unit.code,
        before={"user": row.to_user.username, "valid_to": before.isoformat()},
        after={"valid_to": row.valid_to.isoformat()},
    )
    return row


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


@transaction.atomic
def reset_password(*, actor: accounts.User | None, user: accounts.User, password: str, unit_code: str = "") -> None:
    """Give the account a new password; its other sessions end. The password itself is journalled nowhere."""
    accounts.set_password(actor=actor, user=user, password=password)
    journal.record(actor=actor, verb="access.reset_password", subject=user, unit_code=unit_code)


@transaction.atomic
def close_account(*, actor: accounts.User | None, user: accounts.User, unit_code: str = "") -> None:
    """No more sign-in; history and grants stay. Raises OwnAccount: nobody shuts the door behind themself."""
    if actor is not None and actor.pk == user.pk:
        raise OwnAccount
    accounts.deactivate(actor=actor, user=user)
    journal.record(
        actor=actor, verb="access.close_account", subject=user, unit_code=unit_code, after={"is_active": False}
    )


@transaction.atomic
def reopen_account(*, actor: accounts.User | None, user: accounts.User, unit_code: str = "") -> None:
    """Let a closed account sign in again."""
    accounts.reactivate(actor=actor, user=user)
    journal.record(
        actor=actor, verb="access.reopen_account", subject=user, unit_code=unit_code, after={"is_active": True}
    )


@transaction.atomic
def tie_account(
    *, actor: accounts.User | None, username: str, person: people.Person, today: date, now: datetime
) -> OwnRecord:
    """Let the holder of the account read this record as their own. By who keeps the record, and nobody in another's stead; journalled of the person.

    Raises TieNotDelegated, NotAllowed, AccountNotToTie, AccountTied, PersonTied. About ten queries.
    """
    _require_tie(actor, person, today)
    people.lock_people([person.uuid])
    user = accounts.find_user(username.strip())
    if user is None or not user.is_active:
        raise AccountNotToTie(username.strip())
    standing = tie_of_person(person)
    if standing is not None:
        raise PersonTied(standing.user.username)
    try:
        with transaction.atomic():
            row = OwnRecord.objects.create(user=user, person=person, tied_by=actor, tied_at=now)
    except IntegrityError:
        raise AccountTied(user.username) from None
    _record_tie("access.tie_account", actor, row, now, after={"user": user.username})
    return row


@transaction.atomic
def untie_account(*, actor: accounts.User | None, tie: OwnRecord, today: date, now: datetime) -> None:
    """End that the account reads the record as its holder's own. By who keeps the record, or who manages the account. Raises as `tie_account`."""
    if _acts_for_another(actor) or not can_manage_account(actor, tie.user, today):
        _require_tie(actor, tie.person, today)
    _record_tie("access.untie_account", actor, tie, now, before={"user": tie.user.username})
    tie.delete()


def untie_forgotten(*, actor: accounts.User | None, person_ids: Sequence[int], now: datetime) -> None:
    """Take the accounts of people who become anonymous from their records, in the caller's transaction; a few queries for every 500."""
    for ids in batched(person_ids, _BATCH):
        rows = list(OwnRecord.objects.filter(person_id__in=ids).select_related("user", "person"))
        codes = people.unit_codes_of([row.person_id for row in rows])
        journal.record_many(
            [
                journal.Change(
                    actor=actor,
                    verb="access.untie_account",
                    subject=row.person,
                    unit_code=codes.get(row.person_id, ""),
                    at=now,
                )
                for row in rows
            ]
        )
        OwnRecord.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _acts_for_another(actor: accounts.User | None) -> bool:
    return actor is not None and delegation_of(actor) is not None


def _require_tie(actor: accounts.User | None, person: people.Person, today: date) -> None:
    if _acts_for_another(actor):
        raise TieNotDelegated
    if not can_tie(actor, person, today):
        raise OutOfSight


def _record_tie(verb: str, actor: accounts.User | None, row: OwnRecord, now: datetime, **told: Any) -> None:
    code = people.unit_codes_of([row.person_id]).get(row.person_id, "")
    journal.record(actor=actor, verb=verb, subject=row.person, unit_code=code, at=now, **told)


@transaction.atomic
def clear_closed_accounts(*, actor: accounts.User | None, closed_before: datetime, now: datetime) -> int:
    """Keep only the names of accounts closed before that moment; returns how many still held more. A few queries an account."""
    done = 0
    for user in accounts.list_users_to_clear():
        entry = journal.list_entries(subject_uuid=user.uuid).filter(verb="access.close_account").first()
        if entry is None or entry.at >= closed_before:
            continue
        accounts.clear_account(actor=actor, user=user)
        tokens_of(user).delete()
        journal.record(
            actor=actor, verb="access.clear_account", subject=user, unit_code=entry.unit_code, after={}, at=now
        )
        done += 1
    return done


def make_password() -> str:
    """A one-time password to be told by voice or on paper: four groups without letters that look alike."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))


def count_grants_there(unit_ids: Sequence[int], on: date) -> int:
    """Roles in force that day at these units; one query for every 500."""
    return sum(
        Grant.objects.filter(unit_id__in=ids, valid_from__lte=on, valid_to__gt=on).count()
        for ids in batched(unit_ids, _BATCH)
    )


def count_grants_ever_there(unit_ids: Sequence[int]) -> int:
    """Roles ever given at these units."""
    return sum(Grant.objects.filter(unit_id__in=ids).count() for ids in batched(unit_ids, _BATCH))


def end_grants_of_ended_units(key: str, carries: Sequence[org.Carry], on: date) -> int:
    """End every role at units that end that day; nobody is given it at an heir, which may be larger. Returns how many.

    In the reorganisation's transaction; a few queries for every 500 units.
    """
    ended: list[Grant] = []
    living_on = {one.from_id for one in carries if one.to_id == one.from_id}
    for ids in batched(sorted({one.from_id for one in carries} - living_on), _BATCH):
        ended += Grant.objects.filter(unit_id__in=ids, valid_to__gt=on).select_related("unit", "user")
    kept = [EndedGrant(key=key, grant=grant, valid_from=grant.valid_from, valid_to=grant.valid_to) for grant in ended]
    EndedGrant.objects.bulk_create(kept if key else [], batch_size=_BATCH)
    for part in batched(ended, _BATCH):
        for grant in part:
            # one that was to begin later never does: its days are those of one day that is over
            grant.valid_from, grant.valid_to = min(grant.valid_from, on - timedelta(days=1)), on
        Grant.objects.bulk_update(part, ["valid_from", "valid_to"], batch_size=_BATCH)
    journal.record_many(
        [
            journal.Change(
                actor=None,
                verb="access.end_grant",
                subject=grant,
                unit_code=grant.unit.code,
                before={"user": grant.user.username, "role": grant.role, "unit": grant.unit.code},
                after={"valid_to": on.isoformat()},
            )
            for grant in ended
        ]
    )
    return len(ended)


def give_back_grants(key: str) -> None:
    """Undo `end_grants_of_ended_units`."""
    rows = list(EndedGrant.objects.filter(key=key).select_related("grant", "grant__unit", "grant__user"))
    for row in rows:
        row.grant.valid_from, row.grant.valid_to = row.valid_from, row.valid_to
    Grant.objects.bulk_update([row.grant for row in rows], ["valid_from", "valid_to"], batch_size=_BATCH)
    journal.record_many(
        [
            journal.Change(
                actor=None,
                verb="access.give_back_grant",
                subject=row.grant,
                unit_code=row.grant.unit.code,
                after={
                    "user": row.grant.user.username,
                    "role": row.grant.role,
                    "unit": row.grant.unit.code,
                    "valid_to": row.valid_to.isoformat(),
                },
            )
            for row in rows
        ]
    )
    EndedGrant.objects.filter(key=key).delete()
