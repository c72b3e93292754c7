"""Lists: units called to send, rounds, names proposed, and what each step decided of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.common.identity import new_uuid


class NominationStatus(models.TextChoices):
    PROPOSED = "proposed", _("Chờ cấp ủy duyệt")
    APPROVED = "approved", _("Chờ đơn vị mở lớp tiếp nhận")
    RESERVE = "reserve", _("Dự bị")
    ADMITTED = "admitted", _("Đã tiếp nhận")
    RETURNED = "returned", _("Đã trả lại")
    WITHDRAWN = "withdrawn", _("Đã rút")


class ReturnReason(models.TextChoices):
    """Coded first, about the paper or the class only."""

    CLAUSE_NOT_MET = "clause_not_met", _("Chưa đủ điều kiện theo quy định")
    DATA_MISSING = "data_missing", _("Thiếu thông tin trong hồ sơ")
    PAPER_MISSING = "paper_missing", _("Thiếu giấy tờ")
    CLASS_FULL = "class_full", _("Lớp đã đủ chỗ")
    WRONG_AUDIENCE = "wrong_audience", _("Không đúng đối tượng của lớp")
    ALREADY_TRAINED = "already_trained", _("Đã học chương trình này, giấy chứng nhận còn giá trị")
    NOT_AGREED = "not_agreed", _("Cấp thẩm định không nhất trí cử")
    NOT_THIS_TIME = "not_this_time", _("Để đợt sau, ưu tiên người khác")
    OUT_OF_QUOTA = "out_of_quota", _("Vượt số suất của đơn vị cử")
    TOO_LATE = "too_late", _("Gửi quá hạn của bước này")
    EXCEPTION_REFUSED = "exception_refused", _("Cấp có thẩm quyền không đồng ý đặc cách")
    ASKED_BY_SENDER = "asked_by_sender", _("Đơn vị cử đề nghị rút")


WAITING = (NominationStatus.PROPOSED, NominationStatus.APPROVED)
"""On the way: with somebody who has yet to decide."""
HELD = (*WAITING, NominationStatus.ADMITTED)
"""Taking one of the sender's seats; a reserve takes none."""
STANDING = (*HELD, NominationStatus.RESERVE)
"""On the list: nobody is there twice."""


class StepOutcome(models.TextChoices):
    """What became of one step."""

    PASSED = "passed", _("Đồng ý")
    SKIPPED = "skipped", _("Bỏ qua vì không có đơn vị làm bước này")
    DEFERRED = "deferred", _("Tiếp nhận trước, giấy tờ nộp sau")
    SENT_BACK = "sent_back", _("Trả về bước trước")
    RETURNED = "returned", _("Trả lại đơn vị cử")
    WITHDRAWN = "withdrawn", _("Đơn vị cử rút")
    RESERVED = "reserved", _("Đưa vào danh sách dự bị")


class ExceptionStatus(models.TextChoices):
    WAITING = "waiting", _("Chờ quyết định")
    GRANTED = "granted", _("Được đặc cách")
    REFUSED = "refused", _("Không đồng ý")


class ExceptionReason(models.TextChoices):
    """Why a clause should be lifted, coded: about the post, the place or the paper, nothing of the person's private matters."""

    NEEDED_FOR_POST = "needed_for_post", _("Yêu cầu của chức vụ đang giữ hoặc sắp giữ")
    SPECIAL_AREA = "special_area", _("Địa bàn đặc biệt, thiếu nguồn cán bộ")
    PAPER_IN_ISSUE = "paper_in_issue", _("Giấy tờ đang làm thủ tục cấp")
    NEAR_THRESHOLD = "near_threshold", _("Còn thiếu rất ít so với tiêu chuẩn")
    OTHER = "other", _("Lý do khác, nêu trong văn bản")


class Invitation(models.Model):
    """A sending unit called to propose people for a class (giấy chiêu sinh). `seats` empty: no bound for this unit."""

    training_class = models.ForeignKey("classes.TrainingClass", on_delete=models.CASCADE, related_name="invitations")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveIntegerField(_("Số suất"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training_class", "unit"], name="classes_invitation_once")]


class Round(models.Model):
    """One round in which the list of a class is taken. Names after its close belong to the next round, or come late."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    training_class = models.ForeignKey("classes.TrainingClass", on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("Đợt"))
    opens_on = models.DateField(_("Nhận danh sách từ ngày"))
    closes_on = models.DateField(_("Đến hết ngày"))
    # how many the round may take in; empty: as many as the class has seats
    seats = models.PositiveIntegerField(_("Số chỗ của đợt"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Đợt nhận danh sách")
        verbose_name_plural = _("Đợt nhận danh sách")
        constraints = [
            models.UniqueConstraint(fields=["training_class", "number"], name="classes_round_number"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")),
                name="classes_round_period",
                violation_error_message=_("Ngày đóng đợt phải từ ngày mở đợt trở đi. Kiểm tra lại hai ngày này."),
            ),
            models.CheckConstraint(condition=Q(seats__isnull=True) | Q(seats__gt=0), name="classes_round_seats"),
        ]


class Nomination(models.Model):
    """One person proposed for one class, with the verdict it was judged by."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    training_class = models.ForeignKey("classes.TrainingClass", on_delete=models.CASCADE, related_name="nominations")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    sending_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=NominationStatus.choices, default=NominationStatus.PROPOSED)
    verdict = models.CharField(max_length=12, blank=True)
    verdict_clauses = models.JSONField(default=dict)
    judged_on = models.DateField()
    is_late = models.BooleanField(_("Bổ sung muộn"), default=False)
    # where it stands on the way that was in force when it was proposed: which step, who has it, since when, by when
    chain = models.ForeignKey("catalogue.Chain", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    step = models.PositiveSmallIntegerField(default=0)
    step_kind = models.CharField(max_length=10, choices=catalogue.StepKind.choices, blank=True)
    step_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    step_since = models.DateTimeField(null=True, blank=True)
    step_due_on = models.DateField(null=True, blank=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations")
    # goes the whole way, then waits for a seat to come free
    is_reserve = models.BooleanField(_("Dự bị"), default=False)
    reserve_position = models.PositiveSmallIntegerField(_("Thứ tự dự bị"), null=True, blank=True)
    # the order a committee chose by hand; empty: none chosen
    position = models.PositiveSmallIntegerField(_("Thứ tự"), null=True, blank=True)
    substitute_for = models.ForeignKey(
        "classes.Participation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_reason = models.CharField(max_length=20, choices=ReturnReason.choices, blank=True)
    return_note = models.CharField(max_length=200, blank=True)
    over_seats_reason = models.CharField(_("Lý do nhận quá số chỗ"), max_length=200, blank=True)
    # why the opener took somebody whom a clause does not let in
    exception_reason = models.CharField(_("Lý do nhận ngoại lệ"), max_length=200, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "person"],
                condition=Q(status__in=["proposed", "approved", "reserve", "admitted"]),
                name="classes_nomination_once",
                violation_error_message=_("Người này đã có trong danh sách của lớp."),
            )
        ]
        indexes = [
            models.Index(fields=["training_class", "status"], name="classes_nomination_status"),
            models.Index(fields=["step_unit", "status"], name="classes_nomination_step"),
        ]


class StepDecision(models.Model):
    """What one step decided of a nomination: who, when, what, and why in coded form; a note speaks of the paper or the class only."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="decisions")
    step = models.PositiveSmallIntegerField()
    kind = models.CharField(_("Việc"), max_length=10, choices=catalogue.StepKind.choices)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=StepOutcome.choices)
    reason = models.CharField(max_length=20, choices=ReturnReason.choices, blank=True)
    note = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["nomination", "decided_at"], name="classes_stepdecision_time")]


class ExceptionRequest(models.Model):
    """One clause asked to be lifted for one name, by a document; decided by the authority that the rule names. One waits at a time."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="exception_requests")
    clause_kind = models.CharField(_("Điều kiện đề nghị đặc cách"), max_length=40)
    reason = models.CharField(_("Lý do đề nghị"), max_length=20, choices=ExceptionReason.choices)
    number = models.CharField(_("Số văn bản đề nghị"), max_length=60)
    dated_on = models.DateField(_("Ngày văn bản đề nghị"))
    status = models.CharField(max_length=10, choices=ExceptionStatus.choices, default=ExceptionStatus.WAITING)
    # whose it is to decide since the day it was asked; empty: asked for before that was kept, reckoned each time
    decider = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Đơn vị quyết định"),
    )
    is_decider_named = models.BooleanField(_("Quy định nêu cấp quyết định"), default=False)
    decision_number = models.CharField(_("Số quyết định"), max_length=60, blank=True)
    decision_on = models.DateField(_("Ngày quyết định"), null=True, blank=True)
    authority = models.CharField(_("Cấp quyết định"), max_length=200, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["nomination"], condition=Q(status="waiting"), name="classes_exceptionrequest_one_waiting"
            )
        ]
        indexes = [models.Index(fields=["decider", "status"], name="classes_exception_decider")]
