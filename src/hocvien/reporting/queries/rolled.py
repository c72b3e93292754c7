"""The same answer as `answer.compute_report`, from the roll-up where this installation keeps one of the unit: whole months from there, the rest live."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.org import api as org
from hocvien.reporting.arithmetic import Branches, partner_of
from hocvien.reporting.constants import OPENED
from hocvien.reporting.data import (
    BesideRow,
    Counts,
    ProgrammeRow,
    Question,
    Report,
    SenderRow,
)
from hocvien.reporting.errors import ReportTooLarge
from hocvien.reporting.queries import answer
from hocvien.reporting.queries.answer import attendances, names_of
from hocvien.reporting.queries.behind import (
    JOINT_ROLES,
    ask,
    joint_classes,
    lineages_between,
    own_classes,
    own_participations,
    sent_participations,
)
from hocvien.reporting.queries.parquet.choosing import is_on, size_of
from hocvien.reporting.queries.published import published_of_period
from hocvien.reporting.queries.sent import sent_out
from hocvien.rollup import api as rollup

Names = dict[int, tuple[str, str, date]]
Programmes = dict[int, catalogue.Programme]
_OF_PROGRAMMES = {rollup.PROGRAMME, rollup.SENT, rollup.JOINT, rollup.OUTSIDE}
_OUTSIDE_FIELDS = (
    "notice_id",
    "notice__is_generated",
    "notice__programme_id",
    "issuer_name",
    "person_id",
    "sex",
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
    not_before: datetime | None = None,
    most: int | None = None,
) -> Report:
    """As `answer.compute_report`, which see: the same rows, the same refusals. At most 8 queries of whole months; at most 10 more where
    days at one end are no whole month, 16 where they are at both.

    From the roll-up by opening and by the structure of the day alone; any other question is counted from facts. While a change waits to be counted there the
    report is as of `counted_at`; where that is before `not_before`, it is counted from facts (see `rollup.settle`). Raises ReportTooLarge where that would be
    of more participations than `most`, as far as a copy for large questions tells.
    """
    if basis == OPENED and seen_on is None and from_ <= to:
        last = to if known_on is None else min(to, known_on)
        plan = rollup.plan_of(unit.pk, from_, last) if from_ <= last else None
        is_old = plan is not None and plan.counted_at and not_before and plan.counted_at < not_before
        if plan is not None and not is_old:
            question = ask(unit=unit, from_=from_, to=to, basis=basis, known_on=known_on)
            return _rolled(unit, question, plan, term)
    if most is not None and is_on():
        size = size_of(ask(unit=unit, from_=from_, to=to, basis=basis, known_on=known_on, seen_on=seen_on))
        if size > most:
            raise ReportTooLarge(size)
    return answer.compute_report(
        unit=unit, from_=from_, to=to, basis=basis, known_on=known_on, seen_on=seen_on, term=term
    )


def _rolled(unit: org.Unit, question: Question, plan: rollup.Plan, term: str) -> Report:
    counted = [_counted(replace(question, from_=first, to=last)) for first, last in plan.stretches]
    if counted:
        counted.append(_joint_counted(question, plan))
    kept = rollup.kept_of(unit.pk, plan, counted)
    names = names_of(
        {
            unit.pk,
            *(key.first for key in kept if key.kind in {rollup.BELOW, rollup.BESIDE}),
            *(key.second for key in kept if key.kind in {rollup.SENT, rollup.JOINT}),
        },
        question.to,
    )
    wanted = {key.first for key in kept if key.kind in _OF_PROGRAMMES}
    programmes = {one.pk: one for one in catalogue.list_programmes().filter(pk__in=wanted)} if wanted else {}
    totals = kept.get(rollup.Key(rollup.TOTAL), rollup.Figures())
    return Report(
        unit_code=unit.code,
        unit_name=names[unit.pk][1],
        from_=question.from_,
        to=question.to,
        basis=question.basis,
        classes=totals.classes,
        totals=_counts(totals),
        programmes=_programme_rows(kept, programmes),
        joint=_beside_rows(rollup.JOINT, kept, programmes, names),
        sent=(*_beside_rows(rollup.SENT, kept, programmes, names), *_outside_rows(kept, programmes)),
        by_sending_unit=_sender_rows(kept, names),
        known_on=question.known_on,
        term=term,
        seen_on=None,
        published=published_of_period(unit, question.from_, question.to, term=term),
        is_generated=rollup.Key(rollup.GENERATED) in kept,
        counted_at=plan.counted_at,
    )


def _counted(question: Question) -> dict[rollup.Key, rollup.Met]:
    """A stretch of days from its facts, by group; six queries."""
    found: dict[rollup.Key, rollup.Met] = {}
    rows = list(own_classes(question).values_list("pk", "programme_id", "opens_on", "is_generated"))
    own = [row[0] for row in rows]
    people = attendances(own_participations(question, own)) if rows else []
    programme_of = {pk: programme for pk, programme, _day, _generated in rows}
    day_of = {pk: day for pk, _programme, day, _generated in rows}
    lineages = lineages_between(question, {one.sender_id for one in people}, day_of.values())
    branch: dict[tuple[int, int], rollup.Key] = {}
    branches = Branches(lineages, question.unit_id)
    for class_id, sender in {(one.class_id, one.sender_id) for one in people}:
        place, is_below = branches.of(sender, day_of[class_id])
        branch[class_id, sender] = rollup.Key(rollup.BELOW if is_below else rollup.BESIDE, place)
    held = {
        (pk, key)
        for pk, programme, *_rest in rows
        for key in (rollup.Key(rollup.TOTAL), rollup.Key(rollup.PROGRAMME, programme))
    }
    held |= {(pk, rollup.Key(rollup.GENERATED)) for pk, _programme, _day, is_generated in rows if is_generated}
    held |= {(class_id, key) for (class_id, _sender), key in branch.items()}
    for person, sex, class_id, sender in people:
        keys = (
            rollup.Key(rollup.TOTAL),
            rollup.Key(rollup.PROGRAMME, programme_of[class_id]),
            branch[class_id, sender],
        )
        _meet(found, keys, person, sex)
    fields = ("training_class_id", "training_class__is_generated", "programme_id", "opened_by_id", "person_id", "sex")
    known = [*own, *joint_classes(question).values_list("pk", flat=True)]
    sent: Any = sent_participations(question, known).order_by().values_list(*fields)
    for class_id, is_generated, programme, opener, person, sex in sent:
        key = rollup.Key(rollup.SENT, programme, opener)
        held |= {(class_id, key), *([(class_id, rollup.Key(rollup.GENERATED))] if is_generated else ())}
        _meet(found, (key,), person, sex)
    outside: Any = sent_out(question).order_by().values_list(*_OUTSIDE_FIELDS)
    for notice, is_generated, programme, issuer, person, sex in outside:
        key = rollup.Key(rollup.OUTSIDE, programme, name=issuer)
        # below zero: no class has that id
        held |= {(-notice, key), *([(-notice, rollup.Key(rollup.GENERATED))] if is_generated else ())}
        _meet(found, (key,), person, sex)
    for _class_id, key in held:
        found.setdefault(key, rollup.Met()).classes += 1
    return found


def _joint_counted(question: Question, plan: rollup.Plan) -> dict[rollup.Key, rollup.Met]:
    """Joint classes that run on days which are no whole month, by programme and partner; three queries.

    Those that run in the whole months too are counted there, as carried over where they open before; of one that opens in the days it is taken back.
    """
    assert plan.first is not None
    first, last = (question.from_, plan.stretches[-1][1])
    found: dict[rollup.Key, rollup.Met] = {}
    beside = Q(closes_on__lt=plan.first)
    for begins, ends in plan.stretches:
        beside |= Q(opens_on__range=(begins, ends))
    fields = ("pk", "programme_id", "opens_on", "closes_on", "is_generated", *(f"{role}_id" for role in JOINT_ROLES))
    rows = list(joint_classes(replace(question, to=last)).filter(beside).values_list(*fields))
    lineages = lineages_between(question, {role for row in rows for role in row[5:] if role}, [row[2] for row in rows])
    key_of: dict[int, rollup.Key] = {}
    for pk, programme, opens_on, closes_on, is_generated, *roles in rows:
        partner = partner_of(lineages, question.seen_from_id, roles, opens_on) or 0
        group = found.setdefault(rollup.Key(rollup.JOINT, programme, partner), rollup.Met())
        if rollup.FIRST_DAY <= opens_on < plan.first <= closes_on:
            group.carried -= 1
            continue
        key_of[pk] = rollup.Key(rollup.JOINT, programme, partner)
        group.classes += 1
        group.ids += pk
        group.carried += opens_on < first
        if is_generated:
            found.setdefault(rollup.Key(rollup.GENERATED), rollup.Met()).classes += 1
    people = classes.Participation.objects.filter(classes.counts(), among("training_class_id", key_of))
    for person, sex, class_id, _sender in attendances(people) if key_of else ():
        _meet(found, (key_of[class_id],), person, sex)
    return found


def _meet(found: dict[rollup.Key, rollup.Met], keys: Iterable[rollup.Key], person: int, sex: str) -> None:
    for key in keys:
        group = found.setdefault(key, rollup.Met())
        group.participations += 1
        group.persons.add(person)
        if sex == "female":
            group.female.add(person)


def _counts(one: rollup.Figures) -> Counts:
    return Counts(one.participations, one.persons, one.female)


def _programme_rows(kept: dict[rollup.Key, rollup.Figures], programmes: Programmes) -> tuple[ProgrammeRow, ...]:
    rows = [(programmes[key.first], one) for key, one in kept.items() if key.kind == rollup.PROGRAMME]
    return tuple(
        ProgrammeRow(
            code=programme.code,
            name=programme.name,
            classes=one.classes,
            participations=one.participations,
            persons=one.persons,
            female=one.female,
            report_phrase=programme.report_phrase,
            people_phrase=programme.people_phrase,
        )
        for programme, one in sorted(rows, key=lambda row: (row[0].position, row[0].code))
    )


def _beside_rows(
    asked: int, kept: dict[rollup.Key, rollup.Figures], programmes: Programmes, names: Names
) -> tuple[BesideRow, ...]:
    """Rows of groups that are a programme and a unit; one query more where any of joint classes is of a class alone."""
    rows = [(programmes[key.first], names[key.second], one) for key, one in kept.items() if key.kind == asked]
    alone = [one.ids for _programme, _unit, one in rows if one.classes == 1 and asked == rollup.JOINT]
    named = dict(classes.TrainingClass.objects.filter(among("pk", alone)).values_list("pk", "name")) if alone else {}
    return tuple(
        BesideRow(
            code=programme.code,
            name=programme.name,
            partner=name,
            partner_code=code,
            classes=one.classes,
            participations=one.participations,
            persons=one.persons,
            female=one.female,
            class_name=named.get(one.ids, "") if one.classes == 1 else "",
            report_phrase=programme.report_phrase,
            people_phrase=programme.people_phrase,
            is_carried_over=one.carried == one.classes,
        )
        for programme, (code, name, _ends), one in sorted(
            rows, key=lambda row: (row[0].position, row[0].code, row[1][0])
        )
    )


def _outside_rows(kept: dict[rollup.Key, rollup.Figures], programmes: Programmes) -> tuple[BesideRow, ...]:
    """As `sent.outside_rows`."""
    rows = [(programmes[key.first], key.name, one) for key, one in kept.items() if key.kind == rollup.OUTSIDE]
    return tuple(
        BesideRow(
            code=programme.code,
            name=programme.name,
            partner=issuer,
            classes=one.classes,
            participations=one.participations,
            persons=one.persons,
            female=one.female,
            report_phrase=programme.report_phrase,
            people_phrase=programme.people_phrase,
            is_outside=True,
        )
        for programme, issuer, one in sorted(rows, key=lambda row: (row[0].position, row[0].code, row[1]))
    )


def _sender_rows(kept: dict[rollup.Key, rollup.Figures], names: Names) -> tuple[SenderRow, ...]:
    rows = [
        SenderRow(
            code=names[key.first][0],
            name=names[key.first][1],
            classes=one.classes,
            participations=one.participations,
            persons=one.persons,
            female=one.female,
            is_below=key.kind == rollup.BELOW,
            is_past=False,
        )
        for key, one in kept.items()
        if key.kind in {rollup.BELOW, rollup.BESIDE}
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_below, -row.participations, row.name)))
