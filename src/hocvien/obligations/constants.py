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

# what a unit is told by where neither it nor one above says otherwise (`org.Deadlines`): common practice, not verified
SOON_DAYS, LATE_DAYS = 90, 365

# what the profile lacks
MISSING_ADMISSION, MISSING_TERM = "admission", "term"

# what proves it
OURS, ELSEWHERE, LEVEL = "ours", "elsewhere", "level"

# so many people who changed are brought up while a page waits; more are a job
MOST_INLINE = 2_000
# of so few people all obligations are computed by one statement
TOGETHER = 50
# of a unit with so many below it and no more, rows are found by the unit and not along the days they are due
FEW_UNITS = 500
# with so few people everything is computed while a page waits
SMALL = 5_000
