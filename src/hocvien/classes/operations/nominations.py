"""Rows of a list: loaded in reach, checked, changed together, journalled."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from hocvien.accounts.api import User
from hocvien.classes.errors import (
    NominationNotFound,
    NominationNotWaiting,
    NothingChosen,
)
from hocvien.classes.models import (
    Nomination,
    NominationStatus,
    TrainingClass,
)
from hocvien.classes.operations.locking import day_of
from hocvien.classes.queries.visibility import as_uuid
from hocvien.eligibility import api as eligibility
from hocvien.journal import api as journal


def load_nominations(uuids: Iterable[UUID | Nomination], wanted: Q) -> list[Nomination]:
    """The named rows in the order given, locked; one that is missing or out of reach makes the whole call NominationNotFound."""
    keys = dict.fromkeys(as_uuid(getattr(key, "uuid", key)) for key in uuids)
    if not keys:
        raise NothingChosen
    order = [key for key in keys if key is not None]
    if len(order) != len(keys):
        raise NominationNotFound
    found = {
        n.uuid: n
        for n in Nomination.objects.select_for_update(of=("self",))
        .select_related("person", "training_class__opened_by", "sending_unit")
        .filter(wanted, uuid__in=order)
        .order_by("pk")
    }
    if len(found) != len(order):
        raise NominationNotFound
    return [found[uuid] for uuid in order]


def set_nominations(rows: Sequence[Nomination], **fields: Any) -> None:
    if not rows:
        return
    Nomination.objects.filter(pk__in=[n.pk for n in rows]).update(**fields)
    for nomination in rows:
        for key, value in fields.items():
            setattr(nomination, key, value)


def judged_again(row: TrainingClass, rows: Sequence[Nomination]) -> dict[int, eligibility.Verdict]:
    """Person id → verdict by the very clauses the name was judged by, with what is recorded of the person by now; a rule published since
    changes nothing. Where the class opens on another day than judged for, by the rule of its day. Mostly one query.
    """
    kept = {n.person_id: n.verdict_clauses or {} for n in rows if n.judged_on == row.opens_on}
    moved = {
        n.person_id: {"proposed_on": day_of(n.proposed_at).isoformat()} for n in rows if n.judged_on != row.opens_on
    }
    return eligibility.judge_again(
        kept | moved, programme_id=row.programme_id, study_mode=row.study_mode, audience=row.audience, on=row.opens_on
    )


def require_status(rows: Sequence[Nomination], allowed: set[NominationStatus]) -> None:
    for nomination in rows:
        if nomination.status not in allowed:
            raise NominationNotWaiting(nomination.person.full_name, NominationStatus(nomination.status).label)


def journal_people(
    actor: User | None, verb: str, row: TrainingClass, subjects: Iterable[Any], now: datetime, told: Any
) -> None:
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb=verb,
                subject=subject,
                unit_code=row.opened_by.code,
                after={"class": row.code, **told(subject)},
                at=now,
            )
            for subject in subjects
        ]
    )


def journal_nominations(
    actor: User | None,
    verb: str,
    rows: Sequence[Nomination],
    now: datetime,
    told: Callable[[Nomination], dict[str, Any]] = lambda _nomination: {},
) -> None:
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb=verb,
                subject=nomination,
                unit_code=nomination.sending_unit.code,
                after={"class": nomination.training_class.code, "status": str(nomination.status), **told(nomination)},
                at=now,
            )
            for nomination in rows
        ]
    )
