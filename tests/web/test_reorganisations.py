"""Reorganisations on screen: each operation by its form, tried first, waiting, executed by the duty, undone."""

from datetime import date

import pytest
from django.urls import reverse

from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from tests.web.office import ON, account, office, sign_in
from tests.web.reorganising import (
    HEAD,
    LIST,
    NOW,
    OPERATIONS,
    add,
    below,
    client,
    draft,
    execute,
    let_see_people,
    newest,
    url,
    words,
)

__all__ = ["client", "office", "sign_in"]
pytestmark = pytest.mark.django_db


# --- each operation through its form ----------------------------------------------------------------------------------


@pytest.mark.parametrize("act", OPERATIONS)
def test_each_operation_is_shown_then_done(client, act):
    form, said, is_done = OPERATIONS[act]
    row = draft(client)
    query = "?unit=duc-thinh" if act == "move" else ""
    assert client.get(url("step-add", row, act=act) + query).status_code == 200
    response = add(client, row, act, form, query)
    assert response.status_code == 302, words(response)
    shown = words(client.get(url("reorganisation-page", row)))
    assert said in shown
    assert "chưa có gì được ghi" in shown
    assert not is_done(), "showing writes nothing"
    response = execute(client, row)
    assert response.status_code == 302, words(response)
    assert is_done()
    shown = words(client.get(url("reorganisation-page", row)))
    assert "Đã thay đổi" in shown
    assert "Trước, ngày 31/05/2023" in shown


def test_several_steps_are_one_reorganisation(client, office):
    row = draft(client)
    add(
        client, row, "found", OPERATIONS["found"][0] | {"code": "xa-moi", "parent": "tinh", "kind": "commune_committee"}
    )
    # a unit that the draft founds can be named at once, by its name or its code
    assert add(client, row, "merge", {"more": "yen-son", "into": "Chi bộ Trường Mầm non"}).status_code == 302
    assert add(client, row, "move", {"more": "dong-hoa", "parent": "xa-moi"}).status_code == 302
    assert execute(client, row).status_code == 302
    assert below("xa-moi") == {"xa-moi", "thon-ngoai", "dong-hoa"}
    assert org.Unit.objects.get(code="xa-moi").names.get().source == "12-NQ/TU, 20/05/2023"
    row.refresh_from_db()
    assert (row.status, row.executed_by) == ("executed", office["administrator"])


def test_a_step_is_taken_out_unless_a_later_one_needs_it(client):
    row = draft(client)
    add(client, row, "merge", OPERATIONS["merge"][0])
    refused = client.post(url("step-remove", row, number=1))
    assert refused.status_code == 409
    assert "việc sau" in words(refused)
    assert client.post(url("step-remove", row, number=2)).status_code == 302
    row.refresh_from_db()
    assert [one["act"] for one in row.steps] == ["found"]


# --- dividing ---------------------------------------------------------------------------------------------------------


def test_a_commune_is_divided_by_its_cells(client):
    row = draft(client)
    page = url("step-add", row, act="split")
    assert client.get(page).status_code == 200
    query = "?split=duc-thinh&parts=2"
    asked = words(client.get(page + query))
    assert "Phần 2" in asked
    assert "Chi bộ Trạm Y tế" in asked
    form = {
        "p1-name": "Đảng ủy xã Đức Một",
        "p2-name": "Đảng ủy xã Đức Hai",
        "child-dong-hoa": "1",
        "child-tram-y-te": "2",
        "rest": "none",
    }
    response = client.post(page + query, form)
    assert response.status_code == 302, words(response)
    execute(client, row)
    assert below("dang-uy-xa-duc-mot") == {"dang-uy-xa-duc-mot", "dong-hoa"}
    assert below("dang-uy-xa-duc-hai") == {"dang-uy-xa-duc-hai", "tram-y-te"}
    assert org.label_as_of(org.get_unit("dang-uy-xa-duc-mot").pk, ON).kind == "commune_committee"


def test_people_of_a_cell_go_by_list_and_by_kind(client, office):
    let_see_people(office)
    first, second, third = office["people"]
    row = draft(client)
    page = url("step-add", row, act="split") + "?split=dong-hoa&parts=2"
    form = {
        "p1-name": "Chi bộ Một",
        "p1-people": first.full_name,
        "p2-name": "Chi bộ Hai",
        "p2-belonging": "official_cell",
        "rest": "none",
    }
    wrong = client.post(page, form | {"p1-people": "Người Không Có"})
    assert wrong.status_code == 422
    assert "Không thấy “Người Không Có”" in words(wrong)
    assert client.post(page, form).status_code == 302
    execute(client, row)
    there = people.main_unit_ids([first.pk, second.pk, third.pk], ON)
    one, two = org.get_unit("chi-bo-mot").pk, org.get_unit("chi-bo-hai").pk
    assert there == {first.pk: one, second.pk: two, third.pk: two}


def test_nobody_is_forgotten_when_nothing_may_be_left(client):
    row = draft(client)
    page = url("step-add", row, act="split") + "?split=dong-hoa&parts=1"
    refused = client.post(page, {"p1-name": "Chi bộ Một", "rest": "none"})
    assert refused.status_code == 422
    row.refresh_from_db()
    assert row.steps == []


def test_who_may_not_see_people_is_offered_no_list_of_names(client):
    row = draft(client)
    asked = words(client.get(url("step-add", row, act="split") + "?split=dong-hoa&parts=1"))
    assert 'name="p1-people"' not in asked
    assert 'name="p1-belonging"' in asked


# --- wrong inputs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "form", "field"),
    [
        ("found", {"name": "X", "kind": "cell", "parent": "khong-co"}, "parent"),
        ("found", {"name": "X", "code": "tinh", "kind": "cell", "parent": "tinh"}, "code"),
        ("found", {"name": "", "kind": "cell", "parent": "tinh"}, "name"),
        ("rename", {"unit": "dong-hoa", "name": ""}, "name"),
        ("move", {"more": "tinh", "parent": "duc-thinh"}, "more"),
        ("move", {"more": "", "parent": "duc-thinh"}, "more"),
        ("move", {"more": "không có\ndong-hoa", "parent": "yen-son"}, "more"),
        ("merge", {"more": "duc-thinh"}, "into"),
        ("merge", {"more": "duc-thinh", "into": "duc-thinh"}, "into"),
        ("merge", {"more": "duc-thinh", "into": "yen-son", "name": "Hai nơi"}, "name"),
        ("dissolve", {"unit": "tinh"}, "unit"),
        ("abolish_level", {"kind": "commune_committee", "parent": ""}, "parent"),
        ("change_kind", {"unit": "duc-thinh", "kind": "nonsense"}, "kind"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(client, act, form, field):
    row = draft(client)
    response = add(client, row, act, form)
    assert response.status_code == 422
    assert f'id="id_{field}_err"' in response.content.decode(), words(response)
    row.refresh_from_db()
    assert row.steps == []


def test_nonsense_breaks_no_form(client):
    row = draft(client)
    names = ("unit", "name", "code", "kind", "parent", "more", "into", "successor", "rest", "p1-into", "p1-name")
    for noise in ("", "\x00", "9" * 400, "<b>", "1e9"):
        for act in (*OPERATIONS, "split"):
            query = "?split=duc-thinh&parts=1" if act == "split" else f"?below={noise}"
            assert add(client, row, act, dict.fromkeys(names, noise), query).status_code in {200, 422}, (act, noise)
        assert (
            client.post(reverse("reorganisations:reorganisation-draft"), dict.fromkeys(HEAD, noise)).status_code == 422
        )
    assert client.get(url("step-add", row, act="eat")).status_code == 404
    assert client.get(url("unit-names", row, what="eaten")).status_code == 404
    assert client.get(url("thing-names", row, thing="x.y")).status_code == 404


def test_a_day_on_which_it_cannot_be_is_told_at_the_day(client):
    row = draft(client)
    add(client, row, "rename", OPERATIONS["rename"][0])
    response = client.post(url("reorganisation-edit", row), HEAD | {"on": "01/01/2015"})
    assert response.status_code == 422
    assert 'id="id_on_err"' in response.content.decode()


# --- who may --------------------------------------------------------------------------------------------------------


def test_units_outside_ones_scope_are_not_touched(office, sign_in):
    local = account("local", "administrator", office["duc-thinh"])
    client = sign_in(local)
    row = draft(client)
    for act, form in (
        ("merge", {"more": "duc-thinh", "into": "yen-son"}),
        ("move", {"more": "dong-hoa", "parent": "yen-son"}),
        ("dissolve", {"unit": "yen-son"}),
        ("rename", {"unit": "thon-ngoai", "name": "Tên khác"}),
        ("move", {"more": "dong-hoa", "parent": ""}),
    ):
        assert add(client, row, act, form).status_code in {403, 422}, act
    row.refresh_from_db()
    assert row.steps == []
    assert add(client, row, "rename", {"unit": "dong-hoa", "name": "Tên khác"}).status_code == 302


def test_a_draft_is_seen_only_by_who_changes_its_units(office, sign_in):
    far = account("far", "administrator", office["thon-ngoai"])
    near = account("near", "administrator", office["yen-son"])
    client = sign_in(office["administrator"])
    row = draft(client)
    add(client, row, "merge", OPERATIONS["merge"][0])
    for name in ("officer", "outsider", "inspector"):
        assert sign_in(office[name]).get(url("reorganisation-page", row)).status_code == 404
    assert sign_in(far).get(url("reorganisation-page", row)).status_code == 404
    client = sign_in(near)
    assert "Thực hiện sắp xếp" not in words(client.get(url("reorganisation-page", row)))
    for deed in ("execute", "discard", "wait", "try"):
        assert client.post(url(f"reorganisation-{deed}", row)).status_code == 403
    sign_in(office["administrator"]).post(url("reorganisation-execute", row))
    assert sign_in(office["inspector"]).get(url("reorganisation-page", row)).status_code == 200
    assert sign_in(near).post(url("reorganisation-undo", row)).status_code in {403, 404}


def test_deeds_need_the_right_to_change_units(office, sign_in):
    client = sign_in(office["officer"])
    assert client.get(LIST).status_code == 200
    for name in ("reorganisation-draft", "mapping-upload", "mapping-template"):
        assert client.get(reverse(f"reorganisations:{name}")).status_code == 403


# --- waiting, withdrawing, the duty ---------------------------------------------------------------------------------


@pytest.fixture
def waiting(client):
    row = draft(client, on="01/07/2023")
    add(client, row, "merge", OPERATIONS["merge"][0])
    page = words(client.get(url("reorganisation-page", row)))
    assert "Lưu, chờ đến ngày" in page
    assert execute(client, row).status_code == 409
    assert client.post(url("reorganisation-wait", row)).status_code == 302
    row.refresh_from_db()
    assert row.status == "waiting"
    return row


def test_one_that_waits_is_withdrawn_and_drafted_again(client, waiting):
    assert client.post(url("reorganisation-withdraw", waiting)).status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == "withdrawn"
    assert client.post(url("reorganisation-withdraw", waiting)).status_code == 409
    assert client.post(url("reorganisation-copy", waiting)).status_code == 302
    copied = newest()
    assert (copied.status, copied.steps) == ("draft", waiting.steps)


def test_the_duty_executes_what_came_due_once(client, waiting, settings):
    day = date(2023, 7, 1)
    assert not org.ask_for_due(today=date(2023, 6, 30), now=NOW)
    settings.HOCVIEN_TODAY = day.isoformat()
    assert org.ask_for_due(today=day, now=NOW)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.executed_by) == ("executed", None)
    assert "dang-uy-xa-duc-yen" in below("tinh", day)
    assert not org.ask_for_due(today=day, now=NOW)
    assert org.execute_due(today=day, now=NOW) == 0
    assert journal.last_entry("org.reorganise") is not None
    assert "chương trình, đúng ngày hiệu lực" in words(client.get(url("reorganisation-page", waiting)))


def test_a_refusal_is_kept_shown_and_not_tried_again_by_itself(client, waiting, settings):
    org.dissolve_unit(actor=None, unit=org.get_unit("thon-ngoai"), on=date(2023, 6, 10))
    org.dissolve_unit(actor=None, unit=org.get_unit("yen-son"), on=date(2023, 6, 15))
    day = date(2023, 7, 1)
    settings.HOCVIEN_TODAY = day.isoformat()
    assert org.execute_due(today=day, now=NOW) == 0
    waiting.refresh_from_db()
    assert waiting.status == "waiting"
    assert "yen-son" in waiting.refusal["vi"]
    assert "yen-son" in waiting.refusal["en"]
    assert not org.ask_for_due(today=day, now=NOW)
    assert journal.last_entry("org.refuse_reorganisation") is not None
    for page in (reverse("home:work-list"), url("reorganisation-page", waiting)):
        assert waiting.refusal["vi"] in words(client.get(page)), page
    assert client.post(url("reorganisation-execute", waiting)).status_code == 409
    assert client.post(url("reorganisation-withdraw", waiting)).status_code == 302


def test_home_names_it_on_its_day_for_who_may_execute_it(client, waiting, settings, office, sign_in):
    home = reverse("home:work-list")
    assert "Sắp xếp tổ chức đã đến ngày" not in words(client.get(home))
    settings.HOCVIEN_TODAY = "2023-07-02"
    assert "Sắp xếp tổ chức đã đến ngày: Sắp xếp hai xã" in words(client.get(home))
    near = account("near", "administrator", office["yen-son"])
    assert "Sắp xếp tổ chức đã đến ngày" not in words(sign_in(near).get(home))


# --- undoing --------------------------------------------------------------------------------------------------------


def test_undoing_says_what_it_does_then_does_it(client):
    row = draft(client)
    add(client, row, "merge", OPERATIONS["merge"][0])
    execute(client, row)
    shown = words(client.get(url("reorganisation-undo", row)))
    assert "2 đơn vị đã kết thúc hoạt động trở lại" in shown
    assert "1 đơn vị mới không còn" in shown
    assert "dang-uy-xa-duc-yen" in below("tinh"), "trying to undo undoes nothing"
    assert client.post(url("reorganisation-undo", row)).status_code == 302
    assert below("tinh") == {"tinh", "duc-thinh", "dong-hoa", "tram-y-te", "yen-son", "thon-ngoai"}
    assert "Đã hoàn tác" in words(client.get(url("reorganisation-page", row)))


def test_what_stands_in_the_way_of_undoing_is_said(client):
    row = draft(client)
    add(client, row, "merge", OPERATIONS["merge"][0])
    execute(client, row)
    org.found_unit(
        actor=None,
        code="moi",
        name="Chi bộ Mới",
        kind="cell",
        valid_from=ON,
        parent=org.get_unit("dang-uy-xa-duc-yen"),
    )
    assert "1 đơn vị bên dưới" in words(client.get(url("reorganisation-undo", row)))
    refused = client.post(url("reorganisation-undo", row))
    assert refused.status_code == 409
    assert "Chưa hoàn tác được" in words(refused)


def test_what_changed_since_it_was_shown_is_shown_again_first(client):
    row = draft(client)
    add(client, row, "merge", OPERATIONS["merge"][0])
    org.found_unit(
        actor=None,
        code="moi",
        name="Chi bộ Mới",
        kind="cell",
        valid_from=date(2023, 1, 1),
        parent=org.get_unit("yen-son"),
    )
    refused = execute(client, row)
    assert refused.status_code == 409
    assert "Từ lúc xem trước" in words(refused)
    assert execute(client, row).status_code == 302
    assert "moi" in below("dang-uy-xa-duc-yen")


# --- what it touches ------------------------------------------------------------------------------------------------


def test_counts_open_to_names_of_whom_one_may_see(client, office, sign_in):
    row = draft(client)
    add(client, row, "merge", {"more": "dong-hoa", "into": "tram-y-te"})
    page = words(client.get(url("reorganisation-page", row)))
    assert "Người sinh hoạt, công tác" in page
    people_url = url("thing-names", row, thing="people")
    assert people_url not in page, "an administrator sees no people"
    assert client.get(people_url).status_code == 404
    assert "Chi bộ thôn Đông Hòa" in words(client.get(url("unit-names", row, what="ended")))
    execute(client, row)
    client = sign_in(office["officer"])
    assert people_url in words(client.get(url("reorganisation-page", row)))
    listed = words(client.get(people_url))
    assert all(person.full_name in listed for person in office["people"])
    assert client.get(people_url, {"export": "xlsx"}).status_code == 200


def test_roles_that_end_are_named_to_who_gives_roles(client, office):
    row = draft(client)
    add(client, row, "merge", {"more": "duc-thinh", "into": "yen-son"})
    assert "Officer" in words(client.get(url("thing-names", row, thing="access")))


def test_pages_cost_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    row = draft(client)
    add(client, row, "merge", OPERATIONS["merge"][0])
    client.get(LIST)
    with django_assert_max_num_queries(20) as one:
        client.get(LIST)
    for n in range(3):
        add(client, draft(client), "rename", {"unit": "dong-hoa", "name": f"Tên {n}"})
    with django_assert_max_num_queries(20) as many:
        client.get(LIST)
    assert len(one) == len(many)
    with django_assert_max_num_queries(30):
        client.get(url("reorganisation-page", row))
    with django_assert_max_num_queries(25):
        client.get(url("unit-names", row, what="ended"))


def test_the_list_is_searched_without_marks_filtered_and_exported(client):
    draft(client)
    draft(client, title="Việc khác", on="01/08/2023")
    found = words(client.get(LIST, {"q": "sap xep hai"}))
    assert "Sắp xếp hai xã" in found
    assert "Việc khác" not in found
    assert "Không có gì khớp" in words(client.get(LIST, {"status": "executed"}))
    assert client.get(LIST, {"export": "xlsx"}).status_code == 200
