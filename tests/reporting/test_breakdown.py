"""Measures by dimensions against the standard report and against a count by hand."""

from datetime import date
from itertools import combinations

import pytest

from hocvien.common.periods import parse_period
from hocvien.reporting import api as reporting
from tests.reporting.test_compute import UNITS, YEAR, count_by_hand, figures


def ask(world, code, basis="opened", **more):
    return reporting.ask(unit=world.units[code], from_=YEAR[0], to=YEAR[1], basis=basis, **more)


@pytest.mark.parametrize("basis", reporting.BASES)
@pytest.mark.parametrize("seed", range(3))
def test_totals_are_those_of_the_standard_report_and_of_a_count_by_hand(random_world, seed, basis):
    world = random_world(seed)
    for code in UNITS:
        answer = reporting.break_down(
            ask(world, code, basis), reporting.Breakdown(("classes", "participations", "persons"), rows="programme")
        )
        (own, own_rows), _joint, _sent = count_by_hand(world, code, *YEAR, basis)
        assert (answer.figure("classes"), answer.figure("participations"), answer.figure("persons")) == (
            len(own),
            *figures(own_rows)[:2],
        )
        report = reporting.compute_report(unit=world.units[code], from_=YEAR[0], to=YEAR[1], basis=basis)
        told = {row.code: (row.classes, row.participations, row.persons) for row in report.programmes}
        assert told == {
            row.code: tuple(answer.figure(one, row.code) for one in ("classes", "participations", "persons"))
            for row in answer.rows
        }


EVERY = ("classes", "participations", "persons")
BY_UNIT = (
    "sender_branch",
    "sender_level_2",
    "sender_level_3",
    "sender",
    "opener_branch",
    "opener",
    "host",
    "certifier",
    "held_branch",
    "area",
)
BY_TIME = ("month", "quarter", "year", "school_year", "reporting_year", "term")
BY_CHOICE = (
    "family",
    "mode",
    "in_plan",
    "carried_over",
    "sex",
    "ethnicity_group",
    "age_band",
    "membership",
    "post_group",
    "field_of_work",
    "band",
    "outcome",
)


@pytest.mark.parametrize("through", [None, date(2024, 1, 1)])
@pytest.mark.parametrize("seed", [1, 4])
def test_additive_figures_sum_to_their_total_by_every_dimension(random_world, seed, through):
    world = random_world(seed)
    for code in ("tinh", "huyen-a", "xa-2", "ngoai"):
        question = ask(world, code, seen_on=through)
        whole = reporting.break_down(question, reporting.Breakdown(EVERY))
        for dimension in (*BY_UNIT, *BY_TIME, *BY_CHOICE):
            answer = reporting.break_down(question, reporting.Breakdown(EVERY, rows=dimension))
            where = (code, dimension)
            for measure in EVERY:
                assert answer.figure(measure) == whole.figure(measure), where
                parts = [answer.figure(measure, row.code) for row in answer.rows]
                if reporting.adds_up(measure, dimension):
                    assert sum(parts) == answer.figure(measure), where
                else:
                    assert not parts or max(parts) <= answer.figure(measure) <= sum(parts), where
            for row in (*answer.rows, reporting.Heading("", "")):
                assert answer.figure("persons", row.code) <= answer.figure("participations", row.code), where


def test_a_table_of_two_dimensions_has_the_totals_of_each(random_world):
    world = random_world(2)
    question = ask(world, "tinh", "running")
    table = reporting.break_down(question, reporting.Breakdown(EVERY, rows="programme", columns="sender_branch"))
    rows = reporting.break_down(question, reporting.Breakdown(EVERY, rows="programme"))
    columns = reporting.break_down(question, reporting.Breakdown(EVERY, rows="sender_branch"))
    assert table.rows
    assert table.columns
    for measure in ("participations", "persons"):
        assert [table.figure(measure, row.code) for row in table.rows] == [
            rows.figure(measure, row.code) for row in rows.rows
        ]
        assert [table.figure(measure, "", one.code) for one in table.columns] == [
            columns.figure(measure, one.code) for one in columns.rows
        ]
        for row in table.rows:
            in_row = [table.figure(measure, row.code, one.code) for one in table.columns]
            assert max(in_row, default=0) <= table.figure(measure, row.code) <= sum(in_row)


@pytest.mark.parametrize("seed", range(3))
def test_cells_of_a_form_are_the_figures_of_the_table(random_world, seed):
    world = random_world(seed)
    question = ask(world, "tinh")
    table = reporting.break_down(question, reporting.Breakdown(EVERY, rows="programme", columns="sex"))
    cells, told = [], []
    for measure in ("participations", "persons"):
        for row in table.rows:
            for column in table.columns:
                cells.append(reporting.Cell(measure, (("programme", (row.code,)), ("sex", (column.code,)))))
                told.append(table.figure(measure, row.code, column.code))
        cells.append(reporting.Cell(measure, (("sex", ("female", "male")),)))
        told.append(
            reporting.break_down(
                question, reporting.Breakdown((measure,), where=(("sex", ("female", "male")),))
            ).figure(measure)
        )
    assert reporting.measure_cells(question, cells) == told


def test_what_cannot_be_told_is_none_and_never_a_zero(random_world):
    world = random_world(1)
    by_band = reporting.break_down(ask(world, "tinh"), reporting.Breakdown(("sent", "periods_delivered"), rows="band"))
    assert by_band.figure("sent") is None
    assert by_band.figure("periods_delivered") is None
    by_month = reporting.break_down(ask(world, "tinh", "running"), reporting.Breakdown(EVERY, rows="month"))
    assert [by_month.figure(measure) for measure in EVERY] == [None, None, None]
    assert reporting.measure_cells(ask(world, "tinh"), [reporting.Cell("graduate_share")]) == [0.0]
    assert reporting.measure_cells(ask(world, "xa-1-c2"), [reporting.Cell("delivered_share")]) == [None]


def test_parts_stand_beside_the_total_and_are_never_in_it(random_world):
    world = random_world(3)
    for code in UNITS:
        answer = reporting.break_down(ask(world, code), reporting.Breakdown(EVERY, rows="part"))
        own, joint, sent = count_by_hand(world, code, *YEAR, "opened")
        for part, (classes, rows) in (("own", own), ("joint", joint), ("sent", sent)):
            told = tuple(answer.figure(measure, part) for measure in EVERY)
            assert told == (len(classes), *figures(rows)[:2]), (code, part)


def test_an_unknown_measure_or_dimension_is_refused_in_words(random_world):
    world = random_world(1)
    with pytest.raises(reporting.MeasureUnknown) as no_measure:
        reporting.break_down(ask(world, "tinh"), reporting.Breakdown(("heads",)))
    assert "participations" in str(no_measure.value)
    with pytest.raises(reporting.DimensionUnknown):
        reporting.break_down(ask(world, "tinh"), reporting.Breakdown(EVERY, rows="colour"))


def test_every_measure_can_be_asked_by_every_dimension(random_world, django_assert_max_num_queries):
    world = random_world(1)
    question = ask(world, "tinh")
    measures = tuple(measure.code for measure in reporting.MEASURES)
    for dimension in reporting.DIMENSIONS:
        with django_assert_max_num_queries(25):
            answer = reporting.break_down(question, reporting.Breakdown(measures, rows=dimension.code))
        assert answer.rows or answer.is_empty or answer.unknown
        assert dimension.title
        assert dimension.words
    assert all(measure.title and measure.words for measure in reporting.MEASURES)


@pytest.mark.parametrize("dimension", [*BY_UNIT, *BY_CHOICE, "month", "term", "part", "programme"])
def test_every_figure_opens_exactly_its_rows(random_world, dimension):
    world = random_world(2)
    question = ask(world, "tinh")
    breakdown = reporting.Breakdown(EVERY, rows=dimension, columns="" if dimension == "programme" else "programme")
    answer = reporting.break_down(question, breakdown)
    checked = 0
    for row in (*answer.rows, reporting.Heading("", "")):
        for column in (*answer.columns, reporting.Heading("", "")):
            at = (row.code, column.code)
            people = reporting.participations_of(question, breakdown, "participations", *at)
            assert people.count() == answer.figure("participations", *at), at
            assert people.order_by().values("person").distinct().count() == answer.figure("persons", *at), at
            assert reporting.classes_of(question, breakdown, "classes", *at).count() == answer.figure("classes", *at)
            checked += 1
    assert checked > 1
    assert reporting.participations_of(question, breakdown, "study_sessions") is None


# --- What is kept back ------------------------------------------------------------------------------------------------


TODAY = date(2024, 3, 1)
SPANS = (
    *("2022", "2023", "2023-6m", "2023-8m", "2023-9m", "2023-q1", "2023-q2", "2023-q3", "2023-q4"),
    *("2022-sy", "2023-sy", "2022-10-01..2023-09-30", "2022-10-01..2023-12-31"),
)


def tables_shown(world, dimension):
    """(unit, period) → value → the people and facts counted, of every table somebody without access to people is shown."""
    shown = {}
    breakdown = reporting.Breakdown(("participations",), rows=dimension)
    for code, unit in world.units.items():
        for span in SPANS:
            period = parse_period(span)
            question = reporting.ask(unit=unit, from_=period.from_, to=period.to, known_on=TODAY)
            answer = reporting.break_down_for_all(question, breakdown, TODAY)
            if answer.kept_back is None:
                counted = {
                    row.code: frozenset(
                        reporting.participations_of(question, breakdown, "participations", row.code).values_list(
                            "person_id", "pk"
                        )
                    )
                    for row in answer.rows
                }
                assert {row.code: answer.figure("participations", row.code) for row in answer.rows} == {
                    code: len(facts) for code, facts in counted.items()
                }
                shown[code, span] = counted
    return shown


@pytest.mark.parametrize(("seed", "dimension"), [(0, "membership"), (1, "ethnicity_group")])
def test_no_sum_or_difference_of_what_is_shown_is_of_few_people(random_world, seed, dimension):
    """All tables of all units and periods on offer, one commune moved: whatever is taken from whatever holds it leaves nobody or enough."""
    world = random_world(seed, people=100, classes=60, most=60)
    shown = tables_shown(world, dimension)
    assert len(shown) > 3
    for value in {value for table in shown.values() for value in table}:
        sets = {facts for table in shown.values() if (facts := table.get(value))}
        for whole in sets:
            assert len({person for person, _pk in whole}) >= 5
            inside = [one for one in sets if one < whole]
            for first, second in [*((one, frozenset()) for one in inside), *combinations(inside, 2)]:
                left = {person for person, _pk in whole - first - second}
                assert first & second or not left or len(left) >= 5, (value, len(whole), len(first), len(second))


@pytest.mark.parametrize(
    ("asked", "breakdown", "why"),
    [
        ({}, {"rows": "membership", "columns": "programme"}, "division"),
        ({}, {"rows": "membership", "columns": "age_band"}, "division"),
        ({}, {"rows": "membership", "where": (("sex", ("female",)),)}, "division"),
        ({}, {"rows": "part", "columns": "membership"}, "division"),
        ({}, {"rows": "sender_branch", "columns": "membership"}, "division"),
        ({"basis": "finished"}, {"rows": "membership"}, "counting"),
        ({"seen_on": TODAY}, {"rows": "membership"}, "counting"),
        ({"known_on": date(2023, 11, 3)}, {"rows": "membership"}, "counting"),
        ({"to": date(2023, 5, 31)}, {"rows": "membership"}, "days"),
        ({"from_": date(2022, 12, 15), "to": date(2023, 12, 14)}, {"rows": "membership"}, "days"),
        ({}, {"measures": ("persons", "sent"), "rows": "membership"}, "measures"),
    ],
)
def test_one_more_way_of_asking_is_one_more_table_to_subtract(random_world, asked, breakdown, why):
    world = random_world(0, people=100, classes=60, most=60)
    question = reporting.ask(
        **{"unit": world.units["tinh"], "from_": YEAR[0], "to": YEAR[1], "known_on": TODAY, **asked}
    )
    told = reporting.Breakdown(**{"measures": ("participations",), **breakdown})
    answer = reporting.break_down_for_all(question, told, TODAY)
    assert answer.kept_back == why
    values = {*(one.code for one in answer.rows), *(one.code for one in answer.columns)}
    # all values there are: those that occur would tell of somebody
    assert {"official", "probationary", "none", "-"} <= values or told.where
    assert all(
        answer.figure(measure, row, column) is None
        for measure in told.measures
        for row in ([one.code for one in answer.rows] or [""])
        for column in ([one.code for one in answer.columns] or [""])
    )


def test_beside_the_heads_of_a_sensitive_table_other_measures_are_left_out(random_world):
    world = random_world(0, people=100, classes=60, most=60)
    question = ask(world, "tinh", known_on=TODAY)
    told = reporting.Breakdown(("participations", "persons"), rows="membership", columns="year")
    answer = reporting.break_down_for_all(question, told, TODAY)
    open_ = reporting.break_down(question, told)
    assert answer.kept_back == "measures"
    for row in open_.rows:
        assert answer.figure("participations", row.code) == open_.figure("participations", row.code) > 0
        assert answer.figure("persons", row.code) is None
    assert answer.figure("persons") == open_.figure("persons")


def test_totals_that_are_not_sensitive_stay_and_the_rest_is_none(random_world):
    world = random_world(1)
    breakdown = reporting.Breakdown(("participations", "graduates"), rows="programme", columns="ethnicity_group")
    open_ = reporting.break_down(ask(world, "xa-1"), breakdown)
    kept = reporting.break_down_for_all(ask(world, "xa-1"), breakdown, TODAY)
    for row in open_.rows:
        assert kept.figure("participations", row.code) == open_.figure("participations", row.code)
        for column in open_.columns:
            assert kept.figure("graduates", row.code, column.code) is None
    picked = reporting.Breakdown(("participations",), where=(("ethnicity_group", ("minority",)),))
    assert reporting.break_down_for_all(ask(world, "xa-1"), picked, TODAY).figure("participations") in {None, 0}
