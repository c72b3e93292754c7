"""Which day of a class decides that it belongs to a period."""

OPENED = "opened"
RUNNING = "running"
FINISHED = "finished"
BASES = (OPENED, RUNNING, FINISHED)

# The three parts of an answer: the total, and what is told beside it and never added.
OWN = "own"
JOINT = "joint"
SENT = "sent"
PARTS = (OWN, JOINT, SENT)
