"""Measures by dimensions at a nation's size, from the copy in Parquet.

    python -m bench.parquet [--units 30000] [--participations 2000000]
    tools/with-postgresql python -m bench.parquet --units 300000 --participations 20000000

Fifteen years of classes, people with a cell and sometimes a post, and participations. On PostgreSQL they are put into the program's tables past its doors, and
writing the copy is timed; on SQLite DuckDB makes them where the program writes its copy, and only the wide table is the program's. Each answer stands beside bare
DuckDB counting the same by the SQL somebody would write by hand over the plain files of the same copy, in the same run.
"""

import argparse
import sys
import time
from collections.abc import Mapping
from datetime import date, datetime
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bench.nation import BORN, new_units
from bench.start import start

TODAY = date(2026, 9, 8)
NOW = datetime(2026, 9, 8, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SEATS, MOST_SECONDS = 30, 10.0
FROM, TO = date(2011, 1, 1), date(2025, 12, 31)
DAYS = (TO - FROM).days - 10
_JOINED = """FROM classes_participation p JOIN classes_trainingclass c ON c.id = p.training_class_id
JOIN people_person o ON o.id = p.person_id JOIN catalogue_programme g ON g.id = c.programme_id"""
_COUNTED = "count(*), count(DISTINCT p.person_id), count(DISTINCT c.id)"
_BRANCH = """JOIN org_closure b ON b.descendant_id = p.sending_unit_id AND b.valid_from <= {day} AND b.valid_to > {day}
JOIN org_closure t ON t.descendant_id = b.ancestor_id AND t.ancestor_id = {unit} AND t.depth = 1"""
_AGE = "(year(c.opens_on) - year(o.birth_on) - CASE WHEN strftime(c.opens_on, '%m%d') < strftime(o.birth_on, '%m%d') THEN 1 ELSE 0 END)"
_BAND = f"CASE WHEN {_AGE} <= 30 THEN 1 WHEN {_AGE} <= 40 THEN 2 WHEN {_AGE} <= 50 THEN 3 WHEN {_AGE} <= 60 THEN 4 ELSE 5 END"
_HELD = """LEFT JOIN people_belonging h ON h.person_id = p.person_id AND h.valid_from <= c.closes_on AND h.valid_to > c.closes_on"""


class Asked(NamedTuple):
    """A question, and what bare SQL groups by, joins beside the four tables, and leaves out."""

    dimensions: tuple[str, ...]
    by: str = "ALL"
    joins: str = ""
    where: str = "TRUE"
    unit: str = "toan-quoc"
    given: Mapping[str, Any] = {}


ASKED = (
    Asked(()),
    Asked(("programme",), "ROLLUP (g.code)"),
    Asked(("month",), "ROLLUP (date_trunc('month', c.opens_on))"),
    Asked(("year", "sex"), "CUBE (year(c.opens_on), o.sex)"),
    Asked(("year", "programme"), "CUBE (year(c.opens_on), g.code)"),
    Asked(("month", "programme"), "CUBE (date_trunc('month', c.opens_on), g.code)"),
    Asked(("age_band", "sex"), f"CUBE ({_BAND}, o.sex)"),
    Asked(("sender_branch",), "ROLLUP (b.ancestor_id)", _BRANCH.format(day="c.opens_on", unit="{unit}")),
    Asked(
        ("held_branch",),
        "ROLLUP (b.ancestor_id)",
        _HELD + " " + _BRANCH.format(day="c.opens_on", unit="{unit}").replace("p.sending_unit_id", "h.unit_id"),
    ),
    Asked(
        ("sender_branch",),
        "ROLLUP (b.ancestor_id)",
        _BRANCH.format(day=f"DATE '{TODAY}'", unit="{unit}"),
        given={"seen_on": TODAY},
    ),
    Asked(
        ("programme",),
        "ROLLUP (g.code)",
        where="c.opens_on <= '2025-12-31' AND c.closes_on >= '2025-01-01'",
        given={"basis": "running", "from_": date(2025, 1, 1)},
    ),
    Asked(("year", "programme"), "CUBE (year(c.closes_on), g.code)", given={"basis": "finished"}),
    Asked(
        ("year", "programme"),
        "CUBE (year(c.opens_on), g.code)",
        where="c.opened_by_id IN (SELECT descendant_id FROM org_closure WHERE ancestor_id = {unit})",
        unit="t9",
    ),
)


def main() -> int:
    """Fill, ask, print one table; 1 when a question takes more than MOST_SECONDS, or counts otherwise than bare SQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=30_000)
    parser.add_argument("--participations", type=int, default=2_000_000)
    options = parser.parse_args()
    _place = start(TODAY)
    from django.db import connection

    from hocvien.catalogue import api as catalogue
    from hocvien.org import api as org
    from hocvien.reporting import api as reporting

    begun = time.perf_counter()
    for part in new_units(options.units):
        org.found_units(actor=None, units=part)
    catalogue.load_seed(actor=None)
    print(f"{connection.vendor}: {options.units:,} units founded in {time.perf_counter() - begun:.0f} s", flush=True)
    begun = time.perf_counter()
    if connection.vendor == "postgresql":
        fill(options.participations)
        print(f"{options.participations:,} participations put into the database in {time.perf_counter() - begun:.0f} s")
    begun = time.perf_counter()
    written = reporting.write_parquet(actor=None, now=NOW)
    print(f"a copy of {sum(written.values()):,} rows written in {time.perf_counter() - begun:.1f} s")
    if connection.vendor != "postgresql":
        begun = time.perf_counter()
        make(options.participations)
        print(
            f"{options.participations:,} participations made by DuckDB, the wide table in {time.perf_counter() - begun:.1f} s"
        )
    copy = reporting.find_copy()
    print(f"{copy.rows:,} rows, {copy.size / 1e6:,.0f} MB\n")
    print(f"{'by':28} {'seconds':>9} {'bare':>9} {'ratio':>7} {'processor s':>12} {'bare':>9} {'ratio':>7}", flush=True)
    return max([measure(one) for one in ASKED])


def measure(asked: Asked) -> int:
    """One question, and its bare SQL."""
    from hocvien.org import api as org
    from hocvien.reporting import api as reporting
    from hocvien.reporting.queries.parquet.engine import opened

    unit = org.get_unit(asked.unit)
    breakdown = reporting.Breakdown(("classes", "participations", "persons"), *asked.dimensions)
    question = reporting.ask(unit=unit, **{"from_": FROM, "to": TO, **asked.given})
    begun, spent = time.perf_counter(), time.process_time()
    answer = reporting.break_down_in_parquet(question, breakdown)
    took, spent = time.perf_counter() - begun, time.process_time() - spent
    joins, where = (told.format(unit=unit.pk) for told in (asked.joins, asked.where))
    with opened() as (connection, _copy):
        begun, alone_spent = time.perf_counter(), time.process_time()
        rows = connection.execute(f"SELECT {_COUNTED} {_JOINED} {joins} WHERE {where} GROUP BY {asked.by}").fetchall()
        alone, alone_spent = time.perf_counter() - begun, time.process_time() - alone_spent
    name = " ".join([" × ".join(asked.dimensions) or "all", *map(str, asked.given.values())][:2])
    if asked.unit != "toan-quoc":
        name += f" of {asked.unit}"
    print(
        f"{name:28} {took:9.2f} {alone:9.2f} {took / alone:7.2f} {spent:12.2f} {alone_spent:9.2f} {spent / alone_spent:7.2f}",
        flush=True,
    )
    whole = max(rows, key=lambda row: row[0])
    told = tuple(answer.figure(code) for code in ("participations", "persons", "classes"))
    if told != whole:
        print(f"counts {told}, bare SQL {whole}")
        return 1
    if took > MOST_SECONDS:
        print(f"more than {MOST_SECONDS:.0f} s")
        return 1
    return 0


def series(count: int) -> dict[str, tuple[str, dict[str, str]]]:
    """Table → (numbers i of its rows, column → expression over i): people, classes of SEATS over the years in all programmes, cells that send.

    The same words for DuckDB and PostgreSQL.
    """
    from hocvien.catalogue import api as catalogue
    from hocvien.org import api as org

    held = catalogue.list_programmes().filter(is_trip=False, is_sent_only=False)
    programmes = list(held.values_list("pk", flat=True))
    # the nation itself opens nothing and sends nobody
    ids = list(org.Unit.objects.exclude(code="toan-quoc").order_by("pk").values_list("pk", flat=True))
    first, units, people = ids[0], ids[-1] - ids[0] + 1, max(count // 4, 1)
    opener = f"{first} + (i * 7919) % {units}"
    assert BORN < FROM
    return {
        "people_person": (
            f"1, {people}",
            {
                "id": "i",
                "birth_on": "CAST('1960-01-01' AS DATE) + CAST(i % 14000 AS INTEGER)",
                "sex": "CASE WHEN i % 5 < 2 THEN 'female' ELSE 'male' END",
                "ethnicity": "CASE WHEN i % 7 = 0 THEN 'Tày' ELSE 'Kinh' END",
                "admitted_on": "CAST('2005-01-01' AS DATE)",
                "official_on": "CAST('2006-01-01' AS DATE)",
                "left_party_on": "CAST(NULL AS DATE)",
            },
        ),
        "people_belonging": (
            f"1, {people}",
            {
                "id": "i",
                "person_id": "i",
                "unit_id": f"{first} + (i * 6151) % {units}",
                "kind": "'official_cell'",
                "valid_from": f"CAST('{BORN}' AS DATE)",
                "valid_to": "CAST('9999-12-31' AS DATE)",
            },
        ),
        "people_post": (
            f"1, {max(people // 3, 1)}",
            {
                "id": "i",
                "person_id": "i * 3",
                "kind": "CASE WHEN i % 4 = 0 THEN 'cell_secretary' ELSE 'cell_committee_member' END",
                "work_field": "CASE WHEN i % 2 = 0 THEN 'party' ELSE 'state' END",
                "valid_from": f"CAST('{BORN}' AS DATE) + CAST(i % 3000 AS INTEGER)",
                "valid_to": "CAST('9999-12-31' AS DATE)",
            },
        ),
        "classes_trainingclass": (
            f"1, {count // SEATS}",
            {
                "id": "i",
                "programme_id": f"CASE i % {len(programmes)} {' '.join(f'WHEN {at} THEN {pk}' for at, pk in enumerate(programmes))} END",
                **dict.fromkeys(("opened_by_id", "hosted_by_id", "taught_by_id", "certified_by_id"), opener),
                "is_joint": "FALSE",
                "opens_on": f"CAST('{FROM}' AS DATE) + CAST((i * 37) % {DAYS} AS INTEGER)",
                "closes_on": f"CAST('{FROM}' AS DATE) + CAST((i * 37) % {DAYS} + 4 AS INTEGER)",
                "status": "'finished'",
            },
        ),
        "classes_participation": (
            f"1, {count // SEATS * SEATS}",
            {
                "id": "i",
                "training_class_id": f"1 + (i - 1) // {SEATS}",
                "person_id": f"1 + (i * 97) % {people}",
                "sending_unit_id": f"{first} + (i * 6151) % {units}",
                "status": "'active'",
            },
        ),
    }


def make(count: int) -> None:
    """The rows in the files of the copy in use, by DuckDB."""
    from hocvien.reporting.operations.parquet import finish_copy
    from hocvien.reporting.queries.parquet.engine import opened
    from hocvien.reporting.queries.parquet.kept import KEPT, columns_of, make_current

    kept = {columns_of(label)[0]: columns_of(label)[1] for label in KEPT}
    begun = time.perf_counter()
    with opened() as (connection, copy):
        for table, (numbers, columns) in series(count).items():
            selected = ", ".join(
                f"CAST({columns.get(column, 'NULL' if kind != 'VARCHAR' else repr(''))} AS {kind}) AS {column}"
                for column, kind in kept[table].items()
            )
            first, last = numbers.split(", ")
            connection.execute(
                f"COPY (SELECT {selected} FROM range({first}, {last} + 1) t(i)) TO '{copy.file_of(table)}' (FORMAT parquet)"
            )
    make_current(finish_copy(copy, lambda: time.perf_counter() - begun))


def fill(count: int) -> None:
    """The rows in the tables of PostgreSQL; all columns that are not told are those of one sample row. No index is kept up, no key looked after."""
    from django.db import connection

    from bench.classes import Sample, insert_classes
    from bench.people import insert, persons
    from hocvien.access import api as access
    from hocvien.catalogue import api as catalogue
    from hocvien.org import api as org
    from hocvien.people import models as p

    unit = org.Unit.objects.exclude(code="toan-quoc").order_by("pk").values_list("pk", flat=True)[0]
    insert(p.Person, persons(Random(2026), 1))
    insert(p.Belonging, [{"person_id": 1, "unit_id": unit, "kind": "official_cell", "valid_from": BORN}])
    insert(p.Post, [{"person_id": 1, "unit_id": unit, "kind": "cell_secretary", "valid_from": BORN}])
    user = access.open_account(actor=None, username="clerk", full_name="Giáo vụ mẫu", password=None)
    insert_classes(user, [Sample(catalogue.get_programme("DVM").pk, unit, FROM, [(1, unit)])])
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, (numbers, columns) in series(count).items():
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('u', 'x', 'c', 'p')",
                [table],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}" CASCADE')
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP INDEX "{name}"')
            cursor.execute(f'CREATE TEMPORARY TABLE sample AS SELECT * FROM "{table}" LIMIT 1')
            cursor.execute(f'DELETE FROM "{table}"')
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
                [table],
            )
            names = [name for (name,) in cursor.fetchall()]
            spread = numbers.replace(", ", "::bigint, ")
            told = ", ".join(columns.get(name, f's."{name}"').replace("//", "/") for name in names)
            listed = ", ".join(f'"{name}"' for name in names)
            cursor.execute(
                f'INSERT INTO "{table}" ({listed}) OVERRIDING SYSTEM VALUE SELECT {told} FROM sample s, generate_series({spread}::bigint) AS i'
            )
            cursor.execute("DROP TABLE sample")
        cursor.execute("SET session_replication_role = origin")


if __name__ == "__main__":
    sys.exit(main())
