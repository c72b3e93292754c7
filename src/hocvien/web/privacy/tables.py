"""Requests and looks as tables."""

from django.utils.translation import gettext_lazy as _

from hocvien.privacy import api as privacy
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

_TONES = {"waiting": "warn", "done": "met", "refused": "neutral"}


def request_status(row: privacy.DataRequest) -> Status:
    """How far a request is, as a word with its shape."""
    return Status(_TONES[row.status], str(row.get_status_display()))


class RequestTable(Table):
    """What people asked about their own data."""

    name = "data-requests"
    caption = _("Yêu cầu về dữ liệu cá nhân")
    noun = _("yêu cầu")
    default_sort = "due_on"
    search_folded = ("person__name_folded",)
    empty_title = _("Chưa có yêu cầu nào")
    empty_text = _("Yêu cầu được ghi từ hồ sơ của người yêu cầu, và có hạn trả lời 2 ngày làm việc.")
    columns = (
        Column(
            "person",
            _("Họ và tên"),
            value="person.full_name",
            sort="person__name_key",
            header=True,
            link=lambda row: ("privacy:request-page", {"uuid": row.uuid}),
        ),
        Column("kind", _("Yêu cầu"), value="get_kind_display", sort="kind"),
        Column("asked_on", _("Ngày yêu cầu"), kind="date", sort="asked_on"),
        Column("due_on", _("Hạn trả lời"), kind="date", sort="due_on"),
        Column("status", _("Tình trạng"), kind="status", value=request_status, sort="status"),
        Column("answered_at", _("Trả lời lúc"), kind="datetime", sort="answered_at"),
    )
    filters = (
        Filter("status", _("Tình trạng"), privacy.RequestStatus.choices, lambda rows, value: rows.filter(status=value)),
    )


class LookTable(Table):
    """Who looked at one record."""

    name = "looks"
    caption = _("Ai đã xem hồ sơ")
    noun = _("lần xem")
    default_sort = "-at"
    empty_title = _("Chưa ai xem hồ sơ này")
    columns = (
        Column("at", _("Lúc"), kind="datetime", sort="at", css="nw"),
        Column("user", _("Người xem"), value="user.full_name", header=True),
        Column("kind", _("Cách xem"), value="get_kind_display", sort="kind"),
    )


class RegisterTable(Table):
    """The register of personal fields."""

    name = "register-of-fields"
    caption = _("Danh mục dữ liệu cá nhân")
    noun = _("nhóm thông tin")
    search_shown = True
    per_page = 200
    columns = (
        Column("table", _("Nơi lưu"), header=True),
        Column("fields", _("Thông tin")),
        Column("purpose", _("Mục đích")),
        Column("basis", _("Căn cứ")),
        Column("keep", _("Thời hạn lưu")),
        Column("sensitivity", _("Loại")),
    )
