"""Measures by dimensions from the copy in Parquet: the statements of `breakdown`, put to DuckDB, counted there instead of in memory."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.models import Q, QuerySet
from django.db.utils import ConnectionHandler

from hocvien.reporting.arithmetic import needed
from hocvien.reporting.constants import OWN
from hocvien.reporting.data import DISTINCT, MEASURE_OF, SHARE, STUDY, TOTAL, Answer, Breakdown, Question, Source
from hocvien.reporting.queries.breakdown.answer import (
    Wanted,
    answer_of,
    check,
    counted_rows,
    study_rows,
    wanted_rows,
)
from hocvien.reporting.queries.parquet.kept import KEPT, columns_of, current_copy, duckdb

Figures = dict[tuple[str, str, str], int | float | None]
NULL = r"\N"
"""How nothing is written in the text files that pass between a database and DuckDB; an empty word stays one."""
DIALECT = f"HEADER false, AUTO_DETECT false, DELIM ',', QUOTE '\"', ESCAPE '\"', NULLSTR '{NULL}'"
"""The rest of how they are written, told and never guessed."""
# dimensions whose columns are a unit and a day, and whose values lineages alone decide; the area also follows what is told of units
_PLACED_BY_LINEAGE = {"sender_branch", "sender_level_2", "sender_level_3", "held_branch", "opener_branch"}


def break_down_in_parquet(question: Question, breakdown: Breakdown) -> tuple[Answer, datetime]:
    """What `break_down` answers, of the moment the copy was written, and that moment; units are named and placed as recorded today.

    Two queries of the program's own database for each dimension of units and kind of fact; the rest is DuckDB's.
    Raises MeasureUnknown, DimensionUnknown, ParquetNotWritten, ParquetNotInstalled.
    """
    check(breakdown)
    sources = needed(breakdown.measures, breakdown.dimensions)
    asked, unknown = wanted_rows(question, sources, breakdown.dimensions, dict(breakdown.where))
    sources = {code: () if code in unknown else found for code, found in sources.items()}
    with opened() as (connection, as_of):
        for number, one in enumerate(asked):
            _read(connection, question, number, one, breakdown)
        figures = _figures(connection, asked, sources, breakdown)
    return answer_of(question, breakdown, sources, figures), as_of


@contextmanager
def opened() -> Iterator[tuple[Any, datetime]]:
    """A connection that knows the files by the names of their tables, and the moment they are of; memory of its own, nothing kept.

    Raises ParquetNotWritten, ParquetNotInstalled.
    """
    copy = current_copy()
    with tempfile.TemporaryDirectory(prefix="hocvien-") as place, duckdb().connect() as connection:
        connection.execute("SET temp_directory = ?", [place])
        for label in KEPT:
            table, _columns = columns_of(label)
            file = str(copy.file_of(table)).replace("'", "''")
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{file}')")  # noqa: S608 - our own folder
        yield connection, copy.as_of


def load(connection: Any, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Fill a table of DuckDB; a hundred times as fast through a file as row by row."""
    with tempfile.TemporaryDirectory(prefix="hocvien-") as place:
        path = Path(place) / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([NULL if value is None else value for value in row] for row in rows)
        connection.execute(f"COPY {table} FROM '{path}' (FORMAT csv, {DIALECT})")


def as_statement(rows: QuerySet[Any, Any]) -> tuple[str, list[Any]]:
    """What PostgreSQL would be asked, which DuckDB understands, whatever the database here is; nothing is asked."""
    postgres = DatabaseWrapper(
        ConnectionHandler({DEFAULT_DB_ALIAS: {"ENGINE": "django.db.backends.postgresql"}}).settings[DEFAULT_DB_ALIAS]
    )
    sql, params = rows.query.get_compiler(connection=postgres).as_sql()
    # numbers come wrapped for psycopg
    plain = [int(one) if isinstance(one, int) and not isinstance(one, bool) else one for one in params]
    return sql.replace("%s", "?").replace("%%", "%"), plain


# --- Rows, with their values --------------------------------------------------------------------------------------------


def _read(connection: Any, question: Question, number: int, one: Wanted, breakdown: Breakdown) -> None:
    """Make `told_N`: value_0…, sum_…, id_… of the facts counted, what is not wanted left out."""
    width = sum(len(key.columns) for key in one.keys if key)
    names = [
        *(f"key_{at}" for at in range(width)),
        *(f"sum_{column}" for column in one.sums),
        *(f"id_{column}" for column in one.ids),
    ]
    facts = f"facts_{number}"
    if one.rows[0] == STUDY:
        # a summoned unit and its day are all that study sessions are told by
        kinds = [
            "DATE" if key.name.endswith("_on") else "BIGINT" for keyed in one.keys if keyed for key in keyed.columns
        ]
        kinds += ["BIGINT"] * (len(names) - width)
        columns = ", ".join(f"{name} {kind}" for name, kind in zip(names, kinds, strict=True))
        connection.execute(f"CREATE TEMP TABLE {facts} ({columns})")
        load(connection, facts, study_rows(question, one.part, one.keys, one.sums, one.ids))
    else:
        sql, params = as_statement(counted_rows(question, one.rows[0], one.part, one.keys, one.sums, one.ids, Q()))
        connection.execute(f"CREATE TEMP TABLE {facts} AS SELECT * FROM ({sql}) AS c ({', '.join(names)})", params)  # noqa: S608 - compiled
    _since_last_change(connection, question, facts, one, breakdown)
    _place(connection, question, number, one, breakdown, names[width:])


def _since_last_change(connection: Any, question: Question, facts: str, one: Wanted, breakdown: Breakdown) -> None:
    """Put the day on which a unit last came to stand where it stood for the day of each fact: few to be placed, not one for every day."""
    first = 0
    for code, key in zip(breakdown.dimensions, one.keys, strict=True):
        at, first = first, first + (len(key.columns) if key else 0)
        if code not in _PLACED_BY_LINEAGE:
            continue
        unit, day = f"key_{at}", f"key_{at + 1}"
        # neither the unit nor the one asked moved, or anything above them, between that day and the day of the fact
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE {facts} AS
            WITH changes AS (
                SELECT descendant_id AS unit, unnest([valid_from, valid_to]) AS day FROM org_closure
            ), whose AS (SELECT DISTINCT unit, day FROM changes),
            asked AS (SELECT DISTINCT day FROM changes WHERE unit = ?)
            SELECT f.* REPLACE (coalesce(greatest(w.day, a.day), f.{day}) AS {day})
            FROM {facts} f ASOF LEFT JOIN whose w ON f.{unit} = w.unit AND f.{day} >= w.day
            ASOF LEFT JOIN asked a ON f.{day} >= a.day""",  # noqa: S608 - names made here
            [question.seen_from_id],
        )


def _place(
    connection: Any, question: Question, number: int, one: Wanted, breakdown: Breakdown, rest: Sequence[str]
) -> None:
    """Join what columns hold with the values they stand for."""
    facts, where = f"facts_{number}", dict(breakdown.where)
    told, joins, limits = [], [], []
    first = 0
    for at, (code, key) in enumerate(zip(breakdown.dimensions, one.keys, strict=True)):
        if key is None:
            told.append(f"'{one.part}' AS value_{at}")
            continue
        columns = [f"key_{column}" for column in range(first, first + len(key.columns))]
        first += len(columns)
        listed = ", ".join(columns)
        raws = set(connection.execute(f"SELECT DISTINCT {listed} FROM {facts}").fetchall())  # noqa: S608 - names made here
        values = f"values_{number}_{at}"
        connection.execute(f"CREATE TEMP TABLE {values} AS SELECT {listed}, '' AS value FROM {facts} LIMIT 0")  # noqa: S608 - the same
        load(connection, values, ((*raw, value) for raw, value in key.place(question, raws).items()))
        alike = " AND ".join(f"{values}.{column} IS NOT DISTINCT FROM {facts}.{column}" for column in columns)
        joins.append(f"JOIN {values} ON {alike}")
        told.append(f"{values}.value AS value_{at}")
        if code in where:
            limits.append((f"{values}.value", where[code]))
    only = " AND ".join(f"list_contains(?, {column})" for column, _ in limits)
    chosen = ", ".join([*told, *(f"{facts}.{name}" for name in rest)])
    connection.execute(
        f"CREATE TEMP TABLE told_{number} AS SELECT {chosen} FROM {facts} {' '.join(joins)} WHERE {only or 'TRUE'}",  # noqa: S608 - names made here
        [list(wanted) for _, wanted in limits],
    )


# --- Figures ------------------------------------------------------------------------------------------------------------


def _figures(
    connection: Any, asked: Sequence[Wanted], sources: Mapping[str, tuple[Source, ...]], breakdown: Breakdown
) -> Figures:
    """(row, column, measure) → figure, with totals, as `arithmetic.figures_of` makes them."""
    together: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for code, found in sources.items():
        if found:
            together.setdefault(tuple(source.rows for source in found), []).append(code)
    counted: Figures = {}
    places = {(TOTAL, TOTAL)}
    for of, codes in together.items():
        for place in _place_sets(breakdown):
            for row, column, *numbers in _count(connection, asked, of, codes, sources, place, breakdown):
                places.add((row, column))
                counted |= {(row, column, code): number for code, number in zip(codes, numbers, strict=True)}
    return {(*place, code): _figure(counted, place, code, sources) for place in places for code in breakdown.measures}


def _figure(
    counted: Figures, place: tuple[str, str], code: str, sources: Mapping[str, tuple[Source, ...]]
) -> int | float | None:
    if MEASURE_OF[code].how == SHARE:
        part, whole = (_figure(counted, place, one, sources) for one in MEASURE_OF[code].share_of)
        return part / whole if part is not None and whole else None
    return int(counted.get((*place, code)) or 0) if sources[code] else None


def _place_sets(breakdown: Breakdown) -> list[tuple[str, str]]:
    """Cells, totals of rows, totals of columns, the total of all: which dimension each keeps."""
    rows = dict.fromkeys((breakdown.rows, ""))
    columns = dict.fromkeys((breakdown.columns, ""))
    return [(row, column) for row in rows for column in columns]


def _count(
    connection: Any,
    asked: Sequence[Wanted],
    of: Sequence[tuple[str, str]],
    codes: Sequence[str],
    sources: Mapping[str, tuple[Source, ...]],
    place: tuple[str, str],
    breakdown: Breakdown,
) -> list[tuple[Any, ...]]:
    """One set of places of measures that count the same facts: (row, column, figures)."""
    row, column = (f"value_{breakdown.dimensions.index(code)}" if code else f"'{TOTAL}'" for code in place)
    # what is told beside the own stands in no total
    limits = [
        f"value_{breakdown.dimensions.index(code)} = '{OWN}'"
        for code, kept in zip((breakdown.rows, breakdown.columns), place, strict=True)
        if code == "part" and not kept
    ]
    selected = []
    for at, rows in enumerate(of):
        chosen = [
            f"{'id' if MEASURE_OF[code].how == DISTINCT else 'sum'}_{sources[code][at].column} AS n{number}"
            for number, code in enumerate(codes)
        ]
        selected += [
            f"SELECT {row} AS r, {column} AS c, {', '.join(chosen)} FROM told_{number} WHERE {' AND '.join(limits) or 'TRUE'}"  # noqa: S608 - names made here
            for number, one in enumerate(asked)
            if one.rows == rows
        ]
    figures = ", ".join(
        f"{'count(DISTINCT' if MEASURE_OF[code].how == DISTINCT else 'sum('} n{number})"
        for number, code in enumerate(codes)
    )
    if not selected:
        return []
    told: list[tuple[Any, ...]] = connection.execute(
        f"SELECT r, c, {figures} FROM ({' UNION ALL '.join(selected)}) GROUP BY r, c"  # noqa: S608 - names made here
    ).fetchall()
    return told
