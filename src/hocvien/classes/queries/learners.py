"""Learners of a class, and the classes of one person."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.arithmetic import birth_text
from hocvien.classes.data import (
    LearnerRow,
    TimelineRow,
)
from hocvien.classes.errors import ParticipationNotFound
from hocvien.classes.models import (
    ClassStatus,
    Participation,
    ParticipationStatus,
    TrainingClass,
    standing_words,
)
from hocvien.classes.queries.lists import clauses_of
from hocvien.classes.queries.results import outcome_words
from hocvien.classes.queries.roll import attendance_of
from hocvien.classes.queries.visibility import (
    as_uuid,
    classes_visible_to,
    participations_visible_to,
)
from hocvien.org import api as org

_P = access.Permission


def learner_rows(
    actor: User | None, training_class: TrainingClass, on: date, *, active_only: bool = False
) -> list[LearnerRow]:
    """Learners of the class the actor sees, in name order, with attendance; about twelve queries for any class."""
    rows = participations_visible_to(actor, training_class, on)
    if active_only:
        rows = rows.filter(status=ParticipationStatus.ACTIVE)
    return _learners(training_class, rows)


def find_learner(actor: User | None, training_class: TrainingClass, uuid: object, on: date) -> LearnerRow | None:
    """One learner with the clauses the nomination was judged by, or None: not of this class, not visible, not a uuid."""
    key = as_uuid(uuid)
    if key is None:
        return None
    rows = participations_visible_to(actor, training_class, on).filter(uuid=key)
    return next(iter(_learners(training_class, rows, has_clauses=True)), None)


def get_participation(training_class: TrainingClass, uuid: UUID) -> Participation:
    """One participation of this class, whoever asks (its operations check); ParticipationNotFound (404)."""
    found = (
        Participation.objects.select_related("person", "training_class", "sending_unit")
        .filter(training_class=training_class, uuid=uuid)
        .first()
    )
    if found is None:
        raise ParticipationNotFound
    return found


def _learners(
    training_class: TrainingClass, rows: QuerySet[Participation], *, has_clauses: bool = False
) -> list[LearnerRow]:
    rows = rows.select_related("person", "nomination", "result").order_by("person__name_key", "pk")
    if not has_clauses:
        rows = rows.defer("nomination__verdict_clauses")
    found = list(rows)
    seen = attendance_of([p.pk for p in found], training_class) if found else {}
    labels = org.labels_as_of((p.sending_unit_id for p in found), training_class.opens_on)
    return [
        LearnerRow(
            uuid=p.uuid,
            class_uuid=training_class.uuid,
            person_uuid=p.person.uuid,
            full_name=p.person.full_name,
            name_key=p.person.name_key,
            birth_on=p.person.birth_on,
            birth_text=birth_text(p.person.birth),
            sex=p.person.sex,
            unit_code=labels[p.sending_unit_id].code,
            unit_name=labels[p.sending_unit_id].name,
            group=p.group,
            status=p.status,
            status_label=standing_words(p.status, training_class.status),
            status_reason=p.status_reason,
            admitted_on=p.admitted_on,
            ended_on=p.ended_on,
            is_late=p.nomination.is_late,
            verdict=p.nomination.verdict,
            judged_on=p.nomination.judged_on,
            clauses=clauses_of(p.nomination) if has_clauses else (),
            present=seen[p.pk].present_sessions,
            recorded=seen[p.pk].present_sessions + seen[p.pk].absent_sessions,
            sessions=seen[p.pk].total_sessions,
            outcome=p.result.decided_outcome if hasattr(p, "result") else "",
            is_generated=p.person.is_generated,
        )
        for p in found
    ]


def participations_of(person_id: int, *, on: date, actor: User | None = None) -> list[TimelineRow]:
    """Every class a person was admitted to, newest first; `is_visible` tells whether the actor may open it; units by their names of that day. One query, two to know the units."""
    rows_of = Participation.objects.filter(person_id=person_id).annotate(
        opened_by_name=org.name_subquery("training_class__opened_by_id", on),
        sending_unit_name=org.name_subquery("sending_unit_id", on),
    )
    if actor is not None:
        seen = classes_visible_to(actor, on).filter(pk=OuterRef("training_class_id"))
        rows_of = rows_of.annotate(is_visible=Exists(seen))
    found = list(
        rows_of.select_related("training_class__programme", "result").order_by("-training_class__opens_on", "-pk")
    )
    rows = []
    for p in found:
        result = p.result if hasattr(p, "result") else None
        cls = p.training_class
        rows.append(
            TimelineRow(
                uuid=p.uuid,
                class_uuid=cls.uuid,
                class_code=cls.code,
                class_name=cls.name,
                programme_code=cls.programme.code,
                programme_name=cls.programme.name,
                opened_by_name=p.opened_by_name,
                sending_unit_name=p.sending_unit_name,
                opens_on=cls.opens_on,
                closes_on=cls.closes_on,
                class_status=cls.status,
                class_status_label=str(ClassStatus(cls.status).label),
                status=p.status,
                status_label=standing_words(p.status, cls.status),
                outcome=result.decided_outcome if result else "",
                outcome_words=outcome_words(result.decided_outcome, result.decided_band_name)
                if result and result.decided_outcome
                else "",
                is_visible=getattr(p, "is_visible", True),
                mark=result.mark if result and result.decided_outcome else None,
            )
        )
    return rows
