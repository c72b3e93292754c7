"""What a cell says: dates in all their forms, numbers that lost zeros, words for choices. Nothing doubtful is guessed. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from hocvien.common.text import clean_name, fold
from hocvien.exchange.arithmetic.tables import TICKS, plain

_SERIAL_START = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 3000, 80000
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_BETWEEN = r"\s*[/.\-,\\]\s*"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}}|\d{{2}})", re.ASCII)
_SPACED = re.compile(r"(\d{1,2})\s+(\d{1,2})\s+(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?", re.ASCII)
_MONTH_YEAR = re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{4}})", re.ASCII)
_YEAR = re.compile(r"(\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*,?\s*nam\s*(\d{4})", re.ASCII)
_MONTH_IN_WORDS = re.compile(r"(?:thang|t)\s*\.?\s*(\d{1,2})\s*(?:/|-|\.|,|\s*nam)\s*(\d{4})", re.ASCII)
_YEAR_IN_WORDS = re.compile(r"(?:sinh\s*|sn\s*)?(?:nam)?\s*:?\s*(\d{4})", re.ASCII)
_BORN = re.compile(r"^(?:sinh(?:\s*ngày)?|ns|ngày sinh|sn)\s*[:.]?\s*(?=\d|ngày)", re.IGNORECASE)
_HOURS = re.compile(r"(?<=\d{4})\s+\d{1,2}:\d{2}(?::\d{2})?$")
NOTHING = frozenset(
    {"-", "--", "—", "–", "/", ".", "x?", "0", "khong", "khong co", "ko", "k", "chua co", "chua", "none", "n/a", "null"}
)


@dataclass(frozen=True, slots=True)
class Read:
    """A value as read; `problem` is a code of `wording`, and then `holds` says that the row cannot go in as it is."""

    value: str = ""
    problem: str = ""
    holds: bool = True
    suggestion: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def text_of(cell: object) -> str:
    """The cell as a person sees it: whole numbers without ".0", days as dd/mm/yyyy."""
    return clean_name(plain(cell))


def read_date(cell: object, *, partial: bool, earliest: int = _FIRST_YEAR, latest: int = _LAST_YEAR) -> Read:
    """ISO day, with `partial` also "1970-05" and "1970". Excel serials count.

    A two-digit year is read where only one century lies in [earliest, latest], and told; else asked about.
    """
    if isinstance(cell, Mapping):
        return _plausible(date.fromisoformat(str(cell["d"])))
    text = _BORN.sub("", _HOURS.sub("", text_of(cell).strip("'`´ .;")))
    if not text or fold(text) in NOTHING:
        return Read()
    if isinstance(cell, float | int) and not isinstance(cell, bool) and _FIRST_SERIAL <= cell <= _LAST_SERIAL:
        return _plausible(_SERIAL_START + timedelta(days=int(cell)))
    if match := _DAY_FIRST.fullmatch(text) or _SPACED.fullmatch(text) or _IN_WORDS.fullmatch(fold(text)):
        day, month, year = match.groups()
        return _from_parts(int(day), int(month), year, partial=partial, years=(earliest, latest))
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
        return _from_parts(int(day), int(month), year, partial=partial, years=(earliest, latest))
    if match := _MONTH_YEAR.fullmatch(text) or _MONTH_IN_WORDS.fullmatch(fold(text)):
        return _month(int(match[1]), int(match[2]), partial=partial)
    if match := _YEAR.fullmatch(text) or _YEAR_IN_WORDS.fullmatch(fold(text)):
        year_number = int(match[1])
        if not _FIRST_YEAR <= year_number <= _LAST_YEAR:
            return Read(problem="date_impossible")
        return Read(str(year_number)) if partial else Read(problem="date_not_whole")
    return Read(problem="date_unreadable")


def looks_like_date(text: str) -> bool:
    """Whether the text is written as a day, whatever day that is."""
    text = _BORN.sub("", text.strip())
    return bool(_DAY_FIRST.fullmatch(text) or _ISO.fullmatch(text) or _IN_WORDS.fullmatch(fold(text)))


def _month(month: int, year: int, *, partial: bool) -> Read:
    if not (1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR):
        return Read(problem="date_impossible")
    return Read(f"{year:04d}-{month:02d}") if partial else Read(problem="date_not_whole")


def _from_parts(day: int, month: int, year_text: str, *, partial: bool, years: tuple[int, int]) -> Read:
    if len(year_text) == 2:
        possible = [
            century + int(year_text) for century in (1900, 2000) if years[0] <= century + int(year_text) <= years[1]
        ]
        if len(possible) != 1:
            return Read(problem="date_two_digit_year", suggestion=f"{day:02d}/{month:02d}/19{year_text}")
        read = _from_parts(day, month, str(possible[0]), partial=partial, years=years)
        if read.problem:
            return read
        told = "/".join(reversed(read.value.split("-")))
        return Read(read.value, problem="date_year_completed", holds=False, suggestion=told)
    year = int(year_text)
    try:
        return _plausible(date(year, month, day))
    except ValueError:
        pass
    if day <= 12 < month <= 31:
        return Read(problem="date_month_first", suggestion=f"{month:02d}/{day:02d}/{year}")
    if day == 0 and month == 0 and partial and _FIRST_YEAR <= year <= _LAST_YEAR:
        return Read(str(year))
    keeps_month = partial and 1 <= month <= 12
    return Read(problem="date_impossible", suggestion=f"{month:02d}/{year}" if keeps_month else "")


def _plausible(day: date) -> Read:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return Read(problem="date_impossible")
    return Read(day.isoformat())


def join_date(day: object, month: object, year: object) -> str:
    """Three columns as one text that `read_date` reads: "03/02/1985", "02/1985", "1985" or ""."""
    parts = [text_of(cell) for cell in (day, month, year)]
    if parts[1].casefold().startswith("t"):
        parts[1] = parts[1][1:].strip()
    while parts and not parts[0]:
        parts.pop(0)
    return "/".join(parts)


def read_identity(cell: object) -> Read:
    """12 or 9 digits. A spreadsheet drops zeros at the front: 10 and 11 digits are filled up, and said."""
    text = text_of(cell)
    if len(text) == 12 and text.isascii() and text.isdigit() and text not in _PLACEHOLDERS and len(set(text)) > 1:
        return Read(text)
    text = re.sub(r"^(?:số\s*)?(?:cccd|cmnd|cmt|đdcn|căn cước|số)\s*[:.]?\s*(?=\d)", "", text, flags=re.IGNORECASE)
    if told := re.match(r"([\d][\d .]{7,15}\d)\s*[,;(\-–]*\s*(?:ngày|cấp|do|nơi|CA|Cục)\b", text, re.IGNORECASE):
        text = told[1]
    if ".." in text or "…" in text:
        return Read(problem="identity_wrong")
    digits = re.sub(r"[\s.\-'`_]", "", re.sub(r"[.,]0{1,2}$", "", text))
    if digits in _PLACEHOLDERS or (len(digits) > 2 and len(set(digits)) == 1):
        return Read(problem="identity_wrong")
    if not digits or fold(digits) in NOTHING:
        return Read()
    if digits.isascii() and digits.isdigit():
        if len(digits) in (9, 12):
            return Read(digits)
        if len(digits) in (10, 11):
            full = digits.zfill(12)
            return Read(full, problem="identity_padded", holds=False, suggestion=full)
    return Read(problem="identity_wrong")


_PLACEHOLDERS = {"123456789012", "012345678912", "123456789", "012345678901"}


def read_party_card(cell: object) -> Read:
    """Digits as they stand, or text; other than the eight digits of before 2025 is only mentioned."""
    text = text_of(cell)
    if len(text) == 8 and text.isascii() and text.isdigit():
        return Read(text)
    text = re.sub(
        r"^(?:số thẻ(?: đảng)?|thẻ(?: đảng)?|số)\s*[:.]?\s*(?=\d)", "", text.strip("'` "), flags=re.IGNORECASE
    )
    if fold(text) in NOTHING:
        return Read()
    digits = re.sub(r"[\s.\-]", "", text)
    card = digits if digits.isdigit() else text.replace(" ", "")
    if not card or (card.isdigit() and len(card) in {8, 12}):
        return Read(card)
    if len(card) > 20:
        return Read(problem="too_long", data={"limit": 20})
    suggestion = card.zfill(8) if card.isdigit() and len(card) < 8 else ""
    return Read(card, problem="party_card_unusual", holds=False, suggestion=suggestion)


def read_phone(cell: object) -> Read:
    """Digits with an optional +; nine digits get the zero back that a spreadsheet dropped."""
    phone = re.sub(r"[\s.\-()'`]", "", text_of(cell))
    if not phone or fold(phone) in NOTHING:
        return Read()
    if phone.isdigit() and len(phone) == 9 and phone[0] != "0":
        return Read(f"0{phone}", problem="phone_padded", holds=False, suggestion=f"0{phone}")
    if len(phone) > 15 or not phone.removeprefix("+").isdigit():
        return Read(problem="phone_wrong")
    return Read(phone)


def read_choice(cell: object, words: Mapping[str, str], problem: str) -> Read:
    """The code of a word, by `words` (folded word → code)."""
    text = text_of(cell)
    if not text:
        return Read()
    code = words.get(fold(text)) or words.get(fold(text).strip(" .,;:()"))
    return Read(code) if code else Read(problem=problem)


def read_text(cell: object, limit: int) -> Read:
    """Clean text of at most `limit` letters; a dash says nothing."""
    text = text_of(cell)
    if text.isascii() and text.isalnum() and len(text) <= limit:
        return Read(text)
    if fold(text) in {"-", "--", "—", "–", "/"}:
        return Read()
    return Read(text) if len(text) <= limit else Read(problem="too_long", data={"limit": limit})


def read_ethnicity(cell: object) -> Read:
    """The name of a people, one of the 54 in its usual spelling; another word is kept and mentioned."""
    text = text_of(cell).strip(" .,;")
    if not text or fold(text) in {"-", "--", "–"}:
        return Read()
    if known := _ETHNICITIES.get(_ethnic_key(text)):
        return Read(known)
    if len(text) > 40 or any(char.isdigit() for char in text) or text.casefold() in TICKS:
        return Read(problem="ethnicity_unknown")
    return Read(name_in_case(text), problem="ethnicity_unusual", holds=False)


def is_ethnicity(text: str) -> bool:
    return _ethnic_key(text) in _ETHNICITIES


def _ethnic_key(text: str) -> str:
    return re.sub(r"[^a-z]", "", fold(text).removeprefix("dan toc "))


# degrees written before a name, as they are abbreviated; "Ts" or "Bs" in small letters is left alone
_TITLES = re.compile(
    r"^(?:(?:BSCKI{1,2}|BSCK|BS|CKI{1,2}|CK\s?I{1,2}|ThS|ThS|TS|KS|CN|DS|PGS|GS|LS|YS)\b[.\s]*)+(?=[^\W\d_]{2,}\s)"
)


# words before a name that are none of it
_ADDRESSED = {"đc", "ông", "bà", "đồng"}


@lru_cache(maxsize=16_384)
def _is_name_word(word: str) -> bool:
    """Letters alone, the first a capital and no other: nothing to be set right in it."""
    return word.isalpha() and word[0].isupper() and (len(word) == 1 or word[1:].islower())


def read_name(cell: object) -> Read:
    """A full name: at least two words, no digits; capitals and small letters are set as names are written."""
    text = text_of(cell).strip(" .,;:*'`\"")
    words = text.split(" ")
    if len(words) > 1 and len(text) <= 120 and words[0].casefold() not in _ADDRESSED and all(map(_is_name_word, words)):
        return Read(text)
    text = re.sub(r"^(?:(?:đ/c|đc|ông|bà|đồng chí)[\s.:]+)", "", text, flags=re.IGNORECASE)
    text = _TITLES.sub("", text)
    if not text:
        return Read(problem="name_missing")
    if len(text) > 120:
        return Read(problem="too_long", data={"limit": 120})
    bare = re.sub(r"\s*\([^)]*\)\s*$", "", text)
    if bare != text and len(bare.split()) > 1 and not any(char.isdigit() for char in bare):
        return Read(problem="name_doubtful", suggestion=name_in_case(bare))
    if before := re.match(r"(.+?)\s+[-–]\s+\S", text):
        return Read(problem="name_doubtful", suggestion=name_in_case(before[1]))
    if len(text.split()) < 2 or not all(char.isalpha() or char in " '’`-." for char in text):
        return Read(problem="name_doubtful")
    return Read(name_in_case(text))


def name_in_case(text: str) -> str:
    """The words of a name with a capital each; a name typed in capitals, also half of them (old capital fonts), is set in small letters."""
    is_shouted = any(sum(char.isupper() for char in word) > 1 for word in re.split(r"[\s'’`\-.]+", text)) and (
        sum(char.isupper() for char in text) >= sum(char.islower() for char in text)
    )
    return re.sub(r"[^\s'’`\-.]+", lambda found: _word_in_case(found.group(), is_shouted=is_shouted), text)


def _word_in_case(word: str, *, is_shouted: bool) -> str:
    return word[:1].upper() + (word[1:].lower() if is_shouted else word[1:])


def read_education(cell: object) -> Read:
    """The highest degree a cell states, general or professional ("12/12", "ĐH Luật", "Thạc sĩ QLKT")."""
    text = fold(text_of(cell)).strip(" .,;:")
    if not text or text in NOTHING:
        return Read()
    if text in EDUCATION_WORDS:
        return Read(EDUCATION_WORDS[text])
    if re.search(
        r"\b(dang hoc|hoc vien cao hoc|dang theo hoc|sau dai hoc|tren dai hoc|sau dh|tren dh|chua tn|chua tot nghiep|du kien)\b",
        text,
    ):
        return Read(problem="education_unknown")
    school = re.search(r"\b(\d{1,2})\s*/\s*(10|12)\b", text)
    if school and school[1] != school[2] and re.search(r"\b(thpt|pho thong|cap 3|cap iii)\b", text):
        return Read(problem="education_unknown")
    if re.search(r"\b(duoc s[iy]|y s[iy]|dieu duong|ho sinh)\b.*\b(trung hoc|trung cap)\b", text):
        return Read("intermediate")
    if re.search(r"\bcu nhan cao dang\b", text):
        return Read("college")
    for code, pattern in _DEGREES:
        if pattern.search(text):
            return Read(code)
    if school:
        return _school_year(int(school[1]), int(school[2]))
    return Read(problem="education_unknown")


def _school_year(year: int, of: int) -> Read:
    """Classes passed of the ten- or twelve-year school as the level that was completed."""
    if not 1 <= year <= of:
        return Read(problem="education_unknown")
    if year == of:
        return Read("upper_secondary")
    primary, lower = (4, 7) if of == 10 else (5, 9)
    return Read(
        "lower_secondary" if year >= lower else "primary" if year >= primary else "",
        "" if year >= primary else "education_unknown",
    )


def read_theory(cell: object) -> Read:
    """The theory level a cell states."""
    text = fold(text_of(cell)).strip(" .,;:")
    if not text:
        return Read()
    if text in THEORY_WORDS:
        return Read(THEORY_WORDS[text])
    if re.search(r"\b(dang hoc|dang theo|tuong duong|chua xong|chua tot nghiep)\b", text):
        return Read(problem="theory_unknown")
    bare = re.sub(
        r"\b(ly luan chinh tri|ly luan|llct|chinh tri|hanh chinh|hc|ct|he tap trung|tai chuc|bang|da hoc|[-–/])\b|[-–/.]",
        " ",
        text,
    )
    bare = " ".join(re.sub(r"\(?\b(?:19|20)\d{2}\b\)?|[()]", " ", bare).split())
    if bare in THEORY_WORDS:
        return Read(THEORY_WORDS[bare])
    found = set() if re.search(r"\bchua\b", text) else {code for code, pattern in _THEORIES if pattern.search(text)}
    return Read(found.pop()) if len(found) == 1 else Read(problem="theory_unknown")


def is_ticked(cell: object) -> bool | None:
    """Whether a tick column says yes: a tick, a year, a day; no: empty, 0, "không"; None when it says something else."""
    text = text_of(cell)
    if not text or fold(text) in NOTHING:
        return False
    if (
        text.casefold() in TICKS
        or isinstance(cell, Mapping)
        or re.fullmatch(r"(?:\d{1,2}[/.-]){0,2}(?:19|20)\d{2}", text)
    ):
        return True
    return None


SEX_WORDS = {
    "nam": "male",
    "nu": "female",
    "male": "male",
    "female": "female",
    "nam gioi": "male",
    "nu gioi": "female",
    "trai": "male",
    "gai": "female",
}
_EDUCATION = {
    "primary": ("tieu hoc", "cap 1", "cap i"),
    "lower_secondary": ("thcs", "trung hoc co so", "cap 2", "cap ii"),
    "upper_secondary": ("thpt", "trung hoc pho thong", "cap 3", "cap iii", "ptth"),
    "intermediate": ("trung cap", "tc", "tccn", "thcn", "trung hoc chuyen nghiep"),
    "college": ("cao dang", "cd"),
    "university": ("dai hoc", "dh", "cu nhan", "ky su", "bac si", "cn", "ks", "bs"),
    "master": ("thac si", "thac sy", "ths", "cao hoc"),
    "doctor": ("tien si", "tien sy", "ts"),
}
_THEORY = {
    "none": ("chua qua dao tao", "chua", "khong", "chua dao tao", "chua qua", "chua co", "chua hoc", "0"),
    "elementary": ("so cap", "sc", "so cap llct", "scllct"),
    "intermediate": ("trung cap", "tc", "tcllct", "tcct", "trung cap llct"),
    "advanced": (
        "cao cap",
        "cc",
        "cu nhan",
        "cn",
        "cao cap, cu nhan",
        "ccllct",
        "ccct",
        "cnct",
        "cao cap cu nhan",
    ),
}
EDUCATION_WORDS: dict[str, str] = {word: code for code, words in _EDUCATION.items() for word in words}
THEORY_WORDS: dict[str, str] = {word: code for code, words in _THEORY.items() for word in words}
EDUCATION_ORDER = tuple(_EDUCATION)
THEORY_ORDER = tuple(_THEORY)
_DEGREES = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        ("doctor", r"\btien s[iy]\b|\bts\b|\bpgs\b|\bgs\b"),
        ("master", r"\bthac s[iy]\b|\bths\b|\bcao hoc\b|\bth\.s\b|\bth s\b"),
        (
            "university",
            r"\bdai hoc\b|\bdh[a-z]{0,3}\b|\bcu nhan\b|\bky su\b|\bbac s[iy]\b|\bkien truc su\b|\bduoc s[iy]\b|\bcn\b|\bks\b|\bbs\b",
        ),
        ("college", r"\bcao dang\b|\bcd[a-z]{0,2}\b"),
        ("intermediate", r"\btrung cap\b|\btc[a-z]{0,2}\b|\btrung hoc chuyen nghiep\b|\bthcn\b|\by s[iy]\b"),
        (
            "upper_secondary",
            r"\bthpt\b|\btrung hoc pho thong\b|\bptth\b|\bcap (3|iii)\b|\b12/12\b|\b10/10\b|\blop 12\b",
        ),
        ("lower_secondary", r"\bthcs\b|\btrung hoc co so\b|\bcap (2|ii)\b"),
        ("primary", r"\btieu hoc\b|\bcap (1|i)\b"),
    )
)
_THEORIES = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        ("advanced", r"\bcao cap\b|\bcu nhan\b|\bccllct\b|\bccct\b"),
        ("intermediate", r"\btrung cap\b|\btcllct\b|\btcct\b"),
        ("elementary", r"\bso cap\b|\bscllct\b"),
    )
)

# the 54 peoples in their usual spelling (danh mục các thành phần dân tộc Việt Nam, QĐ 121-TCTK/PPCĐ, 02/3/1979)
_NAMES = [
    "Kinh",
    "Tày",
    "Thái",
    "Hoa",
    "Khmer",
    "Mường",
    "Nùng",
    "Mông",
    "Dao",
    "Gia Rai",
    "Ngái",
    "Ê Đê",
    "Ba Na",
    "Xơ Đăng",
    "Sán Chay",
    "Cơ Ho",
    "Chăm",
    "Sán Dìu",
    "Hrê",
    "Mnông",
    "Raglay",
    "Xtiêng",
    "Bru-Vân Kiều",
    "Thổ",
    "Giáy",
    "Cơ Tu",
    "Giẻ Triêng",
    "Mạ",
    "Khơ Mú",
    "Co",
    "Tà Ôi",
    "Chơ Ro",
    "Kháng",
    "Xinh Mun",
    "Hà Nhì",
    "Chu Ru",
    "Lào",
    "La Chí",
    "La Ha",
    "Phù Lá",
    "La Hủ",
    "Lự",
    "Lô Lô",
    "Chứt",
    "Mảng",
    "Pà Thẻn",
    "Cơ Lao",
    "Cống",
    "Bố Y",
    "Si La",
    "Pu Péo",
    "Brâu",
    "Ơ Đu",
    "Rơ Măm",
]
_OTHER_SPELLINGS = {
    "hmong": "Mông", "meo": "Mông", "khome": "Khmer", "khome r": "Khmer", "khomer": "Khmer", "khmer": "Khmer", "ede": "Ê Đê",
    "jarai": "Gia Rai", "jrai": "Gia Rai", "bahnar": "Ba Na", "bana": "Ba Na", "sedang": "Xơ Đăng", "xodang": "Xơ Đăng", "kho": "Cơ Ho",
    "koho": "Cơ Ho", "cham": "Chăm", "hre": "Hrê", "raglai": "Raglay", "stieng": "Xtiêng", "xtieng": "Xtiêng", "bruvankieu": "Bru-Vân Kiều",
    "vankieu": "Bru-Vân Kiều", "cotu": "Cơ Tu", "gietrieng": "Giẻ Triêng", "khomu": "Khơ Mú", "taoi": "Tà Ôi", "mnong": "Mnông",
    "caolan": "Sán Chay", "churu": "Chu Ru",
}  # fmt: skip
_ETHNICITIES = {_ethnic_key(name): name for name in _NAMES} | _OTHER_SPELLINGS

# the first that stands in the title decides; deputies before those they stand for
_POSTS = (
    ("pho bi thu chi bo", "cell_deputy"),
    ("bi thu chi bo", "cell_secretary"),
    ("chi uy vien", "cell_committee_member"),
    ("pho bi thu dang uy", "committee_deputy"),
    ("bi thu dang uy", "committee_secretary"),
    ("dang uy vien", "committee_member"),
    ("bi thu doan", "youth_officer"),
    ("bi thu chi doan", "youth_officer"),
    ("chu tich hoi", "mass_officer"),
    ("giao vien", "teacher"),
    ("giang vien", "teacher"),
)


def post_kind_of(title: str) -> str:
    """The group of a post by the words of its title; "other" when none fits."""
    folded = fold(title)
    return next((kind for words, kind in _POSTS if words in folded), "other")
