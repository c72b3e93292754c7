"""Numbers, shares, days and moments as the reader's language writes them; one place, used by tags, tables and Python alike."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.common.intervals import OPEN_END

DASH = "–"
_WEEKDAYS = (
    _("thứ Hai"),
    _("thứ Ba"),
    _("thứ Tư"),
    _("thứ Năm"),
    _("thứ Sáu"),
    _("thứ Bảy"),
    _("Chủ nhật"),
)


def number(value: Decimal | float | None, decimals: int | None = None) -> str:
    """1.234.567 in Vietnamese, 1,234,567 in English, rounded half up; a dash for None."""
    if value is None or value == "":
        return DASH
    exact = Decimal(str(value))
    if decimals is None:
        decimals = 0 if exact == exact.to_integral_value() else min(2, -int(exact.normalize().as_tuple().exponent))
    return number_format(_rounded(exact, decimals), decimal_pos=decimals, force_grouping=True, use_l10n=True)


def percent(share: Decimal | float | None, decimals: int = 2) -> str:
    """99,16% from 0.9916, rounded half up; a dash for None (nothing to divide by)."""
    if share is None or share == "":
        return DASH
    exact = _rounded(Decimal(str(share)) * 100, decimals)
    return f"{number_format(exact, decimal_pos=decimals, force_grouping=True, use_l10n=True)}%"


def _rounded(exact: Decimal, decimals: int) -> Decimal:
    """Django's own formatting cuts instead of rounding."""
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def day(value: date | datetime | None) -> str:
    """dd/mm/yyyy in Vietnam; a dash for None and for the open end."""
    if not value:
        return DASH
    if isinstance(value, datetime):
        value = _local(value).date()
    if value >= OPEN_END:
        return DASH
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def moment(value: datetime | None) -> str:
    """14:05 07/09/2026 in Vietnam's time."""
    if not value:
        return DASH
    local = _local(value)
    return f"{local:%H:%M} {day(local)}"


def weekday(value: date | None) -> str:
    """Thứ Hai … Chủ nhật, small first letter."""
    return str(_WEEKDAYS[value.weekday()]) if value else DASH


def long_day(value: date | None) -> str:
    """Thứ Hai, 07/09/2026."""
    if not value:
        return DASH
    name = weekday(value)
    return gettext("{weekday}, {day}").format(weekday=name[:1].upper() + name[1:], day=day(value))


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
