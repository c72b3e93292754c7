"""Reorganisations on screen: gathered step by step or read from a table, shown before they are done, waiting, executed, undone."""
