"""A draft held while it is written: locked for who writes papers of its unit, checked, told to the journal."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.journal import api as journal
from hocvien.official_papers.errors import PaperNotFound, PaperNumbered, PaperRefused
from hocvien.official_papers.models import OfficialPaper


def lock_draft(actor: User | None, paper: OfficialPaper, today: date) -> OfficialPaper:
    """The paper, locked, if the actor writes papers of its unit and it has no number. Raises NotAllowed, PaperNumbered, PaperNotFound."""
    rows = OfficialPaper.objects.select_for_update(of=("self",))
    row = rows.select_related("unit", "training_class", "recognition").filter(pk=paper.pk).first()
    if row is None:
        raise PaperNotFound
    access.require(actor, access.Permission.OFFICIAL_WRITE, row.unit, today)
    if not row.is_draft:
        raise PaperNumbered(row.number_text)
    return row


def check(row: models.Model) -> None:
    """Raise PaperRefused with the sentences of the fields and constraints that do not hold."""
    try:
        row.full_clean(validate_unique=False)
    except ValidationError as refused:
        raise PaperRefused(" ".join(refused.messages)) from None


def tell(paper: OfficialPaper, verb: str, actor: User | None, now: datetime, said: dict[str, Any]) -> None:
    """What was done to a paper, in the journal."""
    journal.record(
        actor=actor,
        verb=verb,
        subject=paper,
        unit_code=paper.unit.code,
        after={name: plain(value) for name, value in said.items()},
        at=now,
    )


def plain(value: object) -> object:
    """A value as the journal keeps it."""
    return value.isoformat() if isinstance(value, date) else value
