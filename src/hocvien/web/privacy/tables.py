"""Requests and looks as tables."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hocvien.org import api as org
from hocvien.privacy import api as privacy
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

_TONES = {"waiting": "warn", "done": "met", "refused": "neutral"}


_MARKS = {"seen": "met", "default": "warn", "office": "info"}


def mark_status(mark: str) -> Status:
    """Where a length comes from, as a word with its shape."""
    return Status(_MARKS[mark], str(privacy.Mark(mark).label))


def request_status(row: privacy.DataRequest, on: date) -> Status:
    """How far a request is, as a word with its shape; one that waits says how late it is."""
    if row.status != privacy.RequestStatus.WAITING or row.due_on >= on:
        return Status(_TONES[row.status], str(row.get_status_display()))
    days = privacy.working_days_past(row.due_on, on, privacy.holidays_around(row.due_on))
    return Status("bad", ngettext("Quá hạn {n} ngày làm việc", "Quá hạn {n} ngày làm việc", days).format(n=days))


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
        Column("status", _("Tình trạng"), kind="status", value="shown_status", sort="status"),
        Column("answered_at", _("Trả lời lúc"), kind="datetime", sort="answered_at"),
        Column("recorded_by", _("Người ghi"), value="recorded_by.full_name", hidden=True),
        Column("answered_by", _("Người trả lời"), value="answered_by.full_name", hidden=True),
    )
    filters = (
        Filter("status", _("Tình trạng"), privacy.RequestStatus.choices, lambda rows, value: rows.filter(status=value)),
        Filter("kind", _("Yêu cầu"), privacy.RequestKind.choices, lambda rows, value: rows.filter(kind=value)),
    )

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        for row in rows:
            row.shown_status = request_status(row, self.request.scope.on)
        return rows


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


class LookLogTable(Table):
    """Who looked at whom, in the reader's units."""

    name = "look-log"
    caption = _("Ai đã xem hồ sơ")
    noun = _("lần xem")
    default_sort = "-at"
    search_folded = ("person__name_folded",)
    search_plain = ("user__full_name",)
    search_label = _("Người xem, người được xem")
    empty_title = _("Chưa ai xem hồ sơ nào trong phạm vi này")
    columns = (
        Column("at", _("Lúc"), kind="datetime", sort="at", css="nw"),
        Column("user", _("Người xem"), value="user.full_name", sort="user__full_name", header=True),
        Column(
            "person",
            _("Hồ sơ"),
            value="person.full_name",
            sort="person__name_key",
            link=lambda row: ("privacy:look-list", {"uuid": row.person.uuid}),
        ),
        Column("kind", _("Cách xem"), value="get_kind_display", sort="kind"),
    )
    filters = (Filter("kind", _("Cách xem"), privacy.LookKind.choices, lambda rows, value: rows.filter(kind=value)),)


_RULES = {"person": _("Hồ sơ hết việc"), "candidate": _("Quần chúng chưa được kết nạp")}


class DueTable(Table):
    """Records whose term is over."""

    name = "records-due"
    caption = _("Hồ sơ hết hạn lưu")
    noun = _("người")
    numbered = True
    selectable = True
    default_sort = "name"
    search_folded = ("name_folded",)
    empty_title = _("Không có hồ sơ nào hết hạn lưu")
    empty_text = _("Hồ sơ hiện ở đây khi mọi việc đã hết lâu hơn thời hạn lưu và không còn gì đang mở.")
    columns = (
        Column("name", _("Họ và tên"), value="full_name", sort="name_key", header=True),
        Column("birth", _("Ngày sinh"), value="birth_words", sort="birth_on", css="date"),
        Column("unit", _("Đơn vị sau cùng"), value="unit_name", css="clip"),
        Column("rule", _("Vì sao"), value="rule_words"),
        Column("last", _("Việc cuối cùng"), value="last_on", kind="date"),
    )
    filters: tuple[Filter, ...] = (
        Filter("rule", _("Vì sao"), list(_RULES.items()), lambda rows, value: rows.filter(rule=value)),
    )

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        return with_reasons(rows, self.request.scope.on)


def with_reasons(rows: list[Any], on: date) -> list[Any]:
    """The same people with the name of their last unit, why their term is over, and the last day their record speaks of."""
    days = privacy.last_days([row.pk for row in rows])
    labels = org.labels_as_of({row.last_unit_id for row in rows if row.last_unit_id}, on)
    for row in rows:
        label = labels.get(row.last_unit_id)
        row.unit_name = label.name if label else ""
        row.last_on, row.rule_words = days.get(row.pk), str(_RULES[row.rule])
    return rows


class TermTable(Table):
    """How long what is kept today."""

    name = "terms"
    caption = _("Thời hạn lưu")
    noun = _("thời hạn")
    per_page = 50
    columns = (
        Column("title", _("Dữ liệu"), header=True, link=lambda row: ("privacy:term-edit", {"key": row["key"]})),
        Column("term", _("Thời hạn"), css="nw"),
        Column("counted", _("Tính")),
        Column("citation", _("Căn cứ")),
        Column("mark", _("Nguồn"), kind="status"),
        Column("valid_from", _("Áp dụng từ ngày"), kind="date"),
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
