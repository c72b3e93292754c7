"""Sheets as people lay them out: headers in several rows, groups, feet, several tables, several fields in a cell."""

from datetime import date

import pytest

from hocvien.exchange.arithmetic.columns import role_of
from hocvien.exchange.arithmetic.layout import find_tables
from hocvien.exchange.arithmetic.person_row import RowReader
from hocvien.exchange.arithmetic.row_kinds import group_name
from hocvien.exchange.arithmetic.units import UnitNames

UNITS = UnitNames(
    [
        (9, "xa-a", "Đảng bộ xã A", ""),
        (1, "cb-1", "Chi bộ thôn 1", ""),
        (2, "cb-2", "Chi bộ thôn 2", ""),
        (3, "thcs", "Chi bộ Trường THCS", ""),
    ]
)
LIST = ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Chi bộ"]


def people(rows):
    """(row number, values that are said, problems as (letter, code)) of every person in the sheet."""
    found = []
    for table in find_tables(rows):
        columns = [{"letter": c.letter, "role": c.role, "encoding": c.encoding, "note": c.note} for c in table.columns]
        reader = RowReader(columns, on=date(2026, 9, 8), choices={}, knows_unit=lambda text: bool(UNITS.find(text)))
        for number, row, group in table.rows:
            read = reader.read(row, group)
            said = {name: value for name, value in read.values.items() if value}
            found.append((number, said, [(p.letter, p.code) for p in read.problems]))
    return found


def values(rows):
    return [said for _number, said, _problems in people(rows)]


OFFICE = [
    ["ĐẢNG BỘ XÃ A", "", "", "", "", "ĐẢNG CỘNG SẢN VIỆT NAM"],
    ["DANH SÁCH QUẦN CHÚNG ƯU TÚ"],
    ["(Kèm theo Công văn số 12-CV/ĐU ngày 3/5/2024)"],
    [],
    ["TT", "Họ và tên", "Ngày sinh", "", "Trình độ", "", "Ngày vào Đảng", "", "Chức vụ, đơn vị"],
    ["", "", "Nam", "Nữ", "Văn hóa", "CM", "Dự bị", "Chính thức", ""],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
    ["I", "Chi bộ thôn 1"],
    [1, "NGUYỄN VĂN AN", "03/02/1985", "", "12/12", "ĐH Luật", "01/02/2010", "01/02/2011", "Bí thư Chi bộ thôn 1"],
    [2.0, "Trần Thị Bình", "", 1990.0, "12/12", "", "", "", ""],
    ["II", "Chi bộ thôn 2 (12 đ/c)"],
    [1, "Lê Thị Cúc", "", "05/13/1990", "9/12", "TC", "", "", "Chi ủy viên"],
    ["", "Cộng: 3 đồng chí"],
    ["", "", "", "", "", "", "Đức Thọ, ngày 3 tháng 5 năm 2024"],
    ["", "NGƯỜI LẬP BIỂU", "", "", "", "", "T/M CHI BỘ"],
    ["", "(Ký, ghi rõ họ tên)", "", "", "", "", "BÍ THƯ"],
    [],
    ["", "Nguyễn Thị Lập", "", "", "", "", "Trần Văn Bí"],
]


def test_an_office_list_with_groups_and_a_foot():
    (table,) = find_tables(OFFICE)
    assert table.header_row == 5
    assert [one.why for one in table.skipped] == [
        "numbering",
        "group",
        "group",
        "total",
        "foot",
        "foot",
        "foot",
        "foot",
    ]
    an, binh, cuc = people(OFFICE)
    assert an == (
        9,
        {
            "full_name": "Nguyễn Văn An",
            "sex": "male",
            "birth": "1985-02-03",
            "education": "university",
            "admitted_on": "2010-02-01",
            "official_on": "2011-02-01",
            "post": "Bí thư",
            "post_kind": "other",
            "unit_name": "Chi bộ thôn 1",
        },
        [],
    )
    assert (binh[1]["sex"], binh[1]["birth"], binh[1]["unit_name"]) == ("female", "1990", "Chi bộ thôn 1")
    assert cuc[2] == [("D", "date_month_first")]
    assert "birth" not in cuc[1]
    assert cuc[1]["unit_name"] == "Chi bộ thôn 2"


def test_the_member_book():
    sheet = [
        ["SỔ DANH SÁCH ĐẢNG VIÊN"],
        [
            "TT",
            "Họ và tên đang dùng\nHọ và tên khai sinh",
            "Nam, nữ\nDân tộc\nTôn giáo",
            "Quê quán",
            "Trình độ:\nHọc vấn\nLLCT\nChuyên môn\nNgoại ngữ",
            "Nghề nghiệp khi vào Đảng\nHiện nay",
            "Ngày vào Đảng\nNgày chính thức",
            "Số thẻ ĐV\nSố LLĐV\nHuy hiệu",
        ],
        [1, 2, 3, 4, 5, 6, 7, 8],
        [1, "NGUYỄN VĂN AN\nNguyễn Văn Ân", "Nam\nKinh\nKhông", "Đức Thọ", "12/12\nTrung cấp\nĐại học Luật\nAnh B", "Nông dân", "03/02/2005\n03/02/2006", "12345678\n001234\n30 năm"],
        [2, "TRẦN THỊ BÌNH\nTrần Thị Bình\n05/06/1979", "Nữ\nThái", "", "12/12\n\nCao đẳng", "", "03/02/2015", ""],
        [3, "LÊ VĂN CHÍ", "Nam\nKinh", "", "12/12\nTrung cấp", "", "", ""],
        [4, "TRẦN VĂN DŨNG", "Nam", "", "Trung cấp", "", "", ""],
        [5, "HỒ THỊ EM", "Nm\nKinh\nKhông", "", "12/12", "", "", ""],
    ]  # fmt: skip
    an, binh, chi, dung, em = people(sheet)
    assert an[1] == {
        "full_name": "Nguyễn Văn An",
        "sex": "male",
        "ethnicity": "Kinh",
        "education": "university",
        "theory_level": "intermediate",
        "admitted_on": "2005-02-03",
        "official_on": "2006-02-03",
        "party_card": "12345678",
        "profile_number": "001234",
    }
    assert (binh[1]["birth"], binh[1]["education"], binh[1]["admitted_on"]) == ("1979-06-05", "college", "2015-02-03")
    # the second line stands below the second head
    assert (chi[1]["education"], chi[1]["theory_level"], chi[2]) == ("upper_secondary", "intermediate", [])
    # alone it may be the theory or the profession: nobody chooses in silence
    assert dung[2] == [("E", "line_not_understood")]
    # a wrong word in its own place is said, not passed over
    assert (em[1]["ethnicity"], em[2]) == ("Kinh", [("C", "sex_unknown")])


def test_a_name_and_a_birth_in_several_columns():
    sheet = [
        ["STT", "Họ và tên", "", "Ngày sinh", "", "", "Giới tính", "", "Lý luận chính trị", "", ""],
        ["", "", "", "Ngày", "Tháng", "Năm", "Nam", "Nữ", "SC", "TC", "CC"],
        [1, "Nguyễn Văn", "An", 3, 2, 1985, "x", "", "", "x", ""],
        [2, "Trần Thị", "Bình", "", "", 1990, "", "x", "x", "", ""],
    ]
    assert values(sheet) == [
        {"full_name": "Nguyễn Văn An", "birth": "1985-02-03", "sex": "male", "theory_level": "intermediate"},
        {"full_name": "Trần Thị Bình", "birth": "1990", "sex": "female", "theory_level": "elementary"},
    ]


def test_a_sheet_in_an_old_font():
    sheet = [
        ["TT", "Hä vµ tªn", "N¨m sinh", "", "§¬n vÞ"],
        ["", "", "Nam", "N÷", ""],
        [1, "NguyÔn V¨n Hßa", "1985", "", "Chi bé th«n 1"],
        [2, "TrÇn ThÞ H\u00ad¬ng", "", "12/3/1990", "Chi bé th«n 2"],
        [3, "Ph¹m ThÞ H¬ng", "", "1990", "Chi bé th«n 2"],
    ]
    hoa, huong, lost = people(sheet)
    assert (hoa[1]["full_name"], hoa[1]["unit_name"]) == ("Nguyễn Văn Hòa", "Chi bộ thôn 1")
    assert huong[1]["full_name"] == "Trần Thị Hương"
    assert lost[2] == [("B", "encoding_doubtful")]


def test_the_header_once_more_and_another_table_below():
    sheet = [
        LIST,
        [1, "Nguyễn Văn An", "1985", "Nam", "", "Chi bộ thôn 1"],
        LIST,
        [2, "Trần Thị Bình", "1990", "Nữ", "", "Chi bộ thôn 2"],
        [],
        ["TT", "Họ và tên", "Năm sinh", "Số thẻ đảng viên", "Chức vụ"],
        [1, "Lê Văn Chí", 1970, "12345678", "Bí thư"],
    ]
    assert [said["full_name"] for said in values(sheet)] == ["Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Chí"]
    assert values(sheet)[2]["party_card"] == "12345678"


def test_two_cells_that_contradict_each_other_are_asked_about():
    sheet = [
        ["TT", "Họ và tên", "Ngày sinh", "", "Giới tính", "Năm sinh"],
        ["", "", "Nam", "Nữ", "", ""],
        [1, "Nguyễn Văn An", "03/02/1985", "04/02/1985", "Nam", ""],
        [2, "Trần Thị Bình", "", "05/02/1990", "Nữ", "1991"],
    ]
    an, binh = people(sheet)
    assert ("D", "both_sexes") in an[2]
    assert ("F", "columns_differ") in binh[2]


def test_days_that_a_spreadsheet_made_of_months_or_turned_over():
    def birth(*cells):
        sheet = [["TT", "Họ và tên", "Ngày sinh", "Chi bộ"]]
        sheet += [
            [n, f"Nguyễn Văn {word}", cell, "Chi bộ thôn 1"]
            for n, (word, cell) in enumerate(zip("ABCDEFG", cells, strict=False), 1)
        ]
        return [(said.get("birth"), [code for _letter, code in problems]) for _n, said, problems in people(sheet)]

    def day(text):
        return {"d": text}

    months = [day("1985-05-01"), day("1990-12-01"), day("1977-03-01"), day("1960-08-01"), "07/1966"]
    assert [value for value, _codes in birth(*months)] == ["1985-05", "1990-12", "1977-03", "1960-08", "1966-07"]
    turned = [day("1985-05-03"), day("1990-12-11"), day("1977-03-02"), day("1960-08-09"), "25/07/1966", "31/01/1980"]
    assert [codes for _value, codes in birth(*turned)] == [["date_maybe_swapped"]] * 4 + [[], []]
    assert birth(day("1985-05-03"), day("1990-12-21"), day("1977-03-02"), day("1960-08-09"))[0] == ("1985-05-03", [])


def test_a_person_over_several_rows_of_a_ruled_book():
    sheet = [
        ["TT", "Họ và tên", "Nam, nữ\nDân tộc", "Ngày vào Đảng\nNgày chính thức", "Số thẻ\nSố lý lịch"],
        [1, "Lê Văn An", "Nam", "03/02/2005", "12345678"],
        ["", "", "Thái", "03/02/2006", "001234HT"],
        [2, "Lê Thị Bình", "Nữ", "03/02/2015", "12345679"],
        ["", "", "Kinh", "", ""],
    ]
    an, binh = values(sheet)
    assert (an["sex"], an["ethnicity"], an["official_on"], an["profile_number"]) == (
        "male",
        "Thái",
        "2006-02-03",
        "001234HT",
    )
    assert (binh["ethnicity"], binh.get("official_on")) == ("Kinh", None)


def test_a_sheet_without_people_has_no_table():
    assert find_tables([["Hướng dẫn"], ["1. Điền đủ các cột"]]) == []


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Ngày tháng năm sinh (dd/mm/yyyy)", "birth"),
        ("HỌ VÀ TÊN *", "full_name"),
        ("Họ và tên cha", "-"),
        ("Ngày cấp CCCD", "-"),
        ("Ngày vào Đoàn", "-"),
        ("Nơi vào Đảng", ""),
        ("Ngày công nhận chính thức", "official_on"),
        ("Số CCCD/CMND", "identity_number"),
        ("Trình độ\nchuyên môn", "education:profession"),
        ("Chức vụ, đơn vị công tác", "post+unit_name"),
        ("Nghề nghiệp khi vào Đảng", "-"),
        ("Số điện thoại liên hệ", "phone"),
    ],
)
def test_role_of(header, role):
    assert role_of(header) == role


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (["I. Chi bộ thôn 1"], "Chi bộ thôn 1"),
        (["I", "Chi bộ thôn 1", "12"], "Chi bộ thôn 1"),
        (["Chi bộ Trường THCS (12 đ/c)"], "Chi bộ Trường THCS"),
        (["A. ĐẢNG BỘ XÃ: 45 đồng chí"], "ĐẢNG BỘ XÃ"),
        (["1) Chi bộ thôn 2:"], "Chi bộ thôn 2"),
    ],
)
def test_group_name(cells, name):
    assert group_name(cells) == name


@pytest.mark.parametrize(
    "text", ["chi bộ thôn 01", "CB Thôn 1", "thôn 1", "Chi bộ Thôn 1, xã A", "cb-1", "Chi  bộ  thôn 1."]
)
def test_a_unit_is_found_as_people_write_it(text):
    assert UNITS.find(text) == [1]
