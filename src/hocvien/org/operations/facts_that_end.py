"""Facts and service areas of units that end: all end with the unit; only who serves whom goes on, where that is beyond doubt.

A term, an area, a signer, a layout, a letterhead, a reporting year, deadlines are of one unit: what its heir is like must be told of the heir. A unit that is
merged takes its centre along where all that are merged with it had the same one, and the heir has none of its own. A centre that is
merged hands its units on where the heir is a centre or school.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hocvien.common.batched import batched
from hocvien.common.identity import new_uuid
from hocvien.journal import api as journal
from hocvien.org.data import Carry, Follower
from hocvien.org.errors import FactsChangedSince
from hocvien.org.models import EndedFact, ServiceArea, Unit, UnitFact
from hocvien.org.queries.facts import CENTRES
from hocvien.org.queries.tree import ancestor_ids_of_many, kind_ids_as_of

_BATCH = 500
_TABLES: dict[str, type[Model]] = {model._meta.label: model for model in (UnitFact, ServiceArea)}


def count_facts_there(unit_ids: Sequence[int], on: date) -> int:
    """Facts and service areas that hold at these units that day; two queries for every 500."""
    return sum(
        _there(model, ids).filter(valid_to__gt=on).count()
        for model in _TABLES.values()
        for ids in batched(unit_ids, _BATCH)
    )


def count_facts_ever_there(unit_ids: Sequence[int]) -> int:
    """Facts and service areas that name these units, whatever the day."""
    return sum(_there(model, ids).count() for model in _TABLES.values() for ids in batched(unit_ids, _BATCH))


def end_facts(key: str, carries: Sequence[Carry], on: date) -> int:
    """End what is told of units that ended that day, and hand service areas on; returns how many ended. Without a key nothing is kept for undoing.

    In the caller's transaction; a few queries for every 500 units.
    """
    ids = sorted({one.from_id for one in carries})
    ended = {pk: unit for pk, unit in _units(ids).items() if unit.valid_to <= on}
    kept: list[EndedFact] = []
    areas: list[tuple[EndedFact, ServiceArea]] = []
    changes: list[journal.Change] = []
    for part in batched(sorted(ended), _BATCH):
        for label, model in _TABLES.items():
            rows = list(_there(model, part).filter(valid_to__gt=on).select_related("unit").order_by("pk"))
            for row in rows:
                note = EndedFact(key=key, table=label, was=_whole(row))
                kept.append(note)
                if isinstance(row, ServiceArea):
                    areas.append((note, row))
                changes.append(_change("org.end_fact", row.unit, {"table": label, "valid_to": on.isoformat()}))
            found = model._default_manager.filter(pk__in=[row.pk for row in rows])
            found.filter(valid_from__gte=on).delete()
            found.filter(valid_from__lt=on).update(valid_to=on)
    changes += [
        _change(
            "org.carry_service_area",
            area.unit,
            {"centre": area.centre.code, "valid_from": area.valid_from.isoformat()},
        )
        for area in _hand_on(areas, ended, carries, on)
    ]
    if key:
        EndedFact.objects.bulk_create(kept, batch_size=_BATCH)
    journal.record_many(changes)
    return len(kept)


def give_back_facts(key: str) -> None:
    """Undo `end_facts`. Raises FactsChangedSince where one was changed meanwhile, or a unit was given to another centre."""
    rows = list(EndedFact.objects.filter(key=key).order_by("pk"))
    changed = 0
    made = {row.made["id"]: row.made for row in rows if row.made is not None}
    # what one step made and a later one ended was there only in between
    given = {label: [row for row in rows if row.table == label and row.was["id"] not in made] for label in _TABLES}
    lasting = set(made) - {row.was["id"] for row in rows if row.table == ServiceArea._meta.label}
    for part in batched(sorted(lasting), _BATCH):
        stands = {area.pk: _whole(area) for area in ServiceArea.objects.filter(pk__in=part)}
        changed += sum(stands.get(pk) != made[pk] for pk in part)
    gone = {label: [row.was["id"] for row in given[label]] for label in _TABLES}
    served = {row.was["unit_id"]: row.was for row in given[ServiceArea._meta.label]}
    for part in batched(sorted(served), _BATCH):
        others = ServiceArea.objects.filter(unit_id__in=part).exclude(pk__in=[*made, *gone[ServiceArea._meta.label]])
        changed += sum(
            area.valid_from.isoformat() < served[area.unit_id]["valid_to"]
            and served[area.unit_id]["valid_from"] < area.valid_to.isoformat()
            for area in others
        )
    if changed:
        raise FactsChangedSince(changed)
    for part in batched(sorted(made), _BATCH):
        ServiceArea.objects.filter(pk__in=part).delete()
    for label, model in _TABLES.items():
        for part in batched(gone[label], _BATCH):
            model._default_manager.filter(pk__in=part).delete()
        model._default_manager.bulk_create([_row(model, row.was) for row in given[label]], batch_size=_BATCH)
    rows = [row for label in _TABLES for row in given[label]]
    units = _units({row.was["unit_id"] for row in rows})
    journal.record_many(
        [
            _change(
                "org.give_back_fact", units[row.was["unit_id"]], {"table": row.table, "valid_to": row.was["valid_to"]}
            )
            for row in rows
        ]
    )
    EndedFact.objects.filter(key=key).delete()


def facts_follower() -> Follower:
    """What `org` itself tells its reorganisations."""
    return Follower(
        key="org.facts",
        label=_("Thông tin theo thời gian, địa bàn phục vụ"),
        fields=("org.UnitFact.unit", "org.ServiceArea.unit", "org.ServiceArea.centre"),
        count=count_facts_there,
        built_on=count_facts_ever_there,
        carry=end_facts,
        give_back=give_back_facts,
    )


def _hand_on(
    areas: Sequence[tuple[EndedFact, ServiceArea]], ended: dict[int, Unit], carries: Sequence[Carry], on: date
) -> list[ServiceArea]:
    """Service areas at the heirs, from that day; one for each heir of which all that ended in it agree."""
    heirs = {one.from_id: one.to_id for one in carries if one.from_id in ended and not one.people}
    merged: dict[int, set[int]] = {}
    for from_id, to_id in heirs.items():
        merged.setdefault(to_id, set()).add(from_id)
    wanted: dict[int, list[tuple[EndedFact, ServiceArea, int]]] = {}
    for note, area in areas:
        unit_id, centre_id = (heirs.get(pk, 0) if pk in ended else pk for pk in (area.unit_id, area.centre_id))
        if unit_id and centre_id and unit_id != centre_id:
            wanted.setdefault(unit_id, []).append((note, area, centre_id))
    if not wanted:
        return []
    named = {centre for rows in wanted.values() for _note, _area, centre in rows}
    units = _units({*wanted, *named})
    centres: set[int] = set()
    for part in batched(sorted(named), _BATCH):
        centres.update(kind_ids_as_of(CENTRES, on).filter(unit_id__in=part))
    out_of_question = _have_an_area(wanted, on) | _stood_above(heirs, on)
    made: list[tuple[EndedFact, ServiceArea]] = []
    for unit_id, rows in wanted.items():
        note, area, centre_id = rows[0]
        own = {one.unit_id for _note, one, _centre in rows}
        is_agreed = len({centre for _note, _area, centre in rows}) == 1 and (unit_id in own or own == merged[unit_id])
        lives = units[unit_id].valid_to > on and units[centre_id].valid_to > on
        if not is_agreed or not lives or centre_id not in centres or unit_id in out_of_question:
            continue
        ends = min(area.valid_to, units[unit_id].valid_to, units[centre_id].valid_to)
        made.append(
            (
                note,
                ServiceArea(
                    uuid=new_uuid(),
                    centre=units[centre_id],
                    unit=units[unit_id],
                    valid_from=max(on, area.valid_from),
                    valid_to=ends,
                    source=area.source,
                ),
            )
        )
    ServiceArea.objects.bulk_create([area for _note, area in made], batch_size=_BATCH)
    for note, area in made:
        note.made = _whole(area)
    return [area for _note, area in made]


def _have_an_area(unit_ids: Iterable[int], on: date) -> set[int]:
    """Those that are served by a centre of their own on that day or later."""
    found: set[int] = set()
    for part in batched(sorted(unit_ids), _BATCH):
        found.update(ServiceArea.objects.filter(unit_id__in=part, valid_to__gt=on).values_list("unit_id", flat=True))
    return found


def _stood_above(heirs: Mapping[int, int], on: date) -> set[int]:
    """Heirs below which a unit stood that ended: a level was taken out, nothing was merged."""
    found: set[int] = set()
    for part in batched(sorted(heirs), _BATCH):
        lines = ancestor_ids_of_many(part, on - timedelta(days=1))
        found |= {heirs[pk] for pk in part if heirs[pk] in lines[pk]}
    return found


def _there(model: type[Model], unit_ids: Sequence[int]) -> QuerySet[Any]:
    named = Q(unit_id__in=unit_ids) | Q(centre_id__in=unit_ids) if model is ServiceArea else Q(unit_id__in=unit_ids)
    return model._default_manager.filter(named)


def _units(ids: Iterable[int]) -> dict[int, Unit]:
    found: dict[int, Unit] = {}
    for part in batched(sorted(set(ids)), _BATCH):
        found |= {unit.pk: unit for unit in Unit.objects.filter(pk__in=part)}
    return found


def _change(verb: str, unit: Unit, after: dict[str, Any]) -> journal.Change:
    return journal.Change(actor=None, verb=verb, subject=unit, unit_code=unit.code, after=after)


def _whole(row: Any) -> dict[str, Any]:
    """Every column as JSON holds it."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {
        key: value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value
        for key, value in values.items()
    }


def _row(model: type[Model], values: dict[str, Any]) -> Model:
    dates = {key: date.fromisoformat(values[key]) for key in ("valid_from", "valid_to")}
    return model(**{**values, **dates})
