"""The one lock of a class, and saving a row with its refusals in words.

Everything that takes or frees a seat, decides a result or moves the class itself locks the class row first, then reads, then writes, and
records in the journal last: one order for everybody.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone

from hocvien.classes.errors import ClassLocked, ClassRecognised, FieldsRefused
from hocvien.classes.models import ClassStatus, RecognitionDecision, TrainingClass


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


def as_uuid(key: object) -> UUID | None:
    """A key that may come from an address or a form; None when it is not one."""
    try:
        return key if isinstance(key, UUID) else UUID(str(key))
    except ValueError:
        return None


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
            parts += [f"{row._meta.get_field(field).verbose_name}: {message}" for message in messages]
    return " ".join(parts)
