"""The steps of a reorganisation done, in runs of equal ones."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.journal import api as journal
from hocvien.org.arithmetic.steps import runs
from hocvien.org.data import (
    AbolishLevel,
    Carry,
    ChangeKind,
    Deeds,
    Dissolve,
    Found,
    Merge,
    MoveUnits,
    NewUnit,
    Rename,
    Split,
    Step,
    Touched,
)
from hocvien.org.errors import StepNamesUnitTwice, UnitNotFound, UnitsLeftOver
from hocvien.org.models import Placement, Succession, SuccessionKind, Unit
from hocvien.org.operations.changes import change_unit_kind, rename_unit
from hocvien.org.operations.dated_rows import BATCH, DATED, rows_of
from hocvien.org.operations.ending import Ending, end_units, require_alive
from hocvien.org.operations.followers import followers
from hocvien.org.operations.founding import found_units
from hocvien.org.operations.placing import Move, lock_tree, place_units
from hocvien.org.queries.tree import ancestor_ids_of_many, count_below_many, descendant_ids_of_many, kind_ids_as_of


class Execution:
    """The steps, done in runs of equal ones; remembers how every row stood that it changes."""

    def __init__(self, *, actor: User | None, on: date, source: str, key: str) -> None:
        self.actor, self.on, self.source, self.key = actor, on, source, key
        self.units: dict[str, Unit] = {}
        self.founded: list[int] = []
        self.before: dict[str, list[dict[str, Any]]] = {model._meta.label: [] for model in DATED}
        self.ends: dict[int, date] = {}
        self.touched: dict[int, None] = {}
        self.successions: list[Succession] = []
        self.counts = dict.fromkeys(("renamed", "changed_kind", "moved", "below"), 0)
        # what happened to which unit besides founding and ending
        self.happened: dict[str, dict[int, None]] = {"renamed": {}, "changed_kind": {}, "moved": {}}
        self.ended: list[Unit] = []
        self.things: dict[str, int] = {}

    def run(self, steps: Sequence[Step]) -> Touched:
        lock_tree()
        for kind, same in runs(steps):
            acts: dict[type[Step], Callable[[Sequence[Any]], None]] = {
                Found: self.found,
                Rename: self.rename,
                ChangeKind: self.change_kind,
                MoveUnits: self.move,
                Merge: self.merge,
                Split: self.split,
                Dissolve: self.dissolve,
                AbolishLevel: self.abolish,
            }
            acts[kind](same)
        ids = [unit.pk for unit in self.ended]
        return Touched(
            founded=len(self.founded),
            ended=len(ids),
            things=tuple((one.label, self.things.get(one.key, 0)) for one in followers()),
            ending_codes=tuple(unit.code for unit in self.ended[:20]),
            **self.counts,
        )

    # --- the steps --------------------------------------------------------------------------------------------------

    def found(self, steps: Sequence[Found]) -> None:
        made = found_units(
            actor=self.actor,
            units=[
                NewUnit(
                    code=step.code,
                    name=step.name,
                    kind=step.kind,
                    valid_from=self.on,
                    parent_code=step.parent or None,
                    short_name=step.short_name,
                    is_sample_name=step.is_sample_name,
                    source=self.source,
                )
                for step in steps
            ],
        )
        for unit in made:
            self.units[unit.code] = unit
            self.founded.append(unit.pk)
            self.touched[unit.pk] = None

    def rename(self, steps: Sequence[Rename]) -> None:
        self.load(step.unit for step in steps)
        self.keep(self.units[step.unit].pk for step in steps)
        for step in steps:
            rename_unit(
                actor=self.actor,
                unit=self.units[step.unit],
                name=step.name,
                short_name=step.short_name,
                on=self.on,
                source=self.source,
            )
        self.counts["renamed"] += len(steps)
        self.happened["renamed"] |= dict.fromkeys(self.units[step.unit].pk for step in steps)

    def change_kind(self, steps: Sequence[ChangeKind]) -> None:
        self.load(step.unit for step in steps)
        self.keep(self.units[step.unit].pk for step in steps)
        for step in steps:
            change_unit_kind(
                actor=self.actor, unit=self.units[step.unit], kind=step.kind, on=self.on, source=self.source
            )
        self.counts["changed_kind"] += len(steps)
        self.happened["changed_kind"] |= dict.fromkeys(self.units[step.unit].pk for step in steps)

    def move(self, steps: Sequence[MoveUnits]) -> None:
        self.load(code for step in steps for code in (*step.units, step.parent))
        wanted = {self.units[code].pk: step.parent for step in steps for code in step.units}
        if len(wanted) < sum(len(step.units) for step in steps):
            raise StepNamesUnitTwice(_repeated(code for step in steps for code in step.units))
        for code in {code for step in steps for code in (*step.units, step.parent)} - {""}:
            require_alive(self.units[code], self.on)
        self.place({pk: self.units[parent].pk if parent else None for pk, parent in wanted.items()})

    def merge(self, steps: Sequence[Merge]) -> None:
        self.load(code for step in steps for code in (*step.units, step.into))
        named = [code for step in steps for code in step.units]
        if len(set(named)) < len(named):
            raise StepNamesUnitTwice(_repeated(named))
        for part in _apart(steps, lambda step: set(step.units), lambda step: {step.into}):
            self.merge_apart(part)

    def merge_apart(self, steps: Sequence[Merge]) -> None:
        """Mergers of which none ends what another merges into: in one go."""
        heirs = {self.units[code].pk: self.units[step.into] for step in steps for code in step.units}
        for unit in (*(self.units[code] for step in steps for code in step.units), *heirs.values()):
            require_alive(unit, self.on)
        self.place({child: heirs[parent].pk for child, parent in self.children(heirs) if child not in heirs})
        self.end(heirs, SuccessionKind.MERGE, [Carry(pk, heir.pk) for pk, heir in heirs.items()])

    def split(self, steps: Sequence[Split]) -> None:
        self.load(
            code
            for step in steps
            for code in (step.unit, step.rest, *(c for part in step.parts for c in (part.into, *part.units)))
        )
        for part in _apart(steps, lambda step: {step.unit}, _named_besides):
            self.split_apart(part)

    def split_apart(self, steps: Sequence[Split]) -> None:
        """Divisions of which none names what another divides: in one go."""
        units = [self.units[step.unit] for step in steps]
        for code in {code for step in steps for code in (step.unit, step.rest, *(part.into for part in step.parts))} - {
            ""
        }:
            require_alive(self.units[code], self.on)
        children: dict[int, set[int]] = {unit.pk: set() for unit in units}
        for child, parent in self.children(children):
            children[parent].add(child)
        targets: dict[int, int | None] = {}
        carries: list[Carry] = []
        remaining: list[Carry] = []
        successors: dict[int, dict[str, Unit]] = {}
        for step, unit in zip(steps, units, strict=True):
            goes = {self.units[code].pk: self.units[part.into].pk for part in step.parts for code in part.units}
            strangers = [
                code for part in step.parts for code in part.units if self.units[code].pk not in children[unit.pk]
            ]
            if strangers:
                raise UnitNotFound(strangers[0])
            left = children[unit.pk] - set(goes)
            if left and not step.rest:
                raise UnitsLeftOver(step.unit, len(left))
            rest = self.units[step.rest].pk if step.rest else 0
            goes |= dict.fromkeys(left, rest)
            targets |= {pk: to for pk, to in goes.items() if to != unit.pk}
            own = [
                Carry(unit.pk, self.units[part.into].pk, frozenset(part.people), is_sole=False)
                for part in step.parts
                if part.people
            ]
            own.append(Carry(unit.pk, rest, is_sole=False))
            successors[unit.pk] = {part.into: self.units[part.into] for part in step.parts}
            if step.rest:
                successors[unit.pk][step.rest] = self.units[step.rest]
            if step.unit in successors[unit.pk]:  # it lives on with less
                remaining += own
                del successors[unit.pk][step.unit]
            else:
                carries += own
        self.place(targets)
        self.carry(remaining)
        ending = {carry.from_id: list(successors[carry.from_id].values()) for carry in carries}
        if ending:
            self.end(self.common_superiors(ending), None, carries)
        for unit in units:
            self.succeed(unit, list(successors[unit.pk].values()), SuccessionKind.SPLIT)

    def dissolve(self, steps: Sequence[Dissolve]) -> None:
        self.load(code for step in steps for code in (step.unit, step.successor))
        for step in steps:
            unit = self.units[step.unit]
            require_alive(unit, self.on)
            heir = self.units[step.successor] if step.successor else self.superior(unit)
            if heir is not None:
                require_alive(heir, self.on)
                self.place({child: heir.pk for child, _parent in self.children([unit.pk])})
            carry = Carry(unit.pk, heir.pk if heir is not None else 0, is_sole=bool(step.successor))
            self.end({unit.pk: heir}, None, [carry])
            if step.successor and heir is not None:
                self.succeed(unit, [heir], SuccessionKind.DISSOLVE)

    def abolish(self, steps: Sequence[AbolishLevel]) -> None:
        self.load(step.below for step in steps)
        tops = {self.units[step.below].pk for step in steps}
        lines = self.lines(tops)
        if len({step.kind for step in steps}) == 1 and all(lines[pk] & tops == {pk} for pk in tops):
            self.abolish_below(tops, steps[0].kind)
            return
        for step in steps:
            self.abolish_below({self.units[step.below].pk}, step.kind)

    def abolish_below(self, tops: set[int], kind: str) -> None:
        ids = set(
            Unit.objects.filter(pk__in=descendant_ids_of_many(tops, self.on))
            .filter(pk__in=kind_ids_as_of([kind], self.on))
            .exclude(pk__in=tops)
            .values_list("pk", flat=True)
        )
        if not ids:
            return
        parents = dict(self.children_of_all(ids))
        heirs = {pk: self._first_that_stays(pk, parents, ids) for pk in ids}
        units: dict[int, Unit] = {}
        for part in batched(sorted(ids | set(heirs.values())), BATCH):
            units |= {unit.pk: unit for unit in Unit.objects.filter(pk__in=part)}
        for unit in units.values():
            self.units.setdefault(unit.code, unit)
        self.place({child: heirs[parent] for child, parent in self.children(ids) if child not in ids})
        carries = [Carry(pk, heirs[pk], is_sole=False) for pk in ids]
        self.end({pk: units[heirs[pk]] for pk in ids}, None, carries, known=units)

    # --- what the steps are made of ---------------------------------------------------------------------------------

    def load(self, codes: Iterable[str]) -> None:
        wanted = sorted({code for code in codes if code} - set(self.units))
        for part in batched(wanted, BATCH):
            self.units |= {unit.code: unit for unit in Unit.objects.filter(code__in=part)}
        for code in wanted:
            if code not in self.units:
                raise UnitNotFound(code)

    def keep(self, ids: Iterable[int]) -> None:
        """How the rows of these units stand, before the first change of each."""
        new = [pk for pk in dict.fromkeys(ids) if pk not in self.touched]
        self.touched |= dict.fromkeys(new)
        for label, rows in rows_of(new, self.on).items():
            self.before[label] += rows

    def children(self, parents: Iterable[int]) -> list[tuple[int, int]]:
        """(child, parent) of all that live directly below these."""
        found: list[tuple[int, int]] = []
        for part in batched(sorted(parents), BATCH):
            rows = Placement.objects.filter(
                parent_id__in=part, valid_from__lte=self.on, valid_to__gt=self.on, is_past=False
            )
            found += rows.values_list("unit_id", "parent_id")
        return found

    def children_of_all(self, ids: Iterable[int]) -> list[tuple[int, int]]:
        """(unit, parent) of these units."""
        found: list[tuple[int, int]] = []
        for part in batched(sorted(ids), BATCH):
            rows = Placement.objects.filter(unit_id__in=part, valid_from__lte=self.on, valid_to__gt=self.on)
            found += rows.values_list("unit_id", "parent_id")
        return found

    def superior(self, unit: Unit) -> Unit | None:
        rows = Placement.objects.filter(unit=unit, valid_from__lte=self.on, valid_to__gt=self.on)
        place = rows.select_related("parent").first()
        return place.parent if place is not None else None

    def common_superiors(self, units: Mapping[int, Sequence[Unit]]) -> dict[int, Unit | None]:
        """For each the lowest unit that is, or stands above, all of its units; None where there is none."""
        lines = self.lines(unit.pk for many in units.values() for unit in many)
        shared = {pk: set.intersection(*(lines[unit.pk] for unit in many)) for pk, many in units.items()}
        lines |= self.lines(set().union(*shared.values()) - set(lines))
        lowest = {
            pk: max(common, key=lambda one: (len(lines[one]), one), default=None) for pk, common in shared.items()
        }
        found: dict[int, Unit] = {unit.pk: unit for many in units.values() for unit in many}
        for part in batched(sorted({pk for pk in lowest.values() if pk is not None} - set(found)), BATCH):
            found |= {unit.pk: unit for unit in Unit.objects.filter(pk__in=part)}
        return {pk: None if one is None else found[one] for pk, one in lowest.items()}

    def lines(self, ids: Iterable[int]) -> dict[int, set[int]]:
        """Unit → itself and all above it."""
        found: dict[int, set[int]] = {}
        for part in batched(sorted(set(ids)), BATCH):
            found |= ancestor_ids_of_many(part, self.on)
        return found

    def _first_that_stays(self, pk: int, parents: dict[int, int], ending: set[int]) -> int:
        while pk in ending:
            if pk not in parents:
                raise UnitsLeftOver(next(unit.code for unit in Unit.objects.filter(pk=pk)), 1)
            pk = parents[pk]
        return pk

    def place(self, parent_of: dict[int, int | None]) -> None:
        if not parent_of:
            return
        self.keep(parent_of)
        place_units([Move(pk, parent) for pk, parent in parent_of.items()], on=self.on, source=self.source)
        self.counts["moved"] += len(parent_of)
        self.happened["moved"] |= dict.fromkeys(parent_of)
        self.counts["below"] += count_below_many(parent_of, self.on)
        codes = _codes([*parent_of, *(parent for parent in parent_of.values() if parent)])
        self.journal(
            "org.move_unit",
            [(codes[pk], {"parent": codes[parent][0] if parent else ""}) for pk, parent in parent_of.items()],
        )

    def end(
        self,
        heirs: dict[int, Unit] | dict[int, Unit | None],
        kind: str | None,
        carries: Sequence[Carry],
        *,
        known: dict[int, Unit] | None = None,
    ) -> None:
        """End these units; with a kind, each heir is also its successor."""
        by_pk = known or {unit.pk: unit for unit in self.units.values()}
        units = {pk: by_pk[pk] for pk in heirs}
        self.keep(heirs)
        self.ends |= {pk: unit.valid_to for pk, unit in units.items()}
        for one in followers():
            self.things[one.key] = self.things.get(one.key, 0) + one.count(list(heirs), self.on)
        end_units([Ending(units[pk], heir) for pk, heir in heirs.items()], on=self.on, source=self.source)
        self.ended += units.values()
        self.carry(carries)
        if kind is not None:
            for pk, heir in heirs.items():
                if heir is not None:
                    self.succeed(units[pk], [heir], kind)
        self.journal(
            "org.end_unit",
            [
                ((unit.code, unit.uuid), {"heir": heir.code if (heir := heirs[pk]) else ""})
                for pk, unit in units.items()
            ],
        )

    def carry(self, carries: Sequence[Carry]) -> None:
        for one in followers():
            if one.carry is not None and carries:
                one.carry(self.key, carries, self.on)

    def succeed(self, unit: Unit, successors: Sequence[Unit], kind: str) -> None:
        self.successions += [
            Succession(predecessor=unit, successor=successor, kind=kind, on=self.on) for successor in successors
        ]

    def journal(self, verb: str, units: Sequence[tuple[tuple[str, Any], dict[str, str]]]) -> None:
        journal.record_many(
            [
                journal.Change(
                    actor=self.actor,
                    verb=verb,
                    subject=Unit(code=code, uuid=uuid),
                    unit_code=code,
                    after={**after, "valid_from": self.on.isoformat(), "source": self.source},
                )
                for (code, uuid), after in units
            ]
        )

    def deeds(self) -> Deeds:
        """What was done, for the picture of it."""
        return Deeds(
            founded=tuple(self.founded),
            ended=tuple(unit.pk for unit in self.ended),
            happened={what: tuple(ids) for what, ids in self.happened.items()},
            successions=tuple((row.predecessor_id, row.successor_id, row.kind) for row in self.successions),
            counts={**self.counts, "founded": len(self.founded), "ended": len(self.ended)},
            things=tuple((one.key, self.things.get(one.key, 0)) for one in followers()),
        )

    def kept(self) -> dict[str, Any]:
        """What undoing needs."""
        return {
            "founded": self.founded,
            "touched": list(self.touched),
            "before": self.before,
            "after": rows_of(list(self.touched), self.on),
            "ends": {str(pk): day.isoformat() for pk, day in self.ends.items()},
            "counts": {**self.counts, "founded": len(self.founded), "ended": len(self.ended)},
        }


def _repeated(codes: Iterable[str]) -> str:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            return code
        seen.add(code)
    return ""


S = TypeVar("S", bound=Step)


def _apart(steps: Sequence[S], ends: Callable[[S], set[str]], names: Callable[[S], set[str]]) -> Iterator[list[S]]:
    """Neighbours together as long as none names a unit that another ends."""
    group: list[S] = []
    ended: set[str] = set()
    named: set[str] = set()
    for step in steps:
        own = names(step)
        if ends(step) & (ended | named) or own & ended:
            yield group
            group, ended, named = [], set(), set()
        group.append(step)
        ended |= ends(step)
        named |= own
    yield group


def _named_besides(step: Split) -> set[str]:
    return {step.rest, *(code for part in step.parts for code in (part.into, *part.units))} - {"", step.unit}


def _codes(ids: Iterable[int]) -> dict[int, tuple[str, Any]]:
    found: dict[int, tuple[str, Any]] = {}
    for part in batched(sorted(set(ids)), BATCH):
        found |= {
            pk: (code, uuid) for pk, code, uuid in Unit.objects.filter(pk__in=part).values_list("pk", "code", "uuid")
        }
    return found
