"""Reads of the organisation, always as of a day."""
