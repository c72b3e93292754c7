"""What the measures of a form answer, for one unit and the days of a return."""

from datetime import date

from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.returns.arithmetic.compiling import Compiled
from hocvien.returns.arithmetic.filling import fill, whole_leaves
from hocvien.returns.arithmetic.formulas import Count
from hocvien.returns.data import Value

_OPENER = "opener"


def figures_of(
    made: Compiled,
    unit: org.Unit,
    from_: date,
    to: date,
    *,
    basis: str = reporting.OPENED,
    known_on: date | None = None,
) -> dict[str, Value]:
    """Measure key → figure, of the unit and all below it; as few queries as `reporting.measure_cells` takes, whatever the form's size."""
    return _asked(list(made.leaves.values()), unit, from_, to, basis, known_on)


def whole_figures(
    made: Compiled,
    unit: org.Unit,
    from_: date,
    to: date,
    *,
    basis: str = reporting.OPENED,
    known_on: date | None = None,
) -> dict[str, Value]:
    """Of measures that are never added up, asked of the unit with all below it; none where the form has none."""
    return _asked(whole_leaves(made), unit, from_, to, basis, known_on)


def own_values(
    made: Compiled,
    unit: org.Unit,
    from_: date,
    to: date,
    *,
    basis: str = reporting.OPENED,
    known_on: date | None = None,
) -> dict[str, Value]:
    """Cells of what the unit itself opened, without the units below it: what their sheets do not tell. Formulas and entered cells are left out."""
    leaves = [
        Count(one.measure, tuple(sorted((*one.where, (_OPENER, (unit.code,))))))
        for one in made.leaves.values()
        if all(name != _OPENER for name, _values in one.where)
    ]
    narrowed = _asked(leaves, unit, from_, to, basis, known_on)
    figures = {
        one.key: narrowed.get(Count(one.measure, tuple(sorted((*one.where, (_OPENER, (unit.code,)))))).key)
        for one in made.leaves.values()
    }
    values = fill(made, figures, {}).values
    return {key: values[key] for key, plan in made.plans.items() if plan.is_added and plan.node is not None}


def _asked(
    leaves: list[Count], unit: org.Unit, from_: date, to: date, basis: str, known_on: date | None
) -> dict[str, Value]:
    if not leaves:
        return {}
    question = reporting.ask(unit=unit, from_=from_, to=to, basis=basis, known_on=known_on)
    answers = reporting.measure_cells(question, [reporting.Cell(one.measure, one.where) for one in leaves])
    return {one.key: answer for one, answer in zip(leaves, answers, strict=True)}
