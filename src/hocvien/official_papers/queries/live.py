"""The figures of a paper as they are now: the one place where papers ask `reporting` and `planning`."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from django.utils.translation import override

from hocvien.catalogue import api as catalogue
from hocvien.official_papers.constants import PLAN, SENDERS
from hocvien.official_papers.data import Grid
from hocvien.official_papers.wording import grid_number
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.reporting import api as reporting

_WIDTHS = (11, 76, 16, 24, 19, 19)
_PLAN_WIDTHS = (11, 58, 18, 18, 20, 20, 20)


class Asked(Protocol):
    """What a paper or a block asks: a unit, days, the basis, the structure."""

    @property
    def unit(self) -> org.Unit: ...
    @property
    def first_on(self) -> date: ...
    @property
    def last_on(self) -> date: ...
    @property
    def term(self) -> str: ...
    @property
    def basis(self) -> str: ...
    @property
    def seen_on(self) -> date | None: ...


def answer_of(asked: Asked, today: date) -> reporting.Report:
    """The figures as they are known today; at most 10 queries."""
    return reporting.compute_report(
        unit=asked.unit,
        from_=asked.first_on,
        to=asked.last_on,
        basis=asked.basis,
        known_on=today,
        seen_on=asked.seen_on,
        term=asked.term,
    )


def planned_of(asked: Asked) -> list[planning.MergedLine]:
    """The lines in force of the unit and of those below for the year; none where the days are of several years. Four queries."""
    if asked.first_on.year != asked.last_on.year or asked.basis != reporting.OPENED:
        return []
    return planning.merged_lines(asked.unit, asked.last_on.year, asked.last_on)


def narrative_of(asked: Asked, today: date, answer: reporting.Report | None = None) -> str:
    """The paragraph of the figures, with the share of the year's plan where there is one; at most 14 queries."""
    report = answer or answer_of(asked, today)
    seats = sum(line.amounts.seats for line in planned_of(asked))
    return reporting.paragraph(report, planned=seats)


def grid_of(kind: str, asked: Asked, today: date, answer: reporting.Report | None = None) -> Grid:
    """A table of the figures, every cell as it is written in the paper. At most 15 queries."""
    report = answer or answer_of(asked, today)
    with override("vi"):
        if kind == SENDERS:
            return _senders(report)
        return _plan(asked, report) if kind == PLAN else _programmes(report)


def _heads(first: str) -> tuple[str, ...]:
    return ("TT", first, "Lớp", "Lượt học viên", "Người", "Nữ")


def _cells(at: int | str, name: str, numbers: Sequence[int]) -> tuple[str, ...]:
    return (str(at), name, *(grid_number(number) for number in numbers))


def _programmes(report: reporting.Report) -> Grid:
    rows = [
        _cells(at, row.name, (row.classes, row.participations, row.persons, row.female))
        for at, row in enumerate(report.programmes, start=1)
    ]
    total = report.totals
    rows.append(_cells("", "Tổng cộng", (report.classes, total.participations, total.persons, total.female)))
    for words, beside in (("phối hợp với", report.joint), ("cử đi học, do", report.sent)):
        rows += [
            _cells(
                "",
                f"Ngoài tổng: {row.name}, {words} {row.partner}{'' if beside is report.joint else ' mở'}",
                (row.classes, row.participations, row.persons, row.female),
            )
            for row in beside
        ]
    title = f"Kết quả mở lớp theo chương trình, {reporting.period_words(report)}"
    return Grid(
        title, _heads("Chương trình"), _WIDTHS, tuple(rows), (0, *range(2, 6)), bold_rows=(len(report.programmes),)
    )


def _senders(report: reporting.Report) -> Grid:
    rows = tuple(
        _cells(at, row.name, (row.classes, row.participations, row.persons, row.female))
        for at, row in enumerate(report.by_sending_unit, start=1)
    )
    title = f"Học viên theo đơn vị cử, {reporting.period_words(report)}"
    return Grid(title, _heads("Đơn vị cử"), _WIDTHS, rows, (0, *range(2, 6)))


def _plan(asked: Asked, report: reporting.Report) -> Grid:
    """By programme: classes and seats planned for the year, classes and participations so far, the share."""
    lines = planned_of(asked)
    sums = planning.sum_by(lines, "programme_id")
    programmes = catalogue.programmes_by_ids([pk for pk in sums if isinstance(pk, int)])
    planned = {programmes[pk].code: (programmes[pk].name, amounts) for pk, amounts in sums.items()}  # type: ignore[index]  # keys are ids where one sums by programme
    done = {row.code: row for row in report.programmes}
    names = {code: name for code, (name, _amounts) in planned.items()} | {code: row.name for code, row in done.items()}
    rows = []
    for at, (code, name) in enumerate(names.items(), start=1):
        amounts = planned[code][1] if code in planned else None
        row = done.get(code)
        rows.append(
            _plan_cells(
                str(at),
                name,
                (amounts.classes, amounts.seats) if amounts else (0, 0),
                (row.classes, row.participations) if row else (0, 0),
            )
        )
    every = planning.sum_amounts(line.amounts for line in lines)
    total = (report.classes, report.totals.participations)
    rows.append(_plan_cells("", "Tổng cộng", (every.classes, every.seats), total))
    heads = ("TT", "Chương trình", "Lớp kế hoạch", "Lớp đã mở", "Lượt kế hoạch", "Lượt đã học", "Đạt")
    title = f"So với kế hoạch năm {asked.last_on.year}, {reporting.period_words(report)}"
    return Grid(title, heads, _PLAN_WIDTHS, tuple(rows), (0, *range(2, 7)), bold_rows=(len(names),))


def _plan_cells(at: str, name: str, planned: tuple[int, int], done: tuple[int, int]) -> tuple[str, ...]:
    share = reporting.official_percent(done[1], planned[1]) if planned[1] else "–"
    figures = (planned[0], done[0], planned[1], done[1])
    return (at, name, *(grid_number(number) for number in figures), share)
