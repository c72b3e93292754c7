"""Reads: the register of personal fields, everything held about a person, looks, requests."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy.data import DossierSection, RegisteredFields, RegisteredModel
from hocvien.privacy.errors import RequestNotFound
from hocvien.privacy.models import DataRequest, Look, RequestStatus

_FILE = Path(__file__).parent / "data_files" / "register.yaml"


@cache
def _file() -> dict[str, Any]:
    return dict(yaml.safe_load(_FILE.read_text("utf-8")))


def list_register() -> list[RegisteredModel]:
    """Every table with personal values, in the order of the file; reads the file once."""
    file = _file()
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
                    keep=file["retentions"][group["keep"]],
                    sensitivity=group["sensitivity"],
                    fields=group["fields"],
                )
                for group in model["groups"]
            ],
        )
        for label, model in file["models"].items()
    ]


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
    """What a field is called on screen."""
    return apps.get_model(model_label)._meta.get_field("birth_on" if name == "birth" else name).verbose_name


def dossier(person: people.Person) -> list[DossierSection]:
    """Everything the register says is held about this person, and the journal about the record. One query a table."""
    sections = []
    for model in list_register():
        if not model.path:
            continue
        rows = list(_rows(apps.get_model(model.label), model, person))
        if rows:
            columns = [(name, str(field_label(model.label, name))) for name in model.fields]
            sections.append(
                DossierSection(model.title, columns, [[_words(row, name) for name in model.fields] for row in rows])
            )
    entries = [
        [_plain(entry.at), entry.verb, str(entry.actor or ""), getattr(getattr(entry, "detail", None), "content", "")]
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


def _words(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    return _plain(display() if display is not None else getattr(row, name))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, Model):
        return next(
            (str(getattr(value, key)) for key in ("full_name", "name", "code") if getattr(value, key, "")), str(value)
        )
    return str(value)


def looks_at(person: people.Person) -> QuerySet[Look]:
    """Who looked at this record, newest first."""
    return Look.objects.filter(person=person).select_related("user").order_by("-at", "-pk")


def requests_visible_to(actor: User | None, on: date) -> QuerySet[DataRequest]:
    """Requests that units answer where the actor may answer, those that wait first."""
    units = access.unit_ids_for(actor, access.Permission.PRIVACY_ANSWER, on)
    rows = DataRequest.objects.filter(unit_id__in=units).select_related("person", "unit", "answered_by")
    return rows.order_by("-status", "due_on", "pk")


def count_waiting(
    actor: User | None, on: date, within: Iterable[int] | QuerySet | None = None
) -> tuple[int, date | None]:
    """(how many wait for the actor's answer, the earliest day they are due); one query."""
    rows = requests_visible_to(actor, on).filter(status=RequestStatus.WAITING)
    if within is not None:
        rows = rows.filter(unit_id__in=within)
    days = list(rows.order_by("due_on").values_list("due_on", flat=True))
    return len(days), days[0] if days else None


def get_request_for(actor: User | None, uuid: UUID, on: date) -> DataRequest:
    """The request, if the actor may answer it; raises RequestNotFound."""
    found = requests_visible_to(actor, on).filter(uuid=uuid).first()
    if found is None:
        raise RequestNotFound
    return found


def answering_unit(person: people.Person, on: date) -> org.Unit | None:
    """The unit a person mainly belongs to that day, which answers what they ask; else None."""
    unit_id = people.main_unit_ids([person.pk], on).get(person.pk)
    return None if unit_id is None else org.Unit.objects.filter(pk=unit_id).first()
