"""What all tests share: the language of the office, and a clean database between tests that really commit."""

import time
import warnings

import pytest
from django.db import connection
from django.test import SimpleTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from hocvien.journal.constants import TRIGGERS as JOURNAL_TRIGGERS
from hocvien.records.constants import TRIGGERS as RECORDS_TRIGGERS
from tests import migrated
from tests.kept import ground, steps_of

# a busy machine is slow at everything: how long a draw takes says nothing of the program
hypothesis_settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("project")

TRIGGERS = (*JOURNAL_TRIGGERS, *RECORDS_TRIGGERS)
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences"}


# What takes longest, in this order. pytest-django puts tests that really commit last, whatever the order of arguments, and xdist hands out
# whole files: the browser's few long files would come at the end and be left to one worker.
LONG = (
    "tests/e2e/test_every_page.py",
    "tests/e2e/test_thread.py",
    "tests/privacy/test_masks.py",
    "tests/exchange/test_backup_of_demonstration.py",
    "tests/races/",
    "tests/exchange/test_backup.py",
    "tests/demonstration/test_build.py",
    "tests/e2e/",
)


def _place(nodeid):
    return next((at for at, beginning in enumerate(LONG) if nodeid.startswith(beginning)), len(LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With `--dist loadscope`: files as a whole, for what they make once; of the long ones each test by itself, to whichever worker is free."""
    if config.getvalue("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class LongOnesSplit(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return nodeid if _place(nodeid) < len(LONG) else super()._split_scope(nodeid)

    return LongOnesSplit(config, log)


def pytest_collection_modifyitems(config, items):
    """The long ones first. What says the same whatever the database runs with SQLite alone: tests that touch none, and those marked `once`."""
    items.sort(key=lambda item: _place(item.nodeid))
    if connection.vendor == "sqlite":
        return
    once = [item for item in items if item.get_closest_marker("once") is not None or not _asks_the_database(item)]
    config.hook.pytest_deselected(items=once)
    left_out = set(once)
    items[:] = [item for item in items if item not in left_out]


def _asks_the_database(item):
    is_marked = any(item.get_closest_marker(name) is not None for name in ("django_db", "each_database"))
    is_case = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return is_marked or is_case or bool(DATABASE_FIXTURES & set(item.fixturenames))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Before anything else of a test that asks the database: what it begins with (`tests/kept.py`), and nothing besides."""
    steps = steps_of(item)
    if steps or "django_db_setup" in item.fixturenames or _asks_the_database(item):
        ground.stand(steps)


@pytest.fixture(autouse=True)
def _vietnamese():
    """Every test starts in Vietnamese, whatever the one before activated."""
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def _own_data_dir(settings, tmp_path_factory):
    """Signing keys made by a test go to the test's own folder, never to the office's."""
    settings.DATA_DIR = _data_dir(tmp_path_factory)


def _data_dir(tmp_path_factory):
    return tmp_path_factory.getbasetemp() / "data"


@pytest.fixture(autouse=True)
def _jobs_at_once(settings):
    """Jobs are done where they are given; tests of the worker itself turn this off."""
    settings.JOBS_INLINE = True


@pytest.fixture(scope="session")
def migrated_database(django_db_blocker):
    """The file or database, empty but migrated, that the suite's own and those of racing processes are copies of."""
    with django_db_blocker.unblock():
        return migrated.make_once(connection)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, migrated_database):
    """The database of a run, or of a worker, begins as a copy of one that was migrated once."""
    migrated.begin_as_copy(connection, migrated_database)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """On PostgreSQL: whoever is still connected when all is done is waited for, then shut out, for a database in use cannot be dropped.

    A thread of the live server keeps its connection as long as the browser keeps its socket, and either may end after the last test:
    that is told of (`pyproject.toml` lets this one warning be a warning), and is no fault of the test that happened to be last.
    """
    with django_db_blocker.unblock():
        # asked of SQLite once a process, by whoever writes JSON first: before any test counts its queries
        assert connection.features.supports_json_field
    ground.open(django_db_blocker, DATA_DIR=_data_dir(tmp_path_factory), JOBS_INLINE=True)
    yield
    ground.close()
    if connection.vendor != "postgresql":
        return
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for _ in range(_WAITS):
            cursor.execute(f"SELECT count(*) {others}")
            if cursor.fetchone() == (0,):
                return
            time.sleep(_WAIT_SECONDS)
        cursor.execute(f"SELECT pid, state, left(query, 300), pg_terminate_backend(pid) {others}")
        for pid, state, query, _ended in cursor.fetchall():
            warnings.warn(f"still connected at the end: {pid}, {state}: {query}", stacklevel=1)


_WAITS, _WAIT_SECONDS = 50, 0.1


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
