"""The door of `eligibility`: who may attend, under the rules of a day, and why not."""

from hocvien.eligibility.data import (
    DATA_MISSING,
    MET,
    NO_RULE,
    NOT_MET,
    ClauseInfo,
    ClauseVerdict,
    RuleSetInfo,
    Verdict,
)
from hocvien.eligibility.errors import RulesUnreadable
from hocvien.eligibility.models import Regulation
from hocvien.eligibility.operations import load_seed
from hocvien.eligibility.queries import eligible, judge, list_regulations, rule_sets

__all__ = [
    "DATA_MISSING",
    "MET",
    "NOT_MET",
    "NO_RULE",
    "ClauseInfo",
    "ClauseVerdict",
    "Regulation",
    "RuleSetInfo",
    "RulesUnreadable",
    "Verdict",
    "eligible",
    "judge",
    "list_regulations",
    "load_seed",
    "rule_sets",
]
