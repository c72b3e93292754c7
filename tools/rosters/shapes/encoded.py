"""Old encodings, whole sheets and single columns."""

from random import Random

from tools.rosters import encodings
from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.furniture import ROMAN, by_unit, foot, party_titles
from tools.rosters.pages import Book, Page
from tools.rosters.place import OFFICES, SCHOOLS, VILLAGES
from tools.rosters.registry import book, everyone, in_tcvn3, roster


@roster("vntime.xlsx", "whole sheet TCVN3 in .VnTime with its headers, two-row header, groups, foot")
def tcvn3_sheet(rng: Random) -> Book:
    page = in_tcvn3(Page("Sheet1"))
    people = crowd(rng, 80, VILLAGES)
    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        *k.birth_by_sex("Ngày sinh"),
        k.ethnicity("Dân tộc"),
        k.admission("Ngày vào Đảng", "Dự bị"),
        k.becoming_official("Ngày vào Đảng", "Chính thức"),
        k.education("Trình độ học vấn"),
        k.theory("Lý luận chính trị"),
        k.post("Chức vụ"),
    ]
    sections = by_unit(people, lambda i, unit, n: (f"{ROMAN[i]}. {unit} ({n} đồng chí)",), merged=True)
    row = page.table(rng, columns, sections, top=party_titles(page, len(columns)), numbers=range(1, len(columns) + 1))
    foot(page, row, right=7, count=len(people))
    return book(page)


@roster("vntime-mat-font.xlsx", "TCVN3 whose fonts are gone: ư as a hyphen, µ as Greek mu")
def tcvn3_worn(rng: Random) -> Book:
    page = in_tcvn3(Page("Sheet1"), font="Times New Roman", encode=encodings.tcvn3_worn)
    columns = [
        k.number("TT"),
        k.name(),
        k.birth("Ngày sinh", forms=("dd-mm-yyyy", "dd/mm/yyyy")),
        k.sex(),
        k.ethnicity(),
        k.unit("Chi bộ"),
        k.post(),
    ]
    row = page.table(rng, columns, everyone(crowd(rng, 70)), top=party_titles(page, 7))
    foot(page, row, right=4)
    return book(page)


@roster("vntimeh.xls", "TCVN3 capitals: names, headers and groups in .VnTimeH, small codes shown as capitals")
def tcvn3_capitals(rng: Random) -> Book:
    page = in_tcvn3(Page("Sheet1"))
    people = crowd(rng, 50, VILLAGES)
    capital = {"encode": encodings.tcvn3_capitals, "font": ".VnTimeH"}
    columns = [
        k.worn(k.number("TT"), **capital),
        k.worn(k.name("Họ và tên"), **capital),
        k.birth("Ngày sinh"),
        k.sex("Giới tính"),
        k.ethnicity("Dân tộc"),
        k.unit("Chi bộ"),
        k.admission("Ngày vào Đảng"),
    ]
    page.table(rng, columns, everyone(people), top=party_titles(page, 7))
    return book(page, write="xls")


@roster("vni-times.xlsx", "whole sheet VNI in VNI-Times")
def vni_sheet(rng: Random) -> Book:
    page = Page("Sheet1", encode=encodings.vni, encoding="vni", font="VNI-Times")
    people = crowd(rng, 70, (*SCHOOLS, *OFFICES))
    columns = [
        k.number("TT"),
        k.name(),
        k.birth(),
        k.sex(),
        k.ethnicity(),
        k.degree("Trình độ chuyên môn"),
        k.theory(),
        k.post(),
    ]
    row = page.table(
        rng, columns, by_unit(people, lambda i, unit, _n: (ROMAN[i], unit)), top=party_titles(page, 8), restart=True
    )
    foot(page, row, right=5)
    return book(page)


@roster("vni-mat-font.xls", "VNI whose fonts are gone, names in capitals")
def vni_worn(rng: Random) -> Book:
    page = Page("Sheet1", encode=encodings.vni, encoding="vni")
    columns = [
        k.number("TT"),
        k.name(write=lambda e: e.person.full_name.upper()),
        k.birth(),
        k.sex(),
        k.ethnicity(),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 50)), top=0)
    return book(page, write="xls")


@roster("may-mac.xlsx", "NFD throughout, headers too")
def decomposed(rng: Random) -> Book:
    page = Page("Danh sách", encode=encodings.nfd)
    columns = [
        k.number("STT"),
        k.name(),
        k.birth(),
        k.sex(),
        k.ethnicity(),
        k.unit("Chi bộ", short=True),
        k.education(),
        k.theory(),
    ]
    page.table(rng, columns, everyone(crowd(rng, 60)), top=party_titles(page, 8))
    return book(page)


@roster("to-hop.xlsx", "letters composed, tones beside them (the Windows keyboard), Ð U+00D0 for Đ")
def half(rng: Random) -> Book:
    page = Page("Sheet1", encode=lambda text: encodings.half_composed(text).replace("Đ", "Ð"))
    columns = [k.number("STT"), k.name(), k.birth(), k.sex(), k.ethnicity(), k.unit("Chi bộ"), k.post()]
    page.table(rng, columns, everyone(crowd(rng, 60)), top=0)
    return book(page)


@roster("tron-bang-ma.xlsx", "one column TCVN3, one VNI, the others Unicode; headers Unicode")
def mixed(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        k.number("TT"),
        k.name(),
        k.birth(),
        k.sex(),
        k.ethnicity(),
        k.unit("Chi bộ"),
        k.post(),
    ]
    page.table(rng, columns, everyone(crowd(rng, 60)), top=0)
    for column, encode, encoding, font in (
        (1, encodings.tcvn3, "tcvn3", ".VnTime"),
        (5, encodings.vni, "vni", "VNI-Times"),
    ):
        page.columns[column]["encoding"] = encoding
        for (row, at), cell in page.cells.items():
            if at == column and row and isinstance(cell.value, str):
                cell.value, cell.font = encode(cell.value), font
    return book(page)


@roster("tron-mat-font.xls", "names TCVN3 without their font beside Unicode columns; headers in TCVN3")
def mixed_worn(rng: Random) -> Book:
    page = in_tcvn3(Page("Sheet1"), font="")
    columns = [k.number("TT"), k.name(), k.birth(), k.sex(), k.ethnicity(), k.unit("Chi bộ"), k.admission()]
    page.table(rng, columns, everyone(crowd(rng, 50)), top=0)
    unicode_page = Page("x")
    unicode_page.table(Random("mixed"), columns, [], top=0)
    for entry in page.entries:
        page.cells[entry.row, 5].value = entry.person.unit
    page.columns[5]["encoding"] = ""
    return book(page, write="xls")
