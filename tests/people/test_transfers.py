"""A move between cells: asked by who sends, accepted or returned by who receives."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from tests.kept import kept

pytestmark = pytest.mark.django_db
D0 = date(2020, 1, 1)
ON = date(2023, 6, 1)
NOW = datetime(2023, 5, 20, 3, tzinfo=UTC)


@kept()
def cells():
    return [
        org.found_unit(actor=None, code=f"cb-{n}", name=f"Chi bộ {n}", kind="cell", valid_from=D0) for n in range(3)
    ]


@kept()
def person(cells):
    belongs = (people.NewBelonging(cells[0].pk, "official_cell", D0),)
    return people.add_person(actor=None, new=people.NewPerson(full_name="Trần Thị Mai", belongings=belongs))


def ask(person, unit, on=ON, **more):
    return people.ask_transfer(actor=None, person=person, to_unit=unit, on=on, now=NOW, **more)


def accept(asked):
    people.accept_transfer(actor=None, request=asked, now=NOW)


def cell_on(person, day):
    return people.main_unit_ids([person.pk], day).get(person.pk)


def test_nobody_moves_before_the_receiving_unit_accepts(person, cells):
    asked = ask(person, cells[1], paper_number="12-GT", paper_on=date(2023, 5, 19))
    assert cell_on(person, ON) == cells[0].pk
    assert people.open_transfer_of(person, ON) == asked
    accept(asked)
    assert (cell_on(person, ON - timedelta(days=1)), cell_on(person, ON)) == (cells[0].pk, cells[1].pk)
    assert people.open_transfer_of(person, ON) is None
    verbs = [entry.verb for entry in journal.list_entries(subject_uuid=person.uuid)][:3]
    assert verbs == ["people.accept_transfer", "people.transfer_person", "people.ask_transfer"]


def test_a_request_is_returned_with_a_reason_and_asked_again(person, cells):
    asked = ask(person, cells[1])
    with pytest.raises(people.ReasonMissing):
        people.return_transfer(actor=None, request=asked, reason="  ", now=NOW)
    people.return_transfer(actor=None, request=asked, reason="Thiếu giấy giới thiệu", now=NOW)
    assert cell_on(person, ON) == cells[0].pk
    with pytest.raises(people.TransferNotWaiting):
        accept(asked)
    counts = people.count_transfers(sending=[cells[0].pk], receiving=[], returned_since=D0)
    assert (counts.to_accept, counts.sent, counts.returned) == (0, 0, 1)
    people.ask_transfer(actor=None, person=person, to_unit=cells[1], on=ON, now=NOW + timedelta(days=1))
    counts = people.count_transfers(sending=[cells[0].pk], receiving=[], returned_since=D0)
    assert (counts.to_accept, counts.sent, counts.returned) == (0, 1, 0)


def test_one_request_at_a_time_and_not_to_the_same_cell(person, cells):
    with pytest.raises(people.TransferToSameUnit):
        ask(person, cells[0])
    asked = ask(person, cells[1])
    with pytest.raises(people.TransferAlreadyAsked) as refusal:
        ask(person, cells[2])
    assert "Chi bộ 1" in str(refusal.value)
    people.withdraw_transfer(actor=None, request=asked, now=NOW)
    ask(person, cells[2])


def test_a_request_overtaken_by_another_move_is_not_accepted(person, cells):
    asked = ask(person, cells[1])
    people.transfer_people(actor=None, transfers=[people.Transfer(person.pk, cells[2].pk, date(2023, 5, 25))])
    with pytest.raises(people.TransferMovedOn):
        accept(asked)
    assert cell_on(person, ON) == cells[2].pk


def test_a_move_before_a_later_cell_is_refused(person, cells):
    people.transfer_people(actor=None, transfers=[people.Transfer(person.pk, cells[2].pk, date(2023, 7, 1))])
    with pytest.raises(people.BelongingOverlaps):
        ask(person, cells[1])


def test_who_has_no_official_cell_is_taken_in_all_the_same(cells):
    person = people.add_person(actor=None, new=people.NewPerson(full_name="Lê Văn Nam"))
    accept(ask(person, cells[1]))
    assert cell_on(person, ON) == cells[1].pk


def test_a_merge_takes_requests_along_and_two_open_ones_stand_in_its_way(person, cells):
    other = people.add_person(actor=None, new=people.NewPerson(full_name="Trần Thị Mai"))
    asked = ask(other, cells[1])
    first = ask(person, cells[1])
    with pytest.raises(people.BothAskTransfer):
        people.merge_people(actor=None, survivor=person, merged=other, now=NOW)
    people.withdraw_transfer(actor=None, request=first, now=NOW)
    done = people.merge_people(actor=None, survivor=person, merged=other, now=NOW)
    assert people.open_transfer_of(person, ON) == asked
    people.unmerge_people(actor=None, merge=done, now=NOW)
    assert people.open_transfer_of(people.get_person(other.uuid), ON) == asked
