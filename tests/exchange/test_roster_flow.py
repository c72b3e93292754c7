"""A kept roster: put right cell by cell, decided, written part by part, taken back."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.exchange.models import RosterEdit, RosterFile, RosterPart
from hocvien.exchange.operations import roster_execution, roster_keeping, roster_reading
from hocvien.jobs import api as jobs
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from tests.exchange.rosters import D0, HEADERS, HOA, LAN, NOW, ON, execute, keep, many

pytestmark = pytest.mark.django_db


def actions(stored):
    return [row.action for row in exchange.list_rows(stored)]


def effects(stored):
    return list(exchange.list_effects(stored))


@pytest.fixture
def small_parts(monkeypatch):
    """Three rows a part; anything is too many to be done inside the request."""
    monkeypatch.setattr(roster_reading, "PART_ROWS", 3)


# --- parts --------------------------------------------------------------------------------------------------------------


def test_a_roster_is_kept_and_written_in_parts(xa, small_parts):
    stored = keep(xa, *many(8))
    assert [len(part.rows) for part in stored.parts.order_by("number")] == [3, 3, 2]
    assert (stored.state, stored.counts["create"], stored.counts["rows"]) == ("ready", 8, 8)
    stored = execute(stored)
    assert (stored.state, stored.outcome["created"], people.people().count()) == ("executed", 8, 8)
    assert journal.list_entries().filter(verb="exchange.execute_roster").count() == 3
    assert not RosterFile.objects.exists(), "the file is not needed any more"
    assert exchange.list_rows(stored) == [], "what is in the records is not kept twice"


def test_somebody_of_an_earlier_part_is_known_in_a_later_one(xa, small_parts):
    rows = many(4)
    stored = keep(xa, *rows, rows[0])
    assert actions(stored) == ["create"] * 4 + ["problem"]
    assert execute(stored).outcome == {"created": 4, "updated": 0, "unchanged": 0, "held": 1, "ended": 0}


def test_writing_goes_on_where_it_was_broken_off(xa, small_parts, monkeypatch):
    stored = keep(xa, *many(8))
    begin, seen = roster_execution._execute_part, []

    def broken(actor, uuid, number, *more):
        if number == 1 and not seen:
            seen.append(number)
            raise OSError("killed")
        return begin(actor, uuid, number, *more)

    monkeypatch.setattr(roster_execution, "_execute_part", broken)
    with pytest.raises(OSError, match="killed"):
        execute(stored)
    stored.refresh_from_db()
    assert (stored.state, people.people().count()) == ("executing", 3)
    roster_execution.execute_parts(actor=None, uuid=stored.uuid, on=ON, clock=lambda: NOW)
    roster_execution.execute_parts(actor=None, uuid=stored.uuid, on=ON, clock=lambda: NOW)
    stored.refresh_from_db()
    assert (stored.state, stored.outcome["created"], people.people().count()) == ("executed", 8, 8)
    assert journal.verify_chain().is_sound


def test_many_rows_are_planned_and_written_by_jobs(xa, small_parts, monkeypatch, settings):
    settings.JOBS_INLINE = False
    monkeypatch.setattr(roster_keeping, "INLINE_ROWS", 5)
    monkeypatch.setattr(roster_execution, "EXECUTE_ROWS", 5)
    stored = keep(xa, *many(8))
    assert (stored.state, stored.job.state) == ("reading", "waiting")
    with pytest.raises(exchange.RosterBusy):
        execute(stored)
    assert jobs.work_once(worker="w")
    stored.refresh_from_db()
    assert (stored.state, stored.counts["create"]) == ("ready", 8)
    stored = execute(stored)
    again = execute(stored)
    assert (stored.state, again.job_id) == ("executing", stored.job_id)
    assert jobs.work_once(worker="w")
    stored.refresh_from_db()
    job = stored.job
    assert (stored.state, job.state, job.done, job.total) == ("executed", "done", 8, 8)
    assert not jobs.work_once(worker="w")


def test_one_row_that_a_door_refuses_does_not_hold_up_the_others(xa, monkeypatch):
    add = people.add_people

    def refuse(*, actor, people):
        if any(one.full_name.endswith("Ca") for one in people):
            raise DomainError("no", "Không được")
        return add(actor=actor, people=people)

    stored = keep(xa, *many(5))
    monkeypatch.setattr(people, "add_people", refuse)
    outcome = execute(stored).outcome
    assert (outcome["created"], outcome["held"]) == (4, 1)
    (held,) = exchange.list_rows(stored)
    assert (held.row, held.action) == (4, "problem")
    assert "Không được" in held.problems[0].message_vi


# --- putting right ---------------------------------------------------------------------------------------------------------


def test_a_cell_put_right_in_the_grid_goes_in(xa):
    stored = keep(xa, HOA, (LAN[0], "31/02/1990", *LAN[2:]))
    (row,) = exchange.list_rows(stored, is_marked=True)
    (problem,) = row.problems
    assert (problem.cell, problem.code, row.raw["birth"]) == ("0!C3", "date_impossible", "31/02/1990")
    assert exchange.edit_cells(actor=None, roster=stored, cells={"0!C3": "28/02/1990"}, on=ON, now=NOW) == 1
    assert actions(stored) == ["create", "create"]
    edit = RosterEdit.objects.get()
    assert (edit.before, edit.after) == ("31/02/1990", "28/02/1990")
    assert exchange.edit_cells(actor=None, roster=stored, cells={"0!C3": "28/02/1990"}, on=ON, now=NOW) == 0
    execute(stored)
    assert people.find_by_identity(["042190001234"])["042190001234"].birth == "1990-02-28"


def test_a_cell_that_is_in_no_row_is_not_edited(xa):
    stored = keep(xa, HOA)
    assert (
        exchange.edit_cells(actor=None, roster=stored, cells={"0!C99": "x", "7!C2": "x", "rot": "x"}, on=ON, now=NOW)
        == 0
    )


def test_an_edit_in_one_part_is_known_in_the_others_when_it_is_written(xa, small_parts, monkeypatch):
    monkeypatch.setattr(roster_keeping, "INLINE_ROWS", 2)
    rows = many(5)
    stored = keep(xa, *rows)
    exchange.edit_cells(actor=None, roster=stored, cells={"0!E2": rows[4][3], "0!B2": rows[4][0]}, on=ON, now=NOW)
    outcome = execute(stored).outcome
    assert (outcome["created"], outcome["held"]) == (4, 1)


def test_nothing_is_edited_once_it_is_written(xa):
    stored = execute(keep(xa, HOA))
    with pytest.raises(exchange.RosterBusy):
        exchange.edit_cells(actor=None, roster=stored, cells={"0!C2": "1990"}, on=ON, now=NOW)


@pytest.mark.parametrize(
    ("choice", "created", "updated", "held"), [("same", 0, 1, 0), ("another", 1, 0, 0), ("skip", 0, 0, 0)]
)
def test_a_duplicate_is_what_the_clerk_says(xa, choice, created, updated, held):
    execute(keep(xa, HOA))
    (known,) = people.people()
    stored = keep(xa, (*HOA[:3], "", "Chi bộ Trạm Y tế", "", ""), LAN)
    assert actions(stored) == ["duplicate", "create"]
    person = known.uuid if choice == "same" else None
    said = exchange.decide_rows(actor=None, roster=stored, choices={"0!2": (choice, person)}, on=ON, now=NOW)
    assert said == 1
    assert stored.counts["duplicate"] == 0
    outcome = execute(stored).outcome
    assert (outcome["created"], outcome["updated"], outcome["held"]) == (created + 1, updated, held)


def test_a_decision_can_be_taken_back(xa):
    execute(keep(xa, HOA))
    stored = keep(xa, (*HOA[:3], "", "Chi bộ Trạm Y tế", "", ""))
    exchange.decide_rows(actor=None, roster=stored, choices={"0!2": ("another", None)}, on=ON, now=NOW)
    assert actions(stored) == ["create"]
    exchange.decide_rows(actor=None, roster=stored, choices={"0!2": ("", None)}, on=ON, now=NOW)
    assert actions(stored) == ["duplicate"]


def test_a_column_taken_for_another_field_is_remembered_for_the_office(xa):
    headers = (*HEADERS[:6], "Liên lạc", HEADERS[7])
    stored = keep(xa, HOA, headers=headers)
    columns = {column["letter"]: column["field"] for column in stored.layout["sheets"][0]["columns"]}
    assert columns["G"] in {"", "-"}
    exchange.edit_cells(actor=None, roster=stored, cells={"0!B2": "Nguyễn Văn Khác"}, on=ON, now=NOW)
    exchange.take_columns(actor=None, roster=stored, columns={"Danh sách": {"G": "phone"}}, on=ON, now=NOW)
    assert not stored.edits.exists(), "cells may be others now"
    execute(stored)
    assert people.people().get().phone == "0912345678"
    later = keep(xa, HOA, LAN, headers=headers)
    assert {c["letter"]: c["field"] for c in later.layout["sheets"][0]["columns"]}["G"] == "phone"
    assert actions(later) == ["unchanged", "create"]


# --- absent -----------------------------------------------------------------------------------------------------------------


def test_who_is_not_in_the_file_stays_unless_chosen(xa):
    execute(keep(xa, HOA, LAN))
    later = date(2023, 9, 1)
    stored = keep(xa, (*HOA[:5], "0987654321", ""), on=later)
    (absent,) = exchange.list_absent_ids(None, stored, later)
    assert people.people_by_ids([absent])[absent].full_name == "Lê Thị Lan"
    assert execute(stored, on=later).outcome["ended"] == 0
    assert len(people.main_unit_ids([absent], later)) == 1
    again = keep(xa, HOA, on=later)
    exchange.choose_absent(actor=None, roster=again, people=[people.people_by_ids([absent])[absent].uuid])
    assert execute(again, on=later).outcome["ended"] == 1
    assert people.main_unit_ids([absent], later) == {}
    exchange.take_back_roster(actor=None, roster=again, rows=None, on=later, now=NOW)
    assert len(people.main_unit_ids([absent], later)) == 1


def test_somebody_whose_row_has_a_problem_is_not_absent(xa):
    execute(keep(xa, HOA, LAN))
    stored = keep(xa, HOA, (LAN[0], "31/02/1990", *LAN[2:]))
    assert exchange.list_absent_ids(None, stored, ON) == []


# --- taking back ----------------------------------------------------------------------------------------------------------


def test_an_import_is_taken_back_whole(xa, small_parts):
    execute(keep(xa, HOA))
    before = people.snapshots_of(people.people().values_list("pk", flat=True))
    later = date(2023, 9, 1)
    row = (*HOA[:4], "Chi bộ Trạm Y tế", "0987654321", "Chi ủy viên")
    stored = execute(keep(xa, row, *many(5), on=later), on=later)
    assert (stored.outcome["created"], stored.outcome["updated"]) == (5, 1)
    stored = exchange.take_back_roster(actor=None, roster=stored, rows=None, on=later, now=NOW)
    assert stored.outcome["taken_back"] == 6
    assert people.people().count() == 1
    assert people.snapshots_of(people.people().values_list("pk", flat=True)) == before
    assert all(row.taken_back_at for row in effects(stored))
    verbs = set(journal.list_entries().values_list("verb", flat=True))
    assert {"exchange.take_back_roster", "people.remove_person", "people.restore_person"} <= verbs
    assert journal.verify_chain().is_sound
    again = exchange.take_back_roster(actor=None, roster=stored, rows=None, on=later, now=NOW)
    assert again.outcome["taken_back"] == 6, "sent twice it is done once"


def test_chosen_rows_alone_are_taken_back(xa):
    stored = execute(keep(xa, HOA, LAN))
    wanted = next(row for row in effects(stored) if row.full_name == "Lê Thị Lan")
    exchange.take_back_roster(actor=None, roster=stored, rows=[wanted.uuid], on=ON, now=NOW)
    assert [person.full_name for person in people.people()] == ["Nguyễn Văn Hoà"]


def test_who_was_changed_or_moved_since_stays_and_is_said(xa):
    stored = execute(keep(xa, HOA, LAN, *many(1)))
    hoa = people.find_by_identity(["042089003317"])["042089003317"]
    lan = people.find_by_identity(["042190001234"])["042190001234"]
    people.update_person(actor=None, person=hoa, changes={"phone": "0900000001"})
    people.add_facts(actor=None, person=lan, ratings=[people.NewRating(2022, "party_member", "good")])
    reasons = exchange.reasons_to_stay(effects(stored))
    why = {row.full_name: reasons.get(row.uuid, "") for row in effects(stored)}
    assert why == {
        "Nguyễn Văn Hoà": "Hồ sơ này đã được sửa sau lần nhập.",
        "Lê Thị Lan": "Hồ sơ này đã được sửa sau lần nhập.",
        "Nguyễn Văn Aa": "",
    }
    stored = exchange.take_back_roster(actor=None, roster=stored, rows=None, on=ON, now=NOW)
    assert stored.outcome["taken_back"] == 1
    assert people.people().count() == 2


def test_who_only_looked_at_a_record_does_not_keep_it(xa):
    stored = execute(keep(xa, HOA))
    hoa = people.find_by_identity(["042089003317"])["042089003317"]
    clerk = access.open_account(actor=None, username="clerk", full_name="Giáo vụ mẫu", password=None)
    privacy.note_looks(user=clerk, person_ids=[hoa.pk], kind="page", at=NOW)
    stored = exchange.take_back_roster(actor=None, roster=stored, rows=None, on=ON, now=NOW)
    assert stored.outcome["taken_back"] == 1
    assert not people.people().exists()


def test_after_thirty_days_nothing_is_taken_back(xa):
    stored = execute(keep(xa, HOA))
    with pytest.raises(exchange.RosterTooOld):
        exchange.take_back_roster(actor=None, roster=stored, rows=None, on=ON, now=NOW + timedelta(days=31))


def test_taking_back_needs_the_permission_of_the_import(xa):
    officer = access.open_account(actor=None, username="officer", full_name="Cấp ủy viên", password=None)
    grant = access.give_grant(actor=None, user=officer, role="unit_officer", unit=xa["duc-thinh"], valid_from=D0)
    stored = execute(keep(xa, HOA, actor=officer), officer)
    access.end_grant(actor=None, grant=grant, on=date(2023, 6, 2))
    with pytest.raises(access.NotAllowed):
        exchange.take_back_roster(actor=officer, roster=stored, rows=None, on=date(2023, 7, 1), now=NOW)
    with pytest.raises(exchange.RosterPlanGone):
        exchange.get_roster(actor=officer, uuid=uuid4(), on=ON)


def test_what_is_asked_of_the_database_does_not_grow_with_the_rows(xa, django_assert_max_num_queries):
    small, large = keep(xa, *many(5)), None
    with django_assert_max_num_queries(120) as few:
        execute(small)
    large = keep(
        xa, *[(f"Trần {row[0]}", *row[1:3], f"042089{900000 + n}", *row[4:]) for n, row in enumerate(many(150))]
    )
    with django_assert_max_num_queries(len(few.captured_queries) + 5):
        execute(large)


def test_kept_rosters_that_nobody_wrote_are_forgotten(xa):
    keep(xa, HOA)
    done = execute(keep(xa, LAN))
    keep(xa, HOA, now=NOW + timedelta(days=40))
    assert set(exchange.list_rosters(None).values_list("state", flat=True)) == {"ready", "executed"}
    assert exchange.list_rosters(None).filter(pk=done.pk).exists()
    assert RosterPart.objects.count() == 2


# --- out and in again -----------------------------------------------------------------------------------------------------


def export(xa, actor=None, on=ON, ids=None):
    ids = people.people().values_list("pk", flat=True) if ids is None else ids
    return exchange.export_roster(actor=actor, person_ids=ids, unit=xa["duc-thinh"], on=on)


def edited(content, **changes):
    """The workbook with some cells of its first person changed, by header, as Excel would save it."""
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Danh sách").to_python()
    for header, text in changes.items():
        rows[1][rows[0].index(header.replace("_", " "))] = text
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Danh sách")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return buffer.getvalue()


def keep_file(xa, content, actor=None):
    return exchange.keep_roster(
        actor=actor, content=content, filename="xuat.xlsx", unit=xa["duc-thinh"], on=ON, now=NOW
    )


def everything():
    return people.snapshots_of(people.people().values_list("pk", flat=True))


def test_what_goes_out_comes_in_again_unchanged(xa):
    unit = xa["dong-hoa"]
    people.add_people(
        actor=None,
        people=[
            people.NewPerson(
                full_name="Đặng Thị Út",
                birth=birth,
                sex="female",
                ethnicity="Tày",
                identity_number=number,
                phone="0912345678",
                education="university",
                admitted_on=date(2012, 5, 19),
                official_on=date(2013, 5, 19),
                party_card="42012345",
                profile_number="012345",
                belongings=(people.NewBelonging(unit.pk, "official_cell", D0),),
                posts=(people.NewPost(unit.pk, "cell_secretary", "Bí thư chi bộ", D0),),
                qualifications=(people.NewQualification("intermediate"),),
            )
            for birth, number in (("1970-05-03", "042170001234"), ("1970-05", ""), ("1970", ""), ("1970", "183456789"))
        ],
    )
    before = everything()
    stored = keep_file(xa, export(xa))
    assert [(row.action, row.changes, row.problems) for row in exchange.list_rows(stored)] == [
        ("unchanged", (), ())
    ] * 4
    with pytest.raises(exchange.RosterPlanEmpty):
        execute(stored)
    assert everything() == before


def test_an_edit_is_told_field_by_field_even_of_the_name_and_the_number(xa):
    execute(keep(xa, HOA))
    content = edited(export(xa), Họ_và_tên="Nguyễn Văn Hoà Bình", Số_định_danh="042089003399", Ngày_sinh="13/03/1989")
    stored = keep_file(xa, content)
    (row,) = exchange.list_rows(stored)
    assert (row.action, {change.field for change in row.changes}) == (
        "update",
        {"full_name", "identity_number", "birth"},
    )
    execute(stored)
    assert people.people().get().full_name == "Nguyễn Văn Hoà Bình"


def test_what_was_changed_meanwhile_is_said_and_decided(xa):
    execute(keep(xa, HOA))
    content = edited(export(xa), Điện_thoại="0900000001")
    people.update_person(actor=None, person=people.people().get(), changes={"phone": "0900000002"})
    stored = keep_file(xa, content)
    (row,) = exchange.list_rows(stored)
    assert (row.action, [change.after for change in row.changes]) == ("duplicate", ["0900000001"])
    assert "sau khi xuất tệp" in row.reason_vi
    with pytest.raises(exchange.RosterPlanEmpty):
        execute(stored)
    (candidate,) = exchange.list_candidates(None, [row], ON)[row.key]
    exchange.decide_rows(actor=None, roster=stored, choices={row.key: ("same", candidate.uuid)}, on=ON, now=NOW)
    execute(stored)
    assert people.people().get().phone == "0900000001"


def test_a_record_changed_meanwhile_but_not_in_the_file_loses_nothing(xa):
    execute(keep(xa, HOA, LAN))
    content = edited(export(xa), Điện_thoại="0900000001")
    lan = people.find_by_identity(["042190001234"])["042190001234"]
    people.update_person(actor=None, person=lan, changes={"ethnicity": "Mường"})
    stored = keep_file(xa, content)
    assert sorted(actions(stored)) == ["unchanged", "update"]
    execute(stored)
    lan.refresh_from_db()
    assert lan.ethnicity == "Mường"


def test_only_whom_one_may_see_goes_out(xa):
    outside = org.found_unit(actor=None, code="ngoai", name="Chi bộ ngoài", kind="cell", valid_from=D0)
    execute(keep(xa, HOA))
    people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name="Bùi Thị Xa", belongings=(people.NewBelonging(outside.pk, "official_cell", D0),)
        ),
    )
    officer = access.open_account(actor=None, username="officer", full_name="Cấp ủy viên", password=None)
    access.give_grant(actor=None, user=officer, role="unit_officer", unit=xa["duc-thinh"], valid_from=D0)
    rows = CalamineWorkbook.from_filelike(BytesIO(export(xa, officer))).get_sheet_by_name("Danh sách").to_python()
    assert [row[1] for row in rows] == ["Họ và tên", "Nguyễn Văn Hoà"]
