"""Writes what facts and dimensions read into Parquet: a copy as of one moment, put in place whole."""

import csv
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hocvien.accounts.api import User
from hocvien.common.snapshot import see_one_moment
from hocvien.jobs import api as jobs
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.reporting.queries.parquet.choosing import is_on
from hocvien.reporting.queries.parquet.engine import DIALECT, NULL, as_statement, opened, quoted
from hocvien.reporting.queries.parquet.kept import (
    KEPT,
    Copy,
    columns_of,
    duckdb,
    find_copy,
    make_current,
    parquet_folder,
)
from hocvien.reporting.queries.parquet.wide import DAY, WIDE, wide_rows

WRITTEN = "reporting.write_copy"
TASK = "reporting.write_copy"
_ROWS_AT_ONCE = 10_000
_READ = ", ".join(one.replace(" ", " = ", 1) for one in DIALECT.split(", "))
# the same words, as a function takes them


def write_parquet(*, actor: User | None, now: datetime, on_behalf_of: str = "") -> dict[str, int]:
    """Table → rows written: one statement of the database each, one entry in the journal. A copy that breaks off is never used; the one before it is
    removed at the end. Raises ParquetNotInstalled.
    """
    begun = perf_counter()
    library = duckdb()
    parquet_folder().mkdir(parents=True, exist_ok=True)
    # people's days of birth without their names are still of people
    parquet_folder().chmod(0o700)
    copy = Copy(Path(tempfile.mkdtemp(prefix="copy-", dir=parquet_folder())), now)
    try:
        with transaction.atomic(), library.connect() as columnar:
            see_one_moment(read_only=True)
            written = {}
            for label in KEPT:
                table, columns = columns_of(label)
                written[table] = _write(columnar, table, columns, copy.file_of(table))
        copy = finish_copy(copy, lambda: perf_counter() - begun)
    except BaseException:
        shutil.rmtree(copy.folder, ignore_errors=True)
        raise
    make_current(copy)
    for old in parquet_folder().glob("copy-*"):
        if old != copy.folder:
            shutil.rmtree(old, ignore_errors=True)  # a question that reads it keeps it on Windows until the next copy
    told = {"rows": copy.rows, "bytes": copy.size, "seconds": round(copy.seconds)}
    with transaction.atomic():
        # it holds the records of every unit: told to who reads the journal of the whole
        roots = org.codes_by_id(org.children_ids_as_of(None, timezone.localtime(now).date()))
        unit = min(roots.values(), default="")
        journal.record(actor=actor, verb=WRITTEN, subject=None, unit_code=unit, after=told, on_behalf_of=on_behalf_of)
    return written


def ask_for_copy(*, on: date, now: datetime, owner: User | None = None, at_once: bool = False) -> bool:
    """Give the writing of the copy to the worker; whether it was given. By night once a day, where the copy is of a day before; `at_once`: whenever none is
    being written. No query where the installation keeps no copy.
    """
    if not is_on() or jobs.is_open(TASK):
        return False
    if not at_once:
        copy, given = find_copy(), jobs.last_given(TASK)
        moments = [given, None if copy is None else copy.as_of]
        if any(at is not None and timezone.localtime(at).date() >= on for at in moments):
            return False
    asked_by = None if owner is None else str(owner.uuid)
    arguments = {"user": asked_by, "on_behalf_of": getattr(owner, "on_behalf_of", "")}
    jobs.enqueue(task=TASK, arguments=arguments, owner=owner, label=str(_("Chép số liệu lớn")), now=now)
    return True


def finish_copy(copy: Copy, seconds: Callable[[], float]) -> Copy:
    """Write the wide table from the files of a copy, and tell what the copy holds. `seconds`: since it was begun."""
    rows, names = wide_rows()
    sql, params = as_statement(rows)
    listed = ", ".join(f'"{name}"' for name in names)
    with opened(copy) as (columnar, _same):
        columnar.execute(
            f"""COPY (SELECT * FROM ({sql}) AS w ({listed}) ORDER BY "{DAY}") TO '{quoted(copy.file_of(WIDE))}' (FORMAT parquet)""",  # noqa: S608 - compiled
            params,
        )
    with opened(copy) as (columnar, _same):
        by_year = columnar.execute(f'SELECT year("{DAY}"), count(*) FROM {WIDE} GROUP BY 1 ORDER BY 1').fetchall()  # noqa: S608 - names made here
        tables = [columns_of(label)[0] for label in KEPT]
        (total,) = columnar.execute(
            f"SELECT sum(n) FROM ({' UNION ALL '.join(f'SELECT count(*) AS n FROM {one}' for one in tables)})"  # noqa: S608 - names made here
        ).fetchone()
        (classes,) = columnar.execute("SELECT count(*) FROM classes_trainingclass").fetchone()
    size = sum(path.stat().st_size for path in copy.folder.iterdir())
    return replace(copy, rows=int(total), size=size, classes=classes, seconds=seconds(), by_year=dict(by_year))


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
    defined = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
    (count,) = columnar.execute(
        f"""COPY (FROM read_csv('{quoted(draft)}', columns = {{{defined}}}, {_READ}))
        TO '{quoted(target)}' (FORMAT parquet)"""
    ).fetchone()
    draft.unlink()
    return int(count)
