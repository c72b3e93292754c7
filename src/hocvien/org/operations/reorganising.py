"""Reorganisations: any number of steps on one day, tried first, then executed as one; withdrawn while they wait.

The trial is the execution, taken back: what is shown is what will happen, and a refusal comes before anything is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.common.bulk import insert_rows
from hocvien.common.text import clean_name, fold
from hocvien.journal import api as journal
from hocvien.org.arithmetic.steps import as_kept, codes_named, from_kept
from hocvien.org.data import Step, Touched
from hocvien.org.errors import (
    ReorganisationEffectChanged,
    ReorganisationEmpty,
    ReorganisationNotOpen,
    ReorganisationTooEarly,
)
from hocvien.org.models import Reorganisation, ReorganisationStatus, ReorganisationUnit, Succession, Unit
from hocvien.org.operations.dated_rows import BATCH
from hocvien.org.operations.execution import Execution
from hocvien.org.operations.picturing import effect_of, is_same_effect

_NOT_CHECKED = (
    *("made_by", "executed_by", "executed_at", "ended_by", "ended_at", "kept", "effect", "tried_at", "refusal"),
    *("job", "steps"),
)


@transaction.atomic
def preview_reorganisation(*, steps: Sequence[Step], on: date) -> Touched:
    """What these steps would touch, by doing them and taking them back. Raises what doing them raises."""
    touched = Execution(actor=None, on=on, source="", key="").run(steps)
    transaction.set_rollback(True)
    return touched


@transaction.atomic
def try_steps(steps: Sequence[Step], on: date) -> dict[str, Any]:
    """The effect of these steps as `picturing.effect_of` tells it, by doing them and taking them back. Raises what doing them raises."""
    doing = Execution(actor=None, on=on, source="", key="")
    doing.run(steps)
    effect = effect_of(doing.deeds(), on)
    transaction.set_rollback(True)
    return effect


@transaction.atomic
def record_reorganisation(
    *,
    actor: User | None,
    title: str,
    resolution: str,
    steps: Sequence[Step],
    on: date,
    today: date,
    now: datetime,
) -> Reorganisation:
    """Execute the steps, or, where their day is yet to come, keep them until then. Raises what doing them raises.

    A few dozen statements for each run of equal steps, whatever the number of units.
    """
    made = Reorganisation(
        title=title,
        resolution=resolution,
        on=on,
        status=ReorganisationStatus.WAITING,
        steps=as_kept(steps),
        made_by=actor,
        made_at=now,
    )
    keep_reorganisation(made)
    if on <= today:
        return _execute(made, actor=actor, now=now)
    name_units(made, steps)
    journal_reorganisation(made, actor=actor, verb="org.plan_reorganisation", now=now)
    return made


def keep_reorganisation(made: Reorganisation) -> None:
    """Save it as it is, checked."""
    made.title, made.resolution = clean_name(made.title), clean_name(made.resolution)
    made.words_folded = fold(f"{made.title} {made.resolution}")[:600]
    made.full_clean(exclude=_NOT_CHECKED)
    made.save()


def name_units(made: Reorganisation, steps: Sequence[Step], *, ended: Iterable[str] = ()) -> None:
    """Write down which units it names, founded (where they exist) and ends; a query for every 500."""
    ends = set(ended)
    rows = []
    for part in batched(sorted(codes_named(steps) | ends), BATCH):
        for pk, code in Unit.objects.filter(code__in=part).values_list("pk", "code"):
            rows.append(ReorganisationUnit(reorganisation=made, unit_id=pk, is_ended=code in ends))
    ReorganisationUnit.objects.filter(reorganisation=made).delete()
    insert_rows(ReorganisationUnit, rows)


@transaction.atomic
def execute_reorganisation(
    *,
    actor: User | None,
    reorganisation: Reorganisation,
    now: datetime,
    today: date | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Reorganisation:
    """Execute a draft, or one that waited; before its day only where `today` is not told. `seen`: the effect somebody agreed to.

    Raises ReorganisationNotOpen, ReorganisationTooEarly, ReorganisationEffectChanged, and what its steps raise by now.
    """
    found = locked(reorganisation, ReorganisationStatus.DRAFT, ReorganisationStatus.WAITING)
    if today is not None and found.on > today:
        raise ReorganisationTooEarly(found.on)
    if not found.steps:
        raise ReorganisationEmpty
    done = _execute(found, actor=actor, now=now)
    if seen is not None and not is_same_effect(seen, done.effect):
        raise ReorganisationEffectChanged
    return done


@transaction.atomic
def withdraw_reorganisation(*, actor: User | None, reorganisation: Reorganisation, now: datetime) -> Reorganisation:
    """Take back one that waits. Raises ReorganisationNotOpen."""
    found = locked(reorganisation, ReorganisationStatus.WAITING)
    found.status, found.ended_by, found.ended_at = ReorganisationStatus.WITHDRAWN, actor, now
    found.save(update_fields=["status", "ended_by", "ended_at"])
    journal_reorganisation(found, actor=actor, verb="org.withdraw_reorganisation", now=now)
    return found


def _execute(reorganisation: Reorganisation, *, actor: User | None, now: datetime) -> Reorganisation:
    steps = from_kept(reorganisation.steps)
    doing = Execution(actor=actor, on=reorganisation.on, source=source_of(reorganisation), key=str(reorganisation.uuid))
    doing.run(steps)
    for row in doing.successions:
        row.reorganisation = reorganisation
    Succession.objects.bulk_create(doing.successions, batch_size=BATCH)
    name_units(reorganisation, steps, ended=(unit.code for unit in doing.ended))
    reorganisation.kept = doing.kept()
    reorganisation.effect = effect_of(doing.deeds(), reorganisation.on)
    reorganisation.refusal = {}
    reorganisation.status = ReorganisationStatus.EXECUTED
    reorganisation.executed_by, reorganisation.executed_at = actor, now
    reorganisation.save()
    journal_reorganisation(reorganisation, actor=actor, verb="org.reorganise", now=now)
    return reorganisation


def source_of(reorganisation: Reorganisation) -> str:
    """What every row written says it rests on: "12-NQ/TU, 20/06/2025"."""
    day = f"{reorganisation.decided_on:%d/%m/%Y}" if reorganisation.decided_on else ""
    return ", ".join(filter(None, (reorganisation.resolution[:280], day)))


def locked(reorganisation: Reorganisation, *statuses: str) -> Reorganisation:
    """The row under lock; raises ReorganisationNotOpen unless it stands in one of these."""
    found = Reorganisation.objects.select_for_update().filter(pk=reorganisation.pk).first()
    if found is None or found.status not in statuses:
        raise ReorganisationNotOpen((found or reorganisation).get_status_display())
    return found


def journal_reorganisation(reorganisation: Reorganisation, *, actor: User | None, verb: str, now: datetime) -> None:
    """One entry about the whole of it."""
    journal.record(
        actor=actor,
        verb=verb,
        subject=reorganisation,
        after={
            "title": reorganisation.title,
            "resolution": reorganisation.resolution,
            "on": reorganisation.on.isoformat(),
            **reorganisation.kept.get("counts", {}),
        },
        at=now,
    )
