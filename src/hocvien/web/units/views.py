"""Units on screen: the tree by steps, search without marks, and one unit with its history."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Node
from hocvien.web.ui.screens import page, screen
from hocvien.web.units.facts import facts_now
from hocvien.web.units.tables import UnitTable

P = access.Permission
_MOST_HITS = 200
_MOST_GRANDCHILDREN = 400


@screen(permission="unit.view")
def unit_list(request: ScreenRequest) -> HttpResponse:
    """The tree around the unit in the bar, or what a search finds in all the user may see."""
    scope = request.scope
    text = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"q": text, "may_edit": P.UNIT_EDIT in request.held_permissions}
    if text:
        visible = access.unit_ids_for(request.user, P.UNIT_VIEW, scope.on)
        found = org.search_units(text, within=visible, on=scope.as_of, limit=_MOST_HITS)
        table = UnitTable(request, found)
        if table.is_export_asked:
            return table.as_response()
        context |= {"table": table, "is_cut": len(found) == _MOST_HITS}
    else:
        context["nodes"] = _tree(request)
    return page(request, "units/unit_list.html", context)


def _tree(request: ScreenRequest) -> list[Node]:
    """Where the user holds grants, opened down to the unit in the bar and one step below it. About ten queries."""
    scope = request.scope
    on = scope.as_of
    tops = _tops(request)
    path = [pk for pk in (org.ancestor_ids_as_of(scope.unit.pk, on) if scope.unit else []) if pk]
    shown: dict[int, list[int]] = {}
    for top in tops:
        if top in path:
            for pk in path[path.index(top) :]:
                shown[pk] = org.children_ids_as_of(pk, on)
        elif scope.unit is None:
            shown[top] = org.children_ids_as_of(top, on)
    ids = {*tops, *shown, *(child for children in shown.values() for child in children)}
    labels = org.labels_as_of(ids, on)
    below = org.count_children_as_of(ids, on)

    def node(pk: int) -> Node:
        children = [node(child) for child in shown.get(pk, [])]
        count = below.get(pk, 0)
        label = labels[pk]
        return Node(
            label.name,
            screen_url(request, "units:unit-list", with_unit=label.code)
            if count and not children
            else screen_url(request, "units:unit-page", with_unit=label.code, code=label.code),
            _("{n} đơn vị trực thuộc").format(n=count) if count else "",
            children,
            is_open=True,
            is_current=scope.unit is not None and pk == scope.unit.pk,
        )

    return [node(pk) for pk in tops if pk in labels]


def _tops(request: ScreenRequest) -> list[int]:
    """The units the user was given that see units, without those below another of them."""
    on = request.scope.as_of
    own = [g.unit_id for g in request.scope.grants if P.UNIT_VIEW in access.ROLE_PERMISSIONS[g.role]]
    own = list(dict.fromkeys(own))
    deep = {g.unit_id for g in request.scope.grants if g.includes_below}
    if len(own) <= 1:
        return own
    lines = {pk: set(org.ancestor_ids_as_of(pk, on)) - {pk} for pk in own[:20]}
    return [pk for pk in own[:20] if not (lines[pk] & deep)]


@screen(permission="unit.view")
def unit_page(request: ScreenRequest, code: str) -> HttpResponse:
    scope = request.scope
    on = scope.as_of
    unit = access.get_unit_for(request.user, code, on=scope.on)
    names, kinds, placements = org.list_names(unit), org.list_kinds(unit), org.list_placements(unit)
    children = org.children_ids_as_of(unit.pk, on, by_name=False)  # the table sorts them
    line = org.ancestor_ids_as_of(unit.pk, on)
    labels = org.labels_as_of({unit.pk, *line, *children, *(row.parent_id for row in placements)}, on)
    below = org.count_children_as_of(children, on)
    held = request.held_permissions
    table = UnitTable(request, [labels[pk] for pk in children], counts=below)
    if table.is_export_asked:
        return table.as_response()
    context = {
        "unit": unit,
        "label": labels[unit.pk],
        "kind_words": org.UnitKind(labels[unit.pk].kind).label,
        "path": [(labels[pk], is_seen) for pk, is_seen in _seen_on_the_way(request, line) if pk != unit.pk],
        "names": names,
        "kinds": kinds,
        "placements": [(row, labels[row.parent_id]) for row in placements],
        "table": table,
        "n_below": org.count_below(unit.pk, on),
        "n_people": _count_people(request, unit, line),
        "n_classes": _count_classes(request, unit),
        "may_edit": P.UNIT_EDIT in held and access.can(request.user, P.UNIT_EDIT, unit, scope.on),
        **facts_now(unit, on, labels[unit.pk].kind),
    }
    return page(request, "units/unit_page.html", context)


def _seen_on_the_way(request: ScreenRequest, line: list[int]) -> list[tuple[int, bool]]:
    """From the root down: (unit, whether the user may open it), by the grants at hand."""
    grants = [g for g in request.scope.grants if P.UNIT_VIEW in access.ROLE_PERMISSIONS[g.role]]
    deep, flat = {g.unit_id for g in grants if g.includes_below}, {g.unit_id for g in grants}
    found, is_reached = [], False
    for pk in line:
        is_reached = is_reached or pk in deep
        found.append((pk, is_reached or pk in flat))
    return found


def _count_people(request: ScreenRequest, unit: org.Unit, line: list[int]) -> int | None:
    """People there and below whom the user may see; None without the permission. `line`: the unit and those above it."""
    if P.PERSON_VIEW not in request.held_permissions:
        return None
    on = request.scope.on
    here = people.person_ids_at(org.descendant_ids_as_of(unit.pk, on), on)
    deep = {
        g.unit_id for g in request.scope.grants if g.includes_below and P.PERSON_VIEW in access.ROLE_PERMISSIONS[g.role]
    }
    if request.scope.as_of == on and not deep.isdisjoint(line):  # a grant covers all of it: no need to narrow twice
        return int(people.people().filter(pk__in=here).count())
    return int(access.people_visible_to(request.user, on).filter(pk__in=here).count())


def _count_classes(request: ScreenRequest, unit: org.Unit) -> int | None:
    """Classes the unit and those below opened in the period of the bar; None without the permission."""
    if P.CLASS_VIEW not in request.held_permissions:
        return None
    scope = request.scope
    seen = classes.classes_visible_to(request.user, scope.on)
    below = org.descendant_ids_as_of(unit.pk, scope.as_of)
    return int(
        seen.filter(opened_by_id__in=below, opens_on__gte=scope.start, opens_on__lt=scope.end)
        .exclude(status=classes.ClassStatus.CANCELLED)
        .count()
    )
