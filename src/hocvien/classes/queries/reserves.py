"""Who of the reserve comes next for the seats that are free."""

from datetime import date

from django.db.models import F

from hocvien.classes.data import ReserveOffer
from hocvien.classes.models import Nomination, NominationStatus, Participation, ParticipationStatus, TrainingClass
from hocvien.org import api as org


def reserve_offers(training_class: TrainingClass, on: date) -> list[ReserveOffer]:
    """One offer for each free seat while the reserve lasts; at most five queries.

    A seat somebody left before the opening goes to the reserve of the same sending unit first, then to the first in order. Names whose
    clauses are not met are passed over: those need a decision.
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
    offers = []
    for _seat in range(min(free, len(reserve))):
        leaving = left.pop(0) if left else None
        own = [n for n in reserve if leaving is not None and n.sending_unit_id == leaving.sending_unit_id]
        chosen = own[0] if own else reserve[0]
        reserve.remove(chosen)
        offers.append(
            ReserveOffer(
                uuid=chosen.uuid,
                full_name=chosen.person.full_name,
                unit_name=labels[chosen.sending_unit_id].name,
                position=chosen.reserve_position or 0,
                leaving=leaving.person.full_name if leaving else "",
                is_own_reserve=bool(own),
                nomination=chosen,
                participation=leaving,
            )
        )
    return offers
