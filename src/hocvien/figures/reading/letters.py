"""A text with its letters made comparable, and the way back to where each of them stands.

`low` keeps the marks, `bare` has none; both have one letter for each letter of the original, however many code points that
one is written with. So a find in either has the same place, and a place becomes a span of the text as it was given.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

_STROKE = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
# the two places of a tone: the second form is written here
_TONES = {
    old: new
    for olds, news in (
        ("òa óa ỏa õa ọa", "oà oá oả oã oạ"),
        ("òe óe ỏe õe ọe", "oè oé oẻ oẽ oẹ"),
        ("ùy úy ủy ũy ụy", "uỳ uý uỷ uỹ uỵ"),
    )
    for old, new in zip(olds.split(), news.split(), strict=True)
}
# what a page copied with its source writes for one letter or for none
_MARKED = re.compile(
    r"&(?:#\d{2,5}|#x[0-9a-f]{2,5}|[a-z]{2,8});|</?[a-z][a-z0-9]{0,9}(?:\s[^<>\n]{0,120})?/?>", re.IGNORECASE
)
# a long line that goes on in small letters was only broken to fit a page
_WRAPPED = re.compile(r"(?<=[^\n.;:]{50})\n")
_PLACED = re.compile("|".join(_TONES) + r"(?!\w)")


@dataclass(frozen=True)
class Letters:
    """`starts[i]` is where letter i begins in `original`; one entry more closes the last."""

    original: str
    low: str
    bare: str
    starts: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Places of letters as places of characters of the original: start, and the first one after."""
        return self.starts[start], self.starts[end]

    def cut(self, start: int, end: int) -> str:
        """The original words between two letters."""
        first, last = self.span(start, end)
        return self.original[first:last]

    @cached_property
    def length(self) -> int:
        return len(self.low)


def letters_of(text: str) -> Letters:
    """Composed or decomposed, any dash, any blank, both places of a tone, `&nbsp;` and tags of a page: one writing. Linear in the text."""
    starts: list[int] = []
    clusters: list[str] = []
    place = 0
    while place < len(text):
        char = text[place]
        marked = _MARKED.match(text, place) if char in "&<" else None
        if marked:
            starts.append(place)
            clusters.append(html.unescape(marked.group()) if char == "&" else " ")
            place = marked.end()
            continue
        if clusters and unicodedata.combining(char):
            clusters[-1] += char
        else:
            starts.append(place)
            clusters.append(char)
        place += 1
    low = "".join(_one(cluster) for cluster in clusters)
    low = _WRAPPED.sub(lambda found: " " if _goes_on(clusters, found.end()) else "\n", low)
    low = _PLACED.sub(lambda found: _TONES[found.group()], low)
    bare = "".join(_bare(char) for char in low)
    return Letters(text, low, bare, (*starts, len(text)))


def _goes_on(clusters: list[str], place: int) -> bool:
    following = next((one for one in clusters[place : place + 8] if not one.isspace()), "")
    return following[:1].islower()


def _one(cluster: str) -> str:
    char = unicodedata.normalize("NFC", cluster)[:1].lower()[:1]
    char = char.translate(_DASHES).translate(_QUOTES)
    return " " if char.isspace() and char != "\n" else char


def _bare(char: str) -> str:
    return unicodedata.normalize("NFD", char.translate(_STROKE))[:1]
