"""Keeping a question, and fixing an answer."""
