"""How much is kept up at once, and how much is asked of it."""

# notes read at once: with more than these, or months beyond the second, everything is counted again
MOST_NOTES, MOST_MONTHS = 20_000, 24
# stretches of days a report counts from their facts beside the kept months; with more it is counted from facts alone
MOST_STRETCHES = 4
