"""How many are to be trained: what the rules imply, what units say, and sums of it up the tree."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.planning.constants import QUARTERS_BY_CUSTOM
from hocvien.planning.data import Need
from hocvien.planning.errors import NeedNotFound
from hocvien.planning.models import Plan, PlanLine, PlanNeed, PlanStatus
from hocvien.planning.queries.climbing import branch_of_each


def count_implied(unit: org.Unit, year: int, on: date) -> dict[int, int]:
    """Programme id → how many of the unit and below may attend by the rules of the year's first day (of `on`, once that is later).

    Programmes without a rule of that day are left out. Where a programme has modes of study, those who may in the full-time one: it asks least.
    A few queries for each programme.
    """
    day = max(on, date(year, 1, 1))
    here = people.people().filter(pk__in=people.person_ids_at(org.descendant_ids_as_of(unit.pk, on), on)).order_by()
    found = {}
    for programme in catalogue.list_programmes(day):
        mode = catalogue.StudyMode.FULL_TIME.value if programme.has_study_modes else ""
        if _has_rule(programme, mode, day):
            who = eligibility.eligible(here, programme_id=programme.pk, study_mode=mode, on=day)
            found[programme.pk] = who.count()
    return found


def list_needs(unit: org.Unit, year: int) -> list[PlanNeed]:
    """What is counted and said at the unit itself, by programme; one query."""
    rows = PlanNeed.objects.filter(unit=unit, year=year).select_related("programme", "unit")
    return list(rows.order_by("programme__position", "programme__code"))


def needs_below(unit: org.Unit, year: int, on: date) -> list[tuple[int, PlanNeed]]:
    """(branch, need) of the topmost units below the unit that told theirs, so that nobody is counted twice. About five queries.

    A unit that told its needs speaks for all below it.
    """
    below = org.descendant_ids_as_of(unit.pk, on, with_past=True)
    rows = list(
        PlanNeed.objects.filter(year=year, unit_id__in=below).exclude(unit=unit).select_related("programme", "unit")
    )
    told = {row.unit_id for row in rows}
    above = org.ancestor_ids_of_many(told, on)
    topmost = {pk for pk in told if not ((above.get(pk, set()) - {pk}) & told)}
    branches = branch_of_each(topmost, unit.pk, on)
    return [(branches[row.unit_id], row) for row in rows if row.unit_id in topmost]


def get_need_for(actor: User | None, uuid: UUID, on: date) -> PlanNeed:
    """The need, if the actor draws up plans at its unit that day; NeedNotFound (a 404)."""
    row = PlanNeed.objects.select_related("unit", "programme").filter(uuid=uuid).first()
    if row is None or not access.can(actor, access.Permission.PLAN_EDIT, row.unit, on):
        raise NeedNotFound
    return row


def find_plan_in_force(unit: org.Unit, year: int) -> Plan | None:
    """The approved version of the unit's plan of a year, or None; one query."""
    return Plan.objects.select_related("unit").filter(unit=unit, year=year, status=PlanStatus.APPROVED).first()


def needs_left(needs: Iterable[PlanNeed], lines: Iterable[PlanLine], host: org.Unit) -> list[Need]:
    """What is needed beyond what these lines plan, to be held at the host; no query."""
    planned: dict[int, int] = {}
    for line in lines:
        planned[line.programme_id] = planned.get(line.programme_id, 0) + line.seats
    left = [(need, need.people - planned.get(need.programme_id, 0)) for need in needs]
    return [Need(need.programme.code, need.programme.code, host.code, people) for need, people in left if people > 0]


def room_left(lines: Iterable[PlanLine], host: org.Unit, capacity: int) -> dict[tuple[str, int], int]:
    """(host, quarter) → seats left at the host beside what these lines hold there; lines without a quarter take none. No query."""
    room = {(host.code, quarter): capacity for quarter in QUARTERS_BY_CUSTOM}
    for line in lines:
        if line.quarter and (line.host_id or line.opener_id) == host.pk:
            room[host.code, line.quarter] = max(0, room[host.code, line.quarter] - line.seats)
    return room


def _has_rule(programme: catalogue.Programme, mode: str, day: date) -> bool:
    return any(
        one.valid_from <= day < one.valid_to and one.study_mode in {"", mode}
        for one in eligibility.rule_sets(programme.pk)
    )
