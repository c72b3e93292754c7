"""Is this paper true: with the register, and offline with nothing but a file of public keys."""

import dataclasses
import json
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import translation

from hocvien.records import api as records
from hocvien.records.arithmetic import key_id_of, read_payload, write_payload
from hocvien.records.models import SigningKey
from hocvien.records.operations.keys import signing_key
from hocvien.records.wording import ANSWERS
from tests.records.conftest import ISSUED_ON, make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(issue):
    return issue(1)[0]


@pytest.fixture
def own_key(paper, centre):
    return signing_key(actor=None, authority=centre, authority_name="", on=ISSUED_ON)


def test_genuine_paper_matches_the_register(paper):
    answer = records.verify_text(paper.payload)
    assert (answer.code, answer.genuine, answer.with_register) == ("matches", True, True)
    assert answer.facts.full_name == "Nguyễn Thị Phương Thảo"
    assert answer.authority_name == "Trung tâm Chính trị huyện Đức Thọ"
    assert "0001/2023/GCN-NTVD" in answer.sentence
    assert "19/05/2023" in answer.sentence


def test_genuine_paper_matches_offline_without_a_single_query(paper, django_assert_num_queries):
    file = records.export_public_keys()
    with django_assert_num_queries(0):
        keys = records.read_public_keys(file)
        answer = records.verify_text(paper.payload, keys, on=date(2024, 1, 1))
    assert (answer.code, answer.genuine, answer.with_register) == ("matches", True, False)


def test_expired_paper_is_genuine_but_said_to_be_over(paper):
    assert records.verify_text(paper.payload, on=date(2028, 5, 19)).code == "matches"
    answer = records.verify_text(paper.payload, on=date(2028, 5, 20))
    assert (answer.code, answer.genuine) == ("expired", True)
    assert "19/05/2028" in answer.sentence


def test_paper_forged_with_another_key_is_unknown(paper):
    forged = write_payload(read_payload(paper.payload).facts, Ed25519PrivateKey.generate())
    answer = records.verify_text(forged)
    assert (answer.code, answer.genuine, answer.facts) == ("unknown_key", False, None)
    assert "duc-tho" in answer.sentence


def test_paper_claiming_our_key_without_it_is_forged(paper, own_key):
    class Impostor:
        """Signs with its own key and shows ours."""

        def __init__(self):
            self.sign = Ed25519PrivateKey.generate().sign
            self.public_key = own_key.public_key

    facts = dataclasses.replace(read_payload(paper.payload).facts, full_name="Kẻ Giả Mạo")
    answer = records.verify_text(write_payload(facts, Impostor()))
    assert (answer.code, answer.facts) == ("forged", None)


def test_paper_of_another_authority_signed_with_our_key_is_refused(paper, own_key):
    facts = dataclasses.replace(read_payload(paper.payload).facts, authority_code="huong-son")
    assert records.verify_text(write_payload(facts, own_key)).code == "wrong_authority"


def test_paper_signed_with_the_stolen_key_is_not_in_the_register(paper, own_key):
    facts = read_payload(paper.payload).facts
    added = dataclasses.replace(facts, number_text="0002/2023/GCN-NTVD")
    assert records.verify_text(write_payload(added, own_key)).code == "not_in_register"
    changed = dataclasses.replace(facts, full_name="Người Khác")
    assert records.verify_text(write_payload(changed, own_key)).code == "differs"
    assert records.verify_text(write_payload(changed, own_key), records.list_public_keys()).code == "matches"


def test_paper_dated_after_its_key_was_retired_is_refused(paper):
    SigningKey.objects.update(valid_to=ISSUED_ON)
    assert records.verify_text(paper.payload).code == "key_retired"
    SigningKey.objects.update(valid_to=ISSUED_ON + timedelta(days=1))
    assert records.verify_text(paper.payload).code == "matches"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda text: text[:-1], "incomplete"),
        (lambda text: text[: len(text) // 2], "incomplete"),
        (lambda text: text + "AAAAAAAA", "incomplete"),
        (lambda text: text[:100] + ("B" if text[100] == "A" else "A") + text[101:], "changed_letters"),
        (lambda text: text[:100] + "0" + text[101:], "changed_letters"),
        (lambda text: text.replace("HV1:", "HV9:"), "wrong_version"),
        (lambda text: text.removeprefix("HV1:"), "not_ours"),
        (lambda text: text[:0], "empty"),
    ],
)
def test_damaged_text_is_answered_in_words(paper, spoil, code):
    answer = records.verify_text(spoil(paper.payload))
    assert (answer.code, answer.genuine, answer.facts) == (code, False, None)
    assert answer.sentence
    assert "{" not in answer.sentence


def test_every_answer_has_its_own_sentence():
    assert len(set(ANSWERS.values())) == len(ANSWERS)


def test_number_and_check_code_verify_where_nobody_can_scan(paper, issue):
    other = issue(1, authority=make_centre("huong-son"))[0]
    marked = issue(1, register_code="NTVĐ")[0]
    assert other.number_text == paper.number_text
    for each in (paper, other, marked):
        answer = records.verify_number(f" {each.number_text.lower()} ", records.check_code(each.payload).lower())
        assert (answer.code, answer.facts.authority_code) == ("matches", each.authority.code)
    assert records.verify_number(paper.number_text, "").code == "number_differs"
    assert records.verify_number("9999/2023/GCN-NTVD", records.check_code(paper.payload)).code == "number_differs"
    missed = records.verify_number(paper.number_text, "AAAA AAAA AAAA")
    assert (missed.code, missed.facts, missed.genuine) == ("number_differs", None, False)
    records.withdraw_certificate(
        actor=None, certificate=paper, withdrawn_on=ISSUED_ON, reason="Sai", decision_number="1"
    )
    assert records.verify_number(paper.number_text, records.check_code(paper.payload)).code == "withdrawn"


def test_name_of_the_authority_left_out_for_room_comes_from_its_key(paper):
    answer = records.verify_text(paper.payload, records.list_public_keys())
    assert answer.facts.authority_name == "Trung tâm Chính trị huyện Đức Thọ"


def test_key_file_is_plain_json_and_refuses_tampering(paper):
    make_centre("huong-son")
    data = json.loads(records.export_public_keys())
    assert [key["authority_code"] for key in data["keys"]] == ["duc-tho"]
    assert data["keys"][0]["valid_to"] is None
    stranger = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    data["keys"][0]["public_key"] = stranger.hex()
    with pytest.raises(records.KeyFileUnreadable):
        records.read_public_keys(json.dumps(data))
    data["keys"][0]["key_id"] = key_id_of(stranger)
    assert records.verify_text(paper.payload, records.read_public_keys(json.dumps(data))).code == "unknown_key"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "hocvien-public-keys", "version": 2}', '{"format":'])
def test_other_files_are_no_key_files(text):
    with pytest.raises(records.KeyFileUnreadable) as refused:
        records.read_public_keys(text)
    with translation.override("vi"):
        assert "Tệp khóa công khai" in str(refused.value)
