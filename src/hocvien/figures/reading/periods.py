"""Which days a report speaks of: `8 tháng đầu năm 2023`, `nhiệm kỳ 2015 - 2020`, `từ 15/12/2021 đến 14/6/2022`, `quý II/2020`.

Days are read from the words; where the words give no year there are none.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .letters import Letters, letters_of

_YEAR = r"(?:19|20)\d\d"
_DAY = rf"(?P<{{0}}d>\d{{{{1,2}}}})\s?(?:[/.-]|tháng)\s?(?P<{{0}}m>\d{{{{1,2}}}})\s?(?:[/.-]|năm)\s?(?P<{{0}}y>{_YEAR})"
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
    compared: bool = False
    """Another period's own figures, told beside those the text is about."""


_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(shape))
    for name, shape in (
        (
            "days",
            rf"(?:từ\s+)?(?:ngày\s+)?{_DAY.format('a')}\s*(?:đến|-|tới)\s*(?:hết\s+)?(?:ngày\s+)?{_DAY.format('b')}",
        ),
        (
            "since",
            rf"(?:kể\s+)?từ\s+(?:khi|sau|ngày|thời điểm)[^.;,\d]{{0,60}}\(?(?:từ\s+)?(?:ngày\s+)?{_DAY.format('')}\)?\s+(?:đến|tới)\s+nay",
        ),
        (
            "monthspan",
            rf"từ\s+(?P<m>\d{{1,2}})\s?/\s?(?P<x>{_YEAR})\s*(?:đến|-|tới)\s*(?:hết\s+)?(?:tháng\s+)?(?P<n>\d{{1,2}})\s?/\s?(?P<y>{_YEAR})",
        ),
        (
            "reach",
            (
                rf"(?:kể\s+)?từ\s+(?:đầu\s+)?(?:(?:ngày\s+)?(?P<ad>\d{{1,2}})\s?(?:[/.-]|tháng)\s?(?P<am>\d{{1,2}})(?:\s?(?:[/.-]|năm)\s?(?P<ay>{_YEAR}))?|tháng\s+(?P<om>\d{{1,2}})(?:\s?(?:[/-]|năm)\s?(?P<oy>{_YEAR}))?|(?:ngày\s+)?(?P<xd>\d{{1,2}}))"
                rf"\s*(?:đến|-|tới)\s*(?:hết\s+|cuối\s+)?"
                rf"(?:(?:ngày\s+)?(?P<bd>\d{{1,2}})\s?(?:[/.-]|tháng)\s?(?P<bm>\d{{1,2}})(?:\s?(?:[/.-]|năm)\s?(?P<by>{_YEAR}))(?!\d)|tháng\s+(?P<pm>\d{{1,2}})\s?(?:[/-]|năm)\s?(?P<py>{_YEAR})(?!\d))"
            ),
        ),
        (
            "since",
            rf"(?:kể\s+)?từ\s+(?:ngày\s+)?{_DAY.format('')}\s+(?:đến|tới)\s+nay",
        ),
        (
            "twomonths",
            rf"tháng\s+(?P<m>\d{{1,2}})(?:\s*,\s*\d{{1,2}})*\s*(?:,|và|-)\s*(?:tháng\s+)?(?P<n>\d{{1,2}})\s?(?:/|năm|-(?=\s?{_YEAR}))\s?(?P<y>{_YEAR})",
        ),
        # what was reached by then, beside a month or a quarter
        (
            "months",
            rf"l(?:ũy|uỹ)\s+kế\s+(?:đến\s+)?{_MONTHS}\s+tháng(?:\s+đầu)?(?:\s+(?:của\s+)?năm)?(?:\s*(?P<y>{_YEAR}))?",
        ),
        ("last", rf"{_MONTHS}\s+tháng\s+cuối(?:\s+(?:của\s+)?năm)?(?:\s*(?P<y>{_YEAR}))?"),
        (
            "months",
            rf"{_MONTHS}\s+tháng(?=\s+(?:đầu|năm|của năm|qua|{_YEAR}))(?:\s+(?:đầu|qua))?(?:\s+(?:của\s+)?năm)?(?:\s*(?P<y>{_YEAR}))?",
        ),
        (
            "quarters",
            rf"quý\s+(?P<q>iv|i{{1,3}}|[1-4])\s*(?:,|và|-|đến)\s*quý\s+(?P<r>iv|i{{1,3}}|[1-4])\s*(?:[/,-]|năm|của năm)?\s*(?:năm\s+)?(?P<y>{_YEAR})",
        ),
        (
            "monthspan",
            rf"từ\s+(?:đầu\s+)?tháng\s+(?P<m>\d{{1,2}})(?:\s?(?:[/-]|năm)\s?(?P<x>{_YEAR}))?\s*(?:đến|-|tới)\s*(?:hết\s+|cuối\s+)?tháng\s+(?P<n>\d{{1,2}})\s?(?:[/-]|năm)\s?(?P<y>{_YEAR})",
        ),
        (
            "quarters",
            rf"quý\s+(?P<q>iv|i{{1,3}}|[1-4])\s*(?:,|và|-|đến)\s*(?P<r>iv|i{{1,3}}|[1-4])\s*(?:[/,-]|năm|của năm)\s*(?:năm\s+)?(?P<y>{_YEAR})",
        ),
        ("quarter", rf"quý\s+(?P<q>iv|i{{1,3}}|[1-4])(?!\w)(?:\s*(?:[/,-]|năm|của năm)?\s*(?:năm\s+)?(?P<y>{_YEAR}))?"),
        (
            "since",
            rf"từ\s+(?:đầu\s+)?(?:nhiệm\s+kỳ|nhiệm\s+kì)\s+(?P<y>{_YEAR})\s*-\s*{_YEAR}\s+(?:đến|tới)\s+nay",
        ),
        (
            "fromyear",
            rf"từ\s+(?:đầu\s+)?(?:năm\s+)?(?P<x>{_YEAR})\s+(?:đến|tới)\s+(?:hết\s+|cuối\s+)?tháng\s+(?P<n>\d{{1,2}})\s?(?:[/-]|năm)\s?(?P<y>{_YEAR})",
        ),
        (
            "fromyear",
            rf"từ\s+(?:đầu\s+)?(?:năm\s+)?(?P<x>{_YEAR})\s+(?:đến|tới)\s+(?:hết\s+)?(?:ngày\s+){_DAY.format('b')}",
        ),
        (
            "since",  # half a term: begun with it, its last day not told
            rf"nửa\s+(?:đầu\s+)?(?:nhiệm\s+kỳ|nhiệm\s+kì)\s*\(?\s*(?:từ\s+)?(?:năm\s+)?(?P<y>{_YEAR})\s*(?:-|đến|tới)\s*(?:năm\s+)?{_YEAR}",
        ),
        ("intake", rf"(?:khóa\s+học|khoá\s+học|niên\s+khóa|niên\s+khoá)\s*\(?(?P<y>{_YEAR})\s?-\s?(?P<z>{_YEAR})"),
        ("schoolyear", rf"năm\s+học\s+(?P<y>{_YEAR})\s?-\s?(?P<z>{_YEAR}|\d\d)"),
        (
            "term",
            rf"(?:nhiệm\s+kỳ|nhiệm\s+kì|giai\s+đoạn|các\s+năm|\d+\s+năm(?:\s+(?:qua|gần\s+đây))?)\s*\(?\s*(?:từ\s+)?(?:năm\s+)?(?P<y>{_YEAR})\s*(?:-|đến|tới)\s*(?:năm\s+)?(?P<z>{_YEAR})\)?",
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
        ("since", rf"từ\s+đầu\s+năm\s+(?P<y>{_YEAR})(?!\s*(?:-|đến|tới))"),
        ("untilday", rf"(?:tính\s+)?(?:đến|tới)\s+(?:hết\s+)?(?:thời\s+điểm\s+)?(?:ngày\s+)?{_DAY.format('b')}"),
        ("untilyear", rf"tính\s+(?:đến|tới)\s+(?:hết\s+|cuối\s+)?năm\s+(?P<y>{_YEAR})"),
        (
            "until",
            rf"(?:tính\s+)?(?:đến|tới)\s+(?:hết\s+|cuối\s+)?tháng\s+(?P<m>\d{{1,2}})\s?(?:[/-]|năm)\s?(?P<y>{_YEAR})",
        ),
        ("summer", rf"(?:dịp\s+)?hè\s+(?:năm\s+)?(?P<y>{_YEAR})"),
        ("month", rf"tháng\s+(?P<m>\d{{1,2}})\s?(?:[/-]|năm)\s?(?P<y>{_YEAR})"),
        ("baremonth", r"tháng\s+(?P<m>\d{1,2})(?!\d|\s?[/.-]\s?\d|\s*(?:,\s*\d|(?:và|đến|tới|năm)(?!\w)))"),
        ("year", rf"năm\s+(?P<y>{_YEAR})"),
        ("year", rf"(?P<y>{_YEAR})(?=\s*:\s*\d)"),
        ("day", rf"(?:(?P<first>\d{{1,2}})\s*(?:,|và|-)\s*)?{_DAY.format('a')}"),
    )
)
# a day is a period only where a sentence begins with it: `Sáng 12/3/2024, Trung tâm khai giảng …`
_ON_THE_DAY = re.compile(
    r"(?:^|[.;:!?\n(])\s*(?:(?:vào|mới đây|vừa qua|trong)\s*,?\s*)*(?:(?:sáng|chiều|tối|trưa|hôm nay)\s*,?\s*)*(?:(?:(?:\d{1,2}|hai|ba|bốn|năm)\s+)?(?:các\s+)?ngày\s+)?\(?$"
)
# words before it that make it a year of something else
_OTHER = re.compile(
    r"(?:so với|cùng kỳ|kế hoạch|chỉ tiêu|sang|tình hình|bổ sung|phát triển|sửa đổi|thành lập|thông qua|trước|nghị quyết|đại hội|cấp uỷ(?: viên)?|chi uỷ(?: viên)?|ban chấp hành|đại biểu|hđnd|hội đồng nhân dân|ngày|(?<!tổng )số|văn bản|đề án|khóa|khoá|vào|hướng dẫn|nhiệm vụ|phương hướng|sinh)"
    r"(?:\s+(?:của|cho|thực hiện|cả|cùng kỳ))?\s*$"
)
# a term of a congress, of its resolution, of a council: not what the report is of
_OF_A_CONGRESS = re.compile(
    r"(?:lần thứ \w+|(?:đại hội|nghị quyết|đại biểu|hđnd|hội đồng nhân dân)(?: (?!trong)[^\W\d]+){0,5}),?\s*\(?\s*$"
)
# `so với cùng kỳ năm 2024 (8 lớp, 590 học viên)`: the other year's own figures
_COMPARED = re.compile(r"(?:so với|cùng kỳ|trong khi)(?:\s+(?:của|cả|cùng kỳ))?\s*$")
_AGAINST = re.compile(r"(?:^|[.;\n])\s*(?:nếu|nếu như|trong khi)(?:\s+(?:trong|ở))?\s*$")
_TOLD_TOO = re.compile(r"\s*(?:\(|là\s|:)\s*(?:có\s+|chỉ\s+|là\s+|mở\s+)*\d")
_LEAD = re.compile(
    r"(?:^|[.;:!?\n\]…(]|-|\+|\*)\s*(?:\W*)(?:(?:riêng|chỉ tính|tính|cụ thể|theo đó|còn|kết quả|trong|chỉ|như vậy|qua|sau|cả|về|dự kiến|ước|phấn đấu|thì)\s*,?\s*){0,3}$"
)
_PLAN_OF = re.compile(r"(?:^|[.;\n])\s*(?:theo\s+)?kế hoạch\s*(?:của\s+)?$")
# after a comma, a period leads where its own figures follow: `…, năm 2017 mở 38 lớp`
_COUNTS = re.compile(r",?\s*(?:[^\W\d]+\s+){0,4}?(?:mở|tổ chức|khai giảng|đào tạo|bồi dưỡng|có|là|:)\s*(?:được\s+)?\d")
_TRONG = re.compile(r"(?:trong|tính|riêng|qua|giai đoạn|nhiệm kỳ)\s*$")


_BARE_YEARS = re.compile(rf"\s*{_YEAR}(\s*(?:-|đến|tới)\s*{_YEAR})?\s*")
# what may stand beside a period without changing its days
_MERE = re.compile(r"(?:kết quả|báo cáo|số liệu|trong|tính|cả|kỳ|của|\W)*")
_ASIDE = re.compile(r"\([^()]*\)")
_SHORT_TERM = re.compile(r"^\s*nk\.?\s*(?=\d{4}\s*-)")


def days_of_label(label: str) -> tuple[date | None, date | None]:
    """First and last day of a period written alone, as a table has it: `8 tháng năm 2023`, `nhiệm kỳ 2015-2020`, `NK 2015-2020`, `2019`.

    None where its words do not give them: `9 tháng đầu năm` has no year. Two periods in one label are none.
    """
    letters = letters_of(label)
    low = _SHORT_TERM.sub("nhiệm kỳ ", letters.low)
    if bare := _BARE_YEARS.fullmatch(low):
        low = f"giai đoạn {low.strip()}" if bare[1] else f"năm {low.strip()}"
    found = find_periods(letters_of(low))
    if len(found) != 1 or not _MERE.fullmatch(_ASIDE.sub("", low[: found[0].start] + low[found[0].end :])):
        return None, None
    return found[0].first, found[0].last


_TERM_YEARS = re.compile(rf"(?<!\w)(?:nhiệm\s+kỳ|nhiệm\s+kì|nk)\D{{0,12}}({_YEAR})\s*(?:-|đến|tới)\s*({_YEAR})")


def term_of_label(label: str) -> tuple[int, int] | None:
    """The two years of the one term of office a label names: `nhiệm kỳ 2015 - 2020`; None where it names none or several."""
    found = _TERM_YEARS.findall(letters_of(label).low)
    return (int(found[0][0]), int(found[0][1])) if len(found) == 1 else None


def find_periods(letters: Letters) -> list[Period]:
    """Every period named as what the text speaks of, in its order; a year it is compared with or planned for is none."""
    found: list[Period] = []
    kinds: dict[int, str] = {}
    for name, shape in _SHAPES:
        for match in shape.finditer(letters.low):
            start, end = match.span()
            end -= len(match.group()) - len(match.group().rstrip())
            if any(start < other.end and other.start < end for other in found):
                continue
            before = letters.low[max(0, start - 40) : start]
            compared = bool(_COMPARED.search(before) and _TOLD_TOO.match(letters.low, end)) or bool(
                _AGAINST.search(before)
            )
            if not _stands_as_one(name, letters.low, start, end):
                continue
            if (
                not compared
                and name != "day"
                and _OTHER.search(before)
                and not _PLAN_OF.search(letters.low[max(0, start - 60) : start])
            ) or not _stands_apart(letters.low, start, end):
                continue
            if re.match(r"\s*(?:chuyển sang|trở về trước|sang)", letters.low[end : end + 20]):
                continue
            days = _days(name, match)
            if days is None:
                continue
            leads = (
                compared
                or bool(_LEAD.search(letters.low[:start][-60:]))
                or bool(_TRONG.search(before))
                or (before.rstrip().endswith(",") and bool(_COUNTS.match(letters.low, end)))
            )
            found.append(Period(start, end, letters.cut(start, end), *days, leads, compared))
            kinds[start] = name
    for lesser in ("intake", "day"):  # the years of a course, or a day: where nothing else says when
        if any(kind != lesser for kind in kinds.values()):
            found = [one for one in found if kinds.get(one.start) != lesser]
            kinds = {one.start: kinds[one.start] for one in found}
    return _months_beside(sorted(found, key=lambda period: period.start), kinds)


def _stands_as_one(name: str, low: str, start: int, end: int) -> bool:
    """Whether a day, a summer or a month without a year stands where a period does."""
    before = low[:start][-60:]
    if name == "term" and _OF_A_CONGRESS.search(before):
        return False
    if name == "day":
        return bool(_ON_THE_DAY.search(before))
    if name == "summer":  # `lớp chính trị hè năm 2016`: what they learned, not when
        return bool(_LEAD.search(before) or _TRONG.search(before[-40:]))
    if name == "baremonth":  # only where its own figures follow
        return bool(_LEAD.search(before) and _COUNTS.match(low, end))
    return True


def _months_beside(found: list[Period], kinds: dict[int, str]) -> list[Period]:
    """Without months that have no year and nothing before them: such a one is another period beside one that was told, never the text's own."""
    others = [one.start for one in found if kinds[one.start] != "baremonth"]
    return [one for one in found if kinds[one.start] != "baremonth" or (others and one.start > others[0])]


def _stands_apart(low: str, start: int, end: int) -> bool:
    return not (start and low[start - 1].isalnum()) and not (end < len(low) and low[end].isalnum())


def _days(name: str, found: re.Match[str]) -> tuple[date | None, date | None] | None:
    """First and last day; None where the words make no period at all (13 tháng, ngày 31/02)."""
    given = {key: value for key, value in found.groupdict().items() if value}
    try:
        return _RECKONED[name](given)
    except ValueError:
        return None


def _year(given: dict[str, str]) -> int | None:
    return int(given["y"]) if "y" in given else None


def _until(given: dict[str, str]) -> int:
    """The last year of several: `2019`, or its last two digits."""
    last = int(given["z"])
    return last if last >= 100 else int(given["y"]) // 100 * 100 + last


def _months(given: dict[str, str]) -> tuple[date | None, date | None]:
    return _span(_year(given), 1, _count(given))


def _count(given: dict[str, str]) -> int:
    return _COUNTED.get(given["months"]) or int(given["months"])


def _quarter(given: dict[str, str]) -> tuple[date | None, date | None]:
    quarter = _ROMAN[given["q"]]
    return _span(_year(given), quarter * 3 - 2, quarter * 3)


def _quarters(given: dict[str, str]) -> tuple[date | None, date | None]:
    return _span(_year(given), _ROMAN[given["q"]] * 3 - 2, _ROMAN[given["r"]] * 3)


def _monthspan(given: dict[str, str]) -> tuple[date | None, date | None]:
    first, last = int(given.get("x", given["y"])), int(given["y"])
    return _in_order(date(first, int(given["m"]), 1), _month_end(last, int(given["n"])))


def _in_order(first: date, last: date) -> tuple[date, date]:
    if last < first:
        raise ValueError(last)
    return first, last


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0)


def _last_told(given: dict[str, str]) -> date:
    return _day(given, "b") if "bd" in given else _month_end(int(given["y"]), int(given["n"]))


def _reach(given: dict[str, str]) -> tuple[date | None, date | None]:
    """`từ ngày 01/7/2025 đến hết tháng 10/2025`, `từ 18/4 đến 21/4/2017`, `từ 7 đến 15/8/2025`: what the beginning lacks the end has."""
    year, month = int(given.get("by") or given["py"]), int(given.get("bm") or given["pm"])
    last = date(year, month, int(given["bd"])) if "bd" in given else _month_end(year, month)
    if "xd" in given:
        return _in_order(date(year, month, int(given["xd"])), last)
    if "om" in given:
        return _in_order(date(int(given.get("oy", year)), int(given["om"]), 1), last)
    return _in_order(date(int(given.get("ay", year)), int(given["am"]), int(given["ad"])), last)


def _since(given: dict[str, str]) -> tuple[date | None, date | None]:
    year = _year(given)
    return (date(year, int(given.get("m", 1)), int(given.get("d", 1))) if year else None), None


def _years(given: dict[str, str]) -> tuple[date | None, date | None]:
    first, last = date(int(given["y"]), 1, 1), date(_until(given), 12, 31)
    if last < first:
        raise ValueError(given)
    return first, last


_RECKONED: dict[str, Callable[[dict[str, str]], tuple[date | None, date | None]]] = {
    "days": lambda given: (_day(given, "a"), _day(given, "b")),
    "untilday": lambda given: (None, _day(given, "b")),
    "months": _months,
    "last": lambda given: _span(_year(given), 13 - _count(given), 12),
    "quarter": _quarter,
    "quarters": _quarters,
    "monthspan": _monthspan,
    "reach": _reach,
    "fromyear": lambda given: _in_order(date(int(given["x"]), 1, 1), _last_told(given)),
    "untilyear": lambda given: (None, date(int(given["y"]), 12, 31)),
    "twomonths": _monthspan,
    "month": lambda given: _span(_year(given), int(given["m"]), int(given["m"])),
    "baremonth": lambda given: _span(None, int(given["m"]), int(given["m"])),
    "until": lambda given: (None, _span(_year(given), int(given["m"]), int(given["m"]))[1]),
    "since": _since,
    "summer": lambda given: _span(_year(given), 6, 8),
    "schoolyear": lambda given: (date(int(given["y"]), 9, 1), date(_until(given), 8, 31)),
    "intake": _years,
    "term": _years,
    "years": _years,
    "day": lambda given: _in_order(
        _day(given, "a").replace(day=int(given["first"])) if "first" in given else _day(given, "a"), _day(given, "a")
    ),
    "year": lambda given: _span(_year(given), 1, 12),
}


def _span(year: int | None, first: int, last: int) -> tuple[date | None, date | None]:
    if not 1 <= first <= last <= 12:
        raise ValueError(last)
    if year is None:
        return None, None
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _day(given: dict[str, str], side: str) -> date:
    return date(*(int(given[f"{side}{part}"]) for part in "ymd"))
