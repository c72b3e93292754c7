"""The person: what the rules need of them, nothing more (`product.md`, "What it is not")."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid
from hocvien.people.arithmetic import birth_in_words
from hocvien.people.models.choices import BirthPrecision, Education, Sex


class Person(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    # the name in the birth certificate where it is another (member book, column 2); "" the same
    birth_name = models.CharField(_("Họ và tên khai sinh"), max_length=120, blank=True)
    name_folded = models.CharField(max_length=130, editable=False)
    name_key = models.CharField(max_length=400, editable=False)
    # the first day the birth can mean; `birth_precision` says how much of it is known
    birth_on = models.DateField(_("Ngày sinh"), null=True, blank=True)
    birth_precision = models.CharField(max_length=5, choices=BirthPrecision.choices, default=BirthPrecision.DAY)
    sex = models.CharField(_("Giới tính"), max_length=6, choices=Sex.choices, blank=True)
    ethnicity = models.CharField(_("Dân tộc"), max_length=40, blank=True)
    identity_number = models.CharField(_("Số định danh cá nhân"), max_length=12, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("Thư điện tử"), blank=True)
    education = models.CharField(_("Trình độ học vấn"), max_length=20, choices=Education.choices, blank=True)
    admitted_on = models.DateField(_("Ngày vào Đảng"), null=True, blank=True)
    official_on = models.DateField(_("Ngày chính thức"), null=True, blank=True)
    left_party_on = models.DateField(_("Ngày ra khỏi Đảng"), null=True, blank=True)
    party_card = models.CharField(_("Số thẻ đảng viên"), max_length=20, blank=True)
    profile_number = models.CharField(_("Số lý lịch đảng viên"), max_length=20, blank=True)
    is_generated = models.BooleanField(default=False, editable=False)
    # the day its term was over and who it was went; figures are still counted from what is left
    anonymised_on = models.DateField(_("Ngày ẩn danh"), null=True, blank=True, editable=False)
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
            # what duplicates are looked for by (`queries.duplicates`); the first also finds a name
            models.Index(fields=["name_folded", "birth_on"], name="people_person_folded_birth"),
            models.Index(fields=["party_card"], condition=~Q(party_card=""), name="people_person_card"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="people_person_phone"),
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
