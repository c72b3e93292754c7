"""The command, as the person at the machine uses it: short answers, refusals in both languages, never a traceback."""

import json
import os
import re
import subprocess
import sys
from datetime import date

import pytest
from django.contrib.auth import authenticate

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.catalogue import api as catalogue
from hocvien.common.clock import today
from hocvien.console.main import main
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people

pytestmark = pytest.mark.django_db(transaction=True)
INIT = ["init", "--unit", "trung-tam", "--name", "Trung tâm Chính trị xã Một"]
REPORT = ["report", "--unit", "trung-tam", "--from", "2023-01-01", "--to", "2023-08-31"]


@pytest.fixture
def installation(capsys):
    """An installation as `init` leaves it, and what it said."""
    assert main(INIT) == 0
    return capsys.readouterr().out


def refusal(arguments, capsys):
    capsys.readouterr()
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.err.strip()


def test_init_makes_the_root_and_an_administrator_who_may_do_everything(installation):
    password = re.search(r"password, shown once\): (\S+)", installation)[1]
    user = accounts.find_user("admin")
    assert authenticate(username="admin", password=password) == user
    unit = org.get_unit("trung-tam")
    assert all(access.can(user, permission, unit, today()) for permission in access.Permission)
    assert catalogue.find_programme("NTVD") is not None
    assert journal.verify_chain().is_sound


def test_init_twice_is_refused_and_changes_nothing(installation, capsys):
    before = journal.verify_chain().entries
    assert "đã có dữ liệu" in refusal(INIT, capsys)
    assert journal.verify_chain().entries == before


def test_init_with_an_unknown_kind_is_refused_in_words(capsys):
    assert "political_centre" in refusal([*INIT, "--kind", "school"], capsys)
    assert org.find_unit("trung-tam") is None


def test_report_of_an_empty_installation_is_all_noughts(installation, tmp_path):
    assert main([*REPORT, "--format", "json", "--output", str(tmp_path / "answer.json")]) == 0
    answer = json.loads((tmp_path / "answer.json").read_text("utf-8"))
    assert answer == {
        "unit": "trung-tam",
        "from": "2023-01-01",
        "to": "2023-08-31",
        "basis": "opened",
        "totals": {"classes": 0, "participations": 0, "persons": 0},
        "programmes": [],
        "joint": [],
        "sent": [],
    }


@pytest.mark.parametrize(("form", "start"), [("xlsx", b"PK"), ("docx", b"PK"), ("csv", b""), ("text", b"")])
def test_report_writes_every_form_to_a_file(installation, tmp_path, form, start):
    path = tmp_path / f"report.{form}"
    assert main([*REPORT, "--format", form, "--output", str(path)]) == 0
    assert path.read_bytes().startswith(start)
    assert path.stat().st_size > 20


def test_report_upside_down_is_refused_in_both_languages(installation, capsys):
    said = refusal(["report", "--unit", "trung-tam", "--from", "2023-08-31", "--to", "2023-01-01"], capsys)
    assert len(said.splitlines()) == 2
    assert "31/08/2023" in said


def test_report_by_measures_is_the_answer_in_every_form(installation, capsys, tmp_path):
    asked = [*REPORT, "--measures", "classes,persons", "--rows", "month", "--only", "sex=female"]
    assert main([*asked, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["measures"], told["where"], told["rows_of"][-1]["figures"]) == (
        ["classes", "persons"],
        {"sex": ["female"]},
        [{"classes": 0, "persons": 0}],
    )
    for form in ("text", "csv", "xlsx"):
        assert main([*asked, "--format", form, "--output", str(tmp_path / form)]) == 0
        assert (tmp_path / form).stat().st_size


@pytest.mark.parametrize(
    "wrong",
    [["--measures", "heads"], ["--measures", "classes", "--rows", "no"], ["--measures", "classes", "--only", "sex"]],
)
def test_report_by_measures_that_are_not_there_is_refused(installation, capsys, wrong):
    assert refusal([*REPORT, *wrong], capsys)


def test_report_of_an_unknown_unit_is_refused(installation, capsys):
    assert "nowhere" in refusal(["report", "--unit", "nowhere", "--from", "2023-01-01", "--to", "2023-08-31"], capsys)


def test_report_takes_a_period_by_its_code_and_a_term_of_the_unit(installation, capsys):
    unit = org.get_unit("trung-tam")
    org.record_fact(
        actor=None, unit=unit, value=org.Term("2020–2025"), valid_from=date(2020, 6, 1), valid_to=date(2025, 6, 1)
    )
    asked = ["report", "--unit", "trung-tam"]
    assert main([*asked, "--period", "nk2020"]) == 0
    said = capsys.readouterr().out
    assert "Kết quả mở lớp, nhiệm kỳ 2020–2025 (từ 01/6/2020 đến 31/5/2025)" in said
    assert main([*asked, "--period", "2023-8m", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["to"] == "2023-08-31"
    said = refusal([*asked, "--period", "nk2015"], capsys)
    assert "Nhiệm kỳ đã ghi: nk2020" in said
    assert len(said.splitlines()) == 2
    for wrong in ([], ["--from", "2023-01-01"], ["--period", "2023", "--to", "2023-08-31"]):
        assert "--period" in refusal([*asked, *wrong], capsys)


def test_verify_of_something_else_says_so(installation, capsys):
    assert main(["verify", "https://example.org"]) == 1
    assert capsys.readouterr().out.strip()


def test_backup_where_nothing_can_be_written_is_refused(installation, capsys, tmp_path):
    assert "nowhere" in refusal(["backup", str(tmp_path / "nowhere" / "a.zip")], capsys)


def test_backup_then_restore_into_the_same_place_is_refused(installation, capsys, tmp_path):
    assert main(["backup", str(tmp_path / "a.zip")]) == 0
    assert refusal(["restore", str(tmp_path / "a.zip")], capsys)


def test_restore_of_a_file_that_is_not_there_is_refused(capsys, tmp_path):
    assert "a.zip" in refusal(["restore", str(tmp_path / "a.zip")], capsys)


def test_roster_that_is_no_workbook_is_refused(installation, capsys, tmp_path):
    (tmp_path / "danh-sach.xlsx").write_bytes(b"not a workbook")
    assert refusal(["roster", "plan", str(tmp_path / "danh-sach.xlsx"), "--unit", "trung-tam"], capsys)


def test_check_journal_tells_the_head(installation, capsys):
    assert main(["check-journal"]) == 0
    assert journal.verify_chain().head_hash in capsys.readouterr().out


def test_keys_file_lets_others_verify(installation, capsys, tmp_path):
    assert main(["keys", str(tmp_path / "keys.json")]) == 0
    assert main(["verify", "HV1:AAAA", "--keys", str(tmp_path / "keys.json")]) == 1


def test_database_that_is_away_is_said_in_one_line(tmp_path):
    place = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing", "HOCVIEN_DATA": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-m", "hocvien.console.main", "check-journal"], env=place, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


def test_day_of_the_demonstration_lies_in_the_teaching_year():
    from hocvien.console.arguments import DEMO_TODAY

    assert DEMO_TODAY.month in {*range(3, 7), *range(8, 12)}
    assert date(2025, 7, 1) < DEMO_TODAY


def answer(arguments, capsys):
    capsys.readouterr()
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_places_are_loaded_and_loaded_again(installation, capsys, tmp_path):
    assert answer(["org", "load-places"], capsys)["new"] == 14_722
    assert main(["org", "load-places"]) == 0
    assert "14722 không đổi" in capsys.readouterr().out
    (tmp_path / "sai.csv").write_text("level,code\n", encoding="utf-8")
    said = refusal(["org", "load-places", str(tmp_path / "sai.csv")], capsys)
    assert "thiếu cột" in said
    assert "missing" in said


def test_the_reform_of_a_province_is_tried_then_done(installation, capsys):
    founded = answer(
        ["org", "found-nation", "--old", "--province", "42", "--cells", "1", "--since", "2020-01-01"], capsys
    )
    assert founded["kinds"]["commune_committee"] == 216
    tried = answer(["org", "reform", "--province", "42"], capsys)
    assert (tried["status"], tried["founded"], tried["ended"]) == ("preview", 67, 227)
    assert org.find_unit("xa-18073-2025") is None
    done = answer(["org", "reform", "--province", "42", "--execute"], capsys)
    assert done["status"] == "executed"
    assert len(org.children_ids_as_of(org.get_unit("tinh-42").pk, today())) == 69
    assert "98" in refusal(["org", "reform", "--province", "98"], capsys)
    assert "98" in refusal(["org", "found-nation", "--new", "--province", "98"], capsys)
    assert journal.verify_chain().is_sound


def test_a_table_is_tried_then_done(installation, capsys, tmp_path):
    for code in ("xa-a", "xa-b"):
        org.found_unit(
            actor=None, code=code, name=code, kind="commune_committee", valid_from=date(2020, 1, 1)
        )  # fmt: skip
    table = tmp_path / "sap-xep.csv"
    table.write_text("cũ,mới,ngày,nghị quyết\nxa-a,xa-b,01/07/2025,NQ 1\n", encoding="utf-8")
    assert main(["org", "reorganise", str(table)]) == 0
    assert "Chỉ xem trước" in capsys.readouterr().out
    assert org.get_unit("xa-a").valid_to.year == 9999
    assert answer(["org", "reorganise", str(table), "--on", "2025-07-01", "--execute"], capsys)["status"] == "executed"
    assert org.get_unit("xa-a").valid_to == date(2025, 7, 1)
    assert "xa-a" in refusal(["org", "reorganise", str(table)], capsys)


ELIGIBLE = ["eligible", "--programme", "TCLLCT", "--as-of", "2026-09-07", "--unit", "trung-tam"]


def add_person(**fields):
    plain = {"full_name": "Trần Thị Mẫu", "birth": "1998-09-07", "sex": "female", "ethnicity": "Kinh"}
    plain |= {"education": "university", "admitted_on": date(2020, 1, 1), "official_on": date(2021, 1, 1)}
    unit = org.get_unit("trung-tam")
    return people.add_person(
        actor=None,
        new=people.NewPerson(
            **plain | fields,
            belongings=(people.NewBelonging(unit.pk, "official_cell", date(2020, 1, 1)),),
            posts=(people.NewPost(unit.pk, "leader", "Phó trưởng phòng", date(2022, 1, 1)),),
            ratings=tuple(people.NewRating(year, "party_member", "good") for year in (2023, 2024, 2025)),
        ),
    )


def test_eligible_prints_every_person_with_verdict_and_clauses(installation, capsys):
    may, young = add_person(), add_person(full_name="Lê Văn Trẻ", birth="1998-09-08")
    capsys.readouterr()
    assert main([*ELIGIBLE, "--mode", "part_time", "--json"]) == 0
    rows = {row["person"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(rows) == {str(may.uuid), str(young.uuid)}
    assert all(list(row) == ["person", "full_name", "birth", "verdict", "clauses"] for row in rows.values())
    assert (rows[str(may.uuid)]["verdict"], rows[str(may.uuid)]["birth"]) == ("met", "1998-09-07")
    assert rows[str(young.uuid)]["verdict"] == "not_met"
    age = next(one for one in rows[str(young.uuid)]["clauses"] if one["code"] == "age_at_least")
    assert age == {
        "code": "age_at_least",
        "verdict": "not_met",
        "value": "27 tuổi 11 tháng ngày 07/9/2026",
        "citation": "QĐ 350-QĐ/TW (29/8/2025)",
    }
    assert main([*ELIGIBLE, "--mode", "full_time", "--json"]) == 0
    assert {row["verdict"] for row in json.loads(capsys.readouterr().out)} == {"met"}
    assert main([*ELIGIBLE, "--json"]) == 0
    verdicts = {row["person"]: row["verdict"] for row in json.loads(capsys.readouterr().out)}
    assert verdicts == {str(may.uuid): "met", str(young.uuid): "data_missing"}


@pytest.mark.parametrize(
    ("day", "verdict"), [("2022-02-07", "no_rule"), ("07/02/2022", "no_rule"), ("2025-08-28", "not_met")]
)
def test_eligible_goes_by_the_rule_of_the_day(installation, capsys, day, verdict):
    add_person()
    capsys.readouterr()
    assert main([*ELIGIBLE, "--mode", "part_time", "--as-of", day, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["verdict"] == verdict
    assert bool(row["clauses"]) == (verdict != "no_rule")


def test_eligible_as_a_table_names_what_stands_in_the_way(installation, capsys):
    add_person(birth="2004-01-01")
    capsys.readouterr()
    assert main([*ELIGIBLE, "--mode", "part_time"]) == 0
    said = capsys.readouterr().out
    assert "chưa đạt (not met)" in said
    assert "QĐ 350-QĐ/TW" in said
    assert main(["eligible", "--programme", "NTVD", "--as-of", "2026-09-07", "--unit", "trung-tam"]) == 0
    assert "chưa đối chiếu (unverified)" in capsys.readouterr().out


def test_eligible_of_nobody_is_an_empty_list(installation, capsys):
    capsys.readouterr()
    assert main([*ELIGIBLE, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--programme", "KHONG-CO", "KHONG-CO"),
        ("--unit", "khong-co", "khong-co"),
        ("--as-of", "31/02/2026", "31/02/2026"),
        ("--as-of", "1999-12-31", "31/12/1999"),
        ("--mode", "evenings", "full_time, part_time"),
    ],
)
def test_eligible_refuses_a_wrong_question_in_one_sentence_each(installation, capsys, option, value, sentence):
    said = refusal([*ELIGIBLE, option, value], capsys)
    assert sentence in said
    assert len(said.splitlines()) == 2


def test_eligible_refuses_a_mode_where_there_is_none(installation, capsys):
    said = refusal([*ELIGIBLE, "--programme", "NTVD", "--mode", "part_time"], capsys)
    assert "không chia hệ học" in said
    assert "has no study modes" in said
