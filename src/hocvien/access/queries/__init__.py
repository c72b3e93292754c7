"""Reads of `access`: scopes, and what hangs on an account."""
