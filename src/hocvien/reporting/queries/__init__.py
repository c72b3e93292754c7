"""Reads of the answers: `behind` finds the rows, `answer` counts them."""
