"""Both files say what the answer says, read back cell by cell."""

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from hocvien.exchange.operations.report_files import render_report_docx, render_report_xlsx
from hocvien.org import api as org
from hocvien.reporting import api as reporting

REPORT = reporting.Report(
    unit_code="duc-tho",
    unit_name="Huyện ủy Đức Thọ",
    from_=date(2023, 1, 1),
    to=date(2023, 8, 31),
    basis="opened",
    classes=1234,
    totals=reporting.Counts(70915, 65884, 30402),
    programmes=(
        reporting.ProgrammeRow("NTVD", "Bồi dưỡng nhận thức về Đảng", 1230, 70796, 65770, 30350),
        reporting.ProgrammeRow("DVM", "=HYPERLINK(1)", 4, 119, 119, 52),
    ),
    joint=(reporting.BesideRow("TCLLCT", "Trung cấp lý luận chính trị", "Trường Trần Phú", 1, 78, 78, female=30),),
    sent=(reporting.BesideRow("CCLLCT", "Cao cấp lý luận chính trị", "Học viện", 2, 5, 4, female=1),),
    by_sending_unit=(
        reporting.SenderRow("tung-anh", "Đảng ủy xã Tùng Ảnh", 9, 70000, 65000, 30000),
        reporting.SenderRow("yen-ho", "Đảng ủy xã Yên Hồ", 8, 915, 884, 402),
    ),
)
FIGURES = [
    [1230, 70796, 65770, 30350],
    [4, 119, 119, 52],
    [1234, 70915, 65884, 30402],
    [1, 78, 78, 30],
    [2, 5, 4, 1],
]
SENDER_FIGURES = [[9, 70000, 65000, 30000], [8, 915, 884, 402]]


def _sheets(report):
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_report_xlsx(report)))
    return [book.get_sheet_by_index(at).to_python() for at in range(len(book.sheet_names))]


def test_workbook_holds_every_figure_and_the_paragraph():
    answer, senders, notes = _sheets(REPORT)
    assert answer[0][0] == "Huyện ủy Đức Thọ"
    assert [row[2:6] for row in answer[5:10]] == FIGURES
    assert [row[2:6] for row in senders[4:6]] == SENDER_FIGURES
    assert reporting.paragraph(REPORT) in [cell for row in answer for cell in row]
    assert [row[0] for row in notes] == reporting.notes(REPORT)


def test_workbook_never_computes_a_name():
    answer, *_others = _sheets(REPORT)
    assert answer[6][1] == "=HYPERLINK(1)"


def test_document_holds_every_figure_and_the_paragraph():
    document = Document(io.BytesIO(render_report_docx(REPORT)))
    main, senders = document.tables
    read = [[int(cell.text.replace(".", "")) for cell in row.cells[2:]] for row in main.rows[1:]]
    assert read == FIGURES
    assert [[int(cell.text.replace(".", "")) for cell in row.cells[2:]] for row in senders.rows[1:]] == SENDER_FIGURES
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert reporting.paragraph(REPORT) in texts
    assert texts[:2] == ["Huyện ủy Đức Thọ", "Kết quả mở lớp, 8 tháng đầu năm 2023"]


@pytest.mark.parametrize("render", [render_report_xlsx, render_report_docx])
def test_empty_answer_is_still_a_file(render):
    empty = reporting.Report(
        unit_code="x",
        unit_name="Đơn vị",
        from_=date(2023, 1, 1),
        to=date(2023, 1, 31),
        basis="running",
        classes=0,
        totals=reporting.Counts(),
        programmes=(),
        joint=(),
        sent=(),
        by_sending_unit=(),
    )
    assert render(empty).startswith(b"PK")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("layout", "nation", "number"), [("party", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số   "), ("state", "Độc lập - Tự do", "Số: ")]
)
def test_document_is_headed_and_signed_as_the_unit_s_papers_are(layout, nation, number):
    unit = org.found_unit(
        actor=None, code="duc-tho", name="Huyện ủy Đức Thọ", kind="district_committee", valid_from=date(2020, 1, 1)
    )
    signer = org.Signer("Lê Thị Hà", "Phó Bí thư", "T/M", "Ban Thường vụ")
    for value in (org.Layout(layout), signer):
        org.record_fact(actor=None, unit=unit, value=value, valid_from=date(2020, 1, 1))
    document = Document(io.BytesIO(render_report_docx(replace(REPORT, known_on=date(2023, 9, 5)))))
    head, *_tables, signature = document.tables
    texts = [cell.text for row in head.rows for cell in row.cells]
    assert "HUYỆN ỦY ĐỨC THỌ" in texts[0]
    assert nation in texts[1]
    assert texts[2].startswith(number)
    assert "ngày 05 tháng 09 năm 2023" in texts[3]
    assert signature.rows[0].cells[1].text.split() == [
        "T/M",
        "BAN",
        "THƯỜNG",
        "VỤ",
        "PHÓ",
        "BÍ",
        "THƯ",
        "Lê",
        "Thị",
        "Hà",
    ]
