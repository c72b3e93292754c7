"""Approving, returning, withdrawing and ordering names: what becomes of the list of a class before anybody is admitted."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.errors import (
    ReasonNeeded,
)
from hocvien.classes.models import (
    STANDING,
    WAITING,
    Nomination,
    NominationStatus,
    ReturnReason,
    StepOutcome,
    TrainingClass,
)
from hocvien.classes.operations.locking import day_of, lock_class
from hocvien.classes.operations.nominations import (
    journal_nominations,
    load_nominations,
    require_status,
    set_nominations,
)
from hocvien.classes.operations.seats import release_for
from hocvien.classes.operations.steps import move_on, record_decisions, require_step, send_back
from hocvien.classes.queries.visibility import (
    at_units,
    classes_where,
)
from hocvien.classes.queries.ways import ways_of_nominations
from hocvien.classes.rules import can_for_class
from hocvien.common.text import clean_name


@transaction.atomic
def approve_nominations(
    *, actor: User | None, nominations: Iterable[UUID | Nomination], now: datetime, note: str = ""
) -> list[Nomination]:
    """The step each name stands at agrees, and it goes on to the next: list.approve at the unit of the step.

    Raises NominationNotFound (404), NominationNotWaiting, StepOfAnother. About ten queries for the names of one class.
    """
    on = day_of(now)
    wanted = Q()
    if actor is not None:
        mine = access.unit_ids_for(actor, access.Permission.LIST_APPROVE, on)
        wanted = at_units(mine)
    rows = load_nominations(nominations, wanted)
    require_status(rows, {NominationStatus.PROPOSED})
    require_step(rows, actor, on)
    note = clean_name(note)[:200]
    for row in rows:
        row.approved_by, row.approved_at = actor, now
    steps = {row.pk: row.step for row in rows}
    move_on(rows, ways_of_nominations(rows, on), actor, now, note)
    journal_nominations(
        actor,
        "classes.approve_nomination",
        rows,
        now,
        lambda n: {"step": steps[n.pk]} | ({"note": note} if note else {}),
    )
    return rows


@transaction.atomic
def return_nominations(
    *,
    actor: User | None,
    nominations: Iterable[UUID | Nomination],
    reason: str,
    note: str = "",
    to: str = "sender",
    now: datetime,
) -> list[Nomination]:
    """Give names back with a coded reason: by the unit of the step, the sending committee, or whoever admits to the class.

    `to`: "sender", or "previous": the last step that decided before (the sender where there was none).
    Raises NominationNotFound (404), NominationNotWaiting, ReasonNeeded (unknown code).
    """
    if reason not in ReturnReason.values:
        raise ReasonNeeded
    on = day_of(now)
    wanted = Q()
    if actor is not None:
        admits = classes_where(actor, access.Permission.LIST_ADMIT, on).values("pk")
        approves = access.unit_ids_for(actor, access.Permission.LIST_APPROVE, on)
        wanted = Q(training_class_id__in=admits) | Q(sending_unit_id__in=approves) | Q(step_unit_id__in=approves)
    rows = load_nominations(nominations, wanted)
    require_status(rows, {*WAITING, NominationStatus.RESERVE})
    note = clean_name(note)[:200]
    back = rows if to == "sender" else send_back(rows, ways_of_nominations(rows, on), actor, now, reason, note)
    if back:
        release_for(actor, back, on, now)
        record_decisions(back, StepOutcome.RETURNED, actor, now, reason, note)
        set_nominations(
            back,
            status=NominationStatus.RETURNED,
            return_reason=reason,
            return_note=note,
            reserve_position=None,
            decided_by=actor,
            decided_at=now,
        )
    journal_nominations(
        actor, "classes.return_nomination", rows, now, lambda n: {"step": n.step, "reason": reason, "note": note}
    )
    return rows


@transaction.atomic
def withdraw_nominations(
    *, actor: User | None, nominations: Iterable[UUID | Nomination], now: datetime
) -> list[Nomination]:
    """The sending unit takes names back before admission: list.propose there. Raises NominationNotFound (404), NominationNotWaiting."""
    on = day_of(now)
    wanted = (
        Q() if actor is None else Q(sending_unit_id__in=access.unit_ids_for(actor, access.Permission.LIST_PROPOSE, on))
    )
    rows = load_nominations(nominations, wanted)
    require_status(rows, {*WAITING, NominationStatus.RESERVE})
    release_for(actor, rows, on, now)
    record_decisions(rows, StepOutcome.WITHDRAWN, actor, now, ReturnReason.ASKED_BY_SENDER)
    set_nominations(
        rows,
        status=NominationStatus.WITHDRAWN,
        return_reason=ReturnReason.ASKED_BY_SENDER,
        reserve_position=None,
        decided_by=actor,
        decided_at=now,
    )
    journal_nominations(actor, "classes.withdraw_nomination", rows, now)
    return rows


@transaction.atomic
def order_nominations(
    *, actor: User | None, training_class: TrainingClass, first: Iterable[UUID | Nomination], now: datetime
) -> list[Nomination]:
    """Put names first on the list, in the order given; the others follow as they stood. Kept until chosen anew.

    By whoever admits, or by list.approve or list.propose at the sending units of these names, who order their own alone.
    Raises NominationNotFound (404).
    """
    on = day_of(now)
    row = lock_class(training_class)
    standing = Nomination.objects.filter(training_class=row, status__in=STANDING)
    wanted = Q(training_class=row)
    if not can_for_class(actor, access.Permission.LIST_ADMIT, row, on):
        mine = Q(sending_unit_id__in=access.unit_ids_for(actor, access.Permission.LIST_APPROVE, on)) | Q(
            sending_unit_id__in=access.unit_ids_for(actor, access.Permission.LIST_PROPOSE, on)
        )
        wanted, standing = wanted & mine, standing.filter(mine)
    chosen = load_nominations(first, wanted)
    ids = {n.pk for n in chosen}
    others = list(standing.exclude(pk__in=ids).order_by(F("position").asc(nulls_last=True), "pk"))
    placed = [n for n in others if n.position is not None]
    for number, nomination in enumerate([*chosen, *placed], 1):
        nomination.position = number
    Nomination.objects.bulk_update([*chosen, *placed], ["position"])
    journal_nominations(actor, "classes.order_nomination", chosen, now, lambda n: {"position": n.position})
    return chosen
