"""The door of `access`: grants, permissions, and the scope of every query."""

from hocvien.access.constants import ROLE_PERMISSIONS, Permission
from hocvien.access.errors import NotAllowed, OutOfSight
from hocvien.access.models import Grant, Role
from hocvien.access.operations import end_grant, give_grant, open_account
from hocvien.access.queries import (
    grants_within,
    list_grants,
    people_visible_to,
    permissions_of,
    unit_ids_for,
    units_visible_to,
    user_ids_with,
)
from hocvien.access.rules import can, get_person_for, get_unit_for, require

__all__ = [
    "ROLE_PERMISSIONS",
    "Grant",
    "NotAllowed",
    "OutOfSight",
    "Permission",
    "Role",
    "can",
    "end_grant",
    "get_person_for",
    "get_unit_for",
    "give_grant",
    "grants_within",
    "list_grants",
    "open_account",
    "people_visible_to",
    "permissions_of",
    "require",
    "unit_ids_for",
    "units_visible_to",
    "user_ids_with",
]
