"""People and what the rules need to know of them, nothing more (`product.md`, "What it is not").

A person's belongings run side by side: at most one official cell at a time, beside it a temporary activity, an employer, a
mass organisation (`regulations.md` §8). A candidate has no membership, only a proposing cell.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid
from hocvien.common.intervals import OPEN_END
from hocvien.people.arithmetic import birth_in_words


class Sex(models.TextChoices):
    FEMALE = "female", _("Nữ")
    MALE = "male", _("Nam")


class BirthPrecision(models.TextChoices):
    DAY = "day", _("Ngày")
    MONTH = "month", _("Tháng")
    YEAR = "year", _("Năm")


class Education(models.TextChoices):
    """General and professional education, from low to high; the order decides "at least"."""

    PRIMARY = "primary", _("Tiểu học")
    LOWER_SECONDARY = "lower_secondary", _("THCS")
    UPPER_SECONDARY = "upper_secondary", _("THPT")
    INTERMEDIATE = "intermediate", _("Trung cấp")
    COLLEGE = "college", _("Cao đẳng")
    UNIVERSITY = "university", _("Đại học")
    MASTER = "master", _("Thạc sĩ")
    DOCTOR = "doctor", _("Tiến sĩ")


class TheoryLevel(models.TextChoices):
    NONE = "none", _("Chưa qua đào tạo")
    ELEMENTARY = "elementary", _("Sơ cấp")
    INTERMEDIATE = "intermediate", _("Trung cấp")
    ADVANCED = "advanced", _("Cao cấp, cử nhân")


class Evidence(models.TextChoices):
    DIPLOMA = "diploma", _("Bằng, chứng chỉ")
    CONFIRMATION = "confirmation", _("Giấy xác nhận tương đương")
    NONE = "none", _("Chưa có minh chứng")


class BelongingKind(models.TextChoices):
    OFFICIAL_CELL = "official_cell", _("Sinh hoạt đảng chính thức")
    TEMPORARY_CELL = "temporary_cell", _("Sinh hoạt đảng tạm thời")
    PROPOSING_CELL = "proposing_cell", _("Chi bộ giới thiệu")
    EMPLOYER = "employer", _("Cơ quan công tác")
    MASS_ORGANISATION = "mass_organisation", _("Tổ chức đoàn thể")


class PostKind(models.TextChoices):
    """Groups of posts the rules speak of; the exact title is text."""

    COMMITTEE_SECRETARY = "committee_secretary", _("Bí thư đảng ủy")
    COMMITTEE_DEPUTY = "committee_deputy", _("Phó bí thư đảng ủy")
    COMMITTEE_MEMBER = "committee_member", _("Cấp ủy viên cơ sở")
    CELL_SECRETARY = "cell_secretary", _("Bí thư chi bộ")
    CELL_DEPUTY = "cell_deputy", _("Phó bí thư chi bộ")
    CELL_COMMITTEE_MEMBER = "cell_committee_member", _("Chi ủy viên")
    YOUTH_OFFICER = "youth_officer", _("Cán bộ đoàn cơ sở")
    MASS_OFFICER = "mass_officer", _("Cán bộ đoàn thể")
    LEADER = "leader", _("Cán bộ lãnh đạo, quản lý")
    CIVIL_SERVANT = "civil_servant", _("Cán bộ, công chức")
    TEACHER = "teacher", _("Giáo viên, giảng viên")
    OTHER = "other", _("Chức vụ khác")


class RatingKind(models.TextChoices):
    PARTY_MEMBER = "party_member", _("Đánh giá, xếp loại đảng viên")
    CIVIL_SERVANT = "civil_servant", _("Đánh giá, xếp loại cán bộ, công chức, viên chức")


class RatingGrade(models.TextChoices):
    EXCELLENT = "excellent", _("Hoàn thành xuất sắc nhiệm vụ")
    GOOD = "good", _("Hoàn thành tốt nhiệm vụ")
    COMPLETED = "completed", _("Hoàn thành nhiệm vụ")
    FAILED = "failed", _("Không hoàn thành nhiệm vụ")


class Person(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    name_folded = models.CharField(max_length=130, editable=False)
    name_key = models.CharField(max_length=400, editable=False)
    # the first day the birth can mean; `birth_precision` says how much of it is known
    birth_on = models.DateField(_("Ngày sinh"), null=True, blank=True)
    birth_precision = models.CharField(max_length=5, choices=BirthPrecision.choices, default=BirthPrecision.DAY)
    sex = models.CharField(_("Giới tính"), max_length=6, choices=Sex.choices, blank=True)
    ethnicity = models.CharField(_("Dân tộc"), max_length=40, blank=True)
    identity_number = models.CharField(_("Số định danh cá nhân"), max_length=12, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=20, blank=True)
    education = models.CharField(_("Trình độ học vấn"), max_length=20, choices=Education.choices, blank=True)
    admitted_on = models.DateField(_("Ngày vào Đảng"), null=True, blank=True)
    official_on = models.DateField(_("Ngày chính thức"), null=True, blank=True)
    left_party_on = models.DateField(_("Ngày ra khỏi Đảng"), null=True, blank=True)
    party_card = models.CharField(_("Số thẻ đảng viên"), max_length=20, blank=True)
    profile_number = models.CharField(_("Số lý lịch đảng viên"), max_length=20, blank=True)
    is_generated = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Hồ sơ cá nhân")
        verbose_name_plural = _("Hồ sơ cá nhân")
        constraints = [
            models.CheckConstraint(
                condition=Q(official_on=None) | Q(official_on__gte=F("admitted_on")),
                name="people_person_official_after_admitted",
                violation_error_message=_("Ngày chính thức phải sau ngày vào Đảng. Kiểm tra lại hai ngày này."),
            ),
            models.CheckConstraint(
                condition=Q(official_on=None) | ~Q(admitted_on=None),
                name="people_person_official_needs_admitted",
                violation_error_message=_("Có ngày chính thức thì phải có ngày vào Đảng. Bổ sung ngày vào Đảng."),
            ),
            models.UniqueConstraint(
                fields=["identity_number"],
                condition=~Q(identity_number=""),
                name="people_person_identity_once",
                violation_error_message=_("Số định danh này đã có ở một hồ sơ khác. Tìm hồ sơ đó trước khi thêm mới."),
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="people_person_name_key"),
            models.Index(fields=["name_folded"], name="people_person_folded"),
            models.Index(fields=["birth_on"], name="people_person_birth"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def birth(self) -> str:
        """The birth as far as it is known: "1970-05-03", "1970-05", "1970" or ""."""
        return partial_birth(self.birth_on, self.birth_precision)

    @property
    def birth_words(self) -> str:
        """The same as people write it: "03/05/1970", "05/1970", "1970" or ""."""
        return birth_in_words(self.birth_on, self.birth_precision)


def partial_birth(birth_on: date | None, precision: str) -> str:
    if birth_on is None:
        return ""
    return birth_on.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]


class Belonging(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="belongings")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Loại sinh hoạt"), max_length=20, choices=BelongingKind.choices)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="people_belonging_period"),
            models.UniqueConstraint(
                fields=["person", "valid_to"],
                condition=Q(kind="official_cell"),
                name="people_belonging_one_official_cell",
                violation_error_message=_("Mỗi người chỉ sinh hoạt chính thức ở một chi bộ. Kết thúc chi bộ cũ trước."),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "valid_to"], name="people_belonging_person"),
            # covering: who belongs to these units is answered without a look at the rows
            models.Index(fields=["unit", "valid_to", "valid_from", "person"], name="people_belonging_unit"),
        ]


class Post(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Nhóm chức vụ"), max_length=30, choices=PostKind.choices)
    title = models.CharField(_("Chức vụ"), max_length=120)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="people_post_period"),
        ]
        indexes = [
            models.Index(fields=["person", "valid_to"], name="people_post_person"),
            models.Index(fields=["unit", "valid_to", "kind"], name="people_post_unit"),
        ]


class Qualification(models.Model):
    """A theory level held, with what proves it (QĐ 256-QĐ/TW, KL 09-KL/TW)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="qualifications")
    level = models.CharField(_("Trình độ lý luận chính trị"), max_length=20, choices=TheoryLevel.choices)
    evidence = models.CharField(_("Minh chứng"), max_length=20, choices=Evidence.choices)
    number = models.CharField(_("Số hiệu"), max_length=60, blank=True)
    issued_on = models.DateField(_("Ngày cấp"), null=True, blank=True)
    issued_by = models.CharField(_("Nơi cấp"), max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "level", "issued_on"], name="people_qualification_person")]


class Rating(models.Model):
    """The yearly rating, needed for the two years before a trung cấp class (QĐ 350-QĐ/TW)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ratings")
    year = models.PositiveSmallIntegerField(_("Năm"))
    kind = models.CharField(_("Loại đánh giá"), max_length=20, choices=RatingKind.choices)
    grade = models.CharField(_("Mức xếp loại"), max_length=20, choices=RatingGrade.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "year"],
                name="people_rating_once_a_year",
                violation_error_message=_(
                    "Đã có mức xếp loại của năm này. Mỗi năm chỉ ghi một lần cho mỗi loại đánh giá."
                ),
            )
        ]
