"""Appending to the log. Not a door of its own: the operations of the register append what they did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hocvien.records.arithmetic import entry_body, tree
from hocvien.records.data import LogFact
from hocvien.records.models import Certificate, Head, LogEntry, TreeNode
from hocvien.records.queries.log import nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What is to be logged, before it has a place in the log."""

    kind: str
    on: date
    authority_code: str
    number_text: str
    certificate: Certificate | None = None
    digest: bytes | None = None
    replaces_uuid: UUID | None = None


def lock_head() -> Head:
    """The head's row, locked until the transaction ends: appending is one queue for the whole installation."""
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        Head.objects.bulk_create([Head(pk=1, size=0, root=tree.EMPTY_ROOT)], ignore_conflicts=True)
        head = Head.objects.select_for_update().get(pk=1)
    return head


def append_to_log(head: Head, happenings: Sequence[Happening], *, at: datetime) -> list[LogEntry]:
    """Add entries in this order to the locked log: two reads, then a few inserts per thousand, and the head."""
    entries = []
    for index, happening in enumerate(happenings, start=head.size):
        body = entry_body(
            LogFact(
                kind=happening.kind,
                index=index,
                at=at,
                on=happening.on,
                authority_code=happening.authority_code,
                number_text=happening.number_text,
                certificate_uuid=happening.certificate.uuid if happening.certificate else None,
                digest=happening.digest,
                replaces_uuid=happening.replaces_uuid,
            )
        )
        entries.append(
            LogEntry(
                index=index,
                kind=happening.kind,
                certificate=happening.certificate,
                logged_at=at,
                body=body,
                leaf_hash=tree.leaf_hash(body),
            )
        )
    known = nodes(tree.edge_nodes(head.size))
    leaves = [bytes(entry.leaf_hash) for entry in entries]
    made = list(tree.append(head.size, leaves, lambda level, index: known[level, index]))
    known |= {(level, index): digest for level, index, digest in made}
    LogEntry.objects.bulk_create(entries, batch_size=500)
    TreeNode.objects.bulk_create(
        [TreeNode(level=level, index=index, hash=digest) for level, index, digest in made if level], batch_size=500
    )
    head.size += len(entries)
    head.root = tree.root(head.size, lambda level, index: known[level, index])
    head.save(update_fields=["size", "root"])
    return entries
