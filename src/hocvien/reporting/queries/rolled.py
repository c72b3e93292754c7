"""The same answer as `answer.compute_report`, from the roll-up where this installation keeps one of the unit: whole months from there, the rest live."""

from datetime import date, datetime

from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.org import api as org
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
from hocvien.reporting.queries.answer import names_of
from hocvien.reporting.queries.behind import (
    ask,
)
from hocvien.reporting.queries.parquet.choosing import is_on, size_of
from hocvien.reporting.queries.published import published_of_period
from hocvien.reporting.queries.ragged import ragged_days
from hocvien.rollup import api as rollup

Names = dict[int, tuple[str, str, date]]
Programmes = dict[int, catalogue.Programme]
_OF_PROGRAMMES = {rollup.PROGRAMME, rollup.SENT, rollup.JOINT, rollup.OUTSIDE}


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
    """As `answer.compute_report`, which see: the same rows, the same refusals. At most 8 queries of whole months; some 6 more where
    days at an end are no whole month.

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
        unit=unit,
        from_=from_,
        to=to,
        basis=basis,
        known_on=known_on,
        seen_on=seen_on,
        term=term,
        by_ids=rollup.is_on(),
    )


def _rolled(unit: org.Unit, question: Question, plan: rollup.Plan, term: str) -> Report:
    kept = rollup.kept_of(unit.pk, plan, ragged_days(question, plan) if plan.stretches else {})
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
