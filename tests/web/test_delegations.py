"""Delegating and acting on screen: given, taken up, said on every page, ended."""

import pytest
from django.urls import reverse

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.journal import api as journal
from tests.kept import kept
from tests.web.office import account

LIST = "/account/delegations/"


def words(response):
    return " ".join(response.content.decode().split())


@kept()
def stand_in(office):
    return account("thay.mat", None, None)


def form(**changes):
    return {
        "to_user": "thay.mat",
        "unit": "duc-thinh",
        "includes_below": "on",
        "permissions": ["person.edit", "list.propose"],
        "valid_from": "01/06/2023",
        "last_day": "07/06/2023",
        "paper": "GUQ 12 ngày 31/5/2023",
        **changes,
    }


def given(office, sign_in, **changes):
    response = sign_in(office["officer"]).post(LIST + "give/", form(**changes))
    assert response.status_code == 302, words(response)
    return access.delegations_given(office["officer"]).first()


def test_given_by_form_until_the_end_of_the_last_day(office, sign_in, stand_in):
    row = given(office, sign_in)
    assert (row.to_user, row.permissions) == (stand_in, ["person.edit", "list.propose"])
    assert (row.valid_from.isoformat(), row.valid_to.isoformat()) == ("2023-06-01", "2023-06-08")
    text = words(sign_in(office["officer"]).get(LIST))
    assert "Lập danh sách cử đi học" in text
    assert "07/06/2023" in text or "7/6/2023" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"to_user": "khong.co"}, "Không có tài khoản đang mở"),
        ({"to_user": "officer"}, "chính mình"),
        ({"permissions": []}, "Chưa điền"),
        ({"permissions": ["grant.edit"]}, ""),
        ({"last_day": "01/05/2023"}, "Ngày cuối phải sau"),
        ({"last_day": "31/02/2023"}, ""),
        ({"unit": "khong-co"}, "Không thấy đơn vị"),
        ({"valid_from": "", "last_day": ""}, "Chưa điền"),
        ({"to_user": "x" * 400, "paper": "y" * 400}, ""),
    ],
)
def test_a_wrong_delegation_is_refused_in_words(office, sign_in, stand_in, changes, said):
    response = sign_in(office["officer"]).post(LIST + "give/", form(**changes))
    assert response.status_code == 422
    assert said in words(response)
    assert not access.delegations_given(office["officer"]).exists()


def test_acting_shows_it_on_every_page_and_in_the_journal(office, sign_in, stand_in):
    row = given(office, sign_in)
    client = sign_in(stand_in)
    assert client.get("/people/").status_code == 403
    assert "Làm thay" in words(client.get(LIST))
    assert client.post(f"{LIST}{row.uuid}/act/").status_code == 302
    page = client.get("/people/")
    assert page.status_code == 200
    assert f"Bạn đang làm thay {office['officer']}" in words(page)
    added = {
        "full_name": "Trần Thị Mẫu",
        "unit": "dong-hoa",
        "kind": "official_cell",
        "birth": "1990",
        "since": "01/06/2023",
    }
    answer = client.post("/people/add/", added)
    assert answer.status_code == 302, words(answer)
    entry = journal.list_entries().filter(verb="people.add_person").first()
    assert (entry.actor, entry.on_behalf_of) == (stand_in, f"{office['officer']} (officer)")
    assert client.get("/administration/").status_code == 403
    assert client.post(LIST + "stop/").status_code == 302
    assert client.get("/people/").status_code == 403


def test_ended_meanwhile_nothing_is_written_and_it_is_said(office, sign_in, stand_in):
    row = given(office, sign_in)
    client = sign_in(stand_in)
    client.post(f"{LIST}{row.uuid}/act/")
    access.end_delegation(actor=office["officer"], delegation=row, on=clock.today())
    before = journal.list_entries().first().seq
    refused = client.post(LIST + "give/", form())
    assert refused.status_code == 409
    assert "đã hết hạn hoặc đã được rút" in words(refused)
    assert journal.list_entries().first().seq == before
    assert client.get("/people/").status_code == 403


def test_only_who_gave_it_or_an_administrator_ends_it(office, sign_in, stand_in):
    row = given(office, sign_in)
    assert sign_in(stand_in).post(f"{LIST}{row.uuid}/end/").status_code == 404
    assert sign_in(office["inspector"]).post(f"{LIST}{row.uuid}/end/").status_code == 404
    assert sign_in(office["inspector"]).post(f"{LIST}{row.uuid}/act/").status_code == 404
    page = words(
        sign_in(office["administrator"]).get(reverse("administration:account-page", args=[office["officer"].uuid]))
    )
    assert "Đang ủy quyền cho người khác" in page
    assert sign_in(office["administrator"]).post(f"{LIST}{row.uuid}/end/").status_code == 302
    row.refresh_from_db()
    assert row.valid_to == clock.today()


def test_while_acting_one_delegates_nothing_of_ones_own(office, sign_in, stand_in):
    row = given(office, sign_in)
    client = sign_in(stand_in)
    client.post(f"{LIST}{row.uuid}/act/")
    answer = client.post(LIST + "give/", form(to_user="inspector"))
    assert answer.status_code == 422
    assert "Bạn đang làm thay" in words(answer)


def test_a_list_asked_for_while_acting_is_made_with_those_rights(
    office, sign_in, stand_in, django_capture_on_commit_callbacks
):
    row = given(office, sign_in)
    client = sign_in(stand_in)
    client.post(f"{LIST}{row.uuid}/act/")
    file = client.get("/people/", {"export": "csv"})
    assert file.status_code == 200


def test_the_list_takes_as_many_queries_for_one_as_for_three(office, sign_in, stand_in, django_assert_max_num_queries):
    given(office, sign_in)
    client = sign_in(office["officer"])
    client.get(LIST)
    for n in range(2):
        given(office, sign_in, paper=str(n))
    with django_assert_max_num_queries(12):
        client.get(LIST)
