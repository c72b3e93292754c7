"""Classes of others to which people are sent: the notice that came, who was proposed and sent, what became of them.

A `Sending` is one person on one notice, from the proposal to the diploma. It is no participation: nothing here is a class of our own.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class NoticeStatus(models.TextChoices):
    OPEN = "open", _("Đang thực hiện")
    CANCELLED = "cancelled", _("Đã hủy")


class SendingStatus(models.TextChoices):
    PROPOSED = "proposed", _("Chờ duyệt")
    RETURNED = "returned", _("Đã trả lại")
    WITHDRAWN = "withdrawn", _("Đã rút")
    SENT = "sent", _("Đã có quyết định cử")
    ANNULLED = "annulled", _("Đã hủy quyết định")


class ReturnReason(models.TextChoices):
    """Coded first, about the paper or the seats only."""

    CLAUSE_NOT_MET = "clause_not_met", _("Chưa đủ điều kiện theo quy định")
    DATA_MISSING = "data_missing", _("Thiếu thông tin trong hồ sơ")
    PAPER_MISSING = "paper_missing", _("Thiếu giấy tờ")
    NO_SEAT = "no_seat", _("Hết suất")
    ANOTHER_TIME = "another_time", _("Để lần cử sau")
    ASKED_BY_SENDER = "asked_by_sender", _("Đơn vị đề nghị rút")


class Course(models.TextChoices):
    """How far somebody who was sent has come, as the events say."""

    WAITING = "waiting", _("Chưa nhập học")
    STUDYING = "studying", _("Đang học")
    DEFERRED = "deferred", _("Bảo lưu")
    LEFT = "left", _("Thôi học")
    EXPELLED = "expelled", _("Buộc thôi học")
    FINISHED = "finished", _("Đã học xong")


class EventKind(models.TextChoices):
    ENROLLED = "enrolled", _("Nhập học")
    FACT = "fact", _("Xong học phần, năm học")
    WARNING = "warning", _("Cảnh báo học tập")
    DEFERRAL = "deferral", _("Bảo lưu")
    RESUMED = "resumed", _("Học tiếp")
    TRANSFER = "transfer", _("Chuyển lớp, chuyển trường")
    WITHDRAWAL = "withdrawal", _("Thôi học")
    EXPULSION = "expulsion", _("Buộc thôi học")
    FINISHED = "finished", _("Học xong")


class DiplomaKind(models.TextChoices):
    DIPLOMA = "diploma", _("Bằng tốt nghiệp")
    CERTIFICATE = "certificate", _("Giấy chứng nhận")
    CONFIRMATION = "confirmation", _("Giấy xác nhận của nơi học")


class Notice(models.Model):
    """A notice with seats that a unit received from outside. Its row is the lock of everything about it."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị nhận thông báo")
    )
    issuer = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Nơi chiêu sinh trong hệ thống"),
    )
    issuer_name = models.CharField(_("Nơi chiêu sinh"), max_length=200)
    number = models.CharField(_("Số thông báo"), max_length=60)
    issued_on = models.DateField(_("Ngày thông báo"))
    name = models.CharField(_("Tên lớp"), max_length=250)
    words_folded = models.CharField(max_length=600, editable=False)
    programme = models.ForeignKey(
        "catalogue.Programme", on_delete=models.PROTECT, related_name="+", verbose_name=_("Chương trình")
    )
    study_mode = models.CharField(_("Hệ học"), max_length=10, blank=True)
    audience = models.CharField(_("Đối tượng"), max_length=40, blank=True)
    # as the paper says; once handed down, the ledger of the quota alone says how many there are
    seats = models.PositiveIntegerField(_("Số suất"))
    quota = models.OneToOneField(
        "quotas.Quota",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("Chỉ tiêu cử đi học"),
    )
    names_due_on = models.DateField(_("Hạn gửi danh sách"), null=True, blank=True)
    opens_on = models.DateField(_("Khai giảng"))
    ends_on = models.DateField(_("Dự kiến bế giảng"), null=True, blank=True)
    place = models.CharField(_("Nơi học"), max_length=200, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    status = models.CharField(
        _("Tình trạng"), max_length=10, choices=NoticeStatus.choices, default=NoticeStatus.OPEN, editable=False
    )
    cancelled_reason = models.CharField(_("Lý do hủy"), max_length=300, blank=True, editable=False)
    is_generated = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("Thông báo chiêu sinh từ nơi khác")
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gt=0),
                name="sending_notice_seats",
                violation_error_message=_("Số suất phải lớn hơn 0."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("opens_on")),
                name="sending_notice_period",
                violation_error_message=_("Ngày dự kiến bế giảng phải từ ngày khai giảng trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(names_due_on=None) | Q(names_due_on__gte=F("issued_on")),
                name="sending_notice_due",
                violation_error_message=_("Hạn gửi danh sách không trước ngày thông báo."),
            ),
            models.UniqueConstraint(
                fields=["unit", "number", "programme", "opens_on", "name"],
                condition=Q(status="open"),
                name="sending_notice_twin",
                violation_error_message=_("Thông báo này đã được ghi. Tìm trong danh sách và mở ra để bổ sung."),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "opens_on"], name="sending_notice_unit"),
            models.Index(fields=["opens_on"], name="sending_notice_opens"),
        ]

    def __str__(self) -> str:
        return self.name


class SendingDecision(models.Model):
    """Quyết định cử đi học: number, date, signer, the list as it stood. Kept for good; annulled with a reason, never changed."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="decisions")
    unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Cấp quyết định cử")
    )
    number = models.CharField(_("Số quyết định"), max_length=60)
    decided_on = models.DateField(_("Ngày quyết định"))
    signer_name = models.CharField(_("Người ký"), max_length=120)
    signer_title = models.CharField(_("Chức vụ người ký"), max_length=120, blank=True)
    listing = models.JSONField(default=list, editable=False)
    over_seats_reason = models.CharField(_("Lý do cử quá số suất"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_reason = models.CharField(_("Lý do hủy quyết định"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Quyết định cử đi học")
        constraints = [
            models.CheckConstraint(
                condition=Q(annulled_at=None) | ~Q(annulled_reason=""), name="sending_decision_annulled_reason"
            )
        ]
        indexes = [models.Index(fields=["decided_on"], name="sending_decision_day")]


class Sending(models.Model):
    """One person on one notice. `sending_unit`: where the person belonged when proposed, then at the decision; it never follows later moves."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="sendings")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    sending_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        _("Tình trạng"), max_length=10, choices=SendingStatus.choices, default=SendingStatus.PROPOSED
    )
    verdict = models.CharField(max_length=12, blank=True)
    verdict_clauses = models.JSONField(default=dict)
    judged_on = models.DateField()
    return_reason = models.CharField(_("Lý do trả lại"), max_length=20, choices=ReturnReason.choices, blank=True)
    return_note = models.CharField(max_length=200, blank=True)
    # why the committee sends somebody whom a clause does not let in
    exception_reason = models.CharField(_("Lý do cử ngoại lệ"), max_length=300, blank=True)
    annulled_reason = models.CharField(_("Lý do hủy"), max_length=300, blank=True)
    decision = models.ForeignKey(
        SendingDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="sendings"
    )
    # what the events come to; written with them alone
    course = models.CharField(_("Tiến độ"), max_length=10, choices=Course.choices, blank=True)
    finished_on = models.DateField(_("Học xong ngày"), null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Lượt cử đi học")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "person"],
                condition=Q(status__in=["proposed", "sent"]),
                name="sending_sending_once",
                violation_error_message=_("Người này đã có trong danh sách của thông báo."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["sent", "annulled"], decision__isnull=False)
                | Q(status__in=["proposed", "returned", "withdrawn"], decision__isnull=True),
                name="sending_sending_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["notice", "status"], name="sending_sending_status"),
            models.Index(fields=["person", "status"], name="sending_sending_person"),
            models.Index(fields=["sending_unit", "status"], name="sending_sending_unit"),
        ]


class ProgressEvent(models.Model):
    """What happened to somebody who was sent, dated, with the number of the school's paper."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("Sự việc"), max_length=10, choices=EventKind.choices)
    on = models.DateField(_("Ngày"))
    paper_number = models.CharField(_("Số văn bản"), max_length=60, blank=True)
    words = models.CharField(_("Nội dung"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Tiến độ học")
        indexes = [models.Index(fields=["sending", "on"], name="sending_event_day")]


class Diploma(models.Model):
    """The paper that came back. What it proves stands in the person's record; the two uuids say where, should it be taken back."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    sending = models.OneToOneField(Sending, on_delete=models.PROTECT, related_name="diploma")
    kind = models.CharField(_("Giấy tờ"), max_length=12, choices=DiplomaKind.choices, default=DiplomaKind.DIPLOMA)
    number = models.CharField(_("Số hiệu"), max_length=60)
    issued_on = models.DateField(_("Ngày cấp"))
    issued_by = models.CharField(_("Nơi cấp"), max_length=200)
    band = models.CharField(_("Xếp loại"), max_length=40, blank=True)
    level = models.CharField(_("Trình độ lý luận chính trị được tính"), max_length=20, blank=True)
    training_uuid = models.UUIDField(editable=False)
    qualification_uuid = models.UUIDField(null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Bằng, giấy nơi học cấp")
        constraints = [
            models.CheckConstraint(
                condition=Q(level="") | Q(kind="diploma"),
                name="sending_diploma_level",
                violation_error_message=_("Chỉ bằng tốt nghiệp mới được tính trình độ lý luận chính trị."),
            )
        ]


class Transcript(models.Model):
    """Bảng điểm: what the school stated about modules and marks, in its words; nothing of it is computed or checked."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    sending = models.OneToOneField(Sending, on_delete=models.PROTECT, related_name="transcript")
    number = models.CharField(_("Số văn bản"), max_length=60, blank=True)
    issued_on = models.DateField(_("Ngày văn bản"))
    issued_by = models.CharField(_("Nơi cấp"), max_length=200)
    lines = models.JSONField(default=list)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Bảng điểm")
