"""The day by which it is due, the last day it is held, leave between, and the state that follows."""

from collections.abc import Callable

from django.db.models import F, IntegerField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from hocvien.common.intervals import OPEN_END
from hocvien.obligations.constants import (
    DATA_MISSING,
    DUE,
    DUE_SOON,
    HELD,
    LATE_DAYS,
    LONG_OVERDUE,
    MISSING_TERM,
    OVERDUE,
    PAUSED,
    SOON_DAYS,
)
from hocvien.obligations.models import Version
from hocvien.obligations.queries.compiler.asked import Asked
from hocvien.obligations.queries.compiler.text import Text, outer, query
from hocvien.org import api as org
from hocvien.people import api as people


def clocked(asked: Asked) -> Text:
    """The day by which it is due before leave is added, the last day it is held, and the day from which leave counts."""
    open_end = asked.day(OPEN_END)
    known = Text("(c.term_to IS NOT NULL AND c.term_to < ").add(open_end, ")")
    last = asked.days("c.term_to", "-1")

    def later(column: str, months: int | None) -> str:
        return asked.months(column, months) if months else asked.no_day

    def of(value: Callable[[Version], str]) -> str:
        return asked.by_version("c.version_id", value, asked.no_day)

    within = of(lambda version: later("c.fell_on", version.within_months))
    first_every = of(lambda version: later("c.fell_on", version.within_months or version.valid_months))
    stands = of(lambda version: later("c.paper_on", version.valid_months))
    expires = f"COALESCE({asked.least(f'COALESCE({stands}, c.paper_until)', f'COALESCE(c.paper_until, {stands})')}, {asked.no_day})"
    by_choice = "c.chosen_now = c.clock AND c.chosen_from > c.paper_on"
    year_due = (
        f"CASE WHEN {by_choice} THEN {asked.greatest(asked.year_end('c.paper_on', 1), asked.year_end('c.chosen_from'))} "
        f"ELSE {asked.year_end('c.paper_on', 1)} END"
    )
    year_held = (
        f"CASE WHEN {by_choice} THEN {asked.greatest(asked.year_end('c.paper_on'), asked.days('c.chosen_from', '-1'))} "
        f"ELSE {asked.year_end('c.paper_on')} END"
    )
    base = (
        Text("CASE WHEN c.paper_on IS NULL THEN CASE c.clock ")
        .add(
            f"WHEN 'once' THEN {within} WHEN 'every' THEN {first_every} WHEN 'year' THEN {asked.year_end('c.fell_on')} "
        )
        .add(
            "WHEN 'term' THEN CASE WHEN ",
            known,
            f" THEN {asked.least(f'COALESCE({within}, {last})', last)} ELSE {within} END END ",
        )
        .add(
            f"ELSE CASE c.clock WHEN 'once' THEN {expires} WHEN 'every' THEN {stands} WHEN 'year' THEN {year_due} END END"
        )
    )
    held = (
        Text(f"CASE WHEN c.paper_on IS NULL THEN {asked.no_day} ELSE CASE c.clock WHEN 'once' THEN {expires} ")
        .add(f"WHEN 'every' THEN {stands} WHEN 'year' THEN {year_held} WHEN 'term' THEN CASE WHEN ", known)
        .add(f" THEN {last} END END END")
    )
    year_start = asked.days(asked.year_end("d.base_on", -1), "1")
    start = f"CASE WHEN d.paper_on IS NULL THEN d.fell_on WHEN d.clock = 'year' THEN {year_start} ELSE d.paper_on END"
    return Text(f"SELECT d.*, {start} AS start_on FROM (SELECT c.*, ").add(  # noqa: S608 - names of our own tables
        base, " AS base_on, ", held, " AS held_base FROM timed c) d"
    )


def rested(asked: Asked) -> Text:
    """Days of leave that are added, whether somebody is away, and whether nobody knows until when."""
    on = asked.on
    over = people.leaves().filter(
        person_id=outer("c.person_id"),
        valid_from__lte=on,
        valid_to__gt=outer("c.start_on"),
        valid_to__lt=OPEN_END,
    )
    named = over.annotate(from_on=F("valid_from"), to_on=F("valid_to"))
    leaves = query(named.order_by().values_list("from_on", "to_on"))
    now = people.leaves_on(on).filter(person_id=outer("c.person_id"))
    is_away = query(now.order_by().values(one=Value(1)))
    open_from = query(now.filter(valid_to=OPEN_END).order_by("valid_from").values("valid_from")[:1])
    first = asked.greatest("l.from_on", "c.start_on")
    length = asked.between(first, "l.to_on")
    before = f"COALESCE(SUM({length}) OVER (ORDER BY l.from_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)"
    cut = asked.days("c.base_on", "w.earlier")
    added = (
        Text("CASE WHEN c.base_on IS NOT NULL AND NOT (c.clock = 'once' AND c.paper_on IS NOT NULL) THEN COALESCE((")
        .add(f"SELECT SUM(w.length) FROM (SELECT l.from_on, {length} AS length, {before} AS earlier FROM (")  # noqa: S608 - names of our own tables
        .add(leaves, f") l) w WHERE w.from_on <= {cut}), 0) ELSE 0 END")
    )
    return (
        Text("SELECT c.*, ")
        .add(added, " AS away_days, CASE WHEN EXISTS(", is_away, ") THEN 1 ELSE 0 END AS is_away, (", open_from)
        .add(") AS open_from FROM clocked c")
    )


def judged(asked: Asked) -> Text:
    """The day by which it is due, the last day it is held."""
    due = asked.days("r.base_on", "r.away_days")
    counts = "r.open_from IS NOT NULL AND NOT (r.clock = 'once' AND r.paper_on IS NOT NULL)"
    return Text(
        f"SELECT e.*, CASE WHEN e.clock = 'every' AND e.paper_on IS NOT NULL THEN e.due_on ELSE e.held_base END AS held_until"  # noqa: S608 - names of our own tables
        f" FROM (SELECT r.*, CASE WHEN {counts} AND r.open_from <= {due} THEN {asked.no_day} ELSE {due} END AS due_on"
        " FROM rested r) e"
    )


def warned(asked: Asked) -> Text:
    """From when something is due soon and long overdue at each of the units, where it or one above says so; looked up once for each."""
    days = org.deadlines().annotate(
        fact_id=F("pk"),
        soon=Cast(KeyTextTransform("soon_days", "value"), IntegerField()),
        late=Cast(KeyTextTransform("late_days", "value"), IntegerField()),
    )
    nearest = org.lines_to_facts(org.FactKind.DEADLINES, asked.on).filter(descendant_id=outer("u.unit_id"))[:1]
    return Text("SELECT n.unit_id, d.soon, d.late FROM (SELECT u.unit_id, (").add(
        query(nearest),
        ") AS fact_id FROM (SELECT DISTINCT unit_id FROM judged) u) n JOIN (",
        query(days.order_by().values_list("fact_id", "soon", "late")),
        ") d ON d.fact_id = n.fact_id",
    )


def answer(asked: Asked) -> Text:
    today = asked.day(asked.on)
    soon, late = str(SOON_DAYS), str(LATE_DAYS)
    if asked.has_deadlines:
        soon, late = f"COALESCE(w.soon, {soon})", f"COALESCE(w.late, {late})"
    to_due = (
        Text("(j.due_on - ").add(today, ")")
        if asked.is_plain
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
        .add(f" < -({late}) THEN '{LONG_OVERDUE}' WHEN ", to_due, f" < 0 THEN '{OVERDUE}' WHEN ", to_due)
        .add(f" <= {soon} THEN '{DUE_SOON}' ELSE '{DUE}' END")
    )
    return (
        Text(f" SELECT {asked.obligation.pk}, j.version_id, j.person_id, j.unit_id, j.post_id, ")
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
        .add(" LEFT JOIN warned w ON w.unit_id = j.unit_id" if asked.has_deadlines else "")
    )
