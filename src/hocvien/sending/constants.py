"""What is fixed about sending people out."""

DAYS_AHEAD = 14
"""How long before the day by which names are asked a notice stands on the work list."""

MOST_JUDGED = 1000
"""Of how many people a selection page shows the verdicts; in a larger unit those who may attend come first, and a unit below is chosen for the rest."""

DECIDED, OPENED, FINISHED = "decided", "opened", "finished"
BASES = (DECIDED, OPENED, FINISHED)
"""The day by which somebody sent is counted in a period: of the decision, of the opening, of having finished."""

LEVELS = {"SCLLCT": "elementary", "TCLLCT": "intermediate", "CCLLCT": "advanced"}
"""The theory level a diploma of a programme proves (`regulations.md` §2); proposed on the form, chosen by who saw the paper."""

MOST_LINES = 200
"""Of a transcript."""
