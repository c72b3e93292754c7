"""Pairs of records that may be one person, as a table: both side by side, why, and what can be done."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

REASONS: dict[str, str | Promise] = {
    "same_name": _("cùng họ tên"),
    "same_birth_name": _("họ tên khai sinh trùng họ tên của hồ sơ kia"),
    "same_birth": _("cùng ngày sinh"),
    "day_month_swapped": _("ngày và tháng sinh đảo nhau"),
    "birth_digit_off": _("ngày sinh lệch một chữ số"),
    "birth_less_known": _("một bên chỉ biết năm hoặc tháng sinh"),
    "birth_missing": _("một bên chưa ghi ngày sinh"),
    "birth_differs": _("khác ngày sinh"),
    "identity_digit_off": _("số định danh lệch một chữ số"),
    "identity_old_and_new": _("một bên ghi CMND cũ 9 chữ số"),
    "identity_differs": _("khác số định danh"),
    "same_party_card": _("cùng số thẻ đảng viên"),
    "party_card_differs": _("khác số thẻ đảng viên"),
    "same_profile_number": _("cùng số lý lịch đảng viên"),
    "same_phone": _("cùng điện thoại"),
    "same_unit": _("cùng đơn vị"),
    "sex_differs": _("khác giới tính"),
}


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One fact of a record; `differs` from the same fact of the other."""

    label: str
    value: str
    differs: bool


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair as it is shown; `other` is None where that record is out of sight."""

    person: people.Person
    other: people.Person | None
    person_lines: list[RecordLine]
    other_lines: list[RecordLine]
    reasons: str
    status: Status
    level: str
    score: int
    person_url: str
    other_url: str
    act_url: str
    asked: people.PairQuestion | None = None

    @property
    def name(self) -> str:
        return self.person.full_name


def pair_rows(
    request: ScreenRequest, found: list[people.Duplicate], *, kept: set[int], asked: list[people.PairQuestion]
) -> list[PairRow]:
    """Pairs with what is shown of each record; a handful of queries for any number."""
    on = request.scope.on
    ids = {one.person_id for one in found} | {one.other_id for one in found}
    records = people.people_by_ids(ids)
    units = people.main_unit_ids(ids, on)
    labels = org.labels_as_of(set(units.values()), on)
    names = {pk: labels[unit].name for pk, unit in units.items() if unit in labels}
    questions = {(one.asks_id, one.about_id): one for one in asked}
    rows = []
    for one in found:
        person, other = records[one.person_id], records[one.other_id]
        seen = one.other_id in kept
        if one.person_id not in kept:
            person, other, seen = other, person, one.person_id in kept
        mine, theirs = _facts(person, names), _facts(other, names)
        level = "likely" if one.likeness.score >= people.LIKELY else "maybe"
        words = gettext("Rất có thể") if level == "likely" else gettext("Có thể")
        rows.append(
            PairRow(
                person=person,
                other=other if seen else None,
                person_lines=_lines(mine, theirs) if seen else _lines(mine, mine),
                other_lines=_lines(theirs, mine) if seen else [],
                reasons="; ".join(str(REASONS[code]) for code in one.likeness.reasons),
                status=Status("warn" if level == "likely" else "info", f"{words} ({one.likeness.score}/100)"),
                level=level,
                score=one.likeness.score,
                person_url=screen_url(request, "persons:person-page", uuid=person.uuid),
                other_url=screen_url(request, "persons:person-page", uuid=other.uuid) if seen else "",
                act_url=screen_url(
                    request, "persons:merge-page" if seen else "persons:pair-ask", uuid=person.uuid, other=other.uuid
                ),
                asked=questions.get((person.pk, other.pk)),
            )
        )
    return rows


def _facts(person: people.Person, units: dict[int, str]) -> list[tuple[str, str]]:
    return [
        (gettext("Ngày sinh"), person.birth_words),
        (gettext("Giới tính"), str(person.get_sex_display())),
        (gettext("Đơn vị"), units.get(person.pk, "")),
        *((label, getattr(person, name)) for name, label in _numbers()),
    ]


def _numbers() -> list[tuple[str, str]]:
    return [
        ("identity_number", gettext("Số định danh")),
        ("party_card", gettext("Số thẻ đảng")),
        ("phone", gettext("Điện thoại")),
    ]


def _lines(own: list[tuple[str, str]], others: list[tuple[str, str]]) -> list[RecordLine]:
    # whole numbers are compared and masked ones shown: a list is no place to read them
    covered = {label for _name, label in _numbers()}
    return [
        RecordLine(label, (privacy.masked(value) if label in covered else value) or "–", value != other)
        for (label, value), (_label, other) in zip(own, others, strict=True)
        if value or other
    ]


class PairTable(Table):
    """Pairs, the most alike first."""

    name = "duplicates"
    caption = _("Các cặp hồ sơ có thể trùng")
    noun = _("cặp")
    per_page = 20
    search_shown = True
    search_label = _("Họ tên")
    empty_title = _("Không thấy hồ sơ nào có thể trùng")
    empty_text = _(
        "Chương trình so họ tên (không kể dấu), ngày sinh, số định danh, số thẻ và điện thoại của đơn vị này với toàn bộ hồ sơ."
    )
    columns = (
        Column("name", _("Hồ sơ này"), header=True, template="persons/_pair_own.html"),
        Column(
            "other",
            _("Có thể trùng với"),
            value=lambda row: row.other.full_name if row.other else gettext("Một hồ sơ ngoài phạm vi của bạn"),
            template="persons/_pair_other.html",
        ),
        Column("reasons", _("Vì sao")),
        Column("status", _("Mức độ"), kind="status"),
        Column("do", _("Việc"), value=lambda row: row.act_url, template="persons/_pair_do.html", export=False),
    )
    filters = (
        Filter(
            "level",
            _("Mức độ"),
            (("likely", _("Rất có thể")), ("maybe", _("Có thể"))),
            lambda rows, value: [row for row in rows if row.level == value],
        ),
    )
