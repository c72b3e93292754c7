"""Units on screen: the tree by branches, search without marks over names of any time, and one unit with its life, as of the day looked at."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common.text import fold
from hocvien.directory import api as directory
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.planning import api as planning
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.links import same_page, screen_url
from hocvien.web.ui.screens import page, screen
from hocvien.web.units.life import draw_life, tell_life
from hocvien.web.units.tables import FoundRow, FoundTable, TreeTable, UnitTable, found_row
from hocvien.web.units.tree import draw_children, draw_tree, flattened, reach_of

P = access.Permission
_MOST_HITS = 200


@screen(permission="unit.view", as_of=True)
def unit_list(request: ScreenRequest) -> HttpResponse:
    """The tree around the unit in the bar, or what a search finds in all the user may see."""
    scope = request.scope
    text, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    kind = kind if kind in org.UnitKind.values else ""
    context: dict[str, Any] = {
        "q": text,
        "kind": kind,
        "kinds": org.UnitKind.choices,
        "may_edit": P.UNIT_EDIT in request.held_permissions and not scope.is_another_day,
        "structure_day": None if scope.is_another_day or scope.as_of == scope.on else scope.as_of,
    }
    if fold(text) or kind:
        rows, context["is_cut"] = _found(request, text, kind)
        table = FoundTable(request, rows)
        if table.is_export_asked:
            return table.as_response()
        context["table"] = table
    else:
        context["nodes"] = nodes = draw_tree(request)
        tree = TreeTable(request, flattened(nodes))
        if tree.is_export_asked:
            return tree.as_response()
        context["export_url"] = same_page(request, export="xlsx")
    return page(request, "units/unit_list.html", context)


def _found(request: ScreenRequest, text: str, kind: str) -> tuple[list[FoundRow], bool]:
    """What the search finds where the user's grants of today reach, each with those above it that day; and whether there is more."""
    scope = request.scope
    found, is_cut = org.find_units(
        text, within=reach_of(request, P.UNIT_VIEW), on=scope.as_of, kinds=[kind] if kind else [], limit=_MOST_HITS
    )
    lines = org.paths_of_many([one.label.id for one in found], scope.as_of)
    above = org.labels_as_of({pk for line in lines.values() for pk in line}, scope.as_of)
    rows = [
        found_row(
            one, " › ".join(above[pk].short_name for pk in lines[one.label.id] if pk != one.label.id), scope.as_of
        )
        for one in found
    ]
    return rows, is_cut


@screen(permission="unit.view", as_of=True)
def unit_below(request: ScreenRequest, code: str) -> HttpResponse:
    """A page of the units right below one: the part of the tree that is put in when a branch is opened."""
    unit = access.get_unit_for(request.user, code, on=request.scope.on)
    asked = request.GET.get("level", "")
    level = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 3 else 2
    node = draw_children(request, unit, level=max(level - 1, 1))
    return page(request, "units/_children.html", {"node": node})


@screen(permission="unit.view", as_of=True)
def unit_page(request: ScreenRequest, code: str) -> HttpResponse:
    """One unit that day: what it was called, where it stood, what stood below; its whole life; the ways to what is there."""
    scope = request.scope
    on = scope.as_of
    unit = access.get_unit_for(request.user, code, on=scope.on)
    below = org.child_counts_as_of(unit.pk, on)
    children = set(below)  # the table sorts them
    if on != scope.on:
        children = access.units_among(request.user, P.UNIT_VIEW, children, scope.on)
    events = org.list_life(unit)
    others = {one.other_id for one in events if one.other_id is not None}
    seen = access.units_among(request.user, P.UNIT_VIEW, others, scope.on)
    centre = org.centre_of(unit, on)
    # a unit before or after is called as on the day of the event, near enough: as it was last called
    line, labels = scope.labelled_line(
        unit, {*children, *others} if centre is None else {*children, *others, centre.pk}
    )
    table = UnitTable(request, [labels[pk] for pk in sorted(children)], counts=below)
    if table.is_export_asked:
        return table.as_response()
    reached = scope.reached(line)
    day = "" if on == scope.on else on.isoformat()
    held = request.held_permissions

    def way(screen_name: str) -> str:
        return screen_url(request, screen_name, with_unit=unit.code, with_day=day)

    context = {
        "unit": unit,
        "label": labels[unit.pk],
        "is_alive": unit.valid_from <= on < unit.valid_to,
        "structure_day": on if on != scope.on else None,
        "has_ended": unit.valid_to <= on,
        "kind_words": org.UnitKind(labels[unit.pk].kind).label,
        "path": [(labels[pk], pk in reached) for pk in line if pk != unit.pk],
        "life": tell_life(request, events, org.list_facts(unit), labels, seen),
        "drawing": draw_life(events, labels, day=on, today=scope.on),
        "table": table,
        "n_below": org.count_below(unit.pk, on),
        "n_people": _count_people(request, unit),
        "n_classes": _count_classes(request, unit),
        "n_plans": _count_plans(request, unit),
        "people_url": screen_url(
            request, "persons:person-list", with_unit=unit.code, with_day=day, query={"of": "unit"}
        ),
        "classes_url": way("classes:class-list"),
        "plans_url": way("plans:plan-list"),
        "report_url": way("reports:report-page") if P.REPORT_VIEW in held else "",
        "tree_url": screen_url(request, "units:unit-list", with_unit=unit.code, with_day=day),
        "may_edit": P.UNIT_EDIT in held
        and not scope.is_another_day
        and scope.on < unit.valid_to
        and access.can(request.user, P.UNIT_EDIT, unit, scope.on),
        "centre": None if centre is None else labels[centre.pk],
        "is_centre": labels[unit.pk].kind in (org.UnitKind.POLITICAL_CENTRE, org.UnitKind.POLITICAL_SCHOOL),
        **_duties(request, unit),
    }
    return page(request, "units/unit_page.html", context)


def _duties(request: ScreenRequest, unit: org.Unit) -> dict[str, Any]:
    """Share of obligations met at the unit and below, from the figures kept, and how many are late; two queries. Only of today."""
    scope = request.scope
    if scope.is_another_day or not access.can_below(request.user, P.PERSON_VIEW, unit, scope.on):
        return {}
    total = sum(obligations.counts_of([unit.pk]).get(unit.pk, {}).values(), obligations.Counts())
    if total.share is None:
        return {}
    return {
        "duty_share": formats.percent(total.share, 0),
        "duty_note": _("{late} quá hạn").format(late=formats.number(total.late)),
        "duty_url": screen_url(request, "obligations:overview", with_unit=unit.code),
    }


def _count_people(request: ScreenRequest, unit: org.Unit) -> int | None:
    """People there and below that day whom the user may see; None without the permission."""
    if P.PERSON_VIEW not in request.held_permissions:
        return None
    scope = request.scope
    there = org.descendant_ids_as_of(unit.pk, scope.as_of)
    if scope.as_of != scope.on or not access.can_below(request.user, P.PERSON_VIEW, unit, scope.on):
        reach = reach_of(request, P.PERSON_VIEW)
        there = there if reach is None else reach.filter(pk__in=there)
    else:
        # where a grant covers all of it there is no need to narrow twice, and of a large unit the number is kept
        kept = directory.count_people_of([unit.pk], scope.on)
        if kept:
            return kept[unit.pk]
    return people.count_people_at(there, scope.as_of)


def _count_classes(request: ScreenRequest, unit: org.Unit) -> int | None:
    """Classes the unit and those below opened in the period of the bar; None without the permission."""
    if P.CLASS_VIEW not in request.held_permissions:
        return None
    scope = request.scope
    seen = classes.classes_visible_to(request.user, scope.on)
    below = org.descendant_ids_as_of(unit.pk, scope.as_of, with_past=True)
    return int(
        seen.filter(opened_by_id__in=below, opens_on__gte=scope.start, opens_on__lt=scope.end)
        .exclude(status=classes.ClassStatus.CANCELLED)
        .count()
    )


def _count_plans(request: ScreenRequest, unit: org.Unit) -> int | None:
    """Plans of the unit and what lies below, all years; None without the permission."""
    if P.PLAN_VIEW not in request.held_permissions:
        return None
    return int(planning.plan_rows(request.user, request.scope.on, as_of=request.scope.as_of, unit=unit).count())
