"""Figures read from the prose of reports."""

from .paragraph import Reading, Spot, read_paragraph, read_text

__all__ = ["Reading", "Spot", "read_paragraph", "read_text"]
