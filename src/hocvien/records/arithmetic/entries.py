"""The body of a log entry: canonical CBOR, so that the same fact always has the same hash (docs/adr/0007-register-log.md)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

import cbor2

from hocvien.records.constants import LOG_VERSION, PRINTED
from hocvien.records.data import LogFact


def entry_body(fact: LogFact) -> bytes:
    """The bytes that are hashed and kept for ever."""
    return cbor2.dumps(
        [
            LOG_VERSION,
            fact.kind,
            fact.index,
            fact.at.astimezone(UTC).isoformat(),
            fact.on.isoformat(),
            fact.authority_code,
            fact.number_text,
            fact.certificate_uuid.bytes if fact.certificate_uuid else None,
            fact.digest,
            fact.replaces_uuid.bytes if fact.replaces_uuid else None,
        ],
        canonical=True,
    )


def read_entry(body: bytes) -> LogFact:
    """The fact a body states; ValueError for anything `entry_body` does not write."""
    try:
        version, kind, index, at, on, authority, number, uuid, digest, replaces = cbor2.loads(body)
        if version != LOG_VERSION:
            raise ValueError("unknown version of a log entry")
        return LogFact(
            kind=kind,
            index=index,
            at=datetime.fromisoformat(at),
            on=date.fromisoformat(on),
            authority_code=authority,
            number_text=number,
            certificate_uuid=UUID(bytes=uuid) if uuid else None,
            digest=digest,
            replaces_uuid=UUID(bytes=replaces) if replaces else None,
        )
    except (TypeError, cbor2.CBORDecodeError) as error:
        raise ValueError("not a log entry") from error


def printed_digest(values: Mapping[str, object]) -> bytes:
    """SHA-256 of what was printed, `constants.PRINTED` in order. The payload's signature in it keeps names from being guessed."""
    row = [value.isoformat() if isinstance(value, date) else value for value in (values[name] for name in PRINTED)]
    return sha256(cbor2.dumps(row, canonical=True)).digest()
