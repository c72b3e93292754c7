"""Filling a Word template, and the templates the program brings along; no Django."""
