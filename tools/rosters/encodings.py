"""Writing text the way old fonts and programs left it: the inverse of what a reader must undo."""

import unicodedata

# code → letter, in the order of the TCVN3 table (text-and-rosters); there are no toned capitals
TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = dict(zip(TCVN3_LETTERS, TCVN3_CODES, strict=True))

GRAVE, ACUTE, HOOK, TILDE, DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
TONES = (GRAVE, ACUTE, HOOK, TILDE, DOT)
_VNI_PLAIN = dict(zip(TONES, "øùûõï", strict=True))
_VNI_HAT = dict(zip(TONES, "àáåãä", strict=True))
_VNI_BREVE = dict(zip(TONES, "èéúüë", strict=True))
_VNI_I = dict(zip(TONES, "ìíæóò", strict=True))
_CP1252_HOLES = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def tcvn3(text: str) -> str:
    """As typed in a font `.VnTime`: toned capitals do not exist and were typed small."""
    return "".join(_TCVN3.get(c, _TCVN3.get(c.lower(), c)) for c in unicodedata.normalize("NFC", text))


def tcvn3_capitals(text: str) -> str:
    """As typed in a font `.VnTimeH`, which shows small letters as capitals."""
    return tcvn3(text.lower())


def tcvn3_worn(text: str) -> str:
    """TCVN3 that went through a web page: the soft hyphen of ư became a hyphen, µ the Greek letter."""
    return tcvn3(text).replace("\u00ad", "-").replace("µ", "\u03bc")


def _vni_letter(letter: str) -> str:
    small = letter.lower()
    base, *marks = unicodedata.normalize("NFD", small)
    tone = next((m for m in marks if m in TONES), "")
    shape = next((m for m in marks if m not in TONES), "")
    if small == "đ":
        out = "ñ"
    elif base == "y" and tone == DOT:
        out = "î"
    elif base == "i":
        out = _VNI_I.get(tone, "i")
    elif shape == "\u0302":
        out = base + _VNI_HAT.get(tone, "â")
    elif shape == "\u0306":
        out = base + _VNI_BREVE.get(tone, "ê")
    elif shape == "\u031b":
        out = {"o": "ô", "u": "ö"}[base] + _VNI_PLAIN.get(tone, "")
    else:
        out = base + _VNI_PLAIN.get(tone, "")
    return out.upper() if letter != small else out


def vni(text: str) -> str:
    """As typed in a font `VNI-Times`."""
    return "".join(_vni_letter(c) for c in unicodedata.normalize("NFC", text))


def nfd(text: str) -> str:
    """Fully decomposed, as files from a Mac are."""
    return unicodedata.normalize("NFD", text)


def half_composed(text: str) -> str:
    """The letter composed, its tone beside it: what the Vietnamese keyboard of Windows types, and all that CP1258 can hold."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        base, *marks = unicodedata.normalize("NFD", letter)
        shapes = "".join(m for m in marks if m not in TONES)
        tones = "".join(m for m in marks if m in TONES)
        out.append(unicodedata.normalize("NFC", base + shapes) + tones)
    return "".join(out)


def cp1258_bytes(text: str) -> bytes:
    return half_composed(text).encode("cp1258")


def tcvn3_bytes(text: str) -> bytes:
    return tcvn3(text).encode("latin-1")


def mojibake(text: str) -> str:
    """UTF-8 that was opened as Windows-1252 and saved again."""
    return "".join(
        chr(byte) if byte in _CP1252_HOLES else bytes([byte]).decode("cp1252") for byte in text.encode("utf-8")
    )


def question_marks(text: str) -> bytes:
    """What Excel leaves when a sheet is saved as ANSI CSV on an English Windows."""
    return unicodedata.normalize("NFC", text).encode("cp1252", errors="replace")
