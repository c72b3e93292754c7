"""Where things lie on the sheet: units merged downwards, lists pasted below one another, stray text, page furniture."""

from random import Random
from typing import Any

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.furniture import bare_foot, foot, party_titles
from tools.rosters.pages import Book, Cell, Column, Page, Section
from tools.rosters.place import CELLS, NAMES, SCHOOLS, VILLAGES
from tools.rosters.registry import book, everyone, held_out


def _unit_once(page: Page, column: int, *, merge: bool) -> None:
    """Leave a unit's name in its first row alone, merged down over its people or not."""
    start = None
    for entry, after in zip(page.entries, [*page.entries[1:], None], strict=True):
        if start is None:
            start = entry
        else:
            del page.cells[entry.row, column]
            if not merge:
                entry.may_ask.add("unit_name")
        if after is None or after.person.unit != entry.person.unit or after.row != entry.row + 1:
            if merge:
                page.merge(start.row, column, entry.row, column)
            start = None


@held_out("chi-bo-gop-doc.xlsx", "Chi bộ is the second column, merged downwards over its people")
def merged_down(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        k.number("TT"),
        k.unit("Chi bộ"),
        k.name("Họ và tên"),
        k.birth("Ngày sinh"),
        k.sex(),
        k.post("Chức vụ"),
        k.theory("Trình độ LLCT"),
    ]
    row = page.table(rng, columns, everyone(crowd(rng, 48, VILLAGES)), top=party_titles(page, 7))
    _unit_once(page, 1, merge=True)
    foot(page, row, right=5)
    return book(page)


@held_out(
    "chi-bo-ghi-mot-lan.xls",
    "the unit written once in its first row, the cells below left empty, not merged; last column",
)
def written_once(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [k.number("TT"), k.name("Họ và tên"), k.birth("Ngày sinh"), k.sex(), k.unit("Đơn vị")]
    page.table(rng, columns, everyone(crowd(rng, 40, SCHOOLS)), top=1)
    _unit_once(page, 4, merge=False)
    return book(page, write="xls")


@held_out("chi-bo-nhu-tren.csv", 'unit repeated by ditto marks (") and -nt-, sex and people too')
def dittos(rng: Random) -> Book:
    page = Page("csv")
    columns = [k.number("TT"), k.name("Họ và tên"), k.birth("Ngày sinh"), k.sex(), k.ethnicity(), k.unit("Đơn vị")]
    page.table(rng, columns, everyone(crowd(rng, 36, VILLAGES[:3])), top=0)
    for before, entry in zip(page.entries, page.entries[1:], strict=False):
        for column, name, of in ((3, "sex", "sex"), (4, "ethnicity", "ethnicity"), (5, "unit_name", "unit")):
            same = getattr(before.person, of) == getattr(entry.person, of)
            if same:
                page.put(entry.row, column, ('"', "-nt-", "nt", "''", "//")[entry.number % 5])
                entry.may_ask.add(name)
    return book(page, write="csv", encoding="utf-8-bom")


@held_out(
    "noi-nhieu-danh-sach.xlsx",
    "lists of cells pasted below one another, each with its own title, header and signature; the unit in the titles alone",
)
def pasted(rng: Random) -> Book:
    page = Page("Tổng hợp")
    row = 0
    for unit in (*VILLAGES[:3], SCHOOLS[0]):
        page.put(row, 0, "ĐẢNG BỘ XÃ HÒA THỦY")
        page.put(row, 4, "ĐẢNG CỘNG SẢN VIỆT NAM")
        page.put(row + 1, 0, unit.upper())
        page.put(row + 3, 0, f"DANH SÁCH ĐẢNG VIÊN {unit.upper()}")
        columns = [k.number("TT"), k.name("Họ và tên"), k.birth("Ngày sinh"), k.sex(), k.admission(), k.card("Số thẻ")]
        before = len(page.entries)
        row = page.table(rng, columns, everyone(crowd(rng, 12, (unit,))), top=row + 5)
        for entry in page.entries[before:]:
            entry.ask("unit_name", unit)
        row = bare_foot(page, row + 1, column=1) + 2
    page.columns = page.columns[:6]
    return book(page)


@held_out(
    "trang-1-3.xlsx",
    "printed pages: Trang 1/3, Cộng trang, Mang sang, header again on every page, initials of the clerk",
)
def printed_pages(rng: Random) -> Book:
    page = Page("In")
    people = crowd(rng, 60, VILLAGES)
    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        k.birth("Ngày sinh"),
        k.sex(),
        k.unit("Chi bộ"),
        k.admission(),
        k.note(),
    ]
    row = 3
    for number in range(3):
        row = page.table(rng, columns, everyone(people[number * 20 : number * 20 + 20]), top=row)
        page.put(row, 1, ("Cộng trang: 20 người", "Chuyển sang trang sau", "Lũy kế")[number])
        page.put(row, 2, 20 * (number + 1))
        page.put(row + 1, (6, 0, 3)[number], (f"Trang {number + 1}/3", f"{number + 1}/3", f"- {number + 1} -")[number])
        row += 2
        if number < 2:
            page.put(row, 1, "Mang sang")
            page.put(row, 2, 20 * (number + 1))
            row += 1
    for index, entry in enumerate(page.entries):
        page.put(entry.row, 0, index + 1)
    page.columns = page.columns[:7]
    page.put(0, 1, "DANH SÁCH ĐẢNG VIÊN")
    page.put(row + 1, 0, "HTT/2026")
    return book(page)


@held_out(
    "chu-ben-canh.xlsx",
    "stray text beside the table, a small table of counts at its right, empty columns, words below without a blank row",
)
def stray(rng: Random) -> Book:
    page = Page("Sheet1")
    nothing: Any = Column(("",), lambda _e: None)
    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        nothing,
        k.birth("Ngày sinh"),
        k.sex("Giới tính"),
        nothing,
        k.unit("Chi bộ"),
        k.admission("Ngày vào Đảng"),
    ]
    row = page.table(rng, columns, everyone(crowd(rng, 36)), top=2)
    page.put(0, 0, "Danh sách lớp ĐV mới")
    for at, text in (
        (5, "đã gọi"),
        (8, "hỏi lại anh Hùng"),
        (9, "Nguyễn Văn Sơn 0912345678"),
        (20, "nộp hồ sơ sau"),
        (21, 1985),
    ):
        page.put(at, 10, text)
    for index, unit in enumerate(("Chi bộ", *CELLS[:6])):
        page.put(2 + index, 12, unit)
        page.put(2 + index, 13, "SL" if index == 0 else 5)
    page.put(row, 1, "Vắng: Trần Thị Lan, Lê Văn Tám")
    page.put(row + 1, 0, "Lưu ý: mang theo CCCD")
    page.put(row + 2, 1, "Người lập")
    page.put(row + 4, 1, "Hoàng Thị Thu")
    return book(page)


@held_out(
    "ghi-chu-giua-bang.xlsx",
    "rows between people: (Chuyển đi), Nghỉ phép: 2 đ/c, từ trần, Bổ sung ngày 5/5, subtotals with SUM",
)
def notes_between(rng: Random) -> Book:
    page = Page("Sheet1")
    remarks = (
        ("", "(Chuyển đi)"),
        ("", "Nghỉ phép: 02 đ/c"),
        ("Bổ sung ngày 05/5/2026",),
        ("", "Đảng viên dự bị"),
        ("*", "Từ trần: 01"),
        ("", "", "", "Học viên dự thính"),
    )
    people = crowd(rng, 70, VILLAGES)
    sections = []
    for index, unit in enumerate(VILLAGES):
        mine = [p for p in people if p.unit == unit]
        remark = remarks[index % len(remarks)]
        sections += [
            Section(mine[:6], (f"{index + 1}", unit.replace("Chi bộ", "CHI BỘ")), unit),
            Section(mine[6:], remark),
        ]
    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        *k.birth_by_sex("Ngày sinh"),
        k.admission("Ngày vào Đảng"),
        k.card("Số thẻ"),
    ]
    row = page.table(rng, columns, sections, top=3, restart=True)
    unit = ""
    for entry in page.entries:
        unit = entry.truth.get("unit_name") or unit
        if not entry.truth.get("unit_name"):
            entry.ask("unit_name", unit)
    page.put(row, 1, "CỘNG:")
    page.put(row, 2, Cell(36, formula="=COUNTA(C5:C90)"))
    page.put(row, 3, Cell(34, formula="=COUNTA(D5:D90)"))
    return book(page)


@held_out("to-trong-chi-bo.xlsx", "Tổ 1, Tổ 2 below each cell's group row; the group's text in the fourth column")
def teams(rng: Random) -> Book:
    page = Page("Sheet1")
    sections = []
    for unit in (NAMES["ht-t1"], NAMES["ht-dh"], NAMES["ht-thcs"]):
        people = crowd(rng, 16, (unit,))
        sections += [
            Section(
                people[:8],
                ("", "", "Tổ đảng 1"),
                unit,
                above=(("", "", "", f"Chi bộ: {unit.removeprefix('Chi bộ ')}"),),
            ),
            Section(people[8:], ("", "", "Tổ đảng số 2"), unit),
        ]
    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        k.sex(),
        k.birth("Năm sinh", forms=("year",)),
        k.ethnicity(),
        k.theory(),
    ]
    page.table(rng, columns, sections, top=2)
    for entry in page.entries:
        entry.ask("unit_name", entry.person.unit)
    return book(page)


@held_out(
    "an-va-loc.xlsx", "rows hidden by a filter, comments at cells, names in rich text, a frozen header and drop-downs"
)
def filtered(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [k.number("STT"), k.name("Họ và tên"), k.birth("Ngày sinh", forms=("excel",)), k.sex(), k.unit("Chi bộ")]
    page.table(rng, columns, everyone(crowd(rng, 40)), top=2)
    page.put(0, 0, "DANH SÁCH")
    for entry in page.entries[10:20]:
        entry.beside = True
        entry.may_ask |= {"full_name"}
    rich = [(entry.row, entry.person.full_name) for entry in page.entries[:40:3]]
    gone = [entry.row for entry in page.entries[10:20]]

    def dress(made: Any) -> None:
        sheet = made.get_worksheet_by_name("Sheet1")
        bold, struck = made.add_format({"bold": True}), made.add_format({"font_color": "red", "italic": True})
        for row, name in rich:
            family, _space, given = name.rpartition(" ")
            if family:
                sheet.write_rich_string(row, 1, bold, family + " ", struck, given)
        sheet.autofilter(2, 0, 42, 4)
        for row in gone:
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.write_comment("B5", "Nguyễn Văn Bình: kiểm tra lại ngày sinh 01/01/1970")
        sheet.write_comment("E9", "Chi bộ thôn 3?")
        sheet.freeze_panes(3, 2)
        sheet.data_validation("D4:D60", {"validate": "list", "source": ["Nam", "Nữ"]})

    return book(page, dress=dress)


@held_out("cot-trong-tieu-de.xls", "header cells left empty over number, name and sex; Ngày sinh and Chi bộ named")
def nameless_headers(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        Column(("",), lambda e: e.number),
        Column(("",), lambda e: e.person.full_name, ("full_name",)),
        k.birth("Ngày sinh"),
        Column(("",), lambda e: "Nữ" if e.person.sex == "female" else "Nam", ("sex",)),
        k.unit("Chi bộ"),
        k.admission("Ngày vào Đảng"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 24)), top=2)
    page.put(0, 0, "Danh sách đảng viên")
    for entry in page.entries:
        entry.ask("full_name", entry.person.full_name)
        entry.truth["sex"] = [entry.person.sex, ""]
        entry.beside = True
    return book(page, write="xls", refused="may")
