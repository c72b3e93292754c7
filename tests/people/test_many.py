"""What is done to many people at once, who is left out and why, and going back to exactly what was."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from hocvien.common.intervals import OPEN_END
from hocvien.journal.models import Entry
from hocvien.people import api as people
from tests.kept import kept
from tests.web.office import D0, add_people, found_units

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 6, 1, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ON = date(2023, 6, 1)


@kept()
def units():
    return found_units()


@kept()
def everybody(units):
    return add_people(units["dong-hoa"], 6)


def do(work, rows):
    return people.do_for_many(actor=None, work=work, person_ids=[row.pk for row in rows], now=NOW)


def back(outcome):
    return people.take_back_for_many(actor=None, effects=outcome.effects, now=NOW)


def facts_of(rows):
    """Everything dated that is recorded of these people."""
    found = []
    for row in rows:
        for name in ("belongings", "ratings", "managements", "leaves"):
            found += [(row.pk, name, *sorted(one.items())) for one in getattr(row, name).values()]
    return sorted(map(str, found))


def works(units):
    return (
        people.NewRating(2021, "party_member", "excellent"),
        people.NewManagement(units["duc-thinh"].pk, ON),
        people.NewLeave("maternity", ON, date(2023, 12, 1)),
        people.NewMove(units["tram-y-te"].pk, ON, is_at_once=True),
    )


@pytest.mark.parametrize("number", range(4))
def test_done_and_taken_back_everything_is_as_it_was(units, everybody, number):
    people.add_facts(actor=None, person=everybody[0], managements=[people.NewManagement(units["tinh"].pk, D0)])
    before = facts_of(everybody)
    outcome = do(works(units)[number], everybody)
    assert (len(outcome.effects), outcome.left_out) == (6, {})
    assert facts_of(everybody) != before
    assert back(outcome) == {}
    assert facts_of(everybody) == before


@pytest.mark.parametrize("number", range(4))
def test_a_hundred_cost_what_six_cost(units, everybody, number, django_assert_max_num_queries):
    many = add_people(units["dong-hoa"], 100, start=10)
    with django_assert_max_num_queries(32):
        outcome = do(works(units)[number], many)
    with django_assert_max_num_queries(32):
        assert back(outcome) == {}


def test_everybody_has_a_line_in_the_journal_of_both(units, everybody):
    outcome = do(works(units)[0], everybody)
    back(outcome)
    for row in everybody:
        verbs = list(Entry.objects.filter(subject_uuid=row.uuid).order_by("seq").values_list("verb", flat=True))
        assert verbs[-2:] == ["people.add_facts", "people.take_back"]


def test_who_is_rated_already_or_no_member_is_left_out(units, everybody):
    people.update_person(actor=None, person=everybody[1], changes={"admitted_on": None, "official_on": None})
    everybody[2].ratings.create(year=2021, kind="party_member", grade="good")
    outcome = do(people.NewRating(2021, "party_member", "excellent"), everybody)
    assert {pk: code for pk, (code, _data) in outcome.left_out.items()} == {
        everybody[1].pk: "not_member",
        everybody[2].pk: "rated",
    }
    assert people.say_left_out(*outcome.left_out[everybody[2].pk]) == (
        "Đã có xếp loại năm 2021: Hoàn thành tốt nhiệm vụ."
    )
    assert everybody[2].ratings.get(year=2021).grade == "good"


def test_the_managing_committee_changes_on_the_day(units, everybody):
    for row, unit in zip(everybody[:2], ("tinh", "duc-thinh"), strict=True):
        people.add_facts(actor=None, person=row, managements=[people.NewManagement(units[unit].pk, D0)])
    people.add_facts(
        actor=None, person=everybody[2], managements=[people.NewManagement(units["tinh"].pk, date(2023, 9, 1))]
    )
    outcome = do(people.NewManagement(units["duc-thinh"].pk, ON), everybody)
    codes = {pk: code for pk, (code, _data) in outcome.left_out.items()}
    assert codes == {everybody[1].pk: "managed_there", everybody[2].pk: "managed_later"}
    days = everybody[0].managements.order_by("valid_from").values_list("unit_id", "valid_from", "valid_to")
    assert list(days) == [(units["tinh"].pk, D0, ON), (units["duc-thinh"].pk, ON, OPEN_END)]


def test_a_leave_over_another_is_left_out(everybody):
    people.add_facts(actor=None, person=everybody[0], leaves=[people.NewLeave("long_sickness", date(2023, 5, 1))])
    outcome = do(people.NewLeave("maternity", ON), everybody)
    assert people.say_left_out(*outcome.left_out[everybody[0].pk]) == (
        "Đã ghi Nghỉ ốm dài ngày từ ngày 01/05/2023, chồng lên thời gian này."
    )


def test_requests_are_asked_of_the_other_unit_and_withdrawn(units, everybody):
    to_unit = units["thon-ngoai"]
    people.ask_transfer(actor=None, person=everybody[0], to_unit=to_unit, on=ON, now=NOW)
    outcome = do(people.NewMove(to_unit.pk, ON, paper_number="12-GT"), everybody)
    assert outcome.left_out == {everybody[0].pk: ("asked_already", {})}
    accepted = people.open_transfer_of(everybody[1], ON)
    assert (accepted.from_unit_id, accepted.paper_number) == (units["dong-hoa"].pk, "12-GT")
    people.accept_transfer(actor=None, request=accepted, now=NOW)
    assert back(outcome) == {everybody[1].pk: ("answered", {})}
    assert people.open_transfer_of(everybody[0], ON) is not None
    assert people.open_transfer_of(everybody[2], ON) is None
    assert do(people.NewMove(units["dong-hoa"].pk, ON), everybody[2:3]).left_out == {
        everybody[2].pk: ("there_already", {})
    }


def test_what_was_touched_since_stays(units, everybody):
    outcome = do(people.NewManagement(units["duc-thinh"].pk, ON), everybody)
    ended, removed, merged = everybody[:3]
    people.end_management(actor=None, management=ended.managements.get(), on=date(2024, 1, 1))
    people.remove_fact(actor=None, fact=removed.managements.get())
    people.merge_people(actor=None, survivor=everybody[3], merged=merged, choices={}, now=NOW)
    staying = back(outcome)
    assert {pk: code for pk, (code, _data) in staying.items()} | {everybody[3].pk: ""} == {
        ended.pk: "changed_since",
        removed.pk: "changed_since",
        merged.pk: "gone",
        everybody[3].pk: "",
    }
    assert ended.managements.get().valid_to == date(2024, 1, 1)
    assert not everybody[4].managements.exists()


def test_days_that_were_given_away_since_are_not_taken_back(units, everybody):
    row = everybody[0]
    people.add_facts(actor=None, person=row, managements=[people.NewManagement(units["tinh"].pk, D0)])
    outcome = do(people.NewManagement(units["duc-thinh"].pk, ON, date(2024, 1, 1)), [row])
    people.add_facts(actor=None, person=row, managements=[people.NewManagement(units["yen-son"].pk, date(2024, 6, 1))])
    assert back(outcome) == {row.pk: ("overlapped", {})}
    assert row.managements.count() == 3


def test_a_time_upside_down_is_refused(everybody):
    with pytest.raises(people.FactEndsBeforeStart):
        do(people.NewLeave("maternity", ON, ON), everybody)
