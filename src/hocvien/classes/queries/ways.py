"""The way of a list: at which units the steps of a programme's chain are taken for a sending unit, and how far each name has come."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from hocvien.catalogue import api as catalogue
from hocvien.classes.data import Stop
from hocvien.classes.models import Nomination, TrainingClass
from hocvien.common.text import fold
from hocvien.org import api as org
from hocvien.people import api as people

DECIDING = (catalogue.StepKind.APPROVE, catalogue.StepKind.REVIEW)
_NEAREST = (catalogue.StepPlace.ABOVE, catalogue.StepPlace.BESIDE)


def ways_of(
    training_class: TrainingClass,
    chain: catalogue.ChainRule,
    senders: Iterable[tuple[int, int]],
    on: date,
) -> dict[tuple[int, int], tuple[Stop, ...]]:
    """(sending unit, person) → the stops of the chain for them that day; at most five queries for any number.

    A stop without a unit is skipped. Where nobody at all would decide on the way, the sending unit's own committee does: whoever opens a
    class never decides alone who goes.
    """
    pairs = list(dict.fromkeys(senders))
    found = _nearest(chain, {unit_id for unit_id, _person in pairs}, on)
    managers: dict[int, int] = {}
    if any(step.place == catalogue.StepPlace.MANAGER for step in chain.steps):
        ids = [person_id for _unit, person_id in pairs]
        rows = people.managements_on(on).filter(person_id__in=ids).order_by("pk")
        managers = dict(rows.values_list("person_id", "unit_id"))
    return {pair: _way(training_class, chain, pair, found.get(pair[0], {}), managers, on) for pair in pairs}


def _way(
    training_class: TrainingClass,
    chain: catalogue.ChainRule,
    pair: tuple[int, int],
    nearest: Mapping[int, int],
    managers: Mapping[int, int],
    on: date,
) -> tuple[Stop, ...]:
    sender, person_id = pair
    plain = {
        catalogue.StepPlace.SENDER: sender,
        catalogue.StepPlace.MANAGER: managers.get(person_id),
        catalogue.StepPlace.OPENER: training_class.opened_by_id,
        catalogue.StepPlace.HOST: training_class.hosted_by_id,
    }
    units = {
        step.position: nearest.get(step.position) if step.place in _NEAREST else plain[catalogue.StepPlace(step.place)]
        for step in chain.steps
    }
    deciding = [step.position for step in chain.steps if step.kind in DECIDING]
    if deciding and not any(units[position] for position in deciding):
        units[deciding[0]] = sender
    return tuple(
        Stop(
            position=step.position,
            kind=step.kind,
            place=step.place,
            unit_id=units[step.position],
            due_on=None
            if step.kind == catalogue.StepKind.PROPOSE
            else max(on, training_class.opens_on - timedelta(days=step.days_before or 0)),
        )
        for step in chain.steps
    )


def _nearest(chain: catalogue.ChainRule, senders: set[int], on: date) -> dict[int, dict[int, int]]:
    """Sending unit → position of a step → its unit, for steps taken at the nearest unit of a kind; at most four queries."""
    steps = [step for step in chain.steps if step.place in _NEAREST]
    if not steps or not senders:
        return {}
    lines = org.paths_of_many(senders, on)
    above = {unit_id for line in lines.values() for unit_id in line}
    labels = org.labels_as_of(above, on)
    beside: dict[int, list[org.UnitLabel]] = {}
    kinds = {kind for step in steps if step.place == catalogue.StepPlace.BESIDE for kind in step.unit_kinds}
    if kinds:
        children = org.children_named(above, on, within=org.kind_ids_as_of(kinds, on))
        known = org.labels_as_of((unit_id for rows in children.values() for unit_id, _name in rows), on)
        beside = {parent: [known[unit_id] for unit_id, _name in rows] for parent, rows in children.items()}
    return {sender: dict(_found(steps, sender, lines[sender], labels, beside)) for sender in senders}


def _found(
    steps: Sequence[catalogue.StepRule],
    sender: int,
    line: Sequence[int],
    labels: Mapping[int, org.UnitLabel],
    beside: Mapping[int, Sequence[org.UnitLabel]],
) -> Iterable[tuple[int, int]]:
    upwards = list(reversed(line))
    for step in steps:
        for unit_id in upwards:
            if step.place == catalogue.StepPlace.ABOVE:
                candidates: Sequence[org.UnitLabel] = [labels[unit_id]] if unit_id in labels else []
            else:
                # nobody decides at its own side: the sender's line goes on above it
                candidates = [label for label in beside.get(unit_id, ()) if label.id != sender]
            chosen = _fitting(step, candidates)
            if chosen is not None:
                yield step.position, chosen
                break


def _fitting(step: catalogue.StepRule, candidates: Sequence[org.UnitLabel]) -> int | None:
    """The first of these units that is of a kind of the step and, where words are given, is called by the earliest of them."""
    of_kind = [label for label in candidates if label.kind in step.unit_kinds]
    if not step.unit_words:
        return of_kind[0].id if of_kind else None
    for word in map(fold, step.unit_words):
        for label in of_kind:
            if word in fold(label.name):
                return label.id
    return None


def ways_of_nominations(rows: Sequence[Nomination], on: date) -> dict[UUID, tuple[Stop, ...]]:
    """Nomination → its stops as of that day, by the chain it began with; at most six queries for each class among them."""
    chains = catalogue.chains_by_ids({row.chain_id for row in rows if row.chain_id is not None})
    fallback = catalogue.ChainRule(steps=catalogue.DEFAULT_STEPS)
    groups: dict[tuple[int, int | None], list[Nomination]] = {}
    for row in rows:
        groups.setdefault((row.training_class_id, row.chain_id), []).append(row)
    found: dict[UUID, tuple[Stop, ...]] = {}
    for (_class, chain_id), members in groups.items():
        chain = chains.get(chain_id or 0, fallback)
        pairs = [(row.sending_unit_id, row.person_id) for row in members]
        ways = ways_of(members[0].training_class, chain, pairs, on)
        found |= {row.uuid: ways[row.sending_unit_id, row.person_id] for row in members}
    return found
