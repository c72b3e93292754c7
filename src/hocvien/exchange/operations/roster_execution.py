"""Writing a roster: part by part, each in one transaction, judged again under lock against what is recorded by then.

A part is marked in the transaction that writes it. So it makes no difference at which point a worker is killed, or how often
a job is started: a part is in the records whole or not at all, and never twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.common.bulk import insert_rows, new_row, written_behind
from hocvien.common.errors import DomainError
from hocvien.common.memory import collection_paused
from hocvien.exchange.constants import DAY_FIELDS, EXECUTE_ROWS, HEADERS, LONG_PARTS, PARTS_TOGETHER, PLAIN_FIELDS
from hocvien.exchange.data import PlannedPart, RosterOutcome, RosterProblem, RosterRow
from hocvien.exchange.errors import RosterBusy, RosterPlanEmpty
from hocvien.exchange.models import EffectAction, RosterEffect, RosterFile, RosterPart, RosterState, StoredRoster
from hocvien.exchange.operations.roster_draft import in_language
from hocvien.exchange.operations.roster_keeping import HELD, keep_plan, plan_part, plan_parts, sum_counts
from hocvien.exchange.operations.roster_kept import find_roster, lock_roster, part_numbers
from hocvien.exchange.operations.roster_planning import RosterPlanner
from hocvien.exchange.operations.roster_units import RosterUnits
from hocvien.exchange.wording import PROBLEMS
from hocvien.jobs import api as jobs
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people

_CELL_KINDS = ("cell", "part_committee", "base_committee")
_FACTS = ("unit_name", "post", "theory_level")


def execute_roster(
    *, actor: User | None, roster: StoredRoster, on: date, now: datetime, at_once: bool = False
) -> StoredRoster:
    """Write the rows that nothing holds back: new people, changed fields, moves, posts, levels. Good rows never wait for others.

    A few rows, or with `at_once` any number, are written before this returns; more are given to a job. Asked twice it is done once; asked after it was
    stopped or broke off, it goes on.
    Raises RosterPlanGone, RosterPlanEmpty, RosterBusy, NotAllowed.
    """
    with transaction.atomic():
        stored = lock_roster(actor, roster.uuid)
        access.require(actor, access.Permission.ROSTER_IMPORT, stored.unit, on)
        is_under_way = stored.state == RosterState.EXECUTING
        job = stored.job
        if stored.state == RosterState.EXECUTED or (is_under_way and job is not None and job.is_open):
            return find_roster(actor, roster.uuid)
        if not is_under_way and stored.state != RosterState.READY:
            raise RosterBusy
        if not is_under_way and not (stored.counts.get("create") or stored.counts.get("update") or stored.absent):
            raise RosterPlanEmpty
        stored.state = RosterState.EXECUTING
        stored.save(update_fields=["state"])
        # saved first: where jobs are done at once, the job goes on from here
        is_small = at_once or stored.counts["rows"] <= EXECUTE_ROWS
        if not is_small:
            stored.job = jobs.enqueue(
                task="exchange.execute_roster",
                arguments={"roster": str(stored.uuid), "on": on.isoformat()},
                owner=actor,
                label=stored.filename,
                now=now,
                total=stored.counts["rows"],
            )
            stored.save(update_fields=["job"])
    if is_small:
        execute_parts(actor=actor, uuid=roster.uuid, on=on, clock=lambda: now)
    return find_roster(actor, roster.uuid)


def execute_parts(
    *,
    actor: User | None,
    uuid: UUID,
    on: date,
    clock: Callable[[], datetime],
    progress: jobs.Progress | None = None,
) -> None:
    """Write the parts that are not written yet, in order; may be started again at any time. For each part some thirty queries and a few for each 500 people.

    Parts of a long roster go in several together: names and numbers come in no order, so each part touches every page of the indexes, and
    together they are written once.
    """
    stored = find_roster(actor, uuid)
    if stored.state == RosterState.EXECUTED:
        return
    access.require(actor, access.Permission.ROSTER_IMPORT, stored.unit, on)
    if stored.is_edited:
        plan_parts(actor=actor, uuid=uuid, on=on, now=clock(), progress=progress)
        stored = find_roster(actor, uuid)
    planner = RosterPlanner(layout=stored.layout, units=RosterUnits(actor, stored.unit, on))
    done = 0
    numbers = part_numbers(stored)
    together = PARTS_TOGETHER if len(numbers) > LONG_PARTS else 1
    for part in batched(numbers, together):
        with transaction.atomic():
            for number in part:
                done += _execute_part(actor, uuid, number, planner, on, clock())
        if progress is not None:
            progress.report(done, stored.counts["rows"])
    _finish(actor, uuid, on, clock())


def _execute_part(actor: User | None, uuid: UUID, number: int, planner: RosterPlanner, on: date, now: datetime) -> int:
    """One part, whole or not at all; answers how many rows it had."""
    # either whole with what goes in together with it, or not at all: no savepoint to wait for
    with collection_paused(), transaction.atomic(savepoint=False), written_behind():
        stored = lock_roster(actor, uuid)
        # two imports into one unit wait for each other: both would find nobody of that name and both would add them
        org.Unit.objects.select_for_update(no_key=True).get(pk=stored.unit_id)
        part = RosterPart.objects.select_for_update().defer("plan", "found").get(roster=stored, number=number)
        if part.executed_at is not None:
            return sum(part.counts.get(action, 0) for action in ("create", "update", "unchanged", "skip", *HELD))
        planned = plan_part(stored, planner, part, alone=True)
        marks = marks_of_people()
        writing = _Writing(actor, on, {pk: label.kind for pk, label in planner.units.labels.items()})
        writing.write([row for row in planned.people if row.action in {"create", "update"}])
        planned = _with_refusals(planned, writing.refused)
        rows = len(part.rows)
        # what is in the records now need not be kept twice
        keep_plan(stored, part, planned, held_only=True)
        held = {tuple(row["at"]) for row in part.plan}
        part.rows = [row for row in part.rows if (row[0], row[1]) in held]
        part.read = ""
        part.executed_at = now
        entry = journal.record(
            actor=actor,
            verb="exchange.execute_roster",
            subject=stored,
            unit_code=stored.unit.code,
            at=now,
            after={
                "file": stored.filename,
                "part": number + 1,
                "created": part.counts["create"],
                "updated": part.counts["update"],
                "unchanged": part.counts["unchanged"],
                "skipped": part.counts["skip"],
                "held": sum(part.counts[action] for action in HELD),
                "created_people": [str(one.person) for one in writing.effects if one.action == EffectAction.CREATE],
                "updated_people": [str(one.person) for one in writing.effects if one.action == EffectAction.UPDATE],
            },
        )
        part.seq, part.marks = entry.seq, marks
        part.save()
        for effect in writing.effects:
            effect.part_id = part.pk
        insert_rows(RosterEffect, writing.effects)
    return rows


def _finish(actor: User | None, uuid: UUID, on: date, now: datetime) -> None:
    """After the last part: belongings that were chosen to end, and the sum."""
    with transaction.atomic():
        stored = lock_roster(actor, uuid)
        if stored.state == RosterState.EXECUTED:
            return
        ended = _end_absent(actor, stored, on)
        sum_counts(stored)
        stored.state, stored.executed_at = RosterState.EXECUTED, now
        stored.outcome = {
            "created": stored.counts.get("create", 0),
            "updated": stored.counts.get("update", 0),
            "unchanged": stored.counts.get("unchanged", 0),
            "held": sum(stored.counts.get(action, 0) for action in HELD),
            "ended": ended,
        }
        stored.save(update_fields=["counts", "state", "executed_at", "outcome"])
        RosterFile.objects.filter(roster=stored).delete()


def outcome_of(stored: StoredRoster) -> RosterOutcome | None:
    """What executing wrote; None before."""
    if stored.executed_at is None:
        return None
    names = ("created", "updated", "unchanged", "held")
    return RosterOutcome(uuid=stored.uuid, **{name: stored.outcome.get(name, 0) for name in names})


def marks_of_people() -> dict[str, int]:
    """Table that points at people → its highest key: rows with higher keys came later. A query for each of those tables."""
    return {
        relation.related_model._meta.label: relation.related_model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        for relation in people_relations()
    }


def people_relations() -> list[Any]:
    """Keys to a person, but for those of what a roster writes itself and of who looked: what can be built on a record."""
    own = set(people.SNAPSHOT_FACTS.values())
    traces = people.trace_models()
    return [
        field
        for field in people.Person._meta.get_fields(include_hidden=True)
        if field.auto_created
        and field.is_relation
        and not field.concrete
        and field.related_model not in own
        and field.related_model._meta.label not in traces  # type: ignore[union-attr]  # models are loaded by now
    ]


class _Writing:
    """The rows of one part on their way into the records."""

    def __init__(self, actor: User | None, on: date, kinds: Mapping[int, str]) -> None:
        self.actor, self.on, self.kinds = actor, on, kinds
        self.effects: list[RosterEffect] = []
        self.refused: dict[tuple[str, int], str] = {}

    def write(self, rows: Sequence[RosterRow]) -> None:
        """All at once; when a door refuses, halves of them, down to the row it means: one row never holds up the others."""
        if not rows:
            return
        try:
            with transaction.atomic():
                made = self._write_all(rows)
        except (DomainError, ValidationError) as refusal:
            if len(rows) == 1:
                words = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
                self.refused[rows[0].sheet, rows[0].row] = words
                return
            middle = len(rows) // 2
            self.write(rows[:middle])
            self.write(rows[middle:])
        else:
            self.effects += made

    def _write_all(self, rows: Sequence[RosterRow]) -> list[RosterEffect]:
        return [
            *self._create([row for row in rows if row.action == "create"]),
            *self._update([row for row in rows if row.action == "update"]),
        ]

    def _create(self, rows: Sequence[RosterRow]) -> list[RosterEffect]:
        if not rows:
            return []
        added = people.add_people(actor=self.actor, people=[_new(row, self.kinds, self.on) for row in rows])
        return [_effect(row, person, EffectAction.CREATE) for row, person in zip(rows, added, strict=True)]

    def _update(self, rows: Sequence[RosterRow]) -> list[RosterEffect]:
        if not rows:
            return []
        ids = people.person_ids_by_uuid(row.person_uuid for row in rows if row.person_uuid)
        found = people.people_by_ids(ids.values())
        before = people.snapshots_of(ids.values())
        changes, transfers, facts = [], [], []
        for row in rows:
            assert row.person_uuid is not None
            assert row.unit_id is not None
            person = found[ids[row.person_uuid]]
            changed = {change.field for change in row.changes}
            values = _new_person({name: getattr(row, name) for name in changed if name in HEADERS})
            plain = {name: getattr(values, name) for name in changed & set(people.EDITABLE)}
            if plain:
                changes.append((person, plain))
            belongings: list[people.NewBelonging] = []
            if row.is_transfer:
                kind = _belonging_kind(row, self.kinds[row.unit_id])
                if kind == people.BelongingKind.OFFICIAL_CELL or person.admitted_on:
                    transfers.append(people.Transfer(person.pk, row.unit_id, self.on))
                else:
                    belongings.append(people.NewBelonging(row.unit_id, kind, self.on))
            posts = [people.NewPost(row.unit_id, row.post_kind, row.post, self.on)] if "post" in changed else []
            level = people.NewQualification(row.theory_level) if "theory_level" in changed else None
            # a level below the highest one reads as changed with every import of the same file
            levels = [level] if level and not people.is_recorded(person, level) else []
            if belongings or posts or levels:
                facts.append((person, belongings, posts, levels))
        people.update_people(actor=self.actor, changes=changes)
        for person, belongings, posts, levels in facts:
            people.add_facts(actor=self.actor, person=person, belongings=belongings, posts=posts, qualifications=levels)
        if transfers:
            people.transfer_people(actor=self.actor, transfers=transfers)
        after = people.snapshots_of(ids.values())
        return [
            _effect(row, found[pk], EffectAction.UPDATE, before[pk], after[pk])
            for row in rows
            if row.person_uuid and (pk := ids[row.person_uuid])
        ]


def _new(row: RosterRow, kinds: Mapping[int, str], on: date) -> people.NewPerson:
    assert row.unit_id is not None
    return _new_person(
        {name: getattr(row, name) for name in HEADERS},
        belongings=(people.NewBelonging(row.unit_id, _belonging_kind(row, kinds[row.unit_id]), on),),
        posts=(people.NewPost(row.unit_id, row.post_kind, row.post, on),) if row.post else (),
        qualifications=(people.NewQualification(row.theory_level),) if row.theory_level else (),
    )


def _new_person(values: Mapping[str, str], **facts: Any) -> people.NewPerson:
    """The values of a row as a person to be recorded, with these `belongings`, `posts`, `qualifications`."""
    plain: dict[str, Any] = {name: values.get(name, "") for name in PLAIN_FIELDS}
    for name in DAY_FIELDS:
        plain[name] = date.fromisoformat(plain[name]) if plain[name] else None
    return people.NewPerson(**plain, **facts)


def _belonging_kind(row: RosterRow, kind: str) -> str:
    """Members belong officially; others stand with the cell that proposes them, or with their employer."""
    if row.admitted_on:
        return str(people.BelongingKind.OFFICIAL_CELL)
    return str(people.BelongingKind.PROPOSING_CELL if kind in _CELL_KINDS else people.BelongingKind.EMPLOYER)


def _effect(
    row: RosterRow,
    person: people.Person,
    action: EffectAction,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> RosterEffect:
    return new_row(
        RosterEffect,
        {
            "sheet": row.sheet[:100],
            "row": row.row,
            "person": person.uuid,
            "full_name": person.full_name,
            "action": action.value,
            "before": dict(before or {}),
            "after": dict(after or {}),
        },
    )


def _with_refusals(planned: PlannedPart, refused: Mapping[tuple[str, int], str]) -> PlannedPart:
    """The plan with the rows that a door refused as problems."""
    if not refused:
        return planned
    rows = tuple(replace(row, action="problem") if (row.sheet, row.row) in refused else row for row in planned.people)
    more = tuple(
        RosterProblem(
            sheet=row.sheet,
            row=row.row,
            cell=f"A{row.row}",
            field="full_name",
            code="refused",
            value=row.full_name,
            suggestion="",
            holds=True,
            message_vi=in_language("vi", PROBLEMS["refused"], {"reason": refused[row.sheet, row.row]}),
            message_en=in_language("en", PROBLEMS["refused"], {"reason": refused[row.sheet, row.row]}),
        )
        for row in rows
        if (row.sheet, row.row) in refused
    )
    return replace(planned, people=rows, problems=planned.problems + more)


def _end_absent(actor: User | None, stored: StoredRoster, on: date) -> int:
    """End the belongings, at the roster's unit and below, of the people who were chosen; how many people."""
    if not stored.absent:
        return 0
    ids = people.person_ids_by_uuid(UUID(text) for text in stored.absent)
    found = people.people_by_ids(
        set(ids.values()) & set(list_absent_ids(actor, stored, on)),
    )
    below = set(org.descendant_ids_as_of(stored.unit_id, on))
    before = people.snapshots_of(found)
    ended = []
    for person in found.values():
        belongings = [one for one in people.list_belongings(person) if one.unit_id in below]
        belongings = [one for one in belongings if one.valid_from < on < one.valid_to]
        for belonging in belongings:
            people.end_belonging(actor=actor, belonging=belonging, on=on)
        if belongings:
            ended.append(person)
    if not ended:
        return 0
    after = people.snapshots_of(person.pk for person in ended)
    part = RosterPart.objects.filter(roster=stored).order_by("-number").first()
    entry = journal.record(
        actor=actor,
        verb="exchange.end_absent",
        subject=stored,
        unit_code=stored.unit.code,
        after={"file": stored.filename, "people": [str(person.uuid) for person in ended]},
    )
    last = RosterPart.objects.create(
        roster=stored,
        number=part.number + 1 if part else 0,
        rows=[],
        executed_at=entry.at,
        seq=entry.seq,
        marks=marks_of_people(),
    )
    RosterEffect.objects.bulk_create(
        [
            RosterEffect(
                part=last,
                person=person.uuid,
                full_name=person.full_name,
                action=EffectAction.END,
                before=before[person.pk],
                after=after[person.pk],
            )
            for person in ended
        ]
    )
    return len(ended)


def list_absent_ids(actor: User | None, stored: StoredRoster, on: date) -> list[int]:
    """Ids of people who belong to the roster's unit or below that day, as far as the actor may edit them, and were not found in the file.

    Three queries and one for each 5,000 people of the file.
    """
    below = org.descendant_ids_as_of(stored.unit_id, on)
    there = access.people_visible_to(actor, on, access.Permission.PERSON_EDIT).filter(
        pk__in=people.person_ids_at(below, on)
    )
    named: set[str] = set()
    folded: set[str] = set()
    for found in RosterPart.objects.filter(roster=stored).values_list("found", flat=True).iterator():
        named |= set(found.get("people", ()))
        folded |= set(found.get("names", ()))
    # somebody whose row has a problem was found by nobody, and still stands in the file
    return [
        pk
        for pk, uuid, name in there.values_list("pk", "uuid", "name_folded")
        if str(uuid) not in named and name not in folded
    ]
