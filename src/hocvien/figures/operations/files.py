"""A workbook of published figures: kept as it came, corrected cell by cell over it, taken over as one, withdrawn as one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.text import clean_name
from hocvien.figures.data import Citation, NewStatement
from hocvien.figures.errors import (
    StatementEmpty,
    StatementFileNotFound,
    StatementFileNothingToWithdraw,
    StatementFileTakenOver,
)
from hocvien.figures.models import Statement, StatementFile
from hocvien.figures.operations.statements import take_over, withdraw
from hocvien.figures.queries.files import cell_name, place_of, rows_of
from hocvien.journal import api as journal
from hocvien.org import api as org

_LONGEST = 500


def keep_file(
    *,
    actor: User | None,
    filename: str,
    sheet: str,
    columns: dict[str, int],
    headers: dict[str, str],
    rows: Sequence[Sequence[Any]],
    source: Citation | None,
    now: datetime,
) -> StatementFile:
    """Keep the rows of a workbook until somebody takes them over; no figure is written."""
    return StatementFile.objects.create(
        owner=actor,
        filename=filename[:200],
        sheet=sheet[:100],
        columns=columns,
        headers=headers,
        rows=list(rows),
        source=source.as_json() if source else {},
        created_at=now,
    )


@transaction.atomic
def correct_file(
    *,
    actor: User | None,
    file: StatementFile,
    cells: Mapping[str, str],
    left_out: Collection[int] = (),
    taken_in: Collection[int] = (),
) -> int:
    """Type other texts over cells ("participants5" → text) of the actor's own file, leave rows out, take them in again; how many changed.

    The rows stay as they came: typing what the file has takes a correction back. Cells and rows that are none of the file's are passed
    over. Raises StatementFileNotFound, StatementFileTakenOver. Five queries.
    """
    held = StatementFile.objects.select_for_update().filter(pk=file.pk, owner=actor).first()
    if held is None:
        raise StatementFileNotFound
    if held.statements.filter(withdrawn_on=None).exists():
        raise StatementFileTakenOver(held.filename)
    rows = {row.number: row for row in rows_of(held)}
    edits: dict[str, str] = dict(held.edits)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for cell, given in cells.items():
        field, number = place_of(cell)
        row, text, name = rows.get(number), clean_name(given)[:_LONGEST], cell_name(field, number)
        if row is None or text == row.told.get(field, ""):
            continue
        said = f"{held.headers.get(field, field)}, hàng {number}"
        before[said], after[said] = row.told.get(field, ""), text
        if text == row.came.get(field, ""):
            del edits[name]
        else:
            edits[name] = text
    without = sorted((set(held.left_out) | set(left_out) & set(rows)) - set(taken_in))
    changed = len(after) + len(set(without) ^ set(held.left_out))
    if without != held.left_out:
        before["left_out"], after["left_out"] = (", ".join(map(str, numbers)) for numbers in (held.left_out, without))
    file.edits, file.left_out = edits, without
    if changed:
        file.save(update_fields=["edits", "left_out"])
        journal.record(actor=actor, verb="figures.correct_file", subject=held, before=before, after=after)
    return changed


def lock_file(file: StatementFile) -> StatementFile:
    """The file as it stands, with its corrections, held until the transaction ends; one query."""
    return StatementFile.objects.select_for_update().get(pk=file.pk)


@transaction.atomic
def take_over_file(
    *, actor: User | None, file: StatementFile, statements: Sequence[NewStatement], on: date
) -> list[Statement]:
    """Every statement of the file, or none; about seven queries each.

    Raises StatementEmpty, StatementFileTakenOver, and what `take_over` raises for any of them.
    """
    lock_file(file)
    if not statements:
        raise StatementEmpty
    if file.statements.filter(withdrawn_on=None).exists():
        raise StatementFileTakenOver(file.filename)
    units = org.Unit.objects.in_bulk({one.unit_id for one in statements})
    written = [
        take_over(
            actor=actor,
            unit=units[one.unit_id],
            label=one.label,
            first_on=one.first_on,
            last_on=one.last_on,
            citation=one.citation,
            lines=one.lines,
            note=one.note,
            are_days_assumed=one.are_days_assumed,
            file=file,
            on=on,
        )
        for one in statements
    ]
    journal.record(
        actor=actor,
        verb="figures.take_over_file",
        subject=file,
        after={"file": file.filename, "statements": len(written)},
    )
    return written


@transaction.atomic
def withdraw_file(*, actor: User | None, file: StatementFile, reason: str, on: date) -> int:
    """Withdraw all that is in force of the file, or nothing; how many. Raises what `withdraw` raises, StatementFileNothingToWithdraw."""
    lock_file(file)
    standing = list(file.statements.filter(withdrawn_on=None).select_related("unit").order_by("pk"))
    if not standing:
        raise StatementFileNothingToWithdraw(file.filename)
    for statement in standing:
        withdraw(actor=actor, statement=statement, reason=reason, on=on)
    journal.record(
        actor=actor,
        verb="figures.withdraw_file",
        subject=file,
        after={"file": file.filename, "statements": len(standing), "reason": reason.strip()},
    )
    return len(standing)
