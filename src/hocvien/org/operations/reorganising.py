"""Reorganisations: any number of steps on one day, tried first, then executed as one; withdrawn while they wait, undone while nothing was built on them.

The trial is the execution, taken back: what is shown is what will happen, and a refusal comes before anything is kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.common.bulk import insert_rows
from hocvien.common.text import clean_name, fold
from hocvien.journal import api as journal
from hocvien.org.arithmetic.steps import as_kept, codes_named, from_kept, runs
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
from hocvien.org.errors import (
    ReorganisationBuiltOn,
    ReorganisationChangedSince,
    ReorganisationEffectChanged,
    ReorganisationEmpty,
    ReorganisationNotOpen,
    ReorganisationTooEarly,
    StepNamesUnitTwice,
    UnitNotFound,
    UnitsLeftOver,
)
from hocvien.org.models import (
    Placement,
    Reorganisation,
    ReorganisationStatus,
    ReorganisationUnit,
    Succession,
    SuccessionKind,
    Unit,
    UnitKindPeriod,
    UnitName,
)
from hocvien.org.operations.changes import change_unit_kind, rename_unit
from hocvien.org.operations.ending import Ending, end_units, require_alive
from hocvien.org.operations.followers import followers
from hocvien.org.operations.founding import found_units
from hocvien.org.operations.lines import refile_lines
from hocvien.org.operations.picturing import effect_of, is_same_effect
from hocvien.org.operations.placing import Move, lock_tree, place_units
from hocvien.org.queries import ancestor_ids_of_many, count_below_many, descendant_ids_of_many, kind_ids_as_of

_DATED: tuple[type[Model], ...] = (UnitName, UnitKindPeriod, Placement)
_BATCH = 500
_NOT_CHECKED = (
    *("made_by", "executed_by", "executed_at", "ended_by", "ended_at", "kept", "effect", "tried_at", "refusal"),
    *("job", "steps"),
)


@transaction.atomic
def preview_reorganisation(*, steps: Sequence[Step], on: date) -> Touched:
    """What these steps would touch, by doing them and taking them back. Raises what doing them raises."""
    touched = _Execution(actor=None, on=on, source="", key="").run(steps)
    transaction.set_rollback(True)
    return touched


@transaction.atomic
def try_steps(steps: Sequence[Step], on: date) -> dict[str, Any]:
    """The effect of these steps as `picturing.effect_of` tells it, by doing them and taking them back. Raises what doing them raises."""
    doing = _Execution(actor=None, on=on, source="", key="")
    doing.run(steps)
    effect = effect_of(doing.deeds(), on)
    transaction.set_rollback(True)
    return effect


@transaction.atomic
def record_reorganisation(
    *,
    actor: User | None,
    title: str,
    resolution: str,
    steps: Sequence[Step],
    on: date,
    today: date,
    now: datetime,
) -> Reorganisation:
    """Execute the steps, or, where their day is yet to come, keep them until then. Raises what doing them raises.

    A few dozen statements for each run of equal steps, whatever the number of units.
    """
    made = Reorganisation(
        title=title,
        resolution=resolution,
        on=on,
        status=ReorganisationStatus.WAITING,
        steps=as_kept(steps),
        made_by=actor,
        made_at=now,
    )
    keep_reorganisation(made)
    if on <= today:
        return _execute(made, actor=actor, now=now)
    name_units(made, steps)
    journal_reorganisation(made, actor=actor, verb="org.plan_reorganisation", now=now)
    return made


def keep_reorganisation(made: Reorganisation) -> None:
    """Save it as it is, checked."""
    made.title, made.resolution = clean_name(made.title), clean_name(made.resolution)
    made.words_folded = fold(f"{made.title} {made.resolution}")[:600]
    made.full_clean(exclude=_NOT_CHECKED)
    made.save()


def name_units(made: Reorganisation, steps: Sequence[Step], *, ended: Iterable[str] = ()) -> None:
    """Write down which units it names, founded (where they exist) and ends; a query for every 500."""
    ends = set(ended)
    rows = []
    for part in batched(sorted(codes_named(steps) | ends), _BATCH):
        for pk, code in Unit.objects.filter(code__in=part).values_list("pk", "code"):
            rows.append(ReorganisationUnit(reorganisation=made, unit_id=pk, is_ended=code in ends))
    ReorganisationUnit.objects.filter(reorganisation=made).delete()
    insert_rows(ReorganisationUnit, rows)


@transaction.atomic
def execute_reorganisation(
    *,
    actor: User | None,
    reorganisation: Reorganisation,
    now: datetime,
    today: date | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Reorganisation:
    """Execute a draft, or one that waited; before its day only where `today` is not told. `seen`: the effect somebody agreed to.

    Raises ReorganisationNotOpen, ReorganisationTooEarly, ReorganisationEffectChanged, and what its steps raise by now.
    """
    found = locked(reorganisation, ReorganisationStatus.DRAFT, ReorganisationStatus.WAITING)
    if today is not None and found.on > today:
        raise ReorganisationTooEarly(found.on)
    if not found.steps:
        raise ReorganisationEmpty
    done = _execute(found, actor=actor, now=now)
    if seen is not None and not is_same_effect(seen, done.effect):
        raise ReorganisationEffectChanged
    return done


@transaction.atomic
def withdraw_reorganisation(*, actor: User | None, reorganisation: Reorganisation, now: datetime) -> Reorganisation:
    """Take back one that waits. Raises ReorganisationNotOpen."""
    found = locked(reorganisation, ReorganisationStatus.WAITING)
    found.status, found.ended_by, found.ended_at = ReorganisationStatus.WITHDRAWN, actor, now
    found.save(update_fields=["status", "ended_by", "ended_at"])
    journal_reorganisation(found, actor=actor, verb="org.withdraw_reorganisation", now=now)
    return found


@transaction.atomic
def undo_reorganisation(*, actor: User | None, reorganisation: Reorganisation, now: datetime) -> Reorganisation:
    """Put everything back as it stood. Raises ReorganisationNotOpen, ReorganisationChangedSince, ReorganisationBuiltOn."""
    return _undo(reorganisation, actor=actor, now=now)


@transaction.atomic
def try_undoing(*, reorganisation: Reorganisation, now: datetime) -> None:
    """Undo it and take that back: raises what undoing would raise."""
    _undo(reorganisation, actor=None, now=now)
    transaction.set_rollback(True)


def _undo(reorganisation: Reorganisation, *, actor: User | None, now: datetime) -> Reorganisation:
    lock_tree()
    found = locked(reorganisation, ReorganisationStatus.EXECUTED)
    kept = found.kept
    founded, touched = list(kept["founded"]), list(kept["touched"])
    changed = _differing(kept["after"], _rows_of(touched, found.on))
    if changed:
        codes = Unit.objects.filter(pk__in=changed[:_BATCH]).order_by("code").values_list("code", flat=True)
        raise ReorganisationChangedSince(", ".join(codes[:5]), len(changed))
    below_new = Placement.objects.filter(parent_id__in=founded).exclude(unit_id__in=touched).count()
    built = [(one.label, one.built_on(founded)) for one in followers()] if founded else []
    things = [(label, count) for label, count in built if count]
    for one in followers():
        if one.give_back is not None:
            one.give_back(str(found.uuid))
    still = [(one.label, one.built_on(founded)) for one in followers()] if founded and things else []
    if below_new or any(count for _label, count in still):
        raise ReorganisationBuiltOn(below_new, [(label, count) for label, count in still if count])
    found.successions.all().delete()
    for model in _DATED:
        rows = model._default_manager
        for ids in batched(touched, _BATCH):
            rows.filter(unit_id__in=ids, valid_to__gte=found.on).filter(
                pk__in=[row["id"] for row in kept["before"][model._meta.label] if row["unit_id"] in set(ids)]
            ).delete()
            rows.filter(unit_id__in=ids, valid_from__gte=found.on).delete()
        rows.bulk_create([_row(model, values) for values in kept["before"][model._meta.label]], batch_size=_BATCH)
    for pk, valid_to in kept["ends"].items():
        Unit.objects.filter(pk=int(pk)).update(valid_to=date.fromisoformat(valid_to))
    standing = set(touched) - set(founded)
    refile_lines(standing)
    for ids in batched(founded, _BATCH):
        Unit.objects.filter(pk__in=ids).delete()
    found.status, found.ended_by, found.ended_at = ReorganisationStatus.UNDONE, actor, now
    found.save(update_fields=["status", "ended_by", "ended_at"])
    journal_reorganisation(found, actor=actor, verb="org.undo_reorganisation", now=now)
    return found


def _execute(reorganisation: Reorganisation, *, actor: User | None, now: datetime) -> Reorganisation:
    steps = from_kept(reorganisation.steps)
    doing = _Execution(actor=actor, on=reorganisation.on, source=_source(reorganisation), key=str(reorganisation.uuid))
    doing.run(steps)
    for row in doing.successions:
        row.reorganisation = reorganisation
    Succession.objects.bulk_create(doing.successions, batch_size=_BATCH)
    name_units(reorganisation, steps, ended=(unit.code for unit in doing.ended))
    reorganisation.kept = doing.kept()
    reorganisation.effect = effect_of(doing.deeds(), reorganisation.on)
    reorganisation.refusal = {}
    reorganisation.status = ReorganisationStatus.EXECUTED
    reorganisation.executed_by, reorganisation.executed_at = actor, now
    reorganisation.save()
    journal_reorganisation(reorganisation, actor=actor, verb="org.reorganise", now=now)
    return reorganisation


def _source(reorganisation: Reorganisation) -> str:
    """What every row written says it rests on: "12-NQ/TU, 20/06/2025"."""
    day = f"{reorganisation.decided_on:%d/%m/%Y}" if reorganisation.decided_on else ""
    return ", ".join(filter(None, (reorganisation.resolution[:280], day)))


class _Execution:
    """The steps, done in runs of equal ones; remembers how every row stood that it changes."""

    def __init__(self, *, actor: User | None, on: date, source: str, key: str) -> None:
        self.actor, self.on, self.source, self.key = actor, on, source, key
        self.units: dict[str, Unit] = {}
        self.founded: list[int] = []
        self.before: dict[str, list[dict[str, Any]]] = {model._meta.label: [] for model in _DATED}
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
        for part in batched(sorted(ids | set(heirs.values())), _BATCH):
            units |= {unit.pk: unit for unit in Unit.objects.filter(pk__in=part)}
        for unit in units.values():
            self.units.setdefault(unit.code, unit)
        self.place({child: heirs[parent] for child, parent in self.children(ids) if child not in ids})
        carries = [Carry(pk, heirs[pk], is_sole=False) for pk in ids]
        self.end({pk: units[heirs[pk]] for pk in ids}, None, carries, known=units)

    # --- what the steps are made of ---------------------------------------------------------------------------------

    def load(self, codes: Iterable[str]) -> None:
        wanted = sorted({code for code in codes if code} - set(self.units))
        for part in batched(wanted, _BATCH):
            self.units |= {unit.code: unit for unit in Unit.objects.filter(code__in=part)}
        for code in wanted:
            if code not in self.units:
                raise UnitNotFound(code)

    def keep(self, ids: Iterable[int]) -> None:
        """How the rows of these units stand, before the first change of each."""
        new = [pk for pk in dict.fromkeys(ids) if pk not in self.touched]
        self.touched |= dict.fromkeys(new)
        for label, rows in _rows_of(new, self.on).items():
            self.before[label] += rows

    def children(self, parents: Iterable[int]) -> list[tuple[int, int]]:
        """(child, parent) of all that live directly below these."""
        found: list[tuple[int, int]] = []
        for part in batched(sorted(parents), _BATCH):
            rows = Placement.objects.filter(
                parent_id__in=part, valid_from__lte=self.on, valid_to__gt=self.on, is_past=False
            )
            found += rows.values_list("unit_id", "parent_id")
        return found

    def children_of_all(self, ids: Iterable[int]) -> list[tuple[int, int]]:
        """(unit, parent) of these units."""
        found: list[tuple[int, int]] = []
        for part in batched(sorted(ids), _BATCH):
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
        for part in batched(sorted({pk for pk in lowest.values() if pk is not None} - set(found)), _BATCH):
            found |= {unit.pk: unit for unit in Unit.objects.filter(pk__in=part)}
        return {pk: None if one is None else found[one] for pk, one in lowest.items()}

    def lines(self, ids: Iterable[int]) -> dict[int, set[int]]:
        """Unit → itself and all above it."""
        found: dict[int, set[int]] = {}
        for part in batched(sorted(set(ids)), _BATCH):
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
            "after": _rows_of(list(self.touched), self.on),
            "ends": {str(pk): day.isoformat() for pk, day in self.ends.items()},
            "counts": {**self.counts, "founded": len(self.founded), "ended": len(self.ended)},
        }


def locked(reorganisation: Reorganisation, *statuses: str) -> Reorganisation:
    """The row under lock; raises ReorganisationNotOpen unless it stands in one of these."""
    found = Reorganisation.objects.select_for_update().filter(pk=reorganisation.pk).first()
    if found is None or found.status not in statuses:
        raise ReorganisationNotOpen((found or reorganisation).get_status_display())
    return found


def journal_reorganisation(reorganisation: Reorganisation, *, actor: User | None, verb: str, now: datetime) -> None:
    """One entry about the whole of it."""
    journal.record(
        actor=actor,
        verb=verb,
        subject=reorganisation,
        after={
            "title": reorganisation.title,
            "resolution": reorganisation.resolution,
            "on": reorganisation.on.isoformat(),
            **reorganisation.kept.get("counts", {}),
        },
        at=now,
    )


def _rows_of(unit_ids: Sequence[int], on: date) -> dict[str, list[dict[str, Any]]]:
    """Names, kinds and places of these units that hold on that day or later, as JSON holds them."""
    found: dict[str, list[dict[str, Any]]] = {model._meta.label: [] for model in _DATED}
    for model in _DATED:
        for ids in batched(sorted(unit_ids), _BATCH):
            rows = model._default_manager.filter(unit_id__in=ids, valid_to__gt=on).order_by("pk")
            found[model._meta.label] += [
                {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
                for row in rows.values()
            ]
    return found


def _row(model: type[Model], values: dict[str, Any]) -> Model:
    dates = {key: date.fromisoformat(values[key]) for key in ("valid_from", "valid_to")}
    return model(**{**values, **dates})


def _differing(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> list[int]:
    """Units whose rows are not as they were."""
    changed: set[int] = set()
    for label, rows in before.items():
        was = {row["id"]: row for row in rows}
        now = {row["id"]: row for row in after[label]}
        changed |= {row["unit_id"] for pk, row in (was | now).items() if was.get(pk) != now.get(pk)}
    return sorted(changed)


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
    for part in batched(sorted(set(ids)), _BATCH):
        found |= {
            pk: (code, uuid) for pk, code, uuid in Unit.objects.filter(pk__in=part).values_list("pk", "code", "uuid")
        }
    return found
