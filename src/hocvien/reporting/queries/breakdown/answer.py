"""One question of measures by dimensions, answered: rows read once for each kind of fact, put together without the database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

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
    FactRows,
    Question,
    Source,
)
from hocvien.reporting.errors import DimensionUnknown, MeasureUnknown
from hocvien.reporting.queries.breakdown.facts import FACTS
from hocvien.reporting.queries.breakdown.headings import headings_of
from hocvien.reporting.queries.breakdown.keys import Key, Placing, key_of

Where = Mapping[str, tuple[str, ...]]


def break_down(question: Question, breakdown: Breakdown, *, is_headed: bool = True) -> Answer:
    """Measures by the dimensions asked; one statement for each kind of fact, two more for each dimension of units, and with headings four more.

    Without headings the answer has figures alone, to stand beside another.

    Raises MeasureUnknown, DimensionUnknown.
    """
    check(breakdown)
    sources = needed(breakdown.measures, breakdown.dimensions)
    where = dict(breakdown.where)
    loaded, unknown = read_buckets(question, sources, breakdown.dimensions, where)
    sources = {code: () if code in unknown else found for code, found in sources.items()}
    return answer_of(question, breakdown, sources, figures_of(breakdown, sources, loaded), is_headed=is_headed)


def answer_of(
    question: Question,
    breakdown: Breakdown,
    sources: Mapping[str, tuple[Source, ...]],
    figures: Mapping[tuple[str, str, str], int | float | None],
    *,
    is_headed: bool = True,
) -> Answer:
    """Figures with their headings. `sources`: none of a measure that cannot be told."""
    rows = headings_of(breakdown.rows, (row for row, _, _ in figures), question) if is_headed else ()
    columns = headings_of(breakdown.columns, (column for _, column, _ in figures), question) if is_headed else ()
    label = org.label_as_of(question.unit_id, question.seen_on or question.to) if is_headed else None
    return Answer(
        unit_code=label.code if label else "",
        unit_name=label.name if label else "",
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
    asked, unknown = wanted_rows(question, sources, dimensions, where)
    readings = [_Reading.of(question, *one) for one in asked]
    places = [_place(question, at, readings) for at in range(len(dimensions))]
    wanted = [frozenset(where[code]) if code in where else None for code in dimensions]
    loaded: dict[tuple[str, str], Buckets] = {one.rows: {} for one in readings}
    for one in readings:
        one.pour(places, wanted, into=loaded[one.rows])
    return loaded, unknown


class Wanted(NamedTuple):
    """Rows of one kind of fact and part: by what they are told apart, what is summed, whose identities are counted once."""

    rows: tuple[str, str]
    part: str
    keys: Sequence[Key | None]
    sums: tuple[str, ...]
    ids: tuple[str, ...]


def wanted_rows(
    question: Question, sources: Mapping[str, tuple[Source, ...]], dimensions: Sequence[str], where: Where
) -> tuple[list[Wanted], set[str]]:
    """(what is to be read; measures that the basis cannot tell by these dimensions)."""
    columns: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for code, found in sources.items():
        for source in found:
            sums, ids = columns.setdefault(source.rows, ({}, {}))
            (ids if MEASURE_OF[code].how == DISTINCT else sums)[source.column] = None
    wanted: list[Wanted] = []
    cannot: set[tuple[str, str]] = set()
    for rows, (sums, ids) in columns.items():
        keys = [None if code == "part" else key_of(code, rows[0], question) for code in dimensions]
        if any(key is None and code != "part" for key, code in zip(keys, dimensions, strict=True)):
            cannot.add(rows)
            continue
        wanted += [
            Wanted(rows, part, keys, tuple(sums), tuple(ids))
            for part in _parts(*rows, where, asked="part" in dimensions)
        ]
    return wanted, {code for code, found in sources.items() if any(source.rows in cannot for source in found)}


def read_rows(question: Question, source: Source, dimensions: Sequence[str], where: Where, path: str) -> set[int]:
    """Identities (`path` from the fact) of the rows a source counts under these values; one statement, and as many as the dimensions need."""
    keys = [None if code == "part" else key_of(code, source.fact, question) for code in dimensions]
    if any(key is None and code != "part" for key, code in zip(keys, dimensions, strict=True)):
        return set()
    readings = [
        _Reading.of(question, source.rows, part, keys, (), (path,), only=source.column)
        for part in _parts(*source.rows, where, asked="part" in dimensions)
    ]
    places = [_place(question, at, readings) for at in range(len(dimensions))]
    wanted = [frozenset(where[code]) if code in where else None for code in dimensions]
    found: Buckets = {}
    for one in readings:
        one.pour(places, wanted, into=found)
    return set().union(*(bucket.ids[path] for bucket in found.values()))


def read_facts(question: Question, breakdowns: Sequence[Breakdown]) -> list[FactRows]:
    """Every row that these tables count, one by one, with the values of all their dimensions: what an answer is fixed with."""
    dimensions = tuple(dict.fromkeys(code for one in breakdowns for code in one.dimensions))
    wanted: dict[tuple[str, str], tuple[dict[str, None], dict[str, None], set[str]]] = {}
    for one in breakdowns:
        for code, sources in needed(one.measures, one.dimensions).items():
            for source in sources:
                sums, ids, dims = wanted.setdefault(source.rows, ({}, {}, set()))
                (ids if MEASURE_OF[code].how == DISTINCT else sums)[source.column] = None
                dims.update(one.dimensions)
    found = []
    for rows, (sums, ids, dims) in wanted.items():
        known = {
            code: None if code == "part" else key_of(code, rows[0], question)
            for code in dimensions
            if code in dims and rows[0] in DIMENSION_OF[code].facts
        }
        told = tuple(code for code, key in known.items() if key is not None or code == "part")
        keys = [known[code] for code in told]
        identity = "summoned" if rows[0] == STUDY else "pk"
        readings = [
            _Reading.of(question, rows, part, keys, tuple(sums), (*ids, identity))
            for part in _parts(*rows, {}, asked="part" in told)
        ]
        places = [_place(question, at, readings) for at in range(len(told))]
        listed = [(one.part, *row) for one in readings for row in one.rows_with_values(places)]
        found.append(FactRows(rows, told, tuple(sums), tuple(ids), tuple(listed)))
    return found


class Fact(NamedTuple):
    """One participation with what tells it apart, one by one."""

    pk: int
    person_id: int
    class_id: int
    opener_id: int
    sender_id: int
    day: date
    values: tuple[str, ...]


def list_facts(question: Question, fact: str, part: str, dimensions: Sequence[str]) -> list[Fact]:
    """Every participation counted, with its values; one statement, and as many as the dimensions need."""
    keys = [None if code == "part" else key_of(code, fact, question) for code in dimensions]
    paths = ("pk", "person_id", "training_class_id", "training_class__opened_by_id", "sending_unit_id", "opens_on")
    reading = _Reading.of(question, (fact, part), part, keys, (), paths)
    places = [_place(question, at, [reading]) for at in range(len(dimensions))]
    first = reading.spans[-1].stop if reading.spans else 0
    return [
        Fact._make(
            (
                *raw[first:],
                tuple(
                    part if key is None else place[raw[span]]
                    for key, place, span in zip(keys, places, reading.spans, strict=True)
                ),
            )
        )
        for raw in reading.raws
    ]


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
        only: str = "",
    ) -> "_Reading":
        """One statement. `only`: rows that count in this column alone."""
        widths = [0 if key is None else len(key.columns) for key in keys]
        spans = [slice(sum(widths[:at]), sum(widths[: at + 1])) for at in range(len(widths))]
        if rows[0] == STUDY:
            raws = study_rows(question, part, keys, sums, ids)
        else:
            raws = list(counted_rows(question, rows[0], part, keys, sums, ids, FACTS[rows[0]].only.get(only, Q())))
        return cls(rows, part, keys, spans, sums, ids, raws)

    def pour(self, places: Sequence[Mapping[Any, str]], wanted: Sequence[frozenset[str] | None], into: Buckets) -> None:
        """Add the rows to the buckets of their values, those that are not wanted left out."""
        width = len(self.keys)
        first_id = width + len(self.sums)
        for row in self.rows_with_values(places):
            values = row[:width]
            if any(only is not None and value not in only for value, only in zip(values, wanted, strict=True)):
                continue
            bucket = into.setdefault(values, Bucket())
            for column, number in zip(self.sums, row[width:first_id], strict=True):
                bucket.sums[column] = bucket.sums.get(column, 0) + number
            for column, pk in zip(self.ids, row[first_id:], strict=True):
                bucket.ids.setdefault(column, set()).add(pk)

    def rows_with_values(self, places: Sequence[Mapping[Any, str]]) -> Iterator[tuple[Any, ...]]:
        """Each row as values, sums, identities, flat."""
        first_sum = self.spans[-1].stop if self.spans else 0
        for raw in self.raws:
            values = [
                self.part if key is None else place[raw[span]]
                for key, place, span in zip(self.keys, places, self.spans, strict=True)
            ]
            yield (*values, *raw[first_sum:])


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


def counted_rows(
    question: Question,
    fact: str,
    part: str,
    keys: Sequence[Key | None],
    sums: tuple[str, ...],
    ids: tuple[str, ...],
    only: Q,
) -> QuerySet[Any, tuple[Any, ...]]:
    """Raw values of the dimensions, then sums, then identities: counted by the database as far as it tells the same apart."""
    facts = FACTS[fact]
    columns: dict[str, Any] = {
        f"key_{at}": one for at, one in enumerate(one for key in keys if key for one in key.columns)
    }
    told = {f"id_{at}": F(facts.ids.get(column, column)) for at, column in enumerate(ids)}
    rows = facts.rows(question, part).filter(only).order_by()
    added = {f"sum_{column}": facts.sums[column] for column in sums}
    grouped = rows.annotate(**columns, **told).values(*columns, *told)
    counted = grouped.annotate(**added) if added else grouped.distinct()
    told_apart: QuerySet[Any, tuple[Any, ...]] = counted.values_list(*columns, *added, *told)
    return told_apart


def study_rows(
    question: Question, part: str, keys: Sequence[Key | None], sums: tuple[str, ...], ids: tuple[str, ...]
) -> list[tuple[Any, ...]]:
    """Meetings tell the figures of each summoned unit themselves."""
    found = []
    for row in meetings.figures_of_units(FACTS[STUDY].rows(question, part)):
        held = {
            "unit_id": row.unit_id,
            "session__opens_on": row.opens_on,
            "members": row.figures.members,
            "reached": row.figures.reached,
            "session": row.session_id,
            "summoned": row.summoned_id,
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
