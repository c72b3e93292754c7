"""People whose names, posts or rows look like something else: a total, a signature, a group."""

from dataclasses import replace
from random import Random
from typing import Any

from tools.rosters import encodings
from tools.rosters import kinds as k
from tools.rosters.crowd import crowd, one
from tools.rosters.furniture import by_unit, foot, party_titles
from tools.rosters.pages import Book, Column, Entry, Page
from tools.rosters.place import NAMES, OFFICES, VILLAGES
from tools.rosters.registry import book, everyone, held_out


@held_out(
    "khong-so-thu-tu.xlsx",
    "no numbering at all; posts that also sign papers (Bí thư, Hiệu trưởng, Chủ tịch, Giám đốc); years alone",
)
def posts_that_sign(rng: Random) -> Book:
    page = Page("Sheet1")
    posts = ("Bí thư", "Phó Bí thư", "Hiệu trưởng", "Chủ tịch", "Giám đốc", "Thủ trưởng cơ quan", "", "Người lập biểu")
    people = [replace(p, post=posts[i % len(posts)]) for i, p in enumerate(crowd(rng, 40, OFFICES))]
    columns = [
        k.name("Họ và tên"),
        k.birth("Năm sinh", forms=("year",)),
        k.sex(),
        k.post("Chức vụ"),
        k.unit("Chi bộ"),
    ]
    row = page.table(rng, columns, everyone(people), top=2)
    page.put(0, 0, "DANH SÁCH CỬ ĐI HỌC")
    foot(page, row, left=0, right=3)
    return book(page)


@held_out(
    "ten-giong-tu-khac.xls",
    "names that fold to words of totals, feet and units (Tống, Lưu Yến, Đoàn, Hội, Trường, Phòng); no numbering, few facts",
)
def names_like_words(rng: Random) -> Book:
    page = Page("Sheet1")
    names = (
        ("Tống Thị Hà", "female"),
        ("Lưu Yến Nhi", "female"),
        ("Đoàn Văn Thôn", "male"),
        ("Nguyễn Văn Trường", "male"),
        ("Lê Văn Hội", "male"),
        ("Trần Thị Phòng", "female"),
        ("Tống Công Minh", "male"),
        ("Phạm Văn Ban", "male"),
        ("Bùi Thị Tổng", "female"),
        ("Lưu Ý Lan", "female"),
        ("Cao Văn Cấp", "male"),
        ("Nam Văn Khu", "male"),
        ("Hồ Thị Ngày", "female"),
        ("Võ Thị Nữ", "female"),
    )
    people = [one(rng, VILLAGES[0], name=name, sex=sex) for name, sex in names * 2]

    def sometimes(entry: Entry) -> Any:
        if entry.number > len(names):
            entry.truth["birth"] = ""
            return None
        entry.truth["birth"] = str(entry.person.born.year)
        return entry.person.born.year

    columns = [
        k.name("Họ và tên"),
        Column(("Năm sinh",), sometimes, ("birth",)),
        Column(("Giới tính",), lambda e: "Nữ" if e.person.sex == "female" else "Nam", ("sex",)),
        k.note(),
    ]
    page.table(rng, columns, everyone(people), top=1)
    return book(page, write="xls")


@held_out("nhom-danh-so.xlsx", "group rows numbered like people (1 | Chi bộ thôn 1), people numbered 1.1, 1.2 or anew")
def groups_numbered(rng: Random) -> Book:
    page = Page("Sheet1")
    people = crowd(rng, 48, VILLAGES)
    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        k.birth("Ngày sinh"),
        k.sex(),
        k.post("Chức vụ"),
        k.theory("LLCT"),
    ]
    sections = by_unit(people, lambda i, unit, _n: (str(i + 1), unit))
    row = page.table(rng, columns, sections, top=party_titles(page, 6), restart=True)
    foot(page, row, right=4)
    return book(page)


@held_out("hai-tang-co-so.xlsx", "a two-row header whose lower row has years (2024 | 2025) beside Nam | Nữ and DB | CT")
def digits_below(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        *k.birth_by_sex("Ngày sinh"),
        k.admission("Ngày vào Đảng", "Dự bị"),
        k.becoming_official("Ngày vào Đảng", "Chính thức"),
        Column(("Xếp loại", "Năm 2024"), lambda e: e.rng.choice(("HTTNV", "HTXSNV", "HTNV"))),
        Column(("Xếp loại", "Năm 2025"), lambda e: e.rng.choice(("HTTNV", "HTXSNV", "HTNV"))),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 30)), top=3, numbers=range(1, 10))
    page.put(1, 0, "DANH SÁCH ĐẢNG VIÊN ĐƯỢC CỬ ĐI HỌC")
    return book(page)


@held_out(
    "chuc-vu-unicode-giua-tcvn3.xls",
    "everything TCVN3 in .VnTime but the post, typed later in Unicode: Giáo viên, Y sĩ and nothing that only Unicode has",
)
def unicode_between(rng: Random) -> Book:
    page = Page("Sheet1", font=".VnTime", encoding="tcvn3", encode=encodings.tcvn3)
    people = [
        replace(p, post=("Giáo viên", "Kế toán", "Thôn phó", "Y sĩ")[i % 4])
        for i, p in enumerate(crowd(rng, 40, (NAMES["ht-thcs"], NAMES["ht-yt"])))
    ]
    columns = [k.number("TT"), k.name("Họ và tên"), k.birth(), k.sex(), k.unit("Chi bộ"), k.post("Chức vụ")]
    page.table(rng, columns, everyone(people), top=0)
    for entry in page.entries:
        cell = page.cells[entry.row, 5]
        cell.value, cell.font = entry.person.post, "Times New Roman"
    page.columns[5]["encoding"] = ""
    return book(page, write="xls")
