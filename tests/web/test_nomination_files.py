"""A nomination list on the screens: the template, a file that comes in, rows ticked and sent, taken back; and wrong files."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hocvien.classes import api as classes
from tests import scenarios
from tests.kept import kept


@kept(today=scenarios.TODAY)
def world():
    return scenarios.found_place()


@pytest.fixture
def as_(client, world):
    def sign_in(name):
        client.force_login(world.users[name])
        client.cookies["hocvien_language"] = "vi"
        return client

    return sign_in


@kept()
def opened(world):
    return scenarios.open_class(world)


def url(name, unit="xa-a", query="", **kwargs):
    return f"{reverse(f'classes:{name}', kwargs=kwargs)}?unit={unit}&period=2026{query}"


def csv(*persons, reserve=()):
    rows = [
        f"{one.full_name},{one.birth_words},{'Nữ' if one.sex == 'female' else 'Nam'},{'x' if one in reserve else ''}"
        for one in persons
    ]
    return "\n".join(["Họ và tên,Ngày sinh,Giới tính,Danh sách dự bị", *rows, ""]).encode()


def upload(client, opened, content, name="de-cu.csv", unit="xa-a"):
    sent = {"unit": unit, "file": SimpleUploadedFile(name, content)}
    return client.post(url("nomination-upload", uuid=opened.uuid), sent)


def test_a_list_comes_in_is_looked_at_sent_and_taken_back(as_, world, opened):
    persons = scenarios.add_candidates(world, 3)
    client = as_("commune")
    assert "Nạp từ tệp" in client.get(url("nomination-list", uuid=opened.uuid)).content.decode()
    answer = upload(client, opened, csv(*persons, reserve=persons[2:]))
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer.url).content.decode()
    assert "3 trên 3 hàng gửi được" in page
    assert not classes.Nomination.objects.exists()
    everything = client.post(answer.url, {"do": "all"})
    assert everything.status_code == 302
    assert classes.Nomination.objects.filter(status="proposed").count() == 3
    assert classes.Nomination.objects.filter(is_reserve=True).count() == 1
    page = client.get(answer.url).content.decode()
    assert "Đã gửi từ tệp này" in page
    assert "Rút những người đã gửi từ tệp" in page
    assert "de-cu.csv" in client.get(url("nomination-upload", uuid=opened.uuid)).content.decode()
    client.post(answer.url, {"do": "back"})
    assert classes.Nomination.objects.filter(status="withdrawn").count() == 3


def test_only_ticked_rows_go_and_nothing_ticked_is_said(as_, world, opened):
    persons = scenarios.add_candidates(world, 2)
    client = as_("commune")
    page = upload(client, opened, csv(*persons)).url
    said = client.post(page, {"do": "chosen"}).content.decode()
    assert "chưa đánh dấu hàng nào gửi được" in said
    client.post(page, {"do": "chosen", "row": [f"0!2:{persons[0].uuid}", "0!99:nothing", "rubbish"]})
    assert [row.person_id for row in classes.Nomination.objects.all()] == [persons[0].pk]


def test_wrong_files_are_refused_in_words(as_, world, opened):
    client = as_("commune")
    for content, name in ((b"", "rong.xlsx"), (b"\x89PNG....", "anh.png"), (b"mot,hai\n1,2\n", "khac.csv")):
        answer = upload(client, opened, content, name)
        assert answer.status_code == 422
        assert name in answer.content.decode()
    assert client.post(url("nomination-upload", uuid=opened.uuid), {"unit": "xa-a"}).status_code == 422
    assert upload(client, opened, csv(), unit="xa-b").status_code == 422


def test_templates_and_files_are_the_units_own(as_, world, opened):
    persons = scenarios.add_candidates(world, 1)
    client = as_("commune")
    for query in ("", "&people=1"):
        answer = client.get(url("nomination-template", uuid=opened.uuid, query=query))
        assert answer["Content-Type"].startswith("application/vnd.openxml")
    assert client.get(url("nomination-template", "xa-b", uuid=opened.uuid)).status_code in {403, 404}
    page = upload(client, opened, csv(*persons)).url
    assert as_("neighbour").get(page.replace("unit=xa-a", "unit=xa-b")).status_code == 404
    assert client.get(url("nomination-file", uuid=opened.uuid, upload=uuid4())).status_code == 404


def test_a_class_that_takes_no_list_says_so(as_, world, opened):
    persons = scenarios.add_candidates(world, 1)
    client = as_("commune")
    page = upload(client, opened, csv(*persons)).url
    classes.cancel_class(actor=None, training_class=opened, reason="Không đủ người", today=scenarios.TODAY)
    assert "Lớp không nhận danh sách này" in client.get(page).content.decode()
    assert client.post(page, {"do": "all"}).status_code == 422


def test_the_page_of_a_file_asks_as_often_for_three_as_for_one(as_, world, opened):
    client = as_("commune")

    def count(number):
        page = upload(client, opened, csv(*scenarios.add_candidates(world, number))).url
        client.get(page)
        with CaptureQueriesContext(connection) as seen:
            client.get(page)
        return len(seen)

    assert count(1) == count(3)


def test_cells_are_put_right_in_the_browser(as_, world, opened):
    first, second = scenarios.add_candidates(world, 2)
    client = as_("commune")
    content = csv(first, second).replace(first.birth_words.encode(), b"31/02/1990")
    page = upload(client, opened, content).url
    shown = client.get(page).content.decode()
    assert "1 hàng chưa biết là ai" in shown
    cells = page.replace("/?", "/cells/?")
    assert cells.split("?")[0] in shown
    grid = client.get(cells).content.decode()
    assert 'value="31/02/1990"' in grid
    # wrong once more, and beside it cells that are none of the file's: what was typed stays, nothing else changes
    wrong = {"cell:0!B2": "ba mươi", "cell:9!ZZ9": "x", "cell:": "y", "use": "0!B2", "page": "99999999", "same": "1"}
    assert client.post(cells, wrong).status_code == 302
    grid = client.get(cells).content.decode()
    assert 'value="ba mươi"' in grid
    assert client.post(cells, {"cell:0!B2": first.birth_words}).status_code == 302
    assert "Mọi hàng đã biết là ai" in client.get(cells).content.decode()
    assert "2 trên 2 hàng gửi được" in client.get(page).content.decode()
    assert as_("neighbour").get(cells.replace("unit=xa-a", "unit=xa-b")).status_code == 404
