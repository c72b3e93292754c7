"""How many are to be trained: what rules and obligations imply, what units say, and sums of it up the tree."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, When

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.among import among
from hocvien.eligibility import api as eligibility
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.planning.constants import QUARTERS_BY_CUSTOM
from hocvien.planning.data import Implied, Need, PlannedFor
from hocvien.planning.errors import NeedNotFound
from hocvien.planning.models import Plan, PlanLine, PlanNeed, PlanStatus
from hocvien.planning.queries.climbing import branch_of_each


def count_implied(unit: org.Unit, year: int, on: date) -> dict[tuple[int, str], Implied]:
    """(programme id, mode of study) → who of the unit and below may attend, and who must.

    May: by the rules of the year's first day (of `on`, once that is later), those for everybody or those of one of the programme's groups. Must: an
    obligation the programme fulfils falls due by the end of the year, from the rows kept of where everybody stands. Where a programme has modes of
    study, full-time is who may in it alone: what asks less of age would else take everybody.
    Programmes without a rule of that day and without an obligation due are left out. A few queries for each programme.
    """
    day = max(on, date(year, 1, 1))
    below = org.descendant_ids_as_of(unit.pk, on)
    here = people.people().filter(pk__in=people.person_ids_at(below, on)).order_by()
    found: dict[tuple[int, str], Implied] = {}
    for programme in catalogue.list_programmes(day):
        must = set(standings_of(programme, year, below).values_list("person_id", flat=True))
        seen: set[int] = set()
        groups = _groups_ruled(programme, day)
        for mode in modes_of(programme):
            is_ruled = bool(groups.get(mode))
            may: set[int] = set()
            for audience in groups.get(mode, ()):
                may |= set(_who_may(here, programme, mode, day, audience).values_list("pk", flat=True))
            may -= seen
            due = must & may if mode == catalogue.StudyMode.PART_TIME else must - seen
            seen |= may | due
            if is_ruled or due:
                found[programme.pk, mode] = Implied(len(may), len(due), len(may | due))
    return found


def modes_of(programme: catalogue.Programme) -> tuple[str, ...]:
    """The modes of study a need of the programme is told by, who may in both counting in the first; one without a name where it has none."""
    if not programme.has_study_modes:
        return ("",)
    return (catalogue.StudyMode.PART_TIME.value, catalogue.StudyMode.FULL_TIME.value)


def standings_of(
    programme: catalogue.Programme, year: int, unit_ids: QuerySet[Any] | Iterable[int]
) -> QuerySet[obligations.Standing]:
    """Obligations of people of these units that the programme fulfils and that fall due by the end of the year."""
    return obligations.standings_due(programme.code, date(year, 12, 31), unit_ids)


def people_of_need(
    actor: User | None, need: PlanNeed, on: date
) -> tuple[QuerySet[people.Person], QuerySet[obligations.Standing]]:
    """(people behind the need whom the actor may see, obligations due among those behind it), both of that day.

    Each has `is_may`: whether the rules let them in, else an obligation alone asks it of them. The day of counting may have been another.
    """
    programme, mode = need.programme, need.study_mode
    day = max(on, date(need.year, 1, 1))
    below = org.descendant_ids_as_of(need.unit_id, on)
    seen = access.people_visible_to(actor, on)
    here = seen.filter(pk__in=people.person_ids_at(below, on)).order_by()
    due, groups = standings_of(programme, need.year, below), _groups_ruled(programme, day)
    may, must = _by_any_rule(here, programme, mode, day, groups), Q(pk__in=due.values("person_id"))
    if mode == catalogue.StudyMode.FULL_TIME:
        first = _by_any_rule(here, programme, catalogue.StudyMode.PART_TIME.value, day, groups)
        may, must = may & ~first, must & ~first
    wanted = may
    if mode != catalogue.StudyMode.PART_TIME:
        wanted |= must
    is_may = Case(When(may, then=True), default=False, output_field=BooleanField())
    return here.filter(wanted).annotate(is_may=is_may), due


def list_needs(unit: org.Unit, year: int) -> list[PlanNeed]:
    """What is counted and said at the unit itself, by programme and mode of study; one query."""
    rows = PlanNeed.objects.filter(unit=unit, year=year).select_related("programme", "unit")
    return list(rows.order_by("programme__position", "programme__code", "study_mode"))


def people_planned_for(unit: org.Unit, on: date) -> PlannedFor:
    """The units whose people its classes are for: itself, what stands or stood below it, and what it serves as a centre. One query, two for a centre."""
    below, served = org.descendant_ids_as_of(unit.pk, on, with_past=True), org.served_unit_ids(unit, on)
    if served.query.is_empty():
        return PlannedFor(below, serves=False)
    units = org.Unit.objects.order_by().filter(Q(pk__in=below) | Q(pk__in=served))
    return PlannedFor(units.values("pk"), serves=True)


def needs_told(unit: org.Unit, year: int, on: date, within: PlannedFor) -> list[PlanNeed]:
    """Needs of the topmost units below that told theirs, so that nobody is counted twice; `within` is `people_planned_for` the unit. Three queries.

    A unit that told its needs speaks for all below it. To a centre those it serves tell theirs like those below.
    """
    rows = PlanNeed.objects.filter(year=year, unit_id__in=within.unit_ids).exclude(unit=unit)
    told = set(rows.order_by().values_list("unit_id", flat=True).distinct())
    above = org.ancestor_ids_of_many(told, on)
    topmost = {pk for pk in told if not ((above.get(pk, set()) - {pk}) & told)}
    spoken = PlanNeed.objects.filter(among("unit_id", topmost), year=year).select_related("programme")
    return list(spoken.order_by("unit_id", "pk"))


def by_branch(unit: org.Unit, needs: Iterable[PlanNeed], on: date) -> list[tuple[int, PlanNeed]]:
    """(branch, need) of each; what a centre serves is a branch of its own. Two queries."""
    needs = list(needs)
    branches = branch_of_each({row.unit_id for row in needs}, unit.pk, on)
    return [(row.unit_id if branches[row.unit_id] == unit.pk else branches[row.unit_id], row) for row in needs]


def needs_for_plan(plan: Plan, on: date) -> list[PlanNeed]:
    """What the unit's plan is to meet, by programme and mode: its own word where it adjusted one; of a centre what those it serves tell; else what was
    counted at it; else what those below tell. Sums are rows of no table. About six queries.
    """
    own = {(row.programme_id, row.study_mode): row for row in list_needs(plan.unit, plan.year)}
    within = people_planned_for(plan.unit, on)
    summed: dict[tuple[int, str], PlanNeed] = {}
    for need in needs_told(plan.unit, plan.year, on, within):
        key = (need.programme_id, need.study_mode)
        if key not in summed:
            summed[key] = PlanNeed(
                unit=plan.unit, year=plan.year, programme=need.programme, study_mode=key[1], implied=0
            )
        summed[key].implied += need.people
    for key, row in own.items():
        if key not in summed or row.adjusted is not None or not within.serves:
            summed[key] = row
    return [summed[key] for key in sorted(summed, key=lambda one: (summed[one].programme.position, *one))]


def get_need_for(actor: User | None, uuid: UUID, on: date, permission: str = access.Permission.PLAN_EDIT) -> PlanNeed:
    """The need, if the actor draws up plans (or whatever is asked) at its unit that day; NeedNotFound (a 404)."""
    row = PlanNeed.objects.select_related("unit", "programme").filter(uuid=uuid).first()
    if row is None or not access.can(actor, access.Permission(permission), row.unit, on):
        raise NeedNotFound
    return row


def find_plan_in_force(unit: org.Unit, year: int) -> Plan | None:
    """The approved version of the unit's plan of a year, or None; one query."""
    return Plan.objects.select_related("unit").filter(unit=unit, year=year, status=PlanStatus.APPROVED).first()


def lines_in_force(unit: org.Unit, year: int) -> list[PlanLine]:
    """Lines of the approved version of the unit's plan of a year in order, with programmes; empty where there is none. One query."""
    rows = PlanLine.objects.filter(plan__unit=unit, plan__year=year, plan__status=PlanStatus.APPROVED)
    return list(rows.select_related("programme").order_by("position"))


def needs_left(needs: Iterable[PlanNeed], lines: Iterable[PlanLine], host: org.Unit) -> list[Need]:
    """What is needed beyond what these lines plan, to be held at the host; no query.

    A line that leaves the mode of study open takes from the modes in their order.
    """
    planned: dict[tuple[int, str], int] = {}
    for line in lines:
        key = (line.programme_id, line.study_mode)
        planned[key] = planned.get(key, 0) + line.seats
    found = []
    for need in needs:
        left = need.people - planned.get((need.programme_id, need.study_mode), 0)
        if need.study_mode and left > 0:
            taken = min(left, planned.get((need.programme_id, ""), 0))
            planned[need.programme_id, ""] = planned.get((need.programme_id, ""), 0) - taken
            left -= taken
        if left > 0:
            code = need.programme.code
            name = f"{code}:{need.study_mode}" if need.study_mode else code
            found.append(Need(name, code, host.code, left, need.study_mode))
    return found


def room_left(lines: Iterable[PlanLine], host: org.Unit, capacity: int) -> dict[tuple[str, int], int]:
    """(host, quarter) → seats left at the host beside what these lines hold there; lines without a quarter take none. No query."""
    room = {(host.code, quarter): capacity for quarter in QUARTERS_BY_CUSTOM}
    for line in lines:
        if line.quarter and (line.host_id or line.opener_id) == host.pk:
            room[host.code, line.quarter] = max(0, room[host.code, line.quarter] - line.seats)
    return room


def _who_may(
    here: QuerySet[people.Person], programme: catalogue.Programme, mode: str, day: date, audience: str
) -> QuerySet[people.Person]:
    return eligibility.eligible(here, programme_id=programme.pk, study_mode=mode, on=day, audience=audience)


def _by_any_rule(
    here: QuerySet[people.Person],
    programme: catalogue.Programme,
    mode: str,
    day: date,
    groups: Mapping[str, Sequence[str]],
) -> Q:
    """Whom the rules for everybody let in, or those of one of the programme's groups."""
    found = Q(pk__in=[])
    for audience in groups.get(mode, ()):
        found |= Q(pk__in=_who_may(here, programme, mode, day, audience).values("pk"))
    return found


def _groups_ruled(programme: catalogue.Programme, day: date) -> dict[str, list[str]]:
    """Mode of study → groups of people whom rules of that day speak of, "" for everybody; one query."""
    held = [one for one in eligibility.rule_sets(programme.pk) if one.valid_from <= day < one.valid_to]
    found = {}
    for mode in modes_of(programme):
        found[mode] = sorted({one.audience for one in held if one.study_mode in {"", mode}})
    return found
