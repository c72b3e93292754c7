"""A proposal: its classes, and who was not placed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.web.plans.tables.common import QUARTERS, sum_column
from hocvien.web.ui import formats
from hocvien.web.ui.tables import Column, Table

_WHY_LEFT = {
    "too_few": gettext_lazy("Không đủ người cho một lớp ít nhất. Gộp với đơn vị khác hoặc hạ cỡ lớp."),
    "full": gettext_lazy("Không quý nào còn đủ chỗ. Tăng sức chứa hoặc chọn nơi đặt lớp khác."),
}


def _mode(row: Any) -> str:
    mode = row.need.study_mode
    return str(catalogue.StudyMode(mode).label) if mode else ""


class ProposedTable(Table):
    name = "plan-proposal"
    caption = _("Lớp được đề xuất")
    noun = _("lớp")
    has_tools = False
    per_page = 500
    empty_title = _("Không xếp được lớp nào")

    def __init__(self, request: Any, rows: Any, *, names: Mapping[str, str]) -> None:
        super().__init__(request, list(rows))
        self.columns = (
            Column(
                "programme", _("Chương trình"), header=True, value=lambda row: names[row.need.programme], note=_mode
            ),
            Column("quarter", _("Quý"), value=lambda row: QUARTERS[row.quarter]),
            Column("seats", _("Học viên"), kind="number", total=sum_column("seats")),
            Column(
                "why",
                _("Vì sao"),
                value=lambda row: gettext("Quý {quarter} còn nhiều chỗ nhất: {free} chỗ.").format(
                    quarter=QUARTERS[row.quarter], free=formats.number(row.free)
                ),
            ),
        )


class LeftTable(Table):
    name = "plan-not-placed"
    caption = _("Chưa xếp được")
    noun = _("chương trình")
    has_tools = False
    per_page = 500
    empty_title = _("Mọi nhu cầu đã xếp được lớp")

    def __init__(self, request: Any, rows: Any, *, names: Mapping[str, str], prefix: str) -> None:
        super().__init__(request, list(rows), prefix=prefix)
        self.columns = (
            Column(
                "programme", _("Chương trình"), header=True, value=lambda row: names[row.need.programme], note=_mode
            ),
            Column("people", _("Người"), kind="number", total=sum_column("people")),
            Column("why", _("Vì sao"), value=lambda row: str(_WHY_LEFT[row.why])),
        )
