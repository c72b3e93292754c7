"""The Merkle tree of RFC 9162, section 2.1: hashes, appending, proofs and their verification.

Nothing here knows where nodes are kept: `get(level, index)` answers the hash of a *complete* subtree of 2**level
leaves, level 0 being the leaves. Complete subtrees never change, which is why the stored rows are only ever inserted;
the ragged right edge is folded from them when a root is asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

Get = Callable[[int, int], bytes]
Node = tuple[int, int]
"""(level, index) of a complete subtree."""

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(body: bytes) -> bytes:
    """Hash of one entry. The zero byte keeps a leaf from ever being taken for a node."""
    return sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def split_point(size: int) -> int:
    """The largest power of two smaller than `size` (size > 1)."""
    return 1 << (size - 1).bit_length() - 1


def edge_nodes(size: int) -> list[Node]:
    """The complete subtrees a tree of `size` falls into, left to right: one for every bit set in `size`."""
    return subtrees_of(0, size)


def subtrees_of(start: int, end: int) -> list[Node]:
    """The complete subtrees that leaves [start, end) of a proof fall into, left to right."""
    size = end - start
    if size <= 0:
        return []
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return [(level, start >> level)]
    middle = start + split_point(size)
    return subtrees_of(start, middle) + subtrees_of(middle, end)


def append(size: int, leaves: Iterable[bytes], get: Get) -> Iterator[tuple[int, int, bytes]]:
    """Every complete subtree that appending `leaves` to a tree of `size` brings into being: (level, index, hash).

    Reads only the edge of the old tree, once each; about two nodes a leaf come out.
    """
    edge = {level: get(level, index) for level, index in edge_nodes(size)}
    for position, leaf in enumerate(leaves, start=size):
        level, index, digest = 0, position, leaf
        yield level, index, digest
        while index & 1:
            digest = node_hash(edge.pop(level), digest)
            level, index = level + 1, index >> 1
            yield level, index, digest
        edge[level] = digest


def root(size: int, get: Get) -> bytes:
    """The tree head of the first `size` leaves; about log2(size) reads."""
    return EMPTY_ROOT if size == 0 else _subtree(0, size, get)


def inclusion_path(index: int, size: int, get: Get) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of `size` (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError("the leaf is outside the tree")
    return [_subtree(start, end, get) for start, end in _inclusion_ranges(index, 0, size)]


def inclusion_nodes(index: int, size: int) -> list[Node]:
    """The stored nodes `inclusion_path` will read, so that they can be fetched at once."""
    return [node for start, end in _inclusion_ranges(index, 0, size) for node in subtrees_of(start, end)]


def consistency_path(old_size: int, size: int, get: Get) -> list[bytes]:
    """The hashes that show the tree of `size` to begin with the tree of `old_size` (RFC 9162, 2.1.4.1)."""
    if not 0 < old_size <= size:
        raise ValueError("the older tree must be neither empty nor the larger one")
    return [_subtree(start, end, get) for start, end in _consistency_ranges(old_size, 0, size, whole=True)]


def consistency_nodes(old_size: int, size: int) -> list[Node]:
    """The stored nodes `consistency_path` will read."""
    ranges = _consistency_ranges(old_size, 0, size, whole=True)
    return [node for start, end in ranges for node in subtrees_of(start, end)]


def verify_inclusion(*, index: int, size: int, leaf: bytes, path: Sequence[bytes], expected_root: bytes) -> bool:
    """Whether `path` leads from the leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or len(leaf) != sha256().digest_size:
        return False
    here, last, digest = index, size - 1, leaf
    for hash_ in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            digest = node_hash(hash_, digest)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            digest = node_hash(digest, hash_)
        here, last = here >> 1, last >> 1
    return last == 0 and digest == expected_root


def verify_consistency(
    *, old_size: int, size: int, old_root: bytes, expected_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether `path` shows that the larger tree begins with the smaller one (RFC 9162, 2.1.4.2).

    Two trees of one size are consistent when they are equal, with an empty path. Nothing is proven about an empty tree.
    """
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not path and old_root == expected_root
    if not path:
        return False
    hashes = list(path)
    if old_size & (old_size - 1) == 0:
        hashes.insert(0, old_root)
    here, last = old_size - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old_digest = new_digest = hashes[0]
    for hash_ in hashes[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old_digest = node_hash(hash_, old_digest)
            new_digest = node_hash(hash_, new_digest)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new_digest = node_hash(new_digest, hash_)
        here, last = here >> 1, last >> 1
    return last == 0 and old_digest == old_root and new_digest == expected_root


def _subtree(start: int, end: int, get: Get) -> bytes:
    digest = b""
    for level, index in reversed(subtrees_of(start, end)):
        hash_ = get(level, index)
        digest = node_hash(hash_, digest) if digest else hash_
    return digest


def _inclusion_ranges(index: int, start: int, end: int) -> list[tuple[int, int]]:
    if end - start == 1:
        return []
    middle = start + split_point(end - start)
    if index < middle:
        return [*_inclusion_ranges(index, start, middle), (middle, end)]
    return [*_inclusion_ranges(index, middle, end), (start, middle)]


def _consistency_ranges(old_size: int, start: int, end: int, *, whole: bool) -> list[tuple[int, int]]:
    if old_size == end:
        return [] if whole else [(start, end)]
    middle = start + split_point(end - start)
    if old_size <= middle:
        return [*_consistency_ranges(old_size, start, middle, whole=whole), (middle, end)]
    return [*_consistency_ranges(old_size, middle, end, whole=False), (start, middle)]
