"""Recording people, their facts and their moves."""

from datetime import date

import pytest

from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from tests.kept import kept

pytestmark = pytest.mark.django_db
D0 = date(2020, 1, 1)
ON = date(2023, 6, 1)


@kept()
def cells():
    return [
        org.found_unit(actor=None, code=f"cb-{n}", name=f"Chi bộ {n}", kind="cell", valid_from=D0) for n in range(2)
    ]


def new(name="Trần Thị Mai", **more):
    return people.NewPerson(full_name=name, **more)


def test_add_person_stores_the_name_clean_and_findable(cells):
    person = people.add_person(actor=None, new=new("  Trần  Thị Hoà ", birth="1985-03"))
    assert person.full_name == "Trần Thị Hoà"
    assert person.birth == "1985-03"
    assert person.birth_words == "03/1985"
    assert list(people.matching(people.people(), "tran thi hòa")) == [person]
    assert list(people.matching(people.people(), "mai")) == []


def test_people_are_sorted_by_given_name():
    names = ["Nguyễn Văn Bình", "Lê Ánh", "Trần Thị An", "Đỗ Đức", "Phạm Duy"]
    people.add_people(actor=None, people=[new(name) for name in names])
    assert [p.full_name for p in people.people()] == [
        "Trần Thị An",
        "Lê Ánh",
        "Nguyễn Văn Bình",
        "Phạm Duy",
        "Đỗ Đức",
    ]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"birth": "1990-02-31"}, people.BirthUnreadable),
        ({"birth": "chín mươi"}, people.BirthUnreadable),
        ({"identity_number": "12345"}, people.IdentityNumberWrong),
        ({"identity_number": "042185001234", "sex": "male"}, people.IdentityNumberContradicts),
        ({"identity_number": "042185001234", "birth": "1986"}, people.IdentityNumberContradicts),
        ({"official_on": date(2020, 1, 1)}, people.OfficialBeforeAdmitted),
        ({"official_on": date(2020, 1, 1), "admitted_on": date(2021, 1, 1)}, people.OfficialBeforeAdmitted),
    ],
)
def test_add_person_refuses_what_cannot_be(changes, error):
    with pytest.raises(error):
        people.add_person(actor=None, new=new(**changes))


def test_add_people_refuses_an_identity_number_held_or_repeated():
    people.add_person(actor=None, new=new(identity_number="042185001234"))
    with pytest.raises(people.PersonExists):
        people.add_person(actor=None, new=new("Lê Thị Lan", identity_number="042185001234"))
    twice = [new("A B", identity_number="042185001235"), new("C D", identity_number="042185001235")]
    with pytest.raises(people.PersonExists):
        people.add_people(actor=None, people=twice)


def test_update_person_journals_only_what_changed(cells):
    belongs = (people.NewBelonging(cells[0].pk, "official_cell", D0),)
    person = people.add_person(actor=None, new=new(birth="1985", belongings=belongs))
    people.update_person(actor=None, person=person, changes={"birth": "1985-04-02", "full_name": "Trần Thị Mai"})
    entry = journal.list_entries(subject_uuid=person.uuid).first()
    assert (entry.verb, entry.unit_code) == ("people.update_person", "cb-0")
    assert (entry.detail.before, entry.detail.after) == ({"birth": "1985"}, {"birth": "1985-04-02"})
    before = journal.list_entries().count()
    people.update_person(actor=None, person=person, changes={"birth": "1985-04-02"})
    assert journal.list_entries().count() == before


def test_update_person_does_not_undo_what_another_clerk_wrote():
    person = people.add_person(actor=None, new=new(phone="1"))
    stale = people.get_person(person.uuid)
    people.update_person(actor=None, person=person, changes={"phone": "2"})
    people.update_person(actor=None, person=stale, changes={"ethnicity": "Tày"})
    assert people.get_person(person.uuid).phone == "2"


def test_transfer_ends_the_old_cell_that_day(cells):
    belongs = (people.NewBelonging(cells[0].pk, "official_cell", D0),)
    person = people.add_person(actor=None, new=new(belongings=belongs))
    people.transfer_people(actor=None, transfers=[people.Transfer(person.pk, cells[1].pk, ON)])
    assert people.main_unit_ids([person.pk], date(2023, 5, 31)) == {person.pk: cells[0].pk}
    assert people.main_unit_ids([person.pk], ON) == {person.pk: cells[1].pk}
    with pytest.raises(people.BelongingOverlaps) as refusal:
        people.transfer_people(actor=None, transfers=[people.Transfer(person.pk, cells[0].pk, date(2021, 1, 1))])
    assert "Chi bộ 1" in str(refusal.value)


def test_a_second_official_cell_is_refused_beside_it_an_employer_is_not(cells):
    belongs = (people.NewBelonging(cells[0].pk, "official_cell", D0),)
    person = people.add_person(actor=None, new=new(belongings=belongs))
    with pytest.raises(people.BelongingOverlaps):
        people.add_facts(actor=None, person=person, belongings=[people.NewBelonging(cells[1].pk, "official_cell", ON)])
    people.add_facts(actor=None, person=person, belongings=[people.NewBelonging(cells[1].pk, "employer", ON)])
    assert set(people.person_ids_at([cells[1].pk], ON)) == {person.pk}


def test_main_unit_is_the_cell_then_the_proposing_cell_then_the_employer(cells):
    facts = (people.NewBelonging(cells[0].pk, "employer", D0), people.NewBelonging(cells[1].pk, "proposing_cell", D0))
    person = people.add_person(actor=None, new=new(belongings=facts))
    assert people.main_unit_ids([person.pk], ON) == {person.pk: cells[1].pk}


def test_posts_ratings_and_theory(cells):
    person = people.add_person(
        actor=None,
        new=new(
            posts=(people.NewPost(cells[0].pk, "cell_secretary", "Bí thư chi bộ", D0),),
            qualifications=(people.NewQualification("elementary"), people.NewQualification("intermediate", "diploma")),
            ratings=(people.NewRating(2022, "party_member", "good"),),
        ),
    )
    assert people.theory_levels([person.pk]) == {person.pk: "intermediate"}
    (post,) = people.posts_as_of([person.pk], ON)[person.pk]
    people.end_post(actor=None, post=post, on=ON)
    assert people.posts_as_of([person.pk], ON) == {}
    with pytest.raises(people.FactEndsBeforeStart):
        people.end_post(actor=None, post=post, on=D0)
    with pytest.raises(people.RatingRepeated):
        people.add_facts(actor=None, person=person, ratings=[people.NewRating(2022, "party_member", "excellent")])


def test_adding_many_people_costs_a_fixed_number_of_queries(cells, django_assert_max_num_queries):
    belongs = (people.NewBelonging(cells[0].pk, "official_cell", D0),)
    with django_assert_max_num_queries(20):
        people.add_people(actor=None, people=[new(f"Nguyễn Văn {n}", belongings=belongs) for n in range(40)])


@pytest.mark.parametrize(
    ("number", "sex", "year", "agrees"),
    [
        ("042185001234", "female", 1985, True),
        ("042085001234", "male", 1985, True),
        ("042201001234", "male", 2001, True),
        ("042301001234", "female", None, True),
        ("042301001234", "", 2001, True),
        ("042301001234", "male", 2001, False),
        ("042301001234", "female", 1901, False),
        ("183456789", "male", 1970, True),
    ],
)
def test_identity_number_agrees_with_sex_and_year(number, sex, year, agrees):
    assert people.identity_number_agrees(number, sex, year) is agrees


def test_membership_as_of():
    day = date(2023, 1, 1)
    assert people.membership_as_of(None, None, None, day) == "none"
    assert people.membership_as_of(date(2022, 1, 1), None, None, day) == "probationary"
    assert people.membership_as_of(date(2022, 1, 1), day, None, day) == "official"
    assert people.membership_as_of(date(2022, 1, 1), None, day, day) == "none"
