"""What all tests share: the language of the office, and a clean database between tests that really commit."""

import pytest
from django.db import connection
from django.test import SimpleTestCase
from django.utils import translation

from hocvien.journal.constants import TRIGGERS as JOURNAL_TRIGGERS
from hocvien.records.constants import TRIGGERS as RECORDS_TRIGGERS

TRIGGERS = (*JOURNAL_TRIGGERS, *RECORDS_TRIGGERS)
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences"}


def pytest_collection_modifyitems(config, items):
    """What says the same whatever the database runs with SQLite alone: tests that touch none, and those marked `once`."""
    if connection.vendor == "sqlite":
        return
    again = [item for item in items if _asks_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_the_database(item)])
    items[:] = again


def _asks_the_database(item):
    if item.get_closest_marker("once") is not None:
        return False
    is_marked = any(item.get_closest_marker(name) is not None for name in ("django_db", "each_database"))
    is_case = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return is_marked or is_case or bool(DATABASE_FIXTURES & set(item.fixturenames))


@pytest.fixture(autouse=True)
def _vietnamese():
    """Every test starts in Vietnamese, whatever the one before activated."""
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def _own_data_dir(settings, tmp_path_factory):
    """Signing keys made by a test go to the test's own folder, never to the office's."""
    settings.DATA_DIR = tmp_path_factory.getbasetemp() / "data"


@pytest.fixture(autouse=True)
def _jobs_at_once(settings):
    """Jobs are done where they are given; tests of the worker itself turn this off."""
    settings.JOBS_INLINE = True


@pytest.fixture(autouse=True, scope="session")
def _flushable_journal():
    """Let the test runner empty the tables: the triggers of the journal and the register's log rightly refuse it on SQLite."""
    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    original = operations.sql_flush

    def with_triggers_lifted(self, style, tables, **options):
        drop = [f"DROP TRIGGER IF EXISTS {name}" for name, _table, _event in TRIGGERS]
        create = [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            for name, table, event in TRIGGERS
        ]
        statements = original(self, style, tables, **options)
        return [*drop, *statements, *create] if statements else statements

    operations.sql_flush = with_triggers_lifted
    yield
    operations.sql_flush = original
