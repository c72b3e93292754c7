"""Tables of reorganisations, of their steps, and of what stands behind their counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from hocvien.common.batched import batched
from hocvien.org import api as org
from hocvien.web.reorganisations.words import ACTS, HAPPENED, founded_names, listed, status_of, step_words
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.tables import Column, Filter, Table


class ReorganisationTable(Table):
    """All that the user sees, the latest day first."""

    name = "reorganisations"
    caption = _("Các lần sắp xếp tổ chức")
    noun = _("lần sắp xếp")
    default_sort = "-on"
    search_folded = ("words_folded",)
    search_label = _("Tìm theo nội dung, số quyết định")
    columns = (
        Column(
            "title",
            _("Nội dung"),
            header=True,
            sort="words_folded",
            link=lambda row: ("reorganisations:reorganisation-page", {"uuid": row.uuid}),
        ),
        Column("resolution", _("Quyết định")),
        Column("decided_on", _("Ngày quyết định"), kind="date", sort="decided_on", hidden=True),
        Column("on", _("Có hiệu lực"), kind="date", sort="on"),
        Column("status", _("Tình trạng"), kind="status", value=lambda row: row.said, sort="status"),
        Column("made_by", _("Người lập"), value=lambda row: row.made_by.full_name if row.made_by else "", hidden=True),
    )
    filters = (
        Filter(
            "status",
            _("Tình trạng"),
            org.ReorganisationStatus.choices,
            lambda rows, value: rows.filter(status=value),
        ),
    )
    empty_title = _("Chưa có lần sắp xếp tổ chức nào")
    empty_text = _(
        "Lập, đổi tên, nhập, chia, giải thể đơn vị theo quyết định được ghi ở đây; lần nào cũng xem trước được và hoàn tác được."
    )

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        today = self.request.scope.on
        for row in rows:
            row.said = status_of(row, is_due=row.on <= today)
        return rows


@dataclass
class StepRow:
    """One step of a reorganisation; `words` is filled for the page that is shown."""

    number: int
    act: str
    step: org.Step
    words: str = ""
    links: "StepLinks | None" = None


@dataclass(frozen=True)
class StepLinks:
    """Where a step of a draft is changed; "" where it cannot go up or down. `mark`: which step somebody saw there."""

    edit: str
    up: str
    down: str
    remove: str
    mark: str


class StepTable(Table):
    """The steps in words, in their order."""

    name = "reorganisation-steps"
    caption = _("Các việc trong lần sắp xếp này")
    noun = _("việc sắp xếp")
    empty_title = _("Chưa có việc nào")
    empty_text = _("Chọn một việc ở “Thêm việc”. Thêm bao nhiêu việc cũng được, rồi xem trước và thực hiện cùng lúc.")
    filters = (
        Filter(
            "act",
            _("Loại việc"),
            lambda: [(act, words) for act, (words, _help) in ACTS.items()],
            lambda rows, value: [row for row in rows if org.act_of(row.step) == value],
        ),
    )

    def __init__(
        self, request: ScreenRequest, steps: Sequence[org.Step], on: date, *, links: Sequence[StepLinks] = ()
    ) -> None:
        rows = [
            StepRow(n, str(ACTS[org.act_of(step)][0]), step, links=links[n - 1] if links else None)
            for n, step in enumerate(steps, 1)
        ]
        super().__init__(request, rows, prefix="s-")
        self.on, self.founded = on, founded_names(steps)
        changing = Column(
            "change", _("Sửa"), template="reorganisations/_change_cell.html", value="number", export=False
        )
        self.columns = (
            Column("number", _("TT"), kind="number"),
            Column("act", _("Việc")),
            Column("words", _("Nội dung"), header=True),
            *((changing,) if links else ()),
        )

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        names = unit_names_of(org.codes_named([row.step for row in rows]), self.on) | self.founded
        for row in rows:
            row.words = step_words(row.step, names)
        return rows


def unit_names_of(codes: Iterable[str], on: date) -> dict[str, str]:
    """Code → name on the day before, of units that exist. A query or two for every 500."""
    names: dict[str, str] = {}
    for part in batched(sorted(codes), 500):
        ids = org.ids_by_code(part)
        labels = org.labels_as_of(ids.values(), on - timedelta(days=1))
        names |= {label.code: label.name for label in labels.values()}
    return names


@dataclass
class TouchedUnit:
    """A unit that a reorganisation touches, and where it goes or what it came from."""

    code: str
    links: tuple[str, ...]
    name: str = ""
    kind: str = ""
    exists: bool = False
    linked: str = ""


class TouchedUnitTable(Table):
    """Units behind a count; names of the day before, or of the day for those that are new."""

    name = "touched-units"
    noun = _("đơn vị")
    numbered = True
    search_folded = ()
    empty_title = _("Không có đơn vị nào")

    def __init__(self, request: ScreenRequest, rows: Sequence[TouchedUnit], what: str, on: date, names: Any) -> None:
        super().__init__(request, list(rows))
        self.what, self.on, self.names = what, on, names
        linked = {"ended": _("Về đâu"), "founded": _("Từ đơn vị")}.get(what)
        self.columns = (
            Column(
                "name",
                _("Đơn vị"),
                header=True,
                link=lambda row: ("units:unit-page", {"with_unit": row.code, "code": row.code}) if row.exists else None,
                note=lambda row: row.code,
            ),
            Column("kind", _("Loại đơn vị")),
            *((Column("linked", linked),) if linked else ()),
        )

    @property
    def caption(self) -> str:  # type: ignore[override]
        return str(HAPPENED[self.what][0])

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        day = self.on if self.what in {"founded", "renamed", "changed_kind"} else self.on - timedelta(days=1)
        ids = org.ids_by_code(row.code for row in rows)
        labels = org.labels_as_of(ids.values(), day)
        names = unit_names_of({code for row in rows for code in row.links} - set(self.names), self.on) | self.names
        for row in rows:
            label = labels.get(ids.get(row.code, 0))
            row.exists = label is not None
            row.name = label.name if label is not None else names.get(row.code, row.code)
            row.kind = str(org.UnitKind(label.kind).label) if label is not None else ""
            row.linked = listed(row.links, names)
        return rows


class ThingTable(Table):
    """What stands at units that end: people, classes, plans, roles."""

    name = "touched-things"
    caption = _("Danh sách theo dữ liệu hiện nay")
    noun = _("mục")
    numbered = True
    search_shown = True
    columns = (
        Column("title", _("Tên"), header=True, link=lambda row: row.link, note=lambda row: row.note),
        Column("unit", _("Đơn vị")),
    )
    empty_title = _("Không có mục nào bạn được xem")


@dataclass
class MappingProblem:
    """A cell of an office's table that cannot be used."""

    line: int
    column: str
    said: str
    meant: str


class MappingProblemTable(Table):
    """Every cell to put right, in the order of the file."""

    name = "mapping-problems"
    caption = _("Các ô cần sửa")
    noun = _("chỗ cần sửa")
    has_tools = False
    columns = (
        Column("line", _("Hàng"), kind="number"),
        Column("column", _("Cột")),
        Column("said", _("Cần sửa"), header=True),
        Column("meant", _("Có thể là")),
    )
