"""Reads of plans and their versions.

Who sees a plan: those who see plans at its unit, those who do so where it was submitted to, and, once it is approved, those who see plans at
an opener of its lines.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.planning.arithmetic import compare_lines
from hocvien.planning.data import LineChange
from hocvien.planning.errors import LineNotFound, PlanNotFound
from hocvien.planning.models import Plan, PlanLine, PlanStatus

# what a line says: the rest of its row is about the version or about how it came to be
WORDING = (
    "programme_id",
    "study_mode",
    "audience",
    "classes",
    "seats",
    "quarter",
    "opener_id",
    "host_id",
    "partner_id",
    "lecturer_hours",
    "note",
)


def plans_visible_to(actor: User | None, on: date, permission: str = access.Permission.PLAN_VIEW) -> QuerySet[Plan]:
    """Plans the actor may see that day, newest year first."""
    plans = Plan.objects.select_related("unit").order_by("-year", "unit__code")
    if actor is None:
        return plans
    units = access.unit_ids_for(actor, permission, on)
    opens_here = Exists(PlanLine.objects.filter(plan=OuterRef("pk"), opener_id__in=units))
    return plans.filter(
        Q(unit_id__in=units) | Q(submitted_to_id__in=units) | (Q(status=PlanStatus.APPROVED) & opens_here)
    )


def get_plan_for(actor: User | None, uuid: UUID, on: date, permission: str = access.Permission.PLAN_VIEW) -> Plan:
    """The plan, if visible to the actor that day; else PlanNotFound (a 404)."""
    plan = plans_visible_to(actor, on, permission).filter(uuid=uuid).first()
    if plan is None:
        raise PlanNotFound
    return plan


def plan_rows(
    actor: User | None,
    on: date,
    *,
    as_of: date | None = None,
    unit: org.Unit | None = None,
    year: int | None = None,
) -> QuerySet[Plan]:
    """Visible plans with `unit_name`, `line_count`, `class_total`, `seat_total`; of a unit and what lies below, or of openers there.

    Versions that were replaced are left out: the page of the plan leads to them.

    What lies below and how units are called is asked of `as_of` (default: `on`); a unit that has ended by then is found below its heir.
    """
    plans = plans_visible_to(actor, on).exclude(status=PlanStatus.REPLACED)
    if unit is not None:
        below = org.descendant_ids_as_of(unit.pk, as_of or on, with_past=True)
        here = Exists(PlanLine.objects.filter(plan=OuterRef("pk"), opener_id__in=below))
        plans = plans.filter(Q(unit_id__in=below) | here)
    if year is not None:
        plans = plans.filter(year=year)
    return plans.annotate(
        unit_name=org.name_subquery("unit_id", as_of or on),
        line_count=Count("lines"),
        class_total=Coalesce(Sum("lines__classes"), 0),
        seat_total=Coalesce(Sum("lines__seats"), 0),
    )


def list_lines(plan: Plan) -> list[PlanLine]:
    """The plan's lines in order, with programme and units; one query."""
    return list(plan.lines.select_related("programme", "opener", "host", "partner").order_by("position"))


def get_line(plan: Plan, uuid: UUID) -> PlanLine:
    """One line of this plan; LineNotFound (a 404)."""
    rows = plan.lines.select_related("plan", "programme", "opener", "host", "partner")
    line = rows.filter(uuid=uuid).first()
    if line is None:
        raise LineNotFound
    return line


def lines_open_for(unit_ids: QuerySet | Iterable[int], on: date | None = None) -> QuerySet[PlanLine]:
    """Lines of approved plans whose opener is one of these units, usable to open a class; of last year's plans on, given a day."""
    lines = (
        PlanLine.objects.filter(plan__status=PlanStatus.APPROVED, opener_id__in=unit_ids)
        .select_related("plan", "programme", "opener")
        .order_by("-plan__year", "plan_id", "position")
    )
    return lines if on is None else lines.filter(plan__year__gte=on.year - 1, plan__year__lte=on.year + 1)


def find_usable_line(pk: int) -> PlanLine | None:
    """The line by id if its plan is approved, else None; one query."""
    return PlanLine.objects.filter(pk=pk, plan__status=PlanStatus.APPROVED).select_related("plan", "programme").first()


def find_line_for(actor: User | None, uuid: object, on: date) -> PlanLine | None:
    """The line named in an address, if the actor may open a class from it that day; else None. Two queries."""
    try:
        key = uuid if isinstance(uuid, UUID) else UUID(str(uuid))
    except ValueError:
        return None
    openers = access.unit_ids_for(actor, access.Permission.CLASS_OPEN, on)
    return lines_open_for(openers).filter(uuid=key).first()


def get_line_for(actor: User | None, uuid: UUID, on: date) -> PlanLine:
    """The line, in the version in force where it was amended since, if the actor sees its plan; else LineNotFound (a 404). Two queries."""
    rows = PlanLine.objects.select_related("plan__unit", "programme", "opener", "host")
    line = rows.filter(uuid=uuid).first()
    if line is not None and line.wording_of_id is not None:
        line = rows.filter(pk=line.wording_of_id).first()
    if line is None or not plans_visible_to(actor, on).filter(pk=line.plan_id).exists():
        raise LineNotFound
    return line


def line_label(line: PlanLine) -> str:
    """A line as it stands in a choice: year, place in the plan, programme, amounts; no query when plan and programme are loaded."""
    number = f" ({line.plan.number})" if line.plan.number else ""
    return f"{line.plan.year}{number}, {line.position}. {line.programme.name}: {line.classes}/{line.seats}"


def list_versions(plan: Plan) -> list[Plan]:
    """Every version of the unit's plan of that year, the newest first; one query."""
    return list(Plan.objects.filter(unit_id=plan.unit_id, year=plan.year).order_by("-version"))


def compare_versions(earlier: Plan, later: Plan) -> tuple[list[LineChange], dict[int, PlanLine]]:
    """(lines of both by what became of them, a row to name each line by its key). Two queries."""
    before, after = (list_lines(one) for one in (earlier, later))
    rows = {line.key: line for line in (*before, *after)}
    return compare_lines(
        {line.key: wording(line) for line in before}, {line.key: wording(line) for line in after}
    ), rows


def wording(line: PlanLine) -> dict[str, object]:
    """What a line says, by field; keys as ids. Two lines say the same when these are equal."""
    return {name: getattr(line, name) for name in WORDING}


def plans_waiting_for(actor: User | None, on: date) -> QuerySet[Plan]:
    """Submitted plans that wait for the actor: submitted to a unit where the actor's own grant lies, or to one that has ended since.

    Whoever may decide further above may do so too (`plans_to_decide`), but is not asked.
    """
    plans = plans_to_decide(actor, on)
    if actor is None:
        return plans
    deep, flat = access.granted_unit_ids(actor, access.Permission.PLAN_APPROVE, on)
    return plans.filter(
        Q(submitted_to=None) | Q(submitted_to_id__in=[*deep, *flat]) | Q(submitted_to__valid_to__lte=on)
    )


def plans_to_decide(actor: User | None, on: date) -> QuerySet[Plan]:
    """Submitted plans the actor may approve or return that day. Twin: `rules.can_decide`."""
    plans = Plan.objects.select_related("unit").order_by("-year", "unit__code").filter(status=PlanStatus.SUBMITTED)
    if actor is None:
        return plans
    units = access.unit_ids_for(actor, access.Permission.PLAN_APPROVE, on)
    return plans.filter(
        Q(submitted_to_id__in=units) | (Q(submitted_to=None) | Q(submitted_to__valid_to__lte=on)) & Q(unit_id__in=units)
    )


def plans_returned_to(actor: User | None, on: date) -> QuerySet[Plan]:
    """Drafts that came back with a reason to units where the actor's own grant to draw up plans lies."""
    plans = Plan.objects.select_related("unit").order_by("-year", "unit__code")
    plans = plans.filter(status=PlanStatus.DRAFT).exclude(return_reason="")
    if actor is None:
        return plans
    deep, flat = access.granted_unit_ids(actor, access.Permission.PLAN_EDIT, on)
    return plans.filter(unit_id__in=[*deep, *flat])
