"""Forms: shipped, computed from the records, changed, versions beside versions."""

from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.returns import api as returns
from hocvien.returns.arithmetic.layouts import layout_from
from tests.returns.conftest import DAY

pytestmark = pytest.mark.django_db

SMALL = layout_from(
    {
        "rows": [{"code": "r1", "label": "Tất cả"}],
        "columns": [
            {"code": "c1", "label": "Lớp", "text": "classes"},
            {"code": "c2", "label": "Lượt", "text": "participations"},
        ],
    }
)


def test_shipped_forms_are_loaded_once_and_say_what_they_are(world):
    assert returns.load_seed(actor=None) == 0
    old, own = (returns.Form.objects.get(code=code) for code in ("10-BTCTW", "HV-XA"))
    assert (old.mark, own.mark) == ("default", "ours")
    assert old.valid_to == own.valid_from == date(2025, 7, 1)
    for form in (old, own):
        assert not returns.compiled(form).problems


def test_a_form_is_computed_from_the_records(world, form):
    made = returns.compiled(form)
    figures = returns.figures_of(made, world.units["huyen"], date(2026, 1, 1), date(2026, 6, 30))
    values = returns.fill(made, figures, {}).values
    assert (values["r1.c1"], values["r1.c2"], values["r1.c3"]) == (1, 3, 3)
    assert (values["r7.c1"], values["r7.c2"], values["r7.c3"]) == (1, 3, 3)
    assert values["r1.c4"] in {1, 2}
    assert "r8.c3" not in values


def test_a_form_asks_few_statements_whatever_its_size(world, form, django_assert_max_num_queries):
    made = returns.compiled(form)
    with django_assert_max_num_queries(20):
        returns.figures_of(made, world.units["huyen"], date(2026, 1, 1), date(2026, 6, 30))


def test_a_unit_makes_its_own_form_and_a_version_beside_it(world):
    office, unit = world.committee, world.units["huyen"]
    made = returns.make_form(
        actor=office, owner=unit, code="H-01", name="Biểu của huyện", layout=SMALL, valid_from=date(2026, 1, 1), on=DAY
    )
    returns.update_form(actor=office, form=made, changes={"name": "Biểu huyện"}, layout=SMALL, on=DAY)
    later = returns.copy_form(actor=office, form=made, owner=unit, valid_from=date(2026, 7, 1), on=DAY)
    made.refresh_from_db()
    assert made.valid_to == later.valid_from
    assert later.layout == made.layout
    returns.remove_form(actor=office, form=later, on=DAY)
    with pytest.raises(access.NotAllowed):
        returns.update_form(actor=world.outsider, form=made, changes={"name": "x"}, on=DAY)


def test_mistakes_of_a_form_are_all_told(world):
    wrong = layout_from(
        {
            "rows": [{"code": "r1", "label": "a", "text": "nothing=1"}],
            "columns": [{"code": "c1", "label": "b", "text": "nobody"}],
        }
    )
    with pytest.raises(returns.LayoutWrong) as refused:
        returns.make_form(
            actor=world.committee,
            owner=world.units["huyen"],
            code="H-02",
            name="Sai",
            layout=wrong,
            valid_from=DAY,
            on=DAY,
        )
    assert [one.place for one in refused.value.problems] == ["rows.0", "columns.0"]


def test_a_form_in_use_keeps_its_cells(world, asked, form):
    with pytest.raises(returns.FormInUse):
        returns.update_form(actor=None, form=form, changes={}, layout=SMALL, on=DAY)
    returns.update_form(actor=None, form=form, changes={"citation": "Căn cứ khác"}, on=DAY)
    assert returns.load_seed(actor=None) == 0


def test_a_shared_form_is_changed_by_who_may_everywhere(world, form):
    with pytest.raises(returns.FormShipped):
        returns.update_form(actor=world.committee, form=form, changes={"name": "x"}, on=DAY)
    returns.update_form(actor=world.province, form=form, changes={"name": "Tên khác"}, on=DAY)
    own = returns.copy_form(
        actor=world.committee, form=form, owner=world.units["huyen"], valid_from=DAY, code="HV-H", on=DAY
    )
    assert own in list(returns.forms_visible_to(world.commune, DAY))
    assert own not in list(returns.forms_visible_to(world.outsider, DAY))
