"""What is asked where sets are made anew: where orders are cut into blocks, and which units are worth a set."""

from datetime import date

from hocvien.common.batched import batched
from hocvien.directory import constants
from hocvien.directory.constants import ORDERED
from hocvien.directory.queries.facets import order_word
from hocvien.org import api as org
from hocvien.people import api as people

_STEP = 5000


def cuts_of(blocks: int) -> dict[str, list[str]]:
    """Where each order is to be cut into blocks of equal size; walks each index once."""
    cuts: dict[str, list[str]] = {}
    for sort, column in ORDERED.items():
        rows = people.people().filter(**{f"{column}__isnull": False}).order_by(column).values_list(column, flat=True)
        size = max(rows.count() // blocks, 1)
        found = [order_word(value) for at, value in enumerate(rows.iterator(chunk_size=_STEP)) if at and at % size == 0]
        cuts[sort] = sorted(set(found))
    return cuts


def units_worth_keeping(on: date) -> list[int]:
    """Ids of the units to and below which enough people belong that day."""
    counts: dict[int, int] = {}
    for unit_id in people.belongings_on(on).order_by().values_list("unit_id", flat=True).iterator(chunk_size=_STEP):
        counts[unit_id] = counts.get(unit_id, 0) + 1
    above: dict[int, int] = {}
    for part in batched(sorted(counts), _STEP):
        for unit_id, lines in org.ancestor_ids_of_many(part, on).items():
            for one in lines:
                above[one] = above.get(one, 0) + counts[unit_id]
    return sorted(unit_id for unit_id, count in above.items() if count >= constants.KEPT_UNIT_PEOPLE)
