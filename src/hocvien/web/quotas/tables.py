"""Tables of quotas: the list, the tree of one, who is named, who waits, the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.quotas import api as quotas
from hocvien.web.shell.unit_boxes import UnitBoxesTable, box_column
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Table, page_column


def source_words(quota: quotas.Quota) -> str:
    """What the quota is of, in a line; no query once plan line and plan are loaded."""
    if quota.plan_line is not None:
        return gettext("Mục {position} kế hoạch năm {year}").format(
            position=quota.plan_line.position, year=quota.plan_line.plan.year
        )
    return gettext("Thông báo {number}").format(number=quota.notice_number)


def programme_words(quota: quotas.Quota) -> str:
    """Programme and study mode."""
    mode = f", {catalogue.StudyMode(quota.study_mode).label}" if quota.study_mode else ""
    return f"{quota.programme.name}{mode}"


def _sum(key: str) -> Any:
    return lambda rows: sum(getattr(row, key) for row in rows)


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """A quota with the seats the reader sees of it."""

    uuid: UUID
    programme: str
    source: str
    owner: str
    year: int
    names_due_on: date
    seats: quotas.Balance


class QuotaTable(Table):
    name = "quotas"
    caption = _("Chỉ tiêu cử đi học")
    noun = _("lần giao chỉ tiêu")
    columns = (
        page_column("programme", _("Chương trình"), "quotas:quota-page", note=lambda row: row.source),
        Column("owner", _("Đơn vị giao")),
        Column("year", _("Năm"), css="num"),
        Column("total", _("Chỉ tiêu"), kind="number", value="seats.total"),
        Column("named", _("Đã ghi tên"), kind="number", value="seats.named"),
        Column("confirmed", _("Đã xác nhận"), kind="number", value="seats.confirmed"),
        Column("unused", _("Chưa có tên"), kind="number", value="seats.unused"),
        Column("names_due_on", _("Hạn ghi tên"), kind="date", sort="names_due_on"),
    )
    empty_title = _("Chưa có chỉ tiêu nào")
    empty_text = _(
        "Giao chỉ tiêu từ một mục kế hoạch đã duyệt, hoặc từ thông báo nhận được, rồi phân bổ cho đơn vị trực thuộc."
    )

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        scope = self.request.scope
        seats = quotas.sums_seen(self.request.user, [row.pk for row in rows], scope.unit, scope.on)
        owners = org.labels_as_of({row.owner_id for row in rows}, scope.on)
        return [
            QuotaRow(
                uuid=row.uuid,
                programme=programme_words(row),
                source=source_words(row),
                owner=owners[row.owner_id].name,
                year=row.year,
                names_due_on=row.names_due_on,
                seats=seats.get(row.pk, quotas.Balance()),
            )
            for row in rows
        ]


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch of the tree; `code` leads further down, empty for what the unit keeps itself."""

    name: str
    code: str
    note: str
    allotted: int
    given_on: int
    free: int
    reserved: int
    named: int
    confirmed: int
    asked: int


def branch_rows(
    branches: Sequence[quotas.Branch], labels: Mapping[int, org.UnitLabel], asked: Mapping[int, int]
) -> list[BranchRow]:
    """Rows of the table of a node; no query."""
    return [
        BranchRow(
            name=labels[one.unit_id].name,
            code="" if one.is_above else labels[one.unit_id].code,
            note=gettext("giữ lại tại đây") if one.is_above else "",
            allotted=one.whole.total,
            given_on=one.given_on,
            free=one.whole.free,
            reserved=one.whole.reserved,
            named=one.whole.named,
            confirmed=one.whole.confirmed,
            asked=asked.get(one.unit_id, 0),
        )
        for one in branches
    ]


class BranchTable(Table):
    name = "quota-branches"
    caption = _("Chỉ tiêu theo đơn vị")
    noun = _("hàng")
    per_page = 5000
    columns = (
        Column(
            "name",
            _("Đơn vị"),
            header=True,
            note=lambda row: row.note,
            link=lambda row: row.link,
        ),
        Column("allotted", _("Được giao"), kind="number", sort=True, total=_sum("allotted")),
        Column("given_on", _("Giao cho cấp dưới"), kind="number", sort=True, total=_sum("given_on")),
        Column("free", _("Chưa dùng"), kind="number", sort=True, total=_sum("free"), group=_("Trong số được giao")),
        Column(
            "reserved", _("Giữ chỗ"), kind="number", sort=True, total=_sum("reserved"), group=_("Trong số được giao")
        ),
        Column("named", _("Đã ghi tên"), kind="number", sort=True, total=_sum("named"), group=_("Trong số được giao")),
        Column(
            "confirmed",
            _("Đã xác nhận"),
            kind="number",
            sort=True,
            total=_sum("confirmed"),
            group=_("Trong số được giao"),
        ),
        Column("asked", _("Đang xin thêm"), kind="number", sort=True, total=_sum("asked")),
    )

    def __init__(self, request: Any, rows: Any, *, quota: quotas.Quota, shown: set[str]) -> None:
        super().__init__(request, rows)
        here = self.columns[0]
        link = lambda row: (  # noqa: E731 - one column that needs the quota
            ("quotas:quota-page", {"uuid": quota.uuid, "with_unit": row.code}) if row.code in shown else None
        )
        self.columns = (
            Column(here.key, here.label, header=True, note=here.note, link=link),
            *self.columns[1:],
        )


@dataclass(frozen=True, slots=True)
class AllotRow:
    """A unit right below, what its branch has, and the box for more."""

    name: str
    code: str
    has: int
    asked: int
    typed: str
    error: str

    @property
    def box_label(self) -> str:
        return gettext("Giao thêm cho {name}").format(name=self.name)


class AllotTable(UnitBoxesTable):
    name = "quota-allot"
    caption = _("Phân bổ cho đơn vị trực thuộc")
    columns = (
        Column("name", _("Đơn vị"), header=True),
        Column("has", _("Đã có"), kind="number", total=_sum("has")),
        Column("asked", _("Đang xin thêm"), kind="number", total=_sum("asked")),
        box_column(_("Giao thêm")),
    )
    empty_title = _("Không có đơn vị trực thuộc")
    empty_text = _("Chỉ tiêu phân bổ cho đơn vị trực thuộc; đơn vị này ghi tên trực tiếp vào chỉ tiêu của mình.")


@dataclass(frozen=True, slots=True)
class NameRow:
    uuid: UUID
    full_name: str
    birth: str
    is_generated: bool
    account: str


def name_rows(held: Sequence[quotas.SeatHeld]) -> list[NameRow]:
    """Who is named, in name order; one query."""
    persons = people.people_by_ids([one.person_id for one in held])
    accounts = {one.person_id: one.account for one in held}
    return [
        NameRow(one.uuid, one.full_name, one.birth_words, one.is_generated, accounts[one.pk])
        for one in sorted(persons.values(), key=lambda one: (one.name_key, one.pk))
    ]


class NameTable(Table):
    name = "quota-names"
    caption = _("Người đã ghi tên")
    noun = _("người")
    selectable = True
    per_page = 100
    columns = (
        page_column(
            "full_name",
            _("Họ và tên"),
            "persons:person-page",
            note=lambda row: gettext("dữ liệu mẫu") if row.is_generated else "",
        ),
        Column("birth", _("Ngày sinh")),
        Column(
            "account",
            _("Tình trạng"),
            kind="status",
            value=lambda row: Status(
                "met" if row.account == "confirmed" else "info", str(quotas.Account(row.account).label)
            ),
        ),
    )
    empty_title = _("Chưa ghi tên ai tại đây")
    empty_text = _("Ghi tên người được cử vào chỉ tiêu của đơn vị trước hạn.")


@dataclass(frozen=True, slots=True)
class EntryRow:
    at: datetime
    act: str
    seats: int
    from_: str
    to: str
    who: str
    person: str
    reason: str


class LedgerTable(Table):
    name = "quota-ledger"
    caption = _("Sổ chỉ tiêu")
    noun = _("lần ghi")
    columns = (
        Column("at", _("Lúc"), kind="datetime"),
        Column("act", _("Việc"), header=True),
        Column("seats", _("Số chỉ tiêu"), kind="number"),
        Column("from_", _("Từ")),
        Column("to", _("Đến")),
        Column("person", _("Người được cử")),
        Column("who", _("Người làm")),
        Column("reason", _("Lý do")),
    )
    empty_title = _("Chưa có lần ghi nào bạn xem được")
    empty_text = _("Mỗi lần giao, phân bổ, ghi tên, trả lại đều ghi vào sổ này và không sửa được.")

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        ids = {pk for row in rows for pk in (row.from_unit_id, row.to_unit_id) if pk}
        labels = org.labels_as_of(ids, self.request.scope.on)
        seen = access.units_among(self.request.user, access.Permission.PERSON_VIEW, ids, self.request.scope.on)

        def place(unit_id: int | None, account: str) -> str:
            return f"{labels[unit_id].name}: {quotas.Account(account).label}" if unit_id else "–"

        return [
            EntryRow(
                at=row.at,
                act=str(row.get_act_display()),
                seats=row.seats,
                from_=place(row.from_unit_id, row.from_account),
                to=place(row.to_unit_id, row.to_account),
                who=row.actor.full_name if row.actor else "",
                person=row.person.full_name if row.person and {row.from_unit_id, row.to_unit_id} & seen else "",
                reason=row.reason,
            )
            for row in rows
        ]


@dataclass(frozen=True, slots=True)
class TakenRow:
    name: str
    free: int
    reserved: int


class TakenTable(Table):
    name = "quota-taken"
    caption = _("Thu hồi vì quá hạn chưa ghi tên")
    noun = _("đơn vị")
    has_tools = False
    per_page = 5000
    columns = (
        Column("name", _("Đơn vị"), header=True),
        Column("free", _("Chưa dùng"), kind="number", total=_sum("free")),
        Column("reserved", _("Giữ chỗ"), kind="number", total=_sum("reserved")),
    )
    empty_title = _("Không thu hồi gì")
    empty_text = _("Chưa quá hạn ghi tên, hoặc mọi chỉ tiêu đã phân bổ đều có tên.")


@dataclass(frozen=True, slots=True)
class GivenRow:
    name: str
    wanted: int
    had: int
    seats: int
    why: str


class GivenTable(Table):
    name = "quota-given"
    caption = _("Chia cho nơi đang xin")
    noun = _("đơn vị")
    has_tools = False
    per_page = 5000
    columns = (
        Column("name", _("Đơn vị"), header=True),
        Column("wanted", _("Xin thêm"), kind="number", total=_sum("wanted")),
        Column("had", _("Đã được"), kind="number", total=_sum("had")),
        Column("seats", _("Được chia"), kind="number", total=_sum("seats")),
        Column("why", _("Vì sao")),
    )
    empty_title = _("Không nơi nào được chia")
    empty_text = _("Không đơn vị nào đang xin thêm, hoặc không còn chỉ tiêu để chia.")


def given_rows(sharing: quotas.Sharing, labels: Mapping[int, org.UnitLabel]) -> list[GivenRow]:
    """Who gets how many and why; no query."""
    if sharing.order == quotas.WaitingOrder.ASKED_FIRST:
        why = gettext("xin thứ {place} trong {waiting} nơi đang chờ")
    else:
        why = gettext("trước khi chia mới được {had}/{wanted} số đã xin; thứ tự xin {place}/{waiting}")
    return [
        GivenRow(
            labels[one.unit_id].name,
            one.wanted,
            one.had,
            one.seats,
            why.format(place=one.place, waiting=sharing.waiting, had=one.had, wanted=one.wanted),
        )
        for one in sharing.given
    ]


@dataclass(frozen=True, slots=True)
class ListChoice:
    """A class of the plan line that takes names, for one unit that sends."""

    uuid: UUID
    name: str
    opens_on: date
    closes_on: date | None
    unit_code: str


class ListChoiceTable(Table):
    """Rows of `ListChoice`: each leads to where the unit's people are chosen for that class."""

    name = "list-choices"
    caption = _("Lớp đang nhận danh sách")
    noun = _("lớp")
    has_tools = False
    columns = (
        Column(
            "name",
            _("Lớp"),
            header=True,
            link=lambda row: (
                "classes:nomination-propose",
                {"uuid": row.uuid, "query": {"sending_unit": row.unit_code}},
            ),
        ),
        Column("opens_on", _("Khai giảng"), kind="date"),
        Column("closes_on", _("Nhận danh sách đến hết"), kind="date"),
    )
    empty_title = _("Chưa có lớp nào đang nhận danh sách")
