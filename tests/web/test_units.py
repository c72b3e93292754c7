"""Units on screen: the tree, search, one unit over time, and changes shown before they are made."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hocvien.org import api as org
from hocvien.people import api as people
from tests.scenarios import at
from tests.web.office import ON

LIST = reverse("units:unit-list")


def words(response):
    return " ".join(response.content.decode().split())


def page_of(code, name="unit-page"):
    return reverse(f"units:{name}", kwargs={"code": code})


def test_tree_opens_at_the_users_unit(office, sign_in):
    text = words(sign_in(office["officer"]).get(LIST))
    assert "Đảng ủy xã Đức Thịnh" in text
    assert "Chi bộ thôn Đông Hòa" in text
    assert "Yên Sơn" not in text


def test_search_ignores_marks_and_stays_within_sight(office, sign_in):
    client = sign_in(office["officer"])
    assert "Chi bộ thôn Đông Hòa" in words(client.get(LIST, {"q": "dong hoa"}))
    assert "Chi bộ thôn Ngoài" not in words(client.get(LIST, {"q": "thon ngoai"}))


def test_unit_page_tells_history_and_counts(office, sign_in, django_assert_max_num_queries):
    org.rename_unit(actor=None, unit=office["duc-thinh"], name="Đảng ủy xã Đức Thịnh mới", on=ON, source="NQ 5")
    client = sign_in(office["inspector"])
    client.get(page_of("duc-thinh"))
    with django_assert_max_num_queries(20):
        text = words(client.get(page_of("duc-thinh")))
    for said in ("Đảng ủy xã Đức Thịnh mới", "NQ 5", "Chi bộ Trạm Y tế", "Tỉnh ủy Lâm Giang"):
        assert said in text


def test_unit_page_costs_the_same_for_one_and_three_below(office, sign_in, django_assert_max_num_queries):
    client = sign_in(office["inspector"])
    client.get(page_of("yen-son"))
    with django_assert_max_num_queries(20) as one:
        client.get(page_of("yen-son"))
    for n in range(2):
        org.found_unit(
            actor=None, code=f"moi-{n}", name=f"Mới {n}", kind="cell", valid_from=ON, parent=office["yen-son"]
        )
    with django_assert_max_num_queries(20) as three:
        client.get(page_of("yen-son"))
    assert len(one) == len(three)


@pytest.mark.parametrize("name", ["unit-page", "unit-rename", "unit-move", "unit-change-kind", "unit-dissolve"])
def test_another_communes_unit_is_not_found(office, sign_in, name):
    response = sign_in(office["outsider"]).get(page_of("duc-thinh", name))
    assert response.status_code == (404 if name == "unit-page" else 403)


def press_twice(client, url, form):
    """The effect first, then the same values confirmed."""
    shown = client.post(url, form)
    assert shown.status_code == 200, words(shown)
    signature = re.search(r'name="confirmed" value="([0-9a-f]+)"', shown.content.decode())[1]
    return words(shown), client.post(url, {**form, "confirmed": signature})


def test_a_unit_is_renamed_after_its_effect_was_shown(office, sign_in):
    client = sign_in(office["administrator"])
    form = {"name": "Chi bộ thôn Đông Hòa Thượng", "on": "01/06/2023", "source": "NQ 7"}
    shown, done = press_twice(client, page_of("dong-hoa", "unit-rename"), form)
    assert "Trước ngày 01/06/2023 vẫn là “Chi bộ thôn Đông Hòa”" in shown
    assert done.status_code == 302
    assert org.label_as_of(office["dong-hoa"].pk, ON).name == "Chi bộ thôn Đông Hòa Thượng"


def test_showing_the_effect_writes_nothing(office, sign_in):
    form = {"name": "Tên khác", "on": "01/06/2023", "source": "NQ 7"}
    sign_in(office["administrator"]).post(page_of("dong-hoa", "unit-rename"), form)
    assert len(org.list_names(office["dong-hoa"])) == 1


def test_other_values_than_those_shown_are_shown_again(office, sign_in):
    client = sign_in(office["administrator"])
    form = {"name": "Tên một", "on": "01/06/2023", "source": "NQ 7"}
    shown = client.post(page_of("dong-hoa", "unit-rename"), form)
    signature = re.search(r'name="confirmed" value="([0-9a-f]+)"', shown.content.decode())[1]
    again = client.post(page_of("dong-hoa", "unit-rename"), {**form, "name": "Tên hai", "confirmed": signature})
    assert again.status_code == 200
    assert len(org.list_names(office["dong-hoa"])) == 1


def test_a_unit_is_moved_with_what_goes_along(office, sign_in):
    form = {"parent": "yen-son", "on": "01/06/2023", "source": "NQ 8"}
    shown, done = press_twice(sign_in(office["administrator"]), page_of("duc-thinh", "unit-move"), form)
    assert "2 đơn vị cấp dưới và 3 người" in shown
    assert done.status_code == 302
    assert org.is_within(office["dong-hoa"].pk, office["yen-son"].pk, ON)


def test_a_unit_is_founded_and_ended(office, sign_in):
    client = sign_in(office["administrator"])
    form = {
        "name": "Chi bộ Trường Mầm non",
        "code": "mam-non",
        "kind": "cell",
        "parent": "duc-thinh",
        "on": "01/06/2023",
    }
    _shown, done = press_twice(client, reverse("units:unit-found"), form)
    assert done.status_code == 302
    unit = org.get_unit("mam-non")
    _shown, done = press_twice(client, page_of("mam-non", "unit-dissolve"), {"on": "02/06/2023", "source": "NQ 9"})
    assert done.status_code == 302
    unit.refresh_from_db()
    assert unit.valid_to.isoformat() == "2023-06-02"


@pytest.mark.parametrize(
    ("name", "form", "said"),
    [
        ("unit-move", {"parent": "dong-hoa", "on": "01/06/2023", "source": "x"}, "đang nằm trong"),
        ("unit-dissolve", {"on": "01/06/2023", "source": "x"}, "còn 2 đơn vị bên dưới"),
        ("unit-rename", {"name": "x", "on": "01/01/2019", "source": "x"}, "không tồn tại ngày 01/01/2019"),
        ("unit-rename", {"name": "", "on": "31/02/2023", "source": "x"}, "tháng 2/2023 chỉ có 28 ngày"),
    ],
)
def test_an_impossible_change_is_refused_in_words(office, sign_in, name, form, said):
    response = sign_in(office["administrator"]).post(page_of("duc-thinh", name), form)
    assert response.status_code == 422
    assert said in words(response)


def test_founding_rejects_a_taken_code(office, sign_in):
    form = {"name": "X", "code": "dong-hoa", "kind": "cell", "parent": "duc-thinh", "on": "01/06/2023"}
    response = sign_in(office["administrator"]).post(reverse("units:unit-found"), form)
    assert response.status_code == 422
    assert "đã dùng" in words(response)


# --- the tree -------------------------------------------------------------------------------------------------------


def branches_of(response):
    def flat(nodes):
        return [one for node in nodes for one in (node, *flat(node.children))]

    return {one.code: one for one in flat(response.context["nodes"])}


def found_cells(office, number, parent="yen-son"):
    return org.found_units(
        actor=None,
        units=[
            org.NewUnit(f"cb-{n:03d}", f"Chi bộ số {n:03d}", "cell", date(2020, 1, 1), parent) for n in range(number)
        ],
    )


def test_counts_stand_beside_each_unit(office, sign_in):
    shown = branches_of(sign_in(office["inspector"]).get(LIST))
    assert (shown["tinh"].below, shown["tinh"].people) == (5, 4)
    assert (shown["duc-thinh"].below, shown["duc-thinh"].people) == (2, 3)
    assert shown["duc-thinh"].is_open is False
    assert "dong-hoa" not in shown


def test_who_belongs_twice_below_a_unit_is_counted_once(office, sign_in):
    kept = people.NewBelonging(office["tram-y-te"].pk, "employer", date(2020, 1, 1))
    people.add_facts(actor=None, person=office["people"][0], belongings=[kept])
    shown = branches_of(sign_in(office["inspector"]).get(LIST, {"open": "duc-thinh"}))
    assert (shown["duc-thinh"].people, shown["dong-hoa"].people, shown["tram-y-te"].people) == (3, 3, 1)


def test_a_branch_opens_by_its_address_and_closes_by_it(office, sign_in):
    client = sign_in(office["inspector"])
    closed = branches_of(client.get(LIST))
    opened = branches_of(client.get(closed["duc-thinh"].toggle_url))
    assert "dong-hoa" in opened
    assert "thon-ngoai" not in opened
    assert "dong-hoa" not in branches_of(client.get(opened["duc-thinh"].toggle_url))
    assert list(branches_of(client.get(opened["tinh"].toggle_url))) == ["tinh"]


def test_children_come_by_hundreds(office, sign_in):
    found_cells(office, 230)
    client = sign_in(office["inspector"])
    response = client.get(LIST, {"open": "yen-son"})
    assert "Còn 131 đơn vị" in words(response)
    node = branches_of(response)["yen-son"]
    assert len(node.children) == 100
    second = branches_of(client.get(node.after.url))["yen-son"]
    assert (len(second.children), second.before.count, second.after.count) == (100, 100, 31)
    assert {one.code for one in second.children}.isdisjoint(one.code for one in node.children)
    last = branches_of(client.get(second.after.url))["yen-son"]
    assert (len(last.children), last.after) == (31, None)
    part = client.get(node.after.branch_url)
    assert words(part).startswith('<li class="more')
    assert part.content.decode().count("data-unit=") == 100


def test_the_unit_looked_at_is_shown_however_many_stand_before_it(office, sign_in):
    found_cells(office, 230)
    shown = branches_of(sign_in(office["inspector"]).get(LIST, {"unit": "cb-229"}))
    assert shown["cb-229"].is_current
    assert len(shown["yen-son"].children) == 101


def test_the_tree_costs_the_same_for_few_and_many(office, sign_in, django_assert_max_num_queries):
    client = sign_in(office["inspector"])
    client.get(LIST, {"open": "yen-son"})
    with django_assert_max_num_queries(20) as few:
        client.get(LIST, {"open": "yen-son"})
    found_cells(office, 90)
    with django_assert_max_num_queries(20) as many:
        client.get(LIST, {"open": "yen-son"})
    assert len(few) == len(many)


def test_a_part_of_the_tree_is_refused_where_the_user_sees_nothing(office, sign_in):
    assert sign_in(office["outsider"]).get(page_of("duc-thinh", "unit-below")).status_code == 404


@pytest.mark.parametrize(
    "query", ["open=-", "open=x&open=../&open=%00", "from=yen-son:99999999", "from=:1&from=x", "kind=x"]
)
def test_nonsense_in_the_address_draws_a_tree(office, sign_in, query):
    response = sign_in(office["inspector"]).get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert "tinh" in branches_of(response)


def test_what_is_shown_goes_out(office, sign_in):
    response = sign_in(office["inspector"]).get(LIST, {"open": "duc-thinh", "export": "xlsx"})
    lines = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    names = [str(value).strip() for row in lines for value in row]
    assert "Chi bộ thôn Đông Hòa" in names
    assert "Chi bộ thôn Ngoài" not in names


# --- search ---------------------------------------------------------------------------------------------------------


def test_search_knows_former_names_and_units_that_ended(office, sign_in):
    org.rename_unit(actor=None, unit=office["dong-hoa"], name="Chi bộ thôn Thượng", on=date(2022, 1, 1), source="NQ 1")
    org.dissolve_unit(actor=None, unit=office["tram-y-te"], on=date(2022, 6, 1), source="NQ 2")
    client = sign_in(office["officer"])
    text = words(client.get(LIST, {"q": "dong hoa"}))
    assert "Chi bộ thôn Thượng" in text
    assert "tên cũ: Chi bộ thôn Đông Hòa (đến 01/01/2022)" in text
    text = words(client.get(LIST, {"q": "tram y te"}))
    assert "đã kết thúc 01/06/2022" in text
    then = words(client.get(LIST, {"q": "dong hoa", "on": "2021-05-05"}))
    assert "tên cũ:" not in then


def test_search_puts_names_of_the_day_first_and_says_where_units_stand(office, sign_in):
    org.rename_unit(actor=None, unit=office["dong-hoa"], name="Chi bộ Ngoài Đồng", on=date(2022, 1, 1), source="NQ 1")
    org.rename_unit(
        actor=None, unit=office["tram-y-te"], name="Chi bộ thôn Đông Hòa Hạ", on=date(2022, 1, 1), source="x"
    )
    rows = sign_in(office["officer"]).get(LIST, {"q": "thon dong"}).context["table"].rows
    assert [row.label.code for row in rows] == ["tram-y-te", "dong-hoa"]
    assert rows[0].path.endswith("Xã Đức Thịnh")


def test_search_finds_codes_and_narrows_by_kind(office, sign_in):
    client = sign_in(office["inspector"])
    assert [row.label.code for row in client.get(LIST, {"q": "yen-s"}).context["table"].rows] == ["yen-son"]
    kinds = client.get(LIST, {"kind": "commune_committee"}).context["table"].rows
    assert {row.label.code for row in kinds} == {"duc-thinh", "yen-son"}
    assert len(client.get(LIST, {"kind": "cell", "q": "ngoai"}).context["table"].rows) == 1


def test_search_says_that_it_does_not_show_all(office, sign_in):
    found_cells(office, 210)
    client = sign_in(office["inspector"])
    response = client.get(LIST, {"q": "chi bo"})
    assert response.context["table"].count == 200
    assert "Có nhiều hơn 200 đơn vị khớp" in words(response)
    assert "nhiều hơn" not in words(client.get(LIST, {"q": "chi bo so 20"}))


# --- a unit's life --------------------------------------------------------------------------------------------------


def reorganise(*steps, on=ON, today=ON, title="Hợp nhất"):
    return org.record_reorganisation(
        actor=None, title=title, resolution="NQ 1", steps=steps, on=on, today=today, now=at(today)
    )


def test_a_units_life_tells_who_came_and_who_went(office, sign_in):
    reorganise(org.Found("xa-moi", "Đảng ủy xã Mới", "commune_committee", "tinh"), org.Merge(("duc-thinh",), "xa-moi"))
    client = sign_in(office["inspector"])
    new = words(client.get(page_of("xa-moi")))
    assert "Nhận toàn bộ Đảng ủy xã Đức Thịnh" in new
    assert "NQ 1" in new
    old = words(client.get(page_of("duc-thinh")))
    assert "Nhập vào Đảng ủy xã Mới" in old
    assert "đã kết thúc hoạt động từ ngày 01/06/2023" in old
    then = words(client.get(page_of("duc-thinh"), {"on": "2023-05-31"}))
    assert "Chi bộ thôn Đông Hòa" in then
    assert "đã kết thúc hoạt động" not in then


def test_changes_to_come_are_said_to_be_so(office, sign_in):
    org.rename_unit(actor=None, unit=office["dong-hoa"], name="Chi bộ mai sau", on=date(2023, 9, 1), source="NQ 5")
    reorganise(org.Merge(("tram-y-te",), "dong-hoa"), on=date(2024, 1, 1), title="Nhập chi bộ")
    text = words(sign_in(office["inspector"]).get(page_of("dong-hoa")))
    assert "Mang tên Chi bộ mai sau" in text
    assert "Dự kiến: Nhập chi bộ" in text
    assert text.count("sắp tới") == 2


def test_a_unit_of_one_day_is_not_drawn(office, sign_in):
    org.found_unit(actor=None, code="moi", name="Mới", kind="cell", valid_from=ON, parent=office["duc-thinh"])
    assert sign_in(office["inspector"]).get(page_of("moi")).status_code == 200
