"""The door of `eligibility`: who may attend, under the rules of a day, and why not."""

from hocvien.eligibility.data import (
    DATA_MISSING,
    MET,
    NO_RULE,
    NOT_MET,
    ClauseInfo,
    ClauseVerdict,
    NewClause,
    RuleSetInfo,
    Verdict,
)
from hocvien.eligibility.errors import ClauseUnreadable, NoClauses, RulesUnreadable
from hocvien.eligibility.models import Regulation
from hocvien.eligibility.operations import add_rule_set_version, load_seed
from hocvien.eligibility.queries import eligible, judge, list_regulations, rule_sets

__all__ = [
    "DATA_MISSING",
    "MET",
    "NOT_MET",
    "NO_RULE",
    "ClauseInfo",
    "ClauseUnreadable",
    "ClauseVerdict",
    "NewClause",
    "NoClauses",
    "Regulation",
    "RuleSetInfo",
    "RulesUnreadable",
    "Verdict",
    "add_rule_set_version",
    "eligible",
    "judge",
    "list_regulations",
    "load_seed",
    "rule_sets",
]
