"""Programmes and everything about them that changes by regulation: curricula, assessment, papers — dated, cited, editable.

Nothing here is a constant in code: between 2008 and 2026 each of these was replaced at least once, and a class is judged by what was
in force on its own day. `mark` says whether the source was seen or the value is common practice.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid
from hocvien.common.intervals import OPEN_END


class Mark(models.TextChoices):
    SEEN = "seen", _("Đã đối chiếu nguồn")
    DEFAULT = "default", _("Mặc định theo thông lệ, chưa đối chiếu nguyên văn")


class StudyMode(models.TextChoices):
    FULL_TIME = "full_time", _("Hệ tập trung")
    PART_TIME = "part_time", _("Hệ không tập trung")


class SessionForm(models.TextChoices):
    LECTURE = "lecture", _("Lên lớp")
    DISCUSSION = "discussion", _("Thảo luận")
    PRACTICE = "practice", _("Xử lý tình huống, thực hành")
    VISIT = "visit", _("Nghiên cứu thực tế")
    SEMINAR = "seminar", _("Tọa đàm, báo cáo chuyên đề")
    REVIEW = "review", _("Hệ thống hóa, giải đáp")
    ASSESSMENT = "assessment", _("Bài thu hoạch, kiểm tra, thi")


class AssessmentKind(models.TextChoices):
    NONE = "none", _("Không đánh giá, chỉ cần dự học")
    PASS_FAIL = "pass_fail", _("Đạt / Không đạt")
    BAND = "band", _("Xếp loại")
    MARK = "mark", _("Chấm điểm, xếp loại theo điểm")


class PaperKind(models.TextChoices):
    CERTIFICATE = "certificate", _("Giấy chứng nhận")
    DIPLOMA = "diploma", _("Bằng")


class QrPlace(models.TextChoices):
    FRONT = "front", _("Mặt trước")
    BACK = "back", _("Mặt sau")
    SLIP = "slip", _("Phiếu rời")
    NONE = "none", _("Không in")


class OpeningNeed(models.TextChoices):
    """Whether opening a class of a programme takes a decision that gives the unit the authority."""

    FREE = "free", _("Không cần văn bản giao thẩm quyền")
    RECORDED = "recorded", _("Cần, ở nơi đã ghi nhận thẩm quyền; nơi chưa ghi thì nhắc")
    REQUIRED = "required", _("Luôn cần, nơi chưa ghi thì không mở được")


class StepKind(models.TextChoices):
    """What is done at one step of the way from a sending unit to the class."""

    PROPOSE = "propose", _("Đề nghị")
    APPROVE = "approve", _("Duyệt")
    REVIEW = "review", _("Thẩm định")
    ADMIT = "admit", _("Tiếp nhận")


class StepPlace(models.TextChoices):
    """At which unit a step is taken; found anew for each sending unit, on the day."""

    SENDER = "sender", _("Đơn vị cử")
    ABOVE = "above", _("Cấp ủy gần nhất thuộc loại đã chọn, kể cả đơn vị cử")
    BESIDE = "beside", _("Ban, tổ chức gần nhất bên cạnh một cấp ủy ở trên")
    MANAGER = "manager", _("Cấp ủy quản lý cán bộ")
    OPENER = "opener", _("Đơn vị mở lớp")
    HOST = "host", _("Đơn vị đặt lớp")


class Cited(models.Model):
    """A fact in force for a time, with where it comes from."""

    valid_from = models.DateField(_("Hiệu lực từ"))
    valid_to = models.DateField(_("Hết hiệu lực trước ngày"), default=OPEN_END)
    citation = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    mark = models.CharField(_("Mức xác minh"), max_length=10, choices=Mark.choices, default=Mark.DEFAULT)
    # touched by a person: the shipped data never overwrites it again
    is_edited = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True


class Programme(models.Model):
    """A training or refresher programme. `counts_as_sent_only`: run by others, units send people (cao cấp, cao học)."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    code = models.CharField(_("Mã chương trình"), max_length=20, unique=True)
    name = models.CharField(_("Tên chương trình"), max_length=200)
    name_en = models.CharField(_("Tên tiếng Anh"), max_length=200, blank=True)
    # how a report speaks of the class and its people: "bồi dưỡng đảng viên mới", "đồng chí"
    report_phrase = models.CharField(_("Cách gọi trong báo cáo"), max_length=200, blank=True)
    people_phrase = models.CharField(_("Cách gọi người học trong báo cáo"), max_length=60, default="học viên")
    family = models.CharField(_("Nhóm chương trình"), max_length=40, blank=True)
    synonyms = models.JSONField(_("Tên gọi khác"), default=list, blank=True)
    has_study_modes = models.BooleanField(_("Có hệ học"), default=False)
    uses_quotas = models.BooleanField(_("Phân bổ chỉ tiêu"), default=False)
    is_sent_only = models.BooleanField(_("Do nơi khác mở, chỉ cử đi học"), default=False)
    # nghiên cứu thực tế: trips and who went on them are counted, never classes (`regulations.md` §3)
    is_trip = models.BooleanField(_("Nghiên cứu thực tế, kể chuyến chứ không kể lớp"), default=False)
    position = models.PositiveSmallIntegerField(_("Thứ tự"), default=100)
    valid_from = models.DateField(_("Áp dụng từ"))
    valid_to = models.DateField(_("Ngừng áp dụng từ"), default=OPEN_END)
    citation = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    mark = models.CharField(_("Mức xác minh"), max_length=10, choices=Mark.choices, default=Mark.DEFAULT)
    note = models.TextField(_("Ghi chú"), blank=True)
    is_edited = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("Chương trình")
        verbose_name_plural = _("Chương trình")
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="catalogue_programme_period"),
        ]

    def __str__(self) -> str:
        return self.name


class Curriculum(Cited):
    """One version of a programme's content. Classes keep the version they were taught by."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="curricula")
    version = models.CharField(_("Phiên bản"), max_length=40)
    periods_per_session = models.PositiveSmallIntegerField(_("Số tiết một buổi"), default=5)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="catalogue_curriculum_period"),
            models.UniqueConstraint(fields=["programme", "version"], name="catalogue_curriculum_version"),
            models.UniqueConstraint(fields=["programme", "valid_to"], name="catalogue_curriculum_one_end"),
        ]


class Lesson(models.Model):
    curriculum = models.ForeignKey(Curriculum, on_delete=models.CASCADE, related_name="lessons")
    position = models.PositiveSmallIntegerField(_("Thứ tự"))
    title = models.CharField(_("Tên bài"), max_length=300)
    periods = models.PositiveSmallIntegerField(_("Số tiết"))
    form = models.CharField(_("Hình thức"), max_length=20, choices=SessionForm.choices, default=SessionForm.LECTURE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["curriculum", "position"], name="catalogue_lesson_position"),
            models.CheckConstraint(condition=Q(periods__gt=0), name="catalogue_lesson_periods"),
        ]


class Assessment(Cited):
    """How a programme's results are reached on a day: kind, pass mark, absence bound, bands."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="assessments")
    kind = models.CharField(_("Cách đánh giá"), max_length=10, choices=AssessmentKind.choices)
    pass_mark = models.DecimalField(_("Điểm đạt"), max_digits=4, decimal_places=2, null=True, blank=True)
    max_absence_percent = models.PositiveSmallIntegerField(_("Vắng tối đa (% số tiết)"), default=20)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="catalogue_assessment_period"),
            models.UniqueConstraint(fields=["programme", "valid_to"], name="catalogue_assessment_one_end"),
        ]


class Band(models.Model):
    """One band of an assessment, best first by position; `min_mark` inclusive."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="bands")
    position = models.PositiveSmallIntegerField(_("Thứ tự"))
    code = models.CharField(_("Mã"), max_length=20)
    name = models.CharField(_("Xếp loại"), max_length=40)
    min_mark = models.DecimalField(_("Từ điểm"), max_digits=4, decimal_places=2)
    is_pass = models.BooleanField(_("Đạt"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="catalogue_band_code"),
            models.UniqueConstraint(fields=["assessment", "position"], name="catalogue_band_position"),
        ]


class Paper(Cited):
    """What a programme hands out on a day: certificate or diploma, its form, signer, register, validity, QR place."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("Loại giấy"), max_length=12, choices=PaperKind.choices)
    form_code = models.CharField(_("Mẫu"), max_length=40, blank=True)
    title = models.CharField(_("Tên giấy"), max_length=200)
    signer_title = models.CharField(_("Chức danh người ký"), max_length=100, default="Giám đốc")
    register_code = models.CharField(_("Ký hiệu sổ"), max_length=30)
    valid_months = models.PositiveSmallIntegerField(_("Giá trị (tháng)"), null=True, blank=True)
    qr_place = models.CharField(_("Vị trí mã QR"), max_length=6, choices=QrPlace.choices, default=QrPlace.BACK)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="catalogue_paper_period"),
            models.UniqueConstraint(fields=["programme", "valid_to"], name="catalogue_paper_one_end"),
        ]


class Opening(Cited):
    """Who may open classes of a programme on a day: kinds of units by the rules themselves (`kinds`), others by a decision."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="openings")
    need = models.CharField(_("Thẩm quyền mở lớp"), max_length=10, choices=OpeningNeed.choices)
    kinds = models.JSONField(_("Loại đơn vị được mở theo quy định"), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="catalogue_opening_period"),
            models.UniqueConstraint(fields=["programme", "valid_to"], name="catalogue_opening_one_end"),
        ]


class Chain(Cited):
    """Who decides who goes to a programme on a day: ordered steps from the sending unit to the class."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="chains")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="catalogue_chain_period"),
            models.UniqueConstraint(fields=["programme", "valid_to"], name="catalogue_chain_one_end"),
        ]


class ChainStep(models.Model):
    """One step: what is done, where, and how many days before the opening it should be done."""

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("Thứ tự"))
    kind = models.CharField(_("Việc"), max_length=10, choices=StepKind.choices)
    place = models.CharField(_("Nơi làm"), max_length=10, choices=StepPlace.choices)
    # for above and beside: kinds of units, and (beside) words one of which the name holds, the first word first
    unit_kinds = models.JSONField(_("Loại đơn vị"), default=list, blank=True)
    unit_words = models.JSONField(_("Tên có chữ"), default=list, blank=True)
    days_before = models.PositiveSmallIntegerField(_("Xong trước khai giảng (ngày)"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "position"], name="catalogue_chainstep_position")]


class OpeningAuthority(models.Model):
    """A decision by which a unit, and where it says so all below it, may open classes of a programme for a time."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", verbose_name=_("Chương trình"))
    includes_below = models.BooleanField(_("Gồm cả đơn vị cấp dưới"), default=False)
    number = models.CharField(_("Số quyết định"), max_length=60)
    decided_on = models.DateField(_("Ngày quyết định"))
    decided_by = models.CharField(_("Cơ quan quyết định"), max_length=120)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), default=OPEN_END)

    class Meta:
        verbose_name = _("Thẩm quyền mở lớp")
        verbose_name_plural = _("Thẩm quyền mở lớp")
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="catalogue_authority_period"),
            models.UniqueConstraint(fields=["unit", "programme", "valid_to"], name="catalogue_authority_one_end"),
            models.UniqueConstraint(fields=["unit", "programme", "valid_from"], name="catalogue_authority_one_start"),
        ]


class EndedAuthority(models.Model):
    """How an authority stood that ended with its unit; nobody gets it by a reorganisation, and it comes back where that is undone."""

    key = models.CharField(max_length=40, db_index=True)
    was = models.JSONField()
