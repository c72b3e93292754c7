"""What every clause is compiled with: the question asked, the answer as SQL, its three values."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, IntegerField, OuterRef, Q, TextChoices, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import Exact

MET, NOT_MET = Value(1), Value(0)
MISSING = Value(None, output_field=IntegerField())
PERSON = OuterRef("pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The day a person is judged for, the mode of study ("" unknown), and the day of nomination if it is another.

    `programme_id`: for which programme exceptions were decided.
    """

    on: date
    programme_id: int = 0
    study_mode: str = ""
    proposed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """The flag, and named columns for the words of the value. `lifted`: the flag but for the exceptions, and the condition that one stands."""

    flag: Combinable
    columns: dict[str, Combinable] = field(default_factory=dict)
    lifted: tuple[Combinable, Q] | None = None

    @property
    def is_met(self) -> Q:
        """That the flag is 1, as a condition; whether an exception stands is asked last, of those alone whom the clause itself does not let in."""
        flag, excepted = self.lifted or (self.flag, Q())
        return Q(Exact(flag, Value(1))) | excepted


def answer(*cases: When, default: Value) -> Case:
    return Case(*cases, default=default, output_field=IntegerField())


def levels_from(scale: type[TextChoices], level: str) -> list[str]:
    """The level and all above it; a scale is declared from low to high."""
    values: list[str] = list(scale.values)
    return values[values.index(level) :]
