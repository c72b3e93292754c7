"""Holding every kept row against a count of everything, and mending what differs. Journalled: what was found and mended."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import transaction

from hocvien.common.among import among
from hocvien.common.snapshot import see_one_moment
from hocvien.journal import api as journal
from hocvien.rollup.constants import CLASS, GROWN, NOTICE, PERSON
from hocvien.rollup.data import Checked
from hocvien.rollup.models import Index, Kept, Ledger, Span
from hocvien.rollup.operations.keeping import follow, insert_blocks, insert_rows, is_held
from hocvien.rollup.queries.counting import Counting, Row, large_units
from hocvien.rollup.queries.placing import Groups, Placing

Block = tuple[int, int, bytes]


def check(
    *,
    on: date,
    now: datetime,
    repair: bool = False,
    actor: Any = None,
    said: Callable[[int], object] | None = None,
) -> Checked:
    """Count everything again, as of one moment, and compare every kept row; mended where asked. Journalled. No row where nothing is whole,
    or somebody else has the roll-up.

    What was noted by then is brought up first; what changes meanwhile is noted and waits. Takes as long as building. `said` is called with participations done.
    """
    with transaction.atomic():
        see_one_moment()
        if not is_held() or not Index.objects.filter(is_whole=True).exists() or not follow():
            return Checked(0, 0)
        placing = Placing()
        sizes = large_units(placing)
        placing.kept = frozenset(Kept.objects.values_list("unit_id", flat=True))
        least = Index.objects.get().least
        grown = sum(size >= least * GROWN and unit not in placing.kept for unit, size in sizes.items())
        counting = Counting(placing, Groups())
        seen, blocks = _differing_blocks(counting, said)
        more, rows = _differing_rows(counting)
        if repair:
            _mend(blocks, rows)
            placing.groups.save()
        found = Checked(seen + more, len(blocks) + len(rows), grown)
        Index.objects.update(
            checked_on=on,
            checked_at=now,
            checked_rows=found.rows,
            differing=found.differing,
            is_repaired=repair and bool(found.differing),
            **({"counted_at": now} if repair else {}),
        )
        first = min((row[1] for row in rows), default=None)
        journal.record(
            actor=actor,
            verb="rollup.check",
            subject=None,
            after={
                "rows": found.rows,
                "differing": found.differing,
                "first_on": first.isoformat() if first else "",
                "repaired": repair and bool(found.differing),
            },
        )
    return found


def _differing_blocks(counting: Counting, said: Callable[[int], object] | None) -> tuple[int, list[Block]]:
    """(blocks looked at, those to be written; an empty one is to go)."""
    stored = Ledger.objects.order_by("of", "block").values_list("of", "block", "content")
    there: Iterator[Block] = ((of, block, bytes(content)) for of, block, content in stored.iterator(chunk_size=1_000))
    seen, wrong = 0, []
    kept = next(there, None)
    for right in counting.ledger():
        while kept is not None and kept[:2] < right[:2]:
            wrong.append((*kept[:2], b""))
            seen += 1
            kept = next(there, None)
        seen += 1
        if kept != right:
            wrong.append(right)
        if kept is not None and kept[:2] == right[:2]:
            kept = next(there, None)
        if said and seen % 1_000 == 0:
            said(counting.done)
    while kept is not None:
        wrong.append((*kept[:2], b""))
        seen += 1
        kept = next(there, None)
    return seen, wrong


def _differing_rows(counting: Counting) -> tuple[int, list[Row]]:
    seen, wrong, days = 0, [], set()
    for (first_on, is_year), part in groupby(counting.spans(), lambda row: row[1:3]):
        days.add((first_on, is_year))
        right = {unit: content for unit, _first, _year, content in part if content}
        rows = Span.objects.filter(first_on=first_on, is_year=is_year).values_list("unit_id", "content")
        kept = {unit: bytes(content) for unit, content in rows}
        seen += len({*right, *kept})
        wrong += [
            (unit, first_on, is_year, right.get(unit, b""))
            for unit in sorted({*right, *kept})
            if right.get(unit) != kept.get(unit)
        ]
    for unit, first_on, is_year in Span.objects.values_list("unit_id", "first_on", "is_year"):
        if (first_on, is_year) not in days:
            wrong.append((unit, first_on, is_year, b""))
            seen += 1
    return seen, wrong


def _mend(blocks: list[Block], rows: list[Row]) -> None:
    for of in (PERSON, CLASS, NOTICE):
        Ledger.objects.filter(among("block", {one[1] for one in blocks if one[0] == of}), of=of).delete()
    insert_blocks(one for one in blocks if one[2])
    for unit, first_on, is_year, _content in rows:
        Span.objects.filter(unit_id=unit, first_on=first_on, is_year=is_year).delete()
    insert_rows(rows)
