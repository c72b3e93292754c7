"""The data the program ships with, read from `data_files`. Loading again brings untouched rows up to date and leaves edited ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from hocvien.accounts.api import User
from hocvien.catalogue.errors import SeedUnreadable
from hocvien.catalogue.models import (
    Assessment,
    Band,
    Chain,
    ChainStep,
    Curriculum,
    Lesson,
    Opening,
    Paper,
    Programme,
)
from hocvien.common.intervals import OPEN_END
from hocvien.journal import api as journal

# the one in C where the library was built with it
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FILES = Path(__file__).resolve().parent.parent / "data_files"


@transaction.atomic
def load_seed(*, actor: User | None) -> int:
    """Load or refresh the shipped programmes; how many rows were written (0: nothing new). Raises SeedUnreadable.

    An edited row is never overwritten, and a programme whose versions were edited gets no further versions of that sort.
    """
    tables = _Tables(_read("bands.yaml")["tables"], _read("chains.yaml")["tables"])
    written = 0
    present = _Present()
    for entry in _read("programmes.yaml")["programmes"]:
        written += _load_programme(entry, tables, present)
    if written:
        journal.record(actor=actor, verb="catalogue.load_seed", subject=None, after={"rows": written})
    return written


@dataclass(frozen=True, slots=True)
class _Tables:
    """Rows that several programmes share, by the name their versions give."""

    bands: Mapping[str, Any]
    steps: Mapping[str, Any]


class _Present:
    """What is recorded already, read in one query a table: a seed is mostly loaded again and finds nothing to do."""

    def __init__(self) -> None:
        self.programmes = {row.code: row for row in Programme.objects.all()}
        self.versions: dict[type[Any], dict[int, dict[Any, Any]]] = {
            Curriculum: {},
            Assessment: {},
            Paper: {},
            Opening: {},
            Chain: {},
        }
        for model, by_programme in self.versions.items():
            for row in model.objects.all():
                by_programme.setdefault(row.programme_id, {})[getattr(row, _KEYS[model])] = row
        self.lessons = _by_owner(
            Lesson.objects.order_by("position").values_list("curriculum_id", "position", "title", "periods", "form")
        )
        self.bands = _by_owner(
            Band.objects.order_by("position").values_list(
                "assessment_id", "position", "code", "name", "min_mark", "is_pass"
            )
        )
        self.steps = _by_owner(ChainStep.objects.order_by("position").values_list("chain_id", *_STEP))


# what tells one version of a programme's from another
_KEYS: dict[type[Any], str] = {
    Curriculum: "version",
    Assessment: "valid_from",
    Paper: "valid_from",
    Opening: "valid_from",
    Chain: "valid_from",
}
_STEP = ("position", "kind", "place", "unit_kinds", "unit_words", "days_before")


def _by_owner(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for owner, *rest in rows:
        found.setdefault(owner, []).append(tuple(rest))
    return found


@cache
def _read(name: str) -> Any:
    path = _FILES / name
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader either way
    except (OSError, yaml.YAMLError) as trouble:
        raise SeedUnreadable(name, str(trouble)) from trouble


def _load_programme(entry: Mapping[str, Any], tables: _Tables, present: _Present) -> int:
    fields = {
        key: value
        for key, value in entry.items()
        if key not in {"code", "curricula", "assessments", "papers", "openings", "chains"}
    }
    fields.setdefault("valid_to", OPEN_END)
    programme = present.programmes.get(entry["code"]) or Programme(code=entry["code"])
    written = _write(programme, fields)
    for new in _dated(entry.get("curricula", [])):
        lessons = new.pop("lessons")
        row, count = _write_version(Curriculum, programme, new, present)
        if row is not None:
            written += count + _load_lessons(row, lessons, present)
    for new in _dated(entry.get("assessments", [])):
        table = tables.bands[new.pop("bands")] if "bands" in new else []
        row, count = _write_version(Assessment, programme, _decimals(new), present)
        if row is not None:
            written += count + _load_bands(row, table, present)
    for new in _dated(entry.get("papers", [])):
        _row, count = _write_version(Paper, programme, new, present)
        written += count
    for new in _dated(entry.get("openings", [])):
        _row, count = _write_version(Opening, programme, new, present)
        written += count
    for new in _dated(entry.get("chains", [])):
        steps = tables.steps[new.pop("steps")]
        row, count = _write_version(Chain, programme, new, present)
        if row is not None:
            written += count + _load_steps(row, steps, present)
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


def _write(row: Any, fields: Mapping[str, Any]) -> int:
    """Write the row if it is new, or differs and nobody edited it; 1 if it was written."""
    if row.pk and (row.is_edited or all(getattr(row, name) == value for name, value in fields.items())):
        return 0
    for name, value in fields.items():
        setattr(row, name, value)
    row.clean_fields(exclude={"programme"})
    row.save()
    return 1


def _write_version(model: type[Any], programme: Programme, new: dict[str, Any], present: _Present) -> tuple[Any, int]:
    versions = present.versions[model].setdefault(programme.pk, {})
    if any(row.is_edited for row in versions.values()):
        return None, 0
    key = new.pop(_KEYS[model])
    row = versions.get(key) or model(programme=programme, **{_KEYS[model]: key})
    versions[key] = row
    return row, _write(row, new)


def _load_lessons(curriculum: Curriculum, lessons: Sequence[Mapping[str, Any]], present: _Present) -> int:
    wanted = [
        (n, lesson["title"], lesson["periods"], lesson.get("form", "lecture")) for n, lesson in enumerate(lessons, 1)
    ]
    found = present.lessons.get(curriculum.pk, [])
    if found == wanted:
        return 0
    if not found:
        made = [
            Lesson(curriculum=curriculum, position=n, title=title, periods=periods, form=form)
            for n, title, periods, form in wanted
        ]
        for lesson in made:
            lesson.clean_fields(exclude={"curriculum"})
        Lesson.objects.bulk_create(made)
        return len(made)
    # in place: sessions already point at these rows
    for n, title, periods, form in wanted:
        Lesson.objects.update_or_create(
            curriculum=curriculum, position=n, defaults={"title": title, "periods": periods, "form": form}
        )
    curriculum.lessons.filter(position__gt=len(wanted)).delete()
    return len(wanted)


def _load_bands(assessment: Assessment, table: Sequence[Mapping[str, Any]], present: _Present) -> int:
    wanted = [
        (n, band["code"], band["name"], Decimal(str(band["min_mark"])), band.get("is_pass", True))
        for n, band in enumerate(table, 1)
    ]
    found = present.bands.get(assessment.pk, [])
    if found == wanted:
        return 0
    if found:
        assessment.bands.all().delete()
    Band.objects.bulk_create(
        [
            Band(assessment=assessment, position=n, code=code, name=name, min_mark=mark, is_pass=is_pass)
            for n, code, name, mark, is_pass in wanted
        ]
    )
    return len(wanted)


def _load_steps(chain: Chain, table: Sequence[Mapping[str, Any]], present: _Present) -> int:
    wanted = [
        (n, one["kind"], one["place"], one.get("unit_kinds", []), one.get("unit_words", []), one.get("days_before"))
        for n, one in enumerate(table, 1)
    ]
    found = present.steps.get(chain.pk, [])
    if found == wanted:
        return 0
    if found:
        chain.steps.all().delete()
    ChainStep.objects.bulk_create([ChainStep(chain=chain, **dict(zip(_STEP, one, strict=True))) for one in wanted])
    return len(wanted)
