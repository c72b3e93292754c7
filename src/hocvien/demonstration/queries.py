"""Reading the data files of the demonstration, and the frozen truth made from them."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from hocvien.demonstration.constants import DATA_FILES
from hocvien.demonstration.data import (
    ClassEntry,
    Days,
    Enrolment,
    GeneratedPerson,
    LecturerEntry,
    NameBook,
    Overlap,
    PlaceFile,
    Population,
    Post,
    SexNames,
    UnitEntry,
)


def _load(path: Path) -> Any:
    with path.open(encoding="utf-8") as stream:
        return yaml.safe_load(stream)


def read_name_book() -> NameBook:
    """The word lists of names.yaml."""
    raw = _load(DATA_FILES / "names.yaml")
    return NameBook(raw["families"], SexNames(**raw["male"]), SexNames(**raw["female"]))


def _read_class(raw: dict[str, Any]) -> ClassEntry:
    days, decision = raw["days"], raw["decision"]
    plain = {
        key: raw[key]
        for key in (
            "code",
            "programme",
            "name",
            "opened_on",
            "closes_on",
            "opened_by",
            "hosted_by",
            "taught_by",
            "paid_by",
            "certified_by",
            "place",
            "seats",
            "heads",
            "female",
            "returned",
            "sent_by",
        )
    }
    optional = {
        key: raw[key]
        for key in ("joint_with", "carried_over", "study_mode")
        if key in raw
    }
    return ClassEntry(
        **plain,
        **optional,
        decision_number=decision["number"],
        decision_on=decision["dated"],
        days=Days(
            days["from"],
            days["to"],
            tuple(days["weekdays"]),
            tuple(days["halves"]),
            tuple(days["skip"]),
        ),
    )


def read_place(folder: Path) -> PlaceFile:
    """One place: units.yaml and classes.yaml of a folder."""
    units, classes = _load(folder / "units.yaml"), _load(folder / "classes.yaml")
    return PlaceFile(
        seed=classes["seed"],
        valid_from=units["valid_from"],
        units=tuple(UnitEntry(**entry) for entry in units["units"]),
        lecturers=tuple(
            LecturerEntry(
                **{key: value for key, value in entry.items() if key != "name_status"}
            )
            for entry in classes["lecturers"]
        ),
        classes=tuple(_read_class(entry) for entry in classes["classes"]),
        overlaps=tuple(
            Overlap(tuple(o["classes"]), o["count"], o["why"])
            for o in classes.get("overlaps", [])
        ),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _post(text: str) -> Post:
    kind, title, unit, since = text.split("|")
    return Post(kind, title, unit, date.fromisoformat(since))


def read_population(folder: Path) -> Population:
    """The frozen people and enrolments of a folder, exactly as committed."""
    people = tuple(
        GeneratedPerson(
            **{
                key: row[key]
                for key in (
                    "key",
                    "full_name",
                    "sex",
                    "ethnicity",
                    "identity_number",
                    "commune",
                    "cell",
                )
            },
            born_on=date.fromisoformat(row["born_on"]),
            education=row["education"],
            theory=row["theory"],
            membership=row["membership"],
            admitted_on=_day(row["admitted_on"]),
            official_on=_day(row["official_on"]),
            posts=tuple(_post(part) for part in row["posts"].split(";") if part),
        )
        for row in _rows(folder / "people.csv")
    )
    enrolments = tuple(
        Enrolment(
            row["class"],
            row["person"],
            row["sent_by"],
            row["cell"],
            row["status"],
            row["return_reason"],
            row["added_late"] == "1",
            int(row["absent_halves"]),
            row["mark"],
        )
        for row in _rows(folder / "enrolments.csv")
    )
    return Population(people, enrolments)
