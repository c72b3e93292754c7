"""The kept sets as they are read: whether they may answer for a day, whom they know nothing about, and how many they hold."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists

from hocvien.common.among import among
from hocvien.common.intervals import OPEN_END
from hocvien.directory import constants
from hocvien.directory.arithmetic import IdSet, unpacked
from hocvien.directory.models import Index, Slice, Stale
from hocvien.org import api as org
from hocvien.people import api as people

# decoded sets by (version, key): a version is never made twice, so a remembered set can never be of another time
_remembered: OrderedDict[tuple[UUID, str], IdSet] = OrderedDict()


def has_sets() -> bool:
    """Whether sets are kept and were made to the end; one query."""
    return Index.objects.filter(made_for__lt=OPEN_END).exists()


def state_of(on: date) -> tuple[Index, set[int], dict[int, IdSet]] | None:
    """None where no sets are kept, where they are of a later day, or too many people changed since. Three queries at most."""
    # who changed is read before any set: somebody filed in between is then only looked at twice
    index = Index.objects.annotate(has_stale=Exists(Stale.objects.filter(since__lte=on))).first()
    if index is None or index.made_for > on:
        return None
    stale = stale_ids(on, constants.MOST_STALE) if index.has_stale else set()
    return None if stale is None else (index, stale, {})


def count_people_of(unit_ids: Sequence[int], on: date) -> dict[int, int]:
    """Unit id → how many people belong to it or below it, for those of these units that have a set of their own. A handful of queries."""
    state = state_of(on)
    if state is None:
        return {}
    index, stale, _small = state
    own = [unit_id for unit_id in unit_ids if unit_id in index.units]
    sets = read_sets(index, [f"unit:{unit_id}" for unit_id in own])
    if not own or not Index.objects.filter(version=index.version).exists():
        # made anew while they were read
        return {}
    there: dict[int, set[int]] = {}
    if stale:
        # of those who changed only where they belong is asked, not all that a list knows of them
        rows = people.belongings_on(on).filter(among("person_id", sorted(stale))).order_by()
        belonging = list(rows.values_list("person_id", "unit_id"))
        above = org.ancestor_ids_of_many({unit_id for _person, unit_id in belonging}, on)
        for person_id, unit_id in belonging:
            for line in above.get(unit_id, ()):
                there.setdefault(line, set()).add(person_id)
    return {unit_id: len(sets[f"unit:{unit_id}"] - IdSet.of(stale)) + len(there.get(unit_id, ())) for unit_id in own}


def stale_ids(on: date, most: int) -> set[int] | None:
    """Ids of the people the sets say nothing about on that day; None when there are more than `most`. Two queries."""
    rows = list(
        Stale.objects.filter(since__lte=on).order_by().values_list("person_id", "unit_id").distinct()[: most + 1]
    )
    found = {person_id for person_id, _unit_id in rows if person_id is not None}
    units = [unit_id for _person_id, unit_id in rows if unit_id is not None]
    if units and len(rows) <= most:
        there = people.Belonging.objects.filter(unit_id__in=units, valid_to__gt=on).values_list("person_id", flat=True)
        found.update(there[: most + 1])
    return found if len(found) <= most and len(rows) <= most else None


def read_sets(index: Index, keys: Sequence[str]) -> dict[str, IdSet]:
    """Key → set, empty for one that nobody is in; one query for those this process does not remember."""
    found = {key: _remembered[index.version, key] for key in keys if (index.version, key) in _remembered}
    missing = [key for key in keys if key not in found]
    if missing:
        chunks: dict[str, dict[int, int]] = {key: {} for key in missing}
        for key, chunk, bits in Slice.objects.filter(key__in=missing).values_list("key", "chunk", "bits"):
            chunks[key][chunk] = unpacked(bytes(bits))
        for key in missing:
            found[key] = _remembered[index.version, key] = IdSet(chunks[key])
        while len(_remembered) > constants.REMEMBERED:
            _remembered.popitem(last=False)
    return found


def are_remembered(index: Index, keys: Sequence[str]) -> bool:
    """Whether reading these sets asks nothing."""
    return all((index.version, key) in _remembered for key in keys)
