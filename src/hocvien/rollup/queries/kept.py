"""What is kept of a unit's days, and how it stands with the roll-up."""

from datetime import date

from django.conf import settings
from django.db.models import Exists, Q
from django.utils import timezone

from hocvien.rollup.arithmetic.months import (
    GROUP_STEP,
    Total,
    each_once,
    is_met,
    number_of,
    spans,
    stretches,
    whole_months,
)
from hocvien.rollup.constants import CARRIED, JOINT, PERSON
from hocvien.rollup.data import Figures, Key, Met, Plan, State
from hocvien.rollup.models import Group, Index, Kept, Note, Span
from hocvien.rollup.queries.entries import codes_of_entry, read_blocks


def is_on() -> bool:
    """Whether this installation keeps and asks the roll-up; no query."""
    return bool(settings.ROLLUP_ENABLED)


def plan_of(unit_id: int, from_: date, to: date) -> Plan | None:
    """How a unit's days are told from kept rows; None where they are counted from facts: the unit is not kept, or no month lies whole
    in the days. One query, none where no roll-up is kept.
    """
    whole = whole_months(from_, to)
    if not is_on() or whole is None:
        return None
    kept = Kept.objects.filter(unit_id=unit_id)
    rows = Index.objects.filter(Exists(kept), is_whole=True).annotate(is_behind=Exists(Note.objects.all()))
    for counted_at, is_behind in rows.values_list("counted_at", "is_behind"):
        return Plan(*whole, stretches(from_, to), timezone.localtime(counted_at) if is_behind else None)
    return None


def kept_of(unit_id: int, asked: Plan, counted: dict[Key, Met]) -> dict[Key, Figures]:
    """The unit's days by group: its kept rows, with what was counted of the stretches. Two queries; one more for 5,000 blocks of people
    in the stretches.
    """
    assert asked.first is not None
    assert asked.last is not None
    years, months = spans(asked.first, asked.last)
    total, begun = Total(number_of(asked.first)), Total(number_of(asked.first))
    # what was carried into the first month stands in that month alone
    days = Q(is_year=True, first_on__in=years) | Q(is_year=False, first_on__in={*months, asked.first})
    rows = Span.objects.filter(days, unit_id=unit_id).values_list("first_on", "is_year", "content")
    for first_on, is_year, content in rows:
        if is_year or first_on in months:
            total.add(bytes(content))
        if not is_year and first_on == asked.first:
            begun.add(bytes(content))
    codes: dict[Key, int] = {}
    groups = Group.objects.filter(unit_id=unit_id).values_list("pk", "kind", "first_key", "second_key", "name")
    for pk, kind, first_key, second_key, name in groups:
        codes[Key(kind, first_key, second_key, name)] = pk * GROUP_STEP
    by_code, into = total.figures(), begun.figures()
    found = {key: by_code[code] for key, code in codes.items() if code in by_code}
    for key in [key for key in found if key.kind == CARRIED]:
        joint = key._replace(kind=JOINT)
        found[joint] = each_once(found[joint], found.pop(key), into.get(codes[key], Figures()))
    if counted:
        _beside(found, codes, counted, number_of(asked.first), number_of(asked.last))
    return {key: one for key, one in found.items() if one.classes or one.participations}


def _beside(found: dict[Key, Figures], codes: dict[Key, int], met: dict[Key, Met], first: int, last: int) -> None:
    """Add what was counted of the stretches: people once, whether in one of them, in both, or in the months between."""
    asked = {person for group in met.values() for person in group.persons}
    entries = read_blocks(asked, of=PERSON)
    people = {person: codes_of_entry(entries[person])[0] for person in asked if person in entries}
    for key, group in met.items():
        kept, code = found.get(key, Figures()), codes.get(key)
        extra = {
            person
            for person in group.persons
            if code is None or person not in people or not is_met(people[person], code, first, last)
        }
        found[key] = Figures(
            kept.classes + group.classes,
            kept.participations + group.participations,
            kept.persons + len(extra),
            kept.female + len(extra & group.female),
            kept.carried + group.carried,
            kept.ids + group.ids,
        )


def state() -> State | None:
    """How it stands, for administrators; None where it is off. At most three queries."""
    if not is_on():
        return None
    one = Index.objects.first() or Index()
    return State(
        is_whole=one.is_whole,
        units=Kept.objects.count(),
        is_behind=Note.objects.exists(),
        counted_at=one.counted_at,
        checked_at=one.checked_at,
        checked_rows=one.checked_rows,
        differing=one.differing,
        is_repaired=one.is_repaired,
    )
