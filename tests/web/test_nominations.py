"""The screens of a list: steps drawn, one name's page, the reserve called in, rounds, and the chain of a programme edited."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.org import api as org
from hocvien.people import api as people
from tests import scenarios
from tests.kept import kept

DAY = scenarios.TODAY


@kept(today=DAY)
def world():
    world = scenarios.found_place()
    world.units["xa-a-xdd"] = org.found_unit(
        actor=None,
        code="xa-a-xdd",
        name="Ban Xây dựng Đảng xã An Bình",
        kind="board",
        parent=world.units["xa-a"],
        valid_from=scenarios.FOUNDED,
    )
    scenarios.give_account(world, "reviewer", ("committee_office", "xa-a-xdd"))
    return world


@pytest.fixture
def visit(client):
    """Signed in as somebody, a screen by name; POST with data. Gives the answer, its words in `said`."""

    def send(user, name, data=None, *, query="", **kwargs):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.cookies["hocvien_language"] = "vi"
        url = reverse(name, kwargs=kwargs or None) + query
        response = client.get(url) if data is None else client.post(url, data, follow=True)
        response.said = unescape(response.content.decode()) if not response.streaming else ""
        return response

    return send


def proposed(world, opened, number=1, **options):
    outcomes = scenarios.propose(world, opened, scenarios.add_candidates(world, number), **options)
    return [o.nomination for o in outcomes]


def test_a_name_goes_through_its_steps_on_the_screens(world, visit):
    opened = scenarios.open_class(world)
    (row,) = proposed(world, opened)
    at = {"uuid": opened.uuid}
    said = visit(world.committee, "classes:nomination-list", **at).said
    assert "Duyệt · Đảng ủy xã An Bình · 1 người chờ" in said
    visit(world.committee, "classes:nomination-decide", {"row": [row.uuid], "decision": "approve"}, **at)
    said = visit(world.reviewer, "classes:nomination-list", **at).said
    assert "Thẩm định · Ban Xây dựng Đảng xã An Bình · 1 người chờ" in said
    back = {"row": [row.uuid], "decision": "return", "reason": "paper_missing", "to": "previous", "note": ""}
    # no reason is chosen for the reader: sent as it opens, it is asked for
    assert "Chọn lý do" in visit(world.reviewer, "classes:nomination-decide", back | {"reason": ""}, **at).said
    assert "Đã trả lại 1 người kèm lý do." in visit(world.reviewer, "classes:nomination-decide", back, **at).said
    said = visit(world.commune, "classes:nomination-page", nomination=row.uuid, **at).said
    for words in ("Trả về bước trước", "Thiếu giấy tờ", "Duyệt · Đảng ủy xã An Bình", "Đồng ý"):
        assert words in said, words
    assert visit(world.outsider, "classes:nomination-page", nomination=row.uuid, **at).status_code == 404
    other = scenarios.open_class(world)
    assert visit(world.centre, "classes:nomination-page", nomination=row.uuid, uuid=other.uuid).status_code == 404


def test_whoever_only_looks_does_not_see_what_the_order_goes_by(world, visit):
    opened = scenarios.open_class(world)
    proposed(world, opened)
    scenarios.give_account(world, "looker", ("inspector", "huyen"))
    assert "Quy hoạch" in visit(world.centre, "classes:nomination-list", uuid=opened.uuid).said
    assert "Quy hoạch" not in visit(world.looker, "classes:nomination-list", uuid=opened.uuid).said


def test_the_reserve_is_called_in_as_shown(world, visit):
    opened = scenarios.open_class(world, seats=1)
    at = {"uuid": opened.uuid}
    (held,) = scenarios.admit(
        world,
        opened,
        classes.approve_nominations(
            actor=world.reviewer, nominations=scenarios.approve(world, proposed(world, opened)), now=scenarios.at(DAY)
        ),
    )
    waiting = scenarios.add_candidates(world, 1)
    visit(
        world.commune,
        "classes:nomination-propose",
        {"row": [waiting[0].uuid], "propose": "reserve"},
        query="?sending_unit=xa-a",
        **at,
    )
    row = classes.Nomination.objects.get(training_class=opened, person=waiting[0])
    assert row.is_reserve
    classes.approve_nominations(
        actor=world.reviewer, nominations=scenarios.approve(world, [row]), now=scenarios.at(DAY)
    )
    assert "Không có người dự bị nào" in visit(world.centre, "classes:nomination-fill", **at).said
    classes.end_participation(actor=world.centre, participation=held, reason="Đi công tác", on=DAY)
    assert "1 chỗ trống có người dự bị" in visit(world.centre, "classes:nomination-list", **at).said
    said = visit(world.centre, "classes:nomination-fill", **at).said
    assert held.person.full_name in said
    assert "Dự bị của chính đơn vị" in said
    for wrong in ({}, {"row": ["x"]}):
        assert "vừa thay đổi" in visit(world.centre, "classes:nomination-fill", wrong, **at).said
    assert "Đã tiếp nhận 1 người" in visit(world.centre, "classes:nomination-fill", {"row": [row.uuid]}, **at).said
    assert visit(world.commune, "classes:nomination-fill", **at).status_code == 403


def test_rounds_are_added_and_closed(world, visit):
    opened = scenarios.open_class(world)
    at = {"uuid": opened.uuid}
    day = DAY.strftime("%d/%m/%Y")
    said = visit(world.centre, "classes:round-list", {"opens_on": day, "closes_on": day, "seats": ""}, **at).said
    assert "Đã mở đợt 1." in said
    again = visit(world.centre, "classes:round-list", {"opens_on": day, "closes_on": day, "seats": ""}, **at)
    assert again.status_code == 422
    proposed(world, opened)
    said = visit(world.centre, "classes:round-close", number=1, **at).said
    assert "Duyệt · Đảng ủy xã An Bình: 1 người" in said
    assert "còn 1 người đang xét" in visit(world.centre, "classes:round-close", {}, number=1, **at).said
    assert visit(world.centre, "classes:round-close", number=7, **at).status_code == 404
    assert visit(world.commune, "classes:round-list", **at).status_code == 403


def test_the_chain_of_a_programme_is_shown_and_edited(world, visit):
    said = visit(world.committee, "programmes:programme-page", code="NTVD").said
    assert "Ban, tổ chức gần nhất" in said
    assert "“xây dựng đảng”" in said
    form = visit(world.committee, "programmes:chain-edit", code="NTVD").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value is not None}
    sent |= {"rows": form.row_count, "valid_from": DAY.strftime("%d/%m/%Y"), "citation": "Quy chế", "mark": "default"}
    assert visit(world.committee, "programmes:chain-edit", sent | {"kind_4": ""}, code="NTVD").status_code == 422
    answer = visit(world.committee, "programmes:chain-edit", sent | {"kind_3": "", "days_before_2": "9"}, code="NTVD")
    assert "Đã lưu quy trình" in answer.said
    chain = catalogue.chain_as_of(catalogue.get_programme("NTVD").pk, DAY)
    assert [(step.kind, step.days_before) for step in chain.steps] == [("propose", None), ("approve", 9), ("admit", 1)]
    before = catalogue.chain_as_of(catalogue.get_programme("NTVD").pk, DAY - timedelta(days=1))
    assert len(before.steps) == 4
    assert visit(world.commune, "programmes:chain-edit", code="NTVD").status_code == 403


def test_a_list_of_one_and_of_thirty_ask_the_same(world, visit):
    used = []
    for number in (1, 30):
        opened = scenarios.open_class(world)
        proposed(world, opened, number)
        visit(world.centre, "classes:nomination-list", uuid=opened.uuid)
        with CaptureQueriesContext(connection) as queries:
            assert visit(world.centre, "classes:nomination-list", uuid=opened.uuid).status_code == 200
        used.append(len(queries))
    assert used[0] == used[1]


def test_an_exception_is_asked_for_and_answered_on_the_page_of_the_name(world, visit):
    cell = world.units["xa-a-cb1"].pk
    young = people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name="Nguyễn Văn Trẻ",
            birth="2000-05-01",
            sex="male",
            education="university",
            belongings=(people.NewBelonging(unit_id=cell, kind="official_cell", valid_from=scenarios.FOUNDED),),
        ),
    )
    opened = scenarios.open_class(world, programme="TCLLCT", study_mode="part_time")
    (outcome,) = scenarios.propose(world, opened, [young])
    at = {"uuid": opened.uuid, "nomination": outcome.nomination.uuid}
    assert "Đề nghị đặc cách" in visit(world.commune, "classes:nomination-page", **at).said
    day = DAY.strftime("%d/%m/%Y")
    sent = {"clause_kind": "age_at_least", "reason": "special_area", "number": "12-CV/ĐU", "dated_on": day}
    assert visit(world.commune, "classes:exception-request", sent | {"number": ""}, **at).status_code == 422
    assert "Đã gửi đề nghị đặc cách." in visit(world.commune, "classes:exception-request", sent, **at).said
    assert visit(world.commune, "classes:exception-decide", **at).status_code == 403
    answered = {"is_granted": "no", "number": "15-QĐ/HU", "decided_on": day, "authority": "Ban Thường vụ Huyện ủy"}
    said = visit(world.committee, "classes:exception-decide", answered, **at).said
    for words in ("Đã ghi: không đồng ý.", "15-QĐ/HU", "Cấp có thẩm quyền không đồng ý đặc cách"):
        assert words in said, words
    assert "chờ bạn quyết định" in visit(world.committee, "classes:exception-decide", answered, **at).said


def test_a_programme_that_hands_seats_down_says_when_none_were_issued(client, world):
    """Seats typed at an invitation are not those of a ledger: the page says so where the programme has one."""
    plain = scenarios.open_class(world)
    split = scenarios.open_class(
        world, programme="TCLLCT", study_mode="part_time", name="Lớp trung cấp", place="Phòng hai"
    )
    client.force_login(world.centre)
    for row, is_told in ((plain, False), (split, True)):
        page = client.get(reverse("classes:invitation-list", kwargs={"uuid": row.uuid})).content.decode()
        assert ("Chưa giao chỉ tiêu" in page) == is_told


def test_the_head_of_a_class_counts_the_names_its_reader_sees(client, world):
    opened = scenarios.open_class(world)
    scenarios.propose(world, opened, scenarios.add_candidates(world, 2))
    scenarios.propose(world, opened, scenarios.add_candidates(world, 3, cell="xa-b-cb1"), unit="xa-b")
    for who, number in (("commune", 2), ("neighbour", 3), ("centre", 5)):
        client.force_login(world.users[who])
        page = client.get(reverse("classes:class-page", kwargs={"uuid": opened.uuid})).content.decode()
        assert f"Danh sách gửi đến ({number} chờ xử lý)" in page
