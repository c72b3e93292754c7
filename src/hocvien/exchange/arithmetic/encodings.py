"""Vietnamese text in the encodings of old fonts: which one a column is written in, and the text it stands for.

Pure. Tables: TCVN 5712:1993 (VN3), 74 pairs; VNI-Windows, a base letter and a mark. Decided for a column, never for a cell: VNI
"Hoà" and plain "Toán" cannot be told apart alone. A column is decoded only where that makes Vietnamese of it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from hocvien.exchange.arithmetic.syllables import is_syllable

UNICODE, TCVN3, VNI, MOJIBAKE, DECOMPOSED = "unicode", "tcvn3", "vni", "utf8_as_cp1252", "nfd"
WINDOWS = "cp1258_as_cp1252"

_TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
# µ often arrives as Greek mu, the soft hyphen of ư as a minus sign
_FROM_TCVN3 = str.maketrans(
    dict(zip(_TCVN3_CODES, _TCVN3_LETTERS, strict=True)) | {"\u03bc": "à", "\u2212": "ư", "\u2010": "ư", "\u2011": "ư"}
)

_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = {"à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}


def _vni_table() -> dict[str, str]:
    table = {"ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}
    for base in "aeouy":
        table |= {base + mark: base + tone for mark, tone in _TONES.items()}
    for horned, letter in (("ô", "ơ"), ("ö", "ư")):
        table |= {horned + mark: letter + tone for mark, tone in _TONES.items()}
    for base, letter in (("a", "â"), ("e", "ê"), ("o", "ô")):
        table |= {base + "â": letter} | {base + mark: letter + tone for mark, tone in _CIRCUMFLEX.items()}
    table |= {"aê": "ă"} | {"a" + mark: "ă" + tone for mark, tone in _BREVE.items()}
    small = {code: unicodedata.normalize("NFC", letter) for code, letter in table.items()}
    found = dict(small)
    for code, letter in small.items():
        found[code.upper()] = letter.upper()
        if len(code) == 2:
            # a capital letter with the mark of the small alphabet, and the other way round
            found[code[0].upper() + code[1]] = letter.upper()
            found[code[0] + code[1].upper()] = letter
    return found


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted((re.escape(code) for code in _VNI), key=len, reverse=True)))

# letters that only Unicode Vietnamese has: nothing of an old font's code page
_BEYOND = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_COMBINING = re.compile("[\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]")
_HIGH = re.compile(
    "[\u0080-\u00ff\u03bc\u2212\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*", re.UNICODE)


def decode_tcvn3(text: str) -> str:
    """The Unicode text of TCVN3 codes; what is no code stays. A hyphen is read as a lost ư where only that makes a syllable."""
    if "-" not in text:
        return text.translate(_FROM_TCVN3)
    return "".join(
        _with_lost_u(part) if "-" in part else part.translate(_FROM_TCVN3) for part in re.split(r"(\s+)", text)
    )


def _with_lost_u(word: str) -> str:
    plain = word.translate(_FROM_TCVN3)
    mended = plain.replace("-", "ư")
    bits = [bit for bit in plain.split("-") if bit]
    if all(map(is_syllable, bits)) and len(bits) > 1:
        return plain
    return mended if len(word) > 1 and is_syllable(mended.strip(".,;:()")) else plain


def decode_vni(text: str) -> str:
    """The Unicode text of VNI-Windows; what is no code stays."""
    return unicodedata.normalize("NFC", _VNI_PATTERN.sub(lambda found: _VNI[found.group()], text))


def decode_mojibake(text: str) -> str:
    """UTF-8 that was once opened as Windows-1252; the text itself where it is not that."""
    try:
        raw = b"".join(_byte_of(char) for char in text)
        return raw.decode("utf-8")
    except (UnicodeError, ValueError):
        return text


def decode_windows(text: str) -> str:
    """Windows-1258 that was once opened as Windows-1252; the text itself where it is not that."""
    try:
        return compose(b"".join(_byte_of(char) for char in text).decode("cp1258"))
    except (UnicodeError, ValueError):
        return text


def _byte_of(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        if ord(char) < 256:
            return bytes([ord(char)])
        raise


def compose(text: str) -> str:
    """Combining marks joined to their letters (NFD, CP1258)."""
    return unicodedata.normalize("NFC", text)


DECODERS: dict[str, Callable[[str], str]] = {
    UNICODE: compose,
    DECOMPOSED: compose,
    TCVN3: decode_tcvn3,
    VNI: decode_vni,
    MOJIBAKE: decode_mojibake,
    WINDOWS: decode_windows,
}


def detect(texts: Iterable[str], hint: str = "") -> str:
    """The encoding of a column, by its texts; `hint` (the encoding of the columns around it) decides what they alone cannot.

    Texts with letters that only Unicode has are Unicode and are not asked. Cost: linear in the texts, and in their distinct words, at most _SAMPLE.
    """
    # of many columns a hundred thousand cells are some hundred texts
    texts = list(dict.fromkeys(texts))
    words = _sample(texts)
    if not words:
        return UNICODE
    has_unicode = any(map(is_beyond_old_fonts, texts))
    if all(_COMBINING.search(word) for word in words):
        return DECOMPOSED
    odd = [word for word in words if not _COMBINING.search(word)]
    scores = {name: _score(odd, decoder) for name, decoder in DECODERS.items() if name != DECOMPOSED}
    best = max((MOJIBAKE, TCVN3, VNI, WINDOWS), key=lambda name: scores[name])
    if scores[best] >= _ENOUGH and scores[best] > scores[UNICODE]:
        return best
    if has_unicode:
        # other words of the column are Unicode for certain: what surroundings suggest does not count
        return DECOMPOSED if len(odd) < len(words) else UNICODE
    if hint in {TCVN3, VNI} and scores[hint] >= scores[UNICODE] and scores[UNICODE] < _ENOUGH:
        return hint
    if hint in {TCVN3, VNI} and scores[hint] >= _ENOUGH and scores[hint] >= scores[UNICODE]:
        return hint
    return DECOMPOSED if len(odd) < len(words) else UNICODE


def is_beyond_old_fonts(text: str) -> bool:
    """Whether the text holds a letter that no old font's code page has: it is Unicode whatever its column is."""
    return bool(_BEYOND.search(text)) or bool(_COMBINING.search(text))


def reads_both_ways(text: str, encoding: str) -> bool:
    """Whether a text is Vietnamese as it stands and as decoded, and not the same: nobody can tell which was meant."""
    read = decode(text, encoding)
    return read != compose(text) and is_vietnamese(text) and is_vietnamese(read)


def is_vietnamese(text: str) -> bool:
    """Whether every word of the text that has a mark can be a syllable."""
    return all(is_syllable(word) for word in _WORD.findall(text) if not word.isascii()) and _nothing_else(
        "".join(text.split())
    )


def looks_old(text: str) -> bool:
    """Whether a text among Unicode ones is no Vietnamese as it stands, and is Vietnamese in an old font's encoding."""
    if text.isascii() or is_beyond_old_fonts(text) or is_vietnamese(text):
        return False
    return any(is_vietnamese(decode(text, encoding)) for encoding in (TCVN3, VNI))


def is_doubtful(text: str, encoding: str) -> bool:
    """A decoded text that did not quite become Vietnamese: a sign of the old font is left, or a ư fell out on the way ("Hơng")."""
    if encoding not in {TCVN3, VNI}:
        return False
    read = decode(text, encoding)
    if read == compose(text) and not text.isascii():
        return False
    return any(_is_broken(word) for word in _WORD.findall(read))


def _is_broken(word: str) -> bool:
    if is_syllable(word) or len(word) == 1:
        return False
    if word.isascii():
        return not word.isupper() and not _VOWEL.search(word)
    return bool(_NOT_VIETNAMESE.search(word)) or any(
        is_syllable(f"{word[:at]}ư{word[at:]}") for at in range(len(word) + 1)
    )


_VOWEL = re.compile("[aeiouyAEIOUY]")
_NOT_VIETNAMESE = re.compile("[åäëïöüÿæøûîñçßþðµ¸¶·¹¨»¾¼½©®ªÅÄËÏÖÜÆØÛÎÑÇÞ¡¢§£¤¥¦«¬°±²³´º¯¿×÷]")


def decode(text: str, encoding: str) -> str:
    """The text as Unicode; a text that is Unicode already is only composed."""
    if encoding in {TCVN3, VNI, MOJIBAKE, WINDOWS} and not is_beyond_old_fonts(text):
        return compose(DECODERS[encoding](text))
    return compose(text)


_SAMPLE = 400
_ABBREVIATED = 3
_ENOUGH = 0.85


def _sample(texts: Iterable[str]) -> list[str]:
    """Distinct words that say something about the encoding: with a letter outside ASCII, not surely Unicode."""
    found: dict[str, None] = {}
    for text in texts:
        if text.isascii() or _BEYOND.search(text):
            continue
        for word in re.split(r"[\s,;:.()/]+", text):
            if len(word) <= _ABBREVIATED and word.isupper() and word.isalpha():
                continue
            if not word.isascii() and (_HIGH.search(word) or _COMBINING.search(word)):
                found.setdefault(word)
        if len(found) >= _SAMPLE:
            break
    return list(found)


def _score(words: list[str], decoder: Callable[[str], str]) -> float:
    """The share of the words that become syllables, each part of a hyphenated word on its own."""
    if not words:
        return 0.0
    good = sum(1 for word in words if _all_syllables(decoder(word)))
    return good / len(words)


def _all_syllables(word: str) -> bool:
    parts = _WORD.findall(word)
    return (
        bool(parts)
        and _nothing_else(word)
        and all(is_syllable(bit) for part in parts for bit in part.split("-") if bit)
    )


def _nothing_else(word: str) -> bool:
    """No sign among the letters that a word would not hold (what mojibake leaves behind)."""
    return all(char.isalpha() or char in "-'’.,;:()[]\"“”!?%&+*" or char.isdigit() for char in word)
