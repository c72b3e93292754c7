"""The door of exchange."""

from hocvien.exchange.data import BackupSummary
from hocvien.exchange.errors import BackupDamaged, BackupOfOtherVersion, NotABackup, PlaceNotEmpty
from hocvien.exchange.operations.backup import back_up, restore

__all__ = [
    "BackupDamaged",
    "BackupOfOtherVersion",
    "BackupSummary",
    "NotABackup",
    "PlaceNotEmpty",
    "back_up",
    "restore",
]
