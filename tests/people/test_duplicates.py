"""Records that may be of one person: found by keys, compared, explained."""

from datetime import UTC, date, datetime

import pytest

from hocvien.org import api as org
from hocvien.people import api as people
from tests.kept import kept

D0 = date(2020, 1, 1)
ON = date(2023, 6, 1)
NOW = datetime(2023, 6, 1, 3, tzinfo=UTC)
MAI = {"full_name": "Trần Thị Hòa", "birth": "1985-03-12", "sex": "female", "identity_number": "042185001234"}


@kept()
def cells():
    return [
        org.found_unit(actor=None, code=f"cb-{n}", name=f"Chi bộ {n}", kind="cell", valid_from=D0) for n in range(2)
    ]


def add(unit=None, **fields):
    belongs = (people.NewBelonging(unit.pk, "official_cell", D0),) if unit else ()
    return people.add_person(actor=None, new=people.NewPerson(**fields, belongings=belongs))


def pairs(*persons):
    return people.find_duplicates([person.pk for person in persons], ON)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"full_name": "Trần Thị Hoà", "birth": "1985-03-12"}, "same_birth"),
        ({"full_name": "TRẦN THỊ HÒA", "birth": "1985-12-03"}, "day_month_swapped"),
        ({"full_name": "Trần Thị Hòa", "birth": "1985-03-13"}, "birth_digit_off"),
        ({"full_name": "Trần Thị Hòa", "birth": "1986-03-12"}, "birth_digit_off"),
        ({"full_name": "Trần Thị Hòa", "birth": "1985"}, "birth_less_known"),
        ({"full_name": "Tran Thi Hoa", "birth": "1985-03"}, "birth_less_known"),
        (
            {"full_name": "Trần Thị Hoa Lê", "birth": "1985-03-12", "identity_number": "042185001243"},
            "identity_digit_off",
        ),
        ({"full_name": "Trần T. Hòa", "birth": "1985-03-12", "identity_number": "042185001235"}, "identity_digit_off"),
        ({"full_name": "Trần Thị Hòa", "birth": "1985-03-12", "identity_number": "183456789"}, "identity_old_and_new"),
        ({"full_name": "Trần Thị Hoài", "birth": "1985-03-12", "phone": "+84 912 345 678"}, "same_phone"),
        ({"full_name": "Trần Hòa", "party_card": "12345678"}, "same_party_card"),
    ],
)
def test_a_likely_duplicate_is_found_with_its_reason(cells, other, reason):
    person = add(cells[0], **MAI, phone="0912.345.678", party_card="12345678")
    twin = add(cells[1], **other)
    (found,) = pairs(person)
    assert (found.person_id, found.other_id) == (person.pk, twin.pk)
    assert reason in found.likeness.reasons
    assert [one.likeness for one in pairs(twin)] == [found.likeness]


@pytest.mark.parametrize(
    "other",
    [
        {"full_name": "Trần Thị Hòa", "birth": "1971-08-30"},
        {"full_name": "Trần Thị Hòa"},
        {"full_name": "Lê Văn Nam", "birth": "1985-03-12", "identity_number": "042085007777"},
        {"full_name": "Trần Thị Hòa", "birth": "1985-03-12", "identity_number": "001185998877"},
        {"full_name": "Trần Thị Hòa", "birth": "1985-03-12", "sex": "male"},
        {"full_name": "Lê Văn Nam", "birth": "1970-01-01", "phone": "0912345678"},
    ],
)
def test_another_person_is_not_proposed(cells, other):
    person = add(cells[0], **MAI, phone="0912345678")
    add(cells[1], **other)
    assert pairs(person) == []


def test_the_same_name_in_the_same_cell_without_a_birth_is_proposed(cells):
    person = add(cells[0], **MAI)
    add(cells[0], full_name="Trần Thị Hòa")
    (found,) = pairs(person)
    assert set(found.likeness.reasons) == {"same_name", "birth_missing", "same_unit"}


def test_a_pair_is_named_once_and_two_people_no_more(cells):
    one, other = add(cells[0], **MAI), add(cells[0], full_name="Trần Thị Hòa", birth="1985-03-12")
    assert len(pairs(one, other)) == 1
    people.mark_distinct(actor=None, first=other, second=one, now=NOW)
    people.mark_distinct(actor=None, first=one, second=other, now=NOW)
    assert pairs(one, other) == []
    people.unmark_distinct(actor=None, first=one, second=other)
    assert len(pairs(one, other)) == 1


def test_the_cost_does_not_grow_with_the_people_asked_about(cells, django_assert_num_queries):
    few = [add(cells[0], full_name=f"Trần Thị Hòa {n}", birth="1985-03-12") for n in range(2)]
    many = people.add_people(
        actor=None, people=[people.NewPerson(full_name=f"Lê Văn {n}", birth="1980-01-01") for n in range(300)]
    )
    add(cells[1], full_name="Trần Thị Hòa 0", birth="1985-03-12")
    add(cells[1], full_name="Lê Văn 7", birth="1980-01-01")
    with django_assert_num_queries(8):
        assert len(pairs(*few)) == 1
    with django_assert_num_queries(8):
        assert len(pairs(*few, *many)) == 2


def test_questions_go_to_who_keeps_the_other_record(cells):
    one, other = add(cells[0], **MAI), add(cells[1], full_name="Trần Thị Hòa", birth="1985-03-12")
    asked = people.ask_about_pair(actor=None, person=one, other=other, now=NOW)
    assert people.ask_about_pair(actor=None, person=one, other=other, now=NOW) == asked
    assert people.questions_about([other.pk]) == [asked]
    people.confirm_pair(actor=None, question=asked, now=NOW)
    assert people.questions_about([other.pk]) == []
    assert [q.answer for q in people.questions_asked([one.pk])] == ["same"]


@pytest.mark.parametrize(
    ("first", "second", "slip"),
    [("1234", "1235", True), ("1234", "1324", True), ("1234", "1234", False), ("1234", "4321", False)],
)
def test_one_slip_of_the_pen(first, second, slip):
    from hocvien.people.arithmetic import one_slip

    assert one_slip(first, second) is slip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+84 912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("(024) 3825-1234", "02438251234"),
        ("không có", "không có"),
    ],
)
def test_telephone_numbers_are_kept_as_digits(typed, kept):
    assert people.plain_phone(typed) == kept
