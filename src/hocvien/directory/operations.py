"""Making the sets and keeping them up. They are derived, so nothing here is journalled: what they follow from is."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import connection, connections, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hocvien.common.batched import batched
from hocvien.common.identity import new_uuid
from hocvien.common.intervals import OPEN_END
from hocvien.common.triggers import Notes, Watched, watch
from hocvien.directory import constants
from hocvien.directory.arithmetic import packed, prefixes, unpacked
from hocvien.directory.constants import CHUNK_BITS
from hocvien.directory.models import Index, Slice, Stale
from hocvien.directory.queries import Facets, cuts_of, facets_of, stale_ids, units_worth_keeping
from hocvien.jobs import api as jobs
from hocvien.people import api as people

TASK = "directory.keep_up"
_SIZE = 1 << CHUNK_BITS
_BATCH = 500
# people of a chunk looked at together; bounds the memory
_PART = 8192
_NOTES = Notes("directory", "directory_stale", "directory_index", since="since")
_WATCHED = (
    Watched("people_person", "id", "person_id"),
    Watched("people_belonging", "person_id", "person_id"),
    Watched("people_post", "person_id", "person_id"),
    Watched("people_qualification", "person_id", "person_id"),
    Watched("org_closure", "descendant_id", "unit_id"),
)
# the orders that are walked, and numbers by their first digits
_INDEXES = {
    "directory_person_birth": "people_person (birth_on, id)",
    "directory_person_admitted": "people_person (admitted_on, id)",
    "directory_person_official": "people_person (official_on, id)",
    "directory_person_identity": "people_person (identity_number)",
    "directory_person_card": "people_person (party_card)",
}


def make_sets(*, on: date) -> Iterator[tuple[int, int]]:
    """Make every set anew for that day; yields (chunks done, chunks in all). A minute or two for a million people.

    Lists go on being right meanwhile: they do without the sets until the last chunk is there.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # waits for those who write without being watched yet, and lets nobody start before the row is there
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {', '.join(one.table for one in _WATCHED)} IN SHARE MODE")
        Index.objects.all().delete()
        Slice.objects.all().delete()
        Index.objects.create(made_for=OPEN_END)
    cuts, units = cuts_of(constants.BLOCKS), units_worth_keeping(on)
    Index.objects.update(cuts=cuts, units=units)
    last = people.Person.objects.aggregate(last=Max("pk"))["last"] or 0
    chunks = (last >> CHUNK_BITS) + 1
    yield 0, chunks
    for chunk in range(chunks):
        with transaction.atomic():
            index = Index.objects.select_for_update().get()
            _file_chunk(index, chunk, None, on)
        yield chunk + 1, chunks
    Index.objects.update(made_for=on, version=new_uuid())


def bring_up(*, on: date) -> int:
    """File the people who changed since, and those for whom the day itself changed something; returns how many.

    Costs about as much for one person as for all of a chunk, so it is done for many at once (`constants.FOLD_AT`).
    """
    with transaction.atomic():
        index = Index.objects.select_for_update().first()
        if index is None or index.made_for > on:
            return 0
        seen = Stale.objects.aggregate(last=Max("pk"))["last"] or 0
        stale = stale_ids(on, 1 << 62) or set()
        by_chunk: dict[int, list[int]] = {}
        for pk in sorted(stale):
            by_chunk.setdefault(pk >> CHUNK_BITS, []).append(pk)
        for chunk, ids in by_chunk.items():
            _file_chunk(index, chunk, ids, on)
        Stale.objects.filter(pk__lte=seen, since__lte=on, unit_id__isnull=False).delete()
        index.made_for, index.version = on, new_uuid()
        index.save()
    return len(stale)


def drop_sets() -> None:
    """Do without: lists are answered from the tables again."""
    with transaction.atomic():
        Index.objects.all().delete()
        Slice.objects.all().delete()
        Stale.objects.all().delete()


def ask_for_upkeep(*, on: date, now: datetime) -> None:
    """Give the upkeep to the worker, unless it already has it. Two queries."""
    if not jobs.is_open(TASK):
        jobs.enqueue(
            task=TASK,
            arguments={"on": on.isoformat()},
            owner=None,
            label=str(_("Sắp xếp danh sách hồ sơ cá nhân")),
            now=now,
        )


def _file_chunk(index: Index, chunk: int, ids: list[int] | None, on: date) -> None:
    """Put people of one chunk (None: all of it) into the sets of that day and out of all others."""
    first, last = chunk * _SIZE, (chunk + 1) * _SIZE
    seen = Stale.objects.aggregate(last=Max("pk"))["last"] or 0
    made: dict[str, bytearray] = {}
    named: dict[str, bytearray] = {}
    ending: list[Stale] = []
    parts = [range(at, at + _PART) for at in range(first, last, _PART)] if ids is None else [ids]
    for part in parts:
        facets = facets_of(part, on, index.cuts)
        _set_bits(made, named, facets, set(index.units))
        ending += [Stale(person_id=pk, since=one.until) for pk, one in facets.items() if one.until < OPEN_END]
    _add_beginnings(made, named)
    filed = Stale.objects.filter(pk__lte=seen, person_id__gte=first, person_id__lt=last)
    if ids is None:
        Slice.objects.filter(chunk=chunk).delete()
        filed.delete()
    else:
        _replace_bits(chunk, made, sum(1 << (pk - first) for pk in ids))
        for part in batched(ids, _BATCH):
            filed.filter(person_id__in=part).delete()
    _insert(chunk, made.items())
    Stale.objects.bulk_create(ending, batch_size=2000)


def _set_bits(
    made: dict[str, bytearray], named: dict[str, bytearray], facets: dict[int, Facets], units: set[int]
) -> None:
    """Put these people into the sets of their keys (`made`) and of the whole words of their names (`named`)."""
    for pk, one in facets.items():
        low = pk & (_SIZE - 1)
        byte, bit = low >> 3, 1 << (low & 7)
        keys = (*one.keys, *(f"unit:{unit_id}" for unit_id in one.unit_ids & units))
        for sets, names in ((made, keys), (named, one.words)):
            for key in names:
                bits = sets.get(key)
                if bits is None:
                    bits = sets[key] = bytearray(_SIZE // 8)
                bits[byte] |= bit


def _add_beginnings(made: dict[str, bytearray], named: dict[str, bytearray]) -> None:
    """A beginning is begun by whoever has a word with it: words are few, so they are united and not counted again."""
    united: dict[str, int] = {}
    for word, bits in named.items():
        number = int.from_bytes(bits, "little")
        for prefix in prefixes(word):
            united[f"w:{prefix}"] = united.get(f"w:{prefix}", 0) | number
    for key, number in united.items():
        made[key] = bytearray(number.to_bytes(_SIZE // 8, "little"))


def _replace_bits(chunk: int, made: dict[str, bytearray], gone: int) -> None:
    """Take `gone` out of every set of the chunk and put in what was made; what is left in `made` has no set yet."""
    changed: list[Slice] = []
    for row in Slice.objects.filter(chunk=chunk).iterator(chunk_size=_BATCH):
        before = unpacked(bytes(row.bits))
        after = (before & ~gone) | int.from_bytes(made.pop(row.key, b""), "little")
        if after != before:
            row.bits = packed(after)
            changed.append(row)
    Slice.objects.bulk_update(changed, ["bits"], batch_size=_BATCH)


def _insert(chunk: int, sets: Iterable[tuple[str, bytearray]]) -> None:
    rows: list[Slice] = []
    for key, bits in sets:
        rows.append(Slice(key=key, chunk=chunk, bits=packed(int.from_bytes(bits, "little"))))
        if len(rows) == _BATCH:
            Slice.objects.bulk_create(rows)
            rows = []
    Slice.objects.bulk_create(rows)


def watch_changes(*, using: str) -> None:
    """Let the database itself note whose rows change, whoever changes them, and make the indexes that are walked.

    Idempotent; nothing is noted while no sets are kept.
    """
    if not watch(_NOTES, _WATCHED, using=using):
        return
    with connections[using].cursor() as cursor:
        for name, columns in _INDEXES.items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")
