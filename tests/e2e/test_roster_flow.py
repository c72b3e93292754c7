"""A clerk takes three rosters as offices make them to the end: an old font with Nam | Nữ dates, the member book, merged heads with groups."""

from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from hocvien.accounts import api as accounts
from hocvien.exchange.arithmetic import encodings
from hocvien.exchange.operations import roster_execution
from hocvien.jobs import api as jobs
from hocvien.people import api as people
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.e2e.person import Person
from tests.web.office import account, add_people, found_units

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_OLD = {letter: code for code, letter in encodings._FROM_TCVN3.items()}


def in_tcvn3(text):
    """As a font of the nineties has it; capitals with marks were small letters in a capital font."""
    table = {ord(letter): chr(code) for letter, code in _OLD.items()}
    return str(text).translate(table)


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = "2023-06-01"
    units = found_units()
    add_people(units["dong-hoa"], 2)
    clerk = account("clerk", "unit_officer", units["duc-thinh"])
    accounts.set_password(actor=None, user=clerk, password=PASSWORD)
    return {**units, "clerk": clerk}


def save(folder, name, draw):
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        draw(made)
    path = folder / name
    path.write_bytes(buffer.getvalue())
    return str(path)


def old_font(folder):
    """TCVN3, the birth under Nam or Nữ; one day that is not."""
    people_ = [
        ("Nguyễn Văn Hòa", "12/03/1989", "", "Chi bộ thôn Đông Hòa"),
        ("Trần Thị Lệ Thủy", "", "31/02/1985", "Chi bộ thôn Đông Hòa"),
        ("Lê Đình Quảng", "05/06/1979", "", "Chi bộ Trạm Y tế"),
        ("Phạm Thị Hương Giang", "", "05/06/1981", "Chi bộ Trạm Y tế"),
    ]

    def draw(made):
        sheet = made.add_worksheet("Sheet1")
        sheet.merge_range(0, 0, 0, 4, in_tcvn3("Danh sách đảng viên"))
        for column, words in ((0, "TT"), (1, "Họ và tên"), (4, "Chi bộ")):
            sheet.merge_range(2, column, 3, column, in_tcvn3(words))
        sheet.merge_range(2, 2, 2, 3, in_tcvn3("Ngày sinh"))
        sheet.write_row(3, 2, [in_tcvn3("Nam"), in_tcvn3("Nữ")])
        for number, row in enumerate(people_, start=1):
            sheet.write_row(3 + number, 0, [number, *(in_tcvn3(cell) for cell in row)])

    return save(folder, "phong-cu.xlsx", draw)


def member_book(folder):
    """Several values in a cell; one day that is not."""
    heads = (
        "Số TT",
        "HỌ VÀ TÊN\nNgày sinh",
        "Nam, nữ\nDân tộc\nTôn giáo",
        "Ngày vào Đảng\nNgày chính thức",
        "Số thẻ đảng viên\nSố lý lịch đảng viên",
        "Chi bộ",
    )
    rows = [
        ("Võ Thị Bốn\n04/02/1977", "Nữ\nKinh\nKhông", "03/02/2001\n03/02/2002", "42012345\n012345", "tram-y-te"),
        ("Đặng Văn Năm\n31/02/1969", "Nam\nKinh\nKhông", "19/05/1995\n19/05/1996", "42012346\n012346", "tram-y-te"),
    ]

    def draw(made):
        sheet = made.add_worksheet("Sổ ĐV")
        sheet.write_row(0, 0, heads)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [number, *row])

    return save(folder, "so-dang-vien.xlsx", draw)


def merged_heads(folder):
    """Heads of two rows, groups that name the cell; one group that does not exist, over two people."""

    def draw(made):
        sheet = made.add_worksheet("Danh sách")
        sheet.merge_range(0, 0, 0, 4, "ĐẢNG ỦY XÃ ĐỨC THỊNH")
        for column, words in ((0, "STT"), (1, "Họ và tên"), (2, "Giới tính")):
            sheet.merge_range(2, column, 3, column, words)
        sheet.merge_range(2, 3, 2, 4, "Ngày tháng năm")
        sheet.write_row(3, 3, ["Sinh", "Vào Đảng"])
        at = 4
        groups = (
            ("I. Chi bộ thôn Đông Hòa", [("Hồ Thị Sáu", "Nữ", "02/09/1988", "03/02/2010")]),
            (
                "II. Chi bộ thôn Sông Lam",
                [("Bùi Văn Bảy", "Nam", "01/05/1976", "19/05/2000"), ("Ngô Thị Tám", "Nữ", "08/03/1990", "")],
            ),
        )
        for name, rows in groups:
            sheet.merge_range(at, 0, at, 4, name)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(at + number, 0, [number, *row])
            at += len(rows) + 1
        sheet.write(at + 1, 3, "NGƯỜI LẬP BIỂU")

    return save(folder, "gop-o.xlsx", draw)


def open_file(clerk, name):
    clerk.follow(clerk.main.get_by_role("link", name=name, exact=True))


def write(clerk, number):
    clerk.press(f"Ghi {number} người")
    clerk.reads("Đã nhập danh sách")


@SIZES
def test_a_clerk_takes_three_broken_rosters_to_the_end_and_one_back(visit, world, viewport, tmp_path):
    faults = []
    size = "desk" if viewport is DESK else "phone"
    clerk = Person(visit(viewport), "clerk", size, faults).sign_in()
    clerk.menu("Hồ sơ cá nhân")
    clerk.link("Nhập danh sách")
    files = [old_font(tmp_path), member_book(tmp_path), merged_heads(tmp_path)]
    clerk.main.locator("[name=file]").set_input_files(files)
    clerk.press("Đọc tệp")
    clerk.reads("Đã đọc 3 tệp", "phong-cu.xlsx", "so-dang-vien.xlsx", "gop-o.xlsx")
    clerk.look("rosters")

    # the old font: repaired and shown, the day put right by its suggestion or by hand
    open_file(clerk, "phong-cu.xlsx")
    clerk.reads("31/02/1985")
    clerk.look("old-font-problems")
    clerk.page.evaluate("scrollTo(0, 0)")
    clerk.link("Xem các cột")
    clerk.reads("Phông TCVN3 (ABC), đã chuyển", in_tcvn3("Trần Thị Lệ Thủy"), "Trần Thị Lệ Thủy", "Ngày sinh (của nữ)")
    clerk.look("old-font-columns")
    clerk.link("Tiếp tục")
    clerk.main.get_by_role("textbox", name="Ngày sinh, hàng 6").fill("28/02/1985")
    clerk.follow(clerk.main.get_by_role("button", name="Lưu và xét lại").first)
    clerk.reads("Không còn ô nào phải sửa")
    clerk.link("Xem trước 4 người")
    clerk.reads("Lê Đình Quảng", "Chưa có gì được ghi")
    clerk.look("old-font-effect")
    clerk.link("Không có trong tệp")
    clerk.reads("2 người", "Giữ nguyên")
    clerk.look("old-font-absent")
    write(clerk, 4)
    clerk.look("old-font-done")

    # the member book: the whole cell is edited, with its lines
    clerk.link("Các tệp đã đưa lên")
    open_file(clerk, "so-dang-vien.xlsx")
    box = clerk.main.get_by_role("textbox", name="Ngày sinh, hàng 3")
    assert box.input_value() == "Đặng Văn Năm\n31/02/1969"
    clerk.look("book-problems")
    box.fill("Đặng Văn Năm\n14/12/1969")
    clerk.follow(clerk.main.get_by_role("button", name="Lưu và xét lại").first)
    clerk.reads("Không còn ô nào phải sửa")
    clerk.link("Xem trước 2 người")
    write(clerk, 2)

    # merged heads: a group that is no unit, put right for everybody below it at once
    clerk.link("Các tệp đã đưa lên")
    open_file(clerk, "gop-o.xlsx")
    clerk.reads("2/3 người")
    clerk.look("groups-problems")
    clerk.main.get_by_role("checkbox", name="Sửa ô nào thì sửa luôn").check()
    clerk.main.get_by_role("textbox", name="Đơn vị, hàng 8").fill("Chi bộ Trạm Y tế")
    clerk.follow(clerk.main.get_by_role("button", name="Lưu và xét lại").first)
    clerk.reads("Không còn ô nào phải sửa")
    clerk.link("Xem trước 3 người")
    write(clerk, 3)

    names = {person.full_name: person for person in people.people()}
    assert names["Trần Thị Lệ Thủy"].birth == "1985-02-28"
    assert (names["Trần Thị Lệ Thủy"].sex, names["Nguyễn Văn Hòa"].sex) == ("female", "male")
    assert (names["Đặng Văn Năm"].sex, names["Đặng Văn Năm"].party_card) == ("male", "42012346")
    there = people.main_unit_ids([names["Bùi Văn Bảy"].pk, names["Ngô Thị Tám"].pk], world["clerk"].date_joined.date())
    assert set(there.values()) == {world["tram-y-te"].pk}
    assert len(names) == 11

    # the first is taken back: one person alone, then the rest
    clerk.link("Các tệp đã đưa lên")
    open_file(clerk, "phong-cu.xlsx")
    clerk.link("Hoàn tác")
    clerk.look("take-back")
    clerk.tick("Lê Đình Quảng")
    clerk.press("Hoàn tác những người đã chọn")
    clerk.reads("Đã hoàn tác cho 1 người", "Đã hoàn tác")
    clerk.press("Hoàn tác tất cả")
    clerk.reads("Đã hoàn tác cho 3 người")
    assert people.people().count() == 7
    assert not faults, "\n\n".join(faults)


def test_the_rows_that_need_somebody_go_out_and_come_back(visit, world, tmp_path):
    clerk = Person(visit(DESK), "clerk", "desk", []).sign_in()
    clerk.menu("Hồ sơ cá nhân")
    clerk.link("Nhập danh sách")
    clerk.main.locator("[name=file]").set_input_files(old_font(tmp_path))
    clerk.press("Đọc tệp")
    clerk.link("Tiếp tục")
    path = clerk.download_link("Tải các hàng này (XLSX)", tmp_path)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Sheet1").to_python()
    assert [row[:5] for row in rows[2:]] == [["2", "Trần Thị Lệ Thủy", "", "31/02/1985", "Chi bộ thôn Đông Hòa"]]
    clerk.link("Các tệp đã đưa lên")
    clerk.main.locator("[name=file]").set_input_files(str(path))
    clerk.press("Đọc tệp")
    clerk.reads("Ngày sinh (của nữ)")
    clerk.link("Tiếp tục")
    clerk.main.get_by_role("textbox", name="Ngày sinh, hàng 3").fill("1985")
    # the page that answers has the address of this one
    with clerk.page.expect_navigation():
        clerk.page.keyboard.press("Enter")
    clerk.reads("Không còn ô nào phải sửa")


@SIZES
def test_a_decision_and_a_long_import_are_followed_on_the_page(visit, world, settings, monkeypatch, viewport, tmp_path):
    known = people.people().first()
    birth = "/".join(reversed(known.birth.split("-")))

    def draw(made):
        sheet = made.add_worksheet("Danh sách")
        sheet.write_row(0, 0, ("Họ và tên", "Ngày sinh", "Giới tính", "Chi bộ"))
        sheet.write_row(1, 0, (known.full_name, birth, "", "tram-y-te"))
        sheet.write_row(2, 0, ("Hồ Thị Chín", "1990", "Nữ", "tram-y-te"))

    settings.JOBS_INLINE = False
    monkeypatch.setattr(roster_execution, "EXECUTE_ROWS", 1)
    faults = []
    clerk = Person(visit(viewport), "clerk", "desk" if viewport is DESK else "phone", faults).sign_in()
    clerk.menu("Hồ sơ cá nhân")
    clerk.link("Nhập danh sách")
    clerk.main.locator("[name=file]").set_input_files(save(tmp_path, "hai-nguoi.xlsx", draw))
    clerk.press("Đọc tệp")
    clerk.link("Tiếp tục")
    clerk.follow(clerk.main.get_by_role("link", name="Chờ quyết định"))
    clerk.look("who-is-who")
    clerk.main.get_by_role("radio", name="Cùng một người với hồ sơ").first.check()
    clerk.press("Ghi các quyết định")
    clerk.reads("Đã ghi quyết định cho 1 hàng", "Đã quyết định", known.full_name)
    clerk.look("decided")
    clerk.press("Ghi 2 người")
    clerk.reads("Đã làm 0/2 hàng", "Đóng trang này cũng được")
    clerk.look("under-way")
    # nobody touches the page: it goes on by itself when the worker is done
    assert jobs.work_once(worker="beside")
    clerk.page.wait_for_url("**/done/**", timeout=20_000)
    clerk.reads("Đã nhập danh sách")
    assert not faults, "\n\n".join(faults)
