"""Reads of trainings elsewhere, recorded from papers."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from hocvien.common.errors import DomainError
from hocvien.people import api as people
from hocvien.records.errors import BothHoldCertificate, TrainingNotFound
from hocvien.records.models import Certificate, CertificateStatus, ExternalTraining


def external_trainings(person_id: int) -> QuerySet[ExternalTraining]:
    """A person's trainings elsewhere, the newest first, with programme and who confirmed them; one query."""
    return (
        ExternalTraining.objects.filter(person_id=person_id)
        .select_related("programme", "confirmed_by", "recorded_by")
        .order_by("-finished_on", "-issued_on", "-pk")
    )


def get_training(person: people.Person, uuid: UUID) -> ExternalTraining:
    """One of this person's; raises TrainingNotFound."""
    found = external_trainings(person.pk).filter(uuid=uuid).first()
    if found is None:
        raise TrainingNotFound
    return found


def trainings_valid_on(programme_codes: Iterable[str], on: date) -> QuerySet[ExternalTraining]:
    """Confirmed papers from elsewhere for these programmes that stood on that day; twin of `certificates_valid_on`."""
    return ExternalTraining.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        programme__code__in=list(programme_codes),
        issued_on__lte=on,
        confirmed_at__isnull=False,
    )


def trainings_confirmed_by(programme_codes: Iterable[str], on: date) -> QuerySet[ExternalTraining]:
    """As `trainings_valid_on`, those past their last day included; twin of `certificates_issued_by`."""
    return ExternalTraining.objects.filter(
        programme__code__in=list(programme_codes), issued_on__lte=on, confirmed_at__isnull=False
    )


def refuse_merge_of_holders(survivor_id: int, merged_id: int) -> Sequence[DomainError]:
    """Why two records cannot be one person: both hold a standing paper of one class. One query."""
    rows = Certificate.objects.filter(
        ~Q(class_code=""), person_id__in=[survivor_id, merged_id], status=CertificateStatus.VALID
    ).order_by("pk")
    held: dict[tuple[int, str], dict[int, str]] = {}
    names: dict[str, str] = {}
    for row in rows.values("person_id", "programme_id", "class_code", "class_name", "number_text"):
        names[row["class_code"]] = row["class_name"]
        held.setdefault((row["programme_id"], row["class_code"]), {})[row["person_id"]] = row["number_text"]
    return [
        BothHoldCertificate(names[code], numbers[survivor_id], numbers[merged_id])
        for (_programme, code), numbers in held.items()
        if len(numbers) > 1
    ]
