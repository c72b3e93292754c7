"""States as words with their shapes, and what the profile lacks with the place where it is filled in."""

from django.utils.translation import gettext_lazy as _

from hocvien.obligations import api as obligations
from hocvien.web.ui.parts import Status

TONES = {
    "held": "met",
    "due": "neutral",
    "due_soon": "info",
    "overdue": "warn",
    "long_overdue": "bad",
    "paused": "neutral",
    "data_missing": "warn",
}
MISSING = {
    obligations.MISSING_ADMISSION: _("Thiếu ngày vào Đảng"),
    obligations.MISSING_TERM: _("Thiếu nhiệm kỳ của đơn vị"),
}


def statuses() -> dict[str, Status]:
    """Every state as a word with its shape, in the language of now."""
    return {code: Status(TONES[code], str(label)) for code, label in obligations.State.choices}
