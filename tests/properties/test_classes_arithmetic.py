"""What must hold of timetable, groups, absence and results whatever the numbers."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hocvien.classes.arithmetic import (
    absence_percent,
    cut_lessons,
    divide_into_groups,
    group_count,
    half_days,
    is_barred,
    lay_out,
    propose_result,
    seats_missing,
)
from hocvien.classes.data import HalfDays, LessonPlan

HALVES = ("1_morning", "2_afternoon", "3_evening")
lessons = st.lists(
    st.builds(
        lambda number, periods: LessonPlan(lesson_id=number, title=f"Bài {number}", periods=periods, form="lecture"),
        st.integers(1, 50),
        st.integers(1, 20),
    ),
    max_size=12,
    unique_by=lambda lesson: lesson.lesson_id,
)
days = st.builds(
    lambda start, span, halves, weekdays: HalfDays.of(
        start, start + timedelta(days=span), halves, weekdays, [start + timedelta(days=3)]
    ),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 40),
    st.sets(st.sampled_from(HALVES), min_size=1),
    st.sets(st.integers(0, 6), min_size=1),
)
BANDS = [
    ("xs", "Xuất sắc", Decimal(9), True),
    ("g", "Giỏi", Decimal(8), True),
    ("k", "Khá", Decimal(7), True),
    ("tb", "Trung bình", Decimal(5), True),
    ("kd", "Không đạt", Decimal(0), False),
]


@given(lessons, st.integers(1, 8))
def test_cut_lessons_keep_every_period(plans, per_session):
    cut = cut_lessons(plans, per_session)
    assert sum(periods for *_rest, periods in cut) == sum(lesson.periods for lesson in plans)
    assert all(0 < periods <= per_session for *_rest, periods in cut)


@given(lessons, st.integers(1, 8), days)
def test_timetable_uses_each_half_day_once_in_order_and_loses_nothing(plans, per_session, when):
    slots = half_days(when)
    sessions, left_out = lay_out(plans, per_session, slots)
    used = [(s.on, s.half) for s in sessions]
    assert used == sorted(set(used)) == slots[: len(used)]
    placed = sum(s.periods for s in sessions)
    assert placed + sum(lesson.periods for lesson in left_out) == sum(lesson.periods for lesson in plans)
    assert not left_out or len(sessions) == len(slots)


@given(days)
def test_half_days_keep_to_their_weekdays(when):
    found = half_days(when)
    assert all(day.weekday() in when.weekdays and day not in when.skip for day, _half in found)
    assert all(when.start_on <= day <= when.last_on for day, _half in found)


@given(st.integers(0, 400), st.integers(2, 60))
def test_groups_hold_everybody_and_differ_by_one(people, size):
    numbers = divide_into_groups(people, group_count(people, size))
    assert len(numbers) == people
    assert numbers == sorted(numbers)
    sizes = [numbers.count(number) for number in set(numbers)]
    assert not sizes or max(sizes) - min(sizes) <= 1


@given(st.integers(20, 400), st.integers(10, 15))
def test_groups_have_10_to_15_people(people, size):
    count = group_count(people, size)
    assert people / count <= 15
    assert people // count >= 10


@given(st.integers(0, 500), st.integers(0, 500))
def test_barred_exactly_when_more_than_the_bound(absent, total):
    absent = min(absent, total)
    barred = is_barred(absent, total, 20)
    assert barred == (total > 0 and Decimal(absent) / total > Decimal("0.2"))
    assert 0 <= absence_percent(absent, total) <= 100


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 50), st.integers(0, 50))
def test_seats_missing_is_what_is_beyond(seats, active, leaving, coming):
    leaving = min(leaving, active)
    missing = seats_missing(seats, active, leaving, coming)
    assert missing == max(0, active - leaving + coming - seats)


@given(st.decimals(0, 10, places=2), st.integers(0, 50))
def test_proposal_never_passes_who_is_barred_and_bands_agree_with_outcome(mark, absent):
    proposal = propose_result(
        kind="mark",
        bands=BANDS,
        pass_mark=Decimal(5),
        max_absence_percent=20,
        mark=mark,
        band_code="",
        entered_outcome="",
        absent_periods=absent,
        total_periods=50,
    )
    assert proposal.barred == (absent > 10)
    assert (proposal.outcome == "completed") == (mark >= 5 and absent <= 10)
    passing = {code for code, _name, _min, is_pass in BANDS if is_pass}
    if proposal.band_code:
        assert (proposal.band_code in passing) == (proposal.outcome == "completed")
    assert proposal.why
