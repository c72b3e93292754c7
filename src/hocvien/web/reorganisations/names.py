"""What stands behind a count of a reorganisation, by name: units, and the people, classes, plans and roles at units that end.

Counts are of everything; names are only of what the user may see, read as things stand now.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.planning import api as planning
from hocvien.web.reorganisations.tables import ThingTable, TouchedUnit, TouchedUnitTable
from hocvien.web.reorganisations.words import HAPPENED
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.screens import screen
from hocvien.web.ui.tables import table_response

P = access.Permission
_UNFINISHED = (classes.ClassStatus.PLANNED, classes.ClassStatus.ENROLLING, classes.ClassStatus.RUNNING)
_MOST = 5000


@dataclass
class Thing:
    """A row: what it is called, a second line, its unit, and its page."""

    title: str
    note: str
    unit: str
    link: Any


Read = Callable[[ScreenRequest, org.Reorganisation, Any, str], list[Thing]]


def is_named(request: ScreenRequest, key: str) -> bool:
    """Whether the things of this follower can be named to this user."""
    found = _reader(key)
    return found is not None and found[0] in request.held_permissions


@screen(permission="unit.view")
def unit_names(request: ScreenRequest, uuid: UUID, what: str) -> HttpResponse:
    """The units to which one thing happens."""
    found = access.get_reorganisation_for(request.user, uuid, on=request.scope.on)
    if what not in HAPPENED:
        raise access.OutOfSight
    links: dict[str, list[str]] = {}
    for old, new, _kind in found.effect.get("heirs", ()):
        if what in {"ended", "founded"}:
            key, other = (old, new) if what == "ended" else (new, old)
            links.setdefault(key, []).append(other)
    names = {row[0]: row[2] for side in ("before", "after") for row in found.effect.get(side, ())}
    codes = found.effect.get("codes", {}).get(what, ())
    rows = [TouchedUnit(code, tuple(links.get(code, ()))) for code in codes]
    table = TouchedUnitTable(request, rows, what, found.on, names)
    return table_response(request, "reorganisations/names.html", table, _head(request, found, str(HAPPENED[what][0])))


@screen(permission="unit.view")
def thing_names(request: ScreenRequest, uuid: UUID, thing: str) -> HttpResponse:
    """What stands at the units that end, of one kind."""
    found = access.get_reorganisation_for(request.user, uuid, on=request.scope.on)
    labels = {one.key: str(one.label) for one in org.followers()}
    reader = _reader(thing)
    if thing not in labels or reader is None or reader[0] not in request.held_permissions:
        raise access.OutOfSight
    ended = org.ReorganisationUnit.objects.filter(reorganisation=found, is_ended=True).values("unit_id")
    rows = reader[1](request, found, ended, thing)
    table = ThingTable(request, rows)
    counted = dict(found.effect.get("things", ())).get(thing, 0)
    context = _head(request, found, labels[thing]) | {"counted": counted, "shown": len(rows), "is_things": True}
    return table_response(request, "reorganisations/names.html", table, context)


def _head(request: ScreenRequest, found: org.Reorganisation, title: str) -> dict[str, Any]:
    return {
        "found": found,
        "title": title,
        "up_url": screen_url(request, "reorganisations:reorganisation-page", uuid=found.uuid),
    }


def _people(request: ScreenRequest, found: org.Reorganisation, ended: Any, _key: str) -> list[Thing]:
    day = found.on - timedelta(days=1)
    seen = access.people_visible_to(request.user, request.scope.on)
    rows = list(seen.filter(pk__in=people.person_ids_at(ended, day))[:_MOST])
    units = people.main_unit_ids([person.pk for person in rows], day)
    names = _unit_names(units.values(), found)
    return [
        Thing(
            person.full_name,
            person.birth_words,
            names.get(units.get(person.pk, 0), ""),
            ("persons:person-page", {"uuid": person.uuid}),
        )
        for person in rows
    ]


def _classes(request: ScreenRequest, found: org.Reorganisation, ended: Any, key: str) -> list[Thing]:
    here = Q()
    for role in key.split(".")[2:]:
        here |= Q(**{f"{role}_id__in": ended})
    rows = list(
        classes.classes_visible_to(request.user, request.scope.on)
        .filter(here, status__in=_UNFINISHED)
        .order_by("opens_on", "pk")[:_MOST]
    )
    names = _unit_names([row.opened_by_id for row in rows], found)
    return [
        Thing(
            row.name,
            f"{formats.day(row.opens_on)}, {row.get_status_display()}",
            names.get(row.opened_by_id, ""),
            ("classes:class-page", {"uuid": row.uuid}),
        )
        for row in rows
    ]


def _plans(request: ScreenRequest, found: org.Reorganisation, ended: Any, key: str) -> list[Thing]:
    seen = planning.plans_visible_to(request.user, request.scope.on)
    is_submitted = key.endswith(".submitted_to")
    here = {"submitted_to_id__in": ended, "status": "submitted"} if is_submitted else {"unit_id__in": ended}
    rows = list(seen.filter(year__gte=found.on.year, **here)[:_MOST])
    names = _unit_names([row.unit_id for row in rows], found)
    return [
        Thing(
            str(row.year), row.get_status_display(), names.get(row.unit_id, ""), ("plans:plan-page", {"uuid": row.uuid})
        )
        for row in rows
    ]


def _lines(request: ScreenRequest, found: org.Reorganisation, ended: Any, key: str) -> list[Thing]:
    here = Q()
    for role in key.split(".")[2:]:
        here |= Q(**{f"{role}_id__in": ended})
    seen = planning.plans_visible_to(request.user, request.scope.on).order_by().values("pk")
    rows = list(
        planning.PlanLine.objects.filter(here, plan__year__gte=found.on.year, plan__in=seen)
        .select_related("plan", "programme")
        .order_by("-plan__year", "pk")[:_MOST]
    )
    names = _unit_names([row.opener_id for row in rows], found)
    return [
        Thing(
            row.programme.name,
            str(row.plan.year),
            names.get(row.opener_id, ""),
            ("plans:plan-page", {"uuid": row.plan.uuid}),
        )
        for row in rows
    ]


def _nominations(request: ScreenRequest, found: org.Reorganisation, ended: Any, key: str) -> list[Thing]:
    place = "step_unit_id__in" if key.endswith("step_unit") else "sending_unit_id__in"
    waiting = (classes.NominationStatus.PROPOSED, classes.NominationStatus.APPROVED)
    rows = list(
        classes.nominations_visible_to(request.user, request.scope.on)
        .filter(**{place: ended}, status__in=waiting)
        .select_related("person", "training_class")
        .order_by("person__name_key", "pk")[:_MOST]
    )
    return _learners(found, rows)


def _participations(request: ScreenRequest, found: org.Reorganisation, ended: Any, _key: str) -> list[Thing]:
    rows = list(
        classes.Participation.objects.filter(
            Q(sending_unit_id__in=ended),
            sending_unit_id__in=access.unit_ids_for(request.user, P.CLASS_VIEW, request.scope.on),
            status=classes.ParticipationStatus.ACTIVE,
            training_class__status__in=_UNFINISHED,
        )
        .select_related("person", "training_class")
        .order_by("person__name_key", "pk")[:_MOST]
    )
    return _learners(found, rows)


def _learners(found: org.Reorganisation, rows: list[Any]) -> list[Thing]:
    names = _unit_names([row.sending_unit_id for row in rows], found)
    return [
        Thing(
            row.person.full_name,
            row.training_class.name,
            names.get(row.sending_unit_id, ""),
            ("classes:class-page", {"uuid": row.training_class.uuid}),
        )
        for row in rows
    ]


def _invitations(request: ScreenRequest, found: org.Reorganisation, ended: Any, _key: str) -> list[Thing]:
    seen = classes.classes_visible_to(request.user, request.scope.on).filter(status__in=_UNFINISHED)
    rows = list(
        classes.Invitation.objects.filter(unit_id__in=ended, training_class__in=seen.order_by().values("pk"))
        .select_related("training_class")
        .order_by("training_class__opens_on", "pk")[:_MOST]
    )
    names = _unit_names([row.unit_id for row in rows], found)
    return [
        Thing(
            row.training_class.name,
            formats.number(row.seats) if row.seats is not None else "",
            names.get(row.unit_id, ""),
            ("classes:invitation-list", {"uuid": row.training_class.uuid}),
        )
        for row in rows
    ]


def _grants(request: ScreenRequest, found: org.Reorganisation, ended: Any, _key: str) -> list[Thing]:
    day = found.on - timedelta(days=1)
    units = access.unit_ids_for(request.user, P.GRANT_EDIT, request.scope.on)
    rows = list(access.grants_within(units, day).filter(unit_id__in=ended).order_by("user__username", "pk")[:_MOST])
    names = _unit_names([row.unit_id for row in rows], found)
    return [
        Thing(
            row.user.full_name or row.user.username,
            row.get_role_display(),
            names.get(row.unit_id, ""),
            ("administration:account-page", {"uuid": row.user.uuid}),
        )
        for row in rows
    ]


_READERS: dict[str, tuple[str, Read]] = {
    "people": (P.PERSON_VIEW, _people),
    "access": (P.GRANT_EDIT, _grants),
    "classes.TrainingClass": (P.CLASS_VIEW, _classes),
    "classes.Invitation": (P.CLASS_VIEW, _invitations),
    "classes.Nomination": (P.PERSON_VIEW, _nominations),
    "classes.Participation": (P.PERSON_VIEW, _participations),
    "planning.Plan": (P.PLAN_VIEW, _plans),
    "planning.PlanLine": (P.PLAN_VIEW, _lines),
}


def _reader(key: str) -> tuple[str, Read] | None:
    """(permission that names need, how they are read) for the key of a follower: its app and model, or the key itself."""
    return _READERS.get(key) or _READERS.get(".".join(key.split(".")[:2]))


def _unit_names(ids: Any, found: org.Reorganisation) -> dict[int, str]:
    labels = org.labels_as_of({pk for pk in ids if pk}, found.on - timedelta(days=1))
    return {pk: label.name for pk, label in labels.items()}
