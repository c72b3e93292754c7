"""First step: files come in, several at once; second: what their columns are read as."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.web.persons.roster_forms import RosterForm, RosterUnitForm
from hocvien.web.persons.roster_tables import RosterFileTable
from hocvien.web.persons.roster_words import ENCODING_WORDS, role_choices
from hocvien.web.persons.views.roster.steps import (
    COLUMNS,
    FILE,
    XLSX,
    page_of,
    roster_for,
    steps_of,
    unit_name,
)
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen

P = access.Permission


@screen(permission="roster.import", methods=("GET", "POST"))
def roster_upload(request: ScreenRequest) -> HttpResponse:
    """Take files in; each becomes an import of its own, one that cannot be read holds up no other."""
    form = RosterForm(
        request.POST or None, request.FILES or None, request=request, initial={"unit": request.scope.unit}
    )
    if form.is_valid():
        kept = []
        for upload in form.cleaned_data["file"]:
            try:
                kept.append(_keep(request, upload, form.cleaned_data["unit"]))
            except DomainError as refusal:
                form.add_domain_error(refusal, "file")
        if kept and not form.errors:
            if len(kept) == 1:
                return redirect_to(request, "persons:roster-columns", uuid=kept[0].uuid)
            notify(request, _("Đã đọc {n} tệp. Mở từng tệp để xem và ghi.").format(n=len(kept)))
            return redirect_to(request, "persons:roster-upload")
        if kept:
            notify(request, _("Đã đọc {n} tệp; tệp nêu dưới đây thì chưa.").format(n=len(kept)), tone="warn")
    table = RosterFileTable(request, exchange.list_rosters(request.user))
    if table.is_export_asked:
        return table.as_response()
    context = {"form": form, "steps": steps_of(FILE), "table": table, "days": exchange.KEPT_DAYS}
    return page(request, "persons/roster_upload.html", context, form=form)


def _keep(request: ScreenRequest, upload: UploadedFile, unit: org.Unit) -> exchange.StoredRoster:
    return exchange.keep_roster(
        actor=request.user,
        # one byte more than is read at all: a longer file is refused without being taken into memory
        content=upload.read(exchange.MAX_BYTES + 1),
        filename=upload.name or "",
        unit=unit,
        on=request.scope.on,
        now=clock.now(),
    )


@screen(permission="roster.import")
def roster_template(request: ScreenRequest) -> HttpResponse:
    """The template of the unit in the bar, with its units of today."""
    scope = request.scope
    code = request.GET.get("for") or scope.unit_code
    unit = access.get_unit_for(request.user, code, P.ROSTER_IMPORT, on=scope.on)
    response = HttpResponse(exchange.make_roster_template(unit, scope.on), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="mau-danh-sach-{unit.code}.xlsx"'
    return response


@screen(permission="roster.import", methods=("POST",))
def roster_forget(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Throw a file away that was not written."""
    roster = roster_for(request, uuid)
    exchange.forget_roster(actor=request.user, roster=roster)
    notify(request, _("Đã bỏ tệp {file}. Không có gì được ghi.").format(file=roster.filename))
    return redirect_to(request, "persons:roster-upload")


@screen(permission="roster.import", methods=("GET", "POST"))
def roster_columns(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """What each column is read as; a choice is remembered for the office."""
    roster = roster_for(request, uuid)
    if roster.state != exchange.RosterState.READY:
        return redirect_to(request, page_of(roster), uuid=uuid)
    form = RosterUnitForm(request.POST or None, request=request, initial={"unit": roster.unit})
    if form.is_valid():
        on, now = request.scope.on, clock.now()
        try:
            chosen = _chosen(request, roster)
            if chosen:
                exchange.take_columns(actor=request.user, roster=roster, columns=chosen, on=on, now=now)
            if form.cleaned_data["unit"].pk != roster.unit_id:
                exchange.change_unit(actor=request.user, roster=roster, unit=form.cleaned_data["unit"], on=on, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            roster.refresh_from_db()
            return redirect_to(request, page_of(roster), uuid=uuid)
    context = {
        "roster": roster,
        "form": form,
        "unit_name": unit_name(request, roster),
        "steps": steps_of(COLUMNS, roster),
        "sheets": _sheets(roster),
        "next_url": page_of(roster),
    }
    return page(request, "persons/roster_columns.html", context, form=form)


def _chosen(request: ScreenRequest, roster: exchange.StoredRoster) -> dict[str, dict[str, str]]:
    """Sheet → letter → role of all columns, when any of them differs from how it is read now; else nothing."""
    found: dict[str, dict[str, str]] = {}
    differs = False
    for number, sheet in enumerate(roster.layout["sheets"]):
        for column in sheet["columns"]:
            now = column["role"] or "-"
            asked = request.POST.get(f"column-{number}-{column['letter']}", now)
            role = asked if asked in dict(role_choices(now)) else now
            differs = differs or role != now
            found.setdefault(sheet["name"], {})[column["letter"]] = role
    return found if differs else {}


def _sheets(roster: exchange.StoredRoster) -> list[dict[str, Any]]:
    samples = exchange.list_samples(roster)
    return [
        {
            "name": sheet["name"],
            "header_row": sheet["header_row"],
            "rows": sheet["rows"],
            "skipped": sheet.get("skipped", []),
            "columns": [
                {
                    "letter": column["letter"],
                    "header": column["header"],
                    "name": f"column-{number}-{column['letter']}",
                    "role": column["role"] or "-",
                    "choices": role_choices(column["role"] or "-"),
                    "encoding": str(ENCODING_WORDS.get(column["encoding"], "")),
                    "samples": samples.get((number, column["letter"]), []),
                }
                for column in sheet["columns"]
                if column["header"] or column["field"] or samples.get((number, column["letter"]))
            ],
        }
        for number, sheet in enumerate(roster.layout["sheets"])
    ]
