"""Rows of the screens of a class. Counts are annotations: no list here asks once more for each row."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.arithmetic import birth_text
from hocvien.classes.constants import HEADS_MAY, PLACES_OF, ROLES_OF_UNITS
from hocvien.classes.data import (
    CandidateRow,
    ClassActions,
    ClassCounts,
    ClauseRow,
    InvitationRow,
    LearnerRow,
    NominationRow,
    TimelineRow,
)
from hocvien.classes.errors import ParticipationNotFound
from hocvien.classes.models import (
    ClassStatus,
    Invitation,
    Nomination,
    NominationStatus,
    Participation,
    ParticipationStatus,
    ReturnReason,
    Session,
    TrainingClass,
)
from hocvien.classes.queries.facts import counts
from hocvien.classes.queries.results import outcome_words, papers_of, waiting_for_paper
from hocvien.classes.queries.roll import attendance
from hocvien.classes.queries.visibility import (
    classes_visible_to,
    nominations_visible_to,
    participations_visible_to,
    people_in_classes_visible_to,
)
from hocvien.common.text import fold
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records import api as records

_P = access.Permission
_WAITING = (NominationStatus.PROPOSED, NominationStatus.APPROVED)
_HELD = (*_WAITING, NominationStatus.ADMITTED)
_VERDICTS = {
    "met": gettext_lazy("Đạt"),
    "not_met": gettext_lazy("Chưa đạt"),
    "data_missing": gettext_lazy("Thiếu thông tin"),
    "no_rule": gettext_lazy("Chưa có quy định trong hệ thống cho ngày này"),
}


# --- Classes --------------------------------------------------------------------------------------------------------


def class_rows(
    actor: User | None,
    on: date,
    *,
    unit: org.Unit | None = None,
    start: date | None = None,
    end: date | None = None,
) -> QuerySet[TrainingClass]:
    """Visible classes that run on some day of [start, end), of a unit and what lies below it (on the class, invited or sending).

    Each with programme_name, opener_name, learners, women, sessions, rolls, next_session_on, waiting. Newest opening first.
    """
    rows = classes_visible_to(actor, on).select_related("programme")
    if unit is not None:
        rows = rows.filter(_touches(org.descendant_ids_as_of(unit.pk, on)))
    if end is not None:
        rows = rows.filter(opens_on__lt=end)
    if start is not None:
        rows = rows.filter(closes_on__gte=start)
    return with_counts(rows, on).order_by("-opens_on", "code")


def with_counts(rows: QuerySet[TrainingClass], on: date) -> QuerySet[TrainingClass]:
    """The annotations of `class_rows` on any classes."""
    learners = Participation.objects.filter(counts())
    sessions = Session.objects.all()
    waiting = Nomination.objects.filter(status__in=_WAITING)
    upcoming = Session.objects.filter(training_class=OuterRef("pk"), on__gte=on).order_by("on")
    return rows.annotate(
        programme_name=F("programme__name"),
        opener_name=org.name_subquery("opened_by_id", on),
        learners=_count(learners),
        women=_count(learners.filter(person__sex="female")),
        sessions_count=_count(sessions),
        rolls=_count(sessions.filter(roll_recorded_at__isnull=False)),
        next_session_on=Subquery(upcoming.values("on")[:1]),
        waiting=_count(waiting),
    )


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
    closed_on = training_class.proposals_close_on or training_class.opens_on
    return on > closed_on or training_class.status == ClassStatus.RUNNING


def closing_notes(training_class: TrainingClass) -> list[str]:
    """What is still missing when a class is to be closed; warns, never blocks. Two queries."""
    notes = []
    missing = Session.objects.filter(training_class=training_class, roll_recorded_at__isnull=True).count()
    if missing:
        notes.append(_("Còn {count} buổi chưa điểm danh đủ.").format(count=missing))
    if not Participation.objects.filter(training_class=training_class, status=ParticipationStatus.ACTIVE).exists():
        notes.append(_("Lớp không có học viên nào."))
    return notes


def class_counts(training_class: TrainingClass, on: date) -> ClassCounts:
    """Heads, lists, half-days and papers of one class, and the next roll to be recorded; seven queries."""
    heads = Participation.objects.filter(training_class=training_class).aggregate(
        learners=Count("pk", filter=counts()),
        active=Count("pk", filter=Q(status=ParticipationStatus.ACTIVE)),
        women=Count("pk", filter=counts() & Q(person__sex="female")),
        groups=Count("group", distinct=True),
    )
    lists = Nomination.objects.filter(training_class=training_class).aggregate(
        to_approve=Count("pk", filter=Q(status=NominationStatus.PROPOSED)),
        to_admit=Count("pk", filter=Q(status=NominationStatus.APPROVED)),
    )
    sessions = list(Session.objects.filter(training_class=training_class).order_by("on", "half"))
    missing = [(number, s) for number, s in enumerate(sessions, start=1) if s.roll_recorded_at is None and s.on <= on]
    number, session = missing[0] if missing else (0, None)
    return ClassCounts(
        **heads,
        **lists,
        waiting=lists["to_approve"] + lists["to_admit"],
        sessions=len(sessions),
        rolls=sum(s.roll_recorded_at is not None for s in sessions),
        rolls_missing=len(missing),
        to_issue=waiting_for_paper(training_class).count(),
        issued=papers_of(training_class).filter(status=records.CertificateStatus.VALID).count(),
        next_roll=session,
        next_roll_number=number,
    )


# --- Learners -------------------------------------------------------------------------------------------------------


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
    key = _uuid(uuid)
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
    seen = attendance(training_class) if found else {}
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
            status_label=str(ParticipationStatus(p.status).label),
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


# --- Lists ----------------------------------------------------------------------------------------------------------


def nomination_rows(
    actor: User | None, training_class: TrainingClass, on: date, *, sending_unit: org.Unit | None = None
) -> list[NominationRow]:
    """Names on the class's list that the actor sees, in name order; about eight queries for any list."""
    rows = nominations_visible_to(actor, on).filter(training_class=training_class)
    if sending_unit is not None:
        rows = rows.filter(sending_unit_id__in=org.descendant_ids_as_of(sending_unit.pk, on))
    found = list(
        rows.select_related("person", "proposed_by", "substitute_for__person").order_by("person__name_key", "pk")
    )
    labels = org.labels_as_of((n.sending_unit_id for n in found), training_class.opens_on)
    return [
        NominationRow(
            uuid=n.uuid,
            class_uuid=training_class.uuid,
            person_uuid=n.person.uuid,
            full_name=n.person.full_name,
            name_key=n.person.name_key,
            birth_on=n.person.birth_on,
            birth_text=birth_text(n.person.birth),
            sex=n.person.sex,
            unit_code=labels[n.sending_unit_id].code,
            unit_name=labels[n.sending_unit_id].name,
            verdict=n.verdict,
            failed_words=failed_words(clauses_of(n)),
            status=n.status,
            reason_words=_reason_words(n),
            is_late=n.is_late,
            substitute_for=n.substitute_for.person.full_name if n.substitute_for else "",
            proposed_by=str(n.proposed_by or ""),
            proposed_at=n.proposed_at,
            is_generated=n.person.is_generated,
        )
        for n in found
    ]


def nominations_for(
    actor: User | None, training_class: TrainingClass, uuids: Iterable[object], on: date
) -> list[Nomination]:
    """The named rows of this class that the actor sees, in name order; what is not visible is left out. Two or three queries."""
    keys = [key for key in map(_uuid, uuids) if key is not None]
    return list(
        nominations_visible_to(actor, on)
        .select_related("person", "sending_unit")
        .filter(training_class=training_class, uuid__in=keys)
        .order_by("person__name_key", "pk")
    )


def candidate_rows(
    actor: User | None, training_class: TrainingClass, sending_unit: org.Unit, on: date
) -> list[CandidateRow]:
    """People of the unit and below whom the actor may propose, each judged for this class; a fixed number of queries.

    Meant for a unit of a commune's size: everybody of the unit is judged.
    """
    below = people.person_ids_at(org.descendant_ids_as_of(sending_unit.pk, on), on)
    found = list(access.people_visible_to(actor, on).filter(pk__in=below))
    verdicts = eligibility.judge(
        programme_id=training_class.programme_id,
        study_mode=training_class.study_mode,
        person_ids=[p.pk for p in found],
        on=training_class.opens_on,
    )
    listed = dict(
        Nomination.objects.filter(training_class=training_class, status__in=_HELD).values_list("person_id", "status")
    )
    units = people.main_unit_ids([p.pk for p in found], on)
    labels = org.labels_as_of(units.values(), on)
    return [
        CandidateRow(
            uuid=p.uuid,
            full_name=p.full_name,
            name_key=p.name_key,
            birth_on=p.birth_on,
            birth_text=birth_text(p.birth),
            sex=p.sex,
            unit_name=labels[units[p.pk]].name if p.pk in units else "",
            verdict=verdicts[p.pk].verdict,
            failed_words=failed_words(verdicts[p.pk].clauses),
            state_label=str(NominationStatus(listed[p.pk]).label) if p.pk in listed else "",
            is_generated=p.is_generated,
        )
        for p in found
    ]


def person_ids_for(actor: User | None, uuids: Iterable[object], on: date) -> list[int]:
    """Ids of the named people the actor sees (own units, or classes run), in the order given; others are left out. Two or three queries."""
    keys = [key for key in map(_uuid, uuids) if key is not None]
    visible = Q(pk__in=access.people_visible_to(actor, on).order_by().values("pk"))
    visible |= Q(pk__in=people_in_classes_visible_to(actor, on))
    found = dict(people.people().order_by().filter(visible, uuid__in=keys).values_list("uuid", "pk"))
    return [found[key] for key in keys if key in found]


def invitation_rows(training_class: TrainingClass) -> list[InvitationRow]:
    """Units called to send people, by name, with how many they and those below sent and had taken; five queries."""
    day = training_class.opens_on
    invitations = list(Invitation.objects.filter(training_class=training_class))
    labels = org.labels_as_of((i.unit_id for i in invitations), day)
    sent: dict[int, int] = dict.fromkeys(labels, 0)
    taken: dict[int, int] = dict.fromkeys(labels, 0)
    heads = list(
        Nomination.objects.filter(training_class=training_class, status__in=_HELD)
        .values_list("sending_unit_id", "status")
        .annotate(heads=Count("pk"))
    )
    parents = _parents({unit_id for unit_id, _status, _heads in heads}, day)
    for unit_id, status, number in heads:
        for above in _line(unit_id, parents):
            if above in sent:
                sent[above] += number
                taken[above] += number if status == NominationStatus.ADMITTED else 0
    return sorted(
        (
            InvitationRow(
                unit_id=i.unit_id,
                unit_code=labels[i.unit_id].code,
                unit_name=labels[i.unit_id].name,
                seats=i.seats,
                sent=sent[i.unit_id],
                taken=taken[i.unit_id],
            )
            for i in invitations
        ),
        key=lambda row: fold(row.unit_name),
    )


def _parents(unit_ids: set[int], on: date) -> dict[int, int]:
    """Unit → parent, for these and everything above them; one query for each level of the tree."""
    parents: dict[int, int] = {}
    level = unit_ids
    while level:
        found = org.parent_ids_as_of(level, on)
        parents |= found
        level = set(found.values()) - set(parents)
    return parents


def _line(unit_id: int, parents: dict[int, int]) -> Iterator[int]:
    """The unit and everything above it."""
    at: int | None = unit_id
    while at is not None:
        yield at
        at = parents.get(at)


def clauses_of(nomination: Nomination) -> tuple[ClauseRow, ...]:
    """The clauses as they were judged, in the reader's language."""
    clauses = eligibility.Verdict.from_json(nomination.verdict_clauses or {}).clauses
    english = _is_english()
    return tuple(
        ClauseRow(
            title=_title(clause),
            verdict=clause.verdict,
            verdict_label=str(_VERDICTS[clause.verdict]),
            value=(clause.value_en or clause.value) if english else clause.value,
            citation=clause.citation,
        )
        for clause in clauses
    )


def failed_words(clauses: Iterable[Any]) -> str:
    """Titles of the clauses not met, then of those lacking data."""
    bad = [_title(c) for c in clauses if c.verdict == "not_met"]
    lacking = [_title(c) for c in clauses if c.verdict == "data_missing"]
    parts = [_("Chưa đủ: {titles}").format(titles="; ".join(bad))] if bad else []
    parts += [_("Thiếu: {titles}").format(titles="; ".join(lacking))] if lacking else []
    return ". ".join(parts)


def _title(clause: Any) -> str:
    title_en = getattr(clause, "title_en", "")
    return str(title_en if title_en and _is_english() else clause.title)


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _reason_words(nomination: Nomination) -> str:
    words = []
    if nomination.return_reason:
        words.append(str(ReturnReason(nomination.return_reason).label))
    words += [
        text for text in (nomination.return_note, nomination.over_seats_reason, nomination.exception_reason) if text
    ]
    return ". ".join(words)


# --- One person -----------------------------------------------------------------------------------------------------


def participations_of(person_id: int, *, actor: User | None = None, on: date | None = None) -> list[TimelineRow]:
    """Every class a person was admitted to, newest first; `is_visible` tells whether the actor may open it. About six queries."""
    found = list(
        Participation.objects.filter(person_id=person_id)
        .select_related("training_class__programme", "result")
        .order_by("-training_class__opens_on", "-pk")
    )
    visible = {p.training_class_id for p in found}
    if actor is not None and on is not None and found:
        visible = set(classes_visible_to(actor, on).filter(pk__in=visible).values_list("pk", flat=True))
    unit_ids = {p.sending_unit_id for p in found} | {p.training_class.opened_by_id for p in found}
    labels = org.labels_as_of(unit_ids, on or max((p.training_class.opens_on for p in found), default=date.min))
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
                opened_by_name=labels[cls.opened_by_id].name,
                sending_unit_name=labels[p.sending_unit_id].name,
                opens_on=cls.opens_on,
                closes_on=cls.closes_on,
                class_status=cls.status,
                class_status_label=str(ClassStatus(cls.status).label),
                status=p.status,
                status_label=str(ParticipationStatus(p.status).label),
                outcome=result.decided_outcome if result else "",
                outcome_words=outcome_words(result.decided_outcome, result.decided_band_name)
                if result and result.decided_outcome
                else "",
                is_visible=p.training_class_id in visible,
            )
        )
    return rows


# --- What may be done -----------------------------------------------------------------------------------------------


def actions_of(actor: User | None, training_class: TrainingClass, on: date) -> ClassActions:
    """What the actor may do to this class, whatever its status; one query for grants, one for each unit on the class, two for lists."""
    unit_ids = {getattr(training_class, f"{role}_id") for role in ROLES_OF_UNITS} - {None}
    held = access.permissions_at(actor, unit_ids, on)
    is_head = actor is not None and actor.is_active and training_class.head_id == actor.pk

    def may(permission: str) -> bool:
        if is_head and permission in HEADS_MAY:
            return True
        places = (getattr(training_class, f"{place}_id") for place in PLACES_OF[permission])
        return any(permission in held[pk] for pk in places if pk is not None)

    lists = access.unit_ids_by_permission(actor, (_P.LIST_PROPOSE, _P.LIST_APPROVE), on)
    proposed = Nomination.objects.filter(training_class=training_class, status=NominationStatus.PROPOSED)
    return ClassActions(
        edit=may(_P.CLASS_EDIT),
        propose=may(_P.LIST_ADMIT) or lists[_P.LIST_PROPOSE].exists(),
        approve=proposed.filter(sending_unit_id__in=lists[_P.LIST_APPROVE]).exists(),
        admit=may(_P.LIST_ADMIT),
        edit_sessions=may(_P.SESSION_EDIT),
        record_roll=may(_P.ROLL_RECORD),
        enter_results=may(_P.RESULT_EDIT),
        decide_results=may(_P.RESULT_DECIDE),
        issue_certificates=may(_P.CERTIFICATE_ISSUE),
        sees_everybody=may(_P.CLASS_VIEW),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = (
        rows.filter(training_class=OuterRef("pk"))
        .order_by()
        .values("training_class")
        .annotate(number=Count("pk"))
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


def _uuid(key: object) -> UUID | None:
    try:
        return key if isinstance(key, UUID) else UUID(str(key))
    except ValueError:
        return None
