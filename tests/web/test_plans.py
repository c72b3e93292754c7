"""Screens of plans: a plan in versions, the sum of plans below, needs, targets, settings; by the people who have to do with them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.planning import api as planning
from hocvien.web.plans.progress import progress_by_branch
from tests import scenarios
from tests.kept import kept

DAY = date(2026, 5, 20)


@kept(today=DAY)
def world():
    world = scenarios.found_place()
    scenarios.give_account(world, "province", ("committee_office", "tinh"))
    return world


def url(name, unit="ttct", query="", **kwargs):
    return f"{reverse(f'plans:{name}', kwargs=kwargs)}?unit={unit}&period=2026{query}"


@kept()
def plan(world):
    plan = planning.create_plan(actor=None, unit=world.units["ttct"], year=2026)
    for programme, seats in (("NTVD", 200), ("DVM", 100)):
        planning.add_line(
            actor=None,
            plan=plan,
            programme=catalogue.get_programme(programme),
            classes=2,
            seats=seats,
            quarter=2,
            lecturer_hours=60,
            opener=world.units["ttct"],
        )
    return plan


def approve(plan):
    planning.submit_plan(actor=None, plan=plan)
    return planning.approve_plan(actor=None, plan=plan, number="05-KH/TTCT", issued_on=DAY)


def test_a_plan_is_returned_at_its_line_mended_approved_and_amended(as_, world, plan):
    first, _second = planning.list_lines(plan)
    assert as_("centre").post(url("plan-submit", uuid=plan.uuid)).status_code == 302
    assert "Chờ Huyện ủy Mẫu" in as_("centre").get(url("plan-list")).content.decode()
    office = as_("committee")
    shown = office.get(url("plan-return", "huyen", uuid=plan.uuid))
    assert f"remark-{first.uuid}" in shown.content.decode()
    nothing = office.post(url("plan-return", "huyen", uuid=plan.uuid), {"reason": ""})
    assert nothing.status_code == 422
    said = {"reason": "", f"remark-{first.uuid}": "Hai lớp là nhiều"}
    assert office.post(url("plan-return", "huyen", uuid=plan.uuid), said).status_code == 302

    centre = as_("centre")
    assert "Hai lớp là nhiều" in centre.get(url("plan-page", uuid=plan.uuid)).content.decode()
    home = centre.get(reverse("home:work-list")).content.decode()
    assert "Kế hoạch năm 2026 bị trả lại" in home
    form = {
        "programme": first.programme_id,
        "study_mode": "",
        "classes": "1",
        "seats": "200",
        "quarter": "2",
        "opener": "ttct",
        "host": "truong",
        "lecturer_hours": "30",
        "answer": "Đã bớt một lớp",
    }
    edit = url("line-edit", uuid=plan.uuid, line=first.uuid)
    assert "Hai lớp là nhiều" in centre.get(edit).content.decode()
    assert centre.post(edit, form).status_code == 302
    centre.post(url("plan-submit", uuid=plan.uuid))
    office = as_("committee")
    assert "Đã bớt một lớp" in office.get(url("plan-return", "huyen", uuid=plan.uuid)).content.decode()
    decided = {"number": "05-KH/TTCT", "issued_on": "20/05/2026"}
    early = office.post(url("plan-approve", "huyen", uuid=plan.uuid), decided | {"issued_on": "01/01/2099"})
    assert "Ngày 01/01/2099 chưa đến." in early.context["form"].errors["issued_on"][0]
    assert office.post(url("plan-approve", "huyen", uuid=plan.uuid), decided).status_code == 302

    centre = as_("centre")
    alone = centre.get(url("plan-compare", uuid=plan.uuid)).content.decode()
    assert "Chưa có gì để so sánh" in alone
    assert "So sánh bản 1 với bản 1" not in alone
    answer = centre.post(url("plan-amend", uuid=plan.uuid), {"reason": "Bổ sung lớp"})
    draft = planning.list_versions(plan)[0]
    assert str(draft.uuid) in answer.url
    page = centre.get(url("plan-page", uuid=draft.uuid)).content.decode()
    assert "Đây là bản điều chỉnh" in page
    line = planning.list_lines(draft)[1]
    planning.update_line(actor=None, line=line, changes={"seats": 150})
    compared = centre.get(url("plan-compare", uuid=draft.uuid)).content.decode()
    assert "Số học viên: 100 → 150" in compared
    assert centre.post(url("plan-discard", uuid=draft.uuid)).status_code == 302
    assert len(planning.list_versions(plan)) == 1


def test_cost_is_shown_as_arithmetic_and_defaults_say_so(as_, plan):
    page = as_("centre").get(url("plan-page", uuid=plan.uuid)).content.decode()
    assert "60 giờ × 100.000 + 2 lớp × 3.000.000 + 200 học viên × 50.000" in page
    assert "chưa đối chiếu văn bản" in page


def test_the_sum_of_plans_below_leads_down_and_is_exported(as_, world, plan, django_assert_max_num_queries):
    approve(plan)
    above = planning.create_plan(actor=None, unit=world.units["huyen"], year=2026)
    planning.add_line(
        actor=None,
        plan=above,
        programme=catalogue.get_programme("NTVD"),
        classes=1,
        seats=50,
        opener=world.units["ttct"],
    )
    approve(above)
    client = as_("committee")
    for view in ("units", "programmes", "lines"):
        client.get(url("merged-page", "huyen", f"&view={view}"))
        with django_assert_max_num_queries(20):
            page = client.get(url("merged-page", "huyen", f"&view={view}")).content.decode()
        assert "350" in page
    page = client.get(url("merged-page", "huyen")).content.decode()
    assert "Mục của chính đơn vị" in page
    assert "/plans/merged/?unit=ttct" in page
    export = client.get(url("merged-page", "huyen", "&export=xlsx"))
    assert export["Content-Type"].startswith("application/vnd.openxml")
    assert client.get(url("merged-page", "huyen-khac")).status_code == 404


def test_plans_are_asked_for_by_a_day(as_, world):
    office = as_("committee")
    form = {"year": "2026", "due_on": "31/05/2026", "note": "Theo mẫu 1"}
    assert office.post(url("plan-call", "huyen"), form).status_code == 302
    page = office.get(url("plan-call", "huyen")).content.decode()
    assert "Trung tâm Chính trị huyện Mẫu" in page
    assert "Chưa lập" in page
    assert "Đơn vị chưa trình kế hoạch năm 2026" in office.get(reverse("home:work-list")).content.decode()
    home = as_("centre").get(reverse("home:work-list")).content.decode()
    assert "Trình kế hoạch năm 2026" in home
    assert as_("centre").get(url("plan-call", "ttct")).status_code == 403


def test_needs_are_counted_adjusted_with_a_reason_and_proposed(as_, world):
    scenarios.add_candidates(world, 45)
    unit = world.units["xa-a"]
    scenarios.give_account(world, "drafter", ("clerk", "xa-a"))
    client = as_("drafter")
    assert "Chưa tính nhu cầu" in client.get(url("need-list", "xa-a")).content.decode()
    assert client.post(url("need-count", "xa-a")).status_code == 302
    needs = {need.programme.code: need for need in planning.list_needs(unit, 2026)}
    assert needs["NTVD"].implied == 45
    adjust = url("need-adjust", "xa-a", uuid=needs["NTVD"].uuid)
    assert client.post(adjust, {"people": "40", "reason": ""}).status_code == 422
    assert client.post(adjust, {"people": "40", "reason": "Năm người đang đi làm xa"}).status_code == 302
    for need in needs.values():
        if need.programme.code != "NTVD":
            planning.adjust_need(actor=None, need=need, people=0, reason="Không mở năm nay")
    page = client.get(url("need-list", "xa-a")).content.decode()
    assert "Năm người đang đi làm xa" in page
    # who stands beside sees nothing of it
    assert as_("neighbour").get(url("need-list", "xa-a")).status_code == 404
    assert as_("neighbour").get(adjust).status_code in {403, 404}

    below = as_("committee").get(url("need-list", "huyen", "&view=units")).content.decode()
    assert "Đảng ủy xã An Bình" in below

    plan = planning.create_plan(actor=None, unit=unit, year=2026)
    client = as_("drafter")
    assert "Tính đề xuất" in client.get(url("plan-propose", "xa-a", uuid=plan.uuid)).content.decode()
    asked = {"host": "xa-a", "capacity": "400", "smallest": "10", "largest": "20", "try": "1"}
    shown = client.post(url("plan-propose", "xa-a", uuid=plan.uuid), asked)
    assert "còn nhiều chỗ nhất" in shown.content.decode()
    asked = {key: value for key, value in asked.items() if key != "try"} | {"accept": "1"}
    accepted = client.post(url("plan-propose", "xa-a", uuid=plan.uuid), asked)
    assert accepted.status_code == 302, accepted.content.decode()
    lines = planning.list_lines(plan)
    assert sum(line.seats for line in lines) == 40
    assert "Có mục nhận từ đề xuất" in client.get(url("plan-page", "xa-a", uuid=plan.uuid)).content.decode()
    assert client.post(url("proposal-take-back", "xa-a", uuid=plan.uuid)).status_code == 302
    assert planning.list_lines(plan) == []


def test_last_year_is_copied_forward_shown_first_and_taken_back(as_, world, plan):
    approve(plan)
    line = planning.list_lines(plan)[0]
    held = scenarios.open_class(world, plan_line_id=line.pk)
    scenarios.plan_timetable(world, held)
    head = {"number": "7-TB", "place": "Mẫu", "on": "20/05/2026", "signer_name": "Nguyễn Ký", "signer_post": "Giám đốc"}
    assert as_("centre").post(reverse("papers:class-paper", args=[held.uuid, "call"]), head).status_code == 200
    assert as_("centre").post(reverse("papers:plan-paper", args=[plan.uuid]), head).status_code == 200
    fresh = planning.create_plan(actor=None, unit=world.units["ttct"], year=2027)
    client = as_("centre")
    assert "Chép từ năm trước" in client.get(url("plan-page", uuid=fresh.uuid)).content.decode()
    shown = client.get(url("plan-copy", uuid=fresh.uuid)).content.decode()
    assert shown.count("Sẽ chép") == 2
    assert held.name in shown
    assert "Kế hoạch năm: 19/05/2027" in shown
    assert "Thông báo chiêu sinh: 19/05/2027" in shown
    assert planning.list_lines(fresh) == []
    for expected in ([200, 100], [200, 100]):  # copying again adds nothing
        assert client.post(url("plan-copy", uuid=fresh.uuid)).status_code == 302
        assert [one.seats for one in planning.list_lines(fresh)] == expected
    assert "Đã chép" in client.get(url("plan-copy", uuid=fresh.uuid)).content.decode()
    again = client.post(url("plan-copy", uuid=fresh.uuid), follow=True).content.decode()
    assert "Không chép thêm mục nào" in again
    assert "Đã chép 0" not in again
    assert client.post(url("copy-take-back", uuid=fresh.uuid)).status_code == 302
    assert planning.list_lines(fresh) == []
    assert client.post(url("plan-copy", uuid=fresh.uuid)).status_code == 302
    other = planning.create_plan(actor=None, unit=world.units["ttct"], year=2030)
    assert client.post(url("plan-copy", uuid=other.uuid)).status_code == 409
    assert client.get(url("plan-copy", uuid=other.uuid)).status_code == 200

    approve(fresh)
    address = url("classes-copy", uuid=fresh.uuid)
    said = as_("centre").post(address).content.decode()
    assert "Chưa chọn lớp nào." in said
    assert "Đã chuẩn bị 0 lớp" not in said
    assert "Chuẩn bị các lớp đã chọn" in client.get(address).content.decode()
    done = client.post(address, {"row": [str(held.uuid), "khong-phai-ma"]}).content.decode()
    assert "Đã chuẩn bị 1 lớp" in done
    assert "Đã chuẩn bị thành lớp" in done
    (made,) = classes.copies_planned(fresh)
    assert "1 dự thảo" in done
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url("plan-copy", uuid=fresh.uuid)).status_code == 200
    assert len(asked) <= 20
    base = reverse("papers:class-papers", args=[made.uuid])
    assert "Dự thảo từ năm trước: ngày 19/05/2027" in client.get(base).content.decode()
    begun = client.get(f"{base}call/").content.decode()
    assert "Nguyễn Ký" in begun
    assert "7-TB" not in begun
    assert "1 lớp dự kiến" in client.get(url("plan-page", uuid=fresh.uuid)).content.decode()
    assert "Bắt đầu chiêu sinh" in client.get(reverse("classes:class-page", args=[made.uuid])).content.decode()
    assert as_("neighbour").get(url("classes-copy", "xa-b", uuid=fresh.uuid)).status_code in {403, 404}
    client = as_("centre")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= 20
    assert client.post(url("classes-take-back", uuid=fresh.uuid)).status_code == 302
    assert classes.copies_planned(fresh) == []
    assert client.post(address, {"row": [str(held.uuid)]}).status_code == 200
    (made,) = classes.copies_planned(fresh)
    assert client.post(reverse("classes:class-announce", args=[made.uuid])).status_code == 302
    made.refresh_from_db()
    assert made.status == "enrolling"


def test_a_need_planned_twice_is_told_at_the_line(as_, world, plan):
    approve(plan)
    above = planning.create_plan(actor=None, unit=world.units["huyen"], year=2026)
    planning.add_line(
        actor=None,
        plan=above,
        programme=catalogue.get_programme("NTVD"),
        classes=1,
        seats=55,
        opener=world.units["ttct"],
    )
    page = as_("committee").get(url("plan-page", "huyen", uuid=above.uuid)).content.decode()
    assert "Cùng chương trình có ở kế hoạch khác" in page
    assert "Trung tâm Chính trị huyện Mẫu (cấp dưới): 2 lớp, 200 chỗ" in page
    assert "Cũng có ở kế hoạch của Trung tâm Chính trị huyện Mẫu" in page
    assert "Cũng có ở kế hoạch" not in as_("centre").get(url("plan-page", uuid=plan.uuid)).content.decode()
    approve(above)
    page = as_("centre").get(url("plan-page", uuid=plan.uuid)).content.decode()
    assert "Huyện ủy Mẫu (cấp trên): 1 lớp, 55 chỗ" in page
    client = as_("centre")
    with CaptureQueriesContext(connection) as asked:
        client.get(url("plan-page", uuid=plan.uuid))
    assert len(asked) <= 20


def test_a_target_counts_each_person_once_by_unit(as_, world, settings):
    settings.HOCVIEN_TODAY = "2026-06-15"
    first = scenarios.open_class(world)
    scenarios.admit_people(world, first, 3)
    scenarios.admit_people(world, first, 2, unit="xa-b")
    client = as_("committee")
    form = {
        "unit": "huyen",
        "title": "Bồi dưỡng 12.000 quần chúng",
        "programme": catalogue.get_programme("NTVD").pk,
        "measure": "people",
        "amount": "20",
        "first_year": "2025",
        "last_year": "2030",
        "decision_number": "12-ĐA/HU",
        "decided_on": "05/01/2025",
    }
    assert client.post(url("target-record", "huyen"), form | {"last_year": "2020"}).status_code == 422
    assert client.post(url("target-record", "huyen"), form | {"measure": "full_time"}).status_code == 422
    beyond = {"programme": catalogue.get_programme("TCLLCT").pk, "measure": "full_time", "amount": "150"}
    refused = client.post(url("target-record", "huyen"), form | beyond)
    assert refused.status_code == 422
    assert "tỉ lệ không quá 100 phần trăm" in refused.content.decode()
    assert client.post(url("target-record", "huyen"), form).status_code == 302
    # sent twice, by two tabs or the back button, it is one target
    again = client.post(url("target-record", "huyen"), form)
    assert again.status_code == 422
    assert "đã ghi cho đơn vị này" in again.content.decode()
    target = planning.PlanTarget.objects.get()
    page = client.get(url("target-page", "huyen", uuid=target.uuid)).content.decode()
    assert "<b>5</b> / 20" in page.replace("\n", "")
    assert "Đảng ủy xã An Bình" in page
    others = {"programme": target.programme, "amount": 5, "first_year": 2026, "last_year": 2026}
    queries = []
    for number, measure in enumerate(("classes", "people", "classes")):
        fields = others | {"measure": measure, "decision_number": "1", "decided_on": DAY}
        planning.record_target(actor=None, unit=world.units["huyen"], title=f"Khác {number}", **fields)
        with CaptureQueriesContext(connection) as asked:
            listed = client.get(url("target-list", "huyen")).content.decode()
        queries.append(len(asked))
    assert queries[1] == queries[2] <= 20
    assert ">5<" in listed
    assert "Bồi dưỡng 12.000 quần chúng" in as_("commune").get(url("target-list", "xa-a")).content.decode()
    assert as_("outsider").get(url("target-page", "huyen-khac", uuid=target.uuid)).status_code == 404
    edit = url("target-edit", "huyen", uuid=target.uuid)
    client = as_("committee")
    assert client.post(edit, form | {"amount": "10"}).status_code == 302
    assert client.post(url("target-remove", "huyen", uuid=target.uuid)).status_code == 302


def test_a_target_is_given_on_to_units_and_what_remains_is_told_of_each(as_, world, settings):
    settings.HOCVIEN_TODAY = "2026-06-15"
    scenarios.admit_people(world, scenarios.open_class(world), 3)
    target = planning.record_target(
        actor=None,
        unit=world.units["huyen"],
        title="Bồi dưỡng 12.000 quần chúng",
        programme=catalogue.get_programme("NTVD"),
        measure="people",
        amount=20,
        first_year=2025,
        last_year=2030,
        decision_number="12-ĐA/HU",
        decided_on=DAY,
    )
    client = as_("committee")
    share = url("target-share", "huyen", uuid=target.uuid)
    assert "Đảng ủy xã Bình Minh" in client.get(share).content.decode()
    for wrong in ({"seats-xa-a": "mười"}, {"seats-xa-a": "12", "seats-xa-b": "9"}):
        assert client.post(share, wrong).status_code == 422
    assert client.post(share, {"seats-xa-a": "12", "seats-xa-b": "8", "seats-la": "5"}).status_code == 302
    page = client.get(url("target-page", "huyen", uuid=target.uuid)).content.decode()
    told = {one.unit_code: (one.given, one.done, one.left_of_given) for one in progress_by_branch(target, DAY)}
    assert told["xa-a"] == (12, 3, 9)
    assert told["xa-b"] == (8, 0, 8)
    assert "<b>20</b> / 20" in page.replace("\n", "")
    assert 'value="12"' in client.get(share).content.decode()
    # less than what was given on is refused; an emptied box takes the part back
    edit = {"title": target.title, "programme": target.programme_id, "measure": "people", "amount": "19"}
    edit |= {"first_year": "2025", "last_year": "2030", "decision_number": "12-ĐA/HU", "decided_on": "05/01/2025"}
    assert client.post(url("target-edit", "huyen", uuid=target.uuid), edit).status_code == 422
    assert client.post(share, {"seats-xa-a": "12"}).status_code == 302
    assert planning.shares_of(target) == {world.units["xa-a"].pk: 12}
    assert as_("commune").get(url("target-page", "xa-a", uuid=target.uuid)).status_code == 200
    assert as_("commune").post(share, {"seats-xa-a": "20"}).status_code in {403, 404}
    assert planning.shares_of(target) == {world.units["xa-a"].pk: 12}


def test_settings_say_where_they_come_from(as_, world):
    client = as_("centre")
    assert "Mặc định của phần mềm" in client.get(url("setting-list")).content.decode()
    form = {
        "unit": "ttct",
        "kind": "capacity",
        "amount": "250",
        "valid_from": "01/01/2026",
        "citation": "Quyết định 1",
        "mark": "seen",
    }
    assert client.post(url("setting-record"), form).status_code == 302
    page = client.get(url("setting-list")).content.decode()
    assert "Quyết định 1" in page
    row = planning.PlanSetting.objects.get()
    assert as_("outsider").post(url("setting-remove", "huyen-khac", uuid=row.uuid)).status_code == 404
    assert as_("centre").post(url("setting-remove", uuid=row.uuid)).status_code == 302


@pytest.mark.parametrize("name", ["merged-page", "need-list", "setting-list"])
def test_screens_about_a_unit_ask_for_one(as_, world, name):
    accounts_seen = as_("centre")
    page = accounts_seen.get(reverse(f"plans:{name}")).content.decode()
    assert "<h1" in page


def test_the_people_behind_a_need_are_a_click_away(as_, world):
    scenarios.add_candidates(world, 3)
    scenarios.give_account(world, "drafter", ("clerk", "xa-a"))
    scenarios.give_account(world, "reader", ("clerk", "huyen"))
    assert as_("drafter").post(url("need-count", "xa-a")).status_code == 302
    need = planning.PlanNeed.objects.get(programme__code="NTVD")
    link = reverse("plans:need-people", kwargs={"uuid": need.uuid})
    assert link in as_("drafter").get(url("need-list", "xa-a")).content.decode()
    page = as_("drafter").get(url("need-people", "xa-a", "&why=may", uuid=need.uuid)).content.decode()
    assert page.count("đủ điều kiện</td>") == 3
    assert as_("drafter").get(url("need-people", "xa-a", "&why=due", uuid=need.uuid)).status_code == 200
    assert as_("neighbour").get(url("need-people", "xa-b", uuid=need.uuid)).status_code == 404
    client, queries = as_("drafter"), []
    for more in (0, 4):
        scenarios.add_candidates(world, more)
        with CaptureQueriesContext(connection) as asked:
            client.get(url("need-people", "xa-a", uuid=need.uuid))
        queries.append(len(asked))
    assert queries[0] == queries[1] <= 20
