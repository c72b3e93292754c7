"""Seats of a quota that the names of a list take: where the plan line of the class has one, its ledger alone says how many a unit may send.

A name on the way takes a seat, one in reserve and one that will take another's place take none; admission confirms, and whoever leaves
the list or the class before it opens frees the seat. Called after the lock of the class, before the journal of classes.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from hocvien.accounts.api import User
from hocvien.classes.errors import QuotaSeatsMissing, SeatInOtherClass
from hocvien.classes.models import Nomination, Participation, TrainingClass
from hocvien.classes.queries.seats import other_classes_of, takes_seat
from hocvien.quotas import api as quotas


def take_for(actor: User | None, quota: quotas.Quota, rows: Sequence[Nomination], today: date, now: datetime) -> None:
    """Seats for names just put on the list; those that take none are passed over."""
    senders = {row.person_id: row.sending_unit_id for row in rows if takes_seat(row)}
    if senders:
        code = rows[0].training_class.code
        quotas.take_seats(actor=actor, quota=quota, senders=senders, reason=code, today=today, now=now)


def confirm_for(
    actor: User | None, row: TrainingClass, rows: Sequence[Nomination | Participation], today: date, now: datetime
) -> None:
    """The seats of those admitted; who comes out of the reserve, or was named before the line had a quota, takes one.

    Raises QuotaSeatsMissing, SeatInOtherClass.
    """
    quota = quotas.lock_quota_of_line(row.plan_line_id)
    if quota is None:
        return
    senders = {one.person_id: one.sending_unit_id for one in rows}
    names = {one.person_id: one.person.full_name for one in rows}
    for person_id, name in other_classes_of(row, senders).items():
        raise SeatInOtherClass(names[person_id], name)
    try:
        quotas.confirm_taken(actor=actor, quota=quota, senders=senders, reason=row.code, today=today, now=now)
    except quotas.SeatsMissing as refusal:
        raise QuotaSeatsMissing(refusal.data["unit"], refusal.data["there"], refusal.data["wanted"]) from None


def release_for(actor: User | None, rows: Iterable[Nomination], today: date, now: datetime) -> None:
    """Free the seats of names about to leave the list, read before their status changes. One query, and eight for each class."""
    leaving: dict[int, list[int]] = {}
    classes: dict[int, TrainingClass] = {}
    for row in rows:
        if takes_seat(row):
            leaving.setdefault(row.training_class_id, []).append(row.person_id)
            classes[row.training_class_id] = row.training_class
    release_of(actor, [(classes[pk], ids) for pk, ids in leaving.items()], today, now)


def release_of(
    actor: User | None, leaving: Iterable[tuple[TrainingClass, Sequence[int]]], today: date, now: datetime
) -> None:
    """Free the seats of these people of each class (class, person ids); nothing where its plan line has no quota."""
    by_line = [(row.plan_line_id, row.code, ids) for row, ids in leaving if row.plan_line_id is not None and ids]
    found = quotas.find_quotas_for_lines({line_id for line_id, _code, _ids in by_line}) if by_line else {}
    for line_id, code, ids in sorted(by_line, key=lambda one: one[:2]):
        if line_id in found:
            quotas.release_taken(actor=actor, quota=found[line_id], person_ids=ids, reason=code, today=today, now=now)
