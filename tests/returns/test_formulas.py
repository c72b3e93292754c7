"""The language of forms, and what a form comes to: pure, by hand-made figures."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvien.returns.arithmetic.compiling import compile_layout
from hocvien.returns.arithmetic.filling import consolidate, contradictions, deviations, fill
from hocvien.returns.arithmetic.formulas import FormulaWrong, parse_conditions, parse_formula, parse_rule
from hocvien.returns.arithmetic.layouts import heads_of, layout_as_json, layout_from
from hocvien.returns.data import Layout, Vocabulary

KNOWN = Vocabulary(
    {"classes": "additive", "participations": "additive", "persons": "distinct", "obligation_share": "share"},
    frozenset({"programme", "sex", "age_band"}),
)
LAYOUT = layout_from(
    {
        "rows": [
            {"code": "r1", "label": "Nhận thức về Đảng", "text": "programme=NTVD"},
            {"code": "r2", "label": "Đảng viên mới", "text": "programme=DVM"},
            {"code": "t", "label": "Cộng", "kind": "formula", "text": "sum(r1..r2)"},
            {"code": "h", "label": "Nhập tay", "kind": "entered"},
        ],
        "columns": [
            {"code": "c1", "label": "Lớp", "text": "classes"},
            {"code": "c2", "label": "Lượt", "heads": ["Học viên"], "text": "participations"},
            {"code": "c3", "label": "Nữ", "heads": ["Học viên"], "text": "participations(sex=female)"},
            {"code": "c4", "label": "Người", "heads": ["Học viên"], "text": "persons"},
            {"code": "c5", "label": "%", "kind": "formula", "text": "share(c3, c2)", "format": "percent"},
        ],
        "checks": [{"text": "c3 <= c2", "words": "Nữ không quá tổng số."}, {"text": "t = r1 + r2"}],
    }
)
FIGURES = {
    "classes(programme=NTVD)": 3,
    "classes(programme=DVM)": 2,
    "participations(programme=NTVD)": 183,
    "participations(programme=DVM)": 119,
    "participations(programme=NTVD, sex=female)": 90,
    "participations(programme=DVM, sex=female)": 60,
    "persons(programme=NTVD)": 180,
    "persons(programme=DVM)": 119,
    "persons(programme=DVM|NTVD)": 290,
}


def changed(**fields):
    return layout_from(layout_as_json(LAYOUT) | fields)


def words(layout):
    return [(one.place, one.words) for one in compile_layout(layout, KNOWN).problems]


def test_rows_and_columns_make_the_cells():
    made = compile_layout(LAYOUT, KNOWN)
    assert not made.problems
    assert set(made.leaves) == set(FIGURES)
    state = fill(made, FIGURES, {"h.c1": 4})
    assert state.values["t.c2"] == 302
    assert state.values["t.c5"] == pytest.approx(150 / 302, abs=1e-6)
    assert state.values["h.c1"] == 4
    assert not state.changed


def test_people_counted_once_are_asked_of_the_whole_and_never_summed():
    made = compile_layout(LAYOUT, KNOWN)
    assert fill(made, FIGURES, {}).values["t.c4"] == 290
    assert not made.plans["t.c4"].is_summed
    both = consolidate(made, [fill(made, FIGURES, {}).values] * 2, {"persons(programme=DVM|NTVD)": 500})
    assert both.values["t.c2"] == 604
    assert both.values["t.c4"] == 500
    assert both.values["r1.c4"] is None
    assert "r1.c4" in both.not_summed


def test_a_cell_typed_over_is_changed_and_carries_on_into_sums():
    made = compile_layout(LAYOUT, KNOWN)
    state = fill(made, FIGURES, {"r1.c3": 200, "r1.c2": 183})
    assert state.changed == {"r1.c3"}
    assert state.computed["r1.c3"] == 90
    assert state.values["t.c3"] == 260
    (found,) = contradictions(made, state.values)
    assert (found.cell, found.left, found.right) == ("r1.c3", 200, 183)
    assert found.words == "Nữ không quá tổng số."


def test_a_total_typed_over_contradicts_and_stands_apart_in_the_sum():
    made = compile_layout(LAYOUT, KNOWN)
    state = fill(made, FIGURES, {"t.c2": 310})
    assert [one.cell for one in contradictions(made, state.values)] == ["t.c2"]
    both = consolidate(made, [state.values, fill(made, FIGURES, {}).values], {})
    assert both.values["t.c2"] == 604
    assert both.apart == {"t.c2": 612}


def test_nothing_told_is_not_zero():
    made = compile_layout(LAYOUT, KNOWN)
    state = fill(made, {"classes(programme=NTVD)": 3}, {})
    assert state.values["t.c1"] == 3
    assert state.values["t.c2"] is None
    assert state.values["h.c2"] is None
    assert not contradictions(made, state.values)


def test_what_units_below_told_stands_instead_of_measures():
    made = compile_layout(LAYOUT, KNOWN)
    state = fill(made, FIGURES, {"r2.c2": 20}, {"r1.c2": 10, "r2.c2": 15, "h.c1": 2})
    assert (state.values["r1.c2"], state.values["r2.c2"], state.values["t.c2"]) == (10, 20, 30)
    assert state.changed == {"r2.c2"}
    assert state.values["h.c1"] == 2
    assert state.values["t.c4"] == 290


def test_figures_that_moved_far_are_named():
    made = compile_layout(LAYOUT, KNOWN)
    moved = deviations(made, {"r1.c2": 100, "r2.c2": 4, "r1.c1": 0}, {"r1.c2": 140, "r2.c2": 9, "r1.c1": 30}, 30)
    assert [one.cell for one in moved] == ["r1.c1", "r1.c2"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("r1.c2 +", "Vị trí 8: công thức còn thiếu một vế ở cuối."),
        ("ñ", "Vị trí 1: không hiểu ký tự “ñ”."),
        ("r9.c1", "Vị trí 1: biểu mẫu không có hàng hay cột mã “r9”."),
        ("foo", "Vị trí 1: không có số liệu, hàng hay cột nào tên “foo”."),
        ("participations(colour=red)", "Vị trí 1: không có chiều phân tổ “colour”."),
        ("share(r1.c1)", "Vị trí 12: ở đây cần dấu “,”."),
        ("1 2", "Vị trí 3: không hiểu phần từ “2”."),
        ("sum(r2..r1.c1)", "Vị trí 5: dãy ô bị ngược"),
        ("sum(r1.c1..r2.c3)", "Vị trí 5: dãy ô đi theo một cột"),
        ("(" * 60, "quá nhiều dấu ngoặc"),
        ("1" + "+1" * 400, "công thức dài quá"),
        ("__import__(os=system)", "không có số liệu"),
    ],
)
def test_a_mistake_is_told_with_its_place(text, said):
    ((place, told),) = words(changed(cells={"r1.c1": text}))
    assert place == "cells.r1.c1"
    assert said in told


def test_every_mistake_of_a_form_is_told():
    wrong = changed(
        rows=[{"code": "R 1", "label": "a"}, {"code": "r2", "label": "b", "text": "programme"}],
        columns=[{"code": "r2", "label": "c", "text": "classes"}, {"code": "c2", "label": "d", "kind": "what"}],
        cells={"x.y": "1"},
        checks=[{"text": "c2"}, {"text": "classes <= c2"}],
    )
    places = [place for place, _words in words(wrong)]
    assert {"rows.0", "rows.1", "columns.0", "columns.1", "cells.x.y", "checks.0", "checks.1"} <= set(places)


def test_a_circle_is_told():
    found = words(changed(cells={"r1.c1": "r2.c1 + 1", "r2.c1": "r1.c1"}))
    assert any("tính từ chính nó" in told for _place, told in found)


def test_heads_over_several_columns_are_one():
    assert heads_of(LAYOUT) == [
        [("Lớp", 1, 2), ("Học viên", 3, 1), ("%", 1, 2)],
        [("Lượt", 1, 1), ("Nữ", 1, 1), ("Người", 1, 1)],
    ]


def test_conditions_and_rules_are_read():
    assert parse_conditions('sex=female, programme=DVM|NTVD, age_band="-30"') == (
        ("age_band", ("-30",)),
        ("programme", ("DVM", "NTVD")),
        ("sex", ("female",)),
    )
    assert parse_conditions("  ") == ()
    assert parse_rule("c1 >= c2 * 2").sign == ">="
    with pytest.raises(FormulaWrong, match="đã có trong công thức"):
        parse_conditions("sex=a, sex=b")


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_in_words(text):
    for read in (parse_formula, parse_rule, parse_conditions):
        with suppress(FormulaWrong):
            read(text)
            continue
        with pytest.raises(FormulaWrong) as refused:
            read(text)
        assert str(refused.value)
        assert 1 <= refused.value.at <= len(text) + 1


@given(st.lists(st.lists(st.integers(0, 1000), min_size=2, max_size=2), min_size=1, max_size=8))
def test_the_sum_of_sheets_is_the_sheet_of_sums(rows):
    made = compile_layout(LAYOUT, KNOWN)

    def sheet(first, second):
        return fill(made, {"participations(programme=NTVD)": first, "participations(programme=DVM)": second}, {}).values

    both = consolidate(made, [sheet(*row) for row in rows], {})
    whole = sheet(sum(row[0] for row in rows), sum(row[1] for row in rows))
    assert (both.values["r1.c2"], both.values["t.c2"]) == (whole["r1.c2"], whole["t.c2"])
    assert not both.apart


def test_an_empty_form_is_refused():
    assert words(Layout()) == [("", "Biểu mẫu cần ít nhất một hàng và một cột.")]
