"""A cell secretary overdue for the term: found by the officer, nominated, trained, given the paper, cleared; and reading all of it on her own page."""

import re
from datetime import date

import pytest
from django.core.cache import cache

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.e2e.person import PHONE_WIDTH, Person

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

NAME = "Đỗ Thị Muộn"
CLASS = "Lớp nghiệp vụ công tác đảng cho bí thư chi bộ"


@pytest.fixture
def world(settings):
    """A secretary since January 2025, in a term from that month on; a class that takes names; and an account of her own."""
    settings.HOCVIEN_TODAY = scenarios.TODAY.isoformat()
    cache.clear()
    world = scenarios.found_place()
    org.record_fact(
        actor=None,
        unit=world.units["xa-a"],
        value=org.Term("Nhiệm kỳ 2025–2030"),
        valid_from=date(2025, 1, 5),
        valid_to=date(2030, 1, 5),
    )
    cell = world.units["xa-a-cb1"].pk
    world.secretary_record = people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name=NAME,
            birth="1980-03-08",
            sex="female",
            education="university",
            admitted_on=date(2005, 1, 1),
            official_on=date(2006, 1, 1),
            belongings=(people.NewBelonging(cell, "official_cell", scenarios.FOUNDED),),
            posts=(people.NewPost(cell, "cell_secretary", "Bí thư chi bộ", date(2025, 1, 10)),),
        ),
    )
    scenarios.give_account(world, "secretary")
    access.tie_account(
        actor=world.commune,
        username="secretary",
        person=world.secretary_record,
        today=scenarios.TODAY,
        now=scenarios.at(scenarios.TODAY),
    )
    for name in ("commune", "committee", "centre", "secretary"):
        accounts.set_password(actor=None, user=world.users[name], password=PASSWORD)
    world.training_class = scenarios.open_class(world, programme="NVCTD", name=CLASS)
    obligations.compute_all(on=scenarios.TODAY)
    return world


@SIZES
def test_a_secretary_overdue_is_found_nominated_trained_and_cleared(visit, world, settings, viewport):
    size = "desk" if viewport is DESK else "phone"
    faults = []

    def person(name):
        return Person(visit(viewport), name, size, faults).sign_in()

    officer, committee, clerk, secretary = (person(name) for name in ("commune", "committee", "centre", "secretary"))
    reads_what_is_due(secretary)
    find_and_nominate(officer)
    approve_and_admit(committee, clerk)
    own_page(secretary)
    secretary.reads(CLASS)
    settings.HOCVIEN_TODAY = scenarios.CLOSES.isoformat()
    be_taught(world)
    settings.HOCVIEN_TODAY = "2026-06-15"
    recognise_and_issue(committee, clerk)
    see_it_cleared(officer)
    secretary.menu("Việc cần làm")
    assert "Bạn cần học" not in secretary.main.inner_text()
    own_page(secretary)
    secretary.reads("Đã hoàn thành", "đủ cho nhiệm kỳ đến hết 04/01/2030", "15/06/2026", CLASS)
    secretary.look("secretary-own-cleared")
    assert not faults, "\n\n".join(faults)


def own_page(secretary):
    """The link beside the name, in the frame of every page."""
    is_phone = secretary.page.viewport_size["width"] < PHONE_WIDTH
    frame = secretary.page.locator(".nav-top" if is_phone else ".app > header.nav")
    if is_phone:
        frame.locator("summary").click()
    secretary.follow(frame.get_by_role("link", name="Hồ sơ của tôi"))


def reads_what_is_due(secretary):
    secretary.menu("Việc cần làm")
    secretary.reads("Bạn cần học: Nghiệp vụ công tác đảng cho bí thư chi bộ", "Quá")
    secretary.look("secretary-own-home")
    secretary.link(re.compile("^Xem hồ sơ của tôi"))
    secretary.reads(NAME, "Quá hạn", "Bầu, bổ nhiệm 10/01/2025 + 12 tháng = 10/01/2026.")
    secretary.look("secretary-own-due")
    secretary.link("Yêu cầu về dữ liệu của tôi")
    secretary.look("secretary-own-request")


def find_and_nominate(officer):
    officer.work("Xem danh sách")
    officer.reads(NAME, "Quá hạn", "10/01/2026")
    officer.look("secretary-list")
    officer.link(NAME)
    officer.look("secretary-person")
    officer.link("secretary")
    officer.reads("Gắn với tài khoản secretary")
    officer.look("secretary-account")
    officer.link(NAME)
    officer.link("Việc học còn thiếu")
    officer.reads("Bí thư chi bộ", "Nghiệp vụ công tác đảng cho bí thư chi bộ", "Quá hạn", "Trình độ Trung cấp")
    officer.look("secretary-needs")
    officer.link(re.compile("^Cử vào Lớp nghiệp vụ"))
    officer.tick(NAME)
    officer.press("Gửi danh sách")
    officer.reads("Đã gửi 1 người.")


def approve_and_admit(committee, clerk):
    committee.work("Xét danh sách")
    committee.tick_all()
    committee.press("Duyệt danh sách")
    committee.reads("Đã duyệt 1 người.")
    clerk.work("Tiếp nhận")
    clerk.tick_all()
    clerk.press("Tiếp nhận vào lớp")
    clerk.reads("Đã tiếp nhận 1 người.")


def be_taught(world):
    """The days in the hall, through the doors: rolls and results have stories of their own."""
    training_class = world.training_class
    scenarios.teach(world, training_class)
    rows = list(training_class.participations.all())
    scenarios.enter(world, training_class, rows)
    scenarios.classes.close_class(actor=world.centre, training_class=training_class, today=scenarios.CLOSES)


def recognise_and_issue(committee, clerk):
    committee.work("Công nhận kết quả")
    committee.fill(
        number="45-QĐ/TTCT", decided_on="12/6/2026", decided_by_name="Lê Thị Hà", decided_by_title="Giám đốc"
    )
    committee.press("Công nhận kết quả")
    committee.reads("Đã công nhận kết quả.")
    clerk.work("Cấp giấy")
    clerk.link("Cấp giấy")
    clerk.fill(issued_on="15/6/2026", signer_name="Lê Thị Hà")
    clerk.press("Cấp 1 giấy")
    clerk.reads("Đã cấp 1 giấy")


def see_it_cleared(officer):
    officer.menu("Nghĩa vụ học tập")
    officer.look("secretary-overview-cleared")
    officer.link("Danh sách")
    officer.link(NAME)
    officer.page.locator("#duties").scroll_into_view_if_needed()
    officer.reads("Đã hoàn thành", "Giấy chứng nhận cấp 15/6/2026: đủ cho nhiệm kỳ đến hết 04/01/2030.")
    officer.look("secretary-person-cleared")
    officer.menu("Việc cần làm")
    assert "Nghĩa vụ học tập quá hạn" not in officer.main.inner_text()
    officer.look("secretary-home-cleared")
