"""A paper as it reads: the head of its layout, its parts, its tables. Screen, DOCX and PDF are written from this."""

from datetime import date
from typing import Any

from hocvien.common.text import fold
from hocvien.common.wording import official_date
from hocvien.figures import api as figures
from hocvien.official_papers import wording
from hocvien.official_papers.arithmetic.checking import compare
from hocvien.official_papers.constants import (
    FIGURES,
    MARGINS,
    OF_CLASS,
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
)
from hocvien.official_papers.models import MeasureState, OfficialPaper, SectionKind
from hocvien.official_papers.queries.live import answer_of, grid_of, narrative_of
from hocvien.official_papers.queries.measures import measures_before, measures_of
from hocvien.official_papers.queries.of_class import class_grids, class_narrative
from hocvien.org import api as org
from hocvien.papers import api as papers


def headings_of(paper: OfficialPaper) -> PaperHeadings:
    """What stands around the text: of a numbered paper as it was kept, of a draft by the unit's settings that day. At most seven queries."""
    held = paper.head or head_told(paper)
    is_party = held["layout"] != org.PaperLayout.STATE
    words = paper.number_text or wording.number_words(None, paper.kind, held["symbol"], is_party=is_party)
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
    """Layout, bodies, place, symbol and margins by the unit's settings of the day of issue, and what the paper itself says. Seven queries."""
    on = paper.issued_on
    told = org.find_letterhead(paper.unit_id, on)
    layout = paper.layout or org.find_layout(paper.unit_id, on)
    margins = [own or usual for own, usual in zip((told.top, told.bottom, told.left, told.right), MARGINS, strict=True)]
    return {
        "layout": layout or org.PaperLayout.PARTY,
        "is_layout_told": bool(layout),
        "superior": told.superior or papers.superior_name(paper.unit_id, on),
        "body": told.body or org.label_as_of(paper.unit_id, on).name,
        "place": paper.place or told.place,
        "symbol": paper.symbol or told.symbol,
        "margins": margins,
        "are_margins_told": any((told.top, told.bottom, told.left, told.right)),
    }


def contents_of(paper: OfficialPaper, today: date) -> PaperContents:
    """The whole paper. A draft asks its figures anew: about 15 queries and 15 for each further block; a numbered paper about six."""
    told = {one.kind: one.text for one in paper.sections.all()}
    grids = grids_of(paper, today)
    figures_text = told.get(FIGURES, "") or figures_of(paper, today)
    parts: list[tuple[str, str, tuple[str, ...], tuple[Grid, ...]]] = [
        (FIGURES, wording.HEADINGS[RESULTS], _paragraphs(figures_text) + _paragraphs(told.get(RESULTS, "")), grids)
    ]
    for kind in SECTIONS[paper.kind][2:]:
        measures = _decided_lines(paper) if kind == SOLUTIONS else ()
        text = _paragraphs(told.get(kind, "")) + measures
        if text:
            parts.append((kind, wording.HEADINGS[kind], text, ()))
    if paper.kind in REVIEWS:
        before = measures_before(paper)
        if before:
            parts.insert(1, ("", wording.FOLLOWED_UP, (), (_followed_up(before),)))
    has_headings = paper.kind not in WITH_NAMES and len(parts) > 1
    return PaperContents(
        headings=headings_of(paper),
        parts=tuple(
            Part(kind, f"{wording.roman(at)}. {heading}" if has_headings else "", text, held)
            for at, (kind, heading, text, held) in enumerate(parts)
        ),
        is_draft=paper.is_draft,
        is_generated=paper.is_generated,
        file_name=file_name(paper),
    )


def figures_of(paper: OfficialPaper, today: date) -> str:
    """The text of the figures as the program writes it now."""
    if paper.kind in OF_CLASS:
        assert paper.training_class is not None
        return class_narrative(paper, today)
    return narrative_of(paper, today)  # type: ignore[arg-type]  # a paper of a period has both days: the database holds it


def grids_of(paper: OfficialPaper, today: date) -> tuple[Grid, ...]:
    """The tables, kept or anew; blocks that ask the same are answered once."""
    if paper.kind in OF_CLASS:
        return class_grids(paper)
    found: list[Grid] = []
    answers: dict[tuple[Any, ...], Any] = {}
    for block in paper.blocks.select_related("unit").order_by("position"):
        if block.kept is not None:
            found.append(Grid.from_kept(block.kept))
            continue
        key = (block.unit_id, block.first_on, block.last_on, block.basis, block.seen_on, block.term)
        if key not in answers:
            answers[key] = answer_of(block, today)
        found.append(grid_of(block.kind, block, today, answers[key]))
    return tuple(found)


def findings_of(paper: OfficialPaper, today: date) -> list[Finding]:
    """What the written texts of a draft say otherwise than its figures; nothing for a numbered paper. As many queries as the figures take."""
    if not paper.is_draft:
        return []
    written = [one for one in paper.sections.all() if one.text]
    if not written:
        return []
    live_text = figures_of(paper, today)
    live = figures.read_text(live_text)
    found: list[Finding] = []
    for one in sorted(written, key=lambda row: SECTIONS[paper.kind].index(row.kind)):
        readings = figures.read_text(one.text)
        found += compare(one.kind, one.text, readings, live_text, live, is_whole=one.kind == FIGURES)
    return found


def sections_shown(paper: OfficialPaper, today: date) -> list[SectionShown]:
    """The sections of a draft in order, with what stands there and what is wrong in it."""
    told = {one.kind: one for one in paper.sections.all()}
    findings = findings_of(paper, today)
    live = figures_of(paper, today) if not told[FIGURES].text else ""
    return [
        SectionShown(
            kind,
            str(SectionKind(kind).label),
            told[kind].text or (live if kind == FIGURES else ""),
            bool(told[kind].text),
            told[kind].is_carried,
            [one for one in findings if one.section == kind],
        )
        for kind in SECTIONS[paper.kind]
    ]


def file_name(paper: OfficialPaper) -> str:
    """What its files are called, without the ending: plain letters."""
    words = fold(str(paper.number_text or paper.subject)).replace("/", "-")
    kept = "".join(sign if sign.isascii() and (sign.isalnum() or sign == "-") else "-" for sign in words)
    return "-".join(part for part in kept.split("-") if part)[:80] or paper.kind


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _decided_lines(paper: OfficialPaper) -> tuple[str, ...]:
    """Measures the paper decides, one a paragraph."""
    if paper.kind not in REVIEWS:
        return ()
    return tuple(
        f"{at}. {one.text} ({one.responsible}{f', trước ngày {official_date(one.due_on)}' if one.due_on else ''})."
        for at, one in enumerate(measures_of(paper), start=1)
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
