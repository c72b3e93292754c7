"""Reads of eligibility: the rule of a day, the list of who may, the explanation of why not."""

from hocvien.eligibility.queries.judging import eligible, judge
from hocvien.eligibility.queries.recorded import list_regulations, rule_sets

__all__ = ["eligible", "judge", "list_regulations", "rule_sets"]
