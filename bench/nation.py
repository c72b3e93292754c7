"""A nation's organisation: 300,000 units and 1,000,000 people, looked at as of a day and reorganised.

    python -m bench.nation [--units 300000] [--people 1000000]

Subtree counts, the first page of the tree, moving a commune of 94 units, merging a province of 8,000, and a year's participations by province
as it was then and through the structure after the merger. The merger is held against the bare SQL that changes the same rows of another
pair of provinces, in the same run.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bench.classes import Sample, insert_classes
from bench.people import insert, persons
from bench.start import start

TODAY = date(2026, 9, 8)
BORN = date(2010, 1, 1)
DAY = date(2026, 7, 1)
PROVINCES = 34
# of each province: units of its largest commune, and of the two pairs that are merged the whole province
COMMUNE, PROVINCE = 94, 8_000
CLASSES, SEATS = 3_400, 30
MOST_SECONDS, MOST_RATIO = 3.0, 4.0
NOW = datetime(2026, 7, 2, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def main() -> int:
    """Fill, measure, print one table; 1 when the merger takes more than MOST_SECONDS or MOST_RATIO times the bare SQL, or totals differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=300_000)
    parser.add_argument("--people", type=int, default=1_000_000)
    options = parser.parse_args()
    _place = start(TODAY)
    from django.db import connection

    started = time.perf_counter()
    user, units = fill(options.units, options.people)
    analyse()
    print(
        f"\n{connection.vendor}: {units:,} units, {options.people:,} people, {CLASSES * SEATS:,} participations; "
        f"filled in {time.perf_counter() - started:.0f} s"
    )
    return measure(user)


def analyse() -> None:
    """What a database looked after knows of its tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def new_units(count: int) -> Iterator[list]:
    """Province by province; the first four have PROVINCE units each, communes have COMMUNE."""
    from hocvien.org import api as org

    yield [org.NewUnit("toan-quoc", "Trung ương mẫu", "central", BORN)]
    small = max((count - 1 - 4 * PROVINCE) // (PROVINCES - 4), COMMUNE + 1)
    for p in range(PROVINCES):
        code = f"t{p}"
        made = [org.NewUnit(code, f"Tỉnh ủy mẫu {p}", "province_committee", BORN, "toan-quoc")]
        wanted = PROVINCE if p < 4 else small
        commune = ""
        for n in range(wanted - 1):
            if n % COMMUNE == 0:
                commune = f"{code}-x{n // COMMUNE}"
                made.append(org.NewUnit(commune, f"Đảng ủy xã {p}.{n // COMMUNE}", "commune_committee", BORN, code))
            else:
                made.append(org.NewUnit(f"{commune}-c{n % COMMUNE}", f"Chi bộ {n % COMMUNE}", "cell", BORN, commune))
        yield made


def fill(unit_count: int, people_count: int) -> tuple[Any, int]:
    """The nation and an account that sees all of it; (account, number of units)."""
    from hocvien.access import api as access
    from hocvien.catalogue import api as catalogue
    from hocvien.org import api as org
    from hocvien.people import models as p

    count, cells, communes = 0, [], []
    for part in new_units(unit_count):
        found = org.found_units(actor=None, units=part)
        count += len(found)
        cells += [unit.pk for unit in found if "-c" in unit.code]
        communes += [unit.pk for unit in found if "-x" in unit.code and "-c" not in unit.code]
    catalogue.load_seed(actor=None)
    user = access.open_account(actor=None, username="clerk", full_name="Giáo vụ mẫu", password=None)
    for role in access.Role.values:
        access.give_grant(actor=None, user=user, role=role, unit=org.get_unit("toan-quoc"), valid_from=BORN)
    insert(p.Person, persons(Random(2026), people_count))
    home = [cells[pk * 7919 % len(cells)] for pk in range(people_count + 1)]
    insert(
        p.Belonging,
        (
            {"person_id": pk, "unit_id": home[pk], "kind": "official_cell", "valid_from": BORN}
            for pk in range(1, people_count + 1)
        ),
    )
    programmes = [catalogue.get_programme(code) for code in ("NTVD", "DVM", "NVCTD", "DOAN")]
    insert_classes(
        user,
        [
            Sample(
                programmes[n % 4].pk,
                communes[n * 31 % len(communes)],
                date(2025, 1, 6) + timedelta(days=n * 7 % 340),
                [(pk, home[pk]) for pk in ((n * SEATS + seat) * 97 % people_count + 1 for seat in range(SEATS))],
            )
            for n in range(CLASSES)
        ],
    )
    return user, count


def measure(user: Any) -> int:
    """Each figure on a line."""
    from django.conf import settings
    from django.core.signals import request_started
    from django.db import connection, reset_queries
    from django.test import Client

    from hocvien.org import api as org
    from hocvien.people import api as people

    request_started.disconnect(reset_queries)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    client = Client()
    client.force_login(user)
    nation, province = org.get_unit("toan-quoc"), org.get_unit("t0")

    def page(url: str) -> Callable[[], Any]:
        def ask() -> Any:
            response = client.get(url)
            assert response.status_code == 200, (url, response.status_code)
            return response

        return ask

    def people_below(unit: Any, on: date) -> int:
        return people.people().filter(pk__in=people.person_ids_at(org.descendant_ids_as_of(unit.pk, on), on)).count()

    print(f"{'what':58} {'p50 ms':>9} {'queries':>8}")
    asked: list[tuple[str, Callable[[], Any]]] = [
        ("units below the nation, as of a day", lambda: org.count_below(nation.pk, BORN)),
        ("units below a province, as of a day", lambda: org.count_below(province.pk, BORN)),
        ("people below a province of 8,000 units, as of a day", lambda: people_below(province, date(2025, 6, 1))),
        ("tree, first page of the nation", page("/units/?unit=toan-quoc&period=2026")),
        ("tree, a province open", page("/units/?unit=t9&period=2026")),
        ("tree, a name sought", page("/units/?unit=toan-quoc&period=2026&q=dang+uy+xa+9.1")),
    ]
    for label, ask in asked:
        took = timed(ask)
        connection.force_debug_cursor = True
        connection.queries_log.clear()
        ask()
        queries = len(connection.queries_log)
        connection.force_debug_cursor = False
        print(f"{label:58} {took * 1000:9.1f} {queries:8d}")

    return change(nation)


def change(nation: Any) -> int:
    """A commune moved, a province merged beside its bare SQL, and the year's figures before and after; 1 where a limit is passed."""
    from django.db import transaction

    from hocvien.org import api as org
    from hocvien.reporting import api as reporting

    failed = 0
    year = {"from_": date(2025, 1, 1), "to": date(2025, 12, 31)}
    before = reporting.compute_report(unit=nation, **year)
    begun = time.perf_counter()
    reorganise(org, "Chuyển xã", [org.MoveUnits(("t9-x3",), "t10")])
    print(f"{'moving a commune of 94 units, with journal':58} {(time.perf_counter() - begun) * 1000:9.1f}")

    begun = time.perf_counter()
    with transaction.atomic():
        bare_merger(org.get_unit("t2").pk, org.get_unit("t3").pk)
    bare = time.perf_counter() - begun
    begun = time.perf_counter()
    reorganise(org, "Nhập tỉnh", [org.Merge(("t0",), "t1")])
    took = time.perf_counter() - begun
    ratio = took / bare
    print(f"{'bare SQL of merging a province of 8,000 units':58} {bare * 1000:9.1f}")
    print(
        f"{'merging a province of 8,000 units, closure and journal':58} {took * 1000:9.1f}   {ratio:.1f} times the bare SQL"
    )
    if took > MOST_SECONDS or ratio > MOST_RATIO:
        print(f"more than {MOST_SECONDS} s, or more than {MOST_RATIO} times the bare SQL")
        failed = 1

    for label, seen_on in (("as it was then", None), ("through the structure of today", TODAY)):
        begun = time.perf_counter()
        report = reporting.compute_report(unit=nation, **year, seen_on=seen_on)
        told = sum(row.participations for row in report.by_sending_unit)
        print(
            f"{'participations of 2025 by province, ' + label:58} {(time.perf_counter() - begun) * 1000:9.1f}   "
            f"{told:,} from {len(report.by_sending_unit)} units"
        )
        if (report.totals, told) != (before.totals, CLASSES * SEATS):
            print("the totals differ")
            failed = 1
    return failed


def reorganise(org: Any, title: str, steps: list) -> None:
    """Executed as an office would, journal and all."""
    org.record_reorganisation(actor=None, title=title, resolution="NQ mẫu", steps=steps, on=DAY, today=TODAY, now=NOW)


def bare_merger(old: int, new: int) -> None:
    """The rows that merging one province into another changes, by the shortest statements; no journal, no look at anything."""
    from django.db import connection

    from hocvien.common.intervals import OPEN_END

    given = {"old": old, "new": new, "on": DAY.isoformat(), "end": OPEN_END.isoformat()}
    with connection.cursor() as cursor:
        for statement in _BARE:
            cursor.execute(statement, given)


# the children move, their lines to all above are closed and opened again; the old province ends and hangs, as past, below the new one
_BARE = (
    """CREATE TEMPORARY TABLE bare_moving AS SELECT descendant_id AS id, depth FROM org_closure
       WHERE ancestor_id = %(old)s AND valid_from <= %(on)s AND valid_to > %(on)s AND depth > 0""",
    """INSERT INTO org_closure (ancestor_id, descendant_id, depth, valid_from, valid_to, is_past)
       SELECT above.ancestor_id, m.id, above.depth + m.depth, %(on)s, %(end)s, FALSE
       FROM bare_moving m JOIN org_closure above ON above.descendant_id = %(new)s AND above.valid_from <= %(on)s AND above.valid_to > %(on)s
       WHERE above.depth = 0""",
    """UPDATE org_closure SET valid_to = %(on)s
       WHERE ancestor_id = %(old)s AND depth > 0 AND valid_to = %(end)s""",
    """UPDATE org_placement SET valid_to = %(on)s WHERE parent_id = %(old)s AND valid_to = %(end)s""",
    """INSERT INTO org_placement (unit_id, parent_id, valid_from, valid_to, source, is_past)
       SELECT unit_id, %(new)s, %(on)s, %(end)s, '', FALSE FROM org_placement WHERE parent_id = %(old)s AND valid_to = %(on)s""",
    """UPDATE org_unit SET valid_to = %(on)s WHERE id = %(old)s""",
    """UPDATE org_unitname SET valid_to = %(on)s WHERE unit_id = %(old)s AND valid_to = %(end)s""",
    """UPDATE org_unitkindperiod SET valid_to = %(on)s WHERE unit_id = %(old)s AND valid_to = %(end)s""",
    """UPDATE org_placement SET valid_to = %(on)s WHERE unit_id = %(old)s AND valid_to = %(end)s""",
    """INSERT INTO org_placement (unit_id, parent_id, valid_from, valid_to, source, is_past)
       VALUES (%(old)s, %(new)s, %(on)s, %(end)s, '', TRUE)""",
    """DROP TABLE bare_moving""",
)


def timed(ask: Callable[[], Any]) -> float:
    """The median of five, in seconds, after one that fills what is remembered."""
    ask()
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        ask()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


if __name__ == "__main__":
    sys.exit(main())
