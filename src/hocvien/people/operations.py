"""Writes of people. Bulk by nature: one person is a list of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.intervals import OPEN_END, Interval, first_overlap
from hocvien.common.text import clean_name, fold, sort_key
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people.arithmetic import identity_number_agrees, identity_number_form_ok, read_birth
from hocvien.people.data import NewBelonging, NewPerson, NewPost, NewQualification, NewRating, Transfer
from hocvien.people.errors import (
    BelongingOverlaps,
    BirthUnreadable,
    FactAlreadyEnded,
    FactEndsBeforeStart,
    IdentityNumberContradicts,
    IdentityNumberWrong,
    OfficialBeforeAdmitted,
    PersonExists,
    RatingRepeated,
)
from hocvien.people.models import Belonging, BelongingKind, Person, Post, Qualification, Rating
from hocvien.people.queries import batched, find_by_identity, unit_codes_of

EDITABLE = (
    "full_name",
    "birth",
    "sex",
    "ethnicity",
    "identity_number",
    "phone",
    "education",
    "admitted_on",
    "official_on",
    "left_party_on",
    "party_card",
    "profile_number",
)


def build_person(new: NewPerson) -> Person:
    """An unsaved, checked row. Raises BirthUnreadable, IdentityNumberWrong, IdentityNumberContradicts, ValidationError; no query."""
    birth = read_birth(new.birth)
    if birth is None:
        raise BirthUnreadable(new.birth)
    person = Person(
        **{
            key: value
            for key, value in asdict(new).items()
            if key not in {"birth", "belongings", "posts", "qualifications", "ratings"}
        }
    )
    person.birth_on, person.birth_precision = birth
    _check(person)
    return person


def _check(person: Person) -> None:
    person.full_name = clean_name(person.full_name)
    person.name_folded = fold(person.full_name)
    person.name_key = sort_key(person.full_name)[:400]
    number = person.identity_number
    if number and not identity_number_form_ok(number):
        raise IdentityNumberWrong(number)
    if number and not identity_number_agrees(number, person.sex, person.birth_on.year if person.birth_on else None):
        raise IdentityNumberContradicts(number)
    if person.official_on is not None and (person.admitted_on is None or person.official_on < person.admitted_on):
        raise OfficialBeforeAdmitted(person.admitted_on, person.official_on)
    # Django would ask the database once a row for each constraint; they are said above, and uniqueness by the caller for
    # the whole list at once. The database holds them all the same.
    person.clean_fields()


@transaction.atomic
def add_people(*, actor: User | None, people: Sequence[NewPerson]) -> list[Person]:
    """Record people with their belongings, posts, qualifications and ratings, in the order given.

    Raises the errors of `build_person`, and PersonExists for an identity number already held. Eight queries plus one for each
    2,000 rows.
    """
    rows = [build_person(new) for new in people]
    for person in find_by_identity(p.identity_number for p in rows).values():
        raise PersonExists(person.full_name, person.birth_words)
    seen: dict[str, Person] = {}
    for row in rows:
        if row.identity_number and seen.setdefault(row.identity_number, row) is not row:
            raise PersonExists(seen[row.identity_number].full_name, seen[row.identity_number].birth_words)
    codes = org.codes_by_id({b.unit_id for new in people for b in new.belongings})
    Person.objects.bulk_create(rows, batch_size=2000)
    _add_facts(list(zip(rows, people, strict=True)))
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.add_person",
                subject=row,
                unit_code=codes[new.belongings[0].unit_id] if new.belongings else "",
                after=_journalled(new),
            )
            for row, new in zip(rows, people, strict=True)
        ]
    )
    return rows


def add_person(*, actor: User | None, new: NewPerson) -> Person:
    """Record one person; see `add_people`."""
    return add_people(actor=actor, people=[new])[0]


@transaction.atomic
def update_person(*, actor: User | None, person: Person, changes: Mapping[str, Any]) -> Person:
    """Change fields of EDITABLE; only what differs is written and journalled. Raises as `build_person`, and PersonExists."""
    changed = update_people(actor=actor, changes=[(person, changes)])
    return changed[0] if changed else person


@transaction.atomic
def update_people(*, actor: User | None, changes: Sequence[tuple[Person, Mapping[str, Any]]]) -> list[Person]:
    """Change many people at once; see `update_person`. Only those that changed are returned. A few queries for each 500."""
    pending = []
    touched: list[Person] = []
    # read again under lock: what the caller holds may be older than what another clerk wrote meanwhile
    ids = [person.pk for person, _fields in changes]
    locked = {p.pk: p for part in batched(ids) for p in Person.objects.select_for_update().filter(pk__in=part)}
    for given, fields in changes:
        person = locked[given.pk]
        unknown = set(fields) - set(EDITABLE)
        if unknown:
            message = f"not editable: {sorted(unknown)}"
            raise ValueError(message)
        before = {key: getattr(person, key) for key in fields}
        for key, value in fields.items():
            if key == "birth":
                birth = read_birth(value)
                if birth is None:
                    raise BirthUnreadable(value)
                person.birth_on, person.birth_precision = birth
            else:
                setattr(person, key, value)
        _check(person)
        after = {key: getattr(person, key) for key in fields}
        changed = [key for key in fields if before[key] != after[key]]
        if not changed:
            continue
        touched.append(person)
        pending.append((person, {k: _plain(before[k]) for k in changed}, {k: _plain(after[k]) for k in changed}))
    owners = find_by_identity(p.identity_number for p in touched)
    for person in touched:
        owner = owners.get(person.identity_number)
        if owner is not None and owner.pk != person.pk:
            raise PersonExists(owner.full_name, owner.birth_words)
    columns = [f for f in EDITABLE if f != "birth"]
    Person.objects.bulk_update(
        touched, [*columns, "birth_on", "birth_precision", "name_folded", "name_key"], batch_size=500
    )
    codes = unit_codes_of([p.pk for p in touched])
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.update_person",
                subject=person,
                unit_code=codes.get(person.pk, ""),
                before=before,
                after=after,
            )
            for person, before, after in pending
        ]
    )
    return touched


@transaction.atomic
def add_facts(
    *,
    actor: User | None,
    person: Person,
    belongings: Sequence[NewBelonging] = (),
    posts: Sequence[NewPost] = (),
    qualifications: Sequence[NewQualification] = (),
    ratings: Sequence[NewRating] = (),
) -> None:
    """Add dated facts to one person. Raises BelongingOverlaps for a second official cell in the same time, RatingRepeated."""
    known = set(person.ratings.values_list("kind", "year"))
    for rating in ratings:
        if (rating.kind, rating.year) in known:
            raise RatingRepeated(rating.year)
    new_person = NewPerson(
        full_name=person.full_name,
        belongings=tuple(belongings),
        posts=tuple(posts),
        qualifications=tuple(qualifications),
        ratings=tuple(ratings),
    )
    # one lock a person: two clerks cannot give them two cells at once
    Person.objects.select_for_update().get(pk=person.pk)
    _add_facts([(person, new_person)], existing=True)
    codes = unit_codes_of([person.pk])
    journal.record(
        actor=actor,
        verb="people.add_facts",
        subject=person,
        unit_code=codes.get(person.pk, ""),
        after=_journalled(new_person),
    )


@transaction.atomic
def transfer_people(*, actor: User | None, transfers: Sequence[Transfer]) -> None:
    """Move official cells: the old one ends and the new one begins that day. A few queries for each 500.

    Raises BelongingOverlaps when a cell is already recorded for a later day.
    """
    by_person = {t.person_id: t for t in transfers}
    people = {p.pk: p for part in batched(by_person) for p in Person.objects.select_for_update().filter(pk__in=part)}
    rows = [
        row
        for part in batched(by_person)
        for row in Belonging.objects.filter(person_id__in=part, kind=BelongingKind.OFFICIAL_CELL).select_related("unit")
    ]
    old: dict[int, Belonging] = {}
    closing, dropping = [], []
    for row in rows:
        on = by_person[row.person_id].on
        if row.valid_to <= on:
            continue
        if row.valid_from > on:
            raise BelongingOverlaps(people[row.person_id].full_name, org.label_as_of(row.unit_id, row.valid_from).name)
        old[row.person_id] = row
        if row.valid_from == on:
            dropping.append(row.pk)
        else:
            row.valid_to = on
            closing.append(row)
    fresh = [
        Belonging(person_id=t.person_id, unit_id=t.unit_id, kind=BelongingKind.OFFICIAL_CELL, valid_from=t.on)
        for t in by_person.values()
    ]
    Belonging.objects.bulk_update(closing, ["valid_to"], batch_size=500)
    for part in batched(dropping):
        Belonging.objects.filter(pk__in=part).delete()
    Belonging.objects.bulk_create(fresh, batch_size=2000)
    codes = org.codes_by_id({t.unit_id for t in by_person.values()} | {row.unit_id for row in old.values()})
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.transfer_person",
                subject=people[t.person_id],
                unit_code=codes[t.unit_id],
                before={"unit": codes[old[t.person_id].unit_id]} if t.person_id in old else {},
                after={"unit": codes[t.unit_id], "on": t.on.isoformat()},
            )
            for t in by_person.values()
        ]
    )


@transaction.atomic
def end_post(*, actor: User | None, post: Post, on: date) -> None:
    """End a post on that day. Raises FactEndsBeforeStart."""
    _end(actor=actor, fact=post, on=on, verb="people.end_post")


@transaction.atomic
def end_belonging(*, actor: User | None, belonging: Belonging, on: date) -> None:
    """End a belonging on that day. Raises FactEndsBeforeStart."""
    _end(actor=actor, fact=belonging, on=on, verb="people.end_belonging")


def _end(*, actor: User | None, fact: Post | Belonging, on: date, verb: str) -> None:
    if on <= fact.valid_from:
        raise FactEndsBeforeStart(fact.valid_from, on)
    if on >= fact.valid_to:
        raise FactAlreadyEnded(fact.valid_to)
    before = {"valid_to": fact.valid_to.isoformat()}
    fact.valid_to = on
    fact.save(update_fields=["valid_to"])
    codes = org.codes_by_id([fact.unit_id])
    journal.record(
        actor=actor,
        verb=verb,
        subject=fact.person,
        unit_code=codes[fact.unit_id],
        before=before,
        after={"kind": fact.kind, "unit": codes[fact.unit_id], "valid_to": on.isoformat()},
    )


def _add_facts(pairs: Iterable[tuple[Person, NewPerson]], *, existing: bool = False) -> None:
    """Write the facts; `existing` people have rows already that a new official cell may not overlap."""
    belongings, posts, qualifications, ratings = [], [], [], []
    for person, new in pairs:
        dated: list[NewBelonging | NewPost] = [*new.belongings, *new.posts]
        for fact in dated:
            if fact.valid_to is not None and fact.valid_to <= fact.valid_from:
                raise FactEndsBeforeStart(fact.valid_from, fact.valid_to)
        cells = [b for b in new.belongings if b.kind == BelongingKind.OFFICIAL_CELL]
        if cells:
            held = [Interval(b.valid_from, b.valid_to or OPEN_END) for b in cells]
            if existing:
                held += [
                    Interval(*days)
                    for days in Belonging.objects.filter(person=person, kind=BelongingKind.OFFICIAL_CELL).values_list(
                        "valid_from", "valid_to"
                    )
                ]
            if clash := first_overlap(held):
                raise BelongingOverlaps(person.full_name, _cell_name(person, cells, clash))
        belongings += [
            Belonging(
                person=person, unit_id=b.unit_id, kind=b.kind, valid_from=b.valid_from, valid_to=b.valid_to or OPEN_END
            )
            for b in new.belongings
        ]
        posts += [
            Post(
                person=person,
                unit_id=p.unit_id,
                kind=p.kind,
                title=clean_name(p.title),
                valid_from=p.valid_from,
                valid_to=p.valid_to or OPEN_END,
            )
            for p in new.posts
        ]
        qualifications += [
            Qualification(
                person=person,
                level=q.level,
                evidence=q.evidence,
                number=q.number,
                issued_on=q.issued_on,
                issued_by=q.issued_by,
            )
            for q in new.qualifications
        ]
        ratings += [Rating(person=person, year=r.year, kind=r.kind, grade=r.grade) for r in new.ratings]
    for row in (*belongings, *posts, *qualifications, *ratings):
        row.clean_fields(exclude={"person", "unit"})
    Belonging.objects.bulk_create(belongings, batch_size=2000)
    Post.objects.bulk_create(posts, batch_size=2000)
    Qualification.objects.bulk_create(qualifications, batch_size=2000)
    Rating.objects.bulk_create(ratings, batch_size=2000)


def _cell_name(person: Person, cells: Sequence[NewBelonging], clash: tuple[Interval, Interval]) -> str:
    """The unit already held in the clash, as it was called then."""
    row = Belonging.objects.filter(
        person=person, kind=BelongingKind.OFFICIAL_CELL, valid_from__in=[c.valid_from for c in clash]
    ).first()
    unit_id, day = (row.unit_id, row.valid_from) if row else (cells[0].unit_id, cells[0].valid_from)
    return org.label_as_of(unit_id, day).name


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _journalled(new: NewPerson) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for key, value in asdict(new).items():
        if isinstance(value, tuple):
            if value:
                facts[key] = [{k: _plain(v) for k, v in item.items() if v not in ("", None)} for item in value]
        elif value not in ("", None, False):
            facts[key] = _plain(value)
    return facts
