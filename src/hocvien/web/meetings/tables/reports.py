"""Study sessions of a period by unit, and the study sessions behind one of these figures."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.common.text import collation_key
from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.tables import Column, Table


def _figure(key: str, label: Any, **more: Any) -> Column:
    return Column(key, label, kind="number", value=f"counts.{key}", sort=True, **more)


def _note(row: reporting.StudyRow) -> str:
    """What a line of figures is, and what is worth a second look."""
    words = [] if row.is_below else [gettext("Số của chính đơn vị")]
    if row.is_past:
        words.append(gettext("Đã kết thúc"))
    if row.counts.reached > row.counts.members:
        words.append(gettext("nhiều hơn số đảng viên"))
    return "; ".join(words)


class StudyTable(Table):
    """Figures by the units right below; `query` keeps the structure asked for in links."""

    name = "study-by-unit"
    caption = _("Học tập theo đơn vị")
    noun = _("đơn vị")
    default_sort = "unit"
    per_page = 400
    empty_title = _("Không có đơn vị nào được triệu tập học tập trong kỳ này")
    empty_text = _("Tính các phiên có ngày đầu trong kỳ mà đơn vị này hoặc cấp dưới được triệu tập.")

    def __init__(
        self, request: ScreenRequest, report: reporting.StudyReport, *, query: Mapping[str, str], **more: Any
    ) -> None:
        totals = {name: getattr(report.totals, name) for name in _SUMMED} | {
            "sessions": report.totals.sessions,
            "share": report.totals.share,
        }
        super().__init__(request, list(report.rows), totals=totals, **more)
        self.columns = (
            Column(
                "unit",
                _("Đơn vị"),
                value="name",
                header=True,
                sort=lambda row: (not row.is_below, collation_key(row.name)),
                link=lambda row: (
                    ("meetings:report-page", {"with_unit": row.code, "query": query}) if row.is_below else None
                ),
                note=_note,
            ),
            Column("code", _("Mã"), sort=True, hidden=True),
            _figure(
                "sessions",
                _("Phiên"),
                link=lambda row: ("meetings:report-sessions", {"query": {**query, "branch": row.code}}),
            ),
            _figure("units", _("Lượt đơn vị"), hidden=True),
            _figure("answered", _("Đã nhập"), hidden=True),
            _figure("invited", _("Triệu tập")),
            _figure("present", _("Có mặt")),
            _figure("made_up", _("Học bù")),
            _figure("reached", _("Có mặt, cả học bù")),
            _figure("members", _("Đảng viên")),
            Column("share", _("Tỉ lệ đảng viên"), kind="percent", value="counts.share", sort=True),
        )


_SUMMED = ("units", "answered", "invited", "present", "made_up", "reached", "members")


@dataclass(frozen=True, slots=True)
class BehindRow:
    """A study session with what its units of one row of figures told; `uuid` only where it may be opened."""

    topic: str
    kind: str
    opens_on: date
    organiser: str
    figures: meetings.Figures
    uuid: UUID | None


def behind_rows(figures: Mapping[int, meetings.Figures], seen: Collection[int], named_on: date) -> Sequence[BehindRow]:
    """Rows of these study sessions, newest first; two queries. `seen`: those that may be opened."""
    sessions = meetings.sessions_by_ids(figures)
    labels = org.labels_as_of({one.organiser_id for one in sessions}, named_on)
    return [
        BehindRow(
            topic=one.topic,
            kind=one.get_kind_display(),
            opens_on=one.opens_on,
            organiser=labels[one.organiser_id].name,
            figures=figures[one.pk],
            uuid=one.uuid if one.pk in seen else None,
        )
        for one in sessions
    ]


def _sum(key: str, label: Any) -> Column:
    return Column(key, label, kind="number", value=f"figures.{key}", sort=True, total=True)


class BehindTable(Table):
    name = "study-sessions-counted"
    caption = _("Phiên học tập được tính")
    noun = _("phiên")
    default_sort = "-opens_on"
    columns = (
        Column(
            "topic",
            _("Nội dung"),
            header=True,
            sort=True,
            link=lambda row: ("meetings:session-page", {"uuid": row.uuid}) if row.uuid else None,
            note=lambda row: row.kind,
        ),
        Column("organiser", _("Đơn vị tổ chức"), sort=True, css="clip"),
        Column("opens_on", _("Từ ngày"), kind="date", sort=True),
        _sum("units", _("Đơn vị")),
        _sum("invited", _("Triệu tập")),
        _sum("present", _("Có mặt")),
        _sum("made_up", _("Học bù")),
        _sum("members", _("Đảng viên")),
        Column("share", _("Tỉ lệ đảng viên"), kind="percent", value="figures.share", sort=True),
    )
    empty_title = _("Không có phiên nào")
