"""Text files and plain tables."""

from random import Random
from typing import Any

from tools.rosters import encodings
from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.furniture import foot, party_titles
from tools.rosters.pages import Book, Entry, Page
from tools.rosters.registry import book, everyone, in_tcvn3, roster


@roster("danh-sach-dang-vien.xlsx", "title rows, one header, real Excel dates, unit column")
def plain(rng: Random) -> Book:
    page = Page("Danh sách")
    people = crowd(rng, 120, minority=0.05)
    columns = [
        k.number("STT"),
        k.name("Họ và tên khai sinh"),
        k.birth("Ngày, tháng, năm sinh", forms=("excel",)),
        k.sex(),
        k.ethnicity(),
        k.native(),
        k.identity("Số định danh"),
        k.admission("Ngày vào Đảng (Dự bị)", forms=("excel",)),
        k.becoming_official("Ngày vào Đảng (Chính thức)", forms=("excel",)),
        k.card("Số thẻ Đảng"),
        k.education(),
        k.theory("Lý luận chính trị"),
        k.post(),
        k.unit("Chi bộ"),
        k.note(),
    ]
    row = page.table(rng, columns, everyone(people), top=party_titles(page, len(columns)))
    foot(page, row, right=11, count=len(people))
    return book(page)


@roster("chua-co-tieu-de.csv", "UTF-8 without BOM, comma, header on the first line")
def csv_plain(rng: Random) -> Book:
    page = Page("csv")
    columns = [
        k.number("STT"),
        k.name("Họ tên"),
        k.birth("Ngày sinh"),
        k.sex(),
        k.identity("CCCD"),
        k.unit("Đơn vị"),
        k.post(),
        k.phone("SĐT"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 60)), top=0)
    return book(page, write="csv")


@roster("xuat-tu-phan-mem.csv", "UTF-8 with BOM, semicolon, title rows, blank lines, foot")
def csv_bom(rng: Random) -> Book:
    page = Page("csv")
    people = crowd(rng, 50)
    columns = [
        k.number("TT"),
        k.name(),
        k.birth("Ngày sinh", forms=("d/m/yyyy", "dd-mm-yyyy")),
        k.sex("Giới tính"),
        k.ethnicity(),
        k.admission("Ngày vào đảng"),
        k.becoming_official("Ngày chính thức"),
        k.post_and_unit("Chức vụ, đơn vị"),
    ]
    row = page.table(rng, columns, everyone(people), top=party_titles(page, len(columns)), blank_every=17)
    foot(page, row, right=5, count=len(people))
    return book(page, write="csv", encoding="utf-8-bom", delimiter=";")


@roster("unicode-text.csv", "UTF-16 with tabs (Excel's Unicode text), merged headers lost")
def csv_utf16(rng: Random) -> Book:
    page = Page("csv")
    columns = [
        k.number("TT"),
        k.name("HỌ VÀ TÊN"),
        *k.birth_by_sex("NGÀY SINH"),
        k.ethnicity("DÂN TỘC"),
        k.unit("CHI BỘ"),
        k.education("TRÌNH ĐỘ HỌC VẤN"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 45)), top=2)
    page.put(0, 0, "DANH SÁCH ĐẢNG VIÊN DỰ LỚP BỒI DƯỠNG")
    return book(page, write="csv", encoding="utf-16", delimiter="\t")


@roster("may-cu.csv", "CP1258, semicolon")
def csv_cp1258(rng: Random) -> Book:
    page = Page("csv")
    columns = [k.number("TT"), k.name(), k.birth(), k.sex(), k.ethnicity(), k.unit("Chi bộ"), k.theory(), k.note()]
    page.table(rng, columns, everyone(crowd(rng, 70)), top=1)
    page.put(0, 0, "DANH SÁCH ĐẢNG VIÊN XÃ HÒA THỦY")
    return book(page, write="csv", encoding="cp1258", delimiter=";")


@roster("foxpro.csv", "bytes of TCVN3, comma, headers in TCVN3")
def csv_tcvn3(rng: Random) -> Book:
    page = in_tcvn3(Page("csv"), font="")
    columns = [
        k.number("TT"),
        k.name(),
        k.birth(),
        k.sex(),
        k.ethnicity(),
        k.admission("Ngày vào Đảng"),
        k.unit("Chi bộ"),
        k.post(),
    ]
    page.table(rng, columns, everyone(crowd(rng, 55)), top=0)
    return book(page, write="csv", encoding="latin-1", lines="\n")


@roster("vni-tab.csv", "VNI text in UTF-8, tabs")
def csv_vni(rng: Random) -> Book:
    page = Page("csv", encode=encodings.vni, encoding="vni")
    columns = [k.number("STT"), k.name(), k.birth(), k.sex(), k.ethnicity(), k.unit("Chi bộ"), k.education()]
    page.table(rng, columns, everyone(crowd(rng, 40)), top=0)
    return book(page, write="csv", delimiter="\t")


@roster("loi-font.csv", "mojibake: UTF-8 opened as Windows-1252 and saved")
def csv_mojibake(rng: Random) -> Book:
    page = Page("csv")
    columns = [k.number("STT"), k.name(), k.birth(), k.sex(), k.ethnicity(), k.unit("Chi bộ"), k.identity("Số CCCD")]
    page.table(rng, columns, everyone(crowd(rng, 40)), top=0)
    return book(page, write="csv", encoding="mojibake", refused="may")


@roster("mat-dau.csv", "letters lost to question marks by an ANSI save")
def csv_lost(rng: Random) -> Book:
    page = Page("csv")

    def lost(entry: Entry) -> Any:
        name = entry.person.full_name
        if encodings.question_marks(name).decode("cp1252") != name:
            entry.doubt("full_name")
        else:
            entry.ask("full_name", name)
        return name

    columns = [
        k.number("STT"),
        k.name("Ho va ten", write=lost),
        k.birth("Ngay sinh"),
        k.sex("Gioi tinh", words=("Nu", "Nam")),
        k.identity("CCCD"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 30)), top=0)
    return book(page, write="csv", encoding="ansi", refused="may")


@roster("khong-dau.xls", "headers and names without any marks, old .xls")
def unmarked(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        k.number("STT"),
        k.name("HO VA TEN", write=_stripped("full_name")),
        k.birth("NGAY SINH"),
        k.sex("GIOI TINH", words=("Nu", "Nam")),
        k.identity("SO CCCD"),
        k.admission("NGAY VAO DANG"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 30, minority=0)), top=0)
    return book(page, write="xls")


def _stripped(name: str) -> k.Writer:
    """Typed without marks: what stands there is what the file says; a question at the cell is right too."""

    def write(entry: Entry) -> str:
        letters = encodings.nfd(entry.person.full_name).replace("đ", "d").replace("Đ", "D")
        text = "".join(c for c in letters if not "\u0300" <= c <= "\u036f")
        entry.ask(name, text)
        return text

    return write
