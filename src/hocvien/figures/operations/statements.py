"""A published passage taken over with its citation, and withdrawn with a reason; never changed in place."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.clock import today
from hocvien.common.text import clean_name
from hocvien.figures.data import Citation, NewLine
from hocvien.figures.errors import (
    ProgrammeNotKnown,
    StatementEmpty,
    StatementRefused,
    StatementTwin,
    StatementWithdrawn,
    WithdrawalReasonMissing,
)
from hocvien.figures.models import PROGRAMME_CODES, Line, Statement, StatementFile
from hocvien.figures.queries.programmes import programme_names
from hocvien.journal import api as journal
from hocvien.org import api as org


@transaction.atomic
def take_over(
    *,
    actor: User | None,
    unit: org.Unit,
    label: str,
    first_on: date,
    last_on: date,
    citation: Citation,
    lines: Sequence[NewLine],
    text: str = "",
    note: str = "",
    is_generated: bool = False,
    are_days_assumed: bool = False,
    file: StatementFile | None = None,
    on: date | None = None,
) -> Statement:
    """Keep what a publication said of the unit and the days, both included. All or nothing; seven queries.

    Raises NotAllowed, StatementEmpty, StatementTwin (the same source told the same period already), ProgrammeNotKnown, StatementRefused.
    """
    day = on or today()
    access.require(actor, access.Permission.FIGURES_EDIT, unit, day)
    if not lines:
        raise StatementEmpty
    _require_programmes({line.programme for line in lines})
    statement = Statement(
        unit=unit,
        period_label=clean_name(label),
        first_on=first_on,
        last_on=last_on,
        text=text,
        source_title=clean_name(citation.title),
        source_number=clean_name(citation.number),
        publisher=clean_name(citation.publisher),
        published_on=citation.published_on,
        address=citation.address.strip(),
        note=clean_name(note),
        taken_over_on=day,
        is_generated=is_generated,
        are_days_assumed=are_days_assumed,
        file=file,
    )
    twin = Statement.objects.filter(
        unit=unit, first_on=first_on, last_on=last_on, withdrawn_on=None, source_title=statement.source_title
    )
    if twin.exists():
        raise StatementTwin(statement.source_title)
    _check(statement)
    statement.save()
    rows = [Line(statement=statement, position=at, **asdict(line)) for at, line in enumerate(lines, start=1)]
    for row in rows:
        _check(row)
    Line.objects.bulk_create(rows)
    journal.record(
        actor=actor,
        verb="figures.take_over",
        subject=statement,
        unit_code=unit.code,
        before={},
        after={
            "period": statement.period_label,
            "first_on": first_on,
            "last_on": last_on,
            "source": statement.source_title,
            "lines": len(rows),
        },
    )
    return statement


@transaction.atomic
def withdraw(*, actor: User | None, statement: Statement, reason: str, on: date | None = None) -> Statement:
    """Take a statement out of every series; it stays readable with its reason. Raises NotAllowed, StatementWithdrawn, WithdrawalReasonMissing."""
    day = on or today()
    access.require(actor, access.Permission.FIGURES_EDIT, statement.unit, day)
    locked = Statement.objects.select_for_update(of=("self",)).select_related("unit").get(pk=statement.pk)
    if locked.withdrawn_on is not None:
        raise StatementWithdrawn
    if not reason.strip():
        raise WithdrawalReasonMissing
    locked.withdrawn_on, locked.withdrawal_reason = day, clean_name(reason)
    _check(locked)
    locked.save(update_fields=["withdrawn_on", "withdrawal_reason"])
    journal.record(
        actor=actor,
        verb="figures.withdraw",
        subject=locked,
        unit_code=locked.unit.code,
        before={"withdrawn_on": None},
        after={"withdrawn_on": day, "reason": locked.withdrawal_reason},
    )
    return locked


def _require_programmes(codes: set[str]) -> None:
    """Every code is one of published figures or of the catalogue; asks the catalogue only for what the first do not have."""
    unknown = codes - {"", *PROGRAMME_CODES}
    if unknown and (left := sorted(unknown - set(programme_names()))):
        raise ProgrammeNotKnown(left[0])


def _check(row: models.Model) -> None:
    """Raise StatementRefused with the sentences of the fields and constraints that do not hold."""
    try:
        row.full_clean(exclude=["statement"] if isinstance(row, Line) else None, validate_unique=False)
    except ValidationError as refused:
        raise StatementRefused(" ".join(refused.messages)) from None
