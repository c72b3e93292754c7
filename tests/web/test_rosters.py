"""The five steps of a roster, as a browser sends them."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hocvien.exchange import api as exchange
from hocvien.exchange.operations import roster_execution, roster_keeping
from hocvien.jobs import api as jobs
from hocvien.people import api as people
from tests.web.office import ON, office, sign_in

__all__ = ["office", "sign_in"]
pytestmark = pytest.mark.django_db
HEADERS = ("TT", "Họ và tên", "Ngày sinh", "Giới tính", "Số định danh", "Đơn vị")
HOA = ("Nguyễn Văn Hoà", "12/03/1989", "Nam", "042089003317", "Chi bộ thôn Đông Hòa")
LAN = ("Lê Thị Lan", "31/02/1990", "Nữ", "042190001234", "Chi bộ Trạm Y tế")


def book(*rows, headers=HEADERS):
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Danh sách")
        sheet.write_row(0, 0, headers)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [str(number), *row])
    return buffer.getvalue()


def upload(client, *files, unit="duc-thinh"):
    sent = [SimpleUploadedFile(f"ds{n}.xlsx", content) for n, content in enumerate(files)]
    return client.post(reverse("persons:roster-upload"), {"unit": unit, "file": sent})


def url(name, roster):
    return reverse(f"persons:roster-{name}", kwargs={"uuid": roster.uuid})


def newest(user):
    return exchange.list_rosters(user).first()


@pytest.fixture
def client(office, sign_in):
    return sign_in(office["officer"])


def test_one_file_goes_to_its_columns_and_on_to_its_problems(client, office):
    response = upload(client, book(HOA, LAN))
    roster = newest(office["officer"])
    assert response.url.startswith(url("columns", roster))
    shown = client.get(response.url)
    assert "Trang “Danh sách”" in shown.text
    assert '<option value="birth" selected>' in shown.text
    opened = client.get(url("open", roster))
    assert opened.url.startswith(url("problems", roster))
    grid = client.get(opened.url)
    assert 'name="cell:0!C3"' in grid.text
    assert 'value="31/02/1990"' in grid.text
    assert "không có thật" in grid.text


def test_several_files_become_several_imports_and_one_that_is_none_holds_up_no_other(client, office):
    response = upload(client, book(HOA), book(LAN))
    assert response.status_code == 302
    assert exchange.list_rosters(office["officer"]).count() == 2
    response = upload(client, book(HOA), b"not a workbook")
    assert response.status_code == 422
    assert "ds1.xlsx" in response.text
    assert exchange.list_rosters(office["officer"]).count() == 3
    assert upload(client).status_code == 422


def test_a_cell_is_put_right_in_the_grid(client, office):
    upload(client, book(HOA, LAN))
    roster = newest(office["officer"])
    response = client.post(url("problems", roster), {"page": "1", "cell:0!C3": "28/02/1990", "save": "1"}, follow=True)
    assert "Không còn ô nào phải sửa" in response.text
    assert newest(office["officer"]).counts["create"] == 2


def test_a_suggestion_is_taken_by_its_button_and_what_was_typed_is_kept(client, office):
    upload(client, book(("Trần Văn Bốn", "12/25/1990", "Nam", "", "Chi bộ Trạm Y tế"), LAN))
    roster = newest(office["officer"])
    client.post(url("problems", roster), {"use": "0!C2", "cell:0!C2": "12/25/1990", "cell:0!C3": "1990"})
    rows = exchange.list_rows(newest(office["officer"]))
    assert [(row.birth, row.action) for row in rows] == [("1990-12-25", "create"), ("1990", "create")]


def test_the_same_wrong_thing_is_put_right_at_once(client, office):
    rows = [(f"Trần Văn {name}", "1990", "Nam", "", "Chi bộ Sông Lam") for name in ("Một", "Hai", "Ba")]
    upload(client, book(*rows))
    roster = newest(office["officer"])
    client.post(url("problems", roster), {"cell:0!F2": "Chi bộ Trạm Y tế", "same": "1"})
    assert [row.action for row in exchange.list_rows(newest(office["officer"]))] == ["create"] * 3


def test_a_row_is_left_out_and_taken_in_again(client, office):
    upload(client, book(HOA, LAN))
    roster = newest(office["officer"])
    client.post(url("problems", roster), {"skip": "0!3"})
    assert newest(office["officer"]).counts["skip"] == 1
    shown = client.get(url("duplicates", roster))
    assert "Lê Thị Lan" in shown.text
    client.post(url("duplicates", roster), {"undo": "0!3"})
    assert newest(office["officer"]).counts["skip"] == 0


def test_columns_are_corrected_and_the_unit_changed(client, office):
    upload(client, book(HOA))
    roster = newest(office["officer"])
    response = client.post(url("columns", roster), {"unit": "duc-thinh", "column-0-E": "party_card"})
    assert response.status_code == 302
    roster.refresh_from_db()
    assert roster.layout["sheets"][0]["columns"][4]["field"] == "party_card"
    assert client.post(url("columns", roster), {"unit": "yen-son"}).status_code == 422
    client.post(url("columns", roster), {"unit": "dong-hoa", "column-0-E": "nonsense"})
    roster.refresh_from_db()
    assert roster.unit == office["dong-hoa"]
    assert roster.layout["sheets"][0]["columns"][4]["field"] == "party_card"


def test_the_effect_is_shown_before_it_is_written(client, office):
    upload(client, book(HOA, LAN))
    roster = newest(office["officer"])
    shown = client.get(url("effect", roster))
    assert "Ghi 1 người" in shown.text
    assert client.get(url("effect", roster), {"export": "xlsx"}).content[:2] == b"PK"
    client.post(url("execute", roster))
    client.post(url("execute", roster))
    done = client.get(url("done", roster))
    assert "Hoàn tác được đến hết ngày" in done.text
    assert people.find_by_identity(["042089003317"])
    assert "Lê Thị Lan" in done.text
    for name in ("effect", "columns", "duplicates", "absent", "progress"):
        assert client.get(url(name, roster)).url.startswith(url("done", roster))
    assert "Những hàng này chưa được ghi" in client.get(url("problems", roster)).text
    assert client.post(url("forget", roster)).status_code == 409


def test_a_duplicate_is_decided_by_the_clerk(client, office):
    known = office["people"][0]
    row = (known.full_name, "/".join(reversed(known.birth.split("-"))), "", "", "Chi bộ Trạm Y tế")
    upload(client, book(row))
    roster = newest(office["officer"])
    shown = client.get(url("duplicates", roster))
    assert f'value="{known.uuid}"' in shown.text
    client.post(url("duplicates", roster), {"row:0!2": "rot", "row:9!9": "another"})
    assert newest(office["officer"]).counts["duplicate"] == 1
    client.post(url("duplicates", roster), {"row:0!2": str(known.uuid)})
    assert newest(office["officer"]).counts["update"] == 1
    client.post(url("execute", roster))
    assert people.main_unit_ids([known.pk], ON) == {known.pk: office["tram-y-te"].pk}


def test_who_is_not_in_the_file_is_listed_and_chosen(client, office):
    upload(client, book(HOA))
    roster = newest(office["officer"])
    shown = client.get(url("absent", roster))
    assert "3 người" in shown.text
    chosen = office["people"][0]
    client.post(url("absent", roster), {"row": [str(chosen.uuid), "rot"], "act": "end"})
    assert newest(office["officer"]).absent == [str(chosen.uuid)]
    client.post(url("absent", roster), {"row": [str(chosen.uuid)], "act": "keep"})
    assert newest(office["officer"]).absent == []
    client.post(url("absent", roster), {"row": [str(chosen.uuid)], "act": "end"})
    client.post(url("execute", roster))
    assert people.main_unit_ids([chosen.pk], ON) == {}


def test_an_import_is_taken_back_in_part_and_whole(client, office):
    upload(client, book(HOA, (*LAN[:1], "1990", *LAN[2:])))
    roster = newest(office["officer"])
    client.post(url("execute", roster))
    first = exchange.list_effects(newest(office["officer"])).first()
    shown = client.get(url("back", roster))
    assert f'value="{first.uuid}"' in shown.text
    client.post(url("back", roster), {"row": [str(first.uuid), "rot"], "act": "chosen"})
    assert not people.find_by_identity(["042089003317"])
    response = client.post(url("back", roster), {"act": "all"}, follow=True)
    assert "Đã hoàn tác cho 1 người" in response.text
    assert people.people().count() == 4


def test_the_rows_that_need_somebody_come_as_a_workbook_and_go_up_again(client, office):
    upload(client, book(HOA, LAN))
    roster = newest(office["officer"])
    content = client.get(url("held", roster)).content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Danh sách").to_python()
    assert rows[0][:6] == list(HEADERS)
    assert rows[1][:6] == ["2", *LAN]
    upload(client, content)
    again = newest(office["officer"])
    assert (again.counts["rows"], again.counts["problem"]) == (1, 1)


def test_a_long_import_shows_how_far_it_is(client, office, monkeypatch, settings):
    settings.JOBS_INLINE = False
    monkeypatch.setattr(roster_keeping, "INLINE_ROWS", 1)
    monkeypatch.setattr(roster_execution, "EXECUTE_ROWS", 1)
    upload(client, book(HOA, (*LAN[:1], "1990", *LAN[2:])))
    roster = newest(office["officer"])
    shown = client.get(client.get(url("open", roster)).url)
    assert "data-poll" in shown.text
    assert "Đã làm 0/2 hàng" in shown.text
    jobs.work_once(worker="w")
    assert client.get(url("progress", roster)).url.startswith(url("effect", roster))
    assert client.post(url("execute", roster)).url.startswith(url("progress", roster))
    client.post(url("stop", roster))
    stopped = client.get(url("progress", roster))
    assert "Làm tiếp" in stopped.text
    client.post(url("resume", roster))
    jobs.work_once(worker="w")
    assert client.get(url("progress", roster)).url.startswith(url("done", roster))
    assert people.find_by_identity(["042089003317"])


def test_an_old_font_is_repaired_and_what_is_typed_over_it_is_unicode(client, office):
    rows = [
        ("NguyÔn V¨n Hoµ", "12/03/1989", "Nam", "042089003317", "Chi bé th«n §«ng Hßa"),
        ("TrÇn ThÞ LÖ Thñy", "01/02/1985", "N÷", "", "Chi bé th«n §«ng Hßa"),
        ("Lª §×nh Qu¶ng", "05/06/1979", "Nam", "", "Chi bé th«n §«ng Hßa"),
        ("Ph¹m ThÞ H­¬ng 1", "05/06/1981", "N÷", "", "Chi bé th«n §«ng Hßa"),
    ]
    upload(client, book(*rows))
    roster = newest(office["officer"])
    shown = client.get(url("columns", roster))
    assert "TCVN3 (ABC)" in shown.text
    assert "Nguyễn Văn Hoà" in shown.text
    grid = client.get(url("problems", roster))
    assert 'value="Phạm Thị Hương 1"' in grid.text
    client.post(url("problems", roster), {"cell:0!B5": "Phạm Thị Hòa Hương"})
    assert [row.full_name for row in exchange.list_rows(newest(office["officer"]))][3] == "Phạm Thị Hòa Hương"


def test_another_persons_import_is_not_there(client, office, sign_in):
    upload(client, book(HOA))
    roster = newest(office["officer"])
    stranger = sign_in(office["outsider"])
    for name in ("open", "columns", "problems", "held", "effect", "duplicates", "absent", "progress", "done", "back"):
        assert stranger.get(url(name, roster)).status_code == 404, name
    for name in ("execute", "forget", "stop", "resume"):
        assert stranger.post(url(name, roster)).status_code == 404, name


def test_a_file_that_was_not_written_is_thrown_away(client, office):
    upload(client, book(HOA))
    roster = newest(office["officer"])
    client.post(url("forget", roster))
    assert newest(office["officer"]) is None
    assert date(2023, 6, 1) == ON
