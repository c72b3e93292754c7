"""The log proves what is in it, and shows it when somebody touched the database."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from hocvien.records import api as records
from hocvien.records.arithmetic import read_entry, tree
from hocvien.records.constants import TRIGGERS
from hocvien.records.models import LogEntry, TreeNode

pytestmark = pytest.mark.django_db


def touch(statement, *parameters):
    """What somebody with the database's password might do."""
    with connection.cursor() as cursor:
        for name, table, _event in TRIGGERS:
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on_table}")
        cursor.execute(statement, parameters)


def test_every_issue_can_be_proven_in_and_to_every_later_log(issue):
    papers = [*issue(5), *issue(6), *issue(2)]
    head = records.tree_head()
    assert head.size == 13
    for paper in papers:
        proof = records.inclusion_proof(paper)
        assert proof.root == head.root
        assert tree.verify_inclusion(
            index=proof.index,
            size=proof.size,
            leaf=bytes.fromhex(proof.leaf_hash),
            path=[bytes.fromhex(text) for text in proof.path],
            expected_root=bytes.fromhex(head.root),
        )
    for old_size in range(1, 14):
        proof = records.consistency_proof(old_size)
        assert tree.verify_consistency(
            old_size=old_size,
            size=13,
            old_root=bytes.fromhex(proof.old_root),
            expected_root=bytes.fromhex(head.root),
            path=[bytes.fromhex(text) for text in proof.path],
        )
    assert records.inclusion_proof(papers[0], size=5).root == records.consistency_proof(5).old_root
    with pytest.raises(records.CertificateNotFound):
        records.inclusion_proof(papers[7], size=5)


def test_proofs_cost_few_queries(issue, django_assert_max_num_queries):
    papers = issue(30)
    with django_assert_max_num_queries(5):
        records.inclusion_proof(papers[11])
    with django_assert_max_num_queries(3):
        records.consistency_proof(17)


def test_head_of_a_day_is_the_head_that_was_printed(issue):
    empty = records.tree_head()
    assert (empty.size, empty.root) == (0, tree.EMPTY_ROOT.hex())
    assert records.tree_head(date(2023, 5, 19)).size == 0
    issue(3, at=datetime(2023, 5, 19, 16, 59, tzinfo=UTC))
    printed = records.tree_head()
    issue(2, at=datetime(2023, 5, 19, 17, 0, tzinfo=UTC))
    assert records.tree_head(date(2023, 5, 18)).size == 0
    assert records.tree_head(date(2023, 5, 19)).size == 3
    assert records.tree_head(date(2023, 5, 19)).root == printed.root
    assert records.tree_head(date(2023, 5, 20)).root == records.tree_head().root


def test_log_names_nobody(issue):
    papers = issue(2)
    body = bytes(LogEntry.objects.get(index=0).body)
    assert "Thảo".encode() not in body
    fact = read_entry(body)
    assert fact.certificate_uuid == papers[0].uuid
    assert fact.number_text == "0001/2023/GCN-NTVD"


@pytest.mark.parametrize("change", ["update", "delete"])
@pytest.mark.parametrize("model", [LogEntry, TreeNode])
def test_database_refuses_to_change_the_log(issue, model, change):
    issue(4)
    rows = model.objects.all()
    changes = {"update": lambda: rows.update(index=99), "delete": lambda: rows._raw_delete(rows.db)}
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        changes[change]()
    assert records.check_log().sound


def test_check_log_is_sound_for_an_empty_and_a_full_register(issue):
    assert records.check_log().sound
    issue(70)
    check = records.check_log()
    assert check.sound, check.problems
    assert (check.size, check.root) == (70, records.tree_head().root)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE records_certificate SET full_name = 'Ai khác' WHERE number = 2", "nội dung trong sổ khác với lúc cấp"),
        ("UPDATE records_certificate SET issued_on = '2022-01-01' WHERE number = 2", "khác với lúc cấp"),
        ("UPDATE records_logentry SET kind = 'withdraw' WHERE \"index\" = 1", "Mục 1: các cột"),
        ('UPDATE records_logentry SET body = leaf_hash WHERE "index" = 1', "Mục 1: mã băm"),
        ('DELETE FROM records_logentry WHERE "index" = 2', "thiếu mục 2"),
        ('DELETE FROM records_logentry WHERE "index" = 4', "Đầu nhật ký ghi 5 mục, đếm được 4"),
        (
            'UPDATE records_treenode SET hash = (SELECT root FROM records_head) WHERE level = 1 AND "index" = 1',
            "Nút 1/1",
        ),
        ("DELETE FROM records_treenode WHERE level = 2", "Nút 2/0"),
        ('UPDATE records_head SET root = (SELECT leaf_hash FROM records_logentry WHERE "index" = 0)', "Gốc cây"),
        (
            "UPDATE records_certificate SET status = 'withdrawn', withdrawn_on = '2023-06-01' WHERE number = 3",
            "tình trạng không khớp",
        ),
        (
            "UPDATE records_certificate SET uuid = '019a0000000070008000000000000001' WHERE number = 3",
            "không có mục nào",
        ),
    ],
)
def test_check_log_says_what_was_touched(issue, statement, said):
    issue(5)
    touch(statement)
    check = records.check_log()
    assert not check.sound
    assert any(said in problem for problem in check.problems), check.problems
