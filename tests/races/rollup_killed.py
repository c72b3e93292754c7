"""A building of the roll-up whose process is killed at a random moment: reports stay right, and the next building makes it whole.

    DATABASE_URL=sqlite:////tmp/race.sqlite3 python -m tests.races.rollup_killed --kills 100

Prints one JSON object: how many were killed at work, how often the roll-up was found whole or not, and every report that was wrong. The database must be
empty.
"""

import random
from datetime import UTC, date, datetime, timedelta

from tests.races.harness import Kills, tell, work

D0 = date(2020, 1, 1)
NOW = datetime(2025, 7, 2, 3, tzinfo=UTC)
COMMUNES, CLASSES, SEATS, PEOPLE = 4, 40, 8, 60
YEARS = {"from_": date(2023, 1, 1), "to": date(2024, 12, 31)}


def prepare() -> None:
    """A province of communes that teach its people, some classes jointly with it, from month to month."""
    from django.conf import settings
    from django.core.management import call_command

    from bench.classes import Sample, insert_classes
    from bench.people import insert, persons
    from hocvien.access import api as access
    from hocvien.catalogue import api as catalogue
    from hocvien.org import api as org
    from hocvien.people import models as people

    settings.ROLLUP_ENABLED = True
    call_command("migrate", verbosity=0)
    catalogue.load_seed(actor=None)
    new = [org.NewUnit("tinh", "Tỉnh ủy", "province_committee", D0)]
    new += [org.NewUnit(f"xa{n}", f"Đảng ủy xã {n}", "commune_committee", D0, "tinh") for n in range(COMMUNES)]
    ids = {unit.code: unit.pk for unit in org.found_units(actor=None, units=new)}
    user = access.open_account(actor=None, username="clerk", full_name="Giáo vụ mẫu", password=None)
    insert(people.Person, persons(random.Random(2026), PEOPLE))
    known = list(people.Person.objects.values_list("pk", flat=True))
    programme = catalogue.get_programme("DVM").pk
    communes = [pk for code, pk in ids.items() if code != "tinh"]
    insert_classes(
        user,
        [
            Sample(
                programme,
                communes[n % COMMUNES],
                date(2023, 1, 5) + timedelta(days=n * 17),
                [(known[(n * 7 + seat) % PEOPLE], communes[(n + seat) % COMMUNES]) for seat in range(SEATS)],
                ids["tinh"] if n % 3 == 0 else None,
            )
            for n in range(CLASSES)
        ],
    )


def building() -> None:
    """Of all units."""
    from hocvien.rollup import api as rollup

    for _done in rollup.rebuild(now=NOW, least=1):
        pass


def wrong_reports() -> list[str]:
    """Units of which the report is otherwise than counted from facts."""
    from hocvien.org import api as org
    from hocvien.reporting import api as reporting
    from hocvien.reporting.queries import answer

    codes = ("tinh", *(f"xa{n}" for n in range(COMMUNES)))
    units = [org.get_unit(code) for code in codes]
    return [
        unit.code
        for unit in units
        if reporting.compute_report(unit=unit, **YEARS) != answer.compute_report(unit=unit, **YEARS)
    ]


def race(kills: int, seed: int) -> dict:
    """Buildings until so many were killed at work; after each kill the next is let to its end, and held against a count."""
    from hocvien.org import api as org
    from hocvien.rollup import api as rollup

    prepare()
    province = org.get_unit("tinh").pk
    buildings = Kills(building, kills=kills, seed=seed)
    found = {"whole": 0, "not whole": 0}
    faults: list[str] = []
    for number in buildings:
        is_asked = rollup.plan_of(province, **YEARS) is not None
        found["whole" if is_asked else "not whole"] += 1
        faults += [f"{number}: {code} is told otherwise after the kill" for code in wrong_reports()]
        work(building)
        if rollup.plan_of(province, **YEARS) is None:
            faults.append(f"{number}: not whole after the next building")
        faults += [f"{number}: {code} is told otherwise after the next building" for code in wrong_reports()]
        checked = rollup.check(on=NOW.date(), now=NOW)
        if checked.differing or not checked.rows:
            faults.append(f"{number}: {checked.differing} of {checked.rows} rows differ")
    return {**buildings.told, **found, "faults": faults}


if __name__ == "__main__":
    tell(race, "Kill the building of a roll-up at random moments.", kills=100, seed=1)
