"""Who must hold what by when, as a list; and the same in figures, by obligation and by unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Case, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from hocvien.common import clock
from hocvien.common.text import collation_key, fold
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.web.obligations.words import MISSING
from hocvien.web.shell.duty_states import duty_status
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.tables import Column, Filter, Table

_ORDER = {code: at for at, code in enumerate(obligations.State.values)}


class DutyTable(Table):
    """A line for each person and obligation; days of the Party are left out for who does not keep the records."""

    name = "obligations"
    caption = _("Danh sách nghĩa vụ học tập")
    noun = _("lượt nghĩa vụ")
    default_sort = "due"
    search_folded = ("name_folded",)
    search_label = _("Họ tên")
    numbered = True
    empty_title = _("Không có ai thuộc diện này")
    empty_text = _(
        "Nghĩa vụ tính theo chức vụ, ngày vào Đảng và chi bộ giới thiệu ghi trong hồ sơ. Ghi đủ hồ sơ thì danh sách hiện ở đây."
    )
    columns: tuple[Column, ...] = (
        Column(
            "name",
            _("Họ và tên"),
            value="full_name",
            sort="name_key",
            header=True,
            link=lambda row: ("persons:person-page", {"uuid": row.person_uuid}) if row.person_uuid else None,
            note=lambda row: row.post_words,
        ),
        Column("unit", _("Đơn vị"), value="unit_name", css="clip"),
        Column("obligation", _("Nghĩa vụ"), value="title", sort="obligation__position"),
        Column("state", _("Tình trạng"), kind="status", value="status", sort="state"),
        Column("due", _("Đến hạn"), kind="date", value="due_shown", sort="due_shown", note=lambda row: row.due_words),
        Column("held", _("Đủ đến hết"), kind="date", value="held_shown", hidden=True),
        Column("how", _("Cách tính"), value="how"),
        Column("paper", _("Giấy đã tính"), kind="date", value="paper_on", sort="paper_on", hidden=True),
        Column("citation", _("Căn cứ"), value="citation", hidden=True),
        Column("mark", _("Mức xác minh"), value="mark_words", hidden=True),
    )

    def __init__(
        self,
        request: ScreenRequest,
        rows: QuerySet[obligations.Standing],
        *,
        on: date,
        shows_days: bool,
        tallied: Mapping[int, obligations.Counts] | None = None,
        **more: Any,
    ) -> None:
        """`tallied`: figures by obligation of exactly these rows, where they are kept; what is only told apart by them need not be counted."""
        person = people.people().filter(pk=OuterRef("person_id")).order_by()
        is_covered = When(obligation__trigger=obligations.Trigger.MEMBER, then=Value(None))
        covered = Case(is_covered, default=F("due_on"), output_field=DateField())
        annotated = rows.annotate(
            name_key=Subquery(person.values("name_key")[:1]),
            due_shown=F("due_on") if shows_days else covered,
        )
        super().__init__(request, annotated, **more)
        self.on, self.shows_days, self.tallied = on, shows_days, tallied
        self.known = obligations.list_obligations()
        self.filters = (
            Filter(
                "obligation",
                _("Nghĩa vụ"),
                [(one.code, obligations.title_of(one)) for one in self.known],
                self._by_obligation,
            ),
            Filter("state", _("Tình trạng"), _STATES, _by_state),
            Filter("due", _("Đến hạn"), self._deadlines(), self._by_deadline),
        )

    @cached_property
    def count(self) -> int:
        """How many rows there are in all: from the figures kept, unless a name or a day narrows them."""
        code, state = self.asked("obligation"), self.asked("state")
        if self.tallied is None or self.query_text or self.asked("due"):
            return super().count
        chosen = [self.tallied.get(one.pk, obligations.Counts()) for one in self.known if code in {"", one.code}]
        if (code and not chosen) or (state and state not in dict(_STATES)):
            return super().count
        return sum(_number_in(counts, state) for counts in chosen)

    def _by_obligation(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        # by the key, which an index leads to; the code would be joined to every row
        return rows.filter(obligation_id__in=[one.pk for one in self.known if one.code == value])

    def _deadlines(self) -> list[tuple[str, str]]:
        year = self.on.year
        return [
            ("year", str(_("trước hết 31/12/{year}")).format(year=year)),
            ("90", str(_("trong 90 ngày"))),
            ("30", str(_("trong 30 ngày"))),
            ("past", str(_("đã quá hạn"))),
            ("none", str(_("không có ngày đến hạn"))),
        ]

    def _by_deadline(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "none":
            return rows.filter(due_shown__isnull=True)
        open_ = rows.filter(Q(is_met=False) | Q(state=obligations.State.DUE_SOON))
        if value == "past":
            return open_.filter(due_shown__lt=self.on)
        last = date(self.on.year, 12, 31) if value == "year" else self.on + timedelta(days=int(value))
        return open_.filter(due_shown__lte=last)

    def searched(self, rows: QuerySet[obligations.Standing]) -> QuerySet[obligations.Standing]:
        """Names that hold every word typed, marks ignored."""
        found = people.people().order_by()
        for word in fold(self.query_text).split():
            found = people.matching_names(found, word)
        return rows.filter(person_id__in=found.values("pk"))

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        persons = people.people_by_ids({row.person_id for row in rows})
        names = org.labels_as_of({row.unit_id for row in rows if row.unit_id}, self.on)
        posts = people.posts_as_of(list(persons), self.on)
        by_id = {one.pk: one for one in self.known}
        marks = {"seen": str(_("Đã đối chiếu")), "default": str(_("Mặc định, chưa đối chiếu"))}
        for row in rows:
            person = persons.get(row.person_id)
            obligation = by_id[row.obligation_id]
            is_covered = not self.shows_days and (
                obligation.trigger == obligations.Trigger.MEMBER or row.away_days > 0 or row.is_away
            )
            row.full_name = "" if person is None else person.full_name
            row.person_uuid = None if person is None else person.uuid
            row.unit_name = names[row.unit_id].name if row.unit_id in names else ""
            row.post_words = next((one.title for one in posts.get(row.person_id, []) if one.pk == row.post_id), "")
            row.title, row.status = obligations.title_of(obligation), duty_status(row.state)
            row.how = (
                str(MISSING[row.missing])
                if row.missing
                else ""
                if is_covered
                else " ".join(obligations.say_arithmetic(row, obligation, row.version))
            )
            row.due_words = obligations.say_due(row, obligation)
            row.held_shown = None if is_covered else row.held_until
            row.citation = "" if row.version is None else obligations.citation_of(row.version)
            row.mark_words = "" if row.version is None else marks.get(row.version.mark, "")
        if self.shows_days:
            # the day by which a new member is due tells the day of admission
            ids = [row.person_id for row in rows if by_id[row.obligation_id].trigger == obligations.Trigger.MEMBER]
            kind = privacy.LookKind.EXPORT if self.request.GET.get("export") else privacy.LookKind.LIST
            privacy.note_looks(user=self.request.user, person_ids=ids, kind=kind, at=clock.now())
        return rows


_STATES = (
    *obligations.State.choices,
    ("late", _("Quá hạn, kể cả lâu")),
    ("open", _("Chưa hoàn thành")),
)


def _number_in(counts: obligations.Counts, state: str) -> int:
    """How many of these `_by_state` leaves."""
    if not state:
        return counts.total
    if state == "late":
        return counts.late
    return counts.total - counts.met if state == "open" else counts.number(state)


def _by_state(rows: QuerySet[obligations.Standing], value: str) -> QuerySet[obligations.Standing]:
    if value == "late":
        return rows.filter(state__in=obligations.LATE)
    if value == "open":
        return rows.filter(is_met=False)
    return rows.filter(state=value)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One line of figures; `code` of the unit or obligation the figures are of, "" for what lies directly at the unit."""

    name: str
    code: str
    counts: obligations.Counts
    note: str = ""
    is_unit: bool = False

    @property
    def list_query(self) -> dict[str, str]:
        """What narrows the list to this line."""
        return {} if self.is_unit else {"obligation": self.code}


def _number(key: str, label: Any, states: tuple[str, ...]) -> Column:
    def link(row: ShareRow) -> Any:
        if not row.code or not sum(row.counts.number(state) for state in states):
            return None
        asked = {**row.list_query, "state": states[0] if len(states) == 1 else "late"}
        unit = {"with_unit": row.code} if row.is_unit else {}
        return ("obligations:duty-list", {"query": asked, **unit})

    return Column(
        key,
        label,
        kind="number",
        value=lambda row: sum(row.counts.number(state) for state in states),
        sort=True,
        link=link,
    )


_FIGURES = (
    Column("total", _("Thuộc diện"), kind="number", value=lambda row: row.counts.total, sort=True),
    Column("met", _("Đã hoàn thành"), kind="number", value=lambda row: row.counts.met, sort=True),
    Column("share", _("Tỉ lệ"), kind="percent", value=lambda row: row.counts.share, sort=True),
    _number("soon", _("Sắp đến hạn"), ("due_soon",)),
    _number("overdue", _("Quá hạn"), ("overdue",)),
    _number("long", _("Quá hạn lâu"), ("long_overdue",)),
    _number("paused", _("Tạm dừng"), ("paused",)),
    _number("missing", _("Thiếu thông tin"), ("data_missing",)),
)


class ObligationShareTable(Table):
    """Figures of one unit, a line for each obligation."""

    name = "obligation-shares"
    caption = _("Theo nghĩa vụ")
    noun = _("nghĩa vụ")
    columns = (
        Column(
            "name",
            _("Nghĩa vụ"),
            header=True,
            link=lambda row: ("obligations:duty-list", {"query": {"obligation": row.code}}),
            note=lambda row: row.note,
        ),
        *_FIGURES,
    )
    empty_title = _("Chưa có ai thuộc diện nghĩa vụ nào")
    empty_text = _("Nghĩa vụ tính theo chức vụ, ngày vào Đảng và chi bộ giới thiệu ghi trong hồ sơ.")


class UnitShareTable(Table):
    """Figures of the units right below one; a click goes one level down."""

    name = "unit-shares"
    caption = _("Theo đơn vị trực thuộc")
    noun = _("đơn vị")
    default_sort = "name"
    columns = (
        Column(
            "name",
            _("Đơn vị"),
            header=True,
            sort=lambda row: (not row.code, collation_key(row.name)),
            link=lambda row: ("obligations:overview", {"with_unit": row.code}) if row.code else None,
        ),
        *_FIGURES,
    )
    empty_title = _("Không có đơn vị trực thuộc nào có người thuộc diện")


class ObligationTable(Table):
    """The obligations as recorded, a line for each period."""

    name = "obligation-rules"
    caption = _("Các nghĩa vụ học tập")
    noun = _("quy định")
    columns: tuple[Column, ...] = (
        Column("title", _("Nghĩa vụ"), header=True, note=lambda row: row["who"]),
        Column("programmes", _("Giấy, trình độ phải có")),
        Column("how", _("Bao lâu, mấy lần")),
        Column("valid_from", _("Từ ngày"), kind="date"),
        Column("valid_to", _("Đến trước ngày"), kind="date"),
        Column("citation", _("Căn cứ")),
        Column("mark", _("Mức xác minh"), kind="status"),
        Column("add", _("Thao tác"), link=lambda row: row["add_url"] or None, export=False),
    )

    def __init__(self, request: ScreenRequest, rows: list[Any], *, may_edit: bool) -> None:
        super().__init__(request, rows)
        if not may_edit:
            self.columns = tuple(column for column in self.columns if column.key != "add")


def percent(share: float | None) -> str:
    """A share in words of the reader's language."""
    return "–" if share is None else formats.percent(share, 0)


__all__ = ["DutyTable", "ObligationShareTable", "ObligationTable", "ShareRow", "UnitShareTable", "percent"]
