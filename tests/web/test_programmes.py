"""Programmes and lecturers on screen: what is shown, with its mark; what can be changed, by whom; refusals in words."""

from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.faculty import api as faculty
from hocvien.org import api as org
from tests.kept import kept

pytestmark = pytest.mark.django_db
START = date(2025, 7, 1)


@pytest.fixture(autouse=True)
def _clock(settings):
    settings.HOCVIEN_TODAY = "2026-09-07"


@kept()
def place():
    catalogue.load_seed(actor=None)
    eligibility.load_seed(actor=None)
    committee = org.found_unit(actor=None, code="du", name="Đảng ủy xã", kind="commune_committee", valid_from=START)
    centre = org.found_unit(
        actor=None, code="ttct", name="Trung tâm chính trị", kind="political_centre", valid_from=START, parent=committee
    )
    return {"committee": committee, "centre": centre}


@pytest.fixture
def sign_in(client, place):
    def _sign_in(role, unit="committee"):
        user = accounts.create_user(actor=None, username=f"{role}-{unit}", full_name="Người Dùng", password=None)
        access.give_grant(actor=None, user=user, role=role, unit=place[unit], valid_from=START)
        client.force_login(user)
        return client

    return _sign_in


def text_of(response):
    return response.content.decode()


def test_list_shows_programmes_with_their_marks(sign_in):
    page = text_of(sign_in("clerk").get("/programmes/"))
    assert "Bồi dưỡng nhận thức về Đảng" in page
    assert "mặc định, chưa đối chiếu" in page
    assert "đã đối chiếu" in page
    assert "Thêm chương trình" not in page


def test_list_is_found_without_marks_and_exported(sign_in):
    client = sign_in("inspector")
    page = text_of(client.get("/programmes/", {"q": "so cap"}))
    assert "Sơ cấp lý luận chính trị" in page
    assert "Cao cấp lý luận chính trị" not in page
    book = client.get("/programmes/", {"export": "xlsx"})
    assert book.status_code == 200
    assert book["Content-Type"].startswith("application/vnd.openxmlformats")


def test_page_shows_the_version_of_the_period_looked_at(sign_in):
    client = sign_in("clerk")
    now = text_of(client.get("/programmes/TCLLCT/"))
    assert "nữ từ 28 tuổi, nam từ 30 tuổi" in now
    assert "QĐ 350-QĐ/TW (29/8/2025)" in now
    past = text_of(client.get("/programmes/TCLLCT/", {"period": "2023"}))
    assert past.index("nữ từ 33 tuổi") < past.index("nữ từ 28 tuổi")
    assert "Chưa có quy định trong hệ thống cho ngày" in text_of(client.get("/programmes/SCLLCT/"))


def test_page_shows_lessons_bands_and_paper(sign_in):
    page = text_of(sign_in("clerk").get("/programmes/NTVD/"))
    for words in ("Phấn đấu trở thành đảng viên", "10 buổi, 5 tiết một buổi", "Xuất sắc", "CN-NTVĐ", "60 tháng"):
        assert words in page


def test_page_takes_few_queries(sign_in, django_assert_max_num_queries):
    client = sign_in("clerk")
    client.get("/programmes/NTVD/")
    with django_assert_max_num_queries(20):
        client.get("/programmes/NTVD/")
    with django_assert_max_num_queries(20):
        client.get("/programmes/")


def test_unknown_programme_is_404(sign_in):
    assert sign_in("clerk").get("/programmes/KHONG-CO/").status_code == 404


@pytest.mark.parametrize("path", ["new/", "NTVD/edit/", "NTVD/curriculum/", "NTVD/assessment/", "NTVD/paper/"])
def test_only_those_with_the_permission_change_programmes(sign_in, path):
    assert sign_in("clerk").get(f"/programmes/{path}").status_code == 403
    assert sign_in("committee_office").get(f"/programmes/{path}").status_code == 200


def form_data(response):
    """What a browser would send back of the form shown."""
    return {
        name: value
        for name, field in response.context["form"].fields.items()
        if (value := response.context["form"][name].value()) not in (None, "") and value is not False
    } | ({"rows": response.context["form"].row_count} if hasattr(response.context["form"], "row_count") else {})


def test_curriculum_becomes_a_new_version(sign_in):
    client = sign_in("committee_office")
    data = form_data(client.get("/programmes/NTVD/curriculum/"))
    data |= {
        "version": "2026",
        "valid_from": "1/10/2026",
        "title_10": "Bài thêm",
        "periods_10": 5,
        "form_10": "seminar",
    }
    answer = client.post("/programmes/NTVD/curriculum/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    programme = catalogue.get_programme("NTVD")
    made = catalogue.curriculum_as_of(programme.pk, date(2026, 10, 1))
    lessons = catalogue.list_lessons(made.pk)
    assert (made.version, len(lessons), lessons[-1].title) == ("2026", 10, "Bài thêm")
    assert catalogue.curriculum_as_of(programme.pk, date(2026, 9, 30)).version == "HD 61/2022"


def test_curriculum_refused_in_words_keeps_what_was_typed(sign_in):
    client = sign_in("committee_office")
    data = form_data(client.get("/programmes/NTVD/curriculum/"))
    data |= {"version": "HD 61/2022", "valid_from": "31/02/2026", "title_10": "Bài thêm"}
    answer = client.post("/programmes/NTVD/curriculum/", data)
    assert answer.status_code == 422
    assert "Bài “Bài thêm” chưa có số tiết" in text_of(answer)
    data |= {"valid_from": "1/10/2026", "periods_10": 5}
    answer = client.post("/programmes/NTVD/curriculum/", data)
    assert answer.status_code == 422
    assert "đã có phiên bản" in text_of(answer)
    assert "Bài thêm" in text_of(answer)


def test_assessment_changes_from_a_day(sign_in):
    client = sign_in("committee_office")
    data = form_data(client.get("/programmes/NTVD/assessment/"))
    data |= {"valid_from": "01/01/2027", "max_absence_percent": 10, "min_mark_1": "9,5"}
    answer = client.post("/programmes/NTVD/assessment/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    programme = catalogue.get_programme("NTVD")
    after = catalogue.assessment_as_of(programme.pk, date(2027, 1, 1))
    assert (after.max_absence_percent, after.bands[0].code, after.bands[0].min_mark) == (10, "excellent", 9.5)
    assert catalogue.assessment_as_of(programme.pk, date(2026, 12, 31)).max_absence_percent == 20


def test_assessment_with_bands_upside_down_is_refused(sign_in):
    client = sign_in("committee_office")
    data = form_data(client.get("/programmes/NTVD/assessment/")) | {"min_mark_1": "1"}
    answer = client.post("/programmes/NTVD/assessment/", data)
    assert answer.status_code == 422
    assert "mức điểm phải giảm dần" in text_of(answer)


def test_paper_changes_from_a_day(sign_in):
    client = sign_in("committee_office")
    data = form_data(client.get("/programmes/NTVD/paper/"))
    data |= {"valid_from": "01/01/2027", "form_code": "CN-2027", "mark": "seen"}
    assert client.post("/programmes/NTVD/paper/", data).status_code == 302
    assert catalogue.paper_as_of(catalogue.get_programme("NTVD").pk, date(2027, 1, 1)).form_code == "CN-2027"


def test_programme_is_added_and_edited(sign_in):
    client = sign_in("administrator")
    data = form_data(client.get("/programmes/new/")) | {
        "code": "TAPHUAN",
        "name": "Tập huấn dân vận",
        "synonyms": "dân vận khéo",
    }
    answer = client.post("/programmes/new/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert catalogue.find_programme_by_name("Dân vận khéo").code == "TAPHUAN"
    data = form_data(client.get("/programmes/TAPHUAN/edit/")) | {"people_phrase": "đồng chí"}
    assert client.post("/programmes/TAPHUAN/edit/", data).status_code == 302
    assert catalogue.get_programme("TAPHUAN").people_phrase == "đồng chí"
    again = client.post("/programmes/new/", data | {"code": "TAPHUAN"})
    assert again.status_code == 422
    assert "Mã này đã dùng" in text_of(again)


def test_lecturer_is_added_found_and_edited(sign_in, place):
    client = sign_in("clerk", "centre")
    data = {"unit": "ttct", "full_name": "Đặng Thị Hoà", "kind": "visiting", "programme_codes": ["DVM", "NTVD"]}
    answer = client.post("/programmes/lecturers/new/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    page = text_of(client.get("/programmes/lecturers/", {"q": "dang hoa"}))
    assert "Đặng Thị Hoà" in page
    # in the order of the catalogue, whatever the database keeps first
    assert "NTVD, DVM" in page
    lecturer = faculty.list_lecturers().get()
    assert "Đặng Thị Hoà" in text_of(client.get(f"/programmes/lecturers/{lecturer.uuid}/"))
    data = form_data(client.get(f"/programmes/lecturers/{lecturer.uuid}/edit/")) | {"title": "Thạc sĩ"}
    assert client.post(f"/programmes/lecturers/{lecturer.uuid}/edit/", data).status_code == 302
    assert faculty.get_lecturer(lecturer.uuid).title == "Thạc sĩ"
    twin = client.post("/programmes/lecturers/new/", {"unit": "ttct", "full_name": "Đặng Thị Hoà", "kind": "visiting"})
    assert twin.status_code == 422
    assert "đã có giảng viên" in text_of(twin)


def test_lecturer_of_another_unit_is_404(sign_in, place):
    other = org.found_unit(actor=None, code="khac", name="Nơi khác", kind="political_centre", valid_from=START)
    lecturer = faculty.add_lecturer(actor=None, unit=other, full_name="Lê Văn An", kind="visiting")
    client = sign_in("clerk", "centre")
    assert client.get(f"/programmes/lecturers/{lecturer.uuid}/").status_code == 404
    assert client.get(f"/programmes/lecturers/{lecturer.uuid}/edit/").status_code == 404
    assert "Lê Văn An" not in text_of(client.get("/programmes/lecturers/"))


def test_lecturer_list_takes_the_same_queries_at_one_and_three(sign_in, place, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in("clerk", "centre")
    counts = []
    for n in range(3):
        faculty.add_lecturer(
            actor=None, unit=place["centre"], full_name=f"Lê Văn {n}", kind="visiting", programme_codes=["DVM"]
        )
        if n == 1:
            continue
        client.get("/programmes/lecturers/")
        with CaptureQueriesContext(connection) as ran:
            client.get("/programmes/lecturers/")
        counts.append(len(ran))
    assert counts[0] == counts[1] <= 20
