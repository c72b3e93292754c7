"""Trainings elsewhere: recorded from papers, corrected, confirmed by whoever saw the paper, removed when recorded by mistake."""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.people import api as people
from hocvien.records.arithmetic import valid_until
from hocvien.records.data import NewTraining
from hocvien.records.errors import EvidenceMissing, TrainingNotFound, TrainingUnnamed, TrainingUpsideDown
from hocvien.records.models import ExternalTraining, TrainingEvidence


@transaction.atomic
def add_training(*, actor: User | None, person: people.Person, new: NewTraining, now: datetime) -> ExternalTraining:
    """Record a training elsewhere. Without a last day the paper's validity is that of the programme's own on its day of issue.

    Raises TrainingUnnamed, TrainingUpsideDown.
    """
    row = ExternalTraining(person=person, recorded_by=actor, recorded_at=now)
    _write(row, new)
    row.save()
    _record(actor, "records.add_training", row, after=_said(row))
    return row


@transaction.atomic
def correct_training(*, actor: User | None, training: ExternalTraining, new: NewTraining) -> ExternalTraining:
    """Put right what was recorded; what was confirmed must be confirmed again. Raises as `add_training`, and TrainingNotFound."""
    row = _lock(training)
    before = _said(row)
    _write(row, new)
    if _said(row) == before:
        return row
    row.confirmed_by = row.confirmed_at = None
    row.save()
    _record(actor, "records.correct_training", row, before=before, after=_said(row))
    return row


@transaction.atomic
def confirm_training(*, actor: User | None, training: ExternalTraining, now: datetime) -> None:
    """The actor saw the paper. From now on it counts where a certificate is asked for. Raises EvidenceMissing, TrainingNotFound."""
    row = _lock(training)
    if row.evidence == TrainingEvidence.NONE or row.issued_on is None or not row.organiser:
        raise EvidenceMissing
    if row.confirmed_at is not None:
        return
    row.confirmed_by, row.confirmed_at = actor, now
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _record(actor, "records.confirm_training", row, after=_said(row))


@transaction.atomic
def remove_training(*, actor: User | None, training: ExternalTraining) -> None:
    """Take away what was recorded by mistake; the journal keeps it. Raises TrainingNotFound."""
    row = _lock(training)
    before = _said(row)
    person = row.person
    row.delete()
    journal.record(
        actor=actor, verb="records.remove_training", subject=person, unit_code=_unit_code(person), before=before
    )


def _lock(training: ExternalTraining) -> ExternalTraining:
    row = ExternalTraining.objects.select_for_update().filter(pk=training.pk).first()
    if row is None:
        raise TrainingNotFound
    return row


def _write(row: ExternalTraining, new: NewTraining) -> None:
    programme = catalogue.programmes_by_ids([new.programme_id]).get(new.programme_id) if new.programme_id else None
    title = clean_name(new.title) or (programme.name if programme is not None else "")
    if not title:
        raise TrainingUnnamed
    if new.started_on is not None and new.finished_on is not None and new.finished_on < new.started_on:
        raise TrainingUpsideDown(new.started_on, new.finished_on)
    until = new.valid_until
    if until is None and programme is not None and new.issued_on is not None:
        rule = catalogue.paper_as_of(programme.pk, new.issued_on)
        until = valid_until(new.issued_on, rule.valid_months) if rule is not None else None
    values = asdict(replace(new, title=title, organiser=clean_name(new.organiser), valid_until=until))
    for key, value in values.items():
        setattr(row, key, value)
    row.clean_fields(exclude={"person", "programme", "recorded_by", "confirmed_by"})


def _said(row: ExternalTraining) -> dict[str, Any]:
    said = {
        "programme": row.programme.code if row.programme_id and row.programme else "",
        "title": row.title,
        "organiser": row.organiser,
        "started_on": row.started_on,
        "finished_on": row.finished_on,
        "evidence": str(row.evidence),
        "paper_number": row.paper_number,
        "issued_on": row.issued_on,
        "valid_until": row.valid_until,
    }
    return {
        key: value.isoformat() if isinstance(value, date) else value for key, value in said.items() if value is not None
    }


def _unit_code(person: people.Person) -> str:
    return people.unit_codes_of([person.pk]).get(person.pk, "")


def _record(
    actor: User | None, verb: str, row: ExternalTraining, *, after: dict[str, Any], before: dict[str, Any] | None = None
) -> None:
    journal.record(
        actor=actor, verb=verb, subject=row.person, unit_code=_unit_code(row.person), before=before, after=after
    )
