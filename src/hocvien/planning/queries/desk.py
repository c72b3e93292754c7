"""What of plans waits for an account: to decide, to mend, to hand in, to ask for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, Q, QuerySet, Value
from django.db.models.functions import Cast

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.planning.data import DeskItem
from hocvien.planning.models import Plan, PlanCall, PlanStatus
from hocvien.planning.queries.climbing import find_deciding_unit, missing_plans
from hocvien.planning.queries.plans import plans_returned_to, plans_waiting_for

_P = access.Permission


def plans_on_desk(actor: User | None, on: date, within: QuerySet[Any] | Iterable[int] | None = None) -> list[DeskItem]:
    """Plans that wait for the actor's decision, that came back, that are asked of the actor's units, or that units below owe.

    `within`: plans of these units alone. One query; where plans are asked for by a day, a few more for each such call and unit of the actor's.
    """
    held = set(_P) if actor is None else access.permissions_of(actor, on)
    plans = Plan.objects.none()
    if _P.PLAN_APPROVE in held:
        plans = plans_waiting_for(actor, on)
    if _P.PLAN_EDIT in held:
        plans = plans | plans_returned_to(actor, on) if _P.PLAN_APPROVE in held else plans_returned_to(actor, on)
    elif _P.PLAN_APPROVE not in held:
        return []
    if within is not None:
        plans = plans.filter(unit_id__in=within)
    rows = _told(plans.order_by(), on, "status", "return_reason", Cast(Value(None), DateField()))
    calls = PlanCall.objects.filter(year__gte=on.year)
    asked = _told(calls, on, Value("call", output_field=CharField()), "note", "due_on")
    found: list[DeskItem] = []
    for kind, uuid, year, unit_id, code, name, words, due_on in rows.union(asked, all=True):
        if kind == "call":
            call = PlanCall(uuid=uuid, year=year, unit_id=unit_id, note=words, due_on=due_on)
            found += _of_call(actor, call, code, on)
        else:
            what = "approve" if kind == PlanStatus.SUBMITTED else "returned"
            found.append(DeskItem(what, year, code, name or code, words, plan_uuid=uuid))
    return sorted(found, key=lambda item: (item.due_on or date.max, -item.year, item.unit_code))


def _told(rows: QuerySet[Any], on: date, kind: Any, words: Any, due_on: Any) -> QuerySet[Any, Any]:
    return rows.values_list(
        kind, "uuid", "year", "unit_id", "unit__code", org.name_subquery("unit_id", on), words, due_on
    )


def _of_call(actor: User | None, call: PlanCall, code: str, on: date) -> list[DeskItem]:
    """What one call makes waiting: at units of the actor's own, to hand in; at the unit that called, who owes."""
    if actor is None:
        return []
    found = []
    deep, flat = access.granted_unit_ids(actor, _P.PLAN_EDIT, on)
    ours = org.Unit.objects.filter(pk__in=[*deep, *flat], valid_to__gt=on).exclude(pk=call.unit_id)
    handed_in = Plan.objects.filter(
        Q(status=PlanStatus.SUBMITTED) | Q(status=PlanStatus.APPROVED), year=call.year
    ).values("unit_id")
    owing = [unit for unit in ours.exclude(pk__in=handed_in) if find_deciding_unit(unit, on).pk == call.unit_id]
    labels = org.labels_as_of([unit.pk for unit in owing], on) if owing else {}
    found += [
        DeskItem("due", call.year, unit.code, labels[unit.pk].name, call.note, due_on=call.due_on) for unit in owing
    ]
    deep, flat = access.granted_unit_ids(actor, _P.PLAN_APPROVE, on)
    if call.unit_id in {*deep, *flat} and (missing := len(missing_plans(call, on))):
        found.append(DeskItem("missing", call.year, code, "", "", count=missing, due_on=call.due_on))
    return found
