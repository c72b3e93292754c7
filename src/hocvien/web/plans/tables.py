"""Tables of plans and their lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

_TONES = {"draft": "neutral", "submitted": "info", "approved": "met"}


def plan_status(status: str) -> Status:
    return Status(_TONES[status], planning.PlanStatus(status).label)


class PlanTable(Table):
    name = "plans"
    caption = _("Kế hoạch năm")
    noun = _("kế hoạch")
    default_sort = "-year"
    columns = (
        Column(
            "year",
            _("Năm"),
            sort="year",
            header=True,
            value=lambda row: str(row.year),
            link=lambda row: ("plans:plan-page", {"uuid": row.uuid}),
        ),
        Column("unit_name", _("Đơn vị"), sort="unit_name"),
        Column("number", _("Số kế hoạch")),
        Column("line_count", _("Mục"), kind="number", sort="line_count"),
        Column("class_total", pgettext_lazy("how many", "Lớp"), kind="number", sort="class_total"),
        Column("seat_total", _("Học viên"), kind="number", sort="seat_total"),
        Column("status", _("Tình trạng"), kind="status", value=lambda row: plan_status(row.status), sort="status"),
    )
    filters = (
        Filter(
            "status",
            _("Tình trạng"),
            choices=planning.PlanStatus.choices,
            apply=lambda rows, value: rows.filter(status=value),
        ),
    )
    empty_title = _("Chưa có kế hoạch nào")
    empty_text = _("Kế hoạch năm gồm các mục: chương trình, số lớp, số học viên, quý. Lớp được mở từ các mục này.")


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line beside what was done of it."""

    uuid: UUID
    plan_uuid: UUID
    position: int
    programme: str
    code: str
    study_mode: str
    quarter: str
    opener: str
    classes: int
    seats: int
    opened: int
    learners: int
    note: str
    may_open: bool = False

    @property
    def rate(self) -> float:
        return self.learners / self.seats


def line_rows(
    plan: planning.Plan,
    lines: Sequence[planning.PlanLine],
    done: Mapping[int, tuple[int, int]],
    *,
    may_open: bool = False,
) -> list[LineRow]:
    """Lines with (classes opened, participations) of each; `may_open`: offer the next class. Three queries for the openers' names."""
    labels = org.labels_as_of([line.opener_id for line in lines], plan.issued_on or date(plan.year, 1, 1))
    quarters = {1: "I", 2: "II", 3: "III", 4: "IV"}
    return [
        LineRow(
            uuid=line.uuid,
            plan_uuid=plan.uuid,
            position=line.position,
            programme=line.programme.name,
            code=line.programme.code,
            study_mode=line.study_mode,
            quarter=quarters.get(line.quarter or 0, ""),
            opener=labels[line.opener_id].name,
            classes=line.classes,
            seats=line.seats,
            opened=done.get(line.pk, (0, 0))[0],
            learners=done.get(line.pk, (0, 0))[1],
            note=line.note,
            may_open=may_open and done.get(line.pk, (0, 0))[0] < line.classes,
        )
        for line in lines
    ]


def _sum(key: str) -> Any:
    return lambda rows: sum(getattr(row, key) for row in rows)


def _open_link(row: LineRow) -> Any:
    return ("classes:class-open", {"query": {"line": str(row.uuid)}}) if row.may_open else None


class LineTable(Table):
    name = "plan-lines"
    caption = _("Mục kế hoạch")
    noun = _("mục")
    default_sort = "position"
    per_page = 200
    columns: Sequence[Column] = (
        Column("position", _("TT"), kind="number", sort=True),
        Column(
            "programme",
            _("Chương trình"),
            sort=True,
            header=True,
            link=lambda row: ("plans:line-edit", {"uuid": row.plan_uuid, "line": row.uuid}),
            note=lambda row: row.note,
        ),
        Column("quarter", _("Quý"), sort=True),
        Column("opener", _("Đơn vị mở lớp"), sort=True),
        Column("classes", pgettext_lazy("how many", "Lớp"), kind="number", total=_sum("classes"), group=_("Kế hoạch")),
        Column("seats", _("Học viên"), kind="number", total=_sum("seats"), group=_("Kế hoạch")),
        Column("opened", pgettext_lazy("how many", "Lớp"), kind="number", total=_sum("opened"), group=_("Thực hiện")),
        Column("learners", _("Lượt học viên"), kind="number", total=_sum("learners"), group=_("Thực hiện")),
        Column("rate", _("% kế hoạch"), kind="percent", group=_("Thực hiện")),
    )
    empty_title = _("Kế hoạch chưa có mục nào")
    empty_text = _("Thêm mục: chương trình, số lớp, số học viên và quý dự kiến.")


class OpeningLineTable(LineTable):
    """The same with, at each line that has classes left, the step to the next one."""

    columns = (
        *LineTable.columns,
        Column(
            "open",
            _("Mở lớp"),
            value=lambda row: _("Mở lớp") if row.may_open else "",
            link=_open_link,
            export=False,
        ),
    )
