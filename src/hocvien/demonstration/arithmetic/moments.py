"""When something is told to have happened."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(day: date, hour: int = 9) -> datetime:
    """That hour of the day in Vietnam."""
    return datetime.combine(day, time(hour), tzinfo=_ZONE)
