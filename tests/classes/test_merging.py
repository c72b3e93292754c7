"""Two records of one learner made one: lists, classes, papers and figures go along, and come back."""

from datetime import date

import pytest
from django.apps import apps

from hocvien.classes import api as classes
from hocvien.eligibility import api as eligibility
from hocvien.people import api as people
from hocvien.records import api as records
from hocvien.reporting import api as reporting
from tests import scenarios
from tests.kept import kept

pytestmark = pytest.mark.django_db
NOW = scenarios.at(scenarios.CLOSES, 17)
LEFT_OUT = {"people.Merge", "journal.Entry", "journal.Detail", "journal.Head"}


@kept(today=scenarios.TODAY)
def world():
    return scenarios.found_place()


def everything():
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=str)
        for config in apps.get_app_configs()
        if config.name.startswith("hocvien.")
        for model in config.get_models()
        if model._meta.label not in LEFT_OUT
    }


def merge(survivor, merged):
    return people.merge_people(actor=None, survivor=survivor, merged=merged, now=NOW)


def issued_class(world, number, **more):
    training_class, participations = scenarios.finished_class(world, number, **more)
    scenarios.recognise(world, training_class)
    scenarios.issue(world, training_class, issued_on=scenarios.CLOSES, now=NOW)
    return training_class, [participation.person for participation in participations]


def test_classes_and_papers_go_along_and_come_back(world):
    _first, (one, *_rest) = issued_class(world, 2, name="Lớp một", place="Phòng 1")
    _second, (other, *_rest) = issued_class(world, 2, name="Lớp hai", place="Phòng 2", programme="NTVD")
    before = everything()
    done = merge(one, other)
    assert len(list(records.transcript(one.pk))) == 2
    held = classes.participations_of(one.pk, actor=None, on=scenarios.CLOSES)
    assert {row.class_name for row in held} == {"Lớp một", "Lớp hai"}
    assert not records.Certificate.objects.filter(person_id=other.pk).exists()
    assert not records.check_log().problems
    people.unmerge_people(actor=None, merge=done, now=NOW)
    assert everything() == before


def test_whom_one_class_took_in_twice_is_not_merged(world):
    training_class, (one, other) = issued_class(world, 2)
    preview = people.get_merge_preview(one, other, scenarios.CLOSES)
    assert [type(refusal).__name__ for refusal in preview.refusals] == ["BothTookPart", "BothHoldCertificate"]
    before = everything()
    with pytest.raises(classes.BothTookPart) as refusal:
        merge(one, other)
    assert training_class.name in str(refusal.value)
    assert everything() == before


def test_who_stands_twice_on_one_list_is_not_merged(world):
    training_class = scenarios.open_class(world)
    one, other = scenarios.add_candidates(world, 2)
    outcomes = scenarios.propose(world, training_class, [one, other])
    with pytest.raises(classes.BothOnList):
        merge(one, other)
    classes.withdraw_nominations(actor=world.commune, nominations=[outcomes[1].nomination.uuid], now=NOW)
    merge(one, other)
    assert {row.person_id for row in classes.Nomination.objects.all()} == {one.pk}


def test_figures_count_one_person_whatever_the_order(world):
    learners = []
    for number in range(3):
        _class, persons = issued_class(world, 1, name=f"Lớp {number}", place=f"Phòng {number}")
        learners += persons
    counted = []
    for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
        first, second, third = (people.get_person(learners[at].uuid) for at in order)
        merges = [merge(first, second), merge(first, third)]
        people_of = set(classes.Participation.objects.values_list("person_id", flat=True))
        months = reporting.count_by_month(unit=world.units["huyen"], year=2026, known_on=scenarios.CLOSES)
        counted.append((len(people_of), sum(month.participations for month in months)))
        for one in reversed(merges):
            people.unmerge_people(actor=None, merge=one, now=NOW)
    assert counted == [(1, 3)] * 3


def training(person, **more):
    new = records.NewTraining(
        **{
            "programme_id": scenarios.catalogue.get_programme("NTVD").pk,
            "organiser": "Trung tâm Chính trị huyện Khác",
            "finished_on": date(2025, 5, 10),
            "evidence": "certificate",
            "paper_number": "12/2025",
            "issued_on": date(2025, 5, 12),
            **more,
        }
    )
    return records.add_training(actor=None, person=person, new=new, now=NOW)


def verdict(person, clause):
    programme = scenarios.catalogue.get_programme("NTVD")
    judged = eligibility.judge(programme_id=programme.pk, study_mode="", person_ids=[person.pk], on=scenarios.OPENS)
    return next(answer for answer in judged[person.pk].clauses if answer.code == clause)


def test_a_training_elsewhere_counts_once_somebody_saw_its_paper(world):
    (person,) = scenarios.add_candidates(world, 1)
    recorded = training(person)
    assert recorded.title == scenarios.catalogue.get_programme("NTVD").name
    assert recorded.valid_until == date(2030, 5, 12)
    assert verdict(person, "no_valid_certificate").verdict == "met"
    records.confirm_training(actor=None, training=recorded, now=NOW)
    answer = verdict(person, "no_valid_certificate")
    assert answer.verdict == "not_met"
    assert answer.value == "Giấy số 12/2025 của Trung tâm Chính trị huyện Khác, học nơi khác, giá trị đến 12/5/2030"
    records.correct_training(
        actor=None, training=recorded, new=records.NewTraining(title="Lớp khác", evidence="certificate")
    )
    assert verdict(person, "no_valid_certificate").verdict == "met"


def test_a_training_elsewhere_is_refused_without_a_name_days_or_paper(world):
    (person,) = scenarios.add_candidates(world, 1)
    with pytest.raises(records.TrainingUnnamed):
        training(person, programme_id=None)
    with pytest.raises(records.TrainingUpsideDown):
        training(person, started_on=date(2026, 1, 1))
    bare = training(person, evidence="none")
    with pytest.raises(records.EvidenceMissing):
        records.confirm_training(actor=None, training=bare, now=NOW)
    records.remove_training(actor=None, training=bare)
    with pytest.raises(records.TrainingNotFound):
        records.get_training(person, bare.uuid)


def test_a_merge_takes_trainings_elsewhere_along(world):
    one, other = scenarios.add_candidates(world, 2)
    training(other)
    before = everything()
    done = merge(one, other)
    assert [row.paper_number for row in records.external_trainings(one.pk)] == ["12/2025"]
    people.unmerge_people(actor=None, merge=done, now=NOW)
    assert everything() == before
