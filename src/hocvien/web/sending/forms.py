"""Forms of sending out: the notice, who is asked, the decision, what became of people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.access.api import Permission
from hocvien.catalogue import api as catalogue
from hocvien.people import api as people
from hocvien.quotas import api as quotas
from hocvien.sending import api as sending
from hocvien.web.shell.audiences import AudienceField, audience_chosen
from hocvien.web.ui import forms as ui


class NoticeForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị nhận thông báo"), permission=Permission.LIST_PROPOSE)
    issuer_name = forms.CharField(
        label=_("Nơi chiêu sinh"), max_length=200, help_text=_("Tên trường, học viện như trong thông báo.")
    )
    issuer = ui.UnitChoiceField(
        label=_("Nơi chiêu sinh trong hệ thống"),
        permission=None,
        required=False,
        help_text=_("Chỉ chọn khi trường có trong danh mục đơn vị."),
    )
    number = forms.CharField(
        label=_("Số thông báo"),
        max_length=60,
        help_text=_("Chỉ ghi số và ngày; không nhập văn bản mật, không lưu tệp."),
    )
    issued_on = ui.DateField(label=_("Ngày thông báo"), is_past=True)
    programme: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=None, empty_label=_("Chọn chương trình")
    )
    study_mode = forms.ChoiceField(
        label=_("Hệ học"),
        choices=[("", _("Không chia hệ")), *catalogue.StudyMode.choices],
        required=False,
        help_text=_("Chỉ trung cấp, cao cấp có hệ học."),
    )
    audience = AudienceField()
    name = forms.CharField(label=_("Tên lớp"), max_length=250)
    seats = ui.WholeNumberField(label=_("Số suất"), min_value=1, max_value=10_000)
    names_due_on = ui.DateField(label=_("Hạn gửi danh sách"), required=False)
    opens_on = ui.DateField(label=_("Khai giảng"), help_text=_("Điều kiện của người được cử xét theo ngày này."))
    ends_on = ui.DateField(
        label=_("Dự kiến bế giảng"), required=False, help_text=_("Quá ngày này mà chưa ghi bằng thì hệ thống nhắc.")
    )
    place = forms.CharField(label=_("Nơi học"), max_length=200, required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    PLAIN = (
        "issuer_name",
        "number",
        "issued_on",
        "study_mode",
        "name",
        "seats",
        "names_due_on",
        "opens_on",
        "ends_on",
        "place",
        "note",
    )

    def __init__(self, *args: Any, edited: sending.Notice | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("programme", catalogue.list_programmes(None if edited else self.request.scope.on))
        self.edited = edited
        if edited:
            del self.fields["unit"]
            if edited.quota_id is not None:
                # raised and lowered in the ledger alone
                del self.fields["seats"]

    def new_notice(self) -> sending.NewNotice:
        """The cleaned form as the door takes it."""
        data = self.cleaned_data
        if self.edited is not None:
            data = {"seats": self.edited.seats} | data
        return sending.NewNotice(
            **{name: data[name] for name in self.PLAIN},
            programme_id=data["programme"].pk,
            audience=audience_chosen(data["audience"], data["programme"]),
            issuer_id=data["issuer"].pk if data["issuer"] else None,
        )


class CountingForm(forms.Form):
    """The day by which somebody sent is counted in the period; sent by GET."""

    basis = forms.ChoiceField(
        label=_("Tính vào kỳ"),
        choices=[
            (sending.DECIDED, _("Theo ngày quyết định cử")),
            (sending.OPENED, _("Theo ngày khai giảng")),
            (sending.FINISHED, _("Theo ngày học xong")),
        ],
        widget=forms.Select(attrs={"class": "f"}),
    )


class SelectForm(ui.BaseForm):
    """Whose people are shown; sent by GET."""

    of = ui.UnitChoiceField(label=_("Người của đơn vị"), permission=Permission.LIST_PROPOSE)
    name = forms.CharField(label=_("Tên có chữ"), max_length=60, required=False)


class ReasonForm(ui.BaseForm):
    reason = forms.CharField(label=_("Lý do"), max_length=300, help_text=_("Ghi kèm số văn bản nếu có."))


class SplitForm(ui.BaseForm):
    """When units name whom they send, and who gets what they give back."""

    names_due_on = ui.DateField(
        label=_("Hạn ghi tên"), help_text=_("Quá ngày này, suất chưa có tên ở cấp dưới có thể bị thu hồi để chia lại.")
    )
    waiting_order = forms.ChoiceField(
        label=_("Thứ tự chia chỉ tiêu trả lại"), choices=quotas.WaitingOrder.choices, widget=forms.RadioSelect
    )


class ReturnForm(ui.BaseForm):
    reason = forms.ChoiceField(label=_("Lý do trả lại"), choices=[("", _("Chọn lý do")), *sending.ReturnReason.choices])
    note = forms.CharField(label=_("Ghi chú"), max_length=200, required=False)


class DecisionForm(ui.BaseForm):
    number = forms.CharField(label=_("Số quyết định"), max_length=60, help_text=_("Ví dụ: 45-QĐ/HU"))
    decided_on = ui.DateField(
        label=_("Ngày quyết định"), is_past=True, help_text=_("Đơn vị của từng người được giữ theo ngày này.")
    )
    unit = ui.UnitChoiceField(label=_("Cấp quyết định cử"), permission=None)
    signer_name = forms.CharField(label=_("Người ký"), max_length=120)
    signer_title = forms.CharField(label=_("Chức vụ người ký"), max_length=120, required=False)
    over_seats_reason = forms.CharField(
        label=_("Lý do cử quá số suất"),
        max_length=300,
        required=False,
        help_text=_("Chỉ cần khi cử nhiều hơn số suất."),
    )
    exception_reason = forms.CharField(
        label=_("Lý do cử ngoại lệ"),
        max_length=300,
        required=False,
        help_text=_("Chỉ cần khi có người chưa đủ điều kiện."),
    )

    def __init__(self, *args: Any, has_quota: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_quota:
            # each name has a seat of the ledger, or would not be on the list
            del self.fields["over_seats_reason"]


class EventForm(ui.BaseForm):
    kind = forms.ChoiceField(label=_("Sự việc"), choices=sending.EventKind.choices)
    on = ui.DateField(label=_("Ngày"), is_past=True)
    paper_number = forms.CharField(
        label=_("Số văn bản"),
        max_length=60,
        required=False,
        help_text=_("Cảnh báo, bảo lưu, chuyển lớp, thôi học, buộc thôi học cần số văn bản của nơi học."),
    )
    words = forms.CharField(
        label=_("Nội dung"),
        max_length=200,
        required=False,
        help_text=_("Ví dụ: xong năm thứ nhất; chuyển sang lớp K71."),
    )


class DiplomaForm(ui.BaseForm):
    kind = forms.ChoiceField(label=_("Giấy tờ"), choices=sending.DiplomaKind.choices)
    number = forms.CharField(label=_("Số hiệu"), max_length=60)
    issued_on = ui.DateField(label=_("Ngày cấp"), is_past=True, help_text=_("Bằng, giấy được tính từ ngày này."))
    issued_by = forms.CharField(label=_("Nơi cấp"), max_length=200)
    band = forms.CharField(label=_("Xếp loại"), max_length=40, required=False)
    finished_on = ui.DateField(
        label=_("Học xong ngày"), required=False, is_past=True, help_text=_("Để trống thì lấy ngày cấp.")
    )
    level = forms.ChoiceField(
        label=_("Trình độ lý luận chính trị được tính"),
        choices=[
            ("", _("Không tính trình độ")),
            *((value, label) for value, label in people.TheoryLevel.choices if value != people.TheoryLevel.NONE),
        ],
        required=False,
        help_text=_("Chỉ bằng tốt nghiệp mới được tính trình độ."),
    )
    is_seen = forms.BooleanField(
        label=_("Tôi đã xem bản chính hoặc bản sao chứng thực"),
        required=False,
        help_text=_("Chưa xem thì vẫn ghi được, nhưng chưa tính khi xét điều kiện và nghĩa vụ."),
    )

    def __init__(self, *args: Any, has_finished: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_finished:
            del self.fields["finished_on"]


class TranscriptForm(ui.BaseForm):
    number = forms.CharField(label=_("Số văn bản"), max_length=60, required=False)
    issued_on = ui.DateField(label=_("Ngày văn bản"), is_past=True)
    issued_by = forms.CharField(label=_("Nơi cấp"), max_length=200)
    text = forms.CharField(
        label=_("Các dòng của bảng điểm"),
        max_length=40_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Dán từ Excel, hoặc gõ mỗi dòng: học phần; số tiết; điểm. Ghi đúng như nơi học viết."),
    )
