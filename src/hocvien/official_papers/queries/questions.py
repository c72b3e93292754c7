"""A question of measures by dimensions as a paper writes it: a table, or one sentence where it is not told apart by anything."""

from collections.abc import Mapping
from dataclasses import replace

from hocvien.common.periods import period_between
from hocvien.official_papers.data import CellChange, Grid, TableChange
from hocvien.official_papers.wording import grid_number
from hocvien.reporting import api as reporting

_WIDTH = 165
_NUMBER, _NARROWEST, _WIDEST = 11, 12, 26
_MEASURES = {one.code: one for one in reporting.MEASURES}
_DIMENSIONS = {one.code: one for one in reporting.DIMENSIONS}
_NOT_TOLD = "–"


def question_grid(answer: reporting.Answer, title: str) -> Grid:
    """The figures of the answer in the places the screen shows them, written as papers write figures. No query.

    `title`: the office's own words in place of measures and dimensions; the days are always the answer's.
    """
    days = replace(period_between(answer.from_, answer.to), name=answer.term).label
    words = f"{title or _about(answer)}, {days}"
    if not answer.breakdown.rows and not answer.breakdown.columns:
        return _sentence(answer, title, days)
    if answer.is_empty and not answer.unknown:
        return Grid(f"{words}: không có.", (), (), ())
    heads, over = _heads(answer)
    rows = [(str(at), one.title, *_figures(answer, one.code)) for at, one in enumerate(answer.rows, start=1)]
    rows.append(("", _all_words(answer, answer.breakdown.rows), *_figures(answer, reporting.TOTAL)))
    count = len(heads) - 2
    each = max(_NARROWEST, min(_WIDEST, (_WIDTH - _NUMBER - 45) // max(count, 1)))
    widths = (_NUMBER, max(_WIDTH - _NUMBER - each * count, 30), *(each for _one in range(count)))
    right = (0, *range(2, len(heads)))
    return Grid(words, heads, widths, tuple(rows), right, bold_rows=(len(rows) - 1,), over=over)


def columns_of(answer: reporting.Answer) -> int:
    """How many columns of figures the answer takes in a paper."""
    return len(_places(answer)) * len(answer.breakdown.measures)


def changes_between(was: Grid, today: Grid) -> TableChange | None:
    """Cells of a kept table that are told otherwise today, by the words of row and column; None where there are none.

    A sentence beside a table says that nothing is there: its cells are noughts.
    """
    if was.is_sentence and today.is_sentence:
        cells = [CellChange("", "", was.title, today.title)] if was.title != today.title else []
    else:
        before, after = _by_words(was), _by_words(today)
        if was.is_sentence:
            before = _noughts(after)
        elif today.is_sentence:
            after = _noughts(before)
        cells = [
            CellChange(*place, before.get(place, ""), after.get(place, ""))
            for place in dict.fromkeys([*before, *after])
            if before.get(place, "") != after.get(place, "")
        ]
    return TableChange(was.title, tuple(cells)) if cells else None


def _noughts(cells: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """The same places with nothing in them; a share of nothing is not told."""
    return {
        place: _NOT_TOLD if words == _NOT_TOLD or words.endswith("%") else grid_number(0)
        for place, words in cells.items()
    }


def _by_words(grid: Grid) -> dict[tuple[str, str], str]:
    """(row, column) in words → the cell; two rows of one name are told apart by their order."""
    found: dict[tuple[str, str], str] = {}
    for row in grid.rows:
        for head, cell in zip(grid.named, row[2:], strict=True):
            place, more = (row[1], head), 2
            while place in found:
                place, more = (f"{row[1]} ({more})", head), more + 1
            found[place] = cell
    return found


def _sentence(answer: reporting.Answer, title: str, days: str) -> Grid:
    """Like: Trong 8 tháng đầu năm 2026, … có 88 lượt học viên; 88 người; tỉ lệ được công nhận 60,23%."""
    told = "; ".join(_told(answer, code) for code in answer.breakdown.measures)
    if title:
        return Grid(f"{title}, {days}: {told}.", (), (), ())
    when = f"T{days[1:]}" if days.startswith("từ ") else f"Trong {days}"
    return Grid(f"{when}, {answer.unit_name} có {told}.", (), (), ())


def _told(answer: reporting.Answer, measure: str) -> str:
    """A measure within a sentence: the number before what it counts; after it where the words are of a share or begin with "số"."""
    small = _small(_MEASURES[measure].title)
    figure = answer.figure(measure)
    if figure is not None and _MEASURES[measure].how != "share" and not small.startswith(("số ", "đã ")):
        return f"{reporting.official_number(int(figure))} {small}"
    return f"{small} {_written(answer, measure, reporting.TOTAL, reporting.TOTAL)}"


def _about(answer: reporting.Answer) -> str:
    """Measures and what they are told apart by: "Lượt học viên, người theo đơn vị cử"."""
    told = answer.breakdown
    measures = ", ".join(_small(_MEASURES[code].title) for code in told.measures)
    by = ", ".join(_small(_DIMENSIONS[code].title) for code in (told.rows, told.columns) if code)
    words = f"{measures} theo {by}" if by else measures
    return words[:1].upper() + words[1:]


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]


def _places(answer: reporting.Answer) -> list[tuple[str, str]]:
    """Columns with their words, all of them together last."""
    columns = [(one.code, one.title) for one in answer.columns]
    return [*columns, (reporting.TOTAL, _all_words(answer, answer.breakdown.columns) if columns else "")]


def _heads(answer: reporting.Answer) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """(heads, words over them): a column's value stands over its measures where there are several."""
    measures = answer.breakdown.measures
    rows = answer.breakdown.rows
    first = _DIMENSIONS[rows].title if rows else "Đơn vị"
    places = [place for _code, place in _places(answer)]
    if not answer.breakdown.columns or len(measures) == 1:
        return ("TT", first, *(place or _MEASURES[one].title for place in places for one in measures)), ()
    heads = tuple(_MEASURES[one].title for _place in places for one in measures)
    return ("TT", first, *heads), tuple((place, len(measures)) for place in places)


def _figures(answer: reporting.Answer, row: str) -> list[str]:
    return [
        _written(answer, measure, row, column)
        for column, _title in _places(answer)
        for measure in answer.breakdown.measures
    ]


def _written(answer: reporting.Answer, measure: str, row: str, column: str) -> str:
    """A figure as tables of papers write it; a dash for what cannot be told."""
    figure = answer.figure(measure, row, column)
    if figure is None:
        return _NOT_TOLD
    return reporting.official_percent(figure, 1) if _MEASURES[measure].how == "share" else grid_number(int(figure))


def _all_words(answer: reporting.Answer, dimension: str) -> str:
    adds_up = not dimension or all(reporting.adds_up(measure, dimension) for measure in answer.breakdown.measures)
    return "Tổng cộng" if adds_up else "Tất cả"
