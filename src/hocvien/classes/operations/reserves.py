"""The reserve of a class: names that went the whole way and wait for a seat. The sender's own reserve comes first, then the order of the list."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.errors import ClassNotEnrolling, LateListsOver, NotInReserve, ReserveChanged
from hocvien.classes.models import (
    ClassStatus,
    Nomination,
    NominationStatus,
    Participation,
    ParticipationStatus,
    StepOutcome,
    TrainingClass,
)
from hocvien.classes.operations.admission import take_in
from hocvien.classes.operations.locking import day_of, lock_class
from hocvien.classes.operations.nominations import journal_nominations, load_nominations
from hocvien.classes.operations.seats import release_for
from hocvien.classes.operations.steps import number_reserves, record_decisions
from hocvien.classes.queries.reserves import reserve_offers
from hocvien.classes.rules import require_for_class
from hocvien.journal import api as journal


@transaction.atomic
def reserve_nominations(
    *, actor: User | None, training_class: TrainingClass, nominations: Iterable[UUID | Nomination], now: datetime
) -> list[Nomination]:
    """Let names that wait for the opener wait in reserve instead, behind those already there. list.admit at the opener or the host.

    Raises NotAllowed, NominationNotFound (404), NotInReserve.
    """
    require_for_class(actor, access.Permission.LIST_ADMIT, training_class, day_of(now))
    row = lock_class(training_class)
    rows = load_nominations(nominations, Q(training_class=row))
    for nomination in rows:
        if nomination.status != NominationStatus.APPROVED:
            raise NotInReserve(nomination.person.full_name, NominationStatus(nomination.status).label)
    release_for(actor, rows, day_of(now), now)
    number_reserves(rows)
    for nomination in rows:
        nomination.status, nomination.is_reserve = NominationStatus.RESERVE, True
    Nomination.objects.bulk_update(rows, ["status", "is_reserve", "reserve_position"])
    record_decisions(rows, StepOutcome.RESERVED, actor, now)
    journal_nominations(
        actor, "classes.reserve_nomination", rows, now, lambda n: {"reserve_position": n.reserve_position}
    )
    return rows


@transaction.atomic
def fill_from_reserve(
    *,
    actor: User | None,
    training_class: TrainingClass,
    expected: Sequence[UUID],
    today: date,
    now: datetime,
) -> list[Participation]:
    """Give free seats to the reserve as it was shown: `expected` are the nominations of `reserve_offers`, in their order.

    list.admit at the opener or the host, to the end of the opening day. Who left before the opening and is followed counts as replaced.
    Never beyond the seats. Raises NotAllowed, ClassNotEnrolling, LateListsOver, ReserveChanged, and as `admit_nominations`.
    """
    require_for_class(actor, access.Permission.LIST_ADMIT, training_class, today)
    row = lock_class(training_class)
    if row.status not in {ClassStatus.ENROLLING, ClassStatus.RUNNING}:
        raise ClassNotEnrolling(row.name, ClassStatus(row.status).label)
    if today > row.opens_on:
        raise LateListsOver(row.name, row.opens_on)
    offers = reserve_offers(row, today)
    if not offers or [offer.uuid for offer in offers] != list(expected):
        raise ReserveChanged(row.name)
    rows = load_nominations([offer.uuid for offer in offers], Q(training_class=row))
    taken = take_in(actor, row, rows, today, now)
    followed = [(n, offer.participation) for n, offer in zip(rows, offers, strict=True) if offer.participation]
    _follow(actor, row, followed, now)
    return taken


def _follow(
    actor: User | None, row: TrainingClass, pairs: Sequence[tuple[Nomination, Participation]], now: datetime
) -> None:
    """Who left counts as replaced by who came: one lượt, not two."""
    if not pairs:
        return
    for nomination, leaving in pairs:
        nomination.substitute_for = leaving
    Nomination.objects.bulk_update([nomination for nomination, _leaving in pairs], ["substitute_for"])
    left = [leaving for _nomination, leaving in pairs]
    Participation.objects.filter(pk__in=[p.pk for p in left]).update(status=ParticipationStatus.REPLACED)
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="classes.replace_participation",
                subject=leaving,
                unit_code=row.opened_by.code,
                before={"status": str(ParticipationStatus.WITHDRAWN)},
                after={"status": str(ParticipationStatus.REPLACED), "by": str(nomination.person.uuid)},
                at=now,
            )
            for nomination, leaving in pairs
        ]
    )
