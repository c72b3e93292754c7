"""The accounts a demonstration offers on the sign-in page: var/demo.json, written by the demonstration alone.

{"accounts": [{"username", "password", "role", "unit", "unit_code", "place", "period"}]}. No file, nothing shown.
"""

import json
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings


@dataclass(frozen=True, slots=True)
class DemoAccount:
    username: str
    password: str
    role: str = ""
    unit: str = ""
    unit_code: str = ""
    place: str = ""
    period: str = ""

    @property
    def first_page(self) -> str:
        """Where this account's work is: its unit and, when the sample is of another year, that period."""
        query = urlencode({key: value for key, value in (("unit", self.unit_code), ("period", self.period)) if value})
        return f"/?{query}" if query else "/"


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
        known = {one.name for one in fields(DemoAccount)}
        return tuple(DemoAccount(**{key: str(value) for key, value in row.items() if key in known}) for row in rows)
    except (OSError, ValueError, KeyError, TypeError):
        return ()
