"""Apps above whose things stand at units: they tell at start what they do when a unit ends."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Model, Q

from hocvien.common.batched import batched
from hocvien.org.data import Follower

_BATCH = 500
_ALWAYS = Q()
_followers: dict[str, Follower] = {}


def register_follower(follower: Follower) -> None:
    """Called from the app's `ready`; telling again replaces what was told."""
    _followers[follower.key] = follower


def followers() -> list[Follower]:
    """All of them, in the order in which they were told."""
    return list(_followers.values())


def standing_at(label: Any, model: type[Model], *fields: str, open_on: Q | Callable[[date], Q] = _ALWAYS) -> Follower:
    """Things that stay with the unit they stand at and are found below its heir; counted while they are open that day.

    One query for every 500 units and field.
    """

    def count(unit_ids: Sequence[int], on: date) -> int:
        return _count(model, fields, unit_ids, open_on(on) if callable(open_on) else open_on)

    def built_on(unit_ids: Sequence[int]) -> int:
        return _count(model, fields, unit_ids, Q())

    return Follower(
        key=".".join((model._meta.label, *fields)),
        label=label,
        fields=tuple(f"{model._meta.label}.{field}" for field in fields),
        count=count,
        built_on=built_on,
    )


def _count(model: type[Model], fields: Sequence[str], unit_ids: Sequence[int], condition: Q) -> int:
    """Things that name one of these units in any of the fields, each counted once."""
    found: set[int] = set()
    for part in batched(unit_ids, _BATCH):
        here = Q()
        for field in fields:
            here |= Q(**{f"{field}__in": part})
        found.update(model._default_manager.filter(here & condition).values_list("pk", flat=True))
    return len(found)
