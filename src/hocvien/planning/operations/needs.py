"""Writes of needs: counted by rules and obligations, adjusted by the unit; last year's plan copied forward; a proposal made into lines."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.clock import now, today
from hocvien.common.errors import DomainError
from hocvien.common.identity import new_uuid
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.planning.data import Spread
from hocvien.planning.errors import NothingProposed, NothingToCopy, ProgrammeOver
from hocvien.planning.models import Plan, PlanLine, PlanNeed
from hocvien.planning.operations.locking import check_and_save, is_in_use, lock_draft, note, note_at
from hocvien.planning.operations.plans import add_lines
from hocvien.planning.queries.needs import count_implied, find_plan_in_force
from hocvien.planning.queries.plans import WORDING, list_lines

_P = access.Permission


@transaction.atomic
def count_needs(*, actor: User | None, unit: org.Unit, year: int, on: date | None = None) -> int:
    """Count what rules and obligations imply for the unit and below; how many programmes, by mode, have a need. What the unit adjusted stays.

    A few queries for each programme. Raises NotAllowed.
    """
    day = on or today()
    access.require(actor, _P.PLAN_EDIT, unit, day)
    obligations.keep_current(on=day, now=now())
    implied = count_implied(unit, year, day)
    rows = PlanNeed.objects.select_for_update().filter(unit=unit, year=year)
    held = {(row.programme_id, row.study_mode): row for row in rows}
    fresh = []
    for (programme_id, mode), number in implied.items():
        row = held.get((programme_id, mode))
        if row is None:
            row = PlanNeed(unit=unit, year=year, programme_id=programme_id, study_mode=mode)
            fresh.append(row)
        row.implied, row.may, row.due, row.counted_on = number.people, number.may, number.due, day
    # what nothing implies any more stays only where the unit itself says a number
    gone = [row for key, row in held.items() if key not in implied]
    PlanNeed.objects.filter(pk__in=[row.pk for row in gone if row.adjusted is None]).delete()
    for row in gone:
        row.implied, row.may, row.due, row.counted_on = 0, 0, 0, day
    kept = [row for row in held.values() if row not in gone or row.adjusted is not None]
    PlanNeed.objects.bulk_create(fresh)
    PlanNeed.objects.bulk_update(kept, ["implied", "may", "due", "counted_on"])
    codes = {row.pk: row.code for row in catalogue.programmes_by_ids({pk for pk, _mode in implied}).values()}
    told = {":".join(filter(None, (codes[pk], mode))): number.people for (pk, mode), number in implied.items()}
    note_at(actor, "planning.count_needs", unit, unit, after={"year": year, "implied": told})
    return sum(1 for number in implied.values() if number.people)


@transaction.atomic
def adjust_need(
    *, actor: User | None, need: PlanNeed, people: int | None, reason: str = "", on: date | None = None
) -> PlanNeed:
    """Say another number than the rules imply, with the reason; None takes it back. Raises PlanRefused, NotAllowed."""
    access.require(actor, _P.PLAN_EDIT, need.unit, on or today())
    before = {"adjusted": need.adjusted, "reason": need.reason}
    need.adjusted, need.reason = people, reason.strip() if people is not None else ""
    check_and_save(need)
    after = {"programme": need.programme.code, "study_mode": need.study_mode, "adjusted": people, "reason": need.reason}
    note_at(actor, "planning.adjust_need", need, need.unit, before=before, after=after)
    return need


@transaction.atomic
def copy_last_year(*, actor: User | None, plan: Plan, on: date | None = None) -> tuple[int, list[tuple[PlanLine, str]]]:
    """Copy the lines of the plan in force the year before into a draft: (how many, those left out and why).

    Left out is what cannot be planned any more: a programme that has ended, a unit without the authority. Remarks, answers and costs are of
    their year and not copied; a line copied before is not copied again, `take_back_copied_lines` takes them out. Raises NothingToCopy, PlanNotDraft, NotAllowed.
    """
    locked = lock_draft(actor, plan, on)
    source = find_plan_in_force(locked.unit, locked.year - 1)
    if source is None:
        raise NothingToCopy(locked.year - 1)
    there = set(locked.lines.exclude(copied_from=None).values_list("copied_from_id", flat=True))
    copied, left_out = 0, []
    for line in list_lines(source):
        if line.pk in there:
            continue
        said = {name: getattr(line, name) for name in WORDING}
        try:
            _require_programme(line.programme, locked.year)
            with transaction.atomic():
                add_lines(actor=actor, plan=locked, lines=[PlanLine(**said, copied_from=line)], on=on)
        except DomainError as refusal:
            left_out.append((line, str(refusal)))
        else:
            copied += 1
    note(
        actor,
        "planning.copy_last_year",
        locked,
        after={"from": source.year, "lines": copied, "left_out": len(left_out)},
    )
    return copied, left_out


@transaction.atomic
def take_back_copied_lines(*, actor: User | None, plan: Plan, on: date | None = None) -> int:
    """Take out the lines copied from last year, how many; those classes point at stay. Raises PlanNotDraft, NotAllowed."""
    locked = lock_draft(actor, plan, on)
    rows = [line for line in locked.lines.exclude(copied_from=None) if not is_in_use(line)]
    return _take_out(actor, locked, "planning.take_back_copy", rows)


@transaction.atomic
def accept_proposal(
    *,
    actor: User | None,
    plan: Plan,
    spread: Spread,
    programmes: Mapping[str, catalogue.Programme],
    hosts: Mapping[str, org.Unit],
    on: date | None = None,
) -> list[PlanLine]:
    """Make lines of a proposal, one for each programme, mode, host and quarter; `take_back_proposal` takes them out again.

    `programmes` and `hosts` by what the needs call them. Raises NothingProposed, PlanNotDraft, OpeningNotAuthorised, NotAllowed.
    """
    if not spread.classes:
        raise NothingProposed
    sizes: dict[tuple[str, str, str, int], list[int]] = {}
    for one in spread.classes:
        key = (one.need.programme, one.need.study_mode, one.need.host, one.quarter)
        sizes.setdefault(key, []).append(one.seats)
    tag = new_uuid()
    rows = [
        PlanLine(
            programme=programmes[programme],
            study_mode=mode,
            opener=plan.unit,
            host=hosts[host] if hosts[host] != plan.unit else None,
            quarter=quarter,
            classes=len(seats),
            seats=sum(seats),
            proposal=tag,
        )
        for (programme, mode, host, quarter), seats in sorted(sizes.items())
    ]
    return add_lines(actor=actor, plan=plan, lines=rows, on=on)


@transaction.atomic
def take_back_proposal(*, actor: User | None, plan: Plan, on: date | None = None) -> int:
    """Take out the lines of the last proposal accepted into this draft, how many; those classes point at stay. Raises PlanNotDraft, NotAllowed."""
    locked = lock_draft(actor, plan, on)
    newest = locked.lines.exclude(proposal=None).order_by("-pk").values_list("proposal", flat=True).first()
    rows = [line for line in locked.lines.filter(proposal=newest) if not is_in_use(line)] if newest else []
    return _take_out(actor, locked, "planning.take_back_proposal", rows)


def _take_out(actor: User | None, plan: Plan, verb: str, rows: list[PlanLine]) -> int:
    plan.lines.filter(pk__in=[line.pk for line in rows]).delete()
    note(actor, verb, plan, before={"positions": [line.position for line in rows]})
    return len(rows)


def _require_programme(programme: catalogue.Programme, year: int) -> None:
    """Raise ProgrammeOver where the programme has ended before the year begins."""
    if programme.valid_to <= date(year, 1, 1):
        raise ProgrammeOver(programme.name, year)
