"""Papers while they are drafts: begun, their head and sections written, tables added, carried on from the one before, thrown away."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes import api as classes
from hocvien.common.periods import Period
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.official_papers import wording
from hocvien.official_papers.arithmetic.checking import put_right
from hocvien.official_papers.constants import (
    CAUSES,
    CLOSING,
    FIGURES,
    LIMITS,
    LONGEST_TEXT,
    OF_CLASS,
    OF_PERIOD,
    PROGRAMMES,
    RECOGNITION,
    RESULTS,
    SECTIONS,
    SOLUTIONS,
    WITH_NAMES,
)
from hocvien.official_papers.data import HeadChange
from hocvien.official_papers.errors import (
    FindingGone,
    NotYetRecognised,
    PaperNotFound,
    PaperRefused,
)
from hocvien.official_papers.models import OfficialPaper, Section
from hocvien.official_papers.operations.blocks import carry_block, put_block
from hocvien.official_papers.operations.holding import check, lock_draft, plain, tell
from hocvien.official_papers.queries.contents import figures_of, findings_of, live_text
from hocvien.official_papers.queries.papers import previous_paper
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.reporting import api as reporting

_P = access.Permission
_CARRIED = (RESULTS, LIMITS, CAUSES, SOLUTIONS)


@transaction.atomic
def begin_report(
    *,
    actor: User | None,
    unit: org.Unit,
    kind: str,
    period: Period,
    now: datetime,
    today: date,
    basis: str = reporting.OPENED,
    seen_on: date | None = None,
    is_generated: bool = False,
) -> OfficialPaper:
    """A draft about the unit's figures of a period, with a table of them, its other words carried over from the one before.

    Raises NotAllowed, PaperRefused, `basis_unknown`, `period_upside_down`. About fifteen queries.
    """
    access.require(actor, _P.OFFICIAL_WRITE, unit, today)
    if kind not in OF_PERIOD:
        raise _no_such_kind(kind)
    question = reporting.ask(unit=unit, from_=period.from_, to=period.to, basis=basis, seen_on=seen_on)
    before = previous_paper(unit.pk, kind, kinds=OF_PERIOD)
    paper = OfficialPaper(
        unit=unit,
        kind=kind,
        first_on=question.from_,
        last_on=question.to,
        term=period.name,
        basis=basis,
        seen_on=seen_on,
        subject=wording.subject_proposed(kind, _period_words(period)),
        is_generated=is_generated,
        **_begun(unit.pk, actor, now, today, before),
    )
    _keep_new(paper, before)
    put_block(paper, PROGRAMMES)
    tell(paper, "official_papers.begin_paper", actor, now, {"kind": kind, "subject": paper.subject})
    return paper


@transaction.atomic
def begin_class_paper(
    *,
    actor: User | None,
    training_class: classes.TrainingClass,
    kind: str,
    now: datetime,
    today: date,
) -> OfficialPaper:
    """A draft about a class: its closing report (of the unit that hosts it), the decision recognising results, the list (of who certifies).

    The decision has the number, day and signer it was recorded with. Raises NotAllowed, PaperRefused, NotYetRecognised. About 15 queries.
    """
    if kind not in OF_CLASS:
        raise _no_such_kind(kind)
    row = training_class
    unit = row.hosted_by if kind == CLOSING else row.certified_by
    access.require(actor, _P.OFFICIAL_WRITE, unit, today)
    decision = classes.recognition_in_force(row)
    if decision is None and kind in WITH_NAMES:
        raise NotYetRecognised(row.name)
    before = previous_paper(unit.pk, kind, kinds=(kind,))
    like = None if before else previous_paper(unit.pk, kind, kinds=(*OF_PERIOD, *OF_CLASS))
    begun = _begun(unit.pk, actor, now, today, before, like)
    if kind == RECOGNITION and decision is not None:
        begun |= {
            "issued_on": decision.decided_on,
            "signer_name": decision.decided_by_name,
            "signer_post": decision.decided_by_title,
            "stead": "",
        }
    paper = OfficialPaper(
        unit=unit,
        kind=kind,
        training_class=row,
        recognition=decision,
        subject=wording.subject_proposed(kind, wording.class_words(row.name)),
        is_generated=row.is_generated,
        **begun,
    )
    _keep_new(paper, before)
    said = {"kind": kind, "class": row.code}
    tell(paper, "official_papers.begin_paper", actor, now, said)
    return paper


def carry_on(*, actor: User | None, paper: OfficialPaper, period: Period, now: datetime, today: date) -> OfficialPaper:
    """A draft of the same kind for another period: words and tables of this paper, figures of the other days. Raises as `begin_report`."""
    with transaction.atomic():
        made = begin_report(
            actor=actor,
            unit=paper.unit,
            kind=paper.kind,
            period=period,
            now=now,
            today=today,
            basis=paper.basis,
        )
        told = {one.kind: one.text for one in paper.sections.all()}
        for section in made.sections.all():
            if section.kind in _CARRIED:
                section.text, section.is_carried = told.get(section.kind, ""), bool(told.get(section.kind))
                section.save(update_fields=["text", "is_carried"])
        made.previous = paper
        made.save(update_fields=["previous"])
        for one in paper.blocks.order_by("position").select_related("unit")[1:]:
            carry_block(paper, made, one)
    return made


@transaction.atomic
def update_head(
    *, actor: User | None, paper: OfficialPaper, change: HeadChange, now: datetime, today: date
) -> OfficialPaper:
    """Write what stands around the text of a draft. Raises NotAllowed, PaperNumbered, PaperRefused."""
    row = lock_draft(actor, paper, today)
    was = {name: getattr(row, name) for name in asdict(change)}
    for name, value in asdict(change).items():
        text = value.strip() if name == "recipients" else clean_name(value) if isinstance(value, str) else value
        setattr(row, name, text)
    check(row)
    row.save()
    said = {name: getattr(row, name) for name in was}
    changed = [name for name in was if was[name] != said[name]]
    journal.record(
        actor=actor,
        verb="official_papers.update_head",
        subject=row,
        unit_code=row.unit.code,
        before={name: plain(was[name]) for name in changed},
        after={name: plain(said[name]) for name in changed},
        at=now,
    )
    return row


@transaction.atomic
def write_section(
    *, actor: User | None, paper: OfficialPaper, kind: str, text: str, now: datetime, today: date
) -> Section:
    """Write a section of a draft. For figures and grounds an empty text, or the program's own, leaves it to the program.

    Raises NotAllowed, PaperNumbered, PaperRefused, PaperNotFound (the kind of paper has no such section).
    """
    row = lock_draft(actor, paper, today)
    section = _section(row, kind)
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().splitlines())
    if len(text) > LONGEST_TEXT:
        raise PaperRefused(_("phần này dài quá {most} ký tự, hãy viết gọn lại.").format(most=LONGEST_TEXT), "text")
    if text and text == live_text(row, kind, today):
        text = ""
    section.text, section.is_carried = text, False
    section.save(update_fields=["text", "is_carried"])
    tell(row, "official_papers.write_section", actor, now, {"section": kind, "length": len(text)})
    return section


@transaction.atomic
def restore_figure(
    *, actor: User | None, paper: OfficialPaper, kind: str, start: int, text: str, now: datetime, today: date
) -> Section:
    """Put the figure the program computes in the place of one that differs. Raises NotAllowed, PaperNumbered, FindingGone."""
    row = lock_draft(actor, paper, today)
    section = _section(row, kind)
    found = next(
        (
            one
            for one in findings_of(row, today)
            if (one.section, one.start, one.text) == (kind, start, text) and one.can_be_put
        ),
        None,
    )
    put = None if found is None else put_right(section.text, found)
    if found is None or put is None:
        raise FindingGone
    section.text = "" if kind == FIGURES and put == figures_of(row, today) else put
    section.save(update_fields=["text"])
    tell(row, "official_papers.restore_figure", actor, now, {"section": kind, "was": text, "put": found.right})
    return section


@transaction.atomic
def discard_paper(*, actor: User | None, paper: OfficialPaper, now: datetime, today: date) -> None:
    """Throw a draft away; it never had a number. Raises NotAllowed, PaperNumbered."""
    row = lock_draft(actor, paper, today)
    tell(row, "official_papers.discard_paper", actor, now, {"kind": row.kind, "subject": row.subject})
    row.delete()


def _begun(
    unit_id: int,
    actor: User | None,
    now: datetime,
    today: date,
    before: OfficialPaper | None,
    like: OfficialPaper | None = None,
) -> dict[str, Any]:
    """What a paper begins with: the signer told of the unit, else as the paper before; its place and recipients.

    The first of its kind has its head like another paper of the unit, without recipients, who are others for every kind.
    """
    head = papers.head_begun(None, unit_id, today)
    told = {"signer_name": head.signer_name, "signer_post": head.signer_post, "stead": head.stead}
    kept = ("place", "symbol", "layout", *(() if head.signer_name else told), *(("recipients",) if before else ()))
    model = before or like
    return {
        **told,
        **({name: getattr(model, name) for name in kept} if model is not None else {}),
        "previous": before,
        "issued_on": today,
        "made_by": actor,
        "made_at": now,
    }


def _keep_new(paper: OfficialPaper, before: OfficialPaper | None) -> None:
    paper.full_clean(exclude=["made_by", "previous"], validate_unique=False)
    paper.save()
    told = {one.kind: one.text for one in before.sections.all()} if before is not None else {}
    carried = {kind: told.get(kind, "") if kind in _CARRIED else "" for kind in SECTIONS[paper.kind]}
    Section.objects.bulk_create(
        [Section(paper=paper, kind=kind, text=text, is_carried=bool(text)) for kind, text in carried.items()]
    )


def _no_such_kind(kind: str) -> PaperRefused:
    return PaperRefused(_("không có loại văn bản “{kind}”, hãy chọn trong danh sách.").format(kind=kind), "kind")


def _section(paper: OfficialPaper, kind: str) -> Section:
    if kind not in SECTIONS[paper.kind]:
        raise PaperNotFound
    found, _is_made = paper.sections.get_or_create(kind=kind)
    return found


def _period_words(period: Period) -> str:
    """The period in Vietnamese, whatever the language of the screen."""
    with override("vi"):
        return period.label
