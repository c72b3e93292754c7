"""Which day of a class decides that it belongs to a period; through which structure of the tree it is told."""

OPENED = "opened"
RUNNING = "running"
FINISHED = "finished"
BASES = (OPENED, RUNNING, FINISHED)

# The three parts of an answer: the total, and what is told beside it and never added.
OWN = "own"
JOINT = "joint"
SENT = "sent"
PARTS = (OWN, JOINT, SENT)
TRIP = "trip"
"""Study trips: counted as trips with their participants, never as classes."""

# As it stood on each class's own day, or through the structure of the day of asking.
THEN = "then"
NOW = "now"
STRUCTURES = (THEN, NOW)

MAJORITY_GROUP, MINORITY_GROUP = "majority", "minority"

# Age bands as Party statistics commonly draw them [default]: the highest age of each, and the last without one.
AGE_BANDS = (("-30", 30), ("31-40", 40), ("41-50", 50), ("51-60", 60), ("61-", 999))
# The month a school year begins with [default].
SCHOOL_YEAR_BEGINS = 9

# Below this many, a figure of a sensitive dimension is kept from viewers who may not see people [default].
FEWEST_SHOWN = 5
# how a published period fits the one asked for
SAME, PART, WIDER = "same", "part", "wider"

# How many facts are kept with an answer that is fixed; about six bytes each once compressed.
MOST_FACTS_KEPT = 500_000

# From how many participations on a question is large: answered from the copy where an installation keeps one [default].
LARGE_FROM = 200_000

# How many participations at most a standard report on a screen counts one by one; more would keep a server busy for minutes [default].
MOST_WHILE_WAITING = 2_000_000
