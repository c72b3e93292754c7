"""What was published of a unit and period, beside what the program counts; and terms of office known from publications alone."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hocvien.common.periods import Period
from hocvien.common.wording import official_date
from hocvien.figures import api as figures
from hocvien.org import api as org
from hocvien.reporting.constants import PART, SAME, WIDER
from hocvien.reporting.data import Published, PublishedLine

_TERM = re.compile(r"((?:19|20)\d\d)\D+((?:19|20)\d\d)")
_TERM_CODE = re.compile(r"nk((?:19|20)\d\d)", re.ASCII | re.IGNORECASE)


def published_of_period(unit: org.Unit, from_: date, to: date, *, term: str = "") -> tuple[Published, ...]:
    """What was published of exactly these days or of this term by its name, then of parts of them; for a term of which nothing else was, of more.

    A period that only overlaps the days is left out. Two queries, a third where a line is of a programme only the catalogue has.
    """
    years = _years_of(term)
    first, last = (min(from_, date(years[0], 1, 1)), max(to, date(years[1], 12, 31))) if years else (from_, to)
    found = figures.told_of(unit.pk, between=(first, last))
    fitting = [(fit, one) for one in found if (fit := _fit(one, from_, to, years))]
    near = [(fit, one) for fit, one in fitting if fit != WIDER] or (fitting if years else [])
    told = published_from(one for _fit_of, one in near)
    by_fit = [replace(one, fit=fit) for one, (fit, _one) in zip(told, near, strict=True)]
    return tuple(sorted(by_fit, key=lambda one: (SAME, PART, WIDER).index(one.fit)))


def published_from(found: Iterable[figures.Told]) -> list[Published]:
    """Published figures with their programmes named; one query where a line is of a programme only the catalogue has."""
    told = list(found)
    codes = {line.programme for one in told for line in one.lines}
    own = {code: str(name) for code, name in figures.PROGRAMME_CODES.items()}
    names = own if codes <= {"", *own} else figures.programme_names()
    return [_published(one, names) for one in told]


def read_period(code: str, unit: org.Unit, on: date, *, until: date) -> Period:
    """As `org.read_period`; a term nobody recorded at the unit is understood where one published period of it is called so.

    Its days are those of the publication. One query more for such a term.
    """
    try:
        return org.read_period(code, unit, on, until=until)
    except org.TermUnknown:
        asked = _TERM_CODE.fullmatch(code.strip())
        found = [one for one in published_terms(unit.pk) if asked and one.code == f"nk{asked[1]}"]
        if not found:
            raise
        return found[0]


def published_terms(unit_id: int) -> list[Period]:
    """Terms of office known from publications of the unit alone, newest first, each under the code `read_period` understands; one query.

    Of two that begin in one year and differ in their days none is told.
    """
    told: dict[str, list[tuple[tuple[int, int], date, date]]] = {}
    for one in figures.terms_told_of(unit_id):
        told.setdefault(f"nk{one[0][0]}", []).append(one)
    return [
        Period(code, first, last + timedelta(days=1), f"{years[0]}–{years[1]}")
        for code, found in sorted(told.items(), reverse=True)
        if len(found) == 1
        for years, first, last in found
    ]


def _years_of(term: str) -> tuple[int, int] | None:
    found = _TERM.search(term)
    return (int(found[1]), int(found[2])) if found else None


def _fit(told: figures.Told, from_: date, to: date, years: tuple[int, int] | None) -> str:
    if (told.first_on, told.last_on) == (from_, to) or (years is not None and told.term == years):
        return SAME
    if from_ <= told.first_on and told.last_on <= to:
        return PART
    return WIDER if told.first_on <= from_ and to <= told.last_on else ""


def _published(told: figures.Told, names: dict[str, str]) -> Published:
    return Published(
        label=told.label,
        first_on=told.first_on,
        last_on=told.last_on,
        classes=told.classes,
        participants=told.participants,
        participants_to=told.participants_to,
        counted_as=told.counted_as,
        qualifier=told.qualifier,
        source=told.source,
        uuid=told.uuid,
        is_summed=told.is_summed,
        are_days_assumed=told.are_days_assumed,
        is_generated=told.is_generated,
        citation=_citation(told.citation),
        note=told.note,
        lines=tuple(
            PublishedLine(
                code=line.programme,
                name=names.get(line.programme) or line.name,
                part=line.kind,
                classes=line.classes,
                participants=line.participants,
                participants_to=line.participants_to,
                counted_as=line.counted_as,
                qualifier=line.qualifier,
                is_intakes=line.is_intakes,
            )
            for line in told.lines
        ),
    )


def _citation(one: figures.Citation) -> str:
    """Where it can be read, in one line."""
    day = official_date(one.published_on) if one.published_on else ""
    return ", ".join(text for text in (one.title, one.number, one.publisher, day, one.address) if text)
