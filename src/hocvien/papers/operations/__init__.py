"""Writes of `papers`: templates, papers made, papers carried into the next year."""
