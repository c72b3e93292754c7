"""The wide table: every participation that counts, with what its person, its sender and its result are told by, in the order its classes opened.

Written once with the copy, by the expressions of `breakdown.keys` themselves: a question then joins nothing but the classes it is about. What is told of a
class (programme, opener, month, …) stays with the class.
"""

from datetime import date
from functools import cache
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from hocvien.classes import api as classes
from hocvien.reporting.constants import JOINT, OPENED, OWN, TRIP
from hocvien.reporting.data import CLASS, DIMENSIONS, PARTICIPATION, Question
from hocvien.reporting.queries.breakdown.facts import FACTS
from hocvien.reporting.queries.breakdown.keys import key_of

WIDE = "wide_participation"
DAY = FACTS[PARTICIPATION].day
"""The column it is ordered by."""
_FACTS = FACTS[PARTICIPATION]
# parts whose participations are all those of certain classes; who is sent elsewhere is told one by one
_BY_CLASS = frozenset({OWN, JOINT, TRIP})
# no column of the wide table depends on what is asked
_ANY = Question(unit_id=0, from_=date.min, to=date.min, basis=OPENED, known_on=None, seen_on=None, seen_from_id=0)


def is_wide(fact: str, part: str) -> bool:
    """Whether these facts are asked of the wide table."""
    return fact == PARTICIPATION and part in _BY_CLASS


def is_of_class(dimension: str) -> bool:
    """Whether a participation has the value of its class."""
    return next(CLASS in one.facts for one in DIMENSIONS if one.code == dimension)


@cache
def wide_names() -> dict[str, tuple[str, ...]]:
    """Dimension → its columns in the wide table, as many as its key has."""
    return {
        one.code: tuple(
            column.name
            if isinstance(column, F)
            # where somebody belonged is one expression of two dimensions
            else ("held" if one.code.startswith("held") else one.code)
            for column in _columns_of(one.code)
        )
        for one in DIMENSIONS
        if PARTICIPATION in one.facts and CLASS not in one.facts
    }


def wide_rows() -> tuple[QuerySet[Any, Any], tuple[str, ...]]:
    """The rows, and the names of their columns: identities, what is summed, what dimensions hold."""
    told: dict[str, Any] = {}
    for code, names in wide_names().items():
        told |= dict(zip(names, _columns_of(code), strict=True))
    told |= {
        column: Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
        for column, condition in _FACTS.only.items()
    }
    told |= {path: F(path) for path in (*_FACTS.ids.values(), DAY)}
    rows = classes.Participation.objects.filter(classes.counts()).order_by()
    # an annotation may not have the name of a field: in the statement they are numbered
    numbered = {f"told_{at}": one for at, one in enumerate(told.values())}
    return rows.annotate(**numbered).values_list(*numbered), tuple(told)


def _columns_of(dimension: str) -> tuple[Any, ...]:
    key = key_of(dimension, PARTICIPATION, _ANY)
    assert key is not None, dimension
    return key.columns
