"""What a cell says: dates in all their forms, numbers that lost zeros, words for choices. Nothing doubtful is guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hocvien.common.text import clean_name, fold

_SERIAL_START = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 3000, 80000
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{2}|\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


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
    if isinstance(cell, Mapping):
        return date.fromisoformat(str(cell["d"])).strftime("%d/%m/%Y")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean_name(str(cell))


def read_date(cell: object, *, partial: bool) -> Read:
    """ISO day, with `partial` also "1970-05" and "1970". Excel serials count; two-digit years are asked about."""
    if isinstance(cell, Mapping):
        return _plausible(date.fromisoformat(str(cell["d"])))
    text = text_of(cell)
    if not text:
        return Read()
    if isinstance(cell, float | int) and not isinstance(cell, bool) and _FIRST_SERIAL <= cell <= _LAST_SERIAL:
        return _plausible(_SERIAL_START + timedelta(days=int(cell)))
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        return _from_parts(int(day), int(month), year, partial=partial)
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
        return _from_parts(int(day), int(month), year, partial=partial)
    if match := _MONTH_YEAR.fullmatch(text):
        month, year = int(match[1]), int(match[2])
        if not (1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR):
            return Read(problem="date_impossible")
        return Read(f"{year:04d}-{month:02d}") if partial else Read(problem="date_not_whole")
    if _YEAR.fullmatch(text):
        if not _FIRST_YEAR <= int(text) <= _LAST_YEAR:
            return Read(problem="date_impossible")
        return Read(text) if partial else Read(problem="date_not_whole")
    return Read(problem="date_unreadable")


def _from_parts(day: int, month: int, year_text: str, *, partial: bool) -> Read:
    if len(year_text) == 2:
        return Read(problem="date_two_digit_year", suggestion=f"{day:02d}/{month:02d}/19{year_text}")
    year = int(year_text)
    try:
        return _plausible(date(year, month, day))
    except ValueError:
        pass
    if day <= 12 < month <= 31:
        return Read(problem="date_month_first", suggestion=f"{month:02d}/{day:02d}/{year}")
    keeps_month = partial and 1 <= month <= 12
    return Read(problem="date_impossible", suggestion=f"{month:02d}/{year}" if keeps_month else "")


def _plausible(day: date) -> Read:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return Read(problem="date_impossible")
    return Read(day.isoformat())


def read_identity(cell: object) -> Read:
    """12 or 9 digits. A spreadsheet drops zeros at the front: 10 and 11 digits are filled up, and said."""
    digits = re.sub(r"[\s.\-']", "", text_of(cell))
    if not digits:
        return Read()
    if digits.isascii() and digits.isdigit():
        if len(digits) in (9, 12):
            return Read(digits)
        if len(digits) in (10, 11):
            full = digits.zfill(12)
            return Read(full, problem="identity_padded", holds=False, suggestion=full)
    return Read(problem="identity_wrong")


def read_party_card(cell: object) -> Read:
    """Text as it stands; other than the eight digits of before 2025 is only mentioned."""
    card = text_of(cell).replace(" ", "")
    if not card or (len(card) == 8 and card.isdigit()):
        return Read(card)
    if len(card) > 20:
        return Read(problem="too_long", data={"limit": 20})
    lost_zeros = isinstance(cell, float | int) and len(card) < 8
    return Read(card, problem="party_card_unusual", holds=False, suggestion=card.zfill(8) if lost_zeros else "")


def read_phone(cell: object) -> Read:
    """Digits with an optional +; nine digits from a number cell get their zero back."""
    phone = re.sub(r"[\s.\-()]", "", text_of(cell))
    if isinstance(cell, float | int) and len(phone) == 9:
        return Read(f"0{phone}", problem="phone_padded", holds=False, suggestion=f"0{phone}")
    if phone and (len(phone) > 15 or not phone.removeprefix("+").isdigit()):
        return Read(problem="phone_wrong")
    return Read(phone)


def read_choice(cell: object, words: Mapping[str, str], problem: str) -> Read:
    """The code of a word, by `words` (folded word → code)."""
    text = text_of(cell)
    if not text:
        return Read()
    code = words.get(fold(text))
    return Read(code) if code else Read(problem=problem)


def read_text(cell: object, limit: int) -> Read:
    """Clean text of at most `limit` letters."""
    text = text_of(cell)
    return Read(text) if len(text) <= limit else Read(problem="too_long", data={"limit": limit})


def read_name(cell: object) -> Read:
    """A full name: at least two words, no digits; written in capitals it is set in small letters with a capital each."""
    text = text_of(cell)
    if not text:
        return Read(problem="name_missing")
    if len(text) > 120:
        return Read(problem="too_long", data={"limit": 120})
    if any(char.isdigit() for char in text) or len(text.split()) < 2:
        return Read(problem="name_doubtful")
    if text.isupper():
        return Read(" ".join(word.capitalize() for word in text.split(" ")))
    return Read(text)


_SEX = {"nam": "male", "nu": "female", "male": "male", "female": "female"}
_EDUCATION = {
    "primary": ("tieu hoc", "5/12"),
    "lower_secondary": ("thcs", "trung hoc co so", "9/12", "cap 2"),
    "upper_secondary": ("thpt", "trung hoc pho thong", "12/12", "10/10", "cap 3", "ptth"),
    "intermediate": ("trung cap", "tc"),
    "college": ("cao dang", "cd"),
    "university": ("dai hoc", "dh", "cu nhan", "ky su", "bac si"),
    "master": ("thac si", "thac sy", "ths", "cao hoc"),
    "doctor": ("tien si", "tien sy", "ts"),
}
_THEORY = {
    "none": ("chua qua dao tao", "chua", "khong", "chua dao tao"),
    "elementary": ("so cap", "sc"),
    "intermediate": ("trung cap", "tc"),
    "advanced": ("cao cap", "cc", "cu nhan", "cao cap, cu nhan"),
}
SEX_WORDS: dict[str, str] = _SEX
EDUCATION_WORDS: dict[str, str] = {word: code for code, words in _EDUCATION.items() for word in words}
THEORY_WORDS: dict[str, str] = {word: code for code, words in _THEORY.items() for word in words}

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
