"""Samples of a quota: seats of a notice handed down to cells, one kept, one named, and a cell that asks for more."""

from datetime import date, timedelta
from typing import Any

from hocvien.catalogue import api as catalogue
from hocvien.demonstration.arithmetic import moment
from hocvien.demonstration.operations.cast import Cast
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.quotas import api as quotas

_ISSUED, _EACH = 10, 2
_CELLS = ("c1", "c2", "c3")
_ASKING = "c4"


def enter_seats(unit: org.Unit, units: dict[str, org.Unit], cast: Cast, today: date) -> None:
    """Seats of a part-time intermediate course that a school gave the committee; names are due within two weeks."""
    office = cast.one_at("committee_office", unit.code)
    on = today - timedelta(days=12)
    quota = quotas.issue_quota(
        actor=office,
        owner=unit,
        source=quotas.Notice(
            number="27-TB/TCT (mẫu)",
            on=on,
            text="Phân bổ chỉ tiêu trung cấp lý luận chính trị hệ không tập trung (mẫu)",
            programme_id=catalogue.get_programme("TCLLCT").pk,
            study_mode="part_time",
        ),
        seats=_ISSUED,
        names_due_on=today + timedelta(days=14),
        today=on,
        now=moment(on),
    )
    cells = [units[f"{unit.code}-{cell}"] for cell in _CELLS]
    quotas.allot_seats(
        actor=office,
        quota=quota,
        unit_id=unit.pk,
        seats={cell.pk: _EACH for cell in cells},
        today=on,
        now=moment(on),
    )
    on += timedelta(days=3)
    officer = cast.one_at("unit_officer", unit.code)
    said: dict[str, Any] = {"actor": officer, "quota": quota, "today": on, "now": moment(on)}
    quotas.reserve_seats(unit_id=cells[1].pk, seats=1, reason="Chờ nghị quyết chi bộ (mẫu)", **said)
    asking = units[f"{unit.code}-{_ASKING}"]
    quotas.ask_seats(unit_id=asking.pk, seats=1, reason="Có thêm người trong diện bồi dưỡng (mẫu)", **said)
    there = people.person_ids_at([cells[0].pk], on).values("person_id")
    named = people.people().filter(pk__in=there, is_generated=True).order_by("name_key", "pk").first()
    if named is not None:
        quotas.name_seat(unit_id=cells[0].pk, person_id=named.pk, **said)
