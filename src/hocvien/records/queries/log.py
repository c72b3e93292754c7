"""Reads and proofs of the log."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Max, Min, Q
from django.utils import timezone

from hocvien.common.wording import say
from hocvien.records.arithmetic import entry_body, printed_digest, read_entry, tree
from hocvien.records.constants import PRINTED
from hocvien.records.data import ConsistencyProof, InclusionProof, LogCheck, LogFact, TreeHead
from hocvien.records.errors import CertificateNotFound
from hocvien.records.models import Certificate, CertificateStatus, Head, LogEntry, LogKind, TreeNode
from hocvien.records.wording import LOG_PROBLEMS

_CHUNK = 4096
_PROBLEMS_SHOWN = 50


def nodes(wanted: Iterable[tree.Node]) -> dict[tree.Node, bytes]:
    """The stored hashes of these complete subtrees; two queries whatever their number."""
    wanted = set(wanted)
    leaves = [index for level, index in wanted if level == 0]
    found = {
        (0, index): bytes(digest)
        for index, digest in LogEntry.objects.filter(index__in=leaves).values_list("index", "leaf_hash")
    }
    inner = Q()
    for level, index in wanted:
        if level:
            inner |= Q(level=level, index=index)
    if inner:
        for level, index, digest in TreeNode.objects.filter(inner).values_list("level", "index", "hash"):
            found[level, index] = bytes(digest)
    return found


def root_at(size: int) -> bytes:
    """The root of the first `size` entries; two queries."""
    stored = nodes(tree.edge_nodes(size))
    return tree.root(size, _getter(stored))


def tree_head(on: date | None = None) -> TreeHead:
    """Size and root now, or as they were at the end of a day (entries logged after it are not in it); four queries."""
    if on is None:
        head = Head.objects.first()
        size = head.size if head else 0
        return TreeHead(size=size, root=(bytes(head.root) if head else tree.EMPTY_ROOT).hex())
    midnight = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    size = LogEntry.objects.filter(logged_at__gte=midnight).aggregate(first=Min("index"))["first"]
    if size is None:
        last = LogEntry.objects.aggregate(last=Max("index"))["last"]
        size = 0 if last is None else last + 1
    return TreeHead(size=size, root=root_at(size).hex(), on=on)


def inclusion_proof(certificate: Certificate, *, size: int | None = None) -> InclusionProof:
    """The proof that the certificate's issue is in the log (of now, or of an earlier size); five queries."""
    entry = (
        LogEntry.objects.filter(certificate=certificate, kind__in=(LogKind.ISSUE, LogKind.REISSUE))
        .order_by("index")
        .first()
    )
    size = tree_head().size if size is None else size
    if entry is None or entry.index >= size:
        raise CertificateNotFound
    stored = nodes([*tree.inclusion_nodes(entry.index, size), *tree.edge_nodes(size)])
    get = _getter(stored)
    return InclusionProof(
        index=entry.index,
        size=size,
        leaf_hash=bytes(entry.leaf_hash).hex(),
        path=tuple(digest.hex() for digest in tree.inclusion_path(entry.index, size, get)),
        root=tree.root(size, get).hex(),
    )


def consistency_proof(old_size: int, size: int | None = None) -> ConsistencyProof:
    """The proof that the log only grew since it had `old_size` entries (at least one); three queries."""
    size = tree_head().size if size is None else size
    wanted = [*tree.consistency_nodes(old_size, size), *tree.edge_nodes(size), *tree.edge_nodes(old_size)]
    stored = nodes(wanted)
    get = _getter(stored)
    return ConsistencyProof(
        old_size=old_size,
        size=size,
        path=tuple(digest.hex() for digest in tree.consistency_path(old_size, size, get)),
        old_root=tree.root(old_size, get).hex(),
        root=tree.root(size, get).hex(),
    )


def check_log() -> LogCheck:
    """Compute the whole tree again from the entries and hold it, and every certificate, against what is stored.

    About 10 queries per 4,096 entries and one pass over the certificates; 1,000 entries take well under a second.
    """
    problems: list[str] = []
    issued: Counter[bytes] = Counter()
    digests: dict[bytes, bytes] = {}
    ended: dict[bytes, str] = {}
    size, edge, expected_nodes = 0, dict[tree.Node, bytes](), 0
    for entries in _chunks():
        leaves: list[bytes] = []
        for entry in entries:
            fact = _checked(entry, size + len(leaves), problems)
            leaves.append(tree.leaf_hash(bytes(entry.body)))
            if fact is not None and fact.certificate_uuid is not None:
                uuid = fact.certificate_uuid.bytes
                if fact.kind in {LogKind.ISSUE, LogKind.REISSUE}:
                    issued[uuid] += 1
                    digests[uuid] = fact.digest or b""
                if fact.kind == LogKind.WITHDRAW:
                    ended[uuid] = CertificateStatus.WITHDRAWN
                if fact.replaces_uuid is not None:
                    ended[fact.replaces_uuid.bytes] = CertificateStatus.REPLACED
        made = list(tree.append(size, leaves, _getter(edge)))
        expected_nodes += sum(1 for level, _, _ in made if level)
        _check_nodes(made, problems)
        edge |= {(level, index): digest for level, index, digest in made}
        size += len(leaves)
        edge = {node: edge[node] for node in tree.edge_nodes(size)}
    root = tree.root(size, _getter(edge))
    found_nodes = TreeNode.objects.count()
    if found_nodes != expected_nodes:
        problems.append(_problem("node_count", found=found_nodes, expected=expected_nodes))
    head = tree_head()
    if head.size != size:
        problems.append(_problem("size", head=head.size, found=size))
    elif head.root != root.hex():
        problems.append(_problem("root"))
    problems += _certificate_problems(issued, digests, ended)
    return LogCheck(sound=not problems, size=size, root=root.hex(), problems=tuple(problems[:_PROBLEMS_SHOWN]))


def printed_values(certificate: Certificate) -> dict[str, object]:
    """What the digest in the log covers."""
    return {name: getattr(certificate, name) for name in PRINTED}


def _getter(found: dict[tree.Node, bytes]) -> tree.Get:
    return lambda level, index: found[level, index]


def _chunks() -> Iterator[list[LogEntry]]:
    last = -1
    while entries := list(LogEntry.objects.filter(index__gt=last).order_by("index")[:_CHUNK]):
        yield entries
        last = entries[-1].index


def _checked(entry: LogEntry, expected: int, problems: list[str]) -> LogFact | None:
    body = bytes(entry.body)
    if entry.index != expected:
        problems.append(_problem("gap", index=expected))
    if bytes(entry.leaf_hash) != tree.leaf_hash(body):
        problems.append(_problem("leaf", index=entry.index))
    try:
        fact = read_entry(body)
    except ValueError:
        problems.append(_problem("columns", index=entry.index))
        return None
    same = (fact.kind, fact.index, fact.at) == (entry.kind, entry.index, entry.logged_at)
    if not same or entry_body(fact) != body:
        problems.append(_problem("columns", index=entry.index))
    return fact


def _check_nodes(made: list[tuple[int, int, bytes]], problems: list[str]) -> None:
    by_level: dict[int, dict[int, bytes]] = {}
    for level, index, digest in made:
        if level:
            by_level.setdefault(level, {})[index] = digest
    for level, expected in by_level.items():
        stored = dict(
            TreeNode.objects.filter(level=level, index__range=(min(expected), max(expected))).values_list(
                "index", "hash"
            )
        )
        for index, digest in expected.items():
            if bytes(stored.get(index) or b"") != digest:
                problems.append(_problem("node", level=level, index=index))


def _certificate_problems(issued: Counter[bytes], digests: dict[bytes, bytes], ended: dict[bytes, str]) -> list[str]:
    problems = []
    rows = Certificate.objects.only("uuid", "status", *PRINTED).order_by("pk")
    for certificate in rows.iterator(chunk_size=2000):
        uuid = certificate.uuid.bytes
        place = {"number": certificate.number_text, "authority": certificate.authority_name}
        if issued[uuid] != 1:
            code = "logged_twice" if issued[uuid] else "not_logged"
            problems.append(_problem(code, count=issued[uuid], **place))
        elif digests[uuid] != printed_digest(printed_values(certificate)):
            problems.append(_problem("printed", **place))
        if ended.get(uuid, CertificateStatus.VALID) != certificate.status:
            problems.append(_problem("status", **place))
    return problems


def _problem(code: str, **data: object) -> str:
    return say(LOG_PROBLEMS[code], **data)
