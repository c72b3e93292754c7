"""Which rosters there are; every shape names itself here.

Every file is made from its own name as seed, so that adding one changes no other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from tools.rosters import encodings
from tools.rosters.crowd import Sample
from tools.rosters.pages import Book, Page, Section


@dataclass(frozen=True, slots=True)
class Roster:
    file: str
    shape: str
    make: Callable[[Random], Book]


ROSTERS: list[Roster] = []
# read only when asked for (`score --held-out`): shapes that the reader was not built with
HELD_OUT: list[Roster] = []


def roster(file: str, shape: str) -> Callable[[Callable[[Random], Book]], Callable[[Random], Book]]:
    def keep(make: Callable[[Random], Book]) -> Callable[[Random], Book]:
        ROSTERS.append(Roster(file, shape, make))
        return make

    return keep


def held_out(file: str, shape: str) -> Callable[[Callable[[Random], Book]], Callable[[Random], Book]]:
    def keep(make: Callable[[Random], Book]) -> Callable[[Random], Book]:
        HELD_OUT.append(Roster(file, shape, make))
        return make

    return keep


def book(*pages: Page, write: str = "xlsx", refused: str = "", unseen: tuple[str, ...] = (), **options: Any) -> Book:
    return Book(list(pages), write, options, refused, unseen)


def everyone(people: list[Sample]) -> list[Section]:
    return [Section(people)]


def in_tcvn3(page: Page, *, font: str = ".VnTime", encode: Callable[[str], str] = encodings.tcvn3) -> Page:
    page.encode, page.encoding, page.font = encode, "tcvn3", font
    return page
