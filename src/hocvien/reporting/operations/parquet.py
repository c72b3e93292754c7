"""Writes what facts and dimensions read into Parquet: a copy as of one moment, put in place whole."""

import csv
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from hocvien.common.snapshot import see_one_moment
from hocvien.reporting.queries.parquet.answer import DIALECT, NULL
from hocvien.reporting.queries.parquet.kept import KEPT, Copy, columns_of, duckdb, make_current, parquet_folder

_ROWS_AT_ONCE = 10_000


def write_parquet(*, now: datetime) -> dict[str, int]:
    """Table → rows written, one statement each. A copy that breaks off is never used; the one before it is removed at the end.

    Nothing of the program's own is changed, so nothing is journalled. Raises ParquetNotInstalled.
    """
    library = duckdb()
    parquet_folder().mkdir(parents=True, exist_ok=True)
    # people's days of birth without their names are still of people
    parquet_folder().chmod(0o700)
    copy = Copy(Path(tempfile.mkdtemp(prefix="copy-", dir=parquet_folder())), now)
    written = {}
    try:
        with transaction.atomic(), library.connect() as columnar:
            see_one_moment(read_only=True)
            for label in KEPT:
                table, columns = columns_of(label)
                written[table] = _write(columnar, table, columns, copy.file_of(table))
    except BaseException:
        shutil.rmtree(copy.folder, ignore_errors=True)
        raise
    make_current(copy)
    for old in parquet_folder().glob("copy-*"):
        if old != copy.folder:
            shutil.rmtree(old, ignore_errors=True)  # a question that reads it keeps it on Windows until the next copy
    return written


def _write(columnar: Any, table: str, columns: dict[str, str], target: Path) -> int:
    """One table through a text file, which goes again."""
    draft = target.with_suffix(".csv")
    listed = ", ".join(f'"{column}"' for column in columns)
    statement = f'SELECT {listed} FROM "{table}"'  # noqa: S608 - names of our own models
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with (
                draft.open("wb") as file,
                cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv, NULL '{NULL}')") as lines,
            ):
                for part in lines:
                    file.write(part)
        else:
            cursor.execute(statement)
            with draft.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                    writer.writerows([NULL if value is None else value for value in row] for row in rows)
    defined = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    columnar.execute(f"CREATE TEMP TABLE draft ({defined})")
    columnar.execute(f"COPY draft FROM '{_quoted(draft)}' (FORMAT csv, {DIALECT})")
    columnar.execute(f"COPY draft TO '{_quoted(target)}' (FORMAT parquet)")
    (count,) = columnar.execute("SELECT count(*) FROM draft").fetchone()
    columnar.execute("DROP TABLE draft")
    draft.unlink()
    return int(count)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
