"""Reading the data files of the demonstration, and the frozen truth made from them."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from hocvien.demonstration.constants import DATA_FILES
from hocvien.demonstration.data import (
    AccountEntry,
    AuthorityEntry,
    ClassEntry,
    Days,
    Enrolment,
    GeneratedPerson,
    LecturerEntry,
    NameBook,
    Overlap,
    PlaceFile,
    PlanEntry,
    PlanLineEntry,
    Population,
    Post,
    ReformEntry,
    SentEntry,
    ServedEntry,
    SexNames,
    StudyEntry,
    StudyPointEntry,
    TermEntry,
    Terms,
    UnitEntry,
)


def _load(path: Path) -> Any:
    with path.open(encoding="utf-8") as stream:
        return yaml.safe_load(stream)


def read_name_book() -> NameBook:
    """The word lists of names.yaml."""
    raw = _load(DATA_FILES / "names.yaml")
    return NameBook(raw["families"], SexNames(**raw["male"]), SexNames(**raw["female"]))


def _day(raw: Any, today: date) -> date:
    """A date, or one told from today: {day: -1}, {coming: 4} (this Friday or the next), {week: -2, weekday: 0} (Monday two weeks ago)."""
    if isinstance(raw, date):
        return raw
    if "coming" in raw:
        return today + timedelta(days=(raw["coming"] - today.weekday()) % 7)
    if "day" in raw:
        return today + timedelta(days=raw["day"])
    return today + timedelta(weeks=raw["week"], days=raw["weekday"] - today.weekday())


def _read_class(raw: dict[str, Any], today: date) -> ClassEntry:
    days, decision = raw.pop("days"), raw.pop("decision")
    opened_on, closes_on = _day(raw.pop("opened_on"), today), _day(raw.pop("closes_on"), today)
    closing = raw.pop("proposals_close_on", None)
    return ClassEntry(
        **raw | {"lecturers": tuple(raw["lecturers"])},
        opened_on=opened_on,
        closes_on=closes_on,
        proposals_close_on=_day(closing, today) if closing else None,
        decision_number=decision["number"],
        decision_on=_day(decision["dated"], today),
        days=Days(
            _day(days.get("from", opened_on), today),
            _day(days.get("to", closes_on), today),
            tuple(days["weekdays"]),
            tuple(days["halves"]),
            tuple(days.get("skip", ())),
        ),
    )


def _read_plan(raw: dict[str, Any], today: date) -> PlanEntry:
    year = raw["year"] if isinstance(raw["year"], int) else today.year + raw["year"]["year"]
    issued = _day(raw["issued_on"], today) if raw["issued_on"] else None
    lines = tuple(PlanLineEntry(**line) for line in raw["lines"])
    return PlanEntry(raw["unit"], year, raw["number"], issued, lines)


def _read_study(raw: dict[str, Any], today: date) -> StudyEntry:
    makeup = raw.pop("makeup", None)
    return StudyEntry(
        **raw
        | {
            "opens_on": _day(raw["opens_on"], today),
            "due_on": _day(raw["due_on"], today),
            "untold": tuple(raw.get("untold", ())),
            "named": tuple(raw.get("named", ())),
            "points": tuple(StudyPointEntry(**one | {"kinds": tuple(one["kinds"])}) for one in raw["points"]),
        },
        makeup=(makeup["place"], _day(makeup["on"], today)) if makeup else None,
    )


def _read_account(raw: dict[str, Any]) -> AccountEntry:
    grants, anew = (
        tuple((grant["role"], grant["unit"]) for grant in raw.get(key, ())) for key in ("grants", "since_reform")
    )
    return AccountEntry(raw["username"], raw["full_name"], grants, anew, raw.get("first", ""))


def _read_reform(path: Path) -> ReformEntry | None:
    """None for a place that was not reorganised."""
    if not path.exists():
        return None
    raw = _load(path)
    served = tuple(ServedEntry(**entry) for entry in raw.pop("served"))
    return ReformEntry(**raw | {"steps": tuple(raw["steps"])}, served=served)


def read_place(folder: Path, today: date) -> PlaceFile:
    """One place from its files; `today` matters only where they tell days from it."""
    units, classes = _load(folder / "units.yaml"), _load(folder / "classes.yaml")
    plans, accounts = _load(folder / "plans.yaml"), _load(folder / "accounts.yaml")
    defaults = classes.get("class_defaults", {})
    return PlaceFile(
        key_prefix=classes["key_prefix"],
        first_serial=classes["first_serial"],
        seed=classes["seed"],
        valid_from=units["valid_from"],
        known_on=classes.get("known_on", today),
        terms=Terms(**classes["terms"]),
        ethnicities=classes["ethnicities"],
        source=classes["source"],
        units=tuple(UnitEntry(**entry) for entry in units["units"]),
        lecturers=tuple(
            LecturerEntry(**{key: value for key, value in entry.items() if key != "name_status"})
            for entry in classes["lecturers"]
        ),
        classes=tuple(_read_class(defaults | entry, today) for entry in classes["classes"]),
        overlaps=tuple(
            Overlap(tuple(o["classes"]), o["count"], o["why"], o.get("unit", "")) for o in classes["overlaps"]
        ),
        plans=tuple(_read_plan(entry, today) for entry in plans["plans"]),
        accounts=tuple(_read_account(entry) for entry in accounts["accounts"]),
        served=tuple(ServedEntry(**entry) for entry in units.get("served", [])),
        terms_of_office=tuple(TermEntry(**entry) for entry in units.get("terms_of_office", [])),
        authorities=tuple(AuthorityEntry(**entry) for entry in units.get("authorities", [])),
        reform=_read_reform(folder / "reform.yaml"),
        study=tuple(_read_study(entry, today) for entry in _load(folder / "study.yaml")["sessions"]),
    )


def read_published(folder: Path) -> PlaceFile:
    """Units of which nothing is known here but what was published of them, and the account that keeps it."""
    units = _load(folder / "units.yaml")
    founded = units["valid_from"]
    return PlaceFile(
        key_prefix="",
        first_serial=0,
        seed=0,
        valid_from=founded,
        known_on=founded,
        terms=Terms(cells=founded, committees=founded, youth=founded),
        ethnicities={},
        source=units["source"],
        units=tuple(UnitEntry(**entry) for entry in units["units"]),
        lecturers=(),
        classes=(),
        overlaps=(),
        plans=(),
        accounts=tuple(_read_account(entry) for entry in _load(folder / "accounts.yaml")["accounts"]),
        terms_of_office=tuple(TermEntry(**entry) for entry in units["terms_of_office"]),
    )


def read_ministry(folder: Path) -> PlaceFile:
    """A place without classes of its own: its units, accounts, and how many it sent to which class of others."""
    notices = _load(folder / "notices.yaml")
    sent = tuple(SentEntry(**entry) for entry in notices["notices"])
    return replace(read_published(folder), seed=notices["seed"], notices=sent)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


def _known(text: str) -> date | None:
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
            born_on=_known(row["born_on"]),
            education=row["education"],
            theory=row["theory"],
            membership=row["membership"],
            admitted_on=_known(row["admitted_on"]),
            official_on=_known(row["official_on"]),
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
