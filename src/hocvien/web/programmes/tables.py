"""Tables of programmes and lecturers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.faculty import api as faculty
from hocvien.privacy import api as privacy
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table


def mark_status(mark: str) -> Status:
    """Seen in a source or not, in few words and with a shape."""
    if mark == catalogue.Mark.SEEN:
        return Status("met", gettext("đã đối chiếu"))
    return Status("warn", gettext("mặc định, chưa đối chiếu"))


def _label(choices: Sequence[tuple[Any, Any]]) -> Callable[[str | None], str]:
    words: Mapping[Any, Any] = dict(choices)
    return lambda value: str(words[value]) if value else ""


_assessment = _label(catalogue.AssessmentKind.choices)
_paper = _label(catalogue.PaperKind.choices)


def _sessions(row: Any) -> float | None:
    if not row.period_total or not row.periods_per_session:
        return None
    return float(-(-row.period_total // row.periods_per_session))


class ProgrammeTable(Table):
    name = "programmes"
    caption = _("Chương trình")
    noun = _("chương trình")
    search_shown = True
    columns = (
        Column(
            "name",
            _("Chương trình"),
            sort=True,
            header=True,
            link=lambda row: ("programmes:programme-page", {"code": row.code}),
            note=lambda row: row.code,
        ),
        Column("family", _("Nhóm"), sort=True),
        Column("period_total", _("Số tiết"), kind="number", sort=True),
        Column("sessions", _("Số buổi"), value=_sessions, kind="number"),
        Column("assessment", _("Đánh giá"), value=lambda row: _assessment(row.assessment_kind)),
        Column("paper", _("Giấy cấp"), value=lambda row: _paper(row.paper_kind) or gettext("Không cấp giấy")),
        Column("citation", _("Căn cứ"), hidden=True),
        Column("mark", _("Mức xác minh"), kind="status", value=lambda row: mark_status(row.mark), sort=True),
    )
    filters = (
        Filter(
            "family",
            _("Nhóm"),
            choices=lambda: sorted({(row.family, row.family) for row in catalogue.list_programmes() if row.family}),
            apply=lambda rows, value: [row for row in rows if row.family == value],
        ),
    )
    empty_title = _("Chưa có chương trình nào")
    empty_text = _("Danh mục chương trình được nạp khi cài đặt; văn phòng cấp ủy thêm chương trình của mình ở đây.")


class LecturerTable(Table):
    name = "lecturers"
    caption = _("Giảng viên")
    noun = _("giảng viên")
    default_sort = "full_name"
    search_folded = ("name_folded",)
    columns = (
        Column(
            "full_name",
            _("Họ và tên"),
            sort="name_key",
            header=True,
            link=lambda row: ("programmes:lecturer-page", {"uuid": row.uuid}),
            note=lambda row: gettext("dữ liệu tạo mẫu") if row.is_generated else "",
        ),
        Column("kind", _("Loại"), value=lambda row: row.get_kind_display(), sort="kind"),
        Column("title", _("Chức vụ, học vị")),
        Column("workplace", _("Nơi công tác"), sort="workplace"),
        Column("unit_name", _("Đơn vị quản lý"), sort="unit_name"),
        Column(
            "programmes", _("Được phân công dạy"), value=lambda row: ", ".join(p.code for p in row.programmes.all())
        ),
        Column("phone", _("Điện thoại"), value="phone_shown", hidden=True),
        Column(
            "state",
            _("Tình trạng"),
            kind="status",
            sort="is_active",
            value=lambda row: (
                Status("met", gettext("đang dạy")) if row.is_active else Status("neutral", gettext("đã thôi dạy"))
            ),
        ),
    )
    filters = (
        Filter(
            "kind",
            _("Loại"),
            choices=faculty.LecturerKind.choices,
            apply=lambda rows, value: rows.filter(kind=value),
        ),
        Filter(
            "active",
            _("Tình trạng"),
            choices=(("1", _("Đang dạy")), ("0", _("Đã thôi dạy"))),
            apply=lambda rows, value: rows.filter(is_active=value == "1"),
        ),
    )
    empty_title = _("Chưa có giảng viên nào")
    empty_text = _("Ghi giảng viên chuyên trách, kiêm chức, thỉnh giảng và báo cáo viên của đơn vị để xếp lịch học.")

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        """Telephones whole for who keeps the lecturer, masked for the rest."""
        kept = set(access.unit_ids_for(self.request.user, access.Permission.LECTURER_EDIT, self.request.scope.on))
        for row in rows:
            row.phone_shown = row.phone if row.unit_id in kept else privacy.masked(row.phone)
        return rows
