"""What tests of units are made of: founding in a word, the tree as rows, and a reform of one province."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hocvien.org import api as org
from hocvien.org.models import Closure, Placement, UnitKindPeriod, UnitName

D0 = date(2020, 1, 1)
DAY = date(2025, 7, 1)
NOW = datetime(2025, 7, 2, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
REFORM = (
    org.Found("xa-moi", "Đảng ủy xã Mới", "commune_committee", "tinh"),
    org.Found("tt-moi", "Trung tâm chính trị xã Mới", "political_centre", "xa-moi"),
    org.Merge(("xa-a", "xa-b"), "xa-moi"),
    org.Merge(("tt-1",), "tt-moi"),
    org.MoveUnits(("xa-c",), "tinh"),
    org.AbolishLevel("district_committee", "tinh"),
)


def found(code, parent=None, kind="cell", on=D0, **more):
    return org.found_unit(
        actor=None, code=code, name=more.pop("name", code), kind=kind, valid_from=on, parent=parent, **more
    )


def below(unit, on):
    return set(org.Unit.objects.filter(pk__in=org.descendant_ids_as_of(unit.pk, on)).values_list("code", flat=True))


def reform(steps=REFORM, on=DAY, today=None, **more):
    return org.record_reorganisation(
        actor=None,
        title="Sắp xếp năm 2025",
        resolution="NQ 202/2025/QH15",
        steps=steps,
        on=on,
        today=today or NOW.date(),
        now=NOW,
        **more,
    )


def rows():
    """Everything the tree consists of, without the keys of rows."""
    return {
        model.__name__: sorted(
            tuple(str(value) for key, value in row.items() if key != "id") for row in model.objects.values()
        )
        for model in (org.Unit, UnitName, UnitKindPeriod, Placement, Closure)
    }
