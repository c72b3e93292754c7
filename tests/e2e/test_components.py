"""The components and the sign-in, by eye of a browser: axe clean, no sideways scroll, keyboard, nothing typed is lost."""

from datetime import date

import pytest
from conftest import PHONE
from django.core.cache import cache

from hocvien.access import api as access
from hocvien.org import api as org
from hocvien.people import api as people

PASSWORD = "bay-con-cho-sua-trang"
D0 = date(2020, 1, 1)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.web.gallery")]


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


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["vi", "en"])
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
