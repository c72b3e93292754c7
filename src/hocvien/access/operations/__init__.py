"""Writes of `access`."""
