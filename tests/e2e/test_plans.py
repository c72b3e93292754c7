"""A year planned by clicking alone, as two people: needs, plan, return with a remark at a line, mended, approved, amended, compared."""

from datetime import date

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from hocvien.catalogue import api as catalogue
from hocvien.planning import api as planning
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.e2e.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PROGRAMME = "Bồi dưỡng nhận thức về Đảng"
REMARK = "Hai lớp là nhiều, gộp còn một lớp"


@pytest.fixture
def world(settings):
    """The commune draws up its own plans; candidates live there; the district decides."""
    settings.HOCVIEN_TODAY = "2026-05-04"
    cache.clear()
    world = scenarios.found_place()
    scenarios.add_candidates(world, 45)
    scenarios.give_account(world, "drafter", ("clerk", "xa-a"))
    for name in ("drafter", "committee"):
        accounts.set_password(actor=None, user=world.users[name], password=PASSWORD)
    planning.call_for_plans(
        actor=world.committee, unit=world.units["huyen"], year=2026, due_on=date(2026, 5, 31), on=date(2026, 5, 4)
    )
    planning.count_needs(actor=None, unit=world.units["huyen"], year=2026)
    catalogue.get_programme("NTVD")
    return world


@SIZES
def test_a_plan_climbs_comes_back_and_is_amended(visit, world, viewport):
    size = "desk" if viewport is DESK else "phone"
    faults = []
    clerk, committee = (Person(visit(viewport), name, size, faults).sign_in() for name in ("drafter", "committee"))
    say_the_needs(clerk)
    draw_up(clerk)
    send_back(committee)
    mend(clerk)
    approve(committee, "05-KH/ĐU", "plan-mended")
    amend(clerk)
    approve(committee, "09-KH/ĐU", "plan-amended")
    compare(clerk)
    see_it_merged(committee)
    assert not faults, "\n\n".join(faults)


def say_the_needs(clerk):
    clerk.menu("Việc cần làm")
    clerk.reads("Trình kế hoạch năm 2026")
    clerk.look("home-due")
    clerk.menu("Kế hoạch")
    clerk.link("Nhu cầu")
    clerk.look("needs-empty")
    clerk.press("Tính nhu cầu")
    clerk.reads("Đã tính nhu cầu năm 2026", "45")
    clerk.look("needs")
    clerk.link(PROGRAMME)
    clerk.fill(people="40", reason="Năm người đang đi làm xa")
    clerk.look("need-adjust")
    clerk.press("Lưu nhu cầu")
    clerk.reads("Năm người đang đi làm xa")


def draw_up(clerk):
    clerk.link("Kế hoạch năm")
    clerk.link("Lập kế hoạch")
    clerk.fill(year="2026")
    clerk.press("Lập kế hoạch")
    clerk.link("Đề xuất từ nhu cầu")
    clerk.fill(capacity="400", smallest="20", largest="20")
    clerk.press("Tính đề xuất")
    clerk.reads("còn nhiều chỗ nhất")
    clerk.look("proposal")
    clerk.press("Nhận thành mục kế hoạch")
    clerk.reads("mục theo đề xuất")
    clerk.look("plan-draft")
    clerk.press("Trình duyệt")
    clerk.reads("Đã trình kế hoạch")


def send_back(committee):
    committee.work("Duyệt kế hoạch")
    committee.look("plan-submitted")
    committee.link("Trả lại để bổ sung")
    committee.look("plan-return")
    committee.main.locator("[name^=remark-]").first.fill(REMARK)
    committee.press("Trả lại để bổ sung")
    committee.reads("Đã trả lại kế hoạch", REMARK)


def mend(clerk):
    clerk.work("Sửa kế hoạch")
    clerk.reads(REMARK)
    clerk.look("plan-returned")
    clerk.link(PROGRAMME)
    clerk.reads(REMARK)
    clerk.fill(classes="1", lecturer_hours="50", answer="Đã gộp một lớp")
    clerk.look("line-mended")
    clerk.press("Lưu mục")
    clerk.press("Trình duyệt")


def approve(committee, number, name):
    committee.work("Duyệt kế hoạch")
    committee.look(name)
    committee.link("Duyệt kế hoạch")
    committee.fill(number=number, issued_on="4/5/2026")
    committee.press("Duyệt kế hoạch")
    committee.reads("Đã duyệt kế hoạch", number)


def amend(clerk):
    clerk.menu("Kế hoạch")
    clerk.link("2026")
    clerk.look("plan-approved")
    clerk.link("Điều chỉnh")
    clerk.look("plan-amend")
    clerk.fill(reason="Bổ sung lớp theo công văn")
    clerk.press("Lập bản điều chỉnh")
    clerk.reads("Đây là bản điều chỉnh")
    clerk.look("plan-amendment")
    clerk.link(PROGRAMME)
    clerk.fill(classes="2", seats="60")
    clerk.press("Lưu mục")
    clerk.press("Trình duyệt")


def compare(clerk):
    clerk.menu("Kế hoạch")
    clerk.link("2026")
    clerk.reads("Bản 1: Đã được thay", "Bản 2: Đã duyệt")
    clerk.look("plan-versions")
    clerk.link("So sánh các bản")
    clerk.reads("Số lớp: 1 → 2", "Lý do điều chỉnh")
    clerk.look("plan-compare")


def see_it_merged(committee):
    committee.menu("Kế hoạch")
    committee.look("plans")
    for tab, name in (
        ("Tổng hợp cấp dưới", "merged"),
        ("Hạn trình", "call"),
        ("Định mức", "settings"),
        ("Chỉ tiêu nhiều năm", "targets"),
        ("Nhu cầu", "needs-district"),
    ):
        committee.link(tab)
        committee.look(name)
    committee.link("Theo đơn vị cấp dưới")
    committee.reads("Đảng ủy xã An Bình")
    committee.look("needs-below")
    committee.link("Tổng hợp cấp dưới")
    committee.link("Đảng ủy xã An Bình")
    committee.reads("Mục của chính đơn vị")
    committee.link("Theo chương trình")
    committee.reads(PROGRAMME)
    committee.look("merged-programmes")
