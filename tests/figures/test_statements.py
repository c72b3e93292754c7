"""Published figures: taken over with a citation, never changed, withdrawn with a reason, seen by who sees figures there."""

from datetime import date

import pytest

from hocvien.access.api import NotAllowed
from hocvien.figures import api as figures
from hocvien.journal.models import Entry
from hocvien.reporting import api as reporting
from tests import scenarios
from tests.kept import kept

YEAR = {"label": "Năm 2015", "first_on": date(2015, 1, 1), "last_on": date(2015, 12, 31)}
SOURCE = figures.Citation(title="Báo cáo mẫu năm 2015", number="12-BC/TTCT")
TOTAL = figures.NewLine(is_total=True, classes=12, participants=903, counted_as="luot")


@kept(today=scenarios.TODAY)
def world():
    return scenarios.found_place()


def take(world, *lines, unit="huyen", actor=None, **more):
    return figures.take_over(
        actor=actor, unit=world.units[unit], lines=lines or [TOTAL], **{**YEAR, "citation": SOURCE, **more}
    )


def test_take_over_keeps_what_was_published_and_tells_the_journal(world):
    statement = take(
        world, TOTAL, figures.NewLine(programme="DVM", classes=2, participants=119, as_read={"classes": 3})
    )
    kept = figures.get_statement_for(None, statement.uuid, scenarios.TODAY)
    assert [(line.programme, line.classes, line.participants) for line in kept.lines.all()] == [
        ("", 12, 903),
        ("DVM", 2, 119),
    ]
    assert kept.lines.all()[1].as_read == {"classes": 3}
    entry = Entry.objects.get(verb="figures.take_over")
    assert entry.unit_code == world.units["huyen"].code


def test_take_over_refuses_nothing_to_keep_and_upside_down_days(world):
    with pytest.raises(figures.StatementEmpty):
        figures.take_over(actor=None, unit=world.units["huyen"], lines=[], citation=SOURCE, **YEAR)
    with pytest.raises(figures.StatementRefused) as refused:
        take(world, first_on=date(2015, 12, 31), last_on=date(2015, 1, 1))
    assert "Ngày cuối của kỳ" in str(refused.value)
    with pytest.raises(figures.StatementRefused):
        take(world, figures.NewLine(programme="DVM"))
    assert not figures.Statement.objects.exists()


def test_the_same_source_tells_a_period_once_until_it_is_withdrawn(world):
    first = take(world)
    with pytest.raises(figures.StatementTwin):
        take(world)
    with pytest.raises(figures.WithdrawalReasonMissing):
        figures.withdraw(actor=None, statement=first, reason=" ")
    figures.withdraw(actor=None, statement=first, reason="ghi nhầm kỳ")
    with pytest.raises(figures.StatementWithdrawn):
        figures.withdraw(actor=None, statement=first, reason="ghi nhầm kỳ")
    take(world)
    assert [told.uuid for told in figures.told_of(world.units["huyen"].pk)] != [str(first.uuid)]


def test_only_who_keeps_figures_there_takes_them_over(world):
    with pytest.raises(NotAllowed):
        take(world, actor=world.users["outsider"])
    statement = take(world)
    with pytest.raises(figures.StatementNotFound):
        figures.get_statement_for(world.users["outsider"], statement.uuid, scenarios.TODAY)


def test_without_a_total_the_lines_within_it_are_summed_and_said_to_be(world):
    take(
        world,
        figures.NewLine(programme="NTVD", classes=5, participants=485, counted_as="nguoi"),
        figures.NewLine(programme="DVM", classes=4, participants=276, counted_as="nguoi"),
        figures.NewLine(programme="CCLLCT", participants=170, is_sent=True, in_totals=False),
        figures.NewLine(programme="TCLLCT", classes=1, participants=78, is_joint=True, in_totals=False),
        figures.NewLine(programme="DOAN", classes=9, participants=900, is_planned=True, in_totals=False),
    )
    (told,) = figures.told_of(world.units["huyen"].pk)
    assert (told.classes, told.participants, told.counted_as, told.is_summed) == (9, 761, "nguoi", True)
    (candidates,) = figures.told_of(world.units["huyen"].pk, programme="NTVD")
    assert (candidates.classes, candidates.participants, candidates.is_summed) == (5, 485, False)
    assert figures.told_of(world.units["huyen"].pk, programme="CCLLCT") == []


def test_a_number_that_is_not_told_makes_no_sum(world):
    take(
        world,
        figures.NewLine(programme="NTVD", classes=5, participants=485),
        figures.NewLine(programme="GV", classes=6),
    )
    (told,) = figures.told_of(world.units["huyen"].pk)
    assert (told.classes, told.participants) == (11, None)


def test_series_joins_years_and_keeps_the_two_kinds_apart(world, django_assert_max_num_queries):
    take(world)
    take(world, label="nhiệm kỳ 2015 - 2020", first_on=date(2015, 1, 1), last_on=date(2020, 12, 31))
    opened = scenarios.OPENS
    scenarios.open_class(world)
    with django_assert_max_num_queries(7):
        series = reporting.compute_series(unit=world.units["huyen"], last=date(opened.year, 12, 31))
    assert [one.year for one in series.years] == list(range(2015, opened.year + 1))
    first, last = series.years[0], series.years[-1]
    assert (first.classes, first.published[0].participants) == (None, 903)
    assert (last.classes, last.published) == (1, ())
    assert [one.label for one in series.periods] == ["nhiệm kỳ 2015 - 2020"]
    term, year = reporting.published_of_period(world.units["huyen"], date(2015, 1, 1), date(2020, 12, 31))
    assert (term.classes, term.fit, year.fit) == (12, "same", "part")
