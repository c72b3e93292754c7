"""What is in force on a day, how it changes, and that loading the shipped data never overwrites what people edited."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hocvien.accounts import api as accounts
from hocvien.catalogue import api as catalogue
from hocvien.common.intervals import OPEN_END
from hocvien.journal import api as journal
from tests.kept import kept

TODAY = date(2026, 9, 7)
pytestmark = pytest.mark.django_db


@kept()
def seeded():
    catalogue.load_seed(actor=None)


def test_seed_holds_every_code_of_the_figures(seeded):
    codes = {p.code for p in catalogue.list_programmes(TODAY)}
    wanted = "NTVD DVM NVCTD DOAN SCLLCT TCLLCT CCLLCT CNKT QPAN GV BDCM QTNQ KHAC BCV PN ND CCB MTTQ CDO CHUYENDE"
    assert set(wanted.split()) <= codes


def test_seed_loaded_twice_writes_nothing_more(seeded):
    entries = journal.list_entries().count()
    assert catalogue.load_seed(actor=None) == 0
    assert journal.list_entries().count() == entries


def test_seed_keeps_what_people_edited(seeded):
    programme = catalogue.get_programme("NTVD")
    catalogue.update_programme(actor=None, programme=programme, changes={"people_phrase": "học viên"}, today=TODAY)
    rule = catalogue.assessment_as_of(programme.pk, TODAY)
    changed = catalogue.AssessmentRule(
        kind="pass_fail",
        pass_mark=None,
        max_absence_percent=10,
        valid_from=date(2026, 1, 1),
        citation="QĐ 1",
        mark="seen",
    )
    catalogue.update_assessment(actor=None, programme=programme, new=changed, today=TODAY)
    assert catalogue.load_seed(actor=None) == 0
    assert catalogue.get_programme("NTVD").people_phrase == "học viên"
    assert catalogue.assessment_as_of(programme.pk, TODAY).max_absence_percent == 10
    assert catalogue.assessment_as_of(programme.pk, date(2025, 12, 31)).bands == rule.bands


def test_candidates_curriculum_is_that_of_the_guidance(seeded):
    programme = catalogue.get_programme("NTVD")
    curriculum = catalogue.curriculum_as_of(programme.pk, date(2022, 6, 16))
    lessons = catalogue.list_lessons(curriculum.pk)
    assert [lesson.periods for lesson in lessons if lesson.form == "lecture"] == [5, 10, 5, 5, 5]
    assert sum(lesson.periods for lesson in lessons) == 50
    assert curriculum.periods_per_session == 5
    assert curriculum.mark == "seen"
    before = catalogue.curriculum_as_of(programme.pk, date(2022, 6, 15))
    assert before.pk != curriculum.pk
    assert before.mark == "default"


@pytest.mark.parametrize(("code", "lectures"), [("DVM", 10), ("SCLLCT", 18), ("TCLLCT", 16)])
def test_curriculum_has_the_lessons_of_the_programme(seeded, code, lectures):
    curriculum = catalogue.curriculum_as_of(catalogue.get_programme(code).pk, TODAY)
    forms = [lesson.form for lesson in catalogue.list_lessons(curriculum.pk)]
    assert forms.count("lecture") == lectures


@pytest.mark.parametrize(
    ("on", "mark"),
    [(date(2020, 12, 31), "default"), (date(2021, 1, 1), "seen"), (date(2025, 12, 31), "seen"), (TODAY, "default")],
)
def test_candidates_certificate_holds_sixty_months_with_the_mark_of_its_day(seeded, on, mark):
    paper = catalogue.paper_as_of(catalogue.get_programme("NTVD").pk, on)
    assert (paper.form_code, paper.valid_months, paper.mark) == ("CN-NTVĐ", 60, mark)


def test_elementary_ends_in_a_diploma_of_its_form(seeded):
    paper = catalogue.paper_as_of(catalogue.get_programme("SCLLCT").pk, TODAY)
    assert (paper.kind, paper.form_code) == ("diploma", "HD 11")


@pytest.mark.parametrize(
    ("mark", "band"),
    [
        ("10", "excellent"),
        ("9", "excellent"),
        ("8.99", "good"),
        ("7", "fair"),
        ("5", "average"),
        ("4.99", "failed"),
        ("0", "failed"),
    ],
)
def test_band_for_mark_at_its_bounds(seeded, mark, band):
    rule = catalogue.assessment_as_of(catalogue.get_programme("NTVD").pk, TODAY)
    assert catalogue.band_for_mark(rule, Decimal(mark)).code == band


def test_advanced_has_a_band_between_fair_and_average(seeded):
    rule = catalogue.assessment_as_of(catalogue.get_programme("CCLLCT").pk, TODAY)
    assert catalogue.band_for_mark(rule, Decimal("6.5")).name == "Trung bình khá"
    assert catalogue.band_for_mark(rule, None) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NTVD", "NTVD"),
        ("Lớp cảm tình Đảng", "NTVD"),
        ("ĐẢNG VIÊN MỚI", "DVM"),
        ("bồi dưỡng lý luận chính trị dành cho đảng viên dự bị", "DVM"),
        ("Trung cấp Lý luận Chính trị - Hành chính", "TCLLCT"),
        ("Đào tạo sơ cấp lý luận chính trị", "SCLLCT"),
        ("bồi dưỡng nghiệp vụ cấp uỷ", "NVCTD"),
        ("nấu ăn", None),
    ],
)
def test_find_programme_by_the_names_people_use(seeded, text, code):
    found = catalogue.find_programme_by_name(text)
    assert (found.code if found else None) == code


def test_no_synonym_belongs_to_two_programmes(seeded):
    names = catalogue.programmes_by_name()
    for programme in catalogue.list_programmes():
        for text in (programme.name, programme.code, *programme.synonyms):
            assert catalogue.find_programme_by_name(text) == programme, text
    assert names


def test_new_curriculum_version_ends_the_one_before(seeded):
    programme = catalogue.get_programme("NTVD")
    day = date(2026, 10, 1)
    new = catalogue.NewCurriculum(
        version="2026", valid_from=day, lessons=[catalogue.NewLesson(title="Bài 1", periods=5)]
    )
    made = catalogue.add_curriculum_version(actor=None, programme=programme, new=new, today=TODAY)
    assert catalogue.curriculum_as_of(programme.pk, day).pk == made.pk
    assert catalogue.curriculum_as_of(programme.pk, day - timedelta(days=1)).version == "HD 61/2022"
    assert made.valid_to == OPEN_END
    assert journal.list_entries(subject_uuid=made.uuid).get().verb == "catalogue.add_curriculum_version"


def test_new_curriculum_version_between_two_ends_where_the_next_begins(seeded):
    programme = catalogue.get_programme("NTVD")
    new = catalogue.NewCurriculum(
        version="2018", valid_from=date(2018, 1, 1), lessons=[catalogue.NewLesson(title="Bài 1", periods=5)]
    )
    made = catalogue.add_curriculum_version(actor=None, programme=programme, new=new, today=TODAY)
    assert made.valid_to == date(2022, 6, 16)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"version": "HD 61/2022"}, catalogue.VersionTaken),
        ({"valid_from": date(2022, 6, 16)}, catalogue.VersionSameDay),
        ({"lessons": ()}, catalogue.NoLessons),
    ],
)
def test_new_curriculum_version_refused(seeded, fields, refusal):
    plain = {
        "version": "2026",
        "valid_from": date(2026, 10, 1),
        "lessons": [catalogue.NewLesson(title="Bài 1", periods=5)],
    }
    with pytest.raises(refusal) as caught:
        catalogue.add_curriculum_version(
            actor=None,
            programme=catalogue.get_programme("NTVD"),
            new=catalogue.NewCurriculum(**{**plain, **fields}),
            today=TODAY,
        )
    assert str(caught.value).endswith(".")


def test_bands_out_of_order_are_refused(seeded):
    bands = (
        catalogue.BandRule(code="fair", name="Khá", min_mark=Decimal(7)),
        catalogue.BandRule(code="good", name="Giỏi", min_mark=Decimal(8)),
    )
    new = catalogue.AssessmentRule(
        kind="mark", pass_mark=Decimal(5), max_absence_percent=20, bands=bands, valid_from=date(2026, 1, 1)
    )
    with pytest.raises(catalogue.BandsUnsound):
        catalogue.update_assessment(actor=None, programme=catalogue.get_programme("NTVD"), new=new, today=TODAY)


def test_paper_changed_from_a_day_keeps_the_one_before(seeded):
    programme = catalogue.get_programme("DVM")
    new = catalogue.PaperRule(
        kind="certificate",
        form_code="M2",
        title="Giấy chứng nhận",
        signer_title="Bí thư",
        register_code="ĐVM",
        valid_from=date(2026, 1, 1),
    )
    catalogue.update_paper(actor=None, programme=programme, new=new, today=TODAY)
    assert catalogue.paper_as_of(programme.pk, TODAY).form_code == "M2"
    assert catalogue.paper_as_of(programme.pk, date(2025, 12, 31)).form_code == ""
    assert [paper.form_code for paper in catalogue.list_papers(programme.pk)] == ["M2", ""]


def test_only_those_with_the_permission_edit(seeded):
    user = accounts.create_user(actor=None, username="ai-do", full_name="Ai Đó", password=None)
    with pytest.raises(catalogue.ProgrammeEditForbidden):
        catalogue.update_programme(
            actor=user, programme=catalogue.get_programme("NTVD"), changes={"note": "x"}, today=TODAY
        )
    assert not catalogue.can_edit(user, TODAY)


def test_unknown_programme_is_not_found():
    with pytest.raises(catalogue.ProgrammeNotFound):
        catalogue.get_programme("KHONG")
