"""Opening a class, changing it, inviting units, starting, finishing, cancelling."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.classes.data import NewClass
from hocvien.classes.errors import (
    AudienceTied,
    AudienceUnknown,
    ClassCodeTaken,
    ClassLocked,
    ClassNotBegun,
    ClassNotOver,
    ClassTwin,
    ClassUpsideDown,
    FieldsRefused,
    JointPartnerMissing,
    PlanLineUnfit,
    PlanLineUsedUp,
    PlanOrDecisionMissing,
    ProposalsCloseTooLate,
    ReasonNeeded,
    SeatsBelowAdmitted,
    SessionsOutsideClass,
    StudyModeMissing,
    StudyModeUnused,
    UnitNotThen,
)
from hocvien.classes.models import (
    STANDING,
    ClassStatus,
    Invitation,
    Nomination,
    Participation,
    ParticipationStatus,
    RecognitionDecision,
    Session,
    TrainingClass,
)
from hocvien.classes.operations.locking import check, lock_class, require_not_recognised, require_open_class
from hocvien.classes.operations.seats import release_of
from hocvien.classes.queries.seats import TAKES_SEAT
from hocvien.classes.rules import require_for_class
from hocvien.common.clock import now
from hocvien.common.text import clean_name, fold
from hocvien.eligibility import api as eligibility
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.planning import api as planning

_TRIES = 20
_AUTHORITY_LENGTH = 200
_UNIT_FIELDS = ("hosted_by_id", "taught_by_id", "paid_by_id", "certified_by_id")
EDITABLE = (
    "name",
    "intake",
    "study_mode",
    "audience",
    *_UNIT_FIELDS,
    "is_joint",
    "joint_with_id",
    "is_carried_over",
    "outside_plan_decision",
    "authority",
    "decision_number",
    "decision_on",
    "seats",
    "proposals_close_on",
    "opens_on",
    "closes_on",
    "place",
    "held_within",
    "head_id",
)


@transaction.atomic
def open_class(*, actor: User | None, new: NewClass, today: date) -> TrainingClass:
    """Open a class from a plan line or by a decision outside the plan; it begins enrolling, prepared from another it is planned first.

    Who opens: class.open at the opener; for a joint class whose opener is outside, at its host. Raises NotAllowed, ClassUpsideDown,
    ProposalsCloseTooLate, StudyMode…, AudienceUnknown, PlanOrDecisionMissing, PlanLine…, OpeningNotAuthorised, UnitNotThen, ClassTwin, ClassCodeTaken,
    JointPartnerMissing, FieldsRefused. The authority, where none is given, is that of the record on the opening day.
    About 30 queries.
    """
    row = TrainingClass(
        code=new.code.strip(),
        name=clean_name(new.name),
        intake=clean_name(new.intake),
        programme_id=new.programme_id,
        study_mode=new.study_mode,
        audience=new.audience,
        opened_by_id=new.opened_by_id,
        hosted_by_id=new.hosted_by_id or new.opened_by_id,
        taught_by_id=new.taught_by_id or new.opened_by_id,
        paid_by_id=new.paid_by_id or new.opened_by_id,
        certified_by_id=new.certified_by_id or new.opened_by_id,
        is_joint=new.is_joint,
        joint_with_id=new.joint_with_id,
        is_carried_over=new.is_carried_over,
        plan_line_id=new.plan_line_id,
        outside_plan_decision=clean_name(new.outside_plan_decision),
        authority=clean_name(new.authority),
        decision_number=clean_name(new.decision_number),
        decision_on=new.decision_on,
        seats=new.seats,
        proposals_close_on=new.proposals_close_on,
        opens_on=new.opens_on,
        closes_on=new.closes_on,
        place=clean_name(new.place),
        held_within=clean_name(new.held_within),
        head_id=new.head_id,
        is_generated=new.is_generated,
        copied_from_id=new.copied_from_id,
        status=ClassStatus.ENROLLING if new.copied_from_id is None else ClassStatus.PLANNED,
    )
    row.name_folded = fold(row.name)
    _require_opener(actor, row, today)
    _check_days(row)
    _check_joint(row)
    _check_study_mode(row)
    _check_audience(row)
    check_units(row, new.invited_unit_ids)
    _check_basis(row)
    standing = catalogue.require_opening(row.programme, row.opened_by_id, row.opens_on)
    row.authority = row.authority or standing.basis[:_AUTHORITY_LENGTH]
    curriculum = catalogue.curriculum_as_of(row.programme_id, row.opens_on)
    row.curriculum_id = curriculum.pk if curriculum else None
    _save_with_code(row)
    Invitation.objects.bulk_create(
        [Invitation(training_class=row, unit_id=unit_id) for unit_id in dict.fromkeys(new.invited_unit_ids)]
    )
    journal.record(
        actor=actor,
        verb="classes.open_class",
        subject=row,
        unit_code=row.opened_by.code,
        after=_told(row) | {"invited": list(new.invited_unit_ids)},
    )
    return row


@transaction.atomic
def update_class(
    *, actor: User | None, training_class: TrainingClass, changes: Mapping[str, Any], today: date
) -> TrainingClass:
    """Change fields of EDITABLE; programme, opener and plan line stay as opened. Only what differs is written.

    Another opening day is asked about as the first was: by what may the opener open such classes on it.
    The audience stays while anybody judged by it is on the list. Raises NotAllowed, ClassLocked, ClassUpsideDown, SeatsBelowAdmitted,
    SessionsOutsideClass, AudienceTied, ClassTwin, and as `open_class`.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        message = f"not editable: {sorted(unknown)}"
        raise ValueError(message)
    require_for_class(actor, access.Permission.CLASS_EDIT, training_class, today)
    row = lock_class(training_class)
    require_open_class(row)
    before = {key: getattr(row, key) for key in EDITABLE}
    for key, value in changes.items():
        setattr(row, key, clean_name(value) if isinstance(value, str) else value)
    if row.opens_on != before["opens_on"]:
        _take_authority_of_the_day(row, was_on=before["opens_on"])
    after = {key: getattr(row, key) for key in EDITABLE}
    changed = [key for key in EDITABLE if before[key] != after[key]]
    if not changed:
        return row
    row.name_folded = fold(row.name)
    _check_days(row)
    _check_joint(row)
    _check_study_mode(row)
    _check_audience(row)
    check_units(row, ())
    _check_basis(row, is_new=False)
    active = Participation.objects.filter(training_class=row, status=ParticipationStatus.ACTIVE).count()
    if "audience" in changed:
        _require_nobody_judged(row)
    if "seats" in changed and row.seats < active:
        raise SeatsBelowAdmitted(row.seats, active)
    if {"opens_on", "closes_on"} & set(changed):
        outside = Session.objects.filter(training_class=row).exclude(on__gte=row.opens_on, on__lte=row.closes_on)
        if count := outside.count():
            raise SessionsOutsideClass(count, row.opens_on, row.closes_on)
    _require_no_twin(row)
    _check_with_twin(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        _require_no_twin(row)
        raise
    journal.record(
        actor=actor,
        verb="classes.update_class",
        subject=row,
        unit_code=row.opened_by.code,
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )
    return row


@transaction.atomic
def start_class(*, actor: User | None, training_class: TrainingClass, today: date) -> TrainingClass:
    """From enrolling to running, on or after the opening day. Raises ClassNotBegun, ClassLocked, NotAllowed. Running already: nothing."""
    require_for_class(actor, access.Permission.CLASS_EDIT, training_class, today)
    row = lock_class(training_class)
    if row.status == ClassStatus.RUNNING:
        return row
    require_open_class(row)
    if today < row.opens_on:
        raise ClassNotBegun(row.name, row.opens_on)
    return move(actor, row, "classes.start_class", ClassStatus.RUNNING)


@transaction.atomic
def close_class(*, actor: User | None, training_class: TrainingClass, today: date) -> TrainingClass:
    """From running to finished, on or after the closing day; what is still missing warns (`closing_notes`) and does not block.

    Raises ClassNotOver, ClassLocked, NotAllowed.
    """
    require_for_class(actor, access.Permission.CLASS_EDIT, training_class, today)
    row = lock_class(training_class)
    require_open_class(row)
    if today < row.closes_on:
        raise ClassNotOver(row.name, row.closes_on)
    return move(actor, row, "classes.close_class", ClassStatus.FINISHED)


@transaction.atomic
def cancel_class(*, actor: User | None, training_class: TrainingClass, reason: str, today: date) -> TrainingClass:
    """Cancel a class that will not be held; it counts nowhere from then on. Raises ReasonNeeded, ClassLocked, ClassRecognised, NotAllowed."""
    require_for_class(actor, access.Permission.CLASS_EDIT, training_class, today)
    if not reason.strip():
        raise ReasonNeeded
    row = lock_class(training_class)
    require_open_class(row)
    require_not_recognised(row)
    if RecognitionDecision.objects.filter(training_class=row).exists():
        raise ClassLocked(row.name, ClassStatus(row.status).label)
    standing = Nomination.objects.filter(TAKES_SEAT, training_class=row).order_by("pk")
    release_of(actor, [(row, list(standing.values_list("person_id", flat=True)))], today, now())
    row.cancelled_reason = clean_name(reason)[:200]
    return move(actor, row, "classes.cancel_class", ClassStatus.CANCELLED, reason=row.cancelled_reason)


def move(actor: User | None, row: TrainingClass, verb: str, status: str, **told: Any) -> TrainingClass:
    """Put the locked class into another status, journalled."""
    before = row.status
    row.status = status
    row.save(update_fields=["status", "cancelled_reason"])
    journal.record(
        actor=actor,
        verb=verb,
        subject=row,
        unit_code=row.opened_by.code,
        before={"status": str(before)},
        after={"status": str(status), **told},
    )
    return row


def _require_opener(actor: User | None, row: TrainingClass, today: date) -> None:
    if row.is_joint and access.can(actor, access.Permission.CLASS_OPEN, row.hosted_by_id, today):
        return
    access.require(actor, access.Permission.CLASS_OPEN, row.opened_by, today)


def _check_days(row: TrainingClass) -> None:
    if row.closes_on < row.opens_on:
        raise ClassUpsideDown(row.opens_on, row.closes_on)
    if row.proposals_close_on is not None and row.proposals_close_on > row.opens_on:
        raise ProposalsCloseTooLate(row.proposals_close_on, row.opens_on)


def _take_authority_of_the_day(row: TrainingClass, *, was_on: date) -> None:
    """The words of the record follow the day, unless somebody wrote others; raises UnitNotThen, OpeningNotAuthorised."""
    check_units(row, ())
    was = catalogue.opening_standing(row.programme, row.opened_by_id, was_on)
    standing = catalogue.require_opening(row.programme, row.opened_by_id, row.opens_on)
    if row.authority in {"", was.basis[:_AUTHORITY_LENGTH]}:
        row.authority = standing.basis[:_AUTHORITY_LENGTH]


def _check_joint(row: TrainingClass) -> None:
    if row.is_joint and row.joint_with_id is None:
        raise JointPartnerMissing


def _check_study_mode(row: TrainingClass) -> None:
    programme = row.programme
    if programme.has_study_modes and not row.study_mode:
        raise StudyModeMissing(programme.name)
    if row.study_mode and not programme.has_study_modes:
        raise StudyModeUnused(programme.name)


def _check_audience(row: TrainingClass) -> None:
    if row.audience and not eligibility.has_audience(row.programme_id, row.audience, row.opens_on):
        raise AudienceUnknown(row.programme.name, row.opens_on)


def _require_nobody_judged(row: TrainingClass) -> None:
    """Names on the list were judged by the audience as it stands."""
    judged = Nomination.objects.filter(training_class=row, status__in=STANDING).count()
    if judged:
        raise AudienceTied(row.name, judged)


def check_units(row: TrainingClass, invited: Iterable[int]) -> None:
    """Every unit named lives on the opening day; one query."""
    ids = {row.opened_by_id, row.joint_with_id, *invited, *(getattr(row, name) for name in _UNIT_FIELDS)} - {None}
    alive = set(
        org.Unit.objects.filter(pk__in=ids, valid_from__lte=row.opens_on, valid_to__gt=row.opens_on).values_list(
            "pk", flat=True
        )
    )
    for unit_id in sorted(pk for pk in ids - alive if pk is not None):
        labels = org.labels_as_of([unit_id], row.opens_on)
        raise UnitNotThen(labels[unit_id].name if unit_id in labels else str(unit_id), row.opens_on)


def _check_basis(row: TrainingClass, *, is_new: bool = True) -> None:
    """A usable plan line with classes left, or a decision outside the plan."""
    if row.plan_line_id is None:
        if not row.outside_plan_decision:
            raise PlanOrDecisionMissing
        return
    if not is_new:
        return
    line = planning.find_usable_line(row.plan_line_id)
    if line is None or line.programme_id != row.programme_id or line.opener_id != row.opened_by_id:
        raise PlanLineUnfit
    opened = TrainingClass.objects.filter(plan_line=line).exclude(status=ClassStatus.CANCELLED).count()
    if opened >= line.classes and not row.outside_plan_decision:
        raise PlanLineUsedUp(line.classes, opened)


def _save_with_code(row: TrainingClass) -> None:
    """Save under the given code, or under the next free one: programme, two digits of the year, a number."""
    given = bool(row.code)
    if given and TrainingClass.objects.filter(code=row.code).exists():
        raise ClassCodeTaken(row.code)
    _require_no_twin(row)
    stem = f"{row.programme.code}-{row.opens_on:%y}-"
    for _try in range(_TRIES):
        if not given:
            row.code = stem + f"{_next_number(stem):02d}"
        _check_with_twin(row)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            # somebody opened the same class, or took the code, in the same moment
            _require_no_twin(row)
            if given:
                raise ClassCodeTaken(row.code) from None
        else:
            return
    raise ClassCodeTaken(row.code)


def _check_with_twin(row: TrainingClass) -> None:
    """Check the fields; a twin committed since it was looked for is told as one, not as a wrong field."""
    try:
        check(row)
    except FieldsRefused:
        _require_no_twin(row)
        raise


def _require_no_twin(row: TrainingClass) -> None:
    """A form sent twice opens one class; the constraint `classes_class_twin` holds the same under a race. One query."""
    same = TrainingClass.objects.filter(
        opened_by_id=row.opened_by_id,
        name_folded=row.name_folded,
        intake=row.intake,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
    )
    twin = same.exclude(status=ClassStatus.CANCELLED).exclude(pk=row.pk).first()
    if twin is not None:
        raise ClassTwin(twin.name, twin.code)


def _next_number(stem: str) -> int:
    taken = TrainingClass.objects.filter(Q(code__startswith=stem)).values_list("code", flat=True)
    numbers = [int(code[len(stem) :]) for code in taken if code[len(stem) :].isdecimal()]
    return max(numbers, default=0) + 1


def _told(row: TrainingClass) -> dict[str, Any]:
    fields = ("code", "programme_id", "opened_by_id", *EDITABLE, "plan_line_id", "status")
    return {key: getattr(row, key) for key in fields if getattr(row, key) not in (None, "", False)}
