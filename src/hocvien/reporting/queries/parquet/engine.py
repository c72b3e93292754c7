"""DuckDB over the copy: a connection that knows its files, statements as PostgreSQL would be asked, rows put in."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.models import QuerySet
from django.db.utils import ConnectionHandler

from hocvien.reporting.queries.parquet.kept import KEPT, Copy, columns_of, current_copy, duckdb
from hocvien.reporting.queries.parquet.wide import WIDE

NULL = r"\N"
"""How nothing is written in the text files that pass between a database and DuckDB; an empty word stays one."""
DIALECT = f"HEADER false, AUTO_DETECT false, DELIM ',', QUOTE '\"', ESCAPE '\"', NULLSTR '{NULL}'"
"""The rest of how they are written, told and never guessed."""
_MEMORY = "4GB"
# how much one question, or the writing of a copy, may hold before it goes on in files


@contextmanager
def opened(copy: Copy | None = None) -> Iterator[tuple[Any, Copy]]:
    """A connection that knows the files of the copy in use by the names of their tables, and the copy; memory of its own, nothing kept.

    Raises ParquetNotWritten, ParquetNotInstalled.
    """
    copy = copy or current_copy()
    with tempfile.TemporaryDirectory(prefix="hocvien-") as place, duckdb().connect() as connection:
        connection.execute("SET temp_directory = ?", [place])
        connection.execute("SET memory_limit = ?", [_MEMORY])
        for table in (*(columns_of(label)[0] for label in KEPT), WIDE):
            if copy.file_of(table).exists():
                connection.execute(
                    f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{quoted(copy.file_of(table))}')"  # noqa: S608 - our own folder
                )
        yield connection, copy


def load(connection: Any, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Fill a table of DuckDB; a hundred times as fast through a file as row by row."""
    with tempfile.TemporaryDirectory(prefix="hocvien-") as place:
        path = Path(place) / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([NULL if value is None else value for value in row] for row in rows)
        connection.execute(f"COPY {table} FROM '{quoted(path)}' (FORMAT csv, {DIALECT})")


def as_statement(rows: QuerySet[Any, Any]) -> tuple[str, list[Any]]:
    """What PostgreSQL would be asked, which DuckDB understands, whatever the database here is; nothing is asked."""
    postgres = DatabaseWrapper(
        ConnectionHandler({DEFAULT_DB_ALIAS: {"ENGINE": "django.db.backends.postgresql"}}).settings[DEFAULT_DB_ALIAS]
    )
    sql, params = rows.query.get_compiler(connection=postgres).as_sql()
    # numbers come wrapped for psycopg
    plain = [int(one) if isinstance(one, int) and not isinstance(one, bool) else one for one in params]
    return sql.replace("%s", "?").replace("%%", "%"), plain


def quoted(path: Path) -> str:
    """As it stands between single quotes."""
    return str(path).replace("'", "''")
