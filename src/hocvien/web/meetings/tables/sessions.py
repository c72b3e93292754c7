"""Study sessions, the points of one, and its units."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.common.text import collation_key
from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table


def session_status(session: meetings.StudySession, figures: meetings.Figures, today: date) -> Status:
    """To come, numbers missing, all told, locked."""
    if session.status == meetings.StudyStatus.LOCKED:
        return Status("met", _("Đã khóa số"))
    if session.opens_on > today:
        return Status("neutral", _("Chưa diễn ra"))
    if figures.waiting:
        is_late = session.answers_due_on is not None and session.answers_due_on < today
        return Status("bad" if is_late else "warn", _("{count} đơn vị chưa nhập").format(count=figures.waiting))
    return Status("info", _("Đã nhập đủ") if figures.units else _("Chưa có đơn vị"))


class SessionTable(Table):
    name = "study-sessions"
    caption = _("Phiên học tập")
    noun = _("phiên")
    default_sort = "-opens_on"
    search_folded = ("topic_folded",)
    search_plain = ("document_number",)
    search_label = _("Nội dung, số văn bản")
    columns = (
        Column(
            "topic",
            _("Nội dung"),
            sort="topic_folded",
            header=True,
            link=lambda row: ("meetings:session-page", {"uuid": row.uuid}),
            note=lambda row: row.get_kind_display(),
        ),
        Column("document", _("Văn bản"), value="document_number", css="clip"),
        Column("unit", _("Đơn vị tổ chức"), value="unit_name", sort="unit_name", css="clip"),
        Column("opens_on", _("Từ ngày"), kind="date", sort="opens_on"),
        Column("units", _("Đơn vị"), kind="number", value="figures.units", hidden=True),
        Column("invited", _("Triệu tập"), kind="number", value="figures.invited"),
        Column("reached", _("Có mặt, cả học bù"), kind="number", value="figures.reached"),
        Column("members", _("Đảng viên"), kind="number", value="figures.members", hidden=True),
        Column("share", _("Tỉ lệ đảng viên"), kind="percent", value="figures.share"),
        Column("status", _("Tình trạng"), kind="status", value="words", export=lambda row: str(row.words.word)),
    )
    filters = (
        Filter(
            "kind",
            _("Hình thức"),
            choices=meetings.StudyKind.choices,
            apply=lambda rows, value: rows.filter(kind=value),
        ),
        Filter(
            "status",
            _("Tình trạng"),
            choices=meetings.StudyStatus.choices,
            apply=lambda rows, value: rows.filter(status=value),
        ),
    )
    empty_title = _("Chưa có phiên học tập nào trong kỳ này")
    empty_text = _(
        "Hội nghị học tập, quán triệt nghị quyết, thông tin thời sự ghi ở đây bằng số người theo đơn vị; không tính là lớp."
    )

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        """With the numbers of units in sight: all of them where the organiser is."""
        request: ScreenRequest = self.request
        on = request.scope.on
        whole = access.units_among(request.user, access.Permission.STUDY_VIEW, {row.organiser_id for row in rows}, on)
        found = meetings.figures_by_session([row.pk for row in rows if row.organiser_id in whole])
        narrow = [row.pk for row in rows if row.organiser_id not in whole]
        if narrow:
            units = access.unit_ids_for(request.user, access.Permission.STUDY_VIEW, on)
            found |= meetings.figures_by_session(narrow, units)
        for row in rows:
            row.figures = found.get(row.pk, meetings.Figures())
            row.words = session_status(row, row.figures, on)
        return rows


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point with its numbers; `session_uuid` for the links."""

    uuid: UUID
    session_uuid: UUID
    place: str
    on: date
    mode: str
    is_makeup: bool
    figures: meetings.Figures

    @property
    def there(self) -> int:
        return self.figures.reached

    @property
    def kind(self) -> str:
        return str(_("Học bù")) if self.is_makeup else str(_("Điểm chính"))


class PointTable(Table):
    name = "study-points"
    caption = _("Điểm học")
    per_page = 200
    columns = (
        Column(
            "place",
            _("Địa điểm"),
            header=True,
            link=lambda row: ("meetings:headcount-page", {"uuid": row.session_uuid, "point": row.uuid}),
            note=lambda row: row.mode,
        ),
        Column("on", _("Ngày"), kind="date"),
        Column("kind", _("Loại")),
        Column("units", _("Đơn vị"), kind="number", value="figures.units"),
        Column(
            "invited", _("Triệu tập"), kind="number", value=lambda row: None if row.is_makeup else row.figures.invited
        ),
        Column("there", _("Có mặt"), kind="number"),
        Column(
            "waiting",
            _("Chưa nhập"),
            kind="number",
            value=lambda row: None if row.is_makeup else row.figures.waiting,
        ),
    )
    empty_title = _("Chưa có điểm học nào")
    empty_text = _("Thêm hội trường hoặc điểm cầu trực tuyến, rồi triệu tập đơn vị đến từng điểm.")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A summoned unit with its numbers, and where it gathers."""

    unit_id: int
    code: str
    name: str
    places: str
    figures: meetings.Figures
    status: Status

    @property
    def unit(self) -> str:
        return self.name


def unit_rows(
    session: meetings.StudySession, rows: Sequence[meetings.UnitFigures], places: Mapping[int, str]
) -> list[UnitRow]:
    """Units by name as of the first day; one query."""
    labels = org.labels_as_of([row.unit_id for row in rows], session.opens_on)
    found = [
        UnitRow(
            unit_id=row.unit_id,
            code=labels[row.unit_id].code,
            name=labels[row.unit_id].name,
            places=places.get(row.summoned_id, ""),
            figures=row.figures,
            status=_unit_status(row.figures),
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (collation_key(row.name), row.code))


def _unit_status(figures: meetings.Figures) -> Status:
    if figures.waiting:
        return Status("warn", _("Chưa nhập"))
    if figures.is_above_members:
        return Status("warn", _("Nhiều hơn số đảng viên"))
    if figures.is_above_invited:
        return Status("info", _("Nhiều hơn số triệu tập"))
    return Status("met", _("Đã nhập"))


def _told(name: str) -> Callable[[UnitRow], Any]:
    """A figure of the unit; nothing of one that has told nothing, which is not zero."""
    return lambda row: getattr(row.figures, name) if row.figures.reached or not row.figures.waiting else None


_TESTS: dict[str, Callable[[UnitRow], bool]] = {
    "waiting": lambda row: bool(row.figures.waiting),
    "told": lambda row: not row.figures.waiting,
    "above": lambda row: row.figures.is_above_members,
}


class UnitTable(Table):
    name = "study-units"
    caption = _("Đơn vị được triệu tập")
    noun = _("đơn vị")
    default_sort = "unit"
    search_shown = True
    search_label = _("Tên đơn vị, điểm học")
    numbered = True
    per_page = 400
    columns = (
        Column("unit", _("Đơn vị"), header=True, sort=lambda row: (collation_key(row.name), row.code)),
        Column("code", _("Mã"), sort=True, hidden=True),
        Column("places", _("Điểm học"), css="clip"),
        Column("invited", _("Triệu tập"), kind="number", value=_told("invited"), sort=True, total=True),
        Column("present", _("Có mặt"), kind="number", value=_told("present"), sort=True, total=True),
        Column("made_up", _("Học bù"), kind="number", value=_told("made_up"), sort=True, total=True),
        Column("members", _("Đảng viên"), kind="number", value="figures.members", sort=True, total=True),
        Column(
            "share",
            _("Tỉ lệ đảng viên"),
            kind="percent",
            value=_told("share"),
            sort=True,
            total=lambda rows: meetings.sum_figures(row.figures for row in rows).share,
        ),
        Column(
            "status",
            _("Tình trạng"),
            kind="status",
            sort=lambda row: str(row.status.word),
            export=lambda row: str(row.status.word),
        ),
    )
    filters = (
        Filter(
            "answer",
            _("Tình trạng"),
            choices=[
                ("waiting", _("Chưa nhập")),
                ("told", _("Đã nhập")),
                ("above", _("Nhiều hơn số đảng viên")),
            ],
            apply=lambda rows, value: [row for row in rows if value not in _TESTS or _TESTS[value](row)],
        ),
    )
    empty_title = _("Chưa triệu tập đơn vị nào")
    empty_text = _("Mở một điểm học để thêm đơn vị. Mỗi đơn vị tự nhập số của mình, nơi tổ chức thấy tất cả.")
