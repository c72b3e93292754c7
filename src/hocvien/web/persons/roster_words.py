"""What a column is read as, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hocvien.people import api as people
from hocvien.web.shell.field_words import FIELD_WORDS

IGNORED = "-"
# parts of a field that stand in columns of their own; offered beside the fields
PARTS = ("full_name:family", "full_name:given", "birth:male", "birth:female", "birth:day", "birth:month", "birth:year")
_PART_WORDS = {
    "family": gettext_lazy("họ và tên đệm"),
    "given": gettext_lazy("tên"),
    "male": gettext_lazy("của nam"),
    "female": gettext_lazy("của nữ"),
    "day": gettext_lazy("ngày"),
    "month": gettext_lazy("tháng"),
    "year": gettext_lazy("năm"),
    "profession": gettext_lazy("chuyên môn"),
}
ENCODING_WORDS = {
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI",
    "utf8_as_cp1252": gettext_lazy("UTF-8 bị đọc sai"),
    "nfd": gettext_lazy("dấu viết rời"),
}


def role_words(role: str) -> str:
    """A role of `exchange` as a person says it: "Ngày sinh (của nam)", "Giới tính + Dân tộc"."""
    if role in {"", IGNORED}:
        return _("Không đọc cột này")
    return " + ".join(_one(part) for part in role.split("+"))


def _one(role: str) -> str:
    field, _mark, part = role.partition(":")
    if field == IGNORED:
        return _("(bỏ qua)")
    words = str(FIELD_WORDS.get(field, field))
    if not part:
        return words
    own = str(_PART_WORDS.get(part, ""))
    if not own:
        levels = {"theory_level": people.TheoryLevel, "education": people.Education}.get(field)
        own = str(levels(part).label) if levels is not None and part in levels.values else part
    return f"{words} ({own})"


def role_choices(current: str) -> list[tuple[str, str]]:
    """(role, words) to choose from, with the one in force."""
    roles = [IGNORED, *FIELD_WORDS, *PARTS]
    if current and current not in roles:
        roles.append(current)
    return [(role, role_words(role)) for role in roles]
