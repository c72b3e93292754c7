"""Obligations as data with dates, what a committee chose about them, and where everybody stands today.

`Standing`, `Tally`, `Stale` and `Index` are derived: they may be dropped and made anew, and right lists need no more than `bring_up`.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.common.identity import new_uuid
from hocvien.common.intervals import OPEN_END
from hocvien.people import api as people


class Trigger(models.TextChoices):
    """Becoming what starts the clock."""

    POST = "post", _("Được bầu, bổ nhiệm")
    MEMBER = "member", _("Được kết nạp Đảng")
    CANDIDATE = "candidate", _("Được chi bộ giới thiệu")


class Clock(models.TextChoices):
    ONCE = "once", _("Một lần")
    EVERY = "every", _("Lặp lại sau mỗi thời hạn")
    YEAR = "year", _("Mỗi năm")
    TERM = "term", _("Mỗi nhiệm kỳ")


class State(models.TextChoices):
    HELD = "held", _("Đã hoàn thành")
    DUE = "due", _("Chưa đến hạn")
    DUE_SOON = "due_soon", _("Sắp đến hạn")
    OVERDUE = "overdue", _("Quá hạn")
    LONG_OVERDUE = "long_overdue", _("Quá hạn lâu")
    PAUSED = "paused", _("Tạm dừng")
    DATA_MISSING = "data_missing", _("Thiếu thông tin")


class Obligation(models.Model):
    """Who must hold what. How soon and how often is told by its versions."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    code = models.SlugField(_("Mã nghĩa vụ"), max_length=40, unique=True)
    title = models.CharField(_("Nghĩa vụ"), max_length=200)
    title_en = models.CharField(_("Tên tiếng Anh"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    trigger = models.CharField(_("Bắt đầu từ khi"), max_length=10, choices=Trigger.choices)
    # of a post: these groups of posts, and (empty: any) at these kinds of units, in these fields, of who is managed by these kinds of units
    post_kinds = models.JSONField(_("Nhóm chức vụ"), default=list, blank=True)
    unit_kinds = models.JSONField(_("Loại đơn vị"), default=list, blank=True)
    work_fields = models.JSONField(_("Lĩnh vực công tác"), default=list, blank=True)
    managed_kinds = models.JSONField(_("Diện quản lý của"), default=list, blank=True)
    # what proves it: a paper of one of these programmes, or a theory level from this one up
    programmes = models.JSONField(_("Chương trình"), default=list, blank=True)
    theory_level = models.CharField(
        _("Trình độ lý luận chính trị"), max_length=20, choices=people.TheoryLevel.choices, blank=True
    )
    counts_before = models.BooleanField(_("Tính cả giấy cấp trước đó"), default=False)
    covers_earlier = models.BooleanField(_("Áp dụng cả với người đã giữ chức vụ từ trước"), default=False)
    committee_chooses = models.BooleanField(_("Cấp ủy chọn mỗi nhiệm kỳ hoặc mỗi năm"), default=False)
    # touched by a person: the shipped data never overwrites it again
    is_edited = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("Nghĩa vụ học tập")
        verbose_name_plural = _("Nghĩa vụ học tập")

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """How soon and how often, for whoever falls under it within the period; they keep its dates when another follows."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="versions")
    valid_from = models.DateField(_("Hiệu lực từ"))
    valid_to = models.DateField(_("Hết hiệu lực trước ngày"), default=OPEN_END)
    clock = models.CharField(_("Chu kỳ"), max_length=10, choices=Clock.choices)
    within_months = models.PositiveSmallIntegerField(_("Hoàn thành trong (tháng)"), null=True, blank=True)
    valid_months = models.PositiveSmallIntegerField(_("Giấy có giá trị (tháng)"), null=True, blank=True)
    minimum_days = models.PositiveSmallIntegerField(_("Số ngày học tối thiểu"), null=True, blank=True)
    regulation = models.ForeignKey(
        "eligibility.Regulation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    citation = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    mark = models.CharField(
        _("Mức xác minh"), max_length=10, choices=catalogue.Mark.choices, default=catalogue.Mark.DEFAULT
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="obligations_version_period"),
            models.UniqueConstraint(fields=["obligation", "valid_from"], name="obligations_version_one_start"),
            models.UniqueConstraint(fields=["obligation", "valid_to"], name="obligations_version_one_end"),
            models.CheckConstraint(
                condition=~Q(clock="every") | Q(valid_months__isnull=False), name="obligations_version_every"
            ),
        ]


class ClockChoice(models.Model):
    """A committee chose "once a term" or "every year" for itself and all below of which nothing else is said."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="choices")
    clock = models.CharField(
        _("Chu kỳ"), max_length=10, choices=[(Clock.TERM.value, Clock.TERM.label), (Clock.YEAR.value, Clock.YEAR.label)]
    )
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), default=OPEN_END)
    source = models.CharField(_("Căn cứ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Chu kỳ cấp ủy chọn")
        verbose_name_plural = _("Chu kỳ cấp ủy chọn")
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="obligations_clockchoice_period"),
            models.CheckConstraint(condition=Q(clock__in=["term", "year"]), name="obligations_clockchoice_clock"),
            models.UniqueConstraint(
                fields=["unit", "obligation", "valid_from"], name="obligations_clockchoice_one_start"
            ),
            models.UniqueConstraint(fields=["unit", "obligation", "valid_to"], name="obligations_clockchoice_one_end"),
        ]


class Index(models.Model):
    """One row, once everybody's standing was computed: as of which day, and for how many."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    computed_for = models.DateField()
    rows = models.PositiveIntegerField(default=0)


class Standing(models.Model):
    """Where one person stands with one obligation on the day of `Index`; written by INSERT … SELECT alone (`queries/compiler/`)."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, db_index=False, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, null=True, db_index=False, related_name="+")
    # without keys: derived rows neither keep a person nor a unit from going
    person_id = models.BigIntegerField()
    # where the person mainly belongs, else the unit of the post: whoever keeps the record is responsible
    unit_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, choices=State.choices)
    is_met = models.BooleanField()
    missing = models.CharField(max_length=12, blank=True)
    clock = models.CharField(max_length=10, blank=True)
    began_on = models.DateField(null=True)
    fell_on = models.DateField(null=True)
    base_on = models.DateField(null=True)
    away_days = models.IntegerField(default=0)
    is_away = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    paper_on = models.DateField(null=True)
    paper_kind = models.CharField(max_length=10, blank=True)
    held_until = models.DateField(null=True)
    term_from = models.DateField(null=True)
    term_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "obligation"], name="obligations_standing_once"),
        ]
        indexes = [
            models.Index(fields=["unit_id", "state"], name="obligations_standing_unit"),
            models.Index(fields=["due_on", "id"], name="obligations_standing_due"),
            # who is due of one obligation is counted from the index alone
            models.Index(
                fields=["obligation", "due_on", "unit_id", "is_met", "state"], name="obligations_standing_asked"
            ),
        ]


class Tally(models.Model):
    """How many stand where, at a unit and below it. Rows of one kind add up: what changed is added, nothing is looked up."""

    unit_id = models.BigIntegerField()
    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, db_index=False, related_name="+")
    state = models.CharField(max_length=12)
    is_met = models.BooleanField()
    number = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["unit_id"], name="obligations_tally_unit")]


class Stale(models.Model):
    """Whom the standings no longer describe. Written by triggers of the database, never updated; a row without either means everybody."""

    person_id = models.BigIntegerField(null=True)
    # everybody at or below this unit
    unit_id = models.BigIntegerField(null=True)


class EndedChoice(models.Model):
    """A choice as it stood that a reorganisation ended: what undoing needs."""

    key = models.CharField(max_length=40, db_index=True)
    was = models.JSONField()
