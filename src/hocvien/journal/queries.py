"""Reads of the journal. Who may read which unit's entries is decided above, in `access`."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from hocvien.journal.arithmetic import chain_hash, digest_of
from hocvien.journal.constants import GENESIS
from hocvien.journal.data import ChainReport
from hocvien.journal.models import Entry, Head

_MOST_PROBLEMS = 20


def list_entries(*, subject_uuid: UUID | None = None) -> QuerySet[Entry]:
    """Newest first, of one subject or of all, with actor and values; one query when read."""
    entries = Entry.objects.select_related("actor", "detail").order_by("-seq")
    return entries if subject_uuid is None else entries.filter(subject_uuid=subject_uuid)


def list_entries_for_units(unit_codes: Iterable[str]) -> QuerySet[Entry]:
    """Newest first, of these units (a list, or a subquery of codes); one query when read."""
    return list_entries().filter(unit_code__in=unit_codes)


def last_entry(verb: str) -> Entry | None:
    """The newest entry of that verb, or None; one query."""
    return Entry.objects.filter(verb=verb).order_by("-seq").first()


def verify_chain() -> ChainReport:
    """Walk every entry and compare all hashes; one streamed query, constant memory. Stops after 20 problems."""
    problems: list[str] = []
    entries = erased = 0
    prev_hash = GENESIS
    rows = Entry.objects.order_by("seq").values_list(
        "seq",
        "uuid",
        "at",
        "actor__uuid",
        "on_behalf_of",
        "verb",
        "subject_type",
        "subject_uuid",
        "unit_code",
        "digest",
        "prev_hash",
        "hash",
        "detail__salt",
        "detail__content",
    )
    for row in rows.iterator(chunk_size=2000):
        seq, uuid, at, actor_uuid, on_behalf_of, verb, subject_type, subject_uuid, unit_code, digest, prev, own = row[
            :12
        ]
        salt: bytes | memoryview | None = row[12]
        content: str | None = row[13]
        entries += 1
        if seq != entries:
            problems.append(f"{entries}: missing")
            entries = seq
        if prev != prev_hash:
            problems.append(f"{seq}: does not continue the entry before")
        expected = chain_hash(
            prev_hash=prev,
            seq=seq,
            uuid=uuid,
            at=at,
            actor_uuid=actor_uuid,
            on_behalf_of=on_behalf_of,
            verb=verb,
            subject_type=subject_type,
            subject_uuid=subject_uuid,
            unit_code=unit_code,
            digest=digest,
        )
        if own != expected:
            problems.append(f"{seq}: changed")
        if content is None or salt is None:
            erased += 1
        elif digest_of(bytes(salt), content) != digest:
            problems.append(f"{seq}: values changed")
        prev_hash = own
        if len(problems) >= _MOST_PROBLEMS:
            break
    else:
        head = Head.objects.first()
        if (head.seq, head.hash) != (entries, prev_hash) if head else entries:
            problems.append(f"{entries}: is not the recorded head")
    return ChainReport(entries=entries, erased=erased, head_hash=prev_hash, problems=tuple(problems))
