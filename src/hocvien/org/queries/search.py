"""Units looked for by words, without marks. Every function is one query unless it says otherwise."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q, QuerySet

from hocvien.common.text import fold
from hocvien.org.data import UnitFound, UnitLabel
from hocvien.org.models import Unit, UnitKindPeriod, UnitName
from hocvien.org.queries.labels import labels_as_of
from hocvien.org.queries.tree import kind_ids_as_of


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
