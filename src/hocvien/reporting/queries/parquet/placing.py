"""Values of dimensions as tables of DuckDB: what columns hold → the number of the value it stands for.

What a value is stays `Key.place`, in Python. DuckDB only sees to it that few are to be placed: for each unit one day of each stretch in which nothing
above it moved, and for units far below the one that decides for them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hocvien.org import api as org
from hocvien.reporting.data import Question
from hocvien.reporting.queries.breakdown.keys import LEVELS, Key
from hocvien.reporting.queries.parquet.engine import load

_AREA = "area"


class Values:
    """The values of one dimension met so far, numbered in the order they were met; `only`: those that alone are counted."""

    def __init__(self, only: Sequence[str] | None) -> None:
        self.only = None if only is None else frozenset(only)
        self.numbers: dict[str, int] = {}

    def number(self, value: str) -> int | None:
        """None where it is not counted."""
        if self.only is not None and value not in self.only:
            return None
        return self.numbers.setdefault(value, len(self.numbers))


def joined(
    connection: Any,
    question: Question,
    dimension: str,
    key: Key,
    values: Values,
    *,
    source: str,
    columns: Sequence[str],
    name: str,
) -> str:
    """Make the table `name` and give the join that finds `name.number` of each row of `source`; who has no value that is counted drops out.

    `columns`: of `source`, those of the key. At most two queries of the program's own database, three for the area.
    """
    if len(columns) == 2:
        return _joined_by_stretch(connection, question, dimension, key, values, source, columns, name)
    listed = ", ".join(f"{source}.{column}" for column in columns)
    raws = set(connection.execute(f"SELECT DISTINCT {listed} FROM {source}").fetchall())  # noqa: S608 - names made here
    named = ", ".join(f"{source}.{column} AS raw_{at}" for at, column in enumerate(columns))
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT {named}, 0 AS number FROM {source} LIMIT 0")  # noqa: S608 - the same
    placed = ((raw, values.number(value)) for raw, value in key.place(question, raws).items())
    load(connection, name, ((*raw, number) for raw, number in placed if number is not None))
    alike = " AND ".join(
        f"{name}.raw_{at} {'IS NOT DISTINCT FROM' if any(raw[at] is None for raw in raws) else '='} {source}.{column}"
        for at, column in enumerate(columns)
    )
    return f"JOIN {name} ON {alike}"


def _joined_by_stretch(
    connection: Any,
    question: Question,
    dimension: str,
    key: Key,
    values: Values,
    source: str,
    columns: Sequence[str],
    name: str,
) -> str:
    """A row for each unit and stretch of days."""
    unit, day = (f"{source}.{column}" for column in columns)
    connection.execute(
        f"""CREATE TEMP TABLE {name}_units AS SELECT {unit} AS unit, min({day}) AS first, max({day}) AS last
        FROM {source} GROUP BY {unit}"""  # noqa: S608 - names made here
    )
    _tell_areas(connection, dimension, name)
    _make_stretches(connection, question, name)
    _climb(connection, question, dimension, name)
    raws = connection.execute(f"SELECT DISTINCT decides, seen FROM {name}_who").fetchall()  # noqa: S608 - names made here
    connection.execute(f"CREATE TEMP TABLE {name}_values (decides BIGINT, seen DATE, number INTEGER)")
    placed = ((raw, values.number(value)) for raw, value in key.place(question, raws).items())
    load(connection, f"{name}_values", ((*raw, number) for raw, number in placed if number is not None))
    connection.execute(
        f"""CREATE TEMP TABLE {name} AS SELECT w.unit, w.first, w.after, v.number FROM {name}_who w
        JOIN {name}_values v ON v.decides IS NOT DISTINCT FROM w.decides AND v.seen = w.seen"""  # noqa: S608 - names made here
    )
    (without,) = connection.execute(f"SELECT count(*) FROM {name} WHERE unit IS NULL").fetchone()  # noqa: S608 - the same
    alike = "IS NOT DISTINCT FROM" if without else "="
    return f"JOIN {name} ON {name}.unit {alike} {unit} AND {day} >= {name}.first AND {day} < {name}.after"


def _tell_areas(connection: Any, dimension: str, name: str) -> None:
    """Of which units an area was told, and from when to when; of none for any other dimension."""
    connection.execute(f"CREATE TEMP TABLE {name}_areas (unit BIGINT, valid_from DATE, valid_to DATE)")
    if dimension == _AREA:
        told = org.UnitFact.objects.filter(kind=org.FactKind.AREA)
        load(connection, f"{name}_areas", told.values_list("unit_id", "valid_from", "valid_to"))


def _make_stretches(connection: Any, question: Question, name: str) -> None:
    """For each unit the days between which neither it nor the one asked came to stand elsewhere, as far as there are facts."""
    bounds = f"(SELECT min(first) AS begins, max(last) AS ends FROM {name}_units)"  # noqa: S608 - names made here
    starts = f"SELECT unit, begins AS day FROM {name}_units, {bounds}"  # noqa: S608 - names made here
    if question.seen_on is None:
        starts = f"""{starts}
            UNION SELECT u.unit, c.day FROM {name}_units u JOIN changes c ON c.unit = u.unit
            UNION SELECT u.unit, c.day FROM {name}_units u, changes c WHERE c.unit = {question.seen_from_id}
            UNION SELECT c.descendant_id, unnest([a.valid_from, a.valid_to]) FROM {name}_areas a
                JOIN org_closure c ON c.ancestor_id = a.unit WHERE c.descendant_id IN (SELECT unit FROM {name}_units)"""  # noqa: S608 - names made here
    connection.execute(
        f"""CREATE TEMP TABLE {name}_stretches AS
        WITH changes AS (
            SELECT DISTINCT unit, day FROM (
                SELECT descendant_id AS unit, unnest([valid_from, valid_to]) AS day FROM org_closure
            ), {bounds} WHERE day BETWEEN begins AND ends
        ), starts AS ({starts}),
        stretches AS (
            SELECT unit, day AS first, lead(day, 1, DATE '{date.max}') OVER (PARTITION BY unit ORDER BY day) AS after FROM starts
        )
        SELECT s.unit, greatest(s.first, begins) AS first, s.after
        FROM stretches s JOIN {name}_units u ON u.unit IS NOT DISTINCT FROM s.unit, {bounds}
        WHERE s.after > u.first AND s.first <= u.last"""  # noqa: S608 - names made here
    )


def _climb(connection: Any, question: Question, dimension: str, name: str) -> None:
    """Make `name_who`: each stretch with a unit and a day that decide the value of all of it.

    What stands more steps below the unit asked than the dimension tells apart goes where the unit above it goes, at that step; a unit of which no area was
    ever told goes where the nearest above it goes of which one was, else with the highest. Where a line is not one line, the unit decides itself.
    """
    seen = "s.first" if question.seen_on is None else f"DATE '{question.seen_on}'"

    def on_day(line: str) -> str:
        return f"{line}.descendant_id = s.unit AND {line}.valid_from <= {seen} AND {line}.valid_to > {seen}"

    if dimension == _AREA:
        above = f"""SELECT s.unit, s.first, coalesce(
                arg_min(c.ancestor_id, c.depth) FILTER (c.ancestor_id IN (SELECT unit FROM {name}_areas)),
                arg_max(c.ancestor_id, c.depth)) AS decides
            FROM {name}_stretches s JOIN org_closure c ON {on_day("c")}
            GROUP BY s.unit, s.first HAVING count(*) = count(DISTINCT c.depth)"""  # noqa: S608 - names made here
    else:
        level = LEVELS[dimension]
        above = f"""SELECT s.unit, s.first, any_value(c.ancestor_id) AS decides
            FROM {name}_stretches s
            JOIN org_closure a ON {on_day("a")} AND a.ancestor_id = {question.seen_from_id} AND a.depth > {level}
            JOIN org_closure c ON {on_day("c")} AND c.depth = a.depth - {level}
            GROUP BY s.unit, s.first HAVING count(*) = 1"""  # noqa: S608 - names made here
    connection.execute(
        f"""CREATE TEMP TABLE {name}_who AS
        SELECT s.unit, s.first, s.after, coalesce(d.decides, s.unit) AS decides, {seen} AS seen
        FROM {name}_stretches s LEFT JOIN ({above}) d ON d.unit = s.unit AND d.first = s.first"""  # noqa: S608 - names made here
    )
