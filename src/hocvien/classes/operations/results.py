"""Entering results; recognising them by a person's decision, and opening the decision again with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.classes.arithmetic import HIGHEST_MARK
from hocvien.classes.data import ProposedResult, ResultEntry
from hocvien.classes.errors import (
    BandUnknown,
    CertificatesStand,
    ClassNotRunning,
    DecisionDateWrong,
    EntryOfOtherKind,
    MarkOutOfRange,
    NobodyToRecognise,
    NotRecognised,
    ReasonNeeded,
    ResultsIncomplete,
)
from hocvien.classes.models import (
    ClassStatus,
    Outcome,
    Participation,
    ParticipationStatus,
    RecognitionDecision,
    Result,
    TrainingClass,
)
from hocvien.classes.operations.locking import check, day_of, known_only, lock_class, require_not_recognised
from hocvien.classes.queries.results import (
    count_standing_papers,
    outcome_words,
    propose_results,
    recognition_in_force,
    require_rule,
)
from hocvien.classes.rules import require_for_class
from hocvien.common.text import clean_name
from hocvien.journal import api as journal

_CENT = Decimal("0.01")


@transaction.atomic
def enter_results(
    *, actor: User | None, training_class: TrainingClass, entries: Mapping[UUID | str, ResultEntry], today: date
) -> int:
    """Enter marks, bands or pass/fail as the programme's assessment asks; an empty entry clears. Gives how many changed.

    result.edit at opener, host or teaching unit, or the head. Raises NotAllowed, ClassNotRunning, ClassRecognised, NotInClass,
    NoAssessmentRule, MarkOutOfRange, BandUnknown, EntryOfOtherKind. About ten queries however many entries.
    """
    require_for_class(actor, access.Permission.RESULT_EDIT, training_class, today)
    row = lock_class(training_class)
    _require_taught(row)
    require_not_recognised(row)
    rule = require_rule(row)
    people = {
        p.uuid: p
        for p in Participation.objects.filter(training_class=row, status=ParticipationStatus.ACTIVE).select_related(
            "person"
        )
    }
    named = known_only(entries, people, row)
    for uuid, entry in named.items():
        _check_entry(rule, entry, people[uuid].person.full_name)
    old = {r.participation_id: r for r in Result.objects.filter(participation__in=people.values())}
    changes: list[Result] = []
    told: dict[str, list[dict[str, Any]]] = {"before": [], "after": []}
    for uuid, entry in named.items():
        before = old.get(people[uuid].pk)
        fields = {
            "mark": entry.mark,
            "band_code": entry.band_code,
            "entered_outcome": entry.outcome,
            "note": clean_name(entry.note)[:200],
        }
        was = {key: getattr(before, key) if before else (None if key == "mark" else "") for key in fields}
        if was == fields:
            continue
        changes.append(Result(participation=people[uuid], **fields))
        told["before"].append({"participation": str(uuid), **_plain(was)})
        told["after"].append({"participation": str(uuid), **_plain(fields)})
    if not changes:
        return 0
    Result.objects.bulk_create(
        changes,
        update_conflicts=True,
        unique_fields=["participation"],
        update_fields=["mark", "band_code", "entered_outcome", "note"],
    )
    journal.record(
        actor=actor,
        verb="classes.enter_results",
        subject=row,
        unit_code=row.opened_by.code,
        before={"results": told["before"]},
        after={"results": told["after"]},
    )
    return len(changes)


@transaction.atomic
def recognise_results(
    *,
    actor: User | None,
    training_class: TrainingClass,
    number: str,
    decided_on: date,
    decided_by_name: str,
    decided_by_title: str = "",
    decided: Mapping[UUID, tuple[str, str]] | None = None,
    now: datetime,
) -> RecognitionDecision:
    """Record a person's decision on every active learner: as proposed, or as `decided` says (outcome, band code).

    The list as it stands is kept in the decision; results are locked by it. result.decide at the certifying unit or the opener. Raises
    NotAllowed, ClassNotRunning, ClassRecognised, NobodyToRecognise, DecisionDateWrong, ResultsIncomplete, NotInClass, BandUnknown.
    About 25 queries however many learners.
    """
    today = day_of(now)
    require_for_class(actor, access.Permission.RESULT_DECIDE, training_class, today)
    row = lock_class(training_class)
    _require_taught(row)
    require_not_recognised(row)
    if not row.opens_on <= decided_on <= today:
        raise DecisionDateWrong(decided_on, row.opens_on, today)
    rule = require_rule(row)
    proposed = propose_results(row)
    if not proposed:
        raise NobodyToRecognise(row.name)
    verdicts = _decide(row, rule, proposed, decided or {})
    decision = RecognitionDecision(
        training_class=row,
        number=clean_name(number),
        decided_on=decided_on,
        decided_by_name=clean_name(decided_by_name),
        decided_by_title=clean_name(decided_by_title),
        recorded_by=actor,
        recorded_at=now,
        listing=[_listed(v) for v in verdicts],
    )
    check(decision, exclude={"training_class", "recorded_by"})
    decision.save()
    Result.objects.bulk_create(
        [
            Result(
                participation=v.proposed.participation,
                absent_periods=v.proposed.absent_periods,
                total_periods=v.proposed.total_periods,
                decided_outcome=v.outcome,
                decided_band_code=v.band_code,
                decided_band_name=v.band_name,
                recognition=decision,
            )
            for v in verdicts
        ],
        update_conflicts=True,
        unique_fields=["participation"],
        update_fields=[
            "absent_periods",
            "total_periods",
            "decided_outcome",
            "decided_band_code",
            "decided_band_name",
            "recognition",
        ],
    )
    journal.record(
        actor=actor,
        verb="classes.recognise_results",
        subject=decision,
        unit_code=row.certified_by.code,
        after={
            "class": row.code,
            "number": decision.number,
            "decided_on": decided_on,
            "decided_by_name": decision.decided_by_name,
            "completed": sum(v.outcome == Outcome.COMPLETED for v in verdicts),
            "failed": sum(v.outcome == Outcome.FAILED for v in verdicts),
            "listing": decision.listing,
        },
        at=now,
    )
    return decision


@transaction.atomic
def reopen_recognition(
    *, actor: User | None, training_class: TrainingClass, reason: str, now: datetime
) -> RecognitionDecision:
    """Open the decision in force again; results can be changed until the next one. result.decide at the certifying unit or the opener.

    Refused while papers issued from it stand. Raises NotAllowed, ReasonNeeded, NotRecognised, CertificatesStand.
    """
    require_for_class(actor, access.Permission.RESULT_DECIDE, training_class, day_of(now))
    if not reason.strip():
        raise ReasonNeeded
    row = lock_class(training_class)
    decision = recognition_in_force(row)
    if decision is None:
        raise NotRecognised(row.name)
    if count := count_standing_papers(row):
        raise CertificatesStand(count, decision.number)
    decision.reopened_at, decision.reopened_by, decision.reopened_reason = now, actor, clean_name(reason)[:300]
    decision.save(update_fields=["reopened_at", "reopened_by", "reopened_reason"])
    Result.objects.filter(recognition=decision).update(
        recognition=None, decided_outcome="", decided_band_code="", decided_band_name=""
    )
    journal.record(
        actor=actor,
        verb="classes.reopen_recognition",
        subject=decision,
        unit_code=row.certified_by.code,
        before={"number": decision.number, "decided_on": decision.decided_on},
        after={"class": row.code, "reason": decision.reopened_reason},
        at=now,
    )
    return decision


@dataclass(frozen=True, slots=True)
class _Decided:
    proposed: ProposedResult
    outcome: str
    band_code: str
    band_name: str


def _decide(
    row: TrainingClass,
    rule: catalogue.AssessmentRule,
    proposed: Sequence[ProposedResult],
    decided: Mapping[UUID, tuple[str, str]],
) -> list[_Decided]:
    named = known_only(decided, {p.uuid for p in proposed}, row)
    names = {band.code: band.name for band in rule.bands}
    verdicts: list[_Decided] = []
    missing: list[str] = []
    for p in proposed:
        outcome, band = p.outcome, p.band_code
        if p.uuid in named:
            outcome, band = named[p.uuid]
            if outcome not in Outcome.values:
                raise EntryOfOtherKind(p.full_name, catalogue.AssessmentKind(rule.kind).label)
            if band and band not in names:
                raise BandUnknown(p.full_name, band)
        if not outcome:
            missing.append(p.full_name)
        verdicts.append(_Decided(proposed=p, outcome=outcome, band_code=band, band_name=names.get(band, "")))
    if missing:
        raise ResultsIncomplete(missing)
    return verdicts


def _listed(verdict: _Decided) -> dict[str, Any]:
    """One row of the list as it was decided; copies, because names and units change later."""
    p = verdict.proposed
    return {
        "participation": str(p.uuid),
        "person": str(p.person_uuid),
        "full_name": p.full_name,
        "birth": p.participation.person.birth,
        "birth_text": p.birth_text,
        "sex": p.participation.person.sex,
        "unit_name": p.unit_name,
        "mark": None if p.mark is None else str(p.mark),
        "band_code": verdict.band_code,
        "band_name": verdict.band_name,
        "outcome": verdict.outcome,
        "outcome_words": outcome_words(verdict.outcome, verdict.band_name),
        "proposed_outcome": p.outcome,
        "absent_periods": p.absent_periods,
        "total_periods": p.total_periods,
        "absence_percent": str(p.absence_percent),
    }


def _require_taught(row: TrainingClass) -> None:
    if row.status not in {ClassStatus.RUNNING, ClassStatus.FINISHED}:
        raise ClassNotRunning(row.name, ClassStatus(row.status).label)


def _check_entry(rule: catalogue.AssessmentRule, entry: ResultEntry, person: str) -> None:
    kind = catalogue.AssessmentKind
    given = {kind.MARK: entry.mark is not None, kind.BAND: bool(entry.band_code), kind.PASS_FAIL: bool(entry.outcome)}
    if any(is_given and asked != rule.kind for asked, is_given in given.items()):
        raise EntryOfOtherKind(person, kind(rule.kind).label)
    if entry.mark is not None and not (0 <= entry.mark <= HIGHEST_MARK and entry.mark == entry.mark.quantize(_CENT)):
        raise MarkOutOfRange(person, entry.mark)
    if entry.band_code and entry.band_code not in {band.code for band in rule.bands}:
        raise BandUnknown(person, entry.band_code)
    if entry.outcome and entry.outcome not in Outcome.values:
        raise EntryOfOtherKind(person, kind(rule.kind).label)


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, Decimal) else value for key, value in fields.items()}
