"""The conditions of a programme as a form: each condition with the blanks of its kind, one fieldset each.

The kind and the blanks that are not shown travel in a hidden field; the operation reads and checks them like any other input.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.common.text import clean_name
from hocvien.eligibility import api as eligibility
from hocvien.people import api as people
from hocvien.web.ui import forms as ui

MOST_CLAUSES = 30
_CONFIRMATIONS = {
    "confirmation_before": "2021-07-09",
    "diplomas": {"elementary": "SCLLCT", "intermediate": "TCLLCT", "advanced": "CCLLCT"},
}
# kind → (what it is called, the blanks it starts with)
KINDS: dict[str, tuple[str | Promise, dict[str, Any]]] = {
    "not_member": (_("Chưa là đảng viên"), {}),
    "member": (_("Là đảng viên"), {"standing": "any"}),
    "probation_days_left": (_("Còn trong thời gian dự bị"), {"months": 12, "at_least": 1}),
    "education_at_least": (_("Trình độ học vấn"), {"level": "lower_secondary", "minority_level": ""}),
    "age_at_least": (_("Tuổi tối thiểu"), {"female": 18, "male": 18, "study_mode": "", "reference": "opening"}),
    "post_held": (_("Chức vụ"), {"kinds": [], "or_planned": False}),
    "ratings_last_years": (_("Xếp loại các năm liền trước"), {"years": 2, "grade": "good"}),
    "theory_level_at_least": (_("Đã có trình độ lý luận chính trị"), {"level": "elementary", **_CONFIRMATIONS}),
    "theory_level_below": (_("Chưa có trình độ lý luận chính trị"), {"level": "intermediate", **_CONFIRMATIONS}),
    "no_valid_certificate": (_("Chưa có giấy chứng nhận còn giá trị"), {"programmes": []}),
    "has_certificate": (_("Đã có giấy chứng nhận"), {"programmes": []}),
    "has_belonging": (_("Được chi bộ giới thiệu"), {"kinds": ["proposing_cell"]}),
}
_LEVELS = [choice for choice in people.TheoryLevel.choices if choice[0] != people.TheoryLevel.NONE]


def _number(label: Any, most: int = 99) -> forms.Field:
    return forms.IntegerField(label=label, min_value=0, max_value=most)


def _choice(label: Any, choices: Sequence[tuple[Any, Any]], *, required: bool = True) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, required=required)


def _blank_fields(kind: str) -> dict[str, forms.Field]:
    """The blanks of a kind that a person fills."""
    education = people.Education.choices
    fields: dict[str, dict[str, forms.Field]] = {
        "member": {
            "standing": _choice(
                _("Tư cách"),
                [
                    ("any", _("Dự bị hoặc chính thức")),
                    ("probationary", _("Dự bị")),
                    ("official", _("Chính thức")),
                ],
            )
        },
        "probation_days_left": {
            "months": _number(_("Số tháng dự bị")),
            "at_least": _number(_("Còn ít nhất (ngày)"), 400),
        },
        "education_at_least": {
            "level": _choice(_("Từ trình độ"), education),
            "minority_level": _choice(
                _("Dân tộc thiểu số từ trình độ"), [("", _("Như mọi người")), *education], required=False
            ),
        },
        "age_at_least": {
            "female": _number(_("Nữ từ (tuổi)")),
            "male": _number(_("Nam từ (tuổi)")),
            "study_mode": _choice(_("Chỉ với hệ"), [("", _("Mọi hệ")), *catalogue.StudyMode.choices], required=False),
            "reference": _choice(
                _("Tính tuổi ngày"), [("opening", _("Khai giảng")), ("nomination", _("Được giới thiệu, cử đi học"))]
            ),
        },
        "post_held": {
            "kinds": forms.MultipleChoiceField(
                label=_("Chức vụ thuộc"), choices=people.PostKind.choices, widget=forms.CheckboxSelectMultiple
            ),
            "or_planned": forms.BooleanField(
                label=_("Người trong quy hoạch cũng được: không có chức vụ thì coi là thiếu thông tin"), required=False
            ),
        },
        "ratings_last_years": {
            "years": _number(_("Số năm liền trước"), 5),
            "grade": _choice(_("Từ mức"), people.RatingGrade.choices),
        },
        "theory_level_at_least": {"level": _choice(_("Từ trình độ"), _LEVELS)},
        "theory_level_below": {"level": _choice(_("Chưa có trình độ"), _LEVELS)},
    }
    programmes = [(programme.code, programme.name) for programme in catalogue.list_programmes()]
    for certificates in ("no_valid_certificate", "has_certificate"):
        fields[certificates] = {
            "programmes": forms.MultipleChoiceField(
                label=_("Của chương trình"), choices=programmes, widget=forms.CheckboxSelectMultiple
            )
        }
    return fields.get(kind, {})


class RulesForm(ui.BaseForm):
    """A version of a programme's conditions. `clauses`: (kind, parameters) of each row before anything was sent."""

    valid_from = ui.DateField(
        label=_("Áp dụng từ ngày"),
        help_text=_("Lớp khai giảng từ ngày này xét theo quy định mới. Người đã được xét giữ kết quả cũ."),
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def __init__(self, *args: Any, clauses: Sequence[tuple[str, Mapping[str, Any]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = self._sent_clauses() if self.is_bound else list(clauses)
        self.blanks: dict[int, list[str]] = {}
        for n, (kind, parameters) in enumerate(self.clauses, 1):
            self._add_clause(n, kind, parameters)

    def _sent_clauses(self) -> list[tuple[str, Mapping[str, Any]]]:
        found: list[tuple[str, Mapping[str, Any]]] = []
        for n in range(1, MOST_CLAUSES + 1):
            try:
                kind, parameters = json.loads(self.data.get(f"base_{n}", ""))
            except (TypeError, ValueError):
                break
            if kind not in KINDS or not isinstance(parameters, dict):
                break
            found.append((kind, parameters))
        return found

    def _add_clause(self, n: int, kind: str, parameters: Mapping[str, Any]) -> None:
        self.fields[f"base_{n}"] = forms.CharField(
            widget=forms.HiddenInput, initial=json.dumps([kind, parameters], ensure_ascii=False)
        )
        self.fields[f"keep_{n}"] = forms.BooleanField(label=_("Dùng điều kiện này"), required=False, initial=True)
        self.fields[f"title_{n}"] = forms.CharField(
            label=_("Điều kiện viết ra"), max_length=200, initial=KINDS[kind][0]
        )
        self.fields[f"title_en_{n}"] = forms.CharField(label=_("Viết bằng tiếng Anh"), max_length=200, required=False)
        self.blanks[n] = []
        for name, field in _blank_fields(kind).items():
            field.initial = {**KINDS[kind][1], **parameters}.get(name)
            self.fields[f"{name}_{n}"] = field
            self.blanks[n].append(name)
        self.fields[f"citation_{n}"] = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)
        self.fields[f"mark_{n}"] = forms.ChoiceField(
            label=_("Mức xác minh"), choices=catalogue.Mark.choices, initial=catalogue.Mark.DEFAULT
        )
        for name in (f"title_{n}", *(f"{blank}_{n}" for blank in self.blanks[n])):
            words = format_lazy(_("Chưa điền “{label}” của điều kiện {n}."), label=self.fields[name].label, n=n)
            self.fields[name].error_messages["required"] = words

    @property
    def clause_rows(self) -> Iterator[tuple[int, Any, BoundField, list[BoundField]]]:
        """(number, what the kind is called, hidden field, visible fields) of each condition."""
        for n, (kind, _parameters) in enumerate(self.clauses, 1):
            names = [f"keep_{n}", f"title_{n}", f"title_en_{n}", *(f"{blank}_{n}" for blank in self.blanks[n])]
            names += [f"citation_{n}", f"mark_{n}"]
            yield n, KINDS[kind][0], self[f"base_{n}"], [self[name] for name in names]

    def new_clauses(self) -> list[eligibility.NewClause]:
        """The conditions kept, of a valid form."""
        data = self.cleaned_data
        return [
            eligibility.NewClause(
                kind=kind,
                parameters={**parameters, **{name: data[f"{name}_{n}"] for name in self.blanks[n]}},
                title=clean_name(data[f"title_{n}"]),
                title_en=clean_name(data[f"title_en_{n}"]),
                citation=data[f"citation_{n}"],
                mark=data[f"mark_{n}"],
            )
            for n, (kind, parameters) in enumerate(self.clauses, 1)
            if data[f"keep_{n}"]
        ]
