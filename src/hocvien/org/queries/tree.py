"""Where units stand: subtrees, lines above, children, neighbours in time. Every function is one query unless it says otherwise."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hocvien.common.among import among
from hocvien.common.batched import batched
from hocvien.common.text import collation_key
from hocvien.org.models import Closure, Placement, Unit, UnitKindPeriod, UnitName

_BATCH = 500


def descendant_ids_as_of(unit_id: int, on: date, *, with_past: bool = False) -> QuerySet[Closure, int]:
    """Ids of the unit and all below it on that day, as a subquery for `pk__in` (never a correlated Exists).

    `with_past`: also of units that ended by then, whose history one of these carries on.
    """
    return descendant_ids_of_many([unit_id], on, with_past=with_past)


def descendant_ids_of_many(
    unit_ids: QuerySet[Any, Any] | Iterable[int], on: date, *, with_past: bool = False
) -> QuerySet[Closure, int]:
    """Ids of these units (ids or a subquery) and all below any of them on that day, as a subquery; see `descendant_ids_as_of`."""
    ids = unit_ids if isinstance(unit_ids, QuerySet) else list(unit_ids)
    rows = Closure.objects.filter(ancestor_id__in=ids, valid_from__lte=on, valid_to__gt=on)
    if not with_past:
        rows = rows.filter(is_past=False)
    return rows.values_list("descendant_id", flat=True)


def descendant_ids_ever(unit_id: int, from_: date, to_exclusive: date) -> QuerySet[Closure, int]:
    """Ids of all units that stood at or below this one on any day of the period, as a subquery."""
    return Closure.objects.filter(
        ancestor_id=unit_id, valid_from__lt=to_exclusive, valid_to__gt=from_, is_past=False
    ).values_list("descendant_id", flat=True)


def lines_on(on: date) -> QuerySet[Closure]:
    """Who stood at or below whom that day (`ancestor_id`, `descendant_id`, `depth`), for subqueries of rules."""
    return Closure.objects.filter(valid_from__lte=on, valid_to__gt=on, is_past=False)


def is_within(unit_id: int, ancestor_id: int, on: date) -> bool:
    """Whether the unit is the ancestor or stands below it on that day; one that has ended stands below who carries it on."""
    return Closure.objects.filter(
        ancestor_id=ancestor_id, descendant_id=unit_id, valid_from__lte=on, valid_to__gt=on
    ).exists()


def within_on(unit_id: int, unit_field: str, day_field: str) -> Exists:
    """A condition for a row that names a unit and a day: that day its unit was this one, or stood below it.

    For facts that keep the structure of their own day. Narrow the rows first (by their days, or `descendant_ids_ever`): one
    look into the index for each row.
    """
    # up from the row's unit, a handful of lines; down from this one, as SQLite would look, a nation has 300,000 for each row
    lines = Closure.objects.alias(above=ExpressionWrapper(F("ancestor_id") + 0, output_field=BigIntegerField()))
    return Exists(
        lines.filter(
            above=unit_id,
            descendant_id=OuterRef(unit_field),
            valid_from__lte=OuterRef(day_field),
            valid_to__gt=OuterRef(day_field),
        )
    )


def in_branch_on(unit_id: int, branch_id: int, unit_field: str, day_field: str) -> Q:
    """A condition as `within_on`: that day the row's unit stood in this branch, seen from `unit_id`.

    A branch hangs directly below a unit that `unit_id` is, or stands under; a superior of `unit_id` is a branch alone.
    """
    on_day = Q(valid_from__lte=OuterRef(day_field), valid_to__gt=OuterRef(day_field))
    on_same_day = Q(valid_from__lte=OuterRef(OuterRef(day_field)), valid_to__gt=OuterRef(OuterRef(day_field)))
    is_superior = Exists(Closure.objects.filter(on_day, ancestor_id=branch_id, descendant_id=unit_id))
    shared = Closure.objects.filter(on_same_day, descendant_id=unit_id).values("ancestor_id")
    hangs_elsewhere = Exists(
        Closure.objects.filter(on_day, descendant_id=branch_id, depth=1).exclude(ancestor_id__in=shared)
    )
    below = Q(within_on(branch_id, unit_field, day_field)) & ~Q(is_superior) & ~Q(hangs_elsewhere)
    return below | (Q(**{unit_field: branch_id}) & Q(is_superior))


def places_above(
    unit_ids: QuerySet | Iterable[int], from_: date, to_exclusive: date
) -> list[tuple[int, int, int, date, date]]:
    """(unit, superior, depth, from, to) for these units and all above them (themselves at depth 0) in the days of the period."""
    # a nation's units are more than the parameters a statement may have
    these = Q(descendant_id__in=unit_ids) if isinstance(unit_ids, QuerySet) else among("descendant_id", unit_ids)
    return list(
        Closure.objects.filter(these, valid_from__lt=to_exclusive, valid_to__gt=from_).values_list(
            "descendant_id", "ancestor_id", "depth", "valid_from", "valid_to"
        )
    )


def lines_ever(unit_ids: Iterable[int]) -> list[tuple[int, int, int, date, date, bool]]:
    """(unit, superior, depth, from, to, by who carries it on) for these units and all that ever stood above them (themselves at depth 0)."""
    fields = ("descendant_id", "ancestor_id", "depth", "valid_from", "valid_to", "is_past")
    return list(Closure.objects.filter(among("descendant_id", unit_ids)).values_list(*fields))


def ancestor_ids_as_of(unit_id: int, on: date) -> list[int]:
    """Ids from the root down to the unit itself; for one that has ended, through who carries its history on."""
    return list(
        Closure.objects.filter(descendant_id=unit_id, valid_from__lte=on, valid_to__gt=on)
        .order_by("-depth")
        .values_list("ancestor_id", flat=True)
    )


def line_above(unit_id: int, on: date) -> QuerySet[Closure, int]:
    """The same ids as a subquery, in no order."""
    rows = Closure.objects.filter(descendant_id=unit_id, valid_from__lte=on, valid_to__gt=on)
    return rows.values_list("ancestor_id", flat=True)


def ancestor_ids_of_many(unit_ids: Iterable[int], on: date) -> dict[int, set[int]]:
    """Unit id → ids of itself and of everything above it on that day; one query for all."""
    found: dict[int, set[int]] = {pk: set() for pk in unit_ids}
    rows = Closure.objects.filter(among("descendant_id", found), valid_from__lte=on, valid_to__gt=on)
    for unit_id, ancestor_id in rows.values_list("descendant_id", "ancestor_id"):
        found[unit_id].add(ancestor_id)
    return found


def children_ids_as_of(unit_id: int | None, on: date, *, by_name: bool = True) -> list[int]:
    """Ids of the units directly below, or of the roots when `unit_id` is None, by name. Two queries; one without the order."""
    if unit_id is None:
        # looked up for each: of a nation's units a list of all that are placed outgrows PostgreSQL's memory for one, and is gone through for each
        placed = Placement.objects.filter(unit_id=OuterRef("pk"), valid_from__lte=on, valid_to__gt=on)
        living = Unit.objects.filter(valid_from__lte=on, valid_to__gt=on)
        ids = list(living.filter(~Exists(placed)).values_list("pk", flat=True))
    else:
        ids = list(
            Placement.objects.filter(parent_id=unit_id, valid_from__lte=on, valid_to__gt=on, is_past=False).values_list(
                "unit_id", flat=True
            )
        )
    if not by_name:
        return ids
    names = dict(
        UnitName.objects.filter(unit_id__in=ids, valid_from__lte=on, valid_to__gt=on).values_list("unit_id", "name")
    )
    return sorted(ids, key=lambda pk: collation_key(names.get(pk, "")))


def paths_of_many(unit_ids: Iterable[int], on: date) -> dict[int, list[int]]:
    """Unit id → ids from the root down to the unit itself that day; empty before it was founded. One query for all."""
    found: dict[int, list[int]] = {pk: [] for pk in unit_ids}
    rows = Closure.objects.filter(descendant_id__in=list(found), valid_from__lte=on, valid_to__gt=on).order_by("-depth")
    for unit_id, ancestor_id in rows.values_list("descendant_id", "ancestor_id"):
        found[unit_id].append(ancestor_id)
    return found


def find_with_lines(code: str, more: Iterable[int], on: date) -> tuple[Unit | None, dict[int, list[int]]]:
    """(the unit with this code where it has a line that day, unit id → ids from the root down to it, for it and for more units)."""
    wanted = Q(descendant__code=code) | Q(descendant_id__in=list(more))
    rows = Closure.objects.filter(wanted, valid_from__lte=on, valid_to__gt=on).select_related("descendant")
    unit: Unit | None = None
    found: dict[int, list[int]] = {pk: [] for pk in more}
    for row in rows.order_by("-depth"):
        found.setdefault(row.descendant_id, []).append(row.ancestor_id)
        unit = row.descendant if row.descendant.code == code else unit
    return unit, found


def below_each(outer: str, on: date) -> QuerySet[Closure, int]:
    """Ids of a unit and all below it that day, for a subquery within a subquery over units; `outer` is their key ("pk")."""
    rows = Closure.objects.filter(ancestor_id=OuterRef(OuterRef(outer)), valid_from__lte=on, valid_to__gt=on)
    return rows.filter(is_past=False).values_list("descendant_id", flat=True)


def lines_among(unit_ids: Iterable[int], above: Iterable[int], on: date) -> list[tuple[int, int]]:
    """(unit, superior) for these units that day, each beside every one of `above` it stands under or is, as past too. One query."""
    rows = Closure.objects.filter(
        among("descendant_id", set(unit_ids)), among("ancestor_id", set(above)), valid_from__lte=on, valid_to__gt=on
    )
    return list(rows.values_list("descendant_id", "ancestor_id"))


def parent_ids_as_of(unit_ids: Iterable[int], on: date) -> dict[int, int]:
    """Unit id → parent id on that day, for those that have a parent."""
    return dict(
        Placement.objects.filter(unit_id__in=list(unit_ids), valid_from__lte=on, valid_to__gt=on).values_list(
            "unit_id", "parent_id"
        )
    )


def kind_ids_as_of(kinds: Iterable[str], on: date) -> QuerySet[UnitKindPeriod, int]:
    """Ids of units that are of these kinds on that day, as a subquery."""
    return UnitKindPeriod.objects.filter(kind__in=list(kinds), valid_from__lte=on, valid_to__gt=on).values_list(
        "unit_id", flat=True
    )


def count_below(unit_id: int, on: date) -> int:
    """How many units stand below on that day, the unit itself not counted."""
    return Closure.objects.filter(
        ancestor_id=unit_id, depth__gt=0, valid_from__lte=on, valid_to__gt=on, is_past=False
    ).count()


def count_below_each(unit_ids: Iterable[int], on: date) -> dict[int, int]:
    """Unit id → how many units stand below it that day; those without any are left out. One query, over the index alone."""
    rows = Closure.objects.filter(ancestor_id__in=list(unit_ids), valid_from__lte=on, valid_to__gt=on, is_past=False)
    counted = rows.order_by().values_list("ancestor_id").annotate(count=Count("descendant_id"))
    return {unit_id: count - 1 for unit_id, count in counted if count > 1}


def count_below_many(unit_ids: Iterable[int], on: date) -> int:
    """How many units stand below any of these on that day, each counted once for each of them; one query for every 500."""
    return sum(
        Closure.objects.filter(
            ancestor_id__in=part, depth__gt=0, valid_from__lte=on, valid_to__gt=on, is_past=False
        ).count()
        for part in batched(sorted(unit_ids), _BATCH)
    )


def child_counts_as_of(unit_id: int, on: date) -> dict[int, int]:
    """Id of each unit directly below that day, in no order → how many units stand directly below that one."""
    placed = Placement.objects.filter(valid_from__lte=on, valid_to__gt=on, is_past=False).order_by()
    below = placed.filter(parent_id=OuterRef("unit_id")).values("parent_id").annotate(count=Count("pk")).values("count")
    rows = placed.filter(parent_id=unit_id).values_list("unit_id", Coalesce(Subquery(below), 0))
    return dict(rows)


def count_children_as_of(unit_ids: Iterable[int], on: date) -> dict[int, int]:
    """Unit id → how many units stand directly below it on that day; those without any are left out."""
    return dict(
        Placement.objects.filter(parent_id__in=list(unit_ids), valid_from__lte=on, valid_to__gt=on, is_past=False)
        .values_list("parent_id")
        .annotate(count=Count("pk"))
    )
