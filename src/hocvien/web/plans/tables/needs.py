"""Needs by programme and by unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.web.plans.tables.common import or_zero, sum_column, sum_known
from hocvien.web.ui.tables import Column, Table


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A programme's need at a unit, beside what those below tell, last year and the plan."""

    uuid: UUID | None
    programme: str
    implied: int | None
    adjusted: int | None
    reason: str
    below: int | None
    last_year: int
    planned: int
    may_edit: bool

    @property
    def people(self) -> int | None:
        return self.implied if self.adjusted is None else self.adjusted

    @property
    def left(self) -> int | None:
        return None if self.people is None else max(0, self.people - self.planned)


def need_rows(
    needs: Sequence[planning.PlanNeed],
    below: Sequence[tuple[int, planning.PlanNeed]],
    actual: Mapping[int, int],
    planned: Mapping[Any, planning.Amounts],
    *,
    may_edit: bool,
) -> list[NeedRow]:
    """Programmes that anybody needs, had last year or plans; one query for their names."""
    told: dict[int, int] = {}
    for _branch, need in below:
        told[need.programme_id] = told.get(need.programme_id, 0) + need.people
    own = {need.programme_id: need for need in needs}
    programmes = catalogue.programmes_by_ids({*own, *told, *actual, *planned})
    ordered = sorted(programmes.values(), key=lambda one: (one.position, one.code))
    return [
        NeedRow(
            uuid=own[one.pk].uuid if one.pk in own else None,
            programme=one.name,
            implied=own[one.pk].implied if one.pk in own else None,
            adjusted=own[one.pk].adjusted if one.pk in own else None,
            reason=own[one.pk].reason if one.pk in own else "",
            below=told.get(one.pk),
            last_year=actual.get(one.pk, 0),
            planned=planned[one.pk].seats if one.pk in planned else 0,
            may_edit=may_edit,
        )
        for one in ordered
    ]


class NeedTable(Table):
    name = "plan-needs"
    caption = _("Nhu cầu theo chương trình")
    noun = _("chương trình")
    per_page = 200
    empty_title = _("Chưa tính nhu cầu năm này")
    empty_text = _("Bấm “Tính nhu cầu” để đếm người đủ điều kiện theo quy định, rồi điều chỉnh kèm lý do.")

    def __init__(self, request: Any, rows: Any, *, year: int) -> None:
        super().__init__(request, rows)
        self.columns = (
            Column(
                "programme",
                _("Chương trình"),
                sort=True,
                header=True,
                note=lambda row: row.reason,
                link=lambda row: ("plans:need-adjust", {"uuid": row.uuid}) if row.uuid and row.may_edit else None,
            ),
            Column("implied", _("Theo quy định"), kind="number", sort=or_zero("implied"), total=sum_known("implied")),
            Column("adjusted", _("Đơn vị điều chỉnh"), kind="number"),
            Column("people", _("Nhu cầu"), kind="number", sort=or_zero("people"), total=sum_known("people")),
            Column("below", _("Cấp dưới báo"), kind="number", total=sum_known("below")),
            Column(
                "last_year",
                gettext("Lượt năm {year}").format(year=year - 1),
                kind="number",
                sort=True,
                total=sum_column("last_year"),
            ),
            Column("planned", _("Đã vào kế hoạch"), kind="number", sort=True, total=sum_column("planned")),
            Column("left", _("Chưa vào kế hoạch"), kind="number", total=sum_known("left")),
        )


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
