"""The ledger: in which groups and months each person, class and notice was counted."""

from array import array
from collections.abc import Iterable, Iterator

import cbor2

from hocvien.common.among import among
from hocvien.common.batched import batched
from hocvien.rollup.constants import BLOCK
from hocvien.rollup.models import Ledger


def entry_of(codes: list[int], *, is_woman: bool = False) -> bytes:
    """The codes of one of them, in order."""
    return (b"\x01" if is_woman else b"\x00") + array("I", codes).tobytes()


def codes_of_entry(entry: bytes) -> "tuple[array[int], bool]":
    """What `entry_of` wrote; nothing where it is empty."""
    return array("I", entry[1:]), entry[:1] == b"\x01"


def blocks_of(entries: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """(block, content) of entries in the order of their ids. Blocks without an entry are none."""
    block, held = -1, {}  # type: ignore[var-annotated]  # place in the block → entry
    for pk, entry in entries:
        if pk // BLOCK != block:
            if held:
                yield block, cbor2.dumps(held)
            block, held = pk // BLOCK, {}
        held[pk % BLOCK] = entry
    if held:
        yield block, cbor2.dumps(held)


def read_blocks(ids: Iterable[int], *, of: int) -> dict[int, bytes]:
    """All entries of the blocks in which these stand, by id. One query for 5,000 blocks."""
    found: dict[int, bytes] = {}
    for part in batched(sorted({pk // BLOCK for pk in ids})):
        rows = Ledger.objects.filter(among("block", part), of=of).values_list("block", "content")
        for block, content in rows:
            found.update((block * BLOCK + at, entry) for at, entry in cbor2.loads(bytes(content)).items())
    return found
