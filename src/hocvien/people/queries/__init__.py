"""Reads of people: who, what is dated about them, moves, merges, and who may be one person twice."""
