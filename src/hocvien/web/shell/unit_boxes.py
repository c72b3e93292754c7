"""A number for each of many units: the table draws the boxes (`shell/_unit_box.html`), the form reads them; `seats.js` sums and pastes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from hocvien.web.ui import forms as ui
from hocvien.web.ui.tables import Column, Table


class UnitBoxesForm(ui.BaseForm):
    """`codes`: unit code → id. `cleaned_data["seats"]`: id → number, of the boxes that are not empty; `wrong`: id → what is wrong in its box."""

    def __init__(self, *args: Any, codes: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = codes
        self.wrong: dict[int, str] = {}

    def typed(self, code: str) -> str:
        """What stands in the box of a unit."""
        return str(self.data.get(f"seats-{code}", "")).strip() if self.is_bound else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seats: dict[int, int] = {}
        for code, pk in self.codes.items():
            text = self.typed(code).replace(".", "").replace(" ", "")
            if not text:
                continue
            if text.isdecimal() and len(text) < 8:
                seats[pk] = int(text)
            else:
                self.wrong[pk] = str(_("Ghi một số nguyên từ 0 trở lên."))
        if self.wrong:
            self.add_error(None, _("Có ô không phải là số. Sửa các ô được đánh dấu trong bảng."))
        cleaned["seats"] = seats
        return cleaned


class UnitBoxesTable(Table):
    """Its rows have `name`, `code`, `typed`, `error` and `box_label`, what the box is called aloud."""

    noun = _("đơn vị")
    has_tools = False
    per_page = 5000


def box_column(label: Any) -> Column:
    """The box. Its value is never empty: a phone leaves out cells without words."""
    return Column("seats", label, kind="number", value=lambda _row: 0, template="shell/_unit_box.html")
