"""What a list of names asks of seats: whose seats a sending unit spends, and which seats stand on a list."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from hocvien.org import api as org
from hocvien.quotas.data import Source
from hocvien.quotas.models import Quota
from hocvien.quotas.queries.balances import balances

ListOf = Callable[[Quota, Collection[int]], Mapping[int, str]]
_told: dict[str, ListOf] = {}


def register_lists(key: str, lists: ListOf) -> None:
    """Tell who stands on which list by a seat of a quota: (quota, person ids) → person id → the list in words."""
    _told[key] = lists


def on_lists(quota: Quota, person_ids: Collection[int]) -> dict[int, str]:
    """Person id → the list that has the person's seat, in words. At most one query for each teller."""
    found: dict[int, str] = {}
    if person_ids:
        for lists in _told.values():
            found |= lists(quota, person_ids)
    return found


def find_quotas_for_lines(plan_line_ids: Iterable[int]) -> dict[int, Quota]:
    """Plan line id → its quota, for lines whose seats are split; one query."""
    rows = Quota.objects.select_related("owner", "programme", "plan_line__plan", "plan_line__programme")
    found = rows.filter(plan_line_id__in=list(plan_line_ids)).order_by("pk")
    return {quota.plan_line_id: quota for quota in found if quota.plan_line_id is not None}


def sources_of(
    quota: Quota, unit_ids: Collection[int], on: date, *, lines: Mapping[int, list[int]] | None = None
) -> dict[int, Source]:
    """Sending unit → the unit whose seats its people take, with its balance that day; two queries, one where the `lines` above are known.

    The nearest at or above it that has any. What the owner has not handed down is taken by nobody below: of the owner itself, and of
    units that have none, the source is the sending unit with what it has.
    """
    paths = org.paths_of_many(unit_ids, on) if lines is None else lines
    lines = {pk: paths.get(pk) or [pk] for pk in unit_ids}
    held = balances([quota.pk], sorted({pk for line in lines.values() for pk in line}))[quota.pk]
    found = {}
    for unit_id, line in lines.items():
        nearest = next((pk for pk in reversed(line) if pk in held and pk != quota.owner_id), unit_id)
        found[unit_id] = Source(nearest, held[nearest]) if nearest in held else Source(unit_id)
    return found
