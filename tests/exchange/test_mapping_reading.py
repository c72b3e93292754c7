"""A table of reorganisation as offices make it: read from a workbook, looked up, turned into steps, executed as one."""

import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from django.utils import translation

from hocvien.exchange import api as exchange
from hocvien.org import api as org
from tests.kept import kept

pytestmark = pytest.mark.django_db
D0, DAY = date(2020, 1, 1), date(2025, 7, 1)
NOW = datetime(2025, 7, 2, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HEADER = ["TT", "Đơn vị cũ", "Đơn vị mới", "Ngày hiệu lực", "Nghị quyết"]


@kept()
def province():
    """tinh > huyen-1 (Đức Thọ) > (a Hòa Lạc, b Đức Minh), huyen-2 (Hương Sơn) > (c Hòa Lạc, d Sơn Tây); a cell below each commune."""
    units = [org.NewUnit("tinh", "Tỉnh ủy Hà Tĩnh", "province_committee", D0, is_sample_name=True)]
    for number, name in ((1, "Đức Thọ"), (2, "Hương Sơn")):
        units.append(org.NewUnit(f"huyen-{number}", f"Huyện ủy {name}", "district_committee", D0, "tinh"))
    for code, name, above in (("a", "Hòa Lạc", 1), ("b", "Đức Minh", 1), ("c", "Hòa Lạc", 2), ("d", "Sơn Tây", 2)):
        units.append(org.NewUnit(f"xa-{code}", f"Đảng ủy xã {name}", "commune_committee", D0, f"huyen-{above}"))
        units.append(org.NewUnit(f"cb-{code}", "Chi bộ 1", "cell", D0, f"xa-{code}"))
    org.found_units(actor=None, units=units)


def workbook(*rows, title=("BẢNG SẮP XẾP ĐƠN VỊ",), header=HEADER):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"default_date_format": "dd/mm/yyyy"}) as made:
        sheet = made.add_worksheet("Sắp xếp")
        for number, row in enumerate([title, (), header, *rows]):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    return book.getvalue()


def plan(content, on=None, name="sap-xep.xlsx"):
    return org.find_mapping_steps(exchange.read_mapping(content, name), file=name, on=on)


def refused(content, on=None):
    with pytest.raises(org.MappingRefused) as said:
        plan(content, on)
    with translation.override("en"):
        assert "Line" in str(said.value)
    return str(said.value)


def below(code, on):
    unit = org.get_unit(code)
    return set(org.Unit.objects.filter(pk__in=org.descendant_ids_as_of(unit.pk, on)).values_list("code", flat=True))


WHOLE = (
    [1, "Dang uy xa Hoa Lac, Huyen uy Duc Tho", "Đảng ủy xã Đức Thọ", DAY, "NQ 1/2025"],
    [2, "ĐẢNG ỦY XÃ ĐỨC MINH", "Đảng ủy xã Đức Thọ", "", ""],
    [3, "Đảng uỷ xã Sơn Tây", "Đảng ủy xã Sơn Tây Mới", "01/07/2025", "NQ 2/2025"],
    ["", "", "Đảng ủy xã Đức Thọ", "", ""],
    [4, "xa-c", "Đảng ủy xã Sơn Tây Mới", "", ""],
    [5, "huyen-1", "tinh", "", ""],
    [6, "huyen-2", "Tỉnh ủy Hà Tĩnh", "", ""],
)


def test_a_table_becomes_one_operation(province):
    made = plan(workbook(*WHOLE))
    assert (made.on, made.resolution) == (DAY, "NQ 1/2025; NQ 2/2025")
    assert made.unsure == ("xa-d",), "divided: its cell goes to the first"
    founded = [step for step in made.steps if isinstance(step, org.Found)]
    assert [(step.code, step.name, step.parent) for step in founded] == [
        ("dang-uy-xa-duc-tho", "Đảng ủy xã Đức Thọ", "tinh"),
        ("dang-uy-xa-son-tay-moi", "Đảng ủy xã Sơn Tây Mới", "tinh"),
    ]
    touched = org.preview_reorganisation(steps=made.steps, on=made.on)
    assert (touched.founded, touched.ended) == (2, 6)
    org.record_reorganisation(
        actor=None, title="Sắp xếp", resolution=made.resolution, steps=made.steps, on=made.on, today=NOW.date(), now=NOW
    )
    assert below("tinh", DAY) == {"tinh", *(step.code for step in founded), "cb-a", "cb-b", "cb-c", "cb-d"}
    assert below("dang-uy-xa-son-tay-moi", DAY) == {"dang-uy-xa-son-tay-moi", "cb-c", "cb-d"}


def test_a_unit_that_receives_lives_on_and_one_that_gives_part_too(province):
    made = plan(
        "Mã cũ;Đơn vị mới;Mã mới\nxa-a;;xa-a\nxa-b;;xa-a\nxa-d;;xa-d\nxa-d;Đảng ủy xã Khác;xa-khac\n".encode(), DAY
    )
    assert [type(step).__name__ for step in made.steps] == ["Found", "Merge", "Split"]
    assert made.unsure == ()
    org.record_reorganisation(
        actor=None, title="Sắp xếp", resolution="", steps=made.steps, on=DAY, today=NOW.date(), now=NOW
    )
    assert below("huyen-1", DAY) == {"huyen-1", "xa-a", "cb-a", "cb-b"}
    assert below("huyen-2", DAY) == {"huyen-2", "xa-c", "cb-c", "xa-d", "cb-d", "xa-khac"}


def test_new_units_stand_where_the_table_says(province):
    header = [*HEADER, "Cấp trên"]
    made = plan(
        workbook(
            [1, "xa-a", "Đảng ủy xã Một", DAY, "", "Đảng ủy Hai"],
            [2, "xa-b", "Đảng ủy Hai", DAY, "", "huyen-2"],
            header=header,
        )
    )
    assert [(step.code, step.parent) for step in made.steps if isinstance(step, org.Found)] == [
        ("dang-uy-hai", "huyen-2"),
        ("dang-uy-xa-mot", "dang-uy-hai"),
    ]


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ([[1, "Đảng ủy xã Hòa Lạc", "xa-b", DAY, ""]], 4, "2 đơn vị: Đảng ủy xã Hòa Lạc (xa-a), Đảng ủy xã Hòa Lạc (xa-c)"),
        ([[1, "xa-a", "Đảng ủy xã Hòa Lạc", DAY, ""]], 4, "2 đơn vị"),
        ([[1, "Đảng ủy xã Không Có", "xa-b", DAY, ""]], 4, "không có đơn vị “Đảng ủy xã Không Có”"),
        ([[1, "xa-a", "xa-b", DAY, ""], [2, "xa-c", "", "", ""]], 5, "thiếu đơn vị mới"),
        ([[1, "", "xa-b", DAY, ""]], 4, "thiếu đơn vị cũ"),
        ([[1, "xa-a", "xa-b", "7/2025", ""]], 4, "không phải ngày"),
        ([[1, "xa-a", "xa-b", "", ""]], 4, "thiếu ngày"),
        ([[1, "xa-a", "xa-b", DAY, ""], [2, "xa-c", "xa-d", "01/08/2025", ""]], 5, "01/08/2025 khác ngày 01/07/2025"),
        ([[1, "xa-a", "xa-b", DAY, ""], [2, "xa-b", "xa-d", "", ""]], 4, "cũng kết thúc"),
        ([[1, "xa-a", "18241", DAY, ""], [2, "18241", "xa-a", "", ""]], 5, "không có đơn vị “18241”"),
    ],
)  # fmt: skip
def test_a_table_with_a_wrong_line_is_refused_whole(province, rows, line, said):
    message = refused(workbook(*rows))
    assert f"Dòng {line}:" in message
    assert said in message


def test_the_day_asked_must_be_that_of_the_table(province):
    assert "khác ngày 01/08/2025" in refused(workbook([1, "xa-a", "xa-b", DAY, ""]), date(2025, 8, 1))


def test_units_above_one_another_are_refused(province):
    header = [*HEADER, "Cấp trên"]
    rows = [[1, "xa-a", "Một", DAY, "", "Hai"], [2, "xa-b", "Hai", DAY, "", "Một"]]
    assert "thuộc lẫn nhau" in refused(workbook(*rows, header=header))
    rows = [[1, "xa-a", "Một", DAY, "", "Không Có"]]
    assert "không có đơn vị “Không Có”" in refused(workbook(*rows, header=header))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not a workbook", "not_a_workbook"),
        (b"", "not_a_workbook"),
        (b"\x89PNG....", "not_a_workbook"),
        ("Tên,Số\nA,1\n".encode(), "no_mapping_columns"),
        ("Đơn vị cũ,Đơn vị mới\n,\n".encode(), "empty_mapping"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, code):
    with pytest.raises((exchange.RosterUnreadable, exchange.MappingUnreadable)) as said:
        exchange.read_mapping(content, "bang.csv")
    assert said.value.code == code
    assert "bang.csv" in str(said.value)


def test_many_names_are_looked_up_together(province, django_assert_max_num_queries):
    rows = [[number, "xa-a", f"Đảng ủy xã {number}, tỉnh", DAY, ""] for number in range(1, 200)]
    content = workbook(*rows)
    with django_assert_max_num_queries(20):
        assert len(plan(content).steps) == 200
