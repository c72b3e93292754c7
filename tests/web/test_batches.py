"""From the list of people: ticked or all, a form, a preview, doing it and undoing it; and the list as a workbook to be edited."""

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from hocvien.access import api as access
from hocvien.batches import api as batches
from hocvien.jobs import api as jobs
from hocvien.people import api as people
from hocvien.privacy.models import Look
from tests.web.office import D0, ON, add_people

pytestmark = pytest.mark.django_db
LIST = "/people/"
RATING = {"year": "2021", "kind": "party_member", "grade": "good"}


def words(response):
    return " ".join(response.content.decode().split())


def opened(client, rows=(), **more):
    given = {"kind": "rating", "who": "ticked", "list": "", "row": [str(row.uuid) for row in rows], **more}
    return client.post(f"{LIST}batches/open/?unit=duc-thinh", given)


def test_ticked_people_are_rated_and_taken_back(office, sign_in):
    client = sign_in(office["officer"])
    assert 'name="row"' in words(client.get(LIST))
    where = opened(client, office["people"][:2]).url
    assert "2 người được chọn" in words(client.get(where))
    assert client.post(where, {"year": "", "kind": "party_member", "grade": "good"}).status_code == 422
    preview = client.get(client.post(where, RATING).url)
    assert "Sẽ ghi cho cả 2 người đã chọn" in words(preview)
    assert not people.ratings().filter(year=2021).exists()
    base = where.split("?")[0]
    done = client.post(f"{base}run/", follow=True)
    assert "Đã ghi cho 2 người" in words(done)
    assert "Hoàn tác được đến" in words(done)
    assert people.ratings().filter(year=2021, grade="good").count() == 2
    undone = client.post(f"{base}back/", follow=True)
    assert "Đã hoàn tác cho 2 người" in words(undone)
    assert not people.ratings().filter(year=2021).exists()
    listed = words(client.get(f"{LIST}batches/"))
    assert "Ghi xếp loại hằng năm" in listed
    assert "Đánh giá, xếp loại đảng viên, 2021: Hoàn thành tốt nhiệm vụ" in listed


def test_all_of_the_list_means_what_the_filter_shows(office, sign_in):
    add_people(office["dong-hoa"], 60, start=10)
    client = sign_in(office["officer"])
    shown = client.get(LIST, {"unit": "duc-thinh", "sex": "female"})
    assert f"Cả {shown.context['table'].count} người của danh sách" in words(shown)
    where = opened(client, who="all", list=shown.context["batch_query"], kind="leave").url
    page = client.get(where)
    assert "Cả danh sách: Giới tính: Nữ" in words(page)
    batch = page.context["batch"]
    assert batch.count == shown.context["table"].count
    client.post(where, {"kind": "maternity", "valid_from": "01/06/2023"})
    chosen = [item.person for item in batches.list_items(batch)][:50]
    assert [str(uuid) for uuid in chosen] == [
        str(cell.row.uuid) for row in shown.context["table"].page_rows for cell in row.cells[:1]
    ]


def test_those_left_out_are_named_before_and_after(office, sign_in):
    people.add_facts(actor=None, person=office["people"][0], ratings=[people.NewRating(2021, "party_member", "failed")])
    client = sign_in(office["officer"])
    where = opened(client, [*office["people"], *office["others"]]).url
    preview = words(client.get(client.post(where, RATING).url))
    assert "Sẽ ghi cho 2 người, để ngoài 2 người" in preview
    assert "1 người: đã có xếp loại năm này" in preview
    assert "Đã có xếp loại năm 2021: Không hoàn thành nhiệm vụ." in preview
    assert "1 người: không do bạn giữ" in preview
    assert "Ghi cho 2 người" in preview
    filtered = client.get(where, {"outcome": "left_out"})
    assert filtered.context["table"].count == 2


@pytest.mark.parametrize(
    ("kind", "form", "said"),
    [
        ("management", {"unit": "duc-thinh", "valid_from": "01/06/2023"}, "Đảng ủy xã Đức Thịnh, từ ngày 01/06/2023"),
        (
            "leave",
            {"kind": "maternity", "valid_from": "01/06/2023", "valid_to": "01/12/2023"},
            "Nghỉ thai sản, từ ngày",
        ),
        ("move", {"unit": "tram-y-te", "on": "01/06/2023"}, "Chuyển ngay đến Chi bộ Trạm Y tế từ ngày 01/06/2023"),
        ("move", {"unit": "thon-ngoai", "on": "01/06/2023"}, "Đề nghị chuyển đến Chi bộ thôn Ngoài từ ngày 01/06/2023"),
    ],
)
def test_the_other_kinds_of_work(office, sign_in, kind, form, said):
    client = sign_in(office["officer"])
    where = opened(client, office["people"], kind=kind).url
    preview = client.get(client.post(where, form).url)
    assert said in words(preview)
    edit = client.get(f"{where}&edit=1")
    assert form.get("unit", form.get("kind")) in words(edit)
    done = client.post(f"{where.split('?')[0]}run/", follow=True)
    assert "Đã ghi cho 3 người" in words(done)
    assert "Đã hoàn tác cho 3 người" in words(client.post(f"{where.split('?')[0]}back/", follow=True))


def test_a_time_upside_down_is_said_at_the_form(office, sign_in):
    client = sign_in(office["officer"])
    where = opened(client, office["people"], kind="leave").url
    response = client.post(where, {"kind": "maternity", "valid_from": "01/06/2023", "valid_to": "01/05/2023"})
    assert response.status_code == 422


@pytest.mark.parametrize("given", [{"row": []}, {"row": ["nonsense", "\x00"]}, {"kind": "nonsense", "row": []}])
def test_nobody_chosen_goes_back_to_the_list(office, sign_in, given):
    client = sign_in(office["officer"])
    response = client.post(f"{LIST}batches/open/", {"list": "q=a&sort=-birth&%00=1", **given}, follow=True)
    assert "Chưa chọn ai" in words(response)
    assert response.redirect_chain[0][0].startswith(LIST)


def test_a_batch_is_its_owners_alone(office, sign_in, client):
    where = opened(sign_in(office["officer"]), office["people"]).url.split("?")[0]
    client.force_login(office["outsider"])
    assert client.get(where).status_code == 404
    for step in ("run", "back", "stop", "resume", "forget"):
        assert client.post(f"{where}{step}/").status_code == 404
    client.force_login(office["inspector"])
    assert opened(client, office["people"]).status_code == 403
    assert 'name="row"' not in words(client.get(LIST))


def test_steps_out_of_turn_are_refused_in_words(office, sign_in):
    client = sign_in(office["officer"])
    where = opened(client, office["people"]).url.split("?")[0]
    for step in ("run", "back", "resume"):
        assert client.post(f"{where}{step}/").status_code == 409
    assert client.post(f"{where}forget/", follow=True).status_code == 200
    assert client.get(where).status_code == 404


def test_a_long_one_shows_its_progress_and_can_be_stopped_and_gone_on_with(office, sign_in, settings, monkeypatch):
    settings.JOBS_INLINE = False
    monkeypatch.setattr("hocvien.batches.operations.AT_ONCE", 1)
    client = sign_in(office["officer"])
    where = opened(client, office["people"]).url
    waiting = client.get(client.post(where, RATING).url)
    assert "Đang chờ đến lượt" in words(waiting)
    base = where.split("?")[0]
    client.post(f"{base}stop/")
    assert "Làm tiếp" in words(client.get(base))
    client.post(f"{base}resume/")
    assert jobs.work_once(worker="here")
    assert "Sẽ ghi cho cả 3 người" in words(client.get(base))


def test_the_list_of_people_costs_the_same_with_ticks(office, sign_in, django_assert_max_num_queries):
    add_people(office["dong-hoa"], 60, start=10)
    client = sign_in(office["officer"])
    client.get(LIST)
    with django_assert_max_num_queries(20):
        client.get(LIST, {"unit": "duc-thinh"})


def test_the_list_goes_out_to_be_edited_and_knows_everybody_when_it_comes_back(office, sign_in):
    client = sign_in(office["officer"])
    shown = client.get(LIST, {"unit": "duc-thinh", "sex": "female"})
    assert "Xuất để sửa" in words(shown)
    response = client.get(shown.context["edit_url"])
    assert response["Content-Disposition"] == 'attachment; filename="sua-danh-sach-duc-thinh.xlsx"'
    rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    women = {str(row.uuid) for row in office["people"] if row.sex == "female"}
    assert {cell for row in rows[1:] for cell in row if str(cell) in women} == women
    assert len([row for row in rows[1:] if row[1]]) == len(women)
    assert Look.objects.filter(user=office["officer"], kind="export").count() == len(women)
    assert "Xuất để sửa" not in words(client.get(LIST, {"of": "classes"}))


def test_a_list_goes_out_to_be_edited_only_where_its_numbers_may_be_read_and_it_may_be_sent_in(office, sign_in):
    access.give_grant(actor=None, user=office["officer"], role="inspector", unit=office["tinh"], valid_from=D0)
    client = sign_in(office["officer"])
    assert "Xuất để sửa" in words(client.get(LIST, {"unit": "duc-thinh"}))
    assert "Xuất để sửa" not in words(client.get(LIST, {"unit": "tinh"}))
    assert "html" in client.get(LIST, {"unit": "tinh", "export": "roster"})["Content-Type"]


def test_a_long_list_to_be_edited_is_a_job(office, sign_in, monkeypatch):
    monkeypatch.setattr("hocvien.web.ui.tables.table.LONG", 1)
    client = sign_in(office["officer"])
    where = client.get(client.get(LIST, {"unit": "duc-thinh"}).context["edit_url"]).url
    page = client.get(where)
    file = client.get(f"/account/exports/{page.context['job'].uuid}/file/")
    assert file["Content-Disposition"] == 'attachment; filename="sua-danh-sach-duc-thinh.xlsx"'
    assert b"".join(file.streaming_content)[:2] == b"PK"


def test_the_day_of_the_office_is_the_day_of_the_batch(office, sign_in):
    client = sign_in(office["officer"])
    where = opened(client, office["people"], kind="move").url
    assert f"{ON:%d/%m/%Y}" in words(client.get(where)) or ON.isoformat() in words(client.get(where))
    assert date(2023, 6, 1) == ON
