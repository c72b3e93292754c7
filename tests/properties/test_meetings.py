"""Whoever is summoned where, and whatever is told how often: sums of branches are the whole, and nobody is counted twice."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.reporting import api as reporting

DAY = date(2026, 5, 20)
# a root, two branches, leaves of different depth: unit n hangs below (n - 1) // 2
N = 9
POINTS = 4

numbers = st.one_of(st.none(), st.integers(0, 30))
tellings = st.lists(st.tuples(st.integers(0, POINTS - 1), st.integers(0, N - 1), numbers, numbers), max_size=25)
summons = st.lists(st.tuples(st.integers(0, POINTS - 1), st.integers(0, N - 1)), min_size=1, max_size=14)
homes = st.lists(st.integers(0, N - 1), max_size=12)


class StudySessions(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(summons=summons, tellings=tellings, homes=homes)
    def test_every_node_is_the_sum_of_its_branches(self, summons, tellings, homes):
        units = _found()
        _settle(units, homes)
        sessions, points = _hold(units, summons)
        told = _tell(units, points, tellings)
        parents = {n: (n - 1) // 2 for n in range(1, N)}
        for n, unit in enumerate(units):
            report = reporting.compute_study_report(unit=unit, from_=DAY, to=DAY)
            below = {m for m in range(N) if _is_under(m, n, parents)}
            expected = {
                "present": sum(there or 0 for (p, m), (_i, there) in told.items() if m in below and p != POINTS - 1),
                "made_up": sum(there or 0 for (p, m), (_i, there) in told.items() if m in below and p == POINTS - 1),
                "invited": sum(invited or 0 for (_p, m), (invited, _t) in told.items() if m in below),
            }
            for name, number in expected.items():
                assert getattr(report.totals, name) == number
            for name in ("units", "answered", "invited", "present", "made_up", "members"):
                assert getattr(report.totals, name) == sum(getattr(row.counts, name) for row in report.rows), name
            for row in report.rows:
                if row.is_below:
                    child = reporting.compute_study_report(unit=org.get_unit(row.code), from_=DAY, to=DAY)
                    assert child.totals == row.counts
        for session in sessions:
            summoned = set(session.summoned.values_list("unit__code", flat=True))
            reached = sum(any(_is_under(home, m, parents) for m in range(N) if f"u{m}" in summoned) for home in homes)
            assert sum(session.summoned.values_list("members", flat=True)) == reached, "each member once"


def _found():
    return org.found_units(
        actor=None,
        units=[
            org.NewUnit(
                code=f"u{n}",
                name=f"Đơn vị {n}",
                kind="cell",
                parent_code=f"u{(n - 1) // 2}" if n else None,
                valid_from=date(2020, 1, 1),
            )
            for n in range(N)
        ],
    )


def _settle(units, homes):
    people.add_people(
        actor=None,
        people=[
            people.NewPerson(
                full_name=f"Người Mẫu {number}",
                birth="1980",
                sex="male",
                belongings=(people.NewBelonging(units[home].pk, "official_cell", date(2020, 1, 1)),),
            )
            for number, home in enumerate(homes)
        ],
    )


def _hold(units, summons):
    """Two study sessions: points 0 and 1 of the first, 2 of the second, the last one makes up for the first."""
    sessions = [
        meetings.call_study_session(actor=None, organiser=units[0], topic=f"Phiên {n}", opens_on=DAY) for n in range(2)
    ]
    points = [
        meetings.add_point(
            actor=None, session=sessions[int(n == 2)], place=f"Điểm {n}", on=DAY, is_makeup=n == POINTS - 1
        )
        for n in range(POINTS)
    ]
    for point, unit in summons:
        if point != POINTS - 1:
            meetings.summon_units(actor=None, point=points[point], units=[units[unit]])
    return sessions, points


def _tell(units, points, tellings):
    """What is told last stands; what is refused changes nothing. (point, unit) → (invited, present)."""
    found = {}
    for point, unit, invited, present in tellings:
        line = meetings.Told(units[unit].pk, None if point == POINTS - 1 else invited, present)
        try:
            meetings.record_headcounts(actor=None, point=points[point], told=[line])
        except meetings.NotSummoned:
            continue
        found[point, unit] = (line.invited, line.present)
    return found


def _is_under(unit, above, parents):
    while unit != above:
        if unit not in parents:
            return False
        unit = parents[unit]
    return True
