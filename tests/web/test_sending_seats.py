"""Screens of a notice whose seats are handed down: split, what each unit has left, the way back from the quota."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hocvien.quotas import api as quotas
from hocvien.sending import api as sending
from tests import scenarios
from tests.kept import kept
from tests.sending import office

SAID = {"actor": None, "today": office.TODAY, "now": office.NOW}
ANSWER = {"names_due_on": "20/06/2026", "waiting_order": "asked"}


@kept(today=office.TODAY)
def world():
    return scenarios.found_place()


def url(name, *, unit="huyen", **kwargs):
    return f"{reverse(f'sending:{name}', kwargs=kwargs)}?unit={unit}&period=2026"


def handed_down(world, row, seats):
    """The seats of the notice split, so many of them at commune A."""
    sending.split_seats(notice=row, names_due_on=office.OPENS, waiting_order="asked", **SAID)
    row.refresh_from_db()
    quotas.allot_seats(quota=row.quota, unit_id=row.unit_id, seats={world.units["xa-a"].pk: seats}, **SAID)
    return row.quota


def test_seats_are_split_named_and_told_on_both_pages(as_, world):
    row = office.notice(world, seats=4)
    persons = office.cadres(world, 3)
    client = as_("committee")
    assert "Phân chỉ tiêu" in client.get(url("notice-page", uuid=row.uuid)).content.decode()
    assert "4 suất của thông báo" in client.get(url("seats-split", uuid=row.uuid)).content.decode()
    answer = client.post(url("seats-split", uuid=row.uuid), ANSWER)
    row.refresh_from_db()
    assert reverse("quotas:seat-allot", kwargs={"uuid": row.quota.uuid, "code": "huyen"}) in answer.url
    assert client.get(answer.url).status_code == 200
    quotas.allot_seats(quota=row.quota, unit_id=row.unit_id, seats={world.units["xa-a"].pk: 2}, **SAID)
    # asked again: the quota is there
    assert str(row.quota.uuid) in client.get(url("seats-split", uuid=row.uuid)).url
    shown = client.get(url("notice-page", uuid=row.uuid)).content.decode()
    quota_url = reverse("quotas:quota-page", kwargs={"uuid": row.quota.uuid})
    assert quota_url in shown
    assert "Phân chỉ tiêu" not in shown
    assert reverse("sending:notice-page", kwargs={"uuid": row.uuid}) in client.get(quota_url).content.decode()

    commune = as_("commune")
    page = url("person-select", unit="xa-a", uuid=row.uuid)
    assert "còn 2 trong 2 suất" in commune.get(page).content.decode()
    answer = commune.post(page, {"row": [str(one.uuid) for one in persons]})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Đã đưa 2 người vào danh sách, 1 người chưa đưa được" in said
    assert "còn 2 suất trong chỉ tiêu của thông báo, cần 3" in said
    assert "còn 0 trong 2 suất" in said


def test_the_decision_asks_no_reason_for_more_than_the_seats(as_, world):
    row = office.notice(world, seats=2)
    handed_down(world, row, 2)
    office.propose(world, row, office.cadres(world, 2))
    rows = [str(one.uuid) for one in row.sendings.all()]
    client = as_("committee")
    page = url("decision-record", uuid=row.uuid)
    assert "over_seats_reason" not in client.get(page, {"row": rows}).content.decode()
    decision = {
        "row": rows,
        "number": "45-QĐ/HU",
        "decided_on": "18/05/2026",
        "unit": "huyen",
        "signer_name": "Nguyễn Văn Ký",
    }
    assert "Đã ghi quyết định cử 2 người" in client.post(page, decision, follow=True).content.decode()
    assert quotas.seats_of_unit(row.quota, world.units["xa-a"].pk).confirmed == 2


def test_the_number_is_not_written_on_the_notice_any_more(as_, world):
    row = office.notice(world, seats=2)
    quota = handed_down(world, row, 1)
    client = as_("committee")
    page = url("notice-edit", uuid=row.uuid)
    assert 'name="seats"' not in client.get(page).content.decode()
    fields = {
        "issuer_name": row.issuer_name,
        "number": "113-TB/HVCT",
        "issued_on": "04/05/2026",
        "programme": str(row.programme_id),
        "study_mode": "part_time",
        "name": row.name,
        "seats": "9",
        "opens_on": "07/09/2026",
    }
    assert "Đã sửa thông báo" in client.post(page, fields, follow=True).content.decode()
    quota.refresh_from_db()
    assert (quota.notice_number, quotas.seats_issued(quota)) == ("113-TB/HVCT", 2)
    refused = client.post(page, fields | {"study_mode": "full_time"})
    assert refused.status_code == 422
    assert "không đổi ở đây được" in refused.content.decode()


def test_wrong_answers_are_told_and_others_are_not_let_in(as_, world):
    row = office.notice(world, seats=1)
    client = as_("committee")
    page = url("seats-split", uuid=row.uuid)
    for wrong in ({"waiting_order": "asked"}, ANSWER | {"names_due_on": "31/02/2026"}, ANSWER | {"waiting_order": "x"}):
        assert client.post(page, wrong).status_code == 422
    office.propose(world, row, office.cadres(world, 2))
    answer = client.post(page, ANSWER)
    assert answer.status_code == 422
    assert "2 người, quá 1 suất" in answer.content.decode()
    assert as_("commune").get(url("seats-split", unit="xa-a", uuid=row.uuid)).status_code in {403, 404}


def test_what_happened_is_recorded_for_the_whole_class(as_, world, settings):
    row, (one, other) = office.sent(world, office.cadres(world, 2), opens_on=office.TODAY, names_due_on=None)
    client = as_("committee")
    assert "Ghi tiến độ cho cả lớp" in client.get(url("notice-page", uuid=row.uuid)).content.decode()
    page = url("events-record", uuid=row.uuid)
    assert "Ghi cho 2 người" in client.get(page).content.decode()
    said = {"kind": "enrolled", "on": "20/05/2026", "paper_number": "", "words": ""}
    assert "Đã ghi tiến độ của 2 người" in client.post(page, said, follow=True).content.decode()
    for row_of in (one, other):
        row_of.refresh_from_db()
        assert row_of.course == "studying"
    assert client.post(page, said | {"kind": "x"}).status_code == 422
    assert client.post(page, said | {"on": "21/05/2026"}).status_code == 422
    assert as_("commune").post(url("events-record", unit="xa-a", uuid=row.uuid), said).status_code in {403, 404, 422}


@pytest.mark.parametrize("screen", ["notice-page", "person-select"])
def test_a_list_with_seats_costs_the_same_for_one_and_three(as_, world, screen):
    costs = []
    for number in (1, 3):
        row = office.notice(world, seats=9, number=f"{number}-TB")
        handed_down(world, row, 9)
        office.propose(world, row, office.cadres(world, number))
        client = as_("committee")
        client.get(url(screen, uuid=row.uuid))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(screen, uuid=row.uuid)).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 20
