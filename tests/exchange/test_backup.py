"""One backup for both databases: whole or not at all, the same values back, refusals in words."""

import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.exchange import api as exchange
from hocvien.journal import api as journal
from hocvien.org import api as org

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2023, 8, 31, 8, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def office():
    """A small installation with text, dates, bytes, keys between tables and a journal."""
    with transaction.atomic():
        unit = org.found_unit(
            actor=None, code="duc-tho", name="Huyện ủy Đức Thọ", kind="district_committee", valid_from=date(2000, 1, 1)
        )
        for number in range(3):
            org.found_unit(
                actor=None, code=f"xa-{number}", name=f"Đảng ủy xã {number}", kind="base_committee", valid_from=date(2010, 2, 3), parent=unit
            )  # fmt: skip
        user = access.open_account(actor=None, username="lan", full_name="Lê Thị Lan", password=None)
        access.give_grant(actor=user, user=user, role="clerk", unit=unit, valid_from=date(2020, 1, 1))
    return unit


def sums(path):
    """The sum of each table; the journal's own grow by the entry of the backup or restore itself."""
    with zipfile.ZipFile(path) as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
    return {t["model"]: (t["rows"], t["sha256"]) for t in tables if not t["model"].startswith("journal.")}


def rewritten(source, target, change):
    """A copy of a backup with one thing changed; `change(name, content)` gives the new content or None to drop it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def empty_the_place():
    call_command("flush", interactive=False, verbosity=0)


def test_back_up_is_journalled_after_success(office, tmp_path):
    summary = exchange.back_up(actor=None, path=tmp_path / "a.zip", at=NOW)
    entry = journal.last_entry("installation.back_up")
    assert entry.at == NOW
    assert summary.file == "a.zip"
    assert summary.rows > 20
    assert summary.size == (tmp_path / "a.zip").stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_back_up_that_fails_leaves_neither_file_nor_entry(office, tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        exchange.back_up(actor=None, path=tmp_path / "nowhere" / "a.zip", at=NOW)
    assert journal.last_entry("installation.back_up") is None


def test_back_up_leaves_out_sessions_and_keys(office, tmp_path, client):
    client.force_login(accounts.find_user("lan"))
    exchange.back_up(actor=None, path=tmp_path / "a.zip", at=NOW)
    names = zipfile.ZipFile(tmp_path / "a.zip").namelist()
    assert not any(
        name.startswith(("tables/sessions.", "tables/contenttypes.")) or name.endswith(".pem") for name in names
    )
    assert names[-1] == "manifest.json"


def test_restore_gives_every_value_back(office, tmp_path):
    before = exchange.back_up(actor=None, path=tmp_path / "a.zip", at=NOW)
    chain = journal.verify_chain()
    empty_the_place()
    read = exchange.restore(actor=None, path=tmp_path / "a.zip", at=NOW)
    assert (read.made_at, read.rows) == (NOW, before.rows)
    exchange.back_up(actor=None, path=tmp_path / "b.zip", at=NOW)
    assert sums(tmp_path / "a.zip") == sums(tmp_path / "b.zip")
    assert journal.verify_chain().is_sound
    # The chain goes on from the restored entries: all but the entry of the first backup, then the two new ones.
    assert journal.verify_chain().entries == chain.entries - 1 + 2
    assert org.descendant_ids_as_of(org.get_unit("duc-tho").pk, date(2023, 1, 1))


def test_restore_lets_new_rows_follow_the_restored_ones(office, tmp_path):
    exchange.back_up(actor=None, path=tmp_path / "a.zip", at=NOW)
    empty_the_place()
    exchange.restore(actor=None, path=tmp_path / "a.zip", at=NOW)
    org.found_unit(
        actor=None, code="moi", name="Đơn vị mới", kind="cell", valid_from=date(2023, 1, 1), parent=org.get_unit("xa-1")
    )
    assert accounts.create_user(actor=None, username="hoa", full_name="Hoa").pk > accounts.find_user("lan").pk


def test_restore_into_a_used_place_is_refused(office, tmp_path):
    exchange.back_up(actor=None, path=tmp_path / "a.zip", at=NOW)
    with pytest.raises(exchange.PlaceNotEmpty):
        exchange.restore(actor=None, path=tmp_path / "a.zip", at=NOW)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", "sổ sách".encode()])
def test_restore_of_something_else_is_refused(tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(exchange.NotABackup):
        exchange.restore(actor=None, path=tmp_path / "x.zip", at=NOW)


def test_restore_of_another_zip_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("manifest.json", "[]")
    with pytest.raises(exchange.NotABackup):
        exchange.restore(actor=None, path=tmp_path / "x.zip", at=NOW)


def test_restore_of_a_cut_off_file_is_refused(office, tmp_path):
    exchange.back_up(actor=None, path=tmp_path / "a.zip", at=NOW)
    content = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "x.zip").write_bytes(content[: len(content) // 2])
    with pytest.raises(exchange.NotABackup):
        exchange.restore(actor=None, path=tmp_path / "x.zip", at=NOW)


@pytest.mark.parametrize("key", ["migrations", "format_version"])
def test_restore_of_another_version_is_refused(office, tmp_path, key):
    exchange.back_up(actor=None, path=tmp_path / "a.zip", at=NOW)

    def other(name, content):
        return json.dumps(json.loads(content) | {key: {"org": []}}) if name == "manifest.json" else content

    with pytest.raises(exchange.BackupOfOtherVersion):
        exchange.restore(actor=None, path=rewritten(tmp_path / "a.zip", tmp_path / "x.zip", other), at=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda _name, content: content.replace("Lê Thị Lan".encode(), "Lê Thị Hoa".encode()),
        lambda name, content: content.rpartition(b"\n[")[0] if name == "tables/org.unit.jsonl" else content,
        lambda name, content: b"{" if name == "tables/org.unit.jsonl" else content,
        lambda name, content: None if name == "tables/org.unit.jsonl" else content,
        lambda name, content: content.replace(b'"valid_from"', b'"valid_form"') if name == "manifest.json" else content,
    ],
    ids=["value changed", "row missing", "not json", "table missing", "column unknown"],
)
def test_restore_of_a_damaged_backup_writes_nothing(office, tmp_path, change):
    exchange.back_up(actor=None, path=tmp_path / "a.zip", at=NOW)
    empty_the_place()
    with pytest.raises(exchange.BackupDamaged):
        exchange.restore(actor=None, path=rewritten(tmp_path / "a.zip", tmp_path / "x.zip", change), at=NOW)
    assert org.find_unit("duc-tho") is None
    assert journal.verify_chain().entries == 0


def test_restore_of_a_flipped_byte_is_refused(office, tmp_path):
    exchange.back_up(actor=None, path=tmp_path / "a.zip", at=NOW)
    content = bytearray((tmp_path / "a.zip").read_bytes())
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        info = archive.getinfo("tables/org.unit.jsonl")
    content[info.header_offset + 30 + len(info.filename) + 20 + 12] ^= 0xFF
    (tmp_path / "x.zip").write_bytes(content)
    empty_the_place()
    with pytest.raises(exchange.BackupDamaged):
        exchange.restore(actor=None, path=tmp_path / "x.zip", at=NOW)


def test_backup_moves_between_the_databases(office, tmp_path):
    """From this test's database to a fresh SQLite installation through the command, and back."""
    hocvien = [sys.executable, "-m", "hocvien.console.main"]
    place = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
        "HOCVIEN_DATA": str(tmp_path / "place")
    }
    exchange.back_up(actor=None, path=tmp_path / "a.zip", at=NOW)
    for command in (["restore", tmp_path / "a.zip"], ["backup", tmp_path / "b.zip"], ["check-journal"]):
        run = subprocess.run([*hocvien, *command], env=place, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
    assert sums(tmp_path / "a.zip") == sums(tmp_path / "b.zip")
    empty_the_place()
    exchange.restore(actor=None, path=tmp_path / "b.zip", at=NOW)
    exchange.back_up(actor=None, path=tmp_path / "c.zip", at=NOW)
    assert sums(tmp_path / "c.zip") == sums(tmp_path / "a.zip")
    assert journal.verify_chain().is_sound
