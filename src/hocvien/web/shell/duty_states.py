"""How a state of an obligation is said: one word and shape for each, whichever area shows it."""

from hocvien.obligations import api as obligations
from hocvien.web.ui.parts import Status

_TONES = {
    "held": "met",
    "due": "neutral",
    "due_soon": "info",
    "overdue": "warn",
    "long_overdue": "bad",
    "paused": "neutral",
    "data_missing": "warn",
}


def duty_status(state: str) -> Status:
    """The state as a word with its shape, in the language of the reader."""
    return Status(_TONES[state], str(obligations.State(state).label))
