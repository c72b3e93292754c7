"""What is told of a unit over time, and whom a centre serves, as tables."""

from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.common.intervals import OPEN_END
from hocvien.common.text import collation_key
from hocvien.org import api as org
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

KINDS = (
    *org.FactKind.choices,
    ("authority", _("Thẩm quyền mở lớp")),
    ("centre", _("Thuộc trung tâm")),
    ("serves", _("Phục vụ đơn vị")),
)


def _until(row: Any) -> date | None:
    return None if row.valid_to >= OPEN_END else row.valid_to


class FactTable(Table):
    """Everything told, the latest first; `edit_names` says which route corrects which kind."""

    name = "unit-facts"
    caption = _("Thông tin qua các thời gian")
    noun = _("mục")
    default_sort = "-valid_from"
    search_shown = True
    empty_title = _("Chưa ghi thông tin nào")
    empty_text = _("Nhiệm kỳ, địa bàn, người ký, thể thức… được ghi kèm ngày áp dụng; thay đổi không xóa điều cũ.")

    def __init__(self, request: ScreenRequest, rows: Any, *, code: str, may_edit: bool, **more: Any) -> None:
        super().__init__(request, rows, **more)
        on = request.scope.as_of

        def link(row: org.FactTold) -> tuple[str, dict[str, Any]] | None:
            if not may_edit or row.kind == "centre":
                return None
            name = {"authority": "units:authority-edit", "serves": "units:area-edit"}.get(row.kind, "units:fact-edit")
            return name, {"code": code, "uuid": row.uuid}

        def state(row: org.FactTold) -> Status:
            if row.valid_to <= on:
                return Status("neutral", gettext("đã hết"))
            return (
                Status("met", gettext("đang áp dụng"))
                if row.valid_from <= on
                else Status("info", gettext("sắp áp dụng"))
            )

        self.columns = (
            Column("text", _("Nội dung"), header=True, link=link, note=lambda row: row.source, sort=True),
            Column("title", _("Loại"), sort=True),
            Column("valid_from", _("Từ ngày"), kind="date", sort=True),
            Column("valid_to", _("Đến trước ngày"), kind="date", value=_until, sort=lambda row: row.valid_to),
            Column("state", _("Tình trạng"), kind="status", value=state),
            Column("source", _("Căn cứ"), hidden=True),
        )
        self.filters = (
            Filter(
                "kind",
                _("Loại"),
                choices=KINDS,
                apply=lambda found, value: [row for row in found if row.kind == value],
            ),
        )


class ServedTable(Table):
    """Units given to a centre that day; rows are (label, area)."""

    name = "served-units"
    caption = _("Phục vụ các đơn vị")
    noun = _("đơn vị")
    default_sort = "name"
    search_shown = True
    empty_title = _("Chưa giao đơn vị nào cho trung tâm này")
    empty_text = _("Một trung tâm phục vụ một hoặc nhiều đơn vị theo quyết định, từ ngày đến ngày.")
    columns = (
        Column(
            "name",
            _("Đơn vị"),
            header=True,
            value=lambda row: row[0].name,
            sort=lambda row: collation_key(row[0].name),
            link=lambda row: ("units:unit-page", {"with_unit": row[0].code, "code": row[0].code}),
            note=lambda row: row[1].source,
        ),
        Column("code", _("Mã"), value=lambda row: row[0].code, sort=True),
        Column("valid_from", _("Từ ngày"), kind="date", value=lambda row: row[1].valid_from, sort=True),
        Column("valid_to", _("Đến trước ngày"), kind="date", value=lambda row: _until(row[1])),
        Column("source", _("Căn cứ"), value=lambda row: row[1].source, hidden=True),
    )
