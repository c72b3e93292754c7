"""Tables of rosters: the files that came in, what they would do, what they did."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.shell.field_words import FIELD_WORDS
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

_STATE_TONES = {"reading": "info", "ready": "warn", "executing": "info", "executed": "met"}
_ACTIONS: dict[str, tuple[str, Any]] = {
    "create": ("met", _("Thêm mới")),
    "update": ("info", _("Sửa hồ sơ")),
    "unchanged": ("neutral", _("Không đổi")),
    "duplicate": ("warn", _("Chờ quyết định")),
    "problem": ("bad", _("Còn ô phải sửa")),
    "skip": ("neutral", _("Bỏ qua")),
}


def state_of(roster: exchange.StoredRoster) -> Status:
    """Where a roster stands."""
    job = roster.job
    if job is not None and not job.is_open and roster.state in {"reading", "executing"}:
        return Status("bad", str(job.get_state_display()))
    return Status(_STATE_TONES[roster.state], roster.get_state_display())


def words_of_counts(roster: exchange.StoredRoster) -> str:
    """What came of it, or what would."""
    if roster.executed_at is not None:
        found = roster.outcome
        parts = [
            (str(_("thêm {n}")), found.get("created", 0)),
            (str(_("sửa {n}")), found.get("updated", 0)),
            (str(_("chưa ghi {n}")), found.get("held", 0)),
            (str(_("đã hoàn tác {n}")), found.get("taken_back", 0)),
        ]
    else:
        counts = roster.counts
        parts = [
            (str(_("phải sửa {n} ô")), counts.get("must", 0)),
            (str(_("chờ quyết định {n}")), counts.get("duplicate", 0)),
            (str(_("sẽ ghi {n}")), counts.get("create", 0) + counts.get("update", 0)),
        ]
    return ", ".join(words.format(n=n) for words, n in parts if n)


class RosterFileTable(Table):
    """The files that came in, newest first."""

    name = "roster-files"
    caption = _("Các tệp đã đưa lên")
    noun = _("tệp")
    search_plain = ("filename",)
    search_label = _("Lọc theo tên tệp")
    columns = (
        Column(
            "filename",
            _("Tệp"),
            header=True,
            link=lambda row: ("persons:roster-open", {"uuid": row.uuid}),
            sort="filename",
        ),
        Column("unit_name", _("Đơn vị")),
        Column("created_at", _("Đưa lên lúc"), kind="datetime", sort="created_at"),
        Column("rows", _("Số người"), kind="number", value=lambda row: row.counts.get("rows", 0)),
        Column("state", _("Tình trạng"), kind="status", value=state_of),
        Column("counts", _("Kết quả"), value=words_of_counts),
    )
    empty_title = _("Chưa có tệp nào")
    empty_text = _("Tệp đưa lên ở trên được giữ 30 ngày; mở lại lúc nào cũng được để sửa tiếp, ghi hoặc hoàn tác.")

    def prepare(self, rows: list[Any]) -> list[Any]:
        labels = org.labels_as_of({row.unit_id for row in rows}, self.request.scope.on)
        for row in rows:
            row.unit_name = labels[row.unit_id].name if row.unit_id in labels else ""
        return rows


def action_status(row: exchange.KeptRow) -> Status:
    """What happens to the row, as a word with its shape."""
    tone, words = _ACTIONS[row.action]
    return Status(tone, str(words))


def change_words(row: exchange.KeptRow) -> str:
    """Field by field, for the screen and the workbook."""
    if row.reason_vi:
        return row.reason_en if get_language() == "en" else row.reason_vi
    return "; ".join(f"{c.label}: {c.before or '–'} → {c.after}" for c in row.changes)


def birth_words(row: exchange.KeptRow) -> str:
    """The birth as people write it, or as the file has it where it cannot be read."""
    parts = row.birth.split("-")
    return "/".join(reversed(parts)) if all(part.isdecimal() for part in parts) else row.birth


def person_link(row: exchange.KeptRow) -> Any:
    """To the record that exists, if there is one to be seen."""
    return ("persons:person-page", {"uuid": row.person_uuid}) if row.person_uuid else None


class RosterRowTable(Table):
    """What executing would do, person by person."""

    name = "roster-effect"
    caption = _("Việc sẽ làm với từng người")
    noun = _("người")
    search_shown = True
    default_sort = ""
    columns = (
        Column("row", _("Hàng"), kind="number", sort=True),
        Column("full_name", _("Họ và tên"), header=True, link=person_link, sort=True),
        Column("birth", _("Ngày sinh"), value=birth_words, css="date"),
        Column("unit_name", _("Đơn vị"), sort=True),
        Column("action", _("Việc"), kind="status", value=action_status),
        Column("changes", _("Thay đổi"), value=change_words, template="persons/_changes.html"),
    )

    def prepare(self, rows: list[Any]) -> list[Any]:
        """The fields of changes in the reader's language; the plan keeps the words of the template."""
        return [
            replace(
                row,
                changes=tuple(replace(one, label=str(FIELD_WORDS.get(one.field, one.label))) for one in row.changes),
            )
            for row in rows
        ]

    def __init__(self, request: ScreenRequest, rows: Any, **more: Any) -> None:
        super().__init__(request, rows, **more)
        self.filters = (
            Filter(
                "action",
                _("Việc"),
                [(code, words) for code, (_tone, words) in _ACTIONS.items()],
                lambda found, value: [row for row in found if row.action == value],
            ),
        )


class AbsentTable(Table):
    """People of the unit whom the file does not name."""

    name = "roster-absent"
    caption = _("Người của đơn vị không có trong tệp")
    noun = _("người")
    selectable = True
    search_folded = ("name_folded",)
    columns = (
        Column(
            "full_name",
            _("Họ và tên"),
            header=True,
            link=lambda row: ("persons:person-page", {"uuid": row.uuid}),
            sort=lambda row: row.name_key,
        ),
        Column("birth_words", _("Ngày sinh"), css="date"),
        Column("unit_name", _("Đơn vị")),
        Column("chosen", _("Khi ghi"), kind="status"),
    )
    default_sort = "full_name"
    empty_title = _("Không thiếu ai")
    empty_text = _("Mọi người đang thuộc đơn vị này đều có trong tệp.")

    def __init__(self, request: ScreenRequest, rows: Any, chosen: Collection[str], **more: Any) -> None:
        super().__init__(request, rows, **more)
        self.chosen = chosen

    def prepare(self, rows: list[Any]) -> list[Any]:
        on = self.request.scope.on
        units = people.main_unit_ids([row.pk for row in rows], on)
        labels = org.labels_as_of(set(units.values()), on)
        for row in rows:
            row.unit_name = labels[units[row.pk]].name if row.pk in units else ""
            row.chosen = (
                Status("warn", str(_("Kết thúc sinh hoạt")))
                if str(row.uuid) in self.chosen
                else Status("neutral", str(_("Giữ nguyên")))
            )
        return rows


class EffectTable(Table):
    """What an import did, and whether it can be taken back."""

    name = "roster-back"
    caption = _("Những người lần nhập này đã thêm hoặc sửa")
    noun = _("người")
    selectable = True
    search_plain = ("full_name",)
    columns = (
        Column(
            "full_name",
            _("Họ và tên"),
            header=True,
            link=lambda row: None if row.is_gone else ("persons:person-page", {"uuid": row.person}),
        ),
        Column("row", _("Hàng"), kind="number"),
        Column("action", _("Đã làm"), value=lambda row: row.get_action_display()),
        Column("back", _("Hoàn tác"), kind="status"),
        Column("why", _("Vì sao")),
    )
    empty_title = _("Lần nhập này không đổi hồ sơ nào")

    def prepare(self, rows: list[Any]) -> list[Any]:
        reasons = exchange.reasons_to_stay(rows)
        known = people.person_ids_by_uuid([row.person for row in rows])
        for row in rows:
            row.is_gone = row.person not in known
            row.why = reasons.get(row.uuid, "")
            row.back = (
                Status("met", str(_("Đã hoàn tác")))
                if row.taken_back_at
                else Status("bad", str(_("Không được")))
                if row.why
                else Status("neutral", str(_("Được")))
            )
        return rows
