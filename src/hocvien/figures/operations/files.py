"""A workbook of published figures: kept as it came, taken over as one, withdrawn as one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.figures.data import Citation, NewStatement
from hocvien.figures.errors import StatementEmpty, StatementFileNothingToWithdraw, StatementFileTakenOver
from hocvien.figures.models import Statement, StatementFile
from hocvien.figures.operations.statements import take_over, withdraw
from hocvien.journal import api as journal
from hocvien.org import api as org


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
def take_over_file(
    *, actor: User | None, file: StatementFile, statements: Sequence[NewStatement], on: date
) -> list[Statement]:
    """Every statement of the file, or none; about seven queries each.

    Raises StatementEmpty, StatementFileTakenOver, and what `take_over` raises for any of them.
    """
    StatementFile.objects.select_for_update().get(pk=file.pk)
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
    StatementFile.objects.select_for_update().get(pk=file.pk)
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
