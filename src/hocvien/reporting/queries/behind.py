"""The three sets of rows a question makes — own classes, joint classes, people sent out — and the rows behind a figure.

Counting and drilling down both start here, so that a figure and its list cannot disagree.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from hocvien.classes import api as classes
from hocvien.common.intervals import day_after
from hocvien.common.periods import period_between
from hocvien.org import api as org
from hocvien.reporting.arithmetic import partner_of
from hocvien.reporting.constants import BASES, FINISHED, JOINT, OPENED, OWN, RUNNING, SENT
from hocvien.reporting.data import Lineages, Question, lineages_of
from hocvien.reporting.errors import BasisUnknown, PartUnknown

# The units whose name on a class makes a joint class ours to tell, in the order the partner is looked for.
JOINT_ROLES = ("joint_with", "opened_by", "hosted_by", "taught_by")
_CLASS_DAY = "training_class__opens_on"


def ask(*, unit: org.Unit, from_: date, to: date, basis: str = OPENED, known_on: date | None = None) -> Question:
    """A question that can be answered. Raises BasisUnknown, or `period_upside_down` of the periods. No query."""
    if basis not in BASES:
        raise BasisUnknown(basis)
    period_between(from_, to)
    return Question(unit_id=unit.pk, from_=from_, to=to, basis=basis, known_on=known_on)


def own_classes(question: Question) -> QuerySet[Any]:
    """Classes the unit or one below it opened, not joint."""
    facts = _class_facts(question, question.basis)
    return facts.filter(
        _inside(question, "opened_by", "opens_on"), is_joint=False, opened_by__in=_ever_inside(question)
    )


def joint_classes(question: Question) -> QuerySet[Any]:
    """Joint classes that the unit or one below it opens, hosts, teaches or is the partner of.

    By opening they are told while they run: a class carried over from last year is still kept running this year.
    """
    is_ours = Q()
    for role in JOINT_ROLES:
        is_ours |= Q(**{f"{role}__in": _ever_inside(question)}) & _inside(question, role, "opens_on")
    return _class_facts(question, _joint_basis(question)).filter(is_ours, is_joint=True)


def own_participations(question: Question) -> QuerySet[Any]:
    """Participations of own classes."""
    facts = _participation_facts(question, question.basis)
    return facts.filter(training_class__in=own_classes(question).values("pk"))


def joint_participations(question: Question) -> QuerySet[Any]:
    """Participations of joint classes, whoever sent the people."""
    facts = _participation_facts(question, _joint_basis(question))
    return facts.filter(training_class__in=joint_classes(question).values("pk"))


def sent_participations(question: Question) -> QuerySet[Any]:
    """Participations of people the unit or one below it sent to classes that are neither its own nor joint with it."""
    ours = Q(training_class__in=own_classes(question).values("pk"))
    ours |= Q(training_class__in=joint_classes(question).values("pk"))
    return (
        _participation_facts(question, question.basis)
        .filter(_inside(question, "sending_unit", _CLASS_DAY), sending_unit__in=_ever_inside(question))
        .exclude(ours)
    )


def participations_behind(
    question: Question,
    part: str = OWN,
    *,
    programme_code: str = "",
    partner_code: str = "",
    sender_code: str = "",
    female_only: bool = False,
    month: int | None = None,
) -> QuerySet[Any]:
    """Exactly the participations a figure of the report counts. Raises PartUnknown, UnitNotFound.

    `partner_code`: for `sent` the opener; joint rows are told apart by the classes themselves (see `classes_behind`).
    """
    if part == OWN:
        rows = own_participations(question)
    elif part == JOINT:
        rows = joint_participations(question)
    elif part == SENT:
        rows = sent_participations(question)
    else:
        raise PartUnknown(part)
    if programme_code:
        rows = rows.filter(training_class__programme__code=programme_code)
    if partner_code and part == SENT:
        rows = rows.filter(training_class__opened_by__code=partner_code)
    if partner_code and part == JOINT:
        rows = rows.filter(training_class__in=_joint_ids_with(question, partner_code))
    if sender_code:
        sender = org.get_unit(sender_code)
        rows = rows.filter(org.in_branch_on(question.unit_id, sender.pk, "sending_unit", _CLASS_DAY))
    if female_only:
        rows = rows.filter(person__sex="female")
    if month is not None:
        rows = rows.filter(training_class__opens_on__month=month)
    return rows


def classes_behind(
    question: Question,
    part: str = OWN,
    *,
    programme_code: str = "",
    partner_code: str = "",
    sender_code: str = "",
    month: int | None = None,
) -> QuerySet[Any]:
    """Exactly the classes a figure of the report counts. Raises PartUnknown, UnitNotFound."""
    if part == SENT or sender_code:
        people = participations_behind(
            question,
            part,
            programme_code=programme_code,
            partner_code=partner_code,
            sender_code=sender_code,
            month=month,
        )
        return _class_facts(question, None).filter(pk__in=people.values("training_class"))
    if part not in {OWN, JOINT}:
        raise PartUnknown(part)
    rows = own_classes(question) if part == OWN else joint_classes(question)
    if programme_code:
        rows = rows.filter(programme__code=programme_code)
    if partner_code and part == JOINT:
        rows = rows.filter(pk__in=_joint_ids_with(question, partner_code))
    if month is not None:
        rows = rows.filter(opens_on__month=month)
    return rows


def _joint_basis(question: Question) -> str:
    return FINISHED if question.basis == FINISHED else RUNNING


def _class_facts(question: Question, basis: str | None) -> QuerySet[Any]:
    rows: QuerySet[Any] = classes.class_facts(from_=question.from_, to_exclusive=day_after(question.to), basis=basis)
    return rows if question.known_on is None else rows.filter(opens_on__lte=question.known_on)


def _participation_facts(question: Question, basis: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = classes.participation_facts(
        from_=question.from_, to_exclusive=day_after(question.to), basis=basis
    )
    return rows if question.known_on is None else rows.filter(training_class__opens_on__lte=question.known_on)


def _inside(question: Question, unit_field: str, day_field: str) -> Q:
    return Q(org.within_on(question.unit_id, unit_field, day_field))


def _ever_inside(question: Question) -> QuerySet[Any]:
    """Narrows before `_inside` looks at each row: a running class may have opened long before the period."""
    return org.descendant_ids_ever(question.unit_id, date.min, day_after(question.to))


def _joint_ids_with(question: Question, partner_code: str) -> list[int]:
    rows = list(joint_classes(question).values_list("pk", "opens_on", *(f"{role}_id" for role in JOINT_ROLES)))
    lineages = lineages_between(
        {question.unit_id} | {role for row in rows for role in row[2:] if role}, [row[1] for row in rows]
    )
    partner = org.get_unit(partner_code).pk
    return [row[0] for row in rows if partner_of(lineages, question.unit_id, row[2:], row[1]) == partner]


def lineages_between(unit_ids: Iterable[int], days: list[date]) -> Lineages:
    if not days:
        return {}
    return lineages_of(org.places_above(set(unit_ids), min(days), max(days) + timedelta(days=1)))
