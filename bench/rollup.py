"""Standard reports from the roll-up: a nation's units, fifteen years. On PostgreSQL, which fills in what is asked.

    tools/with-postgresql python -m bench.rollup [--units 300000] [--participations 20000000]

Nine classes in ten are of communes, whose cells send the people; the others are of provinces and of central schools, to which communes send. One in twenty is joint: of a commune
with its province or a central school, every third of these for 400 days. Beside two hundred participations one is sent by a notice. A person comes about four times, always from the same commune. The roll-up is built, one class is changed and brought up, and reports of a nation, a province, a central school, a commune and a cell are asked; each stands beside
the same counted from facts (where they are few enough) and beside DuckDB alone, which counts participations and people of the same unit and days, and participations of its joint classes, over Parquet of the same rows in the same run.
"""

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bench.classes import Sample, insert_classes
from bench.nation import BORN, new_units
from bench.people import insert, persons
from bench.start import analyse, start

TODAY = date(2026, 9, 8)
NOW = datetime(2026, 9, 8, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
FIRST, YEARS, SEATS, TIMES, SCHOOLS = date(2011, 1, 1), 15, 30, 5, 8
# facts are asked of no more participations than these: Python holds each of them
MOST_FACTS = 700_000
PERIODS = {
    "a year": (date(2023, 1, 1), date(2023, 12, 31)),
    "8 months": (date(2023, 1, 1), date(2023, 8, 31)),
    "own days": (date(2022, 11, 15), date(2023, 11, 14)),
    "a term": (date(2020, 7, 1), date(2025, 6, 30)),
    "15 years": (FIRST, date(2025, 12, 31)),
}
_BARE = """WITH heads AS (SELECT p.person_id, c.* FROM '{participations}' p JOIN '{classes}' c ON c.id = p.training_class_id
WHERE p.status IN ('active', 'withdrawn') AND c.status = 'finished' AND c.opens_on <= DATE '{last}' AND c.closes_on >= DATE '{first}'),
lines AS (SELECT * FROM '{lines}' WHERE ancestor_id = {unit})
SELECT (SELECT count(*) FROM {own}), (SELECT count(DISTINCT h.person_id) FROM {own}), (SELECT count(*) FROM heads h WHERE h.is_joint AND EXISTS
(SELECT 1 FROM lines o WHERE o.descendant_id IN (h.opened_by_id, h.joint_with_id) AND o.valid_from <= h.opens_on AND o.valid_to > h.opens_on))"""
_OWN = """heads h JOIN lines o ON o.descendant_id = h.opened_by_id AND o.valid_from <= h.opens_on AND o.valid_to > h.opens_on
WHERE h.opens_on >= DATE '{first}' AND NOT h.is_joint"""


def main() -> int:
    """Fill, build, change, ask, print; 1 when a report differs from that counted from facts, or from what DuckDB counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=20_000)
    parser.add_argument("--participations", type=int, default=200_000)
    parser.add_argument("--least", type=int, help="keep units of at least so many participations")
    parser.add_argument("--check", action="store_true", help="hold the roll-up against a count as well")
    options = parser.parse_args()
    os.environ["HOCVIEN_ROLLUP"] = "1"
    _place = start(TODAY)
    from django.db import connection

    if connection.vendor != "postgresql":
        print("tools/with-postgresql python -m bench.rollup")
        return 2
    begun = time.perf_counter()
    fill(options.units, options.participations)
    analyse()
    say(f"{options.units:,} units, {options.participations:,} participations; filled in {since(begun)}")
    build(options.least)
    if options.check:
        check()
    change()
    analyse()
    return ask()


def say(text: str) -> None:
    print(text, flush=True)


def since(begun: float) -> str:
    return f"{time.perf_counter() - begun:.1f} s"


def fill(units: int, participations: int) -> None:
    """Units through the door; one sample class by hand, multiplied by the database."""
    from hocvien.access import api as access
    from hocvien.catalogue import api as catalogue
    from hocvien.people import models as p

    cells, province_of, schools = found(units)
    catalogue.load_seed(actor=None)
    user = access.open_account(actor=None, username="clerk", full_name="Giáo vụ mẫu", password=None)
    insert(p.Person, persons(Random(2026), 1))
    held = [one.pk for one in catalogue.list_programmes().filter(is_trip=False, is_sent_only=False)]
    person = p.Person.objects.get().pk
    insert_classes(user, [Sample(held[0], next(iter(cells)), FIRST, [(person, next(iter(cells)))])])
    grow(participations, cells, province_of, schools, held)


def grow(
    participations: int, cells: dict[int, list[int]], province_of: dict[int, int], schools: list[int], held: list[int]
) -> None:
    """People, classes and participations, made by the database of the one of each that is there."""
    from django.db import connection

    from hocvien.classes import models as c
    from hocvien.people import models as p

    person = p.Person.objects.get().pk
    count = participations // SEATS
    each = max(participations // 4 // len(cells), 2 * SEATS)
    each += each % 7 == 0  # nobody twice in a class
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE commune (n int PRIMARY KEY, unit bigint, province bigint, cells bigint[])")
        cursor.executemany(
            "INSERT INTO commune VALUES (%s, %s, %s, %s)",
            [(n, unit, province_of[unit], its or [unit]) for n, (unit, its) in enumerate(cells.items())],
        )
        cursor.execute(
            "CREATE TEMP TABLE province AS SELECT province AS unit, min(n) AS first, count(*)::int AS size FROM commune GROUP BY 1"
        )
        cursor.execute("SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'")
        places = f"""SELECT i, CASE WHEN i %% 10 < 9 THEN 0 WHEN i %% 50 < 48 THEN 1 ELSE 2 END AS kind, n, province,
            CASE WHEN i %% 10 < 9 THEN commune.unit WHEN i %% 50 < 48 THEN province ELSE (%s::bigint[])[1 + i / 50 %% {len(schools)}] END AS opener,
            CASE WHEN i %% 20 <> 7 THEN NULL WHEN i %% 40 < 20 THEN province ELSE (%s::bigint[])[1 + i / 40 %% {len(schools)}] END AS partner,
            (%s::bigint[])[1 + i %% {len(held)}] AS programme, DATE '{FIRST}' + (i * 37 %% {YEARS * 365 - 5})::int AS day
            FROM generate_series(2::bigint, {count}) i JOIN commune ON n = i * 7919 %% {len(cells)}"""
        cursor.execute(f"CREATE TEMP TABLE place AS {places}", [schools, schools, held])
        with bulk(cursor, p.Person):
            multiply(
                cursor,
                p.Person,
                f"generate_series({person + 1}, {person + each * len(cells)}) i",
                id="i",
                uuid="gen_random_uuid()",
                sex="CASE WHEN i % 5 < 2 THEN 'female' ELSE 'male' END",
            )
        say("people made")
        unit_columns = dict.fromkeys(
            ("opened_by_id", "hosted_by_id", "taught_by_id", "paid_by_id", "certified_by_id"), "opener"
        )
        with bulk(
            cursor,
            c.TrainingClass,
            *(index.name for index in c.TrainingClass._meta.indexes),
            *(f"classes_trainingclass_{role}_id" for role in ("opened_by", "hosted_by", "taught_by", "joint_with")),
        ):
            multiply(
                cursor,
                c.TrainingClass,
                "place",
                id="i",
                uuid="gen_random_uuid()",
                code="'L-' || i",
                programme_id="programme",
                opens_on="day",
                closes_on="day + CASE WHEN partner IS NOT NULL AND i % 3 = 0 THEN 400 ELSE 4 END",
                is_joint="partner IS NOT NULL",
                joint_with_id="partner",
                **unit_columns,
            )
        cursor.execute("ANALYZE classes_trainingclass")
        say("classes made")
        # somebody is of one commune, and of one cell of it
        seats = f"""(SELECT (i - 1) * {SEATS} + s AS id, i AS class_id, kind, o.day, k, at.n AS at, at.unit AS commune, at.cells FROM place o
            JOIN province ON province.unit = o.province CROSS JOIN generate_series(1, {SEATS}) s
            CROSS JOIN LATERAL (SELECT (i * 13 + s * 7) % {each} AS k) place_in
            JOIN commune at ON at.n = CASE kind WHEN 0 THEN o.n WHEN 1 THEN province.first + (i * 31 + s * 7) % province.size
            ELSE (i * 31 + s * 1009) % {len(cells)} END) taken"""
        indexes = [one.name for one in (*c.Participation._meta.indexes, *c.Participation._meta.constraints)]
        with bulk(cursor, c.Participation, *indexes):
            multiply(
                cursor,
                c.Participation,
                seats,
                id="taken.id + 1000",
                uuid="gen_random_uuid()",
                nomination_id="taken.id + 1000",
                training_class_id="class_id",
                admitted_on="taken.day",
                person_id=f"{person + 1} + at * {each} + k",
                sending_unit_id="CASE WHEN kind = 0 THEN cells[1 + k % cardinality(cells)] ELSE commune END",
            )
        say("participations made")
    notify(participations // 200, each, province_of)


def notify(count: int, each: int, province_of: dict[int, int]) -> None:
    """So many people sent by notices that their provinces received, ten by each; made as `grow` makes the others."""
    from django.db import connection

    from hocvien.catalogue import api as catalogue
    from hocvien.org import api as org
    from hocvien.people import models as p
    from hocvien.sending import models as s

    programmes = [one.pk for one in catalogue.list_programmes().filter(is_sent_only=True)]
    person, school = p.Person.objects.earliest("pk"), org.get_unit("truong-0")
    notice = s.Notice.objects.create(
        unit=school,
        issuer_name="Học viện mẫu 0",
        number="TB-1",
        issued_on=FIRST,
        name="Lớp mẫu",
        seats=10,
        opens_on=FIRST,
        programme_id=programmes[0],
        is_generated=True,
    )
    decision = s.SendingDecision.objects.create(
        notice=notice, unit=school, number="QĐ-1", decided_on=FIRST, signer_name="Người ký mẫu", recorded_at=NOW
    )
    s.Sending.objects.create(
        notice=notice,
        person=person,
        sending_unit=school,
        status="sent",
        judged_on=FIRST,
        decision=decision,
        proposed_at=NOW,
    )
    notices = f"(SELECT i, at.*, DATE '{FIRST}' + (i * 37 % {YEARS * 365 - 5})::int AS day FROM generate_series({notice.pk + 1}, {notice.pk + count // 10}) i JOIN commune at ON at.n = i * 7919 % {len(province_of)}) place"
    with connection.cursor() as cursor:
        multiply(
            cursor,
            s.Notice,
            notices,
            id="i",
            uuid="gen_random_uuid()",
            unit_id="place.province",
            number="'TB-' || i",
            issuer_name="'Học viện mẫu ' || i % 8",
            programme_id=f"('{{{','.join(map(str, programmes))}}}'::bigint[])[1 + i % {len(programmes)}]",
            opens_on="day",
        )
        multiply(
            cursor,
            s.SendingDecision,
            notices,
            id="i",
            uuid="gen_random_uuid()",
            unit_id="place.province",
            notice_id="i",
            decided_on="day - 20",
        )
        multiply(
            cursor,
            s.Sending,
            f"{notices}, generate_series(0, 9) seat",
            id="i * 10 + seat",
            uuid="gen_random_uuid()",
            notice_id="i",
            decision_id="i",
            person_id=f"{person.pk + 1} + n * {each} + (i + seat) % {each}",
            sending_unit_id="place.unit",
        )


def found(count: int) -> tuple[dict[int, list[int]], dict[int, int], list[int]]:
    """(commune → its cells, commune → its province, central schools)."""
    from hocvien.org import api as org

    cells: dict[int, list[int]] = {}
    province_of: dict[int, int] = {}
    commune = province = 0
    schools: list[int] = []
    for part in new_units(count):
        if part[0].code == "toan-quoc":
            part += [org.NewUnit(f"truong-{n}", f"Trường mẫu {n}", "other", BORN, "toan-quoc") for n in range(SCHOOLS)]
        for unit in org.found_units(actor=None, units=part):
            if unit.code.startswith("truong"):
                schools.append(unit.pk)
            elif "-c" in unit.code:
                cells[commune].append(unit.pk)
            elif "-x" in unit.code:
                commune = unit.pk
                cells[commune], province_of[commune] = [], province
            elif unit.code != "toan-quoc":
                province = unit.pk
    say("units founded")
    return cells, province_of, schools


@contextmanager
def bulk(cursor: Any, model: Any, *kept: str) -> Iterator[None]:
    """Rows are written without keys and indexes; those named are made again."""
    table = model._meta.db_table
    cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [table])
    made = [text for name, text in cursor.fetchall() if any(name.startswith(one) for one in kept)]
    cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('f', 'u')", [table])
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s AND indexname NOT LIKE '%%_pkey'", [table])
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    yield
    for text in made:
        cursor.execute(text)
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def multiply(cursor: Any, model: Any, source: str, **columns: str) -> None:
    """The first row of the table again for each of the source, with these columns otherwise."""
    table = model._meta.db_table
    names = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(columns.get(name, f'template."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f"INSERT INTO {table} ({listed}) SELECT {values} FROM (SELECT * FROM {table} LIMIT 1) template, {source}"
    )


def build(least: int | None) -> None:
    from django.db import connection

    from hocvien.rollup import api as rollup
    from hocvien.rollup.models import Ledger, Span

    begun = time.perf_counter()
    told = 0.0
    for done, total in rollup.rebuild(now=NOW, least=least):
        if time.perf_counter() - told > 15:
            told = time.perf_counter()
            say(f"  {since(begun)}: {done:,} of {total:,}")
    took = since(begun)
    state = rollup.state()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('rollup_span') / 1e6, pg_total_relation_size('rollup_ledger') / 1e6"
        )
        spans, ledger = cursor.fetchone()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    say(
        f"built in {took}: {state.units if state else 0} units, {Span.objects.count():,} rows of numbers ({spans:.0f} MB), "
        f"{Ledger.objects.count():,} of the ledger ({ledger:.0f} MB); {memory:.1f} GB of memory at most"
    )


def check() -> None:
    from hocvien.rollup import api as rollup

    begun = time.perf_counter()
    found = rollup.check(on=TODAY, now=NOW)
    say(f"checked in {since(begun)}: {found.rows:,} rows, {found.differing} differ")


def change() -> None:
    """A class of a commune and one of a central school cancelled, and one more moved by a month."""
    from django.db import transaction

    from hocvien.classes.models import TrainingClass
    from hocvien.rollup import api as rollup

    held = TrainingClass.objects.filter(opens_on__range=PERIODS["a year"])
    for name, opener in (("commune", "-x"), ("central school", "truong")):
        one = held.filter(opened_by__code__contains=opener).first()
        assert one is not None
        for status in ("cancelled", "finished"):
            with transaction.atomic():
                one.status = status
                one.save()
            begun = time.perf_counter()
            rollup.keep_up(now=NOW)
            say(f"one class of a {name} {status}: brought up in {since(begun)}")


def ask() -> int:
    from hocvien.org import api as org
    from hocvien.reporting import api as reporting
    from hocvien.reporting.queries import answer

    begun = time.perf_counter()
    reporting.write_parquet(actor=None, now=NOW)
    say(f"Parquet written in {since(begun)}")
    failed = 0
    say(
        f"{'unit':10} {'days':10} {'report ms':>10} {'facts ms':>10} {'DuckDB ms':>10} {'to DuckDB':>10} {'participations':>15} {'joint':>9} {'rows':>6}"
    )
    for code in ("toan-quoc", "t0", "truong-0", "t0-x0", "t0-x0-c1"):
        unit = org.get_unit(code)
        for name, (first, last) in PERIODS.items():
            days = {"from_": first, "to": last}
            kept, found = timed(lambda: reporting.compute_report(unit=unit, **days), TIMES if name != "own days" else 1)  # noqa: B023 - called at once
            bare, rows = timed(lambda: alone(unit.pk, first, last), 1)  # noqa: B023 - called at once
            live = float("nan")
            if found.totals.participations <= MOST_FACTS:
                live, counted = timed(lambda: answer.compute_report(unit=unit, **days), 1)  # noqa: B023 - called at once
                failed |= found != counted
            joint = sum(row.participations for row in found.joint)
            failed |= rows != (found.totals.participations, found.totals.persons, joint)
            say(
                f"{code:10} {name:10} {kept:10.1f} {live:10.1f} {bare:10.1f} {kept / bare:10.2f} {rows[0]:15,} {joint:9,} {len(found.joint):6,}"
            )
            if failed:
                say("differs")
                return 1
    return 0


def alone(unit: int, first: date, last: date) -> Any:
    """Participations and people of the unit's classes, and participations of its joint ones, by DuckDB and nothing else."""
    import duckdb

    from hocvien.reporting.queries.parquet.kept import current_copy

    files: dict[str, Path] = {
        key: current_copy().file_of(table)
        for key, table in (
            ("participations", "classes_participation"),
            ("classes", "classes_trainingclass"),
            ("lines", "org_closure"),
        )
    }
    with duckdb.connect() as connection:
        own = _OWN.format(first=first)
        return connection.execute(_BARE.format(unit=unit, first=first, last=last, own=own, **files)).fetchone()


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
