"""Figures from rows with numbered values: sums, and identities counted once, exactly, as bits.

One pass makes a row for each cell with a bit for each identity; totals unite those. Where cells are too many for their bits to be held at once most bits would be
empty: pairs of cell and identity are told apart instead, a part of the cells at a time so that what is looked up stays small.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from hocvien.reporting.constants import OWN
from hocvien.reporting.data import DISTINCT, MEASURE_OF, SHARE, TOTAL, Breakdown, Source
from hocvien.reporting.queries.parquet.placing import Values

Figures = dict[tuple[str, str, str], int | float | None]
# bits held at once, of all cells and threads
_MOST_BYTES = 1 << 30
# in how many parts pairs are told apart
_SLICES = 12
_NONE = -1


@dataclass(frozen=True, slots=True)
class Stream:
    """Rows of one kind of fact and part: `values`, for each dimension asked the expression of its number; `sums` and `ids`: column → expression."""

    rows: tuple[str, str]
    source: str
    values: Sequence[str]
    sums: Mapping[str, str]
    ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Counting:
    """What is counted together: `rows` selects r, c and `n<at>` for each measure; `tops`: the highest identity of those counted once; `met`: values of rows and of
    columns, with their numbers.
    """

    connection: Any
    breakdown: Breakdown
    rows: str
    codes: Sequence[str]
    tops: Mapping[int, int]
    met: tuple[Mapping[str, int], Mapping[str, int]]

    @property
    def sizes(self) -> tuple[int, int]:
        """How many values of rows and columns were met."""
        return len(self.met[0]), len(self.met[1])


def figures_of_streams(
    connection: Any,
    streams: Sequence[Stream],
    sources: Mapping[str, tuple[Source, ...]],
    breakdown: Breakdown,
    numbers: Sequence[Values],
    tops: Mapping[str, int],
) -> Figures:
    """(row, column, measure) → figure, with totals, as `arithmetic.figures_of` makes them.

    `numbers`: of each dimension, in their order; `tops`: identity → the highest there is.
    """
    together: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for code, found in sources.items():
        if found:
            together.setdefault(tuple(source.rows for source in found), []).append(code)
    counted: Figures = {}
    places = {(TOTAL, TOTAL)}
    met = tuple(
        numbers[breakdown.dimensions.index(code)].numbers if code else {}
        for code in (breakdown.rows, breakdown.columns)
    )
    titles = [{_NONE: TOTAL} | {number: value for value, number in one.items()} for one in met]
    for of, codes in together.items():
        rows = _union(streams, of, codes, sources, breakdown)
        if not rows:
            continue
        once = {at: sources[code][0].column for at, code in enumerate(codes) if MEASURE_OF[code].how == DISTINCT}
        tops_of = {at: tops[column] for at, column in once.items()}
        for row, column, *told in _counted(_Counting(connection, breakdown, rows, codes, tops_of, (met[0], met[1]))):
            place = (titles[0][row], titles[1][column])
            places.add(place)
            counted |= {(*place, code): number for code, number in zip(codes, told, strict=True)}
    return {(*place, code): _figure(counted, place, code, sources) for place in places for code in breakdown.measures}


def _figure(
    counted: Figures, place: tuple[str, str], code: str, sources: Mapping[str, tuple[Source, ...]]
) -> int | float | None:
    if MEASURE_OF[code].how == SHARE:
        part, whole = (_figure(counted, place, one, sources) for one in MEASURE_OF[code].share_of)
        return part / whole if part is not None and whole else None
    return int(counted.get((*place, code)) or 0) if sources[code] else None


def _union(
    streams: Sequence[Stream],
    of: Sequence[tuple[str, str]],
    codes: Sequence[str],
    sources: Mapping[str, tuple[Source, ...]],
    breakdown: Breakdown,
) -> str:
    """A select of r, c, n0, n1, … over all rows that these measures count."""
    selected = []
    for at, rows in enumerate(of):
        for one in streams:
            if one.rows != rows:
                continue
            row, column = (
                one.values[breakdown.dimensions.index(code)] if code else str(_NONE)
                for code in (breakdown.rows, breakdown.columns)
            )
            found = ", ".join(
                f"{(one.ids if MEASURE_OF[code].how == DISTINCT else one.sums)[sources[code][at].column]} AS n{number}"
                for number, code in enumerate(codes)
            )
            selected.append(f"SELECT {row} AS r, {column} AS c, {found} FROM {one.source}")  # noqa: S608 - names made here
    return " UNION ALL ".join(selected)


def _counted(one: _Counting) -> Iterator[tuple[Any, ...]]:
    """(row, column, figures) of cells, totals of rows, totals of columns, the total of all."""
    run = one.connection.execute
    places = _place_sets(one.breakdown)
    fits = _fits(one, places[0])
    if fits:
        gathered = ", ".join(f"{figure} AS n{at}" for at, figure in enumerate(_gathering(one)))
        run(f"CREATE OR REPLACE TEMP TABLE counted AS SELECT r, c, {gathered} FROM ({one.rows}) GROUP BY r, c")  # noqa: S608 - names made here
    else:
        run(f"CREATE OR REPLACE TEMP TABLE counted AS {one.rows}")
    for place in places:
        row, column = (name if code else str(_NONE) for name, code in zip(("r", "c"), place, strict=True))
        where = _limits(one, place)
        if fits:
            united = [f"bit_count(bit_or(n{at}))" if at in one.tops else f"sum(n{at})" for at in range(len(one.codes))]
            yield from _selected(one, row, column, united, where)
        elif _fits(one, place):
            whole = [f"bit_count({figure})" if at in one.tops else figure for at, figure in enumerate(_gathering(one))]
            yield from _selected(one, row, column, whole, where)
        else:
            for of_these in _slices(one, place):
                yield from _told_apart(one, row, column, f"{where} AND {of_these}")


def _gathering(one: _Counting) -> list[str]:
    """What each measure makes of rows: a sum, or bits."""
    return [
        f"bitstring_agg(n{at}, 0, {one.tops[at]})" if at in one.tops else f"sum(n{at})" for at in range(len(one.codes))
    ]


def _selected(one: _Counting, row: str, column: str, figures: Sequence[str], where: str) -> list[tuple[Any, ...]]:
    """One set of places, each measure by its expression."""
    found: list[tuple[Any, ...]] = one.connection.execute(
        f"SELECT {row} AS r, {column} AS c, {', '.join(figures)} FROM counted WHERE {where} GROUP BY ALL"  # noqa: S608 - names made here
    ).fetchall()
    return found


def _told_apart(one: _Counting, row: str, column: str, where: str) -> list[tuple[Any, ...]]:
    """One set of places from rows: each pair of place and identity once, as one whole number, which is a third of the work of three columns."""
    run = one.connection.execute
    place = f"(({row})::BIGINT + 1) * {one.sizes[1] + 1} + {column} + 1"
    sums = "".join(f", sum(n{at})" for at in range(len(one.codes)) if at not in one.tops)
    rows = run(f"SELECT {place} AS k{sums} FROM counted WHERE {where} GROUP BY k").fetchall()  # noqa: S608 - names made here
    added = {told[0]: told for told in rows}
    figures: dict[int, dict[int, int]] = {}
    for at, top in one.tops.items():
        pairs = f"SELECT DISTINCT ({place}) * {top + 1} + n{at} AS pair FROM counted WHERE {where}"  # noqa: S608 - names made here
        figures[at] = dict(run(f"SELECT pair // {top + 1} AS k, count(*) FROM ({pairs}) GROUP BY k").fetchall())  # noqa: S608 - the same
    found = []
    for key, told in added.items():
        numbers = iter(told[1:])
        row_number, column_number = divmod(key, one.sizes[1] + 1)
        listed = [figures[at].get(key, 0) if at in one.tops else next(numbers) for at in range(len(one.codes))]
        found.append((row_number - 1, column_number - 1, *listed))
    return found


def _fits(one: _Counting, place: tuple[str, str]) -> bool:
    """Whether the bits of all cells can be held, by each thread for itself."""
    (threads,) = one.connection.execute("SELECT current_setting('threads')").fetchone()
    most = _MOST_BYTES // (threads * sum(top // 8 + 1 for top in one.tops.values()) or 1)
    return prod(size for size, code in zip(one.sizes, place, strict=True) if code) <= most


def _slices(one: _Counting, place: tuple[str, str]) -> list[str]:
    """Conditions that take the cells in parts, by the first dimension that is kept; one for all where none is."""
    kept = [(name, size) for name, size, code in zip(("r", "c"), one.sizes, place, strict=True) if code]
    if not kept:
        return ["TRUE"]
    name, size = kept[0]
    each = -(-size // _SLICES)
    return [f"{name} BETWEEN {first} AND {first + each - 1}" for first in range(0, size, each)]


def _limits(one: _Counting, place: tuple[str, str]) -> str:
    """What is told beside the own stands in no total."""
    own = [
        f"{name} = {met.get(OWN, _NONE)}"
        for name, code, kept, met in zip(
            ("r", "c"), (one.breakdown.rows, one.breakdown.columns), place, one.met, strict=True
        )
        if code == "part" and not kept
    ]
    return " AND ".join(own) or "TRUE"


def _place_sets(breakdown: Breakdown) -> list[tuple[str, str]]:
    """Cells, totals of rows, totals of columns, the total of all: which dimension each keeps."""
    rows = dict.fromkeys((breakdown.rows, ""))
    columns = dict.fromkeys((breakdown.columns, ""))
    return [(row, column) for row in rows for column in columns]
