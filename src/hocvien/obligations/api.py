"""The door of `obligations`: who must hold what, by when, and where everybody stands."""

from hocvien.obligations.constants import LATE, MISSING_ADMISSION, MISSING_TERM, STATES, URGENT
from hocvien.obligations.data import Counts, Reckoning, Told
from hocvien.obligations.errors import (
    ChoiceNotFound,
    ChoiceOutsideLife,
    ChoiceOverlaps,
    ClockNotChosen,
    ObligationNotFound,
    ObligationsUnreadable,
    VersionWrong,
)
from hocvien.obligations.models import Clock, ClockChoice, Obligation, Standing, State, Trigger, Version
from hocvien.obligations.operations.choosing import (
    PERMISSION,
    add_version,
    choose_clock,
    remove_choice,
)
from hocvien.obligations.operations.keeping import (
    ask_for_upkeep,
    bring_up,
    compute_all,
    drop_standings,
    keep_current,
)
from hocvien.obligations.operations.seeding import load_seed
from hocvien.obligations.queries.recorded import (
    choices_above,
    choices_at,
    citation_of,
    get_choice,
    get_obligation,
    list_obligations,
)
from hocvien.obligations.queries.standings import (
    computed_for,
    count_urgent,
    counts_here,
    counts_of,
    obligations_of,
    reckon,
    standings_due,
    standings_within,
)
from hocvien.obligations.queries.words import say_arithmetic, say_version, title_of

__all__ = [
    "LATE",
    "MISSING_ADMISSION",
    "MISSING_TERM",
    "PERMISSION",
    "STATES",
    "URGENT",
    "ChoiceNotFound",
    "ChoiceOutsideLife",
    "ChoiceOverlaps",
    "Clock",
    "ClockChoice",
    "ClockNotChosen",
    "Counts",
    "Obligation",
    "ObligationNotFound",
    "ObligationsUnreadable",
    "Reckoning",
    "Standing",
    "State",
    "Told",
    "Trigger",
    "Version",
    "VersionWrong",
    "add_version",
    "ask_for_upkeep",
    "bring_up",
    "choices_above",
    "choices_at",
    "choose_clock",
    "citation_of",
    "compute_all",
    "computed_for",
    "count_urgent",
    "counts_here",
    "counts_of",
    "drop_standings",
    "get_choice",
    "get_obligation",
    "keep_current",
    "list_obligations",
    "load_seed",
    "obligations_of",
    "reckon",
    "remove_choice",
    "say_arithmetic",
    "say_version",
    "standings_due",
    "standings_within",
    "title_of",
]
