"""The conditions of a programme as a form: each condition with the blanks of its kind, one fieldset each.

The kind and the blanks that are not shown travel in a hidden field; the operation reads and checks them like any other input.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.forms.boundfield import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.common.text import clean_name
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.ui import forms as ui

MOST_CLAUSES = 30
_CONFIRMATIONS = {
    "confirmation_before": "2021-07-09",
    "diplomas": {"elementary": "SCLLCT", "intermediate": "TCLLCT", "advanced": "CCLLCT"},
}
# the ages of Bộ luật Lao động 2019, điều 169 and NĐ 135/2020/NĐ-CP, in months: 55 years 4 months and 60 years 3 months in 2021 [default]
_RETIREMENT = {
    "first_year": 2021,
    "female": 664,
    "female_step": 4,
    "female_most": 720,
    "male": 723,
    "male_step": 3,
    "male_most": 744,
}
# kind → the blanks it starts with; what a kind is called is said by `eligibility.kind_words`
STARTS: dict[str, dict[str, Any]] = {
    "member": {"standing": "any", "months": 0},
    "not_member": {},
    "probation_days_left": {"months": 12, "at_least": 1},
    "has_belonging": {"kinds": ["proposing_cell"]},
    "education_at_least": {
        "level": "lower_secondary",
        "minority_level": "",
        "area_level": "",
        "areas": [],
        "post_level": "",
        "posts": [],
    },
    "age_at_least": {"female": 18, "male": 18, "study_mode": "", "reference": "opening"},
    # how many years is nowhere seen: left to who writes the rule
    "years_left": {**_RETIREMENT},
    "post_held": {"kinds": [], "or_planned": False, "unit_kinds": [], "months": 0},
    "works_in": {"work_fields": []},
    "managed_by": {"unit_kinds": []},
    "within_units": {"units": []},
    "ratings_last_years": {"years": 2, "grade": "good", "rating_kind": ""},
    "theory_level_at_least": {"level": "elementary", **_CONFIRMATIONS},
    "theory_level_below": {"level": "intermediate", **_CONFIRMATIONS},
    "has_certificate": {"programmes": [], "without": "missing", "at_least": 0, "at_most": 0},
    "no_valid_certificate": {"programmes": []},
    "attested": {"subject": "not_disciplined", "without": "missing"},
    "approved_exception": {"lifts": [], "decided_by": []},
}
# where a condition comes from when it is put on the page; a person may write another
CITATIONS = {"years_left": "Bộ luật Lao động 2019, điều 169; NĐ 135/2020/NĐ-CP"}
_LEVELS = [choice for choice in people.TheoryLevel.choices if choice[0] != people.TheoryLevel.NONE]
_SAME = [("", _("Như mọi người"))]
_WITHOUT = ("missing", _("thiếu thông tin"))


class UnitCodesField(forms.CharField):
    """Codes of units, between commas; gives a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        codes = [code for code in str(value or "").replace(",", " ").split() if code]
        unknown = set(codes) - set(org.ids_by_code(codes))
        if unknown:
            raise ValidationError(
                _("Không có đơn vị mang mã %(codes)s. Kiểm tra lại mã ở danh sách đơn vị."),
                params={"codes": ", ".join(sorted(unknown))},
            )
        return codes


def _number(label: Any, most: int = 99, *, least: int = 0) -> forms.Field:
    return ui.WholeNumberField(label=label, min_value=least, max_value=most)


def _choice(label: Any, choices: Sequence[tuple[Any, Any]], *, required: bool = True) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, required=required)


def _several(label: Any, choices: Sequence[tuple[Any, Any]], *, required: bool = True) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=required, widget=forms.CheckboxSelectMultiple
    )


def _education() -> dict[str, forms.Field]:
    levels = people.Education.choices
    return {
        "level": _choice(_("Từ trình độ"), levels),
        "minority_level": _choice(_("Dân tộc thiểu số từ trình độ"), [*_SAME, *levels], required=False),
        "area_level": _choice(_("Ở địa bàn ưu tiên từ trình độ"), [*_SAME, *levels], required=False),
        "areas": _several(_("Địa bàn ưu tiên"), org.Area.choices, required=False),
        "post_level": _choice(_("Giữ chức vụ ưu tiên từ trình độ"), [*_SAME, *levels], required=False),
        "posts": _several(_("Chức vụ ưu tiên"), people.PostKind.choices, required=False),
    }


def _member() -> dict[str, forms.Field]:
    standings = [
        ("any", _("Dự bị hoặc chính thức")),
        ("probationary", _("Dự bị")),
        ("official", _("Chính thức")),
    ]
    return {
        "standing": _choice(_("Tư cách"), standings),
        "months": _number(_("Từ bao nhiêu tháng (0: không xét)"), 600),
    }


def _age() -> dict[str, forms.Field]:
    return {
        "female": _number(_("Nữ từ (tuổi)")),
        "male": _number(_("Nam từ (tuổi)")),
        "study_mode": _choice(_("Chỉ với hệ"), [("", _("Mọi hệ")), *catalogue.StudyMode.choices], required=False),
        "reference": _choice(
            _("Tính tuổi ngày"), [("opening", _("Khai giảng")), ("nomination", _("Được giới thiệu, cử đi học"))]
        ),
    }


def _years_left() -> dict[str, forms.Field]:
    return {
        "years": _number(_("Còn ít nhất (năm)"), 40),
        "first_year": _number(_("Năm bắt đầu lộ trình"), 2100, least=1990),
        "female": _number(_("Nữ, năm đầu (tháng tuổi)"), 1200, least=1),
        "female_step": _number(_("Nữ, mỗi năm thêm (tháng)"), 12),
        "female_most": _number(_("Nữ, cuối lộ trình (tháng tuổi)"), 1200, least=1),
        "male": _number(_("Nam, năm đầu (tháng tuổi)"), 1200, least=1),
        "male_step": _number(_("Nam, mỗi năm thêm (tháng)"), 12),
        "male_most": _number(_("Nam, cuối lộ trình (tháng tuổi)"), 1200, least=1),
    }


def _post() -> dict[str, forms.Field]:
    return {
        "kinds": _several(_("Chức vụ thuộc (bỏ trống: bất kỳ)"), people.PostKind.choices, required=False),
        "unit_kinds": _several(_("Ở loại đơn vị (bỏ trống: bất kỳ)"), org.UnitKind.choices, required=False),
        "months": _number(_("Giữ từ bao nhiêu tháng (0: không xét)"), 600),
        "or_planned": forms.BooleanField(
            label=_("Người trong quy hoạch cũng được: không có chức vụ thì coi là thiếu thông tin"), required=False
        ),
    }


def _ratings() -> dict[str, forms.Field]:
    return {
        "years": _number(_("Số năm liền trước"), 5, least=1),
        "grade": _choice(_("Từ mức"), people.RatingGrade.choices),
        "rating_kind": _choice(
            _("Loại đánh giá"), [("", _("Loại nào có ghi")), *people.RatingKind.choices], required=False
        ),
    }


def _certificate() -> dict[str, forms.Field]:
    return {
        "at_least": _number(_("Cấp đã đủ (tháng; 0: không xét)"), 600),
        "at_most": _number(_("Cấp chưa quá (tháng; 0: không xét)"), 600),
        "without": _choice(_("Không thấy giấy thì"), [_WITHOUT, ("not_met", _("chưa đạt"))]),
    }


def _attested() -> dict[str, forms.Field]:
    return {
        "subject": _choice(_("Nội dung xác nhận"), eligibility.AttestationSubject.choices),
        "without": _choice(_("Nơi cử chưa xác nhận thì"), [_WITHOUT, ("met", _("coi như đạt"))]),
    }


def _theory(label: Any) -> dict[str, forms.Field]:
    return {
        "level": _choice(label, _LEVELS),
        "confirmation_before": ui.DateField(label=_("Giấy xác nhận chỉ nhận nếu cấp trước ngày")),
    }


_BLANKS: dict[str, Callable[[], dict[str, forms.Field]]] = {
    "member": _member,
    "probation_days_left": lambda: {
        "months": _number(_("Số tháng dự bị")),
        "at_least": _number(_("Còn ít nhất (ngày)"), 400),
    },
    "has_belonging": lambda: {"kinds": _several(_("Cách thuộc đơn vị"), people.BelongingKind.choices)},
    "education_at_least": _education,
    "age_at_least": _age,
    "years_left": _years_left,
    "post_held": _post,
    "works_in": lambda: {"work_fields": _several(_("Lĩnh vực"), people.WorkField.choices)},
    "managed_by": lambda: {"unit_kinds": _several(_("Cấp ủy quản lý là"), org.UnitKind.choices)},
    "within_units": lambda: {"units": UnitCodesField(label=_("Mã đơn vị, cách nhau dấu phẩy"), max_length=500)},
    "ratings_last_years": _ratings,
    "theory_level_at_least": lambda: _theory(_("Từ trình độ")),
    "theory_level_below": lambda: _theory(_("Chưa có trình độ")),
    "has_certificate": _certificate,
    "attested": _attested,
    "approved_exception": lambda: {
        "lifts": _several(
            _("Điều kiện được đặc cách (bỏ trống: mọi điều kiện)"),
            [(kind, words) for kind, words in eligibility.kind_words().items() if kind != "approved_exception"],
            required=False,
        ),
        "decided_by": _several(
            _("Cấp quyết định đặc cách (bỏ trống: cấp ủy của nơi cử)"), org.UnitKind.choices, required=False
        ),
    },
}


class RulesForm(ui.BaseForm):
    """A version of a programme's conditions. `clauses`: (kind, parameters) of each row before anything was sent."""

    valid_from = ui.DateField(
        label=_("Áp dụng từ ngày"),
        help_text=_("Lớp khai giảng từ ngày này xét theo quy định mới. Người đã được xét giữ kết quả cũ."),
    )
    study_mode = forms.ChoiceField(
        label=_("Hệ học"), choices=[("", _("Mọi hệ")), *catalogue.StudyMode.choices], required=False
    )
    audience = forms.SlugField(
        label=_("Mã nhóm đối tượng"),
        max_length=30,
        required=False,
        help_text=_("Bỏ trống: áp dụng cho mọi người. Mã viết không dấu, ví dụ nhom-1."),
    )
    audience_name = forms.CharField(label=_("Tên nhóm đối tượng"), max_length=120, required=False)
    audience_name_en = forms.CharField(label=_("Tên nhóm bằng tiếng Anh"), max_length=120, required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        clauses: Sequence[tuple[str, Mapping[str, Any]]],
        has_study_modes: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not has_study_modes:
            del self.fields["study_mode"]
        self.kind_words = eligibility.kind_words()
        self.programmes = [(row.code, row.name) for row in catalogue.list_programmes()]
        self.regulations = [
            (
                row.code,
                f"{row.number}" if row.is_seen else format_lazy(_("{number} (chưa đối chiếu)"), number=row.number),
            )
            for row in eligibility.list_regulations()
        ]
        self.titles: dict[int, str] = {}
        self.clauses = self._sent_clauses() if self.is_bound else list(clauses)
        self.blanks: dict[int, list[str]] = {}
        for n, (kind, parameters) in enumerate(self.clauses, 1):
            self._add_clause(n, kind, parameters)

    def _sent_clauses(self) -> list[tuple[str, Mapping[str, Any]]]:
        found: list[tuple[str, Mapping[str, Any]]] = []
        for n in range(1, MOST_CLAUSES + 1):
            try:
                kind, parameters, title = json.loads(self.data.get(f"base_{n}", ""))
            except (TypeError, ValueError, RecursionError):
                break
            if not isinstance(kind, str) or kind not in STARTS or not isinstance(parameters, dict):
                break
            self.titles[n] = title if isinstance(title, str) else ""
            found.append((kind, parameters))
        return found

    def _blank_fields(self, kind: str) -> dict[str, forms.Field]:
        fields = _BLANKS[kind]() if kind in _BLANKS else {}
        if kind in {"has_certificate", "no_valid_certificate"}:
            fields = {"programmes": _several(_("Của chương trình"), self.programmes), **fields}
        return fields

    def _add_clause(self, n: int, kind: str, parameters: Mapping[str, Any]) -> None:
        self.fields[f"base_{n}"] = forms.CharField(
            widget=forms.HiddenInput,
            initial=json.dumps([kind, parameters, self.initial.get(f"title_{n}", "")], ensure_ascii=False),
        )
        self.fields[f"keep_{n}"] = forms.BooleanField(label=_("Dùng điều kiện này"), required=False, initial=True)
        self.blanks[n] = []
        for name, field in self._blank_fields(kind).items():
            field.initial = _shown(field, {**STARTS[kind], **parameters}.get(name))
            self.fields[f"{name}_{n}"] = field
            self.blanks[n].append(name)
        self.fields[f"title_{n}"] = forms.CharField(
            label=_("Điều kiện viết ra (bỏ trống: theo các ô trên)"), max_length=200, required=False
        )
        self.fields[f"title_en_{n}"] = forms.CharField(label=_("Viết bằng tiếng Anh"), max_length=200, required=False)
        self.fields[f"regulation_{n}"] = forms.ChoiceField(
            label=_("Văn bản"), choices=[("", _("Không chọn")), *self.regulations], required=False
        )
        self.fields[f"citation_{n}"] = forms.CharField(
            label=_("Căn cứ bằng chữ"), max_length=300, required=False, initial=CITATIONS.get(kind, "")
        )
        self.fields[f"mark_{n}"] = forms.ChoiceField(
            label=_("Mức xác minh"), choices=catalogue.Mark.choices, initial=catalogue.Mark.DEFAULT
        )
        for blank in self.blanks[n]:
            field = self.fields[f"{blank}_{n}"]
            words = format_lazy(_("Chưa điền “{label}” của điều kiện {n}."), label=field.label, n=n)
            field.error_messages["required"] = words

    @property
    def clause_rows(self) -> Iterator[tuple[int, Any, BoundField, list[BoundField]]]:
        """(number, what the kind is called, hidden field, visible fields) of each condition."""
        for n, (kind, _parameters) in enumerate(self.clauses, 1):
            names = [f"keep_{n}", *(f"{blank}_{n}" for blank in self.blanks[n])]
            names += [f"{name}_{n}" for name in ("title", "title_en", "regulation", "citation", "mark")]
            yield n, self.kind_words[kind], self[f"base_{n}"], [self[name] for name in names]

    @property
    def head_fields(self) -> list[BoundField]:
        """What is said of the version as a whole, after the day."""
        names = ("study_mode", "audience", "audience_name", "audience_name_en", "note")
        return [self[name] for name in names if name in self.fields]

    def rule(self) -> dict[str, Any]:
        """What `eligibility.save_draft` takes, of a valid form."""
        data = self.cleaned_data
        names = ("valid_from", "study_mode", "audience", "audience_name", "audience_name_en", "note")
        return {**{name: data.get(name, "") for name in names}, "clauses": self._new_clauses()}

    def _new_clauses(self) -> list[eligibility.NewClause]:
        return [self._new_clause(n, kind, parameters) for n, (kind, parameters) in self._kept()]

    def _kept(self) -> Iterator[tuple[int, tuple[str, Mapping[str, Any]]]]:
        return ((n, one) for n, one in enumerate(self.clauses, 1) if self.cleaned_data[f"keep_{n}"])

    def _new_clause(self, n: int, kind: str, before: Mapping[str, Any]) -> eligibility.NewClause:
        data = self.cleaned_data
        filled = {name: _plain(data[f"{name}_{n}"]) for name in self.blanks[n]}
        title, title_en = clean_name(data[f"title_{n}"]), clean_name(data[f"title_en_{n}"])
        was = {**STARTS[kind], **before}
        if title == self.titles.get(n) and any(was.get(name) != value for name, value in filled.items()):
            # the words were of the old figures: it is said anew by what it asks
            title = title_en = ""
        return eligibility.NewClause(
            kind=kind,
            parameters={**before, **filled},
            title=title,
            title_en=title_en,
            regulation=data[f"regulation_{n}"],
            citation=data[f"citation_{n}"],
            mark=data[f"mark_{n}"],
        )


def _shown(field: forms.Field, value: Any) -> Any:
    """A stored value as its field takes it: a day is kept as text."""
    return date.fromisoformat(value) if isinstance(field, ui.DateField) and isinstance(value, str) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class RuleFileForm(ui.BaseForm):
    file = forms.FileField(
        label=_("Tệp YAML"),
        help_text=_("Tệp tải xuống từ trang quy định của một chương trình, đã sửa và được duyệt."),
        validators=[FileExtensionValidator(["yaml", "yml"])],
    )
