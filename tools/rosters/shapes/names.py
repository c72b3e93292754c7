"""Names, repeats, gaps, words that must not be guessed, and a large file."""

from dataclasses import replace
from random import Random
from typing import Any

from tools.rosters import kinds as k
from tools.rosters.crowd import MINORITY, UNUSUAL, crowd, one
from tools.rosters.furniture import ROMAN, by_unit, foot, party_titles
from tools.rosters.pages import Book, Column, Entry, Page
from tools.rosters.place import NAMES
from tools.rosters.registry import book, everyone, roster


@roster("dan-toc-thieu-so.ods", "names of ethnic minorities, one-letter middle names, toned capitals")
def minority(rng: Random) -> Book:
    page = Page("Sheet1")
    units = (NAMES["ht-et"], NAMES["ht-t1"])
    people = [one(rng, units[0], name=n, sex=s, ethnicity=e) for n, s, e in MINORITY]
    people += [one(rng, units[1], name=n, sex=s) for n, s in UNUSUAL]
    columns = [k.number("STT"), k.name(), k.birth(), k.sex("Giới tính"), k.ethnicity(), k.identity(), k.unit("Chi bộ")]
    page.table(rng, columns, everyone(people), top=1)
    return book(page, write="ods")


@roster("ho-ten-viet-hoa-thieu-so.xlsx", "upper-case names of ethnic minorities")
def minority_upper(rng: Random) -> Book:
    page = Page("Sheet1")
    people = [one(rng, NAMES["ht-et"], name=n, sex=s, ethnicity=e) for n, s, e in MINORITY]
    columns = [
        k.number("STT"),
        k.name(write=lambda e: e.person.full_name.upper()),
        k.birth(),
        k.sex(),
        k.ethnicity(),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(people), top=0)
    return book(page)


@roster("khoang-trang.xlsx", "double spaces, non-breaking spaces, zero-width characters, tabs, Ð for Đ, stray stops")
def spaces(rng: Random) -> Book:
    page = Page("Sheet1")

    def dirty(text: str, r: Random) -> str:
        soil = r.choice(
            (
                lambda t: t.replace(" ", "  "),
                lambda t: t.replace(" ", "\u00a0"),
                lambda t: f"  {t} ",
                lambda t: t.replace(" ", " \u200b"),
                lambda t: f"\ufeff{t}",
                lambda t: t.replace("Đ", "Ð"),
                lambda t: f"{t}\t",
                lambda t: t.replace(" ", "\n", 1),
            )
        )
        return soil(text)

    columns = [
        k.number("STT"),
        k.name(" Họ\u00a0và  tên ", write=lambda e: dirty(e.person.full_name, e.rng)),
        k.birth("Ngày sinh ", forms=("spaced", "dd/mm/yyyy")),
        Column(("Giới tính",), lambda e: dirty("Nữ" if e.person.sex == "female" else "Nam", e.rng), ("sex",)),
        k.ethnicity(write=lambda e: dirty(e.person.ethnicity, e.rng)),
        k.identity("Số CCCD", write=lambda e: f" {e.person.identity_number[:6]}\u00a0{e.person.identity_number[6:]}"),
        k.unit("Chi bộ ", write=lambda e: dirty(e.person.unit, e.rng)),
    ]
    page.table(rng, columns, everyone(crowd(rng, 80)), top=2)
    page.put(0, 0, "\u00a0DANH  SÁCH")
    return book(page)


@roster("trung-lap.xlsx", "the same person twice: the very same row, other data under one number, other tone placement")
def repeats(rng: Random) -> Book:
    page = Page("Sheet1")
    people = crowd(rng, 40, minority=0, unusual=0)
    same = people[3]
    other = replace(people[8], unit=people[20].unit, post="Trưởng thôn", party_card="11112222")
    people[0] = toned = replace(people[0], full_name="Nguyễn Văn Hòa", sex="male", identity_number="")
    twice = [*people, same, other, replace(toned, full_name="Nguyễn Văn Hoà")]
    columns = [k.number("STT"), k.name(), k.birth(), k.sex(), k.identity(), k.card(), k.post(), k.unit("Chi bộ")]
    page.table(rng, columns, everyone(twice), top=0)
    for entry, first in zip(page.entries[40:], (3, 8, 0), strict=True):
        entry.repeats = page.entries[first].row
    return book(page)


@roster("thieu-o.xlsx", "missing names, rows with only a name, blank lines, unknown and unclear units")
def gaps(rng: Random) -> Book:
    page = Page("Sheet1")

    def maybe_name(entry: Entry) -> Any:
        if entry.number % 11 == 0:
            entry.doubt("full_name")
            return None
        if entry.number % 13 == 0:
            entry.doubt("full_name")
            return "-nt-"
        return entry.person.full_name

    def lonely(column: Column) -> Column:
        def write(entry: Entry) -> Any:
            if entry.number % 7 == 0:
                for name in column.fields:
                    entry.truth[name] = ""
                return None
            return column.write(entry)

        return replace(column, write=write)

    def where(entry: Entry) -> Any:
        if entry.number % 10 == 3:
            entry.doubt("unit_name")
            return entry.rng.choice(("Chi bộ thôn 15", "Trường Tiểu học", "Chi bộ xã Bình Minh", "Ban Tuyên giáo"))
        return entry.person.unit

    columns = [
        k.number("STT"),
        k.name(write=maybe_name),
        *(lonely(c) for c in (k.birth(), k.sex(), k.ethnicity(), k.unit("Chi bộ", write=where))),
    ]
    row = page.table(rng, columns, everyone(crowd(rng, 60)), top=3, blank_every=9)
    page.put(1, 1, "DANH SÁCH")
    foot(page, row, right=4)
    return book(page)


@roster(
    "hoc-van-kho.xlsx",
    "theory and education in words that must not be guessed: đang học, tương đương, quản lý nhà nước, ngoại ngữ",
)
def hard_levels(rng: Random) -> Book:
    page = Page("Sheet1")
    theories: tuple[tuple[str, Any, bool], ...] = (
        ("Đang học trung cấp", "", True),
        ("Tương đương trung cấp", "", True),
        ("TC (đang học)", "", True),
        ("Cử nhân", "advanced", False),
        ("Cao cấp LLCT", "advanced", False),
        ("Trung cấp LLCT-HC", "intermediate", False),
        ("sơ cấp", "elementary", False),
        ("A", "", True),
        ("Chuyên viên chính", "", True),
        ("", "", False),
    )
    schools: tuple[tuple[str, str, bool], ...] = (
        ("Đại học Kinh tế, Thạc sĩ Luật", "master", False),
        ("12/12, Trung cấp Thú y", "intermediate", False),
        ("Đang học đại học", "", True),
        ("Cử nhân Luật", "university", False),
        ("THPT", "upper_secondary", False),
        ("Bổ túc 12/12", "upper_secondary", False),
        ("2 bằng ĐH", "university", False),
        ("Tốt", "", True),
        ("11/12", "lower_secondary", False),
        ("Kỹ sư", "university", False),
        ("TNTHCS", "lower_secondary", False),
    )

    def of(name: str, words: tuple[tuple[str, Any, bool], ...]) -> k.Writer:
        def write(entry: Entry) -> Any:
            text, value, unclear = words[(entry.number - 1) % len(words)]
            if unclear:
                entry.doubt(name, value)
            else:
                entry.ask(name, value)
            return text

        return write

    columns = [
        k.number("STT"),
        k.name(),
        k.birth(),
        k.sex(),
        k.culture("Trình độ học vấn", write=of("education", schools)),
        Column(("Lý luận chính trị",), of("theory_level", theories), ("theory_level",)),
        Column(("QLNN",), lambda e: e.rng.choice(("", "Chuyên viên", "CVC"))),
        Column(("Ngoại ngữ",), lambda e: e.rng.choice(("", "Anh B", "Đại học"))),
        Column(("Tin học",), lambda e: e.rng.choice(("", "A", "Trung cấp"))),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 60)), top=0)
    return book(page)


@roster("ba-nghin.xlsx", "3,000 people in one sheet with group rows")
def large(rng: Random) -> Book:
    page = Page("Toàn đảng bộ")
    people = crowd(rng, 3000)
    columns = [
        k.number("STT"),
        k.name(),
        *k.birth_by_sex("Ngày sinh"),
        k.ethnicity(),
        k.identity("Số CCCD"),
        k.admission("Ngày vào Đảng", "Dự bị"),
        k.becoming_official("Ngày vào Đảng", "Chính thức"),
        k.card("Số thẻ"),
        k.education("Trình độ học vấn"),
        k.theory("Trình độ LLCT"),
        k.post(),
    ]
    sections = by_unit(people, lambda i, unit, n: (ROMAN[i], f"{unit} ({n} đ/c)"))
    page.table(rng, columns, sections, top=party_titles(page, len(columns)), numbers=range(1, len(columns) + 1))
    return book(page)
