"""Vietnamese names and words: stored NFC, found without marks, sorted by given name.

Pure. The database is not trusted with the order: locales differ between machines, so the order is a stored ASCII key that
sorts the same under every collation.
"""

import re
import unicodedata
from functools import lru_cache

# Capital Eth and African D look like Đ and come from old keyboards and fonts.
_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
_STROKE = str.maketrans({"đ": "d", "Đ": "D"})
_SHAPES = {"\u0306": {"a": "1"}, "\u0302": {"a": "2", "e": "1", "o": "1"}, "\u031b": {"o": "2", "u": "1"}}
# Order of the tones: ngang (none), huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


# characters without a width or a shape; white space is kept to part words
_INVISIBLE = dict.fromkeys(
    point
    for first, last in (
        (0x00, 0xA0),
        (0xAD, 0xAE),
        (0x600, 0x8FF),
        (0x180E, 0x180F),
        (0x200B, 0x2070),
        (0xFEFF, 0xFF00),
        (0xFFF9, 0xFFFC),
    )
    for point in range(first, last)
    if unicodedata.category(chr(point)) in {"Cc", "Cf"} and not chr(point).isspace()
)
_ODD = re.compile("[" + "".join(re.escape(chr(point)) for point in (*_LOOKALIKES, *_INVISIBLE)) + "]")
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


def clean_name(name: str) -> str:
    """The name as it is stored: NFC, look-alikes of Đ repaired, invisible characters gone, single spaces. Case is kept."""
    if name.isascii() and name.isprintable():
        return " ".join(name.split())
    if unicodedata.is_normalized("NFC", name) and not _ODD.search(name):
        return " ".join(name.split())
    visible = unicodedata.normalize("NFC", name).translate(_LOOKALIKES).translate(_INVISIBLE)
    return unicodedata.normalize("NFC", " ".join(visible.split()))


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """For searching and matching: lower case, no marks, đ as d, single spaces. Both tone placements become one."""
    decomposed = unicodedata.normalize("NFD", clean_name(text).lower()).translate(_STROKE)
    return " ".join(unicodedata.normalize("NFC", _MARKS.sub("", decomposed)).split())


def sort_key(full_name: str) -> str:
    """An ASCII key that orders people by given name, then middle names, then family name, in Vietnamese collation.

    Within a word the letters decide before the tone; the two tone placements (hòa, hoà) are equal.
    """
    words = clean_name(full_name).split(" ")
    family, middle, given = (words[:1], words[1:-1], words[-1:]) if len(words) > 1 else ([], [], words)
    return "0".join("".join(_word_key(word) for word in part) for part in (given, middle, family))


def collation_key(text: str) -> str:
    """The same order for a phrase read from its first word on: names of units and programmes."""
    return "".join(_word_key(word) for word in clean_name(text).split(" "))


@lru_cache(maxsize=16_384)
def _word_key(word: str) -> str:
    """Two characters a letter, then 0 and the tone. Digits sort before letters and ends before both, in any collation."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tones.append(_TONES[char])
        elif char in _SHAPES:
            if letters and letters[-1][0] in _SHAPES[char]:
                letters[-1] = letters[-1][0] + _SHAPES[char][letters[-1][0]]
        elif char == "đ":
            letters.append("d1")
        elif char.isascii() and char.isalpha():
            letters.append(f"{char}0")
        elif char.isdecimal():
            letters.append(f"1{int(char)}")
        elif char.isalpha():
            letters.append(f"z9{ord(char):06x}")
    return f"{''.join(letters)}0{''.join(tones) or '0'}" if letters else ""
