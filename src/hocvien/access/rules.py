"""May this actor do this here; each predicate has its queryset twin in `queries`."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from hocvien.access.constants import Permission
from hocvien.access.errors import AccountReachesFurther, NotAllowed, OutOfSight, TwoAccountsTied
from hocvien.access.models import Delegation, Grant, OwnRecord
from hocvien.access.queries.accounts import (
    get_delegation,
)
from hocvien.access.queries.scopes import (
    accounts_within,
    find_unit_and_line,
    get_grant,
    granted_unit_ids,
    line_above,
    list_grants,
    remembered_grants,
    reorganisations_visible_to,
    unit_ids_for,
)
from hocvien.accounts.api import User, list_users
from hocvien.common.batched import batched
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.people import api as people


def can(actor: User | None, permission: str, unit: org.Unit | int, on: date) -> bool:
    """Whether the actor holds the permission at the unit that day; at most two queries. Twin: `unit_ids_for`."""
    if actor is None:
        return True
    unit_id = unit if isinstance(unit, int) else unit.pk
    deep, flat = granted_unit_ids(actor, permission, on)
    if unit_id in flat:
        return True
    return _is_under(actor, unit_id, deep, on)


def can_below(actor: User | None, permission: str, unit: org.Unit | int, on: date) -> bool:
    """Whether the actor holds the permission at the unit and at all below it that day, by one grant; at most two queries.

    Then "what I may see there" is simply "what is there": a list need not be narrowed twice.
    """
    if actor is None:
        return True
    unit_id = unit if isinstance(unit, int) else unit.pk
    deep, _flat = granted_unit_ids(actor, permission, on)
    return _is_under(actor, unit_id, deep, on)


def _is_under(actor: User, unit_id: int, deep: Iterable[int], on: date) -> bool:
    """Whether the unit is one of these or stands below one that day; no query where a remembered grant lies at it."""
    above = set(deep)
    if unit_id in above:
        held = [one.unit for one in remembered_grants(actor, on) if one.unit_id == unit_id]
        if held and held[0].valid_from <= on < held[0].valid_to:
            return True
    # the unit itself is the last of its ancestors while it lives; a grant "and below" ends with it, as in the twin
    return bool(above) and not above.isdisjoint(line_above(actor, unit_id, on))


def require(actor: User | None, permission: str, unit: org.Unit, on: date) -> None:
    """Raise NotAllowed unless `can`."""
    if not can(actor, permission, unit, on):
        raise NotAllowed(permission, org.label_as_of(unit.pk, on).name)


def get_unit_for(actor: User | None, code: str, permission: str = Permission.UNIT_VIEW, *, on: date) -> org.Unit:
    """The unit, if the actor holds the permission there; else OutOfSight (a 404)."""
    unit = find_unit_and_line(actor, code, on)
    if unit is None or not can(actor, permission, unit, on):
        raise OutOfSight
    return unit


def can_for_person(actor: User | None, permission: str, person: people.Person, on: date) -> bool:
    """Whether the person belongs that day to a unit where the actor holds the permission. Twin: `people_visible_to`.

    Asked of this one person's belongings: the twin, narrowed to one person, would first gather everyone's.
    """
    if actor is None:
        return True
    there = people.person_ids_at(unit_ids_for(actor, permission, on), on)
    return bool(there.filter(person_id=person.pk).exists())


def get_person_for(
    actor: User | None, uuid: UUID, permission: str = Permission.PERSON_VIEW, *, on: date
) -> people.Person:
    """The person (or whom they were merged into), if visible to the actor that day; else OutOfSight. At most three queries."""
    person = people.find_person(uuid)
    if person is None or not can_for_person(actor, permission, person, on):
        raise OutOfSight
    return person


def can_tie(actor: User | None, person: people.Person, on: date) -> bool:
    """Whether the actor keeps the person's record that day, in their own name: who may say whose account it is."""
    return getattr(actor, "delegation", None) is None and can_for_person(actor, Permission.PERSON_EDIT, person, on)


def refuse_two_accounts(survivor_id: int, merged_id: int) -> Sequence[DomainError]:
    """Why two records cannot become one: each is somebody's own. One query."""
    tied = OwnRecord.objects.filter(person_id__in=[survivor_id, merged_id]).count()
    return [TwoAccountsTied()] if tied > 1 else []


def get_account_for(actor: User | None, uuid: UUID, *, on: date) -> User:
    """The account, if the actor gives roles at a unit where it holds or held one, or it holds none yet; else OutOfSight."""
    users = accounts_within(unit_ids_for(actor, Permission.GRANT_EDIT, on))
    user = (list_users() if actor is None else users).filter(uuid=uuid).first()
    if user is None:
        raise OutOfSight
    return user


def can_manage_account(actor: User | None, user: User, on: date) -> bool:
    """Whether every role the account holds lies at units where the actor gives roles: a password opens all of them."""
    if actor is None:
        return True
    held = {grant.unit_id for grant in list_grants(user, on)}
    return held <= set(unit_ids_for(actor, Permission.GRANT_EDIT, on).filter(pk__in=held))


def require_account(actor: User | None, user: User, on: date) -> None:
    """Raise AccountReachesFurther unless `can_manage_account`."""
    if not can_manage_account(actor, user, on):
        raise AccountReachesFurther(user.username)


def get_grant_for(actor: User | None, uuid: UUID, *, on: date) -> Grant:
    """The grant, if the actor gives roles at its unit; else OutOfSight."""
    grant = get_grant(uuid)
    if not can(actor, Permission.GRANT_EDIT, grant.unit_id, on):
        raise OutOfSight
    return grant


def get_delegation_for(actor: User, uuid: UUID, *, on: date) -> Delegation:
    """The delegation, if the actor gave it or gives roles at its unit: whom one may let end it; else OutOfSight."""
    found = get_delegation(uuid)
    gave = found.from_user_id == actor.pk and getattr(actor, "delegation", None) is None
    if not gave and not can(actor, Permission.GRANT_EDIT, found.unit_id, on):
        raise OutOfSight
    return found


def require_everywhere(actor: User | None, permission: str, on: date) -> None:
    """Raise NotAllowed unless the actor holds the permission over every unit there is: for what concerns the whole installation.

    Two queries. A role at one office of a larger installation is not enough.
    """
    if actor is None:
        return
    deep, _flat = granted_unit_ids(actor, permission, on)
    for root in org.children_ids_as_of(None, on):
        if root not in deep:
            raise NotAllowed(permission, org.label_as_of(root, on).name)


def get_reorganisation_for(actor: User | None, uuid: UUID, *, on: date) -> org.Reorganisation:
    """The reorganisation, if it is among `reorganisations_visible_to`; else OutOfSight. One query."""
    found = reorganisations_visible_to(actor, on).defer(None).filter(uuid=uuid).select_related("job").first()
    if found is None:
        raise OutOfSight
    return found


def require_steps(actor: User | None, steps: Sequence[org.Step], on: date) -> None:
    """Raise NotAllowed unless the actor may change every unit that the steps name, with all below it where the step takes that along.

    Units that the steps found need no right of their own; a new or moved root needs it everywhere. A query for every 500 units.
    """
    if actor is None or not steps:
        return
    founded = {step.code for step in steps if isinstance(step, org.Found)}
    alone, whole, is_root = _units_of(steps)
    if is_root:
        require_everywhere(actor, Permission.UNIT_EDIT, on)
    deep, flat = granted_unit_ids(actor, Permission.UNIT_EDIT, on)
    # by code: a unit that does not exist is told by the step itself
    ids: dict[str, int] = {}
    for part in batched(sorted((alone | whole) - founded), 500):
        ids |= org.ids_by_code(part)
    for few in batched(sorted(set(ids.values())), 500):
        lines = org.ancestor_ids_of_many(few, on)
        for pk, line in lines.items():
            # one that begins only later, or ended without an heir, has no line today
            if not line.isdisjoint(deep) or pk in deep:
                continue
            if pk in flat and pk not in {ids[code] for code in whole if code in ids}:
                continue
            raise NotAllowed(Permission.UNIT_EDIT, org.label_as_of(pk, on).name)


def can_steps(actor: User | None, steps: Sequence[org.Step], on: date) -> bool:
    """Whether `require_steps` lets them pass."""
    try:
        require_steps(actor, steps, on)
    except NotAllowed:
        return False
    return True


def _units_of(steps: Sequence[org.Step]) -> tuple[set[str], set[str], bool]:
    """(units that change alone or receive, units that go with all below them, whether a root is made)."""
    alone: set[str] = set()
    whole: set[str] = set()
    is_root = False
    for step in steps:
        match step:
            case org.Found(parent=parent):
                alone.add(parent)
                is_root = is_root or not parent
            case org.Rename(unit=unit) | org.ChangeKind(unit=unit):
                alone.add(unit)
            case org.MoveUnits(units=units, parent=parent):
                whole.update(units)
                alone.add(parent)
                is_root = is_root or not parent
            case org.Merge(units=units, into=into):
                whole.update(units)
                alone.add(into)
            case _:
                whole |= org.codes_named([step])
    return alone - {""}, whole - {""}, is_root
