import dataclasses
from datetime import date

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people
from tests.kept import kept

FAR = date(2000, 1, 1)


@kept()
def rules():
    catalogue.load_seed(actor=None)
    eligibility.load_seed(actor=None)


@kept()
def cell():
    return org.found_unit(actor=None, code="cb-1", name="Chi bộ thôn 1", kind="cell", valid_from=FAR)


@pytest.fixture
def make(cell):
    """A cadre whom the rule of 2026 for intermediate theory, part-time, accepts; fields are overridden one by one."""

    def _make(**fields):
        ratings = fields.pop("ratings", {2024: "good", 2025: "excellent"})
        posts = fields.pop("posts", ("cell_secretary",))
        levels = fields.pop("levels", ())
        belongings = fields.pop("belongings", ("official_cell",))
        plain = {
            "full_name": "Trần Thị Mẫu",
            "birth": "1985-03-15",
            "sex": "female",
            "ethnicity": "Kinh",
            "education": "university",
            "admitted_on": date(2010, 1, 10),
            "official_on": date(2011, 1, 10),
        }
        person = people.add_person(
            actor=None,
            new=people.NewPerson(
                **{**plain, **fields},
                belongings=tuple(people.NewBelonging(cell.pk, kind, FAR) for kind in belongings),
                posts=tuple(people.NewPost(cell.pk, kind, "Bí thư chi bộ", date(2020, 6, 1)) for kind in posts),
                ratings=tuple(people.NewRating(year, "party_member", grade) for year, grade in ratings.items()),
            ),
        )
        # beside the door, which refuses late confirmations: an older record may hold one
        people.Qualification.objects.bulk_create(
            [people.Qualification(person=person, **dataclasses.asdict(level)) for level in levels]
        )
        return person

    return _make


@pytest.fixture
def judged(rules):
    """The verdict of one person; with a clause code, the answer of that clause."""

    def _judge(person, programme, on, clause=None, study_mode=""):
        verdict = eligibility.judge(
            programme_id=catalogue.get_programme(programme).pk, study_mode=study_mode, person_ids=[person.pk], on=on
        )[person.pk]
        if clause is None:
            return verdict
        return next(answer for answer in verdict.clauses if answer.code == clause)

    return _judge
