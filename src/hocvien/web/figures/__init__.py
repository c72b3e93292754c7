"""Figures of the past on screen: read from a text, taken over, listed, joined with those of the program."""
