"""What would be carried over from last year: lines, classes and their papers, and what was prepared already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.papers import api as papers
from hocvien.planning import api as planning
from hocvien.web.plans.tables.common import QUARTERS, planned_and_done
from hocvien.web.ui import formats
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Table, page_column


@dataclass(frozen=True, slots=True)
class LineCopyRow:
    """A line of last year's plan, what was done of it, and whether it is copied."""

    position: int
    programme: str
    study_mode: str
    quarter: str
    classes: int
    seats: int
    opened: int
    learners: int
    state: Status

    @property
    def rate(self) -> float:
        return self.learners / self.seats


def line_copy_rows(
    plan: planning.Plan,
    lines: Sequence[planning.PlanLine],
    source: Sequence[planning.PlanLine],
    done: Mapping[int, tuple[int, int]],
) -> list[LineCopyRow]:
    """No query when the lines are loaded."""
    there = {line.copied_from_id for line in lines}
    return [
        LineCopyRow(
            position=line.position,
            programme=line.programme.name,
            study_mode=str(catalogue.StudyMode(line.study_mode).label) if line.study_mode else "",
            quarter=QUARTERS.get(line.quarter or 0, ""),
            classes=line.classes,
            seats=line.seats,
            opened=done.get(line.pk, (0, 0))[0],
            learners=done.get(line.pk, (0, 0))[1],
            state=_state(line, plan.year, is_there=line.pk in there),
        )
        for line in source
    ]


def _state(line: planning.PlanLine, year: int, *, is_there: bool) -> Status:
    if is_there:
        return Status("met", gettext("Đã chép"))
    if line.programme.valid_to <= date(year, 1, 1):
        return Status("warn", gettext("Chương trình đã ngừng"))
    return Status("info", gettext("Sẽ chép"))


class LineCopyTable(Table):
    name = "plan-copy-lines"
    caption = _("Mục của kế hoạch năm trước")
    noun = _("mục")
    has_tools = False
    per_page = 500
    columns = (
        Column("position", _("TT"), kind="number"),
        Column("programme", _("Chương trình"), header=True, note=lambda row: row.study_mode),
        Column("quarter", _("Quý")),
        *planned_and_done(),
        Column("state", _("Chép"), kind="status"),
    )
    empty_title = _("Năm trước không có kế hoạch đã duyệt")
    empty_text = _("Thêm mục bằng tay, hoặc đề xuất từ nhu cầu.")


@dataclass(frozen=True, slots=True)
class ClassCopyRow:
    """A class of last year as it would stand in this one, and its papers."""

    source: classes.TrainingClass
    opens_on: date
    closes_on: date
    halves: str
    papers: str
    notes: str


def class_copy_rows(copies: Sequence[classes.ClassCopy], carried: papers.PapersToCarry) -> list[ClassCopyRow]:
    """Rows of `classes.copies_of_last_year`; no query."""
    return [
        ClassCopyRow(
            source=copy.source,
            opens_on=copy.opens_on,
            closes_on=copy.closes_on,
            halves=_halves(copy) if copy.new else "",
            papers=paper_words(carried.classes[copy.source.pk]),
            notes=copy.why_not or " ".join(copy.notes),
        )
        for copy in copies
    ]


def _halves(copy: classes.ClassCopy) -> str:
    return gettext("{number} buổi, {taught} buổi có giảng viên").format(
        number=formats.number(len(copy.sessions)),
        taught=formats.number(sum(1 for one in copy.sessions if one.lecturer_id)),
    )


def paper_words(carried: Sequence[papers.PaperToCarry]) -> str:
    """Each paper with the day it would bear; said too where there was none."""
    said = (f"{papers.PaperKind(one.kind).label}: {formats.day(one.on)}" for one in carried)
    return "; ".join(said) or gettext("Năm trước chưa lập trong chương trình")


class ClassCopyTable(Table):
    name = "plan-copy-classes"
    caption = _("Lớp đã mở năm trước")
    noun = _("lớp")
    has_tools = False
    per_page = 500
    columns: Sequence[Column] = (
        Column(
            "name",
            _("Lớp năm trước"),
            header=True,
            value="source.name",
            link=lambda row: ("classes:class-page", {"uuid": row.source.uuid}),
            note=lambda row: row.source.code,
        ),
        Column("was", _("Khai giảng năm trước"), kind="date", value="source.opens_on"),
        Column("opens_on", _("Khai giảng"), kind="date"),
        Column("closes_on", _("Bế giảng"), kind="date"),
        Column("halves", _("Lịch học")),
        Column("papers", _("Văn bản, ngày dự kiến")),
        Column("notes", _("Cần xem lại")),
    )
    empty_title = _("Năm trước không có lớp nào mở theo kế hoạch")

    def row_key(self, row: Any) -> str:
        """The class it is prepared from."""
        return str(row.source.uuid)


class ChosenCopyTable(ClassCopyTable):
    """The same to choose from."""

    selectable = True


@dataclass(frozen=True, slots=True)
class PreparedRow:
    """A class prepared from last year's, and how many papers wait to be made of it."""

    uuid: Any
    name: str
    code: str
    opens_on: date
    closes_on: date
    drafts: int


def prepared_rows(
    prepared: Sequence[classes.TrainingClass], filled: Mapping[int, Mapping[str, papers.FilledPaper]]
) -> list[PreparedRow]:
    """Rows of `classes.copies_planned` with what was filled into their papers; no query."""
    return [
        PreparedRow(
            uuid=row.uuid,
            name=row.name,
            code=row.code,
            opens_on=row.opens_on,
            closes_on=row.closes_on,
            drafts=sum(1 for one in filled[row.pk].values() if one.made_at is None),
        )
        for row in prepared
    ]


class PreparedTable(Table):
    name = "plan-prepared"
    caption = _("Lớp đã chuẩn bị, chưa chiêu sinh")
    noun = _("lớp")
    has_tools = False
    per_page = 500
    columns = (
        page_column("name", _("Lớp"), "classes:class-page", note=lambda row: row.code),
        Column("opens_on", _("Khai giảng"), kind="date"),
        Column("closes_on", _("Bế giảng"), kind="date"),
        Column(
            "timetable",
            _("Lịch học"),
            value=lambda _row: gettext("Mở lịch học"),
            link=lambda row: ("classes:timetable", {"uuid": row.uuid}),
            export=False,
        ),
        Column(
            "papers",
            _("Văn bản"),
            value=lambda _row: gettext("Lập văn bản"),
            link=lambda row: ("papers:class-papers", {"uuid": row.uuid}),
            note=lambda row: gettext("{number} dự thảo").format(number=row.drafts) if row.drafts else "",
            export=False,
        ),
    )
    empty_title = _("Chưa chuẩn bị lớp nào")
