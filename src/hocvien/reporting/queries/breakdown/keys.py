"""By what facts are told apart: each dimension as columns of the database and a placing of what they hold into values.

A value is a stable code: of a programme, a unit, a choice, `2023-05` for a month. Where nothing is recorded it is `NOT_RECORDED`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable, ExpressionWrapper
from django.db.models.functions import Coalesce, ExtractDay, ExtractMonth, ExtractYear

from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.reporting.arithmetic import band_of_age, level_of, school_year_of
from hocvien.reporting.constants import MAJORITY_GROUP, MINORITY_GROUP
from hocvien.reporting.data import NOT_RECORDED, STANDING, Question
from hocvien.reporting.queries.behind import day_seen, lineages_between
from hocvien.reporting.queries.breakdown.facts import FACTS, Facts, period_day_of

Raw = tuple[Any, ...]
Columns = tuple[Any, ...]
Placing = Callable[[Question, Iterable[Raw]], dict[Raw, str]]


@dataclass(frozen=True, slots=True)
class Key:
    """`columns`: expressions over a row of the fact; `place`: what they hold → the value it counts under."""

    columns: Columns
    place: Placing


def key_of(dimension: str, fact: str, question: Question) -> Key | None:
    """How a fact is told apart by a dimension; None where the basis knows no such value (a month of classes that run)."""
    facts = FACTS[fact]
    if dimension in _UNITS:
        return _unit_key(dimension, fact, facts, question)
    if dimension in _TIMES:
        path = period_day_of(facts, question)
        return None if path is None else Key((F(path),), _TIMES[dimension])
    return Key(_COLUMNS[dimension](facts), _PLACES.get(dimension, _plain))


# --- Choices ----------------------------------------------------------------------------------------------------------


def _plain(_question: Question, raws: Iterable[Raw]) -> dict[Raw, str]:
    return {raw: str(raw[0]) if raw[0] not in {None, ""} else NOT_RECORDED for raw in raws}


def _ages(_question: Question, raws: Iterable[Raw]) -> dict[Raw, str]:
    return {raw: NOT_RECORDED if raw[0] is None else band_of_age(raw[0] // 10000) for raw in raws}


def _of_class(field: str) -> Callable[[Facts], Columns]:
    return lambda facts: (F(f"{facts.to_class}{field}"),)


def _choice(condition: Callable[[Facts], Q], yes: str, no: str) -> Callable[[Facts], Columns]:
    return lambda facts: (Case(When(condition(facts), then=Value(yes)), default=Value(no), output_field=CharField()),)


def _ethnicity(facts: Facts) -> Columns:
    path = f"{facts.person}ethnicity"
    return (
        Case(
            When(Q(**{path: ""}), then=Value(NOT_RECORDED)),
            When(Q(**{path: people.MAJORITY}), then=Value(MAJORITY_GROUP)),
            default=Value(MINORITY_GROUP),
            output_field=CharField(),
        ),
    )


def _age(facts: Facts) -> Columns:
    """Ten thousand times the full years on the day of the fact, and a rest; a birth known by its year alone counts from 1 January."""
    birth, day = F(f"{facts.person}birth_on"), F(facts.day)
    # whole years of two days written as numbers, 19930115 from 20230829: the same on both databases
    days = [ExtractYear(on) * 10000 + ExtractMonth(on) * 100 + ExtractDay(on) for on in (day, birth)]
    return (ExpressionWrapper(days[0] - days[1], output_field=IntegerField()),)


def _membership(facts: Facts) -> Columns:
    """On the day of the fact; who left the Party by then is none."""
    person, day = facts.person, F(facts.day)
    return (
        Case(
            When(Q(**{f"{person}admitted_on": None}) | Q(**{f"{person}admitted_on__gt": day}), then=Value("none")),
            When(Q(**{f"{person}left_party_on__lte": day}), then=Value("none")),
            When(Q(**{f"{person}official_on__lte": day}), then=Value("official")),
            default=Value("probationary"),
            output_field=CharField(),
        ),
    )


def _leading_post(field: str) -> Callable[[Facts], Columns]:
    """Of the posts held on the day of the fact the first in the order of the list; among equals the one held longest."""

    def columns(facts: Facts) -> Columns:
        ranks = [When(kind=kind, then=Value(rank)) for rank, kind in enumerate(people.PostKind.values)]
        held = people.Post.objects.filter(
            person_id=OuterRef(f"{facts.person}pk"),
            valid_from__lte=OuterRef(facts.day),
            valid_to__gt=OuterRef(facts.day),
        )
        first = held.order_by(Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()), "valid_from", "pk")
        return (Coalesce(Subquery(first.values(field)[:1]), Value(""), output_field=CharField()),)

    return columns


_COLUMNS: dict[str, Callable[[Facts], Columns]] = {
    "programme": lambda facts: (F(f"{facts.programme}code"),),
    "family": lambda facts: (F(f"{facts.programme}family"),),
    "mode": lambda facts: (F(str(facts.mode)),),
    "in_plan": _choice(lambda facts: Q(**{f"{facts.to_class}plan_line__isnull": False}), "in", "outside"),
    "carried_over": _choice(lambda facts: Q(**{f"{facts.to_class}is_carried_over": True}), "carried", "new"),
    "session_form": lambda facts: (F(str(facts.form)),),
    "obligation": lambda _facts: (F("obligation__code"),),
    "sex": lambda facts: (F(f"{facts.person}sex"),),
    "ethnicity_group": _ethnicity,
    "age_band": _age,
    "membership": _membership,
    "post_group": _leading_post("kind"),
    "field_of_work": _leading_post("work_field"),
    "band": lambda facts: (F(f"{facts.to_participation}result__decided_band_code"),),
    "outcome": lambda facts: (F(f"{facts.to_participation}result__decided_outcome"),),
    "lecturer_kind": lambda _facts: (F("lecturer__kind"),),
}
_PLACES: dict[str, Placing] = {"age_band": _ages}


# --- Days -------------------------------------------------------------------------------------------------------------


def _by(say: Callable[[date], str]) -> Placing:
    return lambda _question, raws: {raw: NOT_RECORDED if raw[0] is None else say(raw[0]) for raw in raws}


def _named(question: Question, raws: Iterable[Raw], *, terms: bool) -> dict[Raw, str]:
    """Terms of office or reporting years of the unit asked; a day that none holds is not recorded, or the calendar's year."""
    days = {raw[0] for raw in raws if raw[0] is not None}
    years = range(min(days).year, max(days).year + 2) if days else ()
    on = question.seen_on or question.to
    of_terms, of_years = org.named_periods(org.ancestor_ids_as_of(question.unit_id, on), on, years)
    spans = of_terms if terms else of_years

    def value(day: date) -> str:
        for span in spans:
            if span.from_ <= day < span.to_exclusive:
                return span.name
        return NOT_RECORDED if terms else str(day.year)

    return {raw: NOT_RECORDED if raw[0] is None else value(raw[0]) for raw in raws}


_TIMES: dict[str, Placing] = {
    "month": _by(lambda day: f"{day:%Y-%m}"),
    "quarter": _by(lambda day: f"{day.year}-q{(day.month + 2) // 3}"),
    "year": _by(lambda day: str(day.year)),
    "school_year": _by(school_year_of),
    "reporting_year": lambda question, raws: _named(question, raws, terms=False),
    "term": lambda question, raws: _named(question, raws, terms=True),
}


# --- Units ------------------------------------------------------------------------------------------------------------

LEVELS = {"sender_branch": 1, "sender_level_2": 2, "sender_level_3": 3, "held_branch": 1, "opener_branch": 1}
_ROLES = {
    "opener": "opened_by_id",
    "opener_branch": "opened_by_id",
    "host": "hosted_by_id",
    "certifier": "certified_by_id",
}
_UNITS = {*LEVELS, *_ROLES, "sender", "held", "area"}


def _unit_key(dimension: str, fact: str, facts: Facts, question: Question) -> Key:
    if dimension in _ROLES:
        path: Any = F(f"{facts.to_class}{_ROLES[dimension]}")
    elif dimension.startswith("held"):
        path = _held(facts)
    else:
        path = F(str(facts.sender))
    day: Any = Value(question.to, output_field=DateField()) if fact == STANDING else F(facts.day)
    if dimension == "area":
        return Key((path, day), _areas)
    level = LEVELS.get(dimension, 0)
    if not level:
        return Key((path,), _codes)
    return Key((path, day), _AT_LEVEL[level])


def _held(facts: Facts) -> Combinable:
    """Where the person belonged on the day the class closed: the cell, else the employer; nothing recorded, the unit that sent them."""
    closes = f"{facts.to_class}closes_on"
    kinds = (people.BelongingKind.OFFICIAL_CELL, people.BelongingKind.PROPOSING_CELL, people.BelongingKind.EMPLOYER)
    ranks = [When(kind=kind, then=Value(rank)) for rank, kind in enumerate(kinds)]
    rows = people.Belonging.objects.filter(
        person_id=OuterRef(f"{facts.person}pk"),
        kind__in=kinds,
        valid_from__lte=OuterRef(closes),
        valid_to__gt=OuterRef(closes),
    ).order_by(Case(*ranks, output_field=IntegerField()), "-valid_from", "pk")
    return Coalesce(Subquery(rows.values("unit_id")[:1]), F(str(facts.sender)), output_field=BigIntegerField())


def _codes(_question: Question, raws: Iterable[Raw]) -> dict[Raw, str]:
    """Units by their codes; one query."""
    asked = set(raws)
    codes = org.codes_by_id([pk for (pk,) in asked if pk is not None])
    return {raw: codes.get(raw[0], NOT_RECORDED) for raw in asked}


def _branches(question: Question, raws: Iterable[Raw], level: int) -> dict[Raw, str]:
    """The unit so many steps below the one asked that each stood in; two queries."""
    asked = {raw for raw in raws if raw[0] is not None}
    lineages = lineages_between(question, {pk for pk, _day in asked}, [day for _pk, day in asked])
    placed = {
        (pk, day): level_of(lineages, question.seen_from_id, pk, day_seen(question, day), level) for pk, day in asked
    }
    codes = org.codes_by_id(set(placed.values()))
    return {raw: codes[placed[raw]] if raw in placed else NOT_RECORDED for raw in raws}


_AT_LEVEL: dict[int, Placing] = {level: partial(_branches, level=level) for level in (1, 2, 3)}


def _areas(question: Question, raws: Iterable[Raw]) -> dict[Raw, str]:
    """The area told of the unit, else of the nearest above it that tells one, on the day of the fact; the first of the list of areas. Two queries."""
    asked = {raw for raw in raws if raw[0] is not None}
    lineages = lineages_between(question, {pk for pk, _day in asked}, [day for _pk, day in asked])
    told: dict[int, list[tuple[date, date, str]]] = {}
    rows = org.UnitFact.objects.filter(kind=org.FactKind.AREA).values_list("unit_id", "valid_from", "valid_to", "code")
    for unit_id, first, after, area in rows:
        told.setdefault(unit_id, []).append((first, after, area))
    order = {area: at for at, area in enumerate(org.Area.values)}

    def area_of(pk: int, day: date) -> str:
        above = sorted(
            (place.depth, place.ancestor_id)
            for place in lineages.get(pk, ())
            if place.valid_from <= day < place.valid_to
        )
        for _depth, unit_id in above:
            areas = [area for first, after, area in told.get(unit_id, ()) if first <= day < after]
            if areas:
                return min(areas, key=lambda area: order.get(area, len(order)))
        return NOT_RECORDED

    return {raw: area_of(raw[0], day_seen(question, raw[1])) if raw in asked else NOT_RECORDED for raw in raws}
