"""The list of people."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.batches import api as batches
from hocvien.common import clock
from hocvien.directory import api as directory
from hocvien.exchange import api as exchange
from hocvien.privacy import api as privacy
from hocvien.web.persons.people_table import PeopleRows, PersonTable, list_of_rows, list_of_scope
from hocvien.web.persons.sight import people_of_classes, people_of_scope
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import same_page, screen_url
from hocvien.web.ui.parts import Tab
from hocvien.web.ui.screens import screen
from hocvien.web.ui.tables import table_response

P = access.Permission


def table_of(request: ScreenRequest) -> PersonTable:
    """The list that the address names: people of the unit in the bar and below, or people of the classes the user runs."""
    asked = request.GET.get("of")
    of_unit = list_of_scope(request, lambda: people_of_scope(request)) if asked != "classes" else None
    # a centre has learners but hardly people of its own: without being asked, show whom there is
    is_of_classes = of_unit is None or (asked is None and of_unit.count == 0 and people_of_classes(request).exists())
    rows = list_of_rows(request, people_of_classes(request)) if of_unit is None or is_of_classes else of_unit
    may_edit = P.PERSON_EDIT in request.held_permissions and not is_of_classes and not request.scope.is_another_day
    return PersonTable(request, rows, with_units=not is_of_classes, is_selectable=may_edit)


@screen(permission="person.view", as_of=True)
def person_list(request: ScreenRequest) -> HttpResponse:
    """People of the unit in the bar and below, or people of the classes the user runs."""
    table = table_of(request)
    source: PeopleRows = table.source
    if source.listed.wants_upkeep:
        directory.ask_for_upkeep(on=request.scope.on, now=clock.now())
    goes_out = _goes_out(request, table)
    if goes_out and table.asked("export") == "roster":
        return table.as_file("roster", f"sua-danh-sach-{request.scope.unit_code}.xlsx", lambda: _roster(request, table))
    tabs = [
        Tab(
            _("Thuộc đơn vị"),
            screen_url(request, "persons:person-list", query={"of": "unit"}),
            current=table.is_of_unit,
        ),
        Tab(
            _("Trong danh sách các lớp"),
            screen_url(request, "persons:person-list", query={"of": "classes"}),
            current=not table.is_of_unit,
        ),
    ]
    held = set() if request.scope.is_another_day else request.held_permissions
    context = {
        "tabs": tabs,
        "may_add": P.PERSON_EDIT in held,
        "may_import": P.ROSTER_IMPORT in held,
        "edit_url": same_page(request, export="roster", **table.no_place) if goes_out and table.count else "",
        "batch_url": f"{screen_url(request, 'persons:batch-open')}" if table.selectable else "",
        "batch_query": request.GET.urlencode(),
        "kinds": batches.BatchKind.choices,
    }
    return table_response(request, "persons/person_list.html", table, context)


def _goes_out(request: ScreenRequest, table: PersonTable) -> bool:
    """Whether the list may go out to be edited: it holds whole numbers, and what comes back is written."""
    scope = request.scope
    return (
        table.is_of_unit
        and table.shows_numbers
        and scope.unit is not None
        and access.can_below(request.user, P.ROSTER_IMPORT, scope.unit, scope.on)
    )


def _roster(request: ScreenRequest, table: PersonTable) -> bytes:
    """The roster workbook of these people, to be edited and sent in again."""
    rows: PeopleRows = table.rows
    unit = request.scope.unit
    assert unit is not None  # asked above
    ids = list(rows.listed.ids())
    made = exchange.export_roster(actor=request.user, person_ids=ids, unit=unit, on=request.scope.on)
    privacy.note_looks(user=request.user, person_ids=ids, kind=privacy.LookKind.EXPORT, at=clock.now())
    return made
