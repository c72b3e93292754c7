"""The periods reports are asked for, as codes that live in addresses: 2023, 2023-8m, 2023-q1, 2023-m05, 2023-sy (năm học),
2023-01-01..2023-08-31, 2021-01-01.. (từ ngày ấy đến nay).

Pure. People see both ends included; inside, the end is exclusive. Terms of office (nk2020) are told by a unit: `org.read_period`.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from hocvien.common.errors import DomainError
from hocvien.common.intervals import OPEN_END
from hocvien.common.wording import gettext_noop, official_date, say

_ROMAN = ("", "I", "II", "III", "IV")
_CODE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<months>\d{1,2})m|q(?P<quarter>[1-4])|m(?P<month>\d{2})|(?P<school>sy)))?", re.ASCII
)
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", re.ASCII)
_SINCE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.", re.ASCII)
# the month a school year begins with [default]
_SCHOOL_MONTH = 9
_MONTHS = 12
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Period:
    """Days a report covers, with the code it goes by in an address; `name` where the code means them for one unit only: "2020–2025"."""

    code: str
    from_: date
    to_exclusive: date
    name: str = ""

    @property
    def to(self) -> date:
        """The last day included."""
        return self.to_exclusive - timedelta(days=1)

    @property
    def label(self) -> str:
        """In words, in the reader's language: "8 tháng đầu năm 2023", "nhiệm kỳ 2020–2025 (từ 01/10/2020 đến 30/9/2025)"."""
        if self.name:
            return say(
                gettext_noop("nhiệm kỳ {name} (từ {first} đến {last})"),
                name=self.name,
                first=official_date(self.from_),
                last=official_date(self.to),
            )
        year = self.from_.year
        match = _CODE.fullmatch(self.code)
        if _SINCE.fullmatch(self.code):
            return say(
                gettext_noop("từ {first} đến nay ({last})"),
                first=official_date(self.from_),
                last=official_date(self.to),
            )
        if match is None:
            return say(
                gettext_noop("từ {first} đến {last}"), first=official_date(self.from_), last=official_date(self.to)
            )
        if match["school"]:
            return say(gettext_noop("năm học {first}–{last}"), first=year, last=year + 1)
        if match["months"]:
            return say(gettext_noop("{months} tháng đầu năm {year}"), months=int(match["months"]), year=year)
        if match["quarter"]:
            return say(gettext_noop("quý {quarter} năm {year}"), quarter=_ROMAN[int(match["quarter"])], year=year)
        if match["month"]:
            return say(gettext_noop("tháng {month} năm {year}"), month=int(match["month"]), year=year)
        return say(gettext_noop("năm {year}"), year=year)

    @property
    def plain_code(self) -> str:
        """The code that means these days for whatever unit, on whatever day."""
        return period_between(self.from_, self.to).code if self.name or _SINCE.fullmatch(self.code) else self.code

    def contains(self, day: date) -> bool:
        return self.from_ <= day < self.to_exclusive


def parse_period(code: str, *, until: date | None = None) -> Period:
    """The period of a code; `until`: the last day of one that is told by its first day alone. DomainError `period_unknown` or `period_upside_down`."""
    code = code.strip()
    if until is not None and _SINCE.fullmatch(code):
        return _since(code, until)
    if between := _RANGE.fullmatch(code):
        try:
            first, last = (date.fromisoformat(part) for part in between.groups())
        except ValueError:
            raise _unknown(code) from None
        return period_between(first, last)
    match = _CODE.fullmatch(code)
    if match is None or int(match["year"]) < _FIRST_YEAR or int(match["year"]) >= OPEN_END.year:
        raise _unknown(code)
    year = int(match["year"])
    first_month, months = 1, _MONTHS
    if match["school"]:
        return Period(code, _first_of(year, _SCHOOL_MONTH), _first_of(year, _SCHOOL_MONTH + _MONTHS))
    if match["months"]:
        months = int(match["months"])
    elif match["quarter"]:
        first_month, months = 3 * int(match["quarter"]) - 2, 3
    elif match["month"]:
        first_month, months = int(match["month"]), 1
    if not 1 <= months <= _MONTHS or not 1 <= first_month <= _MONTHS:
        raise _unknown(code)
    return Period(code, date(year, first_month, 1), _first_of(year, first_month + months))


def _since(code: str, until: date) -> Period:
    try:
        first = date.fromisoformat(code.removesuffix(".."))
    except ValueError:
        raise _unknown(code) from None
    days = period_between(first, max(first, until))
    return Period(code, days.from_, days.to_exclusive)


def period_between(first: date, last: date) -> Period:
    """The period of two days, both included, under its shortest code; DomainError when upside down."""
    if last < first:
        raise DomainError(
            "period_upside_down",
            gettext_noop("Kỳ báo cáo bị ngược: đến ngày {last} lại trước từ ngày {first}. Hãy đổi lại hai ngày."),
            first=first,
            last=last,
        )
    if last >= OPEN_END or first.year < _FIRST_YEAR:
        raise _unknown(f"{first.isoformat()}..{last.isoformat()}")
    to_exclusive = last + timedelta(days=1)
    for candidate in _whole_periods(first.year):
        if (candidate.from_, candidate.to_exclusive) == (first, to_exclusive):
            return candidate
    return Period(f"{first.isoformat()}..{last.isoformat()}", first, to_exclusive)


def year_period(day: date) -> Period:
    """The calendar year a day lies in."""
    return parse_period(f"{day.year:04d}")


def _whole_periods(year: int) -> list[Period]:
    names = [
        "",
        "-6m",
        "-8m",
        "-9m",
        "-sy",
        *(f"-q{n}" for n in range(1, 5)),
        *(f"-m{n:02d}" for n in range(1, _MONTHS + 1)),
    ]
    return [parse_period(f"{year:04d}{name}") for name in names]


def _first_of(year: int, month: int) -> date:
    return date(year + 1, month - _MONTHS, 1) if month > _MONTHS else date(year, month, 1)


def _unknown(code: str) -> DomainError:
    return DomainError(
        "period_unknown",
        gettext_noop(
            "Không hiểu kỳ báo cáo “{period}”. Viết theo một trong các mẫu: 2023, 2023-6m, 2023-q1, 2023-m05, 2023-sy (năm học), 2023-01-01..2023-08-31, 2021-01-01.. (đến nay), nk2020."
        ),
        period=code,
    )
