"""Tables of nomination lists that came in as files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hocvien.exchange import api as exchange
from hocvien.web.shell.verdicts import VERDICT_CHOICES, verdict_status
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

STATES = {
    "ready": ("met", _("Gửi được")),
    "several": ("warn", _("Cần chọn đúng người")),
    "refused": ("bad", _("Chưa gửi được")),
    "unknown": ("warn", _("Chưa biết là ai")),
    "unread": ("bad", _("Ô cần sửa")),
    "listed": ("neutral", _("Đã có trong danh sách")),
    "sent": ("met", _("Đã gửi từ tệp này")),
}


def _place(row: exchange.NominationLine) -> tuple[str, int]:
    return row.sheet, row.row


class NominationLineTable(Table):
    """Rows of an `exchange.NominationPlan`."""

    name = "nomination-lines"
    caption = _("Từng hàng của tệp")
    noun = _("hàng")
    default_sort = "row"
    per_page = 1000
    selectable = True
    search_shown = True
    columns = (
        Column("full_name", _("Trong tệp"), header=True, note=lambda row: row.birth),
        Column("row", _("Hàng"), kind="number", sort=_place),
        # an empty cell is not shown on a phone, nor what is told below it
        Column("matched", _("Hồ sơ"), value=lambda row: row.matched or _("Chưa rõ"), note=lambda row: row.why),
        Column(
            "state",
            _("Tình trạng"),
            kind="status",
            value=lambda row: Status(*STATES[row.state]),
            sort=lambda row: list(STATES).index(row.state),
        ),
        Column(
            "verdict",
            _("Điều kiện"),
            kind="status",
            value=lambda row: verdict_status(row.verdict) if row.verdict else None,
            note=lambda row: row.clauses,
        ),
        Column("is_reserve", _("Danh sách"), value=lambda row: _("Dự bị") if row.is_reserve else _("Chính thức")),
        Column("unit_name", _("Đơn vị trong tệp"), hidden=True),
    )
    filters = (
        Filter(
            "state",
            _("Tình trạng"),
            choices=[(state, words) for state, (_tone, words) in STATES.items()],
            apply=lambda rows, value: [row for row in rows if row.state == value],
        ),
        Filter(
            "verdict",
            _("Điều kiện"),
            choices=VERDICT_CHOICES,
            apply=lambda rows, value: [row for row in rows if row.verdict == value],
        ),
    )
    empty_title = _("Tệp không có người nào")

    def row_key(self, row: Any) -> str:
        return str(row.key)


class NominationFileTable(Table):
    """Rows of `exchange.list_nomination_files`."""

    name = "nomination-files"
    caption = _("Các tệp đã nạp cho lớp này")
    noun = _("tệp")
    has_tools = False
    columns = (
        Column(
            "filename",
            _("Tệp"),
            header=True,
            link=lambda row: ("classes:nomination-file", {"uuid": row.training_class.uuid, "upload": row.uuid}),
        ),
        Column("created_at", _("Lúc"), kind="datetime"),
        Column("sent", _("Đã gửi"), kind="number", value=lambda row: len(row.sent)),
    )
    empty_title = _("Chưa nạp tệp nào")
    empty_text = _("Tệp đã nạp được giữ 30 ngày để gửi tiếp hoặc rút lại.")
