"""Targets above the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.planning import api as planning
from hocvien.web.plans.progress import Progress, progress_of_each
from hocvien.web.plans.tables.common import or_zero, sum_column, sum_known
from hocvien.web.shell.unit_boxes import UnitBoxesTable, box_column
from hocvien.web.ui import formats
from hocvien.web.ui.tables import Column, Table


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with what was done of it."""

    uuid: UUID
    title: str
    unit: str
    programme: str
    years: str
    decision: str
    measure: str
    progress: Progress

    @property
    def amount(self) -> int:
        return self.progress.amount


def target_rows(targets: Sequence[planning.PlanTarget], on: date) -> list[TargetRow]:
    """Two queries for 100 targets."""
    progress = progress_of_each(targets, on)
    return [
        TargetRow(
            uuid=one.uuid,
            title=one.title,
            unit=progress[one.pk].unit,
            programme=one.programme.name,
            years=f"{one.first_year}–{one.last_year}" if one.first_year != one.last_year else str(one.first_year),
            decision=f"{one.decision_number}, {formats.day(one.decided_on)}",
            measure=str(one.get_measure_display()),
            progress=progress[one.pk],
        )
        for one in targets
    ]


class TargetTable(Table):
    name = "plan-targets"
    caption = _("Chỉ tiêu nhiều năm")
    noun = _("chỉ tiêu")
    columns = (
        Column(
            "title",
            _("Đề án, chỉ tiêu"),
            sort=True,
            header=True,
            link=lambda row: ("plans:target-page", {"uuid": row.uuid}),
            note=lambda row: row.programme,
        ),
        Column("unit", _("Giao cho"), sort=True),
        Column("years", _("Năm"), sort=True),
        Column("decision", _("Văn bản")),
        Column("measure", _("Tính theo")),
        Column("amount", _("Chỉ tiêu"), kind="number"),
        Column("done", _("Đã làm"), kind="number", value="progress.done"),
        Column("left", _("Còn lại"), kind="number", value="progress.left"),
        Column("share", _("Tỉ lệ"), kind="percent", value="progress.share"),
    )
    empty_title = _("Chưa có chỉ tiêu nhiều năm nào")
    empty_text = _("Ghi đề án, nghị quyết giao số người, số lớp qua nhiều năm; phần mềm đếm đã làm và còn lại.")


def _left_known(rows: Sequence[Progress]) -> int:
    return sum(row.left_of_given or 0 for row in rows)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A unit right below with the box for its part."""

    name: str
    code: str
    done: int
    typed: str
    error: str

    @property
    def box_label(self) -> str:
        return gettext("Giao cho {name}").format(name=self.name)


class ShareTable(UnitBoxesTable):
    name = "plan-target-shares"
    caption = _("Giao chỉ tiêu cho đơn vị trực thuộc")
    columns = (
        Column("name", _("Đơn vị"), header=True),
        Column("done", _("Đã làm"), kind="number", total=sum_column("done")),
        box_column(_("Giao")),
    )
    empty_title = _("Không có đơn vị trực thuộc")
    empty_text = _("Chỉ tiêu giao cho đơn vị trực thuộc; đơn vị này tự làm phần của mình.")


class TargetBranchTable(Table):
    name = "plan-target-units"
    caption = _("Đã làm theo đơn vị")
    noun = _("đơn vị")
    default_sort = "unit"
    per_page = 200
    columns = (
        Column("unit", _("Đơn vị"), sort=True, header=True),
        Column("given", _("Được giao"), kind="number", sort=or_zero("given"), total=sum_known("given")),
        Column("done", _("Đã làm"), kind="number", sort=True, total=sum_column("done")),
        Column(
            "left", _("Còn lại"), kind="number", value="left_of_given", sort=or_zero("left_of_given"), total=_left_known
        ),
        Column("own", _("% được giao"), kind="percent", value="share_of_given", sort=or_zero("share_of_given")),
        Column("of", _("Trên tổng số lượt"), kind="number", total=sum_column("of"), hidden=True),
        Column("share", _("Tỉ lệ trong chỉ tiêu"), kind="percent", sort=or_zero("share")),
    )
    empty_title = _("Chưa có gì tính vào chỉ tiêu này")
    empty_text = _("Người được tiếp nhận vào lớp của chương trình, trong các năm của chỉ tiêu, được tính ở đây.")
