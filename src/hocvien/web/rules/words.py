"""Few words of rules that several screens say."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.web.ui.parts import Status


def mark_status(mark: str) -> Status:
    """Seen in a source or not, in few words and with a shape."""
    if mark == catalogue.Mark.SEEN:
        return Status("met", _("đã đối chiếu"))
    return Status("warn", _("mặc định, chưa đối chiếu"))


def verdict_status(verdict: str) -> Status:
    """One of the four answers."""
    tone, word = {
        eligibility.MET: ("met", _("Đủ điều kiện")),
        eligibility.NOT_MET: ("bad", _("Chưa đủ điều kiện")),
        eligibility.DATA_MISSING: ("warn", _("Thiếu thông tin")),
        eligibility.NO_RULE: ("neutral", _("Chưa có quy định trong hệ thống cho ngày này")),
    }[verdict]
    return Status(tone, word)


def clause_status(verdict: str) -> Status:
    """The same of one clause."""
    tone, word = {
        eligibility.MET: ("met", _("Đạt")),
        eligibility.NOT_MET: ("bad", _("Chưa đạt")),
        eligibility.DATA_MISSING: ("warn", _("Thiếu thông tin")),
    }[verdict]
    return Status(tone, word)


def rule_name(rule: Any) -> str:
    """For whom a rule set or draft is, where not for everybody: its mode and its audience."""
    in_english = (get_language() or "").startswith("en")
    audience = (in_english and rule.audience_name_en) or rule.audience_name or rule.audience
    mode = str(catalogue.StudyMode(rule.study_mode).label) if rule.study_mode else ""
    return ", ".join(part for part in (mode, audience) if part)
