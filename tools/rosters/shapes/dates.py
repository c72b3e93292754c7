"""Dates: every form, and what spreadsheets do to them."""

from datetime import date
from random import Random
from typing import Any

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.pages import Book, Cell, Column, Entry, Page
from tools.rosters.registry import book, everyone, roster


def _date_columns(first: tuple[str, ...], second: tuple[str, ...]) -> list[Column]:
    return [
        k.number("TT"),
        k.name(),
        Column(("Ngày sinh",), k.in_turn("birth", k.born, first), ("birth",)),
        k.sex(),
        Column(("Ngày vào Đảng",), k.in_turn("admitted_on", k.admitted, second), ("admitted_on",)),
        k.unit("Chi bộ"),
    ]


_GOOD_DATES = (
    "excel", "serial", "dd/mm/yyyy", "d/m/yyyy", "d.m.yyyy", "dd.mm.yyyy", "dd-mm-yyyy", "spaced", "words", "Words", "iso", "iso time",
    "apostrophe", "mm/yyyy", "m-yyyy", "T5/1985", "tháng", "tháng năm", "year", "year text", "năm", "SN",
)  # fmt: skip
_BAD_DATES = (
    "yy",
    "m/yy",
    "31/02",
    "month first",
    "typing slip",
    "five digits",
    "future",
    "không rõ",
    "question",
    "two years",
    "day and month",
)


@roster("du-kieu-ngay.xlsx", "every form of a date, good and doubtful, in turn")
def date_zoo(rng: Random) -> Book:
    page = Page("Sheet1")
    first = (*_GOOD_DATES, *_BAD_DATES)
    second = (
        "excel",
        "dd/mm/yyyy",
        "serial",
        "mm/yyyy",
        "words",
        "31/02",
        "year",
        "d.m.yyyy",
        "iso",
        "yy",
        "future",
        "không rõ",
        "dd-mm-yyyy",
    )
    page.table(rng, _date_columns(first, second), everyone(crowd(rng, 120)), top=3)
    page.put(0, 0, "DANH SÁCH ĐẢNG VIÊN")
    return book(page)


@roster("du-kieu-ngay.xls", "every form of a date in an old .xls")
def date_zoo_xls(rng: Random) -> Book:
    page = Page("Sheet1")
    second = ("excel", "dd/mm/yyyy", "d/m/yyyy", "dd-mm-yyyy")
    page.table(rng, _date_columns((*_GOOD_DATES, *_BAD_DATES), second), everyone(crowd(rng, 70)), top=0)
    return book(page, write="xls")


@roster("chi-co-thang.xlsx", "months that Excel made into days: cells that show 05/1985 and May-85")
def months_as_days(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        k.number("TT"),
        k.name(),
        Column(
            ("Tháng, năm sinh",),
            k.in_turn("birth", k.born, ("shown as month", "mm/yyyy", "shown as mmm-yy")),
            ("birth",),
        ),
        k.sex(),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 30)), top=2)
    page.put(0, 0, "DANH SÁCH ĐOÀN VIÊN ƯU TÚ")
    return book(page)


@roster(
    "ngay-thang-dao.xlsx",
    "typed into an American Excel: days up to 12 became dates with day and month changed over, the rest stayed text",
)
def american(rng: Random) -> Book:
    page = Page("Sheet1")

    def typed(entry: Entry) -> Any:
        born = entry.person.born
        if born.day > 12:
            entry.truth["birth"] = born.isoformat()
            return f"{born.day}/{born.month}/{born.year}"
        if born.day != born.month:
            entry.doubt("birth", born.isoformat())
        return Cell(date(born.year, born.day, born.month), "m/d/yyyy")

    columns = [k.number("STT"), k.name(), Column(("Ngày sinh",), typed, ("birth",)), k.sex(), k.unit("Chi bộ")]
    page.table(rng, columns, everyone(crowd(rng, 60)), top=0)
    return book(page)


@roster("o-bi-doi.xlsx", "what Excel makes of typing: 12/12 a date, card numbers without their zero, phone as number")
def mangled(rng: Random) -> Book:
    page = Page("Sheet1")

    def school(entry: Entry) -> Any:
        value = entry.person.culture
        level = k.SCHOOL[value]
        if value in {"12/12", "10/10"}:
            entry.ask("education", level)
            month = int(value[:2])
            return Cell(date(2026, month, month), "d-mmm")
        entry.study(level)
        return value

    def shortened(entry: Entry) -> Any:
        if entry.number % 3 == 0:
            entry.doubt("party_card", f"0{entry.person.party_card[1:]}")
            return int(entry.person.party_card[1:])
        return int(entry.person.party_card)

    columns = [
        k.number("STT"),
        k.name(),
        k.birth("Ngày sinh", forms=("excel",)),
        k.sex(),
        k.culture("Trình độ văn hóa", write=school),
        k.card("Số thẻ đảng", write=shortened),
        k.phone(),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 40)), top=0)
    return book(page)
