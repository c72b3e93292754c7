"""Reorganisations on screen: each operation by its form, from a table, tried first, waiting, executed by the duty, undone."""

import re
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hocvien.access import api as access
from hocvien.jobs import api as jobs
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.org.constants import INLINE_UNITS
from hocvien.org.operations import drafting
from hocvien.people import api as people
from hocvien.web.reorganisations.words import mark_of
from tests.web.office import ON, account, office, sign_in

__all__ = ["office", "sign_in"]
pytestmark = pytest.mark.django_db
LIST = reverse("reorganisations:reorganisation-list")
HEAD = {"title": "Sắp xếp hai xã", "resolution": "12-NQ/TU", "decided_on": "20/05/2023", "on": "01/06/2023"}
NOW = datetime(2023, 6, 1, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def words(response):
    return " ".join(response.content.decode().split())


def url(name, row, **more):
    return reverse(f"reorganisations:{name}", kwargs={"uuid": row.uuid, **more})


def newest():
    return org.Reorganisation.objects.order_by("-pk").first()


@pytest.fixture
def client(office, sign_in):
    return sign_in(office["administrator"])


def draft(client, **changes):
    response = client.post(reverse("reorganisations:reorganisation-draft"), HEAD | changes)
    assert response.status_code == 302, words(response)
    return newest()


def let_see_people(office):
    """Let the administrator, who keeps units, read names beside."""
    access.give_grant(
        actor=None, user=office["administrator"], role="unit_officer", unit=office["tinh"], valid_from=date(2020, 1, 1)
    )


def add(client, row, act, form, query=""):
    return client.post(url("step-add", row, act=act) + query, form)


def execute(client, row):
    return client.post(url("reorganisation-execute", row))


def below(code, on=ON, **more):
    unit = org.find_unit(code)
    if unit is None:
        return set()
    ids = org.descendant_ids_as_of(unit.pk, on, **more)
    return set(org.Unit.objects.filter(pk__in=ids).values_list("code", flat=True))


# --- each operation through its form ----------------------------------------------------------------------------------

OPERATIONS = {
    "found": (
        {"name": "Chi bộ Trường Mầm non", "kind": "cell", "parent": "duc-thinh"},
        "Lập “Chi bộ Trường Mầm non” (Chi bộ), trực thuộc Đảng ủy xã Đức Thịnh.",
        lambda: "chi-bo-truong-mam-non" in below("duc-thinh"),
    ),
    "rename": (
        {"unit": "dong-hoa", "name": "Chi bộ thôn Đông Hòa Thượng"},
        "Chi bộ thôn Đông Hòa đổi tên thành “Chi bộ thôn Đông Hòa Thượng”.",
        lambda: org.label_as_of(org.get_unit("dong-hoa").pk, ON).name == "Chi bộ thôn Đông Hòa Thượng",
    ),
    "change_kind": (
        {"unit": "duc-thinh", "kind": "base_committee"},
        "Đảng ủy xã Đức Thịnh trở thành: Đảng ủy cơ sở.",
        lambda: org.label_as_of(org.get_unit("duc-thinh").pk, ON).kind == "base_committee",
    ),
    "move": (
        {"ticked": ["dong-hoa"], "more": "Chi bộ Trạm Y tế", "parent": "yen-son"},
        "Chi bộ thôn Đông Hòa, Chi bộ Trạm Y tế chuyển về trực thuộc Đảng ủy xã Yên Sơn.",
        lambda: below("yen-son") == {"yen-son", "thon-ngoai", "dong-hoa", "tram-y-te"},
    ),
    "dissolve": (
        {"unit": "duc-thinh", "successor": "yen-son"},
        "Giải thể Đảng ủy xã Đức Thịnh; Đảng ủy xã Yên Sơn kế tục.",
        lambda: below("yen-son") == {"yen-son", "thon-ngoai", "dong-hoa", "tram-y-te"},
    ),
    "abolish_level": (
        {"kind": "commune_committee", "parent": "tinh"},
        "Bỏ cấp “Đảng ủy xã, phường, đặc khu” dưới Tỉnh ủy Lâm Giang",
        lambda: below("tinh") == {"tinh", "dong-hoa", "tram-y-te", "thon-ngoai"},
    ),
    "merge": (
        {"ticked": [], "more": "duc-thinh\nyen-son", "name": "Đảng ủy xã Đức Yên"},
        "Đảng ủy xã Đức Thịnh, Đảng ủy xã Yên Sơn nhập vào Đảng ủy xã Đức Yên.",
        lambda: below("dang-uy-xa-duc-yen") == {"dang-uy-xa-duc-yen", "dong-hoa", "tram-y-te", "thon-ngoai"},
    ),
}


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


# --- from a table ---------------------------------------------------------------------------------------------------


def table(*rows, heads=("Đơn vị cũ", "Đơn vị mới", "Ngày", "Nghị quyết", "Cấp trên")):
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sắp xếp")
        for number, row in enumerate((heads, *rows)):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def upload(client, content, name="bang.xlsx", **form):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("reorganisations:mapping-upload"), {"file": file, **form})


def test_a_table_is_shown_and_executed_as_one(client):
    rows = (
        ("Đảng ủy xã Đức Thịnh", "Đảng ủy xã Đức Yên", "01/06/2023", "15-NQ/TU", "Tỉnh ủy Lâm Giang"),
        ("Đảng ủy xã Yên Sơn", "Đảng ủy xã Đức Yên", "", "", ""),
    )
    response = upload(client, table(*rows))
    assert response.status_code == 302, words(response)
    row = newest()
    assert (row.status, row.on, row.resolution) == ("draft", ON, "15-NQ/TU")
    shown = words(client.get(response.url))
    assert "Đảng ủy xã Đức Thịnh, Đảng ủy xã Yên Sơn nhập vào Đảng ủy xã Đức Yên" in shown
    assert below("tinh") >= {"duc-thinh", "yen-son"}
    execute(client, row)
    row.refresh_from_db()
    assert row.status == "executed"
    assert org.label_as_of(org.get_unit("dang-uy-xa-duc-yen").pk, ON).name == "Đảng ủy xã Đức Yên"


def test_cells_that_cannot_be_used_are_told_with_what_may_be_meant(client):
    rows = (
        ("Đảng ủy xã Đức Thịn", "Đảng ủy xã Yên Sơn", "01/06/2023", "", ""),
        ("Đảng ủy xã Đức Thịnh", "", "", "", ""),
        ("Chi bộ thôn Ngoài", "Chi bộ Trạm Y tế", "hôm qua", "", ""),
    )
    response = upload(client, table(*rows))
    assert response.status_code == 422
    said = words(response)
    for words_said in ("không có đơn vị “Đảng ủy xã Đức Thịn”", "thiếu đơn vị mới", "“hôm qua” không phải ngày"):
        assert words_said in said
    assert "Đảng ủy xã Đức Thịnh</td>" in said.replace(" </td>", "</td>"), "the likest name is offered"
    assert newest() is None


def test_a_file_that_is_none_is_refused_in_words(client):
    for content, name in ((b"", "x.xlsx"), (b"nonsense", "x.xlsx"), (table(("a",), heads=("b",)), "x.xlsx")):
        assert upload(client, content, name).status_code == 422
    assert client.post(reverse("reorganisations:mapping-upload"), {"title": "x"}).status_code == 422


def test_a_table_may_come_as_text_and_take_day_and_decision_from_the_form(client):
    content = "Đơn vị cũ;Đơn vị mới\nđong hoa;tram-y-te\n".replace("đong hoa", "dong-hoa").encode()
    response = upload(client, content, "bang.csv", on="01/06/2023", resolution="3-NQ", title="Nhập hai chi bộ")
    assert response.status_code == 302, words(response)
    assert (newest().title, newest().resolution, newest().on) == ("Nhập hai chi bộ", "3-NQ", ON)


def test_a_table_of_another_scope_is_refused(office, sign_in):
    client = sign_in(account("local", "administrator", office["duc-thinh"]))
    response = upload(client, table(("yen-son", "duc-thinh", "01/06/2023", "", "")))
    assert response.status_code == 422
    assert newest() is None


def test_the_template_holds_the_units_and_is_read_again(client):
    response = client.get(reverse("reorganisations:mapping-template") + "?unit=tinh")
    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert book.sheet_names == ["Sắp xếp", "Đơn vị", "Hướng dẫn"]
    assert ["Chi bộ Trạm Y tế", "tram-y-te", "Đảng ủy xã Đức Thịnh"] in book.get_sheet_by_name("Đơn vị").to_python()
    assert (
        "chưa có dòng" in words(upload(client, response.content)) or upload(client, response.content).status_code == 422
    )


# --- large ones -----------------------------------------------------------------------------------------------------


def test_a_large_one_is_a_job_with_progress(client, office, settings, monkeypatch):
    assert INLINE_UNITS > 100
    monkeypatch.setattr(drafting, "INLINE_UNITS", 2)
    settings.JOBS_INLINE = False
    rows = (
        ("duc-thinh", "Đảng ủy xã Đức Yên", "01/06/2023", "15-NQ/TU", "tinh"),
        ("yen-son", "Đảng ủy xã Đức Yên", "", "", ""),
    )
    response = upload(client, table(*rows))
    row = newest()
    assert "Đang chờ đến lượt" in words(client.get(response.url))
    assert execute(client, row).status_code == 409, "not while it is tried"
    assert jobs.work_once(worker="w")
    shown = words(client.get(url("reorganisation-page", row)))
    assert "Sẽ thay đổi" in shown
    assert client.get(url("reorganisation-page", row), {"wait": "1"}).status_code == 302
    assert execute(client, row).status_code == 302
    assert client.get(url("reorganisation-page", row), {"wait": "1"}).status_code == 200
    assert jobs.work_once(worker="w")
    row.refresh_from_db()
    assert (row.status, row.executed_by) == ("executed", office["administrator"])


def test_a_refusal_of_a_large_one_is_kept(client, settings, monkeypatch):
    monkeypatch.setattr(drafting, "INLINE_UNITS", 1)
    settings.JOBS_INLINE = False
    upload(client, table(("duc-thinh", "Đảng ủy xã Đức Yên", "01/06/2023", "", "tinh")))
    row = newest()
    assert jobs.work_once(worker="w")
    execute(client, row)
    org.found_unit(actor=None, code="dang-uy-xa-duc-yen", name="Đến trước", kind="cell", valid_from=ON)
    assert jobs.work_once(worker="w")
    row.refresh_from_db()
    assert row.status == "draft"
    assert "dang-uy-xa-duc-yen" in row.refusal_words
    assert row.refusal_words in words(client.get(url("reorganisation-page", row)))


# --- a step changed where it stands ----------------------------------------------------------------------------------


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
