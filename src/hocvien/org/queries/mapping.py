"""A table of old and new units read against the tree: the steps it means, and names like those nobody has."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from hocvien.common.batched import batched
from hocvien.common.text import fold
from hocvien.org.arithmetic.mapping import steps_of_mapping
from hocvien.org.arithmetic.places import day_of
from hocvien.org.data import FileProblem, MappingPlan, MappingRow, UnitNamed
from hocvien.org.errors import MappingRefused
from hocvien.org.models import Unit, UnitName
from hocvien.org.queries.labels import codes_by_id, labels_as_of
from hocvien.org.queries.tree import ancestor_ids_of_many, parent_ids_as_of

# texts of a table for which names like them are looked up
_MOST_SUGGESTED = 40
_BATCH = 500


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
