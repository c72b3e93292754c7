"""Figures read from the prose of reports."""

from .answer import Reading, Spot
from .paragraph import read_paragraph, read_text
from .periods import days_of_label, term_of_label

__all__ = ["Reading", "Spot", "days_of_label", "read_paragraph", "read_text", "term_of_label"]
