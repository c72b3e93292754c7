"""The door of the directory: lists of people, counted and paged."""

from hocvien.directory.constants import MEMBERSHIPS
from hocvien.directory.data import Asked, PeoplePage, Place
from hocvien.directory.operations import bring_up, drop_sets, is_worth_keeping, make_sets
from hocvien.directory.queries import PeopleList, people_in_order, with_membership

__all__ = [
    "MEMBERSHIPS",
    "Asked",
    "PeopleList",
    "PeoplePage",
    "Place",
    "bring_up",
    "drop_sets",
    "is_worth_keeping",
    "make_sets",
    "people_in_order",
    "with_membership",
]
