"""Returns of a period, the units of one, forms, submissions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.common.text import collation_key
from hocvien.org import api as org
from hocvien.returns import api as returns
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

_TONES = {
    returns.SheetStatus.OPEN: "neutral",
    returns.SheetStatus.SUBMITTED: "info",
    returns.SheetStatus.SENT_BACK: "warn",
    returns.SheetStatus.LOCKED: "met",
}
_MARKS = {returns.FormMark.SEEN: "met", returns.FormMark.DEFAULT: "warn", returns.FormMark.OURS: "info"}


def mark_status(form: returns.Form) -> Status:
    """How far the form was checked against the printed one."""
    return Status(_MARKS[returns.FormMark(form.mark)], form.get_mark_display())


def sheet_status(sheet: returns.Sheet, today: date) -> Status:
    """With its unit, handed in, back, locked; late where it is past its day and still out."""
    status = returns.SheetStatus(sheet.status)
    if status in {returns.SheetStatus.OPEN, returns.SheetStatus.SENT_BACK} and sheet.due_on < today:
        words = _("Quá hạn, chưa nộp") if status == returns.SheetStatus.OPEN else _("Trả lại, quá hạn")
        return Status("bad", words)
    return Status(_TONES[status], status.label)


class ReturnTable(Table):
    name = "returns"
    caption = _("Biểu báo cáo")
    noun = _("đợt")
    default_sort = "-due_on"
    search_plain = ("title",)
    search_label = _("Tên đợt báo cáo")
    columns = (
        Column(
            "title",
            _("Đợt báo cáo"),
            sort="title",
            header=True,
            link=lambda row: ("returns:return-page", {"uuid": row.uuid}),
            note=lambda row: row.form.name,
        ),
        Column("unit", _("Đơn vị yêu cầu"), value="unit_name", sort="unit_name", css="clip"),
        Column("due_on", _("Hạn nộp"), kind="date", sort="due_on"),
        Column("units", _("Đơn vị"), kind="number", value="standing.units"),
        Column("told", _("Đã nộp"), kind="number", value="standing.told"),
        Column("late", _("Quá hạn"), kind="number", value="standing.late"),
        Column("contradicting", _("Mâu thuẫn"), kind="number", value="standing.contradicting"),
        Column("status", _("Tình trạng"), kind="status", value="words", export=lambda row: str(row.words.word)),
    )
    filters = (
        Filter(
            "status",
            _("Tình trạng"),
            choices=returns.ReturnStatus.choices,
            apply=lambda rows, value: rows.filter(status=value),
        ),
    )
    empty_title = _("Chưa có biểu báo cáo nào trong kỳ này")
    empty_text = _(
        "Cấp trên mở một biểu cho kỳ và các đơn vị; mỗi đơn vị tính, giải trình, nộp. Chọn kỳ khác để xem đợt trước."
    )

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        """With how each stands, over the units in sight."""
        request: ScreenRequest = self.request
        found = returns.standing_seen(request.user, rows, request.scope.on)
        for row in rows:
            row.standing = found.get(row.pk, returns.Standing())
            row.words = return_status(row, row.standing)
        return rows


def return_status(row: returns.Return, standing: returns.Standing) -> Status:
    if row.status == returns.ReturnStatus.LOCKED:
        return Status("met", _("Đã chốt số liệu"))
    if standing.late:
        return Status("bad", _("Có đơn vị quá hạn"))
    if standing.told == standing.units and standing.units:
        return Status("info", _("Đã nộp đủ"))
    return Status("neutral", _("Đang thu"))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A unit of a return."""

    uuid: UUID
    pk: int
    code: str
    name: str
    due_on: date
    submitted_on: date | None
    number: int
    contradicting: int
    status: Status
    state: str
    is_late: bool
    collects: returns.Standing | None

    @property
    def unit(self) -> str:
        return self.name

    @property
    def check(self) -> Status | None:
        if not self.number or self.state in {"open", "sent_back"}:
            return None
        if self.contradicting:
            return Status("bad", _("{count} chỗ mâu thuẫn").format(count=self.contradicting))
        return Status("met", _("Khớp"))


def sheet_rows(
    sheets: Sequence[returns.Sheet], collected: Mapping[int, returns.Standing], today: date
) -> list[SheetRow]:
    """Units by name of today; one query."""
    labels = org.labels_as_of([sheet.unit_id for sheet in sheets], today)
    found = [
        SheetRow(
            uuid=sheet.uuid,
            pk=sheet.pk,
            code=labels[sheet.unit_id].code,
            name=labels[sheet.unit_id].name,
            due_on=sheet.due_on,
            submitted_on=sheet.submitted_on if sheet.number else None,
            number=sheet.number,
            contradicting=sheet.contradicting,
            status=sheet_status(sheet, today),
            state=sheet.status,
            is_late=returns.is_late(sheet, today),
            collects=collected.get(sheet.pk),
        )
        for sheet in sheets
    ]
    return sorted(found, key=lambda row: (collation_key(row.name), row.code))


def _note(row: SheetRow) -> str:
    words = []
    if row.collects is not None:
        words.append(gettext("cấp dưới đã nộp {told}/{units}").format(told=row.collects.told, units=row.collects.units))
    if row.is_late and row.state in {"submitted", "locked"}:
        words.append(gettext("nộp muộn"))
    return "; ".join(words)


class SheetTable(Table):
    name = "return-units"
    caption = _("Đơn vị phải báo cáo")
    noun = _("đơn vị")
    default_sort = "unit"
    search_shown = True
    search_label = _("Tên đơn vị")
    numbered = True
    per_page = 400
    columns = (
        Column(
            "unit",
            _("Đơn vị"),
            header=True,
            sort=lambda row: (collation_key(row.name), row.code),
            link=lambda row: ("returns:sheet-page", {"uuid": row.uuid}),
            note=_note,
        ),
        Column("code", _("Mã"), sort=True, hidden=True),
        Column("due_on", _("Hạn nộp"), kind="date", sort=True),
        Column("submitted_on", _("Ngày nộp"), kind="date", sort=lambda row: row.submitted_on or date.max),
        Column(
            "number", _("Lần nộp"), kind="number", value=lambda row: row.number or None, sort=lambda row: row.number
        ),
        Column(
            "check",
            _("Kiểm tra"),
            kind="status",
            sort=lambda row: -row.contradicting,
            export=lambda row: str(row.check.word) if row.check else "",
        ),
        Column(
            "status",
            _("Tình trạng"),
            kind="status",
            sort=lambda row: str(row.status.word),
            export=lambda row: str(row.status.word),
        ),
    )
    filters = (
        Filter(
            "state",
            _("Tình trạng"),
            choices=[
                ("missing", _("Chưa nộp")),
                ("late", _("Quá hạn")),
                ("submitted", _("Đã nộp, chờ kiểm tra")),
                ("sent_back", _("Trả lại")),
                ("locked", _("Đã chốt")),
                ("contradicting", _("Mâu thuẫn")),
            ],
            apply=lambda rows, value: [row for row in rows if value not in _TESTS or _TESTS[value](row)],
        ),
    )
    empty_title = _("Chưa có đơn vị nào")
    empty_text = _("Đơn vị được yêu cầu báo cáo hiện ở đây với tình trạng nộp.")


_TESTS: dict[str, Callable[[SheetRow], bool]] = {
    "missing": lambda row: row.state in {"open", "sent_back"},
    "late": lambda row: row.state in {"open", "sent_back"} and row.is_late,
    "submitted": lambda row: row.state == "submitted",
    "sent_back": lambda row: row.state == "sent_back",
    "locked": lambda row: row.state == "locked",
    "contradicting": lambda row: row.check is not None and row.contradicting > 0,
}


class FormTable(Table):
    name = "statistics-forms"
    caption = _("Biểu mẫu thống kê")
    noun = _("bản")
    default_sort = "code"
    search_plain = ("code", "name")
    search_label = _("Mã, tên biểu")
    columns = (
        Column(
            "code",
            _("Mã"),
            header=True,
            sort=("code", "-valid_from"),
            link=lambda row: ("returns:form-page", {"uuid": row.uuid}),
            note=lambda row: row.name,
        ),
        Column("owner", _("Đơn vị ban hành"), value=lambda row: row.owner_name or gettext("Dùng chung"), css="clip"),
        Column("valid_from", _("Dùng từ ngày"), kind="date", sort="valid_from"),
        Column("valid_to", _("Đến trước ngày"), kind="date", sort="valid_to"),
        Column("uses", _("Đợt báo cáo"), kind="number", sort="uses"),
        Column("mark", _("Mức xác minh"), kind="status", value=mark_status, export=lambda row: row.get_mark_display()),
    )
    empty_title = _("Chưa có biểu mẫu nào")
    empty_text = _("Biểu mẫu có hàng, cột và công thức; số liệu tính từ lớp học đã ghi trong chương trình.")
