"""Official papers and decided measures as tables."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hocvien.official_papers import api as official
from hocvien.org import api as org
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

TONES = {
    official.PaperState.DRAFT: "info",
    official.PaperState.NUMBERED: "met",
    official.PaperState.ANNULLED: "bad",
}
_MEASURE_TONES: dict[str, str] = {
    "": "neutral",
    official.MeasureState.OPEN: "warn",
    official.MeasureState.PARTLY: "warn",
    official.MeasureState.DONE: "met",
    official.MeasureState.DROPPED: "neutral",
}


def state_of(paper: official.OfficialPaper) -> Status:
    """The paper's state in a word."""
    state = official.PaperState(paper.state)
    return Status(TONES[state], state.label)


class PaperTable(Table):
    name = "official-papers"
    caption = _("Văn bản báo cáo")
    noun = _("văn bản")
    default_sort = "-issued_on"
    search_plain = ("subject", "number_text")
    columns = (
        Column(
            "subject",
            _("Trích yếu"),
            header=True,
            link=lambda row: ("official:paper-page", {"uuid": row.uuid}),
            note=lambda row: row.get_kind_display(),
        ),
        Column("number_text", _("Số và ký hiệu"), value=lambda row: row.number_text or "–", sort="number"),
        Column("issued_on", _("Ngày ban hành"), kind="date", sort="issued_on"),
        Column("unit_name", _("Cơ quan ban hành"), sort="unit_name"),
        Column("state", _("Tình trạng"), kind="status", value=state_of, sort="state"),
    )
    filters = (
        Filter(
            "kind",
            _("Loại văn bản"),
            choices=official.OfficialKind.choices,
            apply=lambda rows, value: rows.filter(kind=value),
        ),
        Filter(
            "state",
            _("Tình trạng"),
            choices=official.PaperState.choices,
            apply=lambda rows, value: rows.filter(state=value),
        ),
    )
    empty_title = _("Chưa có văn bản nào")
    empty_text = _("Báo cáo kỳ, sơ kết, tổng kết soạn từ số liệu của đơn vị; văn bản của lớp soạn từ trang của lớp.")


class MeasureTable(Table):
    """What reviews decided, with what the latest review told of it."""

    name = "decided-measures"
    caption = _("Giải pháp đã đề ra")
    noun = _("giải pháp")
    default_sort = "due_on"
    search_plain = ("text",)
    columns = (
        Column(
            "text",
            _("Giải pháp"),
            header=True,
            link=lambda row: ("official:paper-page", {"uuid": row.paper.uuid}),
            note=lambda row: row.paper.number_text,
        ),
        Column("responsible_name", _("Đơn vị thực hiện"), sort="responsible_name"),
        Column("due_on", _("Thời hạn"), kind="date", sort="due_on"),
        Column("outcome", _("Kết quả"), kind="status", value=lambda row: row.told_state),
        Column("note", _("Nói rõ thêm"), value=lambda row: row.told_note),
        Column("told_in", _("Xem lại trong"), value=lambda row: row.told_in),
    )
    empty_title = _("Chưa có giải pháp nào được đề ra")
    empty_text = _("Giải pháp ghi trong báo cáo sơ kết, tổng kết đã cấp số được theo dõi ở đây đến khi xong.")

    def prepare(self, rows: Iterable[Any]) -> list[Any]:
        """The latest outcome of each of the rows shown; one query."""
        found = list(rows)
        told = official.last_outcomes(found)
        for row in found:
            last = told.get(row.pk)
            word = official.MeasureState(last.state).label if last else _("Chưa đến kỳ xem lại")
            row.told_state = Status(_MEASURE_TONES[last.state if last else ""], word)
            row.told_note = last.note if last else ""
            row.told_in = last.paper.number_text if last else ""
        return found


def with_units(rows: QuerySet[Any], field: str, name: str, day: Any) -> QuerySet[Any]:
    """The rows with the name of that day of the unit in a field."""
    named: QuerySet[Any] = rows.annotate(**{name: org.name_subquery(field, day)})
    return named
