"""Writes of persons. Bulk by nature: one person is a list of one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.common.bulk import insert_rows, new_row
from hocvien.common.text import clean_name, fold, sort_key
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people.arithmetic import identity_number_agrees, identity_number_form_ok, plain_phone, read_birth
from hocvien.people.data import NewPerson
from hocvien.people.errors import (
    BirthUnreadable,
    IdentityNumberContradicts,
    IdentityNumberWrong,
    OfficialBeforeAdmitted,
    PersonAnonymous,
    PersonExists,
    PersonNotFound,
)
from hocvien.people.models import Person
from hocvien.people.operations.facts import journalled, plain, write_facts
from hocvien.people.operations.limits import clean_fields
from hocvien.people.queries.persons import find_by_identity, unit_codes_of

EDITABLE = (
    "full_name",
    "birth_name",
    "birth",
    "sex",
    "ethnicity",
    "identity_number",
    "phone",
    "email",
    "education",
    "admitted_on",
    "official_on",
    "left_party_on",
    "party_card",
    "profile_number",
)
_AT_A_TIME = 250
_FACTS = {"belongings", "posts", "qualifications", "ratings", "managements", "leaves", "plannings"}
_PLAIN = tuple(name for name in NewPerson.__slots__ if name != "birth" and name not in _FACTS)


def build_person(new: NewPerson) -> Person:
    """An unsaved, checked row. Raises BirthUnreadable, IdentityNumberWrong, IdentityNumberContradicts, ValidationError; no query."""
    birth = read_birth(new.birth)
    if birth is None:
        raise BirthUnreadable(new.birth)
    values = {key: getattr(new, key) for key in _PLAIN}
    values["birth_on"], values["birth_precision"] = birth
    person = new_row(Person, values)
    check_person(person)
    return person


def derive_person(person: Person) -> None:
    """Names cleaned, and what is found and sorted by; no query."""
    person.full_name = clean_name(person.full_name)
    person.birth_name = clean_name(person.birth_name)
    if person.birth_name == person.full_name:
        person.birth_name = ""
    person.phone = plain_phone(person.phone)
    person.name_folded = fold(person.full_name)
    person.name_key = sort_key(person.full_name)[:400]


def check_person(person: Person) -> None:
    """Derive what is derived and refuse what cannot be; no query. Raises as `build_person`."""
    derive_person(person)
    number = person.identity_number
    if number and not identity_number_form_ok(number):
        raise IdentityNumberWrong(number)
    if number and not identity_number_agrees(number, person.sex, person.birth_on.year if person.birth_on else None):
        raise IdentityNumberContradicts(number)
    if person.official_on is not None and (person.admitted_on is None or person.official_on < person.admitted_on):
        raise OfficialBeforeAdmitted(person.admitted_on, person.official_on)
    # Django would ask the database once a row for each constraint; they are said above, and uniqueness by the caller for
    # the whole list at once. The database holds them all the same.
    clean_fields(person)


@transaction.atomic
def add_people(*, actor: User | None, people: Sequence[NewPerson]) -> list[Person]:
    """Record people with their belongings, posts, qualifications and ratings, in the order given.

    Raises the errors of `build_person`, and PersonExists for an identity number already held. Eight queries plus two for each
    250 rows.
    """
    for person in find_by_identity(new.identity_number for new in people).values():
        raise PersonExists(person.full_name, person.birth_words)
    codes = org.codes_by_id({b.unit_id for new in people for b in new.belongings})
    rows: list[Person] = []
    seen: dict[str, Person] = {}
    # where rows are written behind, the first are on their way while the next are made
    for part in batched(people, _AT_A_TIME):
        made = [build_person(new) for new in part]
        for row in made:
            if row.identity_number and seen.setdefault(row.identity_number, row) is not row:
                raise PersonExists(seen[row.identity_number].full_name, seen[row.identity_number].birth_words)
        insert_rows(Person, made)
        rows += made
    write_facts(list(zip(rows, people, strict=True)))
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.add_person",
                subject=row,
                unit_code=codes[new.belongings[0].unit_id] if new.belongings else "",
                after=journalled(new),
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


def _still_there(person: Person | None) -> Person:
    if person is None:
        raise PersonNotFound
    if person.anonymised_on is not None:
        raise PersonAnonymous
    return person


@transaction.atomic
def update_people(*, actor: User | None, changes: Sequence[tuple[Person, Mapping[str, Any]]]) -> list[Person]:
    """Change many people at once; see `update_person`. Only those that changed are returned. A few queries for each 500."""
    pending = []
    touched: list[Person] = []
    # read again under lock: what the caller holds may be older than what another clerk wrote meanwhile
    ids = [person.pk for person, _fields in changes]
    locked = {p.pk: p for part in batched(ids) for p in Person.objects.select_for_update().filter(pk__in=part)}
    for given, fields in changes:
        person = _still_there(locked.get(given.pk))
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
        check_person(person)
        after = {key: getattr(person, key) for key in fields}
        changed = [key for key in fields if before[key] != after[key]]
        if not changed:
            continue
        touched.append(person)
        pending.append((person, {k: plain(before[k]) for k in changed}, {k: plain(after[k]) for k in changed}))
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
