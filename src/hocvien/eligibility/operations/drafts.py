"""Rule sets on their way into force: written as drafts, tried, published from a day."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import yaml
from django.db import transaction

from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.text import clean_name
from hocvien.eligibility.data import NewClause
from hocvien.eligibility.errors import DraftNotFound, DraftNotOpen, NoClauses, RuleFileUnreadable
from hocvien.eligibility.models import DraftStatus, RuleDraft, RuleSet
from hocvien.eligibility.operations.rules import add_rule_set_version, checked
from hocvien.eligibility.operations.trying import forget_trials
from hocvien.journal import api as journal

LARGEST_FILE = 500_000
_MOST_RULE_SETS = 50
_ENTRY = {
    "programmes",
    "study_mode",
    "audience",
    "audience_name",
    "audience_name_en",
    "valid_from",
    "valid_to",
    "note",
    "clauses",
}
_CLAUSE = {"kind", "parameters", "title", "title_en", "regulation", "citation", "mark"}
_AUDIENCE = ("audience", "audience_name", "audience_name_en")


@transaction.atomic
def save_draft(
    *,
    actor: User | None,
    programme: catalogue.Programme,
    valid_from: date,
    clauses: Sequence[NewClause],
    today: date,
    now: datetime,
    study_mode: str = "",
    audience: str = "",
    audience_name: str = "",
    audience_name_en: str = "",
    note: str = "",
    draft: RuleDraft | None = None,
) -> RuleDraft:
    """Write a new draft, or another state of an open one; what was tried of it before is gone. Nobody is judged by a draft.

    Raises ProgrammeEditForbidden, NoClauses, ClauseUnreadable, RegulationUnknown, DraftNotOpen, ValidationError.
    """
    _require_edit(actor, today)
    if not clauses:
        raise NoClauses
    row = _open(draft) if draft is not None else RuleDraft(programme=programme, made_by=actor, made_at=now)
    row.valid_from, row.study_mode, row.note = valid_from, study_mode, note
    row.audience, row.audience_name, row.audience_name_en = audience, audience_name, audience_name_en
    row.clauses = [{**asdict(new), "parameters": dict(new.parameters)} for new in checked(clauses)]
    if draft is not None:
        forget_trials(row)
    row.full_clean(exclude={"programme", "made_by", "ended_by", "ended_at", "rule_set"})
    row.save()
    _record(actor, "eligibility.save_draft", row)
    return row


@transaction.atomic
def discard_draft(*, actor: User | None, draft: RuleDraft, today: date, now: datetime) -> None:
    """Leave a draft aside for good. Raises ProgrammeEditForbidden, DraftNotOpen."""
    _require_edit(actor, today)
    row = _open(draft)
    forget_trials(row)
    row.status, row.ended_by, row.ended_at = DraftStatus.DISCARDED, actor, now
    row.save(update_fields=["status", "ended_by", "ended_at"])
    _record(actor, "eligibility.discard_draft", row)


@transaction.atomic
def publish_draft(*, actor: User | None, draft: RuleDraft, today: date, now: datetime) -> RuleSet:
    """Put a draft in force from its day; what was judged earlier keeps its verdict. As `add_rule_set_version`, and DraftNotOpen."""
    _require_edit(actor, today)
    row = _open(draft)
    forget_trials(row)
    made = add_rule_set_version(
        actor=actor,
        programme=row.programme,
        valid_from=row.valid_from,
        study_mode=row.study_mode,
        audience=row.audience,
        audience_name=row.audience_name,
        audience_name_en=row.audience_name_en,
        note=row.note,
        clauses=[NewClause(**clause) for clause in row.clauses],
        today=today,
        now=now,
    )
    row.status, row.ended_by, row.ended_at, row.rule_set = DraftStatus.PUBLISHED, actor, now, made
    row.save(update_fields=["status", "ended_by", "ended_at", "rule_set"])
    _record(actor, "eligibility.publish_draft", row)
    return made


@transaction.atomic
def save_drafts_of_file(*, actor: User | None, content: bytes, today: date, now: datetime) -> list[RuleDraft]:
    """A draft for each programme and rule set of a file in the shape of `rules.yaml`. All or none.

    Raises RuleFileUnreadable, ProgrammeNotFound, and as `save_draft`.
    """
    _require_edit(actor, today)
    made = []
    for entry in _entries(content):
        valid_from = entry.get("valid_from")
        if not isinstance(valid_from, date) or isinstance(valid_from, datetime):
            raise RuleFileUnreadable("valid_from: YYYY-MM-DD")
        clauses = [_clause(one) for one in _list_of(entry, "clauses")]
        words: dict[str, Any] = {name: _word(entry, name) for name in ("study_mode", "note", *_AUDIENCE)}
        for code in _list_of(entry, "programmes"):
            programme = catalogue.get_programme(str(code))
            made.append(
                save_draft(
                    actor=actor,
                    programme=programme,
                    valid_from=valid_from,
                    clauses=clauses,
                    today=today,
                    now=now,
                    **words,
                )
            )
    return made


def _entries(content: bytes) -> list[dict[str, Any]]:
    if len(content) > LARGEST_FILE:
        raise RuleFileUnreadable(f"> {LARGEST_FILE // 1000} KB")
    try:
        text = content.decode("utf-8-sig")
        # an alias repeats what stands elsewhere: a small file of them can mean gigabytes
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise RuleFileUnreadable("*alias")
        read = yaml.safe_load(text)
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as trouble:
        raise RuleFileUnreadable(" ".join(str(trouble).split())[:200]) from trouble
    entries = read.get("rule_sets") if isinstance(read, dict) else None
    if not isinstance(entries, list) or not entries or len(entries) > _MOST_RULE_SETS:
        raise RuleFileUnreadable("rule_sets: [1–50]")
    for entry in entries:
        _require_keys(entry, _ENTRY, {"programmes", "valid_from", "clauses"})
    return entries


def _clause(read: Any) -> NewClause:
    _require_keys(read, _CLAUSE, {"kind"})
    parameters = read.get("parameters", {})
    if not isinstance(parameters, dict) or not all(isinstance(key, str) for key in parameters):
        raise RuleFileUnreadable("parameters: {…}")
    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in parameters.items()}
    words = {name: _word(read, name) for name in ("kind", "title", "title_en", "regulation", "citation")}
    return NewClause(parameters=plain, mark=_word(read, "mark") or catalogue.Mark.DEFAULT, **words)


def _require_keys(read: Any, known: set[str], needed: set[str]) -> None:
    if not isinstance(read, dict):
        raise RuleFileUnreadable(str(read)[:80])
    wrong = {str(key) for key in read if key not in known} | {f"–{key}" for key in needed if key not in read}
    if wrong:
        raise RuleFileUnreadable(", ".join(sorted(wrong))[:200])


def _list_of(read: Mapping[str, Any], key: str) -> list[Any]:
    found = read[key]
    if not isinstance(found, list) or not found:
        raise RuleFileUnreadable(f"{key}: […]")
    return found


def _word(read: Mapping[str, Any], key: str) -> str:
    found = read.get(key, "")
    if not isinstance(found, str):
        raise RuleFileUnreadable(f"{key}: {str(found)[:80]}")
    return clean_name(found)


def _require_edit(actor: User | None, today: date) -> None:
    if not catalogue.can_edit(actor, today):
        raise catalogue.ProgrammeEditForbidden


def _open(draft: RuleDraft) -> RuleDraft:
    """The draft, fresh and locked; raises DraftNotFound, DraftNotOpen."""
    row = RuleDraft.objects.select_for_update(of=("self",)).select_related("programme").filter(pk=draft.pk).first()
    if row is None:
        raise DraftNotFound
    if row.status != DraftStatus.OPEN:
        raise DraftNotOpen
    return row


def _record(actor: User | None, verb: str, row: RuleDraft) -> None:
    journal.record(
        actor=actor,
        verb=verb,
        subject=row,
        after={
            "programme": row.programme.code,
            "study_mode": row.study_mode,
            "audience": row.audience,
            "valid_from": row.valid_from.isoformat(),
            "clauses": len(row.clauses),
        },
    )
