"""Official papers: live while they are drafts, fixed with a number of the unit's register, and what a review decides to be done.

A draft holds what people wrote; figures are asked anew each time. With its number a paper keeps its head, its words and its figures as
they stood. Names of learners stand in none of these tables: lists are those of the recognition decision, which keeps them.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid
from hocvien.official_papers.constants import (
    CAUSES,
    CLOSING,
    FIGURES,
    FINAL,
    GROUNDS,
    INTERIM,
    LEARNERS,
    LIMITS,
    PLAN,
    PROGRAMMES,
    QUESTION,
    RECOGNITION,
    REPORT,
    RESULTS,
    SENDERS,
    SOLUTIONS,
)


class OfficialKind(models.TextChoices):
    REPORT = REPORT, _("Báo cáo kỳ")
    INTERIM = INTERIM, _("Báo cáo sơ kết")
    FINAL = FINAL, _("Báo cáo tổng kết")
    CLOSING = CLOSING, _("Báo cáo kết thúc lớp")
    LEARNERS = LEARNERS, _("Danh sách học viên kèm xếp loại")
    RECOGNITION = RECOGNITION, _("Quyết định công nhận kết quả")


class PaperState(models.TextChoices):
    DRAFT = "draft", _("Bản thảo")
    NUMBERED = "numbered", _("Đã cấp số")
    ANNULLED = "annulled", _("Đã hủy số")


class SectionKind(models.TextChoices):
    GROUNDS = GROUNDS, _("Căn cứ")
    FIGURES = FIGURES, _("Đoạn số liệu")
    RESULTS = RESULTS, _("Kết quả")
    LIMITS = LIMITS, _("Hạn chế")
    CAUSES = CAUSES, _("Nguyên nhân")
    SOLUTIONS = SOLUTIONS, _("Giải pháp")


class BlockKind(models.TextChoices):
    PROGRAMMES = PROGRAMMES, _("Bảng theo chương trình")
    SENDERS = SENDERS, _("Bảng theo đơn vị cử")
    PLAN = PLAN, _("Bảng so với kế hoạch năm")
    QUESTION = QUESTION, _("Theo câu hỏi thống kê")


class MeasureState(models.TextChoices):
    """What became of a measure, as a later review tells it."""

    OPEN = "open", _("Chưa xong, làm tiếp")
    DONE = "done", _("Đã xong")
    PARTLY = "partly", _("Xong một phần, làm tiếp")
    DROPPED = "dropped", _("Không làm nữa")


class PaperRegister(models.Model):
    """The numbers of one kind a unit gives in one year; locked while a number is taken. `begun_after`: what was given outside the program."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    symbol = models.CharField(max_length=4)
    begun_after = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "symbol"], name="official_papers_register_once"),
            models.CheckConstraint(
                condition=Q(last_number__gte=F("begun_after")), name="official_papers_register_upwards"
            ),
        ]


class OfficialPaper(models.Model):
    """One paper of a unit, about a period or a class."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan ban hành"))
    kind = models.CharField(_("Loại văn bản"), max_length=20, choices=OfficialKind.choices)
    training_class = models.ForeignKey(
        "classes.TrainingClass",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Lớp"),
    )
    recognition = models.ForeignKey(
        "classes.RecognitionDecision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_on = models.DateField(_("Từ ngày"), null=True, blank=True)
    last_on = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    # the name of the term of office the days were asked for by
    term = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=10, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    subject = models.CharField(_("Trích yếu"), max_length=300)
    layout = models.CharField(_("Thể thức"), max_length=10, blank=True)
    symbol = models.CharField(_("Ký hiệu của cơ quan"), max_length=20, blank=True)
    place = models.CharField(_("Địa danh"), max_length=80, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"))
    stead = models.CharField(_("Thay mặt, ký thay"), max_length=120, blank=True)
    signer_post = models.CharField(_("Chức vụ người ký"), max_length=120, blank=True)
    signer_name = models.CharField(_("Người ký"), max_length=120, blank=True)
    recipients = models.TextField(_("Nơi nhận"), max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.DRAFT)
    register = models.ForeignKey(PaperRegister, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    number = models.PositiveIntegerField(null=True, blank=True)
    number_text = models.CharField(_("Số và ký hiệu"), max_length=80, blank=True)
    # layout, bodies, margins as they stood when the number was given
    head = models.JSONField(default=dict, blank=True)
    kept_reason = models.CharField(_("Lý do giữ số khác số liệu"), max_length=300, blank=True)
    previous = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="following")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    numbered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    numbered_at = models.DateTimeField(null=True, blank=True)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_reason = models.CharField(max_length=300, blank=True)
    is_generated = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("Văn bản")
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="official_papers_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft", number_text="") | (~Q(state="draft") & ~Q(number_text="")),
                name="official_papers_numbered",
            ),
            models.CheckConstraint(
                condition=Q(training_class__isnull=False) | Q(first_on__lte=F("last_on")),
                name="official_papers_subject",
                violation_error_message=_("Ngày cuối của kỳ phải từ ngày đầu trở đi. Kiểm tra lại hai ngày này."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "-issued_on"], name="official_papers_unit")]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_draft(self) -> bool:
        return self.state == PaperState.DRAFT


class Section(models.Model):
    """A written part of a paper. The part of figures is empty while it is as the program writes it."""

    paper = models.ForeignKey(OfficialPaper, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=10, choices=SectionKind.choices)
    text = models.TextField(blank=True)
    # as the paper before had it, and nobody has looked at it yet
    is_carried = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "kind"], name="official_papers_section_once")]


class FigureBlock(models.Model):
    """Figures of a paper, a table or a sentence: what is asked, and in a numbered paper how it stood (`kept`).

    `asked`: of a question of measures by dimensions, as `reporting.Breakdown` writes it; `title`: its words, without the days.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    paper = models.ForeignKey(OfficialPaper, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=BlockKind.choices)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    term = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=10)
    seen_on = models.DateField(null=True, blank=True)
    asked = models.JSONField(default=dict, blank=True)
    title = models.CharField(_("Tên bảng"), max_length=160, blank=True)
    # told by something about people that is kept from who may not see them: so is the paper
    is_sensitive = models.BooleanField(default=False)
    kept = models.JSONField(null=True, blank=True)
    # what the table was counted from when the number was given, to say why it would differ later; none for very large ones
    facts = models.ForeignKey(
        "reporting.FrozenAnswer", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="official_papers_block_position"),
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="official_papers_block_days"),
        ]


class DecidedMeasure(models.Model):
    """What a review decides to be done, by whom and by when; told again by the next review with what became of it."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    paper = models.ForeignKey(OfficialPaper, on_delete=models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("Giải pháp"), max_length=500)
    responsible = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị thực hiện")
    )
    due_on = models.DateField(_("Thời hạn"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "position"], name="official_papers_measure_position")]


class MeasureOutcome(models.Model):
    """What became of a measure, as a later review tells it."""

    measure = models.ForeignKey(DecidedMeasure, on_delete=models.PROTECT, related_name="outcomes")
    paper = models.ForeignKey(OfficialPaper, on_delete=models.CASCADE, related_name="outcomes")
    state = models.CharField(max_length=10, choices=MeasureState.choices)
    note = models.CharField(_("Kết quả"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "paper"], name="official_papers_outcome_once")]
