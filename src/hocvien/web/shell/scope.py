"""The unit, the period and the day a request is about, read from the address, with what the bar on top needs to show them.

Three days, never one for another. `on` is today by the clock: permissions and writes go by it and by nothing else. `day` is the
day looked at: the one asked for in the bar (`on=2025-06-30` in the address), else today. `as_of` is the day of the structure: the
one asked for, else today when the period holds it, else the period's last day (past) or first day (future). Names are looked up
when first asked for, so a workbook or a suggestion costs none of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common.errors import DomainError, NotVisible
from hocvien.common.periods import Period, parse_period, period_between, year_period
from hocvien.common.wording import official_date
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.web.ui.dates import read_day
from hocvien.web.ui.links import same_page, scope_query

OWN_PARAMS = ("unit", "period", "period-from", "period-to", "on", "page", "export")
_OWN_UNITS_SHOWN = 12
_TERMS_SHOWN = 6
_NEIGHBOURS_SHOWN = 8
_ANY_PERIOD = "any-period"
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in the bar; no `url` where the user may not go."""

    code: str
    name: str
    short_name: str
    url: str


@dataclass(frozen=True, slots=True)
class PeriodLink:
    code: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PeriodGroup:
    """`is_lines`: its links are long and stand one below the other."""

    label: str
    items: list[PeriodLink]
    is_lines: bool = False


class ScopeBar:
    """The scope of one request."""

    def __init__(
        self,
        request: HttpRequest,
        *,
        today: date,
        period: Period,
        asked_day: date | None = None,
        unit: org.Unit | None = None,
        grants: list[access.Grant] | None = None,
        error: str = "",
        is_day_wrong: bool = False,
    ) -> None:
        self.request = request
        self.on = today
        self.asked_day = None if asked_day == today else asked_day
        self.period = period
        self.unit = unit
        self.grants = grants or []
        self.error = error
        self.is_day_wrong = is_day_wrong

    @cached_property
    def query_text(self) -> str:
        """What carries the scope from page to page, "?unit=…&period=…", with the day where another is looked at; or nothing."""
        encoded = urlencode(scope_query(self.request))
        return f"?{encoded}" if encoded else ""

    @property
    def unit_code(self) -> str:
        return self.unit.code if self.unit else ""

    @property
    def period_code(self) -> str:
        return self.period.code

    @property
    def plain_period_code(self) -> str:
        """The same days for another unit or on another day, where a term of office may be other days."""
        return self.period.plain_code

    @property
    def from_(self) -> date:
        return self.period.from_

    @property
    def to_(self) -> date:
        return self.period.to

    @property
    def start(self) -> date:
        return self.period.from_

    @property
    def end(self) -> date:
        """Exclusive."""
        return self.period.to_exclusive

    @property
    def day(self) -> date:
        return self.asked_day or self.on

    @property
    def is_another_day(self) -> bool:
        """Whether the address asks for a day other than today: then nothing is written."""
        return self.asked_day is not None

    @property
    def day_code(self) -> str:
        """As the address says it; "" for today."""
        return self.asked_day.isoformat() if self.asked_day else ""

    @property
    def day_words(self) -> str:
        return official_date(self.day)

    @property
    def today_url(self) -> str:
        """The same page today; a period that today is not in came with the other day and goes with it."""
        period = self.period.plain_code if self.period.contains(self.on) else None
        return same_page(self.request, on=None, period=period, page=None, export=None)

    @property
    def as_of(self) -> date:
        if self.asked_day is not None:
            return self.asked_day
        if self.period.contains(self.on):
            return self.on
        return self.period.to if self.period.to_exclusive <= self.on else self.period.from_

    @property
    def period_words(self) -> str:
        label = self.period.label
        return label[:1].upper() + label[1:]

    # --- names, looked up once --------------------------------------------------------------------------------------

    def labelled_line(self, unit: org.Unit, more: Iterable[int]) -> tuple[list[int], dict[int, org.UnitLabel]]:
        """(ids from the root down to a unit of the page, labels of these and of more) on the day of the structure; two queries at most.

        What the bar itself names is read with it.
        """
        user: Any = self.request.user
        asked = {unit.pk} if self.unit is None else {unit.pk, self.unit.pk}
        lines = access.lines_above(user, asked, self.as_of)
        own = {grant.unit_id for grant in self.grants}
        labels = access.labels_for(user, {*asked, *own, *set().union(*lines.values()), *more}, self.as_of)
        return access.line_above(user, unit.pk, self.as_of), labels

    @cached_property
    def _named_line(self) -> tuple[list[int], dict[int, org.UnitLabel]]:
        """(the unit with all above it, labels of these and of where the user holds a grant)."""
        own = {grant.unit_id for grant in self.grants}
        if self.unit is None:
            return [], org.labels_as_of(own, self.as_of)
        line, labels = access.labelled_line_above(self.request.user, self.unit.pk, own, self.as_of)  # type: ignore[arg-type] # signed in
        return line or [self.unit.pk], labels

    @property
    def _path_ids(self) -> list[int]:
        return self._named_line[0]

    @property
    def _labels(self) -> dict[int, org.UnitLabel]:
        return self._named_line[1]

    @property
    def unit_name(self) -> str:
        return self._labels[self.unit.pk].name if self.unit else ""

    @property
    def short_name(self) -> str:
        return self._labels[self.unit.pk].short_name if self.unit else ""

    @property
    def ancestors(self) -> list[Place]:
        """From the root down to the parent; a link only where some grant reaches."""
        reached = self.reached(self._path_ids)
        labels = [(pk, self._labels[pk]) for pk in self._path_ids]
        return [
            Place(one.code, one.name, one.short_name, self._unit_url(one.code) if pk in reached else "")
            for pk, one in labels
        ][:-1]

    def above(self, permission: str) -> str:
        """The code of the unit right above, where the user holds the permission there; "" else. No query but on another day."""
        line = self._path_ids[-2:]
        return (
            self._labels[line[0]].code if len(line) == 2 and line[0] in self.reached(self._path_ids, permission) else ""
        )

    def reached(self, line: list[int], permission: str = access.Permission.UNIT_VIEW) -> set[int]:
        """Of units from a root down, those the user's grants of today reach; a query only where another day is looked at."""
        grants = [grant for grant in self.grants if permission in grant.permissions]
        if self.is_another_day:
            return access.units_among(self.request.user, permission, line, self.on)  # type: ignore[arg-type] # signed in
        deep, found = {grant.unit_id for grant in grants if grant.includes_below}, {grant.unit_id for grant in grants}
        first = next((at for at, pk in enumerate(line) if pk in deep), len(line))
        return (found & set(line)) | set(line[first:])

    # --- the unit on another day ------------------------------------------------------------------------------------

    @cached_property
    def before(self) -> list[Place]:
        """Where the unit was not founded yet on the day looked at: those before it, whose history it carries on."""
        if self.unit is None or self.day >= self.unit.valid_from:
            return []
        return self._neighbours(org.units_before([self.unit.pk], on=self.day, until=self.on))

    @cached_property
    def after(self) -> list[Place]:
        """Where the unit has ended by the day looked at: those that go on with its work."""
        if self.unit is None or self.day < self.unit.valid_to:
            return []
        return self._neighbours(org.units_after([self.unit.pk], on=self.day))

    def _neighbours(self, ids: list[int]) -> list[Place]:
        shown = ids[:_NEIGHBOURS_SHOWN]
        labels = org.labels_as_of(shown, self.day)
        seen = access.units_among(self.request.user, access.Permission.UNIT_VIEW, shown, self.on)  # type: ignore[arg-type] # signed in
        return [
            Place(one.code, one.name, one.short_name, self._unit_url(one.code) if pk in seen else "")
            for pk, one in ((pk, labels[pk]) for pk in shown)
        ]

    @property
    def own_units(self) -> list[Place]:
        """Where the user holds a grant."""
        ids = list(dict.fromkeys(grant.unit_id for grant in self.grants))[:_OWN_UNITS_SHOWN]
        labels = [self._labels[pk] for pk in ids if pk in self._labels]
        return [Place(one.code, one.name, one.short_name, self._unit_url(one.code)) for one in labels]

    def _unit_url(self, code: str) -> str:
        return same_page(self.request, unit=code, period=self.plain_period_code, page=None, export=None)

    # --- periods to choose from -------------------------------------------------------------------------------------

    @property
    def period_groups(self) -> list[PeriodGroup]:
        year = self.period.from_.year
        years = sorted({year - 1, year, year + 1, self.on.year})
        months = [(f"{year}-m{month:02d}", str(month)) for month in range(1, 13)]
        return [
            self._group(_("Năm"), [(f"{one}", str(one)) for one in years]),
            self._group(
                _("Lũy kế từ đầu năm {year}").format(year=year),
                [(f"{year}-{n}m", _("{months} tháng").format(months=n)) for n in (6, 8, 9)],
            ),
            self._group(
                _("Quý của năm {year}").format(year=year),
                [(f"{year}-q{n}", _ROMAN[n - 1]) for n in range(1, 5)],
            ),
            self._group(_("Tháng của năm {year}").format(year=year), months),
            self._group(_("Năm học"), [(f"{one}-sy", f"{one}–{one + 1}") for one in years]),
            self._group(
                _("Từ đầu năm đến nay"),
                [
                    (f"{one}-01-01..", _("từ {year}").format(year=one))
                    for one in (self.on.year - 10, self.on.year - 5, self.on.year - 1)
                ],
            ),
            *self._own_groups(years),
        ]

    def _own_groups(self, years: Sequence[int]) -> list[PeriodGroup]:
        """Terms of office, and reporting years that are not the calendar's, told of the unit or of one above, or where figures are asked by publications of the unit; at most four queries."""
        if not self._path_ids:
            return []
        terms, reporting_years = org.named_periods(self._path_ids, self.as_of, years)
        if self.unit is not None and self.as_of != self.day:
            # codes of terms are read by where the unit stands on the day looked at, whatever period is shown
            line = org.line_near(self.unit, self.day)
            terms = terms if line == self._path_ids else org.named_periods(line, self.day, ())[0]
        groups = []
        shown = [item for one in terms if (item := self._term(one))]
        if self.unit is not None and self._is_about_figures():
            known = {code for code, _words in shown}
            shown += [
                (one.code, _("{name} (theo số liệu đã công bố)").format(name=one.name))
                for one in reporting.published_terms(self.unit.pk)
                if one.code not in known
            ]
        if shown:
            groups.append(self._group(_("Nhiệm kỳ"), shown[:_TERMS_SHOWN], is_lines=True))
        if years_shown := [item for one in reporting_years if (item := self._named(one))]:
            groups.append(self._group(_("Năm báo cáo của đơn vị"), years_shown))
        return groups

    def _is_about_figures(self) -> bool:
        """Elsewhere nothing is published to be looked at, and pages that draw on many rooms have no query to spare."""
        found = self.request.resolver_match
        return found is not None and getattr(found.func, "screen_permission", "") == access.Permission.REPORT_VIEW

    def _term(self, one: org.NamedPeriod) -> tuple[str, str] | None:
        """Code, and words with days; None for what no period can be: one that has not begun and has no end."""
        try:
            period = org.term_period(one, until=self.on)
        except DomainError:
            return None
        return period.code, f"{one.name} ({official_date(period.from_)}–{official_date(period.to)})"

    def _named(self, one: org.NamedPeriod) -> tuple[str, str] | None:
        """Code and name; None for what no period can be."""
        try:
            return period_between(one.from_, one.to_exclusive - timedelta(days=1)).code, one.name
        except DomainError:
            return None

    def _group(self, label: str, items: list[tuple[str, str]], *, is_lines: bool = False) -> PeriodGroup:
        changed = {"period-from": None, "period-to": None, "page": None, "export": None, "unit": self.unit_code or None}
        # the address is written once: dozens of links differ in their period alone, and its code needs no quoting
        url = same_page(self.request, period=_ANY_PERIOD, **changed)
        links = [PeriodLink(code, words, url.replace(_ANY_PERIOD, code)) for code, words in items]
        return PeriodGroup(label, links, is_lines)


def read_period(request: HttpRequest, today: date, unit: org.Unit | None, *, until: date) -> tuple[Period, str]:
    """The period asked for and "", or the year of this day and the sentence that says what is wrong with what was asked.

    A term of office is one of the unit's on this day, and where it has no end as far as `until`.
    """
    code = request.GET.get("period", "").strip()
    first, last = (request.GET.get(name, "").strip() for name in ("period-from", "period-to"))
    try:
        if first or last:
            start = read_day(first) if first else None
            end = read_day(last) if last else None
            start = start or date((end or today).year, 1, 1)
            return period_between(start, end or max(start, date(start.year, 12, 31))), ""
        if not code:
            return year_period(today), ""
        return (
            parse_period(code, until=until) if unit is None else reporting.read_period(code, unit, today, until=until)
        ), ""
    except DomainError as refusal:
        return year_period(today), str(refusal)


def read_asked_day(request: HttpRequest) -> tuple[date | None, str]:
    """The day asked for and "", or None and the sentence that says what is wrong with it."""
    text = request.GET.get("on", "").strip()
    try:
        return (read_day(text) if text else None), ""
    except DomainError as refusal:
        return None, str(refusal)


def read_unit_of(request: HttpRequest, grants: list[access.Grant], today: date) -> org.Unit | None:
    """The unit asked for (NotVisible when out of sight), else that of the first grant. No query for a granted unit."""
    code = request.GET.get("unit", "").strip()
    if not code:
        return grants[0].unit if grants else None
    for grant in grants:
        if grant.unit.code == code:
            return grant.unit
    if not code.replace("-", "").replace("_", "").isalnum() or not code.isascii():
        raise NotVisible("unit_out_of_sight", _("Không thấy đơn vị này."))
    return access.get_unit_for(request.user, code, on=today)  # type: ignore[arg-type] # signed in: the middleware asks nobody else


def dates_typed(request: HttpRequest) -> bool:
    """Whether the two-date form was sent: the answer is the same page under the period's own code."""
    return any(request.GET.get(name) for name in ("period-from", "period-to"))


def day_typed(request: HttpRequest, scope: ScopeBar) -> bool:
    """Whether the day was sent by the bar's form: the answer is the same page under the day as addresses write it."""
    text = request.GET.get("on")
    return text is not None and text != scope.day_code


def anonymous_scope(request: HttpRequest, today: date) -> ScopeBar:
    """No unit, this year; asks the database nothing."""
    return ScopeBar(request, today=today, period=year_period(today))
