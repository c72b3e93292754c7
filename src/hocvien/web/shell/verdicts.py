"""How a verdict is said in lists: one word and tone for each, whichever area shows it."""

from django.utils.translation import gettext_lazy as _

from hocvien.web.ui.parts import Status

VERDICT_TONES = {"met": "met", "not_met": "bad", "data_missing": "warn", "no_rule": "neutral", "": "neutral"}
VERDICT_WORDS = {
    "met": _("Đủ"),
    "not_met": _("Chưa đủ"),
    "data_missing": _("Thiếu thông tin"),
    "no_rule": _("Chưa có quy định"),
    "": _("Chưa xét"),
}
VERDICT_CHOICES = [(code, word) for code, word in VERDICT_WORDS.items() if code]


def verdict_status(verdict: str) -> Status:
    """The verdict a name was judged by; "" where none was recorded."""
    return Status(VERDICT_TONES[verdict], VERDICT_WORDS[verdict])
