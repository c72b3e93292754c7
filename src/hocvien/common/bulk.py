"""Inserting many rows at the speed of the database, not of the mapper. For tables of this program: no signals, no inheritance.

Django's `bulk_create` prepares every value of every row by its field and compiles a statement for each batch; for a roster of a hundred
thousand people that alone is most of the time. Here the statement is written once and the driver is given plain values.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models

_BATCH = 5000
_AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.IntegerField,
    models.BinaryField,
)


def insert_rows(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Insert unsaved rows in their order, in the caller's transaction; each gets its `pk`. Values must be checked already.

    Two statements and one for each 5,000 rows, whatever the width. Fields with a rule of their own on saving (`auto_now_add`) are obeyed.
    """
    if not rows:
        return
    fields = list(model._meta.concrete_fields)
    if isinstance(model._meta.pk, models.AutoField):
        for row, pk in zip(rows, _new_keys(model, len(rows)), strict=True):
            row.pk = pk
    writers = [_writer(field) for field in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own tables
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            cursor.executemany(statement, [[write(row) for write in writers] for row in batch])
    alias = connection.alias
    for row in rows:
        row._state.adding = False  # noqa: SLF001 - as `bulk_create` leaves them
        row._state.db = alias  # noqa: SLF001


def _new_keys(model: type[models.Model], number: int) -> Sequence[int]:
    """Keys that nobody else gets: from the sequence, or past the last one under SQLite's one write lock."""
    table, column = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), column, number],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        last = int(found[0]) if found else 0
        return range(last + 1, last + number + 1)


def _writer(field: Any) -> Callable[[Any], Any]:
    """From a row to what the driver is given for this field."""
    name = field.attname
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        return lambda row: field.get_db_prep_save(field.pre_save(row, add=True), connection)
    target = field.target_field if field.is_relation else field
    if field.is_relation and isinstance(target, models.AutoField):
        return lambda row: _key_of(row, field)
    if isinstance(target, models.UUIDField):
        if connection.features.has_native_uuid_field:
            return lambda row: getattr(row, name)
        return lambda row: _hex(getattr(row, name))
    if isinstance(target, models.DateField) and not isinstance(target, models.DateTimeField):
        if connection.vendor == "sqlite":
            return lambda row: None if (value := getattr(row, name)) is None else _iso(value)
        return lambda row: getattr(row, name)
    if isinstance(target, _AS_THEY_ARE):
        return lambda row: _bare(getattr(row, name))
    return lambda row: field.get_db_prep_save(getattr(row, name), connection)


def _key_of(row: Any, field: Any) -> Any:
    """The key of the row pointed at, also of one that was not inserted yet when it was assigned."""
    key = getattr(row, field.attname)
    if key is None and field.is_cached(row) and (other := field.get_cached_value(row)) is not None:
        key = other.pk
        setattr(row, field.attname, key)
    return key


def _hex(value: UUID | str | None) -> str | None:
    return value.hex if isinstance(value, UUID) else None if value is None else UUID(str(value)).hex


@cache
def _iso(value: Any) -> str:
    return str(value.isoformat())


def _bare(value: Any) -> Any:
    """A choice as the text it is; drivers do not know enumerations."""
    return value.value if isinstance(value, Enum) else value
