"""People sent to classes of others by a decision, counted beside the own total and never in it.

The counting and the list of people behind a figure start from `sent_out`, so they cannot disagree. A unit belongs where it stood on the day of the
decision, or where it is found through the structure of `seen_on`.
"""

from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from hocvien.catalogue import api as catalogue
from hocvien.common.among import among
from hocvien.common.intervals import day_after
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.reporting.arithmetic import branch_of, tally
from hocvien.reporting.constants import RUNNING
from hocvien.reporting.data import Attendance, BesideRow, Counts, Question, SentOut, SentRow
from hocvien.reporting.queries.behind import ask_on_bases, is_through, lineages_between
from hocvien.sending import api as sending

NO_LEVEL = "-"
"""Asks for those sent to what proves no theory level."""

_DECIDED = "decision__decided_on"
_LEVELS = tuple(people.TheoryLevel.values)


def ask_sent(
    *,
    unit: org.Unit,
    from_: date,
    to: date,
    basis: str = sending.DECIDED,
    known_on: date | None = None,
    seen_on: date | None = None,
) -> Question:
    """A question about people sent. `basis`: decided, opened, finished. Raises BasisUnknown, or `period_upside_down`. At most one query."""
    return ask_on_bases(sending.BASES, unit=unit, from_=from_, to=to, basis=basis, known_on=known_on, seen_on=seen_on)


def sent_out(question: Question) -> QuerySet[Any]:
    """Exactly the people sent that a question counts, the unit's own and those of units below it."""
    after = day_after(question.to)
    rows: QuerySet[Any]
    if question.basis == RUNNING:
        rows = sending.running_facts(from_=question.from_, to_exclusive=after)
    else:
        rows = sending.sent_facts(from_=question.from_, to_exclusive=after, basis=question.basis)
    if question.known_on is not None:
        rows = rows.filter(Q(day__lte=question.known_on))
    if question.seen_on is not None and is_through(question):
        below = org.descendant_ids_as_of(question.unit_id, question.seen_on, with_past=True)
        return rows.filter(sending_unit__in=below)
    rows = rows.filter(Q(org.within_on(question.unit_id, "sending_unit", _DECIDED)))
    if question.below is not None:
        return rows.filter(among("sending_unit", question.below))
    # a decision may be of later than the days asked
    return rows.filter(sending_unit__in=org.descendant_ids_ever(question.unit_id, date.min, date.max))


def sent_behind(
    question: Question,
    *,
    programme_code: str = "",
    issuer: str = "",
    sender_code: str = "",
    year: int | None = None,
    level: str = "",
) -> QuerySet[Any]:
    """The people behind one figure. Raises UnitNotFound. A sender is a branch as `count_sent_out` tells it; one query more."""
    rows = sent_out(question)
    if programme_code:
        rows = rows.filter(programme_code=programme_code)
    if issuer:
        rows = rows.filter(issuer_name=issuer)
    if year is not None:
        rows = rows.filter(day__year=year)
    if level == NO_LEVEL:
        rows = rows.exclude(programme_code__in=list(sending.LEVELS))
    elif level:
        rows = rows.filter(programme_code__in=[code for code, one in _level_codes() if one == level])
    if sender_code:
        wanted = org.get_unit(sender_code).pk
        facts = list(rows.order_by().values_list("pk", "sending_unit_id", _DECIDED))
        branches = _branches(question, {(sender, day) for _pk, sender, day in facts})
        rows = rows.filter(pk__in=[pk for pk, sender, day in facts if branches[sender, day] == wanted])
    return rows


def count_sent_out(question: Question) -> SentOut:
    """How many were sent, in all and by programme, unit, level and year; participations add up, persons need not. Four queries."""
    fields = (
        "person_id",
        "sex",
        "pk",
        "sending_unit_id",
        "day",
        _DECIDED,
        "programme_code",
        "issuer_name",
        "person__is_generated",
    )
    facts = list(sent_out(question).order_by().values_list(*fields))
    branches = _branches(question, {(row[3], row[5]) for row in facts})
    names = {
        pk: (code, name or code)
        for pk, code, name in org.Unit.objects.filter(pk__in=set(branches.values()))
        .annotate(name_then=org.name_subquery("pk", question.seen_on or question.to))
        .values_list("pk", "code", "name_then")
    }
    programmes = {one.code: one for one in catalogue.list_programmes()}
    level_of = dict(_level_codes())
    attended = [Attendance(*row[:4]) for row in facts]
    keys = {
        row[2]: {
            "programme": row[6],
            "unit": branches[row[3], row[5]],
            "level": level_of.get(row[6], ""),
            "year": row[4].year,
        }
        for row in facts
    }

    def rows(dimension: str, say: Any, order: Any) -> tuple[SentRow, ...]:
        counted: dict[Hashable, Counts] = tally(attended, lambda pk, _sender: keys[pk][dimension])
        made = []
        for key, counts in counted.items():
            code, title = say(key)
            made.append(SentRow(code, title, counts.participations, counts.persons, counts.female))
        return tuple(sorted(made, key=order))

    return SentOut(
        unit_code=org.codes_by_id([question.unit_id])[question.unit_id],
        from_=question.from_,
        to=question.to,
        basis=question.basis,
        totals=tally(attended, lambda _pk, _sender: True).get(True, Counts()),
        by_programme=rows(
            "programme", lambda code: (code, programmes[code].name), lambda row: programmes[row.code].position
        ),
        by_unit=rows("unit", lambda pk: names[pk], lambda row: (-row.participations, row.title)),
        by_level=rows(
            "level",
            lambda level: (level, str(people.TheoryLevel(level).label) if level else ""),
            lambda row: _LEVELS.index(row.code) if row.code else -1,
        ),
        by_year=rows("year", lambda year: (str(year), str(year)), lambda row: row.code),
        is_generated=any(row[8] for row in facts),
    )


def outside_rows(question: Question) -> tuple[list[BesideRow], bool]:
    """(rows of a report about those sent by a notice, by programme and school; whether any of them is generated). One query, or two."""
    fields = ("person_id", "sex", "notice_id", "sending_unit_id", "programme_code", "issuer_name")
    facts = list(sent_out(question).order_by().values_list(*fields, "notice__opens_on", "notice__is_generated"))
    if not facts:
        return [], False
    key_of = {row[2]: (row[4], row[5]) for row in facts}
    opens = {row[2]: row[6] for row in facts}
    programmes = {one.code: one for one in catalogue.list_programmes().filter(code__in={row[4] for row in facts})}
    counted = tally((Attendance(*row[:4]) for row in facts), lambda notice, _sender: key_of[notice])
    made = []
    for (code, issuer), counts in counted.items():
        notices = sorted(pk for pk, key in key_of.items() if key == (code, issuer))
        programme = programmes[code]
        made.append(
            (
                (programme.position, code, issuer),
                BesideRow(
                    code=code,
                    name=programme.name,
                    partner=issuer,
                    classes=len(notices),
                    participations=counts.participations,
                    persons=counts.persons,
                    female=counts.female,
                    report_phrase=programme.report_phrase,
                    people_phrase=programme.people_phrase,
                    is_carried_over=all(opens[pk] < question.from_ for pk in notices),
                    is_outside=True,
                ),
            )
        )
    return [row for _key, row in sorted(made, key=lambda one: one[0])], any(row[7] for row in facts)


def _level_codes() -> list[tuple[str, str]]:
    return list(sending.LEVELS.items())


def _branches(question: Question, places: Iterable[tuple[int, date]]) -> dict[tuple[int, date], int]:
    """(sender, day) → the branch it stands in, seen from the unit asked; at most one query."""
    wanted = set(places)
    days = [question.seen_on or day for _sender, day in wanted]
    lineages = lineages_between(question, {sender for sender, _day in wanted}, days)
    return {
        (sender, day): branch_of(lineages, question.seen_from_id, sender, question.seen_on or day)
        for sender, day in wanted
    }
