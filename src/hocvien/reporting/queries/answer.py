"""The computation every format is written from."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import ExtractMonth
from django.utils.translation import override

from hocvien.classes import api as classes
from hocvien.org import api as org
from hocvien.reporting import wording
from hocvien.reporting.arithmetic import Branches, partner_of, tally
from hocvien.reporting.constants import OPENED
from hocvien.reporting.data import (
    Attendance,
    BesideRow,
    ClassFact,
    Counts,
    MonthRow,
    ProgrammeRow,
    Question,
    Report,
    SenderRow,
)
from hocvien.reporting.queries.behind import (
    JOINT_ROLES,
    ask,
    day_seen,
    joint_classes,
    joint_participations,
    lineages_between,
    own_classes,
    own_participations,
    sent_participations,
    with_few_below,
)
from hocvien.reporting.queries.published import published_of_period
from hocvien.reporting.queries.sent import outside_rows

FACT_FIELDS = (
    "pk",
    "name",
    "programme__code",
    "programme__name",
    "programme__report_phrase",
    "programme__people_phrase",
    "programme__position",
    "opens_on",
    "is_generated",
)


def compute_report(
    *,
    unit: org.Unit,
    from_: date,
    to: date,
    basis: str = OPENED,
    known_on: date | None = None,
    seen_on: date | None = None,
    term: str = "",
    by_ids: bool = False,
) -> Report:
    """Classes, participations and persons of the unit and all below it, both days included; at most 13 queries.

    Own is what the unit or a unit below it opened, by the structure of the day of opening, or through that of `seen_on`; joint classes
    and people sent to others' classes stand beside and are never added. `term`: how the days are called, for words only.
    `published` is what was published of the unit alone for this period. `by_ids`: among the classes of a nation, a small unit's are looked for by their ids;
    at most three queries more. Raises BasisUnknown, or `period_upside_down`.
    """
    question = ask(unit=unit, from_=from_, to=to, basis=basis, known_on=known_on, seen_on=seen_on)
    if by_ids:
        question = with_few_below(question)
    own = [fact_of(row) for row in own_classes(question).values_list(*FACT_FIELDS)]
    people = attendances(own_participations(question, [fact.id for fact in own])) if own else []
    joint = [
        (fact_of(row[: len(FACT_FIELDS)]), row[len(FACT_FIELDS) :])
        for row in joint_classes(question).values_list(*FACT_FIELDS, *(f"{role}_id" for role in JOINT_ROLES))
    ]
    joint_people = attendances(joint_participations(question, [fact.id for fact, _roles in joint])) if joint else []
    sent_people, sent_facts = sent_rows(question, [fact.id for fact in (*own, *(fact for fact, _roles in joint))])
    outside, is_outside_generated = outside_rows(question)

    day_of = {fact.id: fact.opens_on for fact in own}
    sent_from = {(one.class_id, one.sender_id) for one in people}
    involved = {sender for _, sender in sent_from} | {role for _, roles in joint for role in roles if role}
    lineages = lineages_between(question, involved, [*day_of.values(), *(fact.opens_on for fact, _ in joint)])
    seen_from = question.seen_from_id
    branches = Branches(lineages, seen_from)
    branch = {
        (class_id, sender): branches.of(sender, day_seen(question, day_of[class_id])) for class_id, sender in sent_from
    }
    joint_facts = [
        replace(fact, partner_id=partner_of(lineages, seen_from, roles, day_seen(question, fact.opens_on)))
        for fact, roles in joint
    ]
    names = names_of(
        {
            unit.pk,
            *(place for place, _below in branch.values()),
            *(fact.partner_id for fact in (*joint_facts, *sent_facts) if fact.partner_id),
        },
        seen_on or to,
    )
    return Report(
        unit_code=unit.code,
        unit_name=names[unit.pk][1],
        from_=from_,
        to=to,
        basis=basis,
        classes=len(own),
        totals=tally(people, lambda _class, _sender: True).get(True, Counts()),
        programmes=_programme_rows(own, people),
        joint=beside_rows(joint_facts, joint_people, names, question),
        sent=(*beside_rows(sent_facts, sent_people, names, question, is_named=False), *outside),
        by_sending_unit=_sender_rows(people, branch, names, seen_on),
        known_on=known_on,
        term=term,
        seen_on=seen_on,
        published=published_of_period(unit, from_, to, term=term),
        is_generated=is_outside_generated or any(fact.is_generated for fact in (*own, *joint_facts, *sent_facts)),
    )


def count_by_month(*, unit: org.Unit, year: int, known_on: date | None = None) -> list[MonthRow]:
    """Own classes and participations of a year by the month of opening, twelve rows; one query.

    Their sums are the totals of `compute_report` for the year by opening.
    """
    return count_by_month_beside(unit=unit, year=year, known_on=known_on)[0]


def count_by_month_beside(
    *, unit: org.Unit, year: int, known_on: date | None = None, beside: QuerySet[Any, Any] | None = None
) -> tuple[list[MonthRow], list[tuple[int | None, int, int]]]:
    """`count_by_month`, and the rows of another question of three whole numbers each (or its first empty), all in one query."""
    question = ask(unit=unit, from_=date(year, 1, 1), to=date(year, 12, 31), known_on=known_on)
    # by class, months added here: a month taken from each of the participations joined costs ten times as much
    told = own_classes(question).annotate(
        heads=classes.heads_of_class(), month=ExtractMonth("opens_on"), own=Value(1), one=Value(1)
    )
    rows: QuerySet[Any, Any] = told.order_by().values_list("own", "month", "one", "heads")
    if beside is not None:
        rows = rows.union(beside, all=True)
    counted = [[0, 0] for _month in range(12)]
    others: list[tuple[int | None, int, int]] = []
    for own, month, number, people in rows:
        if not own:
            others.append((month, number, people))
            continue
        counted[month - 1][0] += number
        counted[month - 1][1] += people
    return [MonthRow(date(year, month, 1), *counted[month - 1]) for month in range(1, 13)], others


def paragraph(report: Report, *, planned: int = 0) -> str:
    """The answer as one Vietnamese paragraph, whatever the language of the screen; `planned`: participations of the year's plan."""
    with override("vi"):
        return wording.paragraph(report, planned=planned)


def attendances(people: QuerySet[Any]) -> list[Attendance]:
    """All participations in one pass; aggregating them in the database first is slower as soon as people come twice."""
    rows = people.order_by().values_list("person_id", "person__sex", "training_class_id", "sending_unit_id")
    return list(map(Attendance._make, rows))


def sent_rows(question: Question, known: Collection[int] | None = None) -> tuple[list[Attendance], list[ClassFact]]:
    """People sent out and the classes they went to, in one query; the partner is who opened the class. `known`: as `sent_participations`."""
    fields = ("person_id", "person__sex", "training_class_id", "sending_unit_id", "training_class__opened_by_id")
    facts = tuple(f"training_class__{field}" for field in FACT_FIELDS)
    people: list[Attendance] = []
    found: dict[int, ClassFact] = {}
    for row in sent_participations(question, known).order_by().values_list(*fields, *facts):
        people.append(Attendance(*row[:4]))
        if row[2] not in found:
            found[row[2]] = fact_of(row[5:], row[4])
    return people, list(found.values())


def fact_of(row: tuple[Any, ...], partner_id: int | None = None) -> ClassFact:
    """One class from the columns of `FACT_FIELDS`."""
    pk, name, code, programme_name, report_phrase, people_phrase, position, opens_on, is_generated = row
    return ClassFact(
        id=pk,
        name=name,
        programme_code=code,
        programme_name=programme_name,
        report_phrase=report_phrase,
        people_phrase=people_phrase,
        position=position,
        opens_on=opens_on,
        is_generated=is_generated,
        partner_id=partner_id,
    )


def names_of(unit_ids: Iterable[int], on: date) -> dict[int, tuple[str, str, date]]:
    """Unit id → (code, name of that day or the nearest, the day it ends); one query, one more where a unit had no name that day."""
    units = org.Unit.objects.filter(pk__in=set(unit_ids)).annotate(name_then=org.name_subquery("pk", on))
    rows = list(units.values_list("pk", "code", "name_then", "valid_to"))
    nearest = org.labels_as_of([row[0] for row in rows if row[2] is None], on)
    return {
        pk: (code, name or (nearest[pk].name if pk in nearest else code), valid_to) for pk, code, name, valid_to in rows
    }


def _programme_rows(own: list[ClassFact], people: list[Attendance]) -> tuple[ProgrammeRow, ...]:
    code_of = {fact.id: fact.programme_code for fact in own}
    counted = tally(people, lambda class_id, _sender: code_of[class_id])
    by_code: dict[str, list[ClassFact]] = {}
    for fact in sorted(own, key=lambda fact: (fact.position, fact.programme_code)):
        by_code.setdefault(fact.programme_code, []).append(fact)
    rows = []
    for code, facts in by_code.items():
        counts = counted.get(code, Counts())
        rows.append(
            ProgrammeRow(
                code=code,
                name=facts[0].programme_name,
                classes=len(facts),
                participations=counts.participations,
                persons=counts.persons,
                female=counts.female,
                report_phrase=facts[0].report_phrase,
                people_phrase=facts[0].people_phrase,
            )
        )
    return tuple(rows)


def beside_rows(
    facts: list[ClassFact],
    people: list[Attendance],
    names: dict[int, tuple[str, str, date]],
    question: Question,
    *,
    is_named: bool = True,
) -> tuple[BesideRow, ...]:
    """Rows by programme and partner; `is_named`: with the name where it is one class, which is told of joint ones."""
    by_row: dict[tuple[int, str, str], list[ClassFact]] = {}
    key_of: dict[int, tuple[int, str, str]] = {}
    for fact in facts:
        partner = names[fact.partner_id][0] if fact.partner_id else ""
        key_of[fact.id] = (fact.position, fact.programme_code, partner)
        by_row.setdefault(key_of[fact.id], []).append(fact)
    counted = tally(people, lambda class_id, _sender: key_of[class_id])
    rows = []
    for key in sorted(by_row):
        first = by_row[key][0]
        counts = counted.get(key, Counts())
        rows.append(
            BesideRow(
                code=first.programme_code,
                name=first.programme_name,
                partner=names[first.partner_id][1] if first.partner_id else "",
                partner_code=key[2],
                classes=len(by_row[key]),
                participations=counts.participations,
                persons=counts.persons,
                female=counts.female,
                class_name=first.name if is_named and len(by_row[key]) == 1 else "",
                report_phrase=first.report_phrase,
                people_phrase=first.people_phrase,
                is_carried_over=all(fact.opens_on < question.from_ for fact in by_row[key]),
            )
        )
    return tuple(rows)


def _sender_rows(
    people: list[Attendance],
    branch: dict[tuple[int, int], tuple[int, bool]],
    names: dict[int, tuple[str, str, date]],
    seen_on: date | None,
) -> tuple[SenderRow, ...]:
    counted = tally(people, lambda class_id, sender: branch[class_id, sender])
    seen_in: dict[tuple[int, bool], set[int]] = {}
    for (class_id, _sender), place in branch.items():
        seen_in.setdefault(place, set()).add(class_id)
    ended = {pk for pk, (_code, _name, valid_to) in names.items() if seen_on is not None and valid_to <= seen_on}
    rows = [
        SenderRow(
            code=names[place[0]][0],
            name=wording.past_unit(names[place[0]][1]) if place[0] in ended else names[place[0]][1],
            classes=len(seen_in[place]),
            participations=counts.participations,
            persons=counts.persons,
            female=counts.female,
            is_below=place[1],
            is_past=place[0] in ended,
        )
        for place, counts in counted.items()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_below, row.is_past, -row.participations, row.name)))
