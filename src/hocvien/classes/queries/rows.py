"""Classes on the screens: lists, counts, what may be done. Counts are annotations: no list asks once more for each row."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.classes.constants import HEADS_MAY, PLACES_OF, ROLES_OF_UNITS
from hocvien.classes.data import (
    ClassActions,
    ClassCounts,
)
from hocvien.classes.models import (
    WAITING,
    ClassStatus,
    Invitation,
    Nomination,
    NominationStatus,
    Participation,
    ParticipationStatus,
    Session,
    TrainingClass,
)
from hocvien.classes.queries.facts import counts
from hocvien.classes.queries.results import waiting_for_paper
from hocvien.classes.queries.rounds import round_taking
from hocvien.classes.queries.visibility import acts_as_head, classes_visible_to, nominations_visible_to
from hocvien.common.text import fold
from hocvien.org import api as org
from hocvien.records import api as records

_P = access.Permission


def class_rows(
    actor: User | None,
    on: date,
    *,
    as_of: date | None = None,
    unit: org.Unit | None = None,
    start: date | None = None,
    end: date | None = None,
) -> QuerySet[TrainingClass]:
    """Visible classes that run on some day of [start, end), of a unit and what lies below it (on the class, invited or sending).

    What lies below and how units are called is asked of `as_of` (default: `on`); a unit that has ended by then is found below its heir.
    Each with programme_name, opener_name, learners, women, sessions, rolls, next_session_on, waiting. Newest opening first.
    """
    rows = classes_visible_to(actor, on).select_related("programme")
    if unit is not None:
        rows = rows.filter(_touches(org.descendant_ids_as_of(unit.pk, as_of or on, with_past=True)))
    if end is not None:
        rows = rows.filter(opens_on__lt=end)
    if start is not None:
        rows = rows.filter(closes_on__gte=start)
    return with_counts(rows, on, as_of=as_of).order_by("-opens_on", "code")


def count_open_by_unit(day: date) -> dict[int, int]:
    """Unit id → classes it opened that run on that day, those cancelled left out; one query. Says nothing of who may see them."""
    rows = TrainingClass.objects.filter(opens_on__lte=day, closes_on__gte=day).exclude(status=ClassStatus.CANCELLED)
    return dict(rows.order_by().values_list("opened_by_id").annotate(number=Count("pk")))


def with_counts(rows: QuerySet[TrainingClass], on: date, *, as_of: date | None = None) -> QuerySet[TrainingClass]:
    """The annotations of `class_rows` on any classes."""
    learners = Participation.objects.filter(counts())
    sessions = Session.objects.all()
    waiting = Nomination.objects.filter(status__in=WAITING)
    upcoming = Session.objects.filter(training_class=OuterRef("pk"), on__gte=on).order_by("on")
    return rows.annotate(
        programme_name=F("programme__name"),
        opener_name=org.name_subquery("opened_by_id", as_of or on),
        learners=heads_of_class(),
        women=_count(learners.filter(person__sex="female")),
        sessions_count=_count(sessions),
        rolls=_count(sessions.filter(roll_recorded_at__isnull=False)),
        next_session_on=Subquery(upcoming.values("on")[:1]),
        waiting=_count(waiting),
    )


def heads_of_class() -> Coalesce:
    """How many participations of the class of the outer query count, as an expression."""
    return _count(Participation.objects.filter(counts()))


def count_learners(rows: QuerySet[TrainingClass], *, women_only: bool = False) -> int:
    """Participations that count in these classes; one query over the participations, not one look for each class."""
    people = Participation.objects.filter(counts(), training_class__in=rows.order_by().values("pk"))
    return people.filter(person__sex="female").count() if women_only else people.count()


def search_classes(actor: User | None, text: str, on: date, *, limit: int = 20) -> list[TrainingClass]:
    """Visible classes whose name, code or intake holds the text, marks ignored; newest first; one query beside the actor's grants."""
    return list(matching(classes_visible_to(actor, on), text).order_by("-opens_on", "code")[:limit])


def matching(rows: QuerySet[TrainingClass], text: str) -> QuerySet[TrainingClass]:
    """Narrow to names (marks ignored), codes or intakes that hold the text."""
    needle = fold(text)
    if not needle:
        return rows
    return rows.filter(
        Q(name_folded__contains=needle) | Q(code__icontains=text.strip()) | Q(intake__icontains=text.strip())
    )


def is_past_deadline(training_class: TrainingClass, on: date) -> bool:
    """Whether names of that day come late: the list is closed, the class already runs, or it has opened."""
    has_rounds, taking = round_taking(training_class, on)
    closed_on = training_class.proposals_close_on or training_class.opens_on
    is_closed = taking is None if has_rounds else on > closed_on
    return is_closed or on > training_class.opens_on or training_class.status == ClassStatus.RUNNING


def closing_notes(training_class: TrainingClass) -> list[str]:
    """What is still missing when a class is to be closed; warns, never blocks. Two queries."""
    notes = []
    missing = Session.objects.filter(training_class=training_class, roll_recorded_at__isnull=True).count()
    if missing:
        notes.append(_("Còn {count} buổi chưa điểm danh đủ.").format(count=missing))
    if not Participation.objects.filter(training_class=training_class, status=ParticipationStatus.ACTIVE).exists():
        notes.append(_("Lớp không có học viên nào."))
    return notes


def class_counts(training_class: TrainingClass, on: date, actor: User | None = None) -> ClassCounts:
    """Heads, lists, half-days and papers of one class, and the next roll to be recorded; two queries. Of names only those the actor sees."""
    people = Participation.objects.filter(counts())
    listed = nominations_visible_to(actor, on)
    standing = records.Certificate.objects.filter(
        status=records.CertificateStatus.VALID,
        source_uuid__in=Participation.objects.filter(training_class=OuterRef(OuterRef("pk"))).values("uuid"),
    )
    heads = (
        TrainingClass.objects.filter(pk=training_class.pk)
        .values(
            learners=_count(people),
            active=_count(people.filter(status=ParticipationStatus.ACTIVE)),
            women=_count(people.filter(person__sex="female")),
            groups=_count(people.filter(group__isnull=False), "group", distinct=True),
            to_approve=_count(listed.filter(status=NominationStatus.PROPOSED)),
            to_admit=_count(listed.filter(status=NominationStatus.APPROVED)),
            periods_wanted=Coalesce(
                Subquery(
                    catalogue.Lesson.objects.filter(curriculum_id=OuterRef("curriculum_id"))
                    .order_by()
                    .values("curriculum_id")
                    .annotate(number=Sum("periods"))
                    .values("number")
                ),
                0,
            ),
            to_issue=_count(waiting_for_paper(), path="participation__training_class"),
            issued=Coalesce(
                Subquery(standing.order_by().values("status").annotate(number=Count("pk")).values("number")), 0
            ),
        )
        .get()
    )
    sessions = list(Session.objects.filter(training_class=training_class).order_by("on", "half"))
    missing = [(number, s) for number, s in enumerate(sessions, start=1) if s.roll_recorded_at is None and s.on <= on]
    number, session = missing[0] if missing else (0, None)
    return ClassCounts(
        **heads,
        waiting=heads["to_approve"] + heads["to_admit"],
        sessions=len(sessions),
        rolls=sum(s.roll_recorded_at is not None for s in sessions),
        rolls_missing=len(missing),
        periods_taught=sum(s.periods for s in sessions if s.roll_recorded_at is not None),
        next_roll=session,
        next_roll_number=number,
    )


def count_active(training_class: TrainingClass) -> int:
    """Learners who are in the class and did not leave; one query."""
    return Participation.objects.filter(training_class=training_class, status=ParticipationStatus.ACTIVE).count()


def actions_of(actor: User | None, training_class: TrainingClass, on: date) -> ClassActions:
    """What the actor may do to this class, whatever its status; one query for lists, one for the units on the class, at most one for grants."""
    unit_ids = {getattr(training_class, f"{role}_id") for role in ROLES_OF_UNITS} - {None}
    held = access.permissions_at(actor, unit_ids, on)
    is_head = actor is not None and training_class.head_id == actor.pk and acts_as_head(actor)

    def may(permission: str) -> bool:
        if is_head and permission in HEADS_MAY:
            return True
        places = (getattr(training_class, f"{place}_id") for place in PLACES_OF[permission])
        return any(permission in held[pk] for pk in places if pk is not None)

    lists = access.unit_ids_by_permission(actor, (_P.LIST_PROPOSE, _P.LIST_APPROVE), on)
    proposed = Nomination.objects.filter(training_class=training_class, status=NominationStatus.PROPOSED)
    proposes, approves = (
        TrainingClass.objects.filter(pk=training_class.pk)
        .values_list(Exists(lists[_P.LIST_PROPOSE]), Exists(proposed.filter(step_unit_id__in=lists[_P.LIST_APPROVE])))
        .get()
    )
    return ClassActions(
        edit=may(_P.CLASS_EDIT),
        propose=may(_P.LIST_ADMIT) or proposes,
        approve=approves,
        admit=may(_P.LIST_ADMIT),
        edit_sessions=may(_P.SESSION_EDIT),
        record_roll=may(_P.ROLL_RECORD),
        enter_results=may(_P.RESULT_EDIT),
        decide_results=may(_P.RESULT_DECIDE),
        issue_certificates=may(_P.CERTIFICATE_ISSUE),
        sees_everybody=may(_P.CLASS_VIEW),
    )


def _count(rows: QuerySet[Any], of: str = "pk", *, path: str = "training_class", distinct: bool = False) -> Coalesce:
    """How many of these rows belong to the class of the outer query; `path` leads from the row to its class."""
    counted = (
        rows.filter(**{path: OuterRef("pk")})
        .order_by()
        .values(path)
        .annotate(number=Count(of, distinct=distinct))
        .values("number")
    )
    return Coalesce(Subquery(counted), 0)


def _touches(unit_ids: QuerySet[Any]) -> Q:
    """Classes with one of these units on them, invited or sending."""
    wanted = Q()
    for role in ROLES_OF_UNITS:
        wanted |= Q(**{f"{role}_id__in": unit_ids})
    wanted |= Q(pk__in=Invitation.objects.filter(unit_id__in=unit_ids).values("training_class_id"))
    return wanted | Q(pk__in=Nomination.objects.filter(sending_unit_id__in=unit_ids).values("training_class_id"))
