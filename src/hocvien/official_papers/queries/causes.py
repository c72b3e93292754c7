"""Why cells of a numbered paper differ today: the facts kept with its number, beside what is recorded since."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import override

from hocvien.official_papers.constants import QUESTION, SENDERS
from hocvien.official_papers.data import CellChange, TableChange
from hocvien.official_papers.models import FigureBlock
from hocvien.reporting import api as reporting

_SEX, _WOMEN = "sex", "Nữ"
# heads of the tables of the standard report → what they count, if not participations
_COUNTED = {"Lớp": "classes", "Lớp đã mở": "classes", "Người": "persons", _WOMEN: "persons"}
_OF_PLAN = {"Lớp kế hoạch", "Lượt kế hoạch"}
_ALL = {"Tổng cộng", "Tất cả", ""}
_MEASURES = {one.code: one for one in reporting.MEASURES}


def told_of(block: FigureBlock) -> reporting.Breakdown:
    """The question of measures whose facts a table of papers is made of."""
    if block.kind == QUESTION:
        return reporting.Breakdown.from_json(block.asked)
    rows = "sender_branch" if block.kind == SENDERS else "programme"
    return reporting.Breakdown(("classes", "participations", "persons"), rows=rows)


def kept_for(blocks: Sequence[FigureBlock]) -> list[reporting.Breakdown]:
    """The questions whose facts are kept for tables of one question: theirs, and of the standard report's also who is a woman."""
    told = [told_of(block) for block in blocks]
    women = [reporting.Breakdown(("persons",), rows=_SEX) for block in blocks if block.kind != QUESTION]
    return list(dict.fromkeys([*told, *women]))


def explained(changed: Sequence[tuple[FigureBlock, TableChange]]) -> list[TableChange]:
    """The changes, each cell with its causes; one query for the answers that were kept, and for each of them what `reporting.changes_since` takes, and its headings."""
    ids = {block.facts_id for block, _change in changed if block.facts_id is not None}
    kept = reporting.FrozenAnswer.objects.select_related("unit").filter(pk__in=ids) if ids else ()
    since = {one.pk: _Since.of(one) for one in kept}
    found = []
    for block, change in changed:
        if block.facts_id is None:
            found.append(change)
            continue
        why, told = since[block.facts_id], told_of(block)
        cells = tuple(replace(cell, causes=why.causes(told, block.kind, cell)) for cell in change.cells)
        found.append(replace(change, cells=cells, is_explained=True))
    return found


@dataclass(frozen=True, slots=True)
class _Since:
    """What counts otherwise than in one kept answer, and how values are headed."""

    differences: Sequence[reporting.Difference]
    titles: dict[tuple[str, str], str]

    @classmethod
    def of(cls, frozen: reporting.FrozenAnswer) -> "_Since":
        differences = reporting.changes_since(frozen)
        values: dict[str, set[str]] = {}
        for one in differences:
            for code, value in _values(one):
                values.setdefault(code, set()).add(value)
        question = reporting.question_of(frozen)
        with override("vi"):
            titles = {
                (code, heading.code): heading.title
                for code, found in values.items()
                for heading in reporting.headings_of(code, found, question)
            }
        return cls(differences, titles)

    def causes(self, told: reporting.Breakdown, kind: str, cell: CellChange) -> tuple[tuple[str, int], ...]:
        """How many facts of each cause the cell gained or lost, or counts otherwise."""
        column, measures = _column(told, kind, cell.column)
        place = {code: title for code, title in ((told.rows, cell.row), (told.columns, column)) if code}
        if kind != QUESTION and cell.column == _WOMEN:
            place |= {_SEX: _WOMEN}
        sources = {source for found in reporting.needed(measures, told.dimensions).values() for source in found}
        counted = {
            (one.fact, one.pk): str(one.cause)
            for one in self.differences
            if any(self._changes(one, source, told, place) for source in sources)
        }
        return tuple(sorted(Counter(counted.values()).items()))

    def _changes(
        self, one: reporting.Difference, source: reporting.Source, told: reporting.Breakdown, place: Mapping[str, str]
    ) -> bool:
        """Whether a source counts the fact otherwise in the cell: on one side alone, with another sum, or as somebody else."""
        was, now = (
            row if row is not None and self._lies_in(one, row, source, told, place) else None
            for row in (one.was, one.now)
        )
        if source.column in one.sums:
            at = 1 + len(one.dimensions) + one.sums.index(source.column)
            return (was[at] if was else 0) != (now[at] if now else 0)
        return (was is None) != (now is None) or (was is not None and source.column in one.others)

    def _lies_in(
        self,
        one: reporting.Difference,
        row: tuple[str, ...],
        source: reporting.Source,
        told: reporting.Breakdown,
        place: Mapping[str, str],
    ) -> bool:
        """Whether the cell counts the fact as this side tells it; what is told beside the own is in no total."""
        is_whole = "part" not in told.dimensions or place.get("part") in _ALL
        if one.fact != source.fact or ((source.part or is_whole) and row[0] != (source.part or reporting.OWN)):
            return False
        values = dict(zip(one.dimensions, row[1:], strict=False))
        return all(
            title in _ALL
            # an answer kept without it: everybody counts
            or (code == _SEX and code not in told.dimensions and code not in values)
            or (code in values and self.titles.get((code, values[code]), values[code]) == title)
            for code, title in place.items()
        ) and all(values.get(code) in wanted for code, wanted in told.where)


def _values(one: reporting.Difference) -> Iterable[tuple[str, str]]:
    """(dimension, value) on either side of a difference."""
    for row in (one.was, one.now):
        yield from zip(one.dimensions, (row or ())[1:], strict=False)


def _column(told: reporting.Breakdown, kind: str, words: str) -> tuple[str, tuple[str, ...]]:
    """(the value a column stands for, "" for all; the measures of its figure)."""
    if kind != QUESTION:
        return "", () if words in _OF_PLAN else (_COUNTED.get(words, "participations"),)
    title, measure = "", words
    if told.columns and len(told.measures) == 1:
        title, measure = words, ""
    elif told.columns:
        title, _colon, measure = words.rpartition(": ")
    with override("vi"):
        return title, tuple(code for code in told.measures if not measure or _MEASURES[code].title == measure)
