"""Numbers without gaps, one paper for one reason, and everything that may happen to a paper afterwards."""

import stat
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from hocvien.common.errors import DomainError
from hocvien.journal import api as journal
from hocvien.records import api as records
from tests.records.conftest import ISSUED_ON, make_centre

pytestmark = pytest.mark.django_db


def numbers(rows):
    return [row.number_text for row in rows]


def test_issue_numbers_the_list_in_its_order(issue, centre):
    first = issue(3)
    second = issue(2)
    assert numbers(first) == ["0001/2023/GCN-NTVD", "0002/2023/GCN-NTVD", "0003/2023/GCN-NTVD"]
    assert numbers(second) == ["0004/2023/GCN-NTVD", "0005/2023/GCN-NTVD"]
    assert first[0].valid_until == date(2028, 5, 19)
    book = records.list_register(authority_id=centre.pk, year=2023, code="GCN-NTVD")
    assert numbers(book) == numbers([*first, *second])
    assert records.register_gaps() == []
    assert [row.issued for row in records.list_registers(authority_id=centre.pk)] == [5]


def test_issue_starts_anew_each_year_and_in_each_register_and_authority(issue):
    issue(2)
    other = make_centre("huong-son")
    assert numbers(issue(1, issued_on=date(2024, 1, 5))) == ["0001/2024/GCN-NTVD"]
    assert numbers(issue(1, register_code="GCN-DVM")) == ["0001/2023/GCN-DVM"]
    assert numbers(issue(1, authority=other)) == ["0001/2023/GCN-NTVD"]
    with pytest.raises(records.SeveralRegisters):
        records.find_by_number("0001/2023/GCN-NTVD")
    assert records.find_by_number("0001/2023/GCN-NTVD", authority_id=other.pk).authority == other
    assert records.find_by_number("0001/2024/GCN-NTVD").number == 1
    assert records.find_by_number("9999/2024/GCN-NTVD") is None


def test_issue_refuses_a_second_paper_for_the_same_reason(issue, items):
    listed = items(2)
    issue(items=listed)
    with pytest.raises(records.AlreadyIssued) as refused:
        issue(items=[*items(1), listed[1]])
    assert "Trần Văn Bảy (0002/2023/GCN-NTVD)" in str(refused.value)
    assert records.certificates().count() == 2
    assert records.find_by_source(listed[0].key).number == 1
    assert records.register_gaps() == []


def test_issue_refuses_an_empty_list_and_a_double_line(issue, items):
    with pytest.raises(records.NothingToIssue):
        records.issue_certificates(
            actor=None, authority=None, register_code="X", issued_on=ISSUED_ON, form=None, items=[]
        )
    listed = items(1)
    with pytest.raises(records.ListedTwice):
        issue(items=listed * 2)


def test_failed_issue_gives_its_numbers_back(issue, items):
    issue(1)
    bad = items(2)
    object.__setattr__(bad[1], "full_name", "")
    with pytest.raises(Exception, match="full_name"):
        issue(items=bad)
    assert numbers(issue(1)) == ["0002/2023/GCN-NTVD"]
    assert records.register_gaps() == []
    assert records.check_log().sound


def test_issue_is_journalled_and_logged(issue):
    papers = issue(2)
    verbs = [entry.verb for entry in journal.list_entries()]
    assert verbs.count("records.issue_certificate") == 2
    assert records.tree_head().size == 2
    assert [row.kind for row in papers[0].log_entries.all()] == ["issue"]


def test_issue_costs_few_queries_whatever_the_list(issue, items, django_assert_max_num_queries):
    issue(1)
    listed = items(10)
    with django_assert_max_num_queries(24) as counted:
        issue(items=listed)
    few = len(counted)
    listed = items(100)
    with django_assert_max_num_queries(few + 12):  # SQLite takes a few rows an INSERT
        issue(items=listed)


def test_private_key_is_a_file_of_the_owner_and_not_in_the_database(issue, settings):
    issue(1)
    key = records.SigningKey.objects.get()
    path = Path(settings.DATA_DIR) / "keys" / f"{key.key_id}.pem"
    assert path.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    issue(1)
    assert records.SigningKey.objects.count() == 1


def test_lost_private_key_is_retired_and_a_new_one_made(issue, settings):
    old = issue(1)[0]
    first = records.SigningKey.objects.get()
    (Path(settings.DATA_DIR) / "keys" / f"{first.key_id}.pem").unlink()
    new = issue(1)[0]
    first.refresh_from_db()
    assert first.valid_to == ISSUED_ON + timedelta(days=1)
    assert records.SigningKey.objects.count() == 2
    assert records.verify_text(old.payload).code == "matches"
    assert records.verify_text(new.payload).code == "matches"


def test_wrong_private_key_file_is_refused(issue, settings):
    issue(1)
    key = records.SigningKey.objects.get()
    path = Path(settings.DATA_DIR) / "keys" / f"{key.key_id}.pem"
    path.write_text("not a key")
    with pytest.raises(records.KeyFileWrong):
        issue(1)


def test_reissue_takes_a_new_number_and_closes_the_old(issue):
    old = issue(2)[0]
    new = records.reissue_certificate(
        actor=None,
        certificate=old,
        issued_on=date(2024, 2, 1),
        reason="Ghi sai ngày sinh",
        at_fault=True,
        corrections={"birth_text": "03/01/1970", "birth_on": date(1970, 1, 3)},
    )
    old.refresh_from_db()
    assert (old.status, old.replaced_on, old.birth_text) == ("replaced", date(2024, 2, 1), "02/01/1970")
    assert new.number_text == "0001/2024/GCN-NTVD"
    assert new.note == "Cấp lại, thay số 0001/2023/GCN-NTVD"
    assert (new.first_issued_on, new.valid_until) == (ISSUED_ON, date(2028, 5, 19))
    assert new.replaces == old
    assert records.find_by_source(old.source_uuid) == new
    assert records.verify_text(old.payload).code == "replaced"
    assert records.verify_text(new.payload).facts.birth_text == "03/01/1970"
    assert records.check_log().sound
    with pytest.raises(records.NotStanding):
        records.reissue_certificate(
            actor=None, certificate=old, issued_on=date(2024, 2, 2), reason="Mất", at_fault=False
        )


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reason": " "}, records.ReasonMissing),
        ({"corrections": {"number": 7}}, records.NotCorrectable),
        ({"issued_on": ISSUED_ON - timedelta(days=1)}, records.DayBeforeIssue),
    ],
)
def test_reissue_refuses(issue, changes, error):
    arguments = {"issued_on": ISSUED_ON, "reason": "Mất", "at_fault": False} | changes
    with pytest.raises(error) as refused:
        records.reissue_certificate(actor=None, certificate=issue(1)[0], **arguments)
    assert isinstance(refused.value, DomainError)
    assert "{" not in str(refused.value)


def test_withdraw_closes_the_paper_and_leaves_the_number(issue, items):
    listed = items(1)
    paper = issue(items=listed)[0]
    records.withdraw_certificate(
        actor=None,
        certificate=paper,
        withdrawn_on=date(2023, 9, 1),
        reason="Hồ sơ không hợp lệ",
        decision_number="12-QĐ/TTCT",
    )
    answer = records.verify_text(paper.payload)
    assert (answer.code, answer.genuine) == ("withdrawn", False)
    assert "01/09/2023" in answer.sentence
    assert records.check_log().sound
    paper.refresh_from_db()
    with pytest.raises(records.NotStanding):
        records.withdraw_certificate(
            actor=None, certificate=paper, withdrawn_on=date(2023, 9, 2), reason="x", decision_number="13"
        )
    assert issue(items=listed)[0].number == 2
    assert records.register_gaps() == []


def test_withdraw_refuses_without_reason_or_before_issue(issue):
    paper = issue(1)[0]
    arguments = {"actor": None, "certificate": paper, "withdrawn_on": ISSUED_ON}
    with pytest.raises(records.ReasonMissing):
        records.withdraw_certificate(**arguments, reason="", decision_number="1")
    arguments["withdrawn_on"] = ISSUED_ON - timedelta(days=1)
    with pytest.raises(records.DayBeforeIssue):
        records.withdraw_certificate(**arguments, reason="x", decision_number="1")


def test_blank_numbers_run_on_and_pass_over_spoiled_ones(issue, centre):
    papers = issue(4)
    records.spoil_blank(
        actor=None,
        authority=centre,
        form_code="CN-NTVD",
        blank_number="A 000999",
        spoiled_on=ISSUED_ON,
        reason="In lệch",
    )
    given = records.record_blank_numbers(actor=None, certificates=papers[:3], first_blank="A 000998")
    assert [row.blank_number for row in given] == ["A 000998", "A 000999", "A 001000", "A 001001"]
    assert [row.spoiled for row in given] == [False, True, False, False]
    assert [row.blank_number for row in records.certificates()] == ["A 000998", "A 001000", "A 001001", ""]
    with pytest.raises(records.BlankAlreadyUsed) as refused:
        records.record_blank_numbers(actor=None, certificates=papers[3:], first_blank="A 001001")
    assert "0003/2023/GCN-NTVD" in str(refused.value)
    with pytest.raises(records.BlankAlreadyRecorded):
        records.record_blank_numbers(actor=None, certificates=papers[:1], first_blank="B 1")
    with pytest.raises(records.BlankNumberUnreadable):
        records.record_blank_numbers(actor=None, certificates=papers[3:], first_blank="không số")


def test_spoiled_blank_frees_its_paper_for_another(issue, centre):
    paper = issue(1)[0]
    records.record_blank_numbers(actor=None, certificates=[paper], first_blank="000001")
    arguments = {
        "actor": None,
        "authority": centre,
        "form_code": "CN-NTVD",
        "blank_number": "000001",
        "spoiled_on": ISSUED_ON,
        "reason": "Rách",
        "record_number": "BB-02",
    }
    spoiled = records.spoil_blank(**arguments)
    assert spoiled.certificate == paper
    with pytest.raises(records.BlankAlreadySpoiled):
        records.spoil_blank(**arguments)
    paper.refresh_from_db()
    assert paper.blank_number == ""
    records.record_blank_numbers(actor=None, certificates=[paper], first_blank="000001")
    paper.refresh_from_db()
    assert paper.blank_number == "000002"
    assert [row.blank_number for row in records.list_spoiled_blanks(authority_id=centre.pk, year=2023)] == ["000001"]
    assert records.check_log().sound


def test_receipt_names_the_holder_unless_another_signed(issue):
    papers = issue(3)
    records.record_receipt(actor=None, certificates=papers[:2], received_on=date(2023, 5, 20))
    records.record_receipt(
        actor=None, certificates=papers[2:], received_on=date(2023, 5, 21), received_by="  Lê  Thị Nhận hộ"
    )
    book = list(records.certificates())
    assert [row.received_by for row in book] == ["Nguyễn Thị Phương Thảo", "Trần Văn Bảy", "Lê Thị Nhận hộ"]
    with pytest.raises(records.DayBeforeIssue):
        records.record_receipt(actor=None, certificates=papers, received_on=date(2023, 5, 1))


def test_transcript_and_standing_on_a_day(issue, items):
    listed = items(1)
    paper = issue(items=listed)[0]

    def stands(on):
        return records.certificates_valid_on(["NTVD"], on).filter(person_id=paper.person_id).exists()

    assert not stands(date(2023, 5, 18))
    assert stands(ISSUED_ON)
    assert stands(date(2028, 5, 19))
    assert not stands(date(2028, 5, 20))
    assert list(records.person_ids_with_valid(["NTVD", "DVM"], ISSUED_ON)) == [paper.person_id]
    assert not records.certificates_valid_on(["DVM"], ISSUED_ON).exists()
    again = records.reissue_certificate(
        actor=None, certificate=paper, issued_on=date(2024, 1, 1), reason="Mất", at_fault=False
    )
    assert stands(date(2023, 12, 31))
    assert list(records.certificates_valid_on(["NTVD"], date(2023, 12, 31))) == [paper]
    assert list(records.certificates_valid_on(["NTVD"], date(2024, 1, 1))) == [again]
    records.withdraw_certificate(
        actor=None, certificate=again, withdrawn_on=date(2025, 1, 1), reason="Sai", decision_number="3"
    )
    assert stands(date(2024, 12, 31))
    assert not stands(date(2025, 1, 1))
    assert list(records.transcript(paper.person_id)) == [paper, again]


def test_gaps_are_found_when_the_database_was_touched(issue):
    papers = issue(4)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_certificate SET number = 9 WHERE id = %s", [papers[2].pk])
    gap = records.register_gaps()[0]
    assert (gap.authority_code, gap.missing, gap.last_number, gap.next_number) == ("duc-tho", (3,), 9, 5)


def test_database_refuses_the_same_number_twice(issue):
    paper = issue(2)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        records.Certificate.objects.filter(pk=paper.pk).update(number=2)
