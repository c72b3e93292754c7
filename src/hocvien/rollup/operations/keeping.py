"""Making the kept rows and following changes. Derived: nothing here is journalled."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q

from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.common.batched import batched
from hocvien.common.bulk import insert_columns
from hocvien.common.triggers import Notes, Watched, watch
from hocvien.rollup.arithmetic.months import Numbers, packed, unpacked
from hocvien.rollup.arithmetic.tally import is_installed
from hocvien.rollup.constants import BLOCK, LARGE, MOST_NOTES
from hocvien.rollup.errors import RollupTooWide
from hocvien.rollup.models import Group, Index, Kept, Ledger, Note, Span
from hocvien.rollup.queries.counting import DAYS, Counting, Row, large_units, require_numpy
from hocvien.rollup.queries.entries import blocks_of
from hocvien.rollup.queries.following import NOTED, Difference, concerned_by
from hocvien.rollup.queries.kept import is_on
from hocvien.rollup.queries.placing import Groups, Placing

_ROWS = 500
_NOTES = Notes("rollup", "rollup_note", "rollup_index")
_WATCHED = (
    Watched("classes_trainingclass", "id", "class_id"),
    Watched("classes_participation", "training_class_id, person_id", "class_id, person_id"),
    Watched("people_person", "id", "person_id"),
    Watched("org_closure", "descendant_id", "unit_id"),
    Watched("catalogue_programme", "id", "programme_id"),
    Watched("sending_sending", "notice_id, person_id", "notice_id, person_id"),
    Watched("sending_notice", "id", "notice_id"),
    Watched("sending_sendingdecision", "notice_id", "notice_id"),
)


def watch_changes(*, using: str) -> None:
    """Let the database note what changed, where a roll-up is kept; idempotent. Elsewhere no trigger is made."""
    if is_on():
        watch(_NOTES, _WATCHED, using=using)


def rebuild(*, now: datetime, least: int | None = None) -> Iterator[tuple[int, int]]:
    """Count everything anew; (participations done, of how many) from time to time. Reports count from facts until it is whole.

    `least`: from how many participations a unit is kept; as before where none is given. One transaction: what breaks off leaves the roll-up unasked until
    it is run again. Of a nation this takes minutes and some gigabytes. Raises RollupNotInstalled, RollupTooWide.
    """
    require_numpy()
    _begin_noting(least)
    with transaction.atomic():
        index = Index.objects.select_for_update().get()
        # read before the rows: what changes in between stands in the rows already, or is still noted
        seen = list(Note.objects.values_list("pk", flat=True))
        total = classes.participation_facts(**DAYS).order_by().count()
        yield 0, total
        _clear()
        placing = Placing()
        kept = {unit for unit, size in large_units(placing).items() if size >= index.least}
        placing.kept = frozenset(kept)
        Kept.objects.bulk_create((Kept(unit_id=unit) for unit in sorted(kept)), batch_size=_ROWS)
        counting = Counting(placing, Groups())
        for part in batched(counting.ledger(), _ROWS):
            insert_blocks(part)
            yield counting.done, total
        for rows in batched(counting.spans()):
            insert_rows(rows)
            yield counting.done, total
        placing.groups.save()
        for notes in batched(seen):
            Note.objects.filter(among("pk", notes)).delete()
        Index.objects.update(is_whole=True, counted_at=now)


def bring_up(*, now: datetime) -> bool:
    """Count again what was noted; False where all has to be. One query where nothing changed. Somebody who does so already is left to it."""
    if not Note.objects.exists():
        return True
    with transaction.atomic():
        if not is_held():
            return True
        if not Index.objects.filter(is_whole=True).exists() or not follow():
            return False
        Index.objects.update(counted_at=now)
    return True


def settle(*, now: datetime) -> None:
    """Bring up what was noted before an answer is asked that is kept, waiting for whoever is at it; no query where no roll-up is kept.

    Where it is too much nothing is done: the roll-up stays as of an earlier moment, which says so.
    """
    if is_on():
        with transaction.atomic():
            if Index.objects.select_for_update().filter(is_whole=True).exists() and follow():
                Index.objects.update(counted_at=now)


def keep_up(*, now: datetime) -> None:
    """What the worker does every few seconds; two queries where nothing changed, none where no roll-up is kept.

    Where building is not installed any more the roll-up stays as of an earlier moment, which its reports say; where it has become too wide to be built, it is
    left unasked until somebody builds it of fewer units.
    """
    if is_on() and Index.objects.filter(is_whole=True).exists() and not bring_up(now=now) and is_installed():
        with suppress(RollupTooWide):
            for _done in rebuild(now=now):
                pass


def is_held() -> bool:
    """Take the roll-up for the rest of the transaction; False where somebody else has it, or there is none."""
    skip = connection.features.has_select_for_update_skip_locked
    return Index.objects.select_for_update(skip_locked=skip).first() is not None


def follow() -> bool:
    """Bring up in the caller's transaction, who holds the roll-up; False where that is too much."""
    notes = list(Note.objects.order_by("pk").values_list("pk", *NOTED)[: MOST_NOTES + 1])
    if not notes:
        return True
    if len(notes) > MOST_NOTES or (concerned := concerned_by([note[1:] for note in notes])) is None:
        return False
    placing = Placing(list(Kept.objects.values_list("unit_id", flat=True)))
    found = Difference()
    try:
        found.count(placing, concerned)
    except RollupTooWide:
        return False  # built anew, groups that nothing is in any more leave room
    placing.groups.save()
    for unit in {key[0] for key in found.spans}:
        _add(unit, {key[1:]: groups for key, groups in found.spans.items() if key[0] == unit})
    for of, entries in found.entries.items():
        blocks = {pk // BLOCK for kind, pk in found.changed if kind == of}
        write_blocks({pk: entry for pk, entry in entries.items() if pk // BLOCK in blocks}, of=of)
    # exactly the notes read: one with a lower number may be committed meanwhile
    for part in batched(note[0] for note in notes):
        Note.objects.filter(among("pk", part)).delete()
    return True


def _add(unit: int, spans: dict[tuple[date, bool], dict[int, Numbers]]) -> None:
    """Add these numbers to the unit's rows; a query to read, to remove and to write each hundred or so."""
    for part in batched(spans.items(), 200):
        days = Q()
        for is_year in (False, True):
            days |= Q(
                is_year=is_year, first_on__in=[first_on for (first_on, of_year), _groups in part if of_year == is_year]
            )
        there = Span.objects.filter(days, unit_id=unit)
        rows = {
            (first_on, is_year): unpacked(bytes(content))
            for first_on, is_year, content in there.values_list("first_on", "is_year", "content")
        }
        there.delete()
        fresh: list[Row] = []
        for key, groups in part:
            row = rows.get(key, {})
            for code, numbers in groups.items():
                row.setdefault(code, Numbers()).add(numbers)
            fresh.append((unit, *key, packed(row)))
        insert_rows(fresh)


def insert_rows(rows: Iterable[Row]) -> None:
    """Write rows of numbers; an empty one is none. Columns at once: of a nation these are some six hundred thousand."""
    told = [row for row in rows if row[3]]
    if told:
        insert_columns(
            Span, dict(zip(("unit_id", "first_on", "is_year", "content"), zip(*told, strict=True), strict=True))
        )


def insert_blocks(blocks: Iterable[tuple[int, int, bytes]]) -> None:
    """Write blocks of the ledger."""
    Ledger.objects.bulk_create(
        (Ledger(of=of, block=block, content=content) for of, block, content in blocks), batch_size=_ROWS
    )


def write_blocks(entries: dict[int, bytes], *, of: int) -> None:
    """Put these in the place of the blocks in which they stand: whole blocks, as `read_blocks` gives them. An empty entry goes."""
    for part in batched(sorted({pk // BLOCK for pk in entries})):
        Ledger.objects.filter(among("block", part), of=of).delete()
    kept = sorted((pk, entry) for pk, entry in entries.items() if entry)
    insert_blocks((of, block, content) for block, content in blocks_of(kept))


def drop() -> None:
    """Do without, until it is built again."""
    with transaction.atomic():
        _clear()
        for model in (Index, Note):
            model._default_manager.all().delete()


def _clear() -> None:
    for model in (Span, Ledger, Group, Kept):
        model._default_manager.all().delete()


def _begin_noting(least: int | None) -> None:
    """Nothing is asked of the roll-up until it is whole; from when the row is there, changes are noted."""
    watch(_NOTES, _WATCHED, using=connection.alias)
    with transaction.atomic():
        if connection.vendor == "postgresql" and not Index.objects.exists():
            # waits for those who write without being noted yet, and lets nobody start before the row is there
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {', '.join(sorted({one.table for one in _WATCHED}))} IN SHARE MODE")
        Index.objects.get_or_create(pk=1, defaults={"least": LARGE})
        Index.objects.update(is_whole=False)
        if least is not None:
            Index.objects.update(least=least)
