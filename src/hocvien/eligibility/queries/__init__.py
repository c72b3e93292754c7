"""Reads of eligibility: the rule of a day, the list of who may, the explanation of why not, what another rule would change."""

from hocvien.eligibility.queries.drafts import draft_clauses, get_draft, list_drafts, rule_file
from hocvien.eligibility.queries.granted import list_attestations, list_exceptions
from hocvien.eligibility.queries.judging import eligible, judge, with_flags
from hocvien.eligibility.queries.posts import levels_of_posts
from hocvien.eligibility.queries.recorded import list_regulations, rule_sets, rules_in_force
from hocvien.eligibility.queries.sentences import kind_words, say_clause, say_kind
from hocvien.eligibility.queries.trying import MOST_TRIED, try_rules

__all__ = [
    "MOST_TRIED",
    "draft_clauses",
    "eligible",
    "get_draft",
    "judge",
    "kind_words",
    "levels_of_posts",
    "list_attestations",
    "list_drafts",
    "list_exceptions",
    "list_regulations",
    "rule_file",
    "rule_sets",
    "rules_in_force",
    "say_clause",
    "say_kind",
    "try_rules",
    "with_flags",
]
