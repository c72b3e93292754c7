"""One obligation on one day as one SELECT: everybody who falls under it, with every figure of the arithmetic and the state.

The list, the figures and the explanation read this same statement: `INSERT … SELECT` puts it into `Standing`, a person's page selects it for
that person alone. It stands on what other apps say of themselves: their querysets are put into it, and only the arithmetic is written here. Each
step is a table of its own (MATERIALIZED): the ORM would repeat the first step's lookups in every later one.

Rules of the clock (tests/obligations/test_agreement.py computes them again, by hand):
- *fell on* the day of becoming; or a later beginning of the unit's term, where the obligation is one of terms (or a committee may choose so); or of
  the obligation itself, where it covers those who were there before;
- the version of that day gives the dates; a recurring obligation once fulfilled goes on by the version of the day of the paper;
- a committee's choice counts as that of the day one fell under it, and once fulfilled as today's;
- a paper from before does not count, unless the obligation says so; the last day itself is in time;
- long leave that begins by the due day is added, day by day; a paper's own last day is not moved.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from hocvien.common.among import among
from hocvien.common.intervals import OPEN_END
from hocvien.obligations.constants import (
    DATA_MISSING,
    DUE,
    DUE_SOON,
    ELSEWHERE,
    HELD,
    LEVEL,
    LONG_OVERDUE,
    MISSING_ADMISSION,
    MISSING_TERM,
    OURS,
    OVERDUE,
    PAUSED,
)
from hocvien.obligations.models import Clock, ClockChoice, Obligation, Trigger, Version
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records import api as records

# in this order the statement answers, and `Standing` takes it
COLUMNS = (
    "obligation_id",
    "version_id",
    "person_id",
    "unit_id",
    "post_id",
    "state",
    "is_met",
    "missing",
    "clock",
    "began_on",
    "fell_on",
    "base_on",
    "away_days",
    "is_away",
    "due_on",
    "paper_on",
    "paper_kind",
    "held_until",
    "term_from",
    "term_to",
)
_NO_ID = Cast(Value(None), BigIntegerField())
_BEGINNING = date(1, 1, 1)


@dataclass(slots=True)
class Text:
    """A statement as it grows: its parameters stand in the order of their places."""

    sql: str = ""
    params: list[Any] = field(default_factory=list)

    def add(self, *parts: "str | Text") -> "Text":
        for part in parts:
            if isinstance(part, Text):
                self.sql += part.sql
                self.params += part.params
            else:
                self.sql += part
        return self


def compile_obligation(
    obligation: Obligation, versions: Sequence[Version], on: date, *, person_ids: Sequence[int] | None = None
) -> tuple[str, list[Any]]:
    """The statement and its parameters, for everybody or for these people alone; answers `COLUMNS`. One small query where committees choose."""
    made = _Statement(obligation, sorted(versions, key=lambda one: one.valid_from), on, person_ids).text()
    return made.sql, made.params


def _query(rows: QuerySet[Any, Any]) -> Text:
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    return Text(sql, list(params))


def _outer(name: str) -> RawSQL:
    """A column of the step around a subquery."""
    return RawSQL(name, ())  # noqa: S611 - names of our own


class _Statement:
    def __init__(
        self, obligation: Obligation, versions: Sequence[Version], on: date, person_ids: Sequence[int] | None
    ) -> None:
        self.obligation, self.versions, self.on = obligation, versions, on
        self.person_ids = None if person_ids is None else list(person_ids)
        self.is_plain = connection.vendor == "postgresql"
        is_of_post = obligation.trigger == Trigger.POST
        clocks = {version.clock for version in versions}
        self.uses_terms = is_of_post and (Clock.TERM in clocks or obligation.committee_chooses)
        self.has_choices = (
            obligation.committee_chooses and ClockChoice.objects.filter(obligation_id=obligation.pk).exists()
        )

    # --- the dialects -------------------------------------------------------------------------------------------------

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

    # --- the steps ----------------------------------------------------------------------------------------------------

    def text(self) -> Text:
        found = Text("WITH source(person_id, began_on, post_id, at_id, home_id, missing) AS MATERIALIZED (")
        found.add(_query(self.source()), ")")
        for name, step in (
            *((("told", self.told()),) if self.uses_terms else ()),
            ("one", self.one()),
            ("fallen", self.fallen()),
            ("proven", self.proven()),
            ("timed", self.timed()),
            ("clocked", self.clocked()),
            ("rested", self.rested()),
            ("judged", self.judged()),
        ):
            found.add(f", {name} AS MATERIALIZED (", step, ")")
        return found.add(self.answer())

    def source(self) -> QuerySet[Any, Any]:
        """(person, the day of becoming, post, its unit, where the person belongs, what is missing)."""
        on, obligation = self.on, self.obligation
        if obligation.trigger == Trigger.POST:
            rows: QuerySet[Any, Any] = self._posts()
            home = people.main_unit_subquery(on, outer="person_id")
            columns: dict[str, Any] = {
                "began_on": F("valid_from"),
                "post": F("pk"),
                "at": F("unit_id"),
                "home": home,
                "lacking": Value("", output_field=CharField()),
            }
        elif obligation.trigger == Trigger.CANDIDATE:
            rows = people.belongings_on(on).filter(
                Q(person__admitted_on=None) | Q(person__admitted_on__gt=on),
                kind=people.BelongingKind.PROPOSING_CELL,
                person__anonymised_on=None,
            )
            columns = {
                "began_on": F("valid_from"),
                "post": _NO_ID,
                "at": F("unit_id"),
                "home": people.main_unit_subquery(on, outer="person_id"),
                "lacking": Value("", output_field=CharField()),
            }
        else:
            return self._members()
        if self.person_ids is not None:
            rows = rows.filter(among("person_id", self.person_ids))
        named: Any = rows.order_by().values_list("person_id")
        found: QuerySet[Any, Any] = named.annotate(**{f"s_{name}": one for name, one in columns.items()})
        return found

    def _posts(self) -> QuerySet[Any, Any]:
        on, obligation = self.on, self.obligation
        rows = people.posts_on(on).filter(kind__in=obligation.post_kinds, person__anonymised_on=None)
        if obligation.unit_kinds:
            rows = rows.filter(unit_id__in=org.kind_ids_as_of(obligation.unit_kinds, on).values("unit_id"))
        if obligation.work_fields:
            rows = rows.filter(work_field__in=obligation.work_fields)
        if obligation.managed_kinds:
            managing = org.kind_ids_as_of(obligation.managed_kinds, on).values("unit_id")
            rows = rows.filter(person_id__in=people.managements_on(on).filter(unit_id__in=managing).values("person_id"))
        return rows

    def _members(self) -> QuerySet[Any, Any]:
        """Probationary members; and who is in an official cell without a day of admission: nobody can say."""
        on = self.on
        # asked of each: inside an OR PostgreSQL would walk the whole list of belongings once a person
        in_cell = Exists(
            people.belongings_on(on).filter(kind=people.BelongingKind.OFFICIAL_CELL, person_id=OuterRef("pk"))
        )
        probationary = Q(admitted_on__lte=on) & (Q(official_on=None) | Q(official_on__gt=on))
        if not self.obligation.covers_earlier and self.versions:
            probationary &= Q(admitted_on__gte=self.versions[0].valid_from)
        still = Q(left_party_on=None) | Q(left_party_on__gt=on)
        rows = people.people().filter(
            (probationary & still) | (Q(admitted_on=None, left_party_on=None) & Q(in_cell)), anonymised_on=None
        )
        if self.person_ids is not None:
            rows = rows.filter(among("pk", self.person_ids))
        lacking = Case(
            When(admitted_on=None, then=Value(MISSING_ADMISSION)), default=Value(""), output_field=CharField()
        )
        return (
            rows.order_by()
            .values_list("pk")
            .annotate(
                s_began=F("admitted_on"),
                s_post=_NO_ID,
                s_at=_NO_ID,
                s_home=people.main_unit_subquery(on),
                s_lacking=lacking,
            )
        )

    def told(self) -> Text:
        """The term that holds at each of the units, looked up once for each and not for each person."""
        terms = org.terms().annotate(term_id=F("pk"), term_from=F("valid_from"), term_to=F("valid_to"))
        nearest = org.lines_to_terms(self.on).filter(descendant_id=_outer("u.unit_id"))[:1]
        return Text("SELECT n.unit_id, t.term_from, t.term_to FROM (SELECT u.unit_id, (").add(
            _query(nearest),
            ") AS term_id FROM (SELECT DISTINCT at_id AS unit_id FROM source) u) n JOIN (",
            _query(terms.order_by().values_list("term_id", "term_from", "term_to")),
            ") t ON t.term_id = n.term_id",
        )

    def one(self) -> Text:
        """One row a person: of several posts the latest, with the days of the unit's term."""
        joined = " LEFT JOIN told t ON t.unit_id = r.at_id" if self.uses_terms else ""
        days = "t.term_from, t.term_to" if self.uses_terms else f"{self.no_day} AS term_from, {self.no_day} AS term_to"
        return Text(
            "SELECT s.* FROM (SELECT r.person_id, r.began_on, r.post_id, COALESCE(r.home_id, r.at_id) AS unit_id,"  # noqa: S608 - names of our own tables
            f" COALESCE(r.at_id, r.home_id) AS at_id, r.missing, {days},"
            " ROW_NUMBER() OVER (PARTITION BY r.person_id ORDER BY r.began_on DESC, r.post_id DESC) AS place"
            f" FROM source r{joined}) s WHERE s.place = 1"
        )

    def fallen(self) -> Text:
        """The day on which each fell under it, and the version of that day; who fell under none is not there."""
        days = ["began_on"]
        fell = Text()
        if self.uses_terms:
            days.append("COALESCE(term_from, began_on)")
        if self.obligation.covers_earlier and self.versions:
            first = self.day(self.versions[0].valid_from)
            fell.params, covered = first.params, first.sql
            days.append(covered)
        fell.sql = self.greatest(*days) if len(days) > 1 else days[0]
        return (
            Text("SELECT g.* FROM (SELECT f.*, ")
            .add(self.version_on("f.fell_on"), " AS first_version FROM (SELECT one.*, ", fell)
            .add(" AS fell_on FROM one) f) g WHERE g.first_version IS NOT NULL OR g.missing <> ''")
        )

    def proven(self) -> Text:
        """The latest paper that counts, of each sort; and what the committee chose then and now."""
        found = Text("SELECT f.*, ")
        for name, rows, issued in self._papers("f.person_id"):
            counted = rows if self.obligation.counts_before else rows.filter(**{f"{issued}__gte": _outer("f.fell_on")})
            found.add("(", _query(counted.order_by(f"-{issued}").values(issued)[:1]), f") AS {name}_on, ")
        return found.add(self._choice("f", _outer("f.fell_on"), "clock"), " AS chosen_then FROM fallen f")

    def _papers(self, person: str) -> list[tuple[str, QuerySet[Any, Any], str]]:
        """(sort, the rows of one person, the column with their day)."""
        on, codes = self.on, self.obligation.programmes
        found: list[tuple[str, QuerySet[Any, Any], str]] = []
        if codes:
            ours = records.certificates_issued_by(codes, on).filter(person_id=_outer(person))
            other = records.trainings_confirmed_by(codes, on).filter(person_id=_outer(person))
            found += [(OURS, ours, "first_issued_on"), (ELSEWHERE, other, "issued_on")]
        if self.obligation.theory_level:
            levels = list(people.TheoryLevel.values)
            wanted = levels[levels.index(self.obligation.theory_level) :]
            proof = Q(evidence=people.Evidence.DIPLOMA) | Q(
                evidence=people.Evidence.CONFIRMATION, issued_on__lt=people.CONFIRMATIONS_ENDED
            )
            held = people.qualifications().filter(proof, person_id=_outer(person), level__in=wanted, issued_on__lte=on)
            found.append((LEVEL, held, "issued_on"))
        return found

    def _choice(self, step: str, day: Any, column: str, condition: str = "") -> Text:
        """What the nearest committee chose that day, by today's tree; looked up only below those who ever chose, and on the condition."""
        if not self.has_choices:
            return Text(self.no_day if column == "valid_from" else "CAST(NULL AS varchar(10))")
        ever = ClockChoice.objects.filter(obligation_id=self.obligation.pk).values("unit_id")
        below = org.lines_on(self.on).filter(ancestor_id__in=ever).order_by().values("descendant_id")
        chosen = ClockChoice.objects.filter(
            obligation_id=self.obligation.pk, unit_id=OuterRef("ancestor_id"), valid_from__lte=day, valid_to__gt=day
        )
        line = (
            org.lines_on(self.on)
            .filter(descendant_id=_outer(f"{step}.at_id"))
            .annotate(chosen=Subquery(chosen.values(column)[:1]))
            .filter(chosen__isnull=False)
        )
        nearest = _query(line.order_by("depth").values("chosen")[:1])
        return Text(f"CASE WHEN {condition}{step}.at_id IN (").add(_query(below), ") THEN (", nearest, ") END")

    def timed(self) -> Text:
        """The paper, the version and the clock that hold now."""
        none = self.day(_BEGINNING)
        sorts = [name for name, _rows, _issued in self._papers("p.person_id")]
        latest = Text("NULLIF(")
        if len(sorts) == 1:
            latest.add(f"COALESCE({sorts[0]}_on, ", none, ")")
        elif sorts:
            latest.add("GREATEST(" if self.is_plain else "MAX(")
            for at, name in enumerate(sorts):
                latest.add(", " if at else "", f"COALESCE({name}_on, ", none, ")")
            latest.add(")")
        else:
            latest.add(none)
        latest.add(", ", none, ")")
        kinds = "".join(f" WHEN q.paper_on = q.{name}_on THEN '{name}'" for name in sorts)
        kind = f"CASE WHEN q.paper_on IS NULL THEN ''{kinds} ELSE '' END"
        until = Text("CASE q.paper_kind")
        for name, rows, issued in self._papers("q.person_id"):
            if name == LEVEL:
                continue
            # of papers of one day the one that stands longest
            paper = rows.filter(**{issued: _outer("q.paper_on")}).order_by(F("valid_until").desc(nulls_first=True))
            until.add(f" WHEN '{name}' THEN (", _query(paper.values("valid_until")[:1]), ")")
        until.add(f" ELSE {self.no_day} END")
        if not self.obligation.programmes:
            until = Text(self.no_day)
        then = self.by_version("q.first_version", lambda one: f"'{one.clock}'", "''")
        recurs = " OR ".join(
            f"(q.first_version = {one.pk})" for one in self.versions if one.clock == Clock.ONCE and one.valid_months
        )
        recurs = f"q.clock_then IN ('{Clock.YEAR.value}', '{Clock.EVERY.value}')" + (f" OR {recurs}" if recurs else "")
        now = self.greatest("q.fell_on", "q.paper_on")
        version = Text(f"CASE WHEN q.paper_on IS NOT NULL AND ({recurs}) THEN COALESCE(").add(
            self.version_on(now), ", q.first_version) ELSE q.first_version END"
        )
        clock = (
            f"CASE WHEN v.paper_on IS NULL THEN v.clock_then WHEN v.chosen_now IS NOT NULL THEN v.chosen_now ELSE "
            f"{self.by_version('v.version_id', lambda one: repr(one.clock), repr(''))} END"
        )
        return (
            Text("SELECT v.*, ")
            .add(
                clock,
                " AS clock FROM (SELECT q.*, ",
                version,
                " AS version_id, ",
                until,
                " AS paper_until, ",
                self._choice("q", self.on, "clock", "q.paper_on IS NOT NULL AND "),
                " AS chosen_now, ",
                self._choice("q", self.on, "valid_from", "q.paper_on IS NOT NULL AND "),
                " AS chosen_from FROM (SELECT q.*, ",
            )
            .add(
                kind,
                " AS paper_kind, COALESCE(q.chosen_then, ",
                then,
                ") AS clock_then FROM (SELECT proven.*, ",
                latest,
            )
            .add(" AS paper_on FROM proven) q) q) v")
        )

    def clocked(self) -> Text:
        """The day by which it is due before leave is added, the last day it is held, and the day from which leave counts."""
        open_end = self.day(OPEN_END)
        known = Text("(c.term_to IS NOT NULL AND c.term_to < ").add(open_end, ")")
        last = self.days("c.term_to", "-1")

        def later(column: str, months: int | None) -> str:
            return self.months(column, months) if months else self.no_day

        def of(value: Callable[[Version], str]) -> str:
            return self.by_version("c.version_id", value, self.no_day)

        within = of(lambda version: later("c.fell_on", version.within_months))
        first_every = of(lambda version: later("c.fell_on", version.within_months or version.valid_months))
        stands = of(lambda version: later("c.paper_on", version.valid_months))
        expires = f"COALESCE({self.least(f'COALESCE({stands}, c.paper_until)', f'COALESCE(c.paper_until, {stands})')}, {self.no_day})"
        by_choice = "c.chosen_now = c.clock AND c.chosen_from > c.paper_on"
        year_due = (
            f"CASE WHEN {by_choice} THEN {self.greatest(self.year_end('c.paper_on', 1), self.year_end('c.chosen_from'))} "
            f"ELSE {self.year_end('c.paper_on', 1)} END"
        )
        year_held = (
            f"CASE WHEN {by_choice} THEN {self.greatest(self.year_end('c.paper_on'), self.days('c.chosen_from', '-1'))} "
            f"ELSE {self.year_end('c.paper_on')} END"
        )
        base = (
            Text("CASE WHEN c.paper_on IS NULL THEN CASE c.clock ")
            .add(
                f"WHEN 'once' THEN {within} WHEN 'every' THEN {first_every} WHEN 'year' THEN {self.year_end('c.fell_on')} "
            )
            .add(
                "WHEN 'term' THEN CASE WHEN ",
                known,
                f" THEN {self.least(f'COALESCE({within}, {last})', last)} ELSE {within} END END ",
            )
            .add(
                f"ELSE CASE c.clock WHEN 'once' THEN {expires} WHEN 'every' THEN {stands} WHEN 'year' THEN {year_due} END END"
            )
        )
        held = (
            Text(f"CASE WHEN c.paper_on IS NULL THEN {self.no_day} ELSE CASE c.clock WHEN 'once' THEN {expires} ")
            .add(f"WHEN 'every' THEN {stands} WHEN 'year' THEN {year_held} WHEN 'term' THEN CASE WHEN ", known)
            .add(f" THEN {last} END END END")
        )
        year_start = self.days(self.year_end("d.base_on", -1), "1")
        start = (
            f"CASE WHEN d.paper_on IS NULL THEN d.fell_on WHEN d.clock = 'year' THEN {year_start} ELSE d.paper_on END"
        )
        return Text(f"SELECT d.*, {start} AS start_on FROM (SELECT c.*, ").add(  # noqa: S608 - names of our own tables
            base, " AS base_on, ", held, " AS held_base FROM timed c) d"
        )

    def rested(self) -> Text:
        """Days of leave that are added, whether somebody is away, and whether nobody knows until when."""
        on = self.on
        over = people.leaves().filter(
            person_id=_outer("c.person_id"),
            valid_from__lte=on,
            valid_to__gt=_outer("c.start_on"),
            valid_to__lt=OPEN_END,
        )
        named = over.annotate(from_on=F("valid_from"), to_on=F("valid_to"))
        leaves = _query(named.order_by().values_list("from_on", "to_on"))
        now = people.leaves_on(on).filter(person_id=_outer("c.person_id"))
        is_away = _query(now.order_by().values(one=Value(1)))
        open_from = _query(now.filter(valid_to=OPEN_END).order_by("valid_from").values("valid_from")[:1])
        first = self.greatest("l.from_on", "c.start_on")
        length = self.between(first, "l.to_on")
        before = (
            f"COALESCE(SUM({length}) OVER (ORDER BY l.from_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)"
        )
        cut = self.days("c.base_on", "w.earlier")
        added = (
            Text(
                "CASE WHEN c.base_on IS NOT NULL AND NOT (c.clock = 'once' AND c.paper_on IS NOT NULL) THEN COALESCE(("
            )
            .add(f"SELECT SUM(w.length) FROM (SELECT l.from_on, {length} AS length, {before} AS earlier FROM (")  # noqa: S608 - names of our own tables
            .add(leaves, f") l) w WHERE w.from_on <= {cut}), 0) ELSE 0 END")
        )
        return (
            Text("SELECT c.*, ")
            .add(added, " AS away_days, CASE WHEN EXISTS(", is_away, ") THEN 1 ELSE 0 END AS is_away, (", open_from)
            .add(") AS open_from FROM clocked c")
        )

    def judged(self) -> Text:
        """The day by which it is due, the last day it is held."""
        due = self.days("r.base_on", "r.away_days")
        counts = "r.open_from IS NOT NULL AND NOT (r.clock = 'once' AND r.paper_on IS NOT NULL)"
        return Text(
            f"SELECT e.*, CASE WHEN e.clock = 'every' AND e.paper_on IS NOT NULL THEN e.due_on ELSE e.held_base END AS held_until"  # noqa: S608 - names of our own tables
            f" FROM (SELECT r.*, CASE WHEN {counts} AND r.open_from <= {due} THEN {self.no_day} ELSE {due} END AS due_on"
            " FROM rested r) e"
        )

    def answer(self) -> Text:
        today = self.day(self.on)
        soon, late = self.obligation.soon_days, self.obligation.late_days
        to_due = (
            Text("(j.due_on - ").add(today, ")")
            if self.is_plain
            else Text("CAST(julianday(j.due_on) - julianday(").add(today, ") AS INTEGER)")
        )
        held = Text("(j.paper_on IS NOT NULL AND (j.held_until IS NULL OR j.held_until >= ").add(today, "))")
        term_missing = "(j.clock = 'term' AND j.paper_on IS NULL AND j.base_on IS NULL)"
        missing = f"CASE WHEN j.missing <> '' THEN j.missing WHEN {term_missing} THEN '{MISSING_TERM}' ELSE '' END"
        state = (
            Text("CASE WHEN ")
            .add(held, " AND (j.due_on IS NULL OR ", to_due, f" > {soon}) THEN '{HELD}' WHEN ", held)
            .add(f" THEN '{DUE_SOON}' WHEN j.missing <> '' OR {term_missing} THEN '{DATA_MISSING}'")
            .add(f" WHEN j.is_away = 1 THEN '{PAUSED}' WHEN j.due_on IS NULL THEN '{DUE}' WHEN ", to_due)
            .add(f" < -{late} THEN '{LONG_OVERDUE}' WHEN ", to_due, f" < 0 THEN '{OVERDUE}' WHEN ", to_due)
            .add(f" <= {soon} THEN '{DUE_SOON}' ELSE '{DUE}' END")
        )
        return (
            Text(f" SELECT {self.obligation.pk}, j.version_id, j.person_id, j.unit_id, j.post_id, ")
            .add(
                state,
                ", CASE WHEN ",
                held,
                " THEN TRUE ELSE FALSE END, CASE WHEN ",
                held,
                f" THEN '' ELSE {missing} END,",
            )
            .add(" COALESCE(j.clock, ''), j.began_on, j.fell_on, j.base_on, j.away_days,")
            .add(" CASE WHEN j.is_away = 1 THEN TRUE ELSE FALSE END, j.due_on, j.paper_on, j.paper_kind, j.held_until,")
            .add(" j.term_from, j.term_to FROM judged j")
        )
