"""Pure rules about identity numbers, births, membership, and the likeness of two records."""

from datetime import date
from functools import lru_cache

from hocvien.people.constants import LIKENESS, MOST_LIKENESS
from hocvien.people.data import Likeness, Looks

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_CENTURY_AND_SEX = {"0": (1900, "male"), "1": (1900, "female"), "2": (2000, "male"), "3": (2000, "female")}


@lru_cache(maxsize=16_384)
def read_birth(text: str) -> tuple[date | None, str] | None:
    """ISO "1970-05-03", "1970-05" or "1970" → (first possible day, precision); "" → (None, "day"); None when unreadable."""
    if not text:
        return None, "day"
    parts = text.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or not _FIRST_YEAR <= int(parts[0]) <= _LAST_YEAR:
        return None
    try:
        numbers = [int(p) for p in parts]
        if len(numbers) == 1:
            return date(numbers[0], 1, 1), "year"
        if len(numbers) == 2:
            return date(numbers[0], numbers[1], 1), "month"
        return date(*numbers), "day"
    except (ValueError, TypeError):
        return None


def identity_number_form_ok(number: str) -> bool:
    """12 digits (CCCD) or 9 (old CMND)."""
    return number.isascii() and number.isdigit() and len(number) in (9, 12)


def identity_number_agrees(number: str, sex: str, birth_year: int | None) -> bool:
    """Whether a 12-digit number agrees with sex and birth year: 3 place + 1 century and sex + 2 year + 6; no check digit."""
    if len(number) != 12 or number[3] not in _CENTURY_AND_SEX:
        return True
    century, number_sex = _CENTURY_AND_SEX[number[3]]
    if sex and sex != number_sex:
        return False
    return birth_year is None or birth_year == century + int(number[4:6])


def membership_as_of(admitted_on: date | None, official_on: date | None, left_on: date | None, on: date) -> str:
    """One of none, probationary, official: the membership on that day."""
    if admitted_on is None or admitted_on > on or (left_on is not None and left_on <= on):
        return "none"
    if official_on is not None and official_on <= on:
        return "official"
    return "probationary"


def birth_in_words(birth_on: date | None, precision: str) -> str:
    """As people write it, as far as it is known: "03/05/1970", "05/1970", "1970" or ""."""
    if birth_on is None:
        return ""
    return birth_on.strftime({"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}[precision])


def plain_phone(text: str) -> str:
    """The digits of a telephone number, +84 as 0: "+84 912 345.678" → "0912345678"; what holds letters stays as it is."""
    bare = "".join(char for char in text if char not in " .-()\u00a0")
    if bare.startswith("+84"):
        bare = f"0{bare[3:]}"
    return bare if bare.isascii() and bare.isdigit() else text.strip()


def one_slip(first: str, second: str) -> bool:
    """Whether two texts of one length differ by one character, or by two neighbours swapped."""
    if len(first) != len(second) or first == second:
        return False
    places = [at for at, (one, other) in enumerate(zip(first, second, strict=True)) if one != other]
    if len(places) == 1:
        return True
    at = places[0]
    return places == [at, at + 1] and first[at] == second[at + 1] and first[at + 1] == second[at]


def compare_births(first: str, second: str) -> str:
    """A code of LIKENESS for two births as ISO, as far as known ("1970", "1970-05", "1970-05-03", "")."""
    if not first or not second:
        return "birth_missing"
    if first == second:
        return "same_birth"
    if len(first) != len(second):
        short, long = sorted((first, second), key=len)
        return "birth_less_known" if long.startswith(short) else "birth_differs"
    if len(first) == 10:
        (year, month, day), (other_year, other_month, other_day) = first.split("-"), second.split("-")
        if (year, month, day) == (other_year, other_day, other_month):
            return "day_month_swapped"
    return "birth_digit_off" if one_slip(first, second) else "birth_differs"


def compare_identities(first: str, second: str) -> str:
    """A code of LIKENESS for two identity numbers, or "" where one is not known."""
    if not first or not second or first == second:
        return ""
    if len(first) != len(second):
        # a lost leading zero: eleven digits of twelve; nine digits are an old card, which says nothing about the new one
        short, long = sorted((first, second), key=len)
        return "identity_digit_off" if long.lstrip("0") == short.lstrip("0") else "identity_old_and_new"
    return "identity_digit_off" if one_slip(first, second) else "identity_differs"


def compare_looks(one: Looks, other: Looks) -> Likeness:
    """How alike two records are. Symmetric; an identity number a digit off counts only beside a name or a birth that agrees."""
    codes = []
    names, other_names = {one.name, one.birth_name} - {""}, {other.name, other.birth_name} - {""}
    if one.name == other.name:
        codes.append("same_name")
    elif names & other_names:
        codes.append("same_birth_name")
    birth = compare_births(one.birth, other.birth)
    codes.append(birth)
    identity = compare_identities(one.identity_number, other.identity_number)
    if identity == "identity_digit_off" and not codes[:-1] and birth != "same_birth":
        identity = ""
    if identity:
        codes.append(identity)
    if one.party_card and other.party_card:
        codes.append("same_party_card" if one.party_card == other.party_card else "party_card_differs")
    if one.profile_number and one.profile_number == other.profile_number:
        codes.append("same_profile_number")
    if one.phone and one.phone == other.phone:
        codes.append("same_phone")
    if one.unit_ids & other.unit_ids:
        codes.append("same_unit")
    if one.sex and other.sex and one.sex != other.sex:
        codes.append("sex_differs")
    score = sum(LIKENESS[code] for code in codes)
    return Likeness(tuple(codes), max(0, min(MOST_LIKENESS, score)))
