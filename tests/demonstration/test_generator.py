"""The generated people: the same every time, exact in their sums, and plausible for the programmes they attend."""

from collections import Counter
from datetime import date, timedelta

import pytest

from hocvien.demonstration.arithmetic import absent_halves_of, generate_population
from hocvien.demonstration.constants import COMMUNE_CENTRE, DUC_THO
from hocvien.demonstration.queries import read_name_book, read_place, read_population

PUBLISHED = {
    "NTVD": (3, 183),
    "DVM": (2, 119),
    "DOAN": (2, 285),
    "NVCTD": (2, 267),
    "SCLLCT": (1, 61),
}


@pytest.fixture(scope="module")
def place():
    return read_place(DUC_THO, date(2023, 8, 31))


@pytest.fixture(scope="module")
def population():
    return read_population(DUC_THO)


@pytest.fixture(scope="module")
def admitted(population):
    return [row for row in population.enrolments if row.status == "admitted"]


@pytest.fixture(scope="module")
def by_key(population):
    return {person.key: person for person in population.people}


@pytest.fixture(scope="module")
def class_of(place):
    return {entry.code: entry for entry in place.classes}


def test_generator_reproduces_the_frozen_files(place, population):
    assert generate_population(place, read_name_book()) == population


def test_published_figures_are_the_sums_of_the_classes(place, admitted, class_of):
    own = [entry for entry in place.classes if not entry.joint_with]
    heads = Counter(class_of[row.class_code].programme for row in admitted)
    assert {code: (sum(entry.programme == code for entry in own), heads[code]) for code in PUBLISHED} == PUBLISHED
    assert len(own) == 10
    assert sum(heads[code] for code in PUBLISHED) == 915
    assert heads["TCLLCT"] == 78


def test_persons_are_fewer_than_participations(admitted, class_of):
    own = [row.person for row in admitted if not class_of[row.class_code].joint_with]
    assert len(own) == 915
    assert 860 < len(set(own)) < 900


def test_every_class_is_filled_as_its_file_says(place, admitted, by_key):
    for entry in place.classes:
        rows = [row for row in admitted if row.class_code == entry.code]
        assert len(rows) == entry.heads <= entry.seats
        assert Counter(row.sent_by for row in rows) == Counter(dict(entry.sent_by))
        assert sum(by_key[row.person].sex == "female" for row in rows) == entry.female


def test_nobody_attends_a_programme_twice(admitted, class_of):
    seen = Counter((row.person, class_of[row.class_code].programme) for row in admitted)
    assert max(seen.values()) == 1


def test_units_named_by_people_and_classes_exist(place, population):
    codes = {unit.code for unit in place.units}
    named = {unit for entry in place.classes for unit in (entry.opened_by, entry.hosted_by, *entry.sent_by)}
    named |= {unit for person in population.people for unit in (person.commune, person.cell)}
    named |= {post.unit for person in population.people for post in person.posts}
    named |= {lecturer.unit for lecturer in place.lecturers}
    assert named <= codes


def test_parents_come_before_their_children(place):
    seen = {None}
    for unit in place.units:
        assert unit.parent in seen
        seen.add(unit.code)


def test_identity_numbers_agree_with_sex_and_year_and_name_no_province(population):
    numbers = [person.identity_number for person in population.people]
    assert len(set(numbers)) == len(numbers)
    for person in population.people:
        number = person.identity_number
        assert len(number) == 12
        assert number.startswith("000")
        century = (person.born_on.year // 100 - 19) * 2
        assert int(number[3]) == century + (person.sex == "female")
        assert number[4:6] == f"{person.born_on.year % 100:02d}"


def test_people_fit_the_programme_on_its_opening_day(admitted, by_key, class_of):
    for row in admitted:
        person, entry = by_key[row.person], class_of[row.class_code]
        age = (entry.opened_on - person.born_on).days / 365.25
        kinds = {post.kind for post in person.posts}
        if entry.programme == "NTVD":
            assert person.membership == "none"
            assert person.admitted_on is None
        if entry.programme == "DVM":
            assert person.official_on > entry.opened_on
            assert person.admitted_on < entry.opened_on < person.admitted_on + timedelta(days=365)
        if entry.programme == "NVCTD":
            assert person.official_on < entry.opened_on
            assert kinds & {
                "cell_secretary",
                "cell_deputy",
                "cell_committee_member",
                "committee_member",
            }
        if entry.programme == "DOAN":
            assert "youth_officer" in kinds
            assert age < 36
        if entry.programme == "TCLLCT":
            assert person.official_on < entry.opened_on
            assert person.education in {"college", "university", "master"}
            assert age >= (33 if person.sex == "female" else 35) - 0.01


def test_each_cell_has_one_secretary(population):
    held = Counter(post.unit for person in population.people for post in person.posts if post.kind == "cell_secretary")
    assert max(held.values()) == 1


def test_rooms_and_halves_of_two_classes_never_meet(place):
    used = Counter((entry.place, *half) for entry in place.classes for half in entry.days.halves_in_order())
    assert max(used.values()) == 1


def test_absences_are_the_same_every_time_and_inside_the_class():
    missed = absent_halves_of("dt-2023-dvm-1", "dt-0500", 3, 16)
    assert missed == absent_halves_of("dt-2023-dvm-1", "dt-0500", 3, 16)
    assert len(missed) == 3
    assert set(missed) <= set(range(16))
    assert absent_halves_of("dt-2023-dvm-1", "dt-0500", 0, 16) == ()


@pytest.mark.parametrize("today", [date(2026, 9, 8), date(2026, 9, 13), date(2027, 1, 1)])
def test_commune_centre_is_in_mid_work_on_any_day(today):
    place = read_place(COMMUNE_CENTRE, today)
    stages = {entry.stage: entry for entry in place.classes}
    assert {"certified", "recognised", "assessed", "running", "enrolling"} == set(stages)
    assert any(day == today for day, _ in stages["running"].days.halves_in_order())
    closing = next(entry for entry in place.classes if entry.code == "mt-ntvd-3").proposals_close_on
    assert closing.weekday() == 4
    assert 0 <= (closing - today).days < 7
    population = generate_population(place, read_name_book())
    assert 110 < len(population.people) < 170
    assert {"admitted", "returned", "approved", "proposed", "unproposed"} == {
        row.status for row in population.enrolments
    }
    assert any(not person.education for person in population.people)
    assert any(person.born_on is None for person in population.people)
    used = Counter((entry.place, *half) for entry in place.classes for half in entry.days.halves_in_order())
    assert max(used.values()) == 1
