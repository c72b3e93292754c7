"""Composing Vietnamese names from weighted word lists."""

from collections.abc import Mapping
from random import Random

from hocvien.demonstration.data import NameBook


def weighted(rng: Random, weights: Mapping[str, int]) -> str:
    """One key, drawn by weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def compose_name(rng: Random, book: NameBook, sex: str, born: int) -> str:
    """Family, middle and given name for someone born in that year.

    A bare "Thị" is mostly a name of before 1985; younger women usually carry a second middle word.
    """
    names = book.female if sex == "female" else book.male
    family = weighted(rng, book.families)
    middles = dict(names.middles)
    if born >= 1985 and "Thị" in middles:
        middles["Thị"] = middles["Thị"] // 4
    while True:
        middle, given = weighted(rng, middles), weighted(rng, names.givens)
        if given not in middle.split() and given != family:
            return f"{family} {middle} {given}"
