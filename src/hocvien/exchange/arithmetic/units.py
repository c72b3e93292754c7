"""Finding a unit by the words of a roster: its name, short name or code, with the abbreviations and zeros people write. Pure."""

import re
from collections.abc import Iterable

from hocvien.common.text import fold

_KINDS = re.compile(r"^(chi bo|dang bo|dang uy|chi doan|to dang)\b\s*")
_SHORT = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\bcb\b", "chi bo"),
        (r"\b(db|dbbp)\b", "dang bo"),
        (r"\bdu\b(?= xa| phuong)", "dang uy"),
        (r"\btdp\b", "to dan pho"),
        (r"\bhtx\b", "hop tac xa"),
        (r"\btruong th\b", "truong tieu hoc"),
        (r"\btruong mn\b|\btruong mam non\b", "truong mam non"),
        (r"\bth(?= so| hoa| [a-z]+ \d)", "tieu hoc"),
        (r"\bubnd\b", "uy ban nhan dan"),
        (r"\bmttq\b", "mat tran to quoc"),
        (r"\bcq\b", "co quan"),
        (r"\btyt\b", "tram y te"),
        (r"\bcty\b", "cong ty"),
        (r"\bca xa\b", "cong an xa"),
    )
)
# "as above", which only a person may read
_DITTO = {"nt", "nhu tren", "tren", "ditto"}
_ZERO = re.compile(r"\b0+(\d)")
_TAIL = re.compile(r"\s*(?:[,;(]|\s[\-–]\s|\bthuoc\b|\btruc thuoc\b)(.*)$")
_PLACE_FIRST = re.compile(r"^(?:xa|phuong|thi tran)\s+")
_PLACE = re.compile(r"\s+(?:xa|phuong|thi tran)$")


def unit_key(text: str) -> str:
    """The words to compare by: no marks, no punctuation, no leading zeros, the usual abbreviations written out."""
    folded = _ZERO.sub(r"\1", fold(text))
    folded = " ".join(re.sub(r"[^\w]+|_", " ", folded).split())
    for pattern, words in _SHORT:
        folded = pattern.sub(words, folded)
    return folded


class UnitNames:
    """Looks units up: `find` gives the ids of those a text may mean, whole names before names without their kind."""

    def __init__(self, units: Iterable[tuple[int, str, str, str]]) -> None:
        self._whole: dict[str, list[int]] = {}
        self._bare: dict[str, list[int]] = {}
        self._known: dict[str, list[int]] = {}
        for pk, code, name, short_name in units:
            for text in {name, short_name, code, f"{name} [{code}]"} - {""}:
                _put(self._whole, unit_key(text), pk)
            for text in {name, short_name} - {""}:
                bare = _KINDS.sub("", unit_key(text))
                _put(self._bare, bare, pk)
                _put(self._bare, _PLACE_FIRST.sub("", bare), pk)

    @property
    def keys(self) -> list[str]:
        return list(self._whole)

    def find(self, text: str) -> list[int]:
        """Ids of the units a text may mean; none when it is unknown, several when it is not clear which."""
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> list[int]:
        key = unit_key(text)
        if not key or key in _DITTO:
            return []
        if found := self._named(key) or self._named(_PLACE.sub("", key)):
            return found
        # "Chi bộ thôn 1, Đảng bộ xã A": what stands behind must be a unit of ours too, not "thôn 1, 2" or another commune
        if tail := _TAIL.search(fold(text)):
            behind = unit_key(tail[1])
            if self._named(behind) or self._named(_PLACE_FIRST.sub("", behind)):
                return self._named(unit_key(fold(text)[: tail.start()]))
        return []

    def _named(self, key: str) -> list[int]:
        return self._whole.get(key) or self._bare.get(_KINDS.sub("", key)) or []


def _put(names: dict[str, list[int]], key: str, pk: int) -> None:
    if key and pk not in names.setdefault(key, []):
        names[key].append(pk)
