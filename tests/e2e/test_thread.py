"""One training year by clicking alone, as four people, at a desk and on a phone: from the roster to a report one class larger."""

import re
from datetime import date
from pathlib import Path

import docx
import pytest
import xlsxwriter
from django.core.cache import cache
from python_calamine import CalamineWorkbook

from hocvien.accounts import api as accounts
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.e2e.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MET = (
    ("Nguyễn Thị Hòa", "05/05/1996", "Nữ"),
    ("Trần Văn Đạt", "12/11/1999", "Nam"),
    ("Lê Thị Mai Lan", "22/06/2000", "Nữ"),
    ("Phạm Đức Anh", "1998", "Nam"),
)
NO_SCHOOLING = ("Võ Thanh Nhàn", "17/08/1993", "Nữ")
MEMBER = ("Bùi Quốc Khánh", "04/02/1985", "Nam")
IMPOSSIBLE = ("Đặng Thị Ngọc", "31/02/1998", "Nữ")
CELL = "Chi bộ thôn 1 An Bình"
SECRETARY = "Lê Thị Hà"


@pytest.fixture
def world(settings):
    """Units, programmes, accounts; one class of spring, so that the report has a before."""
    settings.HOCVIEN_TODAY = "2026-05-04"
    cache.clear()
    world = scenarios.found_place()
    for name in ("commune", "centre", "head", "committee"):
        accounts.set_password(actor=None, user=world.users[name], password=PASSWORD)
    earlier = scenarios.open_class(
        world,
        name="Lớp bồi dưỡng nhận thức về Đảng khóa I",
        today=date(2026, 2, 2),
        proposals_close_on=None,
        opens_on=date(2026, 3, 2),
        closes_on=date(2026, 3, 6),
    )
    scenarios.admit_people(world, earlier, 2, today=date(2026, 2, 10))
    return world


def fill_template(template: Path, folder: Path) -> Path:
    """The program's own template as an officer fills it: the same sheet, the same headers, rows below."""
    heads = CalamineWorkbook.from_path(str(template)).get_sheet_by_name("Danh sách").to_python()[0]
    filled = folder / "danh-sach-quan-chung.xlsx"
    with xlsxwriter.Workbook(str(filled)) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, heads)
        for number, (name, birth, sex) in enumerate((*MET, NO_SCHOOLING, MEMBER, IMPOSSIBLE), start=1):
            row = {
                "TT": number,
                "Họ và tên": name,
                "Ngày sinh": birth,
                "Giới tính": sex,
                "Đơn vị": CELL,
                "Trình độ học vấn": "" if name == NO_SCHOOLING[0] else "THPT",
            }
            if name == MEMBER[0]:
                row |= {"Ngày vào Đảng": "03/02/2010", "Ngày chính thức": "03/02/2011"}
            for column, head in enumerate(heads):
                sheet.write(number, column, row.get(head, ""))
    return filled


@SIZES
def test_a_training_year_from_roster_to_report(visit, world, settings, viewport, tmp_path):
    size = "desk" if viewport is DESK else "phone"
    faults = []

    def person(name):
        return Person(visit(viewport, accept_downloads=True), name, size, faults).sign_in()

    officer, clerk, committee, head = (person(name) for name in ("commune", "centre", "committee", "head"))
    bring_the_roster(officer, tmp_path)
    before = read_the_report(clerk, tmp_path, "before")
    plan_the_year(clerk, committee)
    open_the_class(clerk)
    send_the_list(officer)
    approve_and_admit(committee, clerk)
    make_the_timetable(clerk)
    settings.HOCVIEN_TODAY = "2026-06-12"
    keep_the_roll(clerk, head)
    recognise(clerk, committee)
    settings.HOCVIEN_TODAY = "2026-06-15"
    payload = issue_the_papers(clerk, tmp_path)
    check_a_paper(Person(visit(viewport), "anybody", size, faults), payload)
    after = read_the_report(clerk, tmp_path, "after")
    assert (after["Lớp"], after["Lượt học viên"]) == (before["Lớp"] + 1, before["Lượt học viên"] + len(MET))
    assert not faults, "\n\n".join(faults)


def bring_the_roster(officer, folder):
    officer.look("home-officer")
    officer.menu("Hồ sơ cá nhân")
    officer.look("people-empty")
    officer.link("Nhập danh sách")
    officer.look("roster-upload")
    template = officer.download_link("Tải mẫu (XLSX)", folder)
    officer.main.locator("[name=file]").set_input_files(str(fill_template(template, folder)))
    officer.press("Đọc tệp")
    officer.look("roster-columns")
    officer.link("Tiếp tục")
    officer.reads("31/02/1998")
    officer.look("roster-problems")
    officer.link("Xem trước 6 người")
    officer.reads(MET[0][0], "Chưa có gì được ghi")
    officer.look("roster-effect")
    officer.press("Ghi 6 người")
    officer.reads("Đã nhập danh sách", IMPOSSIBLE[0])
    officer.look("roster-done")
    officer.link("Xem hồ sơ của đơn vị")
    officer.reads(MET[0][0], MEMBER[0])
    officer.look("people")
    officer.link(MET[0][0])
    officer.look("person")


def read_the_report(clerk, folder, when):
    """The totals on screen; the same in the workbook and in the document."""
    clerk.menu("Báo cáo")
    clerk.look(f"report-{when}")
    total = clerk.main.locator("table.rep").first.locator("tfoot tr").first
    shown = {name: int(total.locator(f"td[data-label='{name}']").inner_text()) for name in ("Lớp", "Lượt học viên")}
    sheet = CalamineWorkbook.from_path(str(clerk.download_link("Xuất XLSX", folder))).get_sheet_by_index(0).to_python()
    assert total_of(sheet) == shown
    document = docx.Document(str(clerk.download_link("Xuất DOCX", folder)))
    assert total_of([[cell.text for cell in row.cells] for row in document.tables[0].rows]) == shown
    clerk.follow(total.locator("td[data-label='Lượt học viên'] a"))
    clerk.look("people-counted")
    clerk.link("Báo cáo")
    clerk.follow(clerk.main.locator("table.rep").first.locator("tfoot tr").first.locator("td[data-label='Lớp'] a"))
    clerk.look("classes-counted")
    return shown


def total_of(rows):
    """The total of a written table, by the heads it has on screen too."""
    heads = next(row for row in rows if "Lượt học viên" in row)
    total = next(row for row in rows if str(row[1]).startswith("Tổng cộng"))
    return {name: int(total[heads.index(name)]) for name in ("Lớp", "Lượt học viên")}


def plan_the_year(clerk, committee):
    clerk.menu("Chương trình")
    clerk.look("programmes")
    clerk.link("Bồi dưỡng nhận thức về Đảng")
    clerk.look("programme")
    clerk.menu("Kế hoạch")
    clerk.look("plans-empty")
    clerk.link("Lập kế hoạch")
    clerk.look("plan-create")
    clerk.fill(year="2026")
    clerk.press("Lập kế hoạch")
    clerk.link("Thêm mục")
    clerk.look("line-add")
    clerk.choose(programme="Bồi dưỡng nhận thức về Đảng", quarter="II")
    clerk.fill(classes="2", seats="160")
    clerk.press("Lưu mục")
    clerk.look("plan-draft")
    clerk.press("Trình duyệt")
    clerk.reads("Đã trình kế hoạch")
    committee.work("Duyệt kế hoạch")
    committee.look("plan-submitted")
    committee.link("Duyệt kế hoạch")
    committee.look("plan-approve")
    committee.fill(number="05-KH/TTCT", issued_on="4/5/2026")
    committee.press("Duyệt kế hoạch")
    committee.reads("Đã duyệt kế hoạch")


def open_the_class(clerk):
    clerk.menu("Kế hoạch")
    clerk.link("2026")
    clerk.look("plan-approved")
    clerk.link("Mở lớp")
    clerk.look("class-open")
    clerk.fill(
        name="Lớp bồi dưỡng nhận thức về Đảng khóa II",
        seats="5",
        opens_on="8/6/2026",
        closes_on="12/6/2026",
        proposals_close_on="1/6/2026",
        place="Hội trường tầng 2",
        decision_number="14-QĐ/TTCT",
        decision_on="4/5/2026",
    )
    clerk.choose(head="Tài khoản head")
    clerk.press("Mở lớp")
    clerk.reads("Đã mở lớp", "trong kế hoạch, mục 1")
    clerk.look("class-new")
    clerk.link("Đơn vị được chiêu sinh")
    clerk.look("invitations")
    clerk.fill(unit="xa-a", seats="5")
    clerk.press("Gửi chiêu sinh")
    clerk.reads("Đảng ủy xã An Bình")
    clerk.look("invitations-sent")


def send_the_list(officer):
    officer.menu("Lớp học")
    officer.look("classes")
    officer.link("Lớp bồi dưỡng nhận thức về Đảng khóa II")
    officer.look("class-officer")
    officer.link("Giới thiệu người học")
    officer.look("propose")
    officer.reads("Đủ", "Thiếu thông tin", "Chưa đủ", "Chưa là đảng viên")
    for name, *_rest in MET:
        officer.tick(name)
    officer.press("Gửi danh sách")
    officer.reads("Đã gửi 4 người.")
    officer.look("list-officer")


def approve_and_admit(committee, clerk):
    committee.work("Xét danh sách")
    committee.look("list-committee")
    committee.tick_all()
    committee.press("Duyệt danh sách")
    committee.reads("Đã duyệt 4 người.")
    clerk.work("Tiếp nhận")
    clerk.look("list-clerk")
    clerk.tick_all()
    clerk.press("Tiếp nhận vào lớp")
    clerk.reads("Đã tiếp nhận 4 người.", "còn 1 chỗ")
    clerk.link("Lớp bồi dưỡng nhận thức về Đảng khóa II")
    clerk.link(MET[0][0])
    clerk.reads("Trình độ từ THCS", "Được chi bộ giới thiệu")
    clerk.look("class-learner")
    clerk.link("Chia tổ")
    clerk.look("groups")
    clerk.fill(size="2")
    clerk.press("Chia tổ")
    clerk.reads("Đã chia 2 tổ.")


def make_the_timetable(clerk):
    clerk.menu("Chương trình")
    clerk.link("Giảng viên")
    clerk.look("lecturers-empty")
    clerk.link("Thêm giảng viên")
    clerk.look("lecturer-add")
    clerk.fill(full_name="Trần Quốc Bình")
    clerk.main.locator("[name=kind]").first.check()
    clerk.press("Lưu giảng viên")
    clerk.menu("Lớp học")
    clerk.link("Lớp bồi dưỡng nhận thức về Đảng khóa II")
    clerk.link(re.compile("^Lịch học"))
    clerk.look("timetable-empty")
    clerk.link("Xếp lịch theo chương trình")
    clerk.look("timetable-propose")
    clerk.press("Xem lịch")
    clerk.look("timetable-proposed")
    clerk.press("Ghi lịch này")
    clerk.reads("Đã ghi lịch")
    clerk.look("timetable")
    clerk.link("08/06/2026")
    clerk.look("session-edit")
    clerk.choose(lecturer="Trần Quốc Bình")
    clerk.press("Lưu buổi học")
    clerk.reads("Đã sửa buổi học.", "Trần Quốc Bình")
    clerk.link("Thêm buổi")
    clerk.look("session-add")
    clerk.fill(on="8/6/2026", title="Báo cáo chuyên đề")
    clerk.press("Lưu buổi học")
    clerk.look("session-clash")
    assert clerk.main.locator("[aria-invalid=true], .errors, .note.bad").count()
    clerk.reads("08/06/2026")


def keep_the_roll(clerk, head):
    """The class starts; its head records every half-day from the work list, the first with one person away."""
    clerk.menu("Lớp học")
    clerk.link("Lớp bồi dưỡng nhận thức về Đảng khóa II")
    clerk.press("Khai giảng")
    clerk.reads("Lớp đã khai giảng.")
    head.menu("Việc cần làm")
    head.look("home-head")
    head.menu("Lớp học")
    head.link("Lớp bồi dưỡng nhận thức về Đảng khóa II")
    head.look("class-head")
    head.link(re.compile("^Điểm danh"))
    head.look("roll-book-empty")
    days = head.main.locator("tbody tr").count()
    for number in range(days):
        head.follow(head.main.locator("tbody tr").nth(number).locator("a").first)
        if number == 0:
            head.look("roll")
            mark(head, MET[1][0], "Vắng có phép")
        head.press("Ghi điểm danh 4 người")
    head.look("roll-book")
    assert head.main.get_by_text("Chưa điểm danh", exact=True).count() == 0


def mark(head, name, status):
    row = head.main.locator("li[data-name]", has_text=name)
    row.locator("label", has_text=status).click()
    head.clicks += 1
    assert row.locator("input:checked").count() == 1


def recognise(clerk, committee):
    clerk.menu("Lớp học")
    clerk.link("Lớp bồi dưỡng nhận thức về Đảng khóa II")
    clerk.press("Bế giảng")
    clerk.reads("Lớp đã bế giảng.")
    clerk.look("results-empty")
    for at, field in enumerate(clerk.main.locator("input.mark").all()):
        field.fill(("7,5", "8", "9,25", "6")[at])
    clerk.press("Lưu kết quả")
    clerk.reads("Đã lưu kết quả.")
    clerk.look("results")
    committee.work("Công nhận kết quả")
    committee.look("recognise")
    committee.fill(number="45-QĐ/TTCT", decided_on="12/6/2026", decided_by_name=SECRETARY, decided_by_title="Giám đốc")
    committee.press("Công nhận kết quả")
    committee.reads("Đã công nhận kết quả.")
    committee.look("results-recognised")


def issue_the_papers(clerk, folder):
    """Four papers, printed; the payload of one."""
    clerk.work("Cấp giấy")
    clerk.look("papers")
    clerk.link("Cấp giấy")
    clerk.look("issue")
    clerk.fill(issued_on="15/6/2026", signer_name=SECRETARY)
    clerk.press("Cấp 4 giấy")
    clerk.reads("Đã cấp 4 giấy")
    clerk.look("papers-issued")
    pdf = clerk.download_link("Tải PDF", folder).read_bytes()
    assert pdf.startswith(b"%PDF")
    for name in ("sign-in-sheet", "class-book", "recognition"):
        clerk.follow(clerk.main.locator(f"a[href*='/papers/{name}/']"))
        clerk.look(name)
        clerk.follow(clerk.main.locator("a[href*='/papers/']").first)
    clerk.menu("Văn bằng")
    clerk.look("certificates")
    clerk.follow(clerk.main.locator("tbody td a[href*='/certificates/']").first)
    clerk.look("certificate")
    clerk.main.get_by_text("Nội dung mã QR").click()
    return clerk.main.locator("details code").first.inner_text().strip()


def check_a_paper(anybody, payload):
    """Whoever holds the paper, signed in nowhere."""
    anybody.visitor.goto("/kiem-tra/")
    anybody.look("verify")
    anybody.fill(text=payload)
    anybody.press("Kiểm tra")
    anybody.look("verified")
    assert anybody.main.locator(".note.met").count() == 1, anybody.main.inner_text()
    anybody.fill(text=payload[:-9] + "AAAAAAAAA")
    anybody.press("Kiểm tra")
    assert anybody.main.locator(".note.bad").count() == 1, anybody.main.inner_text()
