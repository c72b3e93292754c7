"""A paper as it reads: the head of its layout, its parts, its tables. Screen, DOCX and PDF are written from this."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from hocvien.classes import api as classes
from hocvien.common.text import fold
from hocvien.common.together import read_together
from hocvien.common.wording import official_date
from hocvien.figures import api as figures
from hocvien.official_papers import wording
from hocvien.official_papers.arithmetic.checking import compare
from hocvien.official_papers.constants import (
    FIGURES,
    GROUNDS,
    LEARNERS,
    MARGINS,
    OF_CLASS,
    ORDER,
    ORDER_JOINED,
    RECOGNITION,
    RESULTS,
    REVIEWS,
    SECTIONS,
    SOLUTIONS,
    TITLES,
    WITH_NAMES,
)
from hocvien.official_papers.data import (
    Finding,
    Grid,
    MeasureTold,
    PaperContents,
    PaperHeadings,
    Part,
    SectionShown,
    TableChange,
)
from hocvien.official_papers.models import (
    FigureBlock,
    MeasureOutcome,
    MeasureState,
    OfficialPaper,
    Section,
    SectionKind,
)
from hocvien.official_papers.queries.causes import explained
from hocvien.official_papers.queries.grounds import Grounds, grounds_of
from hocvien.official_papers.queries.live import Live
from hocvien.official_papers.queries.measures import decided_in, to_be_told_in, told_of
from hocvien.official_papers.queries.of_class import class_grids, class_narrative
from hocvien.official_papers.queries.questions import changes_between
from hocvien.org import api as org


def headings_of(paper: OfficialPaper) -> PaperHeadings:
    """What stands around the text: of a numbered paper as it was kept, of a draft by the unit's settings that day. At most one query."""
    held = paper.head or head_told(paper)
    is_party = held["layout"] != org.PaperLayout.STATE
    words = paper.number_text or wording.number_words(None, paper.kind, held["symbol"], is_party=is_party)
    if paper.kind == RECOGNITION and paper.recognition is not None:
        words = paper.recognition.number
    return PaperHeadings(
        is_party=is_party,
        superior=held["superior"].upper(),
        body=held["body"].upper(),
        number=wording.number_line(words, is_party=is_party),
        place_and_day=wording.place_and_day(held["place"], paper.issued_on),
        title=TITLES[paper.kind],
        subject=paper.subject,
        stead=paper.stead,
        post=paper.signer_post.upper(),
        signer=paper.signer_name,
        recipients=tuple(line.strip() for line in paper.recipients.splitlines() if line.strip()),
        margins=tuple(held["margins"]),
        is_layout_told=held["is_layout_told"],
        are_margins_told=held["are_margins_told"],
    )


def head_told(paper: OfficialPaper) -> dict[str, Any]:
    """Layout, bodies, place, symbol and margins by the unit's settings of the day of issue, and what the paper itself says. One query."""
    told_layout, told, above, own = org.head_of_papers(paper.unit_id, paper.issued_on)
    layout = paper.layout or told_layout
    margins = (told.top, told.bottom, told.left, told.right)
    return {
        "layout": layout or org.PaperLayout.PARTY,
        "is_layout_told": bool(layout),
        "superior": told.superior or above,
        "body": told.body or own,
        "place": paper.place or told.place,
        "symbol": paper.symbol or told.symbol,
        "margins": [one or usual for one, usual in zip(margins, MARGINS, strict=True)],
        "are_margins_told": any(margins),
    }


class PaperRead:
    """One reading of a paper: contents, sections and what is wrong in them, from figures asked once."""

    def __init__(self, paper: OfficialPaper, today: date, not_before: datetime | None = None) -> None:
        self.paper, self.today = paper, today
        self.live = Live(today, not_before)
        if paper.is_draft and paper.training_class is not None:
            # results may be recognised, or re-opened, after the paper was begun
            paper.recognition = classes.recognition_in_force(paper.training_class)
        asked: list[QuerySet[Any]] = [
            Section.objects.filter(paper=paper),
            FigureBlock.objects.filter(paper=paper).order_by("position"),
        ]
        if paper.kind in REVIEWS:
            asked += [decided_in(paper), to_be_told_in(paper), MeasureOutcome.objects.filter(paper=paper)]
        sections, self._blocks, *of_review = read_together(*asked)
        self._sections: dict[str, Section] = {one.kind: one for one in sections}
        decided, before, outcomes = of_review or ([], [], [])
        self.measures = told_of(decided)
        self.before = told_of(before, outcomes)

    @cached_property
    def figures_text(self) -> str:
        """The text of the figures as the program writes it now."""
        if self.paper.kind in OF_CLASS:
            return class_narrative(self.paper, self.today)
        return self.live.narrative(self.paper)  # type: ignore[arg-type]  # a paper of a period has both days: the database holds it

    @cached_property
    def grounds(self) -> Grounds:
        """What a decision rests on as the program writes it now."""
        return grounds_of(self.paper)

    @property
    def live_texts(self) -> dict[str, str]:
        """Kind of section → what the program writes there while nobody has."""
        told = {FIGURES: self.figures_text}
        return told | {GROUNDS: self.grounds.text} if GROUNDS in SECTIONS[self.paper.kind] else told

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """The tables, as they were kept or anew."""
        if self.paper.kind in OF_CLASS:
            return class_grids(self.paper)
        return tuple(
            self.live.grid(block) if block.kept is None else Grid.from_kept(block.kept) for block in self.blocks
        )

    @cached_property
    def changes(self) -> list[TableChange]:
        """What the tables of a numbered paper would say otherwise today, cell by cell with the causes; every question is asked again."""
        found = (
            (block, changes_between(was, self.live.grid(block)))
            for block, was in zip(self.blocks, self.grids, strict=False)
        )
        return explained([(block, one) for block, one in found if one is not None])

    @cached_property
    def text_changes(self) -> list[Finding]:
        """What the part of figures of a numbered paper says otherwise than figures of today."""
        kept = self._sections[FIGURES].text
        live = self.figures_text
        return compare(FIGURES, kept, figures.read_text(kept), live, figures.read_text(live), is_whole=True)

    @cached_property
    def blocks(self) -> list[FigureBlock]:
        """The questions of the tables, in order; those of the paper's own unit share it."""
        for block in self._blocks:
            block.paper = self.paper
            if block.unit_id == self.paper.unit_id:
                block.unit = self.paper.unit
        return list(self._blocks)

    @cached_property
    def contents(self) -> PaperContents:
        """The whole paper as it reads."""
        paper = self.paper
        told = {kind: one.text for kind, one in self._sections.items()}
        headings = headings_of(paper)
        authority, grounds = self._decided_by(told.get(GROUNDS, ""), headings)
        text = _paragraphs(told.get(FIGURES, "") or self.figures_text) + _paragraphs(told.get(RESULTS, ""))
        if headings.is_party and authority:
            text = tuple(f"{authority} {ORDER_JOINED}" if words == ORDER else words for words in text)
        sentences = tuple(grid.title for grid in self.grids if grid.is_sentence)
        tables = tuple(grid for grid in self.grids if not grid.is_sentence)
        parts: list[tuple[str, str, tuple[str, ...], tuple[Grid, ...]]] = [
            (FIGURES, wording.HEADINGS[RESULTS], text + sentences, tables)
        ]
        for kind in SECTIONS[paper.kind]:
            if kind in {GROUNDS, FIGURES, RESULTS}:
                continue
            text = _paragraphs(told.get(kind, "")) + (_decided_lines(self.measures) if kind == SOLUTIONS else ())
            if text:
                parts.append((kind, wording.HEADINGS[kind], text, ()))
        if paper.kind == LEARNERS and tables:
            # the sentence ends the list, so that no signature stands on a page alone
            parts = [("", "", (), tables), (FIGURES, "", text, ())]
        annexes: tuple[Part, ...] = ()
        if paper.kind == RECOGNITION and tables:
            parts, annexes = [(FIGURES, "", text, ())], (self._annex(tables),)
        if self.before:
            parts.insert(1, ("", wording.FOLLOWED_UP, (), (_followed_up(self.before),)))
        has_headings = paper.kind not in WITH_NAMES and len(parts) > 1
        return PaperContents(
            headings=headings,
            parts=tuple(
                Part(kind, f"{wording.roman(at)}. {heading}" if has_headings else "", text, held)
                for at, (kind, heading, text, held) in enumerate(parts)
            ),
            is_draft=paper.is_draft,
            is_generated=paper.is_generated,
            file_name=file_name(paper),
            annexes=annexes,
            authority="" if headings.is_party else authority,
            grounds=grounds,
        )

    def _decided_by(self, written: str, headings: PaperHeadings) -> tuple[str, tuple[str, ...]]:
        """(who decides, what the decision rests on); nothing of other papers, and of a decision numbered without."""
        text = written
        if not text and self.paper.is_draft and GROUNDS in SECTIONS[self.paper.kind]:
            text = self.grounds.text
        grounds = wording.ground_lines(text, is_party=headings.is_party)
        who = wording.authority(headings.stead, headings.post, headings.body) if grounds else ""
        return who, grounds

    def _annex(self, tables: tuple[Grid, ...]) -> Part:
        """The list that goes with a decision, below its signature."""
        paper = self.paper
        number = paper.recognition.number if paper.recognition is not None else paper.number_text
        words = f"kèm theo Quyết định số {number}, ngày {official_date(paper.issued_on)}"
        return Part("", wording.LIST_OF_DECISION, (words,), tables)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the written texts of a draft say otherwise than its figures; nothing for a numbered paper."""
        # numbers of documents that a decision rests on count nothing
        rows = [one for one in self._sections.values() if one.text and one.kind != GROUNDS]
        written = rows if self.paper.is_draft else []
        if not written:
            return []
        live = figures.read_text(self.figures_text)
        found: list[Finding] = []
        for one in sorted(written, key=lambda row: SECTIONS[self.paper.kind].index(row.kind)):
            readings = figures.read_text(one.text)
            is_whole = one.kind == FIGURES
            found += compare(one.kind, one.text, readings, self.figures_text, live, is_whole=is_whole)
        return found

    @property
    def sections(self) -> list[SectionShown]:
        """The sections in order, with what stands there and what is wrong in it."""
        live = self.live_texts
        return [
            SectionShown(
                kind,
                str(SectionKind(kind).label),
                text or live.get(kind, ""),
                bool(text),
                held is not None and held.is_carried,
                [one for one in self.findings if one.section == kind],
                kind == GROUNDS and not text and not self.grounds.is_told,
            )
            for kind in SECTIONS[self.paper.kind]
            for held in [self._sections.get(kind)]
            for text in [held.text if held is not None else ""]
        ]


def read_paper(paper: OfficialPaper, today: date, not_before: datetime | None = None) -> PaperRead:
    """The paper to be shown, checked or filed; nothing is asked before it is needed. `not_before`: its figures are of no earlier moment.

    One query for what is written; a draft of a period at most 10 for its figures and one for the plan, and again for tables of other days; one for the head.
    """
    return PaperRead(paper, today, not_before)


def contents_of(paper: OfficialPaper, today: date) -> PaperContents:
    """The whole paper as it reads, for a file."""
    return PaperRead(paper, today).contents


def figures_of(paper: OfficialPaper, today: date) -> str:
    """The text of the figures as the program writes it now."""
    return PaperRead(paper, today).figures_text


def live_text(paper: OfficialPaper, kind: str, today: date) -> str:
    """What the program writes in a section while nobody has; "" where it writes nothing."""
    return PaperRead(paper, today).live_texts.get(kind, "") if kind in {FIGURES, GROUNDS} else ""


def findings_of(paper: OfficialPaper, today: date) -> list[Finding]:
    """What the written texts of a draft say otherwise than its figures."""
    return PaperRead(paper, today).findings


def file_name(paper: OfficialPaper) -> str:
    """What its files are called, without the ending: plain letters."""
    words = fold(str(paper.number_text or paper.subject)).replace("/", "-")
    kept = "".join(sign if sign.isascii() and (sign.isalnum() or sign == "-") else "-" for sign in words)
    return "-".join(part for part in kept.split("-") if part)[:80] or paper.kind


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _decided_lines(measures: Iterable[MeasureTold]) -> tuple[str, ...]:
    """Measures the paper decides, one a paragraph."""
    return tuple(
        f"{at}. {one.text} ({one.responsible}{f', trước ngày {official_date(one.due_on)}' if one.due_on else ''})."
        for at, one in enumerate(measures, start=1)
    )


def _followed_up(told: list[MeasureTold]) -> Grid:
    words = {
        "": "chưa đánh giá",
        MeasureState.OPEN: "chưa xong, làm tiếp",
        MeasureState.DONE: "đã xong",
        MeasureState.PARTLY: "xong một phần, làm tiếp",
        MeasureState.DROPPED: "không làm nữa",
    }
    rows = tuple(
        (
            str(at),
            one.text,
            one.responsible,
            official_date(one.due_on) if one.due_on else "",
            f"{words[one.state]}{f': {one.note}' if one.note else ''}",
        )
        for at, one in enumerate(told, start=1)
    )
    heads = ("TT", "Giải pháp", "Đơn vị thực hiện", "Thời hạn", "Kết quả")
    return Grid("", heads, (11, 58, 36, 22, 38), rows, right=(0,))
