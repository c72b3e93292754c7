"""A year as four people at three levels: needs, plan, return at a line, approval, quota, names within it, an exception, the chain, admission.

The school and the province's office stand at the top, the district's office between, the commune's officer below. They only click.
"""

import re
from datetime import date

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from hocvien.classes import api as classes
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.planning import api as planning
from hocvien.quotas import api as quotas
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.e2e.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

DAY = scenarios.TODAY
PROGRAMME = "Trung cấp lý luận chính trị"
REMARK = "Ghi đủ một quý và một lớp"
SECRETARIES = ("Nguyễn Thị Sáng", "Trần Văn Chiều", "Lê Văn Trẻ")
YOUNG = SECRETARIES[2]


@pytest.fixture
def world(settings):
    """Three secretaries of cells in commune A, one of them too young for the part-time course."""
    settings.HOCVIEN_TODAY = DAY.isoformat()
    cache.clear()
    world = scenarios.found_place()
    world.units["xa-a-xdd"] = org.found_unit(
        actor=None,
        code="xa-a-xdd",
        name="Ban Xây dựng Đảng xã An Bình",
        kind="board",
        parent=world.units["xa-a"],
        valid_from=scenarios.FOUNDED,
    )
    scenarios.give_account(world, "province", ("committee_office", "tinh"))
    for name, birth in zip(SECRETARIES, ("1984-03-02", "1986-07-19", "2000-05-01"), strict=True):
        add_secretary(world, name, birth)
    for name in ("school", "province", "committee", "commune"):
        accounts.set_password(actor=None, user=world.users[name], password=PASSWORD)
    planning.call_for_plans(actor=world.province, unit=world.units["tinh"], year=2026, due_on=date(2026, 5, 31), on=DAY)
    return world


def add_secretary(world, name, birth):
    cell = world.units["xa-a-cb1"].pk
    person = people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name=name,
            birth=birth,
            sex="female" if "Thị" in name else "male",
            education="university",
            admitted_on=date(2020, 5, 1),
            official_on=date(2021, 5, 1),
            belongings=(people.NewBelonging(unit_id=cell, kind="official_cell", valid_from=scenarios.FOUNDED),),
        ),
    )
    people.add_facts(
        actor=None,
        person=person,
        posts=[people.NewPost(cell, "cell_secretary", "Bí thư chi bộ", date(2023, 1, 1))],
        ratings=[people.NewRating(year, "party_member", "good") for year in (2024, 2025)],
    )


@SIZES
def test_a_year_from_needs_to_the_class(visit, world, viewport):
    size = "desk" if viewport is DESK else "phone"
    faults = []
    school, province, committee, commune = (
        Person(visit(viewport), name, size, faults).sign_in() for name in ("school", "province", "committee", "commune")
    )
    plan_the_year(school)
    send_back_and_approve(school, province)
    hand_down(world, province, committee)
    opened = open_the_class(world)
    nominate(commune, opened)
    ask_for_the_young(commune)
    grant(committee, opened)
    pass_the_chain(commune, committee, opened)
    admit(school, opened)
    see_it_from_below(commune, committee, opened)
    assert not faults, "\n\n".join(faults)


def plan_the_year(school):
    school.menu("Việc cần làm")
    school.reads("Trình kế hoạch năm 2026")
    school.menu("Kế hoạch")
    school.link("Nhu cầu")
    school.press("Tính nhu cầu")
    school.reads("Đã tính nhu cầu năm 2026")
    school.look("story-needs")
    school.link("Kế hoạch năm")
    school.link("Lập kế hoạch")
    school.fill(year="2026")
    school.press("Lập kế hoạch")
    school.link("Thêm mục")
    school.look("story-line")
    school.choose(programme=PROGRAMME, study_mode="Không tập trung")
    school.fill(classes="2", seats="40")
    school.press("Lưu mục")
    school.look("story-plan")
    school.press("Trình duyệt")
    school.reads("Đã trình kế hoạch")


def send_back_and_approve(school, province):
    province.work("Duyệt kế hoạch")
    province.link("Trả lại để bổ sung")
    province.look("story-return")
    province.main.locator("[name^=remark-]").first.fill(REMARK)
    province.press("Trả lại để bổ sung")
    school.work("Sửa kế hoạch")
    school.reads(REMARK)
    school.look("story-returned")
    school.link(re.compile(PROGRAMME))
    school.fill(classes="1", answer="Đã sửa còn một lớp")
    school.choose(quarter="III")
    school.press("Lưu mục")
    school.press("Trình duyệt")
    province.work("Duyệt kế hoạch")
    province.reads("Đã sửa còn một lớp")
    province.link("Duyệt kế hoạch")
    province.fill(number="05-KH/TCT", issued_on="20/5/2026")
    province.press("Duyệt kế hoạch")
    province.reads("Đã duyệt kế hoạch", "05-KH/TCT")
    province.look("story-approved")


def hand_down(world, province, committee):
    """Issued by the province, handed to the district, and by the district to the commune: two for three who could go."""
    province.visitor.goto("/quotas/?unit=tinh&period=2026")
    province.link("Giao chỉ tiêu")
    province.look("story-issue")
    province.choose(plan_line=re.compile(PROGRAMME))
    province.fill(seats="10", names_due_on="30/6/2026")
    province.press("Giao chỉ tiêu")
    province.reads("Đã giao 10 chỉ tiêu")
    allot(province, "Huyện ủy Mẫu", "4")
    committee.visitor.goto("/quotas/?unit=huyen&period=2026")
    committee.link(re.compile(PROGRAMME))
    committee.reads("4")
    allot(committee, "Đảng ủy xã An Bình", "2")
    committee.look("story-handed-down")
    (quota,) = quotas.Quota.objects.all()
    assert quotas.seats_of_unit(quota, world.units["xa-a"].pk).free == 2


def allot(who, unit, seats):
    who.link(re.compile("^Phân bổ"))
    row = who.main.locator("tr", has_text=unit).first
    row.locator("[data-seats]").fill(seats)
    who.press(re.compile("^Phân bổ"))
    who.reads(f"Đã phân bổ {seats} chỉ tiêu")


def open_the_class(world):
    (line,) = planning.PlanLine.objects.filter(plan__unit=world.units["truong"])
    return scenarios.open_class(
        world,
        actor=world.school,
        programme="TCLLCT",
        study_mode="part_time",
        plan_line_id=line.pk,
        outside_plan_decision="",
        opened_by="truong",
        hosted_by="truong",
        taught_by="truong",
        paid_by="truong",
        certified_by="truong",
        name="Lớp trung cấp lý luận chính trị K12",
    )


def nominate(commune, opened):
    commune.menu("Việc cần làm")
    commune.reads("2 chỉ tiêu cần ghi tên")
    commune.look("story-commune-home")
    commune.visitor.goto(f"/classes/{opened.uuid}/list/propose/?unit=xa-a&period=2026")
    commune.reads("Đảng ủy xã An Bình còn 2 trên 2 suất trong chỉ tiêu")
    commune.look("story-propose")
    for name in SECRETARIES:
        commune.tick(name)
    commune.press("Gửi danh sách")
    # the third has no seat, and the page says what can be done
    commune.reads("Đã gửi 2 người, 1 người chưa gửi được", "còn 2 suất trong chỉ tiêu, cần 3", "dự bị")
    commune.look("story-no-seat")
    first, second = classes.Nomination.objects.order_by("pk")
    spare = first if YOUNG not in {first.person.full_name, second.person.full_name} else None
    if spare is not None:
        commune.visitor.goto(f"/classes/{opened.uuid}/list/?unit=xa-a&period=2026")
        commune.tick(spare.person.full_name)
        commune.press("Rút khỏi danh sách")
        commune.reads("Đã rút 1 người")
        commune.visitor.goto(f"/classes/{opened.uuid}/list/propose/?unit=xa-a&period=2026")
        commune.reads("còn 1 trên 2 suất")
        commune.tick(YOUNG)
        commune.press("Gửi danh sách")
        commune.reads("Đã gửi 1 người")


def ask_for_the_young(commune):
    commune.visitor.goto(re.sub(r"list/.*", "list/?unit=xa-a&period=2026", commune.page.url))
    commune.reads("Chưa đủ")
    commune.link(YOUNG)
    commune.link("Đề nghị đặc cách")
    commune.reads("cấp ủy duyệt danh sách của Đảng ủy xã An Bình quyết định")
    commune.look("story-exception")
    commune.main.locator("[name=clause_kind]").first.check()
    commune.choose(reason="Yêu cầu của chức vụ")
    commune.fill(number="12-CV/ĐU", dated_on="20/5/2026")
    commune.press("Gửi đề nghị")
    commune.reads("Đã gửi đề nghị đặc cách", "12-CV/ĐU")


def grant(committee, opened):
    committee.work("Quyết định đặc cách")
    committee.link(YOUNG)
    committee.reads("12-CV/ĐU")
    committee.link("Ghi quyết định")
    committee.look("story-decide")
    committee.radio("Đồng ý đặc cách")
    committee.fill(number="15-QĐ/HU", decided_on="20/5/2026", authority="Ban Thường vụ Huyện ủy")
    committee.press("Ghi quyết định")
    committee.reads("15-QĐ/HU")
    row = classes.Nomination.objects.get(training_class=opened, person__full_name=YOUNG, status="proposed")
    assert row.verdict == "met"


def pass_the_chain(commune, committee, opened):
    """The commune's committee agrees, its board reviews; both by the district's office, which acts for what lies below."""
    for _step in range(3):
        if not classes.Nomination.objects.filter(training_class=opened, status="proposed").exists():
            break
        committee.visitor.goto(f"/classes/{opened.uuid}/list/?unit=huyen&period=2026")
        committee.look("story-chain")
        tick_waiting(committee, opened, "proposed")
        committee.press("Duyệt danh sách")
        committee.reads("Đã duyệt 2 người")
    commune.menu("Việc cần làm")


def tick_waiting(who, opened, status):
    for row in classes.Nomination.objects.filter(training_class=opened, status=status).select_related("person"):
        who.tick(row.person.full_name)


def admit(school, opened):
    school.work("Tiếp nhận học viên")
    school.reads(YOUNG)
    school.look("story-admit")
    tick_waiting(school, opened, "approved")
    school.press("Tiếp nhận vào lớp")
    school.reads("2 người đã tiếp nhận trên")
    assert classes.Participation.objects.filter(training_class=opened, status="active").count() == 2


def see_it_from_below(commune, committee, opened):
    """The commune sees its seats used and its people in; the district that nothing of the commune's is left."""
    commune.visitor.goto(f"/classes/{opened.uuid}/list/?unit=xa-a&period=2026")
    commune.reads("Đã tiếp nhận", YOUNG)
    commune.look("story-in-class")
    (quota,) = quotas.Quota.objects.all()
    commune.visitor.goto(f"/quotas/{quota.uuid}/?unit=xa-a&period=2026")
    commune.reads("Đã xác nhận", YOUNG)
    commune.look("story-seats-used")
    commune.menu("Việc cần làm")
    assert "cần ghi tên" not in commune.main.inner_text()
    committee.visitor.goto(f"/quotas/{quota.uuid}/?unit=huyen&period=2026")
    committee.look("story-district-seats")
