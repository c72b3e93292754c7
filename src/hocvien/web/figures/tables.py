"""Tables of published figures: the statements of units, the lines of one, years in a row."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.exchange import api as exchange
from hocvien.figures import api as figures
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.web.ui import formats
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Table

# the fields a table of published figures may have, as its columns are called
CELL_WORDS = {
    "unit": _("Đơn vị"),
    "code": _("Mã đơn vị"),
    "period": _("Kỳ số liệu"),
    "first_on": _("Từ ngày"),
    "last_on": _("Đến hết ngày"),
    "programme": _("Chương trình"),
    "classes": _("Lớp"),
    "participants": _("Học viên"),
    "graduated": _("Tốt nghiệp"),
    "counted_as": _("Đếm theo"),
    "role": _("Là"),
    "title": _("Nguồn"),
    "number": _("Số, ký hiệu"),
    "publisher": _("Nơi công bố"),
    "published_on": _("Ngày công bố"),
    "address": _("Địa chỉ, trang"),
    "note": _("Ghi chú"),
}


class StatementTable(Table):
    name = "published-figures"
    caption = _("Số liệu đã công bố")
    noun = _("số liệu")
    default_sort = "-last_on"
    columns = (
        Column(
            "period_label",
            _("Kỳ số liệu"),
            header=True,
            link=lambda row: ("figures:statement-page", {"uuid": row.uuid}),
            note=lambda row: _("Đã rút") if row.withdrawn_on else _("ngày giả định") if row.are_days_assumed else "",
        ),
        Column("first_on", _("Từ ngày"), kind="date", sort=True),
        Column("last_on", _("Đến hết ngày"), kind="date", sort=True),
        Column("unit_name", _("Đơn vị"), sort=True),
        Column("source_title", _("Nguồn"), note=lambda row: row.publisher, sort=True),
        Column("published_on", _("Ngày công bố"), kind="date", sort=True),
    )
    empty_title = _("Chưa có số liệu đã công bố của đơn vị này")
    empty_text = _("Số liệu các năm trước khi dùng chương trình được ghi từ báo cáo, bài đã công bố, kèm nguồn.")


def statement_rows(rows: QuerySet[figures.Statement], on: date) -> QuerySet[figures.Statement]:
    """With what `StatementTable` shows of the unit."""
    return rows.select_related("unit").annotate(unit_name=org.name_subquery("unit_id", on))


def _said(line: figures.Line | figures.NewLine) -> str:
    """What a line is, besides its programme."""
    words = []
    if line.is_total:
        words.append(gettext("tổng"))
    if line.is_sent:
        words.append(gettext("cử đi học nơi khác"))
    if line.is_joint:
        words.append(gettext("phối hợp"))
    if not line.in_totals and not line.is_planned:
        words.append(gettext("ngoài tổng"))
    if line.is_planned:
        words.append(gettext("mới là kế hoạch"))
    if line.is_intakes:
        words.append(gettext("tính theo khóa"))
    return ", ".join(words)


def _people(line: figures.Line | figures.NewLine) -> str:
    words = [str(figures.Qualifier(line.qualifier).label)] if line.qualifier else []
    words.append(str(figures.CountedAs(line.counted_as).label))
    return ", ".join(words)


def _corrected(line: figures.Line) -> str:
    """What the reader had read, or the file had, where somebody corrected it."""
    read = line.as_read or {}
    if line.statement.file_id:
        said = ((CELL_WORDS[name], text) for name, text in read.items() if name in CELL_WORDS)
        return ", ".join(f"{word}: “{text}”" if text else f"{word}: {gettext('để trống')}" for word, text in said)
    return ", ".join(
        f"{label}: {formats.number(read[name])}"
        for name, label in (("classes", gettext("lớp")), ("participants", gettext("học viên")))
        if name in read and read[name] != getattr(line, name)
    )


def upper_end(line: figures.Line | figures.NewLine) -> str:
    """Of a range its other end."""
    return gettext("đến {n}").format(n=formats.number(line.participants_to)) if line.participants_to else ""


def named_lines(lines: Iterable[figures.Line]) -> list[figures.Line]:
    """The lines with the name of their programme, else their own words. One query."""
    names = figures.programme_names()
    named = list(lines)
    for line in named:
        line.programme_name = names.get(line.programme) or line.name or gettext("Tất cả")  # type: ignore[attr-defined]  # for the table
    return named


class LineTable(Table):
    name = "published-lines"
    caption = _("Số liệu trong đoạn")
    noun = _("dòng")
    columns = (
        Column("programme_name", _("Chương trình"), header=True, note=_said),
        Column("name", _("Như đoạn văn gọi")),
        Column("classes", _("Lớp"), kind="number"),
        Column("participants", _("Học viên"), kind="number", note=upper_end),
        Column("people", _("Đếm theo"), value=_people),
        Column("graduated", _("Tốt nghiệp"), kind="number", hidden=True),
        Column("corrected", _("Trước khi sửa"), value=_corrected),
    )


def _state(row: exchange.FigureRow) -> Status:
    if row.is_held:
        return Status("bad", _("Có ô cần sửa"))
    return Status("met", _("Đã sửa, đọc được") if row.is_corrected else _("Đọc được"))


class FigureRowTable(Table):
    """Rows of an `exchange.FigurePlan` as they were understood."""

    name = "figure-rows"
    caption = _("Từng hàng của tệp")
    noun = _("hàng")
    per_page = 500
    columns = (
        Column("unit", _("Đơn vị"), header=True),
        Column("row", _("Hàng"), kind="number"),
        Column("period", _("Kỳ số liệu")),
        Column("first_on", _("Từ ngày"), kind="date"),
        Column("last_on", _("Đến hết ngày"), kind="date"),
        Column(
            "programme",
            _("Chương trình"),
            value=lambda row: row.line.programme or row.line.name or gettext("Tất cả"),
            note=lambda row: _said(row.line),
        ),
        Column("classes", _("Lớp"), kind="number", value="line.classes"),
        Column(
            "participants",
            _("Học viên"),
            kind="number",
            value="line.participants",
            note=lambda row: upper_end(row.line),
        ),
        Column("people", _("Đếm theo"), value=lambda row: _people(row.line)),
        Column("source", _("Nguồn")),
        Column(
            "state",
            _("Tình trạng"),
            kind="status",
            value=_state,
        ),
    )


class CorrectedRowTable(FigureRowTable):
    name = "figure-corrected-rows"
    caption = _("Các hàng đã sửa, như đọc lại")


class FigureProblemTable(Table):
    """Problems of an `exchange.FigurePlan`."""

    name = "figure-problems"
    caption = _("Các ô cần sửa")
    noun = _("ô")
    per_page = 200
    columns = (
        Column("cell", _("Ô"), header=True),
        Column("value", _("Đang ghi"), value=lambda row: row.value or gettext("để trống")),
        Column("message", _("Cần sửa")),
        Column("suggestion", _("Có thể là")),
    )


class FileTable(Table):
    """Rows of `figures.list_files`."""

    name = "figure-files"
    caption = _("Các tệp đã nạp")
    noun = _("tệp")
    per_page = 50
    columns = (
        Column("filename", _("Tệp"), header=True, link=lambda row: ("figures:file-page", {"uuid": row.uuid})),
        Column("created_at", _("Nạp lúc"), kind="datetime"),
        Column("in_force", _("Số liệu đang dùng"), kind="number"),
        Column("taken_over", _("Số liệu đã ghi"), kind="number"),
    )
    empty_title = _("Chưa nạp tệp nào")


class SeriesRow:
    """A year: what the program counts, or one publication's figures beside or before it."""

    def __init__(
        self, year: int, classes: int | None, people: int | None, counted: str, source: Status, **more: Any
    ) -> None:
        self.year, self.classes, self.people, self.counted, self.source = year, classes, people, counted, source
        self.uuid, self.label, self.title = more.get("uuid", ""), more.get("label", str(year)), more.get("title", "")


def series_rows(series: reporting.Series) -> list[SeriesRow]:
    """Newest first; a year nobody knows anything of is a line without figures, so that gaps are seen."""
    rows = []
    for one in reversed(series.years):
        if one.classes is not None or not one.published:
            known = one.classes is not None
            rows.append(
                SeriesRow(
                    one.year,
                    one.classes,
                    one.participations,
                    gettext("lượt") if known else "",
                    Status("info", _("Chương trình")) if known else Status("neutral", _("Không có số liệu")),
                )
            )
        rows += [published_row(told) for told in one.published]
    return rows


def published_row(told: reporting.Published) -> SeriesRow:
    words = [str(figures.CountedAs(told.counted_as).label)]
    if told.qualifier:
        words.insert(0, str(figures.Qualifier(told.qualifier).label))
    if told.participants_to:
        words.append(gettext("đến {n}").format(n=formats.number(told.participants_to)))
    if told.is_summed:
        words.append(gettext("cộng các mục"))
    return SeriesRow(
        told.first_on.year,
        told.classes,
        told.participants,
        ", ".join(words),
        Status("neutral", _("Đã công bố")),
        uuid=told.uuid,
        label=f"{told.label} ({gettext('ngày giả định')})" if told.are_days_assumed else told.label,
        title=told.source,
    )


class SeriesTable(Table):
    name = "figures-series"
    caption = _("Theo năm")
    noun = _("dòng")
    per_page = 400
    empty_title = _("Chưa có năm nào có số liệu")
    columns = (
        Column(
            "label",
            _("Kỳ"),
            header=True,
            link=lambda row: ("figures:statement-page", {"uuid": row.uuid}) if row.uuid else None,
        ),
        Column("source", _("Lấy từ"), kind="status", note=lambda row: row.title),
        Column("classes", _("Lớp"), kind="number"),
        Column("people", _("Học viên"), kind="number"),
        Column("counted", _("Đếm theo")),
    )


def period_rows(series: reporting.Series) -> list[SeriesRow]:
    """Each published period, above it what the program counts in the same days."""
    rows = []
    for one in series.periods:
        if one.classes is not None:
            status = Status("info", _("Chương trình"))
            rows.append(
                SeriesRow(
                    one.published.first_on.year,
                    one.classes,
                    one.participations,
                    gettext("lượt"),
                    status,
                    label=one.label,
                )
            )
        rows.append(published_row(one.published))
    return rows


class OtherPeriods(SeriesTable):
    name = "figures-other-periods"
    caption = _("Kỳ khác đã công bố")
    empty_title = _("Chưa có số liệu công bố theo tháng hay nhiệm kỳ")
