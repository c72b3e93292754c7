"""The door of `access`: grants, permissions, and the scope of every query."""

from hocvien.access.constants import ROLE_PERMISSIONS, Permission
from hocvien.access.errors import GrantRepeated, NotAllowed, OutOfSight, OwnAccount
from hocvien.access.models import Grant, Role
from hocvien.access.operations import (
    close_account,
    end_grant,
    give_grant,
    make_password,
    open_account,
    reopen_account,
    reset_password,
)
from hocvien.access.queries import (
    accounts_within,
    get_grant,
    grants_of_users,
    grants_within,
    list_grants,
    people_visible_to,
    permissions_at,
    permissions_of,
    unit_ids_by_permission,
    unit_ids_for,
    units_visible_to,
    user_ids_with,
)
from hocvien.access.rules import can, get_person_for, get_unit_for, require

__all__ = [
    "ROLE_PERMISSIONS",
    "Grant",
    "GrantRepeated",
    "NotAllowed",
    "OutOfSight",
    "OwnAccount",
    "Permission",
    "Role",
    "accounts_within",
    "can",
    "close_account",
    "end_grant",
    "get_grant",
    "get_person_for",
    "get_unit_for",
    "give_grant",
    "grants_of_users",
    "grants_within",
    "list_grants",
    "make_password",
    "open_account",
    "people_visible_to",
    "permissions_at",
    "permissions_of",
    "reopen_account",
    "require",
    "reset_password",
    "unit_ids_by_permission",
    "unit_ids_for",
    "units_visible_to",
    "user_ids_with",
]
