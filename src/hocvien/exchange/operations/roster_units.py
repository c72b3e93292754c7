"""The units a row of a roster may name, and the problem at its cell where it names none of them."""

import hashlib
import json
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property
from typing import Any

from django.utils import translation

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.text import fold
from hocvien.exchange.arithmetic.units import UnitNames
from hocvien.exchange.operations.roster_draft import RosterDraft
from hocvien.org import api as org
from hocvien.people import api as people


class RosterUnits:
    """The units a row may name, the roster's unit and below; and with them all that a row's reading depends on. Five queries."""

    def __init__(self, actor: User | None, unit: org.Unit, on: date) -> None:
        self.actor, self.on = actor, on
        self.labels = org.labels_as_of(org.descendant_ids_as_of(unit.pk, on), on)
        self.allowed = set(access.unit_ids_for(actor, access.Permission.ROSTER_IMPORT, on).filter(pk__in=self.labels))
        self.name = self.labels[unit.pk].name if unit.pk in self.labels else org.label_as_of(unit.pk, on).name
        self.only = unit.pk if len(self.labels) <= 1 else None
        self.names = UnitNames(self._named())
        self.choices = {"post_kind": _own_words(people.PostKind)}

    def _named(self) -> list[tuple[int, str, str, str]]:
        return [(label.id, label.code, label.name, label.short_name) for label in self.labels.values()]

    @property
    def reading(self) -> dict[str, Any]:
        """What another process needs to read the rows as this one does; JSON-able."""
        return {"on": self.on.isoformat(), "choices": self.choices, "units": self._named()}

    @cached_property
    def basis(self) -> str:
        """A digest of what a row's reading depends on beside the row and the layout: the day, the units, whose they are."""
        labels = sorted((one.id, one.code, one.name, one.short_name, one.kind) for one in self.labels.values())
        told = [self.on.isoformat(), self.name, self.only, labels, sorted(self.allowed)]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def knows(self, text: str) -> bool:
        return bool(self.names.find(text))

    def settle(self, draft: RosterDraft) -> None:
        """The unit of the row, or a problem at its cell."""
        text = draft.values.get("unit_name", "")
        if not text:
            if self.only is None:
                draft.add("unit_name", "unit_missing", unit=self.name)
                return
            draft.unit_id = self.only
        else:
            found = self.names.find(text)
            if not found:
                near = get_close_matches(fold(text), self.names.keys, n=1, cutoff=0.75)
                meant = self.names.find(near[0]) if near else []
                suggestion = self.labels[meant[0]].name if meant else ""
                draft.add("unit_name", "unit_unknown", suggestion=suggestion, unit=self.name)
                return
            if len(found) > 1:
                codes = ", ".join(self.labels[pk].code for pk in found[:4])
                draft.add("unit_name", "unit_ambiguous", suggestion=codes)
                return
            draft.unit_id = found[0]
        label = self.labels[draft.unit_id]
        draft.values["unit_name"] = label.name
        if draft.unit_id not in self.allowed:
            draft.add("unit_name", "unit_not_yours")


@cache
def _own_words(choices: Any) -> dict[str, str]:
    """The choices' own words, which are Vietnamese in every workbook."""
    with translation.override("vi"):
        return {fold(str(label)): code for code, label in choices.choices}
