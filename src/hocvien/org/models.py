"""Units and everything dated about them.

Identity (`Unit`) stands apart from its names, kinds and places, each with a half-open period, because every one of them
changed at least once between 2008 and 2026. `Closure` answers any subtree as of any day by an index; it is derived from
`Placement` and only `operations.place` writes it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid
from hocvien.common.intervals import OPEN_END


class UnitKind(models.TextChoices):
    """What a unit is; dated, because a commune committee changed its kind on 1 July 2025 (QĐ 298-QĐ/TW)."""

    CENTRAL = "central", _("Cơ quan trung ương")
    PROVINCE_COMMITTEE = "province_committee", _("Tỉnh ủy, thành ủy")
    BLOC_COMMITTEE = "bloc_committee", _("Đảng ủy khối, đảng ủy bộ, ngành")
    DISTRICT_COMMITTEE = "district_committee", _("Huyện ủy, quận ủy, thị ủy")
    COMMUNE_COMMITTEE = "commune_committee", _("Đảng ủy xã, phường, đặc khu")
    BASE_COMMITTEE = "base_committee", _("Đảng ủy cơ sở")
    PART_COMMITTEE = "part_committee", _("Đảng ủy bộ phận")
    CELL = "cell", _("Chi bộ")
    POLITICAL_CENTRE = "political_centre", _("Trung tâm chính trị")
    POLITICAL_SCHOOL = "political_school", _("Trường chính trị")
    ACADEMY = "academy", _("Học viện")
    BOARD = "board", _("Ban tham mưu, văn phòng")
    MASS_ORGANISATION = "mass_organisation", _("Tổ chức chính trị - xã hội")
    STATE_BODY = "state_body", _("Cơ quan, đơn vị nhà nước")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    OTHER = "other", _("Khác")


class NameStatus(models.TextChoices):
    """Whether a name is the official one or made for a demonstration."""

    OFFICIAL = "official", _("Tên chính thức")
    SAMPLE = "sample", _("Tên mẫu, dùng để trình diễn")


class Dated(models.Model):
    """A fact with a half-open period [valid_from, valid_to)."""

    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), default=OPEN_END)

    class Meta:
        abstract = True


class Unit(models.Model):
    """One organisation, from its founding to its end. `code` is for people and URLs; `uuid` crosses installations."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    code = models.SlugField(_("Mã đơn vị"), max_length=60, unique=True)
    valid_from = models.DateField(_("Thành lập ngày"))
    valid_to = models.DateField(_("Kết thúc trước ngày"), default=OPEN_END)
    source = models.CharField(_("Căn cứ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Đơn vị")
        verbose_name_plural = _("Đơn vị")
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="org_unit_period"),
        ]

    def __str__(self) -> str:
        return self.code


class UnitName(Dated):
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("Tên đơn vị"), max_length=200)
    short_name = models.CharField(_("Tên ngắn"), max_length=120, blank=True)
    name_folded = models.CharField(max_length=220, editable=False)
    status = models.CharField(max_length=20, choices=NameStatus.choices, default=NameStatus.OFFICIAL)
    source = models.CharField(_("Căn cứ"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="org_unitname_period"),
            models.UniqueConstraint(fields=["unit", "valid_to"], name="org_unitname_one_end"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="org_unitname_one_start"),
        ]
        indexes = [models.Index(fields=["name_folded"], name="org_unitname_folded")]


class UnitKindPeriod(Dated):
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField(_("Loại đơn vị"), max_length=30, choices=UnitKind.choices)
    source = models.CharField(_("Căn cứ"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="org_unitkind_period"),
            models.UniqueConstraint(fields=["unit", "valid_to"], name="org_unitkind_one_end"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="org_unitkind_one_start"),
        ]


class Placement(Dated):
    """Under which parent a unit stands; no row for a root. At most one parent on any day.

    A unit that has ended stands, as past, under the one that carries its history on.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="child_placements")
    is_past = models.BooleanField(default=False)
    source = models.CharField(_("Căn cứ"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="org_placement_period"),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="org_placement_not_self"),
            models.UniqueConstraint(fields=["unit", "valid_to"], name="org_placement_one_end"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="org_placement_one_start"),
        ]
        indexes = [models.Index(fields=["parent", "valid_to"], name="org_placement_parent")]


class Closure(models.Model):
    """Dated transitive closure of `Placement`, with each unit's row to itself (depth 0).

    From the day a unit ends its rows are past: below whom its history is found, no longer who stands where.
    """

    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    descendant = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(default=OPEN_END)
    is_past = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="org_closure_period"),
        ]
        indexes = [
            # covering: who stands below, and how many, is answered without a look at the rows
            models.Index(
                fields=["ancestor", "valid_to", "valid_from", "is_past", "descendant"], name="org_closure_down"
            ),
            models.Index(fields=["descendant", "valid_to", "valid_from", "ancestor"], name="org_closure_up"),
        ]


class ReorganisationStatus(models.TextChoices):
    DRAFT = "draft", _("Bản nháp")
    WAITING = "waiting", _("Chờ đến ngày")
    EXECUTED = "executed", _("Đã thực hiện")
    WITHDRAWN = "withdrawn", _("Đã rút")
    UNDONE = "undone", _("Đã hoàn tác")


class Reorganisation(models.Model):
    """One resolution about the tree: any number of steps on one day, executed as one."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    title = models.CharField(_("Nội dung sắp xếp"), max_length=200)
    resolution = models.CharField(_("Nghị quyết, quyết định"), max_length=300, blank=True)
    # title and resolution, to be searched without marks
    words_folded = models.CharField(max_length=600, editable=False, default="")
    decided_on = models.DateField(_("Ngày quyết định"), null=True, blank=True)
    on = models.DateField(_("Có hiệu lực từ ngày"))
    status = models.CharField(_("Tình trạng"), max_length=10, choices=ReorganisationStatus.choices)
    # what was asked, as `arithmetic.steps` reads it
    steps = models.JSONField()
    # how the rows stood that it changed; what undoing needs
    kept = models.JSONField(default=dict)
    # what the last trial, else the execution, showed; as `operations.picturing` draws it
    effect = models.JSONField(default=dict)
    tried_at = models.DateTimeField(null=True)
    # {"vi": sentence, "en": sentence} of the last refusal; one that was refused is not tried again by itself
    refusal = models.JSONField(default=dict)
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    executed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    executed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Sắp xếp tổ chức")
        verbose_name_plural = _("Sắp xếp tổ chức")
        indexes = [models.Index(fields=["status", "on"], name="org_reorganisation_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_undone(self) -> bool:
        return self.status == ReorganisationStatus.UNDONE

    @property
    def refusal_words(self) -> str:
        """Why it was refused, in the reader's language; "" when it was not."""
        return str(self.refusal.get("en" if get_language() == "en" else "vi", ""))


class ReorganisationUnit(models.Model):
    """A unit that a reorganisation names, founded or ends: who sees which, and where things stand that it touches."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    is_ended = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reorganisation", "unit"], name="org_reorganisationunit_once")]


class SuccessionKind(models.TextChoices):
    MERGE = "merge", _("Nhập vào")
    SPLIT = "split", _("Chia ra")
    DISSOLVE = "dissolve", _("Giải thể")


class Succession(models.Model):
    """From one unit to one that goes on with its work from that day."""

    predecessor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    successor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=SuccessionKind.choices)
    on = models.DateField()
    reorganisation = models.ForeignKey(Reorganisation, null=True, on_delete=models.CASCADE, related_name="successions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="org_succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="org_succession_not_self"),
        ]
        indexes = [models.Index(fields=["successor"], name="org_succession_successor")]


class FactKind(models.TextChoices):
    """What is told of a unit for a time besides name, kind and place."""

    TERM = "term", _("Nhiệm kỳ")
    AREA = "area", _("Địa bàn")
    CONTACT = "contact", _("Liên hệ")
    SIGNER = "signer", _("Người ký văn bản")
    LAYOUT = "layout", _("Thể thức văn bản")
    REPORTING_YEAR = "reporting_year", _("Năm báo cáo")
    DEADLINES = "deadlines", _("Mốc báo hạn học tập")
    LETTERHEAD = "letterhead", _("Tiêu đề văn bản")


class Area(models.TextChoices):
    """Areas by which rules make exceptions; the first three are named by them, the others are common practice [default]."""

    BORDER = "border", _("Biên giới")
    ISLAND = "island", _("Hải đảo")
    ETHNIC_MINORITY = "ethnic_minority", _("Vùng dân tộc thiểu số")
    MOUNTAIN = "mountain", _("Miền núi")
    HARDSHIP = "hardship", _("Đặc biệt khó khăn")


class PaperLayout(models.TextChoices):
    """Which rules the unit's papers follow; both are in use."""

    PARTY = "party", _("Văn bản của Đảng (HD 36-HD/VPTW)")
    STATE = "state", _("Văn bản hành chính nhà nước (NĐ 30/2020/NĐ-CP)")


class Stead(models.TextChoices):
    """On whose behalf somebody signs, as Party papers write it and as those of the State do."""

    OWN = "", _("Ký với chức vụ của mình")
    PARTY_BODY = "T/M", _("T/M (thay mặt, văn bản của Đảng)")
    PARTY_CHIEF = "K/T", _("K/T (ký thay, văn bản của Đảng)")
    PARTY_ORDER = "T/L", _("T/L (thừa lệnh, văn bản của Đảng)")
    STATE_BODY = "TM.", _("TM. (thay mặt)")
    STATE_CHIEF = "KT.", _("KT. (ký thay)")
    STATE_ORDER = "TL.", _("TL. (thừa lệnh)")
    STATE_DELEGATE = "TUQ.", _("TUQ. (thừa ủy quyền)")


class UnitFact(Dated):
    """One thing told of a unit for a time. At most one of a kind on any day; areas, told apart by `code`, stand beside one another.

    What a kind holds in `value` is said by its class in `data`; one table, because all are asked alike: of this unit, else of the
    nearest above, as of a day.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=20, choices=FactKind.choices)
    code = models.CharField(max_length=20, blank=True)
    value = models.JSONField(default=dict)
    source = models.CharField(_("Căn cứ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Thông tin của đơn vị")
        verbose_name_plural = _("Thông tin của đơn vị")
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="org_unitfact_period"),
            models.UniqueConstraint(fields=["unit", "kind", "code", "valid_to"], name="org_unitfact_one_end"),
            models.UniqueConstraint(fields=["unit", "kind", "code", "valid_from"], name="org_unitfact_one_start"),
        ]
        indexes = [models.Index(fields=["kind", "code", "valid_to", "unit"], name="org_unitfact_code")]


class ServiceArea(Dated):
    """Which centre or school serves a unit, and with it all below of which nothing else is said. At most one on any day."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    centre = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="areas_served")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="service_areas")
    source = models.CharField(_("Căn cứ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Địa bàn phục vụ")
        verbose_name_plural = _("Địa bàn phục vụ")
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="org_servicearea_period"),
            models.CheckConstraint(condition=~Q(centre=F("unit")), name="org_servicearea_not_self"),
            models.UniqueConstraint(fields=["unit", "valid_to"], name="org_servicearea_one_end"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="org_servicearea_one_start"),
        ]
        indexes = [models.Index(fields=["centre", "valid_to"], name="org_servicearea_centre")]


class EndedFact(models.Model):
    """How a fact or a service area stood that a reorganisation ended, and what it made in its place: what undoing needs."""

    key = models.CharField(max_length=40, db_index=True)
    table = models.CharField(max_length=30)
    was = models.JSONField()
    made = models.JSONField(null=True)


class PlaceLevel(models.TextChoices):
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")


class PlaceKind(models.TextChoices):
    PROVINCE = "province", _("Tỉnh")
    CITY = "city", _("Thành phố")
    URBAN_DISTRICT = "urban_district", _("Quận")
    RURAL_DISTRICT = "rural_district", _("Huyện")
    DISTRICT_TOWN = "district_town", _("Thị xã")
    DISTRICT_CITY = "district_city", _("Thành phố thuộc tỉnh")
    COMMUNE = "commune", _("Xã")
    WARD = "ward", _("Phường")
    TOWNSHIP = "township", _("Thị trấn")
    SPECIAL_ZONE = "special_zone", _("Đặc khu")


class Place(Dated):
    """An administrative unit of the state, by its official code. Codes were given again: the key is (code, valid_from)."""

    level = models.CharField(_("Cấp"), max_length=10, choices=PlaceLevel.choices)
    code = models.CharField(_("Mã"), max_length=5)
    name = models.CharField(_("Tên"), max_length=100)
    name_folded = models.CharField(max_length=130, editable=False)
    kind = models.CharField(_("Loại"), max_length=20, choices=PlaceKind.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("Căn cứ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Đơn vị hành chính")
        verbose_name_plural = _("Đơn vị hành chính")
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="org_place_period"),
            models.UniqueConstraint(fields=["code", "level", "valid_from"], name="org_place_one_start"),
            models.UniqueConstraint(fields=["code", "level", "valid_to"], name="org_place_one_end"),
        ]
        indexes = [models.Index(fields=["name_folded"], name="org_place_folded")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PlaceShare(models.TextChoices):
    WHOLE = "whole", _("Toàn bộ")
    PART = "part", _("Một phần")
    UNKNOWN = "unknown", _("Chưa rõ")


class PlaceSuccession(models.Model):
    """What a place became, whole or in part; no `new` where it is not known into which."""

    old = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="successions")
    new = models.ForeignKey(Place, null=True, on_delete=models.CASCADE, related_name="origins")
    on = models.DateField()
    share = models.CharField(max_length=10, choices=PlaceShare.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="org_placesuccession_once"),
        ]
