"""Triggers of the database that note whose rows changed, whoever changed them, in the transaction of the change.

For tables derived from others: a row of a watched table adds a row to a table of notes, which whoever keeps the derived ones up reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections

_EVER = "0001-01-01"


@dataclass(frozen=True, slots=True)
class Watched:
    """Changes of `table` put its `column` into the column `noted` of the notes; or several, named in one text with commas."""

    table: str
    column: str
    noted: str


@dataclass(frozen=True, slots=True)
class Notes:
    """Where is noted: a table, and the table that must hold a row for anything to be noted. `name` begins the triggers' names.

    `since`: a column of the notes that takes the first day there is, where notes also say from when they hold.
    """

    name: str
    table: str
    while_rows_in: str
    since: str = ""

    def columns(self, noted: str) -> str:
        """The columns that a change fills."""
        return f"{noted}, {self.since}" if self.since else noted


def watch(notes: Notes, watched: tuple[Watched, ...], *, using: str) -> bool:
    """Make the triggers; idempotent. False where a table is not there yet.

    After every migrate: SQLite drops a table's triggers whenever a migration rebuilds the table.
    """
    to = connections[using]
    existing = set(to.introspection.table_names())
    if not {*(one.table for one in watched), notes.table, notes.while_rows_in} <= existing:
        return False
    make = _postgresql if to.vendor == "postgresql" else _sqlite
    with to.cursor() as cursor:
        for one in watched:
            for statement in make(notes, one):
                cursor.execute(statement)
    return True


def _sqlite(notes: Notes, one: Watched) -> Iterator[str]:
    into = f"INSERT INTO {notes.table} ({notes.columns(one.noted)})"
    day = f", '{_EVER}'" if notes.since else ""
    kept = f"EXISTS (SELECT 1 FROM {notes.while_rows_in})"  # noqa: S608 - names of our own tables
    columns = one.column.split(", ")
    of = {row: ", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD")}
    for event, row in (("INSERT", "NEW"), ("DELETE", "OLD")):
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {notes.name}_{one.table}_{event.lower()} AFTER {event} ON {one.table} WHEN {kept} "
            f"BEGIN {into} VALUES ({of[row]}{day}); END"
        )
    other = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
    yield (
        f"CREATE TRIGGER IF NOT EXISTS {notes.name}_{one.table}_update AFTER UPDATE ON {one.table} WHEN {kept} "
        f"BEGIN {into} VALUES ({of['NEW']}{day}); {into} SELECT {of['OLD']}{day} WHERE {other}; END"
    )


def _postgresql(notes: Notes, one: Watched) -> Iterator[str]:
    day = f", DATE '{_EVER}'" if notes.since else ""
    noted = ", ".join(f"noted.{column}" for column in one.column.split(", "))
    for event in ("insert", "delete", "update"):
        name = f"{notes.name}_{one.table}_{event}"
        rows = {
            "insert": f"SELECT {one.column} FROM fresh",  # noqa: S608 - names of our own tables
            "delete": f"SELECT {one.column} FROM past",  # noqa: S608 - names of our own tables
            "update": f"SELECT {one.column} FROM fresh UNION SELECT {one.column} FROM past",  # noqa: S608 - names of our own tables
        }[event]
        naming = {"insert": "NEW TABLE AS fresh", "delete": "OLD TABLE AS past"}.get(
            event, "NEW TABLE AS fresh OLD TABLE AS past"
        )
        note = f"INSERT INTO {notes.table} ({notes.columns(one.noted)}) SELECT DISTINCT {noted}{day} FROM ({rows}) AS noted"  # noqa: S608 - names of our own tables
        body = f"BEGIN IF EXISTS (SELECT 1 FROM {notes.while_rows_in}) THEN {note}; END IF; RETURN NULL; END"  # noqa: S608 - names of our own tables
        yield f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
        yield (
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event.upper()} ON {one.table} REFERENCING {naming} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
