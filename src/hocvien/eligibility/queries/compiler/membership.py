"""Membership of the Party, its probation, and where a person belongs."""

from datetime import date

from django.db.models import Exists, Max, Q, Subquery, When

from hocvien.eligibility import clauses as definitions
from hocvien.eligibility.arithmetic import add_months, earliest_start, latest_start
from hocvien.eligibility.queries.compiler.parts import MET, MISSING, NOT_MET, PERSON, Compiled, Question, answer
from hocvien.org import api as org
from hocvien.people import api as people


def _member_on(on: date) -> Q:
    return Q(admitted_on__lte=on) & (Q(left_party_on=None) | Q(left_party_on__gt=on))


def _admission_unknown(on: date) -> Q:
    """In an official cell, yet no day of admission is recorded."""
    cells = people.belongings_on(on).filter(person=PERSON, kind=people.BelongingKind.OFFICIAL_CELL)
    return Q(admitted_on=None) & Q(Exists(cells))


def not_member(_clause: definitions.NotMember, question: Question) -> Compiled:
    return Compiled(
        answer(
            When(_member_on(question.on), then=NOT_MET),
            When(_admission_unknown(question.on), then=MISSING),
            default=MET,
        )
    )


def member(clause: definitions.Member, question: Question) -> Compiled:
    on = question.on
    since = latest_start(clause.months, on)
    official = Q(official_on__lte=since)
    # a year after admission somebody without a day of becoming official may be either
    overdue = Q(official_on=None, admitted_on__lte=add_months(on, -12))
    cases = {
        "any": [When(_member_on(on) & Q(admitted_on__lte=since), then=MET)],
        "official": [
            When(_member_on(on) & official, then=MET),
            When(_member_on(on) & overdue, then=MISSING),
        ],
        "probationary": [
            When(_member_on(on) & Q(admitted_on__lte=since) & (Q(official_on=None) | Q(official_on__gt=on)), then=MET)
        ],
    }[clause.standing]
    return Compiled(answer(*cases, When(_admission_unknown(on), then=MISSING), default=NOT_MET))


def probation_days_left(clause: definitions.ProbationDaysLeft, question: Question) -> Compiled:
    on = question.on
    earliest = earliest_start(clause.months, date.fromordinal(on.toordinal() + clause.at_least))
    return Compiled(
        answer(
            When(_member_on(on) & Q(official_on__lte=on), then=NOT_MET),
            When(_member_on(on) & Q(admitted_on__gte=earliest), then=MET),
            When(_admission_unknown(on), then=MISSING),
            default=NOT_MET,
        )
    )


def belonging(clause: definitions.HasBelonging, question: Question) -> Compiled:
    rows = people.belongings_on(question.on).filter(person=PERSON, kind__in=clause.kinds)
    named = rows.annotate(unit_name=org.name_subquery("unit_id", question.on)).order_by("-valid_from", "pk")
    return Compiled(
        answer(When(Exists(rows), then=MET), default=MISSING), {"unit": Subquery(named.values("unit_name")[:1])}
    )


def within_units(clause: definitions.WithinUnits, question: Question) -> Compiled:
    on = question.on
    wanted = org.Unit.objects.filter(code__in=clause.units)
    below = org.descendant_ids_of_many(wanted.order_by().values("pk"), on)
    rows = people.belongings_on(on).filter(person=PERSON)
    there = answer(When(unit_id__in=below, then=MET), default=NOT_MET)
    found = rows.order_by().values("person").annotate(there=Max(there))
    named = rows.annotate(there=there, unit_name=org.name_subquery("unit_id", on)).order_by("-there", "pk")
    return Compiled(Subquery(found.values("there")[:1]), {"unit": Subquery(named.values("unit_name")[:1])})
