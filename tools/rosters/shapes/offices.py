"""Party cells of a clinic, a school, the army, the police, a company and the retired."""

from random import Random
from typing import Any

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.furniture import foot, party_titles
from tools.rosters.pages import Book, Column, Entry, Page, Section
from tools.rosters.place import NAMES, SCHOOLS, VILLAGES
from tools.rosters.registry import book, everyone, held_out


def _numbered(prefixes: tuple[str, ...], *, sure: bool = False) -> k.Writer:
    """A title or a rank before the name; the name alone is the truth."""

    def write(entry: Entry) -> Any:
        before = prefixes[(entry.number - 1) % len(prefixes)]
        if before and not sure:
            entry.ask("full_name", entry.person.full_name)
        return f"{before}{entry.person.full_name}"

    return write


@held_out(
    "chi-bo-tram-y-te.xlsx",
    "titles before names (BS., ThS., Đ/c, Bà), medical degrees (BSCKI, YS, CN Điều dưỡng, DSTH)",
)
def clinic(rng: Random) -> Book:
    page = Page("TYT")
    degrees = (
        ("BSCKI", ["university", "master"], "ask"),
        ("CN Điều dưỡng", "university", "ask"),
        ("Bác sĩ", "university", "ask"),
        ("Y sĩ đa khoa", "intermediate", "ask"),
        ("Dược sĩ trung học", "intermediate", "ask"),
        ("Bác sĩ CKII", ["university", "doctor", "master"], "ask"),
        ("ĐDTH", "intermediate", "ask"),
        ("Cao đẳng Điều dưỡng", "college", ""),
        ("DSĐH", "university", "ask"),
    )
    columns = [
        k.number("TT"),
        k.name("Họ tên CBVC", write=_numbered(("BS. ", "", "ThS. ", "Đ/c ", "Bà ", "", "BS.CKI ", "Ông: ", "đ/c: "))),
        k.birth("Ngày sinh"),
        k.sex(),
        Column(("Trình độ chuyên môn",), k.spelled("education", degrees), ("education",)),
        Column(("Khoa, phòng",), lambda e: e.rng.choice(("Khoa Nội", "Phòng khám", "Dược"))),
        k.theory("Trình độ chính trị"),
        k.admission("Ngày vào ĐCSVN"),
        k.card("Thẻ Đảng viên số"),
    ]
    sections = [Section(crowd(rng, 36, (NAMES["ht-yt"],)), ("", "CHI BỘ TRẠM Y TẾ"), NAMES["ht-yt"])]
    row = page.table(rng, columns, sections, top=party_titles(page, 9))
    foot(page, row, right=6)
    return book(page)


@held_out(
    "chi-bo-truong-hoc.ods",
    "a school: Tổ chuyên môn and Môn dạy, name after the unit, ĐHSP Văn, Ths. QLGD, card as 12.345678",
)
def school(rng: Random) -> Book:
    page = Page("Trường")
    degrees = (
        ("ĐHSP Văn", "university", ""),
        ("ThS. QLGD", "master", ""),
        ("CĐSP Toán - Lý", "college", ""),
        ("THSP", "intermediate", "ask"),
        ("Đại học GDTH", "university", ""),
        ("ĐH Mầm non", "university", ""),
        ("TCSP", "intermediate", "ask"),
        ("Cử nhân Anh", "university", ""),
    )

    def dotted(entry: Entry) -> str:
        card = entry.person.party_card
        text = f"{card[:2]}.{card[2:]}"
        entry.truth["party_card"] = [card, text]
        return text

    columns = [
        k.number("STT"),
        k.unit("Trường"),
        Column(("Tổ CM",), lambda e: e.rng.choice(("Tổ 1", "Tổ Văn - Sử", "Tổ Văn phòng"))),
        Column(("Môn dạy",), lambda e: e.rng.choice(("Toán", "Tiếng Anh", ""))),
        k.name("Họ và tên giáo viên, nhân viên"),
        k.sex("Nữ/nam"),
        k.birth("N/sinh", forms=("dd.mm.yyyy",)),
        Column(("Hệ đào tạo, chuyên môn",), k.spelled("education", degrees), ("education",)),
        k.admission("Ngày vào Đảng", "Lần đầu"),
        k.becoming_official("Ngày vào Đảng", "Chính thức"),
        k.card("Số thẻ ĐV", write=dotted),
    ]
    page.table(rng, columns, everyone(crowd(rng, 40, SCHOOLS)), top=4, numbers=range(1, 12))
    page.put(1, 1, "DANH SÁCH ĐẢNG VIÊN CÁC TRƯỜNG")
    return book(page, write="ods")


@held_out(
    "quan-su.xls", "army: Cấp bậc (2//, 4/), Nhập ngũ as 02/2008, Vào Đảng and Chính thức on two lines of one cell"
)
def army(rng: Random) -> Book:
    page = Page("BCHQS")

    def both(entry: Entry) -> str:
        one, two = entry.person.admitted, entry.person.official
        entry.ask("admitted_on", one.isoformat())
        entry.ask("official_on", two.isoformat() if two else "")
        return f"{one:%d/%m/%Y}\n{two:%d/%m/%Y}" if two else f"{one:%d/%m/%Y}"

    columns = [
        k.number("TT"),
        k.name("Họ tên, khai sinh"),
        Column(("Cấp bậc",), lambda e: e.rng.choice(("2//", "4/", "Đại úy", "Thượng tá"))),
        k.post("Chức vụ"),
        k.birth("Ngày tháng năm sinh", forms=("dd/mm/yyyy",)),
        Column(("Nhập ngũ",), lambda e: f"02/{e.person.born.year + 19}"),
        Column(("Xuất ngũ",), lambda e: f"01/{e.person.born.year + 21}"),
        Column(("Vào Đảng\nChính thức",), both, ("admitted_on", "official_on")),
        k.culture("Văn hóa"),
        Column(("Sức khỏe",), lambda e: e.rng.choice(("Loại 1", "A", "2"))),
        k.unit("Đơn vị"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 30, (NAMES["ht-qs"],))), top=3)
    page.put(0, 0, "ĐẢNG BỘ QUÂN SỰ")
    return book(page, write="xls")


@held_out(
    "cong-an.xlsx",
    "police: Số hiệu beside the identity number, cells with 'cấp ngày …' behind the number, card as 'Số thẻ: 12.345678'",
)
def police(rng: Random) -> Book:
    page = Page("CAX")

    def issued(entry: Entry) -> str:
        number = entry.person.identity_number
        entry.ask("identity_number", number)
        return (
            f"{number} cấp ngày 10/5/2021",
            f"{number}, 10/05/2021, Cục CSQLHC",
            f"CCCD: {number}",
            f"{number}\n(CMND cũ: 183456789)",
            f"{number}\nNgày cấp: 10/05/2021",
            number,
        )[entry.number % 6]

    def worded(entry: Entry) -> str:
        card = entry.person.party_card
        text = f"{card[:2]}.{card[2:]}"
        entry.ask("party_card", [card, text])
        return (f"Số thẻ: {text}", f"Số: {card}", text, f"{card} (cấp lại)", f"{card[:2]}-{card[2:]}")[entry.number % 5]

    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        k.birth("Ngày sinh"),
        k.sex(),
        Column(("Số hiệu CAND",), lambda e: f"{e.rng.randint(100, 999)}-{e.rng.randint(100, 999)}"),
        Column(("Cấp bậc hàm",), lambda e: e.rng.choice(("Đại úy", "Thiếu tá"))),
        k.identity("CCCD, ngày cấp, nơi cấp", write=issued),
        k.card("Thẻ Đảng", write=worded),
        k.phone("SĐT"),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 30, (NAMES["ht-ca"],), place="042")), top=2)
    for entry in page.entries:
        page.cells[entry.row, 8].value = f"{entry.person.phone}/0987{entry.number:06d}"
    return book(page)


@held_out(
    "cong-ty.xlsx",
    "a company: headers in two languages (Full name / Họ và tên, D.O.B), Male/Female, staff codes, Department",
)
def company(rng: Random) -> Book:
    page = Page("Staff list")
    columns = [
        k.number("No."),
        Column(("Staff ID",), lambda e: f"SV{e.number:05d}"),
        k.name("Full name\nHọ và tên"),
        k.sex("Gender", words=("Female", "Male")),
        k.birth("Date of birth\nNgày sinh", forms=("excel",)),
        k.identity("ID card No.\nCCCD"),
        k.post("Position\nChức vụ"),
        k.unit("Party cell\nChi bộ"),
        Column(("Start date\nNgày vào làm",), lambda e: f"01/0{e.rng.randint(1, 9)}/2015"),
        Column(("Ngày vào Công đoàn",), lambda e: f"02/0{e.rng.randint(1, 9)}/2016"),
        k.admission("Party admission date\nNgày vào Đảng"),
        k.note("Remarks"),
    ]
    farm = tuple(NAMES[c] for c in ("nt-d1", "nt-d2", "nt-vp"))
    page.table(rng, columns, everyone(crowd(rng, 36, farm)), top=2)
    page.put(0, 0, "STAFF LIST - DANH SÁCH NHÂN SỰ")
    return book(page)


@held_out("english.csv", "English headers alone, M/F, ISO dates, quoted names with commas elsewhere")
def english(rng: Random) -> Book:
    page = Page("csv")
    columns = [
        k.number("No"),
        k.name("Full Name"),
        k.birth("DOB", forms=("iso",)),
        k.sex("Sex", words=("F", "M")),
        k.ethnicity("Ethnicity"),
        k.identity("ID Number"),
        k.unit("Party Cell"),
        Column(("Address",), lambda _e: "Thôn 1, xã Hòa Thủy, tỉnh Mẫu"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 25)), top=0)
    for entry in page.entries:
        entry.may_ask.add("sex")
    return book(page, write="csv", refused="may")


@held_out(
    "dang-vien-huu-tri.xlsx",
    "the retired: years with doubt (~1945, 1942?, lunar), Tuổi Đảng, Huy hiệu, 'Đảng viên được miễn sinh hoạt' as a group inside a cell",
)
def retired(rng: Random) -> Book:
    page = Page("Hưu trí")
    units = VILLAGES[:3]
    sections = []
    for index, unit in enumerate(units):
        people = crowd(rng, 16, (unit,))
        sections += [
            Section(people[:10], (f"{'I' * (index + 1)}", f"{unit}: 16 ĐV"), unit),
            Section(people[10:], ("", ("Đảng viên được miễn CT, SH", "Miễn sinh hoạt", "* Miễn SHĐ:")[index])),
        ]
    columns = [
        k.number("TT"),
        k.name("Họ và tên đảng viên"),
        Column(
            ("Năm sinh",),
            k.in_turn(
                "birth", k.born, ("year", "~1985", "sinh", "year text", "1985?", "lunar", "00/00", "khoảng", "mm/yyyy")
            ),
            ("birth",),
        ),
        k.sex("Nam, nữ"),
        Column(
            ("Ngày vào Đảng",),
            k.in_turn("admitted_on", k.admitted, ("dd/mm/yyyy", "mm/yyyy", "d/m/yyyy", "year", "Roman")),
            ("admitted_on",),
        ),
        Column(("Tuổi Đảng",), lambda e: 2026 - e.person.admitted.year),
        Column(("Huy hiệu Đảng",), lambda e: e.rng.choice(("30 năm", "50 năm", 40, ""))),
        Column(("Nghề nghiệp trước khi nghỉ hưu",), lambda e: e.rng.choice(("Bộ đội", "Giáo viên"))),
        k.note(),
    ]
    row = page.table(rng, columns, sections, top=party_titles(page, 9), restart=False)
    unit = ""
    for entry in page.entries:
        unit = entry.truth.get("unit_name") or unit
        if not entry.truth.get("unit_name"):
            entry.ask("unit_name", unit)
    foot(page, row, right=6)
    return book(page)
