"""Identifiers that cross installations: UUID version 7, so that rows made later sort later."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_uuid() -> UUID:
    """A new UUIDv7 as the standard library's type."""
    return uuid7()
