"""Plans below summed up, and who owes theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.web.plans.tables.common import plan_status, planned_and_done, sum_of
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Table


@dataclass(frozen=True, slots=True)
class SumRow:
    """A sum of lines beside what was done of them; `unit_code`: the unit that is looked into next."""

    label: str
    code: str
    amounts: planning.Amounts
    done: planning.Done
    unit_code: str = ""

    @property
    def rate(self) -> float | None:
        return self.done.learners / self.amounts.seats if self.amounts.seats else None


def _merged_columns(first: Any) -> Sequence[Column]:
    return (
        Column(
            "label",
            first,
            sort=True,
            header=True,
            link=lambda row: ("plans:merged-page", {"with_unit": row.unit_code}) if row.unit_code else None,
        ),
        Column("code", _("Mã"), sort=True, hidden=True),
        Column("lines", _("Mục"), kind="number", value="amounts.lines", sort=True, total=sum_of("amounts", "lines")),
        *planned_and_done("amounts", "done"),
    )


class MergedTable(Table):
    name = "plans-merged"
    caption = _("Kế hoạch của đơn vị và cấp dưới")
    default_sort = "label"
    per_page = 200
    empty_title = _("Chưa có kế hoạch nào được duyệt")
    empty_text = _("Kế hoạch của cấp dưới vào đây khi được duyệt; mỗi mục tính một lần.")

    def __init__(self, request: Any, rows: Any, *, first: Any) -> None:
        super().__init__(request, rows)
        self.columns = _merged_columns(first)


@dataclass(frozen=True, slots=True)
class MergedLineRow:
    """One line of a plan below, as the plan above refers to it."""

    unit: str
    programme: str
    study_mode: str
    classes: int
    seats: int
    opened: int
    learners: int
    plan_uuid: UUID

    @property
    def rate(self) -> float:
        return self.learners / self.seats


def merged_line_rows(
    lines: Sequence[planning.MergedLine], done: Mapping[int, tuple[int, int]], on: date
) -> list[MergedLineRow]:
    """Lines with the names of their units and programmes; three queries."""
    labels = org.labels_as_of({line.unit_id for line in lines}, on)
    programmes = catalogue.programmes_by_ids({line.programme_id for line in lines})
    uuids = planning.plan_uuids({line.plan_id for line in lines})
    return [
        MergedLineRow(
            unit=labels[line.unit_id].name,
            programme=programmes[line.programme_id].name,
            study_mode=str(catalogue.StudyMode(line.study_mode).label) if line.study_mode else "",
            classes=line.amounts.classes,
            seats=line.amounts.seats,
            opened=done.get(line.line_id, (0, 0))[0],
            learners=done.get(line.line_id, (0, 0))[1],
            plan_uuid=uuids[line.plan_id],
        )
        for line in lines
    ]


class MergedLineTable(Table):
    name = "plan-lines-merged"
    caption = _("Mục của đơn vị và cấp dưới")
    noun = _("mục")
    default_sort = "unit"
    search_shown = True
    search_label = _("Lọc theo đơn vị, chương trình")
    columns = (
        Column(
            "programme",
            _("Chương trình"),
            sort=True,
            header=True,
            link=lambda row: ("plans:plan-page", {"uuid": row.plan_uuid}),
            note=lambda row: row.study_mode,
        ),
        Column("unit", _("Đơn vị lập kế hoạch"), sort=True),
        *planned_and_done(),
    )
    empty_title = _("Chưa có kế hoạch nào được duyệt")
    empty_text = _("Kế hoạch của cấp dưới vào đây khi được duyệt; mỗi mục tính một lần.")


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A unit asked for its plan, and how far that is."""

    unit: str
    code: str
    status: Status
    submitted_on: date | None
    plan_uuid: UUID | None


def asked_rows(actor: User | None, unit_ids: Sequence[int], year: int, on: date) -> list[AskedRow]:
    """Three queries whatever their number; a plan that the actor may not see has no link."""
    labels = org.labels_as_of(unit_ids, on)
    plans = planning.latest_plans(unit_ids, year)
    seen = access.units_among(actor, access.Permission.PLAN_VIEW, unit_ids, on)
    missing = Status("bad", gettext("Chưa lập"))
    return [
        AskedRow(
            unit=labels[pk].name,
            code=labels[pk].code,
            status=plan_status(plans[pk].status) if pk in plans else missing,
            submitted_on=plans[pk].submitted_on if pk in plans else None,
            plan_uuid=plans[pk].uuid if pk in plans and pk in seen else None,
        )
        for pk in unit_ids
    ]


class AskedTable(Table):
    name = "plans-asked"
    caption = _("Đơn vị phải trình kế hoạch")
    noun = _("đơn vị")
    default_sort = "unit"
    columns = (
        Column(
            "unit",
            _("Đơn vị"),
            sort=True,
            header=True,
            link=lambda row: ("plans:plan-page", {"uuid": row.plan_uuid}) if row.plan_uuid else None,
        ),
        Column("status", _("Tình trạng"), kind="status", export=lambda row: str(row.status.word)),
        Column("submitted_on", _("Ngày trình"), kind="date"),
    )
    empty_title = _("Không có đơn vị nào bên dưới lập kế hoạch")
    empty_text = _("Đơn vị lập kế hoạch là đơn vị có tài khoản được giao lập kế hoạch và trình lên đơn vị này.")
