"""Figures of the past as they were published: who said what of which unit and period, and where it can be read.

A statement is one passage of one publication. Its lines hold numbers that stood there, corrected by nobody but the person who took
them over; what the reader had read is kept beside them. Numbers of people, never people.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid

PROGRAMME_CODES = {
    "NTVD": _("Nhận thức về Đảng"),
    "DVM": _("Đảng viên mới"),
    "SCLLCT": _("Sơ cấp lý luận chính trị"),
    "TCLLCT": _("Trung cấp lý luận chính trị"),
    "CCLLCT": _("Cao cấp lý luận chính trị"),
    "NVCTD": _("Nghiệp vụ công tác đảng"),
    "DOAN": _("Cán bộ Đoàn"),
    "CNKT": _("Cập nhật kiến thức"),
    "QPAN": _("Quốc phòng và an ninh"),
    "GV": _("Giáo viên"),
    "BDCM": _("Bồi dưỡng khác"),
    "QTNQ": _("Học tập, quán triệt nghị quyết"),
    "KHAC": _("Khác"),
}


class CountedAs(models.TextChoices):
    """What a number of people counts, in the words of the text."""

    PARTICIPATIONS = "luot", _("lượt")
    PERSONS = "nguoi", _("người")
    LEARNERS = "hoc_vien", _("học viên")
    NOT_TOLD = "", _("không nói rõ")


class Qualifier(models.TextChoices):
    EXACT = "", _("đúng")
    ABOUT = "about", _("khoảng, gần")
    OVER = "over", _("trên, hơn")


class StatementFile(models.Model):
    """A workbook of published figures as it came in. Its rows are looked up and judged anew whenever it is shown; what was taken over of it points here."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(_("Tệp"), max_length=200)
    sheet = models.CharField(_("Trang"), max_length=100)
    # field → place of its column, and the headers as written
    columns = models.JSONField(default=dict)
    headers = models.JSONField(default=dict)
    # [[row number, [cells as text]], …] as in the file
    rows = models.JSONField(default=list)
    # the citation of rows that have none of their own
    source = models.JSONField(default=dict)
    # "participants5": the text typed over that cell, which stays as it came
    edits = models.JSONField(default=dict)
    # numbers of the rows somebody left out
    left_out = models.JSONField(default=list)
    created_at = models.DateTimeField(_("Lúc"))

    class Meta:
        verbose_name = _("Tệp số liệu đã công bố")

    def __str__(self) -> str:
        return self.filename


class Statement(models.Model):
    """What one publication said of one unit and period."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    period_label = models.CharField(_("Kỳ số liệu"), max_length=100)
    first_on = models.DateField(_("Từ ngày"))
    last_on = models.DateField(_("Đến hết ngày"))
    # the publication names no days, or no year: those above are whoever took it over's
    are_days_assumed = models.BooleanField(_("Ngày là giả định"), default=False)
    text = models.TextField(_("Đoạn văn"), max_length=20_000, blank=True)
    source_title = models.CharField(_("Tên bài, báo cáo"), max_length=300)
    source_number = models.CharField(_("Số, ký hiệu"), max_length=80, blank=True)
    publisher = models.CharField(_("Nơi công bố"), max_length=200, blank=True)
    published_on = models.DateField(_("Ngày công bố"), null=True, blank=True)
    address = models.CharField(_("Địa chỉ, trang"), max_length=500, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)
    file = models.ForeignKey(StatementFile, null=True, blank=True, on_delete=models.PROTECT, related_name="statements")
    taken_over_on = models.DateField(_("Ngày ghi"))
    withdrawn_on = models.DateField(_("Ngày rút"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("Lý do rút"), max_length=300, blank=True)
    is_generated = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("Số liệu đã công bố")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_on__lte=F("last_on")),
                name="figures_statement_days",
                violation_error_message=_("Ngày cuối của kỳ phải từ ngày đầu trở đi. Kiểm tra lại hai ngày này."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "first_on", "last_on"], name="figures_statement_unit")]


class Line(models.Model):
    """One item of a statement, or its total: classes and learners of a programme, as published."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    is_total = models.BooleanField(_("Tổng"), default=False)
    # a code of PROGRAMME_CODES or of the catalogue
    programme = models.CharField(_("Chương trình"), max_length=20, blank=True)
    name = models.CharField(_("Như đoạn văn gọi"), max_length=200, blank=True)
    classes = models.PositiveIntegerField(_("Lớp"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("Học viên"), null=True, blank=True)
    # the upper end where a range was published: 70.000–78.000
    participants_to = models.PositiveIntegerField(_("Học viên, nhiều nhất"), null=True, blank=True)
    graduated = models.PositiveIntegerField(_("Tốt nghiệp, được cấp giấy"), null=True, blank=True)
    counted_as = models.CharField(_("Đếm theo"), max_length=10, blank=True, choices=CountedAs.choices)
    qualifier = models.CharField(_("Mức chính xác"), max_length=10, blank=True, choices=Qualifier.choices)
    is_intakes = models.BooleanField(_("Tính theo khóa"), default=False)
    is_sent = models.BooleanField(_("Cử đi học nơi khác"), default=False)
    is_joint = models.BooleanField(_("Phối hợp"), default=False)
    in_totals = models.BooleanField(_("Trong tổng"), default=True)
    is_planned = models.BooleanField(_("Mới là kế hoạch"), default=False)
    grading = models.JSONField(default=dict, blank=True)
    # what the reader had read, by field; empty for a line typed by hand
    as_read = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("Dòng số liệu đã công bố")
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="figures_line_position"),
            models.UniqueConstraint(fields=["statement"], condition=Q(is_total=True), name="figures_line_one_total"),
            models.CheckConstraint(
                condition=Q(classes__isnull=False) | Q(participants__isnull=False) | Q(graduated__isnull=False),
                name="figures_line_has_number",
                violation_error_message=_("Dòng số liệu chưa có số nào. Nhập số lớp hoặc số học viên, hoặc bỏ dòng."),
            ),
            models.CheckConstraint(
                condition=Q(participants_to__isnull=True) | Q(participants__lt=F("participants_to")),
                name="figures_line_range",
                violation_error_message=_("Khoảng số học viên bị ngược. Số đầu phải nhỏ hơn số cuối."),
            ),
        ]
