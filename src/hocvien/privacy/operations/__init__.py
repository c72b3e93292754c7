"""Writes of privacy: looks and requests, terms and holidays, and where keeping ends."""
