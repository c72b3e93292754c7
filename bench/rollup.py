"""Standard reports from the roll-up: a nation's units, fifteen years.

    python -m bench.rollup [--units 40000] [--participations 60000]

The roll-up is built, one class is changed and brought up, and the report of a year, of eight months and of all fifteen years is asked of the nation, a province, a commune
and a cell; each stands beside the same report counted from facts, and the year beside bare SQL that counts its people, in the same run. Classes are of communes, their people of
cells below; a person comes about four times.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from bench.classes import Sample, insert_classes
from bench.nation import BORN, analyse, new_units
from bench.people import insert, persons
from bench.start import start

TODAY = date(2026, 9, 8)
FIRST, YEARS, SEATS, TIMES = date(2011, 1, 1), 15, 30, 5
PERIODS = {
    "a year": (date(2023, 1, 1), date(2023, 12, 31)),
    "8 months": (date(2023, 1, 1), date(2023, 8, 31)),
    "own days": (date(2022, 11, 15), date(2023, 11, 14)),
    "15 years": (FIRST, date(2025, 12, 31)),
}
_BARE = """SELECT count(*), count(DISTINCT p.person_id) FROM classes_participation p JOIN classes_trainingclass c ON c.id = p.training_class_id
JOIN org_closure o ON o.descendant_id = c.opened_by_id AND o.ancestor_id = %s AND o.valid_from <= c.opens_on AND o.valid_to > c.opens_on
WHERE c.opens_on BETWEEN %s AND %s AND p.status IN ('active', 'withdrawn')"""


def main() -> int:
    """Fill, build, change, ask, print; 1 when a report differs from that counted from facts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=40_000)
    parser.add_argument("--participations", type=int, default=60_000)
    options = parser.parse_args()
    os.environ["HOCVIEN_ROLLUP"] = "1"
    _place = start(TODAY)
    from django.db import connection

    begun = time.perf_counter()
    fill(options.units, options.participations)
    analyse()
    print(
        f"\n{connection.vendor}: {options.units:,} units, {options.participations:,} participations; filled in {time.perf_counter() - begun:.0f} s"
    )
    build()
    analyse()
    return ask()


def fill(units: int, participations: int) -> None:
    from hocvien.access import api as access
    from hocvien.catalogue import api as catalogue
    from hocvien.org import api as org
    from hocvien.people import models as p

    communes: list[tuple[int, list[int]]] = []
    for part in new_units(units):
        for unit in org.found_units(actor=None, units=part):
            if "-c" in unit.code:
                communes[-1][1].append(unit.pk)
            elif "-x" in unit.code:
                communes.append((unit.pk, []))
    catalogue.load_seed(actor=None)
    user = access.open_account(actor=None, username="clerk", full_name="Giáo vụ mẫu", password=None)
    people = max(participations // 4, 100)
    insert(p.Person, persons(Random(2026), people))
    held = list(catalogue.list_programmes().filter(is_trip=False, is_sent_only=False))
    assert BORN < FIRST
    insert_classes(user, list(classes(participations // SEATS, communes, [one.pk for one in held], people)))


def classes(count: int, communes: list[tuple[int, list[int]]], programmes: list[int], people: int):
    for n in range(count):
        commune, cells = communes[n * 7919 % len(communes)]
        attended = [
            ((n * SEATS + seat) * 97 % people + 1, cells[(n + seat) % len(cells)] if cells else commune)
            for seat in range(SEATS)
        ]
        day = FIRST + timedelta(days=n * 37 % (YEARS * 365 - 5))
        yield Sample(programmes[n % len(programmes)], commune, day, attended)


def build() -> None:
    from django.db import transaction

    from hocvien.classes.models import TrainingClass
    from hocvien.rollup import api as rollup
    from hocvien.rollup.models import Span

    begun = time.perf_counter()
    months = sum(1 for _done in rollup.rebuild())
    print(f"built: {months} months, {Span.objects.count():,} rows in {time.perf_counter() - begun:.1f} s")
    one = TrainingClass.objects.filter(opens_on__year=2023).first()
    assert one is not None
    with transaction.atomic():
        one.status = "cancelled"
        one.save()
    begun = time.perf_counter()
    rollup.keep_up()
    print(f"one class changed: brought up in {time.perf_counter() - begun:.2f} s")


def ask() -> int:
    from hocvien.org import api as org
    from hocvien.reporting import api as reporting
    from hocvien.reporting.queries import answer

    failed = 0
    print(f"{'unit':10} {'days':10} {'roll-up ms':>11} {'facts ms':>10} {'bare ms':>10} {'to bare':>8}")
    for code in ("toan-quoc", "t0", "t0-x0", "t0-x0-c1"):
        unit = org.get_unit(code)
        for name, (first, last) in PERIODS.items():
            days = {"from_": first, "to": last}
            kept, found = timed(lambda: reporting.compute_report(unit=unit, **days), TIMES)  # noqa: B023 - called at once
            live, counted = timed(lambda: answer.compute_report(unit=unit, **days), 1)  # noqa: B023 - called at once
            bare, _rows = timed(lambda: bare_rows([unit.pk, first, last]), 1)  # noqa: B023 - called at once
            print(f"{code:10} {name:10} {kept:11.1f} {live:10.1f} {bare:10.1f} {kept / bare:8.2f}")
            if (found.classes, found.totals, found.by_sending_unit, found.programmes) != (
                counted.classes,
                counted.totals,
                counted.by_sending_unit,
                counted.programmes,
            ):
                print("differs from what is counted from facts")
                failed = 1
    return failed


def bare_rows(params: list) -> list:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_BARE, params)
        return cursor.fetchall()


def timed(work: Callable, times: int):
    """(p50 in ms, the last answer)."""
    took = []
    for _time in range(times):
        begun = time.perf_counter()
        found = work()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took), found


if __name__ == "__main__":
    sys.exit(main())
