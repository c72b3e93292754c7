"""The file of public keys that is handed to whoever verifies without our database."""

import json
from collections.abc import Iterable
from datetime import date

from hocvien.common.intervals import OPEN_END
from hocvien.records.arithmetic.payload import key_id_of
from hocvien.records.constants import KEY_FILE_FORMAT, KEY_FILE_VERSION
from hocvien.records.data import PublicKey


def write_key_file(keys: Iterable[PublicKey]) -> str:
    """JSON, sorted, one key an object; an open end is null."""
    return json.dumps(
        {
            "format": KEY_FILE_FORMAT,
            "version": KEY_FILE_VERSION,
            "keys": [
                {
                    "key_id": key.key_id,
                    "public_key": key.public_key.hex(),
                    "authority_code": key.authority_code,
                    "authority_name": key.authority_name,
                    "valid_from": key.valid_from.isoformat(),
                    "valid_to": None if key.valid_to == OPEN_END else key.valid_to.isoformat(),
                }
                for key in sorted(keys, key=lambda key: (key.authority_code, key.valid_from, key.key_id))
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def read_key_file(text: str) -> tuple[PublicKey, ...]:
    """The keys of such a file; ValueError says what is wrong with it. A key that does not bear its own name is refused."""
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("format") != KEY_FILE_FORMAT:
        raise ValueError("format")
    if data.get("version") != KEY_FILE_VERSION:
        raise ValueError("version")
    keys = []
    for row in data.get("keys", []):
        try:
            raw = bytes.fromhex(row["public_key"])
            key = PublicKey(
                key_id=str(row["key_id"]),
                public_key=raw,
                authority_code=str(row["authority_code"]),
                authority_name=str(row["authority_name"]),
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=OPEN_END if row["valid_to"] is None else date.fromisoformat(row["valid_to"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("keys") from error
        if len(raw) != 32 or key_id_of(raw) != key.key_id:
            raise ValueError("key_id")
        keys.append(key)
    return tuple(keys)
