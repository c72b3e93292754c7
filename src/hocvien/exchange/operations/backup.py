"""One portable backup for both databases: a zip of one JSONL per table, a manifest with counts and sums at its end.

Not a copy of database files: those tie an office to one engine and cannot be taken while people work. Everything streams,
so memory does not grow with the installation. Sessions and caches stay out; so do private signing keys, which are files
beside the data: a lost memory stick must not be able to sign papers.
"""

import base64
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.sql import InsertQuery

from hocvien.exchange.data import BackupSummary
from hocvien.exchange.errors import BackupDamaged, BackupOfOtherVersion, NotABackup, PlaceNotEmpty
from hocvien.journal import api as journal

FORMAT = "hocvien-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
_LEFT_OUT = {
    "contenttypes",
    "auth",
    "sessions",
    "directory",
    "rollup",
}  # made anew by the program, or only alive while it runs
# tables of other apps that are made anew from what lies beside them
_MADE_ANEW = {f"obligations.{name}" for name in ("index", "standing", "tally", "stale")}
_BATCH = 500


def back_up(*, actor: Any, path: Path, at: datetime) -> BackupSummary:
    """Write a backup of this moment to `path` and journal it; the file appears only when whole. OSError when it cannot.

    One query a table, in one read snapshot: people go on working meanwhile.
    """
    draft = path.with_name(f"{path.name}.part")
    tables: list[dict[str, Any]] = []
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive, _snapshot():
            tables.extend(_write_table(archive, model) for model in _models())
            manifest = {
                "format": FORMAT,
                "format_version": FORMAT_VERSION,
                "made_at": at.isoformat(),
                "migrations": _migrations(),
                "tables": tables,
            }
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    summary = BackupSummary(path.name, at, len(tables), sum(table["rows"] for table in tables), path.stat().st_size)
    with transaction.atomic():
        journal.record(
            actor=actor,
            verb="installation.back_up",
            subject=None,
            after={"file": summary.file, "rows": summary.rows, "bytes": summary.size},
            at=at,
        )
    return summary


def restore(*, actor: Any, path: Path, at: datetime) -> BackupSummary:
    """Fill an empty installation from a backup, whole or not at all, and journal it.

    Raises NotABackup, BackupOfOtherVersion, BackupDamaged, PlaceNotEmpty; OSError when the file cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _read_manifest(archive, path)
            if manifest["migrations"] != _migrations():
                raise BackupOfOtherVersion(path.name)
            _require_empty()
            with transaction.atomic():
                for table in manifest["tables"]:
                    _read_table(archive, table, path)
                _finish(path)
                journal.record(
                    actor=actor,
                    verb="installation.restore",
                    subject=None,
                    after={"file": path.name, "made_at": manifest["made_at"]},
                    at=at,
                )
    except zipfile.BadZipFile:
        # A sum inside the archive also ends here once the archive itself could be opened.
        raise (BackupDamaged if zipfile.is_zipfile(path) else NotABackup)(path.name) from None
    rows = sum(table["rows"] for table in manifest["tables"])
    made_at = datetime.fromisoformat(manifest["made_at"])
    return BackupSummary(path.name, made_at, len(manifest["tables"]), rows, path.stat().st_size)


def _models() -> list[type[models.Model]]:
    """Every table that is kept, those pointed at first."""
    kept = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and not (_apps_of(model) & _LEFT_OUT)
        and model._meta.label_lower not in _MADE_ANEW
    ]
    ordered: list[type[models.Model]] = []

    def place(model: type[models.Model], above: tuple[type[models.Model], ...]) -> None:
        if model in ordered or model in above:
            return
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model in kept:
                place(field.related_model, (*above, model))
        ordered.append(model)

    for model in sorted(kept, key=lambda model: model._meta.label_lower):
        place(model, ())
    return ordered


def _apps_of(model: type[models.Model]) -> set[str]:
    """The app of a table; for a table made by Django between two models, the apps of both."""
    if not model._meta.auto_created:
        return {model._meta.app_label}
    return {
        field.related_model._meta.app_label
        for field in model._meta.local_fields
        if isinstance(field.related_model, type)
    }


def _fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def _migrations() -> dict[str, list[str]]:
    """The applied migrations of the kept apps: the version of the tables."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        if app not in _LEFT_OUT:
            found.setdefault(app, []).append(name)
    return found


@contextmanager
def _snapshot() -> Iterator[None]:
    """One moment for all reads, without keeping writers waiting."""
    if connection.in_atomic_block:  # inside a caller's transaction that already is one
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # A plain BEGIN: Django's own would be IMMEDIATE here and lock writers out.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")


class _Summed(io.RawIOBase):
    """A stream that sums what passes through."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.sum = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.sum.update(data)
        return self.stream.write(data)


def _write_table(archive: zipfile.ZipFile, model: type[models.Model]) -> dict[str, Any]:
    fields = _fields(model)
    name = f"tables/{model._meta.label_lower}.jsonl"
    rows = 0
    with archive.open(name, "w", force_zip64=True) as member:
        summed = _Summed(member)
        values = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
        for row in values.iterator(chunk_size=2000):
            line = json.dumps(
                [_plain(value) for value in row], cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True
            )
            summed.write(line.encode() + b"\n")
            rows += 1
    return {
        "model": model._meta.label_lower,
        "file": name,
        "fields": [field.attname for field in fields],
        "rows": rows,
        "sha256": summed.sum.hexdigest(),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, datetime):
        return value.isoformat()  # the encoder would cut microseconds, and the journal's hashes cover them
    return value


def _read_manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError):
        raise NotABackup(path.name) from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise NotABackup(path.name)
    if manifest.get("format_version") != FORMAT_VERSION:
        raise BackupOfOtherVersion(path.name)
    if not {"made_at", "migrations", "tables"} <= manifest.keys():
        raise BackupDamaged(path.name)
    return manifest


def _require_empty() -> None:
    for model in _models():
        if model._base_manager.exists():
            raise PlaceNotEmpty(model._meta.label_lower)


def _read_table(archive: zipfile.ZipFile, table: dict[str, Any], path: Path) -> None:
    model = apps.get_model(table["model"])
    by_name = {field.attname: field for field in _fields(model)}
    try:
        fields = [by_name[name] for name in table["fields"]]
        with archive.open(table["file"]) as member:
            summed = hashlib.sha256()
            rows = (_read_row(model, fields, line) for line in _summing(member, summed))
            found = 0
            while batch := list(islice(rows, _batch_size(fields))):
                found += len(batch)
                _insert(model, fields, batch)
    except (KeyError, TypeError, ValueError, ValidationError, DatabaseError, zlib.error):
        raise BackupDamaged(path.name) from None
    if found != table["rows"] or summed.hexdigest() != table["sha256"]:
        raise BackupDamaged(path.name)


def _summing(member: IO[bytes], summed: Any) -> Iterator[bytes]:
    for line in member:
        summed.update(line)
        yield line


def _read_row(model: type[models.Model], fields: list[Any], line: bytes) -> models.Model:
    values = json.loads(line)
    row = model()
    for field, value in zip(fields, values, strict=True):
        setattr(row, field.attname, _typed(field, value))
    return row


def _typed(field: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value, validate=True)
    return field.to_python(value)


def _batch_size(fields: list[Any]) -> int:
    return max(1, min(_BATCH, connection.ops.bulk_batch_size(fields, [None] * _BATCH)))


def _insert(model: type[models.Model], fields: list[Any], rows: list[models.Model]) -> None:
    """Exactly these values: bulk_create would set the creation times anew."""
    query = InsertQuery(model)
    query.insert_values(fields, rows, raw=True)
    query.get_compiler(connection=connection).execute_sql()


def _finish(path: Path) -> None:
    """Keys all lead somewhere, and the next row gets the next number."""
    try:
        connection.check_constraints()
    except DatabaseError:
        raise BackupDamaged(path.name) from None
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)
