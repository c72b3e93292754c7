"""Dated facts: added, ended, corrected, removed; what cannot be is refused; nothing is lost."""

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


@kept()
def person(cells):
    return people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name="Trần Thị Mai",
            birth_name="Trần Thị  Mái",
            email="mai@example.org",
            belongings=(people.NewBelonging(cells[0].pk, "official_cell", D0),),
            posts=(people.NewPost(cells[0].pk, "cell_secretary", "Bí thư", D0, work_field="propaganda"),),
            qualifications=(people.NewQualification("elementary", "diploma"),),
            ratings=(people.NewRating(2022, "party_member", "good"), people.NewRating(2021, "party_member", "good")),
            managements=(people.NewManagement(cells[1].pk, D0),),
            leaves=(people.NewLeave("maternity", date(2021, 1, 1), date(2021, 7, 1)),),
        ),
    )


def add(person, **facts):
    people.add_facts(actor=None, person=person, **facts)


def correct(fact, **changes):
    people.correct_fact(actor=None, fact=fact, changes=changes)


def test_everything_the_rules_need_is_held(person, cells):
    assert person.birth_name == "Trần Thị Mái"
    assert people.list_posts(person)[0].work_field == "propaganda"
    assert [row.unit_id for row in people.list_managements(person)] == [cells[1].pk]
    assert people.leaves_on(date(2021, 3, 1)).get().person == person
    assert not people.leaves_on(ON).exists()
    assert people.managements_on(ON).get().person == person


def test_a_name_at_birth_that_is_the_same_is_not_kept_twice():
    one = people.add_person(actor=None, new=people.NewPerson(full_name="Lê Lan", birth_name="Lê  Lan"))
    assert one.birth_name == ""


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        (lambda c: {"managements": [people.NewManagement(c[0].pk, ON)]}, people.FactOverlaps),
        (lambda c: {"leaves": [people.NewLeave("other", date(2021, 6, 1))]}, people.FactOverlaps),
        (lambda c: {"leaves": [people.NewLeave("other", ON, D0)]}, people.FactEndsBeforeStart),
        (lambda c: {"ratings": [people.NewRating(2022, "party_member", "failed")]}, people.RatingRepeated),
        (lambda c: {"belongings": [people.NewBelonging(c[1].pk, "official_cell", ON)]}, people.BelongingOverlaps),
        (
            lambda c: {
                "qualifications": [people.NewQualification("intermediate", "confirmation", "1", date(2021, 7, 9))]
            },
            people.ConfirmationTooLate,
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(person, cells, facts, error):
    before = journal.list_entries().count()
    with pytest.raises(error):
        add(person, **facts(cells))
    assert journal.list_entries().count() == before


def test_a_post_planning_or_qualification_sent_twice_is_recorded_once(person, cells):
    unit = cells[0].pk
    for facts in (
        {"posts": [people.NewPost(unit, "cell_secretary", "Bí thư chi bộ", date(2025, 1, 1))]},
        {"plannings": [people.NewPlanning(unit, "committee_member", "12-QH/HU", date(2025, 1, 1), date(2025, 1, 1))]},
        {"qualifications": [people.NewQualification("elementary", "diploma", "SC-77", date(2024, 3, 1), "Trung tâm")]},
        {"qualifications": [people.NewQualification("elementary", "none")]},
    ):
        add(person, **facts)
        with pytest.raises(people.FactRepeated):
            add(person, **facts)
    assert len(people.list_plannings(person)) == 1
    assert [one.number for one in people.list_qualifications(person)].count("SC-77") == 1


def test_a_confirmation_before_the_day_it_ended_is_taken(person):
    add(person, qualifications=[people.NewQualification("intermediate", "confirmation", "1", date(2021, 7, 8))])
    add(person, qualifications=[people.NewQualification("advanced", "confirmation")])
    assert people.theory_levels([person.pk]) == {person.pk: "advanced"}


def test_management_and_leave_end(person, cells):
    (management,) = people.list_managements(person)
    people.end_management(actor=None, management=management, on=ON)
    add(person, managements=[people.NewManagement(cells[0].pk, ON)])
    add(person, leaves=[people.NewLeave("secondment", ON)])
    leave = people.list_leaves(person)[0]
    people.end_leave(actor=None, leave=leave, on=date(2024, 1, 1))
    with pytest.raises(people.FactAlreadyEnded):
        people.end_leave(actor=None, leave=leave, on=date(2024, 2, 1))
    entry = journal.list_entries(subject_uuid=person.uuid).first()
    assert (entry.verb, entry.unit_code) == ("people.end_leave", "cb-0")


def test_a_fact_is_corrected_and_the_journal_holds_both(person):
    post = people.list_posts(person)[0]
    correct(post, title="Phó bí thư", kind="cell_deputy", valid_from=date(2020, 2, 1))
    post.refresh_from_db()
    assert (post.title, post.kind) == ("Phó bí thư", "cell_deputy")
    entry = journal.list_entries(subject_uuid=person.uuid).first()
    assert entry.verb == "people.correct_fact"
    assert entry.detail.before["title"] == "Bí thư"
    assert entry.detail.after["title"] == "Phó bí thư"
    before = journal.list_entries().count()
    correct(post, title="Phó bí thư")
    assert journal.list_entries().count() == before


def test_a_wrong_correction_is_refused(person, cells):
    add(person, leaves=[people.NewLeave("secondment", date(2022, 1, 1), date(2022, 6, 1))])
    later, earlier = people.list_leaves(person)
    with pytest.raises(people.FactOverlaps):
        correct(later, valid_from=date(2021, 5, 1))
    with pytest.raises(people.FactEndsBeforeStart):
        correct(earlier, valid_to=D0)
    newer, older = people.list_ratings(person)
    with pytest.raises(people.RatingRepeated):
        correct(newer, year=2021)
    correct(older, grade="excellent")
    (level,) = people.list_qualifications(person)
    with pytest.raises(people.ConfirmationTooLate):
        correct(level, evidence="confirmation", issued_on=date(2022, 1, 1))
    with pytest.raises(ValueError, match="not correctable"):
        correct(level, person_id=1)


def test_a_fact_recorded_by_mistake_is_removed_and_stays_in_the_journal(person):
    rating = people.list_ratings(person)[0]
    people.remove_fact(actor=None, fact=rating)
    assert [row.year for row in people.list_ratings(person)] == [2021]
    entry = journal.list_entries(subject_uuid=person.uuid).first()
    assert entry.detail.before == {"fact": "rating", "year": 2022, "kind": "party_member", "grade": "good"}
    for act in (
        lambda: people.remove_fact(actor=None, fact=rating),
        lambda: correct(rating, grade="failed"),
    ):
        with pytest.raises(people.FactNotFound):
            act()
