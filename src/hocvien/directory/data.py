"""What crosses the door of the directory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hocvien.directory.constants import NUMBER_DIGITS


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of people is narrowed to; "" is everything.

    `words`: folded; each must begin a word of the name, in any order. `number`: first digits of an identity number or
    party card; with `is_whole_number` the number must be exactly this.
    """

    sex: str = ""
    membership: str = ""
    post: str = ""
    theory: str = ""
    words: tuple[str, ...] = ()
    number: str = ""
    is_whole_number: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The sets somebody must be in, all of them."""
        named = (("sex", self.sex), ("member", self.membership), ("post", self.post), ("theory", self.theory))
        kept = [f"{kind}:{value}" for kind, value in named if value]
        if self.number and not self.is_looked_up:
            kept.append(f"n:{self.number}")
        return (*kept, *(f"w:{word}" for word in self.words))

    @property
    def is_looked_up(self) -> bool:
        """Whether the number is found by an index, because no set is kept for it."""
        return bool(self.number) and (self.is_whole_number or len(self.number) > NUMBER_DIGITS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the list a page stands: behind or before a person (by id), or at the end; neither is the beginning."""

    after: int | None = None
    before: int | None = None
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Ids of one page in order; `first_number` counts from 1. `people` where they were read on the way."""

    ids: Sequence[int]
    first_number: int
    people: Sequence[Any] = ()
