"""What units are called on a day, and who they are: names, kinds, ways from the root. Every function is one query unless it says otherwise."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from hocvien.common.among import among
from hocvien.common.text import collation_key
from hocvien.org.data import UnitLabel
from hocvien.org.errors import UnitNotFound
from hocvien.org.models import Closure, NameStatus, Placement, Unit, UnitKindPeriod, UnitName
from hocvien.org.queries.tree import ancestor_ids_as_of


def find_unit(code: str) -> Unit | None:
    """The unit with this code, whatever the day, or None."""
    return Unit.objects.filter(code=code).first()


def get_unit(code: str) -> Unit:
    """The unit with this code; raises UnitNotFound."""
    unit = find_unit(code)
    if unit is None:
        raise UnitNotFound(code)
    return unit


def name_subquery(outer: str, on: date, field: str = "name") -> Subquery:
    """The unit's name on that day (else its last one), to annotate any query with a unit key; `outer` is that key."""
    rows = UnitName.objects.filter(unit_id=OuterRef(outer), valid_from__lte=on).order_by("-valid_from")
    return Subquery(rows.values(field)[:1])


def kind_subquery(outer: str, on: date) -> Subquery:
    """The unit's kind on that day, none where it has none then, to annotate any query with a unit key; `outer` is that key."""
    rows = UnitKindPeriod.objects.filter(unit_id=OuterRef(outer), valid_from__lte=on, valid_to__gt=on)
    return Subquery(rows.values("kind")[:1])


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


def path_as_of(unit_id: int, on: date) -> list[UnitLabel]:
    """Labels from the root to the unit (two queries)."""
    ids = ancestor_ids_as_of(unit_id, on) or [unit_id]
    labels = labels_as_of(ids, on)
    return [labels[pk] for pk in ids]


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


def ids_by_code(codes: Iterable[str]) -> dict[str, int]:
    """Code → id for those that exist; one query, also for all units of a nation; none for no codes."""
    wanted = list(codes)
    return dict(Unit.objects.filter(among("code", wanted)).values_list("code", "pk")) if wanted else {}


def codes_by_id(ids: Iterable[int]) -> dict[int, str]:
    """Id → code; one query, also for all units of a nation; none for no ids."""
    wanted = [pk for pk in ids if pk is not None]
    return dict(Unit.objects.filter(among("pk", wanted)).values_list("pk", "code")) if wanted else {}
