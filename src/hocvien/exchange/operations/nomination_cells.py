"""The cells of a nomination list that tell who is meant, put right where they stand. The file stays as it came."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hocvien.accounts.api import User
from hocvien.exchange.arithmetic.encodings import UNICODE, decode
from hocvien.exchange.arithmetic.person_row import CellProblem
from hocvien.exchange.data import KeptProblem, KeptRow, NominationLine
from hocvien.exchange.errors import NominationFileGone
from hocvien.exchange.models import NominationFile
from hocvien.exchange.operations.nomination_planning import (
    DECIDING,
    RowRead,
    deciding_problems,
    problem_words,
    read_rows,
)
from hocvien.exchange.operations.roster_kept import cell_text, letters_of, row_of

TO_PUT_RIGHT = frozenset({"unread", "unknown"})
_LONGEST = 500


def list_nomination_cells(stored: NominationFile, lines: Iterable[NominationLine], on: date) -> list[KeptRow]:
    """Of the rows of a plan of this file those that name nobody yet, with the cells that tell who is meant. No query."""
    why = {(line.sheet, line.row): line.why for line in lines if line.state in TO_PUT_RIGHT}
    names = [sheet["name"] for sheet in stored.layout["sheets"]]
    return [
        _kept(stored, row, names[row.sheet], why[names[row.sheet], row.number])
        for row in read_rows(stored, on)
        if (names[row.sheet], row.number) in why
    ]


def _kept(stored: NominationFile, row: RowRead, sheet: str, why: str) -> KeptRow:
    read = row.read
    wrong = deciding_problems(read)
    problems = [_problem(stored, row, one.name, one.letter, one) for one in wrong]
    told = {one.cell for one in problems}
    for field in DECIDING:
        letter = read.letters.get(field)
        if letter and f"{row.sheet}!{letter}{row.number}" not in told:
            # what cannot be read is said at its cell; that nobody is found, at the name
            is_nobody = field == "full_name" and not wrong
            words = why if is_nobody else _("Sửa ở đây nếu ghi sai.")
            one = _problem(stored, row, field, letter, None, words=words, holds=is_nobody)
            problems.append(one)
            told.add(one.cell)
    return KeptRow(
        key=row.key,
        sheet=sheet,
        row=row.number,
        full_name=read.values.get("full_name") or read.raw.get("full_name", ""),
        birth=read.values.get("birth", ""),
        unit_name=read.values.get("unit_name", ""),
        action="problem",
        person_uuid=None,
        changes=(),
        reason_vi=why,
        reason_en=why,
        raw=read.raw,
        problems=tuple(problems),
    )


def _problem(
    stored: NominationFile,
    row: RowRead,
    field: str,
    letter: str,
    found: CellProblem | None,
    *,
    words: str = "",
    holds: bool = True,
) -> KeptProblem:
    text = text_now(stored, row, letter)
    return KeptProblem(
        cell=f"{row.sheet}!{letter}{row.number}",
        text=text,
        field=field,
        code=found.code if found else "who_is_meant",
        value=found.value if found else text,
        suggestion=found.suggestion if found else "",
        holds=holds,
        message_vi=problem_words(found, "vi") if found else words,
        message_en=problem_words(found, "en") if found else words,
    )


def text_now(stored: NominationFile, row: RowRead, letter: str) -> str:
    """What stands in a cell now: what was typed over it, else the file's own text, its encoding repaired."""
    typed = stored.edits.get(f"{row.sheet}!{letter}{row.number}")
    if typed is not None:
        return str(typed)
    columns = stored.layout["sheets"][row.sheet]["columns"]
    encoding = next((one.get("encoding", UNICODE) for one in columns if one["letter"] == letter), UNICODE)
    return decode(cell_text((row.sheet, row.number, row.cells, row.group), letter), encoding)


@transaction.atomic
def edit_nomination_cells(*, actor: User | None, stored: NominationFile, cells: Mapping[str, str], on: date) -> int:
    """Write other texts into cells ("0!B5" → text) of the actor's own file; how many differ from before.

    Cells that are none of the file's are passed over. Raises NominationFileGone. Two queries.
    """
    held = NominationFile.objects.select_for_update().filter(pk=stored.pk, owner=actor).first()
    if held is None:
        raise NominationFileGone
    letters = [{column["letter"] for column in sheet["columns"]} for sheet in held.layout["sheets"]]
    wanted = {row_of(cell) for cell in cells}
    rows = {row.key: row for row in read_rows(held, on) if row.key in wanted}
    edits: dict[str, Any] = dict(held.edits)
    changed = 0
    for cell, text in cells.items():
        row, letter = rows.get(row_of(cell)), letters_of(cell)
        if row is None or letter not in letters[row.sheet]:
            continue
        after = text.strip()[:_LONGEST]
        if after == text_now(held, row, letter).strip():
            continue
        edits[cell] = after
        changed += 1
    stored.edits = edits
    if changed:
        stored.save(update_fields=["edits"])
    return changed
