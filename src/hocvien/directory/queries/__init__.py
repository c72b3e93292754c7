"""Reads of the directory."""

from hocvien.directory.queries.facets import Facets, facets_of, narrowed, with_membership
from hocvien.directory.queries.lists import PeopleList, people_in_order
from hocvien.directory.queries.making import cuts_of, units_worth_keeping
from hocvien.directory.queries.sets import count_people_of, has_sets, read_sets, stale_ids

__all__ = [
    "Facets",
    "PeopleList",
    "count_people_of",
    "cuts_of",
    "facets_of",
    "has_sets",
    "narrowed",
    "people_in_order",
    "read_sets",
    "stale_ids",
    "units_worth_keeping",
    "with_membership",
]
