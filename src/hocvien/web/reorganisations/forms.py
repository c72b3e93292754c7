"""Forms of a reorganisation: what is decided, and one form for each kind of step."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.errors import DomainError, NotVisible
from hocvien.common.text import fold
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.reorganisations.words import founded_names
from hocvien.web.ui import forms as ui
from hocvien.web.ui.choices import label_words, person_words, read_unit

_IN_BRACKETS = re.compile(r".*\((?P<code>[a-z0-9_-]+)\)\s*")
_SIGNS = re.compile(r"[^a-z0-9]+")
_MOST_LINES = 500
MOST_PARTS = 8


class HeadForm(ui.BaseForm):
    title = forms.CharField(label=gettext_lazy("Nội dung sắp xếp"), max_length=200)
    resolution = forms.CharField(label=gettext_lazy("Số nghị quyết, quyết định"), max_length=300)
    decided_on = ui.DateField(label=gettext_lazy("Ngày quyết định"), required=False)
    on = ui.DateField(label=gettext_lazy("Có hiệu lực từ ngày"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        decided, on = data.get("decided_on"), data.get("on")
        if decided is not None and decided.year < 1930:
            self.add_error("decided_on", _("Ngày quyết định trước năm 1930. Kiểm tra lại năm."))
        if on is not None and not 1930 <= on.year <= 2100:
            self.add_error("on", _("Ngày có hiệu lực phải từ năm 1930 đến năm 2100. Kiểm tra lại năm."))
        return data


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
        if len(lines) > _MOST_LINES:
            words = _("Nhiều nhất {n} dòng; bảng dài hơn thì dùng “Từ tệp”.").format(n=_MOST_LINES)
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


class _Ticked(forms.Form):
    ticked = forms.MultipleChoiceField(
        label=gettext_lazy("Chọn đơn vị"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.CharField(
        label=gettext_lazy("Đơn vị khác, mỗi dòng một tên hoặc mã"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )


class FoundForm(StepForm):
    name = forms.CharField(label=gettext_lazy("Tên đơn vị mới"), max_length=200)
    short_name = forms.CharField(label=gettext_lazy("Tên ngắn"), max_length=120, required=False)
    code = forms.SlugField(
        label=gettext_lazy("Mã đơn vị"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Bỏ trống thì lấy theo tên"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Loại đơn vị"), choices=org.UnitKind.choices)
    parent = UnitCodeField(
        label=gettext_lazy("Đơn vị cấp trên"),
        required=False,
        help_text=gettext_lazy("Bỏ trống: đơn vị không có cấp trên"),
    )

    def steps(self) -> list[org.Step]:
        data = self.cleaned_data
        code = data["code"] or self.free_code(data["name"])
        return [org.Found(code, data["name"], data["kind"], data["parent"] or "", data["short_name"])]


class RenameForm(StepForm):
    unit = UnitCodeField(label=gettext_lazy("Đơn vị"))
    name = forms.CharField(label=gettext_lazy("Tên mới"), max_length=200)
    short_name = forms.CharField(label=gettext_lazy("Tên ngắn"), max_length=120, required=False)

    def steps(self) -> list[org.Step]:
        data = self.cleaned_data
        return [org.Rename(data["unit"], data["name"], data["short_name"])]


class KindForm(StepForm):
    unit = UnitCodeField(label=gettext_lazy("Đơn vị"))
    kind = forms.ChoiceField(label=gettext_lazy("Loại đơn vị từ ngày đó"), choices=org.UnitKind.choices)

    def steps(self) -> list[org.Step]:
        return [org.ChangeKind(self.cleaned_data["unit"], self.cleaned_data["kind"])]


class MoveForm(_Ticked, StepForm):
    parent = UnitCodeField(
        label=gettext_lazy("Về trực thuộc"),
        required=False,
        help_text=gettext_lazy("Bỏ trống: các đơn vị này không còn cấp trên"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.chosen():
            self.add_error("more", _("Chưa chọn đơn vị nào để chuyển. Đánh dấu, hoặc ghi tên mỗi dòng một đơn vị."))
        return data

    def steps(self) -> list[org.Step]:
        return [org.MoveUnits(self.chosen(), self.cleaned_data["parent"] or "")]


class MergeForm(_Ticked, StepForm):
    into = UnitCodeField(
        label=gettext_lazy("Vào đơn vị đang có"),
        required=False,
        help_text=gettext_lazy("Hoặc ghi tên đơn vị mới ở dưới"),
    )
    name = forms.CharField(label=gettext_lazy("Hoặc thành đơn vị mới tên là"), max_length=200, required=False)
    code = forms.SlugField(
        label=gettext_lazy("Mã đơn vị mới"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Bỏ trống thì lấy theo tên"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại đơn vị mới"),
        required=False,
        choices=[("", gettext_lazy("như đơn vị nhập đầu tiên")), *org.UnitKind.choices],
    )
    parent = UnitCodeField(
        label=gettext_lazy("Đơn vị mới trực thuộc"),
        required=False,
        help_text=gettext_lazy("Bỏ trống: như đơn vị nhập đầu tiên"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        into, name = data.get("into"), data.get("name")
        if not self.chosen():
            self.add_error("more", _("Chưa chọn đơn vị nào để nhập. Đánh dấu, hoặc ghi tên mỗi dòng một đơn vị."))
        elif not into and not name:
            self.add_error("into", _("Chưa nói nhập vào đâu. Chọn một đơn vị đang có, hoặc ghi tên đơn vị mới."))
        elif into and name:
            self.add_error("name", _("Đã chọn đơn vị đang có. Bỏ một trong hai: đơn vị đang có, hoặc tên đơn vị mới."))
        elif into and set(self.chosen()) <= {into}:
            self.add_error("into", _("Một đơn vị không nhập vào chính nó. Chọn đơn vị nhận khác."))
        return data

    def steps(self) -> list[org.Step]:
        data = self.cleaned_data
        units = tuple(code for code in self.chosen() if code != data["into"])
        if data["into"]:
            return [org.Merge(units, data["into"])]
        like = like_unit(units[0], self.on)
        code = data["code"] or self.free_code(data["name"])
        new = org.Found(
            code,
            data["name"],
            data["kind"] or (like.kind if like is not None else "other"),
            data["parent"] or ((like.parent_code or "") if like is not None else ""),
        )
        return [new, org.Merge(units, code)]


class DissolveForm(StepForm):
    unit = UnitCodeField(label=gettext_lazy("Đơn vị giải thể"))
    successor = UnitCodeField(
        label=gettext_lazy("Đơn vị kế tục"),
        required=False,
        help_text=gettext_lazy("Bỏ trống: đơn vị cấp trên trực tiếp"),
    )

    def steps(self) -> list[org.Step]:
        return [org.Dissolve(self.cleaned_data["unit"], self.cleaned_data["successor"] or "")]


class AbolishForm(StepForm):
    kind = forms.ChoiceField(label=gettext_lazy("Bỏ các đơn vị loại"), choices=org.UnitKind.choices)
    parent = UnitCodeField(label=gettext_lazy("Ở dưới đơn vị"))

    def steps(self) -> list[org.Step]:
        return [org.AbolishLevel(self.cleaned_data["kind"], self.cleaned_data["parent"])]


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
            most = max(_MOST_LINES, *(len(part.people) for part in self.was)) if self.was else _MOST_LINES
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


FORMS: dict[str, type[StepForm]] = {
    "found": FoundForm,
    "rename": RenameForm,
    "change_kind": KindForm,
    "move": MoveForm,
    "merge": MergeForm,
    "dissolve": DissolveForm,
    "abolish_level": AbolishForm,
    "split": SplitForm,
}


class SplitWhatForm(ui.BaseForm):
    """Which unit is divided, and into how many."""

    split = ui.UnitChoiceField(label=gettext_lazy("Đơn vị bị chia"), permission="unit.edit")
    parts = ui.WholeNumberField(label=gettext_lazy("Chia thành mấy phần"), min_value=1, max_value=MOST_PARTS)


class BelowForm(ui.BaseForm):
    """Whose units are offered to be ticked."""

    below = ui.UnitChoiceField(
        label=gettext_lazy("Chọn trong các đơn vị trực thuộc"), permission="unit.edit", required=False
    )


class MappingForm(ui.BaseForm):
    file = forms.FileField(
        label=gettext_lazy("Bảng sắp xếp"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt"}),
        allow_empty_file=True,
    )
    title = forms.CharField(label=gettext_lazy("Nội dung sắp xếp"), max_length=200, required=False)
    resolution = forms.CharField(label=gettext_lazy("Số nghị quyết, quyết định"), max_length=300, required=False)
    decided_on = ui.DateField(label=gettext_lazy("Ngày quyết định"), required=False)
    on = ui.DateField(label=gettext_lazy("Có hiệu lực từ ngày"), required=False)
