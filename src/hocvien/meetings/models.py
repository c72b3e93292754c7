"""Study sessions for everyone: who was summoned, where they gathered, how many came. Numbers of people; names only where an office keeps them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class StudyKind(models.TextChoices):
    RESOLUTION = "resolution", _("Học tập, quán triệt nghị quyết")
    TOPIC = "topic", _("Học tập chuyên đề")
    CURRENT_AFFAIRS = "current_affairs", _("Thông tin thời sự")
    OTHER = "other", _("Sinh hoạt học tập khác")


class StudyStatus(models.TextChoices):
    OPEN = "open", _("Đang nhập số")
    LOCKED = "locked", _("Đã khóa số")


class PointMode(models.TextChoices):
    HALL = "hall", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")


class StudySession(models.Model):
    """One document or topic studied by whoever was summoned, on a day or a few, with the make-up sessions that add to it."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    organiser = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị tổ chức")
    )
    kind = models.CharField(_("Hình thức"), max_length=20, choices=StudyKind.choices, default=StudyKind.RESOLUTION)
    topic = models.CharField(_("Nội dung"), max_length=250)
    topic_folded = models.CharField(max_length=260, editable=False)
    document_number = models.CharField(_("Số văn bản"), max_length=60, blank=True)
    document_on = models.DateField(_("Ngày văn bản"), null=True, blank=True)
    issued_by = models.CharField(_("Cơ quan ban hành"), max_length=150, blank=True)
    opens_on = models.DateField(_("Từ ngày"))
    closes_on = models.DateField(_("Đến ngày"))
    answers_due_on = models.DateField(_("Hạn nhập số"), null=True, blank=True)
    status = models.CharField(_("Tình trạng"), max_length=10, choices=StudyStatus.choices, default=StudyStatus.OPEN)
    locked_on = models.DateField(_("Ngày khóa"), null=True, blank=True)
    reopen_reason = models.CharField(_("Lý do mở lại"), max_length=300, blank=True)
    is_generated = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("Phiên học tập")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")),
                name="meetings_session_days",
                violation_error_message=_("Ngày cuối phải từ ngày đầu trở đi. Kiểm tra lại hai ngày này."),
            ),
            models.UniqueConstraint(
                fields=["organiser", "topic_folded", "opens_on"],
                name="meetings_session_twin",
                violation_error_message=_("Đơn vị đã có phiên học tập cùng nội dung, cùng ngày. Mở phiên đó để sửa."),
            ),
        ]
        indexes = [models.Index(fields=["opens_on", "organiser"], name="meetings_session_opens")]


class Point(models.Model):
    """A hall or an online point on a day; one that makes up adds to the same study session and summons nobody anew."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    session = models.ForeignKey(StudySession, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(_("Thứ tự"))
    on = models.DateField(_("Ngày"))
    place = models.CharField(_("Địa điểm"), max_length=200)
    mode = models.CharField(_("Cách dự"), max_length=10, choices=PointMode.choices, default=PointMode.HALL)
    is_makeup = models.BooleanField(_("Học bù"), default=False)

    class Meta:
        verbose_name = _("Điểm học")
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="meetings_point_position"),
            models.UniqueConstraint(
                fields=["session", "place", "on"],
                name="meetings_point_twin",
                violation_error_message=_("Phiên đã có điểm này trong ngày này. Mở điểm đó để ghi số."),
            ),
        ]


class SummonedUnit(models.Model):
    """A unit that was summoned. It tells the numbers of itself and of all below it that are not summoned by their own name.

    `members`: its Party members of the first day, counted alike, so that members of units add up as their numbers do.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    session = models.ForeignKey(StudySession, on_delete=models.CASCADE, related_name="summoned")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    members = models.PositiveIntegerField(_("Đảng viên"), null=True, blank=True)

    class Meta:
        verbose_name = _("Đơn vị được triệu tập")
        constraints = [
            models.UniqueConstraint(fields=["session", "unit"], name="meetings_summoned_once"),
        ]


class Headcount(models.Model):
    """How many of a unit were summoned to a point and were there. Empty is "not told yet", never zero.

    At a point that makes up nobody is summoned anew: `invited` stays empty there, and a row exists only once it is told.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="headcounts")
    summoned = models.ForeignKey(SummonedUnit, on_delete=models.CASCADE, related_name="headcounts")
    invited = models.PositiveIntegerField(_("Được triệu tập"), null=True, blank=True)
    present = models.PositiveIntegerField(_("Có mặt"), null=True, blank=True)
    # `present` is then the number of names, and typed by nobody
    is_by_name = models.BooleanField(_("Theo tên"), default=False)

    class Meta:
        verbose_name = _("Số người dự")
        constraints = [
            # what makes it impossible to count a unit twice at one point
            models.UniqueConstraint(fields=["point", "summoned"], name="meetings_headcount_once"),
        ]


class PresentMember(models.Model):
    """A member who was there, by name, where the unit wants it: who and where, nothing else. It goes when its term is over; the number stays."""

    headcount = models.ForeignKey(Headcount, on_delete=models.CASCADE, related_name="names")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Đảng viên có mặt")
        constraints = [
            models.UniqueConstraint(fields=["headcount", "person"], name="meetings_name_once"),
        ]
