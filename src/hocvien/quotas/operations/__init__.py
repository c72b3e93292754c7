"""Writes of seats: all under the one lock of their quota."""
