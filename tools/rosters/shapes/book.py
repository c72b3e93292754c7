"""The member book of fourteen columns (Mẫu 7-HSĐV)."""

from collections.abc import Callable
from random import Random
from typing import Any

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.furniture import ROMAN, by_unit, party_titles
from tools.rosters.pages import Book, Column, Entry, Page, Section
from tools.rosters.place import NAMES, VILLAGES
from tools.rosters.registry import book, in_tcvn3, roster

_TRADES = (("Học sinh", "Giáo viên"), ("Làm ruộng", "Làm ruộng"), ("Bộ đội", "Hưu trí"), ("Công nhân", "Buôn bán"))


def _book_columns(*, birth: str, joiner: Callable[[list[str]], Any]) -> list[Column]:
    """The fourteen columns of the member book; `birth` is how its line is written, "" for none."""

    def names(entry: Entry) -> Any:
        lines = [entry.person.full_name, entry.person.full_name]
        if birth:
            lines.append(birth.format(entry.person.born))
            entry.truth["birth"] = entry.person.born.isoformat()
        return joiner(lines)

    def about(entry: Entry) -> Any:
        person = entry.person
        return joiner(
            [
                "Nữ" if person.sex == "female" else "Nam",
                person.ethnicity,
                entry.rng.choice(("Không", "Không", "Phật giáo")),
            ]
        )

    def schooling(entry: Entry) -> Any:
        person = entry.person
        entry.study(k.SCHOOL[person.culture])
        entry.study(person.degree)
        empty = entry.rng.choice(("", "-", "Không"))
        theory = k.THEORY[person.theory][0] or empty
        if theory and not person.theory:
            entry.truth["theory_level"] = ["", "none"]
        return joiner(
            [
                person.culture,
                theory,
                entry.rng.choice(k.DEGREES[person.degree]) or empty,
                entry.rng.choice(("Anh B", "", "Anh A2")),
            ]
        )

    def trade(entry: Entry) -> Any:
        before, now = entry.rng.choice(_TRADES)
        entry.truth["post"] = ["", now]
        return joiner([before, now])

    def party(entry: Entry) -> Any:
        person = entry.person
        return joiner([f"{person.admitted:%d/%m/%Y}", f"{person.official:%d/%m/%Y}" if person.official else ""])

    def papers(entry: Entry) -> Any:
        person = entry.person
        badge = entry.rng.choice(("", "Huy hiệu 30 năm"))
        return joiner([person.party_card, person.profile_number, badge])

    name_fields = ("full_name", "birth") if birth else ("full_name",)
    return [
        k.number("Số TT"),
        Column(("HỌ VÀ TÊN\nHọ và tên khai sinh" + ("\nNgày sinh" if birth else ""),), names, name_fields),
        Column(("Nam, nữ\nDân tộc\nTôn giáo",), about, ("sex", "ethnicity")),
        k.native("QUÊ QUÁN"),
        Column(("Văn hóa\nLý luận\nCMNV\nNgoại ngữ",), schooling, ("education", "theory_level")),
        Column(("Nghề nghiệp trước khi vào Đảng\nNghề nghiệp hiện nay",), trade),
        Column(("Ngày vào Đảng\nNgày chính thức",), party, ("admitted_on", "official_on")),
        Column(("Số thẻ đảng viên\nSố lý lịch đảng viên\nSố Huy hiệu Đảng",), papers, ("party_card", "profile_number")),
        Column(("Bộ đội, công an, hưu trí",), lambda e: e.rng.choice(("", "Bộ đội", "Hưu trí"))),
        Column(("Ngày chuyển đi\nĐến đảng bộ cơ sở",), lambda _e: None),
        Column(
            ("Ngày chuyển đến\nĐảng bộ cơ sở nào đến",),
            lambda e: e.rng.choice(("", "", "01/3/2019\nĐảng bộ xã Đức Thịnh")),
        ),
        Column(("Ngày từ trần\nLý do",), lambda _e: None),
        Column(("Ngày ra khỏi Đảng\nHình thức ra Đảng",), lambda _e: None),
        k.note("Ghi chú", texts=("", "Miễn sinh hoạt")),
    ]


def _lines(lines: list[str]) -> str:
    return "\n".join(lines).rstrip("\n")


@roster(
    "so-danh-sach-dang-vien.xlsx", "member book of 14 columns (Mẫu 7-HSĐV), several values in a cell, no birth line"
)
def member_book(rng: Random) -> Book:
    page = Page("Sổ ĐV")
    people = crowd(rng, 45, VILLAGES[:3])
    columns = _book_columns(birth="", joiner=_lines)
    sections = by_unit(people, lambda _i, unit, _n: (unit,), merged=True)
    page.table(rng, columns, sections, top=party_titles(page, 14, "SỔ DANH SÁCH ĐẢNG VIÊN"), numbers=range(1, 15))
    return book(page)


@roster("so-dang-vien-ngay-sinh.xls", "member book with a birth line in the second column, numbering row")
def member_book_birth(rng: Random) -> Book:
    page = Page("Mau 7-HSDV")
    people = crowd(rng, 40, (NAMES["ht-dh"], NAMES["ht-et"]), minority=0.3)
    columns = _book_columns(birth="{:%d/%m/%Y}", joiner=_lines)
    sections = by_unit(people, lambda i, unit, n: (f"{ROMAN[i]}. {unit} ({n} đảng viên)",), merged=True)
    page.table(
        rng,
        columns,
        sections,
        top=party_titles(page, 14, "SỔ DANH SÁCH ĐẢNG VIÊN"),
        numbers=[str(n) for n in range(1, 15)],
    )
    return book(page, write="xls")


@roster("so-dang-vien-tcvn3.xlsx", "member book in TCVN3, birth line 'Sinh: …', repeated header")
def member_book_tcvn3(rng: Random) -> Book:
    page = in_tcvn3(Page("So DV"))
    people = crowd(rng, 36, (NAMES["ht-t1"], NAMES["ht-t2"]))
    columns = _book_columns(birth="Sinh: {:%d/%m/%Y}", joiner=_lines)
    sections = by_unit(people, lambda _i, unit, _n: (unit,), merged=True)
    page.table(
        rng,
        columns,
        sections,
        top=party_titles(page, 14, "SỔ DANH SÁCH ĐẢNG VIÊN"),
        numbers=range(1, 15),
        again_every=15,
    )
    return book(page)


@roster(
    "so-dang-vien-bon-dong.xlsx",
    "member book with a person over four rows, one value a row, as the printed book is ruled",
)
def member_book_rows(rng: Random) -> Book:
    page = Page("Sổ ĐV")
    people = crowd(rng, 20, (NAMES["ht-t10"],), minority=0.2)
    columns = _book_columns(birth="", joiner=list)
    sections = [Section(people, (NAMES["ht-t10"],), NAMES["ht-t10"], merged=True)]
    page.table(
        rng, columns, sections, top=party_titles(page, 14, "SỔ DANH SÁCH ĐẢNG VIÊN"), numbers=range(1, 15), tall=4
    )
    return book(page)
