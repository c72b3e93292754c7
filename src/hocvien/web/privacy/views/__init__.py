"""Screens of personal data."""
