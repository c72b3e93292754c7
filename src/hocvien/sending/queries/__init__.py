"""Reads of `sending`."""
