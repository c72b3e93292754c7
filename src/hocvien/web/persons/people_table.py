"""The list of people; a page of it costs the same number of queries however many there are."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.batched import batched
from hocvien.common.text import fold
from hocvien.directory import api as directory
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.web.persons.tables import MEMBERSHIP, membership_of, membership_statuses
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.tables import Column, Filter, PagedRows, Table

_MOST_UNITS = 200
_NUMBERS = ("identity_number", "party_card", "phone")
# columns that are not there at all for who may not read them; membership itself says no day
_SENSITIVE = ("admitted_on", "official_on", "ethnicity")
# what a record says without a day is told of today alone; so is membership, or day after day would tell when somebody was admitted
_OF_TODAY = {"membership", "theory", "education", "identity_number", "party_card", "phone"}


class PeopleRows(PagedRows):
    """A `directory.PeopleList` as a table takes it; the address names people by their uuid."""

    def __init__(self, listed: directory.PeopleList) -> None:
        self.listed = listed

    @property
    def count(self) -> int:
        return self.listed.count

    def narrowed(self, **asked: Any) -> "PeopleRows":
        """See `PeopleList.narrowed`."""
        return PeopleRows(self.listed.narrowed(**asked))

    def sorted_by(self, sort: str, *, is_descending: bool = False) -> "PeopleRows":
        return PeopleRows(self.listed.sorted_by(sort, is_descending=is_descending))

    def page_of_rows(self, *, after: str, before: str, is_last: bool, size: int) -> tuple[list[Any], int]:
        place = directory.Place(_id_of(after), _id_of(before), is_last)
        page = self.listed.page(place, size)
        return list(page.people) or directory.people_in_order(people.people(), page.ids), page.first_number

    def batches(self, size: int) -> Iterator[list[Any]]:
        # one answer for the order, and no cursor left open under whoever writes between two batches
        for ids in batched(list(self.listed.ids()), size):
            yield directory.people_in_order(people.people(), ids)

    def place_of(self, row: Any) -> str:
        return str(row.uuid)


def _id_of(place: str) -> int | None:
    try:
        uuid = UUID(place)
    except ValueError:
        return None
    return people.person_ids_by_uuid([uuid]).get(uuid)


class PersonTable(Table):
    """People with what a clerk looks up most; the rest can be chosen."""

    name = "people"
    caption = _("Danh sách hồ sơ cá nhân")
    noun = _("người")
    default_sort = "name"
    search_folded = ("name_folded",)
    search_label = _("Họ tên, số định danh, số thẻ")
    numbered = True
    empty_title = _("Chưa có ai trong phạm vi này")
    empty_text = _("Nhập danh sách từ tệp Excel theo mẫu, hoặc thêm từng người.")
    columns: tuple[Column, ...] = (
        Column(
            "name",
            _("Họ và tên"),
            value="full_name",
            sort="name",
            header=True,
            link=lambda row: ("persons:person-page", {"uuid": row.uuid}) if row.is_reached else None,
            note=lambda row: row.note,
        ),
        Column("birth", _("Ngày sinh"), value="birth_words", sort="birth", css="date"),
        Column("sex", _("Giới tính"), value="sex_words", sort="sex"),
        Column("unit", _("Đơn vị"), value="unit_name", css="clip"),
        Column("post", _("Chức vụ"), value="post_words"),
        Column("membership", _("Đảng viên"), value="membership", kind="status", sort="admitted"),
        Column("theory", _("Trình độ LLCT"), value="theory_words"),
        Column("education", _("Học vấn"), value="education_words", hidden=True),
        Column("admitted_on", _("Ngày vào Đảng"), kind="date", sort="admitted", hidden=True),
        Column("official_on", _("Ngày chính thức"), kind="date", sort="official", hidden=True),
        Column("ethnicity", _("Dân tộc"), hidden=True),
        Column("identity_number", _("Số định danh"), value="shown.identity_number", hidden=True),
        Column("party_card", _("Số thẻ đảng"), value="shown.party_card", hidden=True),
        Column("phone", _("Điện thoại"), value="shown.phone", hidden=True),
    )

    def __init__(
        self,
        request: ScreenRequest,
        rows: PeopleRows,
        *,
        with_units: bool = True,
        is_selectable: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(request, rows, **more)
        self.is_of_unit = with_units
        self.selectable = is_selectable  # type: ignore[misc]  # whoever keeps records may tick them
        self.on = request.scope.day
        self.shows_numbers = _may_see_numbers(request, rows)
        hidden = set() if self.shows_numbers else set(_SENSITIVE)
        if request.scope.is_another_day:
            hidden |= _OF_TODAY
        self.columns = tuple(column for column in self.columns if column.key not in hidden)
        filters = (
            *((_unit_filter(request),) if with_units and request.scope.unit is not None else ()),
            _filter("membership", _("Đảng viên"), MEMBERSHIP),
            _filter("sex", _("Giới tính"), people.Sex.choices),
            _filter("post", _("Chức vụ"), people.PostKind.choices),
            _filter("theory", _("Trình độ LLCT"), people.TheoryLevel.choices),
        )
        self.filters = tuple(one for one in filters if one.key not in hidden)

    def searched(self, rows: PeopleRows) -> PeopleRows:
        """Every word typed begins a word of the name, in any order; digits begin an identity number or party card."""
        compact = "".join(self.query_text.split())
        if compact.isdecimal() and compact.isascii():
            # who may not read a number must not find it out digit by digit
            return rows.narrowed(number=compact, is_whole_number=not self.shows_numbers)
        return rows.narrowed(words=tuple(fold(self.query_text).split()))

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        ids = [row.pk for row in rows]
        units = people.main_unit_names(ids, self.on)
        posts = people.posts_as_of(ids, self.on)
        levels = people.theory_levels(ids)
        reached = self._reached(ids)
        # a label is looked up in the catalogue whenever it is made a text: once a page, not once a row
        sexes, educations, theories = (
            {code: str(label) for code, label in kinds.choices}
            for kinds in (people.Sex, people.Education, people.TheoryLevel)
        )
        statuses, generated = membership_statuses(), str(_("Dữ liệu mẫu"))
        for row in rows:
            row.note = generated if row.is_generated else ""
            row.sex_words, row.education_words = sexes.get(row.sex, ""), educations.get(row.education, "")
            row.is_reached = reached is None or row.pk in reached
            row.unit_name = units.get(row.pk, "")
            row.post_words = "; ".join(post.title for post in posts.get(row.pk, []))
            row.membership = statuses[membership_of(row, self.on)]
            row.shown = {name: self._number(getattr(row, name)) for name in _NUMBERS}
            row.theory_words = theories[levels[row.pk]] if row.pk in levels else ""
        if self.shows_numbers and {column.key for column in self.shown_columns} & {*_NUMBERS, *_SENSITIVE}:
            kind = privacy.LookKind.EXPORT if self.is_export_asked else privacy.LookKind.LIST
            privacy.note_looks(user=self.request.user, person_ids=ids, kind=kind, at=clock.now())
        return rows

    def _reached(self, ids: list[int]) -> set[int] | None:
        """Whose record the user may open, None for everybody: who has left since is named where they were, no more."""
        if not self.request.scope.is_another_day:
            return None
        seen = access.people_visible_to(self.request.user, self.request.scope.on).order_by()
        return set(seen.filter(pk__in=ids).values_list("pk", flat=True))

    def _number(self, value: str) -> str:
        return value if self.shows_numbers else privacy.masked(value)


def _may_see_numbers(request: ScreenRequest, rows: PeopleRows) -> bool:
    """Whether the user holds the permission for everybody of the list; by unit, so a list of classes never shows them."""
    unit_ids = rows.listed.unit_ids
    return bool(unit_ids) and all(
        access.can_below(request.user, access.Permission.PERSON_SENSITIVE, unit_id, request.scope.on)
        for unit_id in unit_ids or ()
    )


def _filter(key: str, label: Any, choices: Any) -> Filter:
    return Filter(key, label, choices, lambda found, value: found.narrowed(**{key: value}))


def _unit_filter(request: ScreenRequest) -> Filter:
    """The units directly below the one in the bar, each with all below it."""
    on, unit = request.scope.day, request.scope.unit

    def choices() -> list[tuple[str, str]]:
        if unit is None:
            return []
        return [(one.code, one.short_name) for one in org.children_labels(unit.pk, on, most=_MOST_UNITS)]

    def apply(found: PeopleRows, code: str) -> PeopleRows:
        below = org.get_unit(code)
        there = people.person_ids_at(org.descendant_ids_as_of(below.pk, on), on)
        listed = found.listed
        # whoever sees all of a unit sees all of what lies below it
        unit_ids = [below.pk] if listed.unit_ids is not None else None
        return PeopleRows(listed.within(lambda: listed.rows.filter(pk__in=there), unit_ids))

    return Filter("below", _("Đơn vị trực thuộc"), choices, apply)


def list_of_scope(request: ScreenRequest, rows: Callable[[], Any]) -> PeopleRows:
    """The list of the people this makes (`sight.people_of_scope`); said as units where the user sees everybody there."""
    scope = request.scope
    unit_ids: list[int] | None = None
    if scope.is_another_day:
        # the kept sets are of today, and so is what a grant covers
        return PeopleRows(directory.PeopleList(rows, on=scope.day, unit_ids=None))
    if scope.unit is None:
        deep, flat = access.granted_unit_ids(request.user, access.Permission.PERSON_VIEW, scope.on)
        unit_ids = deep if not flat else None
    elif access.can_below(request.user, access.Permission.PERSON_VIEW, scope.unit, scope.on):
        unit_ids = [scope.unit.pk]
    return PeopleRows(directory.PeopleList(rows, on=scope.on, unit_ids=unit_ids))


def list_of_rows(request: ScreenRequest, rows: Any) -> PeopleRows:
    """The list of any other people."""
    return PeopleRows(directory.PeopleList(rows, on=request.scope.day, unit_ids=None))
