"""Two records of one person made one, with everything that hangs on them, and taken apart again."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from tests.kept import kept

pytestmark = pytest.mark.django_db
D0 = date(2020, 1, 1)
ON = date(2023, 6, 1)
NOW = datetime(2023, 6, 1, 3, tzinfo=UTC)
LEFT_OUT = {"people.Merge", "journal.Entry", "journal.Detail", "journal.Head"}


@kept()
def cells():
    return [
        org.found_unit(actor=None, code=f"cb-{n}", name=f"Chi bộ {n}", kind="cell", valid_from=D0) for n in range(3)
    ]


def everything():
    """Every row of every table of ours but the journal and the merges themselves."""
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=str)
        for config in apps.get_app_configs()
        if config.name.startswith("hocvien.")
        for model in config.get_models()
        if model._meta.label not in LEFT_OUT
    }


def add(name="Trần Thị Mai", **more):
    return people.add_person(actor=None, new=people.NewPerson(full_name=name, **more))


def cell(unit, since=D0, until=None):
    return people.NewBelonging(unit.pk, "official_cell", since, until)


def merge(survivor, merged, **choices):
    return people.merge_people(actor=None, survivor=survivor, merged=merged, now=NOW, choices=choices)


def unmerge(one):
    return people.unmerge_people(actor=None, merge=one, now=NOW)


@kept()
def two(cells):
    """A record entered by hand, and one that came with a list: another cell, another telephone, more known."""
    first = add(
        birth="1985",
        phone="0912 345 678",
        belongings=(cell(cells[0]), people.NewBelonging(cells[2].pk, "employer", date(2021, 1, 1))),
        posts=(people.NewPost(cells[0].pk, "cell_secretary", "Bí thư chi bộ", date(2022, 1, 1)),),
        ratings=(people.NewRating(2021, "party_member", "good"), people.NewRating(2022, "party_member", "good")),
        qualifications=(people.NewQualification("elementary", "diploma", "12/A"),),
        leaves=(people.NewLeave("maternity", date(2021, 3, 1), date(2021, 9, 1)),),
        managements=(people.NewManagement(cells[2].pk, D0),),
    )
    second = add(
        birth="1985-03-12",
        identity_number="042185001234",
        phone="0987 654 321",
        belongings=(
            cell(cells[1], date(2019, 1, 1), date(2019, 6, 1)),
            cell(cells[1], date(2021, 6, 1)),
            people.NewBelonging(cells[2].pk, "employer", date(2018, 1, 1)),
        ),
        posts=(people.NewPost(cells[0].pk, "cell_secretary", "Bí thư Chi bộ", date(2022, 6, 1)),),
        ratings=(people.NewRating(2022, "party_member", "excellent"), people.NewRating(2020, "party_member", "good")),
        qualifications=(
            people.NewQualification("elementary", "diploma", "12/A"),
            people.NewQualification("intermediate", "diploma", "7/B"),
        ),
        leaves=(people.NewLeave("secondment", date(2021, 6, 1), date(2022, 1, 1)),),
        managements=(people.NewManagement(cells[1].pk, date(2022, 1, 1)),),
    )
    return first, second


def test_the_preview_says_what_differs_and_what_goes_over(two):
    shown = people.get_merge_preview(*two, ON)
    fields = {one.key: one for one in shown.fields}
    assert set(fields) == {
        "birth",
        "identity_number",
        "phone",
        "official_cell",
        "management",
        "rating-party_member-2022",
    }
    assert (fields["birth"].survivor, fields["birth"].merged, fields["birth"].chosen) == (
        "1985",
        "12/03/1985",
        "merged",
    )
    assert fields["identity_number"].chosen == "merged"
    assert not fields["identity_number"].is_conflict
    assert fields["phone"].chosen == "survivor"
    assert "Chi bộ 0" in fields["official_cell"].survivor
    assert {str(words): number for words, number in shown.moving}["Nơi sinh hoạt, công tác"] == 3


def test_a_merge_makes_one_record_of_two(two, cells):
    first, second = two
    merge(first, second)
    (person,) = people.people()
    assert (person.pk, person.birth, person.identity_number, person.phone) == (
        first.pk,
        "1985-03-12",
        "042185001234",
        "0912345678",
    )
    official = [
        (b.unit_id, b.valid_from.isoformat(), b.valid_to.isoformat())
        for b in reversed(people.list_belongings(person))
        if b.kind == "official_cell"
    ]
    assert official == [(cells[1].pk, "2019-01-01", "2019-06-01"), (cells[0].pk, "2020-01-01", "9999-12-31")]
    (employer,) = [b for b in people.list_belongings(person) if b.kind == "employer"]
    assert employer.valid_from == date(2018, 1, 1)
    (post,) = people.list_posts(person)
    assert post.valid_from == date(2022, 1, 1)
    assert [(r.year, r.grade) for r in people.list_ratings(person)] == [(2022, "good"), (2021, "good"), (2020, "good")]
    assert {q.level for q in people.list_qualifications(person)} == {"elementary", "intermediate"}
    assert len(people.list_qualifications(person)) == 2
    leaves = [(one.kind, one.valid_from.month, one.valid_to.month) for one in reversed(people.list_leaves(person))]
    assert leaves == [("maternity", 3, 9), ("secondment", 9, 1)]


def test_the_merged_uuid_leads_to_the_survivor(two):
    first, second = two
    merge(first, second)
    assert people.get_person(second.uuid) == first
    assert people.find_person(first.uuid) == first


def test_choices_decide_whose_value_stands(two, cells):
    first, second = two
    merge(
        first,
        second,
        phone="merged",
        official_cell="merged",
        **{"rating-party_member-2022": "merged"},
        birth="survivor",
    )
    (person,) = people.people()
    assert (person.phone, person.birth) == ("0987654321", "1985")
    assert people.main_unit_ids([person.pk], ON) == {person.pk: cells[1].pk}
    assert people.main_unit_ids([person.pk], date(2020, 6, 1)) == {person.pk: cells[0].pk}
    assert {r.year: r.grade for r in people.list_ratings(person)}[2022] == "excellent"


@pytest.mark.parametrize("whose", ["survivor", "merged"])
def test_merged_and_taken_apart_everything_is_as_it_was(two, whose):
    first, second = two
    third = add("Trần Thị Mai")
    people.mark_distinct(actor=None, first=second, second=third, now=NOW)
    people.ask_about_pair(actor=None, person=third, other=first, now=NOW)
    people.ask_about_pair(actor=None, person=second, other=first, now=NOW)
    before = everything()
    keys = [one.key for one in people.get_merge_preview(first, second, ON).fields]
    done = merge(first, second, **dict.fromkeys(keys, whose))
    assert everything() != before
    assert unmerge(done).notes == ()
    assert everything() == before
    assert people.get_person(second.uuid).pk == second.pk


def test_what_was_added_since_stays_with_the_survivor(two, cells):
    first, second = two
    done = merge(first, second)
    (person,) = people.people()
    people.add_facts(actor=None, person=person, ratings=[people.NewRating(2023, "party_member", "good")])
    people.update_person(actor=None, person=person, changes={"phone": "0900000000", "identity_number": ""})
    people.transfer_people(actor=None, transfers=[people.Transfer(person.pk, cells[2].pk, ON)])
    people.update_person(actor=None, person=person, changes={"identity_number": "042185001234"})
    outcome = unmerge(done)
    first, second = people.get_person(first.uuid), people.get_person(second.uuid)
    assert first.pk != second.pk
    assert first.phone == "0900000000"
    assert {r.year for r in people.list_ratings(first)} == {2021, 2022, 2023}
    assert people.main_unit_ids([first.pk, second.pk], ON) == {first.pk: cells[2].pk, second.pk: cells[1].pk}
    assert second.identity_number == "042185001234"
    assert first.identity_number == ""
    assert outcome.notes == ()


def test_an_identity_number_given_away_since_stays_where_it_is(two):
    first, second = two
    done = merge(first, second)
    person = people.get_person(first.uuid)
    people.update_person(actor=None, person=person, changes={"identity_number": ""})
    add("Lê Thị Lan", identity_number="042185001234")
    outcome = unmerge(done)
    assert people.get_person(second.uuid).identity_number == ""
    assert any("để trống số này" in str(note) for note in outcome.notes)


def test_what_was_changed_since_is_left_and_told(two):
    first, second = two
    done = merge(first, second)
    (employer,) = [b for b in people.list_belongings(first) if b.kind == "employer"]
    people.correct_fact(actor=None, fact=employer, changes={"valid_from": date(2017, 5, 1)})
    notes = [str(note) for note in unmerge(done).notes]
    assert notes == ["Một mục “Nơi sinh hoạt, công tác” đã thay đổi sau khi gộp nên giữ như hiện nay."]


def test_merges_are_taken_apart_in_the_opposite_order(two):
    first, second = two
    third, fourth = add("Trần Thị Mai"), add("Trần Thị Mai")
    before = everything()
    merges = [merge(first, second), merge(first, third), merge(fourth, first)]
    assert people.get_person(second.uuid) == fourth
    for early in merges[:2]:
        with pytest.raises(people.LaterMergeStands):
            unmerge(early)
    for one in reversed(merges):
        unmerge(one)
    assert everything() == before
    with pytest.raises(people.MergeAlreadyUndone):
        unmerge(merges[0])


def test_one_record_is_not_merged_with_itself_nor_twice(two):
    first, second = two
    with pytest.raises(people.MergeOfOne):
        merge(first, first)
    merge(first, second)
    with pytest.raises(people.PersonNotFound):
        merge(first, second)
    with pytest.raises(people.PersonNotFound):
        people.add_facts(actor=None, person=second, ratings=[people.NewRating(2019, "party_member", "good")])
    with pytest.raises(people.PersonNotFound):
        people.update_person(actor=None, person=second, changes={"phone": "1"})


def test_values_that_contradict_each_other_are_refused_and_nothing_is_merged(cells):
    man = add(sex="male", belongings=(cell(cells[0]),))
    woman = add(sex="female", identity_number="042185001234")
    before = everything()
    from django.db import transaction

    with pytest.raises(people.IdentityNumberContradicts), transaction.atomic():
        merge(man, woman)
    assert everything() == before


def test_both_records_keep_their_history_in_the_journal(two):
    first, second = two
    unmerge(merge(first, second))
    for one in two:
        verbs = [entry.verb for entry in journal.list_entries(subject_uuid=one.uuid)]
        assert verbs[:2] == ["people.unmerge_people", "people.merge_people"]
    assert journal.verify_chain().is_sound


def test_every_key_to_a_person_is_known_to_a_merge():
    found = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is people.Person
    }
    assert found == people.covered_keys(), "register the new table with people.register_person_reference in its apps.py"
