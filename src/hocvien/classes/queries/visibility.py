"""Which classes, lists and people of classes an actor sees; the queryset twins of `rules`."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.constants import HEADS_MAY, PLACES_OF, ROLES_OF_UNITS
from hocvien.classes.errors import ClassNotFound, NominationNotFound, ParticipationNotFound, SessionNotFound
from hocvien.classes.models import (
    STANDING,
    ClassStatus,
    ExceptionRequest,
    Invitation,
    Nomination,
    Participation,
    Session,
    StepDecision,
    TrainingClass,
)
from hocvien.org import api as org

_WITH = (
    "programme",
    "opened_by",
    "hosted_by",
    "taught_by",
    "paid_by",
    "certified_by",
    "joint_with",
    "head",
    "plan_line__plan",
)


def classes_where(
    actor: User | None, permission: str, on: date, *, units: QuerySet[Any] | None = None
) -> QuerySet[TrainingClass]:
    """Classes to which the actor may do this that day; twin of `rules.can_for_class`. `units`: already asked for."""
    classes = TrainingClass.objects.all()
    if actor is None:
        return classes
    if units is None:
        units = access.unit_ids_for(actor, permission, on)
    wanted = Q()
    for place in PLACES_OF[permission]:
        wanted |= Q(**{f"{place}_id__in": units})
    if permission in HEADS_MAY and acts_as_head(actor):
        wanted |= Q(head=actor)
    return classes.filter(wanted)


def acts_as_head(actor: User) -> bool:
    """Whether what the account heads counts for it: not while it acts for somebody. To head a class is not delegated: the class gets another head."""
    return actor.is_active and access.delegation_of(actor) is None


def classes_visible_to(actor: User | None, on: date) -> QuerySet[TrainingClass]:
    """Classes the actor may see that day.

    Those with a unit of the actor's on them (opened, hosted, taught, paid, certified, joint), those the actor heads, those that invite a
    unit of the actor's or one above it (an opener above inviting nobody by name invites all below), and those whose list names people that the
    actor's units sent or have before them for a decision.
    """
    if actor is None:
        return TrainingClass.objects.all()
    units = access.unit_ids_for(actor, access.Permission.CLASS_VIEW, on)
    above = _units_above_grants(actor, on)
    wanted = Q(head=actor) if acts_as_head(actor) else Q()
    for role in ROLES_OF_UNITS:
        wanted |= Q(**{f"{role}_id__in": units})
    invited = Invitation.objects.filter(Q(unit_id__in=units) | Q(unit_id__in=above)).values("training_class_id")
    sent = Nomination.objects.filter(at_units(units)).values("training_class_id")
    open_to_all = ~Exists(Invitation.objects.filter(training_class=OuterRef("pk")))
    return TrainingClass.objects.filter(
        wanted | Q(pk__in=invited) | Q(pk__in=sent) | (Q(opened_by_id__in=above) & open_to_all)
    )


def get_class_for(
    actor: User | None, uuid: UUID, on: date, permission: str = access.Permission.CLASS_VIEW
) -> TrainingClass:
    """The class with its units, if visible to the actor; else ClassNotFound (404). NotAllowed (403) when seen but not this permission."""
    found = classes_visible_to(actor, on).select_related(*_WITH).filter(uuid=uuid).first()
    if found is None:
        raise ClassNotFound
    is_asked = permission in PLACES_OF and permission != access.Permission.CLASS_VIEW
    if is_asked and not classes_where(actor, permission, on).filter(pk=found.pk).exists():
        place = getattr(found, f"{PLACES_OF[permission][0]}_id")
        raise access.NotAllowed(permission, org.label_as_of(place, on).name)
    return found


def runs_class(actor: User | None, training_class: TrainingClass, on: date) -> bool:
    """Whether the actor sees all people of the class (a unit on it, or its head), not only those the actor's units sent."""
    return classes_where(actor, access.Permission.CLASS_VIEW, on).filter(pk=training_class.pk).exists()


def participations_visible_to(actor: User | None, training_class: TrainingClass, on: date) -> QuerySet[Participation]:
    """Participations of the class the actor may see: all for those who run it, else those the actor's units sent."""
    rows = Participation.objects.filter(training_class=training_class)
    if runs_class(actor, training_class, on):
        return rows
    return rows.filter(sending_unit_id__in=access.unit_ids_for(actor, access.Permission.CLASS_VIEW, on))


def nominations_visible_to(actor: User | None, on: date) -> QuerySet[Nomination]:
    """Nominations of classes the actor may admit to or edit, those of the actor's own units, and those that these have decided on or have before them."""
    rows = Nomination.objects.all()
    if actor is None:
        return rows
    own = access.unit_ids_for(actor, access.Permission.CLASS_VIEW, on)
    run = classes_where(actor, access.Permission.CLASS_VIEW, on).values("pk")
    return rows.filter(at_units(own) | Q(training_class_id__in=run))


def at_units(unit_ids: QuerySet[Any]) -> Q:
    """That these units sent the name, have it before them, decided on it, or have an exception of it to decide."""
    decided = StepDecision.objects.filter(unit_id__in=unit_ids).values("nomination_id")
    excepted = ExceptionRequest.objects.filter(decider_id__in=unit_ids).values("nomination_id")
    return Q(sending_unit_id__in=unit_ids) | Q(step_unit_id__in=unit_ids) | Q(pk__in=decided) | Q(pk__in=excepted)


def get_nomination_for(actor: User | None, uuid: UUID, on: date) -> Nomination:
    """One nomination the actor sees, with person, class and sending unit; NominationNotFound (404)."""
    found = (
        nominations_visible_to(actor, on)
        .select_related("person", "training_class__programme", "training_class__opened_by", "sending_unit")
        .filter(uuid=uuid)
        .first()
    )
    if found is None:
        raise NominationNotFound
    return found


def get_nomination_in(actor: User | None, training_class: TrainingClass, uuid: UUID, on: date) -> Nomination:
    """As `get_nomination_for`, of this class alone."""
    found = get_nomination_for(actor, uuid, on)
    if found.training_class_id != training_class.pk:
        raise NominationNotFound
    return found


def get_participation_for(actor: User | None, training_class: TrainingClass, uuid: UUID, on: date) -> Participation:
    """One participation of this class the actor sees; ParticipationNotFound (404)."""
    found = (
        participations_visible_to(actor, training_class, on)
        .select_related("person", "training_class", "sending_unit")
        .filter(uuid=uuid)
        .first()
    )
    if found is None:
        raise ParticipationNotFound
    return found


def get_session(training_class: TrainingClass, uuid: UUID) -> Session:
    """One session of this class; SessionNotFound (404)."""
    found = (
        Session.objects.select_related("training_class__programme", "training_class__opened_by", "lecturer", "lesson")
        .filter(training_class=training_class, uuid=uuid)
        .first()
    )
    if found is None:
        raise SessionNotFound
    return found


def people_in_classes_visible_to(actor: User | None, on: date) -> QuerySet[Nomination, int]:
    """Ids of people on the lists of classes the actor runs, as a subquery: whoever runs a class sees its people wherever they belong."""
    rows = Nomination.objects.all()
    if actor is not None:
        rows = rows.filter(training_class_id__in=classes_where(actor, access.Permission.PERSON_VIEW, on).values("pk"))
    return rows.values_list("person_id", flat=True)


def possible_heads(actor: User | None, on: date) -> QuerySet[User]:
    """Accounts that may head a class of the actor's units: those holding a grant to record the roll there, by name."""
    units = list(access.unit_ids_for(actor, access.Permission.CLASS_EDIT, on))
    ids = access.user_ids_with(access.Permission.ROLL_RECORD, units, on)
    return User.objects.filter(pk__in=ids, is_active=True).order_by("full_name", "username")


def invitations_above(training_class: TrainingClass, unit_id: int, on: date) -> tuple[list[int], dict[int, int | None]]:
    """(the unit and everything above it, from the root; unit id → seats of the invitations among them); two queries."""
    line = org.ancestor_ids_as_of(unit_id, on) or [unit_id]
    invited = Invitation.objects.filter(training_class=training_class, unit_id__in=line)
    return line, dict(invited.values_list("unit_id", "seats"))


def classes_taking_names(
    programme_codes: Iterable[str], unit_id: int, on: date, *, person_id: int
) -> list[TrainingClass]:
    """Classes of these programmes that take names of the unit that day, the one that opens first at the top; one query.

    The unit is invited, stands below one that is, or within the opener's own units; and the list is not closed. `is_named`: the person
    stands on its list already, in reserve too.
    """
    line = org.line_above(unit_id, on)
    invited = Invitation.objects.filter(Q(unit_id__in=line) | Q(unit_id=unit_id), training_class=OuterRef("pk"))
    rows = TrainingClass.objects.filter(
        Q(Exists(invited)) | Q(opened_by_id__in=line) | Q(opened_by_id=unit_id),
        Q(proposals_close_on=None) | Q(proposals_close_on__gte=on),
        programme__code__in=list(programme_codes),
        status=ClassStatus.ENROLLING,
        opens_on__gte=on,
    )
    named = Nomination.objects.filter(training_class=OuterRef("pk"), person_id=person_id, status__in=STANDING)
    return list(rows.annotate(is_named=Exists(named)).select_related("programme").order_by("opens_on", "pk"))


def is_on_list(person_id: int) -> bool:
    """Whether the person stands on the list of a class, in reserve too; one query."""
    return Nomination.objects.filter(person_id=person_id, status__in=STANDING).exists()


def classes_of_line_taking_names(actor: User | None, plan_line_id: int | None, on: date) -> list[TrainingClass]:
    """Classes of a plan line that the actor sees and that take names still, the one that opens first at the top; one query."""
    rows = classes_visible_to(actor, on).filter(plan_line_id=plan_line_id, status=ClassStatus.ENROLLING)
    return list(rows.order_by("opens_on", "pk")) if plan_line_id is not None else []


def is_invited(training_class: TrainingClass, unit_id: int, on: date) -> bool:
    """Whether the unit may send people: invited, below an invited unit, or within the opener's own units; two queries."""
    line, invited = invitations_above(training_class, unit_id, on)
    return bool(invited) or training_class.opened_by_id in line


def _units_above_grants(actor: User, on: date) -> list[int]:
    """Ids of the units above (and at) those where the actor holds class.view; one query, and within one request no second."""
    return sorted(set().union(*access.lines_above(actor, _granted_units(actor, on), on).values()))


def _granted_units(actor: User, on: date) -> Iterable[int]:
    if not actor.is_active:
        return set()
    return {
        grant.unit_id for grant in access.known_grants(actor, on) if access.Permission.CLASS_VIEW in grant.permissions
    }


def as_uuid(key: object) -> UUID | None:
    """A key that may come from an address or a form; None when it is not one."""
    try:
        return key if isinstance(key, UUID) else UUID(str(key))
    except ValueError:
        return None
