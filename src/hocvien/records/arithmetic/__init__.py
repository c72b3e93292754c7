"""Pure arithmetic of the register: the tree, the payload, entries, numbers and dates. No database, settings or clock."""

from hocvien.records.arithmetic import tree
from hocvien.records.arithmetic.entries import entry_body, printed_digest, read_entry
from hocvien.records.arithmetic.keyfile import read_key_file, write_key_file
from hocvien.records.arithmetic.numbers import blank_numbers_from, number_text, valid_until
from hocvien.records.arithmetic.payload import (
    PayloadRefused,
    is_signed_by,
    key_id_of,
    read_payload,
    write_payload,
)

__all__ = [
    "PayloadRefused",
    "blank_numbers_from",
    "entry_body",
    "is_signed_by",
    "key_id_of",
    "number_text",
    "printed_digest",
    "read_entry",
    "read_key_file",
    "read_payload",
    "tree",
    "valid_until",
    "write_key_file",
    "write_payload",
]
