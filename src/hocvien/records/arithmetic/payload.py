"""The text in a paper's QR: how it is written, read and checked (docs/adr/0006-certificate-payload.md).

    HV1:<base32 without padding of: CBOR array, 64 bytes Ed25519 signature, 4 bytes CRC-32 of both>

The reader is strict and needs no CBOR package: one kind of value in one place, shortest form only, nothing left over.
Whatever is changed here, papers of version 1 must stay readable for as long as people keep them.
"""

import base64
import binascii
import re
import unicodedata
import zlib
from datetime import date
from hashlib import sha256

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hocvien.records.constants import (
    CHECKSUM_LENGTH,
    KEY_ID_LENGTH,
    PAYLOAD_LETTERS_THAT_FIT,
    PAYLOAD_MARK,
    PAYLOAD_VERSION,
    SIGNATURE_LENGTH,
)
from hocvien.records.data import PaperFacts, ParsedPaper

_TAIL = SIGNATURE_LENGTH + CHECKSUM_LENGTH
_MARK = re.compile(r"(?:^|#)HV([0-9]{1,3}):(.*)$", re.DOTALL)
_IGNORED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_LETTERS = re.compile(r"[A-Z2-7]*")
_FIELDS = 13
_MAXIMUM_LETTERS = 4000
"""Longer than any symbol can hold: read no further."""


class PayloadRefused(ValueError):
    """The text is no readable payload; `code` says in which way."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Incomplete(Exception):
    """The bytes end before the value does."""


class _Malformed(Exception):
    """The bytes are not what version 1 writes."""


def key_id_of(public_key: bytes) -> str:
    """The short name of a key: the first twelve hexadecimal digits of the SHA-256 of its 32 bytes."""
    return sha256(public_key).digest()[:KEY_ID_LENGTH].hex()


def write_payload(facts: PaperFacts, private_key: Ed25519PrivateKey) -> str:
    """The signed text for one paper.

    Codes always fit a QR symbol of version 10. The two names are carried for the reader's comfort and left out, the
    authority's first, where they would make the symbol larger; a person's own name is never cut.
    """
    key_id = bytes.fromhex(key_id_of(private_key.public_key().public_bytes_raw()))
    names = (
        (facts.programme_title, facts.authority_name),
        (facts.programme_title, ""),
        ("", facts.authority_name),
    )
    for programme_title, authority_name in names:
        body = _body(facts, key_id, programme_title, authority_name)
        if _letters(len(body) + _TAIL) <= PAYLOAD_LETTERS_THAT_FIT:
            break
    else:
        body = _body(facts, key_id, "", "")
    signed = body + private_key.sign(PAYLOAD_MARK.encode() + body)
    return PAYLOAD_MARK + _base32(signed + _checksum(signed))


def read_payload(text: str) -> ParsedPaper:
    """Take a scanned or typed text apart; raises PayloadRefused and vouches for nothing but the form.

    Spaces, line ends and lower case are forgiven (people type), and anything before a `#` is passed over, so that an
    office may print the text behind an address of its own. Codes: empty, not_ours, wrong_version, incomplete,
    changed_letters, unreadable.
    """
    plain = _IGNORED.sub("", text).upper()
    if not plain:
        raise PayloadRefused("empty")
    found = _MARK.search(plain)
    if found is None:
        raise PayloadRefused("not_ours")
    if int(found[1]) != PAYLOAD_VERSION:
        raise PayloadRefused("wrong_version")
    raw = _raw(found[2])
    body, signature = _divide(raw)
    fields = _array(body)
    version, key_id = fields[0], fields[1]
    if version != PAYLOAD_VERSION:
        raise PayloadRefused("wrong_version")
    if not isinstance(key_id, bytes) or len(key_id) != KEY_ID_LENGTH:
        raise PayloadRefused("unreadable")
    return ParsedPaper(facts=_facts(fields), key_id=key_id.hex(), signed=body, signature=signature)


def is_signed_by(paper: ParsedPaper, public_key: bytes) -> bool:
    """Whether the key with these 32 bytes made the signature."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(paper.signature, PAYLOAD_MARK.encode() + paper.signed)
    except InvalidSignature:
        return False
    return True


def _body(facts: PaperFacts, key_id: bytes, programme_title: str, authority_name: str) -> bytes:
    texts = {
        name: unicodedata.normalize("NFC", value)
        for name, value in (
            ("number", facts.number_text),
            ("name", facts.full_name),
            ("birth", facts.birth_text),
            ("title", programme_title),
            ("authority", authority_name),
        )
    }
    return cbor2.dumps(
        [
            PAYLOAD_VERSION,
            key_id,
            texts["number"],
            texts["name"],
            texts["birth"],
            facts.programme_code,
            texts["title"],
            facts.band_code,
            _day_number(facts.issued_on),
            _day_number(facts.valid_until) if facts.valid_until else None,
            facts.authority_code,
            texts["authority"],
            facts.form_code,
        ],
        canonical=True,
    )


def _facts(fields: list[object]) -> PaperFacts:
    texts = [*fields[2:8], *fields[10:13]]
    issued, until = fields[8], fields[9]
    if not all(isinstance(value, str) for value in texts):
        raise PayloadRefused("unreadable")
    issued_on, valid_until = _day(issued), None if until is None else _day(until)
    number, name, birth, programme, title, band, authority, authority_name, form = (str(value) for value in texts)
    return PaperFacts(
        number_text=number,
        full_name=name,
        birth_text=birth,
        programme_code=programme,
        programme_title=title,
        band_code=band,
        issued_on=issued_on,
        valid_until=valid_until,
        authority_code=authority,
        authority_name=authority_name,
        form_code=form,
    )


def _raw(letters: str) -> bytes:
    if len(letters) > _MAXIMUM_LETTERS:
        raise PayloadRefused("unreadable")
    if _LETTERS.fullmatch(letters) is None:
        raise PayloadRefused("changed_letters")
    if len(letters) % 8 in {1, 3, 6}:
        raise PayloadRefused("incomplete")
    try:
        raw = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except binascii.Error:
        raise PayloadRefused("unreadable") from None
    if _base32(raw) != letters:
        raise PayloadRefused("incomplete")
    return raw


def _divide(raw: bytes) -> tuple[bytes, bytes]:
    """Body and signature. The body says its own length, so a text cut short is told apart from a text misread."""
    signed, checksum = raw[:-CHECKSUM_LENGTH], raw[-CHECKSUM_LENGTH:]
    whole = len(raw) > _TAIL and _checksum(signed) == checksum
    try:
        end = _end_of_array(raw)
    except _Incomplete:
        raise PayloadRefused("incomplete") from None
    except _Malformed:
        raise PayloadRefused("unreadable" if whole else "changed_letters") from None
    if len(raw) != end + _TAIL:
        raise PayloadRefused("incomplete")
    if not whole:
        raise PayloadRefused("changed_letters")
    return raw[:end], raw[end:-CHECKSUM_LENGTH]


def _array(body: bytes) -> list[object]:
    fields, position = [], 1
    for _ in range(_FIELDS):
        value, position = _value(body, position)
        fields.append(value)
    return fields


def _end_of_array(raw: bytes) -> int:
    if not raw:
        raise _Incomplete
    if raw[0] != 0x80 | _FIELDS:
        raise _Malformed
    position = 1
    for _ in range(_FIELDS):
        position = _value(raw, position)[1]
    return position


def _value(raw: bytes, position: int) -> tuple[object, int]:
    """One unsigned number, byte string, text or null of canonical CBOR, and where the next one starts."""
    if position >= len(raw):
        raise _Incomplete
    head = raw[position]
    position += 1
    if head == 0xF6:
        return None, position
    kind = head >> 5
    if kind not in {0, 2, 3}:
        raise _Malformed
    number, position = _number(raw, position, head & 0x1F)
    if kind == 0:
        return number, position
    end = position + number
    if end > len(raw):
        raise _Incomplete
    piece = raw[position:end]
    if kind == 2:
        return piece, end
    try:
        return piece.decode("utf-8"), end
    except UnicodeDecodeError:
        raise _Malformed from None


def _number(raw: bytes, position: int, short: int) -> tuple[int, int]:
    if short < 24:
        return short, position
    if short > 26:
        raise _Malformed
    width = 1 << short - 24
    if position + width > len(raw):
        raise _Incomplete
    number = int.from_bytes(raw[position : position + width], "big")
    if number < (24, 1 << 8, 1 << 16)[short - 24]:
        raise _Malformed
    return number, position + width


def _day_number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _day(value: object) -> date:
    if not isinstance(value, int):
        raise PayloadRefused("unreadable")
    try:
        return date(value // 10_000, value // 100 % 100, value % 100)
    except ValueError:
        raise PayloadRefused("unreadable") from None


def _letters(length: int) -> int:
    return len(PAYLOAD_MARK) + -(-length * 8 // 5)


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")


def _checksum(raw: bytes) -> bytes:
    return zlib.crc32(raw).to_bytes(CHECKSUM_LENGTH, "big")
