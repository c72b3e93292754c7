"""Who of the reserve comes next for the seats that are free."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F

from hocvien.classes.data import ReserveOffer
from hocvien.classes.models import Nomination, NominationStatus, Participation, ParticipationStatus, TrainingClass
from hocvien.classes.queries.seats import other_classes_of, quota_of
from hocvien.org import api as org
from hocvien.quotas import api as quotas


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
    active = Participation.objects.filter(training_class=training_class, status=ParticipationStatus.ACTIVE).count()
    free = max(0, training_class.seats - active)
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


def _with_seats(training_class: TrainingClass, reserve: list[Nomination], on: date) -> list[Nomination]:
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
