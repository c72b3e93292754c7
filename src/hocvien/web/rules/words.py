"""Few words of rules that several screens say."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.catalogue import api as catalogue
from hocvien.web.ui.parts import Status


def mark_status(mark: str) -> Status:
    """Seen in a source or not, in few words and with a shape."""
    if mark == catalogue.Mark.SEEN:
        return Status("met", _("đã đối chiếu"))
    return Status("warn", _("mặc định, chưa đối chiếu"))


def rule_name(rule: Any) -> str:
    """For whom a rule set or draft is, where not for everybody: its mode and its audience."""
    in_english = (get_language() or "").startswith("en")
    audience = (in_english and rule.audience_name_en) or rule.audience_name or rule.audience
    mode = str(catalogue.StudyMode(rule.study_mode).label) if rule.study_mode else ""
    return ", ".join(part for part in (mode, audience) if part)
