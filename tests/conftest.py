"""What all tests share: the language of the office, and a clean database between tests that really commit."""

import pytest
from django.db import connection
from django.utils import translation

from hocvien.journal.constants import TRIGGERS as JOURNAL_TRIGGERS
from hocvien.records.constants import TRIGGERS as RECORDS_TRIGGERS

TRIGGERS = (*JOURNAL_TRIGGERS, *RECORDS_TRIGGERS)


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
