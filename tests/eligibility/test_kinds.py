"""Each kind of condition at its edges, stated as a rule of its own and asked of one person."""

from datetime import date

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.common.clock import now
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records import api as records

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 7)
FAR = date(2000, 1, 1)
BEFORE = date(2026, 9, 6)


@pytest.fixture
def asked(rules):
    """The answer of one clause to one person on a day, by a rule recorded for it."""
    programme = catalogue.get_programme("QTNQ")

    def _ask(person, kind, parameters, on=DAY, more=(), **question):
        clauses = [eligibility.NewClause(kind=kind, parameters=parameters), *more]
        eligibility.add_rule_set_version(
            actor=None, programme=programme, valid_from=FAR, clauses=clauses, today=DAY, study_mode=""
        )
        verdict = eligibility.judge(
            programme_id=programme.pk, study_mode="", person_ids=[person.pk], on=on, **question
        )[person.pk]
        listed = eligibility.eligible(people.people(), programme_id=programme.pk, study_mode="", on=on, **question)
        assert listed.filter(pk=person.pk).exists() == (verdict.verdict == "met")
        return verdict.clauses[0]

    return _ask


@pytest.fixture
def unit(db):
    def _found(code, kind, parent=None):
        return org.found_unit(actor=None, code=code, name=code, kind=kind, valid_from=FAR, parent=parent)

    return _found


@pytest.mark.parametrize(
    ("on", "answer"), [(date(2012, 1, 9), "not_met"), (date(2012, 1, 10), "met"), (date(2009, 1, 1), "not_met")]
)
def test_time_in_the_party(make, asked, on, answer):
    assert asked(make(), "member", {"standing": "official", "months": 12}, on=on).verdict == answer


def test_time_since_admission(make, asked):
    person = make(admitted_on=date(2025, 9, 7), official_on=None)
    assert asked(person, "member", {"months": 12}).verdict == "met"
    assert asked(person, "member", {"months": 12}, on=BEFORE).verdict == "not_met"


@pytest.mark.parametrize(
    ("education", "area", "answer"),
    [
        ("primary", "border", "met"),
        ("primary", "mountain", "not_met"),
        ("primary", None, "not_met"),
        ("lower_secondary", None, "met"),
        ("", "border", "data_missing"),
    ],
)
def test_education_with_the_relief_of_an_area(make, asked, cell, unit, education, area, answer):
    person = make(education=education)
    if area:
        org.record_fact(actor=None, unit=cell, value=org.InArea(area), valid_from=date(2026, 9, 7))
    rule = {"level": "lower_secondary", "area_level": "primary", "areas": ["border", "island"]}
    clause = asked(person, "education_at_least", rule)
    assert clause.verdict == answer
    if area == "border" and education:
        assert clause.value == "Tiểu học, thuộc địa bàn được ưu tiên"
        assert asked(person, "education_at_least", rule, on=BEFORE).verdict == "not_met"


def test_area_told_of_a_unit_above_counts(make, asked, unit):
    commune = unit("xa", "commune_committee")
    below = unit("xa-cb", "cell", commune)
    person = make(education="primary", belongings=())
    people.add_facts(actor=None, person=person, belongings=[people.NewBelonging(below.pk, "official_cell", FAR)])
    org.record_fact(actor=None, unit=commune, value=org.InArea("island"), valid_from=FAR)
    rule = {"level": "lower_secondary", "area_level": "primary", "areas": ["border", "island"]}
    assert asked(person, "education_at_least", rule).verdict == "met"


def test_education_with_the_relief_of_a_post(make, asked):
    rule = {"level": "college", "post_level": "upper_secondary", "posts": ["cell_secretary"]}
    clause = asked(make(education="upper_secondary"), "education_at_least", rule)
    assert (clause.verdict, clause.value) == ("met", "THPT, giữ chức vụ được ưu tiên")
    assert asked(make(education="upper_secondary", posts=()), "education_at_least", rule).verdict == "not_met"
    assert asked(make(education="lower_secondary"), "education_at_least", rule).verdict == "not_met"


def test_post_held_since_when(make, asked):
    # held since 01/6/2020
    rule = {"kinds": ["cell_secretary"], "months": 36}
    assert asked(make(), "post_held", rule, on=date(2023, 5, 31)).verdict == "not_met"
    clause = asked(make(), "post_held", rule, on=date(2023, 6, 1))
    assert (clause.verdict, clause.value) == ("met", "Bí thư chi bộ, từ ngày 01/6/2020")


def test_post_in_a_kind_of_unit(make, asked):
    assert asked(make(), "post_held", {"unit_kinds": ["cell"]}).verdict == "met"
    assert asked(make(), "post_held", {"unit_kinds": ["base_committee"]}).verdict == "not_met"
    assert asked(make(posts=()), "post_held", {}).verdict == "not_met"


def test_post_planned_by_a_document(make, asked, cell):
    person = make(posts=())
    rule = {"kinds": ["committee_member"], "or_planned": True}
    assert asked(person, "post_held", rule).verdict == "data_missing"
    assert asked(person, "post_held", rule).fill == "planning"
    planning = people.NewPlanning(cell.pk, "committee_member", "12-QĐ/ĐU", date(2026, 9, 1), DAY, date(2026, 12, 31))
    people.add_facts(actor=None, person=person, plannings=[planning])
    assert asked(person, "post_held", rule, on=BEFORE).verdict == "data_missing"
    clause = asked(person, "post_held", rule)
    assert clause.verdict == "met"
    assert clause.value == "Quy hoạch Cấp ủy viên cơ sở, văn bản số 12-QĐ/ĐU ngày 01/9/2026"
    assert asked(person, "post_held", rule, on=date(2026, 12, 31)).verdict == "data_missing"
    assert asked(person, "post_held", rule | {"or_planned": False}).verdict == "not_met"


def test_field_of_work(make, asked, cell):
    rule = {"work_fields": ["propaganda"]}
    assert asked(make(posts=()), "works_in", rule).verdict == "data_missing"
    assert asked(make(), "works_in", rule).verdict == "data_missing"
    person = make(posts=())
    post = people.NewPost(cell.pk, "civil_servant", "Chuyên viên", DAY, None, "inspection")
    people.add_facts(actor=None, person=person, posts=[post])
    assert asked(person, "works_in", rule).verdict == "not_met"
    people.add_facts(
        actor=None, person=person, posts=[people.NewPost(cell.pk, "other", "Phụ trách", DAY, None, "propaganda")]
    )
    clause = asked(person, "works_in", rule)
    assert (clause.verdict, clause.value) == ("met", "Phụ trách, Tuyên giáo")
    assert asked(person, "works_in", rule, on=BEFORE).verdict == "data_missing"


def test_managing_committee(make, asked, unit):
    person, rule = make(), {"unit_kinds": ["province_committee"]}
    assert asked(person, "managed_by", rule).verdict == "data_missing"
    province, commune = unit("tinh", "province_committee"), unit("xa", "commune_committee")
    managed = [people.NewManagement(commune.pk, FAR, DAY), people.NewManagement(province.pk, DAY)]
    people.add_facts(actor=None, person=person, managements=managed)
    assert asked(person, "managed_by", rule, on=BEFORE).verdict == "not_met"
    clause = asked(person, "managed_by", rule)
    assert (clause.verdict, clause.value) == ("met", "Diện tinh quản lý")


def test_unit_in_scope_with_all_below(make, asked, unit):
    province = unit("tinh", "province_committee")
    commune = unit("xa", "commune_committee", province)
    other = unit("xa-khac", "commune_committee", province)
    person = make(belongings=())
    assert asked(person, "within_units", {"units": ["xa"]}).verdict == "data_missing"
    people.add_facts(actor=None, person=person, belongings=[people.NewBelonging(commune.pk, "employer", DAY)])
    assert asked(person, "within_units", {"units": ["tinh"]}).verdict == "met"
    assert asked(person, "within_units", {"units": ["xa"]}).value == "xa"
    assert asked(person, "within_units", {"units": [other.code]}).verdict == "not_met"
    assert asked(person, "within_units", {"units": ["xa"]}, on=BEFORE).verdict == "data_missing"


RETIREMENT = {
    "first_year": 2021,
    "female": 664,
    "female_step": 4,
    "female_most": 720,
    "male": 723,
    "male_step": 3,
    "male_most": 744,
}


@pytest.mark.parametrize(
    ("sex", "birth", "answer"),
    [
        # 62 years for men and 58 years 8 months for women in September 2031
        ("male", "1969-09-06", "not_met"),
        ("male", "1969-09-07", "met"),
        ("female", "1972-12-31", "not_met"),
        ("female", "1973-01-07", "met"),
        ("male", "1969", "data_missing"),
        ("male", "1970", "met"),
        ("male", "1969-09", "data_missing"),
        ("male", "1969-08", "not_met"),
        ("male", "1968", "not_met"),
        ("", "1971-01-01", "data_missing"),
        ("", "1975-01-01", "met"),
        ("", "1960-01-01", "not_met"),
        ("male", "", "data_missing"),
    ],
)
def test_years_left_to_serve(make, asked, sex, birth, answer):
    clause = asked(make(sex=sex, birth=birth), "years_left", {"years": 5, **RETIREMENT})
    assert clause.verdict == answer


def test_ratings_of_one_kind(make, asked):
    rule = {"years": 2, "grade": "good", "rating_kind": "civil_servant"}
    person = make()
    assert asked(person, "ratings_last_years", rule).verdict == "data_missing"
    people.add_facts(
        actor=None,
        person=person,
        ratings=[people.NewRating(2024, "civil_servant", "good"), people.NewRating(2025, "civil_servant", "completed")],
    )
    assert asked(person, "ratings_last_years", rule).verdict == "not_met"
    assert asked(person, "ratings_last_years", {**rule, "rating_kind": "party_member"}).verdict == "met"
    assert asked(person, "ratings_last_years", {**rule, "grade": "completed"}).verdict == "met"


@pytest.mark.parametrize(
    ("issued_on", "rule", "answer"),
    [
        (date(2021, 9, 7), {"at_most": 60}, "met"),
        (date(2021, 9, 6), {"at_most": 60}, "not_met"),
        (date(2024, 9, 7), {"at_least": 24}, "met"),
        (date(2024, 9, 8), {"at_least": 24}, "not_met"),
        (None, {"at_most": 60}, "data_missing"),
        (None, {"without": "not_met"}, "not_met"),
    ],
)
def test_prior_certificate_and_its_age(make, asked, issued_on, rule, answer):
    person = make()
    if issued_on is not None:
        new = records.NewTraining(
            programme_id=catalogue.get_programme("SCLLCT").pk,
            organiser="Trường khác",
            evidence="certificate",
            paper_number="7",
            issued_on=issued_on,
        )
        training = records.add_training(actor=None, person=person, new=new, now=now())
        records.confirm_training(actor=None, training=training, now=now())
    assert asked(person, "has_certificate", {"programmes": ["SCLLCT"], **rule}).verdict == answer


def test_attestation_of_the_sender(make, asked, cell):
    person, rule = make(), {"subject": "not_disciplined"}
    assert asked(person, "attested", rule).fill == "attestation"
    assert asked(person, "attested", rule | {"without": "met"}).verdict == "met"
    given = {"actor": None, "person": person, "unit": cell, "subject": "not_disciplined", "today": DAY}
    eligibility.record_attestation(holds=True, attested_on=date(2026, 9, 1), valid_to=DAY, **given)
    assert asked(person, "attested", rule, on=BEFORE).verdict == "met"
    assert asked(person, "attested", rule).verdict == "data_missing"
    eligibility.record_attestation(holds=False, attested_on=DAY, **given)
    clause = asked(person, "attested", rule)
    assert (clause.verdict, clause.value) == ("not_met", "Chi bộ thôn 1 xác nhận không đạt, ngày 07/9/2026")
    assert asked(person, "attested", rule | {"without": "met"}).verdict == "not_met"


EXCEPTION = {"number": "15-QĐ/TU", "decided_on": DAY, "authority": "Ban Thường vụ Tỉnh ủy", "today": DAY}


def test_approved_exception_lifts_what_the_rule_lets_be_lifted(make, asked):
    programme = catalogue.get_programme("QTNQ")
    young, rule = make(birth="2000-01-01"), {"female": 30, "male": 30}
    lifts_age = (eligibility.NewClause(kind="approved_exception", parameters={"lifts": ["age_at_least"]}),)
    lifts_other = (eligibility.NewClause(kind="approved_exception", parameters={"lifts": ["member"]}),)
    assert asked(young, "age_at_least", rule, more=lifts_age).verdict == "not_met"
    eligibility.record_exception(
        actor=None,
        person=young,
        programme=programme,
        clause_kind="age_at_least",
        valid_to=date(2026, 12, 31),
        **EXCEPTION,
    )
    clause = asked(young, "age_at_least", rule, more=lifts_age)
    assert clause.verdict == "met"
    assert "đặc cách theo quyết định số 15-QĐ/TU ngày 07/9/2026 của Ban Thường vụ Tỉnh ủy" in clause.value
    assert asked(young, "age_at_least", rule, more=lifts_age, on=BEFORE).verdict == "not_met"
    assert asked(young, "age_at_least", rule, more=lifts_age, on=date(2026, 12, 31)).verdict == "not_met"
    assert asked(young, "age_at_least", rule, more=lifts_other).verdict == "not_met"
    assert asked(young, "age_at_least", rule).verdict == "not_met"
    assert asked(make(birth="2000-01-01"), "age_at_least", rule, more=lifts_age).verdict == "not_met"


def test_special_case_of_the_intermediate_course(make, judged):
    young = make(birth="2004-01-01")
    assert judged(young, "TCLLCT", DAY, study_mode="part_time").verdict == "not_met"
    eligibility.record_exception(actor=None, person=young, programme=catalogue.get_programme("TCLLCT"), **EXCEPTION)
    verdict = judged(young, "TCLLCT", DAY, study_mode="part_time")
    assert verdict.verdict == "met"
    assert "approved_exception" not in {clause.code for clause in verdict.clauses}
    # under QĐ 57 no such case is recorded
    assert judged(young, "TCLLCT", date(2025, 8, 28), study_mode="part_time").verdict == "not_met"


def test_exception_is_refused_for_no_condition_and_for_days_upside_down(make, rules):
    programme = catalogue.get_programme("TCLLCT")
    with pytest.raises(eligibility.ExceptionOfNothing):
        eligibility.record_exception(actor=None, person=make(), programme=programme, clause_kind="colour", **EXCEPTION)
    with pytest.raises(eligibility.EndsBeforeStart):
        eligibility.record_exception(actor=None, person=make(), programme=programme, valid_to=DAY, **EXCEPTION)


def test_audience_has_rules_of_its_own(make, rules, unit):
    programme = catalogue.get_programme("CNKT")
    person = make(posts=("leader",))
    people.add_facts(
        actor=None, person=person, managements=[people.NewManagement(unit("tinh", "province_committee").pk, FAR)]
    )

    def verdict(audience):
        asked = {"programme_id": programme.pk, "study_mode": "", "on": DAY, "audience": audience}
        return eligibility.judge(person_ids=[person.pk], **asked)[person.pk].verdict

    assert verdict("") == verdict("group-2") == "met"
    assert verdict("group-1") == verdict("group-3") == "not_met"
    # an audience without rules of its own is judged as everybody
    assert verdict("group-9") == "met"


def test_every_kind_is_said_in_both_languages():
    from hocvien.web.rules.forms import STARTS

    assert set(STARTS) == set(eligibility.KINDS) == set(eligibility.kind_words())
    for kind, parameters in STARTS.items():
        filled = {"years": 5, **parameters} if kind == "years_left" else parameters
        assert eligibility.say_clause(eligibility.read_clause(kind, filled))
