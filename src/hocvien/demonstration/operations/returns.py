"""Samples of a return: what a commune's committee asked of four units for a half-year that is over, each of them at another point."""

from datetime import date, timedelta

from hocvien.common.periods import Period, parse_period
from hocvien.demonstration.arithmetic import moment
from hocvien.demonstration.constants import COMMUNE_CENTRE_UNIT
from hocvien.demonstration.operations.cast import Cast
from hocvien.org import api as org
from hocvien.returns import api as returns

_FORM = "HV-XA"
_CENTRE, _YOUTH, _SCHOOL, _BOARD = "minh-thuan-ttct", "minh-thuan-doan", "minh-thuan-truong", "minh-thuan-xdd"
# days from the end of the period until the return is asked, answered, due, and checked
_ASKED, _ANSWERED, _DUE, _CHECKED = 1, 8, 15, 17
_OVER_FOR, _SECOND_HALF = 30, 7
# what the units have on paper: the youth union a class of its own, the school more women than learners
_BY_YOUTH = {"r5.c1": 1, "r5.c2": 40, "r5.c4": 18}
_BY_SCHOOL = {"r6.c1": 1, "r6.c2": 24, "r6.c4": 27}
_BY_CENTRE = {"r8.c1": 2, "r8.c2": 86}
# where the school's number contradicts a rule as well
_ITS_TOTAL = "r7.c4"


def enter_returns(units: dict[str, org.Unit], cast: Cast, today: date) -> None:
    """One sheet locked, one sent back with a remark, one that contradicts itself, one that is late; about a tenth of a second."""
    period = half_year_before(today)
    asked_on, answered_on, due_on, checked_on = (
        period.to + timedelta(days=days) for days in (_ASKED, _ANSWERED, _DUE, _CHECKED)
    )
    office = cast.one_at("committee_office", COMMUNE_CENTRE_UNIT)
    asked = returns.open_return(
        actor=office,
        unit=units[COMMUNE_CENTRE_UNIT],
        form=returns.Form.objects.get(code=_FORM, owner=None),
        period=period,
        due_on=due_on,
        units=[units[code] for code in (_CENTRE, _YOUTH, _SCHOOL, _BOARD)],
        title=f"{_FORM}, {period.label} (mẫu)",
        note_words="Báo các lớp, buổi nói chuyện đơn vị tự tổ chức (mẫu)",
        on=asked_on,
        is_generated=True,
    )
    rows = returns.sheets_of(office, asked, today).select_related(
        "unit", "receiver", "in_return__form", "in_return__unit"
    )
    sheets = {one.unit.code: one for one in rows}
    for code, cells in ((_CENTRE, _BY_CENTRE), (_YOUTH, _BY_YOUTH), (_SCHOOL, _BY_SCHOOL)):
        told = returns.Told(
            cells, dict.fromkeys((*cells, *([_ITS_TOTAL] if code == _SCHOOL else [])), "Theo sổ của đơn vị (mẫu)")
        )
        actor = cast.one_at("unit_officer", code)
        returns.record_sheet(actor=actor, sheet=sheets[code], told=told, on=answered_on)
        returns.submit_sheet(actor=actor, sheet=sheets[code], now=moment(answered_on), on=answered_on)
    returns.lock_sheets(actor=office, sheets=[sheets[_CENTRE]], on=checked_on)
    remark = returns.Remark(returns.RemarkCode.SOURCE, "Gửi kèm danh sách lớp (mẫu)")
    returns.send_back(actor=office, sheet=sheets[_YOUTH], remarks={"r5.c2": remark}, on=checked_on)


def half_year_before(today: date) -> Period:
    """The last half-year, or whole year, that was over so long ago that what was asked of it is late."""
    day = today - timedelta(days=_OVER_FOR)
    return parse_period(f"{day.year}-6m" if day.month >= _SECOND_HALF else f"{day.year - 1}")
