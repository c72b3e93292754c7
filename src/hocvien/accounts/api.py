"""The door of accounts."""

from hocvien.accounts.errors import PasswordRefused, UsernameTaken, UserNotFound
from hocvien.accounts.models import User
from hocvien.accounts.operations import (
    clear_account,
    create_user,
    deactivate,
    reactivate,
    remember,
    set_language,
    set_password,
)
from hocvien.accounts.queries import find_user, get_user, list_users, list_users_to_clear, recall

__all__ = [
    "PasswordRefused",
    "User",
    "UserNotFound",
    "UsernameTaken",
    "clear_account",
    "create_user",
    "deactivate",
    "find_user",
    "get_user",
    "list_users",
    "list_users_to_clear",
    "reactivate",
    "recall",
    "remember",
    "set_language",
    "set_password",
]
