"""The door of the journal."""

from hocvien.journal.data import ChainReport, Change
from hocvien.journal.errors import AppendOnly
from hocvien.journal.models import Detail, Entry
from hocvien.journal.operations import erase_details, record, record_many
from hocvien.journal.queries import last_entry, list_entries, list_entries_for_units, verify_chain

__all__ = [
    "AppendOnly",
    "ChainReport",
    "Change",
    "Detail",
    "Entry",
    "erase_details",
    "last_entry",
    "list_entries",
    "list_entries_for_units",
    "record",
    "record_many",
    "verify_chain",
]
