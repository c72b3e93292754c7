"""The list of who may and the explanation of why not are one computation: they name the same people."""

import random
from datetime import date

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
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


@pytest.mark.parametrize("seed", [1, 2])
def test_list_and_explanation_agree(rules, cell, seed):
    ids = [person.pk for person in _population(random.Random(seed), cell, 150)]
    seen = set()
    for programme in catalogue.list_programmes():
        for mode in ("part_time", "full_time", "") if programme.has_study_modes else ("",):
            for on in DAYS:
                asked = {"programme_id": programme.pk, "study_mode": mode, "on": on}
                verdicts = eligibility.judge(person_ids=ids, **asked)
                assert set(verdicts) == set(ids)
                listed = set(eligibility.eligible(people.people(), **asked).values_list("pk", flat=True))
                assert listed == {pk for pk, verdict in verdicts.items() if verdict.verdict == "met"}, asked
                seen |= {verdict.verdict for verdict in verdicts.values()}
    assert seen == {"met", "not_met", "data_missing", "no_rule"}
