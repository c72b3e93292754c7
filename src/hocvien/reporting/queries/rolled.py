"""The same answer as `answer.compute_report`, from the roll-up where this installation keeps one: own and sent out of kept months, the rest live."""

from dataclasses import replace
from datetime import date
from typing import Any

from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.org import api as org
from hocvien.reporting.arithmetic import branch_of, is_inside, partner_of
from hocvien.reporting.constants import OPENED
from hocvien.reporting.data import (
    Attendance,
    ClassFact,
    Counts,
    ProgrammeRow,
    Question,
    Report,
    SenderRow,
)
from hocvien.reporting.queries import answer
from hocvien.reporting.queries.answer import FACT_FIELDS, attendances, beside_rows, fact_of, names_of
from hocvien.reporting.queries.behind import (
    JOINT_ROLES,
    ask,
    joint_classes,
    joint_participations,
    lineages_between,
    own_classes,
    own_participations,
    sent_participations,
)
from hocvien.reporting.queries.published import published_of_period
from hocvien.reporting.queries.sent import outside_rows
from hocvien.rollup import api as rollup


def compute_report(
    *,
    unit: org.Unit,
    from_: date,
    to: date,
    basis: str = OPENED,
    known_on: date | None = None,
    seen_on: date | None = None,
    term: str = "",
) -> Report:
    """As `answer.compute_report`, which see: the same rows, the same refusals. At most 20 queries, some more for each stretch of days
    that is no whole kept month.

    By opening and by the structure of the day alone; any other question is counted from facts.
    """
    if basis == OPENED and seen_on is None and from_ <= to and rollup.is_on():
        last = to if known_on is None else min(to, known_on)
        plan = rollup.plan_of(from_, last) if from_ <= last else None
        if plan is not None:
            question = ask(unit=unit, from_=from_, to=to, basis=basis, known_on=known_on)
            return _rolled(unit, question, plan, term)
    return answer.compute_report(
        unit=unit, from_=from_, to=to, basis=basis, known_on=known_on, seen_on=seen_on, term=term
    )


def _rolled(unit: org.Unit, question: Question, plan: rollup.Plan, term: str) -> Report:
    kept = rollup.kept_of(
        unit.pk, plan, [_counted(replace(question, from_=first, to=last)) for first, last in plan.stretches]
    )
    joint = [
        (fact_of(row[: len(FACT_FIELDS)]), row[len(FACT_FIELDS) :])
        for row in joint_classes(question).values_list(*FACT_FIELDS, *(f"{role}_id" for role in JOINT_ROLES))
    ]
    joint_people = attendances(joint_participations(question)) if joint else []
    sent_facts = _sent_facts(kept)
    sent_people = [
        Attendance(person, "female" if is_woman else "", class_id, 0)
        for class_id, people in kept.sent.items()
        for person, is_woman in people
    ]
    outside, is_outside_generated = outside_rows(question)
    lineages = lineages_between(
        question,
        {role for _fact, roles in joint for role in roles if role},
        [fact.opens_on for fact, _roles in joint],
    )
    joint_facts = [
        replace(fact, partner_id=partner_of(lineages, question.seen_from_id, roles, fact.opens_on))
        for fact, roles in joint
    ]
    names = names_of(
        {
            unit.pk,
            *(place for place, _below in kept.branches),
            *(fact.partner_id for fact in (*joint_facts, *sent_facts) if fact.partner_id),
        },
        question.to,
    )
    return Report(
        unit_code=unit.code,
        unit_name=names[unit.pk][1],
        from_=question.from_,
        to=question.to,
        basis=question.basis,
        classes=kept.totals.classes,
        totals=Counts(kept.totals.participations, kept.totals.persons, kept.totals.female),
        programmes=_programme_rows(kept),
        joint=beside_rows(joint_facts, joint_people, names, question),
        sent=(*beside_rows(sent_facts, sent_people, names, question), *outside),
        by_sending_unit=_sender_rows(kept, names),
        known_on=question.known_on,
        term=term,
        seen_on=None,
        published=published_of_period(unit, question.from_, question.to, term=term),
        is_generated=is_outside_generated
        or bool(kept.generated)
        or any(fact.is_generated for fact in (*joint_facts, *sent_facts)),
    )


def _counted(question: Question) -> rollup.Counted:
    """A stretch of days from its facts; four queries."""
    found = rollup.Counted()
    rows = list(own_classes(question).values_list("pk", "programme_id", "opens_on", "is_generated"))
    people = attendances(own_participations(question)) if rows else []
    programme_of = {pk: programme for pk, programme, _day, _generated in rows}
    day_of = {pk: day for pk, _programme, day, _generated in rows}
    found.generated = sum(generated for *_class, generated in rows)
    for programme in programme_of.values():
        found.programmes.setdefault(programme, rollup.Group()).classes += 1
    lineages = lineages_between(question, {one.sender_id for one in people}, day_of.values())
    branch = {
        (class_id, sender): (
            branch_of(lineages, question.unit_id, sender, day_of[class_id]),
            is_inside(lineages, question.unit_id, sender, day_of[class_id]),
        )
        for class_id, sender in {(one.class_id, one.sender_id) for one in people}
    }
    seen_in: dict[tuple[int, bool], set[int]] = {}
    for person, sex, class_id, sender in people:
        place = branch[class_id, sender]
        seen_in.setdefault(place, set()).add(class_id)
        for group in (
            found.programmes[programme_of[class_id]],
            found.branches.setdefault(place, rollup.Group()),
        ):
            group.participations += 1
            group.persons.add(person)
            if sex == "female":
                group.female.add(person)
    for place, its_classes in seen_in.items():
        found.branches[place].classes = len(its_classes)
    sent: Any = sent_participations(question).order_by().values_list("training_class_id", "person_id", "person__sex")
    for class_id, person, sex in sent:
        found.sent.setdefault(class_id, []).append((person, sex == "female"))
    return found


def _sent_facts(kept: rollup.Kept) -> list[ClassFact]:
    """The classes people were sent to, the partner being who opened them; at most one query."""
    if not kept.sent:
        return []
    rows = classes.TrainingClass.objects.filter(among("pk", kept.sent)).order_by("pk")
    return [fact_of(row[1:], row[0]) for row in rows.values_list("opened_by_id", *FACT_FIELDS)]


def _programme_rows(kept: rollup.Kept) -> tuple[ProgrammeRow, ...]:
    found = catalogue.list_programmes().filter(pk__in=list(kept.programmes)) if kept.programmes else ()
    return tuple(
        ProgrammeRow(
            code=one.code,
            name=one.name,
            classes=kept.programmes[one.pk].classes,
            participations=kept.programmes[one.pk].participations,
            persons=kept.programmes[one.pk].persons,
            female=kept.programmes[one.pk].female,
            report_phrase=one.report_phrase,
            people_phrase=one.people_phrase,
        )
        for one in sorted(found, key=lambda one: (one.position, one.code))
    )


def _sender_rows(kept: rollup.Kept, names: dict[int, tuple[str, str, date]]) -> tuple[SenderRow, ...]:
    rows = [
        SenderRow(
            code=names[place][0],
            name=names[place][1],
            classes=figures.classes,
            participations=figures.participations,
            persons=figures.persons,
            female=figures.female,
            is_below=is_below,
            is_past=False,
        )
        for (place, is_below), figures in kept.branches.items()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_below, -row.participations, row.name)))
