"""Reads of seats."""
