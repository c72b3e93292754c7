"""Numbers of the unit's register of papers: given without gaps, with the day, and never used again."""

from datetime import date, datetime

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.official_papers import wording
from hocvien.official_papers.constants import MOST_TOLD_APART, RECOGNITION, REVIEWS, SYMBOLS, WITH_NAMES
from hocvien.official_papers.errors import (
    FiguresDiffer,
    IssuedTooEarly,
    IssuedTooLate,
    NotYetRecognised,
    PaperNotFound,
    PaperNotNumbered,
    ReasonNeeded,
    RegisterBegun,
    SymbolMissing,
)
from hocvien.official_papers.models import (
    FigureBlock,
    MeasureOutcome,
    MeasureState,
    OfficialPaper,
    PaperRegister,
    PaperState,
)
from hocvien.official_papers.operations.holding import check, lock_draft
from hocvien.official_papers.queries.causes import kept_for
from hocvien.official_papers.queries.contents import PaperRead, head_told, read_paper
from hocvien.official_papers.queries.measures import open_measures
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.rollup import api as rollup


@transaction.atomic
def number_paper(
    *, actor: User | None, paper: OfficialPaper, now: datetime, today: date, reason: str = ""
) -> OfficialPaper:
    """Give the draft the next number of its register and fix its head, words and figures. A decision on results has its own number already.

    `reason`: why figures of the text stay other than those the program computes. Raises NotAllowed, PaperNumbered, FiguresDiffer,
    SymbolMissing, IssuedTooLate, IssuedTooEarly, NotYetRecognised. The register is locked last, before the journal: whatever is
    counted is counted before.
    """
    row = lock_draft(actor, paper, today)
    if row.issued_on > today:
        raise IssuedTooLate(row.issued_on)
    rollup.settle(now=now)
    read = read_paper(row, today, not_before=now)
    wrong = [one for one in read.findings if one.is_wrong]
    if wrong and not reason.strip():
        raise FiguresDiffer(len(wrong))
    if row.kind in WITH_NAMES and row.training_class is not None and row.recognition is None:
        raise NotYetRecognised(row.training_class.name)
    if row.kind == RECOGNITION and row.recognition is not None:
        row.issued_on = row.recognition.decided_on
    row.head = head_told(row)
    if not row.head["symbol"] and row.kind != RECOGNITION:
        raise SymbolMissing
    _fix_contents(row, read)
    behind = _facts_behind(read, actor=actor, today=today)
    row.kept_reason = clean_name(reason) if wrong else ""
    row.state, row.numbered_by, row.numbered_at = PaperState.NUMBERED, actor, now
    if row.kind == RECOGNITION and row.recognition is not None:
        row.number_text = row.recognition.number
    else:
        _take_number(row)
    check(row)
    row.save()
    _keep_facts(row, behind, actor=actor, now=now)
    said = {"number": row.number_text, "issued_on": row.issued_on.isoformat()}
    if row.kept_reason:
        said |= {"kept_reason": row.kept_reason, "differ": ", ".join(one.text for one in wrong)}
    journal.record(
        actor=actor,
        verb="official_papers.number_paper",
        subject=row,
        unit_code=row.unit.code,
        before={"number": ""},
        after=said,
        at=now,
    )
    return row


@transaction.atomic
def annul_paper(*, actor: User | None, paper: OfficialPaper, reason: str, now: datetime, today: date) -> OfficialPaper:
    """Take a numbered paper back: it stays readable with its number and the reason. Raises NotAllowed, PaperNotNumbered, ReasonNeeded."""
    rows = OfficialPaper.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.filter(pk=paper.pk).first()
    if row is None:
        raise PaperNotFound
    access.require(actor, access.Permission.OFFICIAL_WRITE, row.unit, today)
    if row.state != PaperState.NUMBERED:
        raise PaperNotNumbered
    if not reason.strip():
        raise ReasonNeeded
    row.state, row.annulled_by, row.annulled_at = PaperState.ANNULLED, actor, now
    row.annulled_reason = clean_name(reason)
    check(row)
    row.save()
    journal.record(
        actor=actor,
        verb="official_papers.annul_paper",
        subject=row,
        unit_code=row.unit.code,
        before={"state": PaperState.NUMBERED},
        after={"state": PaperState.ANNULLED, "reason": row.annulled_reason},
        at=now,
    )
    return row


@transaction.atomic
def begin_register(
    *, actor: User | None, unit: org.Unit, kind: str, year: int, last_number: int, now: datetime, today: date
) -> PaperRegister:
    """Say which number was given last outside the program, before the first is given here. Raises NotAllowed, RegisterBegun."""
    access.require(actor, access.Permission.OFFICIAL_WRITE, unit, today)
    row = _locked_register(unit, year, SYMBOLS[kind])
    if row.last_number != row.begun_after:
        raise RegisterBegun(row.symbol, year)
    was, row.begun_after, row.last_number = row.begun_after, last_number, last_number
    check(row)
    row.save()
    journal.record(
        actor=actor,
        verb="official_papers.begin_register",
        subject=row,
        unit_code=unit.code,
        before={"begun_after": was},
        after={"symbol": row.symbol, "year": year, "begun_after": last_number},
        at=now,
    )
    return row


def _take_number(row: OfficialPaper) -> None:
    """The next of the register of the unit, the year of issue and the kind; numbers go up with the days."""
    register = _locked_register(row.unit, row.issued_on.year, SYMBOLS[row.kind])
    last = register.papers.order_by("-number").first()
    if last is not None and last.issued_on > row.issued_on:
        raise IssuedTooEarly(row.issued_on, last.number_text, last.issued_on)
    register.last_number += 1
    register.save(update_fields=["last_number"])
    is_party = row.head["layout"] != org.PaperLayout.STATE
    row.register, row.number = register, register.last_number
    row.number_text = wording.number_words(row.number, row.kind, row.head["symbol"], is_party=is_party)


def _locked_register(unit: org.Unit, year: int, symbol: str) -> PaperRegister:
    key = {"unit_id": unit.pk, "year": year, "symbol": symbol}
    PaperRegister.objects.bulk_create([PaperRegister(**key)], ignore_conflicts=True)
    return PaperRegister.objects.select_for_update().get(**key)


def _fix_contents(row: OfficialPaper, read: PaperRead) -> None:
    """Words and figures as they are now, for good; measures nobody told of stay open."""
    for kind, live in read.live_texts.items():
        section, _is_made = row.sections.get_or_create(kind=kind)
        section.text = section.text or live
        section.save(update_fields=["text"])
    for block, grid in zip(read.blocks, read.grids, strict=False):
        block.kept = grid.as_kept()
        block.save(update_fields=["kept"])
    if row.kind in REVIEWS:
        told = set(row.outcomes.values_list("measure_id", flat=True))
        MeasureOutcome.objects.bulk_create(
            MeasureOutcome(measure=one, paper=row, state=MeasureState.OPEN)
            for one in open_measures(row.unit_id).exclude(paper=row)
            if one.pk not in told
        )


def _facts_behind(
    read: PaperRead, *, actor: User | None, today: date
) -> list[tuple[reporting.AnswerTaken, list[FigureBlock]]]:
    """What the tables are counted from, one answer for those of the same question; nothing of what is too large to be read one by one."""
    together: dict[reporting.Question, list[FigureBlock]] = {}
    for block in read.blocks:
        if read.live.size(block) <= MOST_TOLD_APART:
            together.setdefault(read.live.question(block), []).append(block)
    found = []
    for question, blocks in together.items():
        unit = blocks[0].unit
        if actor is not None and not access.can(actor, access.Permission.REPORT_VIEW, unit, today):
            continue
        try:
            taken = reporting.take_answer(actor, unit=unit, question=question, breakdowns=kept_for(blocks), on=today)
        except reporting.FactsTooMany:
            # the table is kept as it reads; only why it would differ cannot be told
            continue
        found.append((taken, blocks))
    return found


def _keep_facts(
    row: OfficialPaper,
    behind: list[tuple[reporting.AnswerTaken, list[FigureBlock]]],
    *,
    actor: User | None,
    now: datetime,
) -> None:
    """The answers under the paper's number, each led to by its tables, whose rows are locked already."""
    for taken, blocks in behind:
        kept = reporting.keep_answer(
            actor=actor,
            taken=taken,
            title=f"{row.number_text}, {row.subject}",
            now=now,
            paper_of=row.unit,
            is_generated=row.is_generated,
        )
        FigureBlock.objects.filter(pk__in=[block.pk for block in blocks]).update(facts=kept)
