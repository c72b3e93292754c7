"""Pure rules about identity numbers, births and membership."""

from datetime import date

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_CENTURY_AND_SEX = {"0": (1900, "male"), "1": (1900, "female"), "2": (2000, "male"), "3": (2000, "female")}


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
