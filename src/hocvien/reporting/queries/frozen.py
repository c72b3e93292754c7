"""Fixed answers read again: recounted from their own facts, and held against what is told today."""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.common.batched import batched
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.reporting.arithmetic import recount
from hocvien.reporting.data import (
    ABSENCE,
    CLASS,
    LESSON,
    PARTICIPATION,
    SESSION,
    TAUGHT,
    Answer,
    Breakdown,
    Cause,
    Difference,
    FactRows,
    Heading,
    Question,
)
from hocvien.reporting.errors import FrozenNotFound
from hocvien.reporting.models import FrozenAnswer, SavedQuestion
from hocvien.reporting.queries.behind import ask
from hocvien.reporting.queries.breakdown.answer import read_facts
from hocvien.reporting.queries.breakdown.keeping_back import is_sensitive

# dimensions whose value hangs on where units stand, not on what was entered of the fact
_PLACED = {
    "sender_branch",
    "sender_level_2",
    "sender_level_3",
    "held_branch",
    "opener_branch",
    "area",
    "term",
    "reporting_year",
}


_AT_ONCE = 500


def frozen_visible_to(actor: User | None, on: date) -> QuerySet[FrozenAnswer]:
    """Fixed answers of units whose reports the actor may see, the newest first, without their facts; none that was made for a paper."""
    units = access.unit_ids_for(actor, access.Permission.REPORT_VIEW, on)
    rows = FrozenAnswer.objects.filter(unit_id__in=units, is_of_paper=False).select_related("unit", "taken_by")
    return rows.defer("facts", "tables").order_by("-taken_at", "-pk")


def get_frozen_for(actor: User | None, uuid: UUID, on: date) -> FrozenAnswer:
    """One of them, whole; FrozenNotFound also when it may not be seen.

    One with a table of a sensitive dimension is for who may see the unit's people: else NotAllowed.
    """
    found = frozen_visible_to(actor, on).defer(None).filter(uuid=uuid).first()
    if found is None:
        raise FrozenNotFound
    if any(map(is_sensitive, breakdowns_of(found))):
        access.require(actor, access.Permission.PERSON_VIEW, found.unit, on)
    return found


def saved_visible_to(actor: User, on: date) -> QuerySet[SavedQuestion]:
    """The actor's own questions, and those shared with who may see the unit's reports; own first, then by title."""
    units = access.unit_ids_for(actor, access.Permission.REPORT_VIEW, on)
    rows = SavedQuestion.objects.filter(unit_id__in=units).select_related("unit", "owner")
    return (rows.filter(owner=actor) | rows.filter(is_shared=True)).order_by("title", "pk")


def question_of(frozen: FrozenAnswer) -> Question:
    """The question as it was asked; at most one query."""
    told = frozen.question
    return ask(
        unit=frozen.unit,
        from_=date.fromisoformat(told["from"]),
        to=date.fromisoformat(told["to"]),
        basis=told["basis"],
        known_on=date.fromisoformat(told["known_on"]) if told["known_on"] else None,
        seen_on=date.fromisoformat(told["seen_on"]) if told["seen_on"] else None,
    )


def breakdowns_of(frozen: FrozenAnswer) -> list[Breakdown]:
    return [Breakdown.from_json(table["breakdown"]) for table in frozen.tables]


def answers_of(frozen: FrozenAnswer) -> list[Answer]:
    """Its tables as they were told, headings too; at most two queries."""
    question = question_of(frozen)
    label = org.label_as_of(frozen.unit_id, question.seen_on or question.to)
    return [
        Answer(
            unit_code=label.code,
            unit_name=label.name,
            from_=question.from_,
            to=question.to,
            basis=question.basis,
            breakdown=Breakdown.from_json(table["breakdown"]),
            rows=tuple(Heading(code, title) for code, title in table["rows"]),
            columns=tuple(Heading(code, title) for code, title in table["columns"]),
            figures={(row, column, measure): figure for row, column, measure, figure in table["figures"]},
            unknown=frozenset(table["unknown"]),
            known_on=question.known_on,
            seen_on=question.seen_on,
        )
        for table in frozen.tables
    ]


def facts_of(frozen: FrozenAnswer) -> list[FactRows]:
    """What the answer was counted from."""
    told = json.loads(zlib.decompress(bytes(frozen.facts)))
    return [
        FactRows(
            tuple(one["rows"]),
            tuple(one["dimensions"]),
            tuple(one["sums"]),
            tuple(one["ids"]),
            tuple(tuple(row) for row in one["listed"]),
        )
        for one in told
    ]


def recounts_alike(frozen: FrozenAnswer) -> bool:
    """Whether its tables come out of its facts to the same digits. No query."""
    facts = facts_of(frozen)
    for table in frozen.tables:
        figures = recount(facts, Breakdown.from_json(table["breakdown"]))
        kept = {(row, column, measure): figure for row, column, measure, figure in table["figures"]}
        if figures != kept:
            return False
    return True


def changes_since(frozen: FrozenAnswer) -> list[Difference]:
    """What counts otherwise today, each with its cause; the statements of the answer, and at most six more.

    A fact entered after the moment is a late entry, so is a half-day whose roll was taken after it. One of which the journal tells a change since is a
    correction; one that counts otherwise without any is told apart by where units stand: a reorganisation, recorded or undone. The journals of people
    sent by notices, of study and of obligations are not looked up: what counts otherwise of them is a correction.
    """
    question = question_of(frozen)
    before = {one.rows: one for one in facts_of(frozen)}
    after = {one.rows: one for one in read_facts(question, breakdowns_of(frozen))}
    found: list[_Change] = []
    for rows in sorted({*before, *after}):
        was, now = _by_pk(before.get(rows)), _by_pk(after.get(rows))
        told = after.get(rows) or before[rows]
        found += [
            _Change(rows[0], pk, was.get(pk), now.get(pk), told.dimensions, told.sums, told.ids)
            for pk in sorted({*was, *now})
            if was.get(pk) != now.get(pk)
        ]
    return _with_causes(found, frozen.taken_at)


@dataclass(frozen=True, slots=True)
class _Change:
    fact: str
    pk: int
    was: tuple[Any, ...] | None
    now: tuple[Any, ...] | None
    dimensions: tuple[str, ...]
    sums: tuple[str, ...]
    ids: tuple[str, ...]

    def shown(self, row: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
        """Part, values and sums, without identities."""
        return None if row is None else row[: self._width]

    @property
    def others(self) -> frozenset[str]:
        """Which identities differ."""
        if self.was is None or self.now is None:
            return frozenset()
        was, now = self.was[self._width :], self.now[self._width :]
        return frozenset(code for code, one, other in zip(self.ids, was, now, strict=True) if one != other)

    @property
    def _width(self) -> int:
        return 1 + len(self.dimensions) + len(self.sums)


def _by_pk(facts: FactRows | None) -> dict[int, tuple[Any, ...]]:
    """Identity → part, values, sums and whose identities it counts: two records put together are one person less."""
    return {} if facts is None else {row[-1]: row[:-1] for row in facts.listed}


@dataclass(frozen=True, slots=True)
class _Behind:
    """What is known of a fact: its class, whose it is, when the last part of it was entered, whose journal tells of it."""

    class_id: int | None
    person_id: int | None
    entered_at: datetime | None
    told_of: frozenset[UUID]


_UNKNOWN = _Behind(None, None, None, frozenset())


def _with_causes(changes: Sequence[_Change], since: datetime) -> list[Difference]:
    behind = _behind(changes)
    touched = _touched({uuid for one in behind.values() for uuid in one.told_of}, since)
    return [_judge(one, behind.get((one.fact, one.pk), _UNKNOWN), touched, since) for one in changes]


def _behind(changes: Sequence[_Change]) -> dict[tuple[str, int], _Behind]:
    """(Fact, identity) → what is known of it, where it still is; one query for each kind of row, and one for the classes."""
    ids: dict[str, set[int]] = {}
    for one in changes:
        ids.setdefault(one.fact, set()).add(one.pk)
    found: dict[tuple[str, int], _Behind] = {}
    rows = classes.Participation.objects.filter(among("pk", ids.get(PARTICIPATION, ())))
    for pk, class_id, person_id, entered_at, *uuids in rows.values_list(
        "pk", "training_class_id", "person_id", "nomination__decided_at", "uuid", "nomination__uuid", "person__uuid"
    ):
        found[PARTICIPATION, pk] = _Behind(class_id, person_id, entered_at, frozenset(uuids))
    held = classes.Session.objects.filter(among("pk", {*ids.get(SESSION, ()), *ids.get(TAUGHT, ())}))
    if not ids.keys() & {SESSION, TAUGHT}:
        held = held.none()
    for pk, class_id, entered_at, uuid in held.values_list("pk", "training_class_id", "roll_recorded_at", "uuid"):
        for fact in (SESSION, TAUGHT):
            found[fact, pk] = _Behind(class_id, None, entered_at, frozenset({uuid}))
    marks = classes.RollMark.objects.filter(among("pk", ids.get(ABSENCE, ())))
    if ABSENCE not in ids:
        marks = marks.none()
    for pk, class_id, entered_at, uuid in marks.values_list(
        "pk", "session__training_class_id", "session__roll_recorded_at", "session__uuid"
    ):
        found[ABSENCE, pk] = _Behind(class_id, None, entered_at, frozenset({uuid}))
    for fact in (CLASS, LESSON):
        found |= {(fact, pk): _Behind(pk, None, None, frozenset()) for pk in ids.get(fact, ())}
    return _with_classes(found)


def _with_classes(found: dict[tuple[str, int], _Behind]) -> dict[tuple[str, int], _Behind]:
    """The same, with when each class was entered, and its journal; one query."""
    taught = {one.class_id for one in found.values()}
    rows = classes.TrainingClass.objects.filter(among("pk", {pk for pk in taught if pk is not None}))
    held = {pk: (uuid, created_at) for pk, uuid, created_at in rows.values_list("pk", "uuid", "created_at")}
    return {
        key: replace(
            one,
            told_of=one.told_of | {held[one.class_id][0]},
            entered_at=max(filter(None, (one.entered_at, held[one.class_id][1]))),
        )
        for key, one in found.items()
        if one.class_id in held
    }


def _touched(subjects: Iterable[UUID], since: datetime) -> set[UUID]:
    """Of which of these the journal tells a change after the moment; one query for every 500."""
    entries = journal.list_entries().filter(at__gt=since).order_by()
    found: set[UUID] = set()
    for part in batched(sorted(subjects), _AT_ONCE):
        found |= {uuid for uuid in entries.filter(subject_uuid__in=part).values_list("subject_uuid", flat=True) if uuid}
    return found


def _judge(change: _Change, behind: _Behind, touched: set[UUID], since: datetime) -> Difference:
    if change.was is None and behind.entered_at is not None and behind.entered_at > since:
        cause = Cause.LATE_ENTRY
    elif behind.told_of & touched:
        cause = Cause.CORRECTION
    elif change.was is not None and change.now is not None:
        cause = Cause.REORGANISATION if behind.told_of and _is_placed_only(change) else Cause.CORRECTION
    else:
        # of what has no journal looked up nothing is known but that it counts, or no longer
        cause = Cause.REORGANISATION if behind.told_of else Cause.CORRECTION
    return Difference(
        fact=change.fact,
        pk=change.pk,
        cause=cause,
        was=change.shown(change.was),
        now=change.shown(change.now),
        class_id=behind.class_id,
        person_id=behind.person_id,
        dimensions=change.dimensions,
        sums=change.sums,
        others=change.others,
    )


def _is_placed_only(change: _Change) -> bool:
    """Whether only values that hang on where units stand differ."""
    assert change.was is not None
    assert change.now is not None
    width = 1 + len(change.dimensions)
    differ = {
        code
        for code, was, now in zip(change.dimensions, change.was[1:width], change.now[1:width], strict=True)
        if was != now
    }
    return differ <= _PLACED and change.was[width:] == change.now[width:] and change.was[0] == change.now[0]
