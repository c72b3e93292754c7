"""Scopes: the units and people an account may see or act on. `None` as actor is the operator at the console: everything."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Subquery, Value

from hocvien.access.constants import BY_TOKEN, DELEGABLE, ROLE_PERMISSIONS, Permission
from hocvien.access.errors import DelegationOver, OutOfSight
from hocvien.access.models import Delegation, Grant, Token
from hocvien.accounts.api import User, list_users
from hocvien.common.batched import batched
from hocvien.org import api as org
from hocvien.people import api as people


def roles_with(permission: str) -> list[str]:
    """Roles that hold the permission."""
    return [role for role, held in ROLE_PERMISSIONS.items() if permission in held]


def list_grants(user: User, on: date) -> list[Grant]:
    """The account's grants that day; one query. Of one that acts for another: what is left of the other's, in two more queries.

    Of one that a program asks for by a token: what is left of its own, in one more.
    """
    delegation = delegation_of(user)
    if delegation is not None:
        return grants_delegated(delegation, on)
    token = token_of(user)
    return _own_grants(user, on) if token is None else grants_of_token(token, on)


def _own_grants(user: User, on: date) -> list[Grant]:
    return list(
        Grant.objects.filter(user=user, valid_from__lte=on, valid_to__gt=on).select_related("unit").order_by("pk")
    )


def remember_grants(user: User, on: date, grants: list[Grant]) -> None:
    """Let this one object (the account of one request) answer for its grants of that day without asking again."""
    user.grants_read = (on, tuple(grants))  # type: ignore[attr-defined] # of this one object, no field
    user.lines_read = {}  # type: ignore[attr-defined] # of this one object, no field
    user.labels_read = {}  # type: ignore[attr-defined] # of this one object, no field


def known_grants(user: User, on: date) -> Sequence[Grant]:
    """The remembered grants of that day, else `list_grants`."""
    return remembered_grants(user, on) or list_grants(user, on)


def remembered_grants(user: User, on: date) -> Sequence[Grant]:
    """The grants that `remember_grants` left for that day, with their units; none where it was not called. No query."""
    remembered = getattr(user, "grants_read", None)
    return remembered[1] if remembered and remembered[0] == on else ()


def line_above(user: User, unit_id: int, on: date) -> list[int]:
    """The unit and everything above it that day, from the root down; one query, and within one request (`remember_grants`) one for each unit."""
    return _lines(user, {unit_id}, on)[unit_id]


def lines_above(user: User, unit_ids: Iterable[int], on: date) -> dict[int, set[int]]:
    """Unit id → the unit and everything above it that day; one query, and within one request (`remember_grants`) one for each unit."""
    return {pk: set(line) for pk, line in _lines(user, set(unit_ids), on).items()}


def _lines(user: User, wanted: set[int], on: date) -> dict[int, list[int]]:
    lines = getattr(user, "lines_read", None)
    if lines is None:
        return org.paths_of_many(wanted, on)
    if any((pk, on) not in lines for pk in wanted):
        # those of the grants will be asked for too
        near = wanted | {grant.unit_id for grant in remembered_grants(user, on)}
        missing = {pk for pk in near if (pk, on) not in lines}
        lines |= {(pk, on): line for pk, line in org.paths_of_many(missing, on).items()}
    return {pk: list(lines[pk, on]) for pk in wanted}


def find_unit_and_line(user: User | None, code: str, on: date) -> org.Unit | None:
    """`org.find_unit`; within one request (`remember_grants`) its line is read and remembered with it, and those of the grants. One query or two."""
    lines = getattr(user, "lines_read", None)
    if user is None or lines is None:
        return org.find_unit(code)
    near = {grant.unit_id for grant in remembered_grants(user, on)}
    unit, read = org.find_with_lines(code, {pk for pk in near if (pk, on) not in lines}, on)
    lines.update({(pk, on): line for pk, line in read.items()})
    # one without a line that day, or none at all
    return unit or org.find_unit(code)


def labelled_line_above(
    user: User, unit_id: int, more: Iterable[int], on: date
) -> tuple[list[int], dict[int, org.UnitLabel]]:
    """`line_above`, with labels of all of it and of more units; one query, and both are remembered alike."""
    lines = getattr(user, "lines_read", None)
    if lines is not None and (unit_id, on) in lines:
        line = list(lines[unit_id, on])
        return line, labels_for(user, {unit_id, *line, *more}, on)
    line, labels = org.labelled_line(unit_id, {unit_id, *more}, on)
    if lines is not None:
        lines[unit_id, on] = list(line)
        _labels_read(user).update({(pk, on): label for pk, label in labels.items()})
    return line, labels


def labels_for(user: User | None, unit_ids: Iterable[int], on: date) -> dict[int, org.UnitLabel]:
    """`org.labels_as_of`; within one request (`remember_grants`) of what was not read yet, and no query where all was.

    What is read there brings the labels of the lines already read along: the bar above the page names those.
    """
    wanted, read = set(unit_ids), _labels_read(user)
    missing = {pk for pk in wanted if (pk, on) not in read}
    if missing:
        lines: dict[tuple[int, date], list[int]] = getattr(user, "lines_read", {})
        near = {pk for (_unit_id, day), line in lines.items() if day == on for pk in line}
        fresh = org.labels_as_of(missing | {pk for pk in near if (pk, on) not in read}, on)
        if not hasattr(user, "labels_read"):
            return {pk: label for pk, label in fresh.items() if pk in wanted}
        read.update({(pk, on): label for pk, label in fresh.items()})
    return {pk: read[pk, on] for pk in wanted if (pk, on) in read}


def _labels_read(user: User | None) -> dict[tuple[int, date], org.UnitLabel]:
    """What is remembered of this one object; a dictionary nobody keeps where nothing is."""
    read: dict[tuple[int, date], org.UnitLabel] = getattr(user, "labels_read", {})
    return read


def permissions_of(user: User, on: date) -> set[str]:
    """Every permission the account holds somewhere that day; at most one query. For menus, never for deciding."""
    held: set[str] = set()
    for grant in known_grants(user, on):
        held |= grant.permissions
    return held


def unit_ids_for(actor: User | None, permission: str, on: date) -> QuerySet:
    """Ids of the units where the actor holds the permission that day, as a subquery for `pk__in`. One query to build."""
    if actor is None:
        return org.Unit.objects.values_list("pk", flat=True)
    deep, flat = _granted(actor, permission, on)
    units = org.Unit.objects.all()
    if deep and flat:
        wanted = Q(pk__in=org.descendant_ids_of_many(deep, on, with_past=True)) | Q(pk__in=flat)
    elif deep:
        wanted = Q(pk__in=org.descendant_ids_of_many(deep, on, with_past=True))
    else:
        wanted = Q(pk__in=flat)
    return units.filter(wanted).values_list("pk", flat=True)


def units_visible_to(actor: User | None, on: date, permission: str = Permission.UNIT_VIEW) -> QuerySet:
    """Units the actor may see that day."""
    return org.Unit.objects.filter(pk__in=unit_ids_for(actor, permission, on))


def reaches_all(actor: User | None, permission: str, on: date) -> bool:
    """Whether one grant of the actor's covers every unit there is or was; at most one query: counts of an index for the first few, and of units.

    Then what would be narrowed to `unit_ids_for` need not be.
    """
    if actor is None:
        return True
    deep, _flat = _granted(actor, permission, on)
    if not deep:
        return False
    every = _number(org.Unit.objects.all())
    each = [_number(org.descendant_ids_as_of(pk, on, with_past=True)) for pk in deep[:3]]
    counts = org.Unit.objects.order_by().values_list(every, *each)[:1]
    return any(total in reached for total, *reached in counts)


def _number(rows: QuerySet[Any, Any]) -> Subquery:
    """How many rows there are, within another query."""
    one = Value(1)
    return Subquery(rows.order_by().values(one=one).annotate(number=Count(one)).values("number"))


def units_among(actor: User | None, permission: str, unit_ids: Iterable[int], on: date) -> set[int]:
    """Of these units, those where the actor holds the permission that day; one query for every 500, within one request none for lines
    already read. Twin: `unit_ids_for`.
    """
    wanted = sorted(set(unit_ids))
    if actor is None:
        return set(wanted)
    deep, flat = _granted(actor, permission, on)
    found = set(flat) & set(wanted)
    for part in batched(wanted if deep else (), 500):
        lines = lines_above(actor, part, on)
        found |= {unit_id for unit_id, above in lines.items() if not above.isdisjoint(deep)}
    return found


def people_visible_to(
    actor: User | None, on: date, permission: str = Permission.PERSON_VIEW, *, as_of: date | None = None
) -> QuerySet:
    """People who belong, that day, to a unit where the actor holds the permission; in name order.

    `as_of`: who belonged there on that other day. The permission stays the one of `on`: to look back widens no right.
    """
    everyone = people.people()
    if actor is None:
        return everyone
    return everyone.filter(pk__in=people.person_ids_at(unit_ids_for(actor, permission, on), as_of or on))


def reorganisations_visible_to(actor: User | None, on: date) -> QuerySet[org.Reorganisation]:
    """Reorganisations that name a unit the actor sees; drafts and what waits only where the actor changes a unit of it, or made it.

    One statement; what is kept for undoing is left out of it.
    """
    rows = org.Reorganisation.objects.defer("kept", "effect", "steps")
    if actor is None:
        return rows
    units = unit_ids_by_permission(actor, (Permission.UNIT_VIEW, Permission.UNIT_EDIT), on)
    named = {
        permission: org.ReorganisationUnit.objects.filter(unit_id__in=ids).values("reorganisation_id")
        for permission, ids in units.items()
    }
    is_open = Q(status__in=(org.ReorganisationStatus.DRAFT, org.ReorganisationStatus.WAITING))
    return rows.filter(
        (~is_open & Q(pk__in=named[Permission.UNIT_VIEW]))
        | Q(pk__in=named[Permission.UNIT_EDIT])
        | (Q(made_by=actor) & Q(pk__in=_without_units()))
    )


def _without_units() -> QuerySet[org.Reorganisation, Any]:
    """Drafts to which nobody added a step yet."""
    return org.Reorganisation.objects.filter(units=None).values("pk")


def granted_unit_ids(actor: User, permission: str, on: date) -> tuple[list[int], list[int]]:
    """(units with what lies below, units alone) where the actor holds the permission that day; at most one query."""
    return _granted(actor, permission, on)


def user_ids_with(permission: str, unit_ids: Iterable[int], on: date) -> list[int]:
    """Accounts that hold the permission at exactly one of these units (not through a unit above)."""
    return list(
        Grant.objects.filter(
            role__in=roles_with(permission), unit_id__in=list(unit_ids), valid_from__lte=on, valid_to__gt=on
        ).values_list("user_id", flat=True)
    )


def get_grant(uuid: UUID) -> Grant:
    """The grant with its account and unit; raises OutOfSight."""
    grant = Grant.objects.select_related("user", "unit").filter(uuid=uuid).first()
    if grant is None:
        raise OutOfSight
    return grant


def accounts_within(unit_ids: QuerySet) -> QuerySet[User]:
    """Accounts that hold or held a role at these units, and those that hold none anywhere yet; by sign-in name."""
    here = Grant.objects.filter(unit_id__in=unit_ids).values("user_id")
    anywhere = Grant.objects.values("user_id")
    return list_users().filter(Q(pk__in=here) | ~Q(pk__in=anywhere))


def grants_of_users(user_ids: Iterable[int], on: date) -> dict[int, list[Grant]]:
    """User id → grants in force that day; one query."""
    found: dict[int, list[Grant]] = {}
    rows = Grant.objects.filter(user_id__in=list(user_ids), valid_from__lte=on, valid_to__gt=on).select_related("unit")
    for grant in rows.order_by("pk"):
        found.setdefault(grant.user_id, []).append(grant)
    return found


def grants_within(unit_ids: QuerySet, on: date) -> QuerySet[Grant]:
    """Grants at these units that day."""
    return Grant.objects.filter(unit_id__in=unit_ids, valid_from__lte=on, valid_to__gt=on).select_related(
        "user", "unit"
    )


def unit_ids_by_permission(actor: User | None, permissions: Iterable[str], on: date) -> dict[str, QuerySet]:
    """`unit_ids_for` of several permissions at once; one query for all, for pages that ask about many."""
    if actor is None:
        return {permission: org.Unit.objects.values_list("pk", flat=True) for permission in permissions}
    grants = known_grants(actor, on) if actor.is_active else []
    found: dict[str, QuerySet] = {}
    for permission in permissions:
        deep = [grant.unit_id for grant in grants if permission in grant.permissions and grant.includes_below]
        flat = [grant.unit_id for grant in grants if permission in grant.permissions and not grant.includes_below]
        wanted = Q(pk__in=flat)
        if deep:
            wanted |= Q(pk__in=org.descendant_ids_of_many(deep, on, with_past=True))
        found[permission] = org.Unit.objects.filter(wanted).values_list("pk", flat=True)
    return found


def permissions_at(actor: User | None, unit_ids: Iterable[int], on: date) -> dict[int, set[str]]:
    """Unit id → every permission the actor holds there that day; at most two queries for any number of units."""
    wanted = set(unit_ids)
    if actor is None:
        return {unit_id: {str(permission) for permission in Permission} for unit_id in wanted}
    grants = known_grants(actor, on) if actor.is_active else []
    lines = lines_above(actor, wanted, on) if grants else {unit_id: set() for unit_id in wanted}
    return {
        unit_id: {
            str(permission)
            for grant in grants
            if grant.unit_id == unit_id or (grant.includes_below and grant.unit_id in above)
            for permission in grant.permissions
        }
        for unit_id, above in lines.items()
    }


def _granted(actor: User, permission: str, on: date) -> tuple[list[int], list[int]]:
    deep: list[int] = []
    flat: list[int] = []
    if not actor.is_active:
        return deep, flat
    for grant in known_grants(actor, on):
        if permission in grant.permissions:
            (deep if grant.includes_below else flat).append(grant.unit_id)
    return deep, flat


# --- acting for somebody ------------------------------------------------------------------------------------------------


def delegation_of(user: User) -> Delegation | None:
    """The delegation this one object (the account of one request) acts by, as `act_for` left it; None when it acts for itself."""
    found: Delegation | None = getattr(user, "delegation", None)
    return found


def act_for(user: User, delegation: Delegation) -> None:
    """Let this one object act for whoever delegated: it then holds what was delegated and nothing of its own, and the journal says so."""
    user.delegation = delegation  # type: ignore[attr-defined] # of this one object, no field
    user.on_behalf_of = delegation.words  # type: ignore[attr-defined] # of this one object, no field


def find_delegation_for(user: User, uuid: UUID, on: date) -> Delegation:
    """The delegation given to this account and in force that day; raises DelegationOver. One query."""
    found = (
        Delegation.objects.select_related("from_user", "unit")
        .filter(to_user=user, uuid=uuid, valid_from__lte=on, valid_to__gt=on, from_user__is_active=True)
        .first()
    )
    if found is None:
        raise DelegationOver
    return found


def grants_delegated(delegation: Delegation, on: date) -> list[Grant]:
    """What `from_user` holds that day of the actions named, where it lies within the delegated unit; two queries. Never rows.

    With each action goes what must be seen for it (`DELEGABLE`), as far as the same role sees it.
    """
    if not delegation.valid_from <= on < delegation.valid_to or not delegation.from_user.is_active:
        return []
    named = {Permission(one) for one in delegation.permissions} & DELEGABLE.keys()
    wanted = named.union(*(DELEGABLE[one] for one in named))
    given = [one for one in list_grants(delegation.from_user, on) if named & one.permissions]
    return _left_within(given, delegation.unit, wanted, on, includes_below=delegation.includes_below)


def _left_within(
    given: Sequence[Grant], unit: org.Unit, wanted: Iterable[Permission], on: date, *, includes_below: bool
) -> list[Grant]:
    """What is left of these grants at the unit (or at it and below), of these permissions; one query. Never rows."""
    lines = org.ancestor_ids_of_many({unit.pk, *(one.unit_id for one in given)}, on) if given else {}
    found: list[Grant] = []
    for grant in given:
        if lines[unit.pk] and (grant.unit_id == unit.pk or (grant.includes_below and grant.unit_id in lines[unit.pk])):
            found.append(_narrowed(grant, unit, grant.includes_below and includes_below, wanted))
        elif includes_below and unit.pk in lines[grant.unit_id]:
            found.append(_narrowed(grant, grant.unit, grant.includes_below, wanted))
    return found


# --- asked by a program -------------------------------------------------------------------------------------------------


def token_of(user: User) -> Token | None:
    """The token by which a program asks with this one object (the account of one request), as `ask_by` left it; else None."""
    found: Token | None = getattr(user, "token", None)
    return found


def ask_by(token: Token) -> User:
    """The token's account as one object that holds what the token lets it read, and nothing else. No query."""
    user: User = token.user
    user.token = token  # type: ignore[attr-defined] # of this one object, no field
    return user


def grants_of_token(token: Token, on: date) -> list[Grant]:
    """What the account itself holds that day of what a token may read, where it lies within the token's unit; two queries. Never rows."""
    if not token.is_in_force(on) or not token.user.is_active:
        return []
    given = [one for one in _own_grants(token.user, on) if one.permissions & BY_TOKEN]
    return _left_within(given, token.unit, BY_TOKEN, on, includes_below=token.includes_below)


def find_token(digest: str, on: date) -> Token | None:
    """The token in force that day of an open account, by the digest of its secret; one query."""
    found = Token.objects.select_related("user", "unit").filter(digest=digest, user__is_active=True).first()
    return found if found is not None and found.is_in_force(on) else None


def _narrowed(grant: Grant, unit: org.Unit, includes_below: bool, wanted: Iterable[Permission]) -> Grant:  # noqa: FBT001 - a field
    narrowed = Grant(
        pk=grant.pk,
        uuid=grant.uuid,
        user_id=grant.user_id,
        role=grant.role,
        unit=unit,
        includes_below=includes_below,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
    )
    narrowed.narrowed_to = grant.permissions & frozenset(wanted)
    return narrowed
