"""What the tables of plans share: the state of a plan, quarters, totals of columns, what is planned beside what was done."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hocvien.planning import api as planning
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column

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


def planned_and_done(planned: str = "", done: str = "") -> tuple[Column, ...]:
    """Classes and learners as planned and as done, with the share; `planned`, `done`: the parts of the row that hold them, else the row itself."""

    def column(key: str, label: Any, part: str, name: str, group: Any) -> Column:
        return Column(
            key,
            label,
            kind="number",
            value=f"{part}.{name}" if part else name,
            sort=True,
            total=sum_of(part, name) if part else sum_column(name),
            group=group,
        )

    opened = "classes" if done else "opened"
    return (
        column("classes", pgettext_lazy("how many", "Lớp"), planned, "classes", _("Kế hoạch")),
        column("seats", _("Học viên"), planned, "seats", _("Kế hoạch")),
        column("opened", pgettext_lazy("how many", "Lớp"), done, opened, _("Thực hiện")),
        column("learners", _("Lượt học viên"), done, "learners", _("Thực hiện")),
        Column("rate", _("% kế hoạch"), kind="percent", sort=True, group=_("Thực hiện")),
    )
