"""Bounds of trying a draft on real people."""

# counted before the page answers, in less than a second; more by a job
TRIED_AT_ONCE = 10_000
# of those who gain or lose, so many are named
NAMED_MOST = 50
