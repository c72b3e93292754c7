"""Steps of a drafted reorganisation changed where they stand, moved and taken out, by who may."""

import re

import pytest
from django.test import Client

from hocvien.access import api as access
from hocvien.org import api as org
from hocvien.web.reorganisations.words import mark_of
from tests.web.office import account, office, sign_in
from tests.web.reorganising import (
    OPERATIONS,
    add,
    client,
    draft,
    execute,
    let_see_people,
    url,
    words,
)

__all__ = ["client", "office", "sign_in"]
pytestmark = pytest.mark.django_db


def steps_of(row):
    row.refresh_from_db()
    return org.from_kept(row.steps)


def edit_page(client, row, number, query=""):
    page = client.get(url("step-edit", row, number=number) + query)
    assert page.status_code == 200
    return page


def as_filled(page):
    """What the browser would send back untouched: the fields as they are shown, and which step was seen."""
    form = page.context["form"]
    sent = {"was": page.context["was"]}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, tuple):
            value = value[1]
        if value not in (None, "", []):
            sent[name] = value
    return sent


@pytest.mark.parametrize("act", OPERATIONS)
def test_each_step_comes_back_into_its_form_and_is_kept_untouched(client, act):
    form, said, _is_done = OPERATIONS[act]
    row = draft(client)
    add(client, row, act, form, "?unit=duc-thinh" if act == "move" else "")
    before = steps_of(row)
    page = edit_page(client, row, len(before))
    assert "Ghi thay đổi" in words(page)
    done = client.post(url("step-edit", row, number=len(before)), as_filled(page))
    assert done.status_code == 302, words(done)
    assert done.url.endswith(f"#step-{len(before)}")
    assert steps_of(row) == before
    assert said in words(client.get(url("reorganisation-page", row)))


def test_a_step_is_changed_in_place(client):
    row = draft(client)
    add(client, row, "found", OPERATIONS["found"][0])
    add(client, row, "rename", OPERATIONS["rename"][0])
    page = edit_page(client, row, 1)
    changed = as_filled(page) | {"name": "Chi bộ Trường Tiểu học", "parent": "yen-son"}
    assert client.post(url("step-edit", row, number=1), changed).status_code == 302
    first, second = steps_of(row)
    assert (first.name, first.parent, first.code) == ("Chi bộ Trường Tiểu học", "yen-son", "chi-bo-truong-mam-non")
    assert second.unit == "dong-hoa"
    assert row.effect["counts"]["founded"] == 1


def test_a_new_code_is_followed_by_the_other_steps(client):
    row = draft(client)
    add(client, row, "merge", OPERATIONS["merge"][0])
    changed = as_filled(edit_page(client, row, 1)) | {"code": "duc-yen"}
    assert client.post(url("step-edit", row, number=1), changed).status_code == 302
    found, merge = steps_of(row)
    assert (found.code, merge.into) == ("duc-yen", "duc-yen")
    shown = words(edit_page(client, row, 2))
    assert "Đảng ủy xã Đức Yên (duc-yen)" in shown


def test_ticked_units_are_ticked_again_and_others_are_written(client):
    row = draft(client)
    add(client, row, "move", {"more": "dong-hoa\nthon-ngoai", "parent": "tinh"})
    page = edit_page(client, row, 1)
    form = page.context["form"]
    assert form["ticked"].value() == ["dong-hoa"]
    assert form["more"].value() == "Chi bộ thôn Ngoài (thon-ngoai)"
    other = edit_page(client, row, 1, "?below=yen-son").context["form"]
    assert other["ticked"].value() == ["thon-ngoai"]
    assert client.post(url("step-edit", row, number=1), as_filled(page) | {"more": ""}).status_code == 302
    assert steps_of(row) == [org.MoveUnits(("dong-hoa",), "tinh")]


def test_a_wrong_change_is_refused_at_its_field_and_nothing_is_kept(client):
    row = draft(client)
    add(client, row, "dissolve", OPERATIONS["dissolve"][0])
    before = steps_of(row)
    sent = as_filled(edit_page(client, row, 1))
    for changes, field in (({"successor": "duc-thinh"}, None), ({"unit": "khong-co"}, "unit"), ({"unit": ""}, "unit")):
        refused = client.post(url("step-edit", row, number=1), sent | changes)
        assert refused.status_code == 422, changes
        errors = refused.context["form"].errors
        assert errors if field is None else field in errors
        assert steps_of(row) == before


def test_a_change_that_later_steps_cannot_do_with_is_refused(client):
    row = draft(client)
    add(client, row, "dissolve", {"unit": "dong-hoa"})
    add(client, row, "dissolve", {"unit": "tram-y-te"})
    sent = as_filled(edit_page(client, row, 1)) | {"unit": "duc-thinh"}
    ok = client.post(url("step-edit", row, number=1), sent)
    assert ok.status_code == 302
    sent = as_filled(edit_page(client, row, 1)) | {"unit": "tram-y-te"}
    refused = client.post(url("step-edit", row, number=1), sent)
    assert refused.status_code == 422
    assert "tram-y-te" not in {step.unit for step in steps_of(row)[:1]}


def test_a_division_comes_back_with_its_units_and_people(client, office):
    let_see_people(office)
    row = draft(client)
    first = office["people"][0]
    query = "?split=dong-hoa&parts=2"
    sent = {
        "p1-name": "Chi bộ Đông Hòa 1",
        "p2-into": "tram-y-te",
        "p2-people": first.full_name,
        "rest": "1",
    }
    assert add(client, row, "split", sent, query).status_code == 302
    before = steps_of(row)
    page = edit_page(client, row, 2)
    filled = as_filled(page)
    assert first.full_name in filled["p2-people"]
    assert client.post(url("step-edit", row, number=2), filled).status_code == 302
    assert steps_of(row) == before
    assert client.post(url("step-edit", row, number=2), filled | {"rest": "self"}).status_code == 302
    assert steps_of(row)[1].rest == "dong-hoa"
    assert edit_page(client, row, 2).context["form"]["rest"].value() == "self"


def test_who_may_not_see_people_changes_a_division_and_loses_nobody(client, office, monkeypatch):
    let_see_people(office)
    row = draft(client)
    first = office["people"][0]
    sent = {"p1-into": "tram-y-te", "p1-people": first.full_name, "rest": "self"}
    assert add(client, row, "split", sent, "?split=dong-hoa&parts=1").status_code == 302
    (before,) = steps_of(row)
    assert [part.people for part in before.parts] == [(str(first.uuid),)]
    permissions = access.ROLE_PERMISSIONS["unit_officer"] - {access.Permission.PERSON_VIEW}
    monkeypatch.setitem(access.ROLE_PERMISSIONS, "unit_officer", permissions)
    page = edit_page(client, row, 1)
    assert first.full_name not in words(page)
    assert "p1-people" not in page.context["form"].fields
    assert client.post(url("step-edit", row, number=1), as_filled(page)).status_code == 302
    assert steps_of(row) == [before]


def test_steps_go_up_and_down(client):
    row = draft(client)
    add(client, row, "rename", OPERATIONS["rename"][0])
    add(client, row, "dissolve", {"unit": "tram-y-te"})
    shown = words(client.get(url("reorganisation-page", row)))
    assert url("step-move", row, number=1, way="down") in shown
    assert url("step-move", row, number=1, way="up") not in shown
    first, second = steps_of(row)
    done = client.post(url("step-move", row, number=2, way="up"), {"was": mark_of(second)})
    assert done.status_code == 302
    assert done.url.endswith("#step-1")
    assert steps_of(row) == [second, first]
    again = client.post(url("step-move", row, number=2, way="up"), {"was": mark_of(second)}, follow=True)
    assert "vừa được sửa ở nơi khác" in words(again)
    assert steps_of(row) == [second, first]
    for number, way in ((1, "up"), (2, "down"), (9, "up")):
        assert client.post(url("step-move", row, number=number, way=way), {"was": "x"}).status_code == 302
    assert client.post(url("step-move", row, number=1, way="sideways")).status_code == 404
    assert client.get(url("step-move", row, number=1, way="down")).status_code == 405


def test_each_button_of_a_step_carries_the_token_that_a_browser_must_send(client, office):
    row = draft(client)
    add(client, row, "rename", OPERATIONS["rename"][0])
    add(client, row, "dissolve", {"unit": "tram-y-te"})
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(office["administrator"])
    page = words(browser.get(url("reorganisation-page", row)))
    for name, more in (("step-move", {"number": 1, "way": "down"}), ("step-remove", {"number": 2})):
        (token,) = re.findall(
            rf'action="{url(name, row, **more)}[^"]*"><input type="hidden" name="csrfmiddlewaretoken" value="(\w+)"',
            page,
        )
        was = mark_of(steps_of(row)[more["number"] - 1])
        done = browser.post(url(name, row, **more), {"csrfmiddlewaretoken": token, "was": was})
        assert done.status_code == 302
    assert len(steps_of(row)) == 1


def test_an_order_that_is_needed_is_kept_and_said(client):
    row = draft(client)
    add(client, row, "merge", OPERATIONS["merge"][0])
    before = steps_of(row)
    refused = client.post(url("step-move", row, number=2, way="up"), {"was": mark_of(before[1])})
    assert refused.status_code == 409
    assert "Chưa đổi được thứ tự" in words(refused)
    assert steps_of(row) == before


def test_a_step_changed_elsewhere_meanwhile_is_not_overwritten(client):
    row = draft(client)
    add(client, row, "rename", OPERATIONS["rename"][0])
    sent = as_filled(edit_page(client, row, 1))
    assert client.post(url("step-edit", row, number=1), sent | {"name": "Chi bộ Một"}).status_code == 302
    late = client.post(url("step-edit", row, number=1), sent | {"name": "Chi bộ Hai"})
    assert late.status_code == 422
    assert "vừa được sửa ở nơi khác" in words(late)
    assert "Chi bộ Hai" in words(late), "what was typed is kept"
    assert steps_of(row)[0].name == "Chi bộ Một"


def test_steps_are_changed_in_drafts_alone_and_by_who_may(client, office, sign_in):
    row = draft(client)
    add(client, row, "rename", OPERATIONS["rename"][0])
    outsider = sign_in(account("neighbour", "administrator", office["yen-son"]))
    assert outsider.get(url("step-edit", row, number=1)).status_code in {403, 404}
    assert outsider.post(url("step-move", row, number=1, way="down")).status_code in {403, 404}
    client = sign_in(office["administrator"])
    assert client.get(url("step-edit", row, number=7)).status_code == 302
    execute(client, row)
    assert client.get(url("step-edit", row, number=1)).status_code == 302
    assert url("step-edit", row, number=1) not in words(client.get(url("reorganisation-page", row)))
