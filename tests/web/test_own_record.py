"""One's own page: what one did and what is due, read by nobody else; the tie on screen; the own work list."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.obligations import api as obligations
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from tests import scenarios
from tests.kept import kept
from tests.web.office import ON, account

pytestmark = pytest.mark.django_db
NOW = scenarios.at(ON)


@kept()
def own(office):
    """The first of Đông Hòa, a cell secretary since January 2022, with an account without any role."""
    catalogue.load_seed(actor=None)
    eligibility.load_seed(actor=None)
    obligations.load_seed(actor=None)
    person, other, _third = office["people"]
    for one in (person, other):
        people.add_facts(
            actor=None,
            person=one,
            posts=[people.NewPost(office["dong-hoa"].pk, "cell_secretary", "Bí thư chi bộ", date(2022, 1, 10))],
        )
    office["learner"] = account("learner", "", office["tinh"])
    access.tie_account(actor=None, username="learner", person=person, today=ON, now=NOW)
    obligations.compute_all(on=ON)
    return office


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_a_learner_reads_the_own_record_and_no_other(own, sign_in):
    client = sign_in(own["learner"])
    person, other, _third = own["people"]
    said = read(client, "/people/own/")
    assert person.full_name in said
    assert other.full_name not in said
    assert "Bầu, bổ nhiệm 10/01/2022 + 12 tháng = 10/01/2023." in said
    assert "Quá hạn" in said
    # a page of the office is none of a learner's
    assert client.get(f"/people/{person.uuid}/").status_code == 403
    assert client.get("/obligations/list/").status_code == 403


def test_home_tells_the_own_obligations_alone(own, sign_in):
    said = read(sign_in(own["learner"]), "/")
    assert "Bạn cần học: Nghiệp vụ công tác đảng cho bí thư chi bộ" in said
    assert "/people/own/" in said
    assert "Bạn cần học" not in read(sign_in(own["officer"]), "/?unit=duc-thinh")


def test_without_a_tie_the_page_says_whom_to_ask(own, sign_in):
    said = read(sign_in(own["officer"]), "/people/own/")
    assert "chưa gắn với hồ sơ" in said
    assert sign_in(own["officer"]).get("/people/own/request/").status_code == 404


def test_own_data_is_asked_for_and_the_unit_answers(own, sign_in):
    client = sign_in(own["learner"])
    read(client, "/people/own/request/")
    assert client.post("/people/own/request/", {"kind": "correct"}).status_code == 422
    assert client.post("/people/own/request/", {"kind": "access", "text": "Xin bản đầy đủ"}).status_code == 302
    assert "Yêu cầu đã gửi" in read(client, "/people/own/")
    (asked,) = privacy.requests_visible_to(own["officer"], ON)
    assert (asked.person, asked.recorded_by) == (own["people"][0], own["learner"])


def test_who_keeps_the_record_ties_and_unties(own, sign_in):
    client = sign_in(own["officer"])
    person, other, _third = own["people"]
    assert "learner" in read(client, f"/people/{person.uuid}/account/")
    url = f"/people/{other.uuid}/account/"
    read(client, url)
    for wrong in ("", "nobody", "learner"):
        assert client.post(url, {"username": wrong}).status_code == 422
    assert client.post(f"/people/{person.uuid}/account/untie/").status_code == 302
    assert client.post(url, {"username": "learner"}).status_code == 302
    assert access.own_person_of(own["learner"]) == other
    assert "learner" in read(client, f"/people/{other.uuid}/")
    assert sign_in(own["outsider"]).get(url).status_code == 404
    assert sign_in(own["inspector"]).get(url).status_code == 403


def test_an_administrator_opens_an_account_without_a_role_and_unties(own, sign_in):
    client = sign_in(own["administrator"])
    answer = {"username": "moi", "full_name": "Người Mới", "role": "", "unit": "tinh"}
    assert client.post("/administration/accounts/open/", answer).status_code == 200
    said = read(client, f"/administration/accounts/{own['learner'].uuid}/")
    assert "đã gắn với một hồ sơ" in said
    assert own["people"][0].full_name not in said
    assert client.post(f"/administration/accounts/{own['learner'].uuid}/untie/").status_code == 302
    assert access.own_person_of(own["learner"]) is None


def test_the_page_asks_a_bounded_number_of_queries(own, sign_in):
    client = sign_in(own["learner"])
    read(client, "/people/own/")
    with CaptureQueriesContext(connection) as asked:
        read(client, "/people/own/")
    assert len(asked) <= 20, [one["sql"][:150] for one in asked]
