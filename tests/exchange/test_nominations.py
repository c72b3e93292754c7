"""A nomination list as a workbook: who each row is, whether it can go, sending what was chosen, taking it back."""

from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.exchange import api as exchange
from hocvien.quotas import api as quotas
from tests import scenarios
from tests.exchange.test_encodings import _cp1258
from tests.exchange.workbooks import old_workbook, open_document
from tests.kept import kept

DAY, NOW = scenarios.TODAY, scenarios.at(scenarios.TODAY)
HEADERS = ("TT", "Họ và tên", "Ngày sinh", "Giới tính", "Chi bộ", "Danh sách dự bị", "Ghi chú")


@kept()
def world():
    return scenarios.found_place()


@kept()
def opened(world):
    return scenarios.open_class(world)


def row_of(person, reserve="", **changes):
    told = {
        "name": person.full_name,
        "birth": person.birth_words,
        "sex": "Nữ",
        "unit": "Chi bộ thôn 1 An Bình",
    } | changes
    return (told["name"], told["birth"], told["sex"], told["unit"], reserve, "")


def workbook(*rows):
    """As offices make them: title rows above the header, a row of column numbers below it."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Danh sách")
        sheet.write_string(0, 2, "DANH SÁCH CỬ ĐI HỌC")
        sheet.write_row(2, 0, HEADERS)
        sheet.write_row(3, 0, [str(n + 1) for n in range(len(HEADERS))])
        for number, row in enumerate(rows, start=1):
            sheet.write_row(3 + number, 0, [str(number), *row])
    return buffer.getvalue()


def keep(world, opened, content, *, actor=..., unit="xa-a", filename="ds.xlsx"):
    return exchange.keep_nominations(
        actor=world.commune if actor is ... else actor,
        training_class=opened,
        unit=world.units[unit],
        content=content,
        filename=filename,
        on=DAY,
        now=NOW,
    )


def plan(world, stored, actor=...):
    return exchange.plan_nominations(actor=world.commune if actor is ... else actor, stored=stored, on=DAY)


def send(world, stored, keys):
    return exchange.send_nominations(actor=world.commune, stored=stored, keys=keys, today=DAY, now=NOW)


def test_each_row_says_who_it_is_and_one_bad_row_refuses_nothing(world, opened):
    first, second, listed = scenarios.add_candidates(world, 3)
    (stranger,) = scenarios.add_candidates(world, 1, cell="xa-b-cb1")
    (lacking,) = scenarios.add_candidates(world, 1, education="")
    (member,) = scenarios.add_members(world, 1)
    scenarios.propose(world, opened, [listed])
    stored = keep(
        world,
        opened,
        workbook(
            row_of(first),
            row_of(second, "x"),
            row_of(first),
            row_of(stranger),
            ("Trần Văn Không", "01/02/1991", "Nam", "", "", ""),
            ("Lê Văn Sai", "31/02/1991", "Nam", "", "", ""),
            ("Lê Văn Thiếu", "", "Nam", "", "", ""),
            row_of(listed),
            row_of(lacking),
            row_of(member),
        ),
    )
    lines = plan(world, stored).lines
    assert [line.state for line in lines] == [
        "ready", "ready", "unknown", "unknown", "unknown", "unread", "unknown", "listed", "ready", "ready",
    ]  # fmt: skip
    assert [line.is_reserve for line in lines][:3] == [False, True, False]
    assert "Trùng với người ở hàng 5" in lines[2].why
    assert "ngoài phạm vi" in lines[3].why
    assert stranger.full_name not in lines[3].matched
    assert "Chưa có hồ sơ" in lines[4].why
    assert lines[5].why.startswith("Ô C10: ")
    assert "Thiếu ngày sinh" in lines[6].why
    assert "đã có trong danh sách" in lines[7].why
    assert (lines[8].verdict, lines[9].verdict) == ("data_missing", "not_met")
    # the clause, what was found, and its article
    assert ":" in lines[9].clauses
    assert "(" in lines[9].clauses
    assert classes.Nomination.objects.count() == 1


def test_what_is_chosen_goes_in_the_order_of_the_file_and_comes_back(world, opened):
    persons = scenarios.add_candidates(world, 4)
    stored = keep(world, opened, workbook(*(row_of(one, "x" if n == 1 else "") for n, one in enumerate(persons))))
    lines = plan(world, stored).lines
    outcomes = send(world, stored, {line.key for line in lines[:3]})
    assert all(one.ok for one in outcomes)
    rows = list(classes.Nomination.objects.order_by("pk"))
    assert [row.person_id for row in rows] == [persons[0].pk, persons[2].pk, persons[1].pk]
    assert [row.is_reserve for row in rows] == [False, False, True]
    assert {row.proposed_by for row in rows} == {world.commune}
    assert [line.state for line in plan(world, stored).lines] == ["sent", "sent", "sent", "ready"]
    scenarios.admit(world, opened, scenarios.approve(world, rows[:1]))
    assert exchange.take_back_nominations(actor=world.commune, stored=stored, now=NOW) == (2, 1)
    assert [line.state for line in plan(world, stored).lines] == ["sent", "ready", "ready", "ready"]
    # taken back twice: nothing more
    assert exchange.take_back_nominations(actor=world.commune, stored=stored, now=NOW) == (0, 1)


def test_namesakes_are_chosen_by_hand_and_only_one_a_row(world, opened):
    (one,) = scenarios.add_candidates(world, 1)
    (twin,) = scenarios.people.add_people(
        actor=None,
        people=[
            scenarios.people.NewPerson(
                full_name=one.full_name,
                birth=one.birth,
                sex="male",
                belongings=(
                    scenarios.people.NewBelonging(world.units["xa-a-cb1"].pk, "proposing_cell", scenarios.FOUNDED),
                ),
            )
        ],
    )
    stored = keep(world, opened, workbook(row_of(one)))
    lines = plan(world, stored).lines
    assert [line.state for line in lines] == ["several", "several"]
    assert {line.person_uuid for line in lines} == {one.uuid, twin.uuid}
    assert "Có 2 hồ sơ" in lines[0].why
    with pytest.raises(exchange.NominationRowTwice):
        send(world, stored, {line.key for line in lines})
    (outcome,) = send(world, stored, {lines[1].key})
    assert outcome.person_id == twin.pk


def test_seats_left_stand_at_the_row(world):
    line = scenarios.approved_line(world, unit="huyen")
    said = {"actor": None, "today": DAY, "now": NOW}
    quota = quotas.issue_quota(
        owner=world.units["huyen"], source=quotas.Line(line.pk), seats=9, names_due_on=DAY + timedelta(9), **said
    )
    quotas.allot_seats(quota=quota, unit_id=quota.owner_id, seats={world.units["xa-a"].pk: 2}, **said)
    opened = scenarios.open_class(
        world, actor=None, opened_by="huyen", hosted_by="ttct", plan_line_id=line.pk, outside_plan_decision=""
    )
    persons = scenarios.add_candidates(world, 4)
    stored = keep(world, opened, workbook(*(row_of(one, "x" if n == 0 else "") for n, one in enumerate(persons))))
    lines = plan(world, stored).lines
    assert [one.state for one in lines] == ["ready", "ready", "ready", "refused"]
    assert "còn 2 suất" in lines[3].why
    # the office may take the last instead of the one before it
    outcomes = send(world, stored, {lines[1].key, lines[3].key})
    assert all(one.ok for one in outcomes)
    exchange.take_back_nominations(actor=world.commune, stored=stored, now=NOW)
    assert quotas.seats_of_unit(quota, world.units["xa-a"].pk).free == 2


@pytest.mark.parametrize(
    ("encoding", "filename"), [("utf-8", "ds.csv"), ("utf-8-sig", "ds.csv"), ("cp1258", "ds.csv"), ("tcvn3", "ds.csv")]
)
def test_old_encodings_are_read(world, opened, encoding, filename):
    (person,) = scenarios.people.add_people(
        actor=None,
        people=[
            scenarios.people.NewPerson(
                full_name="Nguyễn Thị Hạnh",
                birth="1990-02-03",
                sex="female",
                education="university",
                belongings=(
                    scenarios.people.NewBelonging(world.units["xa-a-cb1"].pk, "proposing_cell", scenarios.FOUNDED),
                ),
            )
        ],
    )
    text = "Họ và tên,Ngày sinh,Giới tính,Dân tộc\nNguyễn Thị Hạnh,3/2/1990,Nữ,Kinh\n"
    if encoding == "tcvn3":
        content = "Hä vµ tªn,Ngµy sinh,Giíi tÝnh,D©n téc\nNguyÔn ThÞ H¹nh,3/2/1990,N÷,Kinh\n".encode()
    elif encoding == "cp1258":
        content = "".join(_cp1258(char) for char in text).encode("cp1258")
    else:
        content = text.encode(encoding)
    (line,) = plan(world, keep(world, opened, content, filename=filename)).lines
    assert (line.state, line.person_uuid) == ("ready", person.uuid), line


def test_the_template_goes_out_filled_and_comes_back(world, opened):
    persons = scenarios.add_candidates(world, 3)
    said = {"actor": world.commune, "training_class": opened, "unit": world.units["xa-a"], "on": DAY}
    blank = CalamineWorkbook.from_filelike(BytesIO(exchange.make_nomination_template(**said, with_people=False)))
    assert blank.sheet_names == ["Danh sách", "Hướng dẫn"]
    content = exchange.make_nomination_template(**said, with_people=True)
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Danh sách").to_python()
    heads = next(row for row in rows if "Họ và tên" in row)
    assert heads[:9] == [
        "TT", "Họ và tên", "Ngày sinh", "Giới tính", "Số định danh", "Chức vụ", "Đơn vị", "Danh sách dự bị", "Ghi chú",
    ]  # fmt: skip
    lines = plan(world, keep(world, opened, content)).lines
    assert {line.person_uuid for line in lines} == {one.uuid for one in persons}
    assert not any(line.is_reserve for line in lines)
    assert {line.state for line in lines} == {"ready"}


def test_nobody_reads_for_another_unit_nor_opens_anothers_file(world, opened):
    (person,) = scenarios.add_candidates(world, 1)
    content = workbook(row_of(person))
    with pytest.raises(access.NotAllowed):
        keep(world, opened, content, actor=world.neighbour)
    stored = keep(world, opened, content)
    with pytest.raises(exchange.NominationFileGone):
        exchange.get_nomination_file(actor=world.neighbour, training_class=opened, uuid=stored.uuid, on=DAY)
    with pytest.raises(exchange.RosterUnreadable):
        keep(world, opened, b"khong phai bang tinh", filename="anh.jpg")


def test_files_go_after_their_time(world, opened):
    (person,) = scenarios.add_candidates(world, 1)
    stored = keep(world, opened, workbook(row_of(person)))
    assert exchange.forget_rosters(before=NOW) == 0
    assert exchange.forget_rosters(before=NOW + timedelta(days=1)) == 1
    with pytest.raises(exchange.NominationFileGone):
        exchange.get_nomination_file(actor=world.commune, training_class=opened, uuid=stored.uuid, on=DAY)


@pytest.mark.parametrize("number", [1, 30])
def test_a_list_costs_the_same_for_one_and_for_thirty(world, opened, number):
    persons = scenarios.add_candidates(world, number)
    stored = keep(world, opened, workbook(*(row_of(one) for one in persons)))
    with CaptureQueriesContext(connection) as asked:
        lines = plan(world, stored).lines
    assert {line.state for line in lines} == {"ready"}
    assert len(asked) <= 40


@pytest.mark.parametrize("header", ["Dự bị", "Danh sách dự bị", "NGƯỜI DỰ BỊ", "Dù bÞ"])
def test_a_column_of_reserve_alone_is_read(world, opened, header):
    first, second, third = scenarios.add_candidates(world, 3)
    stored = keep(
        world,
        opened,
        sheet_of(
            ("TT", "Họ và tên", "Ngày sinh", "Giới tính", header),
            *(
                (str(n), one.full_name, one.birth_words, "Nữ", tick)
                for n, (one, tick) in enumerate(((first, ""), (second, "x"), (third, "2")), start=1)
            ),
        ),
    )
    assert [(line.state, line.is_reserve) for line in plan(world, stored).lines] == [
        ("ready", False), ("ready", True), ("ready", True),
    ]  # fmt: skip


def test_days_of_probation_below_the_same_words_put_nobody_in_reserve(world, opened):
    first, second = scenarios.add_candidates(world, 2)
    stored = keep(
        world,
        opened,
        sheet_of(
            ("TT", "Họ và tên", "Ngày sinh", "Dự bị", "Chính thức"),
            ("1", first.full_name, first.birth_words, "03/02/2020", "03/02/2021"),
            ("2", second.full_name, second.birth_words, "2019", "2020"),
        ),
    )
    assert [line.is_reserve for line in plan(world, stored).lines] == [False, False]


def sheet_of(*rows):
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Danh sách")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


@pytest.mark.parametrize(("make", "filename"), [(old_workbook, "ds.xls"), (open_document, "ds.ods")])
def test_other_workbooks_are_read(world, opened, make, filename):
    first, second = scenarios.add_candidates(world, 2)
    rows = [
        ("", "DANH SÁCH CỬ ĐI HỌC", "", ""),
        ("TT", "Họ và tên", "Ngày sinh", "Dự bị"),
        ("1", first.full_name, first.birth_words, ""),
        ("2", second.full_name, second.birth_words, "x"),
    ]
    lines = plan(world, keep(world, opened, make(rows), filename=filename)).lines
    assert [(line.state, line.person_uuid, line.is_reserve) for line in lines] == [
        ("ready", first.uuid, False),
        ("ready", second.uuid, True),
    ]


def test_cells_are_put_right_where_they_stand(world, opened):
    first, second, third = scenarios.add_candidates(world, 3)
    stored = keep(
        world,
        opened,
        workbook(
            row_of(first, birth="31/02/1991"),
            row_of(second, name=second.full_name + " Nhầm"),
            row_of(third),
        ),
    )

    def cells():
        return exchange.list_nomination_cells(stored, plan(world, stored).lines, DAY)

    def put(**typed):
        return exchange.edit_nomination_cells(
            actor=world.commune, stored=stored, cells={f"0!{cell}": text for cell, text in typed.items()}, on=DAY
        )

    wrong_day, unknown = cells()
    assert {one.cell: one.holds for one in wrong_day.problems} == {"0!C5": True, "0!B5": False}
    assert {one.cell: one.holds for one in unknown.problems} == {"0!B6": True, "0!C6": False}
    assert "Chưa có hồ sơ" in next(one.message_vi for one in unknown.problems if one.cell == "0!B6")
    # wrong again: what was typed stands there still, and is said of
    assert put(C5="32/13/1991") == 1
    (again, _other) = cells()
    assert next(one.text for one in again.problems if one.cell == "0!C5") == "32/13/1991"
    # cells that the file has not, a row that is right, the same text once more
    assert put(Z9="x", C99="x", C5="32/13/1991") == 0
    assert put(C5=first.birth_words, B6=second.full_name) == 2
    assert cells() == []
    lines = plan(world, stored).lines
    assert [(line.state, line.person_uuid) for line in lines] == [
        ("ready", first.uuid), ("ready", second.uuid), ("ready", third.uuid),
    ]  # fmt: skip
    assert all(one.ok for one in send(world, stored, {line.key for line in lines}))
    with pytest.raises(exchange.NominationFileGone):
        exchange.edit_nomination_cells(actor=world.neighbour, stored=stored, cells={"0!C5": "x"}, on=DAY)
