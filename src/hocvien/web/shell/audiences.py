"""Groups that rules are for: offered in forms beside a programme, said in words."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility


class AudienceField(forms.ChoiceField):
    """A group of a programme whose rules know one; the value is `programme:group`, read by `audience_chosen`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {
            "label": _("Nhóm đối tượng"),
            "required": False,
            "help_text": _("Để trống nếu dành cho mọi người. Người được cử xét theo quy định của nhóm đã chọn."),
            **kwargs,
        }
        super().__init__(choices=_choices, **kwargs)


def audience_value(programme: catalogue.Programme, audience: str) -> str:
    """What the field holds of a record."""
    return f"{programme.code}:{audience}" if audience else ""


def audience_chosen(value: str, programme: catalogue.Programme) -> str:
    """The group's code; the whole value where it is a group of another programme, so that the operation refuses it in words."""
    code = value.removeprefix(f"{programme.code}:")
    return code[:30]


def audience_words(programme_id: int, audience: str) -> str:
    """The group's name in the reader's language, "" for everybody; one query where there is one."""
    if not audience:
        return ""
    return audience_names().get((programme_id, audience), audience)


def audience_names() -> dict[tuple[int, str], str]:
    """(programme id, code) → name in the reader's language; one query."""
    return {(one.programme_id, one.code): _name(one) for one in eligibility.list_audiences()}


def _name(one: eligibility.Audience) -> str:
    return one.name_en if (get_language() or "").startswith("en") else one.name


def _choices() -> list[tuple[Any, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in eligibility.list_audiences():
        groups.setdefault(one.programme_name, []).append((f"{one.programme_code}:{one.code}", _name(one)))
    return [("", _("Mọi người")), *groups.items()]
