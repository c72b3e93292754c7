"""The text in the QR: what was written comes back, what was touched is named for what it is."""

import base64
import dataclasses
import unicodedata
import zlib
from datetime import date

import cbor2
import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hocvien.records.arithmetic import PayloadRefused, is_signed_by, key_id_of, read_payload, write_payload
from hocvien.records.data import PaperFacts

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
FACTS = PaperFacts(
    number_text="0012/2023/GCN-NTVD",
    full_name="Nguyễn Thị Phương Thảo",
    birth_text="05/08/1995",
    programme_code="NTVD",
    programme_title="Bồi dưỡng nhận thức về Đảng",
    band_code="gioi",
    issued_on=date(2023, 5, 19),
    valid_until=date(2028, 5, 19),
    authority_code="duc-tho",
    authority_name="Trung tâm Chính trị huyện Đức Thọ",
    form_code="CN-NTVD",
)
VERSION_1 = (
    "HV1:RUAUMVSHLKTVIY3SGAYDCMRPGIYDEMZPI5BU4LKOKRLEI6A6JZTXK6PBXOCW4ICUNDQ3XCZAKBUMNMGGUFXGOI"
    "CUNDQ3VI3PNIYDKLZQHAXTCOJZGVSE4VCWIR4CSQXBXOJWSIDEY2YODO5BNZTSA3TI4G5K23RAORUODO5JMMQHNYN3"
    "QEQMJEHBXKRW4Z3EM5UW62I2AE2LC5Y2AE2XJR3HMR2WGLLUNBXWAZ2DJYWU4VCWIQBH77CSWOK6UGFRDZKUACQWOY"
    "N6KEX3LGAPBNOTWHMP6IFL3MTNLBLDOOZJS2Y7VLQ23M4G46JRA6K565WKNHHKGGBW2H7WEXJ2QPYLVMAA6TQ"
)


def changed(**fields: object) -> PaperFacts:
    return dataclasses.replace(FACTS, **fields)


def code_of(text: str) -> str:
    with pytest.raises(PayloadRefused) as refused:
        read_payload(text)
    return refused.value.code


def test_payload_of_version_1_is_read_for_ever():
    """Never change this text: it stands for the papers already handed over."""
    paper = read_payload(VERSION_1)
    assert paper.facts == changed(authority_name="")
    assert paper.key_id == key_id_of(PUBLIC) == "56475aa75463"
    assert is_signed_by(paper, PUBLIC)


def test_payload_is_written_as_version_1_always_was():
    assert write_payload(FACTS, KEY) == VERSION_1


def test_payload_fits_a_symbol_of_version_10():
    symbol = segno.make(write_payload(FACTS, KEY), micro=False, error="l")
    assert int(symbol.version) <= 10
    assert symbol.mode == "alphanumeric"


def test_names_that_do_not_fit_are_left_out_but_never_the_persons():
    long_title = "Bồi dưỡng lý luận chính trị dành cho đảng viên mới"
    assert read_payload(write_payload(changed(programme_title=long_title), KEY)).facts.programme_title == ""
    short = changed(programme_title="Sơ cấp", authority_name="Trung tâm Chính trị")
    assert read_payload(write_payload(short, KEY)).facts == short
    name = "Công Tằng Tôn Nữ " + "Thị Hoàng Phương Nguyễn " * 8
    assert read_payload(write_payload(changed(full_name=name), KEY)).facts.full_name == name


def test_name_typed_with_loose_marks_is_written_composed():
    loose = unicodedata.normalize("NFD", "Nguyễn Thị Hòa")
    assert read_payload(write_payload(changed(full_name=loose), KEY)).facts.full_name == "Nguyễn Thị Hòa"


@pytest.mark.parametrize(
    "dress", [str.lower, lambda text: f"  {text[:60]}\n{text[60:]} ", lambda text: "https://vi.du/kiem-tra#" + text]
)
def test_spaces_case_and_an_address_before_it_are_forgiven(dress):
    assert read_payload(dress(VERSION_1)).facts.full_name == "Nguyễn Thị Phương Thảo"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\u200b", "empty"),
        ("https://example.vn/x", "not_ours"),
        ("00|Nguyễn Văn A|1990", "not_ours"),
        ("HV2:ABCD", "wrong_version"),
        ("HV1:", "incomplete"),
        ("HV1:ABCDEFG", "incomplete"),
        ("HV1:" + "A" * 320, "changed_letters"),
        ("HV1:AB0189", "changed_letters"),
        ("HV1:" + "A" * 5000, "unreadable"),
    ],
)
def test_other_texts_are_named(text, code):
    assert code_of(text) == code


def test_every_shorter_text_is_incomplete():
    for length in range(len("HV1:"), len(VERSION_1)):
        assert code_of(VERSION_1[:length]) == "incomplete", length


def test_text_with_more_after_it_is_incomplete():
    for more in range(1, 20):
        assert code_of(VERSION_1 + "A" * more) == "incomplete"


def test_every_single_changed_letter_is_noticed():
    codes = set()
    for place in range(len("HV1:"), len(VERSION_1)):
        other = "B" if VERSION_1[place] == "A" else "A"
        codes.add(code_of(VERSION_1[:place] + other + VERSION_1[place + 1 :]))
    assert codes == {"changed_letters", "incomplete"}


def _sealed(body: bytes, signature: bytes) -> str:
    raw = body + signature
    raw += zlib.crc32(raw).to_bytes(4, "big")
    return "HV1:" + base64.b32encode(raw).decode().rstrip("=")


def _fields() -> list[object]:
    return cbor2.loads(read_payload(VERSION_1).signed)


def test_changed_name_with_a_right_checksum_is_not_signed():
    fields, signature = _fields(), read_payload(VERSION_1).signature
    fields[3] = "Trần Văn Bảy"
    paper = read_payload(_sealed(cbor2.dumps(fields, canonical=True), signature))
    assert paper.facts.full_name == "Trần Văn Bảy"
    assert not is_signed_by(paper, PUBLIC)


def test_another_key_did_not_sign():
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert not is_signed_by(read_payload(VERSION_1), other)


@pytest.mark.parametrize(
    ("place", "value"),
    [(1, "text"), (1, b"short"), (2, 7), (3, None), (8, 20231345), (8, None), (9, "2028"), (9, 2**40), (10, b"x")],
)
def test_wrong_kind_of_value_is_unreadable(place, value):
    fields = _fields()
    fields[place] = value
    body = cbor2.dumps(fields, canonical=True)
    assert code_of(_sealed(body, KEY.sign(b"HV1:" + body))) == "unreadable"


def test_version_inside_is_believed_not_the_one_outside():
    fields = _fields()
    fields[0] = 2
    body = cbor2.dumps(fields, canonical=True)
    assert code_of(_sealed(body, KEY.sign(b"HV1:" + body))) == "wrong_version"


@pytest.mark.parametrize(
    "body",
    [
        cbor2.dumps({"a": 1}),
        cbor2.dumps([1, [2]]),
        b"\x8d" + b"\x18\x01",
        b"\x8d\x01\x1b" + bytes(8),
        b"\x8d\x01\x43\xff\xfe\xfd\x62\xff\xfe",
    ],
)
def test_other_cbor_is_unreadable(body):
    assert code_of(_sealed(body, bytes(64))) in {"unreadable", "incomplete"}
