"""Who of the reserve comes next for the seats that are free."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from django.db.models import F

from hocvien.classes.data import NominationRow, ReserveOffer
from hocvien.classes.models import Nomination, NominationStatus, Participation, ParticipationStatus, TrainingClass
from hocvien.classes.queries.rows import count_active
from hocvien.classes.queries.seats import other_classes_of, quota_of
from hocvien.org import api as org
from hocvien.quotas import api as quotas

_Name = TypeVar("_Name", Nomination, NominationRow)


def reserve_offers(training_class: TrainingClass, on: date) -> list[ReserveOffer]:
    """One offer for each free seat while the reserve lasts; at most five queries, four more with a quota.

    A seat somebody left before the opening goes to the reserve of the same sending unit first, then to the first in order. Names whose
    clauses are not met are passed over: those need a decision. Where the plan line has a quota, so are those whose unit has no seat left.
    """
    reserve = list(
        Nomination.objects.filter(training_class=training_class, status=NominationStatus.RESERVE)
        .exclude(verdict="not_met")
        .select_related("person")
        .order_by(F("reserve_position").asc(nulls_last=True), "pk")
    )
    if not reserve:
        return []
    free = max(0, training_class.seats - count_active(training_class))
    left = list(
        Participation.objects.filter(
            training_class=training_class,
            status=ParticipationStatus.WITHDRAWN,
            ended_on__lte=training_class.opens_on,
        )
        .select_related("person", "training_class__opened_by")
        .order_by("ended_on", "pk")
    )
    labels = org.labels_as_of((n.sending_unit_id for n in reserve), on)
    return [
        ReserveOffer(
            uuid=chosen.uuid,
            full_name=chosen.person.full_name,
            unit_name=labels[chosen.sending_unit_id].name,
            position=chosen.reserve_position or 0,
            leaving=leaving.person.full_name if leaving else "",
            is_own_reserve=is_own,
            nomination=chosen,
            participation=leaving,
        )
        for chosen, leaving, is_own in _pairs(_with_seats(training_class, reserve, on), left, free)
    ]


def count_reserve_offers(training_class: TrainingClass, names: Iterable[NominationRow], free: int, on: date) -> int:
    """How many `reserve_offers` there are of these names for so many free seats; no query, four with a quota."""
    waiting = [row for row in names if row.status == NominationStatus.RESERVE and row.verdict != "not_met"]
    if not free or not waiting:
        return 0
    in_order = sorted(waiting, key=lambda row: row.reserve_position or len(waiting) + 10**6)
    return min(free, len(_with_seats(training_class, in_order, on)))


def _with_seats(training_class: TrainingClass, reserve: list[_Name], on: date) -> list[_Name]:
    """Those of the reserve, in order, for whom the quota of the class's plan line has a seat; all where it has none."""
    quota = quota_of(training_class)
    if quota is None:
        return reserve
    sources = quotas.sources_of(quota, {n.sending_unit_id for n in reserve}, on)
    unused = {source.unit_id: source.balance.unused for source in sources.values()}
    elsewhere = other_classes_of(training_class, [n.person_id for n in reserve])
    found = []
    for nomination in reserve:
        at = sources[nomination.sending_unit_id].unit_id
        if unused[at] and nomination.person_id not in elsewhere:
            unused[at] -= 1
            found.append(nomination)
    return found


def _pairs(
    reserve: list[Nomination], left: list[Participation], free: int
) -> Iterator[tuple[Nomination, Participation | None, bool]]:
    """(who comes in, for whom, whether of the same unit): each who left by an own reserve as far as there is one, then the rest in order."""
    waiting, open_seats = list(reserve), free
    followed = set()
    for leaving in left:
        own = next((n for n in waiting if n.sending_unit_id == leaving.sending_unit_id), None)
        if own is not None and open_seats:
            waiting.remove(own)
            followed.add(leaving.pk)
            open_seats -= 1
            yield own, leaving, True
    others = [leaving for leaving in left if leaving.pk not in followed]
    for chosen in waiting[:open_seats]:
        yield chosen, others.pop(0) if others else None, False
