"""What is asked, of whom and of which day; days and months in the dialect of the database."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import connection

from hocvien.obligations.models import Clock, Obligation, Trigger, Version
from hocvien.obligations.queries.compiler.text import Text


class Asked:
    """One obligation (of `list_obligations`) with its versions, a day, and the people (None: everybody)."""

    def __init__(
        self,
        obligation: Obligation,
        versions: Sequence[Version],
        on: date,
        person_ids: Sequence[int] | None,
        *,
        is_of_each_post: bool = False,
        is_planned: bool = False,
    ) -> None:
        self.is_of_each_post, self.is_planned = is_of_each_post, is_planned
        self.obligation, self.versions, self.on = obligation, versions, on
        self.person_ids = None if person_ids is None else list(person_ids)
        self.is_plain = connection.vendor == "postgresql"
        is_of_post = obligation.trigger == Trigger.POST
        clocks = {version.clock for version in versions}
        self.uses_terms = is_of_post and (Clock.TERM in clocks or obligation.committee_chooses)
        self.has_choices: bool = obligation.committee_chooses and obligation.has_choices  # type: ignore[attr-defined]  # said by the query
        self.has_deadlines: bool = obligation.has_deadlines  # type: ignore[attr-defined]  # said by the query

    def day(self, day: date) -> Text:
        if self.is_plain:
            return Text("%s::date", [day])
        return Text("%s", [day.isoformat()])

    def months(self, column: str, months: int) -> str:
        """So many months later, or the last day of that month."""
        if self.is_plain:
            return f"CAST({column} + make_interval(months => {months}) AS date)"
        return f"MIN(date({column}, '{months:+d} months'), date({column}, 'start of month', '{months + 1:+d} months', '-1 day'))"

    def days(self, column: str, days: str) -> str:
        """So many days later; `days` is a whole number or a column."""
        return f"({column} + CAST(({days}) AS integer))" if self.is_plain else f"date({column}, ({days}) || ' days')"

    def between(self, first: str, last: str) -> str:
        if self.is_plain:
            return f"({last} - {first})"
        return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"

    def year_end(self, column: str, later: int = 0) -> str:
        if self.is_plain:
            return f"make_date(CAST(EXTRACT(YEAR FROM {column}) AS int) + {later}, 12, 31)"
        return f"date({column}, 'start of year', '{12 * (1 + later):+d} months', '-1 day')"

    def greatest(self, *columns: str) -> str:
        return f"{'GREATEST' if self.is_plain else 'MAX'}({', '.join(columns)})"

    def least(self, *columns: str) -> str:
        return f"{'LEAST' if self.is_plain else 'MIN'}({', '.join(columns)})"

    @property
    def no_day(self) -> str:
        return "CAST(NULL AS date)" if self.is_plain else "NULL"

    def by_version(self, column: str, value: Callable[[Version], str], otherwise: str) -> str:
        """A value for each version, of a column with its id."""
        cases = " ".join(f"WHEN {version.pk} THEN {value(version)}" for version in self.versions)
        return f"CASE {column} {cases} ELSE {otherwise} END"

    def version_on(self, column: str) -> Text:
        """Id of the version of that day, NULL where none held."""
        found = Text("CASE")
        for version in self.versions:
            found.add(
                f" WHEN {column} >= ", self.day(version.valid_from), f" AND {column} < ", self.day(version.valid_to)
            )
            found.add(f" THEN {version.pk}")
        return found.add(" END")
