"""Comparing texts with figures."""
