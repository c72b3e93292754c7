"""The teaching year: classes and who stands on them, sessions and roll, results and recognition.

A participation (lượt) is one person admitted to one class; it is the row that every figure counts. A missing `RollMark` means
"not yet recorded" and is never read as present.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class ClassStatus(models.TextChoices):
    PLANNED = "planned", _("Dự kiến")
    ENROLLING = "enrolling", _("Đang chiêu sinh")
    RUNNING = "running", _("Đang học")
    FINISHED = "finished", _("Đã bế giảng")
    CANCELLED = "cancelled", _("Đã hủy")


class Half(models.TextChoices):
    MORNING = "1_morning", _("Sáng")
    AFTERNOON = "2_afternoon", _("Chiều")
    EVENING = "3_evening", _("Tối")


class ParticipationStatus(models.TextChoices):
    ACTIVE = "active", _("Đang học")
    WITHDRAWN = "withdrawn", _("Thôi học")
    REPLACED = "replaced", _("Được thay bằng người khác")


def standing_words(status: str, class_status: str) -> str:
    """Where a learner stands, in words: who stayed to the end of a class that closed studies there no longer."""
    is_over = status == ParticipationStatus.ACTIVE and class_status == ClassStatus.FINISHED
    return gettext("Đã học xong") if is_over else str(ParticipationStatus(status).label)


class RollStatus(models.TextChoices):
    PRESENT = "present", _("Có mặt")
    LATE = "late", _("Đi muộn")
    LEFT_EARLY = "left_early", _("Về sớm")
    ABSENT_WITH_LEAVE = "absent_with_leave", _("Vắng có phép")
    ABSENT_WITHOUT_LEAVE = "absent_without_leave", _("Vắng không phép")


class Outcome(models.TextChoices):
    COMPLETED = "completed", _("Đạt")
    FAILED = "failed", _("Không đạt")


class TrainingClass(models.Model):
    """One group taught together (lớp). "Class" is a Python keyword, hence the name; in words it is always *class*.

    Five units may stand on it (`regulations.md` §4): opened, hosted, taught, paid, certified. It is its own for the unit that opened it.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    code = models.CharField(_("Mã lớp"), max_length=60, unique=True)
    name = models.CharField(_("Tên lớp"), max_length=250)
    name_folded = models.CharField(max_length=260, editable=False)
    intake = models.CharField(_("Khóa"), max_length=60, blank=True)
    programme = models.ForeignKey(
        "catalogue.Programme", on_delete=models.PROTECT, related_name="+", verbose_name=_("Chương trình")
    )
    curriculum = models.ForeignKey(
        "catalogue.Curriculum", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    study_mode = models.CharField(_("Hệ học"), max_length=10, blank=True)
    # the group of the programme's rules that names are judged by; empty: what holds for everybody
    audience = models.CharField(_("Nhóm đối tượng"), max_length=30, blank=True)
    opened_by = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị mở lớp")
    )
    hosted_by = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị đặt lớp")
    )
    taught_by = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị giảng dạy")
    )
    paid_by = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị chi kinh phí")
    )
    certified_by = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị cấp giấy")
    )
    is_joint = models.BooleanField(_("Lớp phối hợp"), default=False)
    joint_with = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Phối hợp với")
    )
    is_carried_over = models.BooleanField(_("Lớp chuyển tiếp"), default=False)
    plan_line = models.ForeignKey(
        "planning.PlanLine",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Mục kế hoạch"),
    )
    # a class outside the plan needs the decision that asked for it
    outside_plan_decision = models.CharField(_("Quyết định ngoài kế hoạch"), max_length=120, blank=True)
    authority = models.CharField(_("Thẩm quyền mở lớp"), max_length=200, blank=True)
    decision_number = models.CharField(_("Số quyết định mở lớp"), max_length=60, blank=True)
    decision_on = models.DateField(_("Ngày quyết định mở lớp"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("Số chỗ"))
    proposals_close_on = models.DateField(_("Hạn gửi danh sách"), null=True, blank=True)
    opens_on = models.DateField(_("Khai giảng"))
    closes_on = models.DateField(_("Bế giảng"))
    place = models.CharField(_("Nơi học"), max_length=200, blank=True)
    # the meeting a class is held inside; what is taught of the curriculum is then looked at twice
    held_within = models.CharField(_("Lồng ghép trong"), max_length=200, blank=True)
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Chủ nhiệm lớp"),
    )
    status = models.CharField(
        _("Tình trạng"), max_length=10, choices=ClassStatus.choices, default=ClassStatus.ENROLLING
    )
    cancelled_reason = models.CharField(max_length=200, blank=True)
    # the class of the year before that it was prepared from; while it is only planned it can be taken back
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    is_generated = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Lớp")
        verbose_name_plural = _("Lớp")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")),
                name="classes_class_period",
                violation_error_message=_("Ngày bế giảng phải từ ngày khai giảng trở đi. Kiểm tra lại hai ngày này."),
            ),
            models.CheckConstraint(condition=Q(seats__gt=0), name="classes_class_seats"),
            models.CheckConstraint(
                condition=Q(is_joint=False) | Q(joint_with__isnull=False),
                name="classes_class_joint_partner",
                violation_error_message=_("Lớp phối hợp cần ghi phối hợp với đơn vị nào."),
            ),
            models.CheckConstraint(
                condition=Q(plan_line__isnull=False) | ~Q(outside_plan_decision=""),
                name="classes_class_plan_or_decision",
                violation_error_message=_("Chọn mục kế hoạch, hoặc ghi quyết định mở lớp ngoài kế hoạch."),
            ),
            models.UniqueConstraint(
                fields=["opened_by", "name_folded", "intake", "opens_on", "closes_on"],
                condition=~Q(status="cancelled"),
                name="classes_class_twin",
                violation_error_message=_("Lớp cùng tên, cùng khóa, cùng ngày của đơn vị này đã mở."),
            ),
        ]
        indexes = [
            models.Index(fields=["opened_by", "opens_on"], name="classes_class_opened"),
            models.Index(fields=["opens_on", "closes_on"], name="classes_class_days"),
            models.Index(fields=["status", "opens_on"], name="classes_class_status"),
            # few are, and every report looks for them
            models.Index(fields=["opens_on"], condition=Q(is_joint=True), name="classes_class_joint"),
        ]

    def __str__(self) -> str:
        return self.name


class Participation(models.Model):
    """One person admitted to one class (lượt). `sending_unit` is the unit held at admission and never changes with later moves."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    nomination = models.OneToOneField("classes.Nomination", on_delete=models.PROTECT, related_name="participation")
    sending_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    group = models.PositiveSmallIntegerField(_("Tổ"), null=True, blank=True)
    status = models.CharField(max_length=10, choices=ParticipationStatus.choices, default=ParticipationStatus.ACTIVE)
    status_reason = models.CharField(max_length=200, blank=True)
    admitted_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training_class", "person"], name="classes_participation_once")]
        indexes = [
            models.Index(fields=["person", "training_class"], name="classes_participation_person"),
            models.Index(fields=["sending_unit", "training_class"], name="classes_participation_unit"),
            # heads of classes are counted from this index alone
            models.Index(fields=["training_class", "status"], name="classes_participation_heads"),
        ]

    @property
    def standing_words(self) -> str:
        """Where the learner stands, in words. Reads the class."""
        return standing_words(self.status, self.training_class.status)


class Session(models.Model):
    """A half-day of a class. The two keys hold the clash rule in the database: one lecturer, one place, one half-day, once."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="sessions")
    on = models.DateField(_("Ngày"))
    half = models.CharField(_("Buổi"), max_length=12, choices=Half.choices)
    lesson = models.ForeignKey("catalogue.Lesson", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("Nội dung"), max_length=300)
    periods = models.PositiveSmallIntegerField(_("Số tiết"), default=5)
    form = models.CharField(_("Hình thức"), max_length=20, default="lecture")
    lecturer = models.ForeignKey("faculty.Lecturer", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(_("Địa điểm"), max_length=200, blank=True)
    place_key = models.CharField(max_length=260, blank=True, editable=False)
    roll_recorded_at = models.DateTimeField(null=True, blank=True)
    roll_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["training_class", "on", "half"], name="classes_session_once"),
            models.UniqueConstraint(
                fields=["lecturer", "on", "half"],
                condition=Q(lecturer__isnull=False),
                name="classes_session_lecturer_once",
            ),
            models.UniqueConstraint(
                fields=["place_key", "on", "half"], condition=~Q(place_key=""), name="classes_session_place_once"
            ),
        ]
        indexes = [models.Index(fields=["on", "half"], name="classes_session_day")]


class RollMark(models.Model):
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="marks")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="marks")
    status = models.CharField(max_length=20, choices=RollStatus.choices)
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "participation"], name="classes_rollmark_once")]


class RecognitionDecision(models.Model):
    """Công nhận kết quả: a person's decision with number, date and list; kept for good, re-opened only with a reason."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="recognitions")
    number = models.CharField(_("Số quyết định"), max_length=60)
    decided_on = models.DateField(_("Ngày quyết định"))
    decided_by_name = models.CharField(_("Người ký"), max_length=120)
    decided_by_title = models.CharField(_("Chức vụ người ký"), max_length=120, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    listing = models.JSONField(default=list)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reopened_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["training_class"],
                condition=Q(reopened_at__isnull=True),
                name="classes_recognition_one_in_force",
                violation_error_message=_(
                    "Kết quả của lớp đã được công nhận. Mở lại quyết định trước khi công nhận lần nữa."
                ),
            )
        ]


class Result(models.Model):
    """What a participation came to: entered mark or band, absence counted, proposed outcome, decided outcome."""

    participation = models.OneToOneField(Participation, on_delete=models.PROTECT, related_name="result")
    mark = models.DecimalField(_("Điểm"), max_digits=4, decimal_places=2, null=True, blank=True)
    band_code = models.CharField(_("Xếp loại"), max_length=20, blank=True)
    # entered for pass/fail programmes only
    entered_outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    absent_periods = models.PositiveSmallIntegerField(default=0)
    total_periods = models.PositiveSmallIntegerField(default=0)
    decided_outcome = models.CharField(_("Kết quả"), max_length=10, choices=Outcome.choices, blank=True)
    decided_band_code = models.CharField(max_length=20, blank=True)
    decided_band_name = models.CharField(max_length=40, blank=True)
    recognition = models.ForeignKey(
        RecognitionDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="results"
    )
    certificate = models.OneToOneField(
        "records.Certificate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)
