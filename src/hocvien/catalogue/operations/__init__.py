"""Writes of the catalogue."""

from hocvien.catalogue.operations.authorities import record_authority, remove_authority, update_authority
from hocvien.catalogue.operations.editing import (
    add_curriculum_version,
    add_programme,
    update_assessment,
    update_chain,
    update_opening_rule,
    update_paper,
    update_programme,
)
from hocvien.catalogue.operations.seeding import load_seed

__all__ = [
    "add_curriculum_version",
    "add_programme",
    "load_seed",
    "record_authority",
    "remove_authority",
    "update_assessment",
    "update_authority",
    "update_chain",
    "update_opening_rule",
    "update_paper",
    "update_programme",
]
