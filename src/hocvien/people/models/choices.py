"""The scales and kinds of facts about people. A scale is declared from low to high; the order decides "at least"."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class WorkField(models.TextChoices):
    """Lĩnh vực công tác, as the calls for learners name them [default]."""

    PROPAGANDA = "propaganda", _("Tuyên giáo")
    ORGANISATION = "organisation", pgettext_lazy("field of work", "Tổ chức")
    INSPECTION = "inspection", _("Kiểm tra")
    OFFICE = "office", _("Văn phòng")
    MASS_MOBILISATION = "mass_mobilisation", _("Dân vận")
    MASS_ORGANISATION = "mass_organisation", _("Đoàn thể")
    OTHER = "other", _("Lĩnh vực khác")


class LeaveKind(models.TextChoices):
    """Leave during which obligations do not run [default]. The kind alone: no reason, no diagnosis."""

    MATERNITY = "maternity", _("Nghỉ thai sản")
    LONG_SICKNESS = "long_sickness", _("Nghỉ ốm dài ngày")
    STUDY_ABROAD = "study_abroad", _("Học tập, công tác ở nước ngoài")
    SECONDMENT = "secondment", _("Biệt phái")
    MILITARY_SERVICE = "military_service", _("Thực hiện nghĩa vụ quân sự")
    OTHER = "other", _("Nghỉ dài ngày khác")


class TransferStatus(models.TextChoices):
    ASKED = "asked", _("Chờ nơi nhận tiếp nhận")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
    RETURNED = "returned", _("Đã trả lại")
    WITHDRAWN = "withdrawn", _("Đã rút")
