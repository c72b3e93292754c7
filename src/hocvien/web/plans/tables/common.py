"""What the tables of plans share: the state of a plan, quarters, totals of columns."""

from typing import Any

from hocvien.planning import api as planning
from hocvien.web.ui.parts import Status

_TONES = {"draft": "neutral", "submitted": "info", "approved": "met", "replaced": "neutral"}
QUARTERS = {1: "I", 2: "II", 3: "III", 4: "IV"}


def plan_status(status: str) -> Status:
    return Status(_TONES[status], planning.PlanStatus(status).label)


def sum_column(key: str) -> Any:
    return lambda rows: sum(getattr(row, key) for row in rows)


def sum_known(key: str) -> Any:
    return lambda rows: sum(getattr(row, key) or 0 for row in rows)


def sum_of(part: str, key: str) -> Any:
    return lambda rows: sum(getattr(getattr(row, part), key) for row in rows)


def or_zero(key: str) -> Any:
    return lambda row: getattr(row, key) or 0
