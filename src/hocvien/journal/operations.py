"""Adding to the journal, the only write there is.

The head is locked from the first entry of a transaction until its end, so operations record last, after taking their own
locks: everybody then takes locks in one order.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from hocvien.common.batched import batched
from hocvien.common.bulk import insert_columns, insert_rows, new_row
from hocvien.common.clock import now
from hocvien.common.identity import new_uuid
from hocvien.journal.arithmetic import chain_hash, digest_of
from hocvien.journal.constants import GENESIS, HEAD_ID
from hocvien.journal.data import Change
from hocvien.journal.models import Detail, Entry, Head

_ERASED_AT_ONCE = 500
_SALT_BYTES = 16


def record(
    *,
    actor: Any,
    verb: str,
    subject: Any,
    unit_code: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    on_behalf_of: str = "",
) -> Entry:
    """Add one entry in the caller's transaction; four queries. RuntimeError outside a transaction."""
    change = Change(actor, verb, subject, unit_code, before or {}, after or {}, at, on_behalf_of)
    return record_many([change])[0]


def record_many(changes: Iterable[Change]) -> list[Entry]:
    """Add entries in this order under one lock; a few queries per 500. RuntimeError outside a transaction."""
    changes = list(changes)
    if not changes:
        return []
    if not connection.in_atomic_block:
        message = "The journal is written in the transaction of the change it records."
        raise RuntimeError(message)
    clock = now()
    # before the lock: the work is long and the lock is everybody's
    contents = [_canonical({"before": change.before, "after": change.after}) for change in changes]
    head = Head.objects.select_for_update().filter(pk=HEAD_ID).first()
    if head is None:
        Head.objects.bulk_create([Head(pk=HEAD_ID, seq=0, hash=GENESIS)], ignore_conflicts=True)
        head = Head.objects.select_for_update().get(pk=HEAD_ID)
    entries: list[Entry] = []
    salts = secrets.token_bytes(_SALT_BYTES * len(changes))
    for at, (change, content) in enumerate(zip(changes, contents, strict=True)):
        salt = salts[at * _SALT_BYTES : (at + 1) * _SALT_BYTES]
        fields: dict[str, Any] = {
            "seq": head.seq + 1,
            "uuid": new_uuid(),
            "at": change.at or clock,
            # an account that acts for another carries the words itself, so that no operation can forget them
            "on_behalf_of": change.on_behalf_of or getattr(change.actor, "on_behalf_of", ""),
            "verb": change.verb,
            "subject_type": "installation" if change.subject is None else change.subject._meta.label_lower,
            "subject_uuid": None if change.subject is None else change.subject.uuid,
            "unit_code": change.unit_code,
            "digest": digest_of(salt, content),
            "prev_hash": head.hash,
        }
        link = chain_hash(**fields, actor_uuid=None if change.actor is None else change.actor.uuid)
        entry = new_row(Entry, {**fields, "hash": link, "actor_id": None if change.actor is None else change.actor.pk})
        if change.actor is not None:
            entry.actor = change.actor
        head.seq, head.hash = entry.seq, link
        entries.append(entry)
    # the head first: rows given last need not be waited for
    Head.objects.filter(pk=HEAD_ID).update(seq=head.seq, hash=head.hash)
    insert_rows(Entry, entries)
    insert_columns(
        Detail,
        {
            "entry_id": [entry.seq for entry in entries],
            "salt": [salts[at * _SALT_BYTES : (at + 1) * _SALT_BYTES] for at in range(len(entries))],
            "content": contents,
        },
    )
    return entries


_CANONICAL = DjangoJSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _canonical(value: object) -> str:
    return _CANONICAL.encode(value)


def erase_details(*, subject_uuids: Iterable[UUID]) -> int:
    """Take away what was said, before and after, of these subjects; the entries and their chain stay sound. Returns how many.

    For values whose term is over; who asks for it journals it. A query for each 500.
    """
    uuids, erased = sorted(set(subject_uuids)), 0
    for part in batched(uuids, _ERASED_AT_ONCE):
        erased += Detail.objects.filter(entry__subject_uuid__in=part).delete()[0]
    return erased
