"""Nomination lists as files: the template that goes out, the file that comes back, sending what was chosen of it, taking it back.

A file is read and kept; showing it matches and judges its rows anew, so what is put right in a record is right here too.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes import api as classes
from hocvien.exchange.constants import KEPT_DAYS, MAX_NOMINATIONS
from hocvien.exchange.data import NominationLine
from hocvien.exchange.errors import NominationFileGone, NominationRowTwice, NominationsTooMany
from hocvien.exchange.models import NominationFile
from hocvien.exchange.operations.nomination_planning import plan_nominations
from hocvien.exchange.operations.roster_reading import read_roster
from hocvien.org import api as org


def keep_nominations(
    *,
    actor: User | None,
    training_class: classes.TrainingClass,
    unit: org.Unit,
    content: bytes,
    filename: str,
    on: date,
    now: datetime,
) -> NominationFile:
    """Read a list for a class and keep its rows; nobody is proposed. list.propose at the unit, or list.admit at the class.

    Raises RosterUnreadable, NominationsTooMany, NotAllowed. A child process of some seconds.
    """
    _require(actor, training_class, unit, on)
    read = read_roster(content, filename)
    if sum(sheet["rows"] for sheet in read.layout["sheets"]) > MAX_NOMINATIONS:
        raise NominationsTooMany(filename, MAX_NOMINATIONS)
    rows = [row for part in read.parts for row in part.rows]
    forget_nomination_files(before=now - timedelta(days=KEPT_DAYS))
    return NominationFile.objects.create(
        owner=actor,
        training_class=training_class,
        unit=unit,
        filename=filename[:200],
        layout=read.layout,
        rows=rows,
        created_at=now,
    )


def get_nomination_file(
    *, actor: User | None, training_class: classes.TrainingClass, uuid: UUID, on: date
) -> NominationFile:
    """The actor's own file of this class; NominationFileGone (a 404). Raises NotAllowed."""
    rows = NominationFile.objects.select_related("unit", "training_class__programme", "training_class__opened_by")
    found = rows.filter(uuid=uuid, owner=actor, training_class=training_class).first()
    if found is None:
        raise NominationFileGone
    _require(actor, training_class, found.unit, on)
    return found


@transaction.atomic
def send_nominations(
    *, actor: User | None, stored: NominationFile, keys: Collection[str], today: date, now: datetime
) -> list[classes.ProposalOutcome]:
    """Propose the chosen rows (keys of `NominationLine`s) that are ready, in the order of the file; those in reserve as such.

    Matched and judged anew; an outcome for each, as `classes.propose_people`. Raises NominationRowTwice and what it raises.
    """
    held = NominationFile.objects.select_for_update().get(pk=stored.pk)
    lines = [
        line
        for line in plan_nominations(actor=actor, stored=stored, on=today).lines
        if line.key in keys and line.state in {"ready", "several", "refused"}
    ]
    _require_one_each(lines)
    outcomes = []
    for is_reserve in (False, True):
        ids = [line.person_id for line in lines if line.is_reserve == is_reserve and line.person_id is not None]
        if ids:
            outcomes += classes.propose_people(
                actor=actor,
                training_class=stored.training_class,
                sending_unit=stored.unit,
                person_ids=ids,
                today=today,
                now=now,
                is_late=classes.is_past_deadline(stored.training_class, today),
                is_reserve=is_reserve,
            )
    stored.sent = [*held.sent, *(str(one.nomination.uuid) for one in outcomes if one.nomination is not None)]
    stored.save(update_fields=["sent"])
    return outcomes


@transaction.atomic
def take_back_nominations(*, actor: User | None, stored: NominationFile, now: datetime) -> tuple[int, int]:
    """Withdraw the names sent from this file as far as they still wait; (withdrawn, left because something was decided since)."""
    held = NominationFile.objects.select_for_update().get(pk=stored.pk)
    waiting = classes.nominations_waiting(held.sent)
    if waiting:
        classes.withdraw_nominations(actor=actor, nominations=waiting, now=now)
    gone = {str(uuid) for uuid in waiting}
    stored.sent = [uuid for uuid in held.sent if uuid not in gone]
    stored.save(update_fields=["sent"])
    return len(waiting), len(stored.sent)


def list_nomination_files(actor: User | None, training_class: classes.TrainingClass) -> list[NominationFile]:
    """The actor's files of this class, the latest first, without their rows; one query."""
    rows = NominationFile.objects.filter(owner=actor, training_class=training_class).defer("rows", "layout")
    return list(rows.order_by("-created_at", "-pk"))


def forget_nomination_files(*, before: datetime) -> int:
    """Remove files that came in before that moment; how many. What was sent of them stays on the list of its class."""
    with transaction.atomic():
        gone = NominationFile.objects.filter(created_at__lt=before)
        number = gone.count()
        gone.delete()
    return number


def _require(actor: User | None, training_class: classes.TrainingClass, unit: org.Unit, on: date) -> None:
    if not classes.can_for_class(actor, access.Permission.LIST_ADMIT, training_class, on):
        access.require(actor, access.Permission.LIST_PROPOSE, unit, on)


def _require_one_each(lines: Collection[NominationLine]) -> None:
    rows: set[tuple[str, int]] = set()
    for line in lines:
        if (line.sheet, line.row) in rows:
            raise NominationRowTwice(line.row)
        rows.add((line.sheet, line.row))
