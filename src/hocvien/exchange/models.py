"""What exchange keeps: a roster from being read to being taken back, so that it is written once, as it was shown, and can be undone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class RosterState(models.TextChoices):
    READING = "reading", _("Đang đọc")
    READY = "ready", _("Chờ ghi")
    EXECUTING = "executing", _("Đang ghi")
    EXECUTED = "executed", _("Đã ghi")


class StoredRoster(models.Model):
    """One file that came in. Its rows stand in parts; once executed only the rows that were held stay there."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(_("Tệp"), max_length=200)
    on = models.DateField()
    state = models.CharField(_("Tình trạng"), max_length=10, choices=RosterState.choices, default=RosterState.READING)
    # sheets, headers, columns and encodings as `roster_reading` found them, without the rows
    layout = models.JSONField(default=dict)
    # of all parts together: rows, and how many of them have each action
    counts = models.JSONField(default=dict)
    # uuids of people who are not in the file and whose belonging shall end all the same
    absent = models.JSONField(default=list)
    # a cell was edited since every part was planned: what parts know of each other may be old
    is_edited = models.BooleanField(default=False)
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("Lúc"))
    planned_at = models.DateTimeField(null=True, blank=True)
    executed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("Lần nhập danh sách")
        verbose_name_plural = _("Lần nhập danh sách")
        indexes = [models.Index(fields=["owner", "created_at"], name="exchange_roster_owner")]

    def __str__(self) -> str:
        return self.filename


class RosterFile(models.Model):
    """The bytes of the file, until it is executed: they are read again when a column is taken for another field."""

    roster = models.OneToOneField(StoredRoster, primary_key=True, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()


class RosterPart(models.Model):
    """At most 1,000 rows of a roster: what is planned at once, and executed in one transaction."""

    roster = models.ForeignKey(StoredRoster, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    # [[sheet index, row number, [cells], group text], …] as in the file
    rows = models.JSONField()
    # what `RosterPlanner` wants to know of earlier parts to plan this one alone
    repeated = models.JSONField(default=dict)
    # the rows as last planned, for the screens; executing plans again
    plan = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    # {"people": uuids of the records its rows were found to be, "names": folded names of rows that are nobody's}
    found = models.JSONField(default=dict)
    # {"basis": …, "rows": `PlannedPart.reads`} as JSON, until the part is written: executing need not read its cells again
    read = models.TextField(default="")
    executed_at = models.DateTimeField(null=True, blank=True)
    # the journal's last entry of this part, and the highest keys of tables that point at people: what comes later was built on it
    seq = models.BigIntegerField(null=True, blank=True)
    marks = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "number"], name="exchange_part_once")]


class RosterEdit(models.Model):
    """A cell put right in the grid; the file itself stays as it came. `cell` is "0!B5": sheet index, column, row."""

    roster = models.ForeignKey(StoredRoster, on_delete=models.CASCADE, related_name="edits")
    part = models.PositiveIntegerField()
    cell = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "cell"], name="exchange_edit_once")]


class Decision(models.TextChoices):
    SAME = "same", _("Cùng một người: sửa hồ sơ đã có")
    ANOTHER = "another", _("Người khác: thêm hồ sơ mới")
    SKIP = "skip", _("Bỏ qua hàng này")


class RosterDecision(models.Model):
    """What the clerk says of a row: who it is, or that it stays out. `row` is "0!5": sheet index, row."""

    roster = models.ForeignKey(StoredRoster, on_delete=models.CASCADE, related_name="decisions")
    part = models.PositiveIntegerField()
    row = models.CharField(max_length=30)
    choice = models.CharField(max_length=10, choices=Decision.choices)
    person = models.UUIDField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "row"], name="exchange_decision_once")]


class EffectAction(models.TextChoices):
    CREATE = "create", _("Thêm mới")
    UPDATE = "update", _("Sửa hồ sơ")
    END = "end", _("Kết thúc sinh hoạt")


class RosterEffect(models.Model):
    """What executing did to one person: the record before and after, as far as it changed, so that it can be taken back."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    part = models.ForeignKey(RosterPart, on_delete=models.CASCADE, related_name="effects")
    sheet = models.CharField(max_length=100, blank=True)
    row = models.PositiveIntegerField(null=True)
    person = models.UUIDField()
    full_name = models.CharField(max_length=120)
    action = models.CharField(max_length=10, choices=EffectAction.choices)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="exchange_effect_person")]


class ColumnMemory(models.Model):
    """A header that an office told us the meaning of; `header` without marks and spaces, `field` "-" for not read."""

    unit = models.ForeignKey("org.Unit", on_delete=models.CASCADE, related_name="+")
    header = models.CharField(max_length=200)
    field = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "header"], name="exchange_column_once")]


class NominationFile(models.Model):
    """A nomination list that came in for a class. Its rows are matched and judged anew whenever it is shown; what was sent of it is named here."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    training_class = models.ForeignKey("classes.TrainingClass", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(_("Tệp"), max_length=200)
    # sheets, headers and columns as read, without the rows
    layout = models.JSONField(default=dict)
    # [[sheet index, row number, [cells], group text], …] as in the file
    rows = models.JSONField(default=list)
    created_at = models.DateTimeField(_("Lúc"))
    # "0!B5": the text typed over that cell, which stays as it came
    edits = models.JSONField(default=dict)
    # uuids of the nominations made from it
    sent = models.JSONField(default=list)

    class Meta:
        verbose_name = _("Danh sách cử nạp từ tệp")
        verbose_name_plural = _("Danh sách cử nạp từ tệp")
        indexes = [models.Index(fields=["training_class", "unit"], name="exchange_nominations_class")]

    def __str__(self) -> str:
        return self.filename
