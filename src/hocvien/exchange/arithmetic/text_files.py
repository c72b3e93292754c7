"""Text files: in which encoding their bytes are, and what parts the columns. Pure."""

import re
import unicodedata
from collections import Counter

from hocvien.exchange.arithmetic.encodings import TCVN3, UNICODE, VNI, decode
from hocvien.exchange.arithmetic.syllables import share_of_syllables

CP1258 = "cp1258"
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 200
_WORDS = re.compile(r"[^\W\d_]+")


def decode_text(content: bytes) -> tuple[str, str] | None:
    """(text, "unicode" or "cp1258"); None for bytes that are no text. Old fonts' codes stay as Latin letters, found by column later."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(codec), UNICODE
            except UnicodeError:
                return None
    if b"\x00" in content[:4000]:
        return None
    try:
        return content.decode("utf-8"), UNICODE
    except UnicodeError:
        pass
    latin = "".join(map(_latin, content)) if len(content) < 1 << 16 else content.decode("cp1252", errors="replace")
    windows = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    best_latin = max(_score(decode(latin[:40_000], encoding)) for encoding in (UNICODE, TCVN3, VNI))
    if _score(windows[:40_000]) >= best_latin:
        return windows, CP1258
    return latin, UNICODE


def _latin(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeError:
        return chr(byte)


def _score(text: str) -> float:
    words = [word for word in _WORDS.findall(text) if not word.isascii()]
    return share_of_syllables(words)


def find_delimiter(text: str) -> str | None:
    """The sign that parts the columns: the one that gives most lines the same number of columns, and the most of them."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    best: tuple[tuple[int, int], str] | None = None
    for sign in _DELIMITERS:
        counts = Counter(count for line in lines if (count := _unquoted(line).count(sign)))
        if not counts:
            continue
        number, lines_with = counts.most_common(1)[0]
        rank = (lines_with * number, number)
        if best is None or rank > best[0]:
            best = (rank, sign)
    return best[1] if best else None


def _unquoted(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)
