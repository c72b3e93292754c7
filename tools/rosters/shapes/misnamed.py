"""Files whose name and content disagree."""

from random import Random

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.pages import Book, Page
from tools.rosters.registry import book, everyone, roster


@roster("xlsx-ten-xls.xls", "an .xlsx named .xls")
def misnamed_xlsx(rng: Random) -> Book:
    page = Page("Sheet1")
    page.table(rng, [k.number(), k.name(), k.birth(), k.sex(), k.unit("Chi bộ")], everyone(crowd(rng, 20)), top=0)
    return book(page, write="xlsx", refused="may")


@roster("xls-ten-xlsx.xlsx", "an old .xls named .xlsx")
def misnamed_xls(rng: Random) -> Book:
    page = Page("Sheet1")
    page.table(rng, [k.number(), k.name(), k.birth(), k.sex(), k.unit("Chi bộ")], everyone(crowd(rng, 20)), top=0)
    return book(page, write="xls", refused="may")


@roster("van-ban-ten-xls.xls", "tab-separated text named .xls, as programs export")
def misnamed_text(rng: Random) -> Book:
    page = Page("csv")
    page.table(rng, [k.number(), k.name(), k.birth(), k.sex(), k.unit("Chi bộ")], everyone(crowd(rng, 20)), top=0)
    return book(page, write="csv", delimiter="\t", encoding="utf-16", refused="may")
