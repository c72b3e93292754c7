"""Steps of a reorganisation as they are kept, and back. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import groupby
from typing import Any

from hocvien.org.data import (
    AbolishLevel,
    ChangeKind,
    Dissolve,
    Found,
    Merge,
    MoveUnits,
    Rename,
    Split,
    SplitPart,
    Step,
)

_ACTS: dict[str, type[Step]] = {
    "found": Found,
    "rename": Rename,
    "change_kind": ChangeKind,
    "move": MoveUnits,
    "merge": Merge,
    "split": Split,
    "dissolve": Dissolve,
    "abolish_level": AbolishLevel,
}
# fields that hold codes of units
_CODES: dict[type, tuple[str, ...]] = {
    Found: ("code", "parent"),
    Rename: ("unit",),
    ChangeKind: ("unit",),
    MoveUnits: ("units", "parent"),
    Merge: ("units", "into"),
    Split: ("unit", "rest"),
    SplitPart: ("into", "units"),
    Dissolve: ("unit", "successor"),
    AbolishLevel: ("below",),
}
_NAMES = {kind: act for act, kind in _ACTS.items()}


def act_of(step: Step) -> str:
    """The step's act as it is kept: "merge"."""
    return _NAMES[type(step)]


def as_kept(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Steps as JSON holds them."""
    return [{"act": act_of(step), **asdict(step)} for step in steps]


def from_kept(kept: Iterable[Mapping[str, Any]]) -> list[Step]:
    """Steps from what `as_kept` made."""
    steps = []
    for one in kept:
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in one.items() if key != "act"
        }
        if one["act"] == "split":
            values["parts"] = tuple(
                SplitPart(part["into"], tuple(part["units"]), tuple(part["people"])) for part in one["parts"]
            )
        steps.append(_ACTS[one["act"]](**values))
    return steps


def runs(steps: Sequence[Step]) -> Iterator[tuple[type[Step], list[Any]]]:
    """Neighbours of one act together: they are done in one go."""
    for kind, same in groupby(steps, key=type):
        yield kind, list(same)


def codes_named(steps: Iterable[Step]) -> set[str]:
    """Every unit code the steps name, also those of units that they found."""
    found: set[str] = set()
    for step in steps:
        for one in (step, *(step.parts if isinstance(step, Split) else ())):
            for name in _CODES[type(one)]:
                value = getattr(one, name)
                found |= {value} if isinstance(value, str) else set(value)
    return found - {""}


def recoded(steps: Iterable[Step], old: str, new: str) -> list[Step]:
    """The steps with one unit's code written anew wherever they name it."""
    return [_recoded(step, old, new) for step in steps]


def _recoded(one: Any, old: str, new: str) -> Any:
    changes: dict[str, Any] = {}
    for name in _CODES[type(one)]:
        value = getattr(one, name)
        if isinstance(value, str):
            changes[name] = new if value == old else value
        else:
            changes[name] = tuple(new if code == old else code for code in value)
    if isinstance(one, Split):
        changes["parts"] = tuple(_recoded(part, old, new) for part in one.parts)
    return replace(one, **changes)
