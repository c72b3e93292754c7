"""The picture of a reorganisation, out of the rows that `operations.picturing` keeps: two trees, each unit with what became of it. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from hocvien.common.text import collation_key
from hocvien.org.data import Picture, PictureUnit

# what is said of a unit to which several things happened
_ORDER = ("ended", "founded", "changed_kind", "renamed", "moved")


def picture_of(effect: Mapping[str, Any], *, branch: str = "") -> Picture:
    """Both sides, from the lowest unit that stands above all that changes; `branch`: only what lies at or below this unit, on either side.

    Empty where the effect is. No query; linear in the units drawn.
    """
    if not effect:
        return Picture((), (), {})
    states = {code: what for what in reversed(_ORDER) for code in effect["codes"].get(what, ())}
    goes: dict[str, list[str]] = defaultdict(list)
    came: dict[str, list[str]] = defaultdict(list)
    for old, new, _kind in effect["heirs"]:
        goes[old].append(new)
        came[new].append(old)
    names = {row[0]: row[2] for side in ("before", "after") for row in effect[side]}
    return Picture(
        before=_trees(effect["before"], states, goes, "founded", branch),
        after=_trees(effect["after"], states, came, "ended", branch),
        names=names,
    )


def units_in(trees: Sequence[PictureUnit]) -> int:
    """How many units are drawn."""
    waiting, count = list(trees), 0
    while waiting:
        count += 1
        waiting += waiting.pop().children
    return count


def _trees(
    rows: Sequence[Sequence[Any]],
    states: Mapping[str, str],
    links: Mapping[str, Sequence[str]],
    other: str,
    branch: str,
) -> tuple[PictureUnit, ...]:
    """`other`: the state that a unit cannot have on this side."""
    by_code = {row[0]: row for row in rows}
    children: dict[str, list[str]] = defaultdict(list)
    tops: list[str] = []
    for code, parent, *_rest in rows:
        (children[parent] if parent in by_code else tops).append(code)

    def state(code: str) -> str:
        said = states.get(code, "same")
        return "same" if said == other else said

    built: dict[str, PictureUnit] = {}
    for code in _leaves_first(tops, children):
        _code, _parent, name, kind, carried, others = by_code[code]
        below = sorted((built.pop(child) for child in children.get(code, ())), key=lambda one: collation_key(one.name))
        built[code] = PictureUnit(
            code, name, kind, state(code), tuple(links.get(code, ())), carried, others, tuple(below)
        )
        if code == branch:
            return (built[code],)
    found = [built[code] for code in tops]
    while len(found) == 1 and found[0].state == "same" and not found[0].carried and len(found[0].children) == 1:
        if found[0].children[0].state != "same":
            break
        found = list(found[0].children)
    return tuple(found)


def _leaves_first(tops: Sequence[str], children: Mapping[str, Sequence[str]]) -> list[str]:
    """Every unit after all below it; a walk without recursion, for trees of any depth."""
    order: list[str] = []
    waiting = list(tops)
    while waiting:
        code = waiting.pop()
        order.append(code)
        waiting += children.get(code, ())
    return order[::-1]
