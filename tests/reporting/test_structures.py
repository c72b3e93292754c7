"""Figures as it was then, and through the structure of a later day: the same totals, told by other units."""

from datetime import UTC, date, datetime

import pytest

from hocvien.org import api as org
from hocvien.reporting import api as reporting
from tests.reporting.conftest import make_people, make_programme

DAY = date(2025, 7, 1)
SEEN = date(2026, 1, 1)
YEAR = {"from_": date(2022, 1, 1), "to": date(2023, 12, 31)}
REFORM = (
    org.Found("xa-moi", "Đảng ủy xã Mới", "other", "tinh"),
    org.Found("xa-khac", "Đảng ủy xã Khác", "other", "tinh"),
    org.Merge(("xa-1",), "xa-moi"),
    org.Merge(("xa-2",), "xa-khac"),
    org.Dissolve("huyen-b"),
    org.Split("huyen-a", (org.SplitPart("xa-moi", ("trung-tam",)), org.SplitPart("xa-khac"))),
)
AFTER = ("tinh", "truong", "xa-moi", "xa-khac", "xa-3", "trung-tam", "ngoai")
ENDED = ("huyen-a", "huyen-b", "xa-1", "xa-2")


@pytest.fixture
def reformed(random_world):
    def fill(seed):
        world = random_world(seed)
        now = datetime(2025, 7, 2, tzinfo=UTC)
        made = org.record_reorganisation(
            actor=None, title="Sắp xếp", resolution="", steps=REFORM, on=DAY, today=now.date(), now=now
        )
        assert made.status == "executed"
        return world

    return fill


def figures(report):
    """What is counted, without by whom it is told."""
    beside = {
        part: (sum(row.classes for row in rows), sum(row.participations for row in rows))
        for part, rows in (("joint", report.joint), ("sent", report.sent))
    }
    programmes = {row.code: (row.classes, row.participations, row.persons, row.female) for row in report.programmes}
    return report.classes, report.totals, programmes, beside


@pytest.mark.parametrize("basis", reporting.BASES)
@pytest.mark.parametrize("seed", range(4))
def test_both_structures_add_up_to_the_same(reformed, seed, basis):
    reformed(seed)
    tops = [org.get_unit("tinh"), org.get_unit("ngoai"), *(org.get_unit(code) for code in ENDED)]
    for unit in tops:
        then = reporting.compute_report(unit=unit, **YEAR, basis=basis)
        now = reporting.compute_report(unit=unit, **YEAR, basis=basis, seen_on=SEEN)
        assert figures(then) == figures(now), unit.code
        for report in (then, now):
            assert sum(row.participations for row in report.by_sending_unit) == report.totals.participations


@pytest.mark.parametrize("seed", range(4))
def test_successors_and_what_nobody_carries_add_up_to_the_superior(reformed, seed):
    reformed(seed)
    whole = reporting.compute_report(unit=org.get_unit("tinh"), **YEAR, seen_on=SEEN)
    below = [
        reporting.compute_report(unit=org.get_unit(code), **YEAR, seen_on=SEEN)
        for code in ("truong", "xa-moi", "xa-khac", "xa-3")
    ]
    alone = reporting.classes_behind(reporting.ask(unit=org.get_unit("tinh"), **YEAR, seen_on=SEEN)).filter(
        opened_by__code__in=["tinh", "huyen-a", "huyen-b"]
    )
    assert whole.classes == sum(report.classes for report in below) + alone.count()


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_opens_exactly_its_rows_through_today(reformed, seed):
    reformed(seed)
    for code in (*AFTER, *ENDED):
        asked = {"unit": org.get_unit(code), **YEAR, "seen_on": SEEN}
        report, question = reporting.compute_report(**asked), reporting.ask(**asked)

        def behind(part, question=question, **where):
            people = reporting.participations_behind(question, part, **where)
            persons = people.order_by().values("person_id").distinct().count()
            return reporting.classes_behind(question, part, **where).count(), people.count(), persons

        assert behind("own") == (report.classes, report.totals.participations, report.totals.persons)
        for part, rows in (("joint", report.joint), ("sent", report.sent)):
            for row in rows:
                found = behind(part, programme_code=row.code, partner_code=row.partner_code)
                assert found == (row.classes, row.participations, row.persons), (code, part, row)
        for row in report.by_sending_unit:
            assert behind("own", sender_code=row.code) == (row.classes, row.participations, row.persons), (code, row)


def test_a_divided_past_is_a_row_of_its_own(world):
    programme = make_programme("NTVD", 1)
    first, second = make_people(2)
    made = world.open("l1", programme, "tinh", date(2023, 3, 1))
    world.admit(made, first, "huyen-a")
    world.admit(made, second, "xa-1-c1")
    now = datetime(2025, 7, 2, tzinfo=UTC)
    org.record_reorganisation(
        actor=None, title="Sắp xếp", resolution="", steps=REFORM, on=DAY, today=now.date(), now=now
    )
    unit = org.get_unit("tinh")
    then = reporting.compute_report(unit=unit, **YEAR)
    through = reporting.compute_report(unit=unit, **YEAR, seen_on=SEEN)
    assert [(row.code, row.participations) for row in then.by_sending_unit] == [("huyen-a", 2)]
    assert [(row.name, row.participations, row.is_past) for row in through.by_sending_unit] == [
        ("Đảng ủy xã Mới", 1, False),
        ("Đơn vị huyen-a (đơn vị cũ, chưa phân bổ)", 1, True),
    ]
    assert any("tổ chức ngày 01/01/2026" in note for note in reporting.notes(through))
