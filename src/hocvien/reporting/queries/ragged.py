"""The days of a report that are no whole month, counted from facts by the groups of the roll-up: what `rolled` adds to the months between them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.reporting.arithmetic import Branches, partner_of
from hocvien.reporting.data import Lineages, Question
from hocvien.reporting.queries.answer import attendances
from hocvien.reporting.queries.behind import (
    JOINT_ROLES,
    joint_classes,
    lineages_between,
    own_classes,
    sent_participations,
)
from hocvien.reporting.queries.sent import sent_out
from hocvien.rollup import api as rollup

_CLASS_FIELDS = (
    "is_joint",
    "pk",
    "programme_id",
    "opens_on",
    "closes_on",
    "is_generated",
    *(f"{role}_id" for role in JOINT_ROLES),
)
_SENT_FIELDS = (
    "training_class_id",
    "training_class__is_generated",
    "training_class__programme_id",
    "training_class__opened_by_id",
    "person_id",
    "person__sex",
)
_OUTSIDE_FIELDS = (
    "notice_id",
    "notice__is_generated",
    "notice__programme_id",
    "notice__issuer_name",
    "person_id",
    "person__sex",
)
_MARK = (rollup.Key(rollup.GENERATED),)


class _Groups:
    """What was met, by group; a class or notice counts once in each."""

    def __init__(self) -> None:
        self.met: dict[rollup.Key, rollup.Met] = {}
        self._held: set[tuple[int, rollup.Key]] = set()

    def of(self, key: rollup.Key) -> rollup.Met:
        return self.met.setdefault(key, rollup.Met())

    def hold(self, pk: int, keys: Iterable[rollup.Key], *, is_generated: bool = False) -> None:
        for key in (*keys, *_MARK) if is_generated else keys:
            if (pk, key) not in self._held:
                self._held.add((pk, key))
                self.of(key).classes += 1

    def meet(self, person: int, sex: str, keys: Iterable[rollup.Key]) -> None:
        for key in keys:
            group = self.of(key)
            group.participations += 1
            group.persons.add(person)
            if sex == "female":
                group.female.add(person)


def ragged_days(question: Question, plan: rollup.Plan) -> dict[rollup.Key, rollup.Met]:
    """What the stretches of the plan add, by group; at most five queries, whether they are at one end or at both."""
    parts = [replace(question, from_=first, to=last) for first, last in plan.stretches]
    taught = _at_once([*map(own_classes, parts), _joint_classes(question, plan)], _CLASS_FIELDS)
    own = [row[1:] for row in taught if not row[0]]
    joint = [row[1:] for row in taught if row[0]]
    day_of = {pk: opens_on for pk, _programme, opens_on, *_rest in (*own, *joint)}
    ours = {row[0] for row in own}
    told = {row[0] for row in joint if not _is_told_by_months(plan, row[2], row[3])}
    people = (
        attendances(classes.Participation.objects.filter(classes.counts(), among("training_class_id", ours | told)))
        if ours or told
        else []
    )
    involved = {one.sender_id for one in people if one.class_id in ours}
    involved |= {role for row in joint for role in row[5:] if role}
    lineages = lineages_between(question, involved, day_of.values())
    groups = _Groups()
    keys_of = _joint_keys(groups, question, plan, joint, lineages)
    for pk, programme, _opens_on, _closes_on, is_generated, *_roles in own:
        keys_of[pk] = (rollup.Key(rollup.TOTAL), rollup.Key(rollup.PROGRAMME, programme))
        groups.hold(pk, keys_of[pk], is_generated=is_generated)
    branches = Branches(lineages, question.unit_id)
    for person, sex, class_id, sender in people:
        keys = keys_of[class_id]
        if class_id in ours:
            place, is_below = branches.of(sender, day_of[class_id])
            branch = rollup.Key(rollup.BELOW if is_below else rollup.BESIDE, place)
            groups.hold(class_id, (branch,))
            keys = (*keys, branch)
        groups.meet(person, sex, keys)
    _add_sent(groups, parts, day_of)
    return groups.met


def _at_once(asked: Iterable[QuerySet[Any]], fields: tuple[str, ...]) -> list[Any]:
    """Rows of all that is asked, each found by its own few days; one query."""
    first, *more = (rows.order_by().values_list(*fields) for rows in asked)
    return list(first.union(*more, all=True) if more else first)


def _joint_classes(question: Question, plan: rollup.Plan) -> QuerySet[Any]:
    """Joint classes that open on these days, or run on them and end before the whole months."""
    beside = Q(closes_on__lt=plan.first)
    for begins, ends in plan.stretches:
        beside |= Q(opens_on__range=(begins, ends))
    asked = replace(question, to=plan.stretches[-1][1])
    return joint_classes(asked).filter(beside)


def _is_told_by_months(plan: rollup.Plan, opens_on: date, closes_on: date) -> bool:
    """Whether the months tell of a class that opens on these days, because it runs on into them."""
    assert plan.first is not None
    return rollup.FIRST_DAY <= opens_on < plan.first <= closes_on


def _joint_keys(
    groups: _Groups, question: Question, plan: rollup.Plan, joint: list[Any], lineages: Lineages
) -> dict[int, tuple[rollup.Key, ...]]:
    """Count joint classes, and give the group of each. To the months, what runs on into them is carried over; to the report it opens in its days."""
    keys_of: dict[int, tuple[rollup.Key, ...]] = {}
    for pk, programme, opens_on, closes_on, is_generated, *roles in joint:
        partner = partner_of(lineages, question.seen_from_id, roles, opens_on) or 0
        key = rollup.Key(rollup.JOINT, programme, partner)
        if _is_told_by_months(plan, opens_on, closes_on):
            groups.of(key).carried -= 1
            continue
        keys_of[pk] = (key,)
        groups.hold(pk, (key,), is_generated=is_generated)
        groups.of(key).ids += pk
        groups.of(key).carried += opens_on < question.from_
    return keys_of


def _add_sent(groups: _Groups, parts: list[Question], day_of: dict[int, date]) -> None:
    """People sent to classes of others, ours and joint ones being `day_of`, and by notices; two queries."""
    sent = [
        sent_participations(part, [pk for pk, opens_on in day_of.items() if part.from_ <= opens_on <= part.to])
        for part in parts
    ]
    for class_id, is_generated, programme, opener, person, sex in _at_once(sent, _SENT_FIELDS):
        key = rollup.Key(rollup.SENT, programme, opener)
        groups.hold(class_id, (key,), is_generated=is_generated)
        groups.meet(person, sex, (key,))
    for notice, is_generated, programme, issuer, person, sex in _at_once(map(sent_out, parts), _OUTSIDE_FIELDS):
        key = rollup.Key(rollup.OUTSIDE, programme, name=issuer)
        # below zero: no class has that id
        groups.hold(-notice, (key,), is_generated=is_generated)
        groups.meet(person, sex, (key,))
