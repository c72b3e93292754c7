"""Old encodings in the combinations that patching and pasting leave."""

from random import Random

from tools.rosters import encodings
from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.furniture import foot, party_titles
from tools.rosters.pages import Book, Column, Page
from tools.rosters.place import SCHOOLS, VILLAGES
from tools.rosters.registry import book, everyone, held_out


def _columns() -> list[Column]:
    return [k.number("TT"), k.name("Họ và tên"), k.birth(), k.sex(), k.ethnicity(), k.unit("Chi bộ"), k.post("Chức vụ")]


@held_out("tieu-de-vni.xls", "titles and headers in VNI, the people below typed in Unicode later")
def vni_headers(rng: Random) -> Book:
    page = Page("Sheet1")
    top = party_titles(page, 7)
    row = page.table(rng, _columns(), everyone(crowd(rng, 36)), top=top)
    for at, cell in page.cells.items():
        if at[0] <= top and isinstance(cell.value, str):
            cell.value, cell.font = encodings.vni(cell.value), "VNI-Times"
    foot(page, row, right=4)
    return book(page, write="xls")


@held_out("du-lieu-vni.xlsx", "headers in Unicode, people in VNI pasted without their font")
def vni_people(rng: Random) -> Book:
    page = Page("Sheet1")
    page.table(rng, _columns(), everyone(crowd(rng, 40)), top=2)
    _encode(page, range(1, 7), encodings.vni, "vni")
    page.put(0, 0, "DANH SÁCH ĐẢNG VIÊN")
    return book(page)


def _encode(page: Page, columns: range, encode: k.Callable[[str], str], encoding: str, font: str = "") -> None:
    for column in columns:
        page.columns[column]["encoding"] = encoding
    for entry in page.entries:
        for column in columns:
            cell = page.cells.get((entry.row, column))
            if cell and isinstance(cell.value, str):
                cell.value, cell.font = encode(cell.value), font


@held_out("don-vi-tcvn3.xlsx", "TCVN3 in the unit column alone, without its font")
def unit_alone(rng: Random) -> Book:
    page = Page("Sheet1")
    page.table(rng, _columns(), everyone(crowd(rng, 40, (*VILLAGES, *SCHOOLS))), top=0)
    _encode(page, range(5, 6), encodings.tcvn3, "tcvn3")
    return book(page)


@held_out("dan-toc-tcvn3.xls", "people and post in TCVN3 fonts, names and units Unicode")
def post_alone(rng: Random) -> Book:
    page = Page("Sheet1")
    page.table(rng, _columns(), everyone(crowd(rng, 40)), top=0)
    _encode(page, range(3, 5), encodings.tcvn3, "tcvn3", ".VnTime")
    _encode(page, range(6, 7), encodings.tcvn3, "tcvn3", ".VnArial")
    return book(page, write="xls")


@held_out("to-hop.xls", "letters composed and tones beside them in an old .xls, names alone")
def half_composed_xls(rng: Random) -> Book:
    page = Page("Sheet1")
    page.table(rng, _columns(), everyone(crowd(rng, 36)), top=0)
    _encode(page, range(1, 2), encodings.half_composed, "")
    return book(page, write="xls")


@held_out("cp1258-sai.xls", "CP1258 read as CP1252: NguyêÞn Vãn, ðôÌng; right or asked, never taken as it stands")
def cp1258_as_1252(rng: Random) -> Book:
    page = Page("Sheet1")
    page.table(rng, _columns(), everyone(crowd(rng, 36)), top=0)
    _encode(page, range(1, 7), lambda text: encodings.cp1258_bytes(text).decode("cp1252"), "")
    for entry in page.entries:
        entry.may_ask |= {"full_name", "sex", "ethnicity", "unit_name", "post"}
    return book(page, write="xls", refused="may")


@held_out("nfd-ten.xlsx", "NFD in the names alone")
def decomposed_names(rng: Random) -> Book:
    page = Page("Sheet1")
    page.table(rng, _columns(), everyone(crowd(rng, 36)), top=0)
    _encode(page, range(1, 2), encodings.nfd, "")
    return book(page)


def _half(rng: Random, encode: k.Callable[[str], str], font: str) -> Page:
    page = Page("Sheet1")
    page.table(rng, _columns(), everyone(crowd(rng, 60)), top=0)
    for entry in page.entries[30:]:
        for column in (1, 3, 4, 5, 6):
            cell = page.cells.get((entry.row, column))
            if cell and isinstance(cell.value, str):
                cell.value, cell.font = encode(cell.value), font
    for entry in page.entries:
        entry.may_ask |= {"full_name", "sex", "ethnicity", "unit_name", "post"}
    return page


@held_out("nua-tcvn3.xlsx", "the first half of the rows Unicode, the second TCVN3 in .VnTime: right or asked")
def half_tcvn3(rng: Random) -> Book:
    return book(_half(rng, encodings.tcvn3, ".VnTime"))


@held_out("nua-tcvn3-mat-font.xlsx", "the first half Unicode, the second TCVN3 without its font: right or asked")
def half_tcvn3_worn(rng: Random) -> Book:
    return book(_half(rng, encodings.tcvn3, ""))


@held_out("nua-vni.xls", "the first half Unicode, the second VNI without its font: right or asked")
def half_vni(rng: Random) -> Book:
    return book(_half(rng, encodings.vni, ""), write="xls")


@held_out("vai-dong-tcvn3.xlsx", "three rows of TCVN3 without font pasted among Unicode: right or asked")
def few_tcvn3(rng: Random) -> Book:
    page = Page("Sheet1")
    page.table(rng, _columns(), everyone(crowd(rng, 50)), top=0)
    for entry in page.entries[20:23]:
        for column in (1, 3, 4, 5, 6):
            cell = page.cells.get((entry.row, column))
            if cell and isinstance(cell.value, str):
                cell.value = encodings.tcvn3(cell.value)
        entry.may_ask |= {"full_name", "sex", "ethnicity", "unit_name", "post"}
    return book(page)
