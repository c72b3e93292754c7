"""The signing keys: the private half is a file, `DATA_DIR/keys/<key_id>.pem`, the public half a row."""

import os
from datetime import date, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import Max

from hocvien.accounts.api import User
from hocvien.common.intervals import OPEN_END
from hocvien.journal import api as journal
from hocvien.org.api import Unit
from hocvien.records.arithmetic import key_id_of
from hocvien.records.errors import KeyFileWrong
from hocvien.records.models import Certificate, SigningKey


def signing_key(
    *, actor: User | None, authority: Unit, authority_name: str, on: date, at: datetime | None = None
) -> Ed25519PrivateKey:
    """The authority's key in use. A new one is made, and the old one retired, when its private file is not here.

    For callers that hold the log head's lock, so that two processes do not both make one. One query when the key is there.
    """
    row = SigningKey.objects.filter(authority=authority, valid_to=OPEN_END).first()
    if row is not None:
        path = _path(row.key_id)
        if path.exists():
            return _read(path, row)
        last = Certificate.objects.filter(authority=authority).aggregate(last=Max("issued_on"))["last"]
        row.valid_to = max(on, last or on) + timedelta(days=1)
        row.save(update_fields=["valid_to"])
        _record(actor, "records.retire_key", row, authority, at)
    private_key = Ed25519PrivateKey.generate()
    public_key = private_key.public_key().public_bytes_raw()
    row = SigningKey(
        key_id=key_id_of(public_key),
        authority=authority,
        authority_name=authority_name,
        public_key=public_key,
        valid_from=on,
    )
    row.full_clean()
    row.save()
    _write(_path(row.key_id), private_key)
    _record(actor, "records.register_key", row, authority, at)
    return private_key


def _path(key_id: str) -> Path:
    return Path(settings.DATA_DIR) / "keys" / f"{key_id}.pem"


def _write(path: Path, private_key: Ed25519PrivateKey) -> None:
    """Readable by the owner alone from its first byte; on Windows the folder's own rights decide."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = private_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path, row: SigningKey) -> Ed25519PrivateKey:
    try:
        private_key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError:
        raise KeyFileWrong(str(path)) from None
    if not isinstance(private_key, Ed25519PrivateKey):
        raise KeyFileWrong(str(path))
    if private_key.public_key().public_bytes_raw() != bytes(row.public_key):
        raise KeyFileWrong(str(path))
    return private_key


def _record(actor: User | None, verb: str, row: SigningKey, authority: Unit, at: datetime | None) -> None:
    journal.record(
        actor=actor,
        verb=verb,
        subject=row,
        unit_code=authority.code,
        after={"key_id": row.key_id, "valid_from": row.valid_from, "valid_to": row.valid_to},
        at=at,
    )
