from datetime import date

import pytest

from hocvien.common.periods import parse_period
from hocvien.returns import api as returns
from tests import scenarios
from tests.kept import kept

DAY = date(2026, 7, 1)
DUE = date(2026, 7, 15)


@kept()
def world():
    world = scenarios.found_place()
    returns.load_seed(actor=None)
    scenarios.give_account(world, "province", ("committee_office", "tinh"))
    scenarios.admit_people(world, scenarios.open_class(world), 3)
    return world


@pytest.fixture
def form():
    return returns.Form.objects.get(code="HV-XA")


@pytest.fixture
def asked(world, form):
    return returns.open_return(
        actor=world.committee, unit=world.units["huyen"], form=form, period=parse_period("2026-6m"), due_on=DUE, on=DAY
    )


def sheet_of(asked, code):
    return asked.sheets.select_related("unit", "receiver", "in_return__form", "in_return__unit").get(unit__code=code)


def fill_in(sheet, actor, on=DAY, **cells):
    """Type cells, r1_c2=5, with a word of explanation at each, and hand in."""
    typed = {key.replace("_", "."): value for key, value in cells.items()}
    # the sums of the form are of what is typed: what contradicts itself there is explained as well
    cells = [*typed, *(f"r7.{key.partition('.')[2]}" for key in typed)]
    told = returns.Told(typed, dict.fromkeys(cells, "Theo sổ của đơn vị"))
    returns.record_sheet(actor=actor, sheet=sheet, told=told, on=on)
    return returns.submit_sheet(actor=actor, sheet=sheet, on=on)
