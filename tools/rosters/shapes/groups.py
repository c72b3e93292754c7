"""Group rows, several sheets, two tables, feet; files without people."""

from dataclasses import replace
from random import Random

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.furniture import ROMAN, bare_foot, by_unit, foot, party_titles
from tools.rosters.pages import Book, Page
from tools.rosters.place import CELLS, NAMES, OFFICES, PARTIAL, SCHOOLS, SHORT, VILLAGES
from tools.rosters.registry import book, everyone, roster


@roster("nhom-hai-o.xlsx", "group rows in two cells (I | Chi bộ …) under A. Đảng bộ …, subtotals, blank lines")
def groups_two_cells(rng: Random) -> Book:
    page = Page("Sheet1")
    commune = crowd(rng, 60, (*VILLAGES[:3], *SCHOOLS[:2]))
    farm = crowd(rng, 30, tuple(NAMES[c] for c in ("nt-d1", "nt-d2", "nt-vp")))
    label = lambda i, unit, _n: (ROMAN[i], unit)  # noqa: E731 - one word for two calls
    first = by_unit(commune, label, subtotal="Cộng: {} đồng chí")
    second = by_unit(farm, label, subtotal="Cộng: {} đồng chí")
    sections = [
        replace(first[0], above=(("A", "Các chi bộ trực thuộc"),)),
        *first[1:],
        replace(second[0], above=(("B", "Đảng bộ Nông trường Sao Vàng"),)),
        *second[1:],
    ]
    columns = [
        k.number("TT"),
        k.name(),
        k.birth(forms=("dd/mm/yyyy", "mm/yyyy", "year")),
        k.sex(),
        k.ethnicity(),
        k.admission(),
        k.theory(),
    ]
    row = page.table(rng, columns, sections, top=party_titles(page, len(columns)), blank_every=13, restart=True)
    page.put(row, 1, "Tổng cộng: 90 đồng chí")
    foot(page, row + 1, right=5)
    return book(page)


@roster(
    "nhom-dem-so.xlsx", "group rows 'Chi bộ Trường THCS (12 đ/c)' in the name column or merged, in capitals, shortened"
)
def groups_counted(rng: Random) -> Book:
    page = Page("Sheet1")
    people = crowd(rng, 70, (*SCHOOLS, *OFFICES))
    columns = [k.number("TT"), k.name(), k.birth(), k.sex(), k.identity("Số CCCD"), k.post("Chức vụ")]

    def shortest(unit: str) -> str:
        return "Chi bộ " + min(SHORT[unit], key=len).removeprefix("Chi bộ ").removeprefix("CB ")

    def label(i: int, unit: str, n: int) -> tuple[str, ...]:
        return (
            (f"{shortest(unit)} ({n} đ/c)",),
            (f"{unit} ({n} đ/c)",),
            (f"{i + 1}. {unit.upper()}",),
            (f"* {unit}: {n} đảng viên",),
        )[i % 4]

    row = page.table(rng, columns, by_unit(people, label, merged=True), top=3)
    for entry in page.entries:
        if shortest(entry.person.unit) in PARTIAL:
            entry.may_ask.add("unit_name")
    page.put(0, 0, "DANH SÁCH ĐẢNG VIÊN TOÀN ĐẢNG BỘ")
    page.put(row, 0, "Tổng: 70 đ/c")
    bare_foot(page, row + 2)
    return book(page)


@roster("nhom-long-nhau.ods", "nested groups: A. Đảng bộ xã, I. Chi bộ …, merged over all columns")
def groups_nested(rng: Random) -> Book:
    page = Page("Sheet1")
    first = by_unit(crowd(rng, 40, VILLAGES[:4]), lambda i, unit, _n: (f"{ROMAN[i]}. {unit}",), merged=True)
    second = by_unit(
        crowd(rng, 20, tuple(NAMES[c] for c in ("nt-d1", "nt-d2"))),
        lambda i, unit, _n: (f"{ROMAN[i]}. {unit}",),
        merged=True,
    )
    sections = [
        replace(first[0], above=(("A. ĐẢNG BỘ XÃ HÒA THỦY",),)),
        *first[1:],
        replace(second[0], above=(("B. ĐẢNG BỘ NÔNG TRƯỜNG SAO VÀNG",),)),
        *second[1:],
    ]
    columns = [k.number("TT"), k.name(), k.birth(), k.sex(), k.ethnicity(), k.education()]
    page.table(rng, columns, sections, top=party_titles(page, len(columns)), numbers=range(1, 7), restart=True)
    return book(page, write="ods")


@roster("nhieu-trang.xlsx", "people on three sheets with different headers, a guide, a hidden list, an empty sheet")
def many_sheets(rng: Random) -> Book:
    guide = Page("Hướng dẫn")
    guide.lines(
        0,
        [
            (0, "HƯỚNG DẪN NHẬP LIỆU"),
            (0, "1. Họ và tên: ghi đúng như giấy khai sinh"),
            (0, "2. Ngày sinh: ghi theo dạng dd/mm/yyyy, ví dụ 03/02/1985"),
            (0, "3. Dân tộc: Kinh, Tày, Ê Đê…"),
        ],
    )
    villages, schools, offices = Page("Khối thôn"), Page("Khối trường học"), Page("Cơ quan")
    villages.table(
        rng,
        [k.number(), k.name(), *k.birth_by_sex("Ngày sinh"), k.unit("Chi bộ"), k.admission()],
        everyone(crowd(rng, 30, VILLAGES)),
        top=party_titles(villages, 7),
    )
    schools.table(
        rng,
        [
            k.number("STT"),
            k.name("Họ tên giáo viên"),
            k.birth("Năm sinh", forms=("year",)),
            k.sex("Nam, nữ"),
            k.post("Chức danh"),
            k.unit("Trường"),
            k.degree("Trình độ CM"),
        ],
        everyone(crowd(rng, 25, SCHOOLS)),
        top=0,
    )
    offices.table(
        rng,
        [
            k.number("TT"),
            k.name("Họ và tên"),
            k.identity("CCCD"),
            k.birth("Sinh ngày", forms=("excel",)),
            k.sex(),
            k.unit("Cơ quan, đơn vị"),
        ],
        everyone(crowd(rng, 20, OFFICES)),
        top=2,
    )
    lists = Page("DM", is_hidden=True)
    lists.lines(0, [(0, "Danh mục chi bộ"), *((0, unit) for unit in CELLS)])
    lists.lines(0, [(1, "Dân tộc"), (1, "Kinh"), (1, "Tày"), (1, "Ê Đê")])
    return book(guide, villages, schools, Page("Sheet3"), offices, lists)


@roster("trang-theo-chi-bo.xlsx", "one sheet a cell: the unit stands in the sheet's name and the title only")
def sheet_by_cell(rng: Random) -> Book:
    pages = []
    for unit in VILLAGES[:4]:
        page = Page(SHORT[unit][0])
        columns = [k.number(), k.name(), k.birth(), k.sex(), k.admission(), k.post()]
        page.table(
            rng,
            columns,
            everyone(crowd(rng, 15, (unit,))),
            top=party_titles(page, 6, under=unit.upper(), attached=False),
        )
        for entry in page.entries:
            entry.ask("unit_name", unit)
        pages.append(page)
    return book(*pages)


@roster("mot-chi-bo.xls", "a single cell's list: the unit in the title only, signer in the name column")
def one_cell(rng: Random) -> Book:
    page = Page("Sheet1")
    people = crowd(rng, 24, (NAMES["ht-t3"],))
    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        k.birth("Ngày sinh"),
        k.sex("Giới tính"),
        k.ethnicity(),
        k.admission("Ngày vào Đảng"),
        k.card("Số thẻ"),
    ]
    row = page.table(
        rng,
        columns,
        everyone(people),
        top=party_titles(page, 7, "DANH SÁCH ĐẢNG VIÊN CHI BỘ THÔN 3", under="CHI BỘ THÔN 3"),
    )
    for entry in page.entries:
        entry.ask("unit_name", NAMES["ht-t3"])
    bare_foot(page, row, signer=people[0].full_name)
    return book(page, write="xls")


@roster("hai-bang.xlsx", "a second table lower in the sheet with other columns in another order")
def two_tables(rng: Random) -> Book:
    page = Page("Sheet1")
    members, candidates = crowd(rng, 30, VILLAGES), crowd(rng, 18, SCHOOLS)
    row = page.table(
        rng,
        [
            k.number("TT"),
            k.name("Họ và tên"),
            k.birth("Ngày sinh"),
            k.sex("Giới tính"),
            k.admission("Ngày vào Đảng"),
            k.unit("Chi bộ"),
        ],
        everyone(members),
        top=party_titles(page, 6, "I. DANH SÁCH ĐẢNG VIÊN MỚI"),
    )
    page.put(row + 2, 0, "II. DANH SÁCH QUẦN CHÚNG ƯU TÚ")
    row = page.table(
        rng,
        [
            k.number("STT"),
            k.name("Họ tên"),
            k.sex("Giới tính"),
            k.birth("Năm sinh", forms=("year",)),
            k.unit("Đơn vị"),
            k.education("Trình độ học vấn"),
        ],
        everyone(candidates),
        top=row + 4,
    )
    foot(page, row, right=4)
    return book(page)


@roster("ban-cu-an.xlsx", "a hidden sheet with last year's copy beside the visible one")
def hidden_copy(rng: Random) -> Book:
    columns = [k.number(), k.name(), k.birth(), k.sex(), k.unit("Chi bộ")]
    people = crowd(rng, 30)
    old, new = Page("2025", is_hidden=True), Page("2026")
    old.table(rng, columns, everyone(people[:20]), top=1)
    old.entries, old.headers, old.columns = [], [], []
    new.table(rng, columns, everyone(people), top=1)
    return book(old, new, unseen=("2025",))


@roster("thong-ke.xlsx", "no people at all: a count for each cell; must be refused")
def statistics(rng: Random) -> Book:
    page = Page("Biểu 1")
    for column, header in enumerate(
        (
            "TT",
            "Tên chi bộ",
            "Tổng số đảng viên",
            "Trong đó: Nữ",
            "Dân tộc thiểu số",
            "Dự bị",
            "Trình độ LLCT: Sơ cấp",
            "Trung cấp",
            "Cao cấp",
            "Ghi chú",
        )
    ):
        page.put(4, column, header)
    for index, unit in enumerate(CELLS):
        for column, value in enumerate(
            (index + 1, unit, rng.randint(10, 40), rng.randint(2, 9), rng.randint(0, 5), rng.randint(0, 3), 9, 4, 1)
        ):
            page.put(5 + index, column, value)
    page.put(1, 2, "TỔNG HỢP SỐ LƯỢNG ĐẢNG VIÊN")
    page.put(6 + len(CELLS), 1, "Tổng cộng")
    return book(page, refused="must")


@roster("chi-co-tieu-de.xls", "a header and nobody below; must be refused")
def header_only(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [k.number(), k.name(), k.birth(), k.sex(), k.unit("Chi bộ")]
    row = page.table(rng, columns, [], top=party_titles(page, 5))
    foot(page, row, right=3)
    page.headers, page.columns = [], []
    return book(page, write="xls", refused="must")
