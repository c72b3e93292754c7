"""How many Party members there were in the units that were summoned."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet

from hocvien.common.batched import batched
from hocvien.meetings.constants import MOST_ROWS
from hocvien.meetings.models import SummonedUnit
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


def members_of(summoned: SummonedUnit) -> QuerySet[people.Person]:
    """The members a summoned unit tells of: those whose cell lies at or below it, and at no unit below it that is summoned by its own name."""
    on = summoned.session.opens_on
    others = SummonedUnit.objects.filter(session_id=summoned.session_id).exclude(pk=summoned.pk).values("unit_id")
    below = org.descendant_ids_as_of(summoned.unit_id, on, with_past=True)
    own_names = org.descendant_ids_of_many(
        org.Unit.objects.filter(pk__in=others).filter(pk__in=below).values_list("pk", flat=True), on, with_past=True
    )
    cells = people.belongings_on(on).filter(kind=people.BelongingKind.OFFICIAL_CELL, unit_id__in=below)
    return people.people().filter(pk__in=cells.exclude(unit_id__in=own_names).values("person_id"))


def units_in_reach(organiser: org.Unit, on: date) -> QuerySet[org.Unit]:
    """Units the organiser may summon that day: itself and what stands below it, and what a centre serves."""
    units = org.Unit.objects.filter(valid_from__lte=on, valid_to__gt=on)
    here = units.filter(pk__in=org.descendant_ids_as_of(organiser.pk, on))
    if not org.is_centre(organiser, on):
        return here
    return here | units.filter(pk__in=org.served_unit_ids(organiser, on))


def cells_at_or_below(unit: org.Unit, on: date) -> list[org.Unit]:
    """Cells of the unit and all below it that day, by code; at most one more than a point holds. One query."""
    cells = org.Unit.objects.filter(
        pk__in=org.descendant_ids_as_of(unit.pk, on), valid_from__lte=on, valid_to__gt=on
    ).filter(pk__in=org.kind_ids_as_of([org.UnitKind.CELL], on))
    return list(cells.order_by("code")[: MOST_ROWS + 1])
