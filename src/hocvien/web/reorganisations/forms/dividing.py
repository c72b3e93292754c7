"""A unit divided into several: which part each unit below and each person goes to."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hocvien.common.text import fold
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.reorganisations.forms.units import MOST_LINES, StepForm, UnitCodeField, children_of, like_unit
from hocvien.web.ui import forms as ui
from hocvien.web.ui.choices import person_words

_MOST_PARTS = 8


class SplitWhatForm(ui.BaseForm):
    """Which unit is divided, and into how many."""

    split = ui.UnitChoiceField(label=gettext_lazy("Đơn vị bị chia"), permission="unit.edit")
    parts = ui.WholeNumberField(label=gettext_lazy("Chia thành mấy phần"), min_value=1, max_value=_MOST_PARTS)


class SplitForm(StepForm):
    """One unit into several: for each part an existing or a new unit; for each unit below its part; people by list or by kind.

    `was`: the parts of a step that is changed. What of them the form has no field for stays with its part.
    """

    def __init__(
        self,
        *args: Any,
        unit: org.Unit,
        parts: int,
        may_name: bool,
        was: Sequence[org.SplitPart] = (),
        **kwargs: Any,
    ) -> None:
        self.unit, self.parts, self.may_name, self.was = unit, parts, may_name, was
        super().__init__(*args, **kwargs)
        self.children = children_of(unit, self.on)
        numbers = [(str(n), _("Phần {n}").format(n=n)) for n in range(1, parts + 1)]
        for n in range(1, parts + 1):
            self._add_part(n)
        for label in self.children:
            self.fields[f"child-{label.code}"] = forms.ChoiceField(
                label=label.name, required=False, choices=[("", _("theo phần còn lại")), *numbers]
            )
        self.fields["rest"] = forms.ChoiceField(
            label=_("Phần còn lại, chưa nói về đâu"),
            choices=[
                *((value, _("về {part}").format(part=words.lower())) for value, words in numbers),
                ("self", _("ở lại: đơn vị này vẫn còn, chỉ bớt đi")),
                ("none", _("không được còn gì: thiếu chỗ nào thì báo")),
            ],
            initial="1",
        )
        for name, field in self.fields.items():
            if isinstance(field, UnitCodeField):
                field.reader, field.request = self.reader, self.request
            if name.endswith("-into"):
                field.error_messages["required"] = str(_("Chưa nói phần này về đâu."))

    def _add_part(self, n: int) -> None:
        self.fields[f"p{n}-into"] = UnitCodeField(
            label=_("Về đơn vị đang có"), required=False, help_text=_("Hoặc ghi tên đơn vị mới")
        )
        self.fields[f"p{n}-name"] = forms.CharField(
            label=_("Hoặc thành đơn vị mới tên là"),
            required=False,
            max_length=200,
            help_text=_("Cùng loại, cùng cấp trên với đơn vị bị chia"),
        )
        self.fields[f"p{n}-code"] = forms.SlugField(
            label=_("Mã đơn vị mới"), required=False, max_length=60, help_text=_("Bỏ trống thì lấy theo tên")
        )
        self.fields[f"p{n}-belonging"] = forms.ChoiceField(
            label=_("Người về phần này, theo loại"),
            required=False,
            choices=[("", _("không theo loại")), *people.BelongingKind.choices],
        )
        if self.may_name:
            self.fields[f"p{n}-people"] = forms.CharField(
                label=_("Người về phần này, theo danh sách"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
                help_text=_("Mỗi dòng một người: họ và tên, nếu trùng thì thêm (ngày sinh)"),
            )

    def bound_parts(self) -> list[list[forms.BoundField]]:
        """The fields of each part, for the page."""
        keys = ("into", "name", "code", "people", "belonging")
        return [[self[f"p{n}-{key}"] for key in keys if f"p{n}-{key}" in self.fields] for n in range(1, self.parts + 1)]

    def bound_children(self) -> list[forms.BoundField]:
        """One choice for each unit below."""
        return [self[f"child-{label.code}"] for label in self.children]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        taken: set[str] = set()
        for n in range(1, self.parts + 1):
            into, name, code = (data.get(f"p{n}-{key}") for key in ("into", "name", "code"))
            if f"p{n}-into" in self.errors:
                continue
            if not into and not name:
                self.add_error(f"p{n}-into", _("Chưa nói phần này về đâu. Chọn đơn vị đang có, hoặc ghi tên mới."))
                continue
            if into and name:
                self.add_error(f"p{n}-name", _("Bỏ một trong hai: đơn vị đang có, hoặc tên đơn vị mới."))
                continue
            chosen = into or code or self.free_code(str(name), taken)
            if chosen in taken or chosen == self.unit.code:
                self.add_error(f"p{n}-into" if into else f"p{n}-name", _("Mỗi phần về một đơn vị khác nhau."))
            taken.add(chosen)
            data[f"p{n}-goes"] = chosen
        self._clean_people(data)
        return data

    def _clean_people(self, data: dict[str, Any]) -> None:
        """Whom each part names, each person once: by list first, then by kind."""
        day = self.on - timedelta(days=1)
        there = people.people().filter(pk__in=people.person_ids_at([self.unit.pk], day))
        named: dict[str, str] = {}
        by_words: dict[str, list[str]] = {}
        if self.may_name and any(data.get(f"p{n}-people") for n in range(1, self.parts + 1)):
            for person in there:
                for words in {fold(person.full_name), fold(person_words(person))}:
                    by_words.setdefault(words, []).append(str(person.uuid))
        for n in range(1, self.parts + 1):
            kept = [] if self.may_name or not self.was else list(self.was[n - 1].people)
            named |= dict.fromkeys(kept, "")
            most = max(MOST_LINES, *(len(part.people) for part in self.was)) if self.was else MOST_LINES
            found, wrong = _people_of(data.get(f"p{n}-people") or "", by_words, named, most=most)
            data[f"p{n}-who"] = kept + found
            if wrong:
                self.add_error(f"p{n}-people", wrong[:5])
        for n in range(1, self.parts + 1):
            if kind := data.get(f"p{n}-belonging"):
                fits = there.filter(
                    belongings__unit=self.unit,
                    belongings__kind=kind,
                    belongings__valid_from__lte=day,
                    belongings__valid_to__gt=day,
                )
                uuids = [str(uuid) for uuid in fits.order_by("pk").values_list("uuid", flat=True)]
                data[f"p{n}-who"] += [uuid for uuid in dict.fromkeys(uuids) if uuid not in named]
                named |= dict.fromkeys(uuids, "")

    def _units_was(self, number: int) -> tuple[str, ...]:
        return self.was[number - 1].units if self.was else ()

    def steps(self) -> list[org.Step]:
        data = self.cleaned_data
        like = like_unit(self.unit.code, self.on)
        assert like is not None
        goes = {str(n): data[f"p{n}-goes"] for n in range(1, self.parts + 1)}
        founded: list[org.Step] = [
            org.Found(goes[str(n)], data[f"p{n}-name"], like.kind, like.parent_code or "")
            for n in range(1, self.parts + 1)
            if data[f"p{n}-name"]
        ]
        rest = (
            {"self": self.unit.code, "none": ""}.get(data["rest"])
            if data["rest"] in {"self", "none"}
            else goes[data["rest"]]
        )
        parts = []
        for number, code in goes.items():
            units = tuple(one.code for one in self.children if data.get(f"child-{one.code}") == number)
            units += tuple(one for one in self._units_was(int(number)) if f"child-{one}" not in self.fields)
            who = tuple(data[f"p{number}-who"])
            if units or who or code != rest:
                parts.append(org.SplitPart(code, units, who))
        return [*founded, org.Split(self.unit.code, tuple(parts), rest=rest or "")]


def _people_of(
    text: str, by_words: Mapping[str, Sequence[str]], named: dict[str, str], *, most: int
) -> tuple[list[str], list[str]]:
    """(uuids that the lines name, what is wrong with the others); whoever was named before is told."""
    found: list[str] = []
    wrong: list[str] = []
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > most:
        return found, [_("Nhiều nhất {n} dòng; nhiều hơn thì chia theo đơn vị hoặc theo loại.").format(n=most)]
    for line in lines:
        uuids = by_words.get(fold(line), ())
        if len(uuids) > 1:
            wrong.append(_("Có {n} người tên “{name}”. Thêm (ngày sinh).").format(n=len(uuids), name=line))
        elif not uuids:
            wrong.append(_("Không thấy “{name}” trong những người thuộc đơn vị này.").format(name=line))
        elif uuids[0] in named:
            wrong.append(_("“{name}” được nêu hai lần.").format(name=line))
        else:
            named[uuids[0]] = line
            found.append(uuids[0])
    return found, wrong
