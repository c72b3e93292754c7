"""The hashes of the journal. Pure.

Every entry's hash covers the one before it and, instead of the personal values themselves, a salted digest of them: the
values can be erased later (with their salt, so that they cannot be guessed back) and the chain still holds.
"""

import hashlib
import json
from datetime import UTC, datetime
from functools import lru_cache


def digest_of(salt: bytes, content: str) -> str:
    """SHA-256 of the salt and the canonical content."""
    return hashlib.sha256(salt + content.encode()).hexdigest()


def chain_hash(
    *,
    prev_hash: str,
    seq: int,
    uuid: object,
    at: datetime,
    actor_uuid: object,
    on_behalf_of: str,
    verb: str,
    subject_type: str,
    subject_uuid: object,
    unit_code: str,
    digest: str,
) -> str:
    """SHA-256 over the fields in this order, as a compact JSON array; the moment in UTC, so that both databases give the same bytes."""
    text = (
        f'["{prev_hash}",{seq},"{uuid}","{at.astimezone(UTC).isoformat(timespec="microseconds")}","{actor_uuid or ""}",'
        f'{_quoted(on_behalf_of)},{_quoted(verb)},{_quoted(subject_type)},"{subject_uuid or ""}",{_quoted(unit_code)},"{digest}"]'
    )
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
