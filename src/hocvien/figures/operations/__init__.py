"""Writes of published figures."""
