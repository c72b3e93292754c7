"""The year against the plan: figures, months, quarters; from the report's own rows and the approved plan lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Value
from django.utils.translation import gettext as _

from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.reporting import api as reporting
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import BarChart, Series

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """One quarter: planned and done participations, done so far, and the share of the year's plan."""

    label: str
    planned: int
    done: int | None
    so_far: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class YearAgainstPlan:
    """What the aside of the home page shows."""

    year: int
    planned_classes: int
    planned_people: int
    classes: int
    people: int
    chart: BarChart
    quarters: Sequence[QuarterRow]
    has_quarters: bool
    report_url: str

    @property
    def classes_share(self) -> float | None:
        return reporting.share(self.classes, self.planned_classes)

    @property
    def people_share(self) -> float | None:
        return reporting.share(self.people, self.planned_people)


def year_against_plan(request: ScreenRequest, unit: org.Unit, year: int, day: date) -> YearAgainstPlan:
    """As it stood on a day, by its structure; of a day to come, as known today.

    One query: own classes by month of opening, and plan lines whose opener is the unit or below it.
    """
    today = min(day, request.scope.on)
    as_of = min(max(day, date(year, 1, 1)), date(year, 12, 31))
    lines = planning.lines_open_for(org.descendant_ids_as_of(unit.pk, as_of)).filter(plan__year=year)
    beside = lines.order_by().annotate(own=Value(0)).values_list("own", "quarter", "classes", "seats")
    months, plan = reporting.count_by_month_beside(unit=unit, year=year, known_on=today, beside=beside)
    planned_people = sum(seats for _quarter, _classes, seats in plan)
    return YearAgainstPlan(
        year=year,
        planned_classes=sum(classes for _quarter, classes, _seats in plan),
        planned_people=planned_people,
        classes=sum(month.classes for month in months),
        people=sum(month.participations for month in months),
        chart=_chart(request, months, year),
        quarters=_quarters(months, plan, planned_people, today),
        # without a single line that says its quarter the table by quarter would compare nothing
        has_quarters=any(quarter is not None for quarter, _classes, _seats in plan),
        report_url=screen_url(request, "reports:report-page", with_period=str(year)),
    )


def _chart(request: ScreenRequest, months: list[reporting.MonthRow], year: int) -> BarChart:
    urls = [
        screen_url(
            request, "reports:classes-counted", query={"month": str(month.first_day.month)}, with_period=str(year)
        )
        for month in months
    ]
    return BarChart(
        title=_("Lượt học viên theo tháng khai giảng năm {year}").format(year=year),
        labels=[str(month.first_day.month) for month in months],
        series=(Series(_("Lượt học viên"), [month.participations or None for month in months], urls=urls),),
        head=_("Tháng khai giảng"),
    )


def _quarters(
    months: list[reporting.MonthRow], plan: list[tuple[int | None, int, int]], planned_people: int, today: date
) -> list[QuarterRow]:
    rows = []
    so_far = 0
    for quarter in range(1, 5):
        three = months[3 * quarter - 3 : 3 * quarter]
        planned = sum(seats for at, _classes, seats in plan if at == quarter)
        if three[0].first_day > today:
            rows.append(QuarterRow(_("Quý {quarter}").format(quarter=_ROMAN[quarter - 1]), planned, None, None, None))
            continue
        done = sum(month.participations for month in three)
        so_far += done
        share = reporting.share(so_far, planned_people)
        rows.append(QuarterRow(_("Quý {quarter}").format(quarter=_ROMAN[quarter - 1]), planned, done, so_far, share))
    unplaced = sum(seats for at, _classes, seats in plan if at is None)
    if unplaced:
        rows.append(QuarterRow(_("Chưa định quý"), unplaced, None, None, None))
    return rows
