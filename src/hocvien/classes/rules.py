"""May this actor do this to this class. The queryset twin of each answer is `queries.classes_where`."""

from datetime import date

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.constants import HEADS_MAY, PLACES_OF
from hocvien.classes.models import TrainingClass
from hocvien.org import api as org


def can_for_class(actor: User | None, permission: str, training_class: TrainingClass, on: date) -> bool:
    """Whether the actor holds the permission that day at one of the units it is asked at, or is the head and heads may.

    At most two queries for each distinct unit.
    """
    if actor is None:
        return True
    if permission in HEADS_MAY and training_class.head_id == actor.pk and actor.is_active:
        return True
    return any(access.can(actor, permission, unit_id, on) for unit_id in _unit_ids(training_class, permission))


def require_for_class(actor: User | None, permission: str, training_class: TrainingClass, on: date) -> None:
    """Raise NotAllowed unless `can_for_class`."""
    if not can_for_class(actor, permission, training_class, on):
        raise access.NotAllowed(permission, org.label_as_of(_unit_ids(training_class, permission)[0], on).name)


def _unit_ids(training_class: TrainingClass, permission: str) -> list[int]:
    ids = (getattr(training_class, f"{place}_id") for place in PLACES_OF[permission])
    return list(dict.fromkeys(pk for pk in ids if pk is not None))
