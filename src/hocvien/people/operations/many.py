"""What is done to many people at once, and taken back: sets of rows, a few queries for any number, journalled person by person.

One thing is done to everybody it can be done to; who is left out, and why, is said by the function that said it beforehand
(`queries.many.why_left_out`), asked again under the lock of the people. What was done is handed back so that exactly that can be undone.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.common.bulk import insert_rows
from hocvien.common.intervals import OPEN_END, Interval, first_overlap
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people.data import (
    Effect,
    NewLeave,
    NewManagement,
    NewMove,
    NewRating,
    Reason,
    SetOutcome,
    SetWork,
    Transfer,
)
from hocvien.people.errors import FactEndsBeforeStart
from hocvien.people.models import (
    Belonging,
    BelongingKind,
    Leave,
    Management,
    Person,
    Rating,
    TransferRequest,
    TransferStatus,
)
from hocvien.people.operations.facts import CORRECTABLE, plain
from hocvien.people.operations.limits import clean_fields
from hocvien.people.operations.transfers import transfer_people
from hocvien.people.queries.many import why_left_out
from hocvien.people.queries.persons import unit_codes_of

_REQUEST = TransferRequest._meta.label_lower
_ALONE: dict[str, Any] = {model._meta.label_lower: model for model in (Belonging, Management, Leave)}


@transaction.atomic
def do_for_many(*, actor: User | None, work: SetWork, person_ids: Iterable[int], now: datetime) -> SetOutcome:
    """Do one thing to everybody it can be done to. Some ten queries, and one for each 2,000 people.

    Raises FactEndsBeforeStart; ValidationError for a value that no form offers.
    """
    if isinstance(work, NewManagement | NewLeave) and work.valid_to is not None and work.valid_to <= work.valid_from:
        raise FactEndsBeforeStart(work.valid_from, work.valid_to)
    ids = sorted(set(person_ids))
    people = {p.pk: p for part in batched(ids) for p in Person.objects.select_for_update().filter(pk__in=part)}
    left_out = why_left_out(work, ids)
    doing = {pk: people[pk] for pk in ids if pk not in left_out}
    effects = _do(work, actor, doing, now) if doing else {}
    return SetOutcome(effects, left_out)


def _do(work: SetWork, actor: User | None, people: Mapping[int, Person], now: datetime) -> dict[int, Effect]:
    if isinstance(work, NewRating):
        return _rate(work, actor, people)
    if isinstance(work, NewLeave):
        return _leave(work, actor, people)
    if isinstance(work, NewManagement):
        return _manage(work, actor, people)
    return _move_at_once(work, actor, people) if work.is_at_once else _ask_to_move(work, actor, people, now)


def _rate(work: NewRating, actor: User | None, people: Mapping[int, Person]) -> dict[int, Effect]:
    rows = [Rating(person_id=pk, year=work.year, kind=work.kind, grade=work.grade) for pk in people]
    _insert(Rating, rows)
    said = {"year": work.year, "kind": work.kind, "grade": work.grade}
    _journal(actor, "people.add_facts", people, unit_codes_of(people), after={"ratings": [said]})
    return _made(rows)


def _leave(work: NewLeave, actor: User | None, people: Mapping[int, Person]) -> dict[int, Effect]:
    rows = [
        Leave(person_id=pk, kind=work.kind, valid_from=work.valid_from, valid_to=work.valid_to or OPEN_END)
        for pk in people
    ]
    _insert(Leave, rows)
    said = {"kind": work.kind, "valid_from": plain(work.valid_from)}
    if work.valid_to is not None:
        said["valid_to"] = plain(work.valid_to)
    _journal(actor, "people.add_facts", people, unit_codes_of(people), after={"leaves": [said]})
    return _made(rows)


def _manage(work: NewManagement, actor: User | None, people: Mapping[int, Person]) -> dict[int, Effect]:
    standing: dict[int, Management] = {}
    for part in batched(people):
        rows = Management.objects.filter(
            person_id__in=part, valid_from__lt=work.valid_from, valid_to__gt=work.valid_from
        )
        standing |= {row.person_id: row for row in rows}
    ended = {pk: [Management._meta.label_lower, row.pk, plain(row.valid_to)] for pk, row in standing.items()}
    for part in batched([row.pk for row in standing.values()]):
        Management.objects.filter(pk__in=part).update(valid_to=work.valid_from)
    made = [
        Management(person_id=pk, unit_id=work.unit_id, valid_from=work.valid_from, valid_to=work.valid_to or OPEN_END)
        for pk in people
    ]
    _insert(Management, made)
    codes = org.codes_by_id({work.unit_id} | {row.unit_id for row in standing.values()})
    after = {"unit": codes[work.unit_id], "valid_from": plain(work.valid_from)}
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.set_management",
                subject=person,
                unit_code=codes[work.unit_id],
                before={"unit": codes[standing[pk].unit_id]} if pk in standing else {},
                after=after,
            )
            for pk, person in people.items()
        ]
    )
    effects = _made(made)
    for pk, row in ended.items():
        effects[pk]["ended"] = [[*row, plain(work.valid_from)]]
    return effects


def _cells(work: NewMove, person_ids: Iterable[int]) -> dict[int, Belonging]:
    """Person id → their official cell on that day."""
    return {
        row.person_id: row
        for part in batched(person_ids)
        for row in Belonging.objects.filter(
            person_id__in=part, kind=BelongingKind.OFFICIAL_CELL, valid_from__lte=work.on, valid_to__gt=work.on
        )
    }


def _move_at_once(work: NewMove, actor: User | None, people: Mapping[int, Person]) -> dict[int, Effect]:
    cells = _cells(work, people)
    transfer_people(actor=actor, transfers=[Transfer(pk, work.unit_id, work.on) for pk in people])
    fresh = _cells(work, people)
    effects = _made(list(fresh.values()))
    for pk, row in cells.items():
        effects[pk]["ended"] = [[Belonging._meta.label_lower, row.pk, plain(row.valid_to), plain(work.on)]]
    return effects


def _ask_to_move(work: NewMove, actor: User | None, people: Mapping[int, Person], now: datetime) -> dict[int, Effect]:
    cells = _cells(work, people)
    rows = [
        TransferRequest(
            person_id=pk,
            from_unit_id=cells[pk].unit_id if pk in cells else None,
            to_unit_id=work.unit_id,
            on=work.on,
            paper_number=work.paper_number.strip(),
            paper_on=work.paper_on,
            asked_by=actor,
            asked_at=now,
        )
        for pk in people
    ]
    insert_rows(TransferRequest, rows)
    codes = org.codes_by_id({work.unit_id} | {row.unit_id for row in cells.values()})
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.ask_transfer",
                subject=people[row.person_id],
                unit_code=codes[row.from_unit_id or row.to_unit_id],
                after={
                    "from": codes.get(row.from_unit_id or 0, ""),
                    "to": codes[work.unit_id],
                    "on": plain(work.on),
                    "paper_number": row.paper_number,
                    "status": str(TransferStatus.ASKED),
                },
            )
            for row in rows
        ]
    )
    return {row.person_id: {"made": [[_REQUEST, row.pk, {"status": str(TransferStatus.ASKED)}]]} for row in rows}


def _insert(model: Any, rows: Sequence[Any]) -> None:
    clean_fields(rows[0], exclude={"person", "unit"})
    insert_rows(model, rows)


def _made(rows: Sequence[Any]) -> dict[int, Effect]:
    return {row.person_id: {"made": [[row._meta.label_lower, row.pk, _values(row)]]} for row in rows}


def _values(row: Any) -> dict[str, Any]:
    return {
        key: str(value) if isinstance(value := plain(getattr(row, key)), str) else value
        for key in CORRECTABLE[type(row)]
    }


def _journal(
    actor: User | None, verb: str, people: Mapping[int, Person], codes: Mapping[int, str], *, after: dict[str, Any]
) -> None:
    journal.record_many(
        [
            journal.Change(actor=actor, verb=verb, subject=person, unit_code=codes.get(pk, ""), after=after)
            for pk, person in people.items()
        ]
    )


# --- taking back ------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_back_for_many(*, actor: User | None, effects: Mapping[int, Effect], now: datetime) -> dict[int, Reason]:
    """Undo exactly what `do_for_many` did to these people (id → effect); answers who stays as they are, and why.

    A row that was corrected, ended, removed or answered since stays. A few queries for each 5,000 people.
    """
    ids = sorted(effects)
    people = {p.pk: p for part in batched(ids) for p in Person.objects.select_for_update().filter(pk__in=part)}
    staying: dict[int, Reason] = {pk: ("gone", {}) for pk in ids if pk not in people}
    rows = _rows_of(effects)
    for pk in people:
        reason = _why_stays(pk, effects[pk], rows)
        if reason is not None:
            staying[pk] = reason
    staying |= _overlapped({pk: effects[pk] for pk in people if pk not in staying})
    undone = {pk: effects[pk] for pk in people if pk not in staying}
    codes = unit_codes_of(undone)
    _remove(undone, actor, now)
    _give_back(undone)
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.take_back",
                subject=people[pk],
                unit_code=codes.get(pk, ""),
                before={label.partition(".")[2]: values for label, _row, values in effect["made"]},
                after={
                    label.partition(".")[2]: {"valid_to": then} for label, _row, then, _set in effect.get("ended", ())
                },
            )
            for pk, effect in undone.items()
        ]
    )
    return staying


def _rows_of(effects: Mapping[int, Effect]) -> dict[tuple[str, int], Any]:
    """The rows that effects name, as they stand now."""
    wanted: dict[str, set[int]] = {}
    for effect in effects.values():
        for label, pk, *_rest in (*effect["made"], *effect.get("ended", ())):
            wanted.setdefault(label, set()).add(pk)
    found: dict[tuple[str, int], Any] = {}
    for label, pks in wanted.items():
        model = apps.get_model(label)
        for part in batched(sorted(pks)):
            found |= {(label, row.pk): row for row in model._default_manager.filter(pk__in=part)}
    return found


def _why_stays(person_id: int, effect: Effect, rows: Mapping[tuple[str, int], Any]) -> Reason | None:
    for label, pk, values in effect["made"]:
        row = rows.get((label, pk))
        if row is None or row.person_id != person_id:
            return ("changed_since", {})
        if label == _REQUEST:
            if row.status != TransferStatus.ASKED:
                return ("answered", {})
        elif _values(row) != values:
            return ("changed_since", {})
    for label, pk, _before, after in effect.get("ended", ()):
        row = rows.get((label, pk))
        if row is None or row.person_id != person_id or plain(row.valid_to) != after:
            return ("changed_since", {})
    return None


def _overlapped(effects: Mapping[int, Effect]) -> dict[int, Reason]:
    """Whose old row, given its days back, would lie over one that was recorded since."""
    found: dict[int, Reason] = {}
    for label, model in _ALONE.items():
        alone: Any = {"kind": BelongingKind.OFFICIAL_CELL} if model is Belonging else {}
        giving = {
            person_id: [(pk, before) for name, pk, before, _after in effect.get("ended", ()) if name == label]
            for person_id, effect in effects.items()
        }
        giving = {person_id: ended for person_id, ended in giving.items() if ended}
        made = {pk for effect in effects.values() for name, pk, _values in effect["made"] if name == label}
        others: dict[int, list[Any]] = {}
        for part in batched(giving):
            for row in model._default_manager.filter(person_id__in=part, **alone):
                if row.pk not in made:
                    others.setdefault(row.person_id, []).append(row)
        for person_id, ended in giving.items():
            given = dict(ended)
            days = [
                Interval(row.valid_from, date.fromisoformat(given[row.pk]) if row.pk in given else row.valid_to)
                for row in others.get(person_id, [])
            ]
            if first_overlap(days) is not None:
                found[person_id] = ("overlapped", {})
    return found


def _remove(effects: Mapping[int, Effect], actor: User | None, now: datetime) -> None:
    removing: dict[str, list[int]] = {}
    for effect in effects.values():
        for label, pk, _values in effect["made"]:
            removing.setdefault(label, []).append(pk)
    for label, pks in removing.items():
        for part in batched(pks):
            rows = apps.get_model(label)._default_manager.filter(pk__in=part)
            if label == _REQUEST:
                # a request that was sent stays to be read, withdrawn
                rows.update(status=TransferStatus.WITHDRAWN, decided_by=actor, decided_at=now)
            else:
                rows.delete()


def _give_back(effects: Mapping[int, Effect]) -> None:
    giving: dict[tuple[str, str], list[int]] = {}
    for effect in effects.values():
        for label, pk, before, _after in effect.get("ended", ()):
            giving.setdefault((label, before), []).append(pk)
    for (label, before), pks in giving.items():
        for part in batched(pks):
            apps.get_model(label)._default_manager.filter(pk__in=part).update(valid_to=date.fromisoformat(before))
