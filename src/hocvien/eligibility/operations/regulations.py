"""Regulations that an office records: number, dates, and what replaced them. Rules cite them by their code."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.intervals import OPEN_END
from hocvien.common.text import clean_name, fold
from hocvien.eligibility.errors import (
    EndsBeforeStart,
    RegulationIsCited,
    RegulationIsRecorded,
    RegulationIsShipped,
    RegulationNotFound,
    RegulationReplacesItself,
)
from hocvien.eligibility.models import DraftStatus, Regulation, RuleDraft
from hocvien.eligibility.queries.files import read_file
from hocvien.journal import api as journal

_FIELDS = ("number", "title", "issued_on", "valid_from", "valid_to", "is_seen")


@transaction.atomic
def save_regulation(
    *,
    actor: User | None,
    number: str,
    title: str,
    today: date,
    issued_on: date | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    successor: Regulation | None = None,
    is_seen: bool = False,
    regulation: Regulation | None = None,
) -> Regulation:
    """Record a regulation, or put right one that is recorded; refreshing the shipped data leaves it alone from then on.

    `valid_to`: the first day it no longer rules; none: the first day of what replaced it, else no end is known. Nothing judged changes, and
    no rule: a rule set has days of its own. Raises ProgrammeEditForbidden, RegulationIsRecorded, EndsBeforeStart,
    RegulationReplacesItself, RegulationNotFound, ValidationError.
    """
    if not catalogue.can_edit(actor, today):
        raise catalogue.ProgrammeEditForbidden
    rows = {row.pk: row for row in Regulation.objects.select_for_update().order_by("pk")}
    row = Regulation() if regulation is None else rows.get(regulation.pk)
    if row is None:
        raise RegulationNotFound
    before = _told(row) if row.pk else {}
    number = clean_name(number)
    for other in rows.values():
        if other.pk != row.pk and fold(other.number) == fold(number) and issued_on in {None, other.issued_on}:
            raise RegulationIsRecorded(other.number)
    end = valid_to or (successor.valid_from if successor is not None else None) or OPEN_END
    start = valid_from or issued_on
    if start is not None and end <= start:
        raise EndsBeforeStart(start, end)
    if successor is not None and row.pk in _line(successor.pk, rows):
        raise RegulationReplacesItself(successor.number)
    row.number, row.title, row.successor = number, clean_name(title), successor
    row.issued_on, row.valid_from, row.valid_to = issued_on, valid_from, end
    row.is_seen, row.is_edited = is_seen, True
    row.code = row.code or _new_code(number, issued_on or valid_from, {one.code for one in rows.values()})
    row.full_clean(exclude={"successor"})
    row.save()
    # named by its code: it crosses no installation, so it has no uuid
    journal.record(actor=actor, verb="eligibility.save_regulation", subject=None, before=before, after=_told(row))
    return row


@transaction.atomic
def remove_regulation(*, actor: User | None, regulation: Regulation, today: date) -> None:
    """Take away one that the office recorded by mistake, while nothing cites it; the journal keeps it.

    Raises ProgrammeEditForbidden, RegulationNotFound, RegulationIsShipped, RegulationIsCited.
    """
    if not catalogue.can_edit(actor, today):
        raise catalogue.ProgrammeEditForbidden
    row = Regulation.objects.select_for_update().filter(pk=regulation.pk).first()
    if row is None:
        raise RegulationNotFound
    if is_shipped(row):
        raise RegulationIsShipped(row.number)
    before = _told(row)
    drafts = RuleDraft.objects.filter(status=DraftStatus.OPEN).values_list("clauses", flat=True)
    named = any(clause.get("regulation") == row.code for clauses in drafts for clause in clauses)
    if named or Regulation.objects.filter(successor=row).exists():
        raise RegulationIsCited(row.number)
    try:
        row.delete()
    except ProtectedError as cited:
        # clauses here, and whatever lies above this app: only the keys know them
        raise RegulationIsCited(row.number) from cited
    journal.record(actor=actor, verb="eligibility.remove_regulation", subject=None, before=before, after={})


def is_shipped(regulation: Regulation) -> bool:
    """Whether the program ships with it, put right by the office or not."""
    return any(entry["code"] == regulation.code for entry in read_file("regulations.yaml")["regulations"])


def _line(pk: int, rows: Mapping[int, Regulation]) -> set[int]:
    """The regulation, and everything that replaced it in turn."""
    line: set[int] = set()
    following: int | None = pk
    while following is not None and following not in line:
        line.add(following)
        following = rows[following].successor_id if following in rows else None
    return line


def _new_code(number: str, on: date | None, taken: set[str]) -> str:
    base = (slugify(fold(number))[:45] or "document") + (f"-{on.year}" if on is not None else "")
    n, code = 1, base
    while code in taken:
        n += 1
        code = f"{base}-{n}"
    return code


def _told(row: Regulation) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _FIELDS}
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {"code": row.code, **plain, "successor": row.successor.code if row.successor is not None else ""}
