"""What can be a syllable of Vietnamese: an onset, a rime, a tone. Pure; the measure by which an encoding is recognised.

Loan words and names of other peoples fall outside; the measure is a share over a column, never a verdict on a word.
"""

import unicodedata
from functools import lru_cache

_ONSETS = ("ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu", *"bcdđghklmnprstvx")
_RIMES = frozenset(
    [
        "a",
        "ai",
        "ao",
        "au",
        "ay",
        "am",
        "an",
        "ang",
        "anh",
        "ac",
        "ach",
        "ap",
        "at",
        "ă",
        "ăm",
        "ăn",
        "ăng",
        "ăc",
        "ăp",
        "ăt",
        "â",
        "âu",
        "ây",
        "âm",
        "ân",
        "âng",
        "âc",
        "âp",
        "ât",
        "e",
        "eo",
        "em",
        "en",
        "eng",
        "ec",
        "ep",
        "et",
        "ê",
        "êu",
        "êm",
        "ên",
        "ênh",
        "êch",
        "êp",
        "êt",
        "i",
        "ia",
        "iu",
        "im",
        "in",
        "inh",
        "ich",
        "ip",
        "it",
        "iê",
        "iêu",
        "iêm",
        "iên",
        "iêng",
        "iêc",
        "iêp",
        "iêt",
        "y",
        "yê",
        "yêu",
        "yêm",
        "yên",
        "yêng",
        "yêt",
        "o",
        "oi",
        "om",
        "on",
        "ong",
        "oc",
        "op",
        "ot",
        "oong",
        "ooc",
        "ô",
        "ôi",
        "ôm",
        "ôn",
        "ông",
        "ôc",
        "ôp",
        "ôt",
        "ơ",
        "ơi",
        "ơm",
        "ơn",
        "ơp",
        "ơt",
        "oa",
        "oai",
        "oao",
        "oay",
        "oam",
        "oan",
        "oang",
        "oanh",
        "oac",
        "oach",
        "oap",
        "oat",
        "oă",
        "oăm",
        "oăn",
        "oăng",
        "oăc",
        "oăt",
        "oe",
        "oeo",
        "oen",
        "oet",
        "u",
        "ua",
        "ui",
        "um",
        "un",
        "ung",
        "uc",
        "up",
        "ut",
        "uâ",
        "uân",
        "uâng",
        "uât",
        "uây",
        "uê",
        "uênh",
        "uêch",
        "uêu",
        "uô",
        "uôi",
        "uôm",
        "uôn",
        "uông",
        "uôc",
        "uôt",
        "uy",
        "uya",
        "uyn",
        "uynh",
        "uych",
        "uyt",
        "uyu",
        "uyên",
        "uyêt",
        "uơ",
        "ư",
        "ưa",
        "ưi",
        "ưu",
        "ưm",
        "ưn",
        "ưng",
        "ưc",
        "ưt",
        "ươ",
        "ươi",
        "ươu",
        "ươm",
        "ươn",
        "ương",
        "ươc",
        "ươp",
        "ươt",
    ]
)
# after "qu" and "gi" the letter of the onset is part of what is heard: what may follow them
_AFTER_QU = frozenset(
    [
        "a",
        "ai",
        "ao",
        "au",
        "ay",
        "am",
        "an",
        "ang",
        "anh",
        "ac",
        "ach",
        "ap",
        "at",
        "ăm",
        "ăn",
        "ăng",
        "ăc",
        "ăp",
        "ăt",
        "ân",
        "âng",
        "âc",
        "ât",
        "ây",
        "âu",
        "e",
        "eo",
        "en",
        "et",
        "ê",
        "ên",
        "ênh",
        "êch",
        "êt",
        "êu",
        "y",
        "yên",
        "yêt",
        "ynh",
        "ych",
        "yt",
        "yu",
        "i",
        "in",
        "it",
        "ơ",
        "ơi",
        "ôc",
    ]
)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPPED = ("c", "ch", "p", "t")
_STOP_TONES = frozenset("\u0301\u0323")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether the word (any case, Unicode) can be a syllable: known onset and rime, at most one tone, a stop takes sắc or nặng."""
    bare, tones = _split_tone(word.lower())
    if len(tones) > 1 or not bare:
        return False
    return any(
        _fits(bare[: len(onset)], bare[len(onset) :], tones) for onset in ("", *_ONSETS) if bare.startswith(onset)
    )


def _fits(onset: str, rime: str, tones: str) -> bool:
    if onset == "qu":
        if rime not in _AFTER_QU:
            return False
    elif onset == "gi":
        # "gì", "giêng": the i is both onset and rime
        if rime and rime not in _RIMES and f"i{rime}" not in _RIMES:
            return False
    elif rime not in _RIMES:
        return False
    return not (tones != "" and rime.endswith(_STOPPED) and tones not in _STOP_TONES)


def _split_tone(word: str) -> tuple[str, str]:
    """(letters with their shapes and without tone, the tones)."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        (tones if char in _TONES else letters).append(char)
    return unicodedata.normalize("NFC", "".join(letters)), "".join(tones)


def share_of_syllables(words: list[str]) -> float:
    """Which share of the words can be syllables; 0 for no words."""
    return sum(map(is_syllable, words)) / len(words) if words else 0.0
