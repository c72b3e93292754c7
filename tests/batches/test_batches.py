"""One thing done to many people at once: exactly those who were chosen, nobody without the right, and back again."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hocvien.access import api as access
from hocvien.batches import api as batches
from hocvien.batches.models import BatchItem
from hocvien.jobs import api as jobs
from hocvien.journal.models import Entry
from hocvien.people import api as people
from hocvien.records import api as records
from tests.web.office import ON, account, add_people, office

__all__ = ["office"]
pytestmark = pytest.mark.django_db
NOW = datetime(2023, 6, 1, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
RATING = people.NewRating(2021, "party_member", "excellent")


def opened(actor, rows, kind="rating", **more):
    given = {"unit": None, "chosen": "", "now": NOW, **more}
    return batches.open_batch(actor=actor, kind=kind, person_ids=[row.pk for row in rows], **given)


def judged(actor, rows, work=RATING, kind="rating"):
    return batches.judge_batch(actor=actor, batch=opened(actor, rows, kind), work=work, on=ON, now=NOW)


def run(actor, rows, work=RATING, kind="rating"):
    return batches.run_batch(actor=actor, batch=judged(actor, rows, work, kind), on=ON, now=NOW)


def back(actor, batch, now=NOW):
    return batches.take_back_batch(actor=actor, batch=batch, on=ON, now=now)


def reasons_of(batch):
    return {item.person: item.reason for item in batches.list_items(batch) if item.reason}


def test_nothing_is_written_before_it_is_run_and_then_to_exactly_those(office):
    officer, rows = office["officer"], office["people"]
    batch = judged(officer, rows)
    assert (batch.state, batch.counts) == ("ready", {"waiting": 3})
    assert not any(row.ratings.filter(year=2021).exists() for row in rows)
    batch = batches.run_batch(actor=officer, batch=batch, on=ON, now=NOW)
    assert (batch.state, batch.counts) == ("done", {"done": 3})
    assert all(row.ratings.get(year=2021).grade == "excellent" for row in rows)
    again = batches.run_batch(actor=officer, batch=batch, on=ON, now=NOW)
    assert again.counts == {"done": 3}
    batch = back(officer, batch)
    assert batch.counts == {"taken_back": 3}
    assert not any(row.ratings.filter(year=2021).exists() for row in rows)
    verbs = list(Entry.objects.filter(subject_uuid=batch.uuid).values_list("verb", flat=True))
    assert sorted(verbs) == ["batches.run_batch", "batches.take_back_batch"]


def test_who_is_not_kept_by_the_actor_is_left_out(office):
    batch = run(office["officer"], [*office["people"], *office["others"]])
    assert reasons_of(batch) == {office["others"][0].uuid: "no_right"}
    assert not office["others"][0].ratings.filter(year=2021).exists()


def test_a_right_that_ends_between_preview_and_run_counts(office):
    batch = judged(office["officer"], office["people"])
    access.end_grant(actor=None, grant=access.list_grants(office["officer"], ON)[0], on=ON)
    batch = batches.run_batch(actor=office["officer"], batch=batch, on=ON, now=NOW)
    assert batch.counts == {"left_out": 3}


def test_somebody_recorded_meanwhile_is_left_out(office):
    batch = judged(office["officer"], office["people"])
    first = office["people"][0]
    people.add_facts(actor=None, person=first, ratings=[people.NewRating(2021, "party_member", "good")])
    batch = batches.run_batch(actor=office["officer"], batch=batch, on=ON, now=NOW)
    assert batch.counts == {"done": 2, "left_out": 1}
    assert reasons_of(batch) == {first.uuid: "rated"}


def test_people_are_asked_of_another_unit_or_moved_at_once_where_both_are_kept(office):
    officer, rows = office["officer"], office["people"]
    there, far = office["tram-y-te"], office["thon-ngoai"]
    asked = run(officer, rows[:1], people.NewMove(far.pk, ON), "move")
    assert people.open_transfer_of(rows[0], ON) is not None
    moved = run(officer, rows[1:], people.NewMove(there.pk, ON, is_at_once=True), "move")
    assert people.main_unit_ids([row.pk for row in rows[1:]], ON) == {row.pk: there.pk for row in rows[1:]}
    assert back(officer, moved).counts == {"taken_back": 2}
    assert people.main_unit_ids([row.pk for row in rows], ON) == {row.pk: office["dong-hoa"].pk for row in rows}
    assert back(officer, asked).counts == {"taken_back": 1}
    with pytest.raises(access.NotAllowed):
        judged(officer, rows, people.NewMove(far.pk, ON, is_at_once=True), "move")


def test_what_was_built_on_it_stays(office):
    batch = run(office["officer"], office["people"])
    first, second, third = office["people"]
    people.remove_fact(actor=None, fact=second.ratings.get(year=2021))
    people.update_person(actor=None, person=third, changes={"phone": "0912345678"})
    BatchItem.objects.filter(person=first.uuid).update(effect={"made": [["people.rating", 10**9, {}]]})
    batch = back(office["officer"], batch)
    assert reasons_of(batch) == {first.uuid: "changed_since", second.uuid: "changed_since"}
    # a telephone number corrected since is nothing that the rating carries
    assert not third.ratings.filter(year=2021).exists()


def test_a_certificate_since_keeps_what_it_was_given_on(office):
    batch = run(office["officer"], office["people"][:2])
    new = records.NewTraining(title="Bồi dưỡng", finished_on=date(2022, 1, 1))
    records.add_training(actor=None, person=office["people"][0], new=new, now=NOW)
    batch = back(office["officer"], batch)
    assert reasons_of(batch) == {office["people"][0].uuid: "used"}
    item = batches.list_items(batch).get(person=office["people"][0].uuid)
    assert batches.say_reason(item.reason, item.data).startswith("Sau đó người này đã có mục mới")


def test_it_can_be_taken_back_for_seven_days_by_its_owner(office):
    batch = run(office["officer"], office["people"])
    with pytest.raises(batches.BatchNotFound):
        back(office["outsider"], batch)
    with pytest.raises(batches.TooLateToTakeBack):
        back(office["officer"], batch, NOW + timedelta(days=7, minutes=1))
    assert batches.forget_batches(before=NOW + timedelta(days=8)) == 3
    assert batches.get_batch(office["officer"], batch.uuid).counts == {"done": 3}


def test_what_is_never_done_goes_after_a_day(office):
    batch = opened(office["officer"], office["people"])
    opened(office["officer"], office["people"], now=NOW + timedelta(days=2))
    with pytest.raises(batches.BatchNotFound):
        batches.get_batch(office["officer"], batch.uuid)


def test_nobody_chosen_and_nobody_left_are_refused(office):
    with pytest.raises(batches.NobodyChosen):
        opened(office["officer"], [])
    batch = judged(office["officer"], office["others"])
    with pytest.raises(batches.NobodyLeft):
        batches.run_batch(actor=office["officer"], batch=batch, on=ON, now=NOW)


def test_many_are_a_job_that_may_break_off_and_go_on(office, settings, monkeypatch):
    settings.JOBS_INLINE = False
    monkeypatch.setattr("hocvien.batches.operations.AT_ONCE", 10)
    monkeypatch.setattr("hocvien.batches.operations.PART", 10)
    officer = office["officer"]
    rows = add_people(office["dong-hoa"], 35, start=10)
    batch = judged(officer, rows)
    assert (batch.state, batch.job.total) == ("judging", 35)
    assert jobs.work_once(worker="a")
    batch = batches.get_batch(officer, batch.uuid)
    assert batch.counts == {"waiting": 35}
    real, calls = people.do_for_many, []

    def breaks(**given):
        calls.append(1)
        if len(calls) == 3:
            raise OSError
        return real(**given)

    monkeypatch.setattr("hocvien.people.api.do_for_many", breaks)
    batches.run_batch(actor=officer, batch=batch, on=ON, now=NOW)
    assert jobs.work_once(worker="a")
    assert BatchItem.objects.filter(batch=batch, outcome="done").count() == 20
    jobs.Job.objects.update(not_before=None)
    assert jobs.work_once(worker="b")
    batch = batches.get_batch(officer, batch.uuid)
    assert (batch.state, batch.counts) == ("done", {"done": 35})
    assert people.ratings().filter(year=2021).count() == 35
    batch = back(officer, batch)
    assert batch.job.is_open
    with pytest.raises(batches.BatchBusy):
        back(officer, batch)
    assert jobs.work_once(worker="a")
    assert batches.get_batch(officer, batch.uuid).counts == {"taken_back": 35}
    assert [one.number for one in batches.list_items(batch)] == list(range(35))


def test_a_part_costs_a_fixed_number_of_queries(office, django_assert_max_num_queries):
    officer = account("keeper", "unit_officer", office["duc-thinh"])
    rows = add_people(office["dong-hoa"], 120, start=10)
    with django_assert_max_num_queries(40):
        batch = judged(officer, rows)
    with django_assert_max_num_queries(80):
        batch = batches.run_batch(actor=officer, batch=batch, on=ON, now=NOW)
    with django_assert_max_num_queries(110):
        assert back(officer, batch).counts == {"taken_back": 120}
