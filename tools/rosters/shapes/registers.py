"""Registers of classes: marks, presence, signatures and money beside the people."""

from datetime import date
from random import Random
from typing import Any

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.furniture import foot
from tools.rosters.pages import Book, Cell, Column, Entry, Page, letter
from tools.rosters.place import VILLAGES
from tools.rosters.registry import book, everyone, held_out


@held_out(
    "so-diem.xlsx", "marks by lesson, average by formula, band, certificate numbers of 8 digits with their day, Ký nhận"
)
def marks(rng: Random) -> Book:
    page = Page("Bảng điểm")
    columns = [
        k.number("STT"),
        k.name("Họ và tên học viên"),
        k.birth("Ngày sinh"),
        Column(("Nơi sinh",), lambda e: e.rng.choice(("Hòa Thủy", "Hà Tĩnh"))),
        k.unit("Đơn vị"),
        *[Column(("Điểm", f"Bài {n}"), lambda e: e.rng.choice((7, 8.5, "8,0", 9))) for n in range(1, 5)],
        Column(("Điểm", "TB"), lambda e: Cell(8.25, formula=f"=AVERAGE(F{e.row + 1}:I{e.row + 1})")),
        Column(("Xếp loại",), lambda e: e.rng.choice(("Giỏi", "Khá"))),
        Column(("Giấy chứng nhận", "Số"), lambda e: f"{e.rng.randint(10_000_000, 99_999_999)}"),
        Column(("Giấy chứng nhận", "Ngày cấp"), lambda _e: date(2026, 5, 12)),
        Column(("Ký nhận",), lambda _e: None),
        k.note(),
    ]
    row = page.table(rng, columns, everyone(crowd(rng, 42)), top=4, numbers=range(1, len(columns) + 1))
    page.put(1, 3, "BẢNG ĐIỂM LỚP BỒI DƯỠNG ĐẢNG VIÊN MỚI KHÓA II/2026")
    page.put(row, 1, "Giỏi: 20 (47,6%); Khá: 22")
    foot(page, row + 1, right=10)
    return book(page)


@held_out(
    "diem-danh.xls", "presence: the days of the class are real dates in the header, S | C below; x, P, K in the cells"
)
def presence(rng: Random) -> Book:
    page = Page("Điểm danh")
    days = [(date(2026, 5, day), part) for day in range(4, 12) for part in ("S", "C")]
    columns = [
        k.number("TT"),
        k.name("Họ tên học viên"),
        k.birth("Năm sinh", forms=("year",)),
        k.unit("Đơn vị", short=True),
        *[Column((f"{day:%d/%m}", part), lambda e: e.rng.choice(("x", "x", "x", "P", "K", "v"))) for day, part in days],
        Column(("Số buổi vắng", "P"), lambda e: e.rng.randint(0, 2)),
        Column(("Số buổi vắng", "K"), lambda e: e.rng.randint(0, 2)),
        k.sex("Phái", words=("Nữ", "Nam")),
    ]
    row = page.table(rng, columns, everyone(crowd(rng, 35)), top=3)
    for (at, column), cell in list(page.cells.items()):
        if at == 3 and 4 <= column < 20:
            page.cells[at, column] = Cell(days[column - 4][0], "dd/mm", cell.font)
    page.put(0, 0, "BẢNG ĐIỂM DANH")
    page.put(row, 1, "Tổng số có mặt")
    for column in range(4, 20):
        page.put(row, column, Cell(30, formula=f'=COUNTIF({letter(column)}6:{letter(column)}40,"x")'))
    foot(page, row + 1, right=12)
    return book(page, write="xls")


@held_out(
    "hai-ban-canh-nhau.xlsx",
    "two tables of people side by side with the same headers, as they are printed to save paper",
)
def side_by_side(rng: Random) -> Book:
    page = Page("Sheet1")
    people = crowd(rng, 40)
    left = [k.number("STT"), k.name("Họ và tên"), k.birth("Ngày sinh"), k.sex("GT"), k.unit("Chi bộ")]
    page.table(rng, left, everyone(people[:20]), top=3)
    page.table(rng, left, everyone(people[20:]), top=3, left=6)
    page.put(0, 3, "DANH SÁCH LỚP")
    for entry in page.entries[20:]:
        entry.beside = True
        entry.may_ask |= {"full_name", "birth", "sex", "unit_name"}
    page.columns = page.columns[:5]
    return book(page, refused="may")


@held_out(
    "ky-nhan-tien.xlsx",
    "a list for money: amounts, Ký nhận, SUM rows after every unit and at the end, the amount in words",
)
def money(rng: Random) -> Book:
    page = Page("Chi tiền")
    people = crowd(rng, 36, VILLAGES[:3])
    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        k.post("Chức vụ"),
        k.unit("Đơn vị"),
        k.identity("Số CCCD"),
        Column(("Số ngày",), lambda _e: 5),
        Column(("Mức chi",), lambda _e: "150.000"),
        Column(("Thành tiền",), lambda e: Cell(750_000, formula=f"=F{e.row + 1}*150000")),
        Column(("Ký nhận",), lambda _e: None),
    ]
    row = 4
    for start in range(0, 36, 12):
        if start == 0:
            row = page.table(rng, columns, everyone(people[:12]), top=row)
        else:
            blank = [Column(("",), c.write, c.fields) for c in columns]
            keep_headers, keep_columns = page.headers, page.columns
            page.headers, page.columns = [], []
            row = page.table(rng, blank, everyone(people[start : start + 12]), top=row - 1)
            page.headers, page.columns = keep_headers, keep_columns
        page.put(row, 1, ("Cộng", "Cộng chi bộ", "Tổng")[start // 12])
        page.put(row, 5, Cell(60, formula=f"=SUM(F{row - 11}:F{row})"))
        page.put(row, 7, Cell(9_000_000, formula=f"=SUM(H{row - 11}:H{row})"))
        row += 1
    page.put(row, 0, "TỔNG CỘNG")
    page.put(row, 7, Cell(27_000_000, formula="=SUM(H6:H99)/2"))
    page.put(row + 1, 1, "Bằng chữ: Hai mươi bảy triệu đồng chẵn")
    page.put(0, 0, "DANH SÁCH CHI HỖ TRỢ HỌC VIÊN")
    foot(page, row + 2, right=6)
    return book(page)


@held_out(
    "ten-va-nam-sinh.xlsx",
    "name and birth in one cell (Nguyễn Văn A (1985), … - 12/3/1985, … sinh 1962), '1. ' before names",
)
def name_and_birth(rng: Random) -> Book:
    page = Page("Sheet1")

    def write(entry: Entry) -> Any:
        person, born = entry.person, entry.person.born
        whole = entry.number % 3 == 1
        entry.ask("full_name", person.full_name)
        entry.ask("birth", born.isoformat() if whole else str(born.year))
        return (
            f"{person.full_name} ({born.year})",
            f"{person.full_name}\n{born:%d/%m/%Y}",
            f"{entry.number}. {person.full_name}, sinh năm {born.year}",
        )[entry.number % 3]

    columns = [
        Column(("Họ và tên, năm sinh",), write, ("full_name", "birth")),
        k.sex(),
        k.unit("Chi bộ"),
        k.post(),
        k.admission(),
    ]
    page.table(rng, columns, everyone(crowd(rng, 30)), top=2)
    return book(page, refused="may")


@held_out(
    "sinh-ngay-va-noi.xlsx", "birth date with the place of birth in the same cell; names with remarks in brackets"
)
def birth_and_place(rng: Random) -> Book:
    page = Page("Sheet1")
    remarks = ("", "", " (nữ)", " (A)", " (Bí thư)", " *", " - Lớp trưởng", " (tức Hùng)", " (dự bị)")

    def named(entry: Entry) -> Any:
        remark = remarks[entry.number % len(remarks)]
        if remark:
            entry.ask("full_name", entry.person.full_name)
        return entry.person.full_name + remark

    def birth(entry: Entry) -> Any:
        born = entry.person.born
        entry.ask("birth", born.isoformat())
        return (f"{born:%d/%m/%Y}\nHòa Thủy, Mẫu", f"{born:%d/%m/%Y}, Hà Tĩnh", f"{born:%d/%m/%Y} - Nghệ An")[
            entry.number % 3
        ]

    columns = [
        k.number("STT"),
        k.name("Họ và tên", write=named),
        Column(("Ngày, tháng, năm và nơi sinh",), birth, ("birth",)),
        k.sex(),
        k.unit("Chi bộ"),
        k.degree("Học vị"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 36)), top=0)
    return book(page)
