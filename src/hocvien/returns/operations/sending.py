"""A sheet handed in, sent back with remarks at its cells, locked, opened again; every submission kept as it was."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hocvien.accounts.api import User
from hocvien.common.clock import now as clock_now
from hocvien.common.clock import today as clock_today
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.returns.arithmetic.compiling import Compiled
from hocvien.returns.arithmetic.filling import contradictions
from hocvien.returns.constants import MOST_WORDS
from hocvien.returns.data import Asked, Filled, Remark
from hocvien.returns.errors import (
    CellUnknown,
    NothingTold,
    ReasonMissing,
    ReturnNotLocked,
    SheetNotSubmitted,
    Unexplained,
)
from hocvien.returns.models import RemarkCode, Return, ReturnStatus, Sheet, SheetStatus, Source, Submission
from hocvien.returns.operations.filling import count_into, lay_cells
from hocvien.returns.operations.locking import lock_fillable, lock_return, lock_sheet, note, unit_name
from hocvien.returns.queries.forms import compiled
from hocvien.returns.queries.sheets import consolidated, filled, judged, last_period, unexplained
from hocvien.returns.rules import require_ask, require_receive

_WORDS = 200


@transaction.atomic
def submit_sheet(
    *, actor: User | None, sheet: Sheet, now: datetime | None = None, on: date | None = None
) -> Submission:
    """Hand the sheet in as it stands. Cells changed over what is computed, against a rule, or far from the last period need words first.

    Raises Unexplained, NothingTold, SheetNotOpen, ReturnLocked, NotAllowed.
    """
    day = on or clock_today()
    locked = lock_fillable(actor, sheet, day)
    made = compiled(locked.in_return.form)
    if locked.counted_at is None:
        count_into(locked, made, now or clock_now(), day)
    state = filled(made, locked)
    found, moved = judged(made, locked, state.values, last_period(locked)[0])
    if open_cells := unexplained(state, found, moved, locked.explanations):
        raise Unexplained(open_cells)
    return _submit(actor, locked, made, state, source=Source.SCREEN, file_name="", now=now or clock_now(), day=day)


@transaction.atomic
def take_file(
    *,
    actor: User | None,
    sheet: Sheet,
    cells: Mapping[str, int | None],
    explanations: Mapping[str, str] | None = None,
    file_name: str,
    now: datetime | None = None,
    on: date | None = None,
) -> Submission:
    """Take the numbers of a file as the unit's submission, for who may receive it; what is not explained in it stays seen as a contradiction.

    Raises CellUnknown, CellUnfit, NothingTold, SheetNotOpen, ReturnLocked, NotAllowed.
    """
    day = on or clock_today()
    require_receive(actor, sheet, day)
    locked = lock_fillable(actor, sheet, day)
    made = compiled(locked.in_return.form)
    lay_cells(made, locked, cells)
    locked.explanations = {
        **locked.explanations,
        **{key: clean_name(words)[:MOST_WORDS] for key, words in (explanations or {}).items() if key in made.plans},
    }
    state = filled(made, locked)
    name = file_name[-200:]
    return _submit(actor, locked, made, state, source=Source.FILE, file_name=name, now=now or clock_now(), day=day)


@transaction.atomic
def send_back(
    *,
    actor: User | None,
    sheet: Sheet,
    reason: str = "",
    remarks: Mapping[str, Remark] | None = None,
    on: date | None = None,
) -> Sheet:
    """Give a submitted sheet back with a reason, or with remarks at cells, or both. Remarks of an earlier return go.

    Raises ReasonMissing, CellUnknown, SheetNotSubmitted, ReturnLocked, NotAllowed.
    """
    day = on or clock_today()
    require_receive(actor, sheet, day)
    locked = _submitted(sheet, day)
    made = compiled(locked.in_return.form)
    said = {key: {"code": one.code, "words": clean_name(one.words)[:_WORDS]} for key, one in (remarks or {}).items()}
    if not reason.strip() and not said:
        raise ReasonMissing
    for key, one in said.items():
        if key not in made.plans or one["code"] not in RemarkCode.values:
            raise CellUnknown(key)
    locked.status, locked.remarks = SheetStatus.SENT_BACK, said
    locked.return_reason = clean_name(reason)[:MOST_WORDS] or str(_("Xem nhận xét ở các ô."))
    locked.stamp += 1
    locked.save()
    locked.submissions.filter(number=locked.number).update(remarks=said, return_reason=locked.return_reason)
    after = {"status": SheetStatus.SENT_BACK.value, "reason": locked.return_reason, "remarks": said}
    note(actor, "returns.send_back", locked, locked.unit, before={"status": SheetStatus.SUBMITTED.value}, after=after)
    return locked


@transaction.atomic
def lock_sheets(*, actor: User | None, sheets: Sequence[Sheet], on: date | None = None) -> int:
    """Lock submitted sheets that the actor receives, all or none; how many. Raises SheetNotSubmitted, ReturnLocked, NotAllowed."""
    day = on or clock_today()
    locked = []
    for sheet in sorted(sheets, key=lambda one: one.pk):
        require_receive(actor, sheet, day)
        locked.append(_submitted(sheet, day))
    for one in locked:
        one.status, one.stamp = SheetStatus.LOCKED, one.stamp + 1
    Sheet.objects.bulk_update(locked, ["status", "stamp"], batch_size=200)
    _note_each(actor, "returns.lock_sheet", locked, SheetStatus.SUBMITTED, SheetStatus.LOCKED)
    return len(locked)


@transaction.atomic
def reopen_sheet(*, actor: User | None, sheet: Sheet, reason: str, on: date | None = None) -> Sheet:
    """Give a locked sheet back to its unit, with the reason. Raises ReasonMissing, ReturnNotLocked, ReturnLocked (the whole return is), NotAllowed."""
    day = on or clock_today()
    require_receive(actor, sheet, day)
    locked = lock_sheet(sheet)
    if locked.status != SheetStatus.LOCKED:
        raise ReturnNotLocked(unit_name(locked, day))
    if not reason.strip():
        raise ReasonMissing
    locked.status, locked.reopen_reason = SheetStatus.SENT_BACK, clean_name(reason)[:MOST_WORDS]
    locked.return_reason, locked.remarks = locked.reopen_reason, {}
    locked.stamp += 1
    locked.save()
    locked.submissions.filter(number=locked.number).update(return_reason=locked.return_reason)
    after = {"status": SheetStatus.SENT_BACK.value, "reason": locked.reopen_reason}
    note(actor, "returns.reopen_sheet", locked, locked.unit, before={"status": SheetStatus.LOCKED.value}, after=after)
    return locked


@transaction.atomic
def lock_return_figures(*, actor: User | None, asked: Return, on: date | None = None) -> Return:
    """Lock a return: submitted sheets are locked, what is missing stays missing, the sum is kept as it is. Raises ReturnLocked, NotAllowed."""
    day = on or clock_today()
    locked = lock_return(actor, asked, day)
    # a sheet handed in at this moment waits for the lock, and then finds the return locked
    list(locked.sheets.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    found = consolidated(compiled(locked.form), locked, min(day, locked.to_on))
    handed_in = locked.sheets.filter(status=SheetStatus.SUBMITTED)
    handed_in.update(status=SheetStatus.LOCKED, stamp=F("stamp") + 1)
    locked.status, locked.locked_on = ReturnStatus.LOCKED, day
    locked.locked_values = {
        "values": found.values,
        "apart": found.apart,
        "units": found.units,
        "counted": found.counted,
        "outside": found.outside,
    }
    locked.save()
    after = {"status": ReturnStatus.LOCKED.value, "locked_on": day, "counted": found.counted, "units": found.units}
    before = {"status": ReturnStatus.OPEN.value}
    note(actor, "returns.lock_return", locked, locked.unit, before=before, after=after | {"values": found.values})
    return locked


@transaction.atomic
def reopen_return(*, actor: User | None, asked: Return, reason: str, on: date | None = None) -> Return:
    """Let figures of a locked return be corrected, with the reason; sheets stay locked until each is opened. Raises ReturnNotLocked, ReasonMissing, NotAllowed."""
    require_ask(actor, asked, on or clock_today())
    locked = Return.objects.select_for_update(of=("self",)).select_related("unit", "form").get(pk=asked.pk)
    if locked.status != ReturnStatus.LOCKED:
        raise ReturnNotLocked(locked.title)
    if not reason.strip():
        raise ReasonMissing
    locked.status, locked.locked_on = ReturnStatus.OPEN, None
    locked.reopen_reason = clean_name(reason)[:MOST_WORDS]
    locked.save()
    after = {"status": ReturnStatus.OPEN.value, "reason": locked.reopen_reason}
    note(actor, "returns.reopen_return", locked, locked.unit, before={"status": ReturnStatus.LOCKED.value}, after=after)
    return locked


def _submit(
    actor: User | None,
    sheet: Sheet,
    made: Compiled,
    state: Filled,
    *,
    source: Source,
    file_name: str,
    now: datetime,
    day: date,
) -> Submission:
    if all(value is None for value in state.values.values()):
        raise NothingTold(unit_name(sheet, day))
    asked = sheet.in_return
    found = contradictions(made, state.values)
    question = Asked(
        sheet.unit.code, asked.from_on, asked.to_on, asked.basis, sheet.counted_at, tuple(sorted(sheet.figures))
    )
    sheet.number += 1
    sheet.status, sheet.submitted_on = SheetStatus.SUBMITTED, day
    sheet.contradicting, sheet.values = len(found), state.values
    sheet.stamp += 1
    sheet.save()
    kept = {
        "values": state.values,
        "changed": sorted(state.changed),
        "explanations": sheet.explanations,
        "contradictions": [asdict(one) for one in found],
        "question": question.as_json(),
    }
    submission = Submission(
        sheet=sheet,
        number=sheet.number,
        source=source,
        file_name=file_name,
        digest=hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest(),
        submitted_at=now,
        # an account that acts for another is kept itself; on whose behalf stands in the journal
        submitted_by=actor,
        **kept,
    )
    submission.save()
    after = {"number": sheet.number, "source": source.value, "digest": submission.digest, "values": state.values}
    note(actor, "returns.submit_sheet", sheet, sheet.unit, after=after | {"explanations": sheet.explanations})
    return submission


def _submitted(sheet: Sheet, day: date) -> Sheet:
    locked = lock_sheet(sheet)
    if locked.status != SheetStatus.SUBMITTED:
        raise SheetNotSubmitted(unit_name(locked, day), SheetStatus(locked.status).label)
    return locked


def _note_each(actor: User | None, verb: str, sheets: Sequence[Sheet], before: SheetStatus, after: SheetStatus) -> None:
    changes: list[Any] = [
        journal.Change(actor, verb, one, one.unit.code, {"status": before.value}, {"status": after.value})
        for one in sheets
    ]
    journal.record_many(changes)
