"""The words, against the paragraph a district published for the eight months of 2023."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from hocvien.reporting.data import BesideRow, Counts, ProgrammeRow, Report, SenderRow
from hocvien.reporting.wording import notes, official_number, paragraph, report_as_csv, report_as_text


def programme(code, name, phrase, classes, people, who, persons=None, female=1):
    return ProgrammeRow(code, name, classes, people, persons or people, female, phrase, who)


DISTRICT = Report(
    unit_code="duc-tho",
    unit_name="Huyện ủy Đức Thọ",
    from_=date(2023, 1, 1),
    to=date(2023, 8, 31),
    basis="opened",
    classes=10,
    totals=Counts(915, 884, 402),
    programmes=(
        programme("NTVD", "Nhận thức", "bồi dưỡng đối tượng nhận thức về Đảng", 3, 183, "quần chúng ưu tú"),
        programme("DVM", "Đảng viên mới", "bồi dưỡng đảng viên mới", 2, 119, "đồng chí"),
        programme("DOAN", "Đoàn", "bồi dưỡng lý luận chính trị và nghiệp vụ cho cán bộ đoàn cơ sở", 2, 285, "học viên"),
        programme("NVCTD", "Bồi dưỡng nghiệp vụ công tác đảng cho cấp ủy viên cơ sở", "", 2, 267, "học viên"),
        programme("SCLLCT", "Sơ cấp", "sơ cấp lý luận chính trị", 1, 61, "học viên"),
    ),
    joint=(
        BesideRow(
            code="TCLLCT",
            name="Trung cấp lý luận chính trị",
            partner="Trường Chính trị Trần Phú",
            classes=1,
            participations=78,
            persons=78,
            class_name="Lớp Trung cấp Lý luận Chính trị - Hành chính khóa 178",
            is_carried_over=True,
        ),
    ),
    sent=(BesideRow("CCLLCT", "Cao cấp lý luận chính trị", "Học viện Chính trị khu vực I", 1, 2, 2),),
    by_sending_unit=(SenderRow("tung-anh", "Đảng ủy xã Tùng Ảnh", 9, 90, 88, 40),),
)


def test_paragraph_has_the_published_shape():
    assert paragraph(DISTRICT) == (
        "Trong 8 tháng đầu năm 2023, Huyện ủy Đức Thọ đã tổ chức 10 lớp đào tạo, bồi dưỡng lý luận chính trị, nghiệp vụ "
        "cho 915 lượt học viên (884 người, trong đó 402 nữ). Trong đó, bồi dưỡng đối tượng nhận thức về Đảng 03 lớp cho "
        "183 quần chúng ưu tú; bồi dưỡng đảng viên mới 02 lớp cho 119 đồng chí; bồi dưỡng lý luận chính trị và nghiệp vụ "
        "cho cán bộ đoàn cơ sở 02 lớp cho 285 học viên; bồi dưỡng nghiệp vụ công tác đảng cho cấp ủy viên cơ sở 02 lớp "
        "cho 267 học viên; sơ cấp lý luận chính trị 01 lớp cho 61 học viên. Phối hợp với Trường Chính trị Trần Phú duy "
        "trì, quản lý lớp Trung cấp Lý luận Chính trị - Hành chính khóa 178 với 78 học viên. Cử 02 người tham gia 01 lớp "
        "cao cấp lý luận chính trị do Học viện Chính trị khu vực I mở."
    )


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (3, "03"), (10, "10"), (915, "915"), (27010, "27.010"), (1234567, "1.234.567")]
)
def test_numbers_as_official_papers_write_them(value, words):
    assert official_number(value) == words


def _only(**changes):
    fields = {name: getattr(DISTRICT, name) for name in DISTRICT.__slots__}
    return Report(**{**fields, "joint": (), "sent": (), **changes})


@pytest.mark.parametrize(
    ("planned", "words"), [(871, "đạt 105,05% kế hoạch năm"), (915, "đạt 100% kế hoạch năm"), (0, "")]
)
def test_the_share_of_the_plan_stands_with_the_total(planned, words):
    first = paragraph(DISTRICT, planned=planned).split(". ")[0]
    assert first.endswith(words or "402 nữ)")


def test_the_share_of_a_whole_year_is_of_the_plan():
    assert "402 nữ), đạt 105,05% kế hoạch." in paragraph(_only(to=date(2023, 12, 31)), planned=871)


def test_paragraph_without_classes_says_so():
    report = _only(programmes=(), classes=0, totals=Counts())
    assert paragraph(report) == "Trong 8 tháng đầu năm 2023, Huyện ủy Đức Thọ chưa mở lớp nào."
    over = replace(report, known_on=date(2023, 12, 1))
    assert paragraph(over) == "Trong 8 tháng đầu năm 2023, Huyện ủy Đức Thọ không mở lớp nào."


def test_paragraph_of_one_programme_is_one_sentence():
    row = programme("DVM", "Đảng viên mới", "bồi dưỡng đảng viên mới", 2, 119, "đồng chí")
    report = _only(programmes=(row,), classes=2, totals=Counts(119, 119, 50), to=date(2023, 12, 31), basis="finished")
    assert (
        paragraph(report)
        == "Trong năm 2023, Huyện ủy Đức Thọ đã hoàn thành bồi dưỡng đảng viên mới 02 lớp cho 119 đồng chí."
    )


def test_paragraph_names_free_days():
    report = _only(programmes=(), from_=date(2022, 12, 15), to=date(2023, 6, 14))
    assert paragraph(report).startswith("Từ 15/12/2022 đến 14/6/2023, ")


def test_joint_class_opened_in_the_period_is_opened():
    row = BesideRow("DVM", "Bồi dưỡng đảng viên mới", "Trường A", 2, 120, 118)
    assert paragraph(_only(joint=(row,))).endswith(
        "Phối hợp với Trường A mở 02 lớp bồi dưỡng đảng viên mới với 120 học viên."
    )


def test_notes_state_the_basis():
    for basis, words in (("opened", "ngày khai giảng"), ("running", "có ngày học"), ("finished", "ngày bế giảng")):
        assert words in notes(_only(basis=basis))[0]


def test_json_has_exactly_the_published_keys():
    answer = DISTRICT.as_json()
    assert list(answer) == ["unit", "from", "to", "basis", "totals", "programmes", "joint", "sent"]
    assert answer["totals"] == {"classes": 10, "participations": 915, "persons": 884}
    assert list(answer["programmes"][0]) == ["code", "name", "classes", "participations", "persons", "female"]
    assert list(answer["joint"][0]) == ["code", "name", "partner", "classes", "participations", "persons"]
    assert list(answer["sent"][0]) == list(answer["joint"][0])
    assert (answer["unit"], answer["from"], answer["to"]) == ("duc-tho", "2023-01-01", "2023-08-31")


def test_csv_carries_every_row():
    rows = list(csv.DictReader(io.StringIO(report_as_csv(DISTRICT).removeprefix("\ufeff"))))
    assert [row["part"] for row in rows] == ["total", *["own"] * 5, "joint", "sent", "by_sending_unit"]
    assert rows[0]["participations"] == "915"
    assert sum(int(row["participations"]) for row in rows if row["part"] == "own") == 915


def test_csv_quotes_what_a_spreadsheet_would_compute():
    row = programme("X", "=1+1", "", 1, 5, "")
    assert "'=1+1" in report_as_csv(_only(programmes=(row,)))


def test_text_shows_table_paragraph_and_notes():
    text = report_as_text(DISTRICT)
    assert "Tổng cộng, lớp của đơn vị" in text
    assert paragraph(DISTRICT) in text
    assert "không cộng vào tổng" in text
