"""One question of measures by dimensions, answered: rows read once for each kind of fact, put together without the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.reporting.arithmetic import evaluate, figures_of, needed
from hocvien.reporting.constants import JOINT, OWN, PARTS, SENT
from hocvien.reporting.data import (
    DIMENSION_OF,
    DISTINCT,
    MEASURE_OF,
    SHARE,
    STUDY,
    Answer,
    Breakdown,
    Bucket,
    Buckets,
    Cell,
    Question,
    Source,
)
from hocvien.reporting.errors import DimensionUnknown, MeasureUnknown
from hocvien.reporting.queries.breakdown.facts import FACTS
from hocvien.reporting.queries.breakdown.headings import headings_of
from hocvien.reporting.queries.breakdown.keys import Key, Placing, key_of

Where = Mapping[str, tuple[str, ...]]


def break_down(question: Question, breakdown: Breakdown) -> Answer:
    """Measures by the dimensions asked; one statement for each kind of fact, two more for each dimension of units.

    Raises MeasureUnknown, DimensionUnknown.
    """
    check(breakdown)
    sources = needed(breakdown.measures, breakdown.dimensions)
    where = dict(breakdown.where)
    loaded, unknown = read_buckets(question, sources, breakdown.dimensions, where)
    sources = {code: () if code in unknown else found for code, found in sources.items()}
    figures = figures_of(breakdown, sources, loaded)
    rows = headings_of(breakdown.rows, (row for row, _, _ in figures), question)
    columns = headings_of(breakdown.columns, (column for _, column, _ in figures), question)
    label = org.labels_as_of([question.unit_id], question.seen_on or question.to)[question.unit_id]
    return Answer(
        unit_code=label.code,
        unit_name=label.name,
        from_=question.from_,
        to=question.to,
        basis=question.basis,
        breakdown=breakdown,
        rows=rows,
        columns=columns,
        figures=figures,
        unknown=frozenset(code for code in breakdown.measures if _is_unknown(code, sources)),
        known_on=question.known_on,
        seen_on=question.seen_on,
    )


def measure_cells(question: Question, cells: Sequence[Cell]) -> list[int | float | None]:
    """The figure of each cell; one statement for each kind of fact and set of dimensions that cells are told by, whatever the number of cells.

    None: it cannot be told, or is a share of nothing. Raises MeasureUnknown, DimensionUnknown.
    """
    found: list[int | float | None] = [None] * len(cells)
    together: dict[tuple[str, ...], list[int]] = {}
    for at, cell in enumerate(cells):
        check(Breakdown((cell.measure,), where=cell.where))
        together.setdefault(tuple(sorted(code for code, _ in cell.where)), []).append(at)
    for dimensions, places in together.items():
        sources = needed((cells[at].measure for at in places), dimensions)
        loaded, unknown = read_buckets(question, sources, dimensions, {})
        known = {code: () if code in unknown else where for code, where in sources.items()}
        for at in places:
            wanted = dict(cells[at].where)
            of = {rows: _sum_of(buckets, [wanted[code] for code in dimensions]) for rows, buckets in loaded.items()}
            found[at] = evaluate(cells[at].measure, known, of)
    return found


def check(breakdown: Breakdown) -> None:
    """Raises MeasureUnknown, DimensionUnknown."""
    for code in breakdown.measures:
        if code not in MEASURE_OF:
            raise MeasureUnknown(code, MEASURE_OF)
    for code in breakdown.dimensions:
        if code not in DIMENSION_OF:
            raise DimensionUnknown(code, DIMENSION_OF)


def read_buckets(
    question: Question, sources: Mapping[str, tuple[Source, ...]], dimensions: Sequence[str], where: Where
) -> tuple[dict[tuple[str, str], Buckets], set[str]]:
    """(facts of a part → what they come to by the values of `dimensions`; measures that the basis cannot tell by them)."""
    columns: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for code, found in sources.items():
        for source in found:
            sums, ids = columns.setdefault(source.rows, ({}, {}))
            (ids if MEASURE_OF[code].how == DISTINCT else sums)[source.column] = None
    readings: list[_Reading] = []
    cannot: set[tuple[str, str]] = set()
    for rows, (sums, ids) in columns.items():
        keys = [None if code == "part" else key_of(code, rows[0], question) for code in dimensions]
        if any(key is None and code != "part" for key, code in zip(keys, dimensions, strict=True)):
            cannot.add(rows)
            continue
        readings += [
            _Reading.of(question, rows, part, keys, tuple(sums), tuple(ids))
            for part in _parts(*rows, where, asked="part" in dimensions)
        ]
    places = [_place(question, at, readings) for at in range(len(dimensions))]
    wanted = [frozenset(where[code]) if code in where else None for code in dimensions]
    loaded: dict[tuple[str, str], Buckets] = {one.rows: {} for one in readings}
    for one in readings:
        one.pour(places, wanted, into=loaded[one.rows])
    return loaded, {code for code, found in sources.items() if any(source.rows in cannot for source in found)}


def _parts(fact: str, part: str, where: Where, *, asked: bool) -> tuple[str, ...]:
    """Own classes alone, unless parts are told apart."""
    if part or not asked or fact not in DIMENSION_OF["part"].facts:
        return (part or OWN,)
    return tuple(one for one in (OWN, JOINT, SENT) if one in where.get("part", PARTS))


@dataclass(frozen=True, slots=True)
class _Reading:
    """Rows of one kind of fact and part: raw values of each dimension (`spans`), then sums, then identities."""

    rows: tuple[str, str]
    part: str
    keys: Sequence[Key | None]
    spans: Sequence[slice]
    sums: tuple[str, ...]
    ids: tuple[str, ...]
    raws: Sequence[tuple[Any, ...]]

    @classmethod
    def of(
        cls,
        question: Question,
        rows: tuple[str, str],
        part: str,
        keys: Sequence[Key | None],
        sums: tuple[str, ...],
        ids: tuple[str, ...],
    ) -> "_Reading":
        """One statement."""
        widths = [0 if key is None else len(key.columns) for key in keys]
        spans = [slice(sum(widths[:at]), sum(widths[: at + 1])) for at in range(len(widths))]
        read = _study_rows if rows[0] == STUDY else _rows
        return cls(rows, part, keys, spans, sums, ids, read(question, rows[0], part, keys, sums, ids))

    def pour(self, places: Sequence[Mapping[Any, str]], wanted: Sequence[frozenset[str] | None], into: Buckets) -> None:
        """Add the rows to the buckets of their values, those that are not wanted left out."""
        first_sum = self.spans[-1].stop if self.spans else 0
        first_id = first_sum + len(self.sums)
        for raw in self.raws:
            values = tuple(
                self.part if key is None else place[raw[span]]
                for key, place, span in zip(self.keys, places, self.spans, strict=True)
            )
            if any(only is not None and value not in only for value, only in zip(values, wanted, strict=True)):
                continue
            bucket = into.setdefault(values, Bucket())
            for column, number in zip(self.sums, raw[first_sum:first_id], strict=True):
                bucket.sums[column] = bucket.sums.get(column, 0) + number
            for column, pk in zip(self.ids, raw[first_id:], strict=True):
                bucket.ids.setdefault(column, set()).add(pk)


def _place(question: Question, at: int, readings: Sequence[_Reading]) -> Mapping[Any, str]:
    """The values of one dimension, of all kinds of facts at once; at most two queries."""
    keyed = [(one, one.keys[at], one.spans[at]) for one in readings]
    by_placing: dict[Placing, set[Any]] = {}
    for one, key, span in keyed:
        if key is not None:
            by_placing.setdefault(key.place, set()).update(raw[span] for raw in one.raws)
    placed: dict[Any, str] = {}
    for placing, raws in by_placing.items():
        placed |= placing(question, raws)
    return placed


def _rows(
    question: Question, fact: str, part: str, keys: Sequence[Key | None], sums: tuple[str, ...], ids: tuple[str, ...]
) -> list[tuple[Any, ...]]:
    """Raw values of the dimensions, then sums, then identities: counted by the database as far as it tells the same apart."""
    facts = FACTS[fact]
    columns: dict[str, Any] = {
        f"key_{at}": one for at, one in enumerate(one for key in keys if key for one in key.columns)
    }
    told = {f"id_{column}": F(facts.ids[column]) for column in ids}
    rows = facts.rows(question, part).order_by()
    added = {f"sum_{column}": facts.sums[column] for column in sums}
    grouped = rows.annotate(**columns, **told).values(*columns, *told)
    counted = grouped.annotate(**added) if added else grouped.distinct()
    return list(counted.values_list(*columns, *added, *told))


def _study_rows(
    question: Question,
    fact: str,
    part: str,
    keys: Sequence[Key | None],
    sums: tuple[str, ...],
    ids: tuple[str, ...],
) -> list[tuple[Any, ...]]:
    """Meetings tell the figures of each summoned unit themselves."""
    found = []
    for row in meetings.figures_of_units(FACTS[fact].rows(question, part)):
        held = {
            "unit_id": row.unit_id,
            "session__opens_on": row.opens_on,
            "members": row.figures.members,
            "reached": row.figures.reached,
            "session": row.session_id,
        }
        paths = [column.name for key in keys if key for column in key.columns]
        found.append(tuple(held[name] for name in (*paths, *sums, *ids)))
    return found


def _sum_of(buckets: Buckets, wanted: Sequence[tuple[str, ...]]) -> Bucket:
    """All buckets whose values are among those wanted, as one."""
    total = Bucket()
    for values, bucket in buckets.items():
        if all(value in only for value, only in zip(values, wanted, strict=True)):
            total.add(bucket)
    return total


def _is_unknown(measure: str, sources: Mapping[str, tuple[Source, ...]]) -> bool:
    found = MEASURE_OF[measure]
    if found.how == SHARE:
        return any(_is_unknown(code, sources) for code in found.share_of)
    return not sources[measure]
