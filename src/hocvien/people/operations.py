"""Writes of people. Bulk by nature: one person is a list of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.intervals import OPEN_END
from hocvien.common.text import clean_name, fold, sort_key
from hocvien.journal import api as journal
from hocvien.people.arithmetic import identity_number_agrees, identity_number_form_ok, read_birth
from hocvien.people.data import NewBelonging, NewPerson, NewPost, NewQualification, NewRating, Transfer
from hocvien.people.errors import (
    BelongingOverlaps,
    BirthUnreadable,
    IdentityNumberContradicts,
    IdentityNumberWrong,
    PersonExists,
)
from hocvien.people.models import Belonging, BelongingKind, Person, Post, Qualification, Rating
from hocvien.people.queries import find_by_identity

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
    person.name_key = sort_key(person.full_name)
    number = person.identity_number
    if number and not identity_number_form_ok(number):
        raise IdentityNumberWrong(number)
    if number and not identity_number_agrees(number, person.sex, person.birth_on.year if person.birth_on else None):
        raise IdentityNumberContradicts(number)
    # uniqueness is asked for the whole list at once by the caller, and held by the database
    person.clean_fields()
    person.validate_constraints(exclude={"identity_number"})


@transaction.atomic
def add_people(*, actor: User | None, people: Sequence[NewPerson]) -> list[Person]:
    """Record people with their belongings, posts, qualifications and ratings, in the order given.

    Raises the errors of `build_person`, and PersonExists for an identity number already held. Eight queries plus one for each
    2,000 rows.
    """
    rows = [build_person(new) for new in people]
    for person in find_by_identity(p.identity_number for p in rows).values():
        raise PersonExists(person.full_name, person.birth)
    Person.objects.bulk_create(rows, batch_size=2000)
    _add_facts(list(zip(rows, people, strict=True)))
    journal.record_many(
        [
            journal.Change(actor=actor, verb="people.add_person", subject=row, after=_journalled(new))
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
    return update_people(actor=actor, changes=[(person, changes)])[0]


@transaction.atomic
def update_people(*, actor: User | None, changes: Sequence[tuple[Person, Mapping[str, Any]]]) -> list[Person]:
    """Change many people at once; see `update_person`. A fixed number of queries for each 500."""
    entries = []
    touched: list[Person] = []
    for person, fields in changes:
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
        entries.append(
            journal.Change(
                actor=actor,
                verb="people.update_person",
                subject=person,
                before={key: _plain(before[key]) for key in changed},
                after={key: _plain(after[key]) for key in changed},
            )
        )
    owners = find_by_identity(p.identity_number for p in touched)
    for person in touched:
        owner = owners.get(person.identity_number)
        if owner is not None and owner.pk != person.pk:
            raise PersonExists(owner.full_name, owner.birth)
    columns = [f for f in EDITABLE if f != "birth"]
    Person.objects.bulk_update(
        touched, [*columns, "birth_on", "birth_precision", "name_folded", "name_key"], batch_size=500
    )
    journal.record_many(entries)
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
    """Add dated facts to one person. Raises BelongingOverlaps for a second official cell in the same time."""
    for new in belongings:
        if new.kind == BelongingKind.OFFICIAL_CELL:
            other = (
                Belonging.objects.filter(
                    person=person,
                    kind=new.kind,
                    valid_from__lt=new.valid_to or OPEN_END,
                    valid_to__gt=new.valid_from,
                )
                .select_related("unit")
                .first()
            )
            if other is not None:
                raise BelongingOverlaps(other.unit.code)
    new_person = NewPerson(
        full_name=person.full_name,
        belongings=tuple(belongings),
        posts=tuple(posts),
        qualifications=tuple(qualifications),
        ratings=tuple(ratings),
    )
    _add_facts([(person, new_person)])
    journal.record(actor=actor, verb="people.add_facts", subject=person, after=_journalled(new_person))


@transaction.atomic
def transfer_people(*, actor: User | None, transfers: Sequence[Transfer]) -> None:
    """Move official cells: the old one ends and the new one begins that day. Four queries for all."""
    by_person = {t.person_id: t for t in transfers}
    people = Person.objects.in_bulk(by_person)
    current = list(
        Belonging.objects.select_for_update().filter(
            person_id__in=by_person, kind=BelongingKind.OFFICIAL_CELL, valid_to=OPEN_END
        )
    )
    old = {b.person_id: b for b in current}
    closing, dropping, fresh = [], [], []
    for person_id, transfer in by_person.items():
        was = old.get(person_id)
        if was is not None:
            if was.valid_from > transfer.on:
                raise BelongingOverlaps(str(was.unit_id))
            if was.valid_from == transfer.on:
                dropping.append(was.pk)
            else:
                was.valid_to = transfer.on
                closing.append(was)
        fresh.append(
            Belonging(
                person_id=person_id, unit_id=transfer.unit_id, kind=BelongingKind.OFFICIAL_CELL, valid_from=transfer.on
            )
        )
    Belonging.objects.bulk_update(closing, ["valid_to"], batch_size=500)
    Belonging.objects.filter(pk__in=dropping).delete()
    Belonging.objects.bulk_create(fresh, batch_size=2000)
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.transfer_person",
                subject=people[t.person_id],
                before={"unit_id": old[t.person_id].unit_id} if t.person_id in old else {},
                after={"unit_id": t.unit_id, "on": t.on.isoformat()},
            )
            for t in transfers
        ]
    )


@transaction.atomic
def end_post(*, actor: User | None, post: Post, on: date) -> None:
    """End a post on that day."""
    before = {"valid_to": post.valid_to.isoformat()}
    post.valid_to = on
    post.full_clean()
    post.save(update_fields=["valid_to"])
    journal.record(
        actor=actor, verb="people.end_post", subject=post.person, before=before, after={"valid_to": on.isoformat()}
    )


def _add_facts(pairs: Iterable[tuple[Person, NewPerson]]) -> None:
    belongings, posts, qualifications, ratings = [], [], [], []
    for person, new in pairs:
        belongings += [
            Belonging(person=person, unit_id=b.unit_id, kind=b.kind, valid_from=b.valid_from, valid_to=b.valid_to or OPEN_END)
            for b in new.belongings
        ]
        posts += [
            Post(
                person=person,
                unit_id=p.unit_id,
                kind=p.kind,
                title=p.title,
                valid_from=p.valid_from,
                valid_to=p.valid_to or OPEN_END,
            )
            for p in new.posts
        ]
        qualifications += [
            Qualification(
                person=person, level=q.level, evidence=q.evidence, number=q.number, issued_on=q.issued_on, issued_by=q.issued_by
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


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON of any field
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
