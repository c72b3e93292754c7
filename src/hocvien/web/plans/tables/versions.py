"""Two versions side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.web.plans.tables.common import QUARTERS, sum_known
from hocvien.web.ui import formats
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

_WHAT = {
    "added": Status("info", gettext_lazy("Thêm")),
    "removed": Status("bad", gettext_lazy("Bỏ")),
    "changed": Status("warn", gettext_lazy("Sửa")),
    "same": Status("neutral", gettext_lazy("Giữ nguyên")),
}
_FIELDS = {
    "programme_id": gettext_lazy("Chương trình"),
    "study_mode": gettext_lazy("Hệ học"),
    "audience": gettext_lazy("Nhóm đối tượng"),
    "classes": gettext_lazy("Số lớp"),
    "seats": gettext_lazy("Số học viên"),
    "quarter": gettext_lazy("Quý"),
    "opener_id": gettext_lazy("Đơn vị mở lớp"),
    "host_id": gettext_lazy("Đơn vị đặt lớp"),
    "partner_id": gettext_lazy("Phối hợp với"),
    "lecturer_hours": gettext_lazy("Giờ giảng"),
    "note": gettext_lazy("Ghi chú"),
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A line in two versions; `words` says field by field what differs."""

    programme: str
    what: str
    words: str
    classes_before: int | None
    classes_after: int | None
    seats_before: int | None
    seats_after: int | None


def change_rows(
    plan: planning.Plan, changes: Sequence[planning.LineChange], rows: Mapping[int, planning.PlanLine]
) -> list[ChangeRow]:
    """Changes in words; two queries for the names of units and programmes."""
    ids = {
        name: {value for change in changes for value in change.fields.get(name, ()) if isinstance(value, int)}
        for name in ("programme_id", "opener_id", "host_id", "partner_id")
    }
    units = ids["opener_id"] | ids["host_id"] | ids["partner_id"]
    labels = org.labels_as_of(units, plan.issued_on or date(plan.year, 1, 1))
    units_named = {pk: label.name for pk, label in labels.items()}
    names: dict[str, Mapping[int, str]] = dict.fromkeys(("opener_id", "host_id", "partner_id"), units_named)
    programmes = catalogue.programmes_by_ids(ids["programme_id"])
    names["programme_id"] = {pk: row.name for pk, row in programmes.items()}

    def said(name: str, value: Any) -> str:
        if value is None or value == "":
            return formats.DASH
        if name in names:
            return names[name].get(value, str(value))
        if name == "study_mode":
            return str(catalogue.StudyMode(value).label)
        if name == "quarter":
            return QUARTERS[value]
        return formats.number(value) if isinstance(value, int) else str(value)

    def amount(change: planning.LineChange, name: str, side: int) -> int | None:
        found: Any = change.fields[name][side] if name in change.fields else getattr(rows[change.key], name)
        return None if found is None else int(found)

    found = []
    for change in changes:
        words = (
            "; ".join(
                f"{_FIELDS[name]}: {said(name, before)} → {said(name, after)}"
                for name, (before, after) in change.fields.items()
            )
            if change.what == "changed"
            else ""
        )
        found.append(
            ChangeRow(
                programme=rows[change.key].programme.name,
                what=change.what,
                words=words,
                classes_before=amount(change, "classes", 0),
                classes_after=amount(change, "classes", 1),
                seats_before=amount(change, "seats", 0),
                seats_after=amount(change, "seats", 1),
            )
        )
    return found


class ChangeTable(Table):
    name = "plan-changes"
    caption = _("So sánh hai bản kế hoạch")
    noun = _("mục")
    per_page = 200
    columns = (
        Column("programme", _("Chương trình"), sort=True, header=True, note=lambda row: row.words),
        Column(
            "what",
            _("Thay đổi"),
            kind="status",
            value=lambda row: _WHAT[row.what],
            export=lambda row: str(_WHAT[row.what].word),
        ),
        Column("words", _("Nội dung thay đổi"), hidden=True),
        Column("classes_before", _("Lớp, bản trước"), kind="number", total=sum_known("classes_before")),
        Column("classes_after", _("Lớp, bản sau"), kind="number", total=sum_known("classes_after")),
        Column("seats_before", _("Học viên, bản trước"), kind="number", total=sum_known("seats_before")),
        Column("seats_after", _("Học viên, bản sau"), kind="number", total=sum_known("seats_after")),
    )
    filters = (
        Filter(
            "what",
            _("Thay đổi"),
            choices=[(key, status.word) for key, status in _WHAT.items()],
            apply=lambda rows, value: [row for row in rows if row.what == value],
        ),
    )
    empty_title = _("Hai bản không có mục nào")

    def row_class(self, row: Any) -> str:
        return "" if row.what == "same" else "warn"
