"""The one lock of a class, and saving a row with its refusals in words.

Everything that takes or frees a seat, decides a result or moves the class itself locks the class row first, then reads, then writes, and
records in the journal last: one order for everybody.
"""

from collections.abc import Container, Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone

from hocvien.classes.errors import ClassLocked, ClassRecognised, FieldsRefused, NotInClass
from hocvien.classes.models import ClassStatus, RecognitionDecision, TrainingClass
from hocvien.classes.queries.visibility import as_uuid

Value = TypeVar("Value")


def lock_class(training_class: TrainingClass) -> TrainingClass:
    """The class row, fresh, locked until the transaction ends."""
    return (
        TrainingClass.objects.select_for_update(of=("self",))
        .select_related("opened_by", "hosted_by", "taught_by", "certified_by", "programme")
        .get(pk=training_class.pk)
    )


def day_of(now: datetime) -> date:
    """The day in Vietnam of a moment."""
    return timezone.localtime(now).date()


def require_open_class(training_class: TrainingClass) -> None:
    """Raise ClassLocked for a class that is over: finished or cancelled."""
    if training_class.status in {ClassStatus.FINISHED, ClassStatus.CANCELLED}:
        raise ClassLocked(training_class.name, ClassStatus(training_class.status).label)


def require_not_recognised(training_class: TrainingClass) -> None:
    """Raise ClassRecognised while a recognition decision stands; one query."""
    number = (
        RecognitionDecision.objects.filter(training_class=training_class, reopened_at__isnull=True)
        .values_list("number", flat=True)
        .first()
    )
    if number is not None:
        raise ClassRecognised(number)


def known_only(named: Mapping[Any, Value], known: Container[UUID], training_class: TrainingClass) -> dict[UUID, Value]:
    """What is said of each participation, keys read as uuids; NotInClass when one is not of this class (or not a uuid at all)."""
    read = {as_uuid(key): value for key, value in named.items()}
    found = {key: value for key, value in read.items() if key is not None and key in known}
    if len(found) != len(named):
        raise NotInClass(len(named) - len(found), training_class.name)
    return found


def check(row: models.Model, **options: Any) -> None:
    """`full_clean`, its sentences gathered into one FieldsRefused."""
    try:
        row.full_clean(**options)
    except ValidationError as refused:
        raise FieldsRefused(_sentences(row, refused)) from None


def _sentences(row: models.Model, refused: ValidationError) -> str:
    parts = []
    for field, messages in refused.message_dict.items():
        if field == NON_FIELD_ERRORS:
            parts += messages
        else:
            parts += [
                f"{getattr(row._meta.get_field(field), 'verbose_name', field)}: {message}" for message in messages
            ]
    return " ".join(parts)
