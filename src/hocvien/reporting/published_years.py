"""Published figures of several years side by side, programme by year, with their sum: an addition of the program's, never added to its own figures. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hocvien.common.wording import gettext_noop, say
from hocvien.reporting.data import Published, PublishedLine, Report


@dataclass(frozen=True, slots=True)
class YearsCell:
    """Classes and people of one programme and year as published, or the sum of a row; None: not told. `is_hedged`: about, over, or a range."""

    head: str
    classes: int | None = None
    participants: int | None = None
    is_hedged: bool = False


@dataclass(frozen=True, slots=True)
class YearsRow:
    """`cells`: one for each year; `sum`: of the years that tell something."""

    title: str
    cells: Sequence[YearsCell]
    sum: YearsCell


@dataclass(frozen=True, slots=True)
class PublishedYears:
    """`left_out`: years of which several publications tell, so that none of them is added."""

    years: Sequence[int]
    rows: Sequence[YearsRow]
    total: YearsRow
    left_out: Sequence[int]

    @property
    def note(self) -> str:
        """What the sum is and is not."""
        said = say(
            gettext_noop(
                "Cột cộng do chương trình cộng từ {count} năm có số đã công bố; ai học nhiều năm được tính nhiều lần, năm nguồn không nói thì không cộng."
            ),
            count=len(self.years),
        )
        if self.left_out:
            years = ", ".join(map(str, self.left_out))
            said += " " + say(
                gettext_noop("Không cộng năm {years}: có nhiều nguồn, xem từng nguồn ở bảng trên."), years=years
            )
        return said


def published_by_year(report: Report) -> PublishedYears | None:
    """The years of the report's period that were published one by one; None where it has fewer than two of them."""
    told: dict[int, list[Published]] = {}
    for one in report.published:
        year = one.first_on.year
        whole = (date(year, 1, 1), date(year, 12, 31))
        if (one.first_on, one.last_on) == whole and report.from_ <= one.first_on and one.last_on <= report.to:
            told.setdefault(year, []).append(one)
    years = {year: found[0] for year, found in sorted(told.items()) if len(found) == 1}
    if len(years) < 2:
        return None
    names: dict[str, str] = {}
    lines: dict[tuple[str, int], list[PublishedLine]] = {}
    for year, one in years.items():
        for line in one.lines:
            if line.part == "item":
                key = line.code or line.name
                names.setdefault(key, line.name)
                lines.setdefault((key, year), []).append(line)
    rows = [_row(name, [_cell(year, lines.get((key, year), ())) for year in years]) for key, name in names.items()]
    total = _row(
        say(gettext_noop("Tổng như nguồn nêu, hay cộng các mục")), [_cell(year, [one]) for year, one in years.items()]
    )
    return PublishedYears(tuple(years), tuple(rows), total, sorted(set(told) - set(years)))


def _row(title: str, cells: Sequence[YearsCell]) -> YearsRow:
    added = YearsCell(
        say(gettext_noop("Cộng các năm")),
        _sum(cell.classes for cell in cells),
        _sum(cell.participants for cell in cells),
        is_hedged=any(cell.is_hedged for cell in cells),
    )
    return YearsRow(title, cells, added)


def _cell(year: int, told: Sequence[Published | PublishedLine]) -> YearsCell:
    return YearsCell(
        str(year),
        _sum(one.classes for one in told),
        _sum(one.participants for one in told),
        is_hedged=any(one.qualifier or one.participants_to is not None for one in told),
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
