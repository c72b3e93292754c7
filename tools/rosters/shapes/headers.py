"""Headers of every build, and what stands under them."""

from dataclasses import replace
from random import Random
from typing import Any

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.furniture import ROMAN, bare_foot, by_unit, copies_foot, foot, party_titles, state_titles
from tools.rosters.pages import Book, Cell, Column, Entry, Page
from tools.rosters.place import OFFICES, SCHOOLS, VILLAGES
from tools.rosters.registry import book, everyone, in_tcvn3, roster


@roster(
    "nam-nu-ngay-sinh.xlsx", "Ngày sinh merged over Nam | Nữ, merged headers, numbering row, group rows I. … merged"
)
def by_sex(rng: Random) -> Book:
    page = Page("Sheet1")
    people = crowd(rng, 90, VILLAGES)
    columns = [
        k.number("TT"),
        k.name(),
        *k.birth_by_sex("Ngày sinh"),
        k.ethnicity(),
        k.admission("Ngày vào Đảng", "Dự bị"),
        k.becoming_official("Ngày vào Đảng", "Chính thức"),
        k.culture("Trình độ", "Văn hóa"),
        k.degree("Trình độ", "Chuyên môn"),
        k.theory("Trình độ", "LLCT"),
        k.post(),
        k.note(),
    ]
    sections = by_unit(people, lambda i, unit, _n: (f"{ROMAN[i]}. {unit}",), merged=True)
    row = page.table(
        rng, columns, sections, top=party_titles(page, len(columns)), numbers=range(1, len(columns) + 1), restart=True
    )
    foot(page, row, right=8, count=len(people))
    return book(page)


@roster("nam-sinh-nam-nu.xls", "Năm sinh over Nam | Nữ as numbers, whole sheet TCVN3 in .VnTime, group rows, signature")
def by_sex_years_tcvn3(rng: Random) -> Book:
    page = in_tcvn3(Page("DS"))
    people = crowd(rng, 70, VILLAGES[:4])
    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        *k.birth_by_sex("Năm sinh", forms=("year",)),
        k.ethnicity("Dân tộc"),
        k.admission("Ngày vào Đảng"),
        k.becoming_official("Chính thức"),
        k.theory("Trình độ LLCT"),
        k.post("Chức vụ"),
    ]
    sections = by_unit(people, lambda i, unit, _n: (ROMAN[i], unit))
    row = page.table(rng, columns, sections, top=party_titles(page, len(columns)), restart=True)
    foot(page, row, right=6, count=len(people))
    return book(page, write="xls")


@roster("gioi-tinh-x.ods", "Nam | Nữ ticked with x, dates d.m.yyyy, LibreOffice's endless empty rows")
def ticks_ods(rng: Random) -> Book:
    page = Page("Trang tính1")
    people = crowd(rng, 60)
    columns = [
        k.number("Số TT"),
        k.name("Họ và tên"),
        *k.sex_ticks("Giới tính"),
        k.birth("Ngày sinh", forms=("d.m.yyyy", "dd.mm.yyyy")),
        k.ethnicity(),
        k.identity("Số CCCD/Định danh cá nhân"),
        k.unit("Chi bộ", short=True),
        k.degree("Trình độ chuyên môn"),
    ]
    row = page.table(rng, columns, everyone(people), top=party_titles(page, len(columns)))
    foot(page, row, right=5)
    return book(page, write="ods")


@roster("nu-danh-dau.xlsx", "a single Nữ column ticked for women, Năm sinh as number or text")
def women_only(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        k.number("TT"),
        k.name("Họ tên"),
        k.birth("Năm sinh", forms=("year", "year text")),
        k.women_tick(),
        k.unit("Đơn vị công tác"),
        k.post("Chức vụ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 40, (*SCHOOLS, *OFFICES))), top=3)
    page.put(1, 0, "DANH SÁCH CÁN BỘ DỰ LỚP CẬP NHẬT KIẾN THỨC")
    return book(page)


@roster("ngay-thang-nam.xlsx", "day | month | year in three columns under Ngày sinh")
def three_columns(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        k.number("STT"),
        k.name("Họ và tên học viên"),
        *k.birth_in_three("Ngày tháng năm sinh"),
        k.sex("Giới tính"),
        k.ethnicity(),
        k.unit("Chi bộ"),
        k.admission("Ngày kết nạp"),
    ]
    page.table(
        rng,
        columns,
        everyone(crowd(rng, 40)),
        top=party_titles(page, len(columns), "DANH SÁCH HỌC VIÊN LỚP ĐẢNG VIÊN MỚI"),
    )
    return book(page)


@roster("ba-cot-ngay-sinh.xls", "day | month | year as text under Sinh ngày, family | given under one merged header")
def three_columns_xls(rng: Random) -> Book:
    page = Page("Lop 2")
    columns = [
        k.number("STT"),
        *k.family_and_given(("Họ và tên", "Họ đệm"), ("Họ và tên", "Tên")),
        *k.birth_in_three("Sinh ngày", text=True),
        *k.sex_ticks("Giới tính", mark="X"),
        k.unit("Đơn vị", short=True),
    ]
    page.table(rng, columns, everyone(crowd(rng, 35)), top=4, numbers=[f"({n})" for n in range(1, 10)])
    page.put(1, 2, "DANH SÁCH LỚP BỒI DƯỠNG NHẬN THỨC VỀ ĐẢNG")
    return book(page, write="xls")


@roster("ho-dem-ten.xlsx", "one merged header Họ và tên over two columns without sub-headers, identity as numbers")
def family_given(rng: Random) -> Book:
    page = Page("Sheet1")
    people = crowd(rng, 60, place="042", minority=0.05)
    columns = [
        k.number("TT"),
        *k.family_and_given(("Họ và tên",), ("",)),
        k.birth("Ngày sinh", forms=("excel", "dd/mm/yyyy")),
        k.sex("Nam/Nữ"),
        k.identity("Số CCCD", write=lambda e: int(e.person.identity_number)),
        k.card("Số thẻ ĐV"),
        k.unit("Sinh hoạt tại chi bộ"),
    ]
    top = party_titles(page, len(columns))
    row = page.table(rng, columns, everyone(people), top=top)
    page.merges = [m for m in page.merges if (m[0], m[1]) != (top, 1)]
    page.merge(top, 1, top, 2)
    bare_foot(page, row + 1)
    return book(page)


@roster("ho-va-ten-dem.xls", "Họ và tên đệm | Tên in two headers, dates with dashes")
def family_given_bare(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        k.number("STT"),
        *k.family_and_given(("Họ và tên đệm",), ("Tên",)),
        k.birth("Ngày sinh", forms=("dd-mm-yyyy",)),
        k.sex("Phái"),
        k.ethnicity(),
        k.unit("Đơn vị"),
        k.education("Trình độ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 45)), top=0)
    return book(page, write="xls")


@roster(
    "trinh-do-danh-dau.xlsx",
    "theory ticked under Trình độ LLCT, degrees ticked under Chuyên môn, Văn hóa 12/12, two-row header",
)
def level_ticks(rng: Random) -> Book:
    page = Page("Biểu 2")
    people = crowd(rng, 80, VILLAGES)
    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        *k.birth_by_sex("Năm sinh", forms=("year", "year text")),
        k.ethnicity("Dân tộc"),
        k.culture("Văn hóa"),
        *k.degree_ticks(
            ("Chuyên môn",),
            (
                ("Trung cấp", "intermediate"),
                ("Cao đẳng", "college"),
                ("Đại học", "university"),
                ("Thạc sĩ", "master"),
                ("Tiến sĩ", "doctor"),
            ),
        ),
        *k.theory_ticks("Trình độ LLCT"),
        k.admission("Ngày vào Đảng"),
        k.post("Chức vụ"),
    ]
    sections = by_unit(people, lambda i, unit, n: (ROMAN[i], f"{unit} ({n} đ/c)"))
    row = page.table(
        rng,
        columns,
        sections,
        top=party_titles(page, len(columns)),
        numbers=["A", "B", *range(1, len(columns) - 1)],
        restart=True,
    )
    copies_foot(page, row, right=9)
    return book(page)


@roster("so-trung-cao.xlsx", "bare Sơ cấp | Trung cấp | Cao cấp ticks in a one-row header beside Trình độ chuyên môn")
def level_ticks_bare(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        k.birth("Ngày sinh"),
        k.sex("Giới tính"),
        k.degree("Trình độ chuyên môn"),
        *k.theory_ticks(mark="X"),
        k.unit("Chi bộ"),
        Column(("Quy hoạch",), lambda e: e.rng.choice(("", "Cấp ủy 2025-2030"))),
        k.note(),
    ]
    page.table(rng, columns, everyone(crowd(rng, 60)), top=4)
    page.put(1, 3, "TỔNG HỢP TRÌNH ĐỘ LÝ LUẬN CHÍNH TRỊ CỦA ĐẢNG VIÊN")
    return book(page)


@roster(
    "ba-tang-tieu-de.xls",
    "three-row header: Trình độ / Lý luận chính trị / SC | TC | CC, Chuyên môn / TC | CĐ | ĐH | Trên ĐH",
)
def three_levels(rng: Random) -> Book:
    page = Page("Bieu")
    people = crowd(rng, 50, SCHOOLS)
    columns = [
        k.number("Số TT"),
        k.name("Họ và tên"),
        *k.sex_ticks("Giới tính"),
        k.birth("Ngày tháng năm sinh"),
        k.culture("Trình độ", "Văn hóa"),
        *k.degree_ticks(
            ("Trình độ", "Chuyên môn"),
            (("TC", "intermediate"), ("CĐ", "college"), ("ĐH", "university"), ("ThS", "master"), ("TS", "doctor")),
        ),
        *k.theory_ticks("Trình độ", "Lý luận chính trị", names=("SC", "TC", "CC")),
        k.unit("Đơn vị"),
    ]
    row = page.table(
        rng,
        columns,
        everyone(people),
        top=state_titles(page, len(columns), "DANH SÁCH CÁN BỘ, GIÁO VIÊN"),
        numbers=range(1, len(columns) + 1),
    )
    foot(page, row, right=9)
    return book(page, write="xls")


@roster("vh-cm-llct.xlsx", "abbreviations VH | CM | LLCT under Trình độ, single headers at the bottom of the block")
def abbreviations(rng: Random) -> Book:
    page = Page("DSDV")
    columns = [
        k.number("TT"),
        k.name("Họ tên"),
        k.birth("NS", forms=("dd/mm/yyyy", "year")),
        k.sex("GT"),
        k.ethnicity("DT"),
        k.culture("Trình độ", "VH"),
        k.degree("Trình độ", "CM"),
        k.theory("Trình độ", "LLCT"),
        k.admission("Ngày vào Đảng", "DB"),
        k.becoming_official("Ngày vào Đảng", "CT"),
        k.card("Số thẻ ĐV"),
        k.profile("Số LL"),
        k.unit("CB"),
        k.note("GC"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 60)), top=2, merge=False, singles="bottom")
    page.put(0, 0, "DANH SÁCH ĐẢNG VIÊN")
    return book(page)


@roster(
    "tieu-de-viet-hoa.xlsx", "upper-case headers with line breaks, asterisks and units in brackets; upper-case names"
)
def loud(rng: Random) -> Book:
    page = Page("NHẬP LIỆU")
    columns = [
        k.number("STT\n(1)"),
        k.name("HỌ VÀ TÊN (*)", write=lambda e: e.person.full_name.upper()),
        k.birth("NGÀY, THÁNG,\nNĂM SINH (*)\n(dd/mm/yyyy)"),
        k.sex("GIỚI\nTÍNH (*)", words=("NỮ", "NAM")),
        k.ethnicity("DÂN\nTỘC"),
        k.identity("SỐ CCCD\n(12 số) *"),
        k.admission("NGÀY KẾT NẠP\nĐẢNG"),
        k.becoming_official("NGÀY\nCHÍNH THỨC"),
        k.card("SỐ THẺ\nĐẢNG VIÊN"),
        k.degree("TRÌNH ĐỘ\nCHUYÊN MÔN", words=k.PLAIN_DEGREES),
        k.theory("TRÌNH ĐỘ\nLÝ LUẬN CHÍNH TRỊ"),
        k.post("CHỨC VỤ\n(hiện nay)"),
        k.unit("CHI BỘ ĐANG SINH HOẠT (*)"),
        k.phone("SỐ ĐIỆN THOẠI"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 70)), top=2)
    page.put(0, 0, "MẪU NHẬP DANH SÁCH HỌC VIÊN (các cột có dấu * là bắt buộc)")
    return book(page)


@roster(
    "cu-di-hoc.xlsx",
    "nomination list: Chức vụ, đơn vị in one cell, dates under Ngày vào Đảng, numbering row in brackets",
)
def nomination(rng: Random) -> Book:
    page = Page("Sheet1")
    people = crowd(rng, 40)
    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        *k.birth_by_sex("Ngày, tháng, năm sinh", subs=("Nam", "Nữ")),
        k.ethnicity("Dân tộc"),
        k.post_and_unit("Chức vụ, đơn vị công tác"),
        k.admission("Ngày vào Đảng", "Dự bị"),
        k.becoming_official("Ngày vào Đảng", "Chính thức"),
        k.culture("Trình độ", "Văn hóa"),
        k.degree("Trình độ", "Chuyên môn"),
        k.theory("Trình độ", "LLCT"),
        Column(("Quy hoạch chức danh",), lambda e: e.rng.choice(("", "Bí thư chi bộ", "Phó Chủ tịch UBND xã"))),
        k.note(),
    ]
    row = page.table(
        rng,
        columns,
        everyone(people),
        top=party_titles(page, len(columns), "DANH SÁCH CỬ CÁN BỘ, ĐẢNG VIÊN DỰ LỚP BỒI DƯỠNG NGHIỆP VỤ"),
        numbers=[f"({n})" for n in range(1, len(columns) + 1)],
    )
    copies_foot(page, row, right=8)
    return book(page)


@roster("chuc-vu-don-vi.ods", "Chức vụ, đơn vị on two lines of a cell")
def post_lines(rng: Random) -> Book:
    page = Page("Sheet1")
    people = crowd(rng, 30, VILLAGES)
    columns = [
        k.number("TT"),
        k.name(),
        k.birth("Ngày sinh"),
        k.sex(),
        k.post_and_unit("Chức vụ, đơn vị", join="\n"),
        k.theory("LLCT"),
    ]
    page.table(rng, columns, everyone(people), top=2)
    page.put(0, 0, "DANH SÁCH TRÍCH NGANG")
    return book(page, write="ods")


@roster("bang-lech.xlsx", "the table starts at column D, row 12; empty columns inside")
def shifted(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        k.number("STT"),
        k.name(),
        Column(("",), lambda _e: None),
        k.birth("Sinh ngày", forms=("dd/mm/yyyy",)),
        k.sex(),
        k.unit("Thuộc chi bộ"),
        Column(("",), lambda _e: None),
        k.identity("Số căn cước công dân"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 30)), top=11, left=3)
    page.put(2, 5, "DANH SÁCH ĐỀ NGHỊ MỞ LỚP")
    return book(page)


@roster("tieu-de-lap-lai.xls", "header repeated after every page break, subtotals")
def repeated_header(rng: Random) -> Book:
    page = Page("In")
    people = crowd(rng, 110, VILLAGES)
    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        *k.birth_by_sex("Ngày sinh"),
        k.ethnicity(),
        k.admission(),
        k.post(),
    ]
    sections = by_unit(people, lambda _i, unit, _n: ("", unit), subtotal="Cộng: {} đồng chí")
    row = page.table(rng, columns, sections, top=party_titles(page, len(columns)), again_every=28)
    foot(page, row, right=5, count=len(people))
    return book(page, write="xls")


@roster("cot-an.xlsx", "hidden columns, formulas in TT, freeze of a template")
def hidden(rng: Random) -> Book:
    page = Page("Danh sách")
    columns = [
        k.number("STT", write=lambda e: Cell(e.number, formula="=ROW()-4")),
        k.name(),
        replace(k.native(), hidden=True),
        k.birth("Ngày sinh", forms=("excel",)),
        replace(k.religion(), hidden=True),
        k.sex(),
        replace(k.phone(), hidden=True),
        k.ethnicity(),
        k.identity(),
        k.unit("Chi bộ"),
        Column(("Tuổi",), lambda e: Cell(2026 - e.person.born.year, formula="=YEAR(TODAY())-YEAR(D5)")),
    ]
    page.table(rng, columns, everyone(crowd(rng, 45)), top=3)
    page.put(0, 0, "DANH SÁCH ĐẢNG VIÊN")
    return book(page)


@roster("cong-thuc.xlsx", "names and units worked out by formulas; #N/A and #REF! where a look-up failed")
def formulas(rng: Random) -> Book:
    page = Page("Sheet1")

    def looked_up(entry: Entry) -> Any:
        if entry.number % 9 == 0:
            entry.doubt("unit_name")
            return Cell(entry.rng.choice(("#N/A", "#REF!")), formula="=VLOOKUP(A1,Z1:Z2,1,0)")
        return Cell(entry.person.unit, formula="=INDEX(Z1:Z9,2)")

    columns = [
        k.number("STT"),
        k.name(write=lambda e: Cell(e.person.full_name, formula='=AA1&" "&AB1')),
        k.birth(forms=("dd/mm/yyyy",)),
        k.sex(),
        k.unit("Chi bộ", write=looked_up),
    ]
    page.table(rng, columns, everyone(crowd(rng, 45)), top=1)
    page.put(0, 0, "DANH SÁCH HỌC VIÊN")
    return book(page)


@roster(
    "day-du-cot.xlsx",
    "thirty columns: CMND beside CCCD, three dates of issue, employer beside cell, columns that nobody reads",
)
def everything(rng: Random) -> Book:
    page = Page("Trích ngang")

    def old_number(entry: Entry) -> str:
        return f"18345{entry.person.identity_number[-4:]}"

    def new_number(entry: Entry) -> str:
        if entry.number % 8:
            return entry.person.identity_number
        entry.ask("identity_number", old_number(entry))
        return ""

    def issued(entry: Entry) -> str:
        return f"{entry.rng.randint(1, 28):02d}/{entry.rng.randint(1, 12):02d}/20{entry.rng.randint(10, 24)}"

    columns = [
        k.number("STT"),
        k.name("Họ và tên khai sinh"),
        Column(("Bí danh, tên gọi khác",), lambda _e: None),
        k.birth("Ngày, tháng, năm sinh"),
        k.sex("Giới tính"),
        k.ethnicity("Dân tộc"),
        k.religion("Tôn giáo"),
        k.native("Quê quán"),
        k.native("Nơi ở hiện nay"),
        Column(("Số CMND",), old_number),
        k.identity("Số CCCD", write=new_number),
        Column(("Ngày cấp",), issued),
        Column(("Nơi cấp",), lambda _e: "Cục Cảnh sát QLHC về TTXH"),
        Column(("Ngày vào Đoàn",), issued),
        k.admission("Ngày vào Đảng"),
        k.becoming_official("Ngày chính thức"),
        k.card("Mã thẻ Đảng"),
        Column(("Ngày cấp thẻ",), issued),
        Column(("Nơi cấp thẻ",), lambda _e: "Huyện ủy Mẫu"),
        k.culture("Trình độ văn hóa"),
        k.degree("Trình độ chuyên môn"),
        k.theory("Lý luận chính trị"),
        Column(("Quản lý nhà nước",), lambda e: e.rng.choice(("", "Chuyên viên"))),
        Column(("Ngoại ngữ",), lambda e: e.rng.choice(("", "Anh B"))),
        Column(("Tin học",), lambda e: e.rng.choice(("", "B"))),
        Column(("Nghề nghiệp",), lambda e: e.rng.choice(("Làm ruộng", "Hưu trí", "Viên chức"))),
        k.post("Chức vụ"),
        Column(("Đơn vị công tác",), lambda e: e.rng.choice(("UBND xã Hòa Thủy", "Ở nhà", ""))),
        k.unit("Chi bộ sinh hoạt"),
        Column(("Đảng bộ",), lambda _e: "Đảng bộ xã Hòa Thủy"),
        k.phone("Điện thoại"),
        Column(("Email",), lambda _e: None),
        k.note("Ghi chú"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 40)), top=3)
    page.put(0, 0, "TRÍCH NGANG ĐẢNG VIÊN")
    return book(page)


@roster(
    "tu-phan-mem-khac.xlsx", "XML of another program: prefixed names, texts inside the cells, absolute paths, no styles"
)
def other_program(rng: Random) -> Book:
    page = Page("Export")
    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        k.birth("Ngày sinh"),
        k.sex(),
        k.ethnicity(),
        k.unit("Chi bộ"),
        k.identity("CCCD"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 40)), top=0)
    return book(page, write="bare xlsx")
