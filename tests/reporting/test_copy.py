"""Where a large question goes, what its answer says, and how the copy is written by night."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hocvien.accounts import api as accounts
from hocvien.jobs import api as jobs
from hocvien.journal import api as journal
from hocvien.reporting import api as reporting
from hocvien.reporting.queries.parquet import choosing, counting
from tests.reporting.test_breakdown import ask

NOW = datetime(2024, 2, 1, 1, 30, tzinfo=UTC)
TABLE = reporting.Breakdown(("classes", "participations", "persons"), rows="sender_branch", columns="month")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def kept(random_world, settings, monkeypatch):
    """An installation that keeps a copy, where everything is large."""
    settings.PARQUET_ENABLED = True
    monkeypatch.setattr(choosing, "LARGE_FROM", 1)
    world = random_world(3)
    reporting.write_parquet(actor=None, now=NOW)
    return world


def test_a_large_question_is_answered_from_the_copy_and_says_of_which_moment(kept):
    question = ask(kept, "tinh")
    answer = reporting.break_down_anywhere(question, TABLE)
    assert answer.copied_at == NOW
    assert replace(answer, copied_at=None) == reporting.break_down(question, TABLE)
    assert "Số liệu theo bản chép lúc 08:30 ngày 01/02/2024." in reporting.answer_as_text(answer)
    assert answer.as_json()["copied_at"] == "2024-02-01T08:30:00+07:00"
    rows = list(csv.DictReader(io.StringIO(reporting.answer_as_csv(answer).removeprefix("\ufeff"))))
    assert {row["copied_at"] for row in rows} == {"2024-02-01T08:30:00+07:00"}


def test_elsewhere_the_database_is_asked_and_nothing_is_said(kept, settings, monkeypatch):
    question = ask(kept, "tinh")
    monkeypatch.setattr(choosing, "LARGE_FROM", 100_000)
    small = reporting.break_down_anywhere(question, TABLE)
    assert small.copied_at is None
    assert "copied_at" not in small.as_json()
    assert "bản chép" not in reporting.answer_as_text(small)
    assert "copied_at" not in reporting.answer_as_csv(small)
    monkeypatch.setattr(choosing, "LARGE_FROM", 1)
    settings.PARQUET_ENABLED = False
    assert reporting.break_down_anywhere(question, TABLE) == small


def test_a_report_that_would_be_counted_for_minutes_is_not_begun(kept):
    asked = {
        "unit": kept.units["tinh"],
        "from_": date(2023, 1, 1),
        "to": date(2023, 12, 31),
        "basis": reporting.FINISHED,
    }
    whole = reporting.compute_report(**asked)
    size = choosing.size_of(reporting.ask(**asked))
    assert whole.totals.participations
    assert size
    assert reporting.compute_report(**asked, most=size) == whole
    with pytest.raises(reporting.ReportTooLarge):
        reporting.compute_report(**asked, most=size - 1)


def test_nothing_sensitive_is_told_from_the_copy_to_who_may_not_see_people(kept):
    by_band = reporting.Breakdown(("participations",), rows="age_band")
    answer = reporting.break_down_anywhere(ask(kept, "tinh"), by_band, closed_on=NOW.date())
    assert answer.kept_back == reporting.KeptBack.LARGE
    assert answer.figure("participations")
    assert all(answer.figure("participations", one.code) is None for one in answer.rows)
    assert not reporting.break_down_anywhere(ask(kept, "tinh"), TABLE, closed_on=NOW.date()).kept_back


def test_what_is_fixed_is_of_the_database(kept):
    frozen = reporting.freeze_answer(
        actor=None,
        unit=kept.units["tinh"],
        title="Chốt",
        now=NOW,
        on=NOW.date(),
        question=ask(kept, "tinh"),
        breakdowns=[TABLE],
    )
    assert reporting.recounts_alike(frozen)


@pytest.mark.parametrize("most", [1 << 30, 60, 1])
def test_bits_held_at_once_in_parts_or_not_at_all_count_alike(kept, monkeypatch, most):
    monkeypatch.setattr(counting, "_MOST_BYTES", most)
    question = ask(kept, "tinh")
    for rows, columns in (("sender_branch", "month"), ("month", ""), ("part", "programme"), ("", "")):
        table = reporting.Breakdown(("classes", "participations", "persons", "sent", "sent_persons"), rows, columns)
        told = reporting.break_down_in_parquet(question, table)
        assert replace(told, copied_at=None) == reporting.break_down(question, table), (rows, columns)


def test_the_worker_writes_it_once_a_night(kept, settings):
    settings.JOBS_INLINE = True
    assert not reporting.ask_for_copy(on=date(2024, 2, 1), now=NOW)
    assert reporting.ask_for_copy(on=date(2024, 2, 2), now=NOW + timedelta(days=1))
    assert reporting.find_copy().as_of > NOW
    settings.PARQUET_ENABLED = False
    assert not reporting.ask_for_copy(on=date(2030, 1, 1), now=NOW)


def test_written_at_once_it_stands_in_the_journal_with_who_asked(kept, settings):
    settings.JOBS_INLINE = True
    user = accounts.User.objects.create(username="quan-tri", full_name="Quản trị mẫu")
    user.on_behalf_of = "Giám đốc mẫu"
    assert reporting.ask_for_copy(on=NOW.date(), now=NOW, owner=user, at_once=True)
    (job,) = jobs.list_jobs(user)
    assert job.state == jobs.JobState.DONE
    entry = journal.last_entry("reporting.write_copy")
    assert (entry.actor, entry.on_behalf_of) == (user, "Giám đốc mẫu")


def test_a_copy_laid_out_otherwise_is_none(kept, tmp_path):
    current = tmp_path / "parquet" / "current.json"
    current.write_text(current.read_text(encoding="utf-8").replace('"form": 2', '"form": 1'), encoding="utf-8")
    assert reporting.find_copy() is None
    assert reporting.break_down_anywhere(ask(kept, "tinh"), TABLE).copied_at is None
