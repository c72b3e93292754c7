"""The data the program ships with, read from `data_files`. Loading again brings untouched rows up to date and leaves edited ones."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from hocvien.accounts.api import User
from hocvien.catalogue.errors import SeedUnreadable
from hocvien.catalogue.models import Assessment, Band, Curriculum, Lesson, Paper, Programme
from hocvien.common.intervals import OPEN_END
from hocvien.journal import api as journal

_FILES = Path(__file__).resolve().parent.parent / "data_files"


@transaction.atomic
def load_seed(*, actor: User | None) -> int:
    """Load or refresh the shipped programmes; how many rows were written (0: nothing new). Raises SeedUnreadable.

    An edited row is never overwritten, and a programme whose versions were edited gets no further versions of that sort.
    """
    band_tables: dict[str, list[dict[str, Any]]] = _read("bands.yaml")["tables"]
    written = 0
    for entry in _read("programmes.yaml")["programmes"]:
        written += _load_programme(entry, band_tables)
    if written:
        journal.record(actor=actor, verb="catalogue.load_seed", subject=None, after={"rows": written})
    return written


def _read(name: str) -> Any:
    path = _FILES / name
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as trouble:
        raise SeedUnreadable(name, str(trouble)) from trouble


def _load_programme(entry: Mapping[str, Any], band_tables: Mapping[str, Any]) -> int:
    fields = {key: value for key, value in entry.items() if key not in {"code", "curricula", "assessments", "papers"}}
    fields.setdefault("valid_to", OPEN_END)
    programme, written = _upsert(Programme, {"code": entry["code"]}, fields)
    for new in _dated(entry.get("curricula", [])):
        lessons = new.pop("lessons")
        row, count = _upsert_version(Curriculum, programme, new, key="version")
        if row is not None:
            written += count + _load_lessons(row, lessons)
    for new in _dated(entry.get("assessments", [])):
        table = band_tables[new.pop("bands")] if "bands" in new else []
        row, count = _upsert_version(Assessment, programme, _decimals(new), key="valid_from")
        if row is not None:
            written += count + _load_bands(row, table)
    for new in _dated(entry.get("papers", [])):
        _row, count = _upsert_version(Paper, programme, new, key="valid_from")
        written += count
    return written


def _dated(versions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Versions in order, each ending where the next begins unless it says otherwise."""
    ordered = sorted((dict(version) for version in versions), key=lambda version: version["valid_from"])
    ends: list[date] = [*(version["valid_from"] for version in ordered[1:]), OPEN_END]
    for version, end in zip(ordered, ends, strict=False):
        version.setdefault("valid_to", end)
    return ordered


def _decimals(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: Decimal(str(value)) if key == "pass_mark" and value is not None else value for key, value in fields.items()
    }


def _upsert(model: type[Any], key: Mapping[str, Any], fields: Mapping[str, Any]) -> tuple[Any, int]:
    """The row under this key, written if it is new, or differs and nobody edited it; and 1 if it was written."""
    row = model.objects.filter(**key).first()
    if row is None:
        row = model(**key, **fields)
    elif row.is_edited or all(getattr(row, name) == value for name, value in fields.items()):
        return row, 0
    else:
        for name, value in fields.items():
            setattr(row, name, value)
    row.full_clean()
    row.save()
    return row, 1


def _upsert_version(model: type[Any], programme: Programme, new: dict[str, Any], key: str) -> tuple[Any, int]:
    if model.objects.filter(programme=programme, is_edited=True).exists():
        return None, 0
    return _upsert(model, {"programme": programme, key: new.pop(key)}, new)


def _load_lessons(curriculum: Curriculum, lessons: Sequence[Mapping[str, Any]]) -> int:
    wanted = [
        (n, lesson["title"], lesson["periods"], lesson.get("form", "lecture")) for n, lesson in enumerate(lessons, 1)
    ]
    present = list(curriculum.lessons.order_by("position").values_list("position", "title", "periods", "form"))
    if present == wanted:
        return 0
    # in place: sessions already point at these rows
    for n, title, periods, form in wanted:
        Lesson.objects.update_or_create(
            curriculum=curriculum, position=n, defaults={"title": title, "periods": periods, "form": form}
        )
    curriculum.lessons.filter(position__gt=len(wanted)).delete()
    return len(wanted)


def _load_bands(assessment: Assessment, table: Sequence[Mapping[str, Any]]) -> int:
    wanted = [
        (n, band["code"], band["name"], Decimal(str(band["min_mark"])), band.get("is_pass", True))
        for n, band in enumerate(table, 1)
    ]
    present = list(assessment.bands.order_by("position").values_list("position", "code", "name", "min_mark", "is_pass"))
    if present == wanted:
        return 0
    assessment.bands.all().delete()
    Band.objects.bulk_create(
        [
            Band(assessment=assessment, position=n, code=code, name=name, min_mark=mark, is_pass=is_pass)
            for n, code, name, mark, is_pass in wanted
        ]
    )
    return len(wanted)
