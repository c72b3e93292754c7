"""Bringing the database of an installation up to date before a command uses it."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection


def prepare() -> None:
    """Make or update all tables, among them the shared cache; quiet, and quick when nothing is to be done."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def is_prepared() -> bool:
    """Whether the tables are there at all."""
    return "journal_head" in connection.introspection.table_names()
