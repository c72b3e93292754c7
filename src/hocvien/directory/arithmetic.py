"""Sets of people as bits: a million ids are 125 KB, cut and counted in microseconds. Pure."""

import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import compress
from struct import Struct

from hocvien.directory.constants import CHUNK_BITS

_SIZE = 1 << CHUNK_BITS
_MASK = _SIZE - 1
_BYTES = _SIZE // 8
_WORDS = Struct(f"<{_SIZE // 64}Q")


class IdSet:
    """A set of ids, by chunk one integer whose bit n stands for the id `chunk * 65536 + n`. Never changed once made."""

    __slots__ = ("_bytes", "chunks")

    def __init__(self, chunks: dict[int, int] | None = None) -> None:
        self.chunks = {chunk: bits for chunk, bits in (chunks or {}).items() if bits}
        self._bytes: dict[int, bytes] | None = None

    @classmethod
    def of(cls, ids: Iterable[int]) -> "IdSet":
        """The set of these ids, in any order."""
        made: dict[int, bytearray] = {}
        for one in ids:
            chunk = one >> CHUNK_BITS
            if chunk not in made:
                made[chunk] = bytearray(_BYTES)
            low = one & _MASK
            made[chunk][low >> 3] |= 1 << (low & 7)
        return cls({chunk: int.from_bytes(bits, "little") for chunk, bits in made.items()})

    @classmethod
    def union(cls, sets: Iterable["IdSet"]) -> "IdSet":
        """Everybody in any of them."""
        chunks: dict[int, int] = {}
        for one in sets:
            for chunk, bits in one.chunks.items():
                chunks[chunk] = chunks.get(chunk, 0) | bits
        return cls(chunks)

    def __and__(self, other: "IdSet") -> "IdSet":
        return IdSet(
            {chunk: bits & other.chunks[chunk] for chunk, bits in self.chunks.items() if chunk in other.chunks}
        )

    def __or__(self, other: "IdSet") -> "IdSet":
        return IdSet.union((self, other))

    def __sub__(self, other: "IdSet") -> "IdSet":
        return IdSet({chunk: bits & ~other.chunks.get(chunk, 0) for chunk, bits in self.chunks.items()})

    def __len__(self) -> int:
        return sum(bits.bit_count() for bits in self.chunks.values())

    def __bool__(self) -> bool:
        return bool(self.chunks)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdSet) and self.chunks == other.chunks

    __hash__ = None  # type: ignore[assignment] # compared by value

    def __contains__(self, one: int) -> bool:
        if self._bytes is None:
            self._bytes = {chunk: bits.to_bytes(_BYTES, "little") for chunk, bits in self.chunks.items()}
        bits = self._bytes.get(one >> CHUNK_BITS)
        low = one & _MASK
        return bits is not None and bool(bits[low >> 3] >> (low & 7) & 1)

    def __iter__(self) -> Iterator[int]:
        """Ids from low to high."""
        for chunk in sorted(self.chunks):
            yield from _ids_of(chunk, self.chunks[chunk])

    def __reversed__(self) -> Iterator[int]:
        for chunk in sorted(self.chunks, reverse=True):
            yield from reversed(list(_ids_of(chunk, self.chunks[chunk])))


def _ids_of(chunk: int, bits: int) -> Iterator[int]:
    start = chunk << CHUNK_BITS
    words = _WORDS.unpack(bits.to_bytes(_BYTES, "little"))
    # most words of a sparse set are empty, and are passed over without a step of Python
    for at in compress(range(len(words)), words):
        word, base = words[at], start + (at << 6) - 1
        while word:
            yield base + (word & -word).bit_length()
            word &= word - 1


def packed(bits: int) -> bytes:
    """The bits of one chunk as they are stored."""
    return zlib.compress(bits.to_bytes(_BYTES, "little"), 1)


def unpacked(stored: bytes) -> int:
    """The reverse of `packed`."""
    return int.from_bytes(zlib.decompress(stored), "little")


@lru_cache(maxsize=20_000)
def prefixes(word: str) -> tuple[str, ...]:
    """Every beginning of a word, itself the last: "binh" → b, bi, bin, binh. Names share their words, so they are remembered."""
    return tuple(word[:end] for end in range(1, len(word) + 1))


def first_behind(digits: str) -> str:
    """The first text of digits behind all that begin with these: "0419" → "042", "99" → "" (there is none)."""
    kept = digits.rstrip("9")
    return kept[:-1] + str(int(kept[-1]) + 1) if kept else ""
