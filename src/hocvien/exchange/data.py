"""What crosses the door of exchange."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BackupSummary:
    """A backup as written or read: its file, when it was made, how much it holds (`size` in bytes)."""

    file: str
    made_at: datetime
    tables: int
    rows: int
    size: int
