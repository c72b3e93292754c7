"""Settings of planning as they hold at units on a day: recorded there, else at the nearest above, else by default."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from hocvien.planning.arithmetic import cost_of, cost_terms
from hocvien.planning.constants import DEFAULTS
from hocvien.planning.data import CostTerm, SettingHeld
from hocvien.planning.errors import SettingNotFound
from hocvien.planning.models import Plan, PlanLine, PlanSetting, PlanStatus


def settings_of_year(unit_ids: Iterable[int], year: int, on: date) -> dict[int, dict[str, SettingHeld]]:
    """Unit id → kind → what holds in the year's plans: the latest begun by the end of the year; the tree as of `on`. Two queries."""
    wanted = set(unit_ids)
    paths = org.paths_of_many(wanted, on)
    above = {pk for path in paths.values() for pk in path} | wanted
    rows = PlanSetting.objects.filter(unit_id__in=above, valid_from__lte=date(year, 12, 31)).order_by("valid_from")
    held: dict[tuple[int, str], SettingHeld] = {}
    for row in rows:
        is_seen = row.mark == catalogue.Mark.SEEN
        held[row.unit_id, row.kind] = SettingHeld(
            row.kind, row.amount, row.unit_id, row.valid_from, row.citation, is_seen
        )
    return {
        unit_id: {kind: _nearest(held, paths.get(unit_id) or [unit_id], kind) for kind in DEFAULTS}
        for unit_id in wanted
    }


def list_settings(unit: org.Unit) -> list[PlanSetting]:
    """What is recorded at the unit itself, by kind, the newest first; one query."""
    return list(PlanSetting.objects.filter(unit=unit).order_by("kind", "-valid_from"))


def get_setting(uuid: UUID) -> PlanSetting:
    """The setting with its unit; raises SettingNotFound."""
    row = PlanSetting.objects.select_related("unit").filter(uuid=uuid).first()
    if row is None:
        raise SettingNotFound
    return row


def costs_of_lines(plan: Plan, lines: Iterable[PlanLine], on: date) -> dict[int, tuple[CostTerm, ...]]:
    """Line id → the products its cost is made of: as approved, or by the norms of today for a draft. Two queries at most."""
    if plan.status in {PlanStatus.APPROVED, PlanStatus.REPLACED}:
        return {line.pk: terms_kept(line.cost_terms) for line in lines}
    norms = settings_of_year([plan.unit_id], plan.year, on)[plan.unit_id]
    return {line.pk: terms_by(line, norms) for line in lines}


def terms_by(line: PlanLine, norms: Mapping[str, SettingHeld]) -> tuple[CostTerm, ...]:
    """The products of a line's cost by these norms."""
    return cost_terms(hours=line.lecturer_hours, classes=line.classes, seats=line.seats, norms=norms)


def terms_kept(kept: Iterable[Mapping[str, Any]]) -> tuple[CostTerm, ...]:
    """The products as they were kept with an approved line."""
    return tuple(CostTerm(**term) for term in kept)


def line_cost(terms: Iterable[CostTerm]) -> int:
    """The sum of a line's products, in đồng."""
    return cost_of(terms)


def _nearest(held: Mapping[tuple[int, str], SettingHeld], path: list[int], kind: str) -> SettingHeld:
    for unit_id in reversed(path):
        if found := held.get((unit_id, kind)):
            return found
    return SettingHeld(kind, DEFAULTS[kind])
