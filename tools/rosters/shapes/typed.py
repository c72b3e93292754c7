"""Dates and numbers as hands type them."""

from random import Random
from typing import Any

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.pages import Book, Column, Entry, Page
from tools.rosters.registry import book, everyone, held_out

_BIRTHS = (
    "time", "time SA", "T00", "stop", "dd–mm–yyyy", "dd,mm,yyyy", "backslash", "mixed marks", "two slashes", "dd mm yyyy", "ddmmyyyy",
    "ddmmyyyy number", "yyyymmdd", "yyyy/mm/dd", "dd-Mmm-yyyy", "Mmm d, yyyy", "Roman", "month in words", "day first words", "NS:",
    "sinh ngày", "with age", "sinh", "sinh năm", "year.0", "00/00", "…/…", "00/mm", "--/mm", "mm.yyyy number", "1985?", "~1985", "khoảng",
    "85", "'85", "lunar", "lunar words", "letter O", "letter l", "papers differ", "two days", "year 19xx",
)  # fmt: skip
_ADMISSIONS = (
    "dd/mm/yyyy", "time", "backslash", "dd,mm,yyyy", "Roman", "yyyymmdd", "00/mm", "~1985", "85", "lunar", "letter O", "dd mm yyyy", "sinh năm",
)  # fmt: skip


def _typed(rng: Random, number: int) -> Page:
    page = Page("Sheet1")
    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        Column(("Ngày sinh",), k.in_turn("birth", k.born, _BIRTHS), ("birth",)),
        k.sex(),
        Column(("Ngày vào Đảng",), k.in_turn("admitted_on", k.admitted, _ADMISSIONS), ("admitted_on",)),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, number)), top=0)
    for entry in page.entries:  # a birth year is no day of admission
        if "admitted_on" not in entry.doubtful and len(entry.truth["admitted_on"]) < 10:
            entry.doubt("admitted_on", entry.truth["admitted_on"])
    return page


@held_out("ngay-go-tay.xlsx", "forty-two further forms of a date typed by hand")
def typed_dates(rng: Random) -> Book:
    return book(_typed(rng, 126))


@held_out("ngay-go-tay.ods", "the same forms in an .ods")
def typed_dates_ods(rng: Random) -> Book:
    return book(_typed(rng, 84), write="ods")


@held_out("so-go-tay.xlsx", "identity and card numbers with words, pairs, brackets and slips of the hand")
def typed_numbers(rng: Random) -> Book:
    page = Page("Sheet1")

    def identity(entry: Entry) -> Any:
        number = entry.person.identity_number
        cases: tuple[tuple[str, str], ...] = (
            (f"{number} cấp ngày 10/5/2021", "ask"),
            (f"Số {number}", "ask"),
            (f"{number[:3]}-{number[3:6]}-{number[6:]}", "ask"),
            (f"{number}/183456789", "doubt"),
            (f"{number} (cũ 183456789)", "ask"),
            (f"{number[:11]}", "doubt"),
            (f"{number[0]}{number}", "doubt"),
            (number.replace("0", "O", 1), "doubt"),
            (f"`{number}", "ask"),
            (f"{number}.", "ask"),
            (f"{number},00", "ask"),
            ("Mất", "doubt"),
            (f"{number[:9]}...", "doubt"),
            ("000000000000", "doubt"),
            ("123456789012", "doubt"),
            (entry.person.phone, "doubt"),
            (f"CMT {number[:9]}", "old"),
        )
        text, how = cases[(entry.number - 1) % len(cases)]
        if how == "old":
            entry.ask("identity_number", number[:9])
        elif how == "ask":
            entry.ask("identity_number", number)
        else:
            entry.doubt("identity_number")
        return text

    def card(entry: Entry) -> Any:
        number = entry.person.party_card
        dotted = f"{number[:2]}.{number[2:]}"
        cases: tuple[tuple[str, str], ...] = (
            (f"Số thẻ: {dotted}", "ask"),
            (dotted, "ask"),
            (f"{number[:2]} {number[2:]}", "ask"),
            (f"{number}/HT", "ask"),
            (f"{number} - {entry.person.profile_number}", "ask"),
            ("Chưa được cấp", "empty"),
            ("Chưa phát thẻ", "empty"),
            ("DB", "empty"),
            (number[:5], "doubt"),
            (f"{number}{number[:2]}", "doubt"),
            (f"{number[:4]}O{number[5:]}", "doubt"),
            ("Đã mất", "doubt"),
        )
        text, how = cases[(entry.number - 1) % len(cases)]
        if how == "doubt":
            entry.doubt("party_card")
        elif how == "empty":
            entry.ask("party_card", "")
        else:
            entry.ask("party_card", [number, dotted, text])
        return text

    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        k.birth(),
        k.sex(),
        k.identity("Số CCCD", write=identity),
        k.card("Số thẻ Đảng viên", write=card),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 68, minority=0, place="042")), top=0)
    return book(page)


@held_out(
    "ngay-vao-dang-gop.xlsx",
    "admission and official day in one cell under one header; card and profile number in one cell",
)
def joined_days(rng: Random) -> Book:
    page = Page("Sheet1")

    def days(entry: Entry) -> Any:
        one, two = entry.person.admitted, entry.person.official
        entry.ask("admitted_on", one.isoformat())
        entry.ask("official_on", two.isoformat() if two else "")
        if not two:
            return f"{one:%d/%m/%Y}"
        return (
            f"{one:%d/%m/%Y} - {two:%d/%m/%Y}",
            f"DB: {one:%d/%m/%Y}; CT: {two:%d/%m/%Y}",
            f"{one:%d/%m/%Y}\n{two:%d/%m/%Y}",
            f"{one:%d/%m/%Y} (CT {two:%d/%m/%Y})",
        )[entry.number % 4]

    def numbers(entry: Entry) -> Any:
        person = entry.person
        entry.ask("party_card", person.party_card)
        entry.ask("profile_number", person.profile_number)
        return f"{person.party_card}{(' / ', chr(10), ' - ')[entry.number % 3]}{person.profile_number}"

    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        k.birth(),
        k.sex(),
        Column(("Ngày vào Đảng (DB/CT)",), days, ("admitted_on", "official_on")),
        Column(("Số thẻ/Số lý lịch",), numbers, ("party_card", "profile_number")),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 36)), top=0)
    return book(page)


@held_out(
    "gioi-tinh-la.xlsx",
    "sex as M/F, Trai/Gái, N, Ông/Bà, 0/1 without a key; contradicting the identity number; left empty",
)
def strange_sex(rng: Random) -> Book:
    page = Page("Sheet1")

    def sex(entry: Entry) -> Any:
        female = entry.person.sex == "female"
        own = entry.person.sex
        cases: tuple[tuple[str, Any, str], ...] = (
            ("F" if female else "M", own, "ask"),
            ("Gái" if female else "Trai", own, "ask"),
            ("N", "", "doubt"),
            ("Bà" if female else "Ông", own, "ask"),
            ("NỮ " if female else " nam", own, ""),
            ("Nam/Nữ", "", "doubt"),
            ("Nu" if female else "Nam", own, ""),
            ("Nừ" if female else "Nạm", own, "ask"),
            ("x", "", "doubt"),
            ("", "", ""),
            ("Giới tính khác", "", "doubt"),
        )
        text, value, how = cases[(entry.number - 1) % len(cases)]
        if how == "doubt":
            entry.doubt("sex", value)
        elif how == "ask":
            entry.ask("sex", value)
        else:
            entry.truth["sex"] = value or ["", own]
        return text

    columns = [
        k.number("STT"),
        k.name(),
        k.birth(),
        Column(("Giới tính",), sex, ("sex",)),
        k.identity(),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 44, place="042")), top=0)
    return book(page)
