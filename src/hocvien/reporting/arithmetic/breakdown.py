"""Measures by dimensions, from buckets to figures: one pass over combinations of values, however many facts stand behind them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from hocvien.reporting.constants import AGE_BANDS, OWN, SCHOOL_YEAR_BEGINS
from hocvien.reporting.data import (
    DIMENSION_OF,
    DISTINCT,
    MEASURE_OF,
    SHARE,
    TOTAL,
    Breakdown,
    Bucket,
    Buckets,
    FactRows,
    Source,
)

Rows = tuple[str, str]
Loaded = Mapping[Rows, Buckets]
"""Facts of a part (`Source.rows`) → what they come to, by the values of the dimensions asked."""


def needed(measures: Iterable[str], dimensions: Iterable[str]) -> dict[str, tuple[Source, ...]]:
    """Measure → where it is counted when these dimensions are asked; none where it cannot be told by them. Shares bring their two measures."""
    asked = tuple(dimensions)
    found: dict[str, tuple[Source, ...]] = {}
    for code in measures:
        measure = MEASURE_OF[code]
        if measure.how == SHARE:
            found |= needed(measure.share_of, asked)
            continue
        found[code] = next(
            (
                sources
                for sources in (measure.sources, measure.else_from)
                if sources and all(_knows(source, asked) for source in sources)
            ),
            (),
        )
    return found


def can_be_told(measures: Iterable[str], dimension: str) -> bool:
    """Whether any of these measures can be told by this dimension."""
    return any(needed(measures, (dimension,)).values())


def through_learners(breakdown: Breakdown) -> list[str]:
    """Measures that are counted through their learners because a dimension is not known of what they count: what has no learner yet is left out."""
    found = needed(breakdown.measures, breakdown.dimensions)
    return [code for code, sources in found.items() if sources and sources == MEASURE_OF[code].else_from]


def _knows(source: Source, dimensions: Iterable[str]) -> bool:
    """A source of a part of its own is not told apart by part."""
    return all(source.fact in DIMENSION_OF[code].facts and not (source.part and code == "part") for code in dimensions)


def adds_up(measure: str, dimension: str) -> bool:
    """Whether figures of this measure by this dimension sum to their total: not of shares, nor of what is counted once but by what it has one of."""
    found = MEASURE_OF[measure]
    if found.how == SHARE or dimension == "part":
        return False
    if found.how != DISTINCT:
        return True
    return bool(found.else_from) and all(source.fact in DIMENSION_OF[dimension].facts for source in found.sources)


def buckets_of(facts: FactRows, breakdown: Breakdown) -> Buckets:
    """Rows of facts kept one by one, put together by the dimensions of one table; what it leaves out is left out."""
    found: Buckets = {}
    at = {code: place for place, code in enumerate(facts.dimensions, start=1)}
    where = dict(breakdown.where)
    first_sum = 1 + len(facts.dimensions)
    first_id = first_sum + len(facts.sums)
    for row in facts.listed:
        if row[0] != OWN and not facts.rows[1] and "part" not in breakdown.dimensions:
            continue
        values = tuple(row[at[code]] for code in breakdown.dimensions)
        if any(
            code in where and value not in where[code] for code, value in zip(breakdown.dimensions, values, strict=True)
        ):
            continue
        bucket = found.setdefault(values, Bucket())
        for column, number in zip(facts.sums, row[first_sum:first_id], strict=True):
            bucket.sums[column] = bucket.sums.get(column, 0) + number
        for column, pk in zip(facts.ids, row[first_id:-1], strict=True):
            bucket.ids.setdefault(column, set()).add(pk)
    return found


def recount(facts: Iterable[FactRows], breakdown: Breakdown) -> dict[tuple[str, str, str], int | float | None]:
    """The figures of one table from facts that were kept; `figures_of` without a database."""
    sources = needed(breakdown.measures, breakdown.dimensions)
    kept = {one.rows: one for one in facts}
    wanted = {source.rows for found in sources.values() for source in found}
    cannot = {
        rows for rows in wanted if rows not in kept or not set(breakdown.dimensions) <= set(kept[rows].dimensions)
    }
    loaded = {rows: buckets_of(kept[rows], breakdown) for rows in wanted - cannot}
    known = {code: () if any(source.rows in cannot for source in found) else found for code, found in sources.items()}
    return figures_of(breakdown, known, loaded)


def evaluate(measure: str, sources: Mapping[str, tuple[Source, ...]], of: Mapping[Rows, Bucket]) -> int | float | None:
    """One figure from the buckets of its sources; None for a share of nothing, or what cannot be told."""
    found = MEASURE_OF[measure]
    if found.how == SHARE:
        part, whole = (evaluate(code, sources, of) for code in found.share_of)
        return part / whole if part is not None and whole else None
    where = sources[measure]
    if not where:
        return None
    buckets = [(source.column, of[source.rows]) for source in where if source.rows in of]
    if found.how == DISTINCT:
        return len(set().union(*(bucket.ids.get(column, ()) for column, bucket in buckets)))
    return sum(bucket.sums.get(column, 0) for column, bucket in buckets)


def figures_of(
    breakdown: Breakdown, sources: Mapping[str, tuple[Source, ...]], loaded: Loaded
) -> dict[tuple[str, str, str], int | float | None]:
    """(row, column, measure) → figure, with totals of rows, of columns and of all.

    `loaded` has the values of `breakdown.dimensions` in their order; what `where` leaves out is left out already.
    """
    order = breakdown.dimensions
    at_row = order.index(breakdown.rows) if breakdown.rows else None
    at_column = order.index(breakdown.columns) if breakdown.columns else None
    merged: dict[tuple[str, str], dict[Rows, Bucket]] = {}
    for rows, buckets in loaded.items():
        for values, bucket in buckets.items():
            row = TOTAL if at_row is None else values[at_row]
            column = TOTAL if at_column is None else values[at_column]
            for place in _places(breakdown, row, column):
                merged.setdefault(place, {}).setdefault(rows, Bucket()).add(bucket)
    merged.setdefault((TOTAL, TOTAL), {})
    return {
        (row, column, measure): evaluate(measure, sources, of)
        for (row, column), of in merged.items()
        for measure in breakdown.measures
    }


def _places(breakdown: Breakdown, row: str, column: str) -> Iterator[tuple[str, str]]:
    """A figure stands in its own cell and in the totals of its row, of its column and of all; each once. What is told beside the own is in no total."""
    rows = (row,) if breakdown.rows == "part" and row != OWN else (row, TOTAL)
    columns = (column,) if breakdown.columns == "part" and column != OWN else (column, TOTAL)
    yield from dict.fromkeys((one, other) for one in rows for other in columns)


def band_of_age(years: int) -> str:
    """The age band somebody of so many full years is in."""
    return next(code for code, highest in AGE_BANDS if years <= highest)


def school_year_of(day: date) -> str:
    """The school year a day lies in: 2023-2024."""
    first = day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1
    return f"{first}-{first + 1}"
