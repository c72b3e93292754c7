"""Choosing many people, seeing whom something can be done to, doing it, taking it back. Part by part, each in a transaction of its own.

The people are written down when they are chosen: what is shown is what is done, whoever joins or leaves the list meanwhile. Rights and
reasons are judged for the preview and again under lock. An item says whether it was done, so a job may be started any number of times.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.batches.constants import AT_ONCE, BACK_DAYS, DRAFT_DAYS, PART
from hocvien.batches.errors import BatchBusy, BatchNotFound, NobodyChosen, NobodyLeft, TooLateToTakeBack
from hocvien.batches.models import Batch, BatchItem, BatchKind, BatchState, Outcome
from hocvien.batches.queries import can_take_back, get_batch, work_of
from hocvien.common.bulk import insert_rows
from hocvien.jobs import api as jobs
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people

# in the place of a record that went between choosing and judging
_GONE = UUID(int=0)
# tables below this app, and of looks, which say nothing that was built on a record
_NOT_BUILT = {"people", "privacy", "directory", "accounts"}
Clock = Callable[[], datetime]
Reasons = dict[int, people.Reason]


@transaction.atomic
def open_batch(
    *,
    actor: User | None,
    kind: str,
    person_ids: Iterable[int],
    unit: org.Unit | None,
    chosen: str,
    now: datetime,
) -> Batch:
    """Write down whom something is to be done to, in this order; nothing is done yet. Three queries. Raises NobodyChosen."""
    forget_batches(before=now)
    ids = list(dict.fromkeys(person_ids))
    if not ids:
        raise NobodyChosen
    return Batch.objects.create(
        owner=actor,
        unit=unit,
        kind=BatchKind(kind),
        chosen=chosen[:300],
        chosen_ids=ids,
        count=len(ids),
        created_at=now,
    )


def forget_batches(*, before: datetime) -> int:
    """Remove batches that were never done after a day, and the people of those that can no longer be taken back; how many rows."""
    drafts = Batch.objects.filter(
        state__in=(BatchState.OPEN, BatchState.JUDGING, BatchState.READY),
        created_at__lt=before - timedelta(days=DRAFT_DAYS),
    )
    over = BatchItem.objects.filter(batch__done_at__lt=before - timedelta(days=BACK_DAYS))
    return int(over.delete()[0] + drafts.delete()[0])


def forget_batch(*, actor: User | None, batch: Batch) -> None:
    """Throw away what was not done. Raises BatchBusy."""
    with transaction.atomic():
        stored = _lock(actor, batch.uuid)
        if stored.state not in (BatchState.OPEN, BatchState.READY):
            raise BatchBusy
        stored.delete()


def judge_batch(*, actor: User | None, batch: Batch, work: people.SetWork, on: date, now: datetime) -> Batch:
    """See whom this can be done to: each item gets its outcome. Few at once, many as a job. Raises BatchBusy, NotAllowed."""
    with transaction.atomic():
        stored = _lock(actor, batch.uuid)
        if stored.state not in (BatchState.OPEN, BatchState.READY):
            raise BatchBusy
        _require(actor, work, on)
        stored.work = {
            key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(work).items()
        }
        stored.state, stored.counts = BatchState.JUDGING, {}
        stored.save(update_fields=["work", "state", "counts"])
    _start(stored, actor, "judge", on, now, lambda: judge_parts(actor=actor, uuid=batch.uuid, on=on))
    return get_batch(actor, batch.uuid)


def run_batch(*, actor: User | None, batch: Batch, on: date, now: datetime) -> Batch:
    """Do it to everybody who waits; asked twice it is done once, asked after it broke off it goes on.

    Few at once, many as a job. Raises BatchBusy, NobodyLeft, NotAllowed.
    """
    with transaction.atomic():
        stored = _lock(actor, batch.uuid)
        if stored.state == BatchState.DONE or (stored.state == BatchState.RUNNING and _is_open(stored)):
            return get_batch(actor, batch.uuid)
        if stored.state not in (BatchState.READY, BatchState.RUNNING):
            raise BatchBusy
        if stored.state == BatchState.READY and not stored.counts.get(Outcome.WAITING):
            raise NobodyLeft
        _require(actor, work_of(stored), on)
        stored.state = BatchState.RUNNING
        stored.save(update_fields=["state"])
    _start(stored, actor, "run", on, now, lambda: run_parts(actor=actor, uuid=batch.uuid, on=on, clock=lambda: now))
    return get_batch(actor, batch.uuid)


def take_back_batch(*, actor: User | None, batch: Batch, on: date, now: datetime) -> Batch:
    """Undo it for everybody it was done to, as far as nothing was built on it; who stays is said at their item.

    Few at once, many as a job. Raises BatchBusy, TooLateToTakeBack, NotAllowed.
    """
    with transaction.atomic():
        stored = _lock(actor, batch.uuid)
        if stored.state != BatchState.DONE or _is_open(stored):
            raise BatchBusy
        if not can_take_back(stored, now):
            raise TooLateToTakeBack(BACK_DAYS)
    _start(
        stored,
        actor,
        "take_back",
        on,
        now,
        lambda: take_back_parts(actor=actor, uuid=batch.uuid, on=on, clock=lambda: now),
    )
    return get_batch(actor, batch.uuid)


def resume_batch(*, actor: User | None, batch: Batch, on: date, now: datetime) -> Batch:
    """Go on with a step that was stopped or broke off. Raises BatchBusy while it is under way, and as the step itself."""
    stored = get_batch(actor, batch.uuid)
    if _is_open(stored):
        raise BatchBusy
    if stored.state == BatchState.JUDGING:
        uuid = batch.uuid
        _start(stored, actor, "judge", on, now, lambda: judge_parts(actor=actor, uuid=uuid, on=on))
        return get_batch(actor, uuid)
    if stored.state == BatchState.RUNNING:
        return run_batch(actor=actor, batch=stored, on=on, now=now)
    return take_back_batch(actor=actor, batch=stored, on=on, now=now)


def _start(batch: Batch, actor: User | None, step: str, on: date, now: datetime, at_once: Callable[[], None]) -> None:
    """Do the step here, or give it to the worker when it is long."""
    if batch.count <= AT_ONCE:
        at_once()
        return
    with transaction.atomic():
        job = jobs.enqueue(
            task=f"batches.{step}_batch",
            arguments={"batch": str(batch.uuid), "on": on.isoformat()},
            owner=actor,
            label=batch.get_kind_display(),
            now=now,
            total=batch.count,
        )
        Batch.objects.filter(pk=batch.pk).update(job=job)


def _lock(actor: User | None, uuid: UUID) -> Batch:
    batch = (
        Batch.objects.defer("chosen_ids")
        .select_for_update(of=("self",))
        .select_related("job")
        .filter(owner=actor, uuid=uuid)
        .first()
    )
    if batch is None:
        raise BatchNotFound
    return batch


def _is_open(batch: Batch) -> bool:
    return batch.job is not None and batch.job.is_open


# --- rights -----------------------------------------------------------------------------------------------------------


def _require(actor: User | None, work: people.SetWork, on: date) -> None:
    """What is asked once, not for each person: to move people at once one must receive where they go."""
    if isinstance(work, people.NewMove) and work.is_at_once:
        access.require(actor, access.Permission.PERSON_RECEIVE, org.Unit.objects.get(pk=work.unit_id), on)


def _without_right(actor: User | None, work: people.SetWork, ids: Sequence[int], on: date) -> Reasons:
    permission = (
        access.Permission.PERSON_TRANSFER if isinstance(work, people.NewMove) else access.Permission.PERSON_EDIT
    )
    kept = set(
        access.people_visible_to(actor, on, permission).filter(pk__in=ids).order_by().values_list("pk", flat=True)
    )
    return {pk: ("no_right", {}) for pk in ids if pk not in kept}


# --- the steps, part by part ------------------------------------------------------------------------------------------


def judge_parts(*, actor: User | None, uuid: UUID, on: date, progress: jobs.Progress | None = None) -> None:
    """Judge everybody; started again it begins anew, for nothing was done."""
    batch = get_batch(actor, uuid)
    if batch.state != BatchState.JUDGING:
        return
    work = work_of(batch)
    for start in range(0, batch.count, PART):
        part = batch.chosen_ids[start : start + PART]
        with transaction.atomic():
            uuids = dict(people.people().filter(pk__in=part).order_by().values_list("pk", "uuid"))
            reasons: Reasons = people.why_left_out(work, part)
            reasons |= _without_right(actor, work, list(uuids), on)
            items = [
                BatchItem(batch=batch, number=start + at, person=uuids.get(pk, _GONE)) for at, pk in enumerate(part)
            ]
            for item, pk in zip(items, part, strict=True):
                reason = reasons.get(pk)
                _set(item, Outcome.WAITING if reason is None else Outcome.LEFT_OUT, reason)
            _write(batch, items)
        if progress is not None:
            progress.report(start + len(items), batch.count)
    _close(actor, uuid, BatchState.READY)


def run_parts(*, actor: User | None, uuid: UUID, on: date, clock: Clock, progress: jobs.Progress | None = None) -> None:
    """Do it, part by part; a part is done whole or not at all, and never twice."""
    batch = get_batch(actor, uuid)
    if batch.state != BatchState.RUNNING:
        return
    for start in range(0, batch.count, PART):
        _run_part(actor, uuid, start, on, clock())
        if progress is not None:
            progress.report(min(start + PART, batch.count), batch.count)
    _close(actor, uuid, BatchState.DONE, done_at=clock())


def _run_part(actor: User | None, uuid: UUID, start: int, on: date, now: datetime) -> None:
    with transaction.atomic():
        batch = _lock(actor, uuid)
        items = list(_items(batch, start).filter(outcome=Outcome.WAITING))
        if not items:
            return
        work = work_of(batch)
        _require(actor, work, on)
        people.lock_people(item.person for item in items)
        ids = people.person_ids_by_uuid(item.person for item in items)
        barred = _without_right(actor, work, list(ids.values()), on)
        doing = [pk for pk in ids.values() if pk not in barred]
        outcome = people.do_for_many(actor=actor, work=work, person_ids=doing, now=now)
        reasons = {**outcome.left_out, **barred}
        for item in items:
            pk = ids.get(item.person)
            if pk is not None and pk in outcome.effects:
                _set(item, Outcome.DONE, None, outcome.effects[pk])
            else:
                _set(item, Outcome.LEFT_OUT, reasons[pk] if pk is not None else ("gone", {}))
        _write(batch, items)
        batch.marks[str(start)] = _marks()
        batch.save(update_fields=["marks"])
        _record(batch, actor, "batches.run_batch", items, Outcome.DONE, now)


def take_back_parts(
    *, actor: User | None, uuid: UUID, on: date, clock: Clock, progress: jobs.Progress | None = None
) -> None:
    """Undo it, from the last part to the first."""
    batch = get_batch(actor, uuid)
    if not can_take_back(batch, clock()):
        return
    done = 0
    for start in reversed(range(0, batch.count, PART)):
        _take_back_part(actor, uuid, start, on, clock())
        done = min(done + PART, batch.count)
        if progress is not None:
            progress.report(done, batch.count)
    _close(actor, uuid, BatchState.DONE, taken_back_at=clock())


def _take_back_part(actor: User | None, uuid: UUID, start: int, on: date, now: datetime) -> None:
    with transaction.atomic():
        batch = _lock(actor, uuid)
        items = list(_items(batch, start).filter(outcome=Outcome.DONE))
        if not items:
            return
        people.lock_people(item.person for item in items)
        ids = people.person_ids_by_uuid(item.person for item in items)
        work = work_of(batch)
        _require(actor, work, on)
        is_moved = isinstance(work, people.NewMove) and work.is_at_once
        # who was moved belongs to the other unit by now; the right to receive there was asked above
        staying = {} if is_moved else _without_right(actor, work, list(ids.values()), on)
        if is_moved or not isinstance(work, people.NewMove):
            staying |= _built_on(batch, start, list(ids.values()))
        there = {ids[item.person]: item.effect for item in items if item.person in ids}
        effects = {pk: effect for pk, effect in there.items() if pk not in staying}
        staying |= people.take_back_for_many(actor=actor, effects=effects, now=now)
        for item in items:
            pk = ids.get(item.person)
            if pk is None:
                _set(item, Outcome.DONE, ("gone", {}), item.effect)
            elif pk in staying:
                _set(item, Outcome.DONE, staying[pk], item.effect)
            else:
                _set(item, Outcome.TAKEN_BACK, None)
        _write(batch, items)
        _record(batch, actor, "batches.take_back_batch", items, Outcome.TAKEN_BACK, now)


def _items(batch: Batch, start: int) -> Any:
    return BatchItem.objects.filter(batch=batch, number__gte=start, number__lt=start + PART).order_by("number")


def _set(item: BatchItem, outcome: str, reason: people.Reason | None, effect: Mapping[str, Any] | None = None) -> None:
    item.outcome = outcome
    item.reason, item.data = reason if reason is not None else ("", {})
    item.effect = dict(effect or {})


def _write(batch: Batch, items: Sequence[BatchItem]) -> None:
    """Put these items in the place of themselves: removing and inserting is ten times quicker than changing each."""
    numbers = [item.number for item in items]
    BatchItem.objects.filter(batch=batch, number__in=numbers).delete()
    for item in items:
        item.pk = None
    insert_rows(BatchItem, items)


def _close(actor: User | None, uuid: UUID, state: str, **stamps: datetime) -> None:
    with transaction.atomic():
        batch = _lock(actor, uuid)
        rows = BatchItem.objects.filter(batch=batch).values_list("outcome").annotate(n=Count("pk")).order_by()
        batch.counts = dict(rows)
        batch.state = state
        if state == BatchState.DONE:
            Batch.objects.filter(pk=batch.pk).update(chosen_ids=[])
        for name, moment in stamps.items():
            setattr(batch, name, moment)
        batch.save(update_fields=["counts", "state", *stamps])


def _record(
    batch: Batch, actor: User | None, verb: str, items: Sequence[BatchItem], outcome: str, now: datetime
) -> None:
    """One line for the part beside those of the people: what belongs together."""
    done = [str(item.person) for item in items if item.outcome == outcome]
    if done:
        journal.record(
            actor=actor,
            verb=verb,
            subject=batch,
            unit_code=batch.unit.code if batch.unit is not None else "",
            at=now,
            after={"kind": batch.kind, **batch.work, "count": len(done), "people": done},
        )


# --- what was built on it ---------------------------------------------------------------------------------------------


def _relations() -> list[Any]:
    """Keys to a person of tables that are written because of what the record says: lists of classes, certificates."""
    fields: list[Any] = list(people.Person._meta.get_fields(include_hidden=True))
    return [
        field
        for field in fields
        if field.auto_created
        and field.is_relation
        and not field.concrete
        and field.related_model._meta.app_label not in _NOT_BUILT
    ]


def _marks() -> dict[str, int]:
    """Table → its highest key now."""
    models = {relation.related_model for relation in _relations()}
    return {model._meta.label_lower: model._base_manager.aggregate(last=Max("pk"))["last"] or 0 for model in models}


def _built_on(batch: Batch, start: int, person_ids: Sequence[int]) -> Reasons:
    """Who was put on a list, given a certificate and the like since; one query a table."""
    marks = batch.marks.get(str(start), {})
    found: Reasons = {}
    for relation in _relations():
        model, name = relation.related_model, relation.field.attname
        mark = marks.get(model._meta.label_lower, 0)
        rows = model._base_manager.filter(**{f"{name}__in": person_ids}, pk__gt=mark).order_by()
        found |= {pk: ("used", {"what": model._meta.label_lower}) for pk in rows.values_list(name, flat=True)}
    return found
