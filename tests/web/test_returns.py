"""Screens of forms and returns, by who asks, who answers, and who has no program."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hocvien.access import api as access
from hocvien.common.periods import parse_period
from hocvien.org import api as org
from hocvien.returns import api as returns
from hocvien.web.returns.grid import plain_number
from tests import scenarios
from tests.kept import kept

pytestmark = pytest.mark.django_db
DAY, DUE = date(2026, 7, 1), date(2026, 7, 15)


@kept(today=DAY)
def world():
    world = scenarios.found_place()
    returns.load_seed(actor=None)
    scenarios.give_account(world, "province", ("committee_office", "tinh"))
    return world


@kept()
def asked(world):
    return returns.open_return(
        actor=world.committee,
        unit=world.units["huyen"],
        form=returns.Form.objects.get(code="HV-XA"),
        period=parse_period("2026-6m"),
        due_on=DUE,
    )


def url(name, unit="huyen", query="", period="2026", **kwargs):
    return f"{reverse(f'returns:{name}', kwargs=kwargs)}?unit={unit}&period={period}{query}"


def text(response):
    return " ".join(response.content.decode().split())


def sheet_of(asked, code):
    return asked.sheets.get(unit__code=code)


def stamp(sheet):
    sheet.refresh_from_db()
    return str(sheet.stamp)


def send(client, sheet, act="save", unit="huyen", **cells):
    data = {"act": act, "seen": stamp(sheet)}
    data |= {f"cell-{key.replace('_', '.')}": value for key, value in cells.items()}
    return client.post(url("sheet-page", unit, uuid=sheet.uuid), data)


def explain(client, sheet, act, unit, *cells):
    data = {"act": act, "seen": stamp(sheet)} | {f"why-{cell}": "Theo sổ" for cell in cells}
    return client.post(url("sheet-page", unit, uuid=sheet.uuid), data)


def test_a_return_is_opened_answered_checked_and_locked(as_, world):
    office = as_("committee")
    assert "Chưa có biểu báo cáo nào" in text(office.get(url("return-list")))
    form = returns.Form.objects.get(code="HV-XA")
    sent = {
        "unit": "huyen",
        "form": str(form.uuid),
        "period": "2026-6m",
        "due_on": "15/7/2026",
        "which": "children",
        "basis": "opened",
        "deviation_percent": "30",
    }
    older, newer = (returns.Form.objects.get(code=code) for code in ("10-BTCTW", "HV-XA"))
    for period, form in (("2024", older), ("2026-6m", newer)):
        shown = text(office.get(url("return-open"), {"unit": "huyen", "period": period}))
        assert f'value="{form.uuid}" selected' in shown
    assert office.post(url("return-open"), sent | {"period": "2026-13m"}).status_code == 422
    assert office.post(url("return-open"), sent | {"which": "chosen", "codes": "khong-co"}).status_code == 422
    assert office.post(url("return-open"), sent | {"which": "kind"}).status_code == 422
    cells = office.post(url("return-open"), sent | {"which": "kind", "kind": "cell"})
    assert cells.status_code == 302
    assert set(returns.Sheet.objects.values_list("unit__code", flat=True)) == {"xa-a-cb1", "xa-b-cb1"}
    assert office.post(url("return-remove", uuid=returns.Return.objects.get().uuid)).status_code == 302
    assert office.post(url("return-open"), sent).status_code == 302
    asked = returns.Return.objects.get()
    answer = text(office.get(url("return-page", uuid=asked.uuid)))
    assert "Đảng ủy xã An Bình" in answer
    assert "Chưa nộp" in answer
    sheet = sheet_of(asked, "xa-a")

    commune = as_("commune")
    assert "Bạn thấy biểu của các đơn vị trong phạm vi" in text(
        commune.get(url("return-page", "xa-a", uuid=asked.uuid))
    )
    assert commune.post(url("sheet-count", "xa-a", uuid=sheet.uuid)).status_code == 302
    wrong = send(commune, sheet, unit="xa-a", r1_c2="nhiều")
    assert wrong.status_code == 422
    assert "“nhiều” không phải số nguyên" in text(wrong)
    refused = send(commune, sheet, "submit", "xa-a", r1_c1="1", r1_c2="30", r1_c4="31")
    assert refused.status_code == 422
    assert "ô cần giải trình trước khi nộp" in text(refused)
    # what was typed stands there, and sums follow it
    assert text(refused).count('value="31"') == 2
    assert "Số nữ không được nhiều hơn" in text(refused)
    done = explain(commune, sheet, "submit", "xa-a", "r1.c1", "r1.c2", "r1.c4", "r7.c4")
    assert done.status_code == 302, text(done)
    sheet.refresh_from_db()
    assert (sheet.status, sheet.contradicting) == ("submitted", 2)

    office = as_("committee")
    listed = text(office.get(url("return-page", uuid=asked.uuid, query="&state=contradicting")))
    assert "2 chỗ mâu thuẫn" in listed
    assert "Đảng ủy xã Bình Minh" not in listed.split("<table", 1)[1]
    assert office.post(url("sheet-send-back", uuid=sheet.uuid), {"reason": " "}).status_code == 422
    back = {"code-r1.c4": "sum", "words-r1.c4": "Nữ nhiều hơn tổng"}
    assert office.post(url("sheet-send-back", uuid=sheet.uuid), back).status_code == 302
    # with the unit again there is nothing to give back, whoever keeps the address
    again = office.get(url("sheet-send-back", uuid=sheet.uuid))
    assert again.status_code == 409
    assert "chỉ trả lại hoặc chốt biểu đã nộp" in text(again)

    commune = as_("commune")
    assert "Không khớp tổng: Nữ nhiều hơn tổng" in text(commune.get(url("sheet-page", "xa-a", uuid=sheet.uuid)))
    assert send(commune, sheet, "submit", "xa-a", r1_c4="15").status_code == 302
    versions = text(commune.get(url("sheet-versions", "xa-a", uuid=sheet.uuid)))
    assert "Bồi dưỡng nhận thức về Đảng, Nữ" in versions

    office = as_("committee")
    assert "30" in text(office.get(url("return-total", uuid=asked.uuid)))
    assert office.post(url("return-lock", uuid=asked.uuid)).status_code == 302
    assert "Số đã chốt ngày 01/07/2026: 1/3 đơn vị" in text(office.get(url("return-total", uuid=asked.uuid)))
    assert office.post(url("return-reopen", uuid=asked.uuid), {"reason": ""}).status_code == 422
    assert office.post(url("return-reopen", uuid=asked.uuid), {"reason": "Xã báo lại"}).status_code == 302
    assert office.post(url("sheet-reopen", uuid=sheet.uuid), {"reason": "Xã báo lại"}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.status == "sent_back"


def test_a_unit_without_the_program_sends_the_workbook(as_, world, asked):
    sheet = sheet_of(asked, "xa-b")
    office = as_("committee")
    content = office.get(url("sheet-workbook", uuid=sheet.uuid)).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Biểu", "hocvien"]
    # a heading of three lines has room for it
    assert ' ht="45"' in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    rows = book.get_sheet_by_name("Biểu").to_python()
    assert any("[Mẫu của chương trình]" in str(row[0]) for row in rows)
    assert rows[-1] != []
    filled = filled_in(book, **{"r1.c1": 1, "r1.c2": 40, "r1.c4": 55, "r7.c2": 0, "r8.c2": 12})
    read = office.post(url("sheet-page", uuid=sheet.uuid), {"act": "file", "file": filled})
    assert read.status_code == 200, text(read)
    page = text(read)
    assert "Đã đọc tệp, chưa lưu gì" in page
    assert "Số nữ không được nhiều hơn" in page
    assert "chương trình không có số này" in page
    assert "None" not in page
    sheet.refresh_from_db()
    assert sheet.status == "open"
    taken = send(office, sheet, "take", r1_c1="1", r1_c2="40", r1_c4="55", r8_c2="12")
    assert taken.status_code == 302
    sheet.refresh_from_db()
    kept = sheet.submissions.get()
    assert (kept.source, kept.values["r1.c4"], kept.values["r8.c2"]) == ("file", 55, 12)
    assert sheet.contradicting > 0


def filled_in(book, **cells):
    """The workbook as an office sends it back: the same sheets, some cells filled."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as fresh:
        for name in book.sheet_names:
            sheet = fresh.add_worksheet(name)
            if name == "hocvien":
                sheet.hide()
            codes = {}
            for at, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False)):
                if row and row[0] == "Mã" and "c1" in row:
                    codes = {value: place for place, value in enumerate(row)}
                for place, value in enumerate(row):
                    sheet.write(at, place, value)
                for key, value in cells.items():
                    code, column = key.split(".")
                    if codes and row and row[0] == code:
                        sheet.write(at, codes[column], value)
    return SimpleUploadedFile("xa-b.xlsx", out.getvalue())


def test_a_wrong_workbook_is_told_at_its_cells(as_, world, asked):
    sheet, other = sheet_of(asked, "xa-b"), sheet_of(asked, "xa-a")
    office = as_("committee")
    book = CalamineWorkbook.from_filelike(io.BytesIO(office.get(url("sheet-workbook", uuid=sheet.uuid)).content))
    wrong = filled_in(book, **{"r1.c2": "bốn mươi", "r1.c1": -3})
    page = office.post(url("sheet-page", uuid=other.uuid), {"act": "file", "file": wrong})
    assert page.status_code == 422
    assert "“bốn mươi” không phải số nguyên" in text(page)
    assert "Tệp này của đơn vị khác (mã xa-b)" in text(page)
    blank = office.get(url("form-workbook", uuid=asked.form.uuid), {"unit": "xa-b"})
    alone = filled_in(CalamineWorkbook.from_filelike(io.BytesIO(blank.content)), **{"r1.c1": 1})
    page = text(office.post(url("sheet-page", uuid=other.uuid), {"act": "file", "file": alone}))
    assert "Tệp này của đơn vị khác (mã xa-b)" in page
    assert "Tệp này của đợt báo cáo khác" not in page
    for content in (b"", b"xin chao", b"PK\x03\x04rac"):
        page = office.post(
            url("sheet-page", uuid=other.uuid), {"act": "file", "file": SimpleUploadedFile("a.xlsx", content)}
        )
        assert page.status_code == 422
    assert office.post(url("sheet-page", uuid=other.uuid), {"act": "file"}).status_code == 422


def test_the_middle_collects_from_below_and_submits_above(as_, world):
    asked = returns.open_return(
        actor=world.province,
        unit=world.units["tinh"],
        form=returns.Form.objects.get(code="HV-XA"),
        period=parse_period("2026-6m"),
        due_on=DUE,
    )
    middle = sheet_of(asked, "huyen")
    office = as_("committee")
    assert office.post(url("below-ask", uuid=middle.uuid), {"due_on": ""}).status_code == 302
    assert office.post(url("below-ask", uuid=middle.uuid), {"due_on": "10/7/2026"}).status_code == 302
    assert "Đảng ủy xã An Bình" in text(office.get(url("sheet-below", uuid=middle.uuid)))
    rows = url("rows-page", uuid=middle.uuid, query="&row=r8")
    assert "Buổi nói chuyện chuyên đề" in text(office.get(rows))
    codes = ("xa-a", "xa-b")
    seen = {f"seen-{code}": stamp(sheet_of(asked, code)) for code in codes}
    assert office.post(rows, seen | {"r8.c2-xa-a": "x1"}).status_code == 422
    assert office.post(rows, seen | {"r8.c2-xa-a": "10", "r8.c2-xa-b": "1.005"}).status_code == 302
    assert sheet_of(asked, "xa-b").typed == {"r8.c2": 1005}
    for code in codes:
        assert send(office, sheet_of(asked, code), "submit").status_code == 302
    assert office.post(url("below-take", uuid=middle.uuid)).status_code == 302
    page = text(office.get(url("sheet-page", uuid=middle.uuid)))
    assert 'value="1015"' in page
    assert send(office, middle, "submit").status_code == 302


def test_a_form_is_filled_for_unit_and_period_and_as_a_workbook(as_, world):
    scenarios.admit_people(world, scenarios.open_class(world), 3)
    old = returns.Form.objects.get(code="10-BTCTW")
    office = as_("committee")
    page = text(office.get(url("form-page", uuid=old.uuid)))
    assert "Mặc định: mẫu chưa được đối chiếu" in page
    assert "Biểu này không dùng trong kỳ đang chọn" in page
    own = returns.Form.objects.get(code="HV-XA")
    content = office.get(url("form-workbook", uuid=own.uuid)).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Biểu").to_python()
    (line,) = [row for row in rows if row[0] == "r1"]
    assert line[3:6] == [1, 3, 3]


def test_a_form_is_made_on_screen_and_its_mistakes_stand_beside_their_lines(as_, world):
    office = as_("committee")
    assert office.get(url("form-make")).status_code == 200
    sent = {
        "owner": "huyen",
        "code": "H-01",
        "name": "Biểu huyện",
        "mark": "ours",
        "valid_from": "1/1/2026",
        "row-0-code": "r1",
        "row-0-label": "Nhận thức về Đảng",
        "row-0-kind": "counted",
        "row-0-text": "programme=NTVD",
        "column-0-code": "c1",
        "column-0-label": "Lượt",
        "column-0-kind": "counted",
        "column-0-text": "participation",
        "column-0-summed": "on",
        "checks": "r1.c1 >= 0 : Không âm",
    }
    wrong = office.post(url("form-make"), sent)
    assert wrong.status_code == 422
    assert "không có số liệu, hàng hay cột nào tên “participation”" in text(wrong)
    assert 'value="programme=NTVD"' in text(wrong)
    right = sent | {"column-0-text": "participations"}
    for slip in ({"row-0-text": "programme=NTVX"}, {"column-0-text": "participations(sex=femal)"}):
        wrong = office.post(url("form-make"), right | slip)
        assert wrong.status_code == 422
        assert "không có giá trị" in text(wrong)
    assert office.post(url("form-make"), right).status_code == 302
    form = returns.Form.objects.get(code="H-01")
    assert form.owner.code == "huyen"
    assert office.get(url("form-edit", uuid=form.uuid)).status_code == 200
    copied = office.post(url("form-copy", uuid=form.uuid), {"owner": "huyen", "code": "H-01", "valid_from": "1/7/2026"})
    assert copied.status_code == 302
    assert (
        "2 bản" in text(office.get(url("form-list", query="&q=H-01")))
        or returns.Form.objects.filter(code="H-01").count() == 2
    )
    last = returns.Form.objects.filter(code="H-01").order_by("-valid_from").first()
    assert office.post(url("form-remove", uuid=last.uuid)).status_code == 302


def test_who_may_not_see_people_sees_no_small_figures_of_them(as_, world):
    own = returns.Form.objects.get(code="HV-XA")
    delegation = access.delegate(
        actor=world.committee,
        to_user=world.neighbour,
        unit=world.units["huyen"],
        includes_below=True,
        permissions=[access.Permission.REPORT_VIEW, access.Permission.RETURN_OPEN],
        valid_from=DAY,
        valid_to=DUE,
        today=DAY,
    )
    acting = as_("neighbour")
    assert acting.post(reverse("account:delegation-act", args=[delegation.uuid])).status_code == 302
    page = text(acting.get(url("form-page", uuid=own.uuid)))
    assert "chỉ điền cho người được xem hồ sơ" in page
    assert "Tính từ lớp học đã ghi" not in page


def test_strangers_find_nothing(as_, world, asked):
    outsider = as_("outsider")
    sheet = sheet_of(asked, "xa-a")
    for name, uuid in (
        ("return-page", asked.uuid),
        ("return-total", asked.uuid),
        ("sheet-page", sheet.uuid),
        ("sheet-workbook", sheet.uuid),
        ("sheet-below", sheet.uuid),
    ):
        assert outsider.get(url(name, "huyen-khac", uuid=uuid)).status_code == 404
    assert outsider.post(url("sheet-page", "huyen-khac", uuid=sheet.uuid), {"act": "submit"}).status_code == 404
    neighbour = as_("neighbour")
    assert neighbour.get(url("return-total", "xa-b", uuid=asked.uuid)).status_code == 404


def test_hundreds_of_units_take_no_more_queries(as_, world, asked, django_assert_max_num_queries):
    office = as_("committee")
    more = org.found_units(
        actor=None,
        units=[
            org.NewUnit(
                code=f"them-{n}",
                name=f"Đảng ủy xã thêm {n}",
                kind="commune_committee",
                parent_code="huyen",
                valid_from=scenarios.FOUNDED,
            )
            for n in range(300)
        ],
    )
    returns.add_units(actor=None, asked=asked, units=more)
    for name in ("return-list", "return-page", "return-total"):
        with django_assert_max_num_queries(20):
            answer = office.get(url(name) if name == "return-list" else url(name, uuid=asked.uuid))
        assert answer.status_code == 200
    with django_assert_max_num_queries(20):
        office.get(url("sheet-page", uuid=sheet_of(asked, "xa-a").uuid))


def test_what_waits_stands_on_the_work_list(as_, world, asked):
    home = reverse("home:work-list")
    assert asked.title in text(as_("commune").get(home))
    sheet = sheet_of(asked, "xa-a")
    commune = as_("commune")
    assert send(commune, sheet, "submit", "xa-a").status_code == 302
    assert asked.title not in text(commune.get(home))
    assert "chờ kiểm tra" in text(as_("committee").get(home))


SIX_BY_FIVE = {
    "owner": "huyen",
    "code": "H-02",
    "name": "Biểu sáu hàng, năm cột",
    "mark": "ours",
    "valid_from": "1/1/2026",
    "checks": "c2 <= c1 : Nữ không nhiều hơn tổng số\nr6 = r5 : Hàng cuối bằng hàng tổng",
    **{
        f"row-{at}-{name}": value
        for at, row in enumerate(
            (
                ("Nhận thức về Đảng", "counted", "programme=NTVD"),
                ("Đảng viên mới", "counted", "programme=DVM"),
                ("Các chương trình khác", "entered", ""),
                ("Ngoài chương trình", "entered", ""),
                ("Cộng", "formula", "sum(r1..r4)"),
                ("Trong đó do đơn vị mở", "formula", "r1 + r2 + r3 + r4"),
            )
        )
        for name, value in zip(("code", "label", "kind", "text"), ("", *row), strict=True)
    },
    **{
        f"column-{at}-{name}": value
        for at, column in enumerate(
            (
                ("Lượt", "counted", "participations", "on"),
                ("Trong đó nữ", "counted", "participations(sex=female)", "on"),
                ("Còn lại", "formula", "c1 - c2", "on"),
                ("Tỉ lệ nữ", "formula", "share(c2, c1)", ""),
                ("Ghi thêm", "entered", "", "on"),
            )
        )
        for name, value in zip(("code", "label", "kind", "text", "summed"), ("", *column), strict=True)
    },
    "column-3-format": "percent",
}


def test_a_form_from_nothing_is_tried_with_real_figures_before_it_is_kept(as_, world):
    """No code is typed: the program gives them in the order of the lines, and formulas may name them."""
    scenarios.admit_people(world, scenarios.open_class(world), 3)
    office = as_("committee")
    shown = text(office.get(url("form-make")))
    assert '<option value="programme=NTVD">' in shown
    assert '<option value="participations">' in shown
    tried = office.post(url("form-make"), SIX_BY_FIVE | {"act": "try"})
    shown = text(tried)
    assert "Biểu chưa được lưu" in shown
    nameless = {key: value for key, value in SIX_BY_FIVE.items() if key not in {"code", "name"}}
    assert "Chưa ghi được" not in text(office.post(url("form-make"), nameless | {"act": "try"}))
    assert 'value="r6"' in shown
    assert '<td class="num " data-label="Lượt">3' in shown
    assert not returns.Form.objects.filter(code="H-02").exists()
    wrong = SIX_BY_FIVE | {"act": "try", "column-3-text": "share(c2; c1)"}
    assert "Biểu chưa tính được" in text(office.post(url("form-make"), wrong))
    assert office.post(url("form-make"), SIX_BY_FIVE).status_code == 302
    form = returns.Form.objects.get(code="H-02")
    assert (len(form.layout["rows"]), len(form.layout["columns"])) == (6, 5)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.234", "1234"),
        ("1 234 567", "1234567"),
        ("1 234", "1234"),
        ("1.234,0", "1234"),
        ("12,00", "12"),
        ("-", ""),
        ("–", ""),
        (" ", ""),
        ("1.234,5", None),
        ("1,234", None),
        # groups of an English workbook
        ("1,000", None),
        ("12,000", None),
        ("250,000", None),
        ("12.3", None),
        ("0.915", None),
        ("1.234 567", None),
        ("-5", None),
        ("5e3", None),
        ("٣", None),
        (",0", None),
    ],
)
def test_a_number_is_read_as_workbooks_show_it_and_never_guessed(typed, read):
    assert plain_number(typed) == read
