"""Moves between cells as a table, and how a membership is said."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common import clock
from hocvien.people import api as people
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

MEMBERSHIP = (
    ("official", _("Đảng viên chính thức")),
    ("probationary", _("Đảng viên dự bị")),
    ("none", _("Chưa là đảng viên")),
)
_TONES = {"official": "met", "probationary": "info", "none": "neutral"}


def membership_of(person: people.Person, on: date) -> str:
    """The code of the membership of that day."""
    return people.membership_as_of(person.admitted_on, person.official_on, person.left_party_on, on)


def membership_statuses() -> dict[str, Status]:
    """Every membership as a word with its shape, in the language of now."""
    return {code: Status(_TONES[code], str(words)) for code, words in MEMBERSHIP}


_TRANSFER_TONES = {"asked": "info", "accepted": "met", "returned": "warn", "withdrawn": "neutral"}


def transfer_status(row: people.TransferRequest) -> Status:
    """Where a request to move stands, as a word with its shape; one that waits at a unit that ended waits for nobody."""
    if row.status == people.TransferStatus.ASKED and row.to_unit.valid_to <= max(row.on, clock.today()):
        return Status("warn", str(_("Nơi nhận đã kết thúc")))
    return Status(_TRANSFER_TONES[row.status], str(people.TransferStatus(row.status).label))


class TransferTable(Table):
    """Requests to move between cells, ours to answer and ours to follow."""

    name = "transfers"
    caption = _("Đề nghị chuyển sinh hoạt")
    noun = _("đề nghị")
    search_folded = ("person__name_folded",)
    search_label = _("Họ tên")
    empty_title = _("Chưa có đề nghị chuyển sinh hoạt nào")
    empty_text = _("Mở hồ sơ một người và bấm Chuyển sinh hoạt. Đề nghị từ nơi khác gửi đến cũng hiện ở đây.")
    columns = (
        Column(
            "person",
            _("Họ và tên"),
            value="person.full_name",
            sort="person__name_key",
            header=True,
            link=lambda row: ("persons:transfer-page", {"uuid": row.uuid}),
            note=lambda row: row.person.birth_words,
        ),
        Column("from_name", _("Từ đơn vị"), value=lambda row: row.from_name or ""),
        Column("to_name", _("Đến đơn vị")),
        Column("on", _("Từ ngày"), kind="date", sort="on"),
        Column("status", _("Tình trạng"), kind="status", value=transfer_status, sort="status"),
        Column("asked_at", _("Gửi lúc"), kind="datetime", sort="asked_at"),
        Column("paper_number", _("Số giấy giới thiệu"), hidden=True),
        Column("reason", _("Lý do trả lại"), hidden=True),
    )
    filters = (
        Filter(
            "way",
            _("Chiều"),
            (("in", _("Chuyển đến")), ("out", _("Chuyển đi"))),
            lambda rows, value: rows.filter(**{f"is_ours_to_{'receive' if value == 'in' else 'send'}": True}),
        ),
        Filter(
            "status",
            _("Tình trạng"),
            people.TransferStatus.choices,
            lambda rows, value: rows.filter(status=value),
        ),
    )
