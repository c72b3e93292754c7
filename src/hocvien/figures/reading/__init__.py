"""Figures read from the prose of reports."""

from .answer import Reading, Spot
from .paragraph import read_paragraph, read_text

__all__ = ["Reading", "Spot", "read_paragraph", "read_text"]
