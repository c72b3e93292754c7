"""The cells of a table of published figures that are wrong, put right where they stand. The file stays as it came."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from hocvien.accounts.api import User
from hocvien.exchange.constants import FIGURE_COLUMNS
from hocvien.exchange.data import FigureProblem, KeptProblem, KeptRow
from hocvien.exchange.operations.figure_planning import FigurePlan
from hocvien.figures import api as figures


def list_figure_cells(file: figures.StatementFile, plan: FigurePlan) -> list[KeptRow]:
    """Of the rows of a plan of this file those with a cell that is wrong or was corrected, in the order of the file. No query."""
    wrong: dict[int, list[FigureProblem]] = {}
    for problem in plan.problems:
        wrong.setdefault(problem.row, []).append(problem)
    whose = {one.row: ", ".join(filter(None, (one.unit, one.period))) for one in plan.rows}
    return [
        _kept(file.sheet, row, wrong.get(row.number, ()), whose.get(row.number, ""))
        for row in figures.rows_of(file)
        # a row left out may still be the heading whose text others take
        if row.number in wrong or (row.told != row.came and not row.is_left_out)
    ]


def _kept(sheet: str, row: figures.FileRow, wrong: Collection[FigureProblem], name: str) -> KeptRow:
    problems = [_wrong(row, one) for one in wrong]
    told = {one.field for one in wrong}
    problems += [
        _corrected(row, field)
        for field, text in row.told.items()
        if field not in told and text != row.came.get(field, "")
    ]
    return KeptRow(
        key=str(row.number),
        sheet=sheet,
        row=row.number,
        full_name=name,
        birth="",
        unit_name=row.told.get("unit", ""),
        action="problem" if wrong else "corrected",
        person_uuid=None,
        changes=(),
        reason_vi="",
        reason_en="",
        raw=row.told,
        problems=tuple(problems),
    )


def _wrong(row: figures.FileRow, problem: FigureProblem) -> KeptProblem:
    text = row.told.get(problem.field, "")
    return KeptProblem(
        cell=figures.cell_name(problem.field, row.number),
        text=text,
        field=problem.field,
        code=problem.code,
        value=text,
        suggestion=problem.fix,
        holds=True,
        message_vi=problem.message,
        message_en=problem.message,
    )


def _corrected(row: figures.FileRow, field: str) -> KeptProblem:
    came = row.came.get(field, "")
    words = _("Trong tệp ghi “{text}”.").format(text=came) if came else _("Trong tệp để trống.")
    return KeptProblem(
        cell=figures.cell_name(field, row.number),
        text=row.told[field],
        field=field,
        code="corrected",
        value=row.told[field],
        suggestion="",
        holds=False,
        message_vi=words,
        message_en=words,
    )


def correct_figures(
    *,
    actor: User | None,
    file: figures.StatementFile,
    cells: Mapping[str, str],
    left_out: Collection[int] = (),
    taken_in: Collection[int] = (),
) -> int:
    """As `figures.correct_file`, for cells of the fields a table may have; others are passed over."""
    known = {cell: text for cell, text in cells.items() if cell.rstrip("0123456789") in FIGURE_COLUMNS}
    return figures.correct_file(actor=actor, file=file, cells=known, left_out=left_out, taken_in=taken_in)
