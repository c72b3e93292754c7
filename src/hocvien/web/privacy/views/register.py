"""The register of personal fields, and how long what is kept."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.privacy import api as privacy
from hocvien.web.privacy.forms import HolidaysForm, TermForm
from hocvien.web.privacy.tables import RegisterTable, TermTable, mark_status
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.dates import read_day
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

_LINE = re.compile(r"(?P<day>\d{1,2}[/.\-]\d{1,2})(?:[/.\-](?P<year>\d{4}))?\s+(?P<name>\S.*)")
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


def language() -> str:
    """The language of the data files to show."""
    return "en" if get_language() == "en" else "vi"


@screen(signed_in=True)
def register_page(request: ScreenRequest) -> HttpResponse:
    """The register itself: anybody who works here may read why what is kept."""
    spoken = language()
    kinds = {"basic": _("cơ bản"), "sensitive": _("nhạy cảm"), "masked": _("che với người không cần")}
    registered = privacy.list_register(request.scope.on)
    titles = {one.label: one.title[spoken] for one in registered}
    rows = [
        {
            "table": one.title[spoken],
            "fields": ", ".join(str(privacy.field_label(one.label, name)) for name in group.fields),
            "purpose": group.purpose[spoken],
            "basis": group.citation,
            "keep": group.keep[spoken],
            "sensitivity": kinds[group.sensitivity],
        }
        for one in registered
        for group in one.groups
    ]
    copies = [
        {
            "place": one.place[spoken],
            "until": one.until[spoken],
            "without": one.without[spoken],
            "tables": [
                (titles[label], ", ".join(str(privacy.field_label(label, name)) for name in fields))
                for label, fields in one.fields.items()
            ],
        }
        for one in privacy.list_copies()
    ]
    context = {"may_retain": access.Permission.PRIVACY_RETAIN in request.held_permissions, "copies": copies}
    return table_response(request, "privacy/register.html", RegisterTable(request, rows), context)


@screen(permission="privacy.retain")
def term_list(request: ScreenRequest) -> HttpResponse:
    """Every term in force today, what it is counted from, and the next public holidays."""
    on, spoken = request.scope.on, language()
    rows = [
        {
            "key": term.key,
            "title": term.title[spoken],
            "term": f"{term.amount} {privacy.TermUnit(term.unit).label}",
            "counted": term.counted[spoken],
            "citation": term.citation,
            "mark": mark_status(term.mark),
            "valid_from": term.valid_from,
        }
        for term in privacy.list_terms(on)
    ]
    holidays = [(one.on, one.name[spoken]) for one in privacy.free_days(on.year)]
    swept = privacy.last_sweep()
    context = {
        "holidays": holidays,
        "year": on.year,
        "citation": privacy.holidays_citation(),
        "is_entered": any(one.is_entered for one in privacy.free_days(on.year)),
        "may_set": may_set(request),
        "swept_at": swept.at if swept else None,
    }
    return table_response(request, "privacy/term_list.html", TermTable(request, rows), context)


def may_set(request: ScreenRequest) -> bool:
    """Whether the user decides for the whole installation."""
    try:
        access.require_everywhere(request.user, access.Permission.PRIVACY_RETAIN, request.scope.on)
    except DomainError:
        return False
    return True


@screen(permission="privacy.retain", methods=("GET", "POST"))
def term_edit(request: ScreenRequest, key: str) -> HttpResponse:
    on, spoken = request.scope.on, language()
    if key not in privacy.TermKey.values:
        raise privacy.TermUnknown
    term = privacy.term_on(key, on)
    initial = {
        "amount": term.amount,
        "unit": term.unit,
        "citation": "" if term.mark == privacy.Mark.DEFAULT else term.citation,
        "mark": privacy.Mark.OFFICE,
        "valid_from": on,
    }
    form = TermForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            privacy.set_term(actor=request.user, key=key, now=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notify(request, _("Đã đặt thời hạn lưu mới. Thời hạn trước vẫn được ghi lại ở trang này."))
            return redirect_to(request, "privacy:term-edit", key=key)
    context = {
        "form": form,
        "term": term,
        "title": term.title[spoken],
        "counted": term.counted[spoken],
        "words": privacy.term_words(term, spoken),
        "versions": privacy.list_term_versions(key),
        "may_set": may_set(request),
    }
    return page(request, "privacy/term_edit.html", context, form=form)


@screen(permission="privacy.retain", methods=("GET", "POST"))
def holidays_edit(request: ScreenRequest, year: int) -> HttpResponse:
    """The public holidays of one year, a line each; sent empty they are computed again."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise privacy.TermUnknown
    known = privacy.free_days(year)
    text = "\n".join(f"{one.on:%d/%m} {one.name[language()]}" for one in known)
    form = HolidaysForm(request.POST or None, request=request, initial={"days": text})
    if form.is_valid():
        try:
            days = _read_days(form.cleaned_data["days"], year)
            privacy.set_holidays(actor=request.user, year=year, days=days, now=clock.now())
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã ghi ngày nghỉ lễ năm {year}.").format(year=year))
            return redirect_to(request, "privacy:term-list")
    context: dict[str, Any] = {
        "form": form,
        "year": year,
        "citation": privacy.holidays_citation(),
        "is_entered": any(one.is_entered for one in known),
        "may_set": may_set(request),
        "this_year": timezone.localdate(clock.now()).year,
    }
    return page(request, "privacy/holidays_edit.html", context, form=form)


def _read_days(text: str, year: int) -> list[tuple[date, str]]:
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        read = _LINE.fullmatch(line.strip())
        day = read_day(f"{read['day']}/{read['year'] or year}") if read else None
        if read is None or day is None:
            raise privacy.HolidaysUnreadable(line.strip()[:80], year)
        found.append((day, read["name"]))
    return found
