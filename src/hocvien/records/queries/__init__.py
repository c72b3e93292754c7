"""Reads of the register, the log and the keys."""
