"""One answer in every form: table, workbook, CSV, text, JSON and the page say the same figures, whatever is asked."""

import csv
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from hocvien.exchange import api as exchange
from hocvien.reporting import api as reporting
from tests import scenarios

MEASURES = [one.code for one in reporting.MEASURES]
DIMENSIONS = ["", *(one.code for one in reporting.DIMENSIONS)]


@pytest.fixture
def office(db, settings, client):
    settings.HOCVIEN_TODAY = "2026-06-30"
    world = scenarios.found_place()
    scenarios.give_account(world, "reader", ("inspector", "huyen"))
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 3)
    scenarios.admit_people(world, training_class, 2, unit="xa-b")
    client.force_login(world.reader)
    return world


asked = st.tuples(
    st.lists(st.sampled_from(MEASURES), min_size=1, max_size=4, unique=True),
    st.sampled_from(DIMENSIONS),
    st.sampled_from(DIMENSIONS),
    st.sampled_from(reporting.BASES),
)


def told(answer):
    """(row, column, measure) → figure, of every place that is shown."""
    rows = [*(one.code for one in answer.rows), ""]
    columns = [*(one.code for one in answer.columns), ""]
    return [
        [answer.figure(measure, row, column) for column in columns for measure in answer.breakdown.measures]
        for row in rows
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked)
def test_every_form_says_the_same(office, client, asked):
    measures, rows, columns, basis = asked
    columns = "" if columns == rows else columns
    question = reporting.ask(
        unit=office.units["huyen"],
        from_=date(2026, 1, 1),
        to=date(2026, 6, 30),
        basis=basis,
        known_on=date(2026, 6, 30),
    )
    answer = reporting.break_down(question, reporting.Breakdown(tuple(measures), rows, columns))
    figures = told(answer)
    width = len(measures)

    book = CalamineWorkbook.from_filelike(io.BytesIO(exchange.render_breakdown_xlsx(answer, [])))
    sheet = book.get_sheet_by_index(0).to_python()[-len(figures) :]
    in_file = [[None if value == "" else value for value in row[2:]] for row in sheet]
    assert [row + [None] * (len(figures[0]) - len(row)) for row in in_file] == [
        [None if value is None else pytest.approx(value) for value in row] for row in figures
    ]

    lines = list(csv.reader(io.StringIO(reporting.answer_as_csv(answer).lstrip("\ufeff"))))[1:]
    assert [line[4:] for line in lines] == [
        ["" if value is None else str(value) for value in row[at : at + width]]
        for row in figures
        for at in range(0, len(row), width)
    ]

    query = {
        "unit": "huyen",
        "period": "2026-6m",
        "basis": basis,
        "m": measures,
        "rows": rows or " ",
        "columns": columns,
    }
    api = client.get(reverse("reports:breakdown-json"), query).json()
    assert [[value for place in row["figures"] for value in place.values()] for row in api["rows_of"]] == figures

    shown = client.get(reverse("reports:breakdown"), query)
    grid = shown.context["grid"]
    drawn = [[cell.value for cell in row.cells] for row in (*grid.rows, grid.total)]
    assert drawn == figures
    if not answer.is_empty:
        numbers = [value for row in figures for value in row if isinstance(value, int) and value]
        table = re.search(r"<table class=\"data rep\".*?</table>", shown.content.decode(), flags=re.DOTALL).group()
        assert len(re.findall(r">\d[\d.]*<", table)) >= len(numbers)
