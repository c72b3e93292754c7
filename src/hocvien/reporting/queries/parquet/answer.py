"""Measures by dimensions from the copy in Parquet: the rows and the keys of `breakdown`, counted by DuckDB instead of in memory."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils import timezone

from hocvien.reporting.arithmetic import needed
from hocvien.reporting.constants import SENT
from hocvien.reporting.data import CLASS, STUDY, Answer, Breakdown, Question
from hocvien.reporting.queries.behind import others_classes
from hocvien.reporting.queries.breakdown.answer import (
    Wanted,
    answer_of,
    check,
    counted_rows,
    study_rows,
    wanted_rows,
)
from hocvien.reporting.queries.breakdown.facts import FACTS
from hocvien.reporting.queries.breakdown.keys import key_of
from hocvien.reporting.queries.parquet.counting import Stream, figures_of_streams
from hocvien.reporting.queries.parquet.engine import as_statement, load, opened
from hocvien.reporting.queries.parquet.placing import Values, joined
from hocvien.reporting.queries.parquet.wide import DAY, WIDE, is_of_class, is_wide, wide_names

# whose identities these are: where the highest is known without a look at the rows
_KNOWN = {"person": "people_person", "class": "classes_trainingclass"}


def break_down_in_parquet(question: Question, breakdown: Breakdown, *, is_headed: bool = True) -> Answer:
    """What `break_down` answers, of the moment the copy was written (`copied_at`); units are named and placed as recorded today.

    Two queries of the program's own database for each dimension of units and kind of fact; the rest is DuckDB's.
    Raises MeasureUnknown, DimensionUnknown, ParquetNotWritten, ParquetNotInstalled.
    """
    check(breakdown)
    sources = needed(breakdown.measures, breakdown.dimensions)
    where = dict(breakdown.where)
    asked, unknown = wanted_rows(question, sources, breakdown.dimensions, where)
    sources = {code: () if code in unknown else found for code, found in sources.items()}
    numbers = [Values(where.get(code)) for code in breakdown.dimensions]
    with opened() as (connection, copy):
        streams = [
            (_wide_stream if is_wide(one.rows[0], one.part) else _stream)(
                connection, question, f"r{at}", one, breakdown, numbers
            )
            for at, one in enumerate(asked)
        ]
        tops = _tops(connection, asked, streams)
        figures = figures_of_streams(connection, streams, sources, breakdown, numbers, tops)
    return replace(
        answer_of(question, breakdown, sources, figures, is_headed=is_headed), copied_at=timezone.localtime(copy.as_of)
    )


def _tops(connection: Any, asked: Sequence[Wanted], streams: Sequence[Stream]) -> dict[str, int]:
    """Identity → the highest of them."""
    tops: dict[str, int] = {}
    for one, stream in zip(asked, streams, strict=True):
        for column in one.ids:
            table, path = (_KNOWN[column], "id") if column in _KNOWN else (stream.source, stream.ids[column])
            (top,) = connection.execute(f"SELECT max({path}) FROM {table}").fetchone()  # noqa: S608 - names made here
            tops[column] = max(tops.get(column, 0), top or 0)
    return tops


def _stream(
    connection: Any, question: Question, name: str, one: Wanted, breakdown: Breakdown, numbers: Sequence[Values]
) -> Stream:
    """Rows as the database would be asked for them, put beside the numbers of their values."""
    width = sum(len(key.columns) for key in one.keys if key)
    names = [
        *(f"key_{at}" for at in range(width)),
        *(f"sum_{column}" for column in one.sums),
        *(f"id_{column}" for column in one.ids),
    ]
    if one.rows[0] == STUDY:
        # a summoned unit and its day are all that study sessions are told by
        kinds = [
            "DATE" if key.name.endswith("_on") else "BIGINT" for keyed in one.keys if keyed for key in keyed.columns
        ]
        kinds += ["BIGINT"] * (len(names) - width)
        columns = ", ".join(f"{column} {kind}" for column, kind in zip(names, kinds, strict=True))
        connection.execute(f"CREATE TEMP TABLE {name} ({columns})")
        load(connection, name, study_rows(question, one.part, one.keys, one.sums, one.ids))
    else:
        rows = counted_rows(question, one.rows[0], one.part, one.keys, one.sums, one.ids, Q())
        _make(connection, name, names, rows, _narrowed(connection, question, name) if one.part == SENT else "")
    joins, values, first = [], [], 0
    for at, (code, key) in enumerate(zip(breakdown.dimensions, one.keys, strict=True)):
        if key is None:
            values.append(_of_part(numbers[at], one.part))
            continue
        columns_of_key = [f"key_{column}" for column in range(first, first + len(key.columns))]
        first += len(columns_of_key)
        table = f"{name}_v{at}"
        joins.append(
            joined(connection, question, code, key, numbers[at], source=name, columns=columns_of_key, name=table)
        )
        values.append(f"{table}.number")
    return Stream(
        one.rows,
        f"{name} {' '.join(joins)}",
        values,
        {column: f"{name}.sum_{column}" for column in one.sums},
        {column: f"{name}.id_{column}" for column in one.ids},
    )


def _wide_stream(
    connection: Any, question: Question, name: str, one: Wanted, breakdown: Breakdown, numbers: Sequence[Values]
) -> Stream:
    """Participations from the wide table, beside the classes they are of, whose values are found before anything is joined."""
    classes = _classes(connection, question, name, one, breakdown, numbers)
    (first, last) = connection.execute(f"SELECT min(day), max(day) FROM {classes}").fetchone()  # noqa: S608 - names made here
    days = f"{DAY} BETWEEN DATE '{first}' AND DATE '{last}'" if first else "FALSE"
    connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM {WIDE} WHERE {days}")  # noqa: S608 - the same
    joins, values = [], []
    for at, (code, key) in enumerate(zip(breakdown.dimensions, one.keys, strict=True)):
        if key is None:
            values.append(_of_part(numbers[at], one.part))
        elif is_of_class(code):
            values.append(f"{classes}.value_{at}")
        else:
            table, columns = f"{name}_v{at}", wide_names()[code]
            joins.append(joined(connection, question, code, key, numbers[at], source=name, columns=columns, name=table))
            values.append(f"{table}.number")
    of_class = FACTS[one.rows[0]].ids["class"]
    return Stream(
        one.rows,
        f"{name} JOIN {classes} ON {classes}.class = {name}.{of_class} {' '.join(joins)}",
        values,
        {column: "1" if column == "rows" else f"{name}.{column}" for column in one.sums},
        {column: f"{name}.{FACTS[one.rows[0]].ids[column]}" for column in one.ids},
    )


def _classes(
    connection: Any, question: Question, name: str, one: Wanted, breakdown: Breakdown, numbers: Sequence[Values]
) -> str:
    """Make a table of the classes counted: class, day it opened, value_… of each dimension that classes are told by; its name."""
    of_class = [
        (at, code, key_of(code, CLASS, question))
        for at, code in enumerate(breakdown.dimensions)
        if code != "part" and is_of_class(code)
    ]
    keys = [key for _at, _code, key in of_class if key is not None]
    columns = [f"key_{at}" for at in range(sum(len(key.columns) for key in keys))]
    raw, table = f"{name}_raw", f"{name}_classes"
    rows = counted_rows(question, CLASS, one.part, keys, (), ("class", "opens_on"), Q())
    _make(connection, raw, [*columns, "class", "day"], rows)
    joins, values, first = [], [f"{raw}.class", f"{raw}.day"], 0
    for (at, code, _key), key in zip(of_class, keys, strict=True):
        mine = columns[first : first + len(key.columns)]
        first += len(mine)
        found = f"{name}_c{at}"
        joins.append(joined(connection, question, code, key, numbers[at], source=raw, columns=mine, name=found))
        values.append(f"{found}.number AS value_{at}")
    connection.execute(f"CREATE TEMP TABLE {table} AS SELECT {', '.join(values)} FROM {raw} {' '.join(joins)}")  # noqa: S608 - names made here
    return table


def _narrowed(connection: Any, question: Question, name: str) -> str:
    """What a statement about people sent out begins with, so that it reads the participations alone that may be of some: of classes that are others', by units
    that ever stood below the one asked. It changes no answer: a nation sends nobody elsewhere, and is told so without a look at all its people.
    """
    others = f"{name}_others"
    _make(connection, others, ["class"], others_classes(question).order_by().values_list("pk"))
    return f"""WITH classes_participation AS (
        SELECT * FROM main.classes_participation WHERE training_class_id IN (SELECT class FROM {others})
        AND sending_unit_id IN (SELECT descendant_id FROM org_closure WHERE ancestor_id = {question.unit_id})
    ) """  # noqa: S608 - names made here


def _make(connection: Any, table: str, names: Sequence[str], rows: Any, narrowed: str = "") -> None:
    """A table of what the statement reads. `narrowed`: tables read in part (`_narrowed`)."""
    sql, params = as_statement(rows)
    selected = f"{narrowed}SELECT * FROM ({sql}) AS c ({', '.join(names)})"  # noqa: S608 - compiled
    connection.execute(f"CREATE TEMP TABLE {table} AS {selected}", params)


def _of_part(values: Values, part: str) -> str:
    """A part that is not asked for was not read."""
    number = values.number(part)
    return str(number) if number is not None else "NULL"
