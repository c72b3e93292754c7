"""Party units out of official places, and the steps that follow what places became. Pure.

Party units are no places: here is only the rule by which one is made for the other, for samples, tests and a first draft of a real reform.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from hocvien.common.text import fold
from hocvien.org.arithmetic.places import level_of_code
from hocvien.org.constants import PARTY_WORDS, TWO_LEVELS_FROM
from hocvien.org.data import (
    AbolishLevel,
    Dissolve,
    Found,
    Merge,
    MoveUnits,
    NewUnit,
    PlacePair,
    PlaceRow,
    Reform,
    Split,
    SplitPart,
    Step,
)

_CODES = {"province": "tinh", "district": "huyen", "commune": "xa"}
_ORDER = {"province": 0, "district": 1, "commune": 2}
_NONE: Mapping[str, str] = MappingProxyType({})


def unit_code(place: PlaceRow) -> str:
    """The code of the unit made for a place: "huyen-436"; "xa-18241-2025" since codes were given again."""
    ending = f"-{TWO_LEVELS_FROM.year}" if place.valid_from >= TWO_LEVELS_FROM else ""
    return f"{_CODES[place.level]}-{place.code}{ending}"


def unit_name(place: PlaceRow) -> str:
    """The name of that unit: "Huyện ủy Đức Thọ"; "Quận ủy Quận 1"."""
    number = "Quận " if place.kind == "urban_district" and place.name.isdigit() else ""
    return f"{PARTY_WORDS[place.kind]} {number}{place.name}"


def units_of_places(
    places: Sequence[PlaceRow],
    *,
    province: str = "",
    cells: int = 0,
    since: date | None = None,
    under: str = "",
    standing: Mapping[str, str] = _NONE,
) -> list[NewUnit]:
    """A committee for each place, names marked as samples, and so many cells below each of a commune; parents before children.

    `province`: the code of one, else all. `since`: the day of founding, else that of the list. `under`: the unit above the provinces.
    `standing`: places, by code, that have a unit already, and its code: none is made, others stand below it.
    """
    chosen = _within(places, {province} if province else None)
    units = []
    for place in sorted(chosen.values(), key=lambda row: (_ORDER[row.level], row.code)):
        if place.code in standing:
            continue
        day = since or place.valid_from
        above = chosen[place.parent] if place.parent else None
        parent = (standing.get(above.code) or unit_code(above)) if above is not None else under or None
        code = unit_code(place)
        units.append(NewUnit(code, unit_name(place), f"{place.level}_committee", day, parent, is_sample_name=True))
        if place.level == "commune":
            units += [
                NewUnit(f"{code}-cb{number}", f"Chi bộ {number}", "cell", day, code, is_sample_name=True)
                for number in range(1, cells + 1)
            ]
    return units


def _within(places: Iterable[PlaceRow], provinces: set[str] | None) -> dict[str, PlaceRow]:
    """Code → place, of all or of these provinces; the places are those of one day."""
    by_code = {row.code: row for row in places}
    if provinces is None:
        return by_code

    def province_of(row: PlaceRow) -> str:
        while row.parent:
            row = by_code[row.parent]
        return row.code

    return {code: row for code, row in by_code.items() if province_of(row) in provinces}


def reform_steps(
    old: Sequence[PlaceRow],
    new: Sequence[PlaceRow],
    pairs: Sequence[PlacePair],
    *,
    province: str = "",
    under: str = "",
    standing: Mapping[str, str] = _NONE,
) -> Reform:
    """From units made for the old places to units for the new ones. `province`: one of the new, with all that became it.
    `standing`: old places, by code, whose unit has a code of its own.

    A place alone in becoming one of the same name lives on; everything else is founded and merged. Of a divided commune nobody knows which
    cell went where: all go to the first successor (of its name, else of its code, else the first told), and the commune is named in `unsure`.
    """
    after = _within(new, {province} if province else None)
    provinces = {one.old for one in pairs if level_of_code(one.old) == "province" and one.new in after}
    return _Draft(_within(old, provinces), after, pairs, under, standing).reform()


class _Draft:
    """The two lists, and what became what between them."""

    def __init__(
        self,
        before: Mapping[str, PlaceRow],
        after: Mapping[str, PlaceRow],
        pairs: Sequence[PlacePair],
        under: str,
        standing: Mapping[str, str],
    ) -> None:
        self.before, self.after, self.under, self.standing = before, after, under, standing
        self.became: dict[str, list[str]] = defaultdict(list)
        origins: dict[str, list[str]] = defaultdict(list)
        for pair in pairs:
            if pair.old in before and pair.new in after:
                self.became[pair.old].append(pair.new)
                origins[pair.new].append(pair.old)
        # new code → old code of the unit that lives on
        self.stays = {
            code: olds[0]
            for code, olds in origins.items()
            if len(olds) == len(self.became[olds[0]]) == 1 and unit_name(before[olds[0]]) == unit_name(after[code])
        }

    def reform(self) -> Reform:
        merges: dict[str, list[str]] = defaultdict(list)
        divisions: list[Step] = []
        ends: list[Step] = []
        unsure: list[str] = []
        for place in self._changing():
            unit, codes = self._old(place), self.became[place.code]
            if len(codes) == 1:
                merges[codes[0]].append(unit)
                continue
            unsure.append(unit)
            if codes:
                divisions.append(self._division(place, codes))
            else:
                ends.append(Dissolve(unit))
        tops = [place for place in self.before.values() if place.level == "province"]
        above: dict[str, list[str]] = defaultdict(list)
        for place in tops:
            if place.code not in self.stays.values():
                above[self.became[place.code][0]].append(self._old(place))
        steps = [
            *self._foundings(),
            *self._moves(),
            *self._merges(merges),
            *divisions,
            *ends,
            *(AbolishLevel("district_committee", self._old(place)) for place in tops),
            *self._merges(above),
        ]
        return Reform(tuple(steps), tuple(unsure))

    def _unit_of(self, code: str) -> str:
        """The unit for a new place."""
        return self._old(self.before[self.stays[code]]) if code in self.stays else unit_code(self.after[code])

    def _old(self, place: PlaceRow) -> str:
        """The unit for an old place."""
        return self.standing.get(place.code) or unit_code(place)

    def _changing(self) -> Iterator[PlaceRow]:
        """Communes that do not live on, and districts that became communes themselves."""
        living = set(self.stays.values())
        for place in self.before.values():
            is_asked = place.level == "commune" or (place.level == "district" and self.became[place.code])
            if is_asked and place.code not in living:
                yield place

    def _foundings(self) -> Iterator[Step]:
        for place in sorted(self.after.values(), key=lambda row: (_ORDER[row.level], row.code)):
            if place.code not in self.stays:
                above = self._unit_of(place.parent) if place.parent else self.under
                kind = f"{place.level}_committee"
                yield Found(unit_code(place), unit_name(place), kind, above, is_sample_name=True)

    def _moves(self) -> Iterator[Step]:
        """Communes that live on, from their districts to their province."""
        by_parent: dict[str, list[str]] = defaultdict(list)
        for code in self.stays:
            if self.after[code].parent:
                by_parent[self.after[code].parent].append(self._unit_of(code))
        for parent, units in sorted(by_parent.items()):
            yield MoveUnits(tuple(units), self._unit_of(parent))

    def _merges(self, ending: Mapping[str, Sequence[str]]) -> Iterator[Step]:
        for code, units in sorted(ending.items()):
            yield Merge(tuple(units), self._unit_of(code))

    def _division(self, place: PlaceRow, codes: Sequence[str]) -> Step:
        first = _first(place, [self.after[code] for code in codes])
        others = tuple(SplitPart(self._unit_of(code)) for code in codes if code != first)
        return Split(self._old(place), others, rest=self._unit_of(first))


def _first(place: PlaceRow, successors: Sequence[PlaceRow]) -> str:
    for one in successors:
        if fold(one.name) == fold(place.name):
            return one.code
    return next((one.code for one in successors if one.code == place.code), successors[0].code)
