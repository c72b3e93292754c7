"""The rules at their edges: birthdays, the days regulations changed, missing data, reliefs."""

from datetime import date
from uuid import uuid4

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.people import api as people
from hocvien.records import api as records

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 7)
PART, FULL = "part_time", "full_time"


def test_cadre_who_meets_everything(make, judged):
    verdict = judged(make(), "TCLLCT", DAY, study_mode=PART)
    assert verdict.verdict == "met"
    assert {clause.verdict for clause in verdict.clauses} == {"met"}
    assert all(clause.citation and clause.mark and clause.value and clause.value_en for clause in verdict.clauses)


@pytest.mark.parametrize(
    ("sex", "birth", "on", "answer"),
    [
        ("female", "1998-09-07", date(2026, 9, 6), "not_met"),
        ("female", "1998-09-07", date(2026, 9, 7), "met"),
        ("male", "1996-09-07", date(2026, 9, 6), "not_met"),
        ("male", "1996-09-07", date(2026, 9, 7), "met"),
        ("male", "1998-09-07", date(2026, 9, 7), "not_met"),
        ("male", "1996-02-29", date(2026, 2, 27), "not_met"),
        ("male", "1996-02-29", date(2026, 2, 28), "met"),
    ],
)
def test_age_on_the_day_before_and_on_the_birthday(make, judged, sex, birth, on, answer):
    assert judged(make(sex=sex, birth=birth), "TCLLCT", on, "age_at_least", PART).verdict == answer


def test_age_in_words(make, judged):
    clause = judged(make(birth="1996-10-01", sex="male"), "TCLLCT", DAY, "age_at_least", PART)
    assert clause.value == "29 tuổi 11 tháng ngày 07/9/2026"
    assert clause.verdict == "not_met"


def test_full_time_study_has_no_lower_age(make, judged):
    young = make(birth="2004-01-01", sex="male")
    assert judged(young, "TCLLCT", DAY, "age_at_least", FULL).verdict == "met"
    assert judged(young, "TCLLCT", DAY, study_mode=FULL).verdict == "met"
    assert judged(young, "TCLLCT", DAY, study_mode=PART).verdict == "not_met"
    assert judged(young, "TCLLCT", DAY, "age_at_least", "").verdict == "data_missing"


@pytest.mark.parametrize(
    ("birth", "answer"),
    [
        ("1995", "met"),
        ("1996", "data_missing"),
        ("1997", "not_met"),
        ("1996-08", "met"),
        ("1996-09", "data_missing"),
        ("1996-10", "not_met"),
        ("", "data_missing"),
    ],
)
def test_age_of_a_birth_known_in_part(make, judged, birth, answer):
    assert judged(make(birth=birth, sex="male"), "TCLLCT", DAY, "age_at_least", PART).verdict == answer


def test_birth_year_is_enough_on_the_last_day_of_the_year(make, judged):
    person = make(birth="1996", sex="male")
    assert judged(person, "TCLLCT", date(2026, 12, 31), "age_at_least", PART).verdict == "met"


@pytest.mark.parametrize(
    ("birth", "answer"), [("1995-01-01", "met"), ("1997-06-01", "data_missing"), ("1999-06-01", "not_met")]
)
def test_age_without_sex_is_told_where_both_bounds_agree(make, judged, birth, answer):
    clause = judged(make(birth=birth, sex=""), "TCLLCT", DAY, "age_at_least", PART)
    assert clause.verdict == answer


def test_rules_changed_overnight_in_august_2025(make, judged):
    man = make(birth="1993-01-01", sex="male", ratings={2023: "good", 2024: "good"})
    last, first = date(2025, 8, 28), date(2025, 8, 29)
    assert judged(man, "TCLLCT", last, "age_at_least", PART).verdict == "not_met"
    assert judged(man, "TCLLCT", first, "age_at_least", PART).verdict == "met"
    assert "57" in judged(man, "TCLLCT", last, "age_at_least", PART).citation
    assert "350" in judged(man, "TCLLCT", first, "age_at_least", PART).citation
    assert judged(man, "SCLLCT", last).verdict == "met"
    assert judged(man, "SCLLCT", first).verdict == "no_rule"


@pytest.mark.parametrize("programme", ["SCLLCT", "TCLLCT", "CCLLCT"])
def test_no_rule_is_recorded_before_february_2022(make, judged, programme):
    person = make()
    verdict = judged(person, programme, date(2022, 2, 7), study_mode=PART)
    assert (verdict.verdict, verdict.clauses) == ("no_rule", ())
    assert judged(person, programme, date(2022, 2, 8), study_mode=PART).verdict != "no_rule"
    everyone = people.people()
    programme_id = catalogue.get_programme(programme).pk
    assert not eligibility.eligible(everyone, programme_id=programme_id, study_mode=PART, on=date(2022, 2, 7)).exists()


@pytest.mark.parametrize("programme", ["QTNQ", "KHAC", "CHUYENDE"])
def test_programmes_without_a_rule_say_so(make, judged, programme):
    assert judged(make(), programme, DAY).verdict == "no_rule"


def test_ratings_one_of_two_missing(make, judged):
    assert judged(make(ratings={2025: "good"}), "TCLLCT", DAY, "ratings_last_years", PART).verdict == "data_missing"
    assert judged(make(ratings={}), "TCLLCT", DAY, "ratings_last_years", PART).verdict == "data_missing"
    failed = judged(make(ratings={2025: "completed"}), "TCLLCT", DAY, "ratings_last_years", PART)
    assert failed.verdict == "not_met"
    assert failed.value == "2025: Hoàn thành nhiệm vụ; 2024: chưa ghi"
    assert (
        judged(make(ratings={2024: "good", 2025: "good"}), "TCLLCT", DAY, "ratings_last_years", PART).verdict == "met"
    )
    assert (
        judged(make(ratings={2023: "good", 2025: "good"}), "TCLLCT", DAY, "ratings_last_years", PART).verdict
        == "data_missing"
    )


@pytest.mark.parametrize(
    ("education", "ethnicity", "answer"),
    [
        ("college", "Kinh", "met"),
        ("upper_secondary", "Kinh", "not_met"),
        ("upper_secondary", "kinh", "not_met"),
        ("upper_secondary", "Thái", "met"),
        ("upper_secondary", "", "data_missing"),
        ("intermediate", "Mường", "met"),
        ("lower_secondary", "Thái", "not_met"),
        ("lower_secondary", "", "not_met"),
        ("", "Thái", "data_missing"),
    ],
)
def test_education_with_the_relief_of_minorities(make, judged, education, ethnicity, answer):
    person = make(education=education, ethnicity=ethnicity)
    assert judged(person, "TCLLCT", DAY, "education_at_least", PART).verdict == answer


@pytest.mark.parametrize(
    ("evidence", "issued_on", "answer"),
    [
        ("diploma", date(2012, 5, 1), "not_met"),
        ("diploma", date(2026, 9, 8), "met"),
        ("confirmation", date(2021, 7, 8), "not_met"),
        ("confirmation", date(2021, 7, 9), "met"),
        ("confirmation", None, "data_missing"),
        ("none", None, "data_missing"),
    ],
)
def test_theory_level_is_proven_by_diploma_or_early_confirmation(make, judged, evidence, issued_on, answer):
    person = make(levels=[people.NewQualification("intermediate", evidence, issued_on=issued_on)])
    assert judged(person, "TCLLCT", DAY, "theory_level_below", PART).verdict == answer


def test_late_confirmation_says_why_it_does_not_count(make, judged):
    person = make(levels=[people.NewQualification("intermediate", "confirmation", issued_on=date(2021, 7, 9))])
    value = judged(person, "TCLLCT", DAY, "theory_level_below", PART).value
    assert value == "Giấy xác nhận ngày 09/7/2021 không được tính: chỉ nhận giấy cấp trước ngày 09/7/2021"


def test_candidate_is_no_member(make, judged):
    plain = {"admitted_on": None, "official_on": None, "belongings": ("proposing_cell",), "posts": ()}
    assert judged(make(**plain), "NTVD", DAY).verdict == "met"
    assert judged(make(), "NTVD", DAY, "not_member").verdict == "not_met"
    assert judged(make(**{**plain, "admitted_on": date(2026, 9, 7)}), "NTVD", DAY, "not_member").verdict == "not_met"
    assert judged(make(**{**plain, "admitted_on": date(2026, 9, 8)}), "NTVD", DAY, "not_member").verdict == "met"
    in_a_cell = make(**{**plain, "belongings": ("official_cell",)})
    assert judged(in_a_cell, "NTVD", DAY, "not_member").verdict == "data_missing"
    assert judged(make(**{**plain, "belongings": ()}), "NTVD", DAY, "has_belonging").verdict == "data_missing"


def test_candidate_with_a_valid_certificate_need_not_come_again(make, judged, cell):
    person = make(admitted_on=None, official_on=None, belongings=("proposing_cell",))
    programme = catalogue.get_programme("NTVD")
    issue_certificate(person, programme, cell, issued_on=date(2023, 4, 1))
    clause = judged(person, "NTVD", DAY, "no_valid_certificate")
    assert clause.verdict == "not_met"
    assert judged(person, "NTVD", date(2023, 3, 31), "no_valid_certificate").verdict == "met"
    assert judged(person, "NTVD", date(2028, 4, 2), "no_valid_certificate").verdict == "met"


def issue_certificate(person, programme, unit, issued_on):
    records.issue_certificates(
        actor=None,
        authority=unit,
        register_code="NTVĐ",
        form=records.PaperForm(
            programme_id=programme.pk,
            programme_code=programme.code,
            kind="certificate",
            form_code="CN-NTVĐ",
            title="Giấy chứng nhận",
            programme_title=programme.name,
            signer_name="Lê Văn Ký",
            signer_title="Giám đốc",
            authority_name="Trung tâm",
            valid_months=60,
        ),
        items=[records.IssueItem(key=uuid4(), person_id=person.pk, full_name=person.full_name, birth_text="1985")],
        issued_on=issued_on,
    )


@pytest.mark.parametrize(
    ("admitted_on", "official_on", "answer"),
    [
        (date(2025, 9, 7), None, "not_met"),
        (date(2025, 9, 8), None, "met"),
        (date(2026, 9, 7), None, "met"),
        (date(2026, 9, 8), None, "not_met"),
        (date(2025, 9, 8), date(2026, 9, 7), "not_met"),
    ],
)
def test_new_members_come_within_their_probation(make, judged, admitted_on, official_on, answer):
    person = make(admitted_on=admitted_on, official_on=official_on)
    assert judged(person, "DVM", DAY).verdict == answer


def test_days_of_probation_left_in_words(make, judged):
    person = make(admitted_on=date(2025, 9, 17), official_on=None)
    assert judged(person, "DVM", DAY, "probation_days_left").value == "Còn 10 ngày, hết dự bị ngày 17/9/2026"


def test_official_membership_may_be_unknown_after_a_year(make, judged):
    assert judged(make(official_on=None), "CCLLCT", DAY, "member", PART).verdict == "data_missing"
    assert (
        judged(make(admitted_on=date(2026, 1, 1), official_on=None), "CCLLCT", DAY, "member", PART).verdict == "not_met"
    )


def test_posts_of_the_day_decide(make, judged):
    assert judged(make(posts=("cell_secretary",)), "NVCTD", DAY).verdict == "met"
    assert judged(make(posts=("youth_officer",)), "NVCTD", DAY).verdict == "not_met"
    assert judged(make(posts=("youth_officer",)), "DOAN", DAY).verdict == "met"
    assert judged(make(posts=("youth_officer",)), "DOAN", date(2020, 5, 31)).verdict == "not_met"
    assert judged(make(posts=()), "TCLLCT", DAY, "post_held", PART).verdict == "data_missing"


@pytest.mark.parametrize("programme", ["NTVD", "DVM", "NVCTD", "DOAN", "SCLLCT", "TCLLCT"])
def test_every_programme_of_a_district_in_2023_has_its_rules(make, judged, programme):
    assert judged(make(), programme, date(2023, 1, 9), study_mode=PART).verdict != "no_rule"


def test_rules_carried_over_are_marked_unverified(rules):
    current = eligibility.rule_sets(catalogue.get_programme("CCLLCT").pk)[0]
    marks = {clause.code: clause.mark for clause in current.clauses}
    assert marks["post_held"] == "seen"
    assert marks["education_at_least"] == marks["age_at_least"] == "default"


def test_seed_loaded_twice_writes_nothing_more(rules):
    assert eligibility.load_seed(actor=None) == 0


def test_verdict_is_kept_and_read_back(make, judged):
    verdict = judged(make(birth="1996"), "TCLLCT", DAY, study_mode=PART)
    assert eligibility.Verdict.from_json(verdict.as_json()) == verdict
    assert eligibility.Verdict.from_json({"verdict": "no_rule"}).clauses == ()


@pytest.mark.parametrize("count", [1, 30])
def test_judging_takes_three_queries_however_many(make, rules, django_assert_num_queries, count):
    ids = [make().pk for _ in range(count)]
    programme = catalogue.get_programme("TCLLCT")
    with django_assert_num_queries(3):
        assert len(eligibility.judge(programme_id=programme.pk, study_mode=PART, person_ids=ids, on=DAY)) == count
