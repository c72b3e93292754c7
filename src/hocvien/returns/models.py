"""Statistics forms, the returns asked for on them, each unit's sheet of a return, and every submission of a sheet as it was.

Cells are kept by their code ("r1.c2") in one value of the sheet: a return of a thousand units is read and added up in one statement, and a
form's version that returns were opened on never changes its codes.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid
from hocvien.common.intervals import OPEN_END
from hocvien.returns.constants import DEVIATION_PERCENT


class FormMark(models.TextChoices):
    SEEN = "seen", _("Đã đối chiếu mẫu gốc")
    DEFAULT = "default", _("Mặc định: mẫu chưa được đối chiếu")
    OURS = "ours", _("Mẫu của chương trình")


class ReturnStatus(models.TextChoices):
    OPEN = "open", _("Đang thu")
    LOCKED = "locked", _("Đã chốt số liệu")


class SheetStatus(models.TextChoices):
    OPEN = "open", _("Chưa nộp")
    SUBMITTED = "submitted", _("Đã nộp")
    SENT_BACK = "sent_back", _("Trả lại")
    LOCKED = "locked", _("Đã chốt")


class RemarkCode(models.TextChoices):
    SUM = "sum", _("Không khớp tổng")
    MOVED = "moved", _("Lệch nhiều so với kỳ trước")
    MISSING = "missing", _("Thiếu số")
    SOURCE = "source", _("Cần căn cứ")
    OTHER = "other", _("Cần xem lại")


class Source(models.TextChoices):
    SCREEN = "screen", _("Lập trong chương trình")
    FILE = "file", _("Từ tệp XLSX")


class Form(models.Model):
    """One version of a form, for the days it holds. A version that returns were opened on is kept as it is; another is made beside it."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    code = models.CharField(_("Mã biểu"), max_length=30)
    name = models.CharField(_("Tên biểu"), max_length=250)
    # whose form it is; none: shipped with the program, for everybody
    owner = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Đơn vị ban hành")
    )
    citation = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    mark = models.CharField(_("Mức xác minh"), max_length=10, choices=FormMark.choices, default=FormMark.DEFAULT)
    valid_from = models.DateField(_("Dùng từ ngày"))
    valid_to = models.DateField(_("Đến ngày"), default=OPEN_END)
    signers = models.CharField(
        _("Người ký"),
        max_length=200,
        blank=True,
        help_text=_("Chức danh ở cuối biểu, cách nhau bằng dấu |, như: Người lập biểu | Thủ trưởng đơn vị"),
    )
    layout = models.JSONField(default=dict, editable=False)
    # a shipped one that people changed is not refreshed
    is_edited = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("Biểu mẫu thống kê")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__lt=F("valid_to")),
                name="returns_form_days",
                violation_error_message=_("Ngày cuối của biểu mẫu phải sau ngày đầu."),
            ),
            models.UniqueConstraint(
                fields=["owner", "code", "valid_from"],
                name="returns_form_version",
                violation_error_message=_("Đã có bản của biểu này từ ngày đó. Sửa bản ấy, hoặc chọn ngày khác."),
            ),
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=Q(owner=None), name="returns_form_shared_version"
            ),
        ]


class Return(models.Model):
    """A form asked of units for a period by a day."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị yêu cầu báo cáo")
    )
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="returns", verbose_name=_("Biểu mẫu"))
    title = models.CharField(_("Tên đợt báo cáo"), max_length=200)
    period = models.CharField(_("Kỳ báo cáo"), max_length=30)
    from_on = models.DateField(_("Từ ngày"))
    to_on = models.DateField(_("Đến hết ngày"))
    basis = models.CharField(_("Lớp tính vào kỳ"), max_length=10, default="opened")
    opened_on = models.DateField(_("Ngày mở"))
    due_on = models.DateField(_("Hạn nộp"))
    note = models.CharField(_("Nội dung yêu cầu"), max_length=300, blank=True)
    deviation_percent = models.PositiveSmallIntegerField(
        _("Giải trình khi lệch kỳ trước quá (%)"), default=DEVIATION_PERCENT
    )
    status = models.CharField(_("Tình trạng"), max_length=10, choices=ReturnStatus.choices, default=ReturnStatus.OPEN)
    locked_on = models.DateField(_("Ngày chốt"), null=True, blank=True)
    # what was added up when it was locked
    locked_values = models.JSONField(default=dict, editable=False)
    reopen_reason = models.CharField(_("Lý do mở lại"), max_length=300, blank=True)
    is_generated = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("Biểu báo cáo")
        constraints = [
            models.CheckConstraint(condition=Q(from_on__lte=F("to_on")), name="returns_return_days"),
            models.UniqueConstraint(
                fields=["unit", "form", "from_on", "to_on"],
                name="returns_return_once",
                violation_error_message=_("Đơn vị đã mở biểu này cho kỳ này. Mở đợt đó để thêm đơn vị."),
            ),
        ]
        indexes = [models.Index(fields=["from_on", "unit"], name="returns_return_from")]


class Sheet(models.Model):
    """What one unit answers. It may collect from units below it by sheets of theirs (`parent`); who receives it is `receiver`.

    `figures`: what measures answered, by their key; `typed`: cells by hand, over what is computed; `explanations` and `remarks` by cell.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    in_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="sheets")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="below")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    receiver = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Nơi nhận"))
    due_on = models.DateField(_("Hạn nộp"))
    status = models.CharField(_("Tình trạng"), max_length=10, choices=SheetStatus.choices, default=SheetStatus.OPEN)
    figures = models.JSONField(default=dict, editable=False)
    counted_at = models.DateTimeField(null=True, blank=True, editable=False)
    typed = models.JSONField(default=dict, editable=False)
    # what its units below answered, added up with what the unit itself did; empty while it does not collect
    collected = models.JSONField(default=dict, editable=False)
    collected_at = models.DateTimeField(null=True, blank=True, editable=False)
    explanations = models.JSONField(default=dict, editable=False)
    remarks = models.JSONField(default=dict, editable=False)
    return_reason = models.CharField(_("Lý do trả lại"), max_length=300, blank=True)
    reopen_reason = models.CharField(_("Lý do mở lại"), max_length=300, blank=True)
    # of the last submission: how many rules of the form do not hold
    contradicting = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveSmallIntegerField(_("Lần nộp"), default=0)
    submitted_on = models.DateField(_("Ngày nộp"), null=True, blank=True)
    # what was submitted last, and what above it is added up from
    values = models.JSONField(default=dict, editable=False)
    # grows with every write; a page drawn before is refused
    stamp = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Biểu của một đơn vị")
        constraints = [
            # what makes it impossible to count a unit twice in one return
            models.UniqueConstraint(fields=["in_return", "unit"], name="returns_sheet_once"),
        ]
        indexes = [
            models.Index(fields=["receiver", "status"], name="returns_sheet_receiver"),
            models.Index(fields=["unit", "status"], name="returns_sheet_unit"),
        ]

    @property
    def is_reopened(self) -> bool:
        """Whether it is back with its unit because a lock was taken off, not for a remark."""
        return bool(self.reopen_reason) and self.reopen_reason == self.return_reason


class Submission(models.Model):
    """A sheet as it was handed in: figures, explanations, contradictions, the questions asked. Never changed; only what was said of it is added."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("Lần nộp"))
    values = models.JSONField(editable=False)
    changed = models.JSONField(default=list, editable=False)
    explanations = models.JSONField(default=dict, editable=False)
    contradictions = models.JSONField(default=list, editable=False)
    question = models.JSONField(default=dict, editable=False)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.SCREEN)
    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    remarks = models.JSONField(default=dict, editable=False)
    return_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("Lần nộp biểu")
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="returns_submission_number")]
