"""Tables of rules and regulations."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.web.rules.words import mark_status
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Table


def _verified(row: Any) -> Status:
    if not row["versions"]:
        return Status("neutral", gettext("chưa có quy định cho ngày này"))
    if row["defaults"]:
        return Status("warn", gettext("{count} điều kiện mặc định").format(count=row["defaults"]))
    return Status("met", gettext("đã đối chiếu"))


class RuleTable(Table):
    name = "rules"
    caption = _("Điều kiện học theo chương trình")
    noun = _("chương trình")
    search_shown = True
    columns = (
        Column(
            "name",
            _("Chương trình"),
            header=True,
            link=lambda row: ("rules:rule-page", {"code": row["code"]}),
            note=lambda row: row["code"],
        ),
        Column("since", _("Áp dụng từ"), kind="date"),
        Column("versions", _("Số bộ điều kiện"), kind="number"),
        Column("clauses", _("Số điều kiện"), kind="number"),
        Column("verified", _("Mức xác minh"), kind="status", value=_verified),
    )
    empty_title = _("Chưa có chương trình nào cho ngày này")
    empty_text = _("Chương trình có trước, điều kiện của người học ghi ở đây.")


def _edit_link(row: Any) -> tuple[str, dict[str, Any]] | None:
    return ("rules:regulation-edit", {"code": row.code}) if row.may_edit else None


class RegulationTable(Table):
    name = "regulations"
    caption = _("Văn bản quy định")
    noun = _("văn bản")
    search_shown = True
    columns = (
        Column("number", _("Số, ký hiệu"), header=True, note=lambda row: row.title, link=_edit_link),
        Column("issued_on", _("Ngày ban hành"), kind="date"),
        Column("valid_from", _("Hiệu lực từ"), kind="date"),
        Column("valid_to", _("Hết hiệu lực trước ngày"), kind="date"),
        Column("successor", _("Văn bản thay thế"), value=lambda row: row.successor.number if row.successor else ""),
        Column(
            "is_seen",
            _("Mức xác minh"),
            kind="status",
            value=lambda row: mark_status(catalogue.Mark.SEEN if row.is_seen else catalogue.Mark.DEFAULT),
        ),
    )
    empty_title = _("Chưa có văn bản nào")
    empty_text = _("Văn bản mà điều kiện dẫn chiếu được ghi ở đây, với ngày hiệu lực và văn bản thay thế.")

    def __init__(self, request: ScreenRequest, rows: list[Any], *, may_edit: bool) -> None:
        for row in rows:
            row.may_edit = may_edit
        super().__init__(request, rows)
