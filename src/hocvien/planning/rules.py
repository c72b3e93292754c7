"""Who may decide on a plan: those who approve plans at the unit it was submitted to."""

from datetime import date

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.planning.models import Plan


def deciding_unit(plan: Plan, on: date) -> org.Unit:
    """Where the right to decide on the plan is asked: the unit it was submitted to while that lives, else its own."""
    above = plan.submitted_to
    return above if above is not None and above.valid_to > on else plan.unit


def can_decide(actor: User | None, plan: Plan, on: date) -> bool:
    """Whether the actor may approve or return the plan once it is submitted. Twin: `queries.plans.plans_to_decide`."""
    return access.can(actor, access.Permission.PLAN_APPROVE, deciding_unit(plan, on), on)


def require_decide(actor: User | None, plan: Plan, on: date) -> None:
    """Raise NotAllowed unless `can_decide`."""
    access.require(actor, access.Permission.PLAN_APPROVE, deciding_unit(plan, on), on)
