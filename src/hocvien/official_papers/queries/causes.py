"""Why cells of a numbered paper differ today: the facts kept with its number, beside what is recorded since."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import override

from hocvien.official_papers.constants import QUESTION, SENDERS
from hocvien.official_papers.data import CellChange, TableChange
from hocvien.official_papers.models import FigureBlock
from hocvien.reporting import api as reporting

_PEOPLE, _CLASSES = frozenset({"participation"}), frozenset({"class"})
_OF_CLASSES = {"Lớp", "Lớp đã mở"}
_OF_PLAN = {"Lớp kế hoạch", "Lượt kế hoạch"}
_ALL = {"Tổng cộng", "Tất cả", ""}
_MEASURES = {one.code: one for one in reporting.MEASURES}


def told_of(block: FigureBlock) -> reporting.Breakdown:
    """The question of measures whose facts a table of papers is made of."""
    if block.kind == QUESTION:
        return reporting.Breakdown.from_json(block.asked)
    rows = "sender_branch" if block.kind == SENDERS else "programme"
    return reporting.Breakdown(("classes", "participations", "persons"), rows=rows)


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
        column, facts = _column(told, kind, cell.column)
        wanted = [
            (code, title)
            for code, title in ((told.rows, cell.row), (told.columns, column))
            if code and title not in _ALL
        ]
        counted = Counter(
            one.cause
            for one in self.differences
            if one.fact in facts
            and all(title in self._titles_of(one, code) for code, title in wanted)
            and all({value for name, value in _values(one) if name == code} & {*values} for code, values in told.where)
        )
        return tuple(sorted((str(cause), count) for cause, count in counted.items()))

    def _titles_of(self, one: reporting.Difference, code: str) -> set[str]:
        return {self.titles.get(pair, pair[1]) for pair in _values(one) if pair[0] == code}


def _values(one: reporting.Difference) -> Iterable[tuple[str, str]]:
    """(dimension, value) on either side of a difference."""
    for row in (one.was, one.now):
        yield from zip(one.dimensions, (row or ())[1:], strict=False)


def _column(told: reporting.Breakdown, kind: str, words: str) -> tuple[str, frozenset[str]]:
    """(the value a column stands for, "" for all; the facts its figure counts)."""
    if kind != QUESTION:
        return "", frozenset() if words in _OF_PLAN else _CLASSES if words in _OF_CLASSES else _PEOPLE
    title, measure = "", words
    if told.columns and len(told.measures) == 1:
        title, measure = words, ""
    elif told.columns:
        title, _colon, measure = words.rpartition(": ")
    with override("vi"):
        counted = [code for code in told.measures if not measure or _MEASURES[code].title == measure]
    return title, frozenset(fact for code in counted for fact in _facts(code))


def _facts(code: str) -> set[str]:
    """Kinds of facts a measure counts; of a share those of both parts."""
    one = _MEASURES[code]
    parts = [_MEASURES[part] for part in one.share_of if part]
    return {source.fact for each in (one, *parts) for source in (*each.sources, *each.else_from)}
