"""What proves an obligation, what a committee chose about it, and the version and clock that follow from both."""

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from hocvien.obligations.constants import ELSEWHERE, LEVEL, OURS
from hocvien.obligations.models import Clock, ClockChoice
from hocvien.obligations.queries.compiler.asked import Asked
from hocvien.obligations.queries.compiler.text import Text, outer, query
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records import api as records

_BEGINNING = date(1, 1, 1)


def proven(asked: Asked) -> Text:
    """The latest paper that counts, of each sort; and what the committee chose then and now."""
    found = Text("SELECT f.*, ")
    for name, rows, issued in _papers(asked, "f.person_id"):
        counted = rows if asked.obligation.counts_before else rows.filter(**{f"{issued}__gte": outer("f.fell_on")})
        found.add("(", query(counted.order_by(f"-{issued}").values(issued)[:1]), f") AS {name}_on, ")
    return found.add(_choice(asked, "f", outer("f.fell_on"), "clock"), " AS chosen_then FROM fallen f")


def _papers(asked: Asked, person: str) -> list[tuple[str, QuerySet[Any, Any], str]]:
    """(sort, the rows of one person, the column with their day)."""
    on, codes = asked.on, asked.obligation.programmes
    found: list[tuple[str, QuerySet[Any, Any], str]] = []
    if codes:
        ours = records.certificates_issued_by(codes, on).filter(person_id=outer(person))
        other = records.trainings_confirmed_by(codes, on).filter(person_id=outer(person))
        found += [(OURS, ours, "first_issued_on"), (ELSEWHERE, other, "issued_on")]
    if asked.obligation.theory_level:
        levels = list(people.TheoryLevel.values)
        wanted = levels[levels.index(asked.obligation.theory_level) :]
        proof = Q(evidence=people.Evidence.DIPLOMA) | Q(
            evidence=people.Evidence.CONFIRMATION, issued_on__lt=people.CONFIRMATIONS_ENDED
        )
        held = people.qualifications().filter(proof, person_id=outer(person), level__in=wanted, issued_on__lte=on)
        found.append((LEVEL, held, "issued_on"))
    return found


def _choice(asked: Asked, step: str, day: Any, column: str, condition: str = "") -> Text:
    """What the nearest committee chose that day, by today's tree; looked up only below those who ever chose, and on the condition."""
    if not asked.has_choices:
        return Text(asked.no_day if column == "valid_from" else "CAST(NULL AS varchar(10))")
    ever = ClockChoice.objects.filter(obligation_id=asked.obligation.pk).values("unit_id")
    below = org.lines_on(asked.on).filter(ancestor_id__in=ever).order_by().values("descendant_id")
    chosen = ClockChoice.objects.filter(
        obligation_id=asked.obligation.pk, unit_id=OuterRef("ancestor_id"), valid_from__lte=day, valid_to__gt=day
    )
    line = (
        org.lines_on(asked.on)
        .filter(descendant_id=outer(f"{step}.at_id"))
        .annotate(chosen=Subquery(chosen.values(column)[:1]))
        .filter(chosen__isnull=False)
    )
    nearest = query(line.order_by("depth").values("chosen")[:1])
    return Text(f"CASE WHEN {condition}{step}.at_id IN (").add(query(below), ") THEN (", nearest, ") END")


def timed(asked: Asked) -> Text:
    """The paper, the version and the clock that hold now."""
    none = asked.day(_BEGINNING)
    sorts = [name for name, _rows, _issued in _papers(asked, "p.person_id")]
    latest = Text("NULLIF(")
    if len(sorts) == 1:
        latest.add(f"COALESCE({sorts[0]}_on, ", none, ")")
    elif sorts:
        latest.add("GREATEST(" if asked.is_plain else "MAX(")
        for at, name in enumerate(sorts):
            latest.add(", " if at else "", f"COALESCE({name}_on, ", none, ")")
        latest.add(")")
    else:
        latest.add(none)
    latest.add(", ", none, ")")
    kinds = "".join(f" WHEN q.paper_on = q.{name}_on THEN '{name}'" for name in sorts)
    kind = f"CASE WHEN q.paper_on IS NULL THEN ''{kinds} ELSE '' END"
    until = Text("CASE q.paper_kind")
    for name, rows, issued in _papers(asked, "q.person_id"):
        if name == LEVEL:
            continue
        # of papers of one day the one that stands longest
        paper = rows.filter(**{issued: outer("q.paper_on")}).order_by(F("valid_until").desc(nulls_first=True))
        until.add(f" WHEN '{name}' THEN (", query(paper.values("valid_until")[:1]), ")")
    until.add(f" ELSE {asked.no_day} END")
    if not asked.obligation.programmes:
        until = Text(asked.no_day)
    then = asked.by_version("q.first_version", lambda one: f"'{one.clock}'", "''")
    recurs = " OR ".join(
        f"(q.first_version = {one.pk})" for one in asked.versions if one.clock == Clock.ONCE and one.valid_months
    )
    recurs = f"q.clock_then IN ('{Clock.YEAR.value}', '{Clock.EVERY.value}')" + (f" OR {recurs}" if recurs else "")
    now = asked.greatest("q.fell_on", "q.paper_on")
    version = Text(f"CASE WHEN q.paper_on IS NOT NULL AND ({recurs}) THEN COALESCE(").add(
        asked.version_on(now), ", q.first_version) ELSE q.first_version END"
    )
    clock = (
        f"CASE WHEN v.paper_on IS NULL THEN v.clock_then WHEN v.chosen_now IS NOT NULL THEN v.chosen_now ELSE "
        f"{asked.by_version('v.version_id', lambda one: repr(one.clock), repr(''))} END"
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
            _choice(asked, "q", asked.on, "clock", "q.paper_on IS NOT NULL AND "),
            " AS chosen_now, ",
            _choice(asked, "q", asked.on, "valid_from", "q.paper_on IS NOT NULL AND "),
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
