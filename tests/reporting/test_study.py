"""Study sessions of a period by unit: each number once at every node, by the structure of then and of now."""

from datetime import date

from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from tests import scenarios
from tests.kept import kept

FIRST, SECOND, MOVED = date(2026, 3, 10), date(2026, 5, 10), date(2026, 4, 1)
YEAR = {"from_": date(2026, 1, 1), "to": date(2026, 12, 31)}


@kept()
def world():
    world = scenarios.found_place(seeded=False)
    for number, cell in ((5, "xa-a-cb1"), (3, "xa-b-cb1"), (4, "xa-z-cb1")):
        scenarios.add_members(world, number, cell=cell)
    return world


def hold(world, organiser, day, topic, told, *, makeup=()):
    """A study session where these units were summoned: {code: (invited, present)}; make-up {code: present}."""
    session = meetings.call_study_session(actor=None, organiser=world.units[organiser], topic=topic, opens_on=day)
    point = meetings.add_point(actor=None, session=session, place="Hội trường", on=day)
    meetings.summon_units(actor=None, point=point, units=[world.units[code] for code in told])
    lines = [meetings.Told(world.units[code].pk, *numbers) for code, numbers in told.items()]
    meetings.record_headcounts(actor=None, point=point, told=lines)
    if makeup:
        point = meetings.add_point(actor=None, session=session, place="Học bù", on=day, is_makeup=True)
        lines = [meetings.Told(world.units[code].pk, None, number) for code, number in dict(makeup).items()]
        meetings.record_headcounts(actor=None, point=point, told=lines)
    return session


def ask(world, code, **more):
    return reporting.compute_study_report(unit=world.units[code], **YEAR, **more)


def rows(report):
    return {row.code: row.counts for row in report.rows}


def test_sums_of_branches_are_the_whole(world):
    hold(world, "tinh", FIRST, "Một", {"xa-a": (5, 4), "xa-z": (4, 2)}, makeup={"xa-a": 1})
    hold(world, "huyen", SECOND, "Hai", {"xa-a-cb1": (5, 5), "huyen": (1, 1), "xa-b": (3, None)})
    report = ask(world, "tinh")
    assert report.totals == reporting.StudyCounts(
        sessions=2, units=5, answered=4, invited=18, present=12, made_up=1, members=17
    )
    assert rows(report)["huyen-khac"].present == 2
    assert rows(report)["huyen"] == reporting.StudyCounts(
        sessions=2, units=4, answered=3, invited=14, present=10, made_up=1, members=13
    )
    district = ask(world, "huyen")
    assert district.totals == rows(report)["huyen"]
    assert [row.code for row in district.rows] == ["xa-a", "xa-b", "huyen"], "the unit itself stands last"
    assert rows(district)["xa-a"] == reporting.StudyCounts(
        sessions=2, units=2, answered=2, invited=10, present=9, made_up=1, members=10
    )
    assert rows(district)["xa-a"].share == 1.0
    assert ask(world, "truong").rows == ()


def test_each_day_keeps_its_structure_and_now_shows_where_it_stands(world):
    hold(world, "tinh", FIRST, "Trước khi chuyển", {"xa-a": (5, 4)})
    org.move_unit(actor=None, unit=world.units["xa-a"], parent=world.units["huyen-khac"], on=MOVED)
    hold(world, "tinh", SECOND, "Sau khi chuyển", {"xa-a": (5, 3)})
    then = rows(ask(world, "tinh"))
    assert (then["huyen"].present, then["huyen-khac"].present) == (4, 3)
    now = rows(ask(world, "tinh", seen_on=date(2026, 6, 1)))
    assert "huyen" not in now
    assert now["huyen-khac"].present == 7
    assert ask(world, "huyen").totals.present == 4


def test_what_stands_behind_a_figure_is_what_it_counts(world):
    hold(world, "tinh", FIRST, "Một", {"xa-a": (5, 4), "xa-z": (4, 2)})
    hold(world, "huyen", SECOND, "Hai", {"xa-a-cb1": (5, 5), "huyen": (1, 1)})
    for code in ("tinh", "huyen", "xa-a"):
        for seen_on in (None, SECOND):
            report = ask(world, code, seen_on=seen_on)
            question = reporting.ask(unit=world.units[code], **YEAR, seen_on=seen_on)
            for row in report.rows:
                behind = reporting.study_units_behind(question, branch_code=row.code)
                found = meetings.sum_figures(one.figures for one in meetings.figures_of_units(behind))
                assert (found.units, found.present) == (row.counts.units, row.counts.present), (code, row.code)


def test_only_sessions_of_the_days_that_were_held_and_in_few_queries(world, django_assert_max_num_queries):
    for number in range(4):
        hold(world, "tinh", FIRST, f"Phiên {number}", {"xa-a": (5, 4), "xa-b": (3, 3)})
    hold(world, "tinh", date(2027, 1, 1), "Năm sau", {"xa-a": (5, 5)})
    with django_assert_max_num_queries(6):
        assert ask(world, "tinh").totals.sessions == 4
    assert ask(world, "tinh", known_on=date(2026, 2, 1)).totals == reporting.StudyCounts()


def test_study_sessions_are_in_no_figure_of_classes(world):
    hold(world, "huyen", FIRST, "Một", {"xa-a": (5, 4)})
    report = reporting.compute_report(unit=world.units["huyen"], **YEAR)
    assert (report.classes, report.totals.participations) == (0, 0)
