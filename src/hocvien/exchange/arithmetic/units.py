"""Finding a unit by the words of a roster: its name, short name or code, with the abbreviations and zeros people write. Pure."""

import re
from collections.abc import Iterable

from hocvien.common.text import fold

_KINDS = re.compile(r"^(chi bo|cb|dang bo|db|dang uy|du|chi doan|to dang)\b[\s.:]*")
_SHORT = ((re.compile(r"\bcb\b"), "chi bo"), (re.compile(r"\bdb\b"), "dang bo"), (re.compile(r"\btdp\b"), "to dan pho"))
_ZERO = re.compile(r"\b0+(\d)")
_TAIL = re.compile(r"\s*(?:[,;(\-–]|\bthuoc\b|\btruc thuoc\b).*$")


def unit_key(text: str) -> str:
    """The words to compare by: no marks, no punctuation, no leading zeros, the usual abbreviations written out."""
    folded = _ZERO.sub(r"\1", fold(text))
    for pattern, words in _SHORT:
        folded = pattern.sub(words, folded)
    return " ".join(re.sub(r"[\"“”'’.,:;()\[\]]", " ", folded).split())


class UnitNames:
    """Looks units up: `find` gives the ids of those a text may mean, whole names before names without their kind."""

    def __init__(self, units: Iterable[tuple[int, str, str, str]]) -> None:
        self._whole: dict[str, list[int]] = {}
        self._bare: dict[str, list[int]] = {}
        for pk, code, name, short_name in units:
            for text in {name, short_name, code, f"{name} [{code}]"} - {""}:
                _put(self._whole, unit_key(text), pk)
            for text in {name, short_name} - {""}:
                _put(self._bare, _KINDS.sub("", unit_key(text)), pk)

    @property
    def keys(self) -> list[str]:
        return list(self._whole)

    def find(self, text: str) -> list[int]:
        """Ids of the units a text may mean; none when it is unknown, several when it is not clear which."""
        key = unit_key(text)
        if not key:
            return []
        found = self._whole.get(key) or self._bare.get(_KINDS.sub("", key))
        if not found and (shorter := unit_key(_TAIL.sub("", fold(text)))) not in {"", key}:
            found = self._whole.get(shorter) or self._bare.get(_KINDS.sub("", shorter))
        return found or []


def _put(names: dict[str, list[int]], key: str, pk: int) -> None:
    if key and pk not in names.setdefault(key, []):
        names[key].append(pk)
