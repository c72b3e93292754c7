"""The arithmetic of an obligation in words: "bổ nhiệm 05/3/2025 + 12 tháng = 05/3/2026". From the figures alone, so it says what was computed."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.common.intervals import OPEN_END
from hocvien.common.wording import official_date
from hocvien.obligations.constants import ELSEWHERE, LEVEL, MISSING_ADMISSION, MISSING_TERM
from hocvien.obligations.data import Reckoning
from hocvien.obligations.models import Clock, Obligation, Standing, Trigger, Version


def title_of(obligation: Obligation) -> str:
    """The obligation in the reader's language."""
    return obligation.title_en if get_language() == "en" and obligation.title_en else obligation.title


def say_arithmetic(
    one: Reckoning | Standing, obligation: Obligation, version: Version | None, *, refused_on: date | None = None
) -> list[str]:
    """How the day came about, a sentence each: from becoming to the day, leave, the paper, what did not count."""
    if one.missing == MISSING_ADMISSION:
        return [_("Chưa ghi ngày vào Đảng, nên chưa tính được hạn.")]
    said = [_say_paper(one, version)] if one.paper_on is not None else [_say_start(one, obligation, version)]
    if one.missing == MISSING_TERM:
        said.append(_("Chưa ghi nhiệm kỳ của đơn vị, nên chưa tính được hạn."))
    if obligation.trigger == Trigger.CANDIDATE and one.held_until is not None:
        said.append(_("Hạn là ngày giấy hết giá trị: đến hết ngày ấy chưa được kết nạp thì học lại để có giấy mới."))
    if one.is_away and not one.is_met:
        said.append(_("Đang nghỉ dài ngày: thời hạn tạm dừng, số ngày nghỉ được cộng vào hạn khi đi làm trở lại."))
    if refused_on is not None and one.paper_on is None and one.fell_on is not None:
        said.append(_refused(one, obligation, refused_on))
    return said


def say_due(one: Reckoning | Standing, obligation: Obligation) -> str:
    """What due means where there is no day: a candidate needs the paper when admission is decided; "" elsewhere."""
    if obligation.trigger == Trigger.CANDIDATE and one.due_on is None and not one.is_met:
        return _("trước khi xét kết nạp")
    return ""


def _start_words(one: Reckoning | Standing, obligation: Obligation) -> str:
    began, fell = one.began_on, one.fell_on
    if began is None or fell is None:
        return ""
    words = {
        Trigger.POST: _("bầu, bổ nhiệm {day}"),
        Trigger.MEMBER: _("kết nạp {day}"),
        Trigger.CANDIDATE: _("chi bộ giới thiệu {day}"),
    }[Trigger(obligation.trigger)].format(day=official_date(began))
    if fell == began:
        return words
    if fell == one.term_from:
        return _("{start}, nhiệm kỳ từ {day}").format(start=words, day=official_date(fell))
    return _("{start}, nghĩa vụ áp dụng từ {day}").format(start=words, day=official_date(fell))


def _say_start(one: Reckoning | Standing, obligation: Obligation, version: Version | None) -> str:
    start, base = _start_words(one, obligation), one.base_on
    months = version.within_months if version is not None else None
    if base is None and obligation.trigger == Trigger.CANDIDATE and version is not None and version.valid_months:
        return _(
            "{start}; chưa có giấy. Không đặt hạn học: khi xét kết nạp phải có giấy cấp chưa quá {months} tháng."
        ).format(start=_upper(start), months=version.valid_months)
    if base is None:
        return _("{start}; chưa có giấy, không đặt hạn.").format(start=_upper(start))
    if one.clock == Clock.EVERY and version is not None:
        months = version.within_months or version.valid_months
    if one.clock == Clock.YEAR:
        said = _("{start}, hết năm {year}: {day}").format(start=start, year=base.year, day=official_date(base))
    elif months and not _is_term_end(one, base):
        said = _("{start} + {months} tháng = {day}").format(start=start, months=months, day=official_date(base))
    else:
        said = _("{start}, hết nhiệm kỳ: {day}").format(start=start, day=official_date(base))
    return _upper(_with_leave(said, one)) + "."


def _is_term_end(one: Reckoning | Standing, base: date) -> bool:
    return one.clock == Clock.TERM and one.term_to is not None and (one.term_to - base).days == 1


def _with_leave(said: str, one: Reckoning | Standing) -> str:
    if not one.away_days or one.due_on is None:
        return said
    return _("{sum} + {days} ngày nghỉ = {day}").format(sum=said, days=one.away_days, day=official_date(one.due_on))


def _say_paper(one: Reckoning | Standing, version: Version | None) -> str:
    assert one.paper_on is not None
    kind = {
        ELSEWHERE: _("giấy của nơi khác cấp {day}"),
        LEVEL: _("văn bằng cấp {day}"),
    }.get(one.paper_kind, _("giấy chứng nhận cấp {day}"))
    paper = kind.format(day=official_date(one.paper_on))
    months = version.valid_months if version is not None else None
    until = one.held_until
    if one.clock == Clock.YEAR and one.due_on is not None:
        said = _("{paper}: đủ cho năm {year}; lần sau đến hết {day}").format(
            paper=paper, year=one.paper_on.year, day=official_date(one.due_on)
        )
    elif one.clock == Clock.TERM:
        said = (
            _("{paper}: đủ cho nhiệm kỳ đến hết {day}").format(paper=paper, day=official_date(until))
            if until is not None
            else _("{paper}: đủ cho nhiệm kỳ này").format(paper=paper)
        )
    elif until is None:
        said = _("{paper}: đã hoàn thành").format(paper=paper)
    elif one.clock == Clock.EVERY and one.base_on is not None:
        said = _with_leave(
            _("{paper} + {months} tháng = {day}").format(paper=paper, months=months, day=official_date(one.base_on)),
            one,
        )
    elif months:
        said = _("{paper} + {months} tháng = {day}").format(paper=paper, months=months, day=official_date(until))
    else:
        said = _("{paper}: có giá trị đến hết {day}").format(paper=paper, day=official_date(until))
    return _upper(said) + "."


def _refused(one: Reckoning | Standing, obligation: Obligation, refused_on: date) -> str:
    day = official_date(refused_on)
    if one.fell_on == one.term_from and one.fell_on != one.began_on:
        return _("Giấy cấp {day} thuộc nhiệm kỳ trước nên không tính.").format(day=day)
    return {
        Trigger.POST: _("Giấy cấp {day} trước ngày bầu, bổ nhiệm nên không tính."),
        Trigger.MEMBER: _("Giấy cấp {day} trước ngày kết nạp nên không tính."),
        Trigger.CANDIDATE: _("Giấy cấp {day} trước ngày được giới thiệu nên không tính."),
    }[Trigger(obligation.trigger)].format(day=day)


def say_version(version: Version) -> str:
    """How soon and how often, in words."""
    parts: Sequence[str] = {
        Clock.ONCE: [_("một lần")],
        Clock.EVERY: [_("mỗi {months} tháng").format(months=version.valid_months)],
        Clock.YEAR: [_("mỗi năm, đến hết 31/12")],
        Clock.TERM: [_("mỗi nhiệm kỳ")],
    }[Clock(version.clock)]
    found = list(parts)
    if version.within_months:
        found.append(_("lần đầu trong {months} tháng").format(months=version.within_months))
    if version.clock == Clock.ONCE and version.valid_months:
        found.append(_("giấy có giá trị {months} tháng").format(months=version.valid_months))
    if version.minimum_days:
        found.append(_("ít nhất {days} ngày học").format(days=version.minimum_days))
    return _upper("; ".join(found))


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def day_in_words(day: date | None) -> str:
    """The day, or a dash."""
    return "–" if day is None or day == OPEN_END else official_date(day)
