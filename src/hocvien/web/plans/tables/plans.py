"""Plans, and the lines of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.classes.api import LineNotes
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.web.plans.tables.common import QUARTERS, plan_status, sum_column
from hocvien.web.shell.audiences import audience_names
from hocvien.web.ui import formats
from hocvien.web.ui.tables import Column, Filter, Table

_QUANTITIES = {
    planning.SettingKind.COST_HOUR: gettext_lazy("{quantity} giờ × {norm}"),
    planning.SettingKind.COST_CLASS: gettext_lazy("{quantity} lớp × {norm}"),
    planning.SettingKind.COST_LEARNER: gettext_lazy("{quantity} học viên × {norm}"),
}
_NO_NOTES = LineNotes()


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
        Column("version", _("Bản"), kind="number", sort="version", hidden=True),
        Column("line_count", _("Mục"), kind="number", sort="line_count"),
        Column("class_total", pgettext_lazy("how many", "Lớp"), kind="number", sort="class_total"),
        Column("seat_total", _("Học viên"), kind="number", sort="seat_total"),
        Column(
            "status",
            _("Tình trạng"),
            kind="status",
            value=lambda row: plan_status(row.status),
            sort="status",
            note=lambda row: row.waits_for,
        ),
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

    def prepare(self, rows: list[Any]) -> list[Any]:
        """Whom a plan handed in waits for; about three queries where one does."""
        waiting = {row.submitted_to_id for row in rows if row.status == planning.PlanStatus.SUBMITTED} - {None}
        names = org.labels_as_of(waiting, self.request.scope.on) if waiting else {}
        for row in rows:
            at = names.get(row.submitted_to_id) if row.status == planning.PlanStatus.SUBMITTED else None
            row.waits_for = gettext("Chờ {unit}").format(unit=at.name) if at else ""
        return rows


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
    host: str = ""
    partner: str = ""
    hours: int | None = None
    cost: int = 0
    arithmetic: str = ""
    remark: str = ""
    answer: str = ""
    twice: str = ""
    notes: LineNotes = _NO_NOTES
    audience: str = ""

    @property
    def rate(self) -> float:
        return self.learners / self.seats

    @property
    def words(self) -> str:
        """What stands below the programme's name: the mode, what is said about the line."""
        mode = str(catalogue.StudyMode(self.study_mode).label) if self.study_mode else ""
        remark = gettext("Nhận xét: {remark}").format(remark=self.remark) if self.remark else ""
        answer = gettext("Giải trình: {answer}").format(answer=self.answer) if self.answer else ""
        twice = gettext("Cũng có ở kế hoạch của {units}").format(units=self.twice) if self.twice else ""
        return " · ".join(filter(None, (mode, self.audience, self.note, remark, answer, twice)))


def cost_arithmetic(terms: Sequence[planning.CostTerm]) -> str:
    """120 giờ × 100.000 + 3 lớp × 3.000.000, in the reader's language."""
    return " + ".join(
        str(_QUANTITIES[planning.SettingKind(term.kind)]).format(
            quantity=formats.number(term.quantity), norm=formats.number(term.norm)
        )
        for term in terms
    )


def line_rows(
    plan: planning.Plan,
    lines: Sequence[planning.PlanLine],
    done: Mapping[int, tuple[int, int]],
    costs: Mapping[int, Sequence[planning.CostTerm]],
    twice: Mapping[int, Sequence[planning.Twice]],
    notes: Mapping[int, LineNotes],
    *,
    may_open: bool = False,
) -> list[LineRow]:
    """Lines with (classes opened, participations) of each, and what is said beside these; `may_open`: offer the next class. Three queries
    for the names of units, one for those of groups.
    """
    units = {pk for line in lines for pk in (line.opener_id, line.host_id, line.partner_id) if pk}
    labels = org.labels_as_of(units, plan.issued_on or date(plan.year, 1, 1))
    names = {pk: label.name for pk, label in labels.items()}
    groups = audience_names() if any(line.audience for line in lines) else {}
    return [
        LineRow(
            uuid=line.uuid,
            plan_uuid=plan.uuid,
            position=line.position,
            programme=line.programme.name,
            code=line.programme.code,
            study_mode=line.study_mode,
            quarter=QUARTERS.get(line.quarter or 0, ""),
            opener=names[line.opener_id],
            classes=line.classes,
            seats=line.seats,
            opened=done.get(line.pk, (0, 0))[0],
            learners=done.get(line.pk, (0, 0))[1],
            note=line.note,
            audience=groups.get((line.programme_id, line.audience), line.audience),
            notes=notes.get(line.pk, _NO_NOTES),
            may_open=may_open and _opened(line, done, notes) < line.classes,
            host=names.get(line.host_id or 0, ""),
            partner=names.get(line.partner_id or 0, ""),
            hours=line.lecturer_hours,
            cost=planning.line_cost(costs[line.pk]),
            arithmetic=cost_arithmetic(costs[line.pk]),
            remark=line.remark,
            answer=line.answer,
            twice="; ".join(_names(one) for one in twice.get(line.pk, ())),
        )
        for line in lines
    ]


def _opened(line: planning.PlanLine, done: Mapping[int, tuple[int, int]], notes: Mapping[int, LineNotes]) -> int:
    """Classes the line has already, those only prepared among them."""
    return done.get(line.pk, (0, 0))[0] + notes.get(line.pk, _NO_NOTES).prepared


def _class_notes(row: LineRow) -> str:
    prepared = gettext("{number} lớp dự kiến").format(number=row.notes.prepared) if row.notes.prepared else ""
    within = gettext("{number} lớp lồng ghép").format(number=row.notes.within) if row.notes.within else ""
    return " · ".join(filter(None, (prepared, within)))


def twice_words(one: planning.Twice) -> str:
    """What a unit above, or units below, plan for the same people."""
    words = gettext("{names} (cấp trên): {classes} lớp, {seats} chỗ")
    if not one.is_above:
        words = gettext("{names} (cấp dưới): {classes} lớp, {seats} chỗ")
    return words.format(
        names=_names(one), classes=formats.number(one.amounts.classes), seats=formats.number(one.amounts.seats)
    )


def _names(one: planning.Twice) -> str:
    names = ", ".join(one.names)
    if one.units == len(one.names):
        return names
    return gettext("{names} và {more} đơn vị khác").format(names=names, more=formats.number(one.units - len(one.names)))


def _hours(rows: Sequence[Any]) -> int:
    return sum(row.hours or 0 for row in rows)


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
            note=lambda row: row.words,
        ),
        Column("quarter", _("Quý"), sort=True),
        Column("opener", _("Đơn vị mở lớp"), sort=True),
        Column("host", _("Đơn vị đặt lớp"), sort=True, hidden=True),
        Column("partner", _("Phối hợp với"), sort=True, hidden=True),
        Column(
            "classes", pgettext_lazy("how many", "Lớp"), kind="number", total=sum_column("classes"), group=_("Kế hoạch")
        ),
        Column("seats", _("Học viên"), kind="number", total=sum_column("seats"), group=_("Kế hoạch")),
        Column("hours", _("Giờ giảng"), kind="number", total=_hours, group=_("Kế hoạch")),
        Column(
            "cost",
            _("Kinh phí (đồng)"),
            kind="number",
            total=sum_column("cost"),
            note=lambda row: row.arithmetic,
            group=_("Kế hoạch"),
        ),
        Column(
            "opened",
            pgettext_lazy("how many", "Lớp"),
            kind="number",
            total=sum_column("opened"),
            group=_("Thực hiện"),
            link=lambda row: ("threads:thread-of-line", {"uuid": row.uuid}),
            note=_class_notes,
        ),
        Column("learners", _("Lượt học viên"), kind="number", total=sum_column("learners"), group=_("Thực hiện")),
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
