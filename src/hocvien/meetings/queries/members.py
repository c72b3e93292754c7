"""How many Party members there were in the units that were summoned."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet

from hocvien.common.batched import batched
from hocvien.org import api as org
from hocvien.people import api as people

_BATCH = 500


def members_of_each(unit_ids: Iterable[int], on: date) -> dict[int, int]:
    """Unit id → members of its cells that day: those of it and below it, each at the nearest of these units above their cell.

    So a unit and one below it never count the same member, and sums need no care. Members have an official cell; who is only proposed has
    none. One query for the cells and one for every 500 of them.
    """
    wanted = set(unit_ids)
    found = dict.fromkeys(wanted, 0)
    cells = people.belongings_on(on).filter(
        kind=people.BelongingKind.OFFICIAL_CELL, unit_id__in=org.descendant_ids_of_many(wanted, on, with_past=True)
    )
    counted = dict(cells.order_by().values_list("unit_id").annotate(number=Count("person_id", distinct=True)))
    for part in batched(sorted(counted), _BATCH):
        for cell, line in org.paths_of_many(part, on).items():
            nearest = next((pk for pk in reversed(line) if pk in wanted), None)
            if nearest is not None:
                found[nearest] += counted[cell]
    return found


def units_in_reach(organiser: org.Unit, on: date) -> QuerySet[org.Unit]:
    """Units the organiser may summon that day: itself and what stands below it, and what a centre serves."""
    units = org.Unit.objects.filter(valid_from__lte=on, valid_to__gt=on)
    here = units.filter(pk__in=org.descendant_ids_as_of(organiser.pk, on))
    if not org.is_centre(organiser, on):
        return here
    return here | units.filter(pk__in=org.served_unit_ids(organiser, on))
