"""Pure arithmetic of a class: timetable, absence, results, seats, groups. No database, no clock."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hocvien.classes.constants import GROUP_SIZE, LARGEST_GROUP, SMALLEST_GROUP
from hocvien.classes.data import HalfDays, LessonPlan, NewSession, Proposal
from hocvien.common.wording import gettext_noop, say

_TENTH = Decimal("0.1")
HIGHEST_MARK = Decimal(10)
_WEEK = 7


def half_days(days: HalfDays) -> list[tuple[date, str]]:
    """Every (day, half) of the period in order, both ends included."""
    span = (days.last_on - days.start_on).days
    every = (days.start_on + timedelta(days=offset) for offset in range(span + 1))
    return [
        (day, half)
        for day in every
        if day.weekday() in days.weekdays and day not in days.skip
        for half in sorted(days.halves)
    ]


def cut_lessons(lessons: Iterable[LessonPlan], periods_per_session: int) -> list[tuple[LessonPlan, int, int, int]]:
    """Lessons cut into half-days: (lesson, part, parts, periods); a lesson of 10 periods at 5 a half-day takes two."""
    cut: list[tuple[LessonPlan, int, int, int]] = []
    for lesson in lessons:
        parts = -(-lesson.periods // periods_per_session)
        left = lesson.periods
        for part in range(1, parts + 1):
            periods = min(periods_per_session, left)
            left -= periods
            cut.append((lesson, part, parts, periods))
    return cut


def lay_out(
    lessons: Iterable[LessonPlan], periods_per_session: int, slots: Sequence[tuple[date, str]]
) -> tuple[list[NewSession], list[LessonPlan]]:
    """The curriculum on these half-days in order, and the lessons (or rests of them) that found no half-day."""
    cut = cut_lessons(lessons, periods_per_session)
    sessions = [
        NewSession(
            on=day,
            half=half,
            title=lesson.title if parts == 1 else f"{lesson.title} ({part}/{parts})",
            lesson_id=lesson.lesson_id,
            periods=periods,
            form=lesson.form,
        )
        for (lesson, part, parts, periods), (day, half) in zip(cut, slots, strict=False)
    ]
    left: dict[int, LessonPlan] = {}
    for lesson, _part, _parts, periods in cut[len(slots) :]:
        so_far = left[lesson.lesson_id].periods if lesson.lesson_id in left else 0
        left[lesson.lesson_id] = LessonPlan(
            lesson_id=lesson.lesson_id, title=lesson.title, periods=so_far + periods, form=lesson.form
        )
    return sessions, list(left.values())


def group_count(people: int, size: int = GROUP_SIZE) -> int:
    """Into how many tổ a class is divided: near the wished size, each of 10 to 15 where the number allows it."""
    if people <= 0:
        return 0
    wished = max(1, round(people / size))
    if not SMALLEST_GROUP <= size <= LARGEST_GROUP:
        return wished
    fewest = -(-people // LARGEST_GROUP)
    most = max(fewest, people // SMALLEST_GROUP)
    return min(max(wished, fewest), most)


def divide_into_groups(people: int, groups: int) -> list[int]:
    """The group number of each person in name order: runs of equal length, the first ones a person longer."""
    if groups <= 0:
        return []
    short, longer = divmod(people, groups)
    sizes = [short + 1 if number < longer else short for number in range(groups)]
    return [number for number, size in enumerate(sizes, start=1) for _person in range(size)]


def absence_percent(absent_periods: int, total_periods: int) -> Decimal:
    """Share of periods missed, in percent with one decimal; 0 where there is no timetable."""
    if total_periods <= 0:
        return Decimal("0.0")
    return (Decimal(100) * absent_periods / total_periods).quantize(_TENTH, ROUND_HALF_UP)


def is_barred(absent_periods: int, total_periods: int, max_absence_percent: int) -> bool:
    """Whether more than the allowed share was missed; compared exactly, not as the rounded percentage."""
    return absent_periods * 100 > max_absence_percent * total_periods


def seats_missing(seats: int, active: int, leaving: int, coming: int) -> int:
    """How many of those coming would sit beyond the seats."""
    return max(0, active - leaving + coming - seats)


def propose_result(
    *,
    kind: str,
    bands: Sequence[tuple[str, str, Decimal, bool]],
    pass_mark: Decimal | None,
    max_absence_percent: int,
    mark: Decimal | None,
    band_code: str,
    entered_outcome: str,
    absent_periods: int,
    total_periods: int,
) -> Proposal:
    """What the program proposes, with its reason. `bands` are (code, name, min_mark, is_pass), best first.

    Absence over the bound bars the assessment whatever was entered (`regulations.md` §4). An empty outcome: nothing to propose from yet.
    """
    percent = absence_percent(absent_periods, total_periods)
    missed = say(
        gettext_noop("vắng {absent}/{total} tiết ({percent}%)"),
        absent=absent_periods,
        total=total_periods,
        percent=comma(percent),
    )

    def proposal(outcome: str, why: str, band: tuple[str, str] = ("", ""), *, barred: bool = False) -> Proposal:
        return Proposal(
            outcome=outcome, band_code=band[0], band_name=band[1], barred=barred, absence_percent=percent, why=why
        )

    if is_barred(absent_periods, total_periods, max_absence_percent):
        return proposal(
            "failed",
            say(
                gettext_noop("Quá mức vắng cho phép {bound}%: {missed}, không được xét kết quả."),
                bound=max_absence_percent,
                missed=missed,
            ),
            barred=True,
        )
    if kind == "none":
        return proposal("completed", say(gettext_noop("Dự học đủ: {missed}."), missed=missed))
    if kind == "pass_fail":
        if not entered_outcome:
            return proposal("", say(gettext_noop("Chưa nhập Đạt hoặc Không đạt.")))
        return proposal(entered_outcome, say(gettext_noop("Theo kết quả đã nhập; {missed}."), missed=missed))
    if kind == "band":
        found = next((band for band in bands if band[0] == band_code), None)
        if found is None:
            return proposal("", say(gettext_noop("Chưa nhập xếp loại.")))
        code, name, _min_mark, passed = found
        return proposal(
            "completed" if passed else "failed",
            say(gettext_noop("Xếp loại {band}; {missed}."), band=name, missed=missed),
            (code, name),
        )
    if mark is None:
        return proposal("", say(gettext_noop("Chưa nhập điểm.")))
    found = next((band for band in bands if mark >= band[2]), None)
    passed = mark >= pass_mark if pass_mark is not None else (found is not None and found[3])
    if found is not None and found[3] != passed:
        found = None
    return proposal(
        "completed" if passed else "failed",
        say(
            gettext_noop("Điểm {mark}, mức đạt {pass_mark}; {missed}."),
            mark=comma(mark),
            pass_mark=comma(pass_mark) if pass_mark is not None else "–",
            missed=missed,
        ),
        (found[0], found[1]) if found else ("", ""),
    )


def birth_text(iso: str) -> str:
    """A partial birth ("1970-05-03", "1970-05", "1970") as papers write it: 03/05/1970, 05/1970, 1970."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def comma(number: Decimal) -> str:
    """A number as Vietnamese writes it: 7,5."""
    text = format(number.normalize(), "f")
    return text.replace(".", ",")


def days_to_next_year(on: date, year: int) -> int:
    """Days from this one to the same weekday about as late in the given year: whole weeks, so that a timetable keeps its weekdays."""
    weeks = round((date(year, 6, 30) - date(on.year, 6, 30)).days / _WEEK)
    moved = on + timedelta(days=weeks * _WEEK)
    if moved.year < year:
        weeks += 1
    elif moved.year > year:
        weeks -= 1
    return weeks * _WEEK


def carried_words(text: str, before: int, after: int) -> str:
    """A name that says the year, said of the other year."""
    return re.sub(rf"(?<!\d){before}(?!\d)", str(after), text)
