"""One answer in every form: page, workbook, CSV, JSON, the command, a paper and the API say the same figures, whatever is asked."""

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from hocvien.access import api as access
from hocvien.common.periods import parse_period
from hocvien.console.main import main
from hocvien.exchange import api as exchange
from hocvien.official_papers import api as official
from hocvien.reporting import api as reporting
from hocvien.web.data_api import callers
from tests import scenarios

MEASURES = [one.code for one in reporting.MEASURES]
DAY = date(2026, 6, 30)
PERIOD = parse_period("2026-6m")
DIMENSIONS = ["", *(one.code for one in reporting.DIMENSIONS)]


@pytest.fixture
def office(db, settings, client, monkeypatch):
    settings.HOCVIEN_TODAY = "2026-06-30"
    monkeypatch.setattr(callers, "MOST_A_MINUTE", 1_000)
    world = scenarios.found_place()
    scenarios.give_account(world, "reader", ("inspector", "huyen"))
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 3)
    scenarios.admit_people(world, training_class, 2, unit="xa-b")
    client.force_login(world.reader)
    _row, world.secret = access.make_token(
        actor=world.reader,
        name="Kho dữ liệu",
        unit=world.units["huyen"],
        includes_below=True,
        last_day=DAY + timedelta(days=30),
        today=DAY,
        now=scenarios.at(DAY),
    )
    world.paper = official.begin_report(
        actor=None, unit=world.units["huyen"], kind="report", period=PERIOD, now=scenarios.at(DAY), today=DAY
    )
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


def is_in_words(answer):
    """Nothing by which it is told apart, or nothing at all."""
    return not answer.breakdown.dimensions or (answer.is_empty and not answer.unknown)


def in_paper(world, answer, basis):
    """The cells of figures as a paper writes them, or its sentence; None where a table is too wide for one."""
    breakdown = answer.breakdown
    given = {"actor": None, "paper": world.paper, "now": scenarios.at(DAY), "today": DAY}
    try:
        block = official.add_question(**given, breakdown=breakdown, basis=basis)
    except official.TableTooWide:
        return None
    part = official.contents_of(official.get_paper_for(None, world.paper.uuid, DAY), DAY).parts[0]
    official.remove_block(**given, block=block.uuid)
    if is_in_words(answer):
        return part.paragraphs[-1]
    return [list(row[2:]) for row in part.grids[-1].rows]


def written(measure, figure):
    if figure is None:
        return "–"
    is_share = next(one.how for one in reporting.MEASURES if one.code == measure) == "share"
    return reporting.official_percent(figure, 1) if is_share else f"{figure:,}".replace(",", ".")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example((["classes"], "", "programme", "finished"))
@example((["participations", "persons"], "month", "", "finished"))
@given(asked)
def test_every_form_says_the_same(office, client, tmp_path_factory, asked):
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
    machine = client.get(reverse("reports:breakdown-json"), query).json()
    assert [[value for place in row["figures"] for value in place.values()] for row in machine["rows_of"]] == figures

    of_programs = {**query, "rows": rows or "-"}
    headers = {"Authorization": f"Bearer {office.secret}"}
    assert client.get("/api/v1/breakdown", of_programs, headers=headers).json()["answer"] == machine
    lines = client.get("/api/v1/breakdown", {**of_programs, "format": "csv"}, headers=headers).content.decode()
    assert lines == reporting.answer_as_csv(answer)

    command = ["report", "--unit", "huyen", "--period", "2026-6m", "--basis", basis, "--format", "json"]
    said = tmp_path_factory.mktemp("said") / "answer.json"
    assert (
        main([*command, "--measures", ",".join(measures), "--rows", rows, "--columns", columns, "--output", str(said)])
        == 0
    )
    assert json.loads(said.read_text("utf-8")) == machine

    paper = in_paper(office, answer, basis)
    texts = [
        [written(code, value) for code, value in zip(measures * (len(row) // width), row, strict=True)]
        for row in figures
    ]
    if isinstance(paper, str) and answer.breakdown.dimensions:
        assert paper.endswith(": không có.")
        assert not any(value for row in figures for value in row)
    elif isinstance(paper, str):
        numbers = [
            reporting.official_number(value) if isinstance(value, int) else text
            for value, text in zip(figures[0], texts[0], strict=True)
        ]
        assert all(text in paper or number in paper for text, number in zip(texts[0], numbers, strict=True))
    elif paper is not None:
        assert paper == texts

    shown = client.get(reverse("reports:breakdown"), query)
    grid = shown.context["grid"]
    drawn = [[cell.value for cell in row.cells] for row in (*grid.rows, grid.total)]
    assert drawn == figures
    if not answer.is_empty:
        numbers = [value for row in figures for value in row if isinstance(value, int) and value]
        table = re.search(r"<table class=\"data rep\".*?</table>", shown.content.decode(), flags=re.DOTALL).group()
        assert len(re.findall(r">\d[\d.]*<", table)) >= len(numbers)
