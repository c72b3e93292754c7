"""Identity numbers in every state."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.pages import Book, Cell, Entry, Page
from tools.rosters.registry import book, everyone, roster


def _identities() -> tuple[Callable[[Entry], Any], ...]:
    def as_is(text: Callable[[str], Any]) -> Callable[[Entry], Any]:
        return lambda entry: text(entry.person.identity_number)

    def lost_two(entry: Entry) -> Any:
        entry.doubt("identity_number", entry.person.identity_number)
        return int(entry.person.identity_number)

    def old(entry: Entry) -> Any:
        entry.truth["identity_number"] = "183456" + entry.person.identity_number[-3:]
        return entry.truth["identity_number"]

    def wrong(text: Callable[[str], Any]) -> Callable[[Entry], Any]:
        def write(entry: Entry) -> Any:
            entry.doubt("identity_number")
            return text(entry.person.identity_number)

        return write

    def other_sex(number: str) -> str:
        return number[:3] + str(int(number[3]) ^ 1) + number[4:]

    def other_year(number: str) -> str:
        return f"{number[:4]}{(int(number[4:6]) + 7) % 100:02d}{number[6:]}"

    return (
        as_is(lambda n: n),
        as_is(int),
        as_is(lambda n: f"{n[:3]} {n[3:6]} {n[6:9]} {n[9:]}"),
        as_is(lambda n: f"{n[:3]}.{n[3:6]}.{n[6:9]}.{n[9:]}"),
        as_is(float),
        as_is(lambda n: f"'{n}"),
        as_is(lambda n: f" {n}\u00a0"),
        as_is(lambda n: n[1:]),
        as_is(lambda n: f"{int(n)}.0"),
        as_is(lambda n: Cell(int(n), "0.00E+00")),
        as_is(lambda n: Cell(int(n), "000000000000")),
        old,
        wrong(lambda n: n + "7"),
        wrong(lambda n: n[:-1] + "O"),
        wrong(other_sex),
        wrong(other_year),
        wrong(lambda n: f"{int(n):.3E}"),
        wrong(lambda n: n[:7]),
        wrong(lambda _n: "chưa có"),
        wrong(lambda n: f"{n} / {n[:-1]}1"),
        lost_two,
    )


@roster(
    "so-dinh-danh.xlsx",
    "identity numbers in every state: spaces, dots, lost zeros, floats, CMND, wrong ones, contradictions",
)
def identity_zoo(rng: Random) -> Book:
    page = Page("Sheet1")
    forms = _identities()
    people = []
    for index, person in enumerate(crowd(rng, 105, minority=0, place="042")):
        if index % len(forms) == len(forms) - 1:
            person = replace(person, identity_number=f"001{person.identity_number[3:]}")  # noqa: PLW2901 - Hà Nội loses two zeros
        people.append(person)
    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        k.birth("Ngày sinh"),
        k.sex(),
        k.identity("Số CCCD/CMND", write=lambda e: forms[(e.number - 1) % len(forms)](e)),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(people), top=0)
    return book(page)


@roster("cccd-khoa-hoc.csv", "identity numbers that a spreadsheet saved as 4.2089E+10")
def identity_lost(rng: Random) -> Book:
    page = Page("csv")

    def lost(entry: Entry) -> Any:
        entry.doubt("identity_number")
        return f"{int(entry.person.identity_number):.5E}"

    columns = [k.number("STT"), k.name(), k.birth(), k.sex(), k.identity(write=lost), k.unit("Chi bộ")]
    page.table(rng, columns, everyone(crowd(rng, 30, place="042")), top=0)
    return book(page, write="csv", encoding="utf-8-bom")
