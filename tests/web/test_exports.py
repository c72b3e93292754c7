"""A long list as a file: made by the worker as its owner would see it, fetched by the owner alone, removed in time."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from hocvien.access import api as access
from hocvien.jobs import api as jobs
from hocvien.people import api as people
from hocvien.privacy.models import Look
from tests.web.office import ON, add_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_list(office, monkeypatch):
    monkeypatch.setattr("hocvien.web.ui.tables.table.LONG", 5)
    add_people(office["dong-hoa"], 26, start=10)
    return office


def rows_of(response):
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    return book.get_sheet_by_index(0).to_python()


def test_a_long_list_becomes_a_file_with_the_same_rows_columns_and_order(long_list, sign_in):
    client = sign_in(long_list["officer"])
    asked = {"unit": "duc-thinh", "sex": "female", "sort": "-birth", "cols": ["birth", "sex"]}
    shown = client.get("/people/", asked)
    table = shown.context["table"]
    response = client.get("/people/", {**asked, "export": "xlsx"})
    assert response.status_code == 302
    page = client.get(response.url)
    assert "Tải tệp về" in page.content.decode()
    file = client.get(page.context["job"].file and f"/account/exports/{page.context['job'].uuid}/file/")
    rows = rows_of(file)
    assert rows[0] == ["Họ và tên", "Ngày sinh", "Giới tính"]
    assert [row[0] for row in rows[1:]] == [row.cells[0].text for row in table.page_rows]
    assert len(rows) - 1 == table.count
    assert file["Content-Disposition"] == 'attachment; filename="people.xlsx"'
    assert "Danh sách hồ sơ cá nhân" in client.get("/account/exports/").content.decode()


def test_the_columns_of_the_moment_it_was_asked_for_are_kept_and_nothing_is_remembered_by_the_worker(
    long_list, sign_in, settings
):
    settings.JOBS_INLINE = False
    client = sign_in(long_list["officer"])
    client.get("/people/", {"cols": "sex"})
    client.get("/people/", {"export": "xlsx"})
    client.get("/people/", {"cols": "birth"})
    assert jobs.work_once(worker="here")
    job = jobs.list_jobs(long_list["officer"]).get()
    assert job.state == jobs.JobState.DONE
    assert rows_of(client.get(f"/account/exports/{job.uuid}/file/"))[0] == ["Họ và tên", "Giới tính"]
    assert [c.key for c in client.get("/people/").context["table"].shown_columns] == ["name", "birth"]


def test_asked_for_twice_while_under_way_it_is_made_once(long_list, sign_in, settings):
    settings.JOBS_INLINE = False
    client = sign_in(long_list["officer"])
    first, second = (client.get("/people/", {"export": "xlsx"}).url for _ in range(2))
    assert first == second
    assert "Đang chờ đến lượt" in client.get(first).content.decode()
    assert jobs.list_jobs(long_list["officer"]).count() == 1


def test_rights_are_judged_when_the_file_is_made(long_list, sign_in, settings):
    settings.JOBS_INLINE = False
    client = sign_in(long_list["officer"])
    where = client.get("/people/", {"unit": "duc-thinh", "export": "xlsx"}).url
    grant = access.list_grants(long_list["officer"], ON)[0]
    access.end_grant(actor=None, grant=grant, on=ON)
    assert jobs.work_once(worker="here")
    page = client.get(where.split("?")[0]).content.decode()
    assert "không còn quyền xem" in page
    assert "Tải tệp về" not in page


def test_a_file_is_for_its_owner_alone(long_list, sign_in, client):
    where = sign_in(long_list["officer"]).get("/people/", {"export": "xlsx"}).url
    client.force_login(long_list["inspector"])
    assert client.get(where).status_code == 404
    assert client.get(where.split("?")[0] + "file/").status_code == 404
    assert client.post(where.split("?")[0] + "stop/").status_code == 404


def test_a_file_goes_when_its_time_is_over(long_list, sign_in):
    client = sign_in(long_list["officer"])
    where = client.get("/people/", {"export": "xlsx"}).url.split("?")[0]
    file = jobs.JobFile.objects.get()
    assert timezone.now() + timedelta(days=jobs.FILE_DAYS - 1) < file.until
    jobs.JobFile.objects.update(until=timezone.now() - timedelta(minutes=1))
    assert client.get(f"{where}file/").status_code == 409
    assert not jobs.work_once(worker="here")
    assert not jobs.JobFile.objects.exists()
    assert "đã được xóa" in client.get(where).content.decode()
    again = client.post(f"{where}again/")
    assert client.get(again.url.split("?")[0] + "file/").status_code == 200


def test_looks_at_numbers_are_noted_when_they_are_in_the_file(long_list, sign_in):
    client = sign_in(long_list["officer"])
    client.get("/people/", {"unit": "duc-thinh", "cols": ["identity_number"], "export": "xlsx"})
    noted = Look.objects.filter(kind="export", user=long_list["officer"])
    assert noted.count() == people.people().filter(belongings__unit=long_list["dong-hoa"]).count()


def test_another_list_exports_the_same_way(long_list, sign_in, monkeypatch):
    monkeypatch.setattr("hocvien.web.ui.tables.table.LONG", 0)
    client = sign_in(long_list["administrator"])
    response = client.get("/administration/journal/", {"export": "xlsx"})
    assert response.status_code == 302
    page = client.get(response.url)
    assert "Tải tệp về" in page.content.decode()
