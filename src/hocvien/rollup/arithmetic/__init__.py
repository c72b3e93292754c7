"""Months that add up, and the rows they are kept in. Pure."""
