"""The register of personal fields, and everything held about a person, read along it."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.common.intervals import OPEN_END
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy.data import DossierSection, RegisteredCopy, RegisteredFields, RegisteredModel
from hocvien.privacy.queries.terms import term_on, term_words

_FILE = Path(__file__).resolve().parent.parent / "data_files" / "register.yaml"


@cache
def _file() -> dict[str, Any]:
    return dict(yaml.safe_load(_FILE.read_text("utf-8")))


def list_register(on: date | None = None) -> list[RegisteredModel]:
    """Every table with personal values, in the order of the file; reads the file once.

    With a day the words of retention say the length in force that day, one query; without it they leave its place open.
    """
    file = _file()
    keep = {key: _kept_words(one, on) for key, one in file["retentions"].items()}
    return [
        RegisteredModel(
            label=label,
            title=model["title"],
            path={"self": "pk"}.get(model.get("path", ""), model.get("path", "")),
            about=model.get("about", {}),
            groups=[
                RegisteredFields(
                    purpose=file["purposes"][group["purpose"]],
                    citation=file["bases"][group["basis"]]["citation"],
                    is_seen=file["bases"][group["basis"]]["seen"],
                    keep=keep[group["keep"]],
                    carried_out_by=file["retentions"][group["keep"]].get("carried_out_by", ""),
                    term=file["retentions"][group["keep"]].get("term", ""),
                    sensitivity=group["sensitivity"],
                    fields=group["fields"],
                )
                for group in model["groups"]
            ],
        )
        for label, model in file["models"].items()
    ]


def list_copies() -> list[RegisteredCopy]:
    """Every place outside the database where personal values stand a second time. No query."""
    return [RegisteredCopy(key, **one) for key, one in _file()["copies"].items()]


def _kept_words(retention: dict[str, str], on: date | None) -> dict[str, str]:
    words = {"vi": retention["vi"], "en": retention["en"]}
    if on is None or "term" not in retention:
        return words
    term = term_on(retention["term"], on)
    return {language: text.format(term=term_words(term, language)) for language, text in words.items()}


def list_not_personal() -> tuple[set[str], set[str], dict[str, set[str]]]:
    """(fields that are nowhere personal, models that are not, model → fields that are not)."""
    said = _file()["not_personal"]
    return (
        set(said["everywhere"]["fields"]),
        set(said["models"]),
        {label: set(fields) for label, fields in said["fields"].items()},
    )


def masked_fields(label: str = "people.person") -> set[str]:
    """Fields of a model that are shown whole only to those who hold `person.sensitive`."""
    model = next(one for one in list_register() if one.label == label)
    return {name for group in model.groups if group.sensitivity == "masked" for name in group.fields}


def field_label(model_label: str, name: str) -> Any:
    """What a field is called on screen: by its form, or by `labels.yaml` where no form shows it."""
    field = apps.get_model(model_label)._meta.get_field("birth_on" if name == "birth" else name)
    if field.verbose_name != name.replace("_", " "):
        return field.verbose_name
    said = _labels().get(name)
    return name if said is None else said[get_language() == "en"]


@cache
def _labels() -> dict[str, list[str]]:
    return dict(yaml.safe_load((_FILE.parent / "labels.yaml").read_text("utf-8"))["labels"])


def dossier(person: people.Person, on: date) -> list[DossierSection]:
    """Everything the register says is held about this person, and the journal about the record, units by their name of that day.

    One query a table and a few for the names.
    """
    held = [
        (model, rows)
        for model in list_register()
        if model.path and (rows := list(_rows(apps.get_model(model.label), model, person)))
    ]
    units = {
        value.pk
        for model, rows in held
        for row in rows
        for name in model.fields
        if isinstance(value := getattr(row, name), org.Unit)
    }
    names = {pk: label.name for pk, label in org.labels_as_of(units, on).items()}
    sections = [
        DossierSection(
            model.title,
            [(name, str(field_label(model.label, name))) for name in model.fields],
            [[_words(row, name, names) for name in model.fields] for row in rows],
        )
        for model, rows in held
    ]
    entries = [
        [
            _plain(entry.at, names),
            entry.verb,
            str(entry.actor or ""),
            getattr(getattr(entry, "detail", None), "content", ""),
        ]
        for entry in journal.list_entries(subject_uuid=person.uuid)
    ]
    if entries:
        columns = [
            ("at", _("Lúc")),
            ("verb", _("Việc")),
            ("actor", _("Người thực hiện")),
            ("content", _("Giá trị trước, sau")),
        ]
        sections.append(DossierSection({"vi": "Nhật ký về hồ sơ", "en": "Journal of the record"}, columns, entries))
    return sections


def _rows(model: type[Model], registered: RegisteredModel, person: people.Person) -> QuerySet:
    keys = [f.name for f in model._meta.concrete_fields if isinstance(f, ForeignKey) and f.name in registered.fields]
    rows = model._default_manager.filter(**{registered.path: person.pk}).order_by("pk")
    return rows.select_related(*keys) if keys else rows


def _words(row: Any, name: str, names: Mapping[int, str]) -> str:
    display = getattr(row, f"get_{name}_display", None)
    return _plain(display() if display is not None else getattr(row, name), names)


def _plain(value: Any, names: Mapping[int, str]) -> str:
    if value is None or value == OPEN_END:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, org.Unit):
        return names.get(value.pk, value.code)
    if isinstance(value, Model):
        return next(
            (str(getattr(value, key)) for key in ("full_name", "name", "code") if getattr(value, key, "")), str(value)
        )
    return str(value)
