"""Files that other programs wrote, and kinds of files that are seldom met."""

from random import Random
from typing import Any

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.pages import Book, Column, Entry, Page
from tools.rosters.registry import book, everyone, held_out


def _usual() -> list[Column]:
    return [
        k.number("STT"),
        k.name("Họ và tên"),
        k.birth("Ngày sinh", forms=("excel",)),
        k.sex(),
        k.ethnicity(),
        k.admission("Ngày vào Đảng", forms=("excel",)),
        k.unit("Chi bộ"),
    ]


@held_out(
    "csdl-dang-vien.csv",
    "a database's field names as headers: HO_TEN, NGAY_SINH as yyyymmdd, GIOI_TINH 0/1, MA_DV, TEN_CHI_BO",
)
def database(rng: Random) -> Book:
    page = Page("csv")
    columns = [
        Column(("MA_DV",), lambda e: f"{4200000000 + e.number}"),
        k.name("HO_TEN"),
        Column(("NGAY_SINH",), k.dated("birth", k.born, ("yyyymmdd",)), ("birth",)),
        k.sex("GIOI_TINH", words=("0", "1")),
        k.ethnicity("DAN_TOC"),
        k.identity("SO_CCCD"),
        k.card("SO_THE_DANG"),
        Column(("NGAY_VAO_DANG",), k.dated("admitted_on", k.admitted, ("yyyymmdd",)), ("admitted_on",)),
        Column(("NGAY_CHINH_THUC",), k.dated("official_on", k.official, ("yyyymmdd",)), ("official_on",)),
        k.unit("TEN_CHI_BO"),
        Column(("NGAY_TAO",), lambda _e: "20240101"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 40)), top=0)
    for entry in page.entries:
        entry.may_ask.add("sex")
        if entry.person.official is None:
            entry.may_ask.discard("official_on")
    return book(page, write="csv", delimiter="|", refused="may")


@held_out("xuat-kieu-my.csv", "a program on an American machine: every date mm/dd/yyyy with 12:00:00 AM behind it")
def american_export(rng: Random) -> Book:
    page = Page("csv")

    def american(name: str, of: Any) -> k.Writer:
        def write(entry: Entry) -> Any:
            day = of(entry)
            entry.ask(name, day.isoformat())
            return f"{day.month}/{day.day}/{day.year} 12:00:00 AM"

        return write

    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        Column(("Ngày sinh",), american("birth", k.born), ("birth",)),
        k.sex(),
        Column(("Ngày vào Đảng",), american("admitted_on", k.admitted), ("admitted_on",)),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 60)), top=0)
    return book(page, write="csv", encoding="utf-8-bom")


@held_out("thang-truoc-ngay.xlsx", "text dates mm/dd/yyyy in the whole column: the days beyond 12 give it away")
def month_first(rng: Random) -> Book:
    page = Page("Sheet1")

    def write(entry: Entry) -> Any:
        born = entry.person.born
        entry.ask("birth", born.isoformat())
        return f"{born:%m/%d/%Y}"

    columns = [k.number("STT"), k.name(), Column(("Ngày sinh",), write, ("birth",)), k.sex(), k.unit("Chi bộ")]
    page.table(rng, columns, everyone(crowd(rng, 45)), top=0)
    return book(page)


@held_out("strict.xlsx", "Strict Open XML: other namespaces, dates as ISO text")
def strict(rng: Random) -> Book:
    page = Page("Sheet1")
    page.table(rng, _usual(), everyone(crowd(rng, 30)), top=2)
    page.put(0, 0, "DANH SÁCH ĐẢNG VIÊN")
    return book(page, write="strict xlsx")


@held_out("bang-web.xls", "a web page's table named .xls, as web programs export: read rightly or refused")
def web_page(rng: Random) -> Book:
    page = Page("bang-web")
    page.table(rng, _usual(), everyone(crowd(rng, 20)), top=2)
    return book(page, write="html", refused="may")


@held_out("xml-2003.xls", "Excel 2003 XML named .xls: read rightly or refused")
def old_xml(rng: Random) -> Book:
    page = Page("Sheet1")
    page.table(rng, _usual(), everyone(crowd(rng, 20)), top=2)
    return book(page, write="xml 2003", refused="may")


@held_out("nhi-phan.xlsb", "Excel's binary workbook: refused in words")
def binary(rng: Random) -> Book:
    page = Page("Sheet1")
    page.table(rng, _usual(), everyone(crowd(rng, 5)), top=0)
    page.headers, page.columns, page.entries = [], [], []
    return book(page, write="xlsb", refused="must")


@held_out("dau-nhay.csv", "leading apostrophes, ='…' and tabs that programs put before numbers to keep their zeros")
def apostrophes(rng: Random) -> Book:
    page = Page("csv")

    def kept(of: Any) -> k.Writer:
        return lambda e: (f"'{of(e)}", f'="{of(e)}"', f"\t{of(e)}", f"{of(e)}\t")[e.number % 4]

    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        k.birth("Ngày sinh", forms=("apostrophe", "dd/mm/yyyy", "time")),
        k.sex(),
        k.identity("Số CCCD", write=kept(lambda e: e.person.identity_number)),
        k.card("Số thẻ Đảng", write=kept(lambda e: e.person.party_card)),
        k.unit("Chi bộ", write=lambda e: f"{e.person.unit}\t"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 32, place="042")), top=0)
    for entry in page.entries:
        if entry.number % 4 == 1:
            entry.may_ask |= {"identity_number", "party_card"}
    return book(page, write="csv", encoding="utf-8-bom", delimiter=";")


@held_out(
    "so-dang-chu.xlsx",
    "numbers kept as text: order, year and identity; ages, Excel days as text of their serial number",
)
def numbers_as_text(rng: Random) -> Book:
    page = Page("Sheet1")

    def days(entry: Entry) -> Any:
        day = entry.person.admitted
        entry.ask("admitted_on", day.isoformat())
        return str(k.serial(day))

    columns = [
        k.number("STT", write=lambda e: str(e.number)),
        k.name("Họ và tên"),
        k.birth("Năm sinh", forms=("year text", "year.0")),
        Column(("Tuổi",), lambda e: str(2026 - e.person.born.year)),
        k.sex(),
        k.identity("Số CCCD"),
        Column(("Ngày vào Đảng",), days, ("admitted_on",)),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 30)), top=0)
    return book(page)
