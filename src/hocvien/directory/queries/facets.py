"""Which sets a person belongs to on a day: the one definition, for the sets, for those not in them yet, and for plain queries."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from hocvien.common.batched import batched
from hocvien.common.intervals import OPEN_END
from hocvien.directory.arithmetic import first_behind, prefixes
from hocvien.directory.constants import LISTED, MEMBERSHIPS, NULLABLE, NUMBER_DIGITS
from hocvien.directory.data import Asked
from hocvien.org import api as org
from hocvien.people import api as people

_FIELDS = (
    "pk",
    "sex",
    "name_folded",
    "name_key",
    "birth_on",
    "admitted_on",
    "official_on",
    "left_party_on",
    "identity_number",
    "party_card",
)
NUMBERS = ("identity_number", "party_card")
_BATCH = 5000
_LEVELS = {level: rank for rank, level in enumerate(people.TheoryLevel.values)}


@dataclass(slots=True)
class Facets:
    """One person that day: keys of their sets, words of the name, values of the orders, and the next day any of it changes."""

    keys: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    unit_ids: set[int] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    until: date = OPEN_END

    def are_in(self, keys: Iterable[str]) -> bool:
        """Whether they are in all of these sets; a set of a name's beginning is not among `keys`, the words say it."""
        return all(
            key in self.keys
            or (key.startswith("w:") and any(word.startswith(key.removeprefix("w:")) for word in self.words))
            for key in keys
        )


def facets_of(ids: Sequence[int] | range, on: date, cuts: dict[str, list[str]]) -> dict[int, Facets]:
    """Person id → facets, for those who exist. Five queries and one for each 5,000 of the ids and of their units.

    A `range` asks for everybody whose id lies in it.
    """
    found: dict[int, Facets] = {}
    parts: Iterable[Sequence[int] | range] = [ids] if isinstance(ids, range) else batched(ids, _BATCH)
    for part in parts:
        for row in _among(people.people().order_by(), "pk", part).values_list(*_FIELDS).iterator(chunk_size=_BATCH):
            found[row[0]] = _own(row, on, cuts)
        _add_units(found, part, on)
        posts = _among(people.Post.objects.filter(valid_to__gt=on), "person_id", part)
        for person_id, kind, start, end in posts.values_list("person_id", "kind", "valid_from", "valid_to"):
            if one := found.get(person_id):
                if start <= on:
                    one.keys.add(f"post:{kind}")
                one.until = min(one.until, start if start > on else end)
        highest: dict[int, str] = {}
        for person_id, level in _among(people.qualifications(), "person_id", part).values_list("person_id", "level"):
            if _LEVELS[level] >= _LEVELS[highest.get(person_id, level)]:
                highest[person_id] = level
        for person_id, level in highest.items():
            if one := found.get(person_id):
                one.keys.add(f"theory:{level}")
    return found


def _own(row: tuple[Any, ...], on: date, cuts: dict[str, list[str]]) -> Facets:
    _pk, sex, name_folded, name_key, birth_on, admitted_on, official_on, left_on, *numbers = row
    values = {"name": name_key, "birth": _iso(birth_on), "admitted": _iso(admitted_on), "official": _iso(official_on)}
    keys = {
        f"sex:{sex}",
        f"member:{people.membership_as_of(admitted_on, official_on, left_on, on)}",
        *(f"n:{prefix}" for number in numbers for prefix in prefixes(number[:NUMBER_DIGITS])),
        *(block_key(sort, value, cuts) for sort, value in values.items()),
    }
    until = min([day for day in (admitted_on, official_on, left_on) if day is not None and day > on], default=OPEN_END)
    return Facets(keys, name_folded.split(), set(), {**values, "sex": sex}, until)


def _add_units(found: dict[int, Facets], part: Sequence[int] | range, on: date) -> None:
    rows = list(
        _among(people.Belonging.objects.filter(valid_to__gt=on), "person_id", part).values_list(
            "person_id", "unit_id", "valid_from", "valid_to"
        )
    )
    lines: dict[int, set[int]] = {}
    ends: dict[int, date] = {}
    for units in batched(sorted({row[1] for row in rows}), _BATCH):
        for unit_id, above_id, _depth, start, end in org.places_above(units, on, OPEN_END):
            if start <= on:
                lines.setdefault(unit_id, set()).add(above_id)
            ends[unit_id] = min(ends.get(unit_id, OPEN_END), start if start > on else end)
    for person_id, unit_id, start, end in rows:
        if one := found.get(person_id):
            if start <= on:
                one.unit_ids |= lines.get(unit_id, set())
            one.until = min(one.until, start if start > on else end, ends.get(unit_id, OPEN_END))


def order_word(value: Any) -> str:
    """A value of an order as blocks and places write it: days by the year first, "" where there is none."""
    return value if isinstance(value, str) else value.isoformat() if value is not None else ""


def block_key(sort: str, value: str, cuts: dict[str, list[str]]) -> str:
    """The block of an order that holds this value ("" of a column that may be empty: the block of the empty)."""
    if not value and sort in NULLABLE:
        return f"{sort}:-"
    return f"{sort}:{bisect_right(cuts.get(sort, []), value)}"


def block_keys(sort: str, cuts: dict[str, list[str]]) -> list[str]:
    """Every block of an order, from its first to its last; the empty stand last."""
    if sort in LISTED:
        return [f"{sort}:{value}" for value in LISTED[sort]]
    kept = [f"{sort}:{at}" for at in range(len(cuts.get(sort, [])) + 1)]
    return [*kept, f"{sort}:-"] if sort in NULLABLE else kept


def narrowed(rows: QuerySet, asked: Asked, on: date) -> QuerySet:
    """The same in the database's words: the truth the sets are held against, and the way while there are none."""
    if asked.sex:
        rows = rows.filter(sex=asked.sex)
    if asked.membership in MEMBERSHIPS:
        rows = with_membership(rows, asked.membership, on)
    if asked.post:
        rows = rows.filter(pk__in=people.posts_on(on).filter(kind=asked.post).values("person_id"))
    if asked.theory:
        held = people.qualifications()
        higher = [level for level, rank in _LEVELS.items() if rank > _LEVELS.get(asked.theory, len(_LEVELS))]
        rows = rows.filter(pk__in=held.filter(level=asked.theory).values("person_id"))
        if higher:
            rows = rows.exclude(pk__in=held.filter(level__in=higher).values("person_id"))
    for word in asked.words:
        rows = rows.filter(Q(name_folded__startswith=word) | Q(name_folded__contains=f" {word}"))
    return rows.filter(numbered(asked)) if asked.number else rows


def with_membership(rows: QuerySet, code: str, on: date) -> QuerySet:
    """Narrow to one membership of that day; the database's words for `people.membership_as_of`."""
    member = Q(admitted_on__lte=on) & (Q(left_party_on=None) | Q(left_party_on__gt=on))
    if code == "none":
        return rows.exclude(Q(admitted_on__isnull=False) & member)
    official = Q(official_on__isnull=False, official_on__lte=on)
    return rows.filter(member & (official if code == "official" else ~official))


def numbered(asked: Asked) -> Q:
    """People whose identity number or party card begins with (or is) the number asked for."""
    return Q(*(holding(name, asked) for name in NUMBERS), _connector=Q.OR)


def holding(name: str, asked: Asked) -> Q:
    """The same of one of the two; the bounds are for its index."""
    if asked.is_whole_number:
        return Q(**{name: asked.number})
    one = Q(**{f"{name}__gte": asked.number, f"{name}__startswith": asked.number})
    behind = first_behind(asked.number)
    return one & Q(**{f"{name}__lt": behind}) if behind else one


def _among(rows: QuerySet, name: str, ids: Sequence[int] | range) -> QuerySet:
    if isinstance(ids, range):
        return rows.filter(**{f"{name}__gte": ids.start, f"{name}__lt": ids.stop})
    return rows.filter(**{f"{name}__in": ids})


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
