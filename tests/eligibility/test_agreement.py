"""The list of who may and the explanation of why not are one computation: they name the same people."""

import random
from datetime import date

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people

pytestmark = pytest.mark.django_db
DAYS = [date(2021, 12, 1), date(2023, 5, 15), date(2025, 8, 28), date(2025, 8, 29), date(2026, 9, 7)]


def _maybe(rng, *values):
    return rng.choice(values)


def _population(rng, cell, count):
    fresh = []
    for n in range(count):
        admitted = _maybe(rng, None, date(2025, 10, 1), date(2022, 7, 1), date(2010, 1, 1), date(2030, 1, 1))
        official = admitted and _maybe(rng, None, admitted.replace(year=admitted.year + 1))
        year = rng.randint(1980, 2004)
        fresh.append(
            people.NewPerson(
                full_name=f"Người Thử {n}",
                birth=_maybe(
                    rng, "", f"{year}", f"{year}-{rng.randint(1, 12):02d}", f"{year}-09-{rng.randint(6, 8):02d}"
                ),
                sex=_maybe(rng, "", "female", "male"),
                ethnicity=_maybe(rng, "", "Kinh", "Tày"),
                education=_maybe(rng, "", *people.Education.values),
                admitted_on=admitted,
                official_on=official,
                belongings=tuple(
                    people.NewBelonging(cell.pk, kind, date(2000, 1, 1))
                    for kind in _maybe(rng, (), ("official_cell",), ("proposing_cell",))
                ),
                posts=tuple(
                    people.NewPost(cell.pk, kind, "Chức vụ", date(2020, 1, 1))
                    for kind in _maybe(rng, (), ("cell_secretary",), ("youth_officer", "leader"))
                ),
                ratings=tuple(
                    people.NewRating(rated, kind, _maybe(rng, *people.RatingGrade.values))
                    for rated in (2022, 2023, 2024, 2025)
                    for kind in people.RatingKind.values
                    if rng.random() < 0.6
                ),
            )
        )
    made = people.add_people(actor=None, people=fresh)
    # beside the door, which refuses late confirmations: an older record may hold one
    people.Qualification.objects.bulk_create(
        people.Qualification(
            person=person,
            level=_maybe(rng, *people.TheoryLevel.values),
            evidence=_maybe(rng, *people.Evidence.values),
            issued_on=_maybe(rng, None, date(2021, 7, 8), date(2021, 7, 9), date(2026, 9, 8)),
        )
        for person in made
        for _ in range(rng.randint(0, 2))
    )
    return made


def _manage(rng, made):
    """Who is managed by which committee, of some."""
    kinds = ("central", "province_committee", "commune_committee", "board")
    units = [
        org.found_unit(actor=None, code=f"m-{kind}", name=kind, kind=kind, valid_from=date(2000, 1, 1))
        for kind in kinds
    ]
    for person in made:
        if rng.random() < 0.6:
            since = rng.choice([date(2020, 1, 1), DAYS[-1]])
            managed = [people.NewManagement(rng.choice(units).pk, since)]
            people.add_facts(actor=None, person=person, managements=managed)


@pytest.mark.parametrize("seed", [1, 2])
def test_list_and_explanation_agree(rules, cell, seed):
    rng = random.Random(seed)
    made = _population(rng, cell, 150)
    _manage(rng, made)
    ids = [person.pk for person in made]
    groups = {}
    for one in eligibility.list_audiences():
        groups.setdefault(one.programme_id, []).append(one.code)
    seen = set()
    for programme in catalogue.list_programmes():
        for mode in ("part_time", "full_time", "") if programme.has_study_modes else ("",):
            for on in DAYS:
                for audience in ("", *groups.get(programme.pk, ())):
                    asked = {"programme_id": programme.pk, "study_mode": mode, "on": on, "audience": audience}
                    verdicts = eligibility.judge(person_ids=ids, **asked)
                    assert set(verdicts) == set(ids)
                    listed = set(eligibility.eligible(people.people(), **asked).values_list("pk", flat=True))
                    assert listed == {pk for pk, verdict in verdicts.items() if verdict.verdict == "met"}, asked
                    flags = {row[0]: row[1:] for row in eligibility.with_flags(people.people(), **asked)}
                    words = {1: "met", 0: "not_met", None: "data_missing"}
                    for pk, verdict in verdicts.items():
                        assert [words[flag] for flag in flags[pk]] == [one.verdict for one in verdict.clauses], asked
                    seen |= {(bool(audience), verdict.verdict) for verdict in verdicts.values()}
    told = {"met", "not_met", "data_missing"}
    assert seen >= {(False, word) for word in (*told, "no_rule")} | {(True, word) for word in told}


def _random_rule(rng):
    """Some clauses of every kind there is, filled at random."""
    kinds = people.PostKind.values
    offered = [
        ("member", {"standing": rng.choice(["any", "probationary", "official"]), "months": rng.choice([0, 12, 60])}),
        ("not_member", {}),
        ("probation_days_left", {"months": 12, "at_least": rng.choice([1, 90])}),
        (
            "education_at_least",
            {
                "level": rng.choice(people.Education.values),
                "minority_level": rng.choice(["", "primary"]),
                "area_level": rng.choice(["", "lower_secondary"]),
                "areas": ["border", "island"],
                "post_level": rng.choice(["", "upper_secondary"]),
                "posts": rng.sample(kinds, 2),
            },
        ),
        ("age_at_least", {"female": 30, "male": 33, "study_mode": rng.choice(["", "part_time"])}),
        (
            "years_left",
            {
                "years": rng.choice([5, 20]),
                "first_year": 2021,
                "female": 664,
                "female_step": 4,
                "female_most": 720,
                "male": 723,
                "male_step": 3,
                "male_most": 744,
            },
        ),
        (
            "post_held",
            {
                "kinds": rng.sample(kinds, rng.randint(0, 6)),
                "or_planned": rng.random() < 0.5,
                "unit_kinds": rng.choice([[], ["cell"], ["board"]]),
                "months": rng.choice([0, 36]),
            },
        ),
        ("works_in", {"work_fields": rng.sample(people.WorkField.values, 3)}),
        ("managed_by", {"unit_kinds": rng.choice([["cell"], ["province_committee"]])}),
        ("within_units", {"units": rng.choice([["cb-1"], ["xa"]])}),
        ("ratings_last_years", {"years": 2, "grade": "good", "rating_kind": rng.choice(["", "party_member"])}),
        ("attested", {"subject": "not_disciplined", "without": rng.choice(["missing", "met"])}),
        ("has_certificate", {"programmes": ["SCLLCT"], "at_most": 60, "without": rng.choice(["missing", "not_met"])}),
        ("has_belonging", {"kinds": ["official_cell"]}),
    ]
    chosen = rng.sample(offered, rng.randint(1, 4))
    if rng.random() < 0.5:
        chosen.append(("approved_exception", {"lifts": rng.choice([[], ["age_at_least", "member"]])}))
    return [eligibility.NewClause(kind=kind, parameters=parameters) for kind, parameters in chosen]


def _more_facts(rng, cell, made):
    """Plannings, fields of work, managing committees, attestations, exceptions and an area, at random."""
    programme = catalogue.get_programme("QTNQ")
    org.record_fact(actor=None, unit=cell, value=org.InArea("border"), valid_from=date(2025, 8, 29))
    for person in made:
        if rng.random() < 0.3:
            planning = people.NewPlanning(cell.pk, "leader", "1-QĐ", date(2025, 1, 1), date(2025, 8, 29))
            people.add_facts(actor=None, person=person, plannings=[planning])
        if rng.random() < 0.3:
            post = people.NewPost(
                cell.pk, "other", "Phụ trách", date(2022, 1, 1), None, rng.choice(people.WorkField.values)
            )
            people.add_facts(actor=None, person=person, posts=[post])
        if rng.random() < 0.3:
            people.add_facts(actor=None, person=person, managements=[people.NewManagement(cell.pk, date(2022, 1, 1))])
        if rng.random() < 0.4:
            eligibility.record_attestation(
                actor=None,
                person=person,
                unit=cell,
                subject="not_disciplined",
                holds=rng.random() < 0.7,
                attested_on=date(2025, 1, 1),
                today=DAYS[-1],
            )
        if rng.random() < 0.2:
            eligibility.record_exception(
                actor=None,
                person=person,
                programme=programme,
                number="1-QĐ",
                decided_on=date(2025, 1, 1),
                authority="Tỉnh ủy",
                clause_kind=rng.choice(["", "age_at_least", "post_held"]),
                today=DAYS[-1],
            )


@pytest.mark.parametrize("seed", [11, 12])
def test_list_and_explanation_agree_under_any_rule(rules, cell, seed):
    rng = random.Random(seed)
    made = _population(rng, cell, 60)
    _more_facts(rng, cell, made)
    ids = [person.pk for person in made]
    programme = catalogue.get_programme("QTNQ")
    seen = set()
    for _ in range(25):
        eligibility.add_rule_set_version(
            actor=None, programme=programme, valid_from=date(2021, 1, 1), clauses=_random_rule(rng), today=DAYS[-1]
        )
        for on in DAYS[1:]:
            for mode in ("", "part_time"):
                asked = {"programme_id": programme.pk, "study_mode": mode, "on": on}
                verdicts = eligibility.judge(person_ids=ids, **asked)
                listed = set(eligibility.eligible(people.people(), **asked).values_list("pk", flat=True))
                assert listed == {pk for pk, verdict in verdicts.items() if verdict.verdict == "met"}
                for verdict in verdicts.values():
                    seen |= {(clause.code, clause.verdict) for clause in verdict.clauses}
                    assert all(bool(clause.fill) == (clause.verdict == "data_missing") for clause in verdict.clauses)
    assert len({verdict for _code, verdict in seen}) == 3
