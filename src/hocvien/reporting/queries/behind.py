"""The three sets of rows a question makes — own classes, joint classes, people sent out — and the rows behind a figure.

Counting and drilling down both start here, so that a figure and its list cannot disagree.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.common.intervals import day_after
from hocvien.common.periods import period_between
from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.reporting.arithmetic import partner_of
from hocvien.reporting.constants import BASES, FINISHED, JOINT, OPENED, OWN, RUNNING, SENT
from hocvien.reporting.data import Lineages, Question, lineages_of
from hocvien.reporting.errors import BasisUnknown, PartUnknown

# The units whose name on a class makes a joint class ours to tell, in the order the partner is looked for.
JOINT_ROLES = ("joint_with", "opened_by", "hosted_by", "taught_by")
_CLASS_DAY = "training_class__opens_on"
_STUDY_DAY = "session__opens_on"
# classes and units told to the database by their ids: a nation's it finds itself
_MOST_KNOWN = 5_000
_MOST_BELOW = 1_000


def ask(
    *,
    unit: org.Unit,
    from_: date,
    to: date,
    basis: str = OPENED,
    known_on: date | None = None,
    seen_on: date | None = None,
) -> Question:
    """A question that can be answered. Raises BasisUnknown, or `period_upside_down` of the periods. At most one query.

    Through the structure of `seen_on` a unit that lives has its own past and that of all it carries on; one that has ended keeps the
    past it had, told by the branches of that day.
    """
    return ask_on_bases(BASES, unit=unit, from_=from_, to=to, basis=basis, known_on=known_on, seen_on=seen_on)


def ask_on_bases(
    bases: Collection[str],
    *,
    unit: org.Unit,
    from_: date,
    to: date,
    basis: str,
    known_on: date | None,
    seen_on: date | None,
) -> Question:
    """A question whose basis must be one of these; otherwise as `ask`."""
    if basis not in bases:
        raise BasisUnknown(basis)
    period_between(from_, to)
    seen_from = unit.pk if seen_on is None else org.living_above(unit, seen_on)
    return Question(
        unit_id=unit.pk,
        from_=from_,
        to=to,
        basis=basis,
        known_on=known_on,
        seen_on=seen_on,
        seen_from_id=seen_from,
    )


def with_few_below(question: Question) -> Question:
    """The same question with the units below, and all their joint classes, told by their ids where they are few; two queries.

    PostgreSQL does not foresee how few they are, and reads all classes of a nation's years to find a commune's.
    """
    ever = org.descendant_ids_ever(question.unit_id, date.min, date.max)
    # a unit has a line for each stretch it stood there: units are counted, not lines
    below = tuple(ever.order_by().distinct()[: _MOST_BELOW + 1])
    if len(below) > _MOST_BELOW or is_through(question):
        return question
    ours = Q()
    for role in JOINT_ROLES:
        ours |= Q(among(role, below))
    joint = classes.TrainingClass.objects.filter(ours, is_joint=True).order_by().values_list("pk", flat=True)
    return replace(question, below=below, joint=tuple(joint))


def own_classes(question: Question) -> QuerySet[Any]:
    """Classes the unit or one below it opened, not joint."""
    facts = _class_facts(question, question.basis)
    return facts.filter(_inside(question, "opened_by", "opens_on"), ever_inside(question, "opened_by"), is_joint=False)


def joint_classes(question: Question) -> QuerySet[Any]:
    """Joint classes that the unit or one below it opens, hosts, teaches or is the partner of.

    By opening they are told while they run: a class carried over from last year is still kept running this year.
    """
    is_ours = Q()
    for role in JOINT_ROLES:
        is_ours |= ever_inside(question, role) & _inside(question, role, "opens_on")
    rows = _class_facts(question, _joint_basis(question)).filter(is_ours, is_joint=True)
    if question.joint is None:
        return rows
    return rows.filter(among("pk", question.joint)) if question.joint else rows.none()


def sent_classes(question: Question) -> QuerySet[Any]:
    """Classes of others that people were sent to."""
    return _class_facts(question, None).filter(pk__in=sent_participations(question).values("training_class"))


def others_classes(question: Question) -> QuerySet[Any]:
    """Classes of these days that are neither own nor joint: whoever was sent somewhere sat in one of them."""
    rows = _class_facts(question, question.basis)
    return rows.exclude(pk__in=own_classes(question).values("pk")).exclude(pk__in=joint_classes(question).values("pk"))


def trip_classes(question: Question) -> QuerySet[Any]:
    """Study trips the unit or one below it arranged: never among its classes."""
    rows: QuerySet[Any] = classes.trip_facts(
        from_=question.from_, to_exclusive=day_after(question.to), basis=question.basis
    )
    if question.known_on is not None:
        rows = rows.filter(opens_on__lte=question.known_on)
    return rows.filter(_inside(question, "opened_by", "opens_on"), ever_inside(question, "opened_by"))


def trip_participations(question: Question) -> QuerySet[Any]:
    """Those who went on them."""
    return classes.Participation.objects.filter(
        classes.counts(), training_class__in=trip_classes(question).values("pk")
    )


def own_participations(question: Question, own: Collection[int] | None = None) -> QuerySet[Any]:
    """Participations of own classes; `own`: their ids, where they have been read, of which nothing is looked up again."""
    if own is not None and len(own) <= _MOST_KNOWN:
        return classes.Participation.objects.filter(classes.counts(), among("training_class_id", own))
    facts = _participation_facts(question, question.basis)
    return facts.filter(training_class__in=own_classes(question).values("pk"))


def joint_participations(question: Question, joint: Collection[int] | None = None) -> QuerySet[Any]:
    """Participations of joint classes, whoever sent the people; `joint`: as `own_participations`."""
    if joint is not None and len(joint) <= _MOST_KNOWN:
        return classes.Participation.objects.filter(classes.counts(), among("training_class_id", joint))
    facts = _participation_facts(question, _joint_basis(question))
    return facts.filter(training_class__in=joint_classes(question).values("pk"))


def sent_participations(question: Question, known: Collection[int] | None = None) -> QuerySet[Any]:
    """Participations of people the unit or one below it sent to classes that are neither its own nor joint with it.

    `known`: the ids of those, where they have been read: looking for them again among all classes costs more than the rest. One query where few stand below.
    """
    sent = _participation_facts(question, question.basis).filter(
        _inside(question, "sending_unit", _CLASS_DAY), ever_inside(question, "sending_unit")
    )
    if question.below is not None:
        # their classes first, by ids: PostgreSQL would rather read all classes of the days
        theirs = classes.Participation.objects.filter(classes.counts(), ever_inside(question, "sending_unit"))
        if known is not None:
            theirs = theirs.exclude(among("training_class_id", known))
        found = list(theirs.order_by().values_list("training_class_id", flat=True).distinct())
        sent = sent.filter(among("training_class_id", found)) if found else sent.none()
    if known is not None and len(known) <= _MOST_KNOWN:
        return sent.exclude(among("training_class_id", known))
    ours = Q(training_class__in=own_classes(question).values("pk"))
    ours |= Q(training_class__in=joint_classes(question).values("pk"))
    return sent.exclude(ours)


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
        rows = rows.filter(_in_branch(question, sender.pk))
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


def study_units_behind(question: Question, *, branch_code: str = "") -> QuerySet[Any]:
    """Units summoned to study sessions that begin in the days: the unit, and those that stood below it then, or stand so on `seen_on`.

    `branch_code`: those of one row of the answer alone. The same structure as that of classes. Raises UnitNotFound.
    """
    rows: QuerySet[Any] = meetings.summoned_between(
        question.from_, day_after(question.to), known_on=question.known_on
    ).filter(_inside(question, "unit", _STUDY_DAY), ever_inside(question, "unit"))
    if branch_code:
        rows = rows.filter(_in_branch(question, org.get_unit(branch_code).pk, "unit", _STUDY_DAY))
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


def is_through(question: Question) -> bool:
    """Whether history is found where living units carry it on, not where it stood."""
    return question.seen_on is not None and question.seen_from_id == question.unit_id


def day_seen(question: Question, opens_on: date) -> date:
    """The day whose structure tells the branches of a class."""
    return question.seen_on or opens_on


def _inside(question: Question, unit_field: str, day_field: str) -> Q:
    if is_through(question):
        return ever_inside(question, unit_field)
    return Q(org.within_on(question.unit_id, unit_field, day_field))


def ever_inside(question: Question, unit_field: str) -> Q:
    """Narrows before `_inside` looks at each row: a running class may have opened long before the period."""
    if question.seen_on is not None and is_through(question):
        below = org.descendant_ids_as_of(question.unit_id, question.seen_on, with_past=True)
    elif question.below is not None:
        return Q(among(unit_field, question.below))
    else:
        below = org.descendant_ids_ever(question.unit_id, date.min, day_after(question.to))
    return Q(**{f"{unit_field}__in": below})


def _in_branch(question: Question, branch_id: int, unit_field: str = "sending_unit", day_field: str = _CLASS_DAY) -> Q:
    if question.seen_on is None:
        return org.in_branch_on(question.unit_id, branch_id, unit_field, day_field)
    if org.is_within(question.seen_from_id, branch_id, question.seen_on):
        return Q(**{unit_field: branch_id})  # the unit itself, or one above it: a branch alone
    return Q(**{f"{unit_field}__in": org.descendant_ids_as_of(branch_id, question.seen_on, with_past=True)})


def _joint_ids_with(question: Question, partner_code: str) -> list[int]:
    rows = list(joint_classes(question).values_list("pk", "opens_on", *(f"{role}_id" for role in JOINT_ROLES)))
    lineages = lineages_between(question, {role for row in rows for role in row[2:] if role}, [row[1] for row in rows])
    partner = org.get_unit(partner_code).pk
    return [
        row[0]
        for row in rows
        if partner_of(lineages, question.seen_from_id, row[2:], day_seen(question, row[1])) == partner
    ]


def lineages_between(question: Question, unit_ids: Iterable[int], days: Iterable[date]) -> Lineages:
    """Who stood above these units, and above the one asked, in the days whose structure counts."""
    seen = {day_seen(question, day) for day in days}
    if not seen:
        return {}
    wanted = {question.seen_from_id, *unit_ids}
    return lineages_of(org.places_above(wanted, min(seen), max(seen) + timedelta(days=1)))
