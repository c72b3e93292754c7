"""The tree of units in time: founding, moving, renaming, ending."""

from datetime import date

import pytest

from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.org.operations import founding
from tests.kept import kept
from tests.org.units import D0, below, found

pytestmark = pytest.mark.django_db
D1 = date(2022, 7, 1)
D2 = date(2025, 7, 1)


@kept()
def tree():
    """huyen > (xa-a > cb-1, cb-2), xa-b."""
    huyen = found("huyen", kind="district_committee", name="Huyện ủy Đức Thọ")
    xa_a = found("xa-a", huyen, "commune_committee", name="Đảng ủy xã Hòa Lạc")
    xa_b = found("xa-b", huyen, "commune_committee")
    return {
        "huyen": huyen,
        "xa-a": xa_a,
        "xa-b": xa_b,
        "cb-1": found("cb-1", xa_a, name="Chi bộ thôn Đông Hoà"),
        "cb-2": found("cb-2", xa_a),
    }


def test_found_unit_places_it_below_all_its_ancestors(tree):
    assert below(tree["huyen"], D0) == {"huyen", "xa-a", "xa-b", "cb-1", "cb-2"}
    assert below(tree["xa-a"], D0) == {"xa-a", "cb-1", "cb-2"}
    assert below(tree["huyen"], date(2019, 12, 31)) == set()


def test_found_units_in_one_list_equals_one_by_one(django_assert_max_num_queries):
    units = [
        org.NewUnit(code="tinh", name="Tỉnh ủy", kind="province_committee", valid_from=D0),
        org.NewUnit(code="huyen", name="Huyện ủy", kind="district_committee", valid_from=D0, parent_code="tinh"),
        *(
            org.NewUnit(code=f"cb-{n}", name=f"Chi bộ {n}", kind="cell", valid_from=D1, parent_code="huyen")
            for n in range(30)
        ),
    ]
    with django_assert_max_num_queries(25):
        made = org.found_units(actor=None, units=units)
    assert len(below(made[0], D1)) == 32
    assert len(below(made[0], D0)) == 2


def test_more_units_than_one_question_names_are_founded_in_one_call(tree, monkeypatch):
    monkeypatch.setattr(founding, "_BATCH", 2)
    parents = ("xa-a", "xa-b", "huyen", "cb-1", "moi-0")
    units = [org.NewUnit(f"moi-{n}", f"Chi bộ mới {n}", "cell", D1, parents[n % 5 if n else 0]) for n in range(11)]
    org.found_units(actor=None, units=units)
    assert below(tree["huyen"], D1) == below(tree["huyen"], D0) | {unit.code for unit in units}
    assert below(org.get_unit("moi-0"), D1) == {"moi-0", "moi-4", "moi-9"}
    assert below(tree["cb-1"], D1) == {"cb-1", "moi-3", "moi-8"}
    assert journal.verify_chain().is_sound
    last = [org.NewUnit(code, code, "cell", D1, "xa-a") for code in ("a", "b", "c", "d", "moi-7")]
    with pytest.raises(org.UnitCodeTaken):
        org.found_units(actor=None, units=last)
    assert org.find_unit("a") is None


def test_found_unit_rejects_taken_code(tree):
    with pytest.raises(org.UnitCodeTaken) as refusal:
        found("xa-a")
    assert "xa-a" in str(refusal.value)


def test_found_unit_rejects_a_parent_not_yet_alive(tree):
    with pytest.raises(org.UnitOutsideLife):
        found("cu", tree["huyen"], on=date(2019, 1, 1))


def test_move_unit_takes_all_below_along(tree):
    org.move_unit(actor=None, unit=tree["xa-a"], parent=tree["xa-b"], on=D1, source="NQ 1")
    assert below(tree["xa-b"], D1) == {"xa-b", "xa-a", "cb-1", "cb-2"}
    assert below(tree["xa-b"], date(2022, 6, 30)) == {"xa-b"}
    assert below(tree["huyen"], D1) == {"huyen", "xa-a", "xa-b", "cb-1", "cb-2"}
    assert [label.code for label in org.path_as_of(tree["cb-1"].pk, D1)] == ["huyen", "xa-b", "xa-a", "cb-1"]


def test_move_unit_rejects_a_circle(tree):
    with pytest.raises(org.UnitCircle):
        org.move_unit(actor=None, unit=tree["xa-a"], parent=tree["cb-1"], on=D1)


def test_move_unit_rejects_a_day_before_a_later_change(tree):
    org.move_unit(actor=None, unit=tree["cb-1"], parent=tree["xa-b"], on=D2)
    with pytest.raises(org.LaterRowsExist):
        org.move_unit(actor=None, unit=tree["xa-a"], parent=tree["xa-b"], on=D1)


def test_move_unit_rejects_when_a_unit_joins_later(tree):
    org.move_unit(actor=None, unit=tree["xa-b"], parent=tree["xa-a"], on=D2)
    with pytest.raises(org.LaterRowsExist):
        org.move_unit(actor=None, unit=tree["xa-a"], parent=None, on=D1)


def test_move_unit_follows_what_is_recorded_for_later_about_the_parent(tree):
    tinh = found("tinh", kind="province_committee")
    org.move_unit(actor=None, unit=tree["xa-b"], parent=tinh, on=D2)
    org.move_unit(actor=None, unit=tree["cb-1"], parent=tree["xa-b"], on=D1)
    assert "cb-1" in below(tree["huyen"], D1)
    assert "cb-1" not in below(tree["huyen"], D2)
    assert "cb-1" in below(tinh, D2)


def test_moving_twice_on_one_day_leaves_the_last(tree):
    org.move_unit(actor=None, unit=tree["cb-1"], parent=tree["xa-b"], on=D1)
    org.move_unit(actor=None, unit=tree["cb-1"], parent=None, on=D1)
    assert org.parent_ids_as_of([tree["cb-1"].pk], D1) == {}
    assert "cb-1" not in below(tree["huyen"], D1)
    assert tree["cb-1"].pk in org.children_ids_as_of(None, D1)


def test_children_are_named_as_of_a_day_unless_they_are_too_many(tree, django_assert_num_queries):
    org.rename_unit(actor=None, unit=tree["xa-a"], name="Đảng ủy xã Bùi Xá", on=D2, source="NQ 2")
    huyen = tree["huyen"].pk
    with django_assert_num_queries(1):
        before = org.children_labels(huyen, D1, most=10)
    named = dict(org.children_named([huyen], D1)[huyen])
    assert [(one.id, one.name) for one in before] == list(named.items())
    assert "Đảng ủy xã Bùi Xá" in {one.name for one in org.children_labels(huyen, D2, most=10)}
    assert len(org.children_labels(huyen, D1, most=len(before))) == len(before)
    assert org.children_labels(huyen, D1, most=len(before) - 1) == []


def test_rename_unit_keeps_both_names_at_their_time(tree):
    org.rename_unit(actor=None, unit=tree["xa-a"], name="Đảng ủy xã Đức Lạc", on=D2, source="NQ 2")
    assert org.label_as_of(tree["xa-a"].pk, D1).name == "Đảng ủy xã Hòa Lạc"
    assert org.label_as_of(tree["xa-a"].pk, D2).name == "Đảng ủy xã Đức Lạc"
    assert [name.name for name in org.list_names(tree["xa-a"])] == ["Đảng ủy xã Hòa Lạc", "Đảng ủy xã Đức Lạc"]
    with pytest.raises(org.LaterRowsExist):
        org.rename_unit(actor=None, unit=tree["xa-a"], name="Khác", on=D1)


def test_change_unit_kind_is_dated(tree):
    org.change_unit_kind(actor=None, unit=tree["xa-a"], kind="base_committee", on=D2)
    assert org.label_as_of(tree["xa-a"].pk, D1).kind == "commune_committee"
    assert org.label_as_of(tree["xa-a"].pk, D2).kind == "base_committee"
    assert tree["xa-a"].pk in set(org.kind_ids_as_of(["base_committee"], D2))


def test_dissolve_unit_refuses_while_units_stand_below(tree):
    with pytest.raises(org.UnitStillHasUnits) as refusal:
        org.dissolve_unit(actor=None, unit=tree["xa-a"], on=D2)
    assert "2" in str(refusal.value)


def test_dissolve_unit_ends_names_place_and_lines(tree):
    org.dissolve_unit(actor=None, unit=tree["cb-2"], on=D2, source="NQ 3")
    assert "cb-2" in below(tree["huyen"], D1)
    assert "cb-2" not in below(tree["huyen"], D2)
    assert org.label_as_of(tree["cb-2"].pk, D2).name == "cb-2"
    with pytest.raises(org.UnitOutsideLife):
        org.rename_unit(actor=None, unit=tree["cb-2"], name="x", on=D2)


def test_search_units_ignores_marks_and_tone_placement(tree):
    def codes(text):
        return [label.code for label in org.search_units(text, within=None, on=D1)]

    assert codes("hoa lac") == ["xa-a"]
    assert codes("đông hòa") == ["cb-1"]
    assert codes("DONG HOA") == ["cb-1"]
    assert codes("xa-b") == ["xa-b"]


def test_every_change_is_journalled_under_its_unit(tree):
    org.rename_unit(actor=None, unit=tree["xa-a"], name="Đảng ủy xã Đức Lạc", on=D2, source="NQ 2")
    entry = journal.list_entries(subject_uuid=tree["xa-a"].uuid).first()
    assert (entry.verb, entry.unit_code) == ("org.rename_unit", "xa-a")
    assert entry.detail.before["name"] == "Đảng ủy xã Hòa Lạc"
    assert entry.detail.after["source"] == "NQ 2"


def test_who_stands_above_is_asked_of_more_units_than_a_statement_takes_parameters(tree):
    rows = org.places_above(range(1, 400_000), D0, D2)
    assert {unit_id for unit_id, *_rest in rows} == {unit.pk for unit in tree.values()}
    assert sorted(rows) == sorted(org.places_above(org.Unit.objects.values("pk"), D0, D2))
