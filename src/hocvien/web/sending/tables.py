"""Tables of sending out: notices, who could be sent, who is on a list."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.sending import api as sending
from hocvien.web.sending.words import (
    PHASES,
    mode_words,
    notice_status,
    reasons,
    sending_status,
)
from hocvien.web.shell.judged import BIRTH, BY_VERDICT, SEX, SEX_HIDDEN, by_status, name_column
from hocvien.web.shell.verdicts import verdict_status
from hocvien.web.ui import formats
from hocvien.web.ui.tables import Column, Filter, Table

_ORDER = ("met", "data_missing", "no_rule", "not_met", "")


def _by_phase(rows: Any, phase: str) -> Any:
    if phase == "cancelled":
        return rows.filter(status=sending.NoticeStatus.CANCELLED)
    rows = rows.filter(status=sending.NoticeStatus.OPEN)
    if phase == "selecting":
        return rows.filter(sent=0)
    return rows.filter(sent__gt=0, under_way__gt=0) if phase == "studying" else rows.filter(sent__gt=0, under_way=0)


class NoticeTable(Table):
    """Rows of `sending.notice_rows`."""

    name = "sending-notices"
    caption = _("Thông báo chiêu sinh từ nơi khác")
    noun = _("thông báo")
    default_sort = "-opens_on"
    search_folded = ("words_folded",)
    search_plain = ("number",)
    columns = (
        Column(
            "name",
            _("Lớp"),
            sort="words_folded",
            header=True,
            link=lambda row: ("sending:notice-page", {"uuid": row.uuid}),
            note=lambda row: gettext("Số {number}, {day}").format(number=row.number, day=formats.day(row.issued_on)),
        ),
        Column("issuer_name", _("Nơi chiêu sinh"), sort="issuer_name"),
        Column("programme_name", _("Chương trình"), sort="programme_name", note=lambda row: mode_words(row.study_mode)),
        Column("unit_name", _("Đơn vị nhận thông báo"), sort="unit_name", hidden=True),
        Column("names_due_on", _("Hạn gửi danh sách"), kind="date", sort="names_due_on"),
        Column("opens_on", _("Khai giảng"), kind="date", sort="opens_on"),
        Column("seats_there", _("Suất"), kind="number", sort="seats_there", total=True),
        Column("waiting", _("Chờ duyệt"), kind="number", sort="waiting"),
        Column("sent", _("Đã cử"), kind="number", sort="sent"),
        Column(
            "status",
            _("Tình trạng"),
            kind="status",
            value=lambda row: notice_status(
                row.status,
                sent=row.sent,
                waiting=row.waiting,
                under_way=row.under_way,
                opens_on=row.opens_on,
                today=row.today,
            ),
        ),
    )
    filters = (Filter("phase", _("Tình trạng"), choices=PHASES, apply=_by_phase),)
    empty_title = _("Chưa có thông báo chiêu sinh nào")
    empty_text = _("Khi trường, học viện gửi thông báo kèm số suất, ghi thông báo vào đây rồi chọn người để cử đi học.")

    def prepare(self, rows: list[Any]) -> list[Any]:
        """The day states are said of."""
        for row in rows:
            row.today = self.request.scope.on
        return rows


class CandidateTable(Table):
    """Rows of `sending.candidates`, in the order proposed; the committee chooses freely."""

    name = "sending-candidates"
    caption = _("Người có thể cử")
    noun = _("người")
    default_sort = ""
    per_page = 100
    selectable = True
    columns: Sequence[Column] = (
        name_column(link=lambda row: row.explain_url, note=lambda row: row.unit_name),
        BIRTH,
        SEX,
        Column(
            "verdict",
            _("Điều kiện"),
            kind="status",
            value=lambda row: verdict_status(row.verdict),
            sort=lambda row: _ORDER.index(row.verdict),
            note=lambda row: reasons(row.clauses),
        ),
        Column(
            "seats_left",
            _("Chỉ tiêu còn"),
            kind="number",
            value=lambda row: row.seats.left if row.seats else None,
            note=lambda row: row.seats.unit_name if row.seats else "",
        ),
        Column("due_on", _("Nghĩa vụ đến hạn"), kind="date", sort=True),
        Column("is_planned", _("Quy hoạch"), value=lambda row: gettext("có") if row.is_planned else ""),
        Column(
            "status",
            _("Trong danh sách"),
            value=lambda row: str(sending.SendingStatus(row.status).label) if row.status else "",
        ),
    )
    filters = (BY_VERDICT,)
    empty_title = _("Không có ai để chọn ở đây")
    empty_text = _("Chọn đơn vị khác hoặc bỏ bớt điều kiện lọc. Hồ sơ người được thêm ở mục Hồ sơ cá nhân.")

    def __init__(self, request: Any, rows: Any, *, has_quota: bool) -> None:
        if not has_quota:
            self.columns = tuple(one for one in self.columns if one.key != "seats_left")
        super().__init__(request, rows)


def _said(row: sending.SendingRow) -> str:
    parts = [str(sending.ReturnReason(row.reason_code).label)] if row.reason_code else []
    parts += [gettext("gửi sau hạn")] if row.is_late else []
    return "; ".join(parts)


class SendingTable(Table):
    """Rows of `sending.sending_rows`: everybody on the list of a notice whom the viewer may see."""

    name = "sending-list"
    caption = _("Danh sách cử đi học")
    noun = _("người")
    default_sort = "full_name"
    per_page = 200
    search_shown = True
    columns = (
        name_column(link=lambda row: ("sending:sending-page", {"uuid": row.uuid}), note=lambda row: row.words),
        BIRTH,
        SEX_HIDDEN,
        Column("unit_name", _("Đơn vị cử"), sort=True),
        Column(
            "verdict",
            _("Điều kiện"),
            kind="status",
            value=lambda row: verdict_status(row.verdict),
            sort=lambda row: _ORDER.index(row.verdict),
            note=lambda row: reasons(row.clauses),
        ),
        Column(
            "status",
            _("Tình trạng"),
            kind="status",
            value=lambda row: sending_status(row.status, row.course),
            note=_said,
            sort=lambda row: (row.status, row.course),
        ),
        Column("decision_number", _("Quyết định"), sort=True),
        Column("finished_on", _("Học xong ngày"), kind="date", sort=True),
        Column("has_diploma", _("Bằng, giấy"), value=lambda row: gettext("có") if row.has_diploma else ""),
    )
    filters = (by_status(sending.SendingStatus.choices),)
    empty_title = _("Chưa có ai trong danh sách")
    empty_text = _("Chọn người của đơn vị, xem kết quả xét điều kiện, rồi đưa vào danh sách chờ duyệt.")


class DecidingTable(SendingTable):
    """The same for who decides on rows of it."""

    selectable = True


class SentTable(Table):
    """People behind a figure of those sent: somebody sent twice has two rows, as the figure has two."""

    name = "people-sent"
    caption = _("Người được cử đi học")
    noun = _("lượt cử")
    default_sort = "name"
    numbered = True
    search_folded = ("person__name_folded",)
    columns = (
        Column(
            "name",
            _("Họ và tên"),
            value="person.full_name",
            sort="person__name_key",
            header=True,
            link=lambda row: ("sending:sending-page", {"uuid": row.uuid}),
        ),
        Column("birth", _("Ngày sinh"), value="person.birth_words", css="date"),
        Column("sex", _("Giới tính"), value=lambda row: row.person.get_sex_display(), sort="person__sex"),
        Column("sender_name", _("Đơn vị cử"), sort="sender_name"),
        Column(
            "notice",
            _("Lớp"),
            value="notice.name",
            sort="notice__name",
            link=lambda row: ("sending:notice-page", {"uuid": row.notice.uuid}),
            note=lambda row: row.notice.issuer_name,
        ),
        Column("decided_on", _("Quyết định cử"), kind="date", value="decision.decided_on", sort="decision__decided_on"),
        Column("opens_on", _("Khai giảng"), kind="date", value="notice.opens_on", sort="notice__opens_on"),
        Column("finished_on", _("Học xong ngày"), kind="date", sort="finished_on"),
        Column("course", _("Tình trạng"), value=lambda row: row.get_course_display(), sort="course"),
    )
    empty_title = _("Con số này không có ai")
    empty_text = _("Trở lại trang số liệu và chọn con số khác.")
