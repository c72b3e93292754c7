"""The figures of a paper as they are now: the one place where papers ask `reporting` and `planning`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.translation import override

from hocvien.catalogue import api as catalogue
from hocvien.official_papers.constants import PLAN, QUESTION, SENDERS
from hocvien.official_papers.data import Grid
from hocvien.official_papers.queries.questions import question_grid
from hocvien.official_papers.wording import grid_number
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.reporting import api as reporting

_WIDTHS = (11, 76, 16, 24, 19, 19)
_PARTICIPATIONS = "participations"
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


class AskedBlock(Asked, Protocol):
    """What a block asks: `asked` and `title` of a question of measures by dimensions."""

    @property
    def kind(self) -> str: ...
    @property
    def asked(self) -> dict[str, Any]: ...
    @property
    def title(self) -> str: ...


class Live:
    """The figures of one day, each question asked once however often it is needed. Ten queries a question, one a plan.

    `not_before`: of no earlier moment, for what is kept; without it figures of a nation may be some seconds old.
    """

    def __init__(self, today: date, not_before: datetime | None = None) -> None:
        self.today, self._not_before = today, not_before
        self._answers: dict[tuple[object, ...], reporting.Report] = {}
        self._planned: dict[tuple[object, ...], dict[int, planning.Amounts]] = {}
        self._sizes: dict[reporting.Question, int] = {}

    def answer(self, asked: Asked) -> reporting.Report:
        """The figures as they are known today."""
        key = (asked.unit.pk, asked.first_on, asked.last_on, asked.term, asked.basis, asked.seen_on)
        if key not in self._answers:
            self._answers[key] = reporting.compute_report(
                unit=asked.unit,
                from_=asked.first_on,
                to=asked.last_on,
                basis=asked.basis,
                known_on=self.today,
                seen_on=asked.seen_on,
                term=asked.term,
                not_before=self._not_before,
            )
        return self._answers[key]

    def planned(self, asked: Asked) -> dict[int, planning.Amounts]:
        """Programme → the year's plan of the unit and of those below; nothing where the days are of several years."""
        if asked.first_on.year != asked.last_on.year or asked.basis != reporting.OPENED:
            return {}
        key = (asked.unit.pk, asked.last_on)
        if key not in self._planned:
            self._planned[key] = planning.planned_by_programme(asked.unit, asked.last_on.year, asked.last_on)
        return self._planned[key]

    def narrative(self, asked: Asked) -> str:
        """The paragraph of the figures, with the share of the year's plan where there is one."""
        seats = planning.sum_amounts(self.planned(asked).values()).seats
        return reporting.paragraph(self.answer(asked), planned=seats)

    def grid(self, block: AskedBlock) -> Grid:
        """A table of the figures, every cell as it is written in the paper; one query more for a table against the plan.

        A question of measures costs what `reporting.break_down` does.
        """
        with override("vi"):
            if block.kind == QUESTION:
                return question_grid(self.measured(block), block.title)
            report = self.answer(block)
            if block.kind == PLAN:
                planned = self.planned(block)
                return (
                    _plan(block, report, planned)
                    if planned or report.programmes
                    else _nothing(_plan_title(block, report))
                )
            if block.kind == SENDERS:
                return _senders(report) if report.by_sending_unit else _nothing(_senders_title(report))
            has_some = report.programmes or report.joint or report.sent
            return _programmes(report) if has_some else _nothing(_programmes_title(report))

    def measured(self, block: AskedBlock) -> reporting.Answer:
        """The answer of a question of measures, whole: who may not see a sensitive table sees no paper that has one."""
        question, told = self.question(block), reporting.Breakdown.from_json(block.asked)
        answer = reporting.break_down(question, told)
        size = answer.figure(_PARTICIPATIONS) if _PARTICIPATIONS in told.measures and not told.where else None
        if size is not None:
            self._sizes[question] = int(size)
        return replace(answer, term=block.term)

    def size(self, block: AskedBlock) -> int:
        """Participations of the question a table answers, as far as they were not counted with it: a question of measures that asks for others takes one
        statement more.
        """
        if block.kind != QUESTION:
            return self.answer(block).totals.participations
        question = self.question(block)
        if question not in self._sizes:
            alone = reporting.break_down(question, reporting.Breakdown((_PARTICIPATIONS,)), is_headed=False)
            self._sizes[question] = int(alone.figure(_PARTICIPATIONS) or 0)
        return self._sizes[question]

    def question(self, block: Asked) -> reporting.Question:
        """What is asked of measures: the unit, the days and how they are looked at. At most one query."""
        return reporting.ask(
            unit=block.unit,
            from_=block.first_on,
            to=block.last_on,
            basis=block.basis,
            known_on=self.today,
            seen_on=block.seen_on,
        )


def _heads(first: str) -> tuple[str, ...]:
    return ("TT", first, "Lớp", "Lượt học viên", "Người", "Nữ")


def _cells(at: int | str, name: str, numbers: Sequence[int]) -> tuple[str, ...]:
    return (str(at), name, *(grid_number(number) for number in numbers))


def _nothing(title: str) -> Grid:
    """A sentence where the table would hold noughts alone."""
    return Grid(f"{title}: không có.", (), (), ())


def _programmes_title(report: reporting.Report) -> str:
    return f"Kết quả mở lớp theo chương trình, {reporting.period_words(report)}"


def _senders_title(report: reporting.Report) -> str:
    return f"Học viên theo đơn vị cử, {reporting.period_words(report)}"


def _plan_title(asked: Asked, report: reporting.Report) -> str:
    """The plan's year, and the period unless it is that very year."""
    year, period = f"năm {asked.last_on.year}", reporting.period_words(report)
    return f"So với kế hoạch {year}" if period == year else f"So với kế hoạch {year}, {period}"


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
    return Grid(
        _programmes_title(report),
        _heads("Chương trình"),
        _WIDTHS,
        tuple(rows),
        (0, *range(2, 6)),
        bold_rows=(len(report.programmes),),
    )


def _senders(report: reporting.Report) -> Grid:
    rows = tuple(
        _cells(at, row.name, (row.classes, row.participations, row.persons, row.female))
        for at, row in enumerate(report.by_sending_unit, start=1)
    )
    return Grid(_senders_title(report), _heads("Đơn vị cử"), _WIDTHS, rows, (0, *range(2, 6)))


def _plan(asked: Asked, report: reporting.Report, sums: Mapping[int, planning.Amounts]) -> Grid:
    """By programme: classes and seats planned for the year, classes and participations so far, the share."""
    programmes = catalogue.programmes_by_ids(list(sums))
    planned = {programmes[pk].code: (programmes[pk].name, amounts) for pk, amounts in sums.items()}
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
    every = planning.sum_amounts(sums.values())
    total = (report.classes, report.totals.participations)
    rows.append(_plan_cells("", "Tổng cộng", (every.classes, every.seats), total))
    heads = ("TT", "Chương trình", "Lớp kế hoạch", "Lớp đã mở", "Lượt kế hoạch", "Lượt đã học", "Đạt")
    return Grid(
        _plan_title(asked, report), heads, _PLAN_WIDTHS, tuple(rows), (0, *range(2, 7)), bold_rows=(len(names),)
    )


def _plan_cells(at: str, name: str, planned: tuple[int, int], done: tuple[int, int]) -> tuple[str, ...]:
    share = reporting.official_percent(done[1], planned[1]) if planned[1] else "–"
    figures = (planned[0], done[0], planned[1], done[1])
    return (at, name, *(grid_number(number) for number in figures), share)
