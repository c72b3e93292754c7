"""Where a study session is held, and who gathers there."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max

from hocvien.accounts.api import User
from hocvien.common.among import among
from hocvien.common.text import clean_name
from hocvien.meetings.constants import MOST_ROWS
from hocvien.meetings.errors import (
    HeadcountsStand,
    MakeupBeforeOpening,
    MakeupSummonsNobody,
    PointOutsideDays,
    TooManyUnits,
    UnitsOutOfReach,
)
from hocvien.meetings.models import Headcount, Point, PointMode, StudySession, SummonedUnit
from hocvien.meetings.operations.locking import check_and_save, lock_as_organiser, note
from hocvien.meetings.operations.sessions import count_anew
from hocvien.meetings.queries.members import units_in_reach
from hocvien.org import api as org


@transaction.atomic
def add_point(
    *,
    actor: User | None,
    session: StudySession,
    place: str,
    on: date,
    mode: str = PointMode.HALL,
    is_makeup: bool = False,
    today: date | None = None,
) -> Point:
    """Add a place where it is held, or held again for those who were away. `today`: of the permission.

    Raises PointOutsideDays, MakeupBeforeOpening, StudySessionRefused, StudySessionLocked, NotAllowed.
    """
    locked = lock_as_organiser(actor, session, today)
    last = locked.points.aggregate(last=Max("position"))["last"] or 0
    point = Point(session=locked, position=last + 1, place=clean_name(place), on=on, mode=mode, is_makeup=is_makeup)
    _check_day(locked, point)
    check_and_save(point)
    note(actor, "meetings.add_point", locked, after=_told(point))
    return point


@transaction.atomic
def update_point(
    *, actor: User | None, point: Point, place: str, on: date, mode: str, today: date | None = None
) -> Point:
    """Correct place, day or mode; whether it makes up stays. Refusals as of `add_point`."""
    locked = lock_as_organiser(actor, point.session, today)
    before = _told(point)
    point.place, point.on, point.mode = clean_name(place), on, mode
    _check_day(locked, point)
    check_and_save(point)
    note(actor, "meetings.update_point", locked, before=before, after=_told(point))
    return point


@transaction.atomic
def remove_point(*, actor: User | None, point: Point, today: date | None = None) -> None:
    """Take a point out, and units that gather nowhere else. Raises HeadcountsStand, StudySessionLocked, NotAllowed."""
    locked = lock_as_organiser(actor, point.session, today)
    if point.headcounts.filter(present__isnull=False).exists():
        raise HeadcountsStand(point.place)
    before = _told(point)
    point.delete()
    _forget_without_point(locked)
    note(actor, "meetings.remove_point", locked, before=before)


@transaction.atomic
def summon_units(
    *, actor: User | None, point: Point, units: Iterable[org.Unit], today: date | None = None
) -> list[SummonedUnit]:
    """Let units gather at a point; those that do so already are left as they are. Members of all units are counted anew.

    Raises UnitsOutOfReach, MakeupSummonsNobody, TooManyUnits, StudySessionLocked, NotAllowed.
    """
    locked = lock_as_organiser(actor, point.session, today)
    if point.is_makeup:
        raise MakeupSummonsNobody
    wanted = {unit.pk: unit for unit in units}
    reached = set(
        units_in_reach(locked.organiser, locked.opens_on).filter(among("pk", wanted)).values_list("pk", flat=True)
    )
    beyond = [pk for pk in wanted if pk not in reached]
    if beyond:
        labels = org.labels_as_of({locked.organiser_id, *beyond}, locked.opens_on)
        raise UnitsOutOfReach(labels[locked.organiser_id].name, [labels[pk].name for pk in beyond[:5]])
    known = {row.unit_id: row for row in locked.summoned.filter(among("unit_id", wanted))}
    SummonedUnit.objects.bulk_create(
        [SummonedUnit(session=locked, unit=unit) for pk, unit in wanted.items() if pk not in known], batch_size=200
    )
    rows = {row.unit_id: row for row in locked.summoned.filter(among("unit_id", wanted))}
    there = set(point.headcounts.values_list("summoned_id", flat=True))
    fresh = [row for row in rows.values() if row.pk not in there]
    if len(there) + len(fresh) > MOST_ROWS:
        raise TooManyUnits(MOST_ROWS)
    Headcount.objects.bulk_create([Headcount(point=point, summoned=row) for row in fresh], batch_size=200)
    count_anew(locked)
    note(
        actor,
        "meetings.summon_units",
        locked,
        after={"place": point.place, "count": len(fresh), "codes": [wanted[row.unit_id].code for row in fresh]},
    )
    return [rows[pk] for pk in wanted]


@transaction.atomic
def release_unit(*, actor: User | None, point: Point, unit: org.Unit, today: date | None = None) -> None:
    """Take a unit from a point by mistake put there. Raises HeadcountsStand, StudySessionLocked, NotAllowed."""
    locked = lock_as_organiser(actor, point.session, today)
    rows = point.headcounts.filter(summoned__unit=unit)
    if rows.filter(present__isnull=False).exists():
        raise HeadcountsStand(org.label_as_of(unit.pk, locked.opens_on).name)
    rows.delete()
    _forget_without_point(locked)
    note(actor, "meetings.release_unit", locked, before={"place": point.place, "unit": unit.code})


def _forget_without_point(session: StudySession) -> None:
    """A unit is summoned while it gathers at a main point; what it told of make-up keeps it."""
    main = Headcount.objects.filter(point__session=session, point__is_makeup=False).values("summoned_id")
    idle = session.summoned.exclude(pk__in=main)
    told = idle.filter(headcounts__present__isnull=False).first()
    if told is not None:
        raise HeadcountsStand(org.label_as_of(told.unit_id, session.opens_on).name)
    idle.delete()
    count_anew(session)


def _check_day(session: StudySession, point: Point) -> None:
    first, last = f"{session.opens_on:%d/%m/%Y}", f"{session.closes_on:%d/%m/%Y}"
    if point.is_makeup and point.on < session.opens_on:
        raise MakeupBeforeOpening(first)
    if not point.is_makeup and not session.opens_on <= point.on <= session.closes_on:
        raise PointOutsideDays(first, last)


def _told(point: Point) -> dict[str, object]:
    return {"place": point.place, "on": point.on, "mode": str(point.mode), "is_makeup": point.is_makeup}
