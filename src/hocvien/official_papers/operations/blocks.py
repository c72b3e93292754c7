"""Figures of a draft: tables of the standard report, and any question of measures by dimensions; added, taken out, carried to another paper."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.periods import Period, period_between
from hocvien.common.text import clean_name
from hocvien.official_papers.constants import MOST_BLOCKS, MOST_COLUMNS, OF_PERIOD, QUESTION
from hocvien.official_papers.errors import PaperNotFound, TableTooWide, TooMany, UnitBeside
from hocvien.official_papers.models import FigureBlock, OfficialPaper
from hocvien.official_papers.operations.holding import check, lock_draft, tell
from hocvien.official_papers.queries.live import Live
from hocvien.official_papers.queries.questions import columns_of
from hocvien.org import api as org
from hocvien.reporting import api as reporting


@transaction.atomic
def add_block(
    *,
    actor: User | None,
    paper: OfficialPaper,
    kind: str,
    now: datetime,
    today: date,
    period: Period | None = None,
) -> FigureBlock:
    """Another table of figures, of the paper's days or of others. Raises NotAllowed, PaperNumbered, PaperRefused, TooMany."""
    row = _lock_for_one_more(actor, paper, today)
    block = put_block(row, kind, period)
    said = {"block": kind, "first_on": block.first_on, "last_on": block.last_on}
    tell(row, "official_papers.add_block", actor, now, said)
    return block


@transaction.atomic
def add_question(
    *,
    actor: User | None,
    paper: OfficialPaper,
    breakdown: reporting.Breakdown,
    now: datetime,
    today: date,
    unit: org.Unit | None = None,
    period: Period | None = None,
    basis: str = "",
    seen_on: date | None = None,
    title: str = "",
) -> FigureBlock:
    """Figures of any question of measures by dimensions, of the paper's unit, days and basis or of others: a table, or a sentence.

    Of a unit below too, never of one beside. Told by something sensitive it is put by those who may see the people of both units, and the paper is
    for such readers alone. Raises NotAllowed, PaperNumbered, PaperRefused, TooMany, UnitBeside, TableTooWide,
    MeasureUnknown, DimensionUnknown. The question is asked once.
    """
    row = _lock_for_one_more(actor, paper, today)
    about = unit or row.unit
    if about.pk != row.unit_id:
        _require_below(actor, about, row, today)
    block = _new_block(row, QUESTION, period)
    block.unit, block.asked, block.title = about, breakdown.as_json(), clean_name(title)
    block.basis, block.seen_on = basis or block.basis, seen_on
    block.is_sensitive = reporting.is_sensitive(breakdown)
    if block.is_sensitive:
        for one in (row.unit, about):
            access.require(actor, access.Permission.PERSON_VIEW, one, today)
    check(block)
    told = Live(today).measured(block)
    if columns_of(told) > MOST_COLUMNS:
        raise TableTooWide(columns_of(told), MOST_COLUMNS)
    block.save()
    said = {"block": QUESTION, "unit": about.code, "first_on": block.first_on, "last_on": block.last_on, **block.asked}
    tell(row, "official_papers.add_block", actor, now, said)
    return block


@transaction.atomic
def remove_block(*, actor: User | None, paper: OfficialPaper, block: UUID, now: datetime, today: date) -> None:
    """Take a table out of a draft. Raises NotAllowed, PaperNumbered, PaperNotFound (no such table)."""
    row = lock_draft(actor, paper, today)
    found = row.blocks.filter(uuid=block).first()
    if found is None:
        raise PaperNotFound
    said = {"block": found.kind}
    found.delete()
    tell(row, "official_papers.remove_block", actor, now, said)


def put_block(paper: OfficialPaper, kind: str, period: Period | None = None) -> FigureBlock:
    """A table below the others, of the paper's days or of others."""
    block = _new_block(paper, kind, period)
    check(block)
    block.save()
    return block


def carry_block(before: OfficialPaper, made: OfficialPaper, block: FigureBlock) -> None:
    """The same table in another paper: of that paper's days, or as many years before them as it was."""
    is_of_days = (block.first_on, block.last_on) == (before.first_on, before.last_on)
    copied = _new_block(made, block.kind, None if is_of_days else _moved(before, made, block))
    copied.unit, copied.asked, copied.title, copied.basis = block.unit, block.asked, block.title, block.basis
    copied.is_sensitive = block.is_sensitive
    check(copied)
    copied.save()


def _moved(before: OfficialPaper, made: OfficialPaper, block: FigureBlock) -> Period | None:
    """Days of a table moved by whole years with those of the paper; None where these did not move by whole years."""
    assert before.first_on is not None
    assert made.first_on is not None
    assert before.last_on is not None
    years = made.first_on.year - before.first_on.year
    if (made.first_on, made.last_on) != (_years_on(before.first_on, years), _years_on(before.last_on, years)):
        return None
    return period_between(_years_on(block.first_on, years), _years_on(block.last_on, years))


def _new_block(paper: OfficialPaper, kind: str, period: Period | None) -> FigureBlock:
    """Below the last, of the paper's unit, days and basis; not kept yet."""
    assert paper.first_on is not None
    assert paper.last_on is not None
    last = paper.blocks.order_by("-position").values_list("position", flat=True).first() or 0
    return FigureBlock(
        paper=paper,
        position=last + 1,
        kind=kind,
        unit=paper.unit,
        first_on=period.from_ if period else paper.first_on,
        last_on=period.to if period else paper.last_on,
        term=period.name if period else paper.term,
        basis=paper.basis,
        seen_on=paper.seen_on,
    )


def _lock_for_one_more(actor: User | None, paper: OfficialPaper, today: date) -> OfficialPaper:
    row = lock_draft(actor, paper, today)
    if row.kind not in OF_PERIOD:
        raise PaperNotFound
    if row.blocks.count() >= MOST_BLOCKS:
        raise TooMany(MOST_BLOCKS)
    return row


def _require_below(actor: User | None, unit: org.Unit, paper: OfficialPaper, today: date) -> None:
    """Figures of a unit below go into the paper of one above, by who may see them."""
    access.require(actor, access.Permission.REPORT_VIEW, unit, today)
    if not org.descendant_ids_as_of(paper.unit_id, today, with_past=True).filter(descendant_id=unit.pk).exists():
        raise UnitBeside


def _years_on(day: date, years: int) -> date:
    """29 February becomes the 28th."""
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)
