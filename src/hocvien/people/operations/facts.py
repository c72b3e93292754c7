"""Writes of what is dated about people: added, ended, corrected; what was wrong is removed and stays in the journal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.bulk import insert_columns, new_row
from hocvien.common.intervals import OPEN_END, Interval, first_overlap
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people.constants import CONFIRMATIONS_ENDED
from hocvien.people.data import (
    NewBelonging,
    NewLeave,
    NewManagement,
    NewPerson,
    NewPlanning,
    NewPost,
    NewQualification,
    NewRating,
)
from hocvien.people.errors import (
    BelongingOverlaps,
    ConfirmationTooLate,
    FactAlreadyEnded,
    FactEndsBeforeStart,
    FactNotFound,
    FactOverlaps,
    FactRepeated,
    PersonNotFound,
    RatingRepeated,
)
from hocvien.people.models import (
    Belonging,
    BelongingKind,
    Evidence,
    Leave,
    LeaveKind,
    Management,
    Person,
    Planning,
    Post,
    Qualification,
    Rating,
)
from hocvien.people.operations.limits import clean_fields
from hocvien.people.queries.persons import unit_codes_of

Dated = Belonging | Post | Management | Leave | Planning
Fact = Dated | Qualification | Rating

# what may be corrected of each kind of fact; whose it is may not
CORRECTABLE: Mapping[type[Fact], tuple[str, ...]] = {
    Belonging: ("unit_id", "kind", "valid_from", "valid_to"),
    Post: ("unit_id", "kind", "title", "work_field", "valid_from", "valid_to"),
    Qualification: ("level", "evidence", "number", "issued_on", "issued_by"),
    Rating: ("year", "kind", "grade"),
    Management: ("unit_id", "valid_from", "valid_to"),
    Leave: ("kind", "valid_from", "valid_to"),
    Planning: ("unit_id", "kind", "number", "decided_on", "valid_from", "valid_to"),
}


@transaction.atomic
def add_facts(
    *,
    actor: User | None,
    person: Person,
    belongings: Sequence[NewBelonging] = (),
    posts: Sequence[NewPost] = (),
    qualifications: Sequence[NewQualification] = (),
    ratings: Sequence[NewRating] = (),
    managements: Sequence[NewManagement] = (),
    leaves: Sequence[NewLeave] = (),
    plannings: Sequence[NewPlanning] = (),
) -> None:
    """Add dated facts to one person.

    Raises BelongingOverlaps for a second official cell in the same time, FactOverlaps for a second managing committee or leave,
    RatingRepeated, FactRepeated for a post, planning or qualification that stands there already, ConfirmationTooLate, FactEndsBeforeStart,
    PersonNotFound when the record was merged away meanwhile.
    """
    person = lock_person(person)
    known = set(person.ratings.values_list("kind", "year"))
    for rating in ratings:
        if (rating.kind, rating.year) in known:
            raise RatingRepeated(rating.year)
        known.add((rating.kind, rating.year))
    new_person = NewPerson(
        full_name=person.full_name,
        belongings=tuple(belongings),
        posts=tuple(posts),
        qualifications=tuple(qualifications),
        ratings=tuple(ratings),
        managements=tuple(managements),
        leaves=tuple(leaves),
        plannings=tuple(plannings),
    )
    once: tuple[NewPost | NewPlanning | NewQualification, ...] = (*posts, *plannings, *qualifications)
    if any(is_recorded(person, fact) for fact in once):
        raise FactRepeated(person.full_name)
    write_facts([(person, new_person)], existing=True)
    codes = unit_codes_of([person.pk])
    journal.record(
        actor=actor,
        verb="people.add_facts",
        subject=person,
        unit_code=codes.get(person.pk, ""),
        after=journalled(new_person),
    )


def end_post(*, actor: User | None, post: Post, on: date) -> None:
    """End a post on that day. Raises FactEndsBeforeStart, FactAlreadyEnded."""
    _end(actor=actor, fact=post, on=on, verb="people.end_post")


def end_belonging(*, actor: User | None, belonging: Belonging, on: date) -> None:
    """End a belonging on that day. Raises FactEndsBeforeStart, FactAlreadyEnded."""
    _end(actor=actor, fact=belonging, on=on, verb="people.end_belonging")


def end_management(*, actor: User | None, management: Management, on: date) -> None:
    """End a committee's management of the cadre on that day. Raises FactEndsBeforeStart, FactAlreadyEnded."""
    _end(actor=actor, fact=management, on=on, verb="people.end_management")


def end_planning(*, actor: User | None, planning: Planning, on: date) -> None:
    """No longer in the planning from that day. Raises FactEndsBeforeStart, FactAlreadyEnded."""
    _end(actor=actor, fact=planning, on=on, verb="people.end_planning")


def end_leave(*, actor: User | None, leave: Leave, on: date) -> None:
    """The person is back on that day. Raises FactEndsBeforeStart, FactAlreadyEnded."""
    _end(actor=actor, fact=leave, on=on, verb="people.end_leave")


@transaction.atomic
def correct_fact(*, actor: User | None, fact: Fact, changes: Mapping[str, Any]) -> None:
    """Put right what was recorded wrongly: fields of CORRECTABLE; only what differs is written and journalled.

    Raises as `add_facts`, and FactNotFound when it was removed meanwhile.
    """
    person = lock_person(fact.person)
    fresh = type(fact)._default_manager.filter(pk=fact.pk, person=person).first()
    if fresh is None:
        raise FactNotFound
    unknown = set(changes) - set(CORRECTABLE[type(fact)])
    if unknown:
        message = f"not correctable: {sorted(unknown)}"
        raise ValueError(message)
    before = {key: getattr(fresh, key) for key in changes}
    for key, value in changes.items():
        setattr(fresh, key, clean_name(value) if key == "title" else value)
    changed = [key for key in changes if before[key] != getattr(fresh, key)]
    if not changed:
        return
    _check_corrected(person, fresh)
    fresh.clean_fields(exclude={"person", "unit"})
    fresh.save(update_fields=changed)
    _record(
        actor,
        "people.correct_fact",
        person,
        before={"fact": _named(fresh)} | {key: plain(before[key]) for key in changed},
        after={"fact": _named(fresh)} | {key: plain(getattr(fresh, key)) for key in changed},
    )


@transaction.atomic
def remove_fact(*, actor: User | None, fact: Fact) -> None:
    """Take away what never was: recorded for the wrong person, or twice. The journal keeps it whole. Raises FactNotFound."""
    person = lock_person(fact.person)
    fresh = type(fact)._default_manager.filter(pk=fact.pk, person=person).first()
    if fresh is None:
        raise FactNotFound
    held = {key: plain(getattr(fresh, key)) for key in CORRECTABLE[type(fact)]}
    fresh.delete()
    _record(actor, "people.remove_fact", person, before={"fact": _named(fact)} | held, after={})


def is_recorded(person: Person, fact: NewPost | NewPlanning | NewQualification) -> bool:
    """Whether exactly this stands in the record. One query; raises what a fact must not be."""
    model, columns = _checked(fact)
    return model._default_manager.filter(person=person, **columns).exists()


def lock_person(person: Person) -> Person:
    """The person's row, fresh, locked: two clerks cannot give one person two cells at once. PersonNotFound once merged away."""
    locked = Person.objects.select_for_update().filter(pk=person.pk).first()
    if locked is None:
        raise PersonNotFound
    return locked


def _named(fact: Fact) -> str:
    return fact._meta.model_name or ""


def _record(actor: User | None, verb: str, person: Person, *, before: dict[str, Any], after: dict[str, Any]) -> None:
    codes = unit_codes_of([person.pk])
    journal.record(
        actor=actor, verb=verb, subject=person, unit_code=codes.get(person.pk, ""), before=before, after=after
    )


@transaction.atomic
def _end(*, actor: User | None, fact: Dated, on: date, verb: str) -> None:
    person = lock_person(fact.person)
    fact.refresh_from_db()
    if on <= fact.valid_from:
        raise FactEndsBeforeStart(fact.valid_from, on)
    if on >= fact.valid_to:
        raise FactAlreadyEnded(fact.valid_to)
    before = {"valid_to": fact.valid_to.isoformat()}
    fact.valid_to = on
    fact.save(update_fields=["valid_to"])
    said = {} if isinstance(fact, Management) else {"kind": fact.kind}
    unit_id = None if isinstance(fact, Leave) else fact.unit_id
    code = unit_codes_of([person.pk]).get(person.pk, "") if unit_id is None else org.codes_by_id([unit_id])[unit_id]
    if unit_id is not None:
        said["unit"] = code
    journal.record(
        actor=actor,
        verb=verb,
        subject=person,
        unit_code=code,
        before=before,
        after={**said, "valid_to": on.isoformat()},
    )


# --- what every fact must satisfy -------------------------------------------------------------------------------------


def write_facts(pairs: Iterable[tuple[Person, NewPerson]], *, existing: bool = False) -> None:
    """Check and write the facts; `existing` people have rows already that new ones may not overlap."""
    found: dict[type[Fact], list[tuple[int, dict[str, Any]]]] = {model: [] for model in CORRECTABLE}
    # of a list most people have the same few facts: each is checked once
    checked: dict[Any, tuple[type[Fact], dict[str, Any]]] = {}
    for person, new in pairs:
        facts = (
            *new.belongings,
            *new.posts,
            *new.managements,
            *new.leaves,
            *new.qualifications,
            *new.ratings,
            *new.plannings,
        )
        for fact in facts:
            if fact not in checked:
                checked[fact] = _checked(fact)
            model, columns = checked[fact]
            found[model].append((person.pk, columns))
        if existing or len(new.belongings) > 1 or len(new.managements) > 1 or len(new.leaves) > 1:
            _check_overlaps(person, new, existing=existing)
    for model, rows in found.items():
        if rows:
            names = rows[0][1].keys()
            columns_of = {name: [columns[name] for _pk, columns in rows] for name in names}
            insert_columns(model, {"person_id": [pk for pk, _columns in rows], **columns_of})


def _checked(fact: Any) -> tuple[type[Fact], dict[str, Any]]:
    """The table of a new fact and its columns; an open end is far away, a title is cleaned. Raises what it must not be."""
    model = _MODELS[type(fact)]
    columns = {name: getattr(fact, name) for name in fact.__slots__}
    if "valid_to" in columns:
        if fact.valid_to is not None and fact.valid_to <= fact.valid_from:
            raise FactEndsBeforeStart(fact.valid_from, fact.valid_to)
        columns["valid_to"] = fact.valid_to or OPEN_END
    if "title" in columns:
        columns["title"] = clean_name(columns["title"])
    row = new_row(model, columns)
    if isinstance(row, Qualification):
        _check_qualification(row)
    clean_fields(row, exclude={"person", "unit"})
    return model, columns


_MODELS: Mapping[type, type[Any]] = {
    NewBelonging: Belonging,
    NewPost: Post,
    NewQualification: Qualification,
    NewRating: Rating,
    NewManagement: Management,
    NewLeave: Leave,
    NewPlanning: Planning,
}


def _check_overlaps(person: Person, new: NewPerson, *, existing: bool) -> None:
    """Official cells, managements and leaves: one at a time each."""
    cells = [one for one in new.belongings if one.kind == BelongingKind.OFFICIAL_CELL]
    groups: tuple[Sequence[Any], ...] = (cells, new.managements, new.leaves)
    for facts in groups:
        if facts:
            fresh: list[Any] = [
                new_row(model, {"person_id": person.pk, **columns}) for model, columns in map(_checked, facts)
            ]
            held = list(_rivals(person, fresh[0])) if existing else []
            _refuse_overlap(person, [*fresh, *held])


def _check_corrected(person: Person, fact: Fact) -> None:
    if isinstance(fact, Qualification):
        _check_qualification(fact)
        return
    if isinstance(fact, Rating):
        if person.ratings.filter(kind=fact.kind, year=fact.year).exclude(pk=fact.pk).exists():
            raise RatingRepeated(fact.year)
        return
    if fact.valid_to <= fact.valid_from:
        raise FactEndsBeforeStart(fact.valid_from, fact.valid_to)
    alone = isinstance(fact, Management | Leave) or (
        isinstance(fact, Belonging) and fact.kind == BelongingKind.OFFICIAL_CELL
    )
    if alone:
        _refuse_overlap(person, [fact, *_rivals(person, fact)])


def _check_qualification(row: Qualification) -> None:
    is_late = row.issued_on is not None and row.issued_on >= CONFIRMATIONS_ENDED
    if row.evidence == Evidence.CONFIRMATION and row.issued_on is not None and is_late:
        raise ConfirmationTooLate(row.issued_on, CONFIRMATIONS_ENDED)


def _rivals(person: Person, fact: Dated) -> list[Dated]:
    """What the person holds of the same kind, of which there is one at a time; one query."""
    if isinstance(fact, Belonging):
        return list(person.belongings.filter(kind=BelongingKind.OFFICIAL_CELL).exclude(pk=fact.pk))
    if isinstance(fact, Management):
        return list(person.managements.exclude(pk=fact.pk))
    return list(person.leaves.exclude(pk=fact.pk))


def _refuse_overlap(person: Person, rows: Sequence[Dated]) -> None:
    clash = first_overlap([Interval(row.valid_from, row.valid_to) for row in rows])
    if clash is None:
        return
    # said of the one that is recorded already, where one of the two is
    standing = [row for row in rows if row.valid_from in {one.valid_from for one in clash}]
    row = next((one for one in reversed(standing) if one.pk is not None), standing[0])
    if isinstance(row, Belonging):
        raise BelongingOverlaps(person.full_name, org.label_as_of(row.unit_id, row.valid_from).name)
    if isinstance(row, Management):
        raise FactOverlaps(person.full_name, org.label_as_of(row.unit_id, row.valid_from).name, row.valid_from)
    kind = LeaveKind(row.kind).label if isinstance(row, Leave) else ""
    raise FactOverlaps(person.full_name, kind, row.valid_from)


def plain(value: Any) -> Any:
    """A value as the journal holds it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


@lru_cache(maxsize=4096)
def _journalled_fact(fact: Any) -> dict[str, Any]:
    return {name: plain(value) for name in fact.__slots__ if (value := getattr(fact, name)) not in ("", None)}


def journalled(new: NewPerson) -> dict[str, Any]:
    """What is known of a new person, without the blanks."""
    facts: dict[str, Any] = {}
    for key in new.__slots__:
        value = getattr(new, key)
        if not value:
            continue
        facts[key] = [_journalled_fact(item) for item in value] if isinstance(value, tuple) else plain(value)
    return facts
