"""Screens of administration."""
