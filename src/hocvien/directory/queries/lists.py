"""The list of people: counted exactly and paged by key, from the sets where they are kept and from the tables else."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from hocvien.common.among import among
from hocvien.common.batched import batched
from hocvien.common.keyset import ordered, page_of
from hocvien.directory import constants
from hocvien.directory.arithmetic import IdSet
from hocvien.directory.constants import LISTED, NULLABLE, ORDERED
from hocvien.directory.data import Asked, PeoplePage, Place
from hocvien.directory.models import Index
from hocvien.directory.queries.facets import NUMBERS, block_key, block_keys, facets_of, holding, narrowed, order_word
from hocvien.directory.queries.sets import are_remembered, read_sets, state_of
from hocvien.org import api as org
from hocvien.people import api as people

# so many people are read and sorted at once; more are found by walking an index, block by block
_GATHERED = 800
_FEW = 400
# in a block in which they lie unevenly, also so many
_MANY = 2000
_STEP = 5000
_WHOLE = 120


class PeopleList:
    """People of a scope, narrowed and in one order. Nothing is asked before it is needed.

    `rows`: everybody in the scope, as a queryset or what makes it when first needed: the truth. `unit_ids`: the same scope as units with all below them, where it
    can be said so; then the kept sets may answer.
    """

    def __init__(
        self,
        rows: QuerySet | Callable[[], QuerySet],
        *,
        on: date,
        unit_ids: Sequence[int] | None,
        asked: Asked | None = None,
        sort: str = "name",
        is_descending: bool = False,
    ) -> None:
        if sort not in constants.SORTS:
            message = f"no such order: {sort!r}"
            raise ValueError(message)
        self._rows, self.on, self.unit_ids = rows, on, unit_ids
        self.asked = asked or Asked()
        self.sort, self.is_descending = sort, is_descending
        # read once for this list and all that are made of it
        self._read: list[tuple[Index, set[int], dict[int, IdSet]] | None] = []

    def narrowed(self, **asked: Any) -> "PeopleList":
        """The same list, narrowed further: fields of `Asked`."""
        return self._copy(asked=replace(self.asked, **asked))

    def sorted_by(self, sort: str, *, is_descending: bool = False) -> "PeopleList":
        """The same people in another order."""
        return self._copy(sort=sort, is_descending=is_descending)

    def within(self, rows: QuerySet | Callable[[], QuerySet], unit_ids: Sequence[int] | None) -> "PeopleList":
        """The same questions of a smaller scope."""
        return self._copy(rows=rows, unit_ids=unit_ids)

    def _copy(self, **changed: Any) -> "PeopleList":
        given = {
            "on": self.on,
            "unit_ids": self.unit_ids,
            "asked": self.asked,
            "sort": self.sort,
            "is_descending": self.is_descending,
            "rows": self._rows,
            **changed,
        }
        made = PeopleList(given.pop("rows"), **given)
        made._read = self._read
        return made

    @cached_property
    def rows(self) -> QuerySet:
        """Everybody in the scope."""
        return self._rows() if callable(self._rows) else self._rows

    @cached_property
    def _kept(self) -> "_Kept | None":
        if self.unit_ids is None:
            return None
        for _attempt in range(3):
            if not self._read:
                self._read.append(state_of(self.on))
            if self._read[0] is None:
                return None
            kept = _kept_of(*self._read[0], self.asked, self.unit_ids, self.on)
            if kept is not None:
                return kept
            # made anew meanwhile
            self._read.clear()
        return None

    @cached_property
    def queryset(self) -> QuerySet:
        """The plain query of these people, in no order."""
        return narrowed(self.rows, self.asked, self.on).order_by()

    @cached_property
    def count(self) -> int:
        """How many there are, exactly."""
        return len(self._kept.people) if self._kept is not None else self.queryset.count()

    @property
    def wants_upkeep(self) -> bool:
        """Whether the sets lag so far behind, or are missed so much, that somebody should see to them."""
        if self.unit_ids is None:
            return False
        if self._kept is None:
            return self.count >= constants.WORTH_KEEPING
        return bool(self._read) and self._read[0] is not None and len(self._read[0][1]) >= constants.FOLD_AT

    @property
    def _order(self) -> list[tuple[Any, bool]]:
        return [(ORDERED.get(self.sort, self.sort), self.is_descending)]

    def page(self, place: Place, size: int) -> PeoplePage:
        """The ids of one page; a handful of queries whatever the place and the number of people."""
        if self._kept is not None:
            return self._kept.page(self.sort, place, size, is_descending=self.is_descending)
        if place == Place():
            rows = list(ordered(self.queryset, self._order)[:size])
            return PeoplePage([row.pk for row in rows], 1, rows)
        found = page_of(
            self.queryset,
            self._order,
            size=size,
            count=self.count,
            after=place.after,
            before=place.before,
            is_last=place.is_last,
        )
        return PeoplePage(found.keys, found.first_number)

    def ids(self) -> Iterator[int]:
        """Every id in order, streamed: for exports and for what is done to all of a list."""
        if self._kept is not None:
            yield from self._kept.walk(self.sort, is_descending=self.is_descending)
        else:
            yield from ordered(self.queryset, self._order).values_list("pk", flat=True).iterator(chunk_size=_STEP)


class _Kept:
    """A list answered from the kept sets: everybody in all of the sets, and of those who changed since, who fits today."""

    def __init__(self, index: Index, people_set: IdSet, fresh: dict[int, dict[str, str]]) -> None:
        self.index, self.people = index, people_set
        # id → values of the orders, of people in the list whom the sets do not know
        self.fresh = fresh
        # (order, id) → value, of people met on the way
        self._met: dict[tuple[str, int], str] = {}
        # id → the whole record, of those met by few at a time
        self._rows: dict[int, Any] = {}

    def page(self, sort: str, place: Place, size: int, *, is_descending: bool) -> PeoplePage:
        """See `PeopleList.page`."""
        mark = place.before if place.before is not None else place.after
        value = self._value_of(sort, mark) if mark is not None else None
        backwards = place.is_last or (place.before is not None and value is not None)
        if place.is_last:
            size = len(self.people) % size or size
        start = (value, mark) if value is not None and mark is not None and not place.is_last else None
        ids: list[int] = []
        for one in self.walk(sort, is_descending=is_descending, start=start, backwards=backwards):
            ids.append(one)
            if len(ids) == size:
                break
        if backwards:
            ids.reverse()
            if place.is_last:
                return PeoplePage(ids, max(len(self.people) - len(ids) + 1, 1))
            if len(ids) < size:
                return self.page(sort, Place(), size, is_descending=is_descending)
        if start is None:
            return PeoplePage(ids, 1, self._read_already(ids))
        if not ids:
            return self.page(sort, Place(is_last=True), size, is_descending=is_descending)
        return PeoplePage(ids, self._number_of(sort, ids[0], is_descending=is_descending), self._read_already(ids))

    def _read_already(self, ids: Sequence[int]) -> list[Any]:
        """Their records where all were read on the way, else none."""
        return [self._rows[pk] for pk in ids] if all(pk in self._rows for pk in ids) else []

    def walk(
        self, sort: str, *, is_descending: bool, start: tuple[str, int] | None = None, backwards: bool = False
    ) -> Iterator[int]:
        """Ids in order, or against it, strictly behind `start` (value, id) in the direction walked."""
        if len(self.people) <= _GATHERED:
            yield from self._behind(self._in_order(sort, is_descending=is_descending), start, backwards=backwards)
            return
        blocks = self._blocks(sort, is_descending=is_descending)
        if backwards:
            blocks.reverse()
        if start is not None:
            blocks = blocks[blocks.index(self._block_of(sort, start[0])) :]
        downwards = is_descending != backwards
        read = 0
        sparse: list[IdSet] = []
        for number, block in enumerate(blocks):
            if number == read:
                # one block is mostly enough; where it is not, many are needed
                read_sets(self.index, blocks[read : read * 4 + 1])
                read = read * 4 + 1
            there = self._there(sort, block)
            if not there:
                continue
            if len(there) <= _FEW and not self._follows_ids(sort, block):
                # neighbours with few people each are asked for together
                sparse.append(there)
                if sum(len(one) for one in sparse) < _FEW // 2:
                    continue
                there = IdSet()
            yield from self._gathered(sort, sparse, start, downwards=downwards)
            sparse = []
            yield from self._walk_block(sort, block, there, start, downwards=downwards)
            # whoever stands in a later block stands behind the start
            start = None
        yield from self._gathered(sort, sparse, start, downwards=downwards)

    @staticmethod
    def _follows_ids(sort: str, block: str) -> bool:
        """Whether the people of a block all have one value, and so follow their id."""
        return sort in LISTED or block.endswith(":-")

    def _gathered(
        self, sort: str, sets: Sequence[IdSet], start: tuple[str, int] | None, *, downwards: bool
    ) -> Iterator[int]:
        """People of neighbouring blocks in order, read at once."""
        if not sets:
            return
        column = ORDERED[sort]
        rows = ordered(people.people().filter(among("pk", list(IdSet.union(sets)))), [(column, downwards)])
        for value, pk in rows.values_list(column, "pk"):
            place = (order_word(value), pk)
            if start is None or _is_behind(place, start, downwards):
                self._met[sort, pk] = place[0]
                yield pk

    def _in_order(self, sort: str, *, is_descending: bool) -> list[int]:
        """Everybody in order, read at once."""
        column = ORDERED.get(sort, sort)
        rows = people.people().filter(among("pk", list(self.people)))
        return list(ordered(rows, [(column, is_descending)]).values_list("pk", flat=True))

    @staticmethod
    def _behind(ids: list[int], start: tuple[str, int] | None, *, backwards: bool) -> Iterator[int]:
        if start is not None and start[1] in ids:
            at = ids.index(start[1])
            ids = ids[:at] if backwards else ids[at + 1 :]
        return iter(reversed(ids) if backwards else ids)

    def _walk_block(
        self, sort: str, block: str, there: IdSet, start: tuple[str, int] | None, *, downwards: bool
    ) -> Iterator[int]:
        if not there:
            return
        if self._follows_ids(sort, block):
            for one in reversed(there) if downwards else there:
                if start is None or (one < start[1] if downwards else one > start[1]):
                    yield one
            return
        yield from self._walk_index(sort, block, there, start, downwards=downwards)

    def _walk_index(
        self, sort: str, block: str, there: IdSet, start: tuple[str, int] | None, *, downwards: bool
    ) -> Iterator[int]:
        """Along the index of the column within the block; asks for as many rows as should be enough, then for more."""
        column = ORDERED[sort]
        sign = "-" if downwards else ""
        rows = self._rows_of(sort, block).order_by(f"{sign}{column}", f"{sign}pk")
        left = len(there)
        # as many as hold a page if the people of the list are spread evenly over the block
        step = min(60 * -(-len(read_sets(self.index, [block])[block]) // left), _STEP)
        while left:
            part = rows
            if start is not None:
                part = part.filter(**{f"{column}__{'lte' if downwards else 'gte'}": start[0]}).exclude(
                    **{column: start[0], f"pk__{'gte' if downwards else 'lte'}": start[1]}
                )
            found = self._next_of(part, column, step)
            for value, pk in found:
                start = (order_word(value), pk)
                if pk in there:
                    left -= 1
                    self._met[sort, pk] = start[0]
                    yield pk
            if len(found) < step:
                return
            if len(there) <= _MANY:
                # they do not lie evenly: further on it is cheaper to ask for them
                yield from self._gathered(sort, [there], start, downwards=downwards)
                return
            step = min(step * 4, _STEP)

    def _next_of(self, part: QuerySet, column: str, step: int) -> list[tuple[Any, int]]:
        """(value, id) of the next so many; few are read whole, for most of them will be shown."""
        if step > _WHOLE:
            return list(part.values_list(column, "pk")[:step])
        rows = list(part[:step])
        self._rows |= {row.pk: row for row in rows}
        return [(getattr(row, column), row.pk) for row in rows]

    def _rows_of(self, sort: str, block: str) -> QuerySet:
        """Everybody whose value lies within the bounds of a block."""
        column, (low, high) = ORDERED[sort], self._bounds(sort, block)
        rows = people.Person.objects.order_by()
        if low is not None:
            rows = rows.filter(**{f"{column}__gte": low})
        if high is not None:
            rows = rows.filter(**{f"{column}__lt": high})
        return rows.filter(**{f"{column}__isnull": False}) if sort in NULLABLE else rows

    def _number_of(self, sort: str, one: int, *, is_descending: bool) -> int:
        """Where a person of the list stands in it, from 1."""
        if len(self.people) <= _GATHERED:
            return self._in_order(sort, is_descending=is_descending).index(one) + 1
        value = self._value_of(sort, one) or ""
        own = self._block_of(sort, value)
        blocks = self._blocks(sort, is_descending=is_descending)
        earlier = blocks[: blocks.index(own)]
        read_sets(self.index, earlier)
        number = 1 + sum(len(self._there(sort, block)) for block in earlier)
        there = self._there(sort, own)
        if self._follows_ids(sort, own):
            return number + sum(1 for pk in there if (pk > one if is_descending else pk < one))
        column = ORDERED[sort]
        nearer = f"{column}__{'gte' if is_descending else 'lte'}"
        behind = {column: value, f"pk__{'lte' if is_descending else 'gte'}": one}
        before = self._rows_of(sort, own).filter(**{nearer: value}).exclude(**behind)
        return number + sum(1 for pk in before.values_list("pk", flat=True) if pk in there)

    def _blocks(self, sort: str, *, is_descending: bool) -> list[str]:
        blocks = block_keys(sort, self.index.cuts)
        if not is_descending:
            return blocks
        empty = [block for block in blocks if block.endswith(":-") and sort in NULLABLE]
        return [*(block for block in reversed(blocks) if block not in empty), *empty]

    def _block_of(self, sort: str, value: str) -> str:
        return f"{sort}:{value}" if sort in LISTED else block_key(sort, value, self.index.cuts)

    def _bounds(self, sort: str, block: str) -> tuple[str | None, str | None]:
        cuts = self.index.cuts.get(sort, [])
        at = int(block.rpartition(":")[2])
        return (cuts[at - 1] if at else None), (cuts[at] if at < len(cuts) else None)

    def _there(self, sort: str, block: str) -> IdSet:
        """Who of the list stands in this block."""
        kept = read_sets(self.index, [block])[block] & self.people
        if self.fresh:
            kept = (kept - IdSet.of(self.fresh)) | IdSet.of(
                pk for pk, values in self.fresh.items() if self._block_of(sort, values[sort]) == block
            )
        return kept

    def _value_of(self, sort: str, pk: int) -> str | None:
        """A person's value in the order, "" for an empty one; None when there is no such person."""
        if (sort, pk) in self._met:
            return self._met[sort, pk]
        column = ORDERED.get(sort, sort)
        found = people.people().filter(pk=pk).values_list(column).first()
        return None if found is None else order_word(found[0])


def _kept_of(
    index: Index, stale: set[int], small: dict[int, IdSet], asked: Asked, unit_ids: Sequence[int], on: date
) -> _Kept | None:
    """None when the sets were made anew while they were read."""
    own = [unit_id for unit_id in unit_ids if unit_id in index.units]
    wanted = [*(f"unit:{unit_id}" for unit_id in own), *asked.keys]
    is_at_hand = are_remembered(index, wanted)
    sets = read_sets(index, wanted)
    if not is_at_hand and not Index.objects.filter(version=index.version).exists():
        return None
    scope = [sets[f"unit:{unit_id}"] for unit_id in own]
    for unit_id in unit_ids:
        if unit_id not in index.units:
            if unit_id not in small:
                below = org.descendant_ids_as_of(unit_id, on)
                small[unit_id] = IdSet.of(people.person_ids_at(below, on).iterator())
            scope.append(small[unit_id])
    found = IdSet.union(scope)
    for key in asked.keys:
        found &= sets[key]
    fresh: dict[int, dict[str, str]] = {}
    if stale:
        fresh = {
            pk: one.values
            for pk, one in facets_of(sorted(stale), on, index.cuts).items()
            if one.are_in(asked.keys) and not one.unit_ids.isdisjoint(unit_ids)
        }
        found = (found - IdSet.of(stale)) | IdSet.of(fresh)
    if asked.is_looked_up:
        everybody = people.Person.objects.order_by()
        either = [everybody.filter(holding(name, asked)).values_list("pk") for name in NUMBERS]
        # one statement, and yet each number by its own index
        held = {pk for (pk,) in either[0].union(*either[1:])}
        found &= IdSet.of(held)
        fresh = {pk: values for pk, values in fresh.items() if pk in held}
    return _Kept(index, found, fresh)


def people_in_order(rows: QuerySet, ids: Sequence[int]) -> list[Any]:
    """These people in this order; one query for each 5,000. `rows` may annotate."""
    found: dict[int, Any] = {}
    for part in batched(ids, _STEP):
        found |= {row.pk: row for row in rows.order_by().filter(among("pk", part))}
    return [found[pk] for pk in ids if pk in found]


def _is_behind(one: tuple[str, int], start: tuple[str, int], downwards: bool) -> bool:  # noqa: FBT001 - a pair of directions
    return one < start if downwards else one > start
