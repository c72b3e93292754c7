"""The list of people; a page of it costs the same number of queries however many there are."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

_MOST_UNITS = 200
MEMBERSHIP = (
    ("official", _("Đảng viên chính thức")),
    ("probationary", _("Đảng viên dự bị")),
    ("none", _("Chưa là đảng viên")),
)
_TONES = {"official": "met", "probationary": "info", "none": "neutral"}


def membership_status(person: people.Person, on: date) -> Status:
    """The membership of that day as a word with its shape."""
    code = people.membership_as_of(person.admitted_on, person.official_on, person.left_party_on, on)
    return Status(_TONES[code], str(dict(MEMBERSHIP)[code]))


def with_membership(rows: Any, code: str, on: date) -> Any:
    """Narrow to one membership, in the database's words for `people.membership_as_of`."""
    member = Q(admitted_on__lte=on) & (Q(left_party_on=None) | Q(left_party_on__gt=on))
    if code == "none":
        return rows.exclude(Q(admitted_on__isnull=False) & member)
    official = Q(official_on__isnull=False, official_on__lte=on)
    return rows.filter(member & (official if code == "official" else ~official))


class PersonTable(Table):
    """People with what a clerk looks up most; the rest can be chosen."""

    name = "people"
    caption = _("Danh sách hồ sơ cá nhân")
    noun = _("người")
    default_sort = "name"
    search_folded = ("name_folded",)
    search_plain = ("identity_number", "party_card")
    search_label = _("Họ tên, số định danh, số thẻ")
    numbered = True
    empty_title = _("Chưa có ai trong phạm vi này")
    empty_text = _("Nhập danh sách từ tệp Excel theo mẫu, hoặc thêm từng người.")
    columns = (
        Column(
            "name",
            _("Họ và tên"),
            value="full_name",
            sort="name_key",
            header=True,
            link=lambda row: ("persons:person-page", {"uuid": row.uuid}),
            note=lambda row: _("Dữ liệu mẫu") if row.is_generated else "",
        ),
        Column("birth", _("Ngày sinh"), value="birth_words", sort=F("birth_on"), css="date"),
        Column("sex", _("Giới tính"), value="get_sex_display", sort="sex"),
        Column("unit", _("Đơn vị"), value="unit_name", css="clip"),
        Column("post", _("Chức vụ"), value="post_words"),
        Column("membership", _("Đảng viên"), value="membership", kind="status", sort=("admitted_on",)),
        Column("theory", _("Trình độ LLCT"), value="theory_words"),
        Column("education", _("Học vấn"), value="get_education_display", hidden=True),
        Column("admitted_on", _("Ngày vào Đảng"), kind="date", sort="admitted_on", hidden=True),
        Column("official_on", _("Ngày chính thức"), kind="date", sort="official_on", hidden=True),
        Column("ethnicity", _("Dân tộc"), hidden=True),
        Column("identity_number", _("Số định danh"), hidden=True),
        Column("party_card", _("Số thẻ đảng"), hidden=True),
        Column("phone", _("Điện thoại"), hidden=True),
    )

    def __init__(self, request: ScreenRequest, rows: Any, *, with_units: bool = True, **more: Any) -> None:
        super().__init__(request, rows, **more)
        on = self.on = request.scope.on
        self.filters = (
            *((_unit_filter(request),) if with_units and request.scope.unit is not None else ()),
            Filter("membership", _("Đảng viên"), MEMBERSHIP, lambda found, value: with_membership(found, value, on)),
            Filter("sex", _("Giới tính"), people.Sex.choices, lambda found, value: found.filter(sex=value)),
            Filter(
                "post",
                _("Chức vụ"),
                people.PostKind.choices,
                lambda found, value: found.filter(pk__in=people.posts_on(on).filter(kind=value).values("person_id")),
            ),
        )

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        ids = [row.pk for row in rows]
        units = people.main_unit_ids(ids, self.on)
        labels = org.labels_as_of(set(units.values()), self.on)
        posts = people.posts_as_of(ids, self.on)
        levels = people.theory_levels(ids)
        for row in rows:
            row.unit_name = labels[units[row.pk]].name if row.pk in units else ""
            row.post_words = "; ".join(post.title for post in posts.get(row.pk, []))
            row.membership = membership_status(row, self.on)
            row.theory_words = str(people.TheoryLevel(levels[row.pk]).label) if row.pk in levels else ""
        return rows


def _unit_filter(request: ScreenRequest) -> Filter:
    """The units directly below the one in the bar, each with all below it."""
    on, unit = request.scope.on, request.scope.unit

    def choices() -> list[tuple[str, str]]:
        if unit is None:
            return []
        ids = org.children_ids_as_of(unit.pk, on)
        if len(ids) > _MOST_UNITS:
            return []
        labels = org.labels_as_of(ids, on)
        return [(labels[pk].code, labels[pk].short_name) for pk in ids]

    def apply(rows: Any, code: str) -> Any:
        below = org.descendant_ids_as_of(org.get_unit(code).pk, on)
        return rows.filter(pk__in=people.person_ids_at(below, on))

    return Filter("below", _("Đơn vị trực thuộc"), choices, apply)


_TRANSFER_TONES = {"asked": "info", "accepted": "met", "returned": "warn", "withdrawn": "neutral"}


def transfer_status(row: people.TransferRequest) -> Status:
    """Where a request to move stands, as a word with its shape."""
    return Status(_TRANSFER_TONES[row.status], str(people.TransferStatus(row.status).label))


class TransferTable(Table):
    """Requests to move between cells, ours to answer and ours to follow."""

    name = "transfers"
    caption = _("Đề nghị chuyển sinh hoạt")
    noun = _("đề nghị")
    search_folded = ("person__name_folded",)
    search_label = _("Họ tên")
    empty_title = _("Chưa có đề nghị chuyển sinh hoạt nào")
    empty_text = _("Mở hồ sơ một người và bấm Chuyển sinh hoạt. Đề nghị từ nơi khác gửi đến cũng hiện ở đây.")
    columns = (
        Column(
            "person",
            _("Họ và tên"),
            value="person.full_name",
            sort="person__name_key",
            header=True,
            link=lambda row: ("persons:transfer-page", {"uuid": row.uuid}),
            note=lambda row: row.person.birth_words,
        ),
        Column("from_name", _("Từ đơn vị"), value=lambda row: row.from_name or ""),
        Column("to_name", _("Đến đơn vị")),
        Column("on", _("Từ ngày"), kind="date", sort="on"),
        Column("status", _("Tình trạng"), kind="status", value=transfer_status, sort="status"),
        Column("asked_at", _("Gửi lúc"), kind="datetime", sort="asked_at"),
        Column("paper_number", _("Số giấy giới thiệu"), hidden=True),
        Column("reason", _("Lý do trả lại"), hidden=True),
    )
    filters = (
        Filter(
            "way",
            _("Chiều"),
            (("in", _("Chuyển đến")), ("out", _("Chuyển đi"))),
            lambda rows, value: rows.filter(**{f"is_ours_to_{'receive' if value == 'in' else 'send'}": True}),
        ),
        Filter(
            "status",
            _("Tình trạng"),
            people.TransferStatus.choices,
            lambda rows, value: rows.filter(status=value),
        ),
    )
