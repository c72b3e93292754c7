"""Needs by programme and by unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.planning import api as planning
from hocvien.web.plans.tables.common import or_zero, sum_column, sum_known
from hocvien.web.ui import formats
from hocvien.web.ui.tables import Column, Filter, Table


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A programme's need at a unit, by mode of study, beside what those below tell, last year and the plan."""

    uuid: UUID | None
    programme: str
    study_mode: str
    may: int | None
    due: int | None
    implied: int | None
    adjusted: int | None
    reason: str
    below: int | None
    last_year: int
    planned: int
    may_edit: bool
    serves: bool = False

    @property
    def people(self) -> int | None:
        if self.adjusted is None and self.serves and self.below is not None:
            return self.below
        return self.implied if self.adjusted is None else self.adjusted

    @property
    def left(self) -> int | None:
        return None if self.people is None else max(0, self.people - self.planned)


Course = tuple[int, str]


def need_rows(
    needs: Sequence[planning.PlanNeed],
    below: Sequence[planning.PlanNeed],
    actual: Mapping[Course, int],
    planned: Mapping[Any, planning.Amounts],
    *,
    may_edit: bool,
    serves: bool = False,
) -> list[NeedRow]:
    """Programmes and modes that anybody needs, had last year or plans; one query for their names. `serves`: the unit is a centre, whose need is that of
    those it serves unless it says another.
    """
    told: dict[Course, int] = {}
    for need in below:
        key = (need.programme_id, need.study_mode)
        told[key] = told.get(key, 0) + need.people
    own = {(need.programme_id, need.study_mode): need for need in needs}
    # a programme without a row of its own stands here only where somebody is told of
    others = [key for figures in (told, actual) for key, number in figures.items() if number]
    wanted = {*own, *others, *planned}
    programmes = catalogue.programmes_by_ids({pk for pk, _mode in wanted})
    ordered = sorted(wanted, key=lambda one: (programmes[one[0]].position, programmes[one[0]].code, one[1]))
    return [
        NeedRow(
            uuid=own[key].uuid if key in own else None,
            programme=programmes[key[0]].name,
            study_mode=_mode_words(programmes[key[0]], key[1]),
            may=own[key].may if key in own else None,
            due=own[key].due if key in own else None,
            implied=own[key].implied if key in own else None,
            adjusted=own[key].adjusted if key in own else None,
            reason=own[key].reason if key in own else "",
            below=told.get(key),
            last_year=actual.get(key, 0),
            planned=planned[key].seats if key in planned else 0,
            may_edit=may_edit,
            serves=serves,
        )
        for key in ordered
    ]


def _mode_words(programme: catalogue.Programme, mode: str) -> str:
    if mode:
        return str(catalogue.StudyMode(mode).label)
    return gettext("chưa chia hệ") if programme.has_study_modes else ""


def _people(why: str) -> Any:
    """The people behind a figure."""

    def link(row: NeedRow) -> Any:
        number = getattr(row, why or "implied")
        return ("plans:need-people", {"uuid": row.uuid, "query": {"why": why} if why else {}}) if number else None

    return link


class NeedTable(Table):
    name = "plan-needs"
    caption = _("Nhu cầu theo chương trình")
    noun = _("chương trình")
    per_page = 200
    empty_title = _("Chưa tính nhu cầu năm này")
    empty_text = _(
        "Bấm “Tính nhu cầu” để đếm người đủ điều kiện và người có nghĩa vụ đến hạn, rồi điều chỉnh kèm lý do."
    )

    def __init__(self, request: Any, rows: Any, *, year: int, serves: bool = False) -> None:
        super().__init__(request, rows)
        self.columns = (
            Column(
                "programme",
                _("Chương trình"),
                sort=True,
                header=True,
                note=lambda row: " · ".join(filter(None, (row.study_mode, row.reason))),
                link=lambda row: ("plans:need-adjust", {"uuid": row.uuid}) if row.uuid and row.may_edit else None,
            ),
            Column("may", _("Đủ điều kiện"), kind="number", link=_people("may"), group=_("Theo quy định")),
            Column("due", _("Nghĩa vụ đến hạn"), kind="number", link=_people("due"), group=_("Theo quy định")),
            Column(
                "implied",
                _("Cộng (người)"),
                kind="number",
                sort=or_zero("implied"),
                total=sum_known("implied"),
                link=_people(""),
                group=_("Theo quy định"),
            ),
            Column("adjusted", _("Số điều chỉnh"), kind="number"),
            Column("people", _("Nhu cầu"), kind="number", sort=or_zero("people"), total=sum_known("people")),
            Column(
                "below", _("Nơi phục vụ báo") if serves else _("Cấp dưới báo"), kind="number", total=sum_known("below")
            ),
            Column(
                "last_year",
                gettext("Lượt năm {year}").format(year=year - 1),
                kind="number",
                sort=True,
                total=sum_column("last_year"),
            ),
            Column("planned", _("Đã vào"), kind="number", sort=True, total=sum_column("planned"), group=_("Kế hoạch")),
            Column("left", _("Chưa vào"), kind="number", total=sum_known("left"), group=_("Kế hoạch")),
        )


class NeedPeopleTable(Table):
    """Rows of `planning.people_of_need`: who is behind a need, and why."""

    name = "plan-need-people"
    caption = _("Người trong nhu cầu")
    noun = _("người")
    default_sort = "name"
    numbered = True
    search_folded = ("name_folded",)
    search_label = _("Họ tên")
    columns = (
        Column(
            "name",
            _("Họ và tên"),
            value="full_name",
            sort="name_key",
            header=True,
            link=lambda row: ("persons:person-page", {"uuid": row.uuid}),
        ),
        Column("birth", _("Ngày sinh"), value="birth_words", css="date"),
        Column("unit", _("Đơn vị"), value="unit_name", css="clip"),
        Column("may", _("Đủ điều kiện"), value=lambda row: gettext("đủ điều kiện") if row.is_may else ""),
        Column("due", _("Nghĩa vụ đến hạn"), value="due_words"),
    )
    empty_title = _("Không có ai ở đây")
    empty_text = _("Danh sách gồm người trong phạm vi bạn xem được, xét theo hồ sơ hôm nay.")

    def __init__(self, request: Any, rows: Any, due: Any, *, on: date) -> None:
        super().__init__(request, rows)
        self.due, self.on = due, on
        self.filters = (
            Filter(
                "why",
                _("Vì sao"),
                [("may", _("Đủ điều kiện")), ("due", _("Có nghĩa vụ đến hạn"))],
                self._by_why,
            ),
        )

    def _by_why(self, rows: Any, why: str) -> Any:
        return rows.filter(is_may=True) if why == "may" else rows.filter(pk__in=self.due.values("person_id"))

    def prepare(self, rows: list[Any]) -> list[Any]:
        """The unit and the obligations of the page's people; about four queries. Days that tell others are left out."""
        ids = [row.pk for row in rows]
        units = people.main_unit_ids(ids, self.on)
        names = org.labels_as_of(set(units.values()), self.on)
        told: dict[int, list[str]] = {}
        for one in self.due.filter(person_id__in=ids).select_related("obligation").order_by("due_on"):
            covered = one.obligation.trigger == obligations.Trigger.MEMBER or one.away_days or one.is_away
            day = "" if covered else f" ({formats.day(one.due_on)})"
            told.setdefault(one.person_id, []).append(f"{obligations.title_of(one.obligation)}{day}")
        for row in rows:
            row.unit_name = names[units[row.pk]].name if row.pk in units else ""
            row.due_words = "; ".join(told.get(row.pk, ()))
        return rows


@dataclass(frozen=True, slots=True)
class NeedBranchRow:
    """What the units of one branch told, all programmes."""

    unit: str
    code: str
    units: int
    implied: int
    people: int


def need_branch_rows(below: Sequence[tuple[int, planning.PlanNeed]], on: date) -> list[NeedBranchRow]:
    """One query for the names of units."""
    branches: dict[int, list[planning.PlanNeed]] = {}
    for branch, need in below:
        branches.setdefault(branch, []).append(need)
    labels = org.labels_as_of(branches, on)
    return [
        NeedBranchRow(
            unit=labels[pk].name,
            code=labels[pk].code,
            units=len({need.unit_id for need in needs}),
            implied=sum(need.implied for need in needs),
            people=sum(need.people for need in needs),
        )
        for pk, needs in branches.items()
    ]


class NeedBranchTable(Table):
    name = "plan-needs-below"
    caption = _("Nhu cầu cấp dưới báo")
    noun = _("đơn vị")
    default_sort = "unit"
    per_page = 200
    columns = (
        Column(
            "unit", _("Đơn vị"), sort=True, header=True, link=lambda row: ("plans:need-list", {"with_unit": row.code})
        ),
        Column("units", _("Đơn vị đã báo"), kind="number", sort=True, total=sum_column("units")),
        Column("implied", _("Theo quy định"), kind="number", sort=True, total=sum_column("implied")),
        Column("people", _("Nhu cầu"), kind="number", sort=True, total=sum_column("people")),
    )
    empty_title = _("Chưa đơn vị cấp dưới nào báo nhu cầu")
    empty_text = _("Mỗi đơn vị tự tính và điều chỉnh nhu cầu của mình; số của đơn vị gồm cả cấp dưới của nó.")
