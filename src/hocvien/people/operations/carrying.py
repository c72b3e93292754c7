"""Units that end: whoever belonged to them goes where their unit goes, and comes back where that is undone."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from hocvien.common.batched import batched
from hocvien.common.bulk import insert_rows
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people.errors import PeopleLeftOver, PeopleMovedSince
from hocvien.people.models import Belonging, Carried, Management, Planning, Post
from hocvien.people.operations.ledger import row_of, whole_of

_BATCH = 500
# where somebody belongs and who manages them goes on elsewhere; a post, held or planned, ends with its unit
_GOES_ON: tuple[type[Any], ...] = (Belonging, Management)
_TABLES: dict[str, type[Any]] = {model._meta.label: model for model in (Belonging, Management, Post, Planning)}


def count_there(unit_ids: Sequence[int], on: date) -> int:
    """People who belong to these units that day."""
    found: set[int] = set()
    for ids in batched(unit_ids, _BATCH):
        rows = Belonging.objects.filter(unit_id__in=ids, valid_from__lte=on, valid_to__gt=on)
        found.update(rows.values_list("person_id", flat=True))
    return len(found)


def built_there(unit_ids: Sequence[int]) -> int:
    """Facts about people that name these units, whatever the day."""
    return sum(
        model._default_manager.filter(unit_id__in=ids).count()
        for model in _TABLES.values()
        for ids in batched(unit_ids, _BATCH)
    )


def carry(key: str, carries: Sequence[org.Carry], on: date) -> int:
    """Close what holds at the ending units on that day and open it at their heirs; returns how many facts went.

    A few queries for every 500 units. Raises PeopleLeftOver where a divided unit leaves somebody without a place.
    """
    goes_to = _where(carries)
    kept: list[Carried] = []
    people: list[Any] = []
    for model in _TABLES.values():
        for ids in batched({carry.from_id for carry in carries}, _BATCH):
            there = model._default_manager.filter(unit_id__in=ids, valid_to__gt=on).select_related("person")
            # whoever is not named by a division in which the unit lives on stays
            facts = [fact for fact in there if goes_to(fact) != fact.unit_id]
            kept += _carry_facts(model, facts, goes_to, on)
            people += [fact.person for fact in facts]
    for row in kept:
        row.key = key
    insert_rows(Carried, kept if key else [])
    _journal(zip(kept, people, strict=True), on)
    return len(kept)


def give_back(key: str) -> None:
    """Put every fact back as it stood. Raises PeopleMovedSince where one was changed meanwhile."""
    rows = list(Carried.objects.filter(key=key, table__in=_TABLES).order_by("pk"))
    # a fact carried to a unit that a later step ended in its turn stood there for no day: it neither is there nor comes back
    carried_on = {(row.table, row.fact_id) for row in rows}
    passing = {(row.table, row.made["id"]) for row in rows if row.made is not None} & carried_on
    changed = 0
    for label, model in _TABLES.items():
        mine = [row for row in rows if row.table == label]
        made = {
            row.made["id"]: row.made for row in mine if row.made is not None and (label, row.made["id"]) not in passing
        }
        stands = {
            row.pk: whole_of(row) for ids in batched(made, _BATCH) for row in model._default_manager.filter(pk__in=ids)
        }
        changed += sum(stands.get(pk) != row for pk, row in made.items())
        closed = {row.fact_id for row in mine if date.fromisoformat(row.was["valid_from"]) < row.on}
        changed += len(closed) - sum(
            model._default_manager.filter(pk__in=ids).count() for ids in batched(closed, _BATCH)
        )
    if changed:
        raise PeopleMovedSince(changed)
    for label, model in _TABLES.items():
        mine = [row for row in rows if row.table == label]
        gone = [row.fact_id for row in mine] + [row.made["id"] for row in mine if row.made is not None]
        for ids in batched(gone, _BATCH):
            model._default_manager.filter(pk__in=ids).delete()
        standing = [row_of(model, row.was) for row in mine if (label, row.fact_id) not in passing]
        model._default_manager.bulk_create(standing, batch_size=_BATCH)
    Carried.objects.filter(key=key, table__in=_TABLES).delete()


def _carry_facts(model: type[Any], facts: Sequence[Any], goes_to: Callable[[Any], int], on: date) -> list[Carried]:
    """Close each on that day, open it at the heir; one that begins later begins there."""
    kept = [
        Carried(person_id=fact.person_id, table=model._meta.label, fact_id=fact.pk, was=whole_of(fact), on=on)
        for fact in facts
    ]
    made: list[tuple[Carried, Any]] = []
    left = 0
    for row, fact in zip(kept, facts, strict=True):
        if model not in _GOES_ON:
            continue
        to = goes_to(fact)
        if not to:
            left += 1
            continue
        values = {field.attname: getattr(fact, field.attname) for field in model._meta.concrete_fields}
        del values["id"], values["uuid"]
        made.append((row, model(**values | {"unit_id": to, "valid_from": max(on, fact.valid_from)})))
    if left:
        raise PeopleLeftOver(left)
    for ids in batched((fact.pk for fact in facts), _BATCH):
        rows = model._default_manager.filter(pk__in=ids)
        rows.filter(valid_from__gte=on).delete()
        rows.filter(valid_from__lt=on).update(valid_to=on)
    insert_rows(model, [fact for _row, fact in made])
    for row, fact in made:
        row.made = whole_of(fact)
    return kept


def _where(carries: Sequence[org.Carry]) -> Callable[[Any], int]:
    """The heir to which a fact goes: the one that names the person, else that of the unit, else 0."""
    named = {(one.from_id, uuid): one.to_id for one in carries for uuid in one.people}
    rest = {one.from_id: one.to_id for one in carries if not one.people}

    def goes_to(fact: Any) -> int:
        return named.get((fact.unit_id, str(fact.person.uuid)), rest.get(fact.unit_id, 0))

    return goes_to


def _journal(facts: Iterable[tuple[Carried, Any]], on: date) -> None:
    """One entry for each person and fact."""
    journal.record_many(
        [
            journal.Change(
                actor=None,
                verb="people.carry_fact",
                subject=person,
                before={"table": row.table, "unit": row.was["unit_id"], "valid_to": row.was["valid_to"]},
                after={"unit": (row.made or {}).get("unit_id", ""), "valid_from": on.isoformat()},
            )
            for row, person in facts
        ]
    )
