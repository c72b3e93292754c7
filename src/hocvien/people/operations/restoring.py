"""Records as they stood, and going back to that: what undoes an import. Asks nothing about what was built on a record since: the caller does."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.journal import api as journal
from hocvien.people.errors import PersonExists
from hocvien.people.models import Belonging, Person, Post, Qualification
from hocvien.people.operations.facts import plain
from hocvien.people.operations.persons import EDITABLE, check_person
from hocvien.people.queries.persons import find_by_identity, unit_codes_of

# what a snapshot holds besides the person's own fields
SNAPSHOT_FACTS: dict[str, Any] = {
    "belongings": Belonging,
    "posts": Post,
    "qualifications": Qualification,
}
_COLUMNS = (*(field for field in EDITABLE if field != "birth"), "birth_on", "birth_precision")
Snapshot = Mapping[str, Any]


def snapshots_of(person_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Person id → {"fields": {column: value}, "belongings" | "posts" | "qualifications": [{column: value}]}, as JSON. Four queries for each 5,000."""
    ids = sorted(set(person_ids))
    found: dict[int, dict[str, Any]] = {}
    for part in batched(ids):
        for row in Person.objects.filter(pk__in=part).values("pk", *_COLUMNS):
            pk = row.pop("pk")
            found[pk] = {
                "fields": {name: plain(value) for name, value in row.items()},
                **{name: [] for name in SNAPSHOT_FACTS},
            }
        for name, model in SNAPSHOT_FACTS.items():
            for row in model._base_manager.filter(person_id__in=part).order_by("pk").values():
                pk = row.pop("person_id")
                found[pk][name].append({key: _stored(value) for key, value in row.items()})
    return found


def _stored(value: Any) -> Any:
    return value if isinstance(value, int | str | None) else str(plain(value))


def lock_people(uuids: Iterable[UUID]) -> None:
    """Hold these records until the transaction ends: nobody changes them or points at them meanwhile. A query for each 5,000."""
    for part in batched(sorted(set(uuids))):
        list(Person.objects.select_for_update().filter(uuid__in=part).order_by("pk").values_list("pk"))


@transaction.atomic
def restore_people(*, actor: User | None, changes: Sequence[tuple[Person, Snapshot, Snapshot]]) -> None:
    """Take records back from how they stood after (third) to how they stood before (second); what did not differ is left alone.

    Raises PersonExists when somebody else holds the identity number by now. A few queries for each 500.
    """
    ids = [person.pk for person, _before, _after in changes]
    locked = {p.pk: p for part in batched(ids) for p in Person.objects.select_for_update().filter(pk__in=part)}
    touched = []
    for person, before, after in changes:
        fields = {
            key: value
            for key, value in before["fields"].items()
            if value != after["fields"].get(key) and key in _COLUMNS
        }
        if fields:
            row = locked[person.pk]
            for key, value in fields.items():
                setattr(row, key, _read(Person, key, value))
            check_person(row)
            touched.append(row)
    owners = find_by_identity(p.identity_number for p in touched)
    for row in touched:
        owner = owners.get(row.identity_number)
        if owner is not None and owner.pk != row.pk:
            raise PersonExists(owner.full_name, owner.birth_words)
    Person.objects.bulk_update(touched, [*_COLUMNS, "name_folded", "name_key"], batch_size=500)
    for name, model in SNAPSHOT_FACTS.items():
        _restore_facts(name, model, changes)
    codes = unit_codes_of(ids)
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.restore_person",
                subject=locked[person.pk],
                unit_code=codes.get(person.pk, ""),
                before=_differing(after, before),
                after=_differing(before, after),
            )
            for person, before, after in changes
        ]
    )


def _restore_facts(name: str, model: Any, changes: Sequence[tuple[Person, Snapshot, Snapshot]]) -> None:
    dropping: list[int] = []
    writing: list[Any] = []
    changing: list[Any] = []
    for person, before, after in changes:
        then = {row["id"]: row for row in before[name]}
        now = {row["id"]: row for row in after[name]}
        dropping += [pk for pk in now if pk not in then]
        for pk, row in then.items():
            if row == now.get(pk):
                continue
            made = model(person_id=person.pk, **{key: _read(model, key, value) for key, value in row.items()})
            (changing if pk in now else writing).append(made)
    # in this order, because a person has one official cell at a time
    for part in batched(dropping):
        model._base_manager.filter(pk__in=part).delete()
    columns = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name != "person"]
    model._base_manager.bulk_update(changing, columns, batch_size=500)
    model._base_manager.bulk_create(writing, batch_size=2000)


def _read(model: Any, key: str, value: Any) -> Any:
    return model._meta.get_field(key).to_python(value)


def _differing(one: Snapshot, other: Snapshot) -> dict[str, Any]:
    """What stands in the first and not, or otherwise, in the second."""
    found: dict[str, Any] = {key: value for key, value in one["fields"].items() if value != other["fields"].get(key)}
    for name in SNAPSHOT_FACTS:
        if rows := [row for row in one[name] if row not in other[name]]:
            found[name] = rows
    return found


@transaction.atomic
def remove_people(*, actor: User | None, people: Sequence[Person]) -> None:
    """Remove records whole, with what is dated about them: for people who were recorded by mistake and on whom nothing was built.

    The journal keeps what they said. Raises ProtectedError when something points at one of them. A few queries for each 500.
    """
    ids = [person.pk for person in people]
    locked = {p.pk: p for part in batched(ids) for p in Person.objects.select_for_update().filter(pk__in=part)}
    said, codes = snapshots_of(ids), unit_codes_of(ids)
    subjects = [(pk, Person(pk=None, uuid=row.uuid)) for pk, row in locked.items()]
    for part in batched(locked, 500):
        Person.objects.filter(pk__in=part).delete()
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.remove_person",
                subject=subject,
                unit_code=codes.get(pk, ""),
                before={
                    **{key: value for key, value in said[pk]["fields"].items() if value not in ("", None)},
                    **{name: said[pk][name] for name in SNAPSHOT_FACTS if said[pk][name]},
                },
            )
            for pk, subject in subjects
        ]
    )
