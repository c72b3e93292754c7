"""The numbers of a point, many at once: what the page, the pasted cells and the workbook all end in."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.clock import today as clock_today
from hocvien.journal import api as journal
from hocvien.meetings.constants import MOST_PEOPLE
from hocvien.meetings.data import Told
from hocvien.meetings.errors import HeadcountChanged, HeadcountUnfit, MakeupWithoutInvited, NotSummoned, PresentByName
from hocvien.meetings.models import Headcount, Point
from hocvien.meetings.operations.locking import lock_session
from hocvien.meetings.rules import answerable
from hocvien.org import api as org


@transaction.atomic
def record_headcounts(*, actor: User | None, point: Point, told: Iterable[Told], today: date | None = None) -> int:
    """Write what units tell of a point, all or nothing; unchanged numbers are left alone. How many lines changed.

    Empty takes a number back: the unit then has not told it. Every line that changes is journalled at its unit, before and after.
    Raises NotAllowed, NotSummoned, HeadcountChanged, HeadcountUnfit, PresentByName, MakeupWithoutInvited, StudySessionLocked. A fixed number of queries.
    """
    day = today or clock_today()
    session = lock_session(point.session)
    lines = {line.unit_id: line for line in told}
    summoned = {row.unit_id: row for row in session.summoned.select_related("unit").filter(unit_id__in=list(lines))}
    rows = {row.summoned_id: row for row in Headcount.objects.filter(point=point)}
    may = answerable(actor, session, lines, day)
    changes: list[tuple[Headcount, str, tuple[int | None, int | None], Told]] = []
    for unit_id, line in lines.items():
        _check(point, line, session.opens_on)
        unit = summoned.get(unit_id)
        row = rows.get(unit.pk) if unit is not None else None
        if unit is None or (row is None and not point.is_makeup):
            raise NotSummoned(org.label_as_of(unit_id, session.opens_on).name)
        before = (None, None) if row is None else (row.invited, row.present)
        if before == (line.invited, line.present):
            continue
        if line.seen is not None and line.seen != before:
            raise HeadcountChanged(org.label_as_of(unit_id, session.opens_on).name, unit_id)
        if row is not None and row.is_by_name and row.present != line.present:
            raise PresentByName(org.label_as_of(unit_id, session.opens_on).name, unit_id)
        if unit_id not in may:
            access.require(actor, access.Permission.STUDY_ANSWER, unit.unit, day)
        changes.append((row or Headcount(point=point, summoned=unit), unit.unit.code, before, line))
    for row, _code, _before, line in changes:
        row.invited, row.present = line.invited, line.present
    fresh = [row for row, *_rest in changes if row.pk is None]
    Headcount.objects.bulk_update([row for row, *_rest in changes if row.pk], ["invited", "present"], batch_size=200)
    Headcount.objects.bulk_create(fresh, batch_size=200)
    journal.record_many(
        journal.Change(
            actor,
            "meetings.record_headcount",
            row,
            code,
            {"invited": before[0], "present": before[1]},
            {"place": point.place, "invited": row.invited, "present": row.present},
        )
        for row, code, before, _line in changes
    )
    return len(changes)


def _check(point: Point, line: Told, on: date) -> None:
    for field, number in (("invited", line.invited), ("present", line.present)):
        if number is not None and not 0 <= number <= MOST_PEOPLE:
            raise HeadcountUnfit(org.label_as_of(line.unit_id, on).name, line.unit_id, field, MOST_PEOPLE)
    if point.is_makeup and line.invited is not None:
        raise MakeupWithoutInvited(org.label_as_of(line.unit_id, on).name, line.unit_id)
