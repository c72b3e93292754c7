"""Writes of needs: counted by the rules, adjusted by the unit; last year's plan copied forward; a proposal made into lines."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.clock import today
from hocvien.common.errors import DomainError
from hocvien.common.identity import new_uuid
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
    """Count what the rules imply for the unit and below; how many programmes have a need. What the unit adjusted stays.

    A few queries for each programme with a rule. Raises NotAllowed.
    """
    day = on or today()
    access.require(actor, _P.PLAN_EDIT, unit, day)
    implied = count_implied(unit, year, day)
    held = {row.programme_id: row for row in PlanNeed.objects.select_for_update().filter(unit=unit, year=year)}
    fresh = []
    for programme_id, number in implied.items():
        row = held.get(programme_id)
        if row is None:
            fresh.append(PlanNeed(unit=unit, year=year, programme_id=programme_id, implied=number, counted_on=day))
        else:
            row.implied, row.counted_on = number, day
    PlanNeed.objects.bulk_create(fresh)
    PlanNeed.objects.bulk_update(held.values(), ["implied", "counted_on"])
    codes = {row.pk: row.code for row in catalogue.programmes_by_ids(implied).values()}
    told = {codes[pk]: number for pk, number in implied.items()}
    note_at(actor, "planning.count_needs", unit, unit, after={"year": year, "implied": told})
    return sum(1 for number in implied.values() if number)


@transaction.atomic
def adjust_need(
    *, actor: User | None, need: PlanNeed, people: int | None, reason: str = "", on: date | None = None
) -> PlanNeed:
    """Say another number than the rules imply, with the reason; None takes it back. Raises PlanRefused, NotAllowed."""
    access.require(actor, _P.PLAN_EDIT, need.unit, on or today())
    before = {"adjusted": need.adjusted, "reason": need.reason}
    need.adjusted, need.reason = people, reason.strip() if people is not None else ""
    check_and_save(need)
    after = {"programme": need.programme.code, "adjusted": people, "reason": need.reason}
    note_at(actor, "planning.adjust_need", need, need.unit, before=before, after=after)
    return need


@transaction.atomic
def copy_last_year(*, actor: User | None, plan: Plan, on: date | None = None) -> tuple[int, list[tuple[PlanLine, str]]]:
    """Copy the lines of the plan in force the year before into a draft: (how many, those left out and why).

    Left out is what cannot be planned any more: a programme that has ended, a unit without the authority. Remarks, answers and costs are of
    their year and not copied. Raises NothingToCopy, PlanNotDraft, NotAllowed.
    """
    locked = lock_draft(actor, plan, on)
    source = find_plan_in_force(locked.unit, locked.year - 1)
    if source is None:
        raise NothingToCopy(locked.year - 1)
    copied, left_out = 0, []
    for line in list_lines(source):
        said = {name: getattr(line, name) for name in WORDING}
        try:
            _require_programme(line.programme, locked.year)
            with transaction.atomic():
                add_lines(actor=actor, plan=locked, lines=[PlanLine(**said)], on=on)
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
def accept_proposal(
    *,
    actor: User | None,
    plan: Plan,
    spread: Spread,
    programmes: Mapping[str, catalogue.Programme],
    hosts: Mapping[str, org.Unit],
    on: date | None = None,
) -> list[PlanLine]:
    """Make lines of a proposal, one for each programme, host and quarter; `take_back_proposal` takes them out again.

    `programmes` and `hosts` by what the needs call them. Raises NothingProposed, PlanNotDraft, OpeningNotAuthorised, NotAllowed.
    """
    if not spread.classes:
        raise NothingProposed
    sizes: dict[tuple[str, str, int], list[int]] = {}
    for one in spread.classes:
        sizes.setdefault((one.need.programme, one.need.host, one.quarter), []).append(one.seats)
    tag = new_uuid()
    rows = [
        PlanLine(
            programme=programmes[programme],
            opener=plan.unit,
            host=hosts[host] if hosts[host] != plan.unit else None,
            quarter=quarter,
            classes=len(seats),
            seats=sum(seats),
            proposal=tag,
        )
        for (programme, host, quarter), seats in sorted(sizes.items())
    ]
    return add_lines(actor=actor, plan=plan, lines=rows, on=on)


@transaction.atomic
def take_back_proposal(*, actor: User | None, plan: Plan, on: date | None = None) -> int:
    """Take out the lines of the last proposal accepted into this draft, how many; those classes point at stay. Raises PlanNotDraft, NotAllowed."""
    locked = lock_draft(actor, plan, on)
    newest = locked.lines.exclude(proposal=None).order_by("-pk").values_list("proposal", flat=True).first()
    rows = [line for line in locked.lines.filter(proposal=newest) if not is_in_use(line)] if newest else []
    locked.lines.filter(pk__in=[line.pk for line in rows]).delete()
    note(actor, "planning.take_back_proposal", locked, before={"positions": [line.position for line in rows]})
    return len(rows)


def _require_programme(programme: catalogue.Programme, year: int) -> None:
    """Raise ProgrammeOver where the programme has ended before the year begins."""
    if programme.valid_to <= date(year, 1, 1):
        raise ProgrammeOver(programme.name, year)
