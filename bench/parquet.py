"""Measures by dimensions at a nation's size, from the copy in Parquet.

    python -m bench.parquet [--units 300000] [--participations 20000000]

Units stand in the program's database; fifteen years of classes, people and participations are made by DuckDB where the program writes its copy, past
the database: what is measured is asking. Each figure stands beside bare DuckDB counting the same by hand-written SQL over the same files, in the
same run. Writing a copy of so many from a database is not measured.
"""

import argparse
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any
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
# the dimensions asked, and bare SQL that counts the same of the whole nation
ASKED = (
    ((), "SELECT '', {counted} {joined}"),
    (("programme",), "SELECT g.code, {counted} {joined} GROUP BY 1"),
    (("year", "sex"), "SELECT year(c.opens_on), o.sex, {counted} {joined} GROUP BY CUBE (1, 2)"),
    (("month",), "SELECT strftime(c.opens_on, '%Y-%m'), {counted} {joined} GROUP BY ROLLUP (1)"),
    (
        ("sender_branch",),
        """SELECT b.ancestor_id, {counted} {joined}
        JOIN org_closure b ON b.descendant_id = p.sending_unit_id AND b.valid_from <= c.opens_on AND b.valid_to > c.opens_on
        JOIN org_closure t ON t.descendant_id = b.ancestor_id AND t.ancestor_id = {unit} AND t.depth = 1 GROUP BY ROLLUP (1)""",
    ),
)


def main() -> int:
    """Fill, ask, print one table; 1 when a question takes more than MOST_SECONDS or counts otherwise than bare SQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=300_000)
    parser.add_argument("--participations", type=int, default=20_000_000)
    options = parser.parse_args()
    _place = start(TODAY)
    from hocvien.catalogue import api as catalogue
    from hocvien.org import api as org
    from hocvien.reporting import api as reporting

    begun = time.perf_counter()
    for part in new_units(options.units):
        org.found_units(actor=None, units=part)
    catalogue.load_seed(actor=None)
    filled = time.perf_counter()
    written = reporting.write_parquet(now=NOW)
    print(
        f"{options.units:,} units founded in {filled - begun:.0f} s; {sum(written.values()):,} rows written in {time.perf_counter() - filled:.1f} s"
    )
    make(options.participations)
    print(f"{options.participations:,} participations made by DuckDB\n")
    failed = 0
    print(f"{'by':24} {'seconds':>9} {'bare':>9} {'ratio':>7}")
    nation = org.get_unit("toan-quoc")
    for dimensions, bare in ASKED:
        failed |= measure(nation, dimensions, bare)
    return failed


def measure(nation: Any, dimensions: tuple[str, ...], bare: str) -> int:
    """One question, and its bare SQL."""
    from hocvien.reporting import api as reporting
    from hocvien.reporting.queries.parquet.answer import opened

    begun = time.perf_counter()
    breakdown = reporting.Breakdown(("classes", "participations", "persons"), *dimensions)
    answer, _as_of = reporting.break_down_in_parquet(reporting.ask(unit=nation, from_=FROM, to=TO), breakdown)
    took = time.perf_counter() - begun
    with opened() as (connection, _as_of):
        begun = time.perf_counter()
        rows = connection.execute(bare.format(counted=_COUNTED, joined=_JOINED, unit=nation.pk)).fetchall()
        alone = time.perf_counter() - begun
    name = " × ".join(dimensions) or "all"
    print(f"{name:24} {took:9.2f} {alone:9.2f} {took / alone:7.1f}")
    whole = max(rows, key=lambda row: row[-3])[-3] if dimensions != ("programme",) else sum(row[-3] for row in rows)
    if answer.figure("participations") != whole:
        print(f"counts {answer.figure('participations'):,}, bare SQL {whole:,}")
        return 1
    return int(took > MOST_SECONDS)


def make(count: int) -> None:
    """Classes of SEATS over the years in all programmes that are held, a person about four times, cells that send."""
    from hocvien.catalogue import api as catalogue
    from hocvien.org import api as org
    from hocvien.reporting.queries.parquet.answer import opened
    from hocvien.reporting.queries.parquet.kept import current_copy

    held = catalogue.list_programmes().filter(is_trip=False, is_sent_only=False)
    programmes = list(held.values_list("pk", flat=True))
    # the nation itself opens nothing and sends nobody
    ids = list(org.Unit.objects.exclude(code="toan-quoc").order_by("pk").values_list("pk", flat=True))
    first, units, people = ids[0], ids[-1] - ids[0] + 1, max(count // 4, 1)
    opener = f"{first} + (i * 7919) % {units}"
    copy = current_copy()
    made = {
        "people_person": f"""SELECT i AS id, DATE '1960-01-01' + CAST(i % 14000 AS INTEGER) AS birth_on,
            CASE WHEN i % 5 < 2 THEN 'female' ELSE 'male' END AS sex, 'Kinh' AS ethnicity, DATE '2005-01-01' AS admitted_on,
            DATE '2006-01-01' AS official_on, NULL::DATE AS left_party_on FROM range(1, {people + 1}) t(i)""",
        "classes_trainingclass": f"""SELECT i AS id, ([{", ".join(map(str, programmes))}])[1 + i % {len(programmes)}] AS programme_id,
            NULL::BIGINT AS curriculum_id, '' AS study_mode, {opener} AS opened_by_id, {opener} AS hosted_by_id, {opener} AS taught_by_id,
            {opener} AS certified_by_id, FALSE AS is_joint, NULL::BIGINT AS joint_with_id, FALSE AS is_carried_over, NULL::BIGINT AS plan_line_id,
            DATE '{FROM}' + CAST((i * 37) % {DAYS} AS INTEGER) AS opens_on, DATE '{FROM}' + CAST((i * 37) % {DAYS} + 4 AS INTEGER) AS closes_on,
            'finished' AS status FROM range(1, {count // SEATS + 1}) t(i)""",
        "classes_participation": f"""SELECT i AS id, 1 + (i - 1) // {SEATS} AS training_class_id, 1 + (i * 97) % {people} AS person_id,
            {first} + (i * 6151) % {units} AS sending_unit_id, 'active' AS status FROM range(1, {count // SEATS * SEATS + 1}) t(i)""",
    }
    assert BORN < FROM
    with opened() as (connection, _as_of):
        for table, rows in made.items():
            target: Path = copy.file_of(table)
            connection.execute(f"COPY ({rows}) TO '{target}' (FORMAT parquet)")


if __name__ == "__main__":
    sys.exit(main())
