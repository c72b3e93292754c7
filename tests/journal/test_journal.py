"""The journal: written in the change's transaction, chained, refused to everybody who would change it."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy

from hocvien.accounts import api as accounts
from hocvien.common.identity import new_uuid
from hocvien.journal import api as journal
from hocvien.journal.arithmetic import chain_hash
from hocvien.journal.constants import TRIGGERS
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept()
def lan():
    return accounts.create_user(actor=None, username="lan", full_name="Lê Thị Lan")


def record(subject, n=1, **fields):
    return (
        journal.record_many([journal.Change(None, f"test.step_{i}", subject, after={"n": i}) for i in range(n)])
        if n > 1
        else (journal.record(actor=None, verb="test.step", subject=subject, **fields))
    )


def without_triggers(statement, *params):
    """What somebody with the database's own tool can do."""
    with connection.cursor() as cursor:
        for name, table, _event in TRIGGERS:
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
        cursor.execute(statement, params)


def test_record_keeps_who_what_and_both_values(lan):
    at = datetime(2023, 5, 2, 1, tzinfo=UTC)
    entry = journal.record(
        actor=lan,
        verb="test.rename",
        subject=lan,
        unit_code="duc-tho",
        before={"on": date(2023, 5, 1), "share": Decimal("0.5")},
        after={"name": gettext_lazy("Đức Thọ"), "at": at},
        at=at,
        on_behalf_of="Huyện ủy",
    )
    read = journal.list_entries(subject_uuid=lan.uuid).get()
    assert (read.seq, read.actor, read.verb, read.unit_code, read.at) == (entry.seq, lan, "test.rename", "duc-tho", at)
    assert (read.subject_type, read.subject_uuid, read.on_behalf_of) == ("accounts.user", lan.uuid, "Huyện ủy")
    assert read.detail.before == {"on": "2023-05-01", "share": "0.5"}
    assert read.detail.after["name"] == "Đức Thọ"


@pytest.mark.parametrize("words", ["", "Huyện ủy", 'nói "có"', "a\\b\n\t\x00\x1f\x7f", "\u2028 😀"])
def test_the_chain_is_taken_of_a_compact_json_array(words):
    at = datetime(2023, 5, 2, 1, 2, 3, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    uuid = new_uuid()
    fields = {
        "prev_hash": "0" * 64,
        "seq": 7,
        "uuid": uuid,
        "at": at,
        "actor_uuid": None,
        "on_behalf_of": words,
        "verb": words,
        "subject_type": words,
        "subject_uuid": uuid,
        "unit_code": words,
        "digest": "f" * 64,
    }
    told = [*fields.values()]
    told[2:5] = [str(uuid), "2023-05-01T18:02:03.000000+00:00", ""]
    told[8] = str(uuid)
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    assert chain_hash(**fields) == hashlib.sha256(text.encode()).hexdigest()


def test_record_of_the_installation_has_no_subject():
    record(None)
    assert journal.last_entry("test.step").subject_type == "installation"
    assert journal.last_entry("test.other") is None


def test_record_many_numbers_without_gaps_in_few_queries(lan, django_assert_max_num_queries):
    record(lan)
    with django_assert_max_num_queries(6):
        entries = record(lan, 100)
    assert [e.seq for e in entries] == list(range(2, 102))
    assert journal.verify_chain().is_sound


def test_list_entries_for_units_shows_only_theirs(lan):
    record(lan, unit_code="duc-tho")
    record(lan, unit_code="yen-ho")
    assert [e.unit_code for e in journal.list_entries_for_units(["yen-ho"])] == ["yen-ho"]


def test_list_entries_costs_one_query(lan, django_assert_num_queries):
    record(lan, 3)
    with django_assert_num_queries(1):
        assert [e.detail.after["n"] for e in journal.list_entries(subject_uuid=lan.uuid)] == [2, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_a_mistake_of_the_programmer():
    with pytest.raises(RuntimeError):
        record(None)


@pytest.mark.django_db(transaction=True)
def test_record_goes_with_its_transaction(lan):
    def refused():
        with transaction.atomic():
            record(lan)
            raise ValidationError("no")

    with pytest.raises(ValidationError):
        refused()
    with transaction.atomic():
        assert record(lan).seq == 1
    assert journal.verify_chain().entries == 1


def test_entry_cannot_be_changed_through_the_model(lan):
    entry = record(lan)
    for attempt in (
        entry.save,
        entry.delete,
        journal.list_entries().delete,
        lambda: journal.list_entries().update(verb="x"),
    ):
        with pytest.raises(journal.AppendOnly):
            attempt()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal_entry SET verb = 'x'", "DELETE FROM journal_entry", "UPDATE journal_detail SET content = '{}'"],
)
def test_entry_cannot_be_changed_through_the_database(lan, statement):
    record(lan)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE journal_entry SET verb = 'x' WHERE seq = 2", "2: changed"),
        ("UPDATE journal_entry SET actor_id = NULL WHERE seq = 2", "2: changed"),
        ("UPDATE journal_detail SET content = '{}' WHERE entry_id = 2", "2: values changed"),
        ("UPDATE journal_entry SET hash = prev_hash WHERE seq = 2", "2: changed"),
        ("UPDATE journal_head SET seq = 2", "is not the recorded head"),
        ("DELETE FROM journal_head", "is not the recorded head"),
    ],
)
def test_verify_chain_finds_tampering(lan, statement, found):
    for _ in range(3):
        journal.record(actor=lan, verb="test.step", subject=lan)
    assert journal.verify_chain().is_sound
    without_triggers(statement)
    report = journal.verify_chain()
    assert not report.is_sound
    assert any(found in problem for problem in report.problems)


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_verify_chain_finds_an_entry_taken_out(lan, seq):
    record(lan, 3)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_detail WHERE entry_id = %s", [seq])
    without_triggers("DELETE FROM journal_entry WHERE seq = %s", seq)
    assert not journal.verify_chain().is_sound


def test_verify_chain_finds_a_chain_recomputed_past_the_recorded_head(lan):
    record(lan, 3)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_detail WHERE entry_id = 3")
    without_triggers("DELETE FROM journal_entry WHERE seq = 3")
    assert journal.verify_chain().problems == ("2: is not the recorded head",)


def test_verify_chain_holds_after_values_are_erased(lan):
    entries = record(lan, 3)
    entries[1].detail.delete()
    report = journal.verify_chain()
    assert report.is_sound
    assert (report.entries, report.erased) == (3, 1)


def test_verify_chain_of_an_empty_journal_is_sound():
    assert journal.verify_chain().is_sound
