"""The components and the sign-in, by eye of a browser: axe clean, no sideways scroll, keyboard, nothing typed is lost."""

from datetime import date

import pytest
from django.core.cache import cache

from hocvien.access import api as access
from hocvien.org import api as org
from hocvien.people import api as people
from tests.e2e.conftest import PHONE

PASSWORD = "bay-con-cho-sua-trang"
D0 = date(2020, 1, 1)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.gallery"),
]


@pytest.fixture
def clerk(db):
    cache.clear()

    def found(code, name, kind, parent=None):
        return org.found_unit(actor=None, code=code, name=name, kind=kind, valid_from=D0, parent=parent)

    province = found("lam-giang", "Tỉnh ủy Lâm Giang", "province_committee")
    commune = found("duc-thinh", "Đảng ủy xã Đức Thịnh", "commune_committee", province)
    centre = found("ttct-duc-thinh", "Trung tâm chính trị Đức Thịnh", "political_centre", commune)
    user = access.open_account(actor=None, username="hanh", full_name="Lê Thị Minh Hạnh", password=PASSWORD)
    for unit, role in ((centre, "clerk"), (commune, "unit_officer")):
        access.give_grant(actor=None, user=user, role=role, unit=unit, valid_from=D0)
    people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name="Nguyễn Thị Hòa",
            birth="1996-05-14",
            belongings=(people.NewBelonging(commune.pk, "official_cell", D0),),
        ),
    )
    return user


@pytest.mark.parametrize(
    ("viewport", "language"), [(None, "vi"), (PHONE, "vi"), (None, "en")], ids=["desk-vi", "phone-vi", "desk-en"]
)
def test_sign_in_and_every_component_are_accessible(visit, clerk, viewport, language):
    visitor = visit(viewport) if viewport else visit()
    size = "phone" if viewport else "desk"
    page = visitor.goto("/account/login/")
    if language == "en":
        page.click("button[lang=en]")
    visitor.assert_accessible()
    visitor.shot(f"login-{size}-{language}")
    page.fill("[name=login]", "hanh")
    page.fill("[name=password]", "sai hẳn")
    page.click("form.form button[type=submit]")
    visitor.assert_accessible()
    visitor.shot(f"login-wrong-{size}-{language}")
    visitor.sign_in("hanh")
    for name, path in (
        ("gallery", "/gallery/"),
        ("search", "/search/?q=hoa"),
        ("account", "/account/"),
        ("not-found", "/nowhere/"),
        ("bad-period", "/gallery/?period=2023-13m"),
        ("password", "/account/password/"),
    ):
        visitor.goto(path)
        visitor.assert_accessible()
        visitor.shot(f"{name}-{size}-{language}", full=name == "gallery" and size == "phone")
    visitor.goto("/gallery/")
    page.locator("#form").scroll_into_view_if_needed()
    page.click("#form button.p")
    visitor.assert_accessible()
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    visitor.shot(f"form-errors-{size}-{language}")


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desk", "phone"])
def test_menus_and_lists_that_open_stay_accessible(visit, clerk, viewport):
    visitor = visit(viewport) if viewport else visit()
    page = visitor.sign_in("hanh")
    size = "phone" if viewport else "desk"
    for name, opener, shown in (
        ("period", ".per summary", ".per .pop"),
        ("columns", ".tools .drop summary", ".tools .pop"),
        *([("menu", ".menu summary", ".menu nav")] if viewport else []),
    ):
        visitor.goto("/gallery/")
        page.click(opener)
        page.wait_for_selector(shown)
        visitor.assert_accessible()
        visitor.shot(f"{name}-{size}")
        page.keyboard.press("Escape")
        assert not page.is_visible(shown)
    visitor.goto("/gallery/")
    page.click(".crumb summary")
    page.keyboard.type("duc", delay=40)
    page.wait_for_selector(".pop .list li")
    visitor.assert_accessible()
    visitor.shot(f"unit-{size}")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**unit=duc-thinh**")
    page.keyboard.press("/")
    page.keyboard.type("hoa", delay=40)
    page.wait_for_selector(".find .list li")
    visitor.assert_accessible()
    visitor.shot(f"find-{size}")


def test_rows_are_walked_ticked_and_counted_by_keyboard(visit, clerk):
    visitor = visit()
    page = visitor.sign_in("hanh")
    visitor.goto("/gallery/")
    page.locator("table.data tbody tr").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    assert page.locator("tbody input[name=row]:checked").count() == 2
    assert page.inner_text(".bulk .n") == "Đã chọn 2"
    visitor.shot("ticked-desk")
    page.check("[data-all]")
    assert page.inner_text(".bulk .n") == "Đã chọn 12"


def test_nothing_typed_is_lost_when_the_session_has_ended(visit, clerk):
    visitor = visit()
    page = visitor.sign_in("hanh")
    visitor.goto("/gallery/?unit=duc-thinh&period=2026")
    page.fill("#form [name=name]", "Lớp đang gõ dở")
    page.check("#form [name=mode][value=part]")
    page.context.clear_cookies(name="hocvien_session")
    page.click("#form button.p")
    assert "/account/login/" in page.url
    page.fill("[name=login]", "hanh")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("form.form button[type=submit]")
    assert page.input_value("#form [name=name]") == "Lớp đang gõ dở"
    assert page.is_checked("#form [name=mode][value=part]")
    assert "được giữ lại" in page.inner_text("main")
    visitor.assert_accessible()


def test_a_form_is_sent_once_however_often_it_is_clicked(visit, clerk):
    visitor = visit()
    page = visitor.sign_in("hanh")
    visitor.goto("/gallery/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.dblclick("#form button.p")
    page.wait_for_selector("[data-errors]")
    assert len(sent) == 1


def test_picked_person_and_day_fill_their_fields(visit, clerk):
    visitor = visit()
    page = visitor.sign_in("hanh")
    visitor.goto("/gallery/")
    page.fill("#form [name=head]", "")
    page.locator("#form [name=head]").press_sequentially("hoa", delay=40)
    page.wait_for_selector("#form .list li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#form [name=head]") == "Nguyễn Thị Hòa (14/05/1996)"
    assert len(page.input_value("#form [name=head-ref]")) == 36
    assert page.get_by_role("button", name="Chọn trên lịch").count() == 1
    page.evaluate(
        "() => { const one = document.querySelector('[data-date] input[type=date]'); one.value = '2026-09-14';"
        " one.dispatchEvent(new Event('change')); }"
    )
    assert page.input_value("#form [name=opens_on]") == "14/09/2026"


def test_it_works_without_javascript(visit, clerk):
    visitor = visit(java_script_enabled=False)
    page = visitor.sign_in("hanh")
    visitor.goto("/gallery/")
    page.click(".crumb summary")
    page.fill("#scope-unit", "xã đức thịnh")
    page.click(".crumb .pop button")
    assert "unit=duc-thinh" in page.url
    page.click(".per summary")
    page.fill("#scope-from", "1/1/2026")
    page.fill("#scope-to", "31/8/2026")
    page.click(".per .pop button")
    assert "period=2026-8m" in page.url
    page.fill(".tools [name=q]", "binh")
    page.click(".tools form button")
    assert "Phạm Quốc Bình" in page.inner_text("table.data")
    assert "unit=duc-thinh" in page.url
    page.click("table.data thead a >> nth=0")
    assert "sort=-name" in page.url
    page.click(".nav .who button >> text=Thoát")
    assert "/account/login/" in page.url
