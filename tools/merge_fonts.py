"""Makes the TTF files that certificates are set in, from the web fonts of @fontsource (npm), which come in pieces.

    npm pack @fontsource/tinos @fontsource/be-vietnam-pro     (and unpack both)
    python tools/merge_fonts.py PACKAGES OUT

Needs fonttools and brotli, which the program itself does not. The result is committed, with its licences, so nobody needs to
run this but whoever changes a font. Every letter of Vietnamese is checked before a file is written.
"""

import sys
import tempfile
import unicodedata
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

PIECES = ("latin", "latin-ext", "vietnamese")
FACES = (
    ("tinos", "Tinos", 400, "normal", "Regular"),
    ("tinos", "Tinos", 400, "italic", "Italic"),
    ("tinos", "Tinos", 700, "normal", "Bold"),
    ("tinos", "Tinos", 700, "italic", "BoldItalic"),
    ("be-vietnam-pro", "Be Vietnam Pro", 400, "normal", "Regular"),
    ("be-vietnam-pro", "Be Vietnam Pro", 600, "normal", "SemiBold"),
)


def vietnamese_letters():
    """All 134 letters beyond ASCII, lower and upper."""
    letters = set("đĐ")
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY":
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"):
            letters.add(unicodedata.normalize("NFC", base + tone))
    return letters


def merge(folder, slug, family, weight, style, name, out):
    """One face from its pieces."""
    with tempfile.TemporaryDirectory() as temporary:
        plain = []
        for piece in PIECES:
            font = TTFont(next(folder.rglob(f"{slug}-{piece}-{weight}-{style}.woff2")))
            font.flavor = None
            for table in ("GSUB", "DSIG", "STAT", "fvar", "avar", "MVAR", "HVAR", "gvar"):
                # the pieces' own shaping tables contradict each other; composed letters need none of it
                if table in font:
                    del font[table]
            path = Path(temporary) / f"{piece}.ttf"
            font.save(path)
            plain.append(str(path))
        font = Merger().merge(plain)
    file_name = f"{family.replace(' ', '')}-{name}"
    for number, text in ((1, family), (2, name), (4, f"{family} {name}"), (6, file_name), (16, family), (17, name)):
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    selection = font["OS/2"].fsSelection & ~0b1100001
    font["OS/2"].fsSelection = selection | (0x01 if style == "italic" else 0) | (0x20 if weight == 700 else 0)
    if style == "normal" and weight != 700:
        font["OS/2"].fsSelection |= 0x40
    known = font.getBestCmap()
    missing = sorted(letter for letter in vietnamese_letters() if ord(letter) not in known)
    if missing:
        raise SystemExit(f"{file_name} lacks {''.join(missing)}")
    font.save(out / f"{file_name}.ttf")
    print(file_name, len(known), "letters", (out / f"{file_name}.ttf").stat().st_size, "bytes")


if __name__ == "__main__":
    packages, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        merge(packages, *face, target)
