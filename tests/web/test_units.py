"""Units on screen: the tree, search, one unit over time, and changes shown before they are made."""

import re

import pytest
from django.urls import reverse

from hocvien.org import api as org
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
    with django_assert_max_num_queries(30):
        text = words(client.get(page_of("duc-thinh")))
    for said in ("Đảng ủy xã Đức Thịnh mới", "NQ 5", "Chi bộ Trạm Y tế", "Tỉnh ủy Lâm Giang"):
        assert said in text


def test_unit_page_costs_the_same_for_one_and_three_below(office, sign_in, django_assert_max_num_queries):
    client = sign_in(office["inspector"])
    client.get(page_of("yen-son"))
    with django_assert_max_num_queries(30) as one:
        client.get(page_of("yen-son"))
    for n in range(2):
        org.found_unit(
            actor=None, code=f"moi-{n}", name=f"Mới {n}", kind="cell", valid_from=ON, parent=office["yen-son"]
        )
    with django_assert_max_num_queries(30) as three:
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
