"""Reorganisations on their way: drafted and tried, changed, kept waiting, and what came due carried out."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hocvien.accounts.api import User
from hocvien.common.errors import DomainError
from hocvien.jobs import api as jobs
from hocvien.org.arithmetic.steps import as_kept, codes_named, from_kept
from hocvien.org.constants import INLINE_UNITS
from hocvien.org.data import Step
from hocvien.org.errors import ReorganisationBusy, ReorganisationEmpty, ReorganisationNotOpen, ReorganisationPast
from hocvien.org.models import Reorganisation, ReorganisationStatus
from hocvien.org.operations.reorganising import (
    execute_reorganisation,
    journal_reorganisation,
    keep_reorganisation,
    locked,
    name_units,
    try_steps,
)

_DUE_TASK = "org.execute_due"


@transaction.atomic
def draft_reorganisation(
    *,
    actor: User | None,
    title: str,
    resolution: str,
    decided_on: date | None,
    on: date,
    steps: Sequence[Step] = (),
    now: datetime,
) -> Reorganisation:
    """Keep a draft and try its steps: its `effect`. More than INLINE_UNITS units are tried by a job. Raises what the steps raise."""
    draft = Reorganisation(
        title=title,
        resolution=resolution,
        decided_on=decided_on,
        on=on,
        status=ReorganisationStatus.DRAFT,
        steps=as_kept(steps),
        made_by=actor,
        made_at=now,
    )
    keep_reorganisation(draft)
    journal_reorganisation(draft, actor=actor, verb="org.draft_reorganisation", now=now)
    return _try(draft, actor=actor, now=now)


@transaction.atomic
def change_draft(
    *,
    actor: User | None,
    reorganisation: Reorganisation,
    now: datetime,
    title: str | None = None,
    resolution: str | None = None,
    decided_on: date | None = None,
    on: date | None = None,
    steps: Sequence[Step] | None = None,
) -> Reorganisation:
    """Change what is told, and try the whole again. Nothing is kept where the steps are refused. Raises ReorganisationNotOpen, ReorganisationBusy."""
    draft = _free(reorganisation, ReorganisationStatus.DRAFT)
    if title is not None:
        draft.title, draft.resolution, draft.decided_on = title, resolution or "", decided_on
    draft.on = on or draft.on
    if steps is not None:
        draft.steps = as_kept(steps)
    keep_reorganisation(draft)
    journal_reorganisation(draft, actor=actor, verb="org.change_draft", now=now)
    return _try(draft, actor=actor, now=now)


@transaction.atomic
def try_draft(*, actor: User | None, reorganisation: Reorganisation, now: datetime) -> Reorganisation:
    """Try a draft, or one that waits, again: the tree may have changed since. A refusal is kept with it, in words."""
    found = _free(reorganisation, ReorganisationStatus.DRAFT, ReorganisationStatus.WAITING)
    try:
        with transaction.atomic():
            return _try(found, actor=actor, now=now)
    except DomainError as refusal:
        found.effect, found.refusal, found.tried_at = {}, in_words(refusal), now
        found.save(update_fields=["effect", "refusal", "tried_at"])
        return found


@transaction.atomic
def discard_draft(*, actor: User | None, reorganisation: Reorganisation, now: datetime) -> None:
    """Throw a draft away; the journal says that there was one. Raises ReorganisationNotOpen, ReorganisationBusy."""
    draft = _free(reorganisation, ReorganisationStatus.DRAFT)
    journal_reorganisation(draft, actor=actor, verb="org.discard_draft", now=now)
    draft.delete()


@transaction.atomic
def plan_reorganisation(
    *, actor: User | None, reorganisation: Reorganisation, today: date, now: datetime
) -> Reorganisation:
    """Let a draft wait for its day, when the program carries it out. Raises ReorganisationPast where the day has come, ReorganisationEmpty."""
    draft = _free(reorganisation, ReorganisationStatus.DRAFT)
    if draft.on <= today:
        raise ReorganisationPast(draft.on)
    if not draft.steps:
        raise ReorganisationEmpty
    draft.status = ReorganisationStatus.WAITING
    draft.save(update_fields=["status"])
    journal_reorganisation(draft, actor=actor, verb="org.plan_reorganisation", now=now)
    return draft


def start_reorganisation(
    *, actor: User | None, reorganisation: Reorganisation, today: date, now: datetime
) -> Reorganisation:
    """Execute it as it was last shown: at once, or, where it names more than INLINE_UNITS units, by a job. Asked twice it is done once.

    Raises ReorganisationNotOpen, ReorganisationTooEarly, ReorganisationEffectChanged, ReorganisationBusy, and what its steps raise by now.
    """
    if not _is_large(reorganisation):
        return execute_reorganisation(
            actor=actor, reorganisation=reorganisation, now=now, today=today, seen=reorganisation.effect
        )
    with transaction.atomic():
        found = _free(reorganisation, ReorganisationStatus.DRAFT, ReorganisationStatus.WAITING)
        _give(found, "org.execute_reorganisation", actor=actor, now=now)
    return Reorganisation.objects.get(pk=found.pk)


def finish_reorganisation(*, actor: User | None, uuid: UUID, today: date, now: datetime) -> None:
    """What the job does that `start_reorganisation` gave; once it is done it does nothing. A refusal is kept in words and ends the job."""
    found = Reorganisation.objects.get(uuid=uuid)
    if found.status not in {ReorganisationStatus.DRAFT, ReorganisationStatus.WAITING}:
        return
    try:
        execute_reorganisation(actor=actor, reorganisation=found, now=now, today=today, seen=found.effect)
    except DomainError as refusal:
        _refuse(found, refusal, actor=actor, now=now)
        raise


def execute_due(*, today: date, now: datetime) -> int:
    """Carry out what waits and whose day has come, earliest first; returns how many. Each in a transaction of its own, each tried once.

    One that is refused stays as it is, with the refusal in words, until somebody looks at it: it is not tried again by itself.
    """
    done = 0
    for found in due_reorganisations(today).order_by("on", "pk"):
        try:
            execute_reorganisation(actor=None, reorganisation=found, now=now, today=today)
        except ReorganisationNotOpen:
            # somebody did it, or took it back, meanwhile
            continue
        except DomainError as refusal:
            _refuse(found, refusal, actor=None, now=now)
        else:
            done += 1
    return done


def ask_for_due(*, today: date, now: datetime) -> bool:
    """Give what came due to the worker, unless it is there already; returns whether it was given. At most two queries where nothing is due."""
    if not due_reorganisations(today).exists() or jobs.is_open(_DUE_TASK):
        return False
    jobs.enqueue(task=_DUE_TASK, arguments={}, owner=None, label=str(_("Sắp xếp tổ chức đến ngày")), now=now)
    return True


def due_reorganisations(today: date) -> Any:
    """What waits, whose day has come, and which was not refused."""
    return Reorganisation.objects.filter(status=ReorganisationStatus.WAITING, on__lte=today, refusal={})


def in_words(refusal: DomainError) -> dict[str, str]:
    """A refusal in both languages."""
    words = {}
    for language in ("vi", "en"):
        with translation.override(language):
            words[language] = str(refusal)
    return words


def _try(found: Reorganisation, *, actor: User | None, now: datetime) -> Reorganisation:
    steps = from_kept(found.steps)
    name_units(found, steps)
    found.effect, found.refusal, found.tried_at = {}, {}, now
    if _is_large(found):
        found.save(update_fields=["effect", "refusal", "tried_at"])
        _give(found, "org.try_reorganisation", actor=actor, now=now)
        found.refresh_from_db()
        return found
    if steps:
        found.effect = try_steps(steps, found.on)
        name_units(found, steps, ended=found.effect["codes"]["ended"])
    found.save(update_fields=["effect", "refusal", "tried_at"])
    return found


def try_given(*, uuid: UUID, now: datetime) -> None:
    """What the job of a large trial does. A refusal is kept in words and ends the job."""
    found = Reorganisation.objects.get(uuid=uuid)
    if found.status not in {ReorganisationStatus.DRAFT, ReorganisationStatus.WAITING}:
        return
    steps = from_kept(found.steps)
    try:
        effect = try_steps(steps, found.on)
    except DomainError as refusal:
        Reorganisation.objects.filter(pk=found.pk).update(refusal=in_words(refusal), tried_at=now)
        raise
    with transaction.atomic():
        Reorganisation.objects.filter(pk=found.pk).update(effect=effect, refusal={}, tried_at=now)
        name_units(found, steps, ended=effect["codes"]["ended"])


def _give(found: Reorganisation, task: str, *, actor: User | None, now: datetime) -> None:
    job = jobs.enqueue(
        task=task,
        arguments={"reorganisation": str(found.uuid), "actor": str(actor.uuid) if actor is not None else ""},
        owner=actor,
        label=found.title,
        now=now,
        total=1,
    )
    Reorganisation.objects.filter(pk=found.pk).update(job=job)


def _refuse(found: Reorganisation, refusal: DomainError, *, actor: User | None, now: datetime) -> None:
    """Keep the refusal with it; nothing else of it was kept."""
    with transaction.atomic():
        Reorganisation.objects.filter(pk=found.pk).update(refusal=in_words(refusal), tried_at=now)
        journal_reorganisation(found, actor=actor, verb="org.refuse_reorganisation", now=now)


def _free(reorganisation: Reorganisation, *statuses: str) -> Reorganisation:
    """The row under lock, and no job at it."""
    found = locked(reorganisation, *statuses)
    if found.job is not None and found.job.is_open:
        raise ReorganisationBusy
    return found


def _is_large(reorganisation: Reorganisation) -> bool:
    return len(codes_named(from_kept(reorganisation.steps))) > INLINE_UNITS
