"""Which days a report speaks of: `8 tháng đầu năm 2023`, `nhiệm kỳ 2015 - 2020`, `từ 15/12/2021 đến 14/6/2022`, `quý II/2020`.

Days are read from the words; where the words give no year there are none.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .letters import Letters

_YEAR = r"(?:19|20)\d\d"
_DAY = rf"(?P<{{0}}d>\d{{{{1,2}}}})\s?[/.-]\s?(?P<{{0}}m>\d{{{{1,2}}}})\s?[/.-]\s?(?P<{{0}}y>{_YEAR})"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_COUNTED = {
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
}
_MONTHS = r"(?P<months>\d{1,2}|ba|bốn|năm|sáu|bảy|tám|chín|mười một|mười hai|mười)"


@dataclass(frozen=True)
class Period:
    """The words at letters `start` to `end`; the first and the last day, both counted, as far as they can be told."""

    start: int
    end: int
    label: str
    first: date | None
    last: date | None
    leads: bool
    """Whether it stands where a sentence says what it speaks of."""


_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(shape))
    for name, shape in (
        (
            "days",
            rf"(?:từ\s+)?(?:ngày\s+)?{_DAY.format('a')}\s*(?:đến|-|tới)\s*(?:hết\s+)?(?:ngày\s+)?{_DAY.format('b')}",
        ),
        ("half", rf"(?:6|sáu)\s+tháng\s+cuối\s+(?:năm\s*)?(?P<y>{_YEAR})?"),
        (
            "months",
            rf"{_MONTHS}\s+tháng(?=\s+(?:đầu|năm|của năm|qua|{_YEAR}))(?:\s+(?:đầu|qua))?(?:\s+(?:của\s+)?năm)?(?:\s*(?P<y>{_YEAR}))?",
        ),
        ("quarter", rf"quý\s+(?P<q>iv|i{{1,3}}|[1-4])\s*(?:[/,-]|năm|của năm)?\s*(?:năm\s+)?(?P<y>{_YEAR})?"),
        ("schoolyear", rf"năm\s+học\s+(?P<y>{_YEAR})\s?-\s?(?P<z>{_YEAR}|\d\d)"),
        (
            "term",
            rf"(?:nhiệm\s+kỳ|nhiệm\s+kì|giai\s+đoạn|các\s+năm|\d+\s+năm)\s*\(?\s*(?:từ\s+)?(?:năm\s+)?(?P<y>{_YEAR})\s*(?:-|đến|tới)\s*(?:năm\s+)?(?P<z>{_YEAR})\)?",
        ),
        (
            "years",
            rf"(?:từ\s+)?(?:đầu\s+)?năm\s+(?P<y>{_YEAR})\s*(?:-|đến|tới)\s*(?:hết\s+|cuối\s+)?(?:năm\s+)?(?P<z>{_YEAR})",
        ),
        (
            "years",
            rf"(?:(?:\d+|hai|ba)\s+)?năm\s+(?P<y>{_YEAR})\s*(?:,\s*(?:{_YEAR})\s*)*(?:và|,)\s*(?:năm\s+)?(?P<z>{_YEAR})",
        ),
        ("years", rf"từ\s+(?P<y>{_YEAR})\s*(?:-|đến|tới)\s*(?P<z>{_YEAR})"),
        ("since", rf"từ\s+(?:đầu\s+)?(?:năm\s+)?(?P<y>{_YEAR})\s+(?:đến|tới)\s+nay"),
        ("since", rf"từ\s+(?:đầu\s+)?tháng\s+(?P<m>\d{{1,2}})\s?[/-]\s?(?P<y>{_YEAR})\s+(?:đến|tới)\s+nay"),
        ("since", r"(?:từ\s+đầu\s+năm|từ\s+đầu\s+nhiệm\s+kỳ)(?:\s+(?:đến|tới)\s+nay)?(?!\s*(?:19|20)\d\d)"),
        ("untilday", rf"(?:tính\s+)?(?:đến|tới)\s+(?:hết\s+)?(?:ngày\s+){_DAY.format('b')}"),
        (
            "until",
            rf"(?:tính\s+)?(?:đến|tới)\s+(?:hết\s+|cuối\s+)?tháng\s+(?P<m>\d{{1,2}})\s?(?:[/-]|năm)\s?(?P<y>{_YEAR})",
        ),
        ("month", rf"tháng\s+(?P<m>\d{{1,2}})\s?(?:[/-]|năm)\s?(?P<y>{_YEAR})"),
        ("year", rf"năm\s+(?P<y>{_YEAR})"),
    )
)
# words before it that make it a year of something else
_OTHER = re.compile(
    r"(?:so với|cùng kỳ|kế hoạch|chỉ tiêu|sang|trước|nghị quyết|đại hội|ngày|số|văn bản|đề án|khóa|khoá|vào|hướng dẫn|nhiệm vụ|phương hướng|sinh)"
    r"(?:\s+(?:của|cho|thực hiện|cả|cùng kỳ))?\s*$"
)
_LEAD = re.compile(
    r"(?:^|[.;:!?\n\]…(]|-|\+|\*)\s*(?:\W*)(?:(?:riêng|chỉ tính|tính|cụ thể|theo đó|còn|kết quả|trong|chỉ|như vậy|qua|về)\s*,?\s*){0,3}$"
)
_PLAN_OF = re.compile(r"(?:^|[.;\n])\s*(?:theo\s+)?kế hoạch\s*(?:của\s+)?$")
_TRONG = re.compile(r"(?:trong|tính|riêng|qua|giai đoạn|nhiệm kỳ)\s*$")


def find_periods(letters: Letters) -> list[Period]:
    """Every period named as what the text speaks of, in its order; a year it is compared with or planned for is none."""
    found: list[Period] = []
    for name, shape in _SHAPES:
        for match in shape.finditer(letters.low):
            start, end = match.span()
            end -= len(match.group()) - len(match.group().rstrip())
            if any(start < other.end and other.start < end for other in found):
                continue
            before = letters.low[max(0, start - 40) : start]
            if (
                _OTHER.search(before) and not _PLAN_OF.search(letters.low[max(0, start - 60) : start])
            ) or not _stands_apart(letters.low, start, end):
                continue
            if re.match(r"\s*(?:chuyển sang|trở về trước|sang)", letters.low[end : end + 20]):
                continue
            days = _days(name, match)
            if days is None:
                continue
            leads = bool(_LEAD.search(letters.low[:start][-60:])) or bool(_TRONG.search(before))
            found.append(Period(start, end, letters.cut(start, end), *days, leads))
    return sorted(found, key=lambda period: period.start)


def _stands_apart(low: str, start: int, end: int) -> bool:
    return not (start and low[start - 1].isalnum()) and not (end < len(low) and low[end].isalnum())


def _days(name: str, found: re.Match[str]) -> tuple[date | None, date | None] | None:
    """First and last day; None where the words make no period at all (13 tháng, ngày 31/02)."""
    given = found.groupdict()
    try:
        return next(_reckon(name, given))
    except (ValueError, StopIteration):
        return None


def _reckon(name: str, given: dict[str, str | None]) -> Iterator[tuple[date | None, date | None]]:
    year = int(given["y"]) if given.get("y") else None
    until = int(given["z"] or 0) if given.get("z") else None
    if until is not None and until < 100:
        until += (year or 0) // 100 * 100
    if name in {"days", "untilday"}:
        last = _day(given, "b")
        yield (_day(given, "a") if name == "days" else None), last
    elif name == "months":
        months = _COUNTED.get(given["months"] or "") or int(given["months"] or 0)
        if 1 <= months <= 12:
            yield _span(year, 1, months)
    elif name == "half":
        yield _span(year, 7, 12)
    elif name == "quarter":
        quarter = _ROMAN[given["q"] or ""]
        yield _span(year, quarter * 3 - 2, quarter * 3)
    elif name == "month":
        yield _span(year, int(given["m"] or 0), int(given["m"] or 0))
    elif name == "until" and year:
        yield None, _span(year, int(given["m"] or 0), int(given["m"] or 0))[1]
    elif name == "since":
        yield (date(year, int(given.get("m") or 1), 1) if year else None), None
    elif name == "schoolyear" and year and until:
        yield date(year, 9, 1), date(until, 8, 31)
    elif year and until and until >= year:
        yield date(year, 1, 1), date(until, 12, 31)
    elif year and until is None:
        yield _span(year, 1, 12)


def _span(year: int | None, first: int, last: int) -> tuple[date | None, date | None]:
    if year is None:
        return None, None
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _day(given: dict[str, str | None], side: str) -> date:
    return date(*(int(given[f"{side}{part}"] or 0) for part in "ymd"))
