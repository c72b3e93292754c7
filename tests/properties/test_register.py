"""What must hold of the register whatever happens in it: numbers, payloads, the tree, the log."""

import sqlite3
import string
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import date, timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records import api as records
from hocvien.records.arithmetic import (
    PayloadRefused,
    blank_numbers_from,
    is_signed_by,
    read_payload,
    tree,
    valid_until,
    write_payload,
)

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ "
NAMES = st.text(LETTERS, min_size=1, max_size=60).map(lambda text: text.strip().title() or "A")
CODES = st.text(string.ascii_letters + string.digits + "-", max_size=20)
DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
FACTS = st.builds(
    records.PaperFacts,
    number_text=CODES,
    full_name=NAMES,
    birth_text=st.sampled_from(["", "1990", "03/1985", "05/08/1995"]),
    programme_code=CODES,
    programme_title=NAMES,
    band_code=CODES,
    issued_on=DAYS,
    valid_until=st.none() | DAYS,
    authority_code=CODES,
    authority_name=NAMES,
    form_code=CODES,
)


# --- Payload --------------------------------------------------------------------------------------------------------


@given(FACTS)
def test_payload_comes_back_as_written_but_for_names_that_do_not_fit(facts):
    paper = read_payload(write_payload(facts, KEY))
    assert is_signed_by(paper, KEY.public_key().public_bytes_raw())
    assert paper.facts.programme_title in {facts.programme_title, ""}
    assert paper.facts.authority_name in {facts.authority_name, ""}
    for name in (
        "number_text",
        "full_name",
        "birth_text",
        "programme_code",
        "band_code",
        "authority_code",
        "form_code",
    ):
        assert getattr(paper.facts, name) == getattr(facts, name)
    assert (paper.facts.issued_on, paper.facts.valid_until) == (facts.issued_on, facts.valid_until)


@given(FACTS, st.data())
def test_no_edit_of_a_payload_passes_as_genuine(facts, data):
    text = write_payload(facts, KEY)
    start = data.draw(st.integers(4, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text), start + 6)))
    edited = text[:start] + data.draw(st.text(string.ascii_uppercase + "234567", max_size=6)) + text[end:]
    if edited == text:
        return
    assert _found(edited) in {"incomplete", "changed_letters", "unreadable", "wrong_version", "not_signed"}


def _found(text):
    try:
        paper = read_payload(text)
    except PayloadRefused as refused:
        return refused.code
    return "signed" if is_signed_by(paper, KEY.public_key().public_bytes_raw()) else "not_signed"


@given(st.text(max_size=400) | st.text("HV1:" + string.ascii_uppercase + "234567", max_size=400).map("HV1:".__add__))
def test_reader_refuses_any_other_text_in_words_and_never_breaks(text):
    with pytest.raises(PayloadRefused):
        read_payload(text)


# --- Tree -----------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12), st.data())
def test_tree_grown_in_any_lumps_proves_every_leaf_and_every_past(lumps, data):
    nodes: dict[tuple[int, int], bytes] = {}

    def get(level, index):
        return nodes[level, index]

    size = 0
    heads = {0: tree.EMPTY_ROOT}
    for lump in lumps:
        leaves = [tree.leaf_hash(number.to_bytes(3, "big")) for number in range(size, size + lump)]
        made = {(level, index): digest for level, index, digest in list(tree.append(size, leaves, get))}
        assert not made.keys() & nodes.keys()
        nodes |= made
        size += lump
        heads[size] = tree.root(size, get)
    if not size:
        return
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion_path(index, size, get)
    leaf = tree.leaf_hash(index.to_bytes(3, "big"))
    assert tree.verify_inclusion(index=index, size=size, leaf=leaf, path=path, expected_root=heads[size])
    for old_size, old_root in heads.items():
        if old_size:
            assert tree.verify_consistency(
                old_size=old_size,
                size=size,
                old_root=old_root,
                expected_root=heads[size],
                path=tree.consistency_path(old_size, size, get),
            )


# --- Dates and printed numbers --------------------------------------------------------------------------------------


@given(DAYS, st.integers(0, 1200))
def test_validity_ends_on_the_same_day_of_the_month_or_its_last(issued_on, months):
    until = valid_until(issued_on, months)
    assert (until.year - issued_on.year) * 12 + until.month - issued_on.month == months
    assert until.day == issued_on.day or ((until + timedelta(days=1)).day == 1 and until.day < issued_on.day)


@given(st.text(max_size=8), st.integers(0, 10**8), st.integers(1, 9))
def test_printed_number_is_taken_apart_without_loss(prefix, number, width):
    printed = f"{prefix.strip()}{number:0{width}d}"
    start, read, digits, end = blank_numbers_from(printed)
    assert f"{start}{read:0{digits}d}{end}" == printed.strip()


# --- The whole register ---------------------------------------------------------------------------------------------


def _places(count: int = 2):
    programme = catalogue.add_programme(
        actor=None, code="NTVD", today=date(2023, 1, 1), name="Nhận thức về Đảng", valid_from=date(2010, 1, 1)
    )
    centres = [
        org.found_unit(
            actor=None, code=f"tt-{n}", name=f"Trung tâm {n}", kind="political_centre", valid_from=date(2010, 1, 1)
        )
        for n in range(count)
    ]
    person = people.add_person(actor=None, new=people.NewPerson(full_name="Trần Thị Mai", birth="1990"))
    form = records.PaperForm(
        programme_id=programme.pk,
        programme_code="NTVD",
        kind="certificate",
        form_code="CN",
        title="Giấy chứng nhận",
        programme_title=programme.name,
        signer_name="",
        signer_title="Giám đốc",
        authority_name="Trung tâm",
        valid_months=60,
    )
    return centres, person, form


def _items(person, count):
    return [
        records.IssueItem(key=uuid4(), person_id=person.pk, full_name=person.full_name, birth_text="1990")
        for _ in range(count)
    ]


@pytest.mark.django_db
def test_any_life_of_a_register_leaves_no_gap_and_a_sound_log():  # noqa: C901 - one rule for each thing that happens
    """Issue, fail, reissue, withdraw and spoil in any order; after every step the books are whole."""
    centres, person, form = _places()

    class Life(RuleBasedStateMachine):
        papers: list[records.Certificate] = []
        heads: list[records.TreeHead] = []

        @rule(count=st.integers(1, 4), centre=st.sampled_from(centres), year=st.sampled_from([2023, 2024]))
        def issue(self, count, centre, year):
            self.papers += records.issue_certificates(
                actor=None,
                authority=centre,
                register_code="GCN",
                issued_on=date(year, 3, 1),
                form=form,
                items=_items(person, count),
            )

        @rule(centre=st.sampled_from(centres))
        def fail(self, centre):
            items = _items(person, 3)
            object.__setattr__(items[2], "full_name", "x" * 200)
            with pytest.raises(Exception, match="120"):
                records.issue_certificates(
                    actor=None,
                    authority=centre,
                    register_code="GCN",
                    issued_on=date(2023, 3, 1),
                    form=form,
                    items=items,
                )

        @rule(data=st.data())
        def reissue(self, data):
            self._change(
                data,
                lambda paper: self.papers.append(
                    records.reissue_certificate(
                        actor=None, certificate=paper, issued_on=date(2024, 6, 1), reason="Mất", at_fault=False
                    )
                ),
            )

        @rule(data=st.data())
        def withdraw(self, data):
            self._change(
                data,
                lambda paper: records.withdraw_certificate(
                    actor=None, certificate=paper, withdrawn_on=date(2024, 7, 1), reason="Sai", decision_number="1"
                ),
            )

        @rule(centre=st.sampled_from(centres), number=st.integers(1, 5))
        def spoil(self, centre, number):
            with suppress(records.BlankAlreadySpoiled):
                records.spoil_blank(
                    actor=None,
                    authority=centre,
                    form_code="CN",
                    blank_number=f"{number:04d}",
                    spoiled_on=date(2023, 3, 1),
                    reason="Rách",
                )

        @invariant()
        def books_are_whole(self):
            assert records.register_gaps() == []
            check = records.check_log()
            assert check.sound, check.problems
            head = records.tree_head()
            for old in self.heads[-3:]:
                if old.size:
                    proof = records.consistency_proof(old.size)
                    assert (proof.old_root, proof.root) == (old.root, head.root)
            self.heads.append(head)

        def _change(self, data, change):
            if not self.papers:
                return
            with suppress(records.NotStanding):
                change(data.draw(st.sampled_from(self.papers)))

    Life.TestCase.settings = settings(
        max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    Life.TestCase().runTest()


@pytest.fixture
def own_connections(transactional_db, tmp_path):
    """Lets each thread open a connection of its own: the database of SQLite's tests, in memory, is copied to a file first."""
    if connection.vendor != "sqlite":
        yield
        return
    place = connection.settings_dict
    memory, file = place["NAME"], tmp_path / "race.sqlite3"

    def copy():
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as target:
            connection.connection.backup(target)
        place["NAME"] = str(file)

    yield copy
    place["NAME"] = memory


def _in_thread(work):
    """Runs the work with a connection of its own and answers what it returned."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_and_close, work).result()


def _and_close(work):
    try:
        return work()
    finally:
        connection.close()


@pytest.mark.slow
def test_twenty_clerks_at_once_leave_no_gap_and_no_double(own_connections):
    """Twenty threads, each with its own connection, each issuing its list twice: the second time is refused in words."""
    centres, person, form = _places(2)
    lists = [_items(person, 1 + worker % 4) for worker in range(20)]
    if own_connections:
        own_connections()
    start = threading.Barrier(20)

    def clerk(worker: int) -> list[int]:
        start.wait()
        arguments = {
            "actor": None,
            "authority": centres[worker % 2],
            "register_code": "GCN",
            "issued_on": date(2023, 3, 1),
            "form": form,
            "items": lists[worker],
        }
        rows = records.issue_certificates(**arguments)
        with pytest.raises(records.AlreadyIssued):
            records.issue_certificates(**arguments)
        return [row.number for row in rows]

    with ThreadPoolExecutor(20) as pool:
        numbers = list(pool.map(lambda worker: _and_close(lambda: clerk(worker)), range(20)))

    def books():
        return records.register_gaps(), records.certificates().count(), records.check_log(), records.list_public_keys()

    gaps, count, check, keys = _in_thread(books)
    assert all(block == list(range(block[0], block[0] + len(block))) for block in numbers)
    assert gaps == []
    assert count == sum(len(part) for part in lists) == 50
    assert (check.sound, check.size) == (True, 50), check.problems
    assert len(keys) == 2
