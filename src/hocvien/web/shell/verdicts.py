"""How a verdict is said, of a person and of one clause: one word and tone for each, whichever area shows it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hocvien.web.ui.parts import Status

VERDICT_TONES = {"met": "met", "not_met": "bad", "data_missing": "warn", "no_rule": "neutral", "": "neutral"}
VERDICT_WORDS = {
    "met": _("Đủ"),
    "not_met": _("Chưa đủ"),
    "data_missing": _("Thiếu thông tin"),
    "no_rule": _("Chưa có quy định"),
    "": _("Chưa xét"),
}
CLAUSE_WORDS = {
    "met": pgettext_lazy("clause", "Đạt"),
    "not_met": _("Chưa đạt"),
    "data_missing": VERDICT_WORDS["data_missing"],
}
VERDICT_CHOICES = [(code, word) for code, word in VERDICT_WORDS.items() if code]


def verdict_status(verdict: str) -> Status:
    """The verdict a name was judged by; "" where none was recorded."""
    return Status(VERDICT_TONES[verdict], VERDICT_WORDS[verdict])


def clause_status(verdict: str) -> Status:
    """What one clause was answered with."""
    return Status(VERDICT_TONES.get(verdict, "neutral"), CLAUSE_WORDS.get(verdict, verdict))
