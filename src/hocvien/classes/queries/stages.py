"""How far classes and people have come, from the plan line to the certificate: what the page of the thread shows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q

from hocvien.accounts.api import User
from hocvien.classes.data import PersonStages, Stages
from hocvien.classes.models import Nomination, NominationStatus, Outcome, Participation, TrainingClass
from hocvien.classes.queries.facts import counts
from hocvien.classes.queries.visibility import classes_visible_to, nominations_visible_to
from hocvien.common.batched import batched
from hocvien.org import api as org
from hocvien.records import api as records

_BATCH = 500
_DECIDED = (NominationStatus.ADMITTED, NominationStatus.RETURNED, NominationStatus.WITHDRAWN)
_BACK = (NominationStatus.RETURNED, NominationStatus.WITHDRAWN)


def classes_of_line(actor: User | None, plan_line_id: int, on: date) -> tuple[list[TrainingClass], int]:
    """(classes opened from the plan line that the actor sees, by opening day; how many more there are out of sight); two queries."""
    rows = TrainingClass.objects.filter(plan_line_id=plan_line_id)
    seen = classes_visible_to(actor, on).filter(plan_line_id=plan_line_id).select_related("programme")
    found = list(seen.order_by("opens_on", "pk"))
    return found, rows.count() - len(found)


def stages_of(class_ids: Iterable[int]) -> dict[int, Stages]:
    """Class id → how many names stand where, their verdicts, results and papers; two queries for every 500 classes."""
    found: dict[int, Stages] = {}
    for ids in batched(sorted(set(class_ids)), _BATCH):
        found |= {pk: Stages() for pk in ids}
        names = Nomination.objects.filter(training_class_id__in=ids).values_list("training_class_id")
        for pk, *numbers in names.annotate(
            waiting=Count("pk", filter=~Q(status__in=_DECIDED)),
            admitted=Count("pk", filter=Q(status=NominationStatus.ADMITTED)),
            sent_back=Count("pk", filter=Q(status__in=_BACK)),
            met=Count("pk", filter=Q(verdict="met") & ~Q(status__in=_BACK)),
            not_met=Count("pk", filter=Q(verdict="not_met") & ~Q(status__in=_BACK)),
            data_missing=Count("pk", filter=Q(verdict="data_missing") & ~Q(status__in=_BACK)),
        ).order_by():
            found[pk] = Stages(*numbers)
        learners = Participation.objects.filter(training_class_id__in=ids).values_list("training_class_id")
        for pk, *numbers in learners.annotate(
            learners=Count("pk", filter=counts()),
            completed=Count("pk", filter=counts() & Q(result__decided_outcome=Outcome.COMPLETED)),
            failed=Count("pk", filter=counts() & Q(result__decided_outcome=Outcome.FAILED)),
            issued=Count("pk", filter=Q(result__certificate__isnull=False)),
        ).order_by():
            found[pk] = found[pk].with_learners(*numbers)
    return found


def people_of_thread(actor: User | None, training_class: TrainingClass, on: date) -> list[PersonStages]:
    """Everybody on the class's list whom the actor sees, by name: where the name stands, verdict, result, paper. About six queries."""
    rows = nominations_visible_to(actor, on).filter(training_class=training_class).exclude(status__in=_BACK)
    found = list(
        rows.select_related(
            "person", "participation__result__certificate", "participation__result__recognition"
        ).order_by("person__name_key", "pk")
    )
    labels = org.labels_as_of({row.sending_unit_id for row in found}, training_class.opens_on)
    return [_person(row, labels[row.sending_unit_id].name) for row in found]


def _person(row: Nomination, unit_name: str) -> PersonStages:
    participation: Any = getattr(row, "participation", None)
    result: Any = getattr(participation, "result", None)
    certificate = result.certificate if result is not None else None
    return PersonStages(
        nomination=row,
        participation=participation,
        result=result,
        certificate=certificate,
        person_uuid=row.person.uuid,
        full_name=row.person.full_name,
        unit_name=unit_name,
        status_label=str(NominationStatus(row.status).label),
        verdict=row.verdict,
        outcome_label=str(Outcome(result.decided_outcome).label)
        if result is not None and result.decided_outcome
        else "",
    )


def person_of_thread(actor: User | None, training_class: TrainingClass, uuid: object, on: date) -> PersonStages | None:
    """One of them by the nomination's uuid, or None. About five queries."""
    return next(
        (one for one in people_of_thread(actor, training_class, on) if str(one.nomination.uuid) == str(uuid)), None
    )


def find_nomination_of(certificate: records.Certificate) -> Nomination | None:
    """The nomination a certificate came of, or None for one that was entered from an old book; one query."""
    rows = Nomination.objects.select_related("training_class__programme", "training_class__plan_line__plan")
    return rows.filter(participation__uuid=certificate.source_uuid).first()
