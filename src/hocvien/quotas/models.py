"""Seats of a quota as a ledger: a `Quota` and the append-only `Entry`s that move its seats; asks and moves between units beside them.

How many seats a unit has, in which account, is the sum of the entries and told nowhere else. Entries are never changed; only the undoing of a
reorganisation takes out those it made itself, since units that it founded go with it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class Account(models.TextChoices):
    FREE = "free", _("Chưa dùng")
    RESERVED = "reserved", _("Giữ chỗ")
    NAMED = "named", _("Đã ghi tên")
    CONFIRMED = "confirmed", _("Đã xác nhận")


class WaitingOrder(models.TextChoices):
    ASKED_FIRST = "asked", _("Xin trước được trước")
    LEAST_SHARE = "share", _("Được ít phần nhất so với số đã xin được trước")


class Act(models.TextChoices):
    ISSUE = "issue", _("Giao chỉ tiêu")
    RAISE = "raise", _("Tăng chỉ tiêu")
    LOWER = "lower", _("Giảm chỉ tiêu")
    ALLOT = "allot", _("Phân bổ")
    RETURN = "return", _("Trả lại cấp trên")
    RESERVE = "reserve", _("Giữ chỗ chưa ghi tên")
    FREE = "free", _("Bỏ giữ chỗ")
    NAME = "name", _("Ghi tên")
    RELEASE = "release", _("Bỏ tên")
    CONFIRM = "confirm", _("Xác nhận")
    MOVE = "move", _("Chuyển giữa hai đơn vị")
    TAKE_BACK = "take_back", _("Thu hồi quá hạn")
    GIVE = "give", _("Chia cho nơi đang xin")
    CARRY = "carry", _("Theo đơn vị khi sắp xếp")


class AskStatus(models.TextChoices):
    WAITING = "waiting", _("Đang chờ")
    MET = "met", _("Đã đủ")
    WITHDRAWN = "withdrawn", _("Đã rút")


class MoveStatus(models.TextChoices):
    ASKED = "asked", _("Chờ trả lời")
    ACCEPTED = "accepted", _("Đã đồng ý")
    REFUSED = "refused", _("Không đồng ý")
    WITHDRAWN = "withdrawn", _("Đã rút")


class Quota(models.Model):
    """The seats of one plan line, or of a notice received from outside. Its row is the lock of all its seats."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    owner = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị giao"))
    plan_line = models.OneToOneField(
        "planning.PlanLine",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Mục kế hoạch"),
    )
    notice_text = models.CharField(_("Nội dung thông báo"), max_length=300, blank=True)
    notice_number = models.CharField(_("Số thông báo"), max_length=60, blank=True)
    notice_on = models.DateField(_("Ngày thông báo"), null=True, blank=True)
    programme = models.ForeignKey(
        "catalogue.Programme", on_delete=models.PROTECT, related_name="+", verbose_name=_("Chương trình")
    )
    study_mode = models.CharField(_("Hệ học"), max_length=10, blank=True)
    year = models.PositiveSmallIntegerField(_("Năm"))
    names_due_on = models.DateField(_("Hạn ghi tên"))
    waiting_order = models.CharField(
        _("Thứ tự chia chỉ tiêu trả lại"),
        max_length=10,
        choices=WaitingOrder.choices,
        default=WaitingOrder.ASKED_FIRST,
    )

    class Meta:
        verbose_name = _("Chỉ tiêu cử đi học")
        constraints = [
            models.CheckConstraint(
                condition=Q(plan_line__isnull=False, notice_number="")
                | (Q(plan_line=None, notice_on__isnull=False) & ~Q(notice_number="")),
                name="quotas_quota_line_or_notice",
            ),
        ]
        indexes = [models.Index(fields=["owner", "year"], name="quotas_quota_owner")]


class SeatAsk(models.Model):
    """A unit waits for more seats. How many it was given since is the sum of the entries that name it."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, related_name="asks")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    seats = models.PositiveIntegerField(_("Số chỉ tiêu xin thêm"))
    reason = models.CharField(_("Lý do"), max_length=300)
    status = models.CharField(max_length=10, choices=AskStatus.choices, default=AskStatus.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("Đề nghị xin thêm chỉ tiêu")
        constraints = [
            models.CheckConstraint(condition=Q(seats__gt=0), name="quotas_ask_positive"),
            models.UniqueConstraint(
                fields=["quota", "unit"], condition=Q(status="waiting"), name="quotas_ask_one_waiting"
            ),
        ]


class SeatMove(models.Model):
    """Free seats that go from one unit to another once both consent: one asks, the other answers."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, related_name="moves")
    from_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Từ"))
    to_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đến"))
    seats = models.PositiveIntegerField(_("Số chỉ tiêu"))
    reason = models.CharField(_("Lý do"), max_length=300)
    asked_by_giver = models.BooleanField(_("Nơi chuyển đi đề nghị"))
    status = models.CharField(max_length=10, choices=MoveStatus.choices, default=MoveStatus.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(_("Lý do không đồng ý"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("Đề nghị chuyển chỉ tiêu")
        constraints = [
            models.CheckConstraint(condition=Q(seats__gt=0), name="quotas_move_positive"),
            # a reorganisation may make one of both: then the request is withdrawn
            models.CheckConstraint(
                condition=~Q(from_unit=F("to_unit")) | Q(status="withdrawn"), name="quotas_move_two_units"
            ),
        ]
        indexes = [models.Index(fields=["quota", "status"], name="quotas_move_status")]


class Entry(models.Model):
    """`seats` go from one (unit, account) to another; none on the left: issued, none on the right: taken out of the quota."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(_("Việc"), max_length=10, choices=Act.choices)
    from_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", null=True)
    from_account = models.CharField(max_length=10, choices=Account.choices, blank=True)
    to_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", null=True)
    to_account = models.CharField(max_length=10, choices=Account.choices, blank=True)
    seats = models.PositiveIntegerField(_("Số chỉ tiêu"))
    # whose seat it is, where one side is named or confirmed
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    ask = models.ForeignKey(SeatAsk, on_delete=models.PROTECT, related_name="entries", null=True)
    reason = models.CharField(_("Lý do"), max_length=300, blank=True)
    # the reorganisation that made it, for its undoing
    key = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("Bút toán chỉ tiêu")
        constraints = [
            models.CheckConstraint(condition=Q(seats__gt=0), name="quotas_entry_positive"),
            models.CheckConstraint(
                condition=Q(from_unit__isnull=False) | Q(to_unit__isnull=False), name="quotas_entry_has_a_side"
            ),
            models.CheckConstraint(
                condition=(Q(from_unit=None, from_account="") | (Q(from_unit__isnull=False) & ~Q(from_account="")))
                & (Q(to_unit=None, to_account="") | (Q(to_unit__isnull=False) & ~Q(to_account=""))),
                name="quotas_entry_unit_with_account",
            ),
            models.CheckConstraint(
                condition=Q(person=None)
                & ~Q(from_account__in=["named", "confirmed"])
                & ~Q(to_account__in=["named", "confirmed"])
                | Q(person__isnull=False, seats=1),
                name="quotas_entry_one_seat_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["quota", "to_unit", "to_account"], name="quotas_entry_to"),
            models.Index(fields=["quota", "from_unit", "from_account"], name="quotas_entry_from"),
            models.Index(fields=["key"], name="quotas_entry_key", condition=~Q(key="")),
        ]


class Carried(models.Model):
    """What a row said before a reorganisation rewrote its units, for its undoing. `table`: Quota, SeatAsk or SeatMove."""

    key = models.CharField(max_length=40, db_index=True)
    table = models.CharField(max_length=20)
    row_id = models.BigIntegerField()
    was = models.JSONField()
    made = models.JSONField()

    class Meta:
        verbose_name = _("Chỉ tiêu theo đơn vị khi sắp xếp")
