"""The clock. Only the edges (screens, console, demonstration) read it; everything below is told the day."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The moment, aware; on the demonstration's day when HOCVIEN_TODAY is set (read at each call)."""
    real = timezone.now()
    if not settings.HOCVIEN_TODAY:
        return real
    day = date.fromisoformat(settings.HOCVIEN_TODAY)
    local = timezone.localtime(real)
    return datetime.combine(day, local.time(), tzinfo=local.tzinfo)


def today() -> date:
    """The day in Vietnam."""
    return timezone.localtime(now()).date()
