"""Writes of people: persons, what is dated about them, moves, merges, and pairs that are two people."""
