"""Writes of eligibility."""

from hocvien.eligibility.operations.rules import add_rule_set_version, load_seed

__all__ = ["add_rule_set_version", "load_seed"]
