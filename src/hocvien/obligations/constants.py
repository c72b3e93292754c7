"""Codes that stand in the tables, and sizes chosen by measuring (bench/obligations.py)."""

# where somebody stands with an obligation, from the best to the worst, and what cannot be said
HELD, DUE, DUE_SOON, OVERDUE, LONG_OVERDUE, PAUSED, DATA_MISSING = (
    "held",
    "due",
    "due_soon",
    "overdue",
    "long_overdue",
    "paused",
    "data_missing",
)
STATES = (HELD, DUE, DUE_SOON, OVERDUE, LONG_OVERDUE, PAUSED, DATA_MISSING)
LATE = (OVERDUE, LONG_OVERDUE)
# asks for something now: what a work list counts
URGENT = (DUE_SOON, OVERDUE, LONG_OVERDUE)

# what the profile lacks
MISSING_ADMISSION, MISSING_TERM = "admission", "term"

# what proves it
OURS, ELSEWHERE, LEVEL = "ours", "elsewhere", "level"

# so many people who changed are brought up while a page waits; more are a job
MOST_INLINE = 2_000
# with so few people everything is computed while a page waits
SMALL = 5_000
