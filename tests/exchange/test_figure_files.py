"""Workbooks of published figures: read, judged cell by cell, taken over whole or not at all, withdrawn as one."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from hocvien.exchange import api as exchange
from hocvien.exchange.arithmetic.figure_row import read_count
from hocvien.figures import api as figures
from hocvien.journal.models import Entry
from hocvien.org import api as org
from tests import scenarios
from tests.exchange.workbooks import old_workbook, open_document
from tests.kept import kept

HEADS = ("Đơn vị", "Kỳ", "Chương trình", "Số lớp", "Số học viên", "Là", "Nguồn")
GOOD = (
    ("Huyện ủy Mẫu", "8 tháng năm 2023", "Tổng", 10, 915, "", "Báo cáo mẫu 8 tháng"),
    ("", "", "NTVD", 3, 183, "", ""),
    ("", "", "bồi dưỡng đảng viên mới", "02", "119", "", ""),
    ("", "", "TCLLCT", 1, 78, "Phối hợp", ""),
    ("xa-a", "nhiệm kỳ 2015-2020", "NVCTD", "02 khóa", "gần 2.000", "", "Báo cáo mẫu nhiệm kỳ"),
)


def workbook(rows, heads=HEADS):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Số liệu")
        for at, row in enumerate([heads, *rows]):
            sheet.write_row(at, 0, row)
    return out.getvalue()


@kept(today=scenarios.TODAY)
def world():
    return scenarios.found_place()


def keep(world, content, *, actor="committee", filename="so-lieu.xlsx", source=None):
    return exchange.keep_figures(
        actor=world.users[actor] if actor else None,
        content=content,
        filename=filename,
        source=source,
        now=timezone.now(),
    )


def plan(world, rows=GOOD, *, actor="committee", **more):
    file = keep(world, workbook(rows), actor=actor, **more)
    return file, exchange.plan_figures(actor=world.users[actor], file=file, on=scenarios.TODAY)


def plan_of(world, content, filename):
    file = keep(world, content, filename=filename)
    return exchange.plan_figures(actor=world.users["committee"], file=file, on=scenarios.TODAY)


def codes(world, *rows, **more):
    return [(one.cell, one.code) for one in plan(world, rows, **more)[1].problems]


def test_a_workbook_is_planned_taken_over_and_withdrawn_as_one(world):
    file, told = plan(world)
    assert told.problems == ()
    assert not figures.Statement.objects.exists()
    district, commune = told.statements
    assert (district.first_on, district.last_on, district.unit_id) == (
        date(2023, 1, 1),
        date(2023, 8, 31),
        world.units["huyen"].pk,
    )
    assert [(line.is_total, line.programme, line.classes, line.participants) for line in district.lines] == [
        (True, "", 10, 915),
        (False, "NTVD", 3, 183),
        (False, "DVM", 2, 119),
        (False, "TCLLCT", 1, 78),
    ]
    assert (district.lines[3].is_joint, district.lines[3].in_totals) == (True, False)
    (line,) = commune.lines
    assert (line.is_intakes, line.classes, line.participants, line.qualifier) == (True, 2, 2000, "about")
    on = scenarios.TODAY
    written = exchange.take_over_figures(actor=world.users["committee"], file=file, on=on)
    assert {one.file_id for one in written} == {file.pk}
    with pytest.raises(figures.StatementFileTakenOver):
        exchange.take_over_figures(actor=world.users["committee"], file=file, on=on)
    assert figures.withdraw_file(actor=world.users["committee"], file=file, reason="nhầm kỳ", on=on) == 2
    assert not figures.Statement.objects.filter(withdrawn_on=None).exists()
    with pytest.raises(figures.StatementFileNothingToWithdraw):
        figures.withdraw_file(actor=world.users["committee"], file=file, reason="nhầm kỳ", on=on)
    # withdrawn, so the same source may tell the period again
    assert len(exchange.take_over_figures(actor=world.users["committee"], file=file, on=on)) == 2
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"figures.take_over_file", "figures.withdraw_file"} <= verbs


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (("Huyện ủy Lạ", "2019", "NTVD", 1, 50, "", "B"), ("A2", "figure_unit_unknown")),
        (("", "2019", "NTVD", 1, 50, "", "B"), ("A2", "figure_unit_missing")),
        # another district: the office may not keep its figures
        (("huyen-khac", "2019", "NTVD", 1, 50, "", "B"), ("A2", "figure_unit_unknown")),
        (("huyen", "9 tháng đầu năm", "NTVD", 1, 50, "", "B"), ("B2", "figure_period_unclear")),
        (("huyen", "", "NTVD", 1, 50, "", "B"), ("B2", "figure_period_missing")),
        (("huyen", "2031", "NTVD", 1, 50, "", "B"), ("B2", "figure_period_future")),
        (("huyen", "2019", "lớp nấu ăn", 1, 50, "", "B"), ("C2", "figure_programme_unknown")),
        (("huyen", "2019", "NTVD", 1.5, 50, "", "B"), ("D2", "figure_not_whole")),
        (("huyen", "2019", "NTVD", 1, "1,5 nghìn", "", "B"), ("E2", "figure_not_whole")),
        (("huyen", "2019", "NTVD", 1, "5o", "", "B"), ("E2", "figure_not_whole")),
        (("huyen", "2019", "NTVD", "", "", "", "B"), ("E2", "figure_no_number")),
        (("huyen", "2019", "NTVD", 1, 50, "mượn", "B"), ("F2", "figure_role_unknown")),
        (("huyen", "2019", "NTVD", 1, 50, "", ""), ("G2", "figure_source_missing")),
        (("huyen", "2019", "NTVD", 1, 50, "", "B" * 301), ("G2", "figure_too_long")),
    ],
)
def test_a_problem_stands_at_its_cell_and_holds_the_whole_file(world, row, found):
    file, told = plan(world, [row, ("huyen", "2018", "NTVD", 1, 50, "", "C")])
    assert (told.problems[0].cell, told.problems[0].code) == found
    assert len(told.problems) == 1
    assert told.statements == ()
    with override("en"):
        english = exchange.plan_figures(actor=world.users["committee"], file=file, on=scenarios.TODAY).problems[0]
    assert english.message != told.problems[0].message
    with pytest.raises(exchange.FiguresUnreadable):
        exchange.take_over_figures(actor=world.users["committee"], file=file, on=scenarios.TODAY)
    assert not figures.Statement.objects.exists()


def test_the_same_line_twice_and_what_is_kept_already_are_told(world):
    twice = (("huyen", "2019", "Tổng", 1, 50, "", "B"), ("huyen", "năm 2019", "", 2, 60, "", "B"))
    assert codes(world, *twice) == [("C3", "figure_twice")]
    figures.take_over(
        actor=None,
        unit=world.units["huyen"],
        label="Năm 2019",
        first_on=date(2019, 1, 1),
        last_on=date(2019, 12, 31),
        citation=figures.Citation("B"),
        lines=[figures.NewLine(is_total=True, classes=1)],
    )
    assert codes(world, ("huyen", "2019", "Tổng", 1, 50, "", "B")) == [("G2", "figure_already")]


def correct(world, file, cells, *, actor="committee", **more):
    return exchange.correct_figures(actor=world.users[actor], file=file, cells=cells, **more)


def again(world, file):
    told = exchange.plan_figures(actor=world.users["committee"], file=file, on=scenarios.TODAY)
    return told, [(one.cell, one.code) for one in told.problems]


def test_a_cell_is_corrected_over_the_file_which_stays(world):
    rows = (("huyen", "2019", "Tổng", 1, "5o", "", "B"), ("", "", "NTVD", 1, 50, "mượn", ""))
    file, told = plan(world, rows)
    came = [list(row) for row in file.rows]
    assert [(one.field, one.cell) for one in told.problems] == [("participants", "E2"), ("role", "F3")]
    assert correct(world, file, {"participants2": " 5O ", "role3": "Phối hợp"}) == 2
    assert again(world, file)[1] == [("E2", "figure_not_whole")]
    assert correct(world, file, {"participants2": "50"}) == 1
    told, left = again(world, file)
    assert left == []
    total, joint = told.statements[0].lines
    assert (total.participants, total.as_read, joint.is_joint, joint.as_read) == (
        50,
        {"participants": "5o"},
        True,
        {"role": "mượn"},
    )
    file.refresh_from_db()
    assert [list(row) for row in file.rows] == came
    entries = Entry.objects.filter(verb="figures.correct_file").order_by("seq")
    first, second = (one.detail for one in entries)
    assert first.before == {"Số học viên, hàng 2": "5o", "Là, hàng 3": "mượn"}
    assert first.after == {"Số học viên, hàng 2": "5O", "Là, hàng 3": "Phối hợp"}
    assert (second.before, second.after) == ({"Số học viên, hàng 2": "5O"}, {"Số học viên, hàng 2": "50"})
    # what the file has takes the correction back
    assert correct(world, file, {"participants2": "5o"}) == 1
    assert "participants2" not in file.edits
    assert correct(world, file, {"participants2": "5o", "participants02": "5o"}) == 0


def test_what_is_taken_over_has_the_corrections_of_another_window(world):
    file, _told = plan(world, [("huyen", "2019", "Tổng", 1, 50, "", "B")])
    seen = figures.get_file_for(world.users["committee"], file.uuid)
    correct(world, file, {"participants2": "5o"})
    with pytest.raises(exchange.FiguresUnreadable):
        exchange.take_over_figures(actor=world.users["committee"], file=seen, on=scenarios.TODAY)
    correct(world, file, {"participants2": "60"})
    (statement,) = exchange.take_over_figures(actor=world.users["committee"], file=seen, on=scenarios.TODAY)
    assert [(line.participants, line.as_read) for line in statement.lines.all()] == [(60, {"participants": "50"})]


def test_the_file_is_held_before_it_is_judged(world):
    file, _told = plan(world, [("huyen", "2019", "Tổng", 1, "5o", "", "B")])
    with CaptureQueriesContext(connection) as asked, pytest.raises(exchange.FiguresUnreadable):
        exchange.take_over_figures(actor=world.users["committee"], file=file, on=scenarios.TODAY)
    began, held = (one["sql"] for one in asked.captured_queries[:2])
    assert began.startswith("SAVEPOINT")
    assert "figures_statementfile" in held
    if connection.features.has_select_for_update:
        assert "FOR UPDATE" in held


def test_corrections_of_nothing_change_nothing(world):
    file, _told = plan(world)
    strange = {"": "1", "participants": "1", "participants99": "1", "9": "1", "ZZ2": "1", "participants2٣": "1"}
    assert correct(world, file, strange, left_out=[99], taken_in=[5]) == 0
    with pytest.raises(figures.StatementFileNotFound):
        correct(world, file, {"participants2": "1"}, actor="centre")
    exchange.take_over_figures(actor=world.users["committee"], file=file, on=scenarios.TODAY)
    with pytest.raises(figures.StatementFileTakenOver):
        correct(world, file, {"participants2": "1"})
    assert not Entry.objects.filter(verb="figures.correct_file").exists()


def test_what_comes_from_above_is_said_once_where_it_stands(world):
    below = [("", "", "NTVD", 1, 50, "", ""), ("", "2018", "DVM", 1, 40, "", "")]
    file, told = plan(world, [("Huyện ủy Lạ", "2019", "Tổng", 2, 90, "", "B"), *below])
    assert [(one.cell, one.code) for one in told.problems] == [("A2", "figure_unit_unknown")]
    assert all(row.is_held for row in told.rows)
    assert correct(world, file, {"unit2": "huyen"}) == 1
    assert len(again(world, file)[0].statements) == 2
    # under a heading that has no line of its own
    assert codes(world, ("Huyện ủy Lạ", "2019", "", "", "", "", "B"), *below) == [("A2", "figure_unit_unknown")]
    # nobody says it: once, at the first
    assert codes(world, ("huyen", "2019", "Tổng", 2, 90, "", ""), *below) == [("G2", "figure_source_missing")]


def test_a_text_typed_into_a_row_of_the_one_above_is_of_that_row_alone(world):
    below = [("", "", name, 1, 50, "", "") for name in ("NTVD", "DVM", "TCLLCT")]
    file, told = plan(world, [("huyen", "2019", "Tổng", 3, 150, "", "B"), *below])
    assert {one.unit_id for one in told.statements} == {world.units["huyen"].pk}
    correct(world, file, {"unit3": "xa-a", "period4": "2018"})
    found = [(one.unit, one.period) for one in again(world, file)[0].rows]
    district, commune = found[0][0], found[1][0]
    assert commune != district
    assert found == [(district, "2019"), (commune, "2019"), (district, "2018"), (district, "2019")]


def test_what_is_wrong_in_some_rows_of_a_text_from_above_is_said_at_each(world):
    rows = [("huyen", "2019", "Tổng", 1, 50, "", "B"), *(("", "", name, 1, 9, "", "") for name in ("NTVD", "DVM"))]
    future = ("huyen", "2031", "Tổng", 1, 50, "Mới là kế hoạch", "B")
    file, told = plan(world, [*rows, future, *(("", "", name, 1, 9, "", "") for name in ("NTVD", "DVM"))])
    assert [(one.cell, one.code) for one in told.problems] == [
        ("B6", "figure_period_future"),
        ("B7", "figure_period_future"),
    ]
    correct(world, file, {"role6": "Mới là kế hoạch", "role7": "Mới là kế hoạch"})
    assert again(world, file)[1] == []


def test_a_field_without_a_column_is_typed_in(world):
    heads = ("Đơn vị", "Kỳ", "Số học viên")
    file = keep(world, workbook([("huyen", "2019", 90), ("", "2018", 80)], heads))
    assert again(world, file)[1] == [("2", "figure_source_missing")]
    correct(world, file, {"title2": "Báo cáo mẫu"})
    assert [one.citation.title for one in again(world, file)[0].statements] == ["Báo cáo mẫu"] * 2


def test_a_row_is_left_out_and_taken_in_again(world):
    rows = (("huyen", "2019", "Tổng", 1, 50, "", "B"), ("", "", "", 2, 60, "", ""), ("", "", "NTVD", 1, 9, "", ""))
    file, _told = plan(world, rows)
    assert again(world, file)[1] == [("C3", "figure_twice")]
    # the first: it is no line any more, those below still take its unit, period and source
    assert correct(world, file, {}, left_out=[2]) == 1
    (statement,) = again(world, file)[0].statements
    assert [(line.participants, line.programme) for line in statement.lines] == [(60, ""), (9, "NTVD")]
    assert correct(world, file, {}, taken_in=[2]) == 1
    assert correct(world, file, {}, left_out=[2, 3, 4]) == 3
    assert Entry.objects.latest("seq").detail.after == {"left_out": "2, 3, 4"}
    told, left = again(world, file)
    assert (told.rows, told.statements, left) == ((), (), [])
    with pytest.raises(figures.StatementEmpty):
        exchange.take_over_figures(actor=world.users["committee"], file=file, on=scenarios.TODAY)


def test_a_suggestion_is_a_text_that_puts_the_cell_right(world):
    rows = [("Huyện ủy Mẫuu", "2019", "nhận thức Đảng", 1, 50, "", "B")]
    file, told = plan(world, rows)
    fixes = {figures.cell_name(one.field, one.row): one.fix for one in told.problems}
    assert fixes == {"unit2": "huyen", "programme2": "NTVD"}
    correct(world, file, fixes)
    assert again(world, file)[1] == []


def test_a_file_means_the_same_in_both_languages(world):
    content = workbook([("huyen", "2019", "Khác", 1, 50, "", "B"), ("", "", "Giáo viên", 1, 9, "", "")])
    with override("en"):
        assert plan_of(world, content, "so-lieu.xlsx").problems == ()
        english = [str(figures.PROGRAMME_CODES[code]) for code in ("KHAC", "GV")]
    assert english != ["Khác", "Giáo viên"]
    assert codes(world, *(("huyen", "2019", name, 1, 50, "", "B") for name in english)) == []


@pytest.mark.parametrize("role", exchange.FIGURE_ROLES)
@pytest.mark.parametrize("counted", exchange.FIGURE_COUNTS)
def test_what_is_offered_for_a_cell_is_understood(world, role, counted):
    heads = (*HEADS, "Đếm theo")
    file = keep(world, workbook([("huyen", "2019", "NTVD", 1, 50, role, "B", counted)], heads))
    assert again(world, file)[1] == []


def test_many_wrong_names_keep_nobody_waiting(world):
    rows = [(f"Huyện ủy Mẫuu {at}", "2019", "NTVD", 1, 50, "", "B") for at in range(90)]
    found = [one.suggestion for one in plan(world, rows)[1].problems]
    assert len(found) == 90
    assert found[0]
    assert not found[-1]


def test_a_source_for_the_whole_file_days_and_a_range(world):
    heads = ("Mã đơn vị", "Từ ngày", "Đến ngày", "Chương trình", "Lượt học viên", "Nguồn")
    content = workbook([("huyen", "15/12/2021", "14/6/2022", "", "70.000 – 78.000", "")], heads)
    file = keep(world, content, source=figures.Citation("Báo cáo chung", published_on=date(2022, 7, 1)))
    told = exchange.plan_figures(actor=world.users["committee"], file=file, on=scenarios.TODAY)
    (statement,) = told.statements
    assert statement.citation == figures.Citation("Báo cáo chung", published_on=date(2022, 7, 1))
    assert (statement.first_on, statement.last_on) == (date(2021, 12, 15), date(2022, 6, 14))
    (line,) = statement.lines
    assert (line.participants, line.participants_to, line.counted_as, line.is_total) == (70_000, 78_000, "luot", True)


def test_a_unit_is_meant_by_its_name_of_the_period(world):
    org.rename_unit(
        actor=None, unit=world.units["xa-a"], name="Đảng ủy phường An Bình Mới", on=date(2024, 1, 1), source="NQ mẫu"
    )
    old = ("Đảng ủy xã An Bình", "2022", "NTVD", 1, 50, "", "B")
    assert plan(world, [old])[1].statements[0].unit_id == world.units["xa-a"].pk
    assert codes(world, ("Đảng ủy xã An Bình", "2025", "NTVD", 1, 50, "", "B")) == [("A2", "figure_unit_unknown")]
    assert plan(world, [("Đảng ủy phường An Bình Mới", "2025", "NTVD", 1, 50, "", "B")])[1].statements


def test_text_files_are_read_too(world):
    text = "Đơn vị;Năm;Chương trình;Số lớp;Số người;Nguồn\nhuyen;2019;NTVD;3;183;Báo cáo mẫu\n"
    file = keep(world, text.encode("utf-8-sig"), filename="so-lieu.csv")
    (statement,) = exchange.plan_figures(actor=None, file=file, on=scenarios.TODAY).statements
    assert (statement.lines[0].participants, statement.lines[0].counted_as) == (183, "nguoi")


@pytest.mark.parametrize(("make", "filename"), [(old_workbook, "so-lieu.xls"), (open_document, "so-lieu.ods")])
def test_other_workbooks_are_read_and_judged_alike(world, make, filename):
    good = [tuple(str(cell) for cell in row) for row in GOOD]
    told = plan_of(world, make([("SỐ LIỆU CÁC NĂM", *[""] * 6), HEADS, *good]), filename)
    assert told.problems == ()
    assert [len(one.lines) for one in told.statements] == [4, 1]
    assert (told.statements[0].lines[0].participants, told.statements[1].lines[0].participants) == (915, 2000)
    wrong = plan_of(world, make([HEADS, ("huyen", "2019", "NTVD", "1", "5o", "", "B")]), filename)
    assert [(one.cell, one.code) for one in wrong.problems] == [("E2", "figure_not_whole")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("comma", [";", ",", "\t"])
def test_text_of_any_encoding_and_comma_is_judged_alike(world, encoding, comma):
    rows = [HEADS, ("huyen", "2019", "Tổng", "10", "27.010", "", "Báo cáo mẫu"), ("", "", "NTVD", "3", "", "", "")]
    text = "".join(comma.join(row) + "\r\n" for row in rows)
    told = plan_of(world, text.encode(encoding), "so-lieu.csv")
    assert told.problems == ()
    (statement,) = told.statements
    assert [(line.classes, line.participants) for line in statement.lines] == [(10, 27_010), (3, None)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_workbook"),
        (b"PK\x03\x04 rubbish", "not_a_workbook"),
        (workbook([("x", 1)], ("Họ tên", "Tuổi")), "no_figure_columns"),
        (workbook([]), "empty_figures"),
    ],
)
def test_what_is_no_table_of_figures_is_refused_in_words(world, content, code):
    with pytest.raises((exchange.FiguresUnreadable, exchange.RosterUnreadable)) as refused:
        keep(world, content)
    assert refused.value.code == code


def test_the_template_comes_back_as_it_went_out(world):
    content = exchange.make_figure_template(world.units["huyen"], scenarios.TODAY)
    with pytest.raises(exchange.FiguresUnreadable) as refused:
        keep(world, content)
    assert refused.value.code == "empty_figures"


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("27.010", 27010, ""),
        ("03", 3, ""),
        ("trên 15.000 lượt", 15000, "over"),
        ("12 lớp", 12, ""),
        ("–", None, ""),
    ],
)
def test_counts_are_read_as_published(text, value, qualifier):
    read = read_count(text)
    assert (read.value, read.qualifier, read.problem) == (value, qualifier, "")


@pytest.mark.parametrize(
    "text", ["27,010", "27.01", "0.915", "1.5", "12 con", "78.000-70.000", "10-10", "-5", "999999999"]
)
def test_counts_that_may_be_something_else_are_not_guessed(text):
    assert read_count(text).problem == "figure_not_whole"
