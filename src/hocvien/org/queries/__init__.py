"""Reads of the organisation, always as of a day. Every function is one query unless it says otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)

from hocvien.common.among import among
from hocvien.common.batched import batched
from hocvien.common.intervals import OPEN_END
from hocvien.common.text import collation_key, fold
from hocvien.org.arithmetic.mapping import steps_of_mapping
from hocvien.org.arithmetic.places import day_of, full_name
from hocvien.org.arithmetic.steps import codes_named, from_kept
from hocvien.org.data import (
    FileProblem,
    LifeEvent,
    MappingPlan,
    MappingRow,
    PlaceLabel,
    UnitFound,
    UnitLabel,
    UnitNamed,
)
from hocvien.org.errors import MappingRefused, UnitNotFound
from hocvien.org.models import (
    Closure,
    NameStatus,
    Place,
    Placement,
    Reorganisation,
    ReorganisationStatus,
    Succession,
    Unit,
    UnitKindPeriod,
    UnitName,
)

# texts of a table for which names like them are looked up
_MOST_SUGGESTED = 40
_BATCH = 500


def find_unit(code: str) -> Unit | None:
    """The unit with this code, whatever the day, or None."""
    return Unit.objects.filter(code=code).first()


def get_unit(code: str) -> Unit:
    """The unit with this code; raises UnitNotFound."""
    unit = find_unit(code)
    if unit is None:
        raise UnitNotFound(code)
    return unit


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
    return list(
        Closure.objects.filter(descendant_id__in=unit_ids, valid_from__lt=to_exclusive, valid_to__gt=from_).values_list(
            "descendant_id", "ancestor_id", "depth", "valid_from", "valid_to"
        )
    )


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
    rows = Closure.objects.filter(descendant_id__in=list(found), valid_from__lte=on, valid_to__gt=on)
    for unit_id, ancestor_id in rows.values_list("descendant_id", "ancestor_id"):
        found[unit_id].add(ancestor_id)
    return found


def name_subquery(outer: str, on: date, field: str = "name") -> Subquery:
    """The unit's name on that day (else its last one), to annotate any query with a unit key; `outer` is that key."""
    rows = UnitName.objects.filter(unit_id=OuterRef(outer), valid_from__lte=on).order_by("-valid_from")
    return Subquery(rows.values(field)[:1])


def labels_as_of(unit_ids: Iterable[int], on: date) -> dict[int, UnitLabel]:
    """Labels of many units on that day, one query whatever their number. A unit without a name that day keeps its nearest."""
    ids = set(unit_ids)
    if not ids:
        return {}
    rows = Unit.objects.filter(among("pk", ids), kinds__isnull=False).order_by()
    return _labels_in(rows.values_list("pk", "code", *_LABELLED), on)


def labelled_line(unit_id: int, more: Iterable[int], on: date) -> tuple[list[int], dict[int, UnitLabel]]:
    """(ids from the root down to the unit, labels of these and of more units), as `ancestor_ids_as_of` and `labels_as_of` in one query."""
    lines = Closure.objects.filter(descendant_id=unit_id, valid_from__lte=on, valid_to__gt=on)
    depth = Subquery(lines.filter(ancestor=OuterRef("pk")).values("depth")[:1])
    units = Unit.objects.filter(Q(pk__in=lines.values("ancestor")) | Q(pk__in=set(more)), kinds__isnull=False)
    rows = list(units.order_by().annotate(depth=depth).values_list("pk", "code", *_LABELLED, "depth"))
    depths = {row[0]: row[-1] for row in rows if row[-1] is not None}
    line = sorted(depths, key=lambda pk: -depths[pk])
    return line, _labels_in((row[:-1] for row in rows), on)


def _labels_in(rows: Iterable[tuple[Any, ...]], on: date) -> dict[int, UnitLabel]:
    # a unit has one kind and one name at a time and few over its life: their product is small
    names: dict[int, tuple[date, str, str, str]] = {}
    kinds: dict[int, tuple[date, str, str]] = {}
    for pk, code, kind_from, kind, name_from, name, short, status in rows:
        if pk not in kinds or _is_nearer(kind_from, kinds[pk][0], on):
            kinds[pk] = (kind_from, code, kind)
        if name_from is not None and (pk not in names or _is_nearer(name_from, names[pk][0], on)):
            names[pk] = (name_from, name, short or name, status)
    labels = {}
    for pk, (_from, code, kind) in kinds.items():
        _since, name, short, status = names.get(pk, (on, code, code, ""))
        is_sample = status == NameStatus.SAMPLE
        labels[pk] = UnitLabel(id=pk, code=code, name=name, short_name=short, kind=kind, is_sample_name=is_sample)
    return labels


_LABELLED = (
    "kinds__valid_from",
    "kinds__kind",
    "names__valid_from",
    "names__name",
    "names__short_name",
    "names__status",
)


def _is_nearer(one: date, other: date, on: date) -> bool:
    """Whether a period that begins on `one` says more of a day than one that begins on `other`: the last begun by then, else the first."""
    return other < one <= on or one < other > on


def label_as_of(unit_id: int, on: date) -> UnitLabel:
    """One unit's label on that day (one query)."""
    return labels_as_of([unit_id], on)[unit_id]


def living_above(unit: Unit, on: date) -> int:
    """The unit, or, where it has ended by that day, the nearest above it that lives; itself where there is none. At most one query."""
    if on < unit.valid_to:
        return int(unit.pk)
    rows = Closure.objects.filter(descendant=unit, valid_from__lte=on, valid_to__gt=on, ancestor__valid_to__gt=on)
    found = rows.order_by("depth").values_list("ancestor_id", flat=True).first()
    return int(unit.pk) if found is None else int(found)


def living_among(unit_ids: Iterable[int], on: date) -> set[int]:
    """Of these units, those that live on that day."""
    living = Unit.objects.filter(pk__in=list(unit_ids), valid_from__lte=on, valid_to__gt=on)
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


def path_as_of(unit_id: int, on: date) -> list[UnitLabel]:
    """Labels from the root to the unit (two queries)."""
    ids = ancestor_ids_as_of(unit_id, on) or [unit_id]
    labels = labels_as_of(ids, on)
    return [labels[pk] for pk in ids]


def children_ids_as_of(unit_id: int | None, on: date, *, by_name: bool = True) -> list[int]:
    """Ids of the units directly below, or of the roots when `unit_id` is None, by name. Two queries; one without the order."""
    if unit_id is None:
        placed = Placement.objects.filter(valid_from__lte=on, valid_to__gt=on).values("unit_id")
        ids = list(
            Unit.objects.filter(valid_from__lte=on, valid_to__gt=on).exclude(pk__in=placed).values_list("pk", flat=True)
        )
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


def children_labels(unit_id: int, on: date, *, most: int) -> list[UnitLabel]:
    """Labels of those directly below that day, in Vietnamese order; none where there are more than `most`. One query."""
    placed = Placement.objects.filter(parent_id=unit_id, valid_from__lte=on, valid_to__gt=on, is_past=False)
    rows = Unit.objects.filter(pk__in=placed.order_by("pk").values("unit_id")[: most + 1], kinds__isnull=False)
    labels = _labels_in(rows.order_by().values_list("pk", "code", *_LABELLED), on)
    return sorted(labels.values(), key=lambda one: collation_key(one.name)) if len(labels) <= most else []


def children_named(
    parent_ids: Iterable[int], on: date, *, within: QuerySet | None = None
) -> dict[int, list[tuple[int, str]]]:
    """Unit id → (id, name) of those directly below it that day, in Vietnamese order; one query for all.

    It reads the names of every child, so ask of units that are open, not of hundreds. `within` narrows the children (a subquery).
    """
    found: dict[int, list[tuple[int, str]]] = {pk: [] for pk in parent_ids}
    rows = Placement.objects.filter(parent_id__in=list(found), valid_from__lte=on, valid_to__gt=on, is_past=False)
    if within is not None:
        rows = rows.filter(unit_id__in=within)
    rows = rows.filter(unit__names__valid_from__lte=on, unit__names__valid_to__gt=on)
    for parent_id, unit_id, name in rows.values_list("parent_id", "unit_id", "unit__names__name"):
        found[parent_id].append((unit_id, name))
    for children in found.values():
        children.sort(key=lambda one: (collation_key(one[1]), one[0]))
    return found


def paths_of_many(unit_ids: Iterable[int], on: date) -> dict[int, list[int]]:
    """Unit id → ids from the root down to the unit itself that day; empty before it was founded. One query for all."""
    found: dict[int, list[int]] = {pk: [] for pk in unit_ids}
    rows = Closure.objects.filter(descendant_id__in=list(found), valid_from__lte=on, valid_to__gt=on).order_by("-depth")
    for unit_id, ancestor_id in rows.values_list("descendant_id", "ancestor_id"):
        found[unit_id].append(ancestor_id)
    return found


def below_each(outer: str, on: date) -> QuerySet[Closure, int]:
    """Ids of a unit and all below it that day, for a subquery within a subquery over units; `outer` is their key ("pk")."""
    rows = Closure.objects.filter(ancestor_id=OuterRef(OuterRef(outer)), valid_from__lte=on, valid_to__gt=on)
    return rows.filter(is_past=False).values_list("descendant_id", flat=True)


def lines_among(unit_ids: Iterable[int], above: Iterable[int], on: date) -> list[tuple[int, int]]:
    """(unit, superior) for these units that day, each beside every one of `above` it stands under or is, as past too.

    One query for every 500 units.
    """
    ids, superiors = sorted(set(unit_ids)), sorted(set(above))
    found: list[tuple[int, int]] = []
    for part in batched(sorted(ids), _BATCH):
        rows = Closure.objects.filter(
            descendant_id__in=part, ancestor_id__in=superiors, valid_from__lte=on, valid_to__gt=on
        )
        found += rows.values_list("descendant_id", "ancestor_id")
    return found


def parent_ids_as_of(unit_ids: Iterable[int], on: date) -> dict[int, int]:
    """Unit id → parent id on that day, for those that have a parent."""
    return dict(
        Placement.objects.filter(unit_id__in=list(unit_ids), valid_from__lte=on, valid_to__gt=on).values_list(
            "unit_id", "parent_id"
        )
    )


def search_units(text: str, *, within: QuerySet | Sequence[int] | None, on: date, limit: int = 20) -> list[UnitLabel]:
    """Units whose code or name of that day holds the text, marks ignored; `within` limits them (ids or subquery)."""
    needle = fold(text)
    names = UnitName.objects.filter(valid_from__lte=on, valid_to__gt=on)
    if needle:
        names = names.filter(name_folded__contains=needle)
    if within is not None:
        names = names.filter(unit_id__in=within)
    ids = list(names.order_by("name_folded").values_list("unit_id", flat=True)[:limit])
    if needle and len(ids) < limit:
        codes = Unit.objects.filter(code__startswith=text.strip().lower()).exclude(pk__in=ids)
        if within is not None:
            codes = codes.filter(pk__in=within)
        ids += list(codes.values_list("pk", flat=True)[: limit - len(ids)])
    labels = labels_as_of(ids, on)
    return [labels[pk] for pk in ids]


def find_units(
    text: str,
    *,
    within: QuerySet | None,
    on: date,
    kinds: Sequence[str] = (),
    limit: int = 200,
) -> tuple[list[UnitFound], bool]:
    """Units whose name of any time or code holds the text, marks ignored, and whether there are more.

    First those called so that day, then by code, then those that were or will be called so, latest first. `kinds`: of these kinds that
    day, or at their end. At most five queries; each looks through the names once.
    """
    needle = fold(text)
    units, names = Unit.objects.all(), UnitName.objects.all()
    if within is not None:
        units, names = units.filter(pk__in=within), names.filter(unit_id__in=within)
    if kinds:
        at_end = UnitKindPeriod.objects.filter(unit__valid_to__lte=on, valid_to=F("unit__valid_to"))
        of_kind = at_end.filter(kind__in=list(kinds)).values("unit_id")
        right = Q(pk__in=kind_ids_as_of(kinds, on)) | Q(pk__in=of_kind)
        units = units.filter(right)
        names = names.filter(Q(unit_id__in=kind_ids_as_of(kinds, on)) | Q(unit_id__in=of_kind))
    if needle:
        names = names.filter(name_folded__contains=needle)
    standing = Q(valid_from__lte=on, valid_to__gt=on)
    # one more than is asked for says whether there are more
    ids = list(names.filter(standing).order_by("name_folded", "unit_id").values_list("unit_id", flat=True)[: limit + 1])
    if needle and len(ids) <= limit:
        by_code = units.filter(code__startswith=text.strip().lower()).exclude(pk__in=ids)
        ids += by_code.order_by("code").values_list("pk", flat=True)[: limit + 1 - len(ids)]
    called: dict[int, UnitName] = {}
    is_cut = len(ids) > limit
    if len(ids) <= limit:
        # whoever is called so that day stands among the ids by now
        others = names.exclude(standing).exclude(unit_id__in=ids).order_by("-valid_to", "name_folded", "pk")
        rows = list(others[: limit + 1 - len(ids)])
        is_cut = len(ids) + len(rows) > limit
        for row in rows:
            called.setdefault(row.unit_id, row)
    every = [*ids, *called][:limit]
    labels, lives = labels_as_of(every, on), Unit.objects.in_bulk(every)
    return [_unit_found(labels[pk], lives[pk], called.get(pk)) for pk in every], is_cut


def _unit_found(label: UnitLabel, unit: Unit, other: UnitName | None) -> UnitFound:
    if other is None or other.name == label.name:
        return UnitFound(label, unit.valid_from, unit.valid_to)
    return UnitFound(label, unit.valid_from, unit.valid_to, other.name, other.valid_from, other.valid_to)


def ids_by_folded_name(within: QuerySet | Sequence[int], on: date) -> dict[str, list[int]]:
    """Folded name (full and short) → unit ids within the scope that day; for matching names in workbooks."""
    found: dict[str, list[int]] = {}
    rows = UnitName.objects.filter(unit_id__in=within, valid_from__lte=on, valid_to__gt=on)
    for unit_id, name_folded, short_name in rows.values_list("unit_id", "name_folded", "short_name"):
        for key in {name_folded, fold(short_name)} - {""}:
            found.setdefault(key, []).append(unit_id)
    return found


def ids_by_code(codes: Iterable[str]) -> dict[str, int]:
    """Code → id for those that exist."""
    return dict(Unit.objects.filter(code__in=list(codes)).values_list("code", "pk"))


def codes_by_id(ids: Iterable[int]) -> dict[int, str]:
    """Id → code."""
    return dict(Unit.objects.filter(pk__in=list(ids)).values_list("pk", "code"))


def kind_ids_as_of(kinds: Iterable[str], on: date) -> QuerySet[UnitKindPeriod, int]:
    """Ids of units that are of these kinds on that day, as a subquery."""
    return UnitKindPeriod.objects.filter(kind__in=list(kinds), valid_from__lte=on, valid_to__gt=on).values_list(
        "unit_id", flat=True
    )


def list_names(unit: Unit) -> list[UnitName]:
    """Every name the unit has had, oldest first."""
    return list(unit.names.order_by("valid_from"))


def list_kinds(unit: Unit) -> list[UnitKindPeriod]:
    """Every kind the unit has had, oldest first."""
    return list(unit.kinds.order_by("valid_from"))


def list_placements(unit: Unit) -> list[Placement]:
    """Every parent the unit has had, oldest first."""
    return list(unit.placements.select_related("parent").order_by("valid_from"))


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


def count_children_as_of(unit_ids: Iterable[int], on: date) -> dict[int, int]:
    """Unit id → how many units stand directly below it on that day; those without any are left out."""
    return dict(
        Placement.objects.filter(parent_id__in=list(unit_ids), valid_from__lte=on, valid_to__gt=on, is_past=False)
        .values_list("parent_id")
        .annotate(count=Count("pk"))
    )


def list_life(unit: Unit) -> list[LifeEvent]:
    """What happened to a unit, and what is recorded for later, by day: its founding, names, kinds, places, those before and after it.

    Six queries, and what waits is read whole: it is little.
    """
    found = [LifeEvent(unit.valid_from, "founded", source=unit.source)]
    found += [LifeEvent(row.valid_from, "named", row.name, row.source, until=row.valid_to) for row in list_names(unit)]
    found += [LifeEvent(row.valid_from, "kind", row.kind, row.source, until=row.valid_to) for row in list_kinds(unit)]
    for row in list_placements(unit):
        what = "past" if row.is_past else "placed"
        found.append(LifeEvent(row.valid_from, what, "", row.source, row.parent_id, row.valid_to))
    near = Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit)).select_related("reorganisation")
    for one in near.order_by("on", "pk"):
        made = one.reorganisation
        is_before = one.successor_id == unit.pk
        source = "" if made is None else made.resolution or made.title
        other = one.predecessor_id if is_before else one.successor_id
        key = "" if made is None else str(made.uuid)
        found.append(LifeEvent(one.on, "came" if is_before else "went", one.kind, source, other, reorganisation=key))
    if unit.valid_to < OPEN_END:
        found.append(LifeEvent(unit.valid_to, "ended"))
    for waiting in Reorganisation.objects.filter(status=ReorganisationStatus.WAITING).order_by("on"):
        if unit.code in codes_named(from_kept(waiting.steps)):
            key = str(waiting.uuid)
            found.append(LifeEvent(waiting.on, "planned", waiting.title, waiting.resolution, reorganisation=key))
    return sorted(found, key=lambda one: one.on)


def list_places(on: date, *, level: str = "", parent: str = "") -> list[PlaceLabel]:
    """Places of that day by code; of one level, or right below one place. One query."""
    rows = _places_on(on)
    if level:
        rows = rows.filter(level=level)
    if parent:
        rows = rows.filter(parent__code=parent)
    return [_place_label(place) for place in rows.order_by("level", "code")]


def find_place(code: str, on: date) -> PlaceLabel | None:
    """The place that has this code on that day; codes of different levels differ in length. One query."""
    place = _places_on(on).filter(code=code).first()
    return None if place is None else _place_label(place)


def search_places(text: str, *, on: date, limit: int = 20) -> list[PlaceLabel]:
    """Places of that day whose code starts with the text or whose name holds it, marks ignored; higher levels first. One query."""
    needle = fold(text)
    rows = _places_on(on).filter(Q(name_folded__contains=needle) | Q(code__startswith=text.strip()))
    by_length = {"province": 0, "district": 1, "commune": 2}
    order = Case(*(When(level=level, then=place) for level, place in by_length.items()), default=3)
    return [_place_label(place) for place in rows.order_by(order, "name_folded", "code")[:limit]]


def _places_on(on: date) -> QuerySet[Place]:
    return Place.objects.filter(valid_from__lte=on, valid_to__gt=on).select_related("parent__parent")


def _place_label(place: Place) -> PlaceLabel:
    names = []
    one: Place | None = place
    while one is not None:
        names.append(full_name(one.kind, one.name))
        one = one.parent
    return PlaceLabel(place.level, place.code, place.kind, names[0], ", ".join(names), place.valid_from, place.valid_to)


def find_mapping_steps(rows: Sequence[MappingRow], *, file: str, on: date | None) -> MappingPlan:
    """An office's table as steps, its units looked up by code or name as of its day (`on` where the table has none).

    Raises MappingRefused with every line that cannot be used. A few queries for every 500 names.
    """
    days = [day for row in rows if (day := day_of(row.on))]
    texts = {text for row in rows for text in (row.old, row.new, row.parent) if text}
    named = _units_named(texts, on or (days[0] if days else date.min))
    taken = set(Unit.objects.values_list("code", flat=True))
    plan, problems = steps_of_mapping(rows, on=on, named=named, taken=taken)
    if plan is None:
        told = [(one.line, one.sentence, one.values) for one in problems]
        raise MappingRefused(file, told, _cells(problems, named, on or (days[0] if days else date.min)))
    return plan


def _cells(
    problems: Sequence[FileProblem], named: Mapping[str, Sequence[UnitNamed]], on: date
) -> list[tuple[str, tuple[str, ...]]]:
    """Where each problem stands, and units that day which its text may have meant; one query for each of the first texts."""
    said: dict[str, tuple[str, ...]] = {}
    found = []
    for one in problems:
        text = str(one.values.get("value", "")) if one.column in {"old", "parent"} else ""
        if text and text not in said and len(said) < _MOST_SUGGESTED:
            said[text] = tuple(unit.code for unit in named.get(text, ())) or tuple(_similar_names(text, on))
        found.append((one.column, said.get(text, ())))
    return found


def _similar_names(text: str, on: date) -> list[str]:
    """Names of that day that end like the text and look like it, the likest first; one query."""
    words = fold(text.partition(",")[0]).split()
    if not words:
        return []
    standing = UnitName.objects.filter(valid_from__lte=on, valid_to__gt=on, name_folded__contains=words[-1])
    names = dict(standing.order_by("name_folded").values_list("name_folded", "name")[:500])
    return [names[one] for one in get_close_matches(" ".join(words), names, n=3, cutoff=0.7)]


def _units_named(texts: Iterable[str], on: date) -> dict[str, list[UnitNamed]]:
    """Text → the units of that day with this code, else with this name (marks ignored), else with "name, name of one above"."""
    wanted = set(texts)
    ids: dict[str, list[int]] = {}
    alive = Unit.objects.filter(valid_from__lte=on, valid_to__gt=on)
    for part in batched(sorted(wanted), _BATCH):
        ids |= {code: [pk] for code, pk in alive.filter(code__in=part).values_list("code", "pk")}
    by_name: dict[str, list[int]] = {}
    names = {fold(text) for text in wanted} | {fold(text.rpartition(",")[0]) for text in wanted} - {""}
    standing = UnitName.objects.filter(valid_from__lte=on, valid_to__gt=on)
    for part in batched(sorted(names), _BATCH):
        for name, pk in (
            standing.filter(name_folded__in=part).order_by("unit__code").values_list("name_folded", "unit_id")
        ):
            by_name.setdefault(name, []).append(pk)
    below: dict[str, tuple[list[int], str]] = {}
    for text in wanted - set(ids):
        head, _comma, tail = text.rpartition(",")
        ids[text] = by_name.get(fold(text), [])
        if not ids[text] and by_name.get(fold(head)):
            below[text] = (by_name[fold(head)], fold(tail))
    above = _names_above({pk for found, _tail in below.values() for pk in found}, on)
    ids |= {text: [pk for pk in found if tail in above[pk]] for text, (found, tail) in below.items()}
    known = _described({pk for found in ids.values() for pk in found}, on)
    return {text: [known[pk] for pk in found] for text, found in ids.items()}


def _names_above(unit_ids: Iterable[int], on: date) -> dict[int, set[str]]:
    """Unit → folded names of those above it."""
    lines: dict[int, set[int]] = {}
    for part in batched(sorted(unit_ids), _BATCH):
        lines |= ancestor_ids_of_many(part, on)
    names: dict[int, str] = {}
    standing = UnitName.objects.filter(valid_from__lte=on, valid_to__gt=on)
    for part in batched(sorted({pk for line in lines.values() for pk in line}), _BATCH):
        names |= dict(standing.filter(unit_id__in=part).values_list("unit_id", "name_folded"))
    return {pk: {names[one] for one in line - {pk} if one in names} for pk, line in lines.items()}


def _described(unit_ids: Iterable[int], on: date) -> dict[int, UnitNamed]:
    found: dict[int, UnitNamed] = {}
    for part in batched(sorted(unit_ids), _BATCH):
        labels, parents = labels_as_of(part, on), parent_ids_as_of(part, on)
        codes = codes_by_id(set(parents.values()))
        found |= {
            pk: UnitNamed(one.code, one.name, one.kind, codes[parents[pk]] if pk in parents else "", one.is_sample_name)
            for pk, one in labels.items()
        }
    return found
