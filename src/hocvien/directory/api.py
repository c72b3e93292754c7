"""The door of the directory: lists of people, counted and paged."""

from hocvien.directory.constants import MEMBERSHIPS
from hocvien.directory.data import Asked, PeoplePage, Place
from hocvien.directory.operations import ask_for_upkeep, bring_up, drop_sets, make_sets
from hocvien.directory.queries import PeopleList, count_people_of, people_in_order, with_membership

__all__ = [
    "MEMBERSHIPS",
    "Asked",
    "PeopleList",
    "PeoplePage",
    "Place",
    "ask_for_upkeep",
    "bring_up",
    "count_people_of",
    "drop_sets",
    "make_sets",
    "people_in_order",
    "with_membership",
]
