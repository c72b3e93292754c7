"""Units as somebody types or ticks them, and what the form of every step does with them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.errors import DomainError, NotVisible
from hocvien.common.text import fold
from hocvien.org import api as org
from hocvien.web.reorganisations.words import founded_names
from hocvien.web.ui import forms as ui
from hocvien.web.ui.choices import label_words, read_unit

_IN_BRACKETS = re.compile(r".*\((?P<code>[a-z0-9_-]+)\)\s*")
_SIGNS = re.compile(r"[^a-z0-9]+")
MOST_LINES = 500


class UnitReader:
    """Codes of units as somebody types them: units as they are called on the day or the day before, and those the draft founds."""

    def __init__(self, actor: User, today: date, on: date, planned: Mapping[str, str]) -> None:
        self.actor, self.today, self.on, self.planned = actor, today, on, planned

    def read(self, text: str) -> str:
        """The code meant; DomainError where there is none, or several. At most a few queries."""
        bracketed = _IN_BRACKETS.fullmatch(text)
        for code in (bracketed["code"] if bracketed else "", text.strip().lower()):
            if code in self.planned:
                return code
        same = [code for code, name in self.planned.items() if fold(name) == fold(text)]
        if len(same) == 1:
            return same[0]
        try:
            return read_unit(text, actor=self.actor, permission="unit.edit", on=self.today).code
        except NotVisible:
            raise
        except DomainError:
            scope = access.unit_ids_for(self.actor, access.Permission.UNIT_EDIT, self.today)
            for day in (self.on - timedelta(days=1), self.on):
                labels = org.search_units(text, within=scope, on=day, limit=6)
                exact = [label for label in labels if fold(label.name) == fold(text)] or labels
                if len(exact) == 1:
                    return exact[0].code
            raise

    def read_lines(self, text: str) -> list[str]:
        """One unit a line; ValidationError that names every line nobody is found for."""
        codes: list[str] = []
        wrong: list[str] = []
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            words = _("Nhiều nhất {n} dòng; bảng dài hơn thì dùng “Từ tệp”.").format(n=MOST_LINES)
            raise ValidationError(words)
        for line in lines:
            try:
                codes.append(self.read(line))
            except DomainError as refusal:
                wrong.append(str(refusal))
        if wrong:
            raise ValidationError(wrong[:5])
        return codes


class UnitCodeField(ui.UnitChoiceField):
    """Gives a code: of a unit where the user may change units, or of one that the draft founds."""

    reader: UnitReader

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(permission="unit.edit", **kwargs)

    def read(self, text: str, ref: str) -> Any:
        return self.reader.read(text)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) and value in self.reader.planned:
            return (f"{self.reader.planned[value]} ({value})", value)
        return super().prepare_value(value)


class StepForm(ui.BaseForm):
    """What all steps share; `draft` is what they are added to. `below`: whose units are offered to be ticked."""

    def __init__(
        self,
        *args: Any,
        draft: org.Reorganisation,
        below: org.Unit | None = None,
        steps: Sequence[org.Step],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = draft.on
        scope = self.request.scope
        self.reader = UnitReader(self.request.user, scope.on, draft.on, founded_names(steps))
        self.below = below
        for field in self.fields.values():
            if isinstance(field, UnitCodeField):
                field.reader = self.reader
        if "ticked" in self.fields:
            self._offer_ticks()

    def _offer_ticks(self) -> None:
        field = self.fields["ticked"]
        assert isinstance(field, forms.MultipleChoiceField)
        labels = children_of(self.below, self.on)
        field.choices = [(label.code, label_words(label)) for label in labels]
        if not labels:
            field.widget = forms.MultipleHiddenInput()

    def clean_more(self) -> list[str]:
        return self.reader.read_lines(self.cleaned_data.get("more", ""))

    def chosen(self) -> tuple[str, ...]:
        """Units ticked and typed, each once; an error where there is none."""
        data = self.cleaned_data
        return tuple(dict.fromkeys([*data.get("ticked", ()), *(data.get("more") or ())]))

    def steps(self) -> list[org.Step]:
        """What the form asks for; called once it is valid."""
        raise NotImplementedError

    def free_code(self, name: str, taken: Iterable[str] = ()) -> str:
        """A code made of a name that no unit has."""
        base = _SIGNS.sub("-", fold(name)).strip("-")[:50] or "don-vi"
        tried = [base, *(f"{base}-{n}" for n in range(2, 60))]
        used = {*org.ids_by_code(tried), *self.reader.planned, *taken}
        return next((code for code in tried if code not in used), base)

    def refuse(self, refusal: DomainError) -> None:
        """Say a refusal at the field that names the unit it speaks of, else above the form."""
        unit = refusal.data.get("unit")
        for name, value in self.cleaned_data.items():
            if unit and (value == unit or (isinstance(value, list | tuple) and unit in value)):
                self.add_error(name, ValidationError(str(refusal), code=refusal.code))
                return
        self.add_domain_error(refusal)


def children_of(unit: org.Unit | None, on: date) -> list[org.UnitLabel]:
    """Labels of the units right below on the day before, by name; a long list is cut at 400."""
    if unit is None:
        return []
    day = on - timedelta(days=1)
    ids = org.children_ids_as_of(unit.pk, day)[:400]
    labels = org.labels_as_of(ids, day)
    return [labels[pk] for pk in ids if pk in labels]


def like_unit(code: str, on: date) -> org.NewUnit | None:
    """Kind and parent of a unit on the day before, for one that goes on with its work."""
    unit = org.find_unit(code)
    if unit is None:
        return None
    day = on - timedelta(days=1)
    label = org.label_as_of(unit.pk, day)
    parents = org.parent_ids_as_of([unit.pk], day)
    above = org.codes_by_id(parents.values())
    return org.NewUnit(code, label.name, label.kind, on, above.get(parents.get(unit.pk, 0), ""))
