"""Writes of what plans are reckoned by, and of the day by which plans are asked for."""

from datetime import date

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.clock import today
from hocvien.org import api as org
from hocvien.planning.models import PlanCall, PlanSetting
from hocvien.planning.operations.locking import check_and_save, note_at

_P = access.Permission


@transaction.atomic
def record_setting(
    *,
    actor: User | None,
    unit: org.Unit,
    kind: str,
    amount: int,
    valid_from: date,
    citation: str = "",
    mark: str = catalogue.Mark.DEFAULT,
    on: date | None = None,
) -> PlanSetting:
    """Let an amount hold at the unit and below from a day on; given again for the same day it is corrected. Raises PlanRefused, NotAllowed."""
    access.require(actor, _P.PLAN_EDIT, unit, on or today())
    row = PlanSetting.objects.select_for_update().filter(unit=unit, kind=kind, valid_from=valid_from).first()
    before = {} if row is None else {"amount": row.amount, "citation": row.citation, "mark": row.mark}
    row = row or PlanSetting(unit=unit, kind=kind, valid_from=valid_from)
    row.amount, row.citation, row.mark = amount, citation.strip(), mark
    check_and_save(row)
    after = {"kind": kind, "amount": amount, "valid_from": valid_from, "citation": row.citation, "mark": mark}
    note_at(actor, "planning.record_setting", row, unit, before=before, after=after)
    return row


@transaction.atomic
def remove_setting(*, actor: User | None, setting: PlanSetting, on: date | None = None) -> None:
    """Take an amount back: what held before or above holds again, in plans not approved yet. Raises NotAllowed."""
    access.require(actor, _P.PLAN_EDIT, setting.unit, on or today())
    before = {"kind": setting.kind, "amount": setting.amount, "valid_from": setting.valid_from}
    note_at(actor, "planning.remove_setting", setting, setting.unit, before=before)
    setting.delete()


@transaction.atomic
def call_for_plans(
    *, actor: User | None, unit: org.Unit, year: int, due_on: date, note: str = "", on: date | None = None
) -> PlanCall:
    """Ask the units below for their plans of a year by a day; asked again, the day and words are changed. Raises PlanRefused, NotAllowed."""
    access.require(actor, _P.PLAN_APPROVE, unit, on or today())
    row = PlanCall.objects.select_for_update().filter(unit=unit, year=year).first()
    before = {} if row is None else {"due_on": row.due_on, "note": row.note}
    row = row or PlanCall(unit=unit, year=year)
    row.due_on, row.note = due_on, note.strip()
    check_and_save(row)
    note_at(
        actor,
        "planning.call_for_plans",
        row,
        unit,
        before=before,
        after={"year": year, "due_on": due_on, "note": row.note},
    )
    return row
