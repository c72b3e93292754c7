"""Telling what holds of a unit for a time, and which centre serves whom.

What begins on a day ends what held until then; what was written wrongly is corrected or removed, and the journal keeps what stood.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hocvien.accounts.api import User
from hocvien.common.intervals import OPEN_END, Interval
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org.arithmetic.facts import as_kept, code_of, is_day_of_every_year, kind_of
from hocvien.org.data import Contact, Deadlines, FactValue, InArea, Layout, Letterhead, Signer, Term
from hocvien.org.errors import (
    FactIncomplete,
    FactOutsideLife,
    FactOverlaps,
    NotACentre,
    ServesItself,
    ServiceAreaOverlaps,
)
from hocvien.org.models import Area, FactKind, PaperLayout, ServiceArea, Stead, Unit, UnitFact
from hocvien.org.queries.facts import fact_words, is_centre, value_of
from hocvien.org.queries.labels import label_as_of

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# ten years of days
_LONGEST_DEADLINE = 3660
_LONGEST = {"name": 120, "post": 120, "address": 300, "phone": 40, "email": 120}
_LONGEST |= {"superior": 120, "body": 120, "place": 80, "symbol": 20, "grounds": 2000}
_MARGINS = ("top", "bottom", "left", "right")
# mm; a sheet is 210 wide
_NARROWEST, _WIDEST = 5, 60


@transaction.atomic
def record_fact(
    *,
    actor: User | None,
    unit: Unit,
    value: FactValue,
    valid_from: date,
    valid_to: date = OPEN_END,
    source: str = "",
) -> UnitFact:
    """Tell something of the unit from that day; what held until then ends, and it ends itself where the next one begins.

    Raises FactIncomplete, FactOutsideLife, FactOverlaps. About ten queries.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    value = _checked(value)
    kind, code = kind_of(value), code_of(value)
    _require_period(valid_from, valid_to)
    same = UnitFact.objects.filter(unit=unit, kind=kind, code=code)
    if valid_to == OPEN_END:
        following = same.filter(valid_from__gt=valid_from).order_by("valid_from").first()
        valid_to = unit.valid_to if following is None else following.valid_from
    _require_life(unit, valid_from, valid_to)
    before: dict[str, Any] = {}
    for row in same.filter(valid_from__lt=valid_to, valid_to__gt=valid_from):
        if not row.valid_from < valid_from < row.valid_to <= valid_to:
            raise FactOverlaps(FactKind(kind).label, fact_words(value_of(row)), row.valid_from, row.valid_to)
        before = _told(row)
        row.valid_to = valid_from
        row.save(update_fields=["valid_to"])
    fact = UnitFact(
        unit=unit,
        kind=kind,
        code=code,
        value=as_kept(value),
        valid_from=valid_from,
        valid_to=valid_to,
        source=clean_name(source),
    )
    fact.full_clean()
    fact.save()
    journal.record(
        actor=actor, verb="org.record_fact", subject=unit, unit_code=unit.code, before=before, after=_told(fact)
    )
    return fact


@transaction.atomic
def update_fact(
    *,
    actor: User | None,
    fact: UnitFact,
    value: FactValue,
    valid_from: date,
    valid_to: date = OPEN_END,
    source: str = "",
) -> UnitFact:
    """Set right what was told wrongly, its days too. Raises FactIncomplete, FactOutsideLife, FactOverlaps. About seven queries."""
    unit = Unit.objects.select_for_update().get(pk=fact.unit_id)
    row = UnitFact.objects.get(pk=fact.pk)
    value = _checked(value)
    valid_to = min(valid_to, unit.valid_to)
    _require_period(valid_from, valid_to)
    _require_life(unit, valid_from, valid_to)
    code = code_of(value)
    same = UnitFact.objects.filter(unit=unit, kind=row.kind, code=code).exclude(pk=row.pk)
    other = same.filter(valid_from__lt=valid_to, valid_to__gt=valid_from).first()
    if other is not None:
        raise FactOverlaps(FactKind(row.kind).label, fact_words(value_of(other)), other.valid_from, other.valid_to)
    before = _told(row)
    row.code, row.value = code, as_kept(value)
    row.valid_from, row.valid_to, row.source = valid_from, valid_to, clean_name(source)
    row.full_clean()
    row.save()
    journal.record(
        actor=actor, verb="org.update_fact", subject=unit, unit_code=unit.code, before=before, after=_told(row)
    )
    return row


@transaction.atomic
def remove_fact(*, actor: User | None, fact: UnitFact) -> None:
    """Take away what should never have been told; what it had ended is not opened again."""
    unit = fact.unit
    journal.record(actor=actor, verb="org.remove_fact", subject=unit, unit_code=unit.code, before=_told(fact))
    fact.delete()


@transaction.atomic
def record_service_area(
    *,
    actor: User | None,
    centre: Unit,
    unit: Unit,
    valid_from: date,
    valid_to: date = OPEN_END,
    source: str = "",
) -> ServiceArea:
    """Give the unit, with all below it, to the centre for a time.

    Raises NotACentre, ServesItself, FactOutsideLife (of either), ServiceAreaOverlaps. About ten queries.
    """
    if centre.pk == unit.pk:
        raise ServesItself
    Unit.objects.select_for_update().get(pk=unit.pk)
    area = ServiceArea(centre=centre, unit=unit, valid_from=valid_from, source=clean_name(source))
    area.valid_to = min(valid_to, unit.valid_to, centre.valid_to)
    _check_area(area)
    area.save()
    journal.record(
        actor=actor, verb="org.record_service_area", subject=unit, unit_code=unit.code, after=_told_area(area)
    )
    return area


@transaction.atomic
def update_service_area(
    *, actor: User | None, area: ServiceArea, valid_from: date, valid_to: date = OPEN_END, source: str = ""
) -> ServiceArea:
    """Set its days or its decision right, or end it. Raises as `record_service_area`."""
    unit = Unit.objects.select_for_update().get(pk=area.unit_id)
    row = ServiceArea.objects.select_related("centre").get(pk=area.pk)
    before = _told_area(row)
    row.valid_from, row.valid_to = valid_from, min(valid_to, unit.valid_to, row.centre.valid_to)
    row.source = clean_name(source)
    _check_area(row)
    row.save()
    journal.record(
        actor=actor,
        verb="org.update_service_area",
        subject=unit,
        unit_code=unit.code,
        before=before,
        after=_told_area(row),
    )
    return row


@transaction.atomic
def remove_service_area(*, actor: User | None, area: ServiceArea) -> None:
    """Take away what was given by mistake."""
    journal.record(
        actor=actor,
        verb="org.remove_service_area",
        subject=area.unit,
        unit_code=area.unit.code,
        before=_told_area(area),
    )
    area.delete()


def _check_area(area: ServiceArea) -> None:
    _require_period(area.valid_from, area.valid_to)
    for one in (area.unit, area.centre):
        _require_life(one, area.valid_from, area.valid_to)
    if not is_centre(area.centre, area.valid_from):
        raise NotACentre(label_as_of(area.centre_id, area.valid_from).name, area.valid_from)
    rows = ServiceArea.objects.filter(unit=area.unit, valid_from__lt=area.valid_to, valid_to__gt=area.valid_from)
    other = rows.exclude(pk=area.pk).first()
    if other is not None:
        raise ServiceAreaOverlaps(
            label_as_of(other.unit_id, other.valid_from).name,
            label_as_of(other.centre_id, other.valid_from).name,
            other.valid_from,
            other.valid_to,
        )
    area.full_clean()


def _require_period(valid_from: date, valid_to: date) -> None:
    """Raises DomainError interval_upside_down."""
    Interval(valid_from, valid_to)


def _require_life(unit: Unit, valid_from: date, valid_to: date) -> None:
    if not (unit.valid_from <= valid_from and valid_to <= unit.valid_to):
        raise FactOutsideLife(label_as_of(unit.pk, valid_from).name, unit.valid_from, unit.valid_to)


def _checked(value: FactValue) -> FactValue:
    """The value with its texts trimmed; raises FactIncomplete where it says nothing or what cannot be."""
    if isinstance(value, Term):
        value = Term(_text(value.name, "name"))
        _require(value.name, _("Chưa ghi tên nhiệm kỳ. Ví dụ: 2020–2025."), "name")
    elif isinstance(value, InArea):
        _require(value.area in Area.values, _("Chưa chọn địa bàn. Chọn một trong các loại địa bàn có sẵn."), "area")
    elif isinstance(value, Contact):
        value = Contact(*(_text(getattr(value, name), name) for name in ("address", "phone", "email")))
        _require(
            value.address or value.phone or value.email,
            _("Chưa ghi gì để liên hệ. Ghi ít nhất địa chỉ, điện thoại hoặc thư điện tử."),
            "address",
        )
        _require(
            not value.email or _EMAIL.fullmatch(value.email),
            _("Thư điện tử chưa đúng. Viết như van-thu@donvi.vn."),
            "email",
        )
    elif isinstance(value, Signer):
        _require(value.stead in Stead.values, _("Chọn cách ký trong danh sách."), "stead")
        stead_of = _text(value.stead_of, "post") if value.stead else ""
        value = Signer(_text(value.name, "name"), _text(value.post, "post"), value.stead, stead_of)
        _require(value.name, _("Chưa ghi họ tên người ký."), "name")
        _require(value.post, _("Chưa ghi chức vụ người ký. Ví dụ: Giám đốc."), "post")
        _require(
            value.stead_of or not value.stead,
            _("Chưa ghi ký thay mặt ai. Ví dụ: “KT.” của “Giám đốc”, “T/M” của “Ban Thường vụ”."),
            "stead_of",
        )
    elif isinstance(value, Layout):
        _require(value.layout in PaperLayout.values, _("Chọn thể thức của Đảng hoặc của Nhà nước."), "layout")
    elif isinstance(value, Letterhead):
        for name in _MARGINS:
            width = getattr(value, name)
            _require(width == 0 or _NARROWEST <= width <= _WIDEST, _("Lề trang tính bằng mm, từ 5 đến 60."), name)
        value = replace(
            value,
            superior=_text(value.superior, "superior"),
            body=_text(value.body, "body"),
            place=_text(value.place, "place"),
            symbol=_text(value.symbol, "symbol"),
            grounds="\n".join(filter(None, map(clean_name, value.grounds.splitlines()))),
        )
        _require(len(value.grounds) <= _LONGEST["grounds"], _("Nội dung quá dài. Ghi gọn lại."), "grounds")
        _require(
            value != Letterhead(),
            _("Chưa ghi gì cho tiêu đề văn bản. Ghi ít nhất địa danh hoặc ký hiệu của cơ quan."),
            "place",
        )
    elif isinstance(value, Deadlines):
        for name, days in (("soon_days", value.soon_days), ("late_days", value.late_days)):
            _require(1 <= days <= _LONGEST_DEADLINE, _("Ghi số ngày từ 1 đến 3660. Ví dụ: 90."), name)
    else:
        _require(
            is_day_of_every_year(value.day, value.month),
            _("Ngày bắt đầu năm báo cáo phải có trong mọi năm. Ví dụ: ngày 15 tháng 12."),
            "day",
        )
    return value


def _require(holds: object, sentence: object, field: str) -> None:
    if not holds:
        raise FactIncomplete(sentence, field=field)


def _text(text: str, field: str) -> str:
    cleaned = clean_name(text)
    _require(len(cleaned) <= _LONGEST[field], _("Nội dung quá dài. Ghi gọn lại."), field)
    return cleaned


def _told(fact: UnitFact) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        **fact.value,
        "valid_from": fact.valid_from.isoformat(),
        "valid_to": fact.valid_to.isoformat(),
        "source": fact.source,
    }


def _told_area(area: ServiceArea) -> dict[str, Any]:
    return {
        "centre": area.centre.code,
        "unit": area.unit.code,
        "valid_from": area.valid_from.isoformat(),
        "valid_to": area.valid_to.isoformat(),
        "source": area.source,
    }
