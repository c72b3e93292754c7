"""A form with figures: computed in order, what was typed over it, what contradicts itself, what moved, what sums up."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from hocvien.common.wording import gettext_noop, say
from hocvien.returns.arithmetic.compiling import Compiled
from hocvien.returns.arithmetic.formulas import Binary, Count, Node, Number, Ref, Rule, Run, Share, Sum, nodes_in
from hocvien.returns.arithmetic.placing import cells_in, key_of, placed, run_cells
from hocvien.returns.constants import DEVIATION_LEAST, FORMULA, HEADING
from hocvien.returns.data import Consolidated, Contradiction, Deviation, Filled, Layout, SheetTold, Value, Values

_Number = Fraction | int | float | None
_DIGITS = 6


def fill(made: Compiled, figures: Values, typed: Mapping[str, int | None], collected: Values | None = None) -> Filled:
    """Every cell of the form. `figures`: what measures answered, by `Count.key`; `typed`: cells by hand, over what is computed.

    `collected`: what units below told, added up, instead of measures and of what is entered. Nothing told is nothing, never zero: a sum
    skips it, anything else made of it is nothing too.
    """
    values: dict[str, Value] = {}
    computed: dict[str, Value] = {}
    changed = set()
    for key in made.order:
        plan = made.plans[key]
        over = typed.get(key)
        if collected is not None and plan.is_added:
            computed[key] = collected.get(key)
        elif plan.node is not None:
            computed[key] = _plain(evaluate(plan.node, values, figures, made.layout))
        # over nothing computed (a unit without the program) there is nothing to differ from
        if over is not None and computed.get(key) is not None and over != computed[key]:
            changed.add(key)
        values[key] = computed.get(key) if over is None else over
    return Filled({key: values[key] for key in made.plans}, computed, frozenset(changed))


def evaluate(node: Node, values: Values, figures: Values, layout: Layout) -> _Number:
    """What a placed node comes to; None where a part of it is nothing."""
    match node:
        case Number(value=value):
            return value
        case Ref(row=row, column=column):
            return values.get(key_of(row, column))
        case Count():
            return figures.get(node.key)
        case Sum(parts=parts):
            told = [value for value in _summands(parts, values, layout) if value is not None]
            return sum(told) if told else None
        case Share(part=part, whole=whole):
            above, below = (evaluate(one, values, figures, layout) for one in (part, whole))
            if above is None or not below:
                return None
            return Fraction(above) / Fraction(below)
        case Binary(sign=sign, left=left, right=right):
            first, second = (evaluate(one, values, figures, layout) for one in (left, right))
            if first is None or second is None:
                return None
            return first + second if sign == "+" else first - second if sign == "-" else first * second


def contradictions(made: Compiled, values: Values) -> list[Contradiction]:
    """Rules of the form that do not hold, each at its first cell; a rule with nothing told on a side says nothing."""
    found = []
    for rule, text, words in made.rules:
        for row, column in _places(made, rule):
            left, right = placed(rule.left, row, column), placed(rule.right, row, column)
            keys = [*cells_in(left, made.layout), *cells_in(right, made.layout)]
            if not all(key in made.plans for key in keys) or not keys:
                continue
            first, second = (evaluate(side, values, {}, made.layout) for side in (left, right))
            if first is None or second is None or _holds(first, rule.sign, second):
                continue
            said = words or say(gettext_noop("Không đúng quy tắc {rule}."), rule=text)
            found.append(Contradiction(keys[0], said, _plain(first), _plain(second)))
    return found


def deviations(made: Compiled, before: Values, after: Values, percent: int) -> list[Deviation]:
    """Figures that moved by more than so many percent of what they were, and by no mere handful; shares are left out."""
    found = []
    for key, plan in made.plans.items():
        old, new = before.get(key), after.get(key)
        if plan.is_percent or old is None or new is None:
            continue
        moved = abs(new - old)
        if moved >= DEVIATION_LEAST and moved * 100 > percent * old:
            found.append(Deviation(key, old, new))
    return found


def consolidate(made: Compiled, sheets: Iterable[Values], whole: Values) -> Consolidated:
    """Sheets of units added up: figures by hand and measures that add; formulas computed anew of the sums.

    What counts people once is taken from `whole` (measures asked of all together), else it is nothing: never a sum. One pass over the sheets.
    """
    sums: dict[str, int | float] = {}
    units = counted = 0
    summed = [key for key, plan in made.plans.items() if plan.is_summed]
    for values in sheets:
        units += 1
        counted += 1
        for key in summed:
            value = values.get(key)
            if value is not None:
                sums[key] = sums.get(key, 0) + value
    found: dict[str, Value] = {}
    apart: dict[str, Value] = {}
    for key in made.order:
        plan = made.plans[key]
        if plan.node is None or plan.is_added:
            found[key] = sums.get(key) if plan.is_summed else None
            continue
        found[key] = _plain(evaluate(plan.node, found, whole, made.layout))
        if plan.is_summed and sums.get(key) != found[key] and (key in sums or found[key]):
            apart[key] = sums.get(key)
    not_summed = frozenset(key for key, plan in made.plans.items() if not plan.is_summed)
    return Consolidated({key: found[key] for key in made.plans}, apart, not_summed, units, counted)


def outside_records(made: Compiled, sheets: Iterable[SheetTold]) -> dict[str, int]:
    """Cell that counts people once → how many sheets tell something else than the records in its row, where it is a total in any row.

    Their people are in no record, so that the figure asked of the whole lacks them, and nothing can add them.
    """
    people = [key for key, plan in made.plans.items() if not plan.is_summed and not plan.is_percent]
    totals = {row.code for row in made.layout.rows if row.kind == FORMULA}
    found: dict[str, int] = {}
    for sheet in sheets:
        rows = {key.partition(".")[0] for key in _told_otherwise(made, sheet)}
        for key in people:
            row = key.partition(".")[0]
            if row in rows or (rows and row in totals):
                found[key] = found.get(key, 0) + 1
    return found


def _told_otherwise(made: Compiled, sheet: SheetTold) -> set[str]:
    """Cells of measures that were typed over, here or in a sheet it was collected from, or that tell more than the records.

    What is collected may be less than the records: some have not handed in yet, and their people are in the records all the same.
    """
    found = {key for one in sheet.below for key in _told_otherwise(made, one)}
    collected = sheet.collected or {}
    over = {**collected, **sheet.typed}
    measured = {key: over[key] or 0 for key in over if key in made.plans and made.plans[key].has_measure}
    computed = fill(made, sheet.figures, {}).values if measured else {}
    for key, told in measured.items():
        # a nought over nothing is none
        records = computed[key] or 0
        is_typed = key in sheet.typed and (sheet.collected is None or told != (collected.get(key) or 0))
        if told > records or (is_typed and told != records):
            found.add(key)
    return found


def whole_leaves(made: Compiled) -> list[Count]:
    """Measures that are asked of all units together because they are never added up."""
    found = {}
    for plan in made.plans.values():
        if plan.node is not None and not plan.is_summed:
            for one in nodes_in(plan.node):
                if isinstance(one, Count):
                    found[one.key] = one
    return list(found.values())


def _summands(parts: Sequence[Ref | Run], values: Values, layout: Layout) -> Iterable[Value]:
    for part in parts:
        if isinstance(part, Run):
            yield from (values.get(key) for key in run_cells(part, layout))
        else:
            yield values.get(key_of(part.row, part.column))


def _places(made: Compiled, rule: Rule) -> Iterable[tuple[str, str]]:
    """(row, column) a rule is asked at: every column where it names rows alone, every row where it names columns alone."""
    refs = [one for side in (rule.left, rule.right) for one in nodes_in(side) if isinstance(one, Ref)]
    rows = [row.code for row in made.layout.rows if row.kind != HEADING] if any(not one.row for one in refs) else [""]
    columns = (
        [column.code for column in made.layout.columns if not _is_share(made, column.code)]
        if any(not one.column for one in refs)
        else [""]
    )
    return [(row, column) for row in rows for column in columns]


def _is_share(made: Compiled, column: str) -> bool:
    """Shares and people counted once are no sums of rows: a rule over rows says nothing of them."""
    plans = [plan for key, plan in made.plans.items() if key.endswith(f".{column}")]
    return any(not plan.is_summed or plan.is_percent for plan in plans)


def _holds(left: _Number, sign: str, right: _Number) -> bool:
    assert left is not None
    assert right is not None
    return {
        "=": left == right,
        "<=": left <= right,
        ">=": left >= right,
        "<": left < right,
        ">": left > right,
    }[sign]


def _plain(value: _Number) -> Value:
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 and abs(value) != 1 else round(float(value), _DIGITS)
    return value
