"""Forms of a class: opening, list, timetable, results, decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.access.api import Permission
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.faculty import api as faculty
from hocvien.planning import api as planning
from hocvien.web.shell.audiences import AudienceField, audience_chosen
from hocvien.web.ui import forms as ui


class ClassForm(ui.BaseForm):
    """Opening and changing a class. Empty units mean "the opener", which is the usual case of a small centre."""

    plan_line: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Mục kế hoạch"),
        queryset=None,
        required=False,
        empty_label=_("Ngoài kế hoạch"),
        help_text=_("Chọn mục kế hoạch đã duyệt, hoặc để trống và ghi quyết định ở ô dưới."),
    )
    outside_plan_decision = forms.CharField(
        label=_("Quyết định ngoài kế hoạch"),
        max_length=120,
        required=False,
        help_text=_("Số, ngày của văn bản giao mở lớp, khi không có mục kế hoạch."),
    )
    programme: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=None, empty_label=_("Chọn chương trình")
    )
    name = forms.CharField(label=_("Tên lớp"), max_length=250)
    intake = forms.CharField(label=_("Khóa"), max_length=60, required=False, help_text=_("Ví dụ: khóa II/2026"))
    study_mode = forms.ChoiceField(
        label=_("Hệ học"),
        choices=[("", _("Không chia hệ")), *catalogue.StudyMode.choices],
        required=False,
        help_text=_("Chỉ trung cấp, cao cấp có hệ học."),
    )
    audience = AudienceField()
    opened_by = ui.UnitChoiceField(label=_("Đơn vị mở lớp"), permission=Permission.CLASS_OPEN)
    hosted_by = ui.UnitChoiceField(
        label=_("Đơn vị đặt lớp"), permission=None, required=False, help_text=_("Để trống nếu là đơn vị mở lớp.")
    )
    taught_by = ui.UnitChoiceField(
        label=_("Đơn vị giảng dạy"), permission=None, required=False, help_text=_("Để trống nếu là đơn vị mở lớp.")
    )
    paid_by = ui.UnitChoiceField(
        label=_("Đơn vị chi kinh phí"), permission=None, required=False, help_text=_("Để trống nếu là đơn vị mở lớp.")
    )
    certified_by = ui.UnitChoiceField(
        label=_("Đơn vị cấp giấy"), permission=None, required=False, help_text=_("Để trống nếu là đơn vị mở lớp.")
    )
    joint_with = ui.UnitChoiceField(
        label=_("Phối hợp với"),
        permission=None,
        required=False,
        help_text=_("Lớp phối hợp được nêu riêng trong báo cáo, không cộng vào số lớp của đơn vị."),
    )
    is_carried_over = forms.BooleanField(label=_("Lớp chuyển tiếp từ năm trước"), required=False)
    authority = forms.CharField(
        label=_("Thẩm quyền mở lớp"),
        max_length=200,
        required=False,
        help_text=_("Để trống thì lấy quyết định đã ghi ở trang đơn vị mở lớp cho ngày khai giảng."),
    )
    decision_number = forms.CharField(label=_("Số quyết định mở lớp"), max_length=60, required=False)
    decision_on = ui.DateField(label=_("Ngày quyết định"), required=False, is_past=True)
    seats = ui.WholeNumberField(label=_("Số chỗ"), min_value=1, max_value=2000)
    proposals_close_on = ui.DateField(
        label=_("Hạn gửi danh sách"), required=False, help_text=_("Sau ngày này chỉ còn bổ sung, thay thế có lý do.")
    )
    opens_on = ui.DateField(label=_("Khai giảng"))
    closes_on = ui.DateField(label=_("Bế giảng"))
    place = forms.CharField(label=_("Nơi học"), max_length=200, required=False)
    held_within = forms.CharField(
        label=_("Lồng ghép trong"),
        max_length=200,
        required=False,
        help_text=_("Ghi hội nghị, cuộc họp mà lớp được lồng ghép vào; để trống nếu là lớp riêng."),
    )
    head: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Chủ nhiệm lớp"), queryset=None, required=False, empty_label=_("Chưa phân công")
    )

    PLAIN = (
        "outside_plan_decision",
        "name",
        "intake",
        "study_mode",
        "is_carried_over",
        "authority",
        "decision_number",
        "decision_on",
        "seats",
        "proposals_close_on",
        "opens_on",
        "closes_on",
        "place",
        "held_within",
    )
    UNITS = ("opened_by", "hosted_by", "taught_by", "paid_by", "certified_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on = self.request.scope.on
        self.offer("programme", catalogue.list_programmes(on))
        openers = access.unit_ids_for(self.request.user, Permission.CLASS_OPEN, on)
        self.offer("plan_line", planning.lines_open_for(openers, on), label=planning.line_label)
        self.offer("head", classes.possible_heads(self.request.user, on), label=str)

    def new_class(self) -> classes.NewClass:
        """The cleaned form as the door takes it."""
        data = self.cleaned_data
        opener = data["opened_by"]
        units = {f"{name}_id": (data[name] or opener).pk for name in self.UNITS}
        return classes.NewClass(
            **{name: data[name] for name in self.PLAIN},
            **units,
            programme_id=data["programme"].pk,
            audience=audience_chosen(data["audience"], data["programme"]),
            plan_line_id=data["plan_line"].pk if data["plan_line"] else None,
            is_joint=data["joint_with"] is not None,
            joint_with_id=data["joint_with"].pk if data["joint_with"] else None,
            head_id=data["head"].pk if data["head"] else None,
        )

    def changes(self) -> dict[str, Any]:
        """The cleaned form as changes of an open class; programme, opener and plan line stay as they were opened."""
        data = self.cleaned_data
        opener = data["opened_by"]
        found = {name: data[name] for name in self.PLAIN}
        found |= {f"{name}_id": (data[name] or opener).pk for name in self.UNITS if name != "opened_by"}
        found["audience"] = audience_chosen(data["audience"], data["programme"])
        found["is_joint"] = data["joint_with"] is not None
        found["joint_with_id"] = data["joint_with"].pk if data["joint_with"] else None
        found["head_id"] = data["head"].pk if data["head"] else None
        return found


class CancelForm(ui.BaseForm):
    reason = forms.CharField(label=_("Lý do hủy lớp"), max_length=200)


class InvitationForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị được gửi chiêu sinh"), permission=None)
    seats = ui.WholeNumberField(
        label=_("Số suất"), min_value=1, required=False, help_text=_("Để trống nếu không chia suất.")
    )

    def __init__(self, *args: Any, has_quota: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_quota:
            del self.fields["seats"]


class NominationFileForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị cử"), permission="list.propose")
    file = forms.FileField(
        label=_("Tệp danh sách"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt"}),
        help_text=_("Excel, ODS hoặc CSV; nhiều nhất 1.000 người."),
    )


class ReturnForm(ui.BaseForm):
    to = forms.ChoiceField(
        label=_("Trả lại cho"),
        choices=[("sender", _("Đơn vị cử")), ("previous", _("Bước trước"))],
        initial="sender",
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Bước trước là nơi đã duyệt, thẩm định gần nhất; không có thì trả lại đơn vị cử."),
    )
    reason = forms.ChoiceField(label=_("Lý do trả lại"), choices=[("", _("Chọn lý do")), *classes.ReturnReason.choices])
    note = forms.CharField(
        label=_("Ghi rõ"), max_length=200, required=False, help_text=_("Chỉ nói về giấy tờ hoặc về lớp.")
    )

    def clean_to(self) -> str:
        return self.cleaned_data["to"] or "sender"


class RoundForm(ui.BaseForm):
    opens_on = ui.DateField(label=_("Nhận danh sách từ ngày"))
    closes_on = ui.DateField(label=_("Đến hết ngày"), help_text=_("Chậm nhất là ngày khai giảng."))
    seats = ui.WholeNumberField(
        label=_("Số chỗ của đợt"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_("Để trống nếu không chia theo đợt."),
    )


class ExceptionRequestForm(ui.BaseForm):
    clause_kind = forms.ChoiceField(label=_("Điều kiện đề nghị đặc cách"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("Lý do đề nghị"), choices=classes.ExceptionReason.choices)
    number = forms.CharField(label=_("Số văn bản đề nghị"), max_length=60, help_text=_("Ví dụ: 12-CV"))
    dated_on = ui.DateField(label=_("Ngày văn bản đề nghị"))

    def __init__(self, *args: Any, clauses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clause_kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = clauses


class ExceptionDecisionForm(ui.BaseForm):
    is_granted = forms.TypedChoiceField(
        label=_("Quyết định"),
        choices=[("yes", _("Đồng ý đặc cách")), ("no", _("Không đồng ý"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    number = forms.CharField(label=_("Số quyết định"), max_length=60)
    decided_on = ui.DateField(label=_("Ngày quyết định"))
    authority = forms.CharField(label=_("Cấp quyết định"), max_length=200)


class AdmitByReasonForm(ui.BaseForm):
    over_seats_reason = forms.CharField(
        label=_("Lý do nhận quá số chỗ"),
        max_length=200,
        required=False,
        help_text=_("Ghi khi lớp đã đủ chỗ. Ví dụ: hội trường còn chỗ, cấp ủy đồng ý bổ sung ngày 06/9."),
    )
    exception_reason = forms.CharField(
        label=_("Lý do nhận người chưa đủ điều kiện"),
        max_length=200,
        required=False,
        help_text=_("Ghi khi có người chưa đủ điều kiện. Ví dụ: văn bản đồng ý của cấp có thẩm quyền, số, ngày."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("over_seats_reason") and not data.get("exception_reason"):
            self.add_error("over_seats_reason", _("Ghi lý do ở ô thích hợp: quá số chỗ, hoặc chưa đủ điều kiện."))
        return data


class GroupForm(ui.BaseForm):
    size = ui.WholeNumberField(label=_("Số người mỗi tổ"), min_value=2, max_value=60, initial=13)


class EndParticipationForm(ui.BaseForm):
    reason = forms.CharField(label=_("Lý do thôi học"), max_length=200)
    on = ui.DateField(label=_("Từ ngày"))


class TimetableForm(ui.BaseForm):
    start_on = ui.DateField(label=_("Bắt đầu từ ngày"))
    halves = forms.MultipleChoiceField(
        label=_("Buổi học"), choices=classes.Half.choices, widget=forms.CheckboxSelectMultiple
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Ngày trong tuần"),
        choices=[
            (0, _("Thứ Hai")),
            (1, _("Thứ Ba")),
            (2, _("Thứ Tư")),
            (3, _("Thứ Năm")),
            (4, _("Thứ Sáu")),
            (5, _("Thứ Bảy")),
            (6, _("Chủ nhật")),
        ],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )


class SessionForm(ui.BaseForm):
    on = ui.DateField(label=_("Ngày"))
    half = forms.ChoiceField(label=_("Buổi"), choices=classes.Half.choices)
    lesson: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Bài"), queryset=None, required=False, empty_label=_("Không theo bài nào")
    )
    title = forms.CharField(
        label=_("Nội dung"), max_length=300, required=False, help_text=_("Để trống thì lấy tên bài.")
    )
    periods = ui.WholeNumberField(label=_("Số tiết"), min_value=1, max_value=10, initial=5)
    form = forms.ChoiceField(label=_("Hình thức"), choices=catalogue.SessionForm.choices)
    lecturer: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Giảng viên"), queryset=None, required=False, empty_label=_("Chưa phân công")
    )
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)

    def __init__(self, *args: Any, training_class: classes.TrainingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            "lesson",
            catalogue.Lesson.objects.filter(curriculum=training_class.curriculum_id).order_by("position"),
            label=lambda lesson: f"{lesson.position}. {lesson.title}",
        )
        self.offer(
            "lecturer",
            faculty.list_lecturers(
                [training_class.opened_by_id, training_class.hosted_by_id, training_class.taught_by_id]
            ),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("title") and data.get("lesson"):
            data["title"] = data["lesson"].title
        if not data.get("title"):
            self.add_error("title", _("Ghi nội dung buổi học, hoặc chọn một bài."))
        return data


class RecogniseForm(ui.BaseForm):
    number = forms.CharField(label=_("Số quyết định công nhận"), max_length=60, help_text=_("Ví dụ: 45-QĐ/TTCT"))
    decided_on = ui.DateField(label=_("Ngày quyết định"))
    decided_by_name = forms.CharField(label=_("Người ký"), max_length=120)
    decided_by_title = forms.CharField(label=_("Chức vụ người ký"), max_length=120, required=False)


class ReopenForm(ui.BaseForm):
    reason = forms.CharField(label=_("Lý do mở lại"), max_length=300)


class IssueForm(ui.BaseForm):
    issued_on = ui.DateField(label=_("Ngày cấp"))
    signer_name = forms.CharField(label=_("Người ký giấy"), max_length=120)
    signer_title = forms.CharField(
        label=_("Chức danh người ký"), max_length=100, required=False, help_text=_("Để trống thì theo mẫu giấy.")
    )
    first_blank = forms.CharField(
        label=_("Số hiệu phôi đầu tiên"),
        max_length=30,
        required=False,
        help_text=_("Các phôi sau tăng dần. Để trống nếu không dùng phôi in sẵn."),
    )


class SendingUnitForm(ui.BaseForm):
    sending_unit = ui.UnitChoiceField(label=_("Đơn vị cử"), permission=Permission.LIST_PROPOSE)
