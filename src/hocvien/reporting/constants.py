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

# As it stood on each class's own day, or through the structure of the day of asking.
THEN = "then"
NOW = "now"
STRUCTURES = (THEN, NOW)
