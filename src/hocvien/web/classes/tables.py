"""Tables of classes, learners, nominations, sessions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hocvien.classes import api as classes
from hocvien.web.classes.head import class_status
from hocvien.web.shell.judged import BIRTH, BY_VERDICT, SEX, SEX_HIDDEN, by_status, name_column
from hocvien.web.shell.verdicts import verdict_status
from hocvien.web.ui import formats
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

NOMINATION_TONES = {
    "proposed": "info",
    "approved": "info",
    "reserve": "neutral",
    "admitted": "met",
    "returned": "warn",
    "withdrawn": "neutral",
}


def _code_and_meeting(row: Any) -> str:
    """The code and, of a class held inside another meeting, that it is."""
    within = _("lồng ghép trong {meeting}").format(meeting=row.held_within) if row.held_within else ""
    return " · ".join(filter(None, (row.code, within)))


class ClassTable(Table):
    """Rows of `classes.class_rows`: TrainingClass with programme_name, opener_name, learners, women, sessions, rolls."""

    name = "classes"
    caption = _("Danh sách lớp")
    noun = _("lớp")
    default_sort = "-opens_on"
    search_folded = ("name_folded",)
    search_plain = ("code",)
    columns = (
        Column(
            "name",
            _("Lớp"),
            sort="name_folded",
            header=True,
            link=lambda row: ("classes:class-page", {"uuid": row.uuid}),
            note=_code_and_meeting,
        ),
        Column("programme_name", _("Chương trình"), sort="programme_name", hidden=True),
        Column("opener_name", _("Đơn vị mở lớp"), sort="opener_name"),
        Column("opens_on", _("Khai giảng"), kind="date", sort="opens_on"),
        Column("closes_on", _("Bế giảng"), kind="date", sort="closes_on"),
        Column("seats", _("Số chỗ"), kind="number", sort="seats", total=True),
        Column("learners", _("Học viên"), kind="number", sort="learners", total=classes.count_learners),
        Column(
            "women",
            _("Nữ"),
            kind="number",
            sort="women",
            total=lambda rows: classes.count_learners(rows, women_only=True),
        ),
        Column("rolls", _("Đã điểm danh"), value=lambda row: f"{row.rolls}/{row.sessions_count}"),
        Column("held_within", _("Lồng ghép trong"), hidden=True),
        Column("joint", _("Loại"), value=lambda row: _("Phối hợp") if row.is_joint else _("Đơn vị mở"), hidden=True),
        Column("status", _("Tình trạng"), kind="status", value=lambda row: class_status(row.status), sort="status"),
    )
    filters = (
        Filter(
            "status",
            _("Tình trạng"),
            choices=classes.ClassStatus.choices,
            apply=lambda rows, value: rows.filter(status=value),
        ),
        Filter(
            "held",
            _("Cách mở"),
            choices=(("within", _("Lồng ghép trong hội nghị khác")), ("own", _("Mở riêng"))),
            apply=lambda rows, value: (
                rows.exclude(held_within="") if value == "within" else rows.filter(held_within="")
            ),
        ),
    )
    empty_title = _("Chưa có lớp nào trong kỳ này")
    empty_text = _("Lớp mở từ một mục kế hoạch đã duyệt, hoặc từ một quyết định ngoài kế hoạch.")


class LearnerTable(Table):
    """Rows of `classes.learner_rows` (dataclass LearnerRow), already in name order."""

    name = "learners"
    caption = _("Học viên của lớp")
    noun = _("học viên")
    default_sort = "full_name"
    per_page = 100
    numbered = True
    search_shown = True
    columns = (
        name_column(link=lambda row: ("classes:class-page", {"uuid": row.class_uuid, "query": {"who": str(row.uuid)}})),
        BIRTH,
        SEX,
        Column("unit_name", _("Đơn vị cử"), sort=True),
        Column("group", _("Tổ"), kind="number", sort=lambda row: row.group or 0),
        Column(
            "attended", _("Có mặt"), value=lambda row: f"{row.present}/{row.recorded}", sort=lambda row: row.present
        ),
        Column("verdict", _("Điều kiện"), kind="status", value=lambda row: verdict_status(row.verdict), sort=True),
        Column("status", _("Tình trạng"), value=lambda row: row.status_label, hidden=True),
    )
    filters = (BY_VERDICT,)
    empty_title = _("Lớp chưa có học viên")
    empty_text = _("Gửi chiêu sinh, nhận danh sách của các đơn vị, rồi tiếp nhận vào lớp.")


# what a list may be ordered by, each shown as it is
ORDER = (
    Column(
        "due_on",
        _("Hạn phải học"),
        kind="date",
        value=lambda row: row.order.due_on,
        sort=lambda row: row.order.due_on or date.max,
        note=lambda row: row.order.due_words,
    ),
    Column("planned", _("Quy hoạch"), value=lambda row: row.order.planned, sort=lambda row: not row.order.planned),
    Column(
        "years",
        _("Số năm chờ"),
        value=lambda row: row.order.years if row.order.waiting_since else None,
        sort=lambda row: (row.order.years, row.order.waiting_since is not None),
        note=lambda row: row.order.waiting_words,
    ),
)


def where_words(row: classes.NominationRow) -> str:
    """Who has the name now, and what for."""
    if not row.step_label:
        return ""
    return _("{step}: {unit}").format(step=row.step_label, unit=row.step_unit_name)


def where_note(row: classes.NominationRow) -> str:
    if row.step_since is None:
        return ""
    since = _("từ {day}").format(day=formats.day(timezone.localtime(row.step_since).date()))
    return (
        since
        if row.step_due_on is None
        else _("{since}, hạn {due}").format(since=since, due=formats.day(row.step_due_on))
    )


def _place(row: classes.NominationRow) -> str:
    if row.reserve_position:
        return _("dự bị {n}").format(n=row.reserve_position)
    return str(row.position or "")


class NominationTable(Table):
    """Rows of `classes.nomination_rows` (dataclass NominationRow). `handles`: whoever decides on lists sees what their order goes by."""

    name = "nominations"
    caption = _("Danh sách cử đi học")
    noun = _("người")
    default_sort = "place"
    per_page = 200
    selectable = True
    search_shown = True
    columns: Sequence[Column] = (
        name_column(
            link=lambda row: ("classes:nomination-page", {"uuid": row.class_uuid, "nomination": row.uuid}),
            note=lambda row: row.reason_words,
        ),
        Column(
            "place",
            _("Thứ tự"),
            value=_place,
            sort=lambda row: (
                row.reserve_position is not None,
                row.reserve_position or row.position or 10**6,
                row.order.key,
                row.name_key,
            ),
        ),
        BIRTH,
        SEX_HIDDEN,
        Column("unit_name", _("Đơn vị cử"), sort=True),
        Column(
            "verdict",
            _("Điều kiện"),
            kind="status",
            value=lambda row: verdict_status(row.verdict),
            sort=True,
            note=lambda row: row.failed_words,
        ),
        *ORDER,
        Column("where", _("Đang ở bước"), value=where_words, sort=True, note=where_note),
        Column(
            "status",
            _("Tình trạng"),
            kind="status",
            value=lambda row: Status(NOMINATION_TONES[row.status], classes.NominationStatus(row.status).label),
            sort=True,
        ),
        Column("late", _("Gửi"), value=lambda row: _("Bổ sung muộn") if row.is_late else _("Đúng hạn"), hidden=True),
        Column("proposed_by", _("Người gửi"), hidden=True),
    )
    filters = (by_status(classes.NominationStatus.choices),)
    empty_title = _("Chưa có ai trong danh sách")
    empty_text = _("Đơn vị được chiêu sinh chọn người, cấp ủy duyệt, rồi đơn vị mở lớp tiếp nhận.")

    def __init__(self, *args: Any, handles: bool = True, **kwargs: Any) -> None:
        if not handles:
            self.columns = tuple(column for column in type(self).columns if column not in ORDER)
        super().__init__(*args, **kwargs)


class RoundTable(Table):
    """Rows of `classes.round_rows`; `may_close` adds the way to close one."""

    name = "rounds"
    caption = _("Các đợt nhận danh sách")
    noun = _("đợt")
    default_sort = "number"
    columns = (
        Column("number", _("Đợt"), kind="number", sort=True, header=True),
        Column("opens_on", _("Nhận từ ngày"), kind="date"),
        Column("closes_on", _("Đến hết ngày"), kind="date"),
        Column("seats", _("Số chỗ"), kind="number"),
        Column("names", _("Trong danh sách"), kind="number", total=lambda rows: sum(row.names for row in rows)),
        Column("waiting", _("Đang xét"), kind="number", total=lambda rows: sum(row.waiting for row in rows)),
        Column("taken", _("Đã tiếp nhận"), kind="number", total=lambda rows: sum(row.taken for row in rows)),
        Column(
            "state",
            _("Tình trạng"),
            value=lambda row: _("Đã đóng") if row.is_closed else _("Đóng đợt"),
            link=lambda row: (
                None if row.is_closed else ("classes:round-close", {"uuid": row.class_uuid, "number": row.number})
            ),
        ),
    )
    empty_title = _("Danh sách nhận một lần, không chia đợt")
    empty_text = _("Thêm đợt khi cần nhận danh sách nhiều lần; tên gửi sau khi đóng đợt thuộc đợt kế tiếp.")


class ReserveTable(Table):
    """Offers of `classes.reserve_offers`: who would come in for whom."""

    name = "reserve-offers"
    caption = _("Người dự bị được gọi")
    noun = _("người")
    default_sort = ""
    numbered = True
    columns = (
        Column("full_name", _("Họ và tên"), header=True),
        Column("unit_name", _("Đơn vị cử")),
        Column("position", _("Thứ tự dự bị"), kind="number"),
        Column("leaving", _("Thay cho"), value=lambda row: row.leaving or _("chỗ còn trống")),
        Column(
            "why",
            _("Vì sao"),
            value=lambda row: (
                _("Dự bị của chính đơn vị có người thôi học") if row.is_own_reserve else _("Đứng đầu danh sách dự bị")
            ),
        ),
    )


class CandidateTable(Table):
    """Rows of `classes.candidate_rows` (dataclass CandidateRow): people of a sending unit with their verdict for the class."""

    name = "candidates"
    caption = _("Người có thể cử")
    noun = _("người")
    default_sort = "due_on"
    per_page = 100
    selectable = True
    search_shown = True
    columns = (
        Column("full_name", _("Họ và tên"), sort=lambda row: row.name_key, header=True),
        BIRTH,
        SEX_HIDDEN,
        Column("unit_name", _("Đơn vị"), sort=True),
        Column(
            "verdict",
            _("Điều kiện"),
            kind="status",
            value=lambda row: verdict_status(row.verdict),
            sort=lambda row: ("met", "data_missing", "no_rule", "not_met").index(row.verdict),
            note=lambda row: row.failed_words,
        ),
        *ORDER,
        Column("state", _("Trong danh sách"), value=lambda row: row.state_label),
    )
    filters = (BY_VERDICT,)
    empty_title = _("Đơn vị này chưa có hồ sơ cá nhân nào")
    empty_text = _("Thêm người ở mục Hồ sơ cá nhân, hoặc nạp danh sách từ tệp Excel.")


def _session_link(row: Any) -> Any:
    return ("classes:session-edit", {"uuid": row.class_uuid, "session": row.uuid})


class SessionTable(Table):
    """Rows of `classes.session_rows` (dataclass SessionRow), in order of days."""

    name = "timetable"
    caption = _("Lịch học")
    noun = _("buổi")
    default_sort = "number"
    per_page = 200
    columns = (
        Column("number", _("Buổi"), kind="number", sort=True),
        Column("on", _("Ngày"), kind="date", sort=True, header=True, link=_session_link),
        Column("half", _("Buổi trong ngày"), value=lambda row: row.half_label),
        Column("title", _("Nội dung")),
        Column("form", _("Hình thức"), value=lambda row: row.form_label),
        Column("periods", _("Số tiết"), kind="number", total=lambda rows: sum(row.periods for row in rows)),
        Column("lecturer_name", _("Giảng viên"), sort=True),
        Column("place", _("Địa điểm")),
    )
    empty_title = _("Lớp chưa có lịch học")
    empty_text = _("Xếp lịch theo chương trình: chọn ngày bắt đầu và các buổi trong tuần, xem trước rồi ghi.")


class RollBookTable(Table):
    """The same rows as `SessionTable`, with what was recorded of each."""

    name = "roll"
    caption = _("Điểm danh")
    noun = _("buổi")
    default_sort = "number"
    per_page = 200
    columns = (
        Column("number", _("Buổi"), kind="number", sort=True),
        Column(
            "on",
            _("Ngày"),
            kind="date",
            sort=True,
            header=True,
            link=lambda row: ("classes:roll", {"uuid": row.class_uuid, "session": row.uuid}),
        ),
        Column("half", _("Buổi trong ngày"), value=lambda row: row.half_label),
        Column("title", _("Nội dung")),
        Column("present", _("Có mặt"), kind="number"),
        Column("late", _("Đi muộn"), kind="number"),
        Column("left_early", _("Về sớm"), kind="number"),
        Column("with_leave", _("Vắng có phép"), kind="number"),
        Column("without_leave", _("Vắng không phép"), kind="number"),
        Column("unrecorded", _("Chưa ghi"), kind="number"),
        Column("state", _("Tình trạng"), kind="status", value=lambda row: roll_state(row)),  # noqa: PLW0108 - defined below
    )
    empty_title = _("Chưa có buổi học nào để điểm danh")
    empty_text = _("Xếp lịch học trước, rồi điểm danh từng buổi.")


def roll_state(row: classes.SessionRow) -> Status:
    if not row.recorded:
        return Status("neutral", _("Chưa điểm danh"))
    if row.unrecorded:
        return Status("warn", _("Còn người chưa ghi"))
    return Status("met", _("Đã điểm danh"))


class InvitationTable(Table):
    """Rows of `classes.invitation_rows`: unit_name, seats, sent, waiting, returned, taken."""

    name = "invitations"
    caption = _("Đơn vị được chiêu sinh")
    noun = _("đơn vị")
    default_sort = "unit_name"
    per_page = 200
    columns = (
        Column("unit_name", _("Đơn vị"), sort=True, header=True),
        Column("seats", _("Số suất"), kind="number", sort=lambda row: row.seats or 0),
        Column("sent", _("Đã gửi"), kind="number", sort=True, total=lambda rows: sum(row.sent for row in rows)),
        Column("waiting", _("Đang xét"), kind="number", sort=True, total=lambda rows: sum(row.waiting for row in rows)),
        Column("returned", _("Bị trả lại"), kind="number", sort=True, total=lambda rows: sum(r.returned for r in rows)),
        Column("taken", _("Đã tiếp nhận"), kind="number", sort=True, total=lambda rows: sum(row.taken for row in rows)),
    )
    empty_title = _("Chưa gửi chiêu sinh tới đơn vị nào")
    empty_text = _("Chọn đơn vị ở ô dưới. Chọn một đảng ủy thì các chi bộ của đảng ủy đó cũng thấy lớp.")


class CertificateTable(Table):
    """Certificates issued from a class: rows of `classes.certificate_rows`."""

    name = "class-certificates"
    caption = _("Giấy đã cấp")
    noun = _("giấy")
    default_sort = "number"
    per_page = 200
    columns = (
        Column(
            "number",
            _("Số vào sổ"),
            sort=True,
            header=True,
            value=lambda row: row.number_text,
            link=lambda row: ("certificates:certificate-page", {"uuid": row.uuid}),
        ),
        Column("full_name", _("Họ và tên")),
        Column("birth_text", _("Ngày sinh")),
        Column("band_name", _("Xếp loại"), sort=True),
        Column("blank_number", _("Số hiệu phôi")),
        Column("issued_on", _("Ngày cấp"), kind="date"),
        Column("status", _("Tình trạng"), value=lambda row: row.get_status_display()),
    )


class ResultTable(Table):
    """Rows of a `classes.ResultSheet`, for the export: what the screen shows."""

    name = "results"
    caption = _("Kết quả của lớp")
    noun = _("học viên")
    default_sort = ""
    per_page = 500
    numbered = True
    columns = (
        Column("full_name", _("Họ và tên"), header=True),
        Column("birth_text", _("Ngày sinh")),
        Column("unit_name", _("Đơn vị")),
        Column("absent_periods", _("Vắng (tiết)"), kind="number"),
        Column("total_periods", _("Tổng số tiết"), kind="number"),
        Column("entered_name", _("Điểm, xếp loại")),
        Column("proposed_words", _("Đề nghị")),
        Column("decided_words", _("Công nhận")),
    )
