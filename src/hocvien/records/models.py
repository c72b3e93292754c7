"""The registers, the papers entered in them, the keys that sign and the log that proves nothing was added afterwards.

A certificate row keeps what was *printed*: names, titles and places are copies, because the paper does not change when a
unit is renamed or a person's name is corrected. The columns in `constants.PRINTED` are under the digest in the log; what may
still happen to a paper (blank number, receipt, withdrawal) is in the other columns.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.common.identity import new_uuid
from hocvien.common.intervals import OPEN_END


class CertificateStatus(models.TextChoices):
    VALID = "valid", _("Còn giá trị")
    WITHDRAWN = "withdrawn", _("Đã thu hồi, hủy bỏ")
    REPLACED = "replaced", _("Đã cấp lại, thay bằng số khác")


class LogKind(models.TextChoices):
    ISSUE = "issue", _("Cấp")
    WITHDRAW = "withdraw", _("Thu hồi")
    REISSUE = "reissue", _("Cấp lại")
    BLANK_SPOILED = "blank_spoiled", _("Hỏng phôi")


class TrainingEvidence(models.TextChoices):
    """What paper a training elsewhere is recorded from."""

    NONE = "none", _("Chưa có giấy tờ")
    CERTIFICATE = "certificate", _("Giấy chứng nhận")
    DIPLOMA = "diploma", _("Bằng tốt nghiệp")
    CONFIRMATION = "confirmation", _("Giấy xác nhận của nơi học")


class Register(models.Model):
    """One authority's book of one kind of paper in one year. Its row is the lock under which numbers are given out."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    authority = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("Ký hiệu sổ"), max_length=30)
    year = models.PositiveSmallIntegerField(_("Năm"))
    next_number = models.PositiveIntegerField(_("Số vào sổ kế tiếp"), default=1)

    class Meta:
        verbose_name = _("Sổ cấp văn bằng, chứng nhận")
        verbose_name_plural = _("Sổ cấp văn bằng, chứng nhận")
        constraints = [
            models.UniqueConstraint(fields=["authority", "code", "year"], name="records_register_unique"),
            models.CheckConstraint(condition=Q(next_number__gte=1), name="records_register_next_number"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"


class Certificate(models.Model):
    """One entry of a register and the paper handed out for it."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="certificates")
    # the register's authority again: blanks are numbered by authority, lists are drawn by it
    authority = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("Thứ tự trong sổ"))
    number_text = models.CharField(_("Số vào sổ"), max_length=60)
    programme = models.ForeignKey("catalogue.Programme", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    source_uuid = models.UUIDField(editable=False)
    kind = models.CharField(_("Loại giấy"), max_length=12, choices=catalogue.PaperKind.choices)
    form_code = models.CharField(_("Mẫu"), max_length=40, blank=True)
    title = models.CharField(_("Tên giấy"), max_length=200)
    programme_title = models.CharField(_("Chương trình ghi trên giấy"), max_length=200)
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    birth_text = models.CharField(_("Ngày sinh ghi trên giấy"), max_length=30, blank=True)
    birth_on = models.DateField(_("Ngày sinh"), null=True, blank=True)
    sex = models.CharField(_("Giới tính"), max_length=6, blank=True)
    place_text = models.CharField(_("Đơn vị hoặc nơi sinh"), max_length=250, blank=True)
    class_name = models.CharField(_("Lớp"), max_length=250, blank=True)
    class_code = models.CharField(_("Mã lớp"), max_length=60, blank=True)
    band_code = models.CharField(_("Mã xếp loại"), max_length=20, blank=True)
    band_name = models.CharField(_("Xếp loại"), max_length=40, blank=True)
    issued_on = models.DateField(_("Ngày cấp"))
    first_issued_on = models.DateField(_("Ngày cấp lần đầu"))
    valid_until = models.DateField(_("Có giá trị đến hết ngày"), null=True, blank=True)
    signer_name = models.CharField(_("Người ký"), max_length=120, blank=True)
    signer_title = models.CharField(_("Chức danh người ký"), max_length=100, blank=True)
    authority_name = models.CharField(_("Nơi cấp"), max_length=200)
    qr_place = models.CharField(_("Vị trí mã QR"), max_length=6, choices=catalogue.QrPlace.choices)
    payload = models.TextField(_("Nội dung mã QR"), editable=False)
    blank_number = models.CharField(_("Số hiệu phôi"), max_length=40, blank=True)
    status = models.CharField(
        _("Tình trạng"), max_length=10, choices=CertificateStatus.choices, default=CertificateStatus.VALID
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("Thay số")
    )
    replaced_on = models.DateField(_("Ngày được thay"), null=True, blank=True)
    reissue_reason = models.CharField(_("Lý do cấp lại"), max_length=300, blank=True)
    reissue_at_fault = models.BooleanField(_("Lỗi của nơi cấp"), null=True, blank=True)
    withdrawn_on = models.DateField(_("Ngày thu hồi"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("Lý do thu hồi"), max_length=300, blank=True)
    withdrawn_decision = models.CharField(_("Quyết định thu hồi"), max_length=100, blank=True)
    withdrawn_decision_on = models.DateField(_("Ngày quyết định thu hồi"), null=True, blank=True)
    received_by = models.CharField(_("Người nhận"), max_length=120, blank=True)
    received_on = models.DateField(_("Ngày nhận"), null=True, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("Lúc ghi sổ"))

    class Meta:
        verbose_name = _("Văn bằng, chứng nhận")
        verbose_name_plural = _("Văn bằng, chứng nhận")
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="records_certificate_number"),
            models.UniqueConstraint(
                fields=["source_uuid"], condition=Q(status="valid"), name="records_certificate_one_standing"
            ),
            models.UniqueConstraint(
                fields=["authority", "form_code", "blank_number"],
                condition=~Q(blank_number=""),
                name="records_certificate_blank",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="records_certificate_number_positive"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("issued_on")),
                name="records_certificate_validity",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_on__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_on__isnull=True)),
                name="records_certificate_withdrawn_on",
            ),
            models.CheckConstraint(
                condition=Q(status="replaced", replaced_on__isnull=False)
                | (~Q(status="replaced") & Q(replaced_on__isnull=True)),
                name="records_certificate_replaced_on",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "programme", "issued_on"], name="records_cert_person"),
            models.Index(fields=["programme", "issued_on"], name="records_cert_programme"),
            models.Index(fields=["authority", "issued_on"], name="records_cert_authority"),
            models.Index(fields=["number_text"], name="records_cert_number_text"),
            models.Index(fields=["source_uuid"], name="records_cert_source"),
        ]

    def __str__(self) -> str:
        return self.number_text


class ExternalTraining(models.Model):
    """A training elsewhere, recorded from papers: not in our register, proven by what somebody saw and confirmed."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("catalogue.Programme", on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("Tên khóa học"), max_length=200)
    organiser = models.CharField(_("Nơi tổ chức"), max_length=200, blank=True)
    started_on = models.DateField(_("Từ ngày"), null=True, blank=True)
    finished_on = models.DateField(_("Đến ngày"), null=True, blank=True)
    evidence = models.CharField(
        _("Giấy tờ"), max_length=12, choices=TrainingEvidence.choices, default=TrainingEvidence.NONE
    )
    paper_number = models.CharField(_("Số giấy"), max_length=60, blank=True)
    issued_on = models.DateField(_("Ngày cấp"), null=True, blank=True)
    valid_until = models.DateField(_("Có giá trị đến hết ngày"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Đào tạo, bồi dưỡng ở nơi khác")
        verbose_name_plural = _("Đào tạo, bồi dưỡng ở nơi khác")
        constraints = [
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(finished_on__isnull=True)
                | Q(finished_on__gte=F("started_on")),
                name="records_externaltraining_days",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(evidence="none"),
                name="records_externaltraining_confirmed",
            ),
        ]
        indexes = [models.Index(fields=["person", "programme", "issued_on"], name="records_external_person")]

    def __str__(self) -> str:
        return self.title


class SpoiledBlank(models.Model):
    """A printed blank that can no longer be used; it is listed and destroyed by a record."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    authority = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    form_code = models.CharField(_("Mẫu"), max_length=40, blank=True)
    blank_number = models.CharField(_("Số hiệu phôi"), max_length=40)
    spoiled_on = models.DateField(_("Ngày hỏng"))
    reason = models.CharField(_("Lý do"), max_length=300)
    record_number = models.CharField(_("Biên bản hủy"), max_length=100, blank=True)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="spoiled_blanks"
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Phôi hỏng")
        verbose_name_plural = _("Phôi hỏng")
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "form_code", "blank_number"], name="records_spoiledblank_unique"
            ),
            models.CheckConstraint(condition=~Q(blank_number=""), name="records_spoiledblank_number"),
        ]

    def __str__(self) -> str:
        return self.blank_number


class SigningKey(models.Model):
    """The public half of an authority's key. The private half is a file outside the database, so a copied database signs nothing."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    key_id = models.CharField(_("Mã khóa"), max_length=12, unique=True)
    authority = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    authority_name = models.CharField(_("Nơi cấp"), max_length=200)
    public_key = models.BinaryField(max_length=32)
    valid_from = models.DateField(_("Dùng từ ngày"))
    valid_to = models.DateField(_("Ngừng dùng từ ngày"), default=OPEN_END)

    class Meta:
        verbose_name = _("Khóa ký")
        verbose_name_plural = _("Khóa ký")
        constraints = [
            models.UniqueConstraint(
                fields=["authority"], condition=Q(valid_to=OPEN_END), name="records_signingkey_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return self.key_id


class LogEntry(models.Model):
    """One leaf of the log. Inserted only: triggers refuse UPDATE and DELETE on both databases.

    The body names no person: it holds a digest of what was printed, so the log can be shown to anyone.
    """

    index = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=14, choices=LogKind.choices)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, null=True, related_name="log_entries")
    logged_at = models.DateTimeField()
    body = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("Mục nhật ký sổ")
        verbose_name_plural = _("Nhật ký sổ")
        indexes = [models.Index(fields=["logged_at"], name="records_logentry_logged_at")]

    def __str__(self) -> str:
        return f"{self.index} {self.kind}"


class TreeNode(models.Model):
    """The hash of a complete subtree of 2**level leaves, level 1 and up (level 0 is `LogEntry.leaf_hash`). Inserted only."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "index"], name="records_treenode_place"),
            models.CheckConstraint(condition=Q(level__gte=1), name="records_treenode_level"),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Head(models.Model):
    """Size and root of the log: one row, locked by whoever appends."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField(default=0)
    root = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="records_head_one_row")]

    def __str__(self) -> str:
        return str(self.size)
