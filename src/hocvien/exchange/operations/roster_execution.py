"""Keeping a plan between two screens, and writing it: once, and judged again against what is recorded by then."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.exchange.constants import KEPT_DAYS
from hocvien.exchange.data import RosterOutcome, RosterPlan, RosterRow
from hocvien.exchange.errors import RosterPlanEmpty, RosterPlanGone
from hocvien.exchange.models import StoredRoster
from hocvien.exchange.operations.roster_planning import belonging_kind, new_person, plan_rows, with_uuid
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people


@transaction.atomic
def keep_roster(*, actor: User | None, plan: RosterPlan, now: datetime) -> RosterPlan:
    """Keep the rows of a plan for the next screens; not a change of any record, so not journalled. Three queries."""
    StoredRoster.objects.filter(executed_at=None, created_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    stored = StoredRoster.objects.create(
        owner=actor,
        unit_id=plan.unit_id,
        filename=plan.filename[:200],
        on=plan.on,
        source=dict(plan.source),
        created_at=now,
    )
    return with_uuid(plan, stored.uuid)


def get_roster(*, actor: User | None, uuid: UUID, on: date) -> tuple[RosterPlan, RosterOutcome | None]:
    """The plan of a kept roster as of now, and what executing wrote if it was executed. RosterPlanGone: none of the actor's."""
    stored = _find(actor, uuid)
    access.require(actor, access.Permission.ROSTER_IMPORT, stored.unit, on)
    plan = plan_rows(
        actor=actor, source=stored.source, filename=stored.filename, unit=stored.unit, on=on, uuid=stored.uuid
    )
    return plan, _outcome(stored, was_done_before=True)


@transaction.atomic
def execute_roster(*, actor: User | None, plan: RosterPlan, on: date, now: datetime) -> RosterOutcome:
    """Write the rows that nothing holds back: new people, changed fields, moves, posts, levels. Good rows never wait for others.

    The plan is made again from the kept rows under lock. Executing twice writes once and answers the same. Raises
    RosterPlanGone, RosterPlanEmpty, NotAllowed. A few queries for each 500 people.
    """
    if plan.uuid is None:
        plan = keep_roster(actor=actor, plan=plan, now=now)
    assert plan.uuid is not None
    stored = _find(actor, plan.uuid, lock=True)
    if outcome := _outcome(stored, was_done_before=True):
        return outcome
    unit = stored.unit
    access.require(actor, access.Permission.ROSTER_IMPORT, unit, on)
    plan = plan_rows(actor=actor, source=stored.source, filename=stored.filename, unit=unit, on=on, uuid=stored.uuid)
    if not plan.will_write:
        raise RosterPlanEmpty
    kinds = {
        pk: label.kind for pk, label in org.labels_as_of({r.unit_id for r in plan.people if r.unit_id}, on).items()
    }
    created = _create(actor, [row for row in plan.people if row.action == "create"], kinds, on)
    updated = _update(actor, [row for row in plan.people if row.action == "update"], kinds, on)
    held = [(row.sheet, row.row) for row in plan.people if row.action in {"problem", "duplicate"}]
    stored.executed_at = now
    stored.outcome = {
        "created": len(created),
        "updated": len(updated),
        "unchanged": plan.count("unchanged"),
        "held": len(held),
    }
    stored.source = _only(stored.source, set(held))
    stored.save(update_fields=["executed_at", "outcome", "source"])
    journal.record(
        actor=actor,
        verb="exchange.execute_roster",
        subject=stored,
        unit_code=unit.code,
        at=now,
        after={
            "file": stored.filename,
            **stored.outcome,
            "created_people": [str(uuid) for uuid in created],
            "updated_people": [str(uuid) for uuid in updated],
        },
    )
    outcome = _outcome(stored, was_done_before=False)
    assert outcome is not None
    return outcome


def _find(actor: User | None, uuid: UUID, *, lock: bool = False) -> StoredRoster:
    rows = StoredRoster.objects.select_for_update(of=("self",)) if lock else StoredRoster.objects.all()
    stored = rows.select_related("unit").filter(uuid=uuid, owner=actor).first()
    if stored is None:
        raise RosterPlanGone
    return stored


def _outcome(stored: StoredRoster, *, was_done_before: bool) -> RosterOutcome | None:
    if stored.executed_at is None:
        return None
    return RosterOutcome(uuid=stored.uuid, was_done_before=was_done_before, **stored.outcome)


def _only(source: dict[str, Any], held: set[tuple[str, int]]) -> dict[str, Any]:
    """The rows still to be put right; the others are in the records now and need not be kept twice."""
    return {
        "sheets": [
            {**sheet, "rows": [[number, row] for number, row in sheet["rows"] if (sheet["name"], number) in held]}
            for sheet in source["sheets"]
        ]
    }


def _create(actor: User | None, rows: Sequence[RosterRow], kinds: dict[int, str], on: date) -> list[UUID]:
    new = []
    for row in rows:
        assert row.unit_id is not None
        facts = new_person({name: getattr(row, name) for name in row.__slots__ if isinstance(getattr(row, name), str)})
        new.append(
            people.NewPerson(
                **{name: getattr(facts, name) for name in facts.__slots__ if name not in _FACTS},
                belongings=(people.NewBelonging(row.unit_id, belonging_kind(row, kinds[row.unit_id]), on),),
                posts=(people.NewPost(row.unit_id, row.post_kind, row.post, on),) if row.post else (),
                qualifications=(people.NewQualification(row.theory_level),) if row.theory_level else (),
            )
        )
    return [person.uuid for person in people.add_people(actor=actor, people=new)] if new else []


_FACTS = ("belongings", "posts", "qualifications", "ratings")


def _update(actor: User | None, rows: Sequence[RosterRow], kinds: dict[int, str], on: date) -> list[UUID]:
    ids = people.person_ids_by_uuid(row.person_uuid for row in rows if row.person_uuid)
    found = people.people_by_ids(ids.values())
    changes, transfers = [], []
    for row in rows:
        assert row.person_uuid is not None
        assert row.unit_id is not None
        person = found[ids[row.person_uuid]]
        changed = {change.field for change in row.changes}
        facts = new_person({change: getattr(row, change) for change in changed if change not in {"unit_name", "post"}})
        plain = {name: getattr(facts, name) for name in changed & set(people.EDITABLE)}
        if plain:
            changes.append((person, plain))
        belongings: list[people.NewBelonging] = []
        if row.is_transfer:
            if belonging_kind(row, kinds[row.unit_id]) == people.BelongingKind.OFFICIAL_CELL or person.admitted_on:
                transfers.append(people.Transfer(person.pk, row.unit_id, on))
            else:
                belongings.append(people.NewBelonging(row.unit_id, belonging_kind(row, kinds[row.unit_id]), on))
        posts = [people.NewPost(row.unit_id, row.post_kind, row.post, on)] if "post" in changed else []
        levels = [people.NewQualification(row.theory_level)] if "theory_level" in changed else []
        if belongings or posts or levels:
            people.add_facts(actor=actor, person=person, belongings=belongings, posts=posts, qualifications=levels)
    people.update_people(actor=actor, changes=changes)
    if transfers:
        people.transfer_people(actor=actor, transfers=transfers)
    return [row.person_uuid for row in rows if row.person_uuid]
