"""The accounts a demonstration offers on the sign-in page: var/demo.json, written by the demonstration alone.

{"title": "…", "accounts": [{"username": "…", "password": "…", "role": "…", "unit": "…"}]}. No file, nothing shown.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class DemoAccount:
    username: str
    password: str
    role: str = ""
    unit: str = ""


def list_accounts() -> tuple[DemoAccount, ...]:
    """The accounts of the file, or none; read again only when the file changes."""
    path = Path(settings.DATA_DIR) / "demo.json"
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return ()
    return _read(path, stamp)


@lru_cache(maxsize=1)
def _read(path: Path, stamp: int) -> tuple[DemoAccount, ...]:  # noqa: ARG001 - the stamp is the key of the cache
    try:
        rows = json.loads(path.read_text("utf-8"))["accounts"]
        known = set(DemoAccount.__slots__)
        return tuple(DemoAccount(**{key: str(value) for key, value in row.items() if key in known}) for row in rows)
    except (OSError, ValueError, KeyError, TypeError):
        return ()
