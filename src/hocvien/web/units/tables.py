"""Units as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hocvien.common.text import collation_key
from hocvien.org import api as org
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.tables import Column, Table


def kind_words(label: org.UnitLabel) -> str:
    """The kind in the field's words."""
    return str(org.UnitKind(label.kind).label)


class UnitTable(Table):
    """Units by name; `counts` says how many stand directly below each."""

    name = "units"
    caption = _("Danh sách đơn vị")
    noun = _("đơn vị")
    default_sort = "name"
    empty_title = _("Không có đơn vị trực thuộc")
    columns: tuple[Column, ...] = (
        Column(
            "name",
            _("Tên đơn vị"),
            header=True,
            sort=lambda label: collation_key(label.name),
            link=lambda label: ("units:unit-page", {"with_unit": label.code, "code": label.code}),
            note=lambda label: _("Tên mẫu") if label.is_sample_name else "",
        ),
        Column("kind", _("Loại đơn vị"), value=kind_words, sort=True),
        Column("code", _("Mã"), sort=True),
    )

    def __init__(self, request: ScreenRequest, rows: Any, *, counts: dict[int, int] | None = None, **more: Any) -> None:
        super().__init__(request, rows, **more)
        if counts is not None:
            below = Column(
                "below", _("Đơn vị trực thuộc"), kind="number", value=lambda label: counts.get(label.id, 0), sort=True
            )
            self.columns = (*type(self).columns, below)
