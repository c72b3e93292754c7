"""Reorganisations from a table, as large as they come: read, told what is wrong, tried and executed by a job."""

from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hocvien.jobs import api as jobs
from hocvien.org import api as org
from hocvien.org.constants import INLINE_UNITS
from hocvien.org.operations import drafting
from tests.web.office import ON, account, office, sign_in
from tests.web.reorganising import (
    below,
    client,
    execute,
    newest,
    table,
    upload,
    url,
    words,
)

__all__ = ["client", "office", "sign_in"]
pytestmark = pytest.mark.django_db


def test_a_table_is_shown_and_executed_as_one(client):
    rows = (
        ("Đảng ủy xã Đức Thịnh", "Đảng ủy xã Đức Yên", "01/06/2023", "15-NQ/TU", "Tỉnh ủy Lâm Giang"),
        ("Đảng ủy xã Yên Sơn", "Đảng ủy xã Đức Yên", "", "", ""),
    )
    response = upload(client, table(*rows))
    assert response.status_code == 302, words(response)
    row = newest()
    assert (row.status, row.on, row.resolution) == ("draft", ON, "15-NQ/TU")
    shown = words(client.get(response.url))
    assert "Đảng ủy xã Đức Thịnh, Đảng ủy xã Yên Sơn nhập vào Đảng ủy xã Đức Yên" in shown
    assert below("tinh") >= {"duc-thinh", "yen-son"}
    execute(client, row)
    row.refresh_from_db()
    assert row.status == "executed"
    assert org.label_as_of(org.get_unit("dang-uy-xa-duc-yen").pk, ON).name == "Đảng ủy xã Đức Yên"


def test_cells_that_cannot_be_used_are_told_with_what_may_be_meant(client):
    rows = (
        ("Đảng ủy xã Đức Thịn", "Đảng ủy xã Yên Sơn", "01/06/2023", "", ""),
        ("Đảng ủy xã Đức Thịnh", "", "", "", ""),
        ("Chi bộ thôn Ngoài", "Chi bộ Trạm Y tế", "hôm qua", "", ""),
    )
    response = upload(client, table(*rows))
    assert response.status_code == 422
    said = words(response)
    for words_said in ("không có đơn vị “Đảng ủy xã Đức Thịn”", "thiếu đơn vị mới", "“hôm qua” không phải ngày"):
        assert words_said in said
    assert "Đảng ủy xã Đức Thịnh</td>" in said.replace(" </td>", "</td>"), "the likest name is offered"
    assert newest() is None


def test_a_file_that_is_none_is_refused_in_words(client):
    for content, name in ((b"", "x.xlsx"), (b"nonsense", "x.xlsx"), (table(("a",), heads=("b",)), "x.xlsx")):
        assert upload(client, content, name).status_code == 422
    assert client.post(reverse("reorganisations:mapping-upload"), {"title": "x"}).status_code == 422


def test_a_table_may_come_as_text_and_take_day_and_decision_from_the_form(client):
    content = "Đơn vị cũ;Đơn vị mới\nđong hoa;tram-y-te\n".replace("đong hoa", "dong-hoa").encode()
    response = upload(client, content, "bang.csv", on="01/06/2023", resolution="3-NQ", title="Nhập hai chi bộ")
    assert response.status_code == 302, words(response)
    assert (newest().title, newest().resolution, newest().on) == ("Nhập hai chi bộ", "3-NQ", ON)


def test_a_table_of_another_scope_is_refused(office, sign_in):
    client = sign_in(account("local", "administrator", office["duc-thinh"]))
    response = upload(client, table(("yen-son", "duc-thinh", "01/06/2023", "", "")))
    assert response.status_code == 422
    assert newest() is None


def test_the_template_holds_the_units_and_is_read_again(client):
    response = client.get(reverse("reorganisations:mapping-template") + "?unit=tinh")
    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert book.sheet_names == ["Sắp xếp", "Đơn vị", "Hướng dẫn"]
    assert ["Chi bộ Trạm Y tế", "tram-y-te", "Đảng ủy xã Đức Thịnh"] in book.get_sheet_by_name("Đơn vị").to_python()
    assert (
        "chưa có dòng" in words(upload(client, response.content)) or upload(client, response.content).status_code == 422
    )


def test_a_large_one_is_a_job_with_progress(client, office, settings, monkeypatch):
    assert INLINE_UNITS > 100
    monkeypatch.setattr(drafting, "INLINE_UNITS", 2)
    settings.JOBS_INLINE = False
    rows = (
        ("duc-thinh", "Đảng ủy xã Đức Yên", "01/06/2023", "15-NQ/TU", "tinh"),
        ("yen-son", "Đảng ủy xã Đức Yên", "", "", ""),
    )
    response = upload(client, table(*rows))
    row = newest()
    assert "Đang chờ đến lượt" in words(client.get(response.url))
    assert execute(client, row).status_code == 409, "not while it is tried"
    assert jobs.work_once(worker="w")
    shown = words(client.get(url("reorganisation-page", row)))
    assert "Sẽ thay đổi" in shown
    assert client.get(url("reorganisation-page", row), {"wait": "1"}).status_code == 302
    assert execute(client, row).status_code == 302
    assert client.get(url("reorganisation-page", row), {"wait": "1"}).status_code == 200
    assert jobs.work_once(worker="w")
    row.refresh_from_db()
    assert (row.status, row.executed_by) == ("executed", office["administrator"])


def test_a_refusal_of_a_large_one_is_kept(client, settings, monkeypatch):
    monkeypatch.setattr(drafting, "INLINE_UNITS", 1)
    settings.JOBS_INLINE = False
    upload(client, table(("duc-thinh", "Đảng ủy xã Đức Yên", "01/06/2023", "", "tinh")))
    row = newest()
    assert jobs.work_once(worker="w")
    execute(client, row)
    org.found_unit(actor=None, code="dang-uy-xa-duc-yen", name="Đến trước", kind="cell", valid_from=ON)
    assert jobs.work_once(worker="w")
    row.refresh_from_db()
    assert row.status == "draft"
    assert "dang-uy-xa-duc-yen" in row.refusal_words
    assert row.refusal_words in words(client.get(url("reorganisation-page", row)))
