"""Lists by which offices send their people to a class, and what stands around the facts that matter."""

from dataclasses import replace
from random import Random
from typing import Any

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.furniture import copies_foot, foot
from tools.rosters.pages import Book, Column, Entry, Page
from tools.rosters.place import OFFICES, SCHOOLS, VILLAGES
from tools.rosters.registry import book, everyone, held_out

_LETTER = (
    "TỈNH ỦY MẪU",
    "ĐẢNG ỦY XÃ HÒA THỦY",
    "Số 127-CV/ĐU",
    "V/v cử cán bộ dự tuyển lớp Trung cấp LLCT hệ không tập trung",
    "Hòa Thủy, ngày 03 tháng 4 năm 2026",
    "Kính gửi: - Ban Tổ chức Tỉnh ủy,",
    "- Trường Chính trị tỉnh.",
    "Thực hiện Công văn số 512-CV/BTCTU ngày 20/3/2026 về việc chiêu sinh lớp Trung cấp lý luận chính trị, Đảng ủy xã Hòa Thủy",
    "đăng ký danh sách gồm họ và tên, ngày sinh, chức vụ, đơn vị công tác, trình độ chuyên môn của các đồng chí như sau:",
    "Ghi chú cách ghi: Nam, Nữ ghi năm sinh; Ngày vào Đảng ghi đủ ngày, tháng, năm; Trình độ ghi bằng cấp cao nhất.",
)


@held_out(
    "cu-hoc-trung-cap.xlsx",
    "a whole letter above the table, header in row 25, Năm sinh over Nam | Nữ, Tuổi, Ngạch, Hệ số, ratings by year, Quy hoạch",
)
def sent_to_intermediate(rng: Random) -> Book:
    page = Page("DS dự tuyển")
    people = [
        replace(p, degree=p.degree or "university", culture="12/12") for p in crowd(rng, 32, (*SCHOOLS, *OFFICES))
    ]
    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        *k.birth_by_sex("Năm sinh", forms=("dd/mm/yyyy",)),
        Column(("Tuổi",), lambda e: 2026 - e.person.born.year),
        k.ethnicity("Dân tộc"),
        k.post("Chức vụ, chức danh"),
        Column(
            ("Ngạch công chức, viên chức",),
            lambda e: e.rng.choice(("01.003", "V.07.04.31", "01.004", "")),
        ),
        Column(("Hệ số lương",), lambda e: e.rng.choice((3.33, 2.34, "3,66", 4.98))),
        k.admission("Ngày vào Đảng", "Dự bị"),
        k.becoming_official("Ngày vào Đảng", "Chính thức"),
        k.culture("Trình độ", "GDPT"),
        k.degree("Trình độ", "Chuyên môn"),
        Column(("Trình độ", "QLNN"), lambda e: e.rng.choice(("", "CV", "CVC"))),
        Column(("Trình độ", "Ngoại ngữ"), lambda e: e.rng.choice(("Anh B1", "ĐH Anh", ""))),
        Column(("Trình độ", "Tin học"), lambda e: e.rng.choice(("UDCNTTCB", "A", "TC"))),
        k.theory("Trình độ", "Lý luận CT"),
        Column(("Đánh giá, xếp loại", "2024"), lambda e: e.rng.choice(("HTTNV", "HTXSNV"))),
        Column(("Đánh giá, xếp loại", "2025"), lambda e: e.rng.choice(("HTTNV", "HTXSNV"))),
        Column(("Quy hoạch chức danh, nhiệm kỳ",), lambda e: e.rng.choice(("Phó Bí thư chi bộ, 2025-2030", ""))),
        k.unit("Đơn vị công tác"),
        k.note(),
    ]
    page.lines(0, [(0, text) for text in _LETTER])
    for row in range(12, 22, 3):
        page.put(row, 1, "- Số lượng: 32 đồng chí, trong đó nữ 15 đồng chí.")
    row = page.table(rng, columns, everyone(people), top=24, numbers=range(1, len(columns) + 1))
    copies_foot(page, row, right=14)
    return book(page)


@held_out(
    "can-bo-cong-nhan-vien.xls",
    "unit first, name in the sixth column, CB | CNV ticks beside Nam | Nữ ticks, Năm sinh last, Mã NV of 8 digits",
)
def staff(rng: Random) -> Book:
    page = Page("CBCNV")
    columns = [
        k.unit("Bộ phận / Chi bộ"),
        Column(("Đối tượng", "CB"), lambda e: "x" if e.number % 3 == 0 else None),
        Column(("Đối tượng", "CNV"), lambda e: None if e.number % 3 == 0 else "x"),
        Column(("Mã NV",), lambda e: f"{20180000 + e.number}"),
        k.post("Chức danh"),
        k.name("Họ và tên CB, CNV"),
        *k.sex_ticks("Giới tính"),
        Column(("Dân tộc khác",), _other_people, ("ethnicity",)),
        k.degree("Trình độ CMKT"),
        k.birth("Năm sinh", forms=("year",)),
        Column(("Thâm niên",), lambda e: e.rng.randint(1, 30)),
        k.number("STT"),
    ]
    row = page.table(rng, columns, everyone(crowd(rng, 40, OFFICES)), top=3, merge=True)
    page.put(1, 2, "DANH SÁCH CÁN BỘ, CÔNG NHÂN VIÊN DỰ LỚP SƠ CẤP LLCT")
    foot(page, row, left=0, right=7)
    return book(page, write="xls")


def _other_people(entry: Entry) -> Any:
    """Only another people than the Kinh is written."""
    if entry.person.ethnicity == "Kinh":
        entry.truth["ethnicity"] = ["", "Kinh"]
        return None
    return entry.person.ethnicity


@held_out(
    "quy-hoach-hai-dong.xlsx",
    "a person over two rows, name and birth merged over both, two posts held one below the other in a further column",
)
def planning(rng: Random) -> Book:
    page = Page("QH 2025-2030")
    columns = [
        k.number("STT"),
        k.name("Họ và tên"),
        k.birth("Ngày, tháng, năm sinh"),
        k.sex("Giới tính"),
        k.unit("Chi bộ"),
        k.degree("Chuyên môn"),
        k.theory("Lý luận chính trị"),
        Column(
            ("Quá trình công tác",), lambda _e: ["2015 - 2020: Cán bộ Đoàn, Trưởng thôn", "2020 - nay: Công chức xã"]
        ),
        Column(("Chức danh quy hoạch",), lambda _e: ["Chi ủy viên", "Phó Bí thư chi bộ"]),
    ]
    page.table(rng, columns, everyone(crowd(rng, 24, VILLAGES)), top=4, tall=2, numbers=range(1, 10))
    page.put(1, 0, "DANH SÁCH QUY HOẠCH CẤP ỦY NHIỆM KỲ 2025 - 2030")
    return book(page)


@held_out(
    "bi-thu-truong-thon.xlsx",
    "Chức vụ split into Đảng | Chính quyền | Đoàn thể; combined posts, posts that name the cell again",
)
def combined_posts(rng: Random) -> Book:
    page = Page("Sheet1")
    posts = (
        "Bí thư CB - Trưởng thôn",
        "BTCB kiêm Trưởng ban CTMT",
        "PBT chi bộ, Phó thôn",
        "Cấp ủy viên",
        "",
        "Bí thư CB",
    )
    state = ("Trưởng thôn", "", "Phó thôn", "Công an viên")

    def party(entry: Entry) -> Any:
        return posts[entry.number % len(posts)]

    def in_state(entry: Entry) -> Any:
        one, two = posts[entry.number % len(posts)], state[entry.number % len(state)]
        both = [one, two, *(f"{one}{join}{two}" for join in (", ", "; ", " - ", " / "))]
        entry.ask("post", both if one and two else one or two)
        return two

    columns = [
        k.number("TT"),
        k.name("Họ và tên"),
        k.birth("Ngày sinh"),
        k.sex(),
        Column(("Chức vụ", "Đảng"), party, ("post",)),
        Column(("Chức vụ", "Chính quyền"), in_state, ("post",)),
        Column(("Chức vụ", "Đoàn thể"), lambda _e: None),
        k.unit("Sinh hoạt tại"),
        k.admission("Vào Đảng"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 36, VILLAGES)), top=2)
    page.put(0, 0, "DANH SÁCH BÍ THƯ, TRƯỞNG THÔN")
    return book(page)


@held_out(
    "hoc-van-llct-la.xlsx",
    "theory with years and brackets (TC LLCT (2015), Cao cấp LLCT-HC), education as 12/12 - ĐH Luật, ThS. QLGD, Lớp 7/10, 10+3",
)
def levels(rng: Random) -> Book:
    page = Page("Sheet1")
    theory = (
        ("TC LLCT (2015)", "intermediate", ""),
        ("Cao cấp LLCT-HC", "advanced", ""),
        ("Sơ cấp LLCT 2019", "elementary", ""),
        ("Trung cấp LLCT - HC, năm 2012", "intermediate", "ask"),
        ("CCLLCT", "advanced", "ask"),
        ("TCLLCT", "intermediate", "ask"),
        ("Đã có bằng TC", "intermediate", "ask"),
        ("SC, TC", "intermediate", "ask"),
        ("Trung câp", "intermediate", "ask"),
        ("BD nhận thức về Đảng", ["", "none"], "ask"),
        ("Lớp đảng viên mới", ["", "none"], "ask"),
        ("Đang học CC", "", "doubt"),
        ("TC, đang học CC", "intermediate", "ask"),
        ("Chưa qua đào tạo", ["", "none"], "ask"),
        ("Đối tượng 4", "", "doubt"),
        ("Sẽ học TC năm 2026", "", "doubt"),
        ("Không có TC", ["", "none"], "ask"),
        ("TC (chưa có bằng)", "", "doubt"),
        ("Chuyên viên", "", "doubt"),
        ("//", ["", "none"], "ask"),
        ("Cao cấp, cử nhân", "advanced", "ask"),
        ("x", "", "doubt"),
        ("CC - 2018", "advanced", "ask"),
        ("Xác nhận tương đương TC (2023)", "", "doubt"),
    )
    school = (
        ("12/12 - ĐH Luật", "university", ""),
        ("ThS. QLGD", "master", ""),
        ("Tốt nghiệp THPT", "upper_secondary", ""),
        ("CĐSP", "college", ""),
        ("KS. Nông nghiệp", "university", ""),
        ("Lớp 7/10", "lower_secondary", ""),
        ("10+3", ["college", "intermediate"], "ask"),
        ("THSP 12+2", "intermediate", "ask"),
        ("BTVH 12/12", "upper_secondary", "ask"),
        ("BS CKI", ["university", "master"], "ask"),
        ("ĐH (đang học)", "", "doubt"),
        ("12/12, đang học ĐH", "upper_secondary", "ask"),
        ("Chưa TN THPT", ["lower_secondary", ""], "doubt"),
        ("9/12, nghề điện", "lower_secondary", "ask"),
        ("ĐH: Luật; ThS: QLKT", "master", "ask"),
        ("NCS", "", "doubt"),
        ("Cao học", "master", "ask"),
        ("TC Nông lâm, ĐH Luật (tại chức)", "university", "ask"),
        ("PTTH", "upper_secondary", "ask"),
        ("12", "upper_secondary", "ask"),
        ("Mù chữ", "", "doubt"),
        ("Y sĩ", "intermediate", "ask"),
        ("Cử nhân Cao đẳng", "college", "ask"),
        ("6/12", ["primary", ""], "ask"),
        ("Sơ cấp nghề", "", "ask"),
        ("TN lớp 12", "upper_secondary", "ask"),
        ("10/12", "lower_secondary", "ask"),
        ("Tiến sĩ (dự kiến 2027)", "", "doubt"),
        ("Đại học Y - Trung cấp LLCT", "university", "ask"),
        ("Trung học phổ thông (9/12)", "", "doubt"),
        ("CNKT 3/7", "", "ask"),
    )
    columns = [
        k.number("STT"),
        k.name(),
        k.birth("Năm sinh", forms=("year",)),
        k.sex(),
        Column(("Trình độ văn hóa, chuyên môn",), k.spelled("education", school), ("education",)),
        Column(("Trình độ LLCT",), k.spelled("theory_level", theory), ("theory_level",)),
        k.unit("Chi bộ"),
    ]
    page.table(rng, columns, everyone(crowd(rng, 93)), top=0)
    return book(page)


@held_out(
    "ten-don-vi-la.xlsx",
    "units as people type them: Thôn1, thôn I, Chi bộ thôn 1 - xã Hòa Thủy, near misses and units of other communes",
)
def strange_units(rng: Random) -> Book:
    page = Page("Sheet1")
    cases = (
        ("Thôn1", "Chi bộ thôn 1", "ask"),
        ("Chi bộ thôn I", "Chi bộ thôn 1", "ask"),
        ("Chi bộ thôn 1 - xã Hòa Thủy", "Chi bộ thôn 1", "ask"),
        ("Chi bộ thôn 1, Đảng bộ xã Hòa Thủy", "Chi bộ thôn 1", "ask"),
        ("CBTHÔN 2", "Chi bộ thôn 2", "ask"),
        ("Thôn số 3", "Chi bộ thôn 3", "ask"),
        ("Chi bộ 1", "", "doubt"),
        ("Chi bộ thôn 12", "", "doubt"),
        ("Chi bộ thôn 1, 2", "", "doubt"),
        ("Chi bộ thôn 1 (xã Đức Thịnh)", "", "doubt"),
        ("Chi bộ thôn Đông Hoa", "Chi bộ thôn Đông Hòa", "ask"),
        ("Chi bộ thôn Tây Hòa", "", "doubt"),
        ("Trường THCS Hòa Bình", "", "doubt"),
        ("Trường Tiểu học Hòa Thủy", "", "doubt"),
        ("Trạm Y tế xã Đức Thịnh", "", "doubt"),
        ("Công an huyện", "", "doubt"),
        ("Công an", "Chi bộ Công an xã", "ask"),
        ("CB Trường TH Hòa Thuỷ 2", "Chi bộ Trường Tiểu học Hòa Thủy 2", "ask"),
        ("Chi bộ trường mẫu giáo Hoa Sen", "Chi bộ Trường Mầm non Hoa Sen", "ask"),
        ("Đội 1 Nông trường Sao Vàng", "Chi bộ Đội 1", "ask"),
        ("Chi bộ Đội 10", "", "doubt"),
        ("Tổ 1", "", "doubt"),
        ("Chi bộ xã", "", "doubt"),
        ("Quê: thôn 1", "", "doubt"),
        ("chuyển từ thôn 2 sang thôn 3", "", "doubt"),
        ("Chi bộ thôn 1 (sinh hoạt tạm thời tại thôn 2)", "Chi bộ thôn 1", "ask"),
        ("UBND xã Hòa Thủy", "", "doubt"),
        ("Chi bộ HTX NN", "Chi bộ Hợp tác xã Nông nghiệp", "ask"),
        ("Chi bộ quân sự", "Chi bộ Quân sự xã", "ask"),
        ("Trường THPT Hòa Thủy", "", "doubt"),
        ("nt", "", "doubt"),
        ("chi bộ Thôn 01", "Chi bộ thôn 1", "ask"),
        ("Chi bộ thôn 1 cũ", "", "doubt"),
        ("Buôn Ea Tuk", "Chi bộ buôn Ea Tul", "ask"),
    )
    columns = [
        k.number("STT"),
        k.name(),
        k.birth(),
        k.sex(),
        Column(("Nơi sinh hoạt Đảng",), k.spelled("unit_name", cases), ("unit_name",)),
        k.admission(),
    ]
    page.table(rng, columns, everyone(crowd(rng, 68)), top=1)
    page.put(0, 0, "DANH SÁCH CỬ ĐI HỌC")
    return book(page)


@held_out(
    "don-vi-noi-cong-tac.xlsx",
    "Nơi công tác (an employer elsewhere) beside Thuộc chi bộ; Nơi ở names another village; Cơ quan giới thiệu",
)
def employer(rng: Random) -> Book:
    page = Page("Sheet1")
    columns = [
        k.number("STT"),
        k.name("Tên học viên"),
        k.sex("Nam (Nữ)"),
        k.birth("Sinh năm", forms=("year", "dd/mm/yyyy")),
        Column(("Nơi ở hiện nay",), lambda e: e.rng.choice(("Thôn 1", "Thôn 2, xã Hòa Thủy", "Thôn 10"))),
        Column(("Nơi công tác",), lambda e: e.rng.choice(("Công ty TNHH Minh Long", "Trạm Y tế", "Ở nhà"))),
        Column(("Cơ quan giới thiệu",), lambda _e: "Đảng ủy xã Hòa Thủy"),
        k.unit("Thuộc chi bộ"),
        k.post("Chức vụ (Đảng, CQ, ĐT)"),
        k.note("Ghi chú", texts=("", "Thay đ/c Nguyễn Văn Bình", "Học thay ngày 02/02/2026")),
    ]
    row = page.table(rng, columns, everyone(crowd(rng, 34, VILLAGES)), top=5)
    page.put(1, 0, "ĐẢNG ỦY XÃ HÒA THỦY")
    page.put(3, 2, "DANH SÁCH TRIỆU TẬP HỌC VIÊN")
    page.put(row, 1, "Danh sách này có 34 người./.")
    return book(page)
