"""Official places: loading the shipped lists or an update, and units made out of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.bulk import insert_rows
from hocvien.common.text import fold
from hocvien.common.wording import gettext_noop
from hocvien.journal import api as journal
from hocvien.org.arithmetic import reform
from hocvien.org.arithmetic.places import by_code, full_name, level_of_code, read_file
from hocvien.org.constants import CODE_LENGTHS, TWO_LEVELS_FROM
from hocvien.org.data import FileProblem, NewUnit, PlacePair, PlaceRow, PlacesLoaded, Reform
from hocvien.org.errors import PlaceFileRefused
from hocvien.org.models import Place, PlaceSuccession
from hocvien.org.operations.placing import lock_tree

_FILES = Path(__file__).resolve().parent.parent / "data_files" / "places"
_SHIPPED = ("old.csv", "new.csv", "mapping.csv")
_BATCH = 150
_OVERLAP = gettext_noop(
    "mã {code} còn hiệu lực đến {valid_to} nên không bắt đầu lại từ {valid_from}. Thêm dòng kết thúc đơn vị cũ hoặc sửa ngày"
)
_NO_PARENT = gettext_noop(
    "đơn vị cấp trên {parent} không có trong suốt thời gian của {code}. Nạp đơn vị cấp trên, hoặc kết thúc {code} cùng lúc"
)
_WRONG_PARENT = gettext_noop("mã cấp trên {parent} không phải của cấp cao hơn. Ghi mã huyện hoặc mã tỉnh")
_NO_OLD = gettext_noop(
    "không có đơn vị mã {code} kết thúc ngày {on}. Nạp danh sách đơn vị trước, rồi mới nạp bảng chuyển đổi"
)
_NO_NEW = gettext_noop(
    "không có đơn vị mã {code} bắt đầu ngày {on}. Nạp danh sách đơn vị trước, rồi mới nạp bảng chuyển đổi"
)

_Key = tuple[str, date]
_NOWHERE: _Key = ("", date.min)
_NONE: Mapping[str, str] = MappingProxyType({})


@transaction.atomic
def load_places(*, actor: User | None, files: Sequence[tuple[str, bytes]] = ()) -> PlacesLoaded:
    """Load files of places and of what became what, in this order; without any, the shipped ones. All of them or none.

    Rows are known by code and first day: what is there already is brought up to date, what no file names stays. Loading again changes
    nothing. Raises PlaceFileRefused. A fixed number of queries and one for every 150 rows changed.
    """
    lock_tree()
    sources = {} if files else shipped_sources()
    counts = dict.fromkeys(PlacesLoaded.__dataclass_fields__, 0)
    for name, content in files or [(name, (_FILES / name).read_bytes()) for name in _SHIPPED]:
        places, pairs, problems = read_file(content)
        if not problems and places:
            problems = _load(places, sources.get(name, name), counts)
        if not problems and pairs:
            problems = _load_pairs(pairs, counts)
        if problems:
            ordered = sorted(problems, key=lambda one: one.line)
            raise PlaceFileRefused(name, [(one.line, one.sentence, one.values) for one in ordered])
    if any(count for key, count in counts.items() if "unchanged" not in key):
        names = [name for name, _content in files] or list(_SHIPPED)
        journal.record(actor=actor, verb="org.load_places", subject=None, after={"files": names, **counts})
    return PlacesLoaded(**counts)


def shipped_sources() -> dict[str, str]:
    """File → the decisions its places follow."""
    told: Mapping[str, Any] = yaml.safe_load((_FILES / "sources.yaml").read_text(encoding="utf-8"))
    return {name: str(one["renders"])[:300] for name, one in told.items() if "renders" in one}


@cache
def _shipped(name: str) -> tuple[tuple[PlaceRow, ...], tuple[PlacePair, ...]]:
    places, pairs, problems = read_file((_FILES / name).read_bytes())
    assert not problems, problems[:3]
    return tuple(places), tuple(pairs)


def shipped_places(on: date) -> tuple[PlaceRow, ...]:
    """The shipped list that holds on that day (the older one for all days before the reform); no query."""
    return _shipped("new.csv" if on >= TWO_LEVELS_FROM else "old.csv")[0]


def shipped_pairs() -> tuple[PlacePair, ...]:
    """What became what on 1 July 2025, as shipped; no query."""
    return _shipped("mapping.csv")[1]


def shipped_units(
    on: date,
    *,
    province: str = "",
    cells: int = 0,
    since: date | None = None,
    under: str = "",
    standing: Mapping[str, str] = _NONE,
) -> list[NewUnit]:
    """Party committees for the places of that day, with sample names; see `arithmetic.reform.units_of_places`. No query."""
    return reform.units_of_places(
        shipped_places(on), province=province, cells=cells, since=since, under=under, standing=standing
    )


def reform_steps(province: str = "", *, under: str = "", standing: Mapping[str, str] = _NONE) -> Reform:
    """The reform of 1 July 2025 for units made by `shipped_units`: of one new province by its code, or of the nation. No query.

    `standing`: place code → unit, where the unit of an old place was not made by `shipped_units`.
    """
    return reform.reform_steps(
        shipped_places(date.min),
        shipped_places(TWO_LEVELS_FROM),
        shipped_pairs(),
        province=province,
        under=under,
        standing=standing,
    )


def _load(rows: Sequence[PlaceRow], source: str, counts: dict[str, int]) -> list[FileProblem]:
    standing = {(place.code, place.valid_from): place for place in Place.objects.select_related("parent")}
    known = {key: _row_of(place) for key, place in standing.items()}
    whole = known | {(row.code, row.valid_from): row for row in rows}
    parents, problems = _parents(whole, {row.code: row.line for row in rows})
    problems += _overlaps(whole)
    if problems:
        return problems
    made: dict[_Key, Place] = dict(standing)
    new: dict[str, list[Place]] = {level: [] for level in CODE_LENGTHS}
    changed: list[Place] = []
    for row in rows:
        key = (row.code, row.valid_from)
        was = known.get(key)
        if was is not None and replace(was, line=0) == replace(row, line=0):
            counts["unchanged"] += 1
            continue
        place = made.setdefault(key, Place(level=row.level, code=row.code, valid_from=row.valid_from))
        place.name, place.kind, place.valid_to, place.source = row.name, row.kind, row.valid_to, source
        place.name_folded = fold(full_name(row.kind, row.name))
        place.clean_fields(exclude={"parent"})
        if was is None:
            counts["new"] += 1
            new[row.level].append(place)
        else:
            counts["ended" if row.valid_to < was.valid_to else "changed"] += 1
            changed.append(place)
    # what ends makes room for what begins; a parent may be one that begins
    Place.objects.bulk_update(changed, ["name", "kind", "valid_to", "source", "name_folded"], batch_size=_BATCH)
    for places in new.values():
        for place in places:
            place.parent = made.get(parents.get((place.code, place.valid_from), _NOWHERE))
        insert_rows(Place, places)
    for place in changed:
        place.parent = made.get(parents.get((place.code, place.valid_from), _NOWHERE))
    Place.objects.bulk_update(changed, ["parent"], batch_size=_BATCH)
    return []


def _row_of(place: Place) -> PlaceRow:
    parent = place.parent.code if place.parent is not None else ""
    return PlaceRow(place.level, place.code, place.name, place.kind, parent, place.valid_from, place.valid_to)


def _parents(whole: Mapping[_Key, PlaceRow], lines: Mapping[str, int]) -> tuple[dict[_Key, _Key], list[FileProblem]]:
    """Whose parent is which row; a parent must stand as long as its places do."""
    found: dict[_Key, _Key] = {}
    problems = []
    candidates = by_code(whole.values())
    for key, row in whole.items():
        if not row.parent:
            continue
        line = row.line or lines.get(row.parent, 0)
        values: dict[str, object] = {"parent": row.parent, "code": row.code}
        if len(row.parent) >= len(row.code) or not level_of_code(row.parent):
            problems.append(FileProblem(line, _WRONG_PARENT, values))
            continue
        for one in candidates.get(row.parent, ()):
            if one.valid_from <= row.valid_from and row.valid_to <= one.valid_to:
                found[key] = (one.code, one.valid_from)
                break
        else:
            problems.append(FileProblem(line, _NO_PARENT, values))
    return found, problems


def _overlaps(whole: Mapping[_Key, PlaceRow]) -> list[FileProblem]:
    problems = []
    for code, rows in by_code(whole.values()).items():
        for before, after in pairwise(rows):
            if after.valid_from < before.valid_to:
                values = {"code": code, "valid_to": before.valid_to, "valid_from": after.valid_from}
                problems.append(FileProblem(after.line or before.line, _OVERLAP, values))
    return problems


def _load_pairs(pairs: Sequence[PlacePair], counts: dict[str, int]) -> list[FileProblem]:
    days = {pair.on for pair in pairs}
    ending = {(code, day): pk for pk, code, day in _ids(Place.objects.filter(valid_to__in=days), "valid_to")}
    beginning = {(code, day): pk for pk, code, day in _ids(Place.objects.filter(valid_from__in=days), "valid_from")}
    problems = []
    for pair in pairs:
        if (pair.old, pair.on) not in ending:
            problems.append(FileProblem(pair.line, _NO_OLD, {"code": pair.old, "on": pair.on}))
        if pair.new and (pair.new, pair.on) not in beginning:
            problems.append(FileProblem(pair.line, _NO_NEW, {"code": pair.new, "on": pair.on}))
    if problems:
        return problems
    standing = {(row.old_id, row.new_id): row for row in PlaceSuccession.objects.filter(on__in=days)}
    new: list[PlaceSuccession] = []
    changed: list[PlaceSuccession] = []
    for pair in pairs:
        key = (ending[pair.old, pair.on], beginning[pair.new, pair.on] if pair.new else None)
        row = standing.get(key)
        if row is None:
            new.append(PlaceSuccession(old_id=key[0], new_id=key[1], on=pair.on, share=pair.share, note=pair.note))
        elif (row.share, row.note) == (pair.share, pair.note):
            counts["pairs_unchanged"] += 1
        else:
            row.share, row.note = pair.share, pair.note
            changed.append(row)
    for row in (*new, *changed):
        row.clean_fields(exclude={"old", "new"})
    insert_rows(PlaceSuccession, new)
    PlaceSuccession.objects.bulk_update(changed, ["share", "note"], batch_size=_BATCH)
    counts["pairs_new"] += len(new)
    counts["pairs_changed"] += len(changed)
    return []


def _ids(rows: Any, day: str) -> Iterable[tuple[int, str, date]]:
    found: Iterable[tuple[int, str, date]] = rows.values_list("pk", "code", day)
    return found
