"""Screens of quotas: issued, handed down in a grid, named, asked for, moved, taken back; by the people who have to do with them."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from hocvien.quotas import api as quotas
from tests import scenarios
from tests.kept import kept

DAY = date(2026, 5, 20)


@kept(today=DAY)
def world():
    world = scenarios.found_place()
    scenarios.give_account(world, "province", ("committee_office", "tinh"))
    return world


def url(name, unit="huyen", query="", **kwargs):
    return f"{reverse(f'quotas:{name}', kwargs=kwargs)}?unit={unit}&period=2026{query}"


def issue(world, seats=20, number="15-TB/TCT", due=date(2026, 5, 31), owner="huyen", **said):
    return quotas.issue_quota(
        actor=None,
        owner=world.units[owner],
        source=quotas.Notice(number, DAY, "Chiêu sinh đợt II", catalogue.get_programme("NTVD").pk),
        seats=seats,
        names_due_on=due,
        today=DAY,
        now=scenarios.at(DAY),
        **said,
    )


def allot(world, quota, seats, unit="huyen"):
    quotas.allot_seats(
        actor=None,
        quota=quota,
        unit_id=world.units[unit].pk,
        seats={world.units[code].pk: number for code, number in seats.items()},
        today=DAY,
        now=scenarios.at(DAY),
    )


def free(world, quota, unit):
    return quotas.seats_of_unit(quota, world.units[unit].pk).free


def test_seats_are_issued_from_a_plan_line_or_a_notice(as_, world):
    line = scenarios.approved_line(world, seats=80)
    office = as_("committee")
    form = {
        "owner": "huyen",
        "plan_line": line.pk,
        "seats": "30",
        "names_due_on": "31/05/2026",
        "waiting_order": "share",
    }
    assert "1. Bồi dưỡng" in office.get(url("quota-issue")).content.decode()
    answer = office.post(url("quota-issue"), form)
    assert answer.status_code == 302
    page = office.get(answer.url).content.decode()
    assert "Mục 1 kế hoạch năm 2026" in page
    assert quotas.find_quota_for_line(line.pk).waiting_order == "share"

    nothing = office.post(url("quota-issue"), form | {"plan_line": ""})
    assert nothing.status_code == 422
    assert "hoặc ghi đủ số, ngày thông báo" in nothing.content.decode()
    notice = form | {
        "plan_line": "",
        "notice_number": "15-TB/TCT",
        "notice_on": "10/05/2026",
        "programme": catalogue.get_programme("NTVD").pk,
    }
    made = office.post(url("quota-issue"), notice | {"names_due_on": "19/05/2026"})
    assert made.status_code == 302
    assert "Hạn ghi tên 19/05/2026 đã qua" in office.get(made.url).content.decode()
    assert "Thông báo 15-TB/TCT" in office.get(url("quota-list")).content.decode()
    assert as_("commune").get(url("quota-issue", "xa-a")).status_code == 403


def test_the_grid_hands_down_all_or_nothing(as_, world):
    quota = issue(world)
    office = as_("committee")
    grid = url("seat-allot", uuid=quota.uuid, code="huyen")
    page = office.get(grid).content.decode()
    assert 'name="seats-xa-a"' in page
    assert 'data-free="20"' in page
    wrong = office.post(grid, {"seats-xa-a": "mười", "seats-xa-b": "5"})
    assert wrong.status_code == 422
    assert "Ghi một số nguyên" in wrong.content.decode()
    much = office.post(grid, {"seats-xa-a": "18", "seats-xa-b": "5"})
    assert much.status_code == 422
    assert "còn 20 chỉ tiêu" in much.content.decode()
    assert 'value="18"' in much.content.decode(), "what was typed stays"
    assert office.post(grid, {"seats-xa-a": "12", "seats-xa-b": "5", "seats-ttct": ""}).status_code == 302
    assert (free(world, quota, "xa-a"), free(world, quota, "xa-b")) == (12, 5)
    page = office.get(url("quota-page", uuid=quota.uuid)).content.decode()
    assert "Đảng ủy xã An Bình" in page
    assert "/quotas/" in page
    assert "unit=xa-a" in page
    assert as_("commune").get(grid).status_code == 404
    assert as_("outsider").get(url("quota-page", "huyen-khac", uuid=quota.uuid)).status_code == 404


def test_a_unit_names_keeps_returns_and_asks(as_, world):
    quota = issue(world)
    allot(world, quota, {"xa-a": 6, "xa-b": 5})
    one, two = scenarios.add_candidates(world, 2)
    commune = as_("commune")
    home = commune.get(reverse("home:work-list")).content.decode()
    assert "6 chỉ tiêu cần ghi tên" in home
    at = {"uuid": quota.uuid, "code": "xa-a"}
    assert commune.post(url("seat-keep", "xa-a", **at), {"way": "keep", "seats": "2"}).status_code == 302
    for person in (one, two):
        named = {"person": person.full_name, "person-ref": str(person.uuid)}
        assert commune.post(url("seat-name", "xa-a", **at), named).status_code == 302
    again = commune.post(url("seat-name", "xa-a", **at), named)
    assert again.status_code == 422
    assert "đã có một chỉ tiêu" in again.content.decode()
    page = commune.get(url("quota-page", "xa-a", uuid=quota.uuid)).content.decode()
    assert one.full_name in page
    assert "Bình Minh" not in page, "a commune does not see its neighbour's seats"
    refused = commune.post(url("seat-decide", "xa-a", **at), {"row": [str(one.uuid)], "do": "confirm"})
    assert refused.status_code == 403
    assert commune.post(url("seat-decide", "xa-a", **at), {"row": [str(two.uuid)], "do": "release"}).status_code == 302
    assert commune.post(url("seat-decide", "xa-a", **at), {"do": "release"}).status_code == 302
    office = as_("committee")
    assert office.post(url("seat-decide", "xa-a", **at), {"row": [str(one.uuid)], "do": "confirm"}).status_code == 302
    assert quotas.find_seat(quota, one.pk).account == "confirmed"

    commune = as_("commune")
    back = {"free": "9", "reserved": "0", "reason": "Không đủ người"}
    assert commune.post(url("seat-return", "xa-a", **at), back).status_code == 422
    assert commune.post(url("seat-return", "xa-a", **at), back | {"free": "5"}).status_code == 302
    more = {"seats": "3", "reason": "Có thêm người"}
    assert commune.post(url("ask-seats", "xa-a", **at), more).status_code == 302
    page = commune.get(url("quota-page", "xa-a", uuid=quota.uuid)).content.decode()
    assert "còn thiếu 3 trong 3 đã xin" in page
    (ask,) = quotas.list_asks(quota)
    assert commune.post(url("ask-withdraw", "xa-a", uuid=quota.uuid, ask=ask.uuid)).status_code == 302


def test_a_move_waits_for_the_other_unit(as_, world):
    quota = issue(world)
    allot(world, quota, {"xa-a": 6, "xa-b": 5})
    said = {"way": "give", "other": "xa-b", "seats": "2", "reason": "Nhường chỉ tiêu"}
    at = {"uuid": quota.uuid, "code": "xa-a"}
    assert as_("commune").post(url("move-ask", "xa-a", **at), said).status_code == 302
    neighbour = as_("neighbour")
    assert "Đề nghị chuyển 2 chỉ tiêu chờ bạn" in neighbour.get(reverse("home:work-list")).content.decode()
    page = neighbour.get(url("quota-page", "xa-b", uuid=quota.uuid)).content.decode()
    assert "Nhường chỉ tiêu" in page
    (move,) = quotas.list_moves(None, quota, DAY)
    where = {"uuid": quota.uuid, "move": move.uuid}
    assert as_("centre").post(url("move-accept", "ttct", **where)).status_code == 404
    assert as_("commune").post(url("move-accept", "xa-a", **where)).status_code == 403
    assert as_("neighbour").post(url("move-accept", "xa-b", **where)).status_code == 302
    assert free(world, quota, "xa-b") == 7

    as_("neighbour").post(
        url("move-ask", "xa-b", uuid=quota.uuid, code="xa-b"), said | {"way": "take", "other": "xa-a"}
    )
    (move,) = quotas.list_moves(None, quota, DAY)
    where = {"uuid": quota.uuid, "move": move.uuid}
    assert as_("commune").post(url("move-refuse", "xa-a", **where), {"reason": ""}).status_code == 422
    assert as_("commune").post(url("move-refuse", "xa-a", **where), {"reason": "Cần dùng"}).status_code == 302
    assert as_("neighbour").post(url("move-withdraw", "xa-b", **where)).status_code == 409


def test_after_the_deadline_the_owner_takes_back_as_it_was_shown(as_, world):
    quota = issue(world, due=date(2026, 5, 10))
    allot(world, quota, {"xa-a": 12})
    quotas.ask_seats(
        actor=None,
        quota=quota,
        unit_id=world.units["xa-b"].pk,
        seats=15,
        reason="Đông",
        today=DAY,
        now=scenarios.at(DAY),
    )
    office = as_("committee")
    page = office.get(url("quota-page", uuid=quota.uuid)).content.decode()
    assert "Đã quá hạn ghi tên" in page
    shown = office.get(url("seat-share", uuid=quota.uuid)).content.decode()
    assert "xin thứ 1 trong 1 nơi đang chờ" in shown
    seen = quotas.preview_sharing(quota, DAY).token
    early = office.post(url("seat-share", uuid=quota.uuid), {"seen": seen, "names_due_on": "20/05/2026"})
    assert early.status_code == 422
    stale = office.post(url("seat-share", uuid=quota.uuid), {"seen": "x", "names_due_on": "20/06/2026"})
    assert stale.status_code == 422
    assert "Số liệu đã đổi" in stale.content.decode()
    done = office.post(url("seat-share", uuid=quota.uuid), {"seen": seen, "names_due_on": "20/06/2026"})
    assert done.status_code == 302
    assert (free(world, quota, "xa-b"), free(world, quota, "huyen")) == (15, 5)
    # a second tab, where nothing is left to be shared
    again = office.post(url("seat-share", uuid=quota.uuid), {"seen": seen, "names_due_on": "20/06/2026"})
    assert again.status_code == 422
    assert "Không có chỉ tiêu nào để thu hồi hoặc ch" in again.content.decode()
    assert as_("commune").get(url("seat-share", "xa-a", uuid=quota.uuid)).status_code == 403


def test_number_and_deadline_are_the_owners(as_, world):
    quota = issue(world)
    allot(world, quota, {"xa-a": 12})
    office = as_("committee")
    less = office.post(url("quota-number", uuid=quota.uuid), {"seats": "10", "reason": "Cắt"})
    assert less.status_code == 422
    assert office.post(url("quota-number", uuid=quota.uuid), {"seats": "25", "reason": "Thêm"}).status_code == 302
    later = {"names_due_on": "15/06/2026", "waiting_order": "share"}
    assert office.post(url("quota-deadline", uuid=quota.uuid), later).status_code == 302
    quota.refresh_from_db()
    assert (quota.names_due_on, quota.waiting_order) == (date(2026, 6, 15), "share")
    page = url("quota-page", uuid=quota.uuid)
    assert "thu hồi ngay" not in office.get(page).content.decode()
    office.post(url("quota-deadline", uuid=quota.uuid), later | {"names_due_on": "19/05/2026"})
    assert "Hạn ghi tên 19/05/2026 đã qua" in office.get(page).content.decode()
    assert as_("commune").post(url("quota-number", "xa-a", uuid=quota.uuid), {}).status_code == 403


def test_the_ledger_is_read_and_exported(as_, world):
    quota = issue(world)
    allot(world, quota, {"xa-a": 12, "xa-b": 5})
    (person,) = scenarios.add_candidates(world, 1)
    quotas.name_seat(
        actor=world.commune,
        quota=quota,
        unit_id=world.units["xa-a"].pk,
        person_id=person.pk,
        today=DAY,
        now=scenarios.at(DAY),
    )
    page = as_("committee").get(url("ledger-list", uuid=quota.uuid)).content.decode()
    assert "Giao chỉ tiêu" in page
    assert person.full_name in page
    assert "Tài khoản commune" in page
    neighbour = as_("neighbour").get(url("ledger-list", "xa-b", uuid=quota.uuid)).content.decode()
    assert "Đảng ủy xã Bình Minh" in neighbour
    assert "An Bình" not in neighbour
    for name in ("quota-page", "ledger-list"):
        export = as_("committee").get(url(name, uuid=quota.uuid, query="&export=xlsx"))
        assert export["Content-Type"].startswith("application/vnd.openxml")
    names = as_("commune").get(url("quota-page", "xa-a", uuid=quota.uuid, query="&n-export=xlsx"))
    assert "quota-names" in names["Content-Disposition"]
    assert "Chưa có chỉ tiêu nào" in as_("outsider").get(url("quota-list", "huyen-khac")).content.decode()


def test_the_list_asks_as_often_for_three_as_for_one(as_, world):
    allot(world, issue(world), {"xa-a": 12})
    client = as_("committee")
    client.get(url("quota-list"))

    def count():
        with CaptureQueriesContext(connection) as seen:
            client.get(url("quota-list"))
        return len(seen)

    one = count()
    for number in ("16-TB", "17-TB"):
        allot(world, issue(world, number=number), {"xa-a": 3, "xa-b": 2})
    assert count() == one <= 20


def test_a_quota_of_a_nation_answers_in_few_queries(as_, world, django_assert_max_num_queries):
    provinces = org.found_units(
        actor=None,
        units=[
            org.NewUnit(
                code=f"p{number}",
                name=f"Tỉnh ủy {number}",
                kind="province_committee",
                valid_from=scenarios.FOUNDED,
                parent_code="tinh",
            )
            for number in range(34)
        ],
    )
    communes = org.found_units(
        actor=None,
        units=[
            org.NewUnit(
                code=f"c{number}",
                name=f"Đảng ủy xã {number}",
                kind="commune_committee",
                valid_from=scenarios.FOUNDED,
                parent_code=f"p{number % 34}",
            )
            for number in range(3321)
        ],
    )
    quota = issue(world, seats=3321 * 3, owner="tinh")
    said = {"actor": None, "quota": quota, "today": DAY, "now": scenarios.at(DAY)}
    quotas.allot_seats(
        **said,
        unit_id=quota.owner_id,
        seats={one.pk: 3 * sum(1 for n in range(3321) if n % 34 == at) for at, one in enumerate(provinces)},
    )
    for at, one in enumerate(provinces):
        quotas.allot_seats(**said, unit_id=one.pk, seats={unit.pk: 3 for unit in communes[at::34]})
    client = as_("province")
    for unit, rows in (("tinh", "9.963"), ("p0", "294")):
        for name, kwargs in (("quota-page", {}), ("seat-allot", {"code": unit})):
            client.get(url(name, unit, uuid=quota.uuid, **kwargs))
            with django_assert_max_num_queries(20):
                page = client.get(url(name, unit, uuid=quota.uuid, **kwargs)).content.decode()
            assert name != "quota-page" or rows in page


def test_seats_lead_to_the_list_they_are_wanted_on(as_, world):
    line = scenarios.approved_line(world, unit="huyen", number=2)
    said = {"actor": None, "today": DAY, "now": scenarios.at(DAY)}
    quota = quotas.issue_quota(
        owner=world.units["huyen"], source=quotas.Line(line.pk), seats=9, names_due_on=date(2026, 5, 31), **said
    )
    allot(world, quota, {"xa-a": 4})
    client = as_("commune")

    def waiting():
        items = [item for group in client.get("/").context["groups"] for item in group.items]
        return next(item.url for item in items if "chỉ tiêu cần ghi tên" in item.title)

    def place():
        return client.get(waiting())

    # no class yet: the seats are named at the quota
    assert place().url.startswith(reverse("quotas:quota-page", kwargs={"uuid": quota.uuid}))
    fields = {
        "actor": None,
        "opened_by": "huyen",
        "hosted_by": "ttct",
        "plan_line_id": line.pk,
        "outside_plan_decision": "",
    }
    one = scenarios.open_class(world, name="Lớp thứ nhất", **fields)
    answer = place()
    assert answer.url.startswith(reverse("classes:nomination-propose", kwargs={"uuid": one.uuid}))
    assert "còn 4 trên 4 suất" in client.get(answer.url).content.decode().lower()
    scenarios.open_class(world, name="Lớp thứ hai", place="Phòng hai", **fields)
    page = place().content.decode()
    assert "Còn 4 suất chưa có tên" in page
    assert "Lớp thứ nhất" in page
    assert "Lớp thứ hai" in page
    assert as_("outsider").get(url("seat-list", "xa-z", uuid=quota.uuid, code="xa-a")).status_code == 404


def test_a_cancelled_notice_says_so_at_its_quota(as_, world):
    quota = issue(world)
    quotas.close_quota(actor=None, quota=quota, reason="Hủy", today=DAY, now=scenarios.at(DAY))
    client = as_("committee")
    shown = client.get(url("quota-page", uuid=quota.uuid)).content.decode()
    assert "Thông báo đã hủy" in shown
    assert "Tăng, giảm chỉ tiêu" not in shown
    answer = client.post(url("quota-number", uuid=quota.uuid), {"seats": "30", "reason": "Thêm"})
    assert answer.status_code == 422
    assert "15-TB/TCT đã hủy" in answer.content.decode()
