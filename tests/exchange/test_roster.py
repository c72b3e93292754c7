"""One clean workbook goes in; whatever is wrong is said at its cell, and good rows never wait for it."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from hocvien.access import api as access
from hocvien.common.errors import Forbidden, NotVisible
from hocvien.exchange import api as exchange
from hocvien.exchange.constants import HEADERS
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from tests.kept import kept

pytestmark = pytest.mark.django_db
D0 = date(2020, 1, 1)
ON = date(2023, 6, 1)
NOW = datetime(2023, 6, 1, 3, tzinfo=UTC)
GOOD = {
    "full_name": "Nguyễn Văn Hoà",
    "birth": "12/03/1989",
    "sex": "Nam",
    "ethnicity": "Kinh",
    "identity_number": "042089003317",
    "party_card": "42012345",
    "admitted_on": "15/10/2012",
    "official_on": "15/10/2013",
    "education": "Đại học",
    "theory_level": "Sơ cấp",
    "post": "Bí thư chi bộ",
    "unit_name": "Chi bộ thôn Đông Hòa",
    "phone": "0912345678",
}


@kept()
def xa():
    made = org.found_units(
        actor=None,
        units=[
            org.NewUnit("duc-thinh", "Đảng ủy xã Đức Thịnh", "commune_committee", D0),
            org.NewUnit("dong-hoa", "Chi bộ thôn Đông Hòa", "cell", D0, "duc-thinh"),
            org.NewUnit("tram-y-te", "Chi bộ Trạm Y tế", "cell", D0, "duc-thinh"),
            org.NewUnit("thpt", "Chi bộ Trường THPT", "cell", D0),
        ],
    )
    return {unit.code: unit for unit in made}


@kept()
def officer(xa):
    user = access.open_account(actor=None, username="officer", full_name="Cấp ủy viên", password=None)
    access.give_grant(actor=None, user=user, role="unit_officer", unit=xa["duc-thinh"], valid_from=D0)
    return user


def book(*rows, headers=None, title_rows=0):
    fields = list(HEADERS)
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Danh sách")
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(title_rows, 0, ["TT", *(headers or [HEADERS[f][0] for f in fields])])
        for number, row in enumerate(rows, start=1):
            at = title_rows + number
            sheet.write(at, 0, number)
            for column, field in enumerate(fields, start=1):
                value = row.get(field, "")
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(at, column, value)
                else:
                    sheet.write_number(at, column, value)
    return buffer.getvalue()


def plan(xa, *rows, actor=None, **more):
    return exchange.plan_roster(
        actor=actor, content=book(*rows, **more), filename="ds.xlsx", unit=xa["duc-thinh"], on=ON
    )


def keep(xa, *rows, actor=None, on=ON, **more):
    return exchange.keep_roster(
        actor=actor, content=book(*rows, **more), filename="ds.xlsx", unit=xa["duc-thinh"], on=on, now=NOW
    )


def execute(stored, actor=None, on=ON):
    return exchange.execute_roster(actor=actor, roster=stored, on=on, now=NOW)


def run(xa, *rows, on=ON, **more):
    """From the file into the records; what was written."""
    return exchange.outcome_of(execute(keep(xa, *rows, on=on, **more), on=on))


def codes(made):
    return [(problem.cell, problem.code) for problem in made.problems]


def cell(field, row=2):
    return f"{chr(ord('B') + list(HEADERS).index(field))}{row}"


def test_a_clean_row_becomes_a_person_with_all_it_says(xa):
    made = plan(xa, GOOD)
    assert codes(made) == []
    assert people.people().count() == 0
    outcome = run(xa, GOOD)
    assert (outcome.created, outcome.updated, outcome.held) == (1, 0, 0)
    person = people.people().get()
    assert (person.full_name, person.birth, person.sex) == ("Nguyễn Văn Hoà", "1989-03-12", "male")
    assert (person.admitted_on, person.official_on) == (date(2012, 10, 15), date(2013, 10, 15))
    assert person.education == "university"
    assert people.main_unit_ids([person.pk], ON) == {person.pk: xa["dong-hoa"].pk}
    assert people.theory_levels([person.pk]) == {person.pk: "elementary"}
    (post,) = people.posts_as_of([person.pk], ON)[person.pk]
    assert (post.title, post.kind) == ("Bí thư chi bộ", "cell_secretary")


def test_the_template_goes_in_as_it_comes_out(xa):
    content = exchange.make_roster_template(xa["duc-thinh"], ON)
    sheets = CalamineWorkbook.from_filelike(BytesIO(content))
    assert sheets.sheet_names == ["Danh sách", "Đơn vị", "Hướng dẫn"]
    units = sheets.get_sheet_by_name("Đơn vị").to_python()
    assert [row[0] for row in units[1:4]] == ["Chi bộ Trạm Y tế", "Chi bộ thôn Đông Hòa", "Đảng ủy xã Đức Thịnh"]
    with pytest.raises(exchange.RosterUnreadable) as refusal:
        exchange.plan_roster(actor=None, content=content, filename="mẫu.xlsx", unit=xa["duc-thinh"], on=ON)
    assert refusal.value.code == "empty_sheet"


@pytest.mark.parametrize(
    ("field", "value", "code", "suggestion"),
    [
        ("birth", "31/02/1990", "date_impossible", "02/1990"),
        ("birth", "02/25/1990", "date_month_first", "25/02/1990"),
        ("birth", "12/03/18", "date_two_digit_year", "12/03/1918"),
        ("birth", "khoảng 1990", "date_unreadable", ""),
        ("birth", "12/03/2022", "birth_unlikely", ""),
        ("admitted_on", "10/2012", "date_not_whole", ""),
        ("official_on", "15/10/2011", "official_before_admitted", ""),
        ("admitted_on", "15/10/2031", "date_in_future", ""),
        ("sex", "x", "sex_unknown", ""),
        ("identity_number", "12345", "identity_wrong", ""),
        ("identity_number", "042189003317", "identity_contradicts", ""),
        ("education", "giỏi", "education_unknown", ""),
        ("theory_level", "khá", "theory_unknown", ""),
        ("unit_name", "Chi bộ thôn Đông Hoa", None, ""),
        ("unit_name", "Chi bộ thôn Đông Hào 1", "unit_unknown", "Chi bộ thôn Đông Hòa"),
        ("unit_name", "", "unit_missing", ""),
        ("unit_name", "thpt", "unit_unknown", ""),
        ("full_name", "Hoà", "name_doubtful", ""),
        ("phone", "xem sau", "phone_wrong", ""),
    ],
)
def test_a_wrong_cell_is_said_where_it_stands(xa, field, value, code, suggestion):
    made = plan(xa, {**GOOD, field: value}, {**GOOD, "full_name": "Lê Thị Lan", "sex": "", "identity_number": ""})
    first = [p for p in made.problems if p.row == 2 and p.code == code]
    if code is None:
        assert codes(made) == []
        return
    assert [(p.cell, p.suggestion) for p in first] == [(cell(field), suggestion)]
    assert value in first[0].message_vi
    assert made.people[0].action == "problem"
    assert made.people[1].action == "create"
    stored = execute(
        keep(xa, {**GOOD, field: value}, {**GOOD, "full_name": "Lê Thị Lan", "sex": "", "identity_number": ""})
    )
    assert (stored.outcome["created"], stored.outcome["held"]) == (1, 1)
    assert [row.row for row in exchange.list_rows(stored)] == [2]


@pytest.mark.parametrize(
    ("value", "birth"),
    [
        ("12/03/1989", "1989-03-12"),
        ("12.3.1989", "1989-03-12"),
        ("12-03-1989", "1989-03-12"),
        (date(1989, 3, 12), "1989-03-12"),
        (32579, "1989-03-12"),
        ("03/1989", "1989-03"),
        ("1989", "1989"),
        (1989, "1989"),
        ("1989-03-12", "1989-03-12"),
    ],
)
def test_dates_are_read_in_all_their_forms(xa, value, birth):
    made = plan(xa, {**GOOD, "birth": value})
    assert (codes(made), made.people[0].birth) == ([], birth)


@pytest.mark.parametrize(
    ("value", "number", "problem"),
    [
        (42089003317, "042089003317", ["identity_padded"]),
        ("042 089 003 317", "042089003317", []),
        ("183456789", "183456789", []),
    ],
)
def test_identity_numbers_get_their_zeros_back(xa, value, number, problem):
    made = plan(xa, {**GOOD, "identity_number": value})
    assert made.people[0].identity_number == number
    assert [p.code for p in made.problems] == problem
    assert made.people[0].action == "create"


def test_a_person_twice_in_the_file_goes_in_once(xa):
    twin = {**GOOD, "identity_number": "", "full_name": "nguyễn văn hòa"}
    made = plan(xa, GOOD, GOOD, twin)
    assert [row.action for row in made.people] == ["create", "problem", "problem"]
    assert "hàng 2" in made.problems[0].message_vi
    assert run(xa, GOOD, GOOD, twin).created == 1


def test_sending_the_same_file_again_changes_nothing(xa):
    run(xa, GOOD)
    assert [row.action for row in plan(xa, GOOD).people] == ["unchanged"]
    with pytest.raises(exchange.RosterPlanEmpty):
        run(xa, GOOD)


def test_an_update_says_field_by_field_what_changes_and_blank_erases_nothing(xa):
    run(xa, GOOD)
    row = {
        **GOOD,
        "phone": "0987654321",
        "ethnicity": "",
        "theory_level": "Trung cấp",
        "unit_name": "tram-y-te",
        "post": "Chi ủy viên",
    }
    later = date(2023, 7, 1)
    made = exchange.plan_roster(actor=None, content=book(row), filename="ds.xlsx", unit=xa["duc-thinh"], on=later)
    assert [(c.field, c.before, c.after) for c in made.people[0].changes] == [
        ("phone", "0912345678", "0987654321"),
        ("unit_name", "Chi bộ thôn Đông Hòa", "Chi bộ Trạm Y tế"),
        ("post", "", "Chi ủy viên"),
        ("theory_level", "Sơ cấp", "Trung cấp"),
    ]
    run(xa, row, on=later)
    person = people.people().get()
    assert (person.phone, person.ethnicity) == ("0987654321", "Kinh")
    assert people.main_unit_ids([person.pk], later) == {person.pk: xa["tram-y-te"].pk}
    assert people.main_unit_ids([person.pk], ON) == {person.pk: xa["dong-hoa"].pk}
    assert people.theory_levels([person.pk]) == {person.pk: "intermediate"}


def test_same_name_and_birth_elsewhere_is_a_duplicate_to_decide(xa):
    run(xa, GOOD)
    made = plan(xa, {**GOOD, "identity_number": "", "unit_name": "Chi bộ Trạm Y tế"})
    assert [row.action for row in made.people] == ["duplicate"]
    assert "Đông Hòa" in made.people[0].reason_vi
    other = plan(xa, {**GOOD, "identity_number": "042089003318", "unit_name": "Chi bộ Trạm Y tế"})
    assert [row.action for row in other.people] == ["create"]
    assert [p.code for p in other.problems] == ["same_name_and_birth"]


def test_an_identity_number_held_out_of_sight_is_not_taken(xa, officer):
    belongs = (people.NewBelonging(xa["thpt"].pk, "official_cell", D0),)
    people.add_person(
        actor=None, new=people.NewPerson(full_name="Bùi Hải", identity_number="042089003317", belongings=belongs)
    )
    made = plan(xa, GOOD, actor=officer)
    assert codes(made) == [(cell("identity_number"), "identity_elsewhere")]


def test_executing_twice_writes_once(xa, officer):
    kept = keep(xa, GOOD, actor=officer)
    first = execute(kept, officer)
    second = execute(kept, officer)
    assert (first.outcome, second.outcome["created"]) == (second.outcome, 1)
    assert people.people().count() == 1
    entry = journal.last_entry("exchange.execute_roster")
    assert (entry.subject_uuid, entry.unit_code) == (kept.uuid, "duc-thinh")
    assert entry.detail.after["created_people"] == [str(people.people().get().uuid)]


def test_the_plan_is_judged_again_when_it_is_executed(xa):
    kept = keep(xa, GOOD, {**GOOD, "full_name": "Lê Văn Bốn", "identity_number": "042089003344"})
    run(xa, GOOD)
    outcome = execute(kept).outcome
    assert (outcome["created"], outcome["unchanged"]) == (1, 1)


def test_a_kept_roster_is_its_owners_alone(xa, officer):
    kept = keep(xa, GOOD)
    with pytest.raises(NotVisible):
        exchange.get_roster(actor=officer, uuid=kept.uuid, on=ON)


def test_without_the_permission_at_the_unit_nothing_is_read(xa):
    stranger = access.open_account(actor=None, username="stranger", full_name="Người lạ", password=None)
    with pytest.raises(Forbidden):
        plan(xa, GOOD, actor=stranger)


def test_title_rows_and_other_headers_are_found(xa):
    headers = [{"birth": "Năm sinh", "identity_number": "Số CCCD"}.get(f, HEADERS[f][0].upper()) for f in HEADERS]
    made = plan(xa, GOOD, headers=headers, title_rows=4)
    assert (made.sheets[0].header_row, [row.action for row in made.people]) == (5, ["create"])


def _zip(**files):
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


def _with_sheet(xml):
    """A whole workbook whose first sheet is exchanged for this one."""
    source, buffer = ZipFile(BytesIO(book(GOOD))), BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return buffer.getvalue()


NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FAR = f'<worksheet {NS}><dimension ref="A1:B2"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'


def test_a_year_of_two_digits_is_completed_where_only_one_century_fits(xa):
    made = plan(xa, {**GOOD, "birth": "12/03/89"})
    assert made.people[0].birth == "1989-03-12"
    assert [(p.code, p.cell, p.holds) for p in made.problems] == [("date_year_completed", cell("birth"), False)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_workbook"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "not_a_workbook"),
        (b"PK\x03\x04 broken", "not_a_workbook"),
        (_zip(**{"word__document.xml": "<x/>"}), "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"x" * (61 * 1024 * 1024), "too_big"),
        (_zip(**{"xl__workbook.xml": "<x/>", "xl__worksheets__sheet1.xml": b" " * (160 * 1024 * 1024)}), "too_big"),
        (_with_sheet(FAR), "too_big"),
    ],
    ids=["nothing", "image", "broken zip", "word", "xls", "password", "too long", "zip bomb", "far cell"],
)
def test_a_file_that_cannot_be_read_ends_in_a_sentence(xa, content, code):
    with pytest.raises(exchange.RosterUnreadable) as refusal:
        exchange.plan_roster(actor=None, content=content, filename="x.xlsx", unit=xa["duc-thinh"], on=ON)
    assert refusal.value.code == code
    assert "x.xlsx" in str(refusal.value)


def test_wrong_columns_are_named(xa):
    with pytest.raises(exchange.RosterUnreadable) as refusal:
        plan(xa, GOOD, headers=["Mặt hàng", "Số lượng", "Đơn giá"])
    assert refusal.value.code == "wrong_columns"
    assert "Mặt hàng" in str(refusal.value)


def test_planning_many_rows_costs_a_fixed_number_of_queries(xa, django_assert_max_num_queries):
    rows = [
        {**GOOD, "full_name": f"Nguyễn Văn {chr(65 + n % 26)}a", "identity_number": f"0420890{n:05d}"}
        for n in range(60)
    ]
    content = book(*rows)
    with django_assert_max_num_queries(25):
        exchange.plan_roster(actor=None, content=content, filename="ds.xlsx", unit=xa["duc-thinh"], on=ON)


def test_the_plan_as_json_has_the_promised_form(xa):
    told = plan(xa, GOOD, {**GOOD, "birth": "31/02/1990"}).as_json()
    assert list(told) == [
        "sheets", "columns", "encoding", "create", "update", "unchanged", "duplicates", "problems", "people",
    ]  # fmt: skip
    assert told["people"][0]["theory_level_label"] == "Sơ cấp"
    assert set(told["problems"][0]) == {"sheet", "cell", "code", "message_vi", "message_en", "value", "suggestion"}
