"""Inserting many rows at the speed of the database, not of the mapper. For tables of this program: no signals, no inheritance.

Django's `bulk_create` prepares every value of every row by its field and compiles a statement for each batch; for a roster of a hundred
thousand people that alone is most of the time. Here the statement is written once, values are prepared a column at a time, and the driver
is given plain ones; PostgreSQL takes them as a stream (COPY).
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models.base import ModelState

from hocvien.common.batched import batched

M = TypeVar("M", bound=models.Model)

_BATCH = 5000
# fewer rows than this are not worth opening a stream
_STREAM = 20
_TURN = 0.0005
_AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.IntegerField,
    models.BinaryField,
)
_KNOWN_TO_DRIVERS = frozenset({str, int, bool, bytes, type(None)})


def new_row(model: type[M], values: Mapping[str, Any]) -> M:
    """An unsaved row with these values by column ("person_id"), the others by default; a fifth of the cost of calling the model.

    Nothing is checked, no name is looked at: a misspelt one becomes an attribute that nobody reads.
    """
    constant, made = _defaults(model)
    row = model.__new__(model)
    held = row.__dict__
    held["_state"] = ModelState()
    held.update(constant)
    held.update(values)
    for name, make in made:
        if name not in values:
            held[name] = make()
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """(what every new row starts with, what is made for each) by column."""
    constant: dict[str, Any] = {}
    made: list[tuple[str, Callable[[], Any]]] = []
    for field in model._meta.concrete_fields:
        if callable(field.default) and field.default is not models.NOT_PROVIDED:
            made.append((field.attname, field.default))
        else:
            constant[field.attname] = field.get_default()
    return constant, tuple(made)


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
    _insert(model, fields, [_prepared(field, _values_of(field, rows)) for field in fields])
    alias = connection.alias
    for row in rows:
        row._state.adding = False  # noqa: SLF001 - as `bulk_create` leaves them
        row._state.db = alias  # noqa: SLF001


def insert_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows that nobody needs afterwards, given as columns ("person_id" → values in the order of the rows); see `insert_rows`.

    Columns that are not given are made as for a new row.
    """
    number = len(next(iter(columns.values())))
    if not number:
        return
    constant, made = _defaults(model)
    fields = list(model._meta.concrete_fields)
    whole: dict[str, Sequence[Any]] = {name: [value] * number for name, value in constant.items()}
    whole |= {name: [make() for _row in range(number)] for name, make in made if name not in columns}
    whole |= columns
    if isinstance(model._meta.pk, models.AutoField):
        whole[model._meta.pk.attname] = _new_keys(model, number)
    _insert(model, fields, [_prepared(field, whole[field.attname]) for field in fields])


@contextmanager
def written_behind() -> Iterator[None]:
    """Within it PostgreSQL takes rows while the caller makes the next ones; any other statement waits until they are in.

    Inside a transaction only; what a row breaks is raised by the next statement, or at the end of the block. On SQLite
    rows are written where they are given: its writing is work of this very process. Rows are given after those they point at.
    """
    if connection.vendor != "postgresql" or _lane.get() is not None:
        yield
        return
    lane = _Lane()
    token = _lane.set(lane)
    usual = sys.getswitchinterval()
    # the stream needs the interpreter often and for a moment; at the usual 5 ms a turn it would mostly wait for it
    sys.setswitchinterval(_TURN)
    try:
        with connection.execute_wrapper(lane.before_statement):
            lane.take_keys()
            # keys pointing elsewhere are looked at with each stream, not all at the end: give rows after those they point at
            _execute("SET CONSTRAINTS ALL IMMEDIATE")
            yield
            _execute("SET CONSTRAINTS ALL DEFERRED")
    finally:
        sys.setswitchinterval(usual)
        lane.close()
        _lane.reset(token)


class _Lane:
    """Streams on their way into the database, one after the other in a thread of their own."""

    # table → how many keys the block before took: the next one most likely takes as many, and need not ask in between
    taken_before: ClassVar[dict[type[models.Model], int]] = {}

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._streams: list[Future[None]] = []
        self._keys: dict[type[models.Model], list[int]] = {}
        self._taken: dict[type[models.Model], int] = {}

    def send(self, statement: str, text: str) -> None:
        self._streams.append(self._pool.submit(_stream, connection.connection, statement, text))

    def take_keys(self) -> None:
        """Ask for the keys of all the tables of the block before."""
        self._keys = {model: _keys_of_sequence(model, number + _SPARE) for model, number in self.taken_before.items()}

    def keys(self, model: type[models.Model], number: int) -> list[int]:
        """Keys taken before, and more of them if these are too few."""
        ready = self._keys.pop(model, [])
        self._taken[model] = self._taken.get(model, 0) + number
        if len(ready) < number:
            ready += _keys_of_sequence(model, number - len(ready))
        self._keys[model] = ready[number:]
        return ready[:number]

    def before_statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - as Django calls it
        self.settle()
        return execute(sql, params, many, context)

    def settle(self) -> None:
        """Wait until everything given is in; raises what the database refused."""
        while self._streams:
            with connection.wrap_database_errors:
                self._streams.pop(0).result()

    def close(self) -> None:
        self._pool.shutdown()
        self._streams.clear()
        type(self).taken_before = self._taken


# blocks differ a little; a key that nobody takes is lost, and keys need not be without gaps
_SPARE = 100

_lane: ContextVar[_Lane | None] = ContextVar("_lane", default=None)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _stream(driver: Any, statement: str, text: str) -> None:
    with driver.cursor() as cursor, cursor.copy(statement) as stream:
        stream.write(text)


def _insert(model: type[models.Model], fields: Sequence[Any], columns: Sequence[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    into = f"{quote(model._meta.db_table)} ({names})"
    if connection.vendor == "postgresql" and len(columns[0]) >= _STREAM:
        statement = f"COPY {into} FROM STDIN"
        text = "\n".join(map("\t".join, zip(*map(_as_copied, columns), strict=True))) + "\n"
        if (lane := _lane.get()) is not None:
            lane.send(statement, text)
            return
        # by the cursor that counts and logs statements
        with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as stream:
            stream.write(text)
        return
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(fields))
        statement = f"INSERT INTO {into} VALUES ({places})"  # noqa: S608 - names of our own tables
        for part in batched(zip(*columns, strict=True), _BATCH):
            cursor.executemany(statement, part)


def _as_copied(values: Sequence[Any]) -> Sequence[str]:
    """A column as COPY reads text: a quarter of the cost of having the driver write each row."""
    kinds = set(map(type, values))
    if kinds == {str}:
        # the many columns without a special character are looked at as one text
        return [_copied(value) for value in values] if _SPECIAL.search("\0".join(values)) else values
    if kinds == {int}:
        return list(map(str, values))
    if kinds == {UUID}:
        return [value.hex for value in values]
    if UUID in kinds or bytes in kinds:
        return [_copied(value) for value in values]
    # days, moments, yes and no, nothing: few different ones
    known = {value: _copied(value) for value in set(values)}
    return [known[value] for value in values]


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_SPECIAL = re.compile(r"[\\\t\n\r]")


def _copied(value: Any) -> str:
    if type(value) is str:
        return value.translate(_ESCAPED) if _SPECIAL.search(value) else value
    if value is None:
        return "\\N"
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, bytes | memoryview):
        return "\\\\x" + bytes(value).hex()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).translate(_ESCAPED)


def _new_keys(model: type[models.Model], number: int) -> Sequence[int]:
    """Keys that nobody else gets: from the sequence, or past the last one under SQLite's one write lock."""
    if connection.vendor == "postgresql":
        lane = _lane.get()
        return _keys_of_sequence(model, number) if lane is None else lane.keys(model, number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        found = cursor.fetchone()
        last = int(found[0]) if found else 0
        return range(last + 1, last + number + 1)


def _keys_of_sequence(model: type[models.Model], number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [_sequence_of(model), number])
        return [row[0] for row in cursor.fetchall()]


@cache
def _sequence_of(model: type[models.Model]) -> str:
    with connection.cursor() as cursor:
        named = [connection.ops.quote_name(model._meta.db_table), str(model._meta.pk.column)]
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", named)
        return str(cursor.fetchone()[0])


def _values_of(field: Any, rows: Sequence[Any]) -> Sequence[Any]:
    """The column as the rows have it."""
    name = field.attname
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        moment = field.pre_save(rows[0], add=True)
        for row in rows:
            setattr(row, name, moment)
        return [moment] * len(rows)
    if field.is_relation:
        # past the descriptor of a key, which is slow
        return [_key_of(row, field) if (key := row.__dict__.get(name)) is None else key for row in rows]
    return list(map(attrgetter(name), rows))


def _key_of(row: Any, field: Any) -> Any:
    """The key of the row pointed at, also of one that was not inserted yet when it was assigned."""
    key = getattr(row, field.attname)
    if key is None and field.is_cached(row) and (other := field.get_cached_value(row)) is not None:
        key = other.pk
        setattr(row, field.attname, key)
    return key


def _prepared(field: Any, values: Sequence[Any]) -> Sequence[Any]:
    """What the driver is given for a column."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, models.UUIDField):
        return values if connection.features.has_native_uuid_field else [_hex(value) for value in values]
    if isinstance(target, models.DateTimeField):
        known: dict[Any, Any] = {}
        for value in values:
            if value not in known:
                known[value] = field.get_db_prep_save(value, connection)
        return [known[value] for value in values]
    if isinstance(target, models.DateField):
        if connection.vendor == "sqlite":
            return [None if value is None else value.isoformat() for value in values]
        return values
    if isinstance(target, models.JSONField):
        # text for both: the driver of PostgreSQL would encode a wrapped value anew for each row
        return ["{}" if value == {} else json.dumps(value, cls=target.encoder) for value in values]
    if isinstance(target, _AS_THEY_ARE):
        return values if _KNOWN_TO_DRIVERS.issuperset(map(type, values)) else [_bare(value) for value in values]
    return [field.get_db_prep_save(value, connection) for value in values]


def _hex(value: UUID | str | None) -> str | None:
    return value.hex if isinstance(value, UUID) else None if value is None else UUID(str(value)).hex


def _bare(value: Any) -> Any:
    """A choice as the text it is; drivers do not know enumerations."""
    return value.value if isinstance(value, Enum) else value
