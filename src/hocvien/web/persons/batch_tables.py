"""Tables of what was done to many people, and of the people of one such work."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from hocvien.batches import api as batches
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.persons.batch_forms import say_work
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

_TONES = {"waiting": "info", "left_out": "warn", "done": "met", "taken_back": "neutral"}


class BatchItemTable(Table):
    """The people, what became of each, and why."""

    name = "batch-people"
    caption = _("Những người được chọn")
    noun = _("người")
    numbered = True
    columns = (
        Column(
            "person_name",
            _("Họ và tên"),
            header=True,
            link=lambda row: ("persons:person-page", {"uuid": row.person}) if row.is_there else None,
            note=lambda row: row.birth,
        ),
        Column("unit_name", _("Đơn vị"), css="clip"),
        Column(
            "outcome",
            _("Kết quả"),
            kind="status",
            value=lambda row: Status(_TONES[row.outcome], row.get_outcome_display()),
            sort="outcome",
        ),
        Column("why", _("Lý do")),
    )
    filters = (
        Filter("outcome", _("Kết quả"), batches.Outcome.choices, lambda rows, value: rows.filter(outcome=value)),
    )
    empty_title = _("Không có ai")

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        on = self.request.scope.on
        ids = people.person_ids_by_uuid(row.person for row in rows)
        found = people.people_by_ids(ids.values())
        units = people.main_unit_ids(ids.values(), on)
        labels = org.labels_as_of(set(units.values()), on)
        for row in rows:
            person = found.get(ids.get(row.person, 0))
            row.is_there = person is not None
            row.person_name = person.full_name if person is not None else _("Hồ sơ không còn")
            row.birth = person.birth_words if person is not None else ""
            row.unit_name = labels[units[person.pk]].name if person is not None and person.pk in units else ""
            row.why = batches.say_reason(row.reason, row.data) if row.reason else ""
        return rows


class BatchTable(Table):
    """What the account did to many people at once."""

    name = "batches"
    caption = _("Việc đã làm cho nhiều người")
    noun = _("việc")
    default_sort = "-created_at"
    empty_title = _("Chưa có việc nào")
    empty_text = _("Đánh dấu nhiều người ở danh sách hồ sơ, chọn việc rồi bấm Tiếp tục.")
    columns = (
        Column(
            "kind",
            _("Việc"),
            value="get_kind_display",
            header=True,
            link=lambda row: ("persons:batch-page", {"uuid": row.uuid}),
            note=say_work,
        ),
        Column("created_at", _("Lúc"), kind="datetime", sort="created_at"),
        Column("done", _("Đã ghi"), value=lambda row: row.counts.get("done", 0), kind="number"),
        Column("left_out", _("Để ngoài"), value=lambda row: row.counts.get("left_out", 0), kind="number"),
        Column("taken_back", _("Đã hoàn tác"), value=lambda row: row.counts.get("taken_back", 0), kind="number"),
        Column("state", _("Tình trạng"), value="get_state_display"),
    )
