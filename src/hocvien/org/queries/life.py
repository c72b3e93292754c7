"""Units over time: what carried on what, and every period of one unit."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from hocvien.common.among import among
from hocvien.common.intervals import OPEN_END
from hocvien.common.together import read_together
from hocvien.org.arithmetic.steps import codes_named, from_kept
from hocvien.org.data import LifeEvent
from hocvien.org.models import (
    Closure,
    Placement,
    Reorganisation,
    ReorganisationStatus,
    ReorganisationUnit,
    Succession,
    Unit,
    UnitKindPeriod,
    UnitName,
)


def living_above(unit: Unit, on: date) -> int:
    """The unit, or, where it has ended by that day, the nearest above it that lives; itself where there is none. At most one query."""
    if on < unit.valid_to:
        return int(unit.pk)
    rows = Closure.objects.filter(descendant=unit, valid_from__lte=on, valid_to__gt=on, ancestor__valid_to__gt=on)
    found = rows.order_by("depth").values_list("ancestor_id", flat=True).first()
    return int(unit.pk) if found is None else int(found)


def living_among(unit_ids: Iterable[int], on: date) -> set[int]:
    """Of these units, those that live on that day."""
    wanted = list(unit_ids)
    if not wanted:
        return set()
    living = Unit.objects.filter(among("pk", wanted), valid_from__lte=on, valid_to__gt=on)
    return set(living.values_list("pk", flat=True))


def units_before(unit_ids: Iterable[int], *, on: date, until: date) -> list[int]:
    """Ids of units of that day whose work these carry on by a later one: predecessors, and theirs, nearest first.

    One query for each generation: reorganisations follow one another over years.
    """
    return _along("successor_id", "predecessor", unit_ids, on=on, days=Q(on__gt=on, on__lte=until))


def units_after(unit_ids: Iterable[int], *, on: date) -> list[int]:
    """Ids of units of that day that carry on the work of these: successors, and theirs; one query for each generation."""
    return _along("predecessor_id", "successor", unit_ids, on=on, days=Q(on__lte=on))


def _along(near: str, far: str, unit_ids: Iterable[int], *, on: date, days: Q) -> list[int]:
    front = list(unit_ids)
    seen, found = set(front), []
    while front:
        rows = Succession.objects.filter(days, **{f"{near}__in": front}).order_by("on", far)
        front = []
        for pk, valid_from, valid_to in rows.values_list(f"{far}_id", f"{far}__valid_from", f"{far}__valid_to"):
            if pk in seen:
                continue
            seen.add(pk)
            front.append(pk)
            if valid_from <= on < valid_to:
                found.append(pk)
    return found


def list_names(unit: Unit) -> list[UnitName]:
    """Every name the unit has had, oldest first."""
    return list(unit.names.order_by("valid_from"))


def list_kinds(unit: Unit) -> list[UnitKindPeriod]:
    """Every kind the unit has had, oldest first."""
    return list(unit.kinds.order_by("valid_from"))


def list_placements(unit: Unit) -> list[Placement]:
    """Every parent the unit has had, oldest first."""
    return list(unit.placements.select_related("parent").order_by("valid_from"))


def list_life(unit: Unit) -> list[LifeEvent]:
    """What happened to a unit, and what is recorded for later, by day: its founding, names, kinds, places, those before and after it.

    One query, and what waits is read whole: it is little.
    """
    near = Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit)).order_by("on", "pk")
    names, kinds, placements, successions, waits = read_together(
        unit.names.order_by("valid_from"),
        unit.kinds.order_by("valid_from"),
        unit.placements.order_by("valid_from"),
        near.annotate(
            made_uuid=F("reorganisation__uuid"),
            made_title=F("reorganisation__title"),
            made_resolution=F("reorganisation__resolution"),
        ),
        Reorganisation.objects.filter(status=ReorganisationStatus.WAITING).defer("kept", "effect").order_by("on"),
    )
    found = [LifeEvent(unit.valid_from, "founded", source=unit.source)]
    found += [LifeEvent(row.valid_from, "named", row.name, row.source, until=row.valid_to) for row in names]
    found += [LifeEvent(row.valid_from, "kind", row.kind, row.source, until=row.valid_to) for row in kinds]
    for row in placements:
        what = "past" if row.is_past else "placed"
        found.append(LifeEvent(row.valid_from, what, "", row.source, row.parent_id, row.valid_to))
    for one in successions:
        is_before = one.successor_id == unit.pk
        source = one.made_resolution or one.made_title or ""
        other = one.predecessor_id if is_before else one.successor_id
        key = "" if one.made_uuid is None else str(one.made_uuid)
        found.append(LifeEvent(one.on, "came" if is_before else "went", one.kind, source, other, reorganisation=key))
    if unit.valid_to < OPEN_END:
        found.append(LifeEvent(unit.valid_to, "ended"))
    for waiting in waits:
        if unit.code in codes_named(from_kept(waiting.steps)):
            key = str(waiting.uuid)
            found.append(LifeEvent(waiting.on, "planned", waiting.title, waiting.resolution, reorganisation=key))
    return sorted(found, key=lambda one: one.on)


def reorganisations_since(rows: QuerySet[Reorganisation], moment: datetime, *, around: Unit) -> list[Reorganisation]:
    """Of these, what was executed after the moment and stands, and what stood at it and was undone after; in that order of time. One query.

    Those alone that name the unit, or one that stood below or above it on any day. What was executed and undone after the moment left nothing
    behind, and is not told.
    """
    done = Q(status=ReorganisationStatus.EXECUTED, executed_at__gt=moment)
    undone = Q(status=ReorganisationStatus.UNDONE, executed_at__lte=moment, ended_at__gt=moment)
    below = Closure.objects.filter(ancestor=around).values("descendant_id")
    above = Closure.objects.filter(descendant=around).values("ancestor_id")
    touching = ReorganisationUnit.objects.filter(Q(unit_id__in=below) | Q(unit_id__in=above))
    found = rows.filter(done | undone, pk__in=touching.values("reorganisation_id")).defer("kept", "effect", "steps")
    return sorted(found, key=lambda one: (one.ended_at or one.executed_at or moment, one.pk))
