"""How much is done while somebody waits, and how long it can be taken back."""

# people who are judged, done or taken back inside a request; more are a job
AT_ONCE = 500
# people in one transaction
PART = 500
# days in which what was done can be taken back; then the list of whom it was done to goes [default]
BACK_DAYS = 7
# days after which a batch that was never done is thrown away
DRAFT_DAYS = 1
