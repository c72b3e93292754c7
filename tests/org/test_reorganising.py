"""Reorganisations: previewed, executed as one, undone; futures wait."""

from datetime import date

import pytest

from hocvien.org import api as org
from tests.org.units import DAY, NOW, REFORM, below, found, reform, rows

pytestmark = pytest.mark.django_db


def test_a_reform_in_one(province):
    touched = org.preview_reorganisation(steps=REFORM, on=DAY)
    assert (touched.founded, touched.ended, touched.moved) == (2, 5, 4)
    assert below(province, DAY) >= {"huyen-1", "xa-a"}, "a preview writes nothing"

    reform()
    assert below(province, DAY) == {"tinh", "xa-moi", "tt-moi", "a1", "a2", "b1", "xa-c", "c1"}
    assert below(province, date(2025, 6, 30)) == {
        "tinh", "huyen-1", "huyen-2", "xa-a", "xa-b", "xa-c", "a1", "a2", "b1", "c1", "tt-1",
    }  # fmt: skip
    past = set(
        org.Unit.objects.filter(
            pk__in=org.descendant_ids_as_of(org.get_unit("xa-moi").pk, DAY, with_past=True)
        ).values_list("code", flat=True)
    )
    assert past == {"xa-moi", "tt-moi", "a1", "a2", "b1", "xa-a", "xa-b", "tt-1"}
    # nobody is the one heir of an abolished district: its history stands below the province
    assert [one.code for one in org.path_as_of(org.get_unit("huyen-1").pk, DAY)] == ["tinh", "huyen-1"]


def test_undoing_puts_everything_back(province):
    before = rows()
    made = reform()
    assert rows() != before
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert rows() == before
    with pytest.raises(org.ReorganisationNotOpen):
        org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)


def test_what_was_changed_since_is_said(province):
    made = reform()
    org.rename_unit(actor=None, unit=org.get_unit("xa-c"), name="Đảng ủy xã Khác", on=date(2025, 9, 1))
    with pytest.raises(org.ReorganisationChangedSince, match="xa-c"):
        org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)


def test_units_founded_below_a_new_one_stand_in_the_way(province):
    made = reform()
    found("moi-1", org.get_unit("xa-moi"), on=date(2025, 8, 1))
    with pytest.raises(org.ReorganisationBuiltOn):
        org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)


def test_a_future_one_waits_and_can_be_withdrawn(province):
    before = rows()
    made = reform(today=date(2025, 6, 1))
    assert (made.status, rows()) == ("waiting", before)
    again = reform(today=date(2025, 6, 1))
    org.withdraw_reorganisation(actor=None, reorganisation=made, now=NOW)
    done = org.execute_reorganisation(actor=None, reorganisation=again, now=NOW)
    assert done.status == "executed"
    assert "xa-moi" in below(province, DAY)
    with pytest.raises(org.ReorganisationNotOpen):
        org.execute_reorganisation(actor=None, reorganisation=made, now=NOW)


def test_a_split_gives_each_its_own(province):
    steps = (
        org.Found("xa-d", "Đảng ủy xã D", "commune_committee", "huyen-1"),
        org.Found("xa-e", "Đảng ủy xã E", "commune_committee", "huyen-2"),
        org.Split("xa-a", (org.SplitPart("xa-d", ("a1",)), org.SplitPart("xa-e", ("a2",)))),
    )
    reform(steps)
    assert below(org.get_unit("xa-d"), DAY) == {"xa-d", "a1"}
    assert below(org.get_unit("xa-e"), DAY) == {"xa-e", "a2"}
    # divided between two districts: the past stands where both meet
    assert [one.code for one in org.path_as_of(org.get_unit("xa-a").pk, DAY)] == ["tinh", "xa-a"]
    assert sorted(org.Succession.objects.values_list("successor__code", flat=True)) == ["xa-d", "xa-e"]


def test_a_split_leaves_nothing_over(province):
    steps = (
        org.Found("xa-d", "Đảng ủy xã D", "commune_committee", "huyen-1"),
        org.Split("xa-a", (org.SplitPart("xa-d", ("a1",)),)),
    )
    with pytest.raises(org.UnitsLeftOver, match="xa-a"):
        reform(steps)
    assert org.find_unit("xa-d") is None, "all or nothing"


@pytest.mark.parametrize(
    ("steps", "error"),
    [
        ((org.Merge(("xa-a",), "khong-co"),), org.UnitNotFound),
        ((org.Merge(("xa-a", "xa-a"), "xa-b"),), org.StepNamesUnitTwice),
        ((org.MoveUnits(("huyen-1",), "xa-a"),), org.UnitCircle),
        ((org.Merge(("huyen-1",), "xa-a"),), org.UnitCircle),
        ((org.Found("xa-a", "Trùng mã", "cell", "tinh"),), org.UnitCodeTaken),
        ((org.Dissolve("tinh"),), org.UnitStillHasUnits),
    ],
)
def test_what_cannot_be_is_refused_whole(province, steps, error):
    before = rows()
    for act in (org.preview_reorganisation, None):
        with pytest.raises(error):
            act(steps=steps, on=DAY) if act else reform(steps)
    assert rows() == before


def test_steps_are_kept_as_they_were_asked(province):
    made = reform()
    assert tuple(org.from_kept(made.steps)) == REFORM
    assert org.codes_named(REFORM) == {"xa-moi", "tinh", "tt-moi", "xa-a", "xa-b", "tt-1", "xa-c"}
