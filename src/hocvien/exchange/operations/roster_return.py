"""Taking an import back: whole or in part, for 30 days, as far as nothing was built on what it wrote."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.common.errors import DomainError
from hocvien.common.wording import say
from hocvien.exchange.constants import BACK_DAYS, EXECUTE_ROWS
from hocvien.exchange.errors import RosterBusy, RosterTooOld
from hocvien.exchange.models import EffectAction, RosterEffect, RosterPart, RosterState, StoredRoster
from hocvien.exchange.operations.roster_execution import people_relations
from hocvien.exchange.operations.roster_kept import find_roster, lock_roster
from hocvien.exchange.operations.roster_matching import last_entries
from hocvien.exchange.wording import BUILT_ON
from hocvien.jobs import api as jobs
from hocvien.journal import api as journal
from hocvien.people import api as people

_BATCH = 500
Reasons = dict[UUID, tuple[str, dict[str, Any]]]


def list_effects(roster: StoredRoster) -> QuerySet[RosterEffect]:
    """What the import did, person by person, in file order."""
    return RosterEffect.objects.filter(part__roster=roster).select_related("part").order_by("part__number", "row", "pk")


def reasons_to_stay(effects: Sequence[RosterEffect]) -> dict[UUID, str]:
    """Effect → why it cannot be taken back, in the reader's language, of those that cannot. A fixed number of queries for each 500."""
    return {uuid: say(BUILT_ON[code], **data) for uuid, (code, data) in _reasons(effects).items()}


def back_until(roster: StoredRoster) -> datetime | None:
    """Until when it can be taken back; None before it is written."""
    return None if roster.executed_at is None else roster.executed_at + timedelta(days=BACK_DAYS)


def can_take_back(roster: StoredRoster, now: datetime) -> bool:
    """Whether it is written, and not too long ago."""
    until = back_until(roster)
    return until is not None and now <= until


def take_back_roster(
    *, actor: User | None, roster: StoredRoster, rows: Iterable[UUID] | None, on: date, now: datetime
) -> StoredRoster:
    """Undo what an import did: to everybody, or to the people of these effects; who cannot be is left and said by `reasons_to_stay`.

    Few at once, many as a job. Raises RosterPlanGone, RosterBusy, RosterTooOld, NotAllowed.
    """
    chosen = None if rows is None else set(rows)
    with transaction.atomic():
        stored = lock_roster(actor, roster.uuid)
        _require(actor, stored, on, now)
        effects = RosterEffect.objects.filter(part__roster=stored, taken_back_at=None)
        count = effects.count() if chosen is None else len(chosen)
        is_small = count <= EXECUTE_ROWS
        if not is_small:
            stored.job = jobs.enqueue(
                task="exchange.take_back_roster",
                arguments={
                    "roster": str(stored.uuid),
                    "on": on.isoformat(),
                    "rows": None if chosen is None else [str(uuid) for uuid in chosen],
                },
                owner=actor,
                label=stored.filename,
                now=now,
                total=count,
            )
            stored.save(update_fields=["job"])
    if is_small:
        take_back_rows(actor=actor, uuid=roster.uuid, rows=chosen, on=on, clock=lambda: now)
    return find_roster(actor, roster.uuid)


def take_back_rows(
    *,
    actor: User | None,
    uuid: UUID,
    rows: set[UUID] | None,
    on: date,
    clock: Callable[[], datetime],
    progress: jobs.Progress | None = None,
) -> None:
    """The parts of an import from the last to the first, each in a transaction of its own; may be started again at any time."""
    stored = find_roster(actor, uuid)
    _require(actor, stored, on, clock())
    numbers = RosterPart.objects.filter(roster=stored, effects__taken_back_at=None, effects__isnull=False)
    done = 0
    for number in numbers.order_by("-number").values_list("number", flat=True).distinct():
        done += _take_back_part(actor, uuid, number, rows, clock())
        if progress is not None:
            progress.report(done, max(done, stored.job.total if stored.job else 0))


def _require(actor: User | None, stored: StoredRoster, on: date, now: datetime) -> None:
    access.require(actor, access.Permission.ROSTER_IMPORT, stored.unit, on)
    if stored.state != RosterState.EXECUTED or stored.executed_at is None:
        raise RosterBusy
    if not can_take_back(stored, now):
        raise RosterTooOld(stored.filename, BACK_DAYS)


def _take_back_part(actor: User | None, uuid: UUID, number: int, rows: set[UUID] | None, now: datetime) -> int:
    """How many people of the part went back."""
    with transaction.atomic():
        stored = lock_roster(actor, uuid)
        part = RosterPart.objects.select_for_update().get(roster=stored, number=number)
        waiting = RosterEffect.objects.filter(part=part, taken_back_at=None).order_by("pk")
        effects = [effect for effect in waiting if rows is None or effect.uuid in rows]
        for effect in effects:
            effect.part = part
        # asked under the lock of the people: nothing can be built on them from here on
        people.lock_people(effect.person for effect in effects)
        reasons = _reasons(effects)
        undone = _undo(actor, [effect for effect in effects if effect.uuid not in reasons])
        if not undone:
            return 0
        for effect in undone:
            effect.taken_back_at = now
        RosterEffect.objects.bulk_update(undone, ["taken_back_at"], batch_size=_BATCH)
        stored.outcome["taken_back"] = stored.outcome.get("taken_back", 0) + len(undone)
        stored.save(update_fields=["outcome"])
        journal.record(
            actor=actor,
            verb="exchange.take_back_roster",
            subject=stored,
            unit_code=stored.unit.code,
            at=now,
            after={
                "file": stored.filename,
                "part": number + 1,
                "count": len(undone),
                "people": [str(effect.person) for effect in undone],
            },
        )
    return len(undone)


def _undo(actor: User | None, effects: Sequence[RosterEffect]) -> list[RosterEffect]:
    """Undo all at once; when a door refuses, halves, down to the person it means."""
    if not effects:
        return []
    try:
        with transaction.atomic():
            ids = people.person_ids_by_uuid(effect.person for effect in effects)
            found = people.people_by_ids(ids.values())
            removed = [found[ids[e.person]] for e in effects if e.action == EffectAction.CREATE]
            restored = [(found[ids[e.person]], e.before, e.after) for e in effects if e.action != EffectAction.CREATE]
            if removed:
                people.remove_people(actor=actor, people=removed)
            if restored:
                people.restore_people(actor=actor, changes=restored)
    except DomainError:
        if len(effects) == 1:
            return []
        middle = len(effects) // 2
        return [*_undo(actor, effects[:middle]), *_undo(actor, effects[middle:])]
    return list(effects)


def _reasons(effects: Sequence[RosterEffect]) -> Reasons:
    """Effect → why it stays, of those that do."""
    found: Reasons = {}
    for part in batched(effects, _BATCH):
        found |= _reasons_of(part)
    return found


def _reasons_of(effects: Sequence[RosterEffect]) -> Reasons:
    ids = people.person_ids_by_uuid(effect.person for effect in effects)
    last = last_entries(effect.person for effect in effects)
    built = [(relation.related_model, _rows_built(relation, list(ids.values()))) for relation in people_relations()]
    found: Reasons = {}
    for effect in effects:
        if effect.taken_back_at is not None:
            continue
        pk = ids.get(effect.person)
        if pk is None:
            found[effect.uuid] = ("person_gone", {})
            continue
        if last.get(effect.person, 0) > (effect.part.seq or 0):
            found[effect.uuid] = ("person_changed", {})
            continue
        for model, rows in built:
            # of a record the import made, everything came later; of others, what has a higher key than there was then
            mark = 0 if effect.action == EffectAction.CREATE else effect.part.marks.get(model._meta.label, 0)
            if rows.get(pk, 0) > mark:
                found[effect.uuid] = ("person_used", {"what": model._meta.verbose_name})
                break
    return found


def _rows_built(relation: Any, person_ids: Sequence[int]) -> dict[int, int]:
    """Person id → highest key of the rows of that table that point at them."""
    name = relation.field.attname
    rows = relation.related_model._base_manager.filter(**{f"{name}__in": person_ids})
    return dict(rows.order_by().values_list(name).annotate(last=Max("pk")))
