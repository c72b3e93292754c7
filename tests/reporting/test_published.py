"""What was published, beside what is counted: of just this period, by the name of a term, in every format, and never added."""

import io
from datetime import date

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from hocvien.exchange import api as exchange
from hocvien.figures import api as figures
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from tests import scenarios
from tests.kept import kept

TERM = {"label": "nhiệm kỳ 2015 - 2020", "first_on": date(2015, 1, 1), "last_on": date(2020, 12, 31)}
LINES = (
    figures.NewLine(programme="NTVD", classes=5, participants=485, counted_as="nguoi"),
    figures.NewLine(programme="DVM", classes=4, participants=276, counted_as="nguoi"),
    figures.NewLine(
        programme="CCLLCT",
        classes=2,
        participants=170,
        counted_as="nguoi",
        is_intakes=True,
        is_sent=True,
        in_totals=False,
    ),
)


@kept(today=scenarios.TODAY)
def world():
    return scenarios.found_place()


def publish(world, *lines, title="Báo cáo mẫu nhiệm kỳ", **more):
    return figures.take_over(
        actor=None,
        unit=world.units["huyen"],
        citation=figures.Citation(title),
        lines=lines or LINES,
        **{**TERM, **more},
    )


def ask(world, code, **more):
    unit = world.units["huyen"]
    period = reporting.read_period(code, unit, scenarios.TODAY, until=scenarios.TODAY)
    return reporting.compute_report(unit=unit, from_=period.from_, to=period.to, term=period.name, **more)


def test_a_term_nobody_recorded_is_understood_from_its_publication(world):
    with pytest.raises(org.TermUnknown):
        ask(world, "nk2015")
    publish(world)
    answer = ask(world, "nk2015")
    (told,) = answer.published
    assert (told.fit, told.classes, told.participants, told.is_summed) == ("same", 9, 761, True)
    assert reporting.period_words(answer).startswith("nhiệm kỳ 2015–2020")
    words = reporting.paragraph(answer)
    assert "chương trình không có số liệu lớp" in words
    assert "09 lớp, 761 người (cộng các mục)" in words
    assert "cử đi học nơi khác: " in words
    assert "02 khóa, 170 người" in words
    with pytest.raises(org.TermUnknown):
        ask(world, "nk2010")


def test_a_term_with_days_of_its_own_is_met_by_its_name(world):
    org.record_fact(
        actor=None,
        unit=world.units["huyen"],
        value=org.Term("2020–2025"),
        valid_from=date(2020, 8, 1),
        valid_to=date(2025, 8, 1),
        source="Nghị quyết đại hội (mẫu)",
    )
    publish(world, label="Nhiệm kỳ 2020-2025", first_on=date(2020, 1, 1), last_on=date(2025, 12, 31))
    publish(world, title="B", label="Năm 2021", first_on=date(2021, 1, 1), last_on=date(2021, 12, 31))
    publish(world, title="C", label="Năm 2019", first_on=date(2019, 1, 1), last_on=date(2019, 12, 31))
    answer = ask(world, "nk2020")
    assert (answer.from_, answer.to) == (date(2020, 8, 1), date(2025, 7, 31))
    assert [(told.label, told.fit) for told in answer.published] == [
        ("Nhiệm kỳ 2020-2025", "same"),
        ("Năm 2021", "part"),
    ]


def test_a_wider_period_answers_for_a_term_alone(world):
    publish(world, label="hai nhiệm kỳ", first_on=date(2010, 1, 1), last_on=date(2020, 12, 31), are_days_assumed=True)
    assert ask(world, "2016").published == ()
    org.record_fact(
        actor=None,
        unit=world.units["huyen"],
        value=org.Term("2015–2020"),
        valid_from=date(2020, 1, 1),
        valid_to=date(2020, 8, 1),
        source="Nghị quyết đại hội (mẫu)",
    )
    (told,) = ask(world, "nk2020").published
    assert (told.fit, told.are_days_assumed) == ("wider", True)
    assert "kỳ rộng hơn" in reporting.report_as_text(ask(world, "nk2020"))


def test_every_format_tells_the_same_and_adds_nothing(world):
    scenarios.open_class(world)
    year = scenarios.OPENS.year
    total = figures.NewLine(
        is_total=True, classes=7, participants=70_000, participants_to=78_000, counted_as="luot", qualifier="about"
    )
    alone = reporting.compute_report(unit=world.units["huyen"], from_=date(year, 1, 1), to=date(year, 12, 31))
    publish(
        world,
        total,
        LINES[0],
        label=f"Năm {year}",
        first_on=date(year, 1, 1),
        last_on=date(year, 12, 31),
        title="Nguồn X",
    )
    answer = reporting.compute_report(unit=world.units["huyen"], from_=date(year, 1, 1), to=date(year, 12, 31))
    assert (answer.classes, answer.totals, answer.programmes) == (alone.classes, alone.totals, alone.programmes)
    assert "published" not in alone.as_json()
    (told,) = answer.as_json()["published"]
    assert (told["source"], told["participants"], told["participants_to"]) == ("Nguồn X", 70_000, 78_000)
    assert [line["code"] for line in told["lines"]] == ["NTVD"]
    assert reporting.paragraph(answer) == reporting.paragraph(alone)
    text = reporting.report_as_text(answer)
    assert "theo Nguồn X" in text
    assert "70.000–78.000" in text
    assert "485" in text
    rows = [line.split(",") for line in reporting.report_as_csv(answer).splitlines()]
    assert [row[0] for row in rows if row[0].startswith("published")] == ["published", "published_item"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(exchange.render_report_xlsx(answer)))
    cells = book.get_sheet_by_index(0).to_python()
    assert any("theo Nguồn X" in str(row[1]) and row[3] == "70.000–78.000" for row in cells)
    assert any("Nhận thức" in str(row[1]) and row[2] == 5 and row[4] == 485 for row in cells)
    document = Document(io.BytesIO(exchange.render_report_docx(answer)))
    assert any("theo Nguồn X" in cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_a_term_known_from_a_publication_is_offered_and_understood(world):
    publish(world)
    publish(world, title="B", label="Nhiệm kỳ 2010-2015", first_on=date(2010, 1, 1), last_on=date(2015, 12, 31))
    unit = world.units["huyen"]
    offered = reporting.published_terms(unit.pk)
    assert [(one.code, one.name) for one in offered] == [("nk2015", "2015–2020"), ("nk2010", "2010–2015")]
    for one in offered:
        assert reporting.read_period(one.code, unit, scenarios.TODAY, until=scenarios.TODAY) == one
    publish(world, title="C", label="nhiệm kỳ 2015-2020", first_on=date(2015, 9, 1), last_on=date(2020, 8, 31))
    assert [one.code for one in reporting.published_terms(unit.pk)] == ["nk2010"]


def test_published_years_of_a_term_stand_programme_by_year_and_are_added(world):
    def year(number, *lines, title="A"):
        days = {"first_on": date(number, 1, 1), "last_on": date(number, 12, 31)}
        publish(world, *lines, title=title, label=f"Năm {number}", **days)

    year(2015, figures.NewLine("NTVD", classes=3, participants=150), figures.NewLine("DVM", participants=80))
    year(2016, figures.NewLine("NTVD", classes=2, participants=100, qualifier="about"))
    year(2017, figures.NewLine("NTVD", classes=9, participants=900))
    year(2017, figures.NewLine("NTVD", classes=8, participants=800), title="B")
    publish(world, label="6 tháng đầu năm 2016", first_on=date(2016, 1, 1), last_on=date(2016, 6, 30))
    report = reporting.compute_report(unit=world.units["huyen"], from_=date(2015, 1, 1), to=date(2020, 12, 31))
    found = reporting.published_by_year(report)
    assert (found.years, found.left_out) == ((2015, 2016), [2017])
    told = {
        row.title: [(cell.classes, cell.participants, cell.is_hedged) for cell in (*row.cells, row.sum)]
        for row in found.rows
    }
    assert list(told.values()) == [
        [(3, 150, False), (2, 100, True), (5, 250, True)],
        [(None, 80, False), (None, None, False), (None, 80, False)],
    ]
    # 2015 does not say how many classes one of its programmes had, so its classes are not told as a whole
    assert (found.total.sum.classes, found.total.sum.participants) == (2, 330)
    assert "2017" in found.note
    one_year = reporting.compute_report(unit=world.units["huyen"], from_=date(2015, 1, 1), to=date(2015, 12, 31))
    assert reporting.published_by_year(one_year) is None
