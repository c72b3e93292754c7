"""Cutting what is long into parts: databases bound the number of values in one statement."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int = 5000) -> Iterator[list[T]]:
    """Lists of at most `size`, in the order given. Lazy: what is cut must not change meanwhile."""
    rows = iter(items)
    while part := list(islice(rows, size)):
        yield part
