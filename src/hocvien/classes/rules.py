"""May this actor do this to this class. The queryset twin of each answer is `queries.classes_where`."""

from collections.abc import Sequence
from datetime import date

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.constants import HEADS_MAY, PLACES_OF
from hocvien.classes.errors import BothOnList, BothTookPart
from hocvien.classes.models import STANDING, ExceptionRequest, Nomination, Participation, TrainingClass
from hocvien.classes.queries.exceptions import decider_of_request
from hocvien.classes.queries.visibility import acts_as_head
from hocvien.common.errors import DomainError
from hocvien.org import api as org


def can_for_class(actor: User | None, permission: str, training_class: TrainingClass, on: date) -> bool:
    """Whether the actor holds the permission that day at one of the units it is asked at, or is the head and heads may.

    At most two queries for each distinct unit.
    """
    if actor is None:
        return True
    if permission in HEADS_MAY and training_class.head_id == actor.pk and acts_as_head(actor):
        return True
    return any(access.can(actor, permission, unit_id, on) for unit_id in _unit_ids(training_class, permission))


def require_for_class(actor: User | None, permission: str, training_class: TrainingClass, on: date) -> None:
    """Raise NotAllowed unless `can_for_class`."""
    if not can_for_class(actor, permission, training_class, on):
        raise access.NotAllowed(permission, org.label_as_of(_unit_ids(training_class, permission)[0], on).name)


def require_decider(actor: User | None, found: ExceptionRequest, on: date) -> None:
    """Raise NotAllowed unless the actor approves lists at the unit that decides: the level the rule names, else the sender's committee."""
    decider = decider_of_request(found, on)
    if not access.can(actor, access.Permission.LIST_APPROVE, decider.unit_id, on):
        raise access.NotAllowed(access.Permission.LIST_APPROVE, decider.unit_name)


def _unit_ids(training_class: TrainingClass, permission: str) -> list[int]:
    ids = (getattr(training_class, f"{place}_id") for place in PLACES_OF[permission])
    return list(dict.fromkeys(pk for pk in ids if pk is not None))


def refuse_merge_of_learners(survivor_id: int, merged_id: int) -> Sequence[DomainError]:
    """Why two records cannot be one person: a class took both in, or has both on its list. Two queries."""
    both = (survivor_id, merged_id)
    taken = Participation.objects.filter(person_id=merged_id, training_class__participations__person_id=survivor_id)
    refusals: list[DomainError] = [
        BothTookPart(name) for name in taken.order_by("pk").values_list("training_class__name", flat=True)
    ]
    listed = Nomination.objects.filter(person_id__in=both, status__in=STANDING).order_by("training_class_id", "pk")
    seen: dict[str, set[int]] = {}
    for name, person_id in listed.values_list("training_class__name", "person_id"):
        seen.setdefault(name, set()).add(person_id)
    told = {str(refusal.data["name"]) for refusal in refusals}
    refusals += [BothOnList(name) for name, ids in seen.items() if len(ids) > 1 and name not in told]
    return refusals
