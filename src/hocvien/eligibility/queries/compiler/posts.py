"""Posts held or planned, the field of work, and which committee manages the cadre."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, IntegerField, Max, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable

from hocvien.eligibility import clauses as definitions
from hocvien.eligibility.arithmetic import latest_start
from hocvien.eligibility.queries.compiler.parts import MET, MISSING, NOT_MET, PERSON, Compiled, Question, answer
from hocvien.org import api as org
from hocvien.people import api as people


def _of_kinds(rows: QuerySet[Any], kinds: Iterable[str], unit_kinds: Iterable[str], on: date) -> QuerySet[Any]:
    rows = rows.filter(person=PERSON)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if unit_kinds:
        rows = rows.filter(unit_id__in=org.kind_ids_as_of(unit_kinds, on))
    return rows


def post(clause: definitions.PostHeld, question: Question) -> Compiled:
    on = question.on
    held = _of_kinds(people.posts_on(on), clause.kinds, clause.unit_kinds, on)
    columns: dict[str, Combinable] = {"since": Subquery(held.order_by("valid_from", "pk").values("valid_from")[:1])}
    long_enough = held.filter(valid_from__lte=latest_start(clause.months, on)) if clause.months else held
    columns["title"] = Subquery(held.order_by("valid_from", "pk").values("title")[:1])
    cases = [When(Exists(long_enough), then=MET)]
    if clause.or_planned:
        planned = _of_kinds(people.plannings_on(on), clause.kinds, clause.unit_kinds, on)
        cases.append(When(Exists(planned), then=MET))
        latest = planned.order_by("-decided_on", "-pk")
        for name in ("kind", "number", "decided_on"):
            columns[f"planned_{name}"] = Subquery(latest.values(name)[:1])
    return Compiled(answer(*cases, default=MISSING if clause.or_planned else NOT_MET), columns)


def works_in(clause: definitions.WorksIn, question: Question) -> Compiled:
    rows = people.posts_on(question.on).filter(person=PERSON)
    rank = Case(
        When(work_field__in=clause.work_fields, then=Value(2)),
        When(work_field="", then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    best = rows.order_by().values("person").annotate(best=Max(rank))
    told = best.annotate(flag=answer(When(best=2, then=MET), When(best=1, then=MISSING), default=NOT_MET))
    first = rows.annotate(rank=rank).order_by("-rank", "valid_from", "pk")
    return Compiled(
        Subquery(told.values("flag")[:1]),
        {"title": Subquery(first.values("title")[:1]), "field": Subquery(first.values("work_field")[:1])},
    )


def managed_by(clause: definitions.ManagedBy, question: Question) -> Compiled:
    on = question.on
    rows = people.managements_on(on).filter(person=PERSON)
    flag = answer(When(unit_id__in=org.kind_ids_as_of(clause.unit_kinds, on), then=MET), default=NOT_MET)
    named = rows.annotate(unit_name=org.name_subquery("unit_id", on))
    return Compiled(
        Subquery(rows.annotate(flag=flag).values("flag")[:1]), {"unit": Subquery(named.values("unit_name")[:1])}
    )
