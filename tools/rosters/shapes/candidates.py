"""People who are not members yet, the youth union, and members of this year."""

from dataclasses import replace
from random import Random
from typing import Any

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.furniture import SIGNERS, foot
from tools.rosters.pages import Book, Column, Entry, Page, Section
from tools.rosters.place import NAMES, OFFICES, SCHOOLS, VILLAGES
from tools.rosters.registry import book, everyone, held_out

HELPERS = ("Lê Thị Bình", "Trần Văn Cường", "Y Thông Mlô", "Phạm Quang Vinh", "Nguyễn Thị Hạnh")


def _joined(entry: Entry) -> str:
    born = entry.person.born
    return f"26/03/{born.year + 16}"


@held_out(
    "quan-chung-uu-tu.xlsx",
    "candidates: Ngày vào Đoàn, two columns of helpers' names, Ngày họp chi bộ giới thiệu; nothing of the Party is theirs",
)
def candidates(rng: Random) -> Book:
    page = Page("QCUT")
    columns = [
        k.number("TT"),
        k.name("Họ tên quần chúng"),
        k.birth("Ngày sinh"),
        k.sex("Nam/nữ"),
        k.ethnicity("Dân tộc"),
        k.native("Quê quán"),
        k.education("Trình độ"),
        Column(("Ngày vào Đoàn",), _joined),
        Column(("Đảng viên được phân công giúp đỡ",), lambda e: e.rng.choice(HELPERS)),
        Column(("Ngày vào Đảng chính thức của ĐV giúp đỡ",), lambda e: f"0{e.rng.randint(1, 9)}/02/2010"),
        Column(("Tổ chức giới thiệu",), lambda e: e.rng.choice(("Đoàn TN", "Công đoàn", "Hội Phụ nữ"))),
        Column(("Ngày chi bộ họp xét",), lambda _e: "05/3/2026"),
        k.unit("Chi bộ đề nghị"),
    ]
    row = page.table(rng, columns, everyone(crowd(rng, 38, VILLAGES)), top=5, numbers=[f"({n})" for n in range(1, 14)])
    page.put(1, 0, "ĐẢNG ỦY XÃ HÒA THỦY")
    page.put(3, 3, "DANH SÁCH QUẦN CHÚNG ƯU TÚ HỌC LỚP BỒI DƯỠNG NHẬN THỨC VỀ ĐẢNG")
    foot(page, row, right=9, count=38)
    return book(page)


@held_out(
    "doan-vien-uu-tu.csv",
    "youth union: Chi đoàn is no unit of the Party, Ngày vào Đoàn no admission, Số sổ đoàn no card",
)
def youth(rng: Random) -> Book:
    page = Page("csv")

    def branch(entry: Entry) -> Any:
        entry.doubt("unit_name", ["", entry.person.unit])
        return entry.rng.choice(("Chi đoàn Khối cơ quan", "Chi đoàn 12A1", "Chi đoàn thôn Thượng"))

    columns = [
        k.number("#"),
        k.name("Họ và Tên Đoàn viên"),
        k.birth("Ngày tháng năm sinh", forms=("d/m/yyyy",)),
        k.sex("Giới tính"),
        k.ethnicity("Dân tộc"),
        Column(("Ngày vào Đoàn",), _joined),
        Column(("Số sổ đoàn viên",), lambda e: f"{e.rng.randint(10_000_000, 99_999_999)}"),
        Column(("Chức vụ Đoàn",), lambda e: e.rng.choice(("Bí thư", "Phó Bí thư", "Ủy viên BCH", "Đoàn viên")), ()),
        Column(("Chi đoàn",), branch),
        k.culture("Văn hóa"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 40, VILLAGES)), top=2)
    for entry in page.entries:
        at = page.cells[entry.row, 7].value
        entry.ask("post", ["", at, f"{at} Đoàn"])
    page.put(0, 0, "DANH SÁCH ĐOÀN VIÊN ƯU TÚ GIỚI THIỆU CHO ĐẢNG")
    return book(page, write="csv", encoding="utf-8-bom")


@held_out(
    "hoc-sinh-theo-lop.xlsx",
    "groups are school classes and teachers' groups (Lớp 9A1, Tổ Khoa học tự nhiên); the cell stands in the title alone",
)
def by_school_class(rng: Random) -> Book:
    page = Page("Sheet1")
    unit = NAMES["ht-thcs"]
    people = crowd(rng, 40, (unit,))
    groups = ("Lớp 12A1", "LỚP 12A2 (10 hs)", "Tổ Khoa học tự nhiên", "Tổ 1")
    sections = [Section(people[i * 10 : i * 10 + 10], (text,), merged=i % 2 == 0) for i, text in enumerate(groups)]
    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        Column(("Lớp",), lambda e: e.rng.choice(("12A1", "12A2"))),
        k.birth("Ngày sinh", forms=("dd/mm/yyyy", "excel")),
        k.sex("Nữ/Nam"),
        k.ethnicity("Dân tộc"),
        Column(("Học lực",), lambda e: e.rng.choice(("Giỏi", "Khá"))),
        Column(("Hạnh kiểm",), lambda _e: "Tốt"),
    ]
    row = page.table(rng, columns, sections, top=5, restart=True)
    page.put(0, 0, "ĐẢNG ỦY XÃ HÒA THỦY")
    page.put(1, 0, "CHI BỘ TRƯỜNG THCS HÒA THỦY")
    page.put(3, 1, "DANH SÁCH DỰ LỚP NHẬN THỨC VỀ ĐẢNG")
    for entry in page.entries:
        entry.ask("unit_name", [unit, ""])
    foot(page, row, right=5)
    return book(page)


@held_out(
    "dang-vien-moi.xlsx",
    "new members: header Đảng viên for the name, decision numbers with dates, Hết thời gian dự bị that is no official date",
)
def new_members(rng: Random) -> Book:
    page = Page("ĐVM")
    people = [replace(p, official=None) for p in crowd(rng, 30, (*VILLAGES, *SCHOOLS))]
    columns = [
        k.number("TT"),
        k.name("Đảng viên"),
        k.birth("Sinh ngày"),
        k.sex("Giới"),
        k.admission("Kết nạp ngày"),
        Column(("Quyết định kết nạp",), lambda e: f"{e.rng.randint(10, 300)}-QĐ/ĐU ngày {e.person.admitted:%d/%m/%Y}"),
        Column(
            ("Hết thời gian dự bị",),
            lambda e: f"{e.person.admitted.replace(year=e.person.admitted.year + 1, day=1):%d/%m/%Y}",
        ),
        Column(("Người giới thiệu 1",), lambda e: e.rng.choice(HELPERS)),
        Column(("Người giới thiệu 2",), lambda e: e.rng.choice(SIGNERS)),
        k.unit("Nơi sinh hoạt"),
        Column(("Ngày cấp giấy chứng nhận",), lambda _e: "20/5/2026"),
    ]
    row = page.table(rng, columns, everyone(people), top=3)
    page.put(1, 0, "DANH SÁCH ĐẢNG VIÊN MỚI DỰ LỚP BỒI DƯỠNG")
    foot(page, row, right=7)
    return book(page)


@held_out(
    "gioi-thieu-ket-nap.xls",
    "headers Họ lót | Tên, sex as 1 and 0 with the key in the header, year typed as 85, unit Thuộc CB",
)
def sex_as_digits(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        k.number("Số thứ tự"),
        *k.family_and_given(("Họ lót",), ("Tên",)),
        k.sex("Giới tính (Nam: 1, Nữ: 0)", words=("0", "1")),
        k.birth("Năm sinh", forms=("year", "year", "85")),
        k.unit("Thuộc CB", short=True),
        k.degree("Bằng cấp"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 36)), top=0)
    for entry in page.entries:
        entry.may_ask.add("sex")
    return book(page, write="xls")


@held_out(
    "nam-mot-cot.xlsx", "a single column Nam ticked for men; dates under a bare Sinh; Tên alone as header of the name"
)
def men_only(rng: Random) -> Book:
    page = Page("Sheet1")

    def ticked(entry: Entry) -> Any:
        if entry.person.sex == "male":
            return "x"
        entry.truth["sex"] = ["female", ""]
        return None

    columns = [
        k.number("TT"),
        k.name("Tên"),
        k.birth("Sinh", forms=("dd/mm/yyyy",)),
        Column(("Nam",), ticked, ("sex",)),
        k.unit("Đơn vị sinh hoạt"),
        k.phone("ĐT"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 30)), top=1)
    page.put(0, 0, "danh sách cảm tình đảng")
    return book(page)


@held_out(
    "nam-sinh-nam-nu-hai-chu-so.xlsx",
    "Nam (năm sinh) | Nữ (năm sinh) in one row; years of two and four digits; DTTS as a tick",
)
def years_by_sex(rng: Random) -> Book:
    page = Page("Sheet1")

    def of(sex: str) -> k.Writer:
        write = k.dated("birth", k.born, ("year", "year text", "85"))
        return lambda entry: write(entry) if entry.person.sex == sex else None

    def minority(entry: Entry) -> Any:
        if entry.person.ethnicity == "Kinh":
            entry.truth["ethnicity"] = ["", "Kinh"]
            return None
        entry.ask("ethnicity", "")
        return "x"

    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        Column(("Nam (năm sinh)",), of("male"), ("birth", "sex")),
        Column(("Nữ (năm sinh)",), of("female"), ("birth", "sex")),
        Column(("DTTS",), minority, ("ethnicity",)),
        k.unit("Chi bộ, cơ quan", short=True),
    ]
    page.table(rng, columns, everyone(crowd(rng, 40, (*VILLAGES, *OFFICES), minority=0.3)), top=2)
    return book(page)


@held_out(
    "kinh-bo-trong.ods",
    "Dân tộc left empty for the Kinh, ditto marks below a people, odd spellings (ê-đê, H'Mông, Kinh.)",
)
def kinh_left_out(rng: Random) -> Book:
    page = Page("Sheet1")

    def people_of(entry: Entry) -> Any:
        own = entry.person.ethnicity
        if own == "Kinh":
            if entry.number % 5 == 0:
                return "Kinh."
            entry.truth["ethnicity"] = ["", "Kinh"]
            return None
        if own == "Ê Đê":
            entry.ask("ethnicity", own)
            return entry.rng.choice(("Ê-đê", "Êđê", "Ê đê", "ê đê"))
        if own == "Mông":
            entry.ask("ethnicity", own)
            return entry.rng.choice(("H'Mông", "HMông", "Mông"))
        if own in {"Gia Rai", "Cơ Ho", "Xơ Đăng", "Ba Na", "Khmer"}:
            entry.ask("ethnicity", own)
            odd = {"Gia Rai": "Jrai", "Cơ Ho": "K'Ho", "Xơ Đăng": "Xê Đăng", "Ba Na": "Bahnar", "Khmer": "Khơ-me"}
            return odd[own]
        return own

    columns = [
        k.number("STT"),
        k.name("Họ, tên"),
        k.birth("Ngày/tháng/năm sinh"),
        k.sex(words=("nữ", "nam")),
        Column(("Dân tộc (nếu khác Kinh)",), people_of, ("ethnicity",)),
        k.identity("Căn cước"),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 50, minority=0.4)), top=0)
    return book(page, write="ods")
