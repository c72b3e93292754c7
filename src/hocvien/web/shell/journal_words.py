"""How the entries of the journal are said to people. A verb without words is shown as it is, never hidden."""

import json
import re
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.common.intervals import OPEN_END
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.reporting import api as reporting
from hocvien.sending import api as sending
from hocvien.web.shell.journal_terms import KEYS, VERBS
from hocvien.web.shell.verdicts import VERDICT_WORDS

# values the journal keeps and this list does not show
HIDDEN = {
    "identity_number",
    "phone",
    "email",
    "party_card",
    "profile_number",
    "ethnicity",
    "admitted_on",
    "official_on",
    "left_party_on",
    "leaves",
    "leave",
    "value",
}
# tells a machine something, a reader nothing
_UNSAID = {"digest"}
# the kind of a leave tells of somebody's health
_LEAVES = set(people.LeaveKind.values) - {people.LeaveKind.OTHER}
# what is chosen from a list is said as the list says it; “other” is said too differently by each
_CHOICES = {
    value: label
    for choices in (
        org.UnitKind.choices,
        people.Education.choices,
        catalogue.StudyMode.choices,
        classes.ReturnReason.choices,
        sending.ReturnReason.choices,
        access.Role.choices,
        VERDICT_WORDS.items(),
    )
    for value, label in choices
    if value and value != "other"
}
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_OPEN_END = OPEN_END.isoformat()
_MOST = 180


def verb_words(verb: str) -> str:
    """What was done."""
    return str(VERBS.get(verb, verb))


def value_words(entry: journal.Entry) -> str:
    """Before and after in one line, numbers and what is sensitive covered; erased values say nothing."""
    detail = getattr(entry, "detail", None)
    if detail is None:
        return ""
    text = content_words(detail.content, is_covered=True, subject_type=entry.subject_type)
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"


def content_words(content: str, *, is_covered: bool, subject_type: str = "") -> str:
    """Before and after in one line, as the journal holds them; whole only for the person they are about.

    A field of the subject is called as its form calls it, what is no field as `KEYS` say, else as a field of its room. No query.
    """
    said = json.loads(content)
    before, after = said["before"], said["after"]
    fields, choices = _fields_of(subject_type), _choices_of(subject_type)
    parts = []
    for key in dict.fromkeys([*before, *after]):
        if key in _UNSAID or (key not in before and after[key] in (None, "", [], {})):
            continue  # a field left empty when the thing was made says nothing
        is_hidden = key in HIDDEN or not _LEAVES.isdisjoint(_as_words(before.get(key), after.get(key)))
        said_by = (fields.get(key), choices)
        say = _covered if is_hidden and is_covered else partial(_plain, said_by=said_by)
        old, new = say(before.get(key)), say(after.get(key))
        label = key_words(key, subject_type)
        change = f"{old} → {new}" if key in before and key in after else new if key in after else old
        parts.append(f"{label}: {change}")
    return "; ".join(parts)


def key_words(key: str, subject_type: str) -> str:
    """What a value is called; the key itself where it is a code of a unit or a cell of a form, or nothing names it. No query."""
    field = _fields_of(subject_type).get(key)
    is_own = field is not None and field.model._meta.label_lower == subject_type
    if said := (_label_of(field) if is_own else "") or KEYS.get(key) or _label_of(field):
        return str(said)
    cell, found, _rest = key.partition(" words")
    return f"{cell} ({KEYS['explanations']})" if found else key


@cache
def _fields_of(subject_type: str) -> "dict[str, models.Field[Any, Any]]":
    """Fields by name, of the subject's model before its neighbours': a plan's entry tells of its lines too."""
    room, _dot, name = subject_type.partition(".")
    if room not in apps.app_configs:
        return {}
    found: dict[str, models.Field[Any, Any]] = {}
    for model in sorted(apps.get_app_config(room).get_models(), key=lambda one: one._meta.model_name != name):
        for field in model._meta.concrete_fields:
            found.setdefault(field.name, field)
            found.setdefault(field.attname, field)
    return found


@cache
def _choices_of(subject_type: str) -> Mapping[str, Any]:
    """What the lists of the subject's room call a value, where all that have it call it the same."""
    room, _dot, _name = subject_type.partition(".")
    if room not in apps.app_configs:
        return {}
    found: dict[str, set[Any]] = {}
    for model in apps.get_app_config(room).get_models():
        for field in model._meta.concrete_fields:
            for value, label in field.flatchoices:
                found.setdefault(value, set()).add(label)
    return {value: labels.pop() for value, labels in found.items() if value and len(labels) == 1}


def _label_of(field: "models.Field[Any, Any] | None") -> str:
    """The name that a form gives it, within a sentence; nothing where it was given none."""
    if field is None or field.verbose_name == field.name.replace("_", " "):
        return ""
    said = str(field.verbose_name)
    return said if said[1:2].isupper() else f"{said[:1].lower()}{said[1:]}"


def _as_words(*values: Any) -> set[str]:
    return {value for value in values if isinstance(value, str)}


def _covered(value: Any) -> str:
    """That there is a value, not which: numbers and what is sensitive are read in the record, where each look is written down."""
    return "•••" if value else "–"


def _plain(value: Any, said_by: "tuple[models.Field[Any, Any] | None, Mapping[str, Any]]") -> str:
    field, choices = said_by
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return str(_("có")) if value else str(_("không"))
    if isinstance(value, list) and value and set(map(str, value)) <= set(access.Permission):
        return ", ".join(str(access.permission_words(one)) for one in value)
    if isinstance(value, list | dict):
        return f"({len(value)})"
    if value == _OPEN_END:
        return str(_("không thời hạn"))
    if isinstance(value, str) and (day := _ISO_DAY.fullmatch(value)):
        return "/".join(reversed(day.groups()))
    if field is not None and field.is_relation and isinstance(value, int):
        return f"#{value}"  # the number of a row, not a figure
    if field is not None and value in dict(field.flatchoices):
        return str(dict(field.flatchoices)[value])
    if value in reporting.BASES and value not in choices:
        return reporting.basis_title(value)
    return str(choices.get(value) or _CHOICES.get(value, value)) if isinstance(value, str) else str(value)
