"""Who looked at whose record, and what people asked about their own data."""

from typing import Any, Never

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class LookKind(models.TextChoices):
    PAGE = "page", _("Mở hồ sơ")
    NUMBERS = "numbers", _("Hiện số được che")
    LIST = "list", _("Danh sách có cột được che")
    EXPORT = "export", _("Xuất tệp có cột được che")
    DOSSIER = "dossier", _("Xuất toàn bộ dữ liệu của người này")


class RequestKind(models.TextChoices):
    ACCESS = "access", _("Xem, nhận dữ liệu của mình")
    CORRECT = "correct", _("Sửa dữ liệu của mình")


class RequestStatus(models.TextChoices):
    WAITING = "waiting", _("Chờ trả lời")
    DONE = "done", _("Đã thực hiện")
    REFUSED = "refused", _("Không thực hiện")


class Look(models.Model):
    """One look. Written once; removed only when its time is over."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Lúc"), db_index=True)
    kind = models.CharField(_("Cách xem"), max_length=10, choices=LookKind.choices)

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="privacy_look_person")]

    def save(self, *args: Any, **kwargs: Any) -> Never:
        message = "looks are written in bulk, once"
        raise TypeError(message)


class DataRequest(models.Model):
    """What somebody asked about their own data, on paper or in person, and the answer."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("org.Unit", verbose_name=_("Đơn vị trả lời"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Yêu cầu"), max_length=10, choices=RequestKind.choices)
    asked_on = models.DateField(_("Ngày yêu cầu"))
    due_on = models.DateField(_("Hạn trả lời"))
    through = models.CharField(_("Yêu cầu bằng"), max_length=200, blank=True)
    text = models.CharField(_("Nội dung"), max_length=500, blank=True)
    field = models.CharField(_("Thông tin cần sửa"), max_length=40, blank=True)
    value = models.CharField(_("Nội dung đúng"), max_length=200, blank=True)
    status = models.CharField(
        _("Tình trạng"), max_length=10, choices=RequestStatus.choices, default=RequestStatus.WAITING
    )
    answer = models.CharField(_("Trả lời"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Yêu cầu của chủ thể dữ liệu")
        verbose_name_plural = _("Yêu cầu của chủ thể dữ liệu")
        indexes = [models.Index(fields=["status", "unit", "due_on"], name="privacy_request_waiting")]


class TermKey(models.TextChoices):
    """What has a term; the words and the lengths unless set otherwise stand in `data_files/terms.yaml`."""

    PERSON = "person", _("Hồ sơ hết việc")
    CANDIDATE = "candidate", _("Quần chúng chưa được kết nạp")
    MERGE = "merge", _("Lần gộp hồ sơ")
    ROSTER = "roster", _("Danh sách đã tải lên")
    JOB = "job", _("Việc chạy nền")
    LOOK = "look", _("Nhật ký xem hồ sơ")
    LECTURER = "lecturer", _("Giảng viên thôi giảng dạy")
    ACCOUNT = "account", _("Tài khoản đã khóa")
    STUDY = "study", _("Tên ở phiên học tập")


class TermUnit(models.TextChoices):
    DAY = "day", _("ngày")
    MONTH = "month", _("tháng")


class Mark(models.TextChoices):
    """Whether the length stands in a text that was seen, or is the program's or the office's own."""

    SEEN = "seen", _("đã thấy trong văn bản")
    DEFAULT = "default", _("mặc định")
    OFFICE = "office", _("đơn vị quy định")


class Term(models.Model):
    """How long something is kept from a day on, as an office set it. Versions are added, never changed: the latest in force counts."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    key = models.CharField(max_length=10, choices=TermKey.choices)
    amount = models.PositiveSmallIntegerField(_("Thời hạn"))
    unit = models.CharField(_("Tính theo"), max_length=5, choices=TermUnit.choices)
    citation = models.CharField(_("Căn cứ"), max_length=200)
    mark = models.CharField(_("Nguồn"), max_length=7, choices=Mark.choices)
    valid_from = models.DateField(_("Áp dụng từ ngày"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Thời hạn lưu")
        verbose_name_plural = _("Thời hạn lưu")
        indexes = [models.Index(fields=["key", "valid_from"], name="privacy_term_key")]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gte=1), name="privacy_term_amount")]


class Holiday(models.Model):
    """A day that is no working day, of a year whose list an office entered; other years follow `data_files/holidays.yaml`."""

    on = models.DateField(_("Ngày"), unique=True)
    name = models.CharField(_("Ngày nghỉ"), max_length=100)

    class Meta:
        verbose_name = _("Ngày nghỉ lễ")
        verbose_name_plural = _("Ngày nghỉ lễ")
