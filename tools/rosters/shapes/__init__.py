"""All shapes; importing them fills the register."""

from tools.rosters.registry import ROSTERS, Roster
from tools.rosters.shapes import book, dates, encoded, groups, headers, identities, misnamed, names, texts

__all__ = [
    "ROSTERS",
    "Roster",
    "book",
    "dates",
    "encoded",
    "groups",
    "headers",
    "identities",
    "misnamed",
    "names",
    "texts",
]
