"""What plans are reckoned by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Table


@dataclass(frozen=True, slots=True)
class SettingRow:
    """An amount in force, where it comes from, and whether it was checked."""

    kind: str
    label: str
    amount: int
    origin: str
    valid_from: date | None
    citation: str
    mark: Status


def setting_rows(held: Mapping[str, planning.SettingHeld], on: date) -> list[SettingRow]:
    """One query for the names of units."""
    labels = org.labels_as_of({one.unit_id for one in held.values() if one.unit_id}, on)
    marks = {True: Status("met", catalogue.Mark.SEEN.label), False: Status("warn", gettext("Mặc định"))}
    return [
        SettingRow(
            kind=kind,
            label=str(planning.SettingKind(kind).label),
            amount=one.amount,
            origin=labels[one.unit_id].name if one.unit_id else gettext("Mặc định của phần mềm"),
            valid_from=one.valid_from,
            citation=one.citation,
            mark=marks[one.is_seen],
        )
        for kind, one in held.items()
    ]


class SettingTable(Table):
    name = "plan-settings"
    caption = _("Định mức đang áp dụng")
    noun = _("định mức")
    has_tools = False
    columns = (
        Column("label", _("Định mức"), header=True, note=lambda row: row.citation),
        Column("amount", _("Mức"), kind="number"),
        Column("origin", _("Ghi tại"), sort=True),
        Column("valid_from", _("Áp dụng từ"), kind="date"),
        Column("mark", _("Mức xác minh"), kind="status", export=lambda row: str(row.mark.word)),
    )
