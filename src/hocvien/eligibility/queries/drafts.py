"""Drafts of rule sets, and rule sets as the reviewed file that people send round."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import yaml

from hocvien.eligibility.data import NewClause, RuleSetInfo
from hocvien.eligibility.errors import DraftNotFound
from hocvien.eligibility.models import DraftStatus, RuleDraft


def get_draft(uuid: UUID) -> RuleDraft:
    """The draft with its programme; raises DraftNotFound (a 404). One query."""
    row = RuleDraft.objects.select_related("programme", "made_by", "rule_set").filter(uuid=uuid).first()
    if row is None:
        raise DraftNotFound
    return row


def list_drafts(programme_id: int | None = None) -> list[RuleDraft]:
    """Drafts still open, newest first, with their programmes; one query."""
    rows = RuleDraft.objects.filter(status=DraftStatus.OPEN).select_related("programme", "made_by")
    if programme_id is not None:
        rows = rows.filter(programme_id=programme_id)
    return list(rows.order_by("-made_at", "-pk"))


def draft_clauses(draft: RuleDraft) -> list[NewClause]:
    """The clauses of a draft."""
    return [NewClause(**clause) for clause in draft.clauses]


def rule_file(programme_code: str, infos: Iterable[RuleSetInfo]) -> str:
    """Rule sets in the shape of `data_files/rules.yaml`, to be reviewed, changed and sent back."""
    entries = [_entry(programme_code, info) for info in infos]
    return yaml.safe_dump({"rule_sets": entries}, allow_unicode=True, sort_keys=False, width=10_000)


def _entry(programme_code: str, info: RuleSetInfo) -> dict[str, Any]:
    entry: dict[str, Any] = {"programmes": [programme_code]}
    for name in ("study_mode", "audience", "audience_name", "audience_name_en"):
        if getattr(info, name):
            entry[name] = getattr(info, name)
    entry["valid_from"] = info.valid_from
    if info.valid_to.year < 9999:
        entry["valid_to"] = info.valid_to
    if info.note:
        entry["note"] = info.note
    entry["clauses"] = [
        _without_blanks(
            {
                "kind": clause.kind,
                "parameters": dict(clause.parameters),
                "title": clause.title,
                "title_en": clause.title_en,
                "regulation": clause.regulation,
                "citation": clause.own_citation,
                "mark": clause.mark,
            }
        )
        for clause in info.clauses
    ]
    return entry


def _without_blanks(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", {})}
