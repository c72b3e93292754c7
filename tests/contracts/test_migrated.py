"""Tests run on a copy of a database migrated once: it is what all migrations make, and made anew when one of them changes."""

import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from tests import migrated

JOURNAL = Path(apps.get_app_config("journal").path) / "migrations"


@pytest.mark.django_db
def test_every_migration_is_applied():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert set(MigrationRecorder(connection).applied_migrations()) == set(executor.loader.disk_migrations)


def test_a_changed_migration_is_another_database(tmp_path):
    folder = tmp_path / "journal" / "migrations"
    shutil.copytree(JOURNAL, folder)
    before = migrated.digest([folder])
    assert migrated.digest([folder]) == before
    last = max(folder.glob("0*.py"))
    last.write_text(last.read_text() + "# a word more\n")
    changed = migrated.digest([folder])
    assert changed != before
    last.rename(last.with_name("0999_last.py"))
    assert migrated.digest([folder]) not in {before, changed}


def test_what_a_migration_imports_of_ours_counts(tmp_path):
    folder = tmp_path / "one" / "migrations"
    folder.mkdir(parents=True)
    told = {}
    for line in ("", "from hocvien.journal.constants import TRIGGERS\n", "import hocvien.common.identity\n"):
        (folder / "0001_first.py").write_text(line)
        told[line] = migrated.imported_by([folder])
    assert [[path.name for path in paths] for paths in told.values()] == [[], ["constants.py"], ["identity.py"]]
