"""Which units seats of a quota may stand at: the owner's own below it, and of a plan line also those that it serves as a centre or school.

A notice from outside asks the owner for its own people; who is only served by it is not sent by it, so no seat of a notice goes there.
"""

from datetime import date

from hocvien.org import api as org
from hocvien.quotas.models import Quota


def is_of_quota(quota: Quota, unit_id: int, on: date) -> bool:
    """Whether the unit is the owner, stands below it, or, for a plan line, is served by it that day; at most four queries."""
    if unit_id == quota.owner_id or org.is_within(unit_id, quota.owner_id, on):
        return True
    return goes_to_served(quota) and org.served_unit_ids(quota.owner, on).filter(pk=unit_id).exists()


def goes_to_served(quota: Quota) -> bool:
    """Whether its seats go to units that the owner serves, too."""
    return quota.plan_line_id is not None


def units_below(quota: Quota, unit_id: int, on: date) -> list[int]:
    """The units a node hands seats to, by name: those right below it; at the owner of a plan line's also those it is told to serve.

    Up to four queries. Where a unit above the owner is served (a centre below the commune it teaches for), the units right below that one stand for it.
    """
    found = list(org.children_ids_as_of(unit_id, on))
    if unit_id != quota.owner_id or not goes_to_served(quota):
        return found
    areas = [area for area in org.list_service_areas(quota.owner) if area.valid_from <= on < area.valid_to]
    above = set(org.ancestor_ids_as_of(quota.owner_id, on)) if areas else set()
    for area in areas:
        served = org.children_ids_as_of(area.unit_id, on) if area.unit_id in above else [area.unit_id]
        found += [pk for pk in served if pk not in above]
    return list(dict.fromkeys(found))
