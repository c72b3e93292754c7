"""Reads of eligibility: the rule of a day, the list of who may, the explanation of why not, what another rule would change."""

from hocvien.eligibility.queries.drafts import draft_clauses, get_draft, list_drafts, rule_file
from hocvien.eligibility.queries.granted import list_attestations, list_exceptions
from hocvien.eligibility.queries.judging import eligible, judge, judge_again, judge_each, with_flags
from hocvien.eligibility.queries.posts import levels_of_posts
from hocvien.eligibility.queries.recorded import (
    get_regulation,
    has_audience,
    list_audiences,
    list_regulations,
    rule_sets,
    rules_in_force,
)
from hocvien.eligibility.queries.sentences import kind_words, say_clause, say_kind
from hocvien.eligibility.queries.suggestions import list_suggestions
from hocvien.eligibility.queries.trying import find_trial, people_tried, try_rules

__all__ = [
    "draft_clauses",
    "eligible",
    "find_trial",
    "get_draft",
    "get_regulation",
    "has_audience",
    "judge",
    "judge_again",
    "judge_each",
    "kind_words",
    "levels_of_posts",
    "list_attestations",
    "list_audiences",
    "list_drafts",
    "list_exceptions",
    "list_regulations",
    "list_suggestions",
    "people_tried",
    "rule_file",
    "rule_sets",
    "rules_in_force",
    "say_clause",
    "say_kind",
    "try_rules",
    "with_flags",
]
