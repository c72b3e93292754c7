"""Dates as people type them: 5/6/2023, 05-06-2023, 5.6.2023 or 2023-06-05; a refusal says what is wrong with this very date."""

import calendar
import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{2,4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_FIRST_YEAR, _LAST_YEAR, _MONTHS, _YEAR_DIGITS = 1900, 2199, 12, 4


def read_day(text: str) -> date:
    """The date; DomainError `date_unreadable`, `date_year_short`, `date_month_unreal`, `date_day_unreal` or `date_year_far`."""
    text = text.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        year_text, month, day = found[1], int(found[2]), int(found[3])
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year_text = int(found[1]), int(found[2]), found[3]
    else:
        raise DomainError(
            "date_unreadable",
            _("“{text}” không phải là một ngày. Gõ ngày/tháng/năm, ví dụ 05/06/2023, hoặc chọn trên lịch."),
            text=text[:40],
        )
    if len(year_text) != _YEAR_DIGITS:
        raise DomainError(
            "date_year_short",
            _("Ngày “{text}” thiếu năm đủ bốn chữ số nên không biết thuộc thế kỷ nào. Gõ lại, ví dụ 05/06/2023."),
            text=text,
        )
    year = int(year_text)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise DomainError(
            "date_year_far",
            _("Ngày “{text}” có năm {year} nằm ngoài khoảng 1900 đến 2199. Kiểm tra lại năm rồi gõ lại."),
            text=text,
            year=year,
        )
    if not 1 <= month <= _MONTHS:
        raise DomainError(
            "date_month_unreal",
            _("Ngày “{text}” không có thật: không có tháng {month}. Gõ lại theo thứ tự ngày/tháng/năm."),
            text=text,
            month=month,
        )
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise DomainError(
            "date_day_unreal",
            _(
                "Ngày “{text}” không có thật: tháng {month}/{year} chỉ có {last} ngày. Gõ lại ngày đúng hoặc chọn trên lịch."
            ),
            text=text,
            month=month,
            year=year,
            last=last,
        )
    return date(year, month, day)
