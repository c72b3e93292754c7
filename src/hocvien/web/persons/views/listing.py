"""The list of people."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.directory import api as directory
from hocvien.web.persons.people_table import PersonTable, list_of_rows, list_of_scope
from hocvien.web.persons.sight import people_of_classes, people_of_scope
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Tab
from hocvien.web.ui.screens import screen
from hocvien.web.ui.tables import table_response

P = access.Permission


@screen(permission="person.view")
def person_list(request: ScreenRequest) -> HttpResponse:
    """People of the unit in the bar and below, or people of the classes the user runs."""
    asked = request.GET.get("of")
    of_unit = list_of_scope(request, people_of_scope(request)) if asked != "classes" else None
    # a centre has learners but hardly people of its own: without being asked, show whom there is
    is_of_classes = of_unit is None or (asked is None and of_unit.count == 0 and people_of_classes(request).exists())
    rows = list_of_rows(request, people_of_classes(request)) if of_unit is None or is_of_classes else of_unit
    table = PersonTable(request, rows, with_units=not is_of_classes)
    if rows.listed.wants_upkeep:
        directory.ask_for_upkeep(on=request.scope.on, now=clock.now())
    tabs = [
        Tab(
            _("Thuộc đơn vị"),
            screen_url(request, "persons:person-list", query={"of": "unit"}),
            current=not is_of_classes,
        ),
        Tab(
            _("Trong danh sách các lớp"),
            screen_url(request, "persons:person-list", query={"of": "classes"}),
            current=is_of_classes,
        ),
    ]
    held = request.held_permissions
    return table_response(
        request,
        "persons/person_list.html",
        table,
        {"tabs": tabs, "may_add": P.PERSON_EDIT in held, "may_import": P.ROSTER_IMPORT in held},
    )
