"""Who was there by name, where a unit wants it: the number follows from the names, so that both are never typed."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.common.clock import today as clock_today
from hocvien.journal import api as journal
from hocvien.meetings.errors import NotAMember, NotSummoned
from hocvien.meetings.models import Headcount, Point, PresentMember
from hocvien.meetings.operations.locking import lock_session
from hocvien.meetings.queries.members import members_of
from hocvien.meetings.queries.names import find_summoned
from hocvien.org import api as org

_BATCH = 500


@transaction.atomic
def record_names(
    *, actor: User | None, point: Point, unit: org.Unit, person_uuids: Collection[UUID], today: date | None = None
) -> int:
    """Let exactly these members of the unit be named present at the point; its number becomes how many they are. Returns it.

    Only members of that day can be named, each at the unit that tells them. The journal keeps the numbers, not the names.
    Raises NotAllowed, NotSummoned, NotAMember, StudySessionLocked. A fixed number of queries.
    """
    day = today or clock_today()
    access.require(actor, access.Permission.STUDY_NAMES, unit, day)
    session = lock_session(point.session)
    summoned = find_summoned(session, unit)
    row = Headcount.objects.filter(point=point, summoned=summoned).first()
    if row is None and not point.is_makeup:
        raise NotSummoned(org.label_as_of(unit.pk, session.opens_on).name)
    wanted = set(person_uuids)
    found = dict(members_of(summoned).filter(uuid__in=wanted).order_by().values_list("uuid", "pk"))
    if wanted - found.keys():
        raise NotAMember(org.label_as_of(unit.pk, session.opens_on).name)
    row = row or Headcount(point=point, summoned=summoned)
    before = {"present": row.present, "by_name": row.is_by_name}
    row.present, row.is_by_name = len(found), True
    row.save()
    PresentMember.objects.filter(headcount=row).exclude(person_id__in=found.values()).delete()
    there = set(PresentMember.objects.filter(headcount=row).values_list("person_id", flat=True))
    PresentMember.objects.bulk_create(
        [PresentMember(headcount=row, person_id=pk) for pk in found.values() if pk not in there], batch_size=200
    )
    _note(actor, "meetings.record_names", row, unit, before)
    return len(found)


@transaction.atomic
def drop_names(*, actor: User | None, point: Point, unit: org.Unit, today: date | None = None) -> None:
    """Take the names of a unit at a point away; its number stays and may be typed again. Nothing happens where there are none.

    Raises NotAllowed, NotSummoned, StudySessionLocked.
    """
    access.require(actor, access.Permission.STUDY_NAMES, unit, today or clock_today())
    session = lock_session(point.session)
    row = Headcount.objects.filter(point=point, summoned=find_summoned(session, unit), is_by_name=True).first()
    if row is None:
        return
    before = {"present": row.present, "by_name": True}
    PresentMember.objects.filter(headcount=row).delete()
    row.is_by_name = False
    row.save()
    _note(actor, "meetings.drop_names", row, unit, before)


@transaction.atomic
def forget_names(*, before: datetime, now: datetime) -> int:
    """Take away the names of study sessions that ended before then; numbers stay as the names told them. How many names."""
    day = timezone.localtime(before).date()
    rows = PresentMember.objects.filter(headcount__point__session__closes_on__lt=day)
    number = rows.count()
    rows.delete()
    if number:
        journal.record(actor=None, verb="meetings.forget_names", subject=None, after={"count": number}, at=now)
    return number


@transaction.atomic
def forget_names_of(*, actor: User | None, person_ids: Sequence[int], now: datetime) -> int:
    """Take these people out of every list of names; numbers stay. How many names; one journal entry for all."""
    number = 0
    for part in batched(person_ids, _BATCH):
        number += PresentMember.objects.filter(person_id__in=part).delete()[0]
    if number:
        journal.record(actor=actor, verb="meetings.forget_names", subject=None, after={"count": number}, at=now)
    return number


def _note(actor: User | None, verb: str, row: Headcount, unit: org.Unit, before: dict[str, int | bool | None]) -> None:
    journal.record(
        actor=actor,
        verb=verb,
        subject=row,
        unit_code=unit.code,
        before=before,
        after={"place": row.point.place, "present": row.present, "by_name": row.is_by_name},
    )
