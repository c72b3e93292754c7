"""The door of exchange."""

from hocvien.exchange.data import BackupSummary
from hocvien.exchange.errors import BackupDamaged, BackupOfOtherVersion, NotABackup, PlaceNotEmpty
from hocvien.exchange.operations.backup import back_up, restore
from hocvien.exchange.operations.report_files import render_report_docx, render_report_xlsx

__all__ = [
    "BackupDamaged",
    "BackupOfOtherVersion",
    "BackupSummary",
    "NotABackup",
    "PlaceNotEmpty",
    "back_up",
    "render_report_docx",
    "render_report_xlsx",
    "restore",
]
