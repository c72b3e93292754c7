"""Regulations, rule sets and their clauses."""

from hocvien.eligibility.models.rules import Clause, Regulation, RuleSet

__all__ = ["Clause", "Regulation", "RuleSet"]
