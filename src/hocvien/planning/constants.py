"""What holds of plans where nobody has recorded otherwise. None of it was found in a document: every screen says "default" beside it."""

from typing import Final

# kinds of settings, and the amount of each by default: đồng, people, seats in a quarter
COST_PER_HOUR: Final = "cost_hour"
COST_PER_CLASS: Final = "cost_class"
COST_PER_LEARNER: Final = "cost_learner"
CLASS_SIZE_MIN: Final = "class_min"
CLASS_SIZE_MAX: Final = "class_max"
QUARTER_CAPACITY: Final = "capacity"

DEFAULTS: Final[dict[str, int]] = {
    COST_PER_HOUR: 100_000,
    COST_PER_CLASS: 3_000_000,
    COST_PER_LEARNER: 50_000,
    CLASS_SIZE_MIN: 30,
    CLASS_SIZE_MAX: 100,
    QUARTER_CAPACITY: 400,
}

# Little is taught around Tết and in the harvest; classes crowd from March to June and from August to November.
QUARTERS_BY_CUSTOM: Final = (2, 4, 3, 1)

# the mode of study a scheme's share is told of
FULL_TIME: Final = "full_time"
