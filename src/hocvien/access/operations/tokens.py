"""Tokens by which another program reads figures: made, used, withdrawn."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from hocvien.access.constants import TOKEN_DAYS, TOKENS_AT_ONCE, Permission
from hocvien.access.errors import (
    ActsForAnother,
    OutOfSight,
    TokenDaysWrong,
    TokenNameMissing,
    TokenReachesNothing,
    TokensTooMany,
)
from hocvien.access.models import Token
from hocvien.access.queries.accounts import tokens_of
from hocvien.access.queries.scopes import delegation_of, find_token
from hocvien.access.rules import can, can_below
from hocvien.accounts import api as accounts
from hocvien.common.batched import batched
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org

_LETTERS, _SHOWN = 32, 8
_BATCH = 500


@transaction.atomic
def make_token(
    *,
    actor: accounts.User,
    name: str,
    unit: org.Unit,
    includes_below: bool,
    last_day: date,
    today: date,
    now: datetime,
) -> tuple[Token, str]:
    """(the token, its secret, which is told this once and kept nowhere). Journalled at the unit.

    Raises ActsForAnother, TokenNameMissing, TokenDaysWrong, TokenReachesNothing, TokensTooMany.
    """
    standing_for = delegation_of(actor)
    if standing_for is not None:
        raise ActsForAnother(str(standing_for.from_user))
    name = clean_name(name)
    if not name:
        raise TokenNameMissing
    longest = today + timedelta(days=TOKEN_DAYS - 1)
    if not today <= last_day <= longest:
        raise TokenDaysWrong(today, longest)
    may = can_below if includes_below else can
    if not may(actor, Permission.REPORT_VIEW, unit, today):
        raise TokenReachesNothing(org.label_as_of(unit.pk, today).name)
    if tokens_of(actor).filter(withdrawn_at=None, valid_to__gt=today).count() >= TOKENS_AT_ONCE:
        raise TokensTooMany(TOKENS_AT_ONCE)
    secret = f"hv_{secrets.token_urlsafe(_LETTERS)}"
    row = Token(
        user=actor,
        name=name,
        unit=unit,
        includes_below=includes_below,
        beginning=secret[:_SHOWN],
        digest=digest_of(secret),
        created_at=now,
        valid_to=last_day + timedelta(days=1),
    )
    row.full_clean()
    row.save()
    journal.record(
        actor=actor,
        verb="access.make_token",
        subject=row,
        unit_code=unit.code,
        after={
            "name": name,
            "unit": unit.code,
            "includes_below": includes_below,
            "valid_to": row.valid_to.isoformat(),
        },
    )
    return row, secret


@transaction.atomic
def withdraw_token(*, actor: accounts.User, token: Token, now: datetime) -> None:
    """Nothing is read by it from this moment on; withdrawing twice changes nothing. Raises OutOfSight where it is not the actor's own."""
    if token.user_id != actor.pk or delegation_of(actor) is not None:
        raise OutOfSight
    row = Token.objects.select_for_update(of=("self",)).select_related("unit").get(pk=token.pk)
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    journal.record(
        actor=actor,
        verb="access.withdraw_token",
        subject=row,
        unit_code=row.unit.code,
        before={"name": row.name, "unit": row.unit.code},
        after={"withdrawn_at": now.isoformat()},
    )


def use_token(*, secret: str, on: date) -> Token | None:
    """The token of this secret, if it is in force and its account is open; else None. One query, and on the first use of a day one more.

    That it was used that day is not journalled: it tells whoever made it whether it is still needed, and decides nothing.
    """
    token = find_token(digest_of(secret), on)
    if token is not None and (token.last_used_on is None or token.last_used_on < on):
        Token.objects.filter(pk=token.pk).update(last_used_on=on)
        token.last_used_on = on
    return token


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is 256 random bits, so that one pass of SHA-256 is enough: nobody tries them all."""
    return hashlib.sha256(secret.encode()).hexdigest()


def count_tokens_there(unit_ids: Sequence[int]) -> int:
    """Tokens ever made for these units; one query for every 500."""
    return sum(Token.objects.filter(unit_id__in=ids).count() for ids in batched(unit_ids, _BATCH))
