"""What is written into Parquet, and where the copy in use lies."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import BooleanField, DateField, DateTimeField, Field, ForeignKey, IntegerField

from hocvien.reporting.errors import ParquetNotInstalled, ParquetNotWritten

# Model → its columns that facts and dimensions read. No names, numbers or addresses of people: what tells them apart, and nothing else.
KEPT: dict[str, tuple[str, ...]] = {
    "catalogue.Lesson": ("id", "curriculum_id", "periods", "form"),
    "catalogue.Curriculum": ("id",),
    "catalogue.Programme": ("id", "code", "family", "is_trip", "position"),
    "classes.Participation": ("id", "training_class_id", "person_id", "sending_unit_id", "status"),
    "classes.Result": ("id", "participation_id", "decided_outcome", "decided_band_code", "certificate_id"),
    "classes.RollMark": ("id", "session_id", "participation_id", "status"),
    "classes.Session": ("id", "training_class_id", "on", "periods", "form", "lecturer_id", "roll_recorded_at"),
    "classes.TrainingClass": (
        "id", "programme_id", "curriculum_id", "study_mode", "opened_by_id", "hosted_by_id", "taught_by_id", "certified_by_id",
        "is_joint", "joint_with_id", "is_carried_over", "plan_line_id", "opens_on", "closes_on", "status",
    ),
    "faculty.Lecturer": ("id", "kind"),
    "obligations.Obligation": ("id", "code"),
    "obligations.Standing": ("id", "obligation_id", "person_id", "unit_id", "is_met"),
    "org.Closure": ("id", "ancestor_id", "descendant_id", "depth", "valid_from", "valid_to", "is_past"),
    "people.Belonging": ("id", "person_id", "unit_id", "kind", "valid_from", "valid_to"),
    "people.Person": ("id", "birth_on", "sex", "ethnicity", "admitted_on", "official_on", "left_party_on"),
    "people.Post": ("id", "person_id", "kind", "work_field", "valid_from", "valid_to"),
    "records.Certificate": ("id", "status"),
    "sending.Notice": ("id", "unit_id", "issuer_id", "issuer_name", "programme_id", "study_mode", "opens_on", "ends_on", "status"),
    "sending.Sending": ("id", "notice_id", "person_id", "sending_unit_id", "decision_id", "status", "finished_on"),
    "sending.SendingDecision": ("id", "notice_id", "unit_id", "decided_on", "annulled_at"),
}  # fmt: skip
_CURRENT = "current.json"
# how files and columns are laid out: a copy laid out otherwise is none
_FORM = 2


@dataclass(frozen=True, slots=True)
class Copy:
    """A whole copy in a folder of its own. `as_of`: the moment all its tables are of; `by_year`: participations by the year their classes opened;
    `classes`: how many there are; `seconds`: how long writing took.
    """

    folder: Path
    as_of: datetime
    rows: int = 0
    size: int = 0
    classes: int = 0
    seconds: float = 0.0
    by_year: Mapping[int, int] = field(default_factory=dict)

    def file_of(self, table: str) -> Path:
        return self.folder / f"{table}.parquet"


def columns_of(label: str) -> tuple[str, dict[str, str]]:
    """(table, column → its type in DuckDB) of one model of KEPT."""
    meta = apps.get_model(label)._meta
    fields = {field.column: field for field in meta.concrete_fields}
    return meta.db_table, {column: _type_of(fields[column]) for column in KEPT[label]}


def _type_of(field: Field) -> str:
    if isinstance(field, DateField) and not isinstance(field, DateTimeField):
        return "DATE"
    if isinstance(field, BooleanField):
        return "BOOLEAN"
    return "BIGINT" if isinstance(field, (IntegerField, ForeignKey)) else "VARCHAR"


def parquet_folder() -> Path:
    """Where copies lie."""
    return Path(settings.DATA_DIR) / "parquet"


def current_copy() -> Copy:
    """The last copy that was written whole. Raises ParquetNotWritten."""
    try:
        told = json.loads((parquet_folder() / _CURRENT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ParquetNotWritten from None
    if told.get("form") != _FORM:
        raise ParquetNotWritten
    return Copy(
        folder=parquet_folder() / told["folder"],
        as_of=datetime.fromisoformat(told["as_of"]),
        by_year={int(year): count for year, count in told["by_year"].items()},
        **{name: told[name] for name in ("rows", "size", "classes", "seconds")},
    )


def find_copy() -> Copy | None:
    """As `current_copy`; None where there is none."""
    try:
        return current_copy()
    except ParquetNotWritten:
        return None


def make_current(copy: Copy) -> None:
    """From here on questions go to this copy."""
    draft = parquet_folder() / f"{_CURRENT}.draft"
    told = {**asdict(copy), "form": _FORM, "folder": copy.folder.name, "as_of": copy.as_of.isoformat()}
    draft.write_text(json.dumps(told), encoding="utf-8")
    draft.replace(parquet_folder() / _CURRENT)


def duckdb() -> Any:
    """The library, which an office does not have. Raises ParquetNotInstalled."""
    try:
        return import_module("duckdb")
    except ImportError:
        raise ParquetNotInstalled from None
