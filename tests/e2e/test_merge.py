"""A clerk finds one person recorded twice, merges the two records, looks, and takes the merge apart: by clicking, at a desk and on a phone."""

import re

import pytest

from hocvien.accounts import api as accounts
from hocvien.people import api as people
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.e2e.person import Person
from tests.web.office import D0, account, found_units

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = "2023-06-01"
    units = found_units()
    clerk = account("clerk", "clerk", units["duc-thinh"])
    far = account("far", "clerk", units["yen-son"])
    for user in (clerk, far):
        accounts.set_password(actor=None, user=user, password=PASSWORD)

    def add(cell, name, **fields):
        belongs = (people.NewBelonging(units[cell].pk, "official_cell", D0),)
        return people.add_person(actor=None, new=people.NewPerson(name, belongings=belongs, **fields))

    typed = add(
        "dong-hoa",
        "Nguyễn Thị Hòa",
        birth="1985",
        phone="0912345678",
        ratings=(people.NewRating(2022, "party_member", "good"),),
    )
    listed = add(
        "tram-y-te",
        "Nguyễn Thị Hoà",
        birth="1985-03-12",
        identity_number="042185001234",
        sex="female",
        ratings=(people.NewRating(2022, "party_member", "excellent"), people.NewRating(2021, "party_member", "good")),
    )
    add("thon-ngoai", "Nguyễn Thị Hòa", birth="1985-03-21")
    return {**units, "typed": typed, "listed": listed}


@SIZES
def test_a_clerk_merges_and_takes_apart(visit, world, viewport):
    size = "desk" if viewport is DESK else "phone"
    faults: list[str] = []
    clerk = Person(visit(viewport), "clerk", size, faults).sign_in()
    clerk.menu("Hồ sơ cá nhân")
    clerk.link("Hồ sơ có thể trùng")
    clerk.reads("Nguyễn Thị Hòa", "Nguyễn Thị Hoà", "một bên chỉ biết năm hoặc tháng sinh", "ngoài phạm vi của bạn")
    clerk.look("duplicates")

    clerk.link("Xem và gộp…")
    clerk.reads("Hồ sơ được giữ", "Xếp loại hằng năm: 2", "Có thể tách lại")
    clerk.look("merge")
    clerk.main.locator("input[name='choice-rating-party_member-2022'][value=merged]").check()
    clerk.press("Gộp hai hồ sơ")
    clerk.reads("Đã gộp hồ sơ", "12/03/1985", "0********234", "Hoàn thành xuất sắc nhiệm vụ", "2021")
    clerk.look("merged")
    clerk.press("Hiện các số được che")
    clerk.reads("042185001234", "0912345678")
    clerk.look("numbers")
    clerk.link(re.compile("Nguyễn Thị Hòa"))
    assert people.people().count() == 2

    clerk.link("Xem và tách lại")
    clerk.look("merge-undo")
    clerk.press("Tách lại")
    clerk.reads("Đã tách lại hai hồ sơ như trước khi gộp")
    assert people.people().count() == 3
    typed, listed = people.get_person(world["typed"].uuid), people.get_person(world["listed"].uuid)
    assert (typed.birth, typed.identity_number, listed.identity_number) == ("1985", "", "042185001234")
    assert [row.grade for row in people.list_ratings(typed)] == ["good"]

    clerk.menu("Hồ sơ cá nhân")
    clerk.link("Hồ sơ có thể trùng")
    clerk.link("Xem và gộp…")
    clerk.press("Không phải một người")
    clerk.reads("Đã xác định không phải một người")
    clerk.look("distinct")
    clerk.link("Hỏi đơn vị giữ hồ sơ")
    clerk.look("ask")
    clerk.press("Gửi câu hỏi")
    clerk.reads("Đã hỏi, chờ trả lời")

    other = Person(visit(viewport), "far", size, faults).sign_in()
    other.menu("Hồ sơ cá nhân")
    other.link("Hồ sơ có thể trùng")
    other.reads("Đơn vị khác hỏi", "có phải là người ở hồ sơ Nguyễn Thị H")
    other.look("asked")
    assert not faults, "\n\n".join(faults)


@SIZES
def test_the_forms_of_a_record_are_accessible(visit, world, viewport):
    size = "desk" if viewport is DESK else "phone"
    visitor = visit(viewport)
    visitor.sign_in("clerk")
    uuid = world["listed"].uuid
    rating = people.list_ratings(world["listed"])[0].uuid
    for name, path in (
        ("record", ""),
        ("training-add", "trainings/add/"),
        ("management-add", "managements/add/"),
        ("leave-add", "leaves/add/"),
        ("fact-correct", f"facts/rating/{rating}/"),
        ("transfer-ask", "transfer/"),
        ("merge-choose", "merge/"),
    ):
        visitor.goto(f"/people/{uuid}/{path}")
        visitor.shot(f"{name}-{size}", full=True)
        visitor.assert_accessible()
    visitor.goto(f"/people/{uuid}/transfer/")
    visitor.page.fill("main form.form [name=unit]", "thon-ngoai")
    visitor.page.fill("main form.form [name=on]", "01/06/2023")
    with visitor.page.expect_navigation():
        visitor.page.click("main form.form button[type=submit]")
    visitor.assert_accessible()
    other = visit(viewport)
    other.sign_in("far")
    other.goto("/people/transfers/")
    other.shot(f"transfers-{size}")
    other.assert_accessible()
    with other.page.expect_navigation():
        other.page.click("main th[scope=row] a")
    other.shot(f"transfer-{size}")
    other.assert_accessible()
    other.page.click("main .acts button")
    other.page.wait_for_selector("text=Đã tiếp nhận")
    assert people.main_unit_ids([world["listed"].pk], D0.replace(year=2024)) == {
        world["listed"].pk: world["thon-ngoai"].pk
    }
