"""Every shipped clause at its edges: a table, asked on the first and on the last day of each rule set.

`EDGES` says, clause by clause of each programme, who is just inside and who is just outside. The walk over `rules.yaml` fails for a
clause without a line here, and for one that is only ever answered in one way.
"""

import dataclasses
from collections import defaultdict
from datetime import date, timedelta
from uuid import uuid4

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.common.intervals import OPEN_END
from hocvien.eligibility import api as eligibility
from hocvien.eligibility.queries.files import read_file
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records import api as records

pytestmark = pytest.mark.django_db
MET, NOT_MET, MISSING = "met", "not_met", "data_missing"
PART, FULL, UNKNOWN = "part_time", "full_time", ""
FAR, LAST = date(2000, 1, 1), date(2026, 9, 7)
DAY = timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Edge:
    """Somebody, and how the clause is answered of them on the day."""

    answer: str
    who: dict
    mode: str = PART


def months_before(on, months):
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, on.day)


# --- the table: each line gives the edges of a clause on a day ----------------------------------------------------------


def not_member(on):
    yield Edge(MET, {"admitted_on": None})
    yield Edge(MET, {"admitted_on": on + DAY})
    yield Edge(NOT_MET, {"admitted_on": on})
    yield Edge(NOT_MET, {"admitted_on": date(2005, 1, 1), "official_on": date(2006, 1, 1)})
    yield Edge(MISSING, {"admitted_on": None, "belongings": [("official_cell", FAR)]})


def member(on):
    yield Edge(MET, {"admitted_on": on})
    yield Edge(MET, {"admitted_on": date(2005, 1, 1), "official_on": date(2006, 1, 1)})
    yield Edge(NOT_MET, {"admitted_on": on + DAY})
    yield Edge(NOT_MET, {"admitted_on": None})
    yield Edge(MISSING, {"admitted_on": None, "belongings": [("official_cell", FAR)]})


def probationary(on):
    yield Edge(MET, {"admitted_on": on})
    yield Edge(MET, {"admitted_on": months_before(on, 11), "official_on": on + DAY})
    yield Edge(NOT_MET, {"admitted_on": months_before(on, 11), "official_on": on})
    yield Edge(NOT_MET, {"admitted_on": on + DAY})
    yield Edge(MISSING, {"admitted_on": None, "belongings": [("official_cell", FAR)]})


def probation_days(on):
    yield Edge(MET, {"admitted_on": months_before(on, 12) + DAY})
    yield Edge(NOT_MET, {"admitted_on": months_before(on, 12)})
    yield Edge(NOT_MET, {"admitted_on": months_before(on, 6), "official_on": on})


def official(on):
    yield Edge(MET, {"admitted_on": months_before(on, 12), "official_on": on})
    yield Edge(NOT_MET, {"admitted_on": months_before(on, 11), "official_on": on + DAY})
    yield Edge(NOT_MET, {"admitted_on": months_before(on, 12) + DAY})
    # a year after admission without a word of becoming official
    yield Edge(MISSING, {"admitted_on": months_before(on, 12)})


def schooling(answers):
    """{(education, ethnicity, area): answer}, the same on any day."""

    def on_any_day(_on):
        for (education, ethnicity, area), answer in answers.items():
            yield Edge(answer, {"education": education, "ethnicity": ethnicity, "area": area})

    return on_any_day


CANDIDATES_SCHOOLING = schooling(
    {
        ("lower_secondary", "Kinh", ""): MET,
        ("primary", "Kinh", ""): NOT_MET,
        ("primary", "Tày", ""): MET,
        ("primary", "", ""): MISSING,
        ("primary", "Kinh", "border"): MET,
        ("primary", "Kinh", "island"): MET,
        ("primary", "Kinh", "ethnic_minority"): MET,
        ("primary", "Kinh", "mountain"): NOT_MET,
        ("", "Tày", "border"): MISSING,
    }
)
LOWER_SECONDARY = schooling(
    {
        ("lower_secondary", "Kinh", ""): MET,
        ("primary", "Kinh", ""): NOT_MET,
        ("primary", "Tày", ""): NOT_MET,
        ("", "Kinh", ""): MISSING,
    }
)
COLLEGE = schooling(
    {
        ("college", "Kinh", ""): MET,
        ("intermediate", "Kinh", ""): NOT_MET,
        ("upper_secondary", "Kinh", ""): NOT_MET,
        ("upper_secondary", "kinh", ""): NOT_MET,
        ("upper_secondary", "Thái", ""): MET,
        ("lower_secondary", "Thái", ""): NOT_MET,
        ("upper_secondary", "", ""): MISSING,
        ("", "Thái", ""): MISSING,
    }
)
UNIVERSITY = schooling(
    {
        ("university", "Kinh", ""): MET,
        ("college", "Kinh", ""): NOT_MET,
        ("college", "Thái", ""): NOT_MET,
        ("", "Kinh", ""): MISSING,
    }
)


def age(female, male):
    """On the birthday and the day before it, women and men, part-time; full-time has no lower age; without a mode it is not known."""

    def on_the_day(on):
        for sex, years in (("female", female), ("male", male)):
            birthday = date(on.year - years, on.month, on.day)
            yield Edge(MET, {"sex": sex, "birth": birthday.isoformat()})
            yield Edge(NOT_MET, {"sex": sex, "birth": (birthday + DAY).isoformat()})
            yield Edge(MET, {"sex": sex, "birth": (birthday + DAY).isoformat()}, FULL)
            yield Edge(MISSING, {"sex": sex, "birth": (birthday + DAY).isoformat()}, UNKNOWN)
            yield Edge(MET, {"sex": sex, "birth": birthday.isoformat()}, UNKNOWN)
        between = date(on.year - female - 1, on.month, on.day)
        yield Edge(MISSING, {"sex": "", "birth": between.isoformat()})
        yield Edge(MISSING, {"sex": "female", "birth": ""})

    return on_the_day


def posts(*kinds, or_planned=False):
    """Each post from the day it begins until the day before it ends; other posts do not count."""
    without = MISSING if or_planned else NOT_MET

    def on_the_day(on):
        for kind in people.PostKind.values:
            yield Edge(MET if kind in kinds else without, {"posts": [(kind, on, None)]})
        yield Edge(without, {"posts": [(kinds[0], on + DAY, None)]})
        yield Edge(without, {"posts": [(kinds[0], FAR, on)]})
        yield Edge(without, {"posts": []})
        planned = MET if or_planned else without
        yield Edge(planned, {"posts": [], "planned": (kinds[0], on, None)})
        yield Edge(without, {"posts": [], "planned": (kinds[0], FAR, on)})
        yield Edge(without, {"posts": [], "planned": ("other", on, None)})

    return on_the_day


def managed(*kinds):
    def on_the_day(on):
        for kind in ("central", "province_committee", "district_committee", "commune_committee", "base_committee"):
            yield Edge(MET if kind in kinds else NOT_MET, {"managed": (kind, on)})
        yield Edge(MISSING, {"managed": (kinds[0], on + DAY)})

    return on_the_day


def ratings(on):
    good, below = "good", "completed"
    one, two, three = on.year - 1, on.year - 2, on.year - 3
    yield Edge(MET, {"ratings": {one: good, two: "excellent"}})
    yield Edge(NOT_MET, {"ratings": {one: good, two: below}})
    # one rating missing of two
    yield Edge(MISSING, {"ratings": {one: good}})
    yield Edge(MISSING, {"ratings": {one: good, three: good}})
    yield Edge(NOT_MET, {"ratings": {one: below}})
    yield Edge(MISSING, {"ratings": {}})


def level_below(level):
    """A diploma, or a confirmation dated before 09/7/2021; of this level or above it."""
    lower = {"elementary": None, "intermediate": "elementary", "advanced": "intermediate"}[level]
    own = {"elementary": "SCLLCT", "intermediate": "TCLLCT", "advanced": "CCLLCT"}[level]

    def on_the_day(on):
        yield Edge(MET, {"levels": []})
        yield Edge(NOT_MET, {"levels": [(level, "diploma", on)]})
        yield Edge(MET, {"levels": [(level, "diploma", on + DAY)]})
        yield Edge(NOT_MET, {"levels": [(level, "confirmation", date(2021, 7, 8))]})
        yield Edge(MET, {"levels": [(level, "confirmation", date(2021, 7, 9))]})
        yield Edge(MISSING, {"levels": [(level, "confirmation", None)]})
        yield Edge(MISSING, {"levels": [(level, "none", None)]})
        yield Edge(NOT_MET, {"levels": [("advanced", "diploma", on)]})
        yield Edge(NOT_MET, {"certificate": (own, on, None)})
        if lower:
            yield Edge(MET, {"levels": [(lower, "diploma", on)]})

    return on_the_day


def no_certificate(code):
    def on_the_day(on):
        yield Edge(MET, {})
        yield Edge(NOT_MET, {"certificate": (code, on, 60)})
        yield Edge(NOT_MET, {"certificate": (code, months_before(on, 60), 60)})
        yield Edge(MET, {"certificate": (code, months_before(on, 60) - DAY, 60)})

    return on_the_day


def proposed(on):
    yield Edge(MET, {"belongings": [("proposing_cell", on)]})
    yield Edge(MISSING, {"belongings": [("proposing_cell", on + DAY)]})
    yield Edge(MISSING, {"belongings": []})


def undisciplined(on):
    yield Edge(MET, {})
    yield Edge(MET, {"attested": (True, on)})
    yield Edge(NOT_MET, {"attested": (False, on)})
    yield Edge(MET, {"attested": (False, on + DAY)})


_COMMITTEES = ("committee_secretary", "committee_deputy", "committee_member")
_CELLS = ("cell_secretary", "cell_deputy", "cell_committee_member")
_NEW_MEMBERS = {"member": probationary, "probation_days_left": probation_days}
_OFFICES = {"member": member, "post_held": posts(*_COMMITTEES, *_CELLS)}
_UPDATE = {"post_held": posts("leader", *_COMMITTEES, or_planned=True)}
_MASS = {"post_held": posts("mass_officer")}

# (programme, first day, audience) → clause → its edges
EDGES = {
    ("NTVD", "2022-06-16", ""): {
        "not_member": not_member,
        "education_at_least": CANDIDATES_SCHOOLING,
        "no_valid_certificate": no_certificate("NTVD"),
        "has_belonging": proposed,
    },
    ("DVM", "2021-07-30", ""): _NEW_MEMBERS,
    ("DVM", "2025-05-26", ""): _NEW_MEMBERS,
    **{
        (code, since, ""): clauses
        for since in ("2010-03-04", "2021-11-24")
        for code, clauses in {
            "NVCTD": _OFFICES,
            "DOAN": {"post_held": posts("youth_officer")},
            **dict.fromkeys(("PN", "ND", "CCB", "MTTQ", "CDO"), _MASS),
            "GV": {"post_held": posts("teacher")},
        }.items()
    },
    ("CNKT", "2013-02-01", ""): _UPDATE,
    ("CNKT", "2024-05-10", ""): _UPDATE,
    ("CNKT", "2024-05-10", "group-1"): {"managed_by": managed("central")},
    ("CNKT", "2024-05-10", "group-2"): {"managed_by": managed("province_committee")},
    ("CNKT", "2024-05-10", "group-3"): {
        "managed_by": managed("district_committee", "commune_committee", "base_committee")
    },
    ("SCLLCT", "2022-02-08", ""): {
        "education_at_least": LOWER_SECONDARY,
        "theory_level_below": level_below("elementary"),
    },
    ("TCLLCT", "2022-02-08", ""): {
        "member": member,
        "education_at_least": COLLEGE,
        "age_at_least": age(33, 35),
        "post_held": posts(
            *_COMMITTEES,
            *_CELLS,
            "leader",
            "civil_servant",
            "youth_officer",
            "mass_officer",
            "teacher",
            or_planned=True,
        ),
        "theory_level_below": level_below("intermediate"),
        "attested": undisciplined,
    },
    ("TCLLCT", "2025-08-29", ""): {
        "post_held": posts(*_COMMITTEES, *_CELLS, "leader", "teacher", or_planned=True),
        "member": member,
        "education_at_least": COLLEGE,
        "ratings_last_years": ratings,
        "age_at_least": age(28, 30),
        "theory_level_below": level_below("intermediate"),
        "attested": undisciplined,
    },
    ("CCLLCT", "2022-02-08", ""): {
        "member": official,
        "education_at_least": UNIVERSITY,
        "age_at_least": age(38, 40),
        "theory_level_below": level_below("advanced"),
        "attested": undisciplined,
    },
    ("CCLLCT", "2025-08-29", ""): {
        "post_held": posts(*_COMMITTEES, "leader", or_planned=True),
        "member": official,
        "education_at_least": UNIVERSITY,
        "age_at_least": age(38, 40),
        "theory_level_below": level_below("advanced"),
        "attested": undisciplined,
    },
}


# --- the walk over what is shipped --------------------------------------------------------------------------------------


def shipped():
    """(programme, audience, first day, day after the last, kinds of the clauses) of every shipped rule set."""
    return [
        pytest.param(
            code,
            entry.get("audience", ""),
            entry["valid_from"],
            entry.get("valid_to", OPEN_END),
            [clause["kind"] for clause in entry["clauses"]],
            id="-".join(filter(None, (code, entry.get("audience", ""), entry["valid_from"].isoformat()))),
        )
        for entry in read_file("rules.yaml")["rule_sets"]
        for code in entry["programmes"]
    ]


def record(edges, on):
    """The people of the edges, in their order, in units of their own; most of what is told of them is written at once."""
    cell = org.found_unit(actor=None, code=f"cb-{on:%Y%m%d}", name="Chi bộ thử", kind="cell", valid_from=FAR)
    areas = {area for edge in edges if (area := edge.who.get("area"))}
    cells = {"": cell}
    for area in areas:
        cells[area] = org.found_unit(
            actor=None, code=f"cb-{on:%Y%m%d}-{area}", name=f"Chi bộ {area}", kind="cell", valid_from=FAR
        )
        org.record_fact(actor=None, unit=cells[area], value=org.InArea(area), valid_from=FAR)
    committees = {}
    for edge in edges:
        kind = edge.who.get("managed", ("",))[0]
        if kind and kind not in committees:
            committees[kind] = org.found_unit(
                actor=None, code=f"cu-{on:%Y%m%d}-{kind}", name=kind, kind=kind, valid_from=FAR
            )
    made = people.add_people(actor=None, people=[new_person(edge.who, cells, committees) for edge in edges])
    # beside the door, which refuses late confirmations: an older record may hold one
    people.Qualification.objects.bulk_create(
        people.Qualification(person=person, level=level, evidence=evidence, issued_on=issued_on)
        for person, edge in zip(made, edges, strict=True)
        for level, evidence, issued_on in edge.who.get("levels", ())
    )
    for person, edge in zip(made, edges, strict=True):
        if "certificate" in edge.who:
            issue(person, cell, *edge.who["certificate"])
        if "attested" in edge.who:
            holds, attested_on = edge.who["attested"]
            given = {"subject": "not_disciplined", "holds": holds, "attested_on": attested_on, "today": attested_on}
            eligibility.record_attestation(actor=None, person=person, unit=cell, **given)
    return made


def new_person(who, cells, committees):
    cell = cells[who.get("area", "")]
    belongings = who.get("belongings", [("employer", FAR)])
    facts = {}
    if "planned" in who:
        kind, since, until = who["planned"]
        facts["plannings"] = (people.NewPlanning(cell.pk, kind, "1-QĐ", FAR, since, until),)
    if "managed" in who:
        kind, since = who["managed"]
        facts["managements"] = (people.NewManagement(committees[kind].pk, since),)
    return people.NewPerson(
        full_name="Người Thử",
        birth=who.get("birth", "1970-03-15"),
        sex=who.get("sex", "female"),
        ethnicity=who.get("ethnicity", "Kinh"),
        education=who.get("education", "university"),
        admitted_on=who.get("admitted_on"),
        official_on=who.get("official_on"),
        belongings=tuple(people.NewBelonging(cell.pk, kind, since) for kind, since in belongings),
        posts=tuple(
            people.NewPost(cell.pk, kind, "Chức vụ", since, until) for kind, since, until in who.get("posts", ())
        ),
        ratings=tuple(people.NewRating(year, "party_member", grade) for year, grade in who.get("ratings", {}).items()),
        **facts,
    )


def issue(person, unit, code, issued_on, months):
    programme = catalogue.get_programme(code)
    records.issue_certificates(
        actor=None,
        authority=unit,
        register_code=code,
        form=records.PaperForm(
            programme_id=programme.pk,
            programme_code=code,
            kind="certificate",
            form_code="MAU",
            title="Giấy chứng nhận",
            programme_title=programme.name,
            signer_name="Lê Văn Ký",
            signer_title="Giám đốc",
            authority_name="Trung tâm",
            valid_months=months,
        ),
        items=[records.IssueItem(key=uuid4(), person_id=person.pk, full_name=person.full_name, birth_text="1970")],
        issued_on=issued_on,
    )


@pytest.mark.parametrize(("code", "audience", "first", "after", "kinds"), shipped())
def test_every_shipped_clause_holds_at_its_edges(rules, code, audience, first, after, kinds):
    lines = EDGES[code, first.isoformat(), audience]
    asking = [kind for kind in kinds if kind != "approved_exception"]
    assert len(set(asking)) == len(asking), "a kind that comes twice needs a line of its own for each"
    assert set(lines) == set(asking), "a clause without its edges, or edges of no clause"
    programme = catalogue.get_programme(code)
    wrong, seen = [], defaultdict(set)
    for on in sorted({first, min(after - DAY, LAST)}):
        table = [(kind, edge) for kind in asking for edge in lines[kind](on)]
        made = record([edge for _kind, edge in table], on)
        asked = {"programme_id": programme.pk, "on": on, "audience": audience}
        verdicts = {
            mode: eligibility.judge(study_mode=mode, person_ids=[person.pk for person in made], **asked)
            for mode in {edge.mode for _kind, edge in table}
        }
        for (kind, edge), person in zip(table, made, strict=True):
            found = next(one for one in verdicts[edge.mode][person.pk].clauses if one.code == kind)
            seen[kind].add(found.verdict)
            if found.verdict != edge.answer:
                wrong.append((on.isoformat(), kind, edge, found.verdict, found.value))
            if found.verdict == MISSING:
                assert found.fill, (kind, edge)
    assert not wrong
    assert all(MET in answers and len(answers) > 1 for answers in seen.values()), seen


@pytest.mark.parametrize(("code", "audience", "first", "after", "kinds"), shipped())
def test_every_shipped_rule_set_begins_and_ends_on_its_days(rules, code, audience, first, after, kinds):
    """By day: the clauses, their marks and citations; before the first, and after the last, those of another version or none."""
    programme = catalogue.get_programme(code)
    person = people.add_person(actor=None, new=people.NewPerson(full_name="Người Thử"))

    def judged(on):
        asked = {"programme_id": programme.pk, "study_mode": PART, "on": on, "audience": audience}
        return eligibility.judge(person_ids=[person.pk], **asked)[person.pk]

    asking = [kind for kind in kinds if kind != "approved_exception"]
    for on in (first, min(after - DAY, LAST)):
        assert [clause.code for clause in judged(on).clauses] == asking
        assert all(clause.citation and clause.mark in {"seen", "default"} for clause in judged(on).clauses)
    outside = [first - DAY] if after == OPEN_END else [first - DAY, after]
    covered = [
        (since, until)
        for other, group, since, until, _kinds in (one.values for one in shipped())
        if other == code and group in {"", audience}
    ]
    for on in outside:
        has_rule = any(since <= on < until for since, until in covered)
        assert (judged(on).verdict == "no_rule") is not has_rule
        assert has_rule or judged(on).clauses == ()


def test_special_case_lifts_any_clause_of_the_intermediate_course_from_august_2025(rules):
    """What `approved_exception` lets pass, on the day it is decided and not the day before; under QĐ 57 nothing of the kind is recorded."""
    programme = catalogue.get_programme("TCLLCT")
    on = date(2025, 8, 29)
    edge = Edge(NOT_MET, {"birth": "2004-01-01", "admitted_on": None, "education": "primary"})
    person, plain = record([edge, edge], on)
    eligibility.record_exception(
        actor=None,
        person=person,
        programme=programme,
        number="15-QĐ/TU",
        decided_on=on,
        authority="Ban Thường vụ Tỉnh ủy",
        today=on,
    )

    def verdict(who, day):
        asked = {"programme_id": programme.pk, "study_mode": PART, "on": day}
        return eligibility.judge(person_ids=[who.pk], **asked)[who.pk].verdict

    assert verdict(person, on) == MET
    assert verdict(plain, on) == verdict(person, on - DAY) == NOT_MET
