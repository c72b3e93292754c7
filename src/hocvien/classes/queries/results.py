"""Reads of results, recognition and papers."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.classes.arithmetic import birth_text, comma, propose_result
from hocvien.classes.data import ProposedResult, ResultSheet
from hocvien.classes.errors import NoAssessmentRule, NotRecognised
from hocvien.classes.models import (
    Outcome,
    Participation,
    ParticipationStatus,
    RecognitionDecision,
    Result,
    TrainingClass,
)
from hocvien.classes.queries.roll import attendance_of
from hocvien.classes.queries.visibility import participations_visible_to
from hocvien.org import api as org
from hocvien.records import api as records


def assessment_of(training_class: TrainingClass, on: date | None = None) -> catalogue.AssessmentRule | None:
    """The rule a class is judged by: the one in force on its closing day (or on `on`); two queries."""
    return catalogue.assessment_as_of(training_class.programme_id, on or training_class.closes_on)


def require_rule(training_class: TrainingClass, on: date | None = None) -> catalogue.AssessmentRule:
    """As `assessment_of`; raises NoAssessmentRule."""
    rule = assessment_of(training_class, on)
    if rule is None:
        raise NoAssessmentRule(training_class.programme.name, on or training_class.closes_on)
    return rule


def propose_results(training_class: TrainingClass, on: date | None = None) -> list[ProposedResult]:
    """What the program proposes for each active learner by name, with entry, absence and reason; nine queries for any class.

    Raises NoAssessmentRule.
    """
    rule = require_rule(training_class, on)
    return _proposed(training_class, rule, Participation.objects.filter(training_class=training_class))


def result_sheet(training_class: TrainingClass, *, actor: User | None = None, on: date | None = None) -> ResultSheet:
    """The results page: rows, the rule in words, totals, the decision in force. With `actor` and `on` only the people the actor sees.

    A programme without a rule for the day gives an empty sheet with a sentence saying so. About fourteen queries for any class.
    """
    rule = assessment_of(training_class)
    recognition = recognition_in_force(training_class)
    if rule is None:
        refusal = str(NoAssessmentRule(training_class.programme.name, training_class.closes_on))
        return ResultSheet(
            kind="none",
            bands=(),
            rows=(),
            rule_words=(refusal,),
            totals_words="",
            band_rows=(),
            recognition=recognition,
        )
    people = (
        Participation.objects.filter(training_class=training_class)
        if on is None
        else participations_visible_to(actor, training_class, on)
    )
    rows = _proposed(training_class, rule, people)
    return ResultSheet(
        kind=rule.kind,
        bands=tuple((band.code, band.name) for band in rule.bands),
        rows=tuple(rows),
        rule_words=tuple(_rule_words(rule)),
        totals_words=_totals_words(rows, is_decided=recognition is not None),
        band_rows=tuple(_band_rows(rule, rows)),
        recognition=recognition,
    )


def recognition_in_force(training_class: TrainingClass) -> RecognitionDecision | None:
    """The recognition decision in force, or None."""
    return RecognitionDecision.objects.filter(training_class=training_class, reopened_at__isnull=True).first()


def get_recognition(training_class: TrainingClass) -> RecognitionDecision:
    """The recognition decision in force; raises NotRecognised."""
    decision = recognition_in_force(training_class)
    if decision is None:
        raise NotRecognised(training_class.name)
    return decision


def list_recognitions(training_class: TrainingClass) -> list[RecognitionDecision]:
    """All decisions, newest first, reopened ones too."""
    return list(
        RecognitionDecision.objects.filter(training_class=training_class)
        .select_related("recorded_by", "reopened_by")
        .order_by("-recorded_at", "-pk")
    )


def papers_of(training_class: TrainingClass) -> QuerySet[records.Certificate]:
    """Every paper that came from this class, in register order, withdrawn and replaced ones included."""
    uuids = Participation.objects.filter(training_class=training_class).values("uuid")
    return records.certificates().filter(source_uuid__in=uuids)


def certificate_rows(
    training_class: TrainingClass, *, actor: User | None = None, on: date | None = None
) -> list[records.Certificate]:
    """As `papers_of`, read; with `actor` and `on` only those of people the actor sees. One query, three with an actor."""
    papers = papers_of(training_class)
    if on is not None:
        uuids = participations_visible_to(actor, training_class, on).values("uuid")
        papers = papers.filter(source_uuid__in=uuids)
    return list(papers)


def count_standing_papers(training_class: TrainingClass) -> int:
    """How many papers of this class are valid."""
    return papers_of(training_class).filter(status=records.CertificateStatus.VALID).count()


def passed(training_class: TrainingClass | None = None) -> QuerySet[Result]:
    """Results recognised as completed, of one class or of all."""
    rows = Result.objects.filter(
        recognition__isnull=False, recognition__reopened_at__isnull=True, decided_outcome=Outcome.COMPLETED
    )
    return rows if training_class is None else rows.filter(participation__training_class=training_class)


def waiting_for_paper(training_class: TrainingClass | None = None) -> QuerySet[Result]:
    """Those of `passed` for whom no paper stands."""
    stands = records.Certificate.objects.filter(
        source_uuid=OuterRef("participation__uuid"), status=records.CertificateStatus.VALID
    )
    return passed(training_class).filter(~Exists(stands))


def _proposed(
    training_class: TrainingClass, rule: catalogue.AssessmentRule, people: QuerySet[Participation]
) -> list[ProposedResult]:
    bands = [(band.code, band.name, band.min_mark, band.is_pass) for band in rule.bands]
    names = {band.code: band.name for band in rule.bands}
    found = list(
        people.filter(status=ParticipationStatus.ACTIVE)
        .select_related("person", "result")
        .order_by("person__name_key", "pk")
    )
    seen = attendance_of([p.pk for p in found], training_class)
    labels = org.labels_as_of((p.sending_unit_id for p in found), training_class.opens_on)
    rows: list[ProposedResult] = []
    for participation in found:
        result = getattr(participation, "result", None) or Result(participation=participation)
        there = seen[participation.pk]
        proposal = propose_result(
            kind=rule.kind,
            bands=bands,
            pass_mark=rule.pass_mark,
            max_absence_percent=rule.max_absence_percent,
            mark=result.mark,
            band_code=result.band_code,
            entered_outcome=result.entered_outcome,
            absent_periods=there.absent_periods,
            total_periods=there.total_periods,
        )
        entered, entered_name = _entered(rule.kind, result, names)
        rows.append(
            ProposedResult(
                participation=participation,
                uuid=participation.uuid,
                person_uuid=participation.person.uuid,
                full_name=participation.person.full_name,
                birth_text=birth_text(participation.person.birth),
                unit_name=labels[participation.sending_unit_id].name,
                group=participation.group,
                mark=result.mark,
                entered_band_code=result.band_code,
                entered_outcome=result.entered_outcome,
                entered=entered,
                entered_name=entered_name,
                note=result.note,
                absent_periods=there.absent_periods,
                total_periods=there.total_periods,
                unrecorded_periods=there.unrecorded_periods,
                absence_percent=proposal.absence_percent,
                barred=proposal.barred,
                outcome=proposal.outcome,
                band_code=proposal.band_code,
                band_name=proposal.band_name,
                proposed_words=outcome_words(proposal.outcome, proposal.band_name),
                why=proposal.why,
                citation=rule.citation,
                decided_outcome=result.decided_outcome,
                decided_band_code=result.decided_band_code,
                decided_band_name=result.decided_band_name,
                decided_words=outcome_words(result.decided_outcome, result.decided_band_name),
            )
        )
    return rows


def outcome_words(outcome: str, band_name: str = "") -> str:
    """As screens and papers say it: the outcome, and the band where there is one."""
    if not outcome:
        return _("Chưa có kết quả")
    word = str(Outcome(outcome).label)
    return f"{word}, {band_name}" if band_name and band_name != word else word


def _entered(kind: str, result: Result, names: dict[str, str]) -> tuple[str, str]:
    """What was entered, as typed and in words."""
    if kind == catalogue.AssessmentKind.MARK:
        text = "" if result.mark is None else comma(Decimal(result.mark))
        return text, text
    if kind == catalogue.AssessmentKind.BAND:
        return result.band_code, names.get(result.band_code, result.band_code)
    if kind == catalogue.AssessmentKind.PASS_FAIL and result.entered_outcome:
        return result.entered_outcome, str(Outcome(result.entered_outcome).label)
    return "", ""


def _rule_words(rule: catalogue.AssessmentRule) -> list[str]:
    words = [
        _("Cách đánh giá: {kind}. Vắng quá {bound}% số tiết thì không được xét kết quả.").format(
            kind=catalogue.AssessmentKind(rule.kind).label, bound=rule.max_absence_percent
        )
    ]
    if rule.kind == catalogue.AssessmentKind.MARK:
        cuts = ", ".join(
            _("{band} từ {mark}").format(band=band.name, mark=comma(band.min_mark))
            for band in rule.bands
            if band.is_pass
        )
        if cuts:
            words.append(_("Xếp loại: {cuts}.").format(cuts=cuts))
        if rule.pass_mark is not None:
            words.append(_("Đạt từ {mark} điểm.").format(mark=comma(rule.pass_mark)))
    if rule.citation:
        words.append(
            _("Căn cứ: {citation} ({mark}).").format(citation=rule.citation, mark=catalogue.Mark(rule.mark).label)
        )
    return words


def _totals_words(rows: list[ProposedResult], *, is_decided: bool) -> str:
    heads = Counter(row.decided_outcome if is_decided else row.outcome for row in rows)
    words = _("{total} học viên: {completed} đạt, {failed} không đạt").format(
        total=len(rows), completed=heads[Outcome.COMPLETED], failed=heads[Outcome.FAILED]
    )
    if heads[""]:
        words += _(", {missing} chưa có kết quả").format(missing=heads[""])
    return words + "."


def _band_rows(rule: catalogue.AssessmentRule, rows: list[ProposedResult]) -> list[tuple[Any, int]]:
    """(band or outcome, heads) of what is proposed, best first."""
    if rule.bands and rule.kind in {catalogue.AssessmentKind.BAND, catalogue.AssessmentKind.MARK}:
        heads = Counter(row.band_code for row in rows if row.outcome)
        named = [(band.name, heads[band.code]) for band in rule.bands]
        without = heads[""]
        return [*named, (_("Không xếp loại"), without)] if without else named
    outcomes = Counter(row.outcome for row in rows if row.outcome)
    return [(str(Outcome(value).label), outcomes[value]) for value in Outcome.values]
