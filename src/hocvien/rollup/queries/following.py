"""Who is concerned by what was noted, and what is otherwise with them than in the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.rollup.arithmetic.months import AGAIN, MONTH_MASK, Numbers, contributions, day_of, year_begins
from hocvien.rollup.constants import CLASS, MOST_CLASSES, MOST_PEOPLE, NOTICE, PERSON
from hocvien.rollup.queries.counting import DAYS, PERSON_FIELDS, sent_by_notice
from hocvien.rollup.queries.entries import codes_of_entry, entry_of, read_blocks
from hocvien.rollup.queries.placing import CLASS_FIELDS, ROLES, SENT_FIELDS, Groups, Placing
from hocvien.sending import api as sending

NOTED = ("class_id", "person_id", "unit_id", "programme_id", "notice_id")


@dataclass(frozen=True, slots=True)
class Concerned:
    classes: set[int]
    people: set[int]
    notices: set[int]


def concerned_by(notes: list[tuple[Any, ...]]) -> Concerned | None:
    """Classes, people and notices that these notes may have changed; None where it is all, or too many. Up to six queries."""
    if (None,) * len(NOTED) in notes:
        return None
    class_ids, person_ids, unit_ids, programme_ids, notice_ids = (
        {value for value in column if value is not None} for column in zip(*notes, strict=True)
    )
    everything = classes.TrainingClass.objects.order_by()
    if programme_ids:
        rows = everything.filter(among("programme_id", programme_ids)).values_list("pk", flat=True)
        class_ids.update(rows[: MOST_CLASSES + 1])
    if unit_ids:
        roles = Q()
        for role in ROLES:
            roles |= Q(among(role, unit_ids))
        sent = classes.Participation.objects.filter(among("sending_unit_id", unit_ids)).order_by()
        class_ids.update(everything.filter(roles).values_list("pk", flat=True)[: MOST_CLASSES + 1])
        class_ids.update(sent.values_list("training_class_id", flat=True).distinct()[: MOST_CLASSES + 1])
        of_them = sending.Sending.objects.filter(among("sending_unit_id", unit_ids)).order_by()
        notice_ids.update(of_them.values_list("notice_id", flat=True).distinct()[: MOST_CLASSES + 1])
    if len(class_ids) + len(notice_ids) > MOST_CLASSES:
        return None
    if notice_ids:
        of_them = sending.Sending.objects.filter(among("notice_id", notice_ids)).order_by()
        person_ids.update(of_them.values_list("person_id", flat=True).distinct()[: MOST_PEOPLE + 1])
    people = classes.Participation.objects.filter(among("training_class_id", class_ids)).order_by()
    person_ids.update(people.values_list("person_id", flat=True).distinct()[: MOST_PEOPLE + 1])
    return None if len(person_ids) > MOST_PEOPLE else Concerned(class_ids, person_ids, notice_ids)


class Difference:
    """What people, classes and notices count otherwise today than in the ledger. `spans`: (unit, first day, whether a year) → group → what to add.

    `entries`: those of the ledger, whole blocks, by whom they are of; `changed`: (of whom, id) of those that are otherwise.
    """

    def __init__(self) -> None:
        self.changed: set[tuple[int, int]] = set()
        self.spans: dict[tuple[int, date, bool], dict[int, Numbers]] = {}
        self.entries: dict[int, dict[int, bytes]] = {}

    def count(self, placing: Placing, concerned: Concerned) -> None:
        """Count the concerned again; some ten queries, more for thousands of people."""
        facts = classes.participation_facts(**DAYS).order_by()
        people = list(facts.filter(among("person_id", concerned.people)).values_list(*PERSON_FIELDS))
        taught = facts.filter(among("training_class_id", concerned.classes))
        senders = list(taught.values_list("training_class_id", "sending_unit_id").distinct())
        class_ids = concerned.classes | {row[2] for row in people}
        rows = list(classes.class_facts(**DAYS).filter(among("pk", class_ids)).order_by().values_list(*CLASS_FIELDS))
        sent = list(
            sent_by_notice()
            .filter(Q(among("person_id", concerned.people)) | Q(among("notice_id", concerned.notices)))
            .values_list(*SENT_FIELDS)
        )
        units = {unit for row in rows for unit in row[-len(ROLES) :] if unit}
        placing.load(units | {row[-1] for row in (*people, *senders)} | {row[3] for row in sent})
        placing.groups = Groups(placing.kept_above())
        placed = {row[0]: placing.place(row) for row in rows}
        counted: dict[int, tuple[list[int], bool]] = {person: ([], False) for person in concerned.people}
        for person, sex, class_id, sender in people:
            if one := placed.get(class_id):
                codes = [*counted[person][0], *placing.codes(one, placing.find(one, sender))]
                counted[person] = (codes, sex == "female")
        for one in placed.values():
            one.seen.clear()
        for class_id, sender in senders:
            if one := placed.get(class_id):
                placing.find(one, sender)
        held = {pk: placing.class_codes(placed[pk]) if pk in placed else [] for pk in concerned.classes}
        notices: dict[int, set[int]] = {pk: set() for pk in concerned.notices}
        for row in sent:
            codes, more = placing.sent(row)
            if row[0] in counted:
                counted[row[0]] = ([*counted[row[0]][0], *codes], row[1] == "female")
            if row[2] in notices:
                notices[row[2]].update(codes, more)
        self._compare(placing, counted, {CLASS: held, NOTICE: {pk: sorted(its) for pk, its in notices.items()}})

    def _compare(
        self, placing: Placing, people: dict[int, tuple[list[int], bool]], held: dict[int, dict[int, list[int]]]
    ) -> None:
        asked: list[tuple[int, Iterable[int]]] = [(PERSON, people), *held.items()]
        self.entries = {of: read_blocks(ids, of=of) for of, ids in asked}
        # groups of which somebody was counted may be of units the concerned no longer stand below
        before = [codes_of_entry(self.entries[of].get(pk, b""))[0] for of, ids in asked for pk in ids]
        placing.groups.know({code - (code & MONTH_MASK) for codes in before for code in codes})
        unit_of = placing.groups.unit_of
        for pk, (codes, is_woman) in people.items():
            entry, was = entry_of(sorted(codes), is_woman=is_woman) if codes else b"", self.entries[PERSON].get(pk, b"")
            if entry != was:
                old, was_woman = codes_of_entry(was)
                self._people(unit_of, old, -1, is_woman=was_woman)
                self._people(unit_of, sorted(codes), 1, is_woman=is_woman)
                self.entries[PERSON][pk] = entry
                self.changed.add((PERSON, pk))
        for of, pk, codes in ((of, pk, codes) for of, its in held.items() for pk, codes in its.items()):
            entry, was = entry_of(codes) if codes else b"", self.entries[of].get(pk, b"")
            if entry != was:
                for sign, its in ((-1, codes_of_entry(was)[0]), (1, codes)):
                    for group, month, _before in contributions(its):
                        for numbers in self._numbers(unit_of[group], group, month):
                            numbers.classes += sign
                            numbers.ids += sign * pk
                self.entries[of][pk] = entry
                self.changed.add((of, pk))

    def _numbers(self, unit: int, group: int, month: int) -> tuple[Numbers, Numbers]:
        keys = ((unit, day_of(month), False), (unit, day_of(year_begins(month)), True))
        one, year = (self.spans.setdefault(key, {}).setdefault(group, Numbers()) for key in keys)
        return one, year

    def _people(self, unit_of: dict[int, int], codes: Iterable[int], sign: int, *, is_woman: bool) -> None:
        for group, month, before in contributions(codes):
            one, year = self._numbers(unit_of[group], group, month)
            one.participations += sign
            year.participations += sign
            if before == AGAIN:
                continue
            for numbers in (one, year) if before < year_begins(month) else (one,):
                numbers.persons[before] = numbers.persons.get(before, 0) + sign
                if is_woman:
                    numbers.women[before] = numbers.women.get(before, 0) + sign
