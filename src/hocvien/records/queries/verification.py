"""Is this paper true: the signature by the public key, then what the register says of it."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hmac import compare_digest
from unicodedata import normalize

from django.db.models import Q

from hocvien.common.wording import say
from hocvien.records.arithmetic import (
    PayloadRefused,
    is_signed_by,
    read_key_file,
    read_payload,
    write_key_file,
)
from hocvien.records.constants import CHECK_CODE_LETTERS
from hocvien.records.data import ParsedPaper, PublicKey, Verification
from hocvien.records.errors import KeyFileUnreadable
from hocvien.records.models import Certificate, CertificateStatus, SigningKey
from hocvien.records.wording import ANSWERS, GENUINE

_LOOKALIKES = str.maketrans("018", "OIB")


def list_public_keys(*, authority_id: int | None = None) -> list[PublicKey]:
    """All keys ever used, or one authority's; one query."""
    rows = SigningKey.objects.select_related("authority").order_by("authority__code", "valid_from", "pk")
    if authority_id is not None:
        rows = rows.filter(authority_id=authority_id)
    return [_public(row) for row in rows]


def export_public_keys(*, authority_id: int | None = None) -> str:
    """The JSON file of public keys to hand to whoever verifies without this database; one query."""
    return write_key_file(list_public_keys(authority_id=authority_id))


def read_public_keys(text: str) -> tuple[PublicKey, ...]:
    """The keys of such a file, no database needed; raises KeyFileUnreadable."""
    try:
        return read_key_file(text)
    except json.JSONDecodeError:
        raise KeyFileUnreadable("JSON") from None
    except ValueError as error:
        raise KeyFileUnreadable(str(error)) from None


def verify_text(text: str, keys: Sequence[PublicKey] | None = None, *, on: date | None = None) -> Verification:
    """Verify what a QR says. With `keys` no database is touched; without, the register is asked too (three queries).

    `on` is the day for which the last day of validity is judged; without it a paper never counts as expired. Codes:
    `wording.ANSWERS`. Never raises for what the text holds.
    """
    try:
        paper = read_payload(text)
    except PayloadRefused as refused:
        return _answer(refused.code)
    key = _key(paper.key_id, keys)
    facts = paper.facts
    if key is None:
        return _answer("unknown_key", paper=paper, say_facts=False)
    if not is_signed_by(paper, key.public_key):
        return _answer("forged")
    if key.authority_code != facts.authority_code:
        return _answer("wrong_authority", paper=paper, say_facts=False)
    if facts.issued_on >= key.valid_to:
        return _answer("key_retired", paper=paper, key=key)
    with_register = keys is None
    if with_register and (answer := _register_answer(paper, key)) is not None:
        return answer
    expired = on is not None and facts.valid_until is not None and facts.valid_until < on
    return _answer("expired" if expired else "matches", paper=paper, key=key, with_register=with_register)


def check_code(payload: str) -> str:
    """Twelve letters printed beside the QR, for who can only type: the end of the signed text, unguessable without the paper."""
    letters = payload[-CHECK_CODE_LETTERS:]
    return " ".join(letters[start : start + 4] for start in range(0, CHECK_CODE_LETTERS, 4))


def verify_number(number_text: str, code: str, *, on: date | None = None) -> Verification:
    """Verify a paper by its register number and check code; at most four queries, and nothing is said of a number alone.

    Figures mistaken for letters are forgiven (0, 1, 8 do not occur). Codes: `wording.ANSWERS`.
    """
    typed = re.sub(r"[^A-Z2-7]", "", code.upper().translate(_LOOKALIKES))
    number = normalize("NFC", " ".join(number_text.split()))
    # SQLite folds the case of ASCII alone, and registers are named "NTVĐ"
    same = Q(number_text__iexact=number) | Q(number_text__iexact=number.upper())
    rows = Certificate.objects.filter(same).order_by("pk")
    for payload in rows.values_list("payload", flat=True):
        if compare_digest(check_code(payload).replace(" ", ""), typed):
            return verify_text(payload, on=on)
    return _answer("number_differs")


def _register_answer(paper: ParsedPaper, key: PublicKey) -> Verification | None:
    """What the register has against a well-signed paper, or None. The payloads are compared as bytes, not as letters."""
    certificate = (
        Certificate.objects.filter(number_text=paper.facts.number_text, authority__code=paper.facts.authority_code)
        .select_related("replaced_by")
        .first()
    )
    if certificate is None:
        return _answer("not_in_register", paper=paper, key=key, with_register=True)
    entered = read_payload(certificate.payload)
    if (entered.signed, entered.signature) != (paper.signed, paper.signature):
        return _answer("differs", paper=paper, key=key, with_register=True)
    if certificate.status == CertificateStatus.WITHDRAWN:
        return _answer("withdrawn", paper=paper, key=key, with_register=True, withdrawn_on=certificate.withdrawn_on)
    if certificate.status == CertificateStatus.REPLACED:
        number = certificate.replaced_by.number_text
        return _answer("replaced", paper=paper, key=key, with_register=True, replaced_by=number)
    return None


def _answer(
    code: str,
    *,
    paper: ParsedPaper | None = None,
    key: PublicKey | None = None,
    say_facts: bool = True,
    with_register: bool = False,
    replaced_by: str = "",
    withdrawn_on: date | None = None,
) -> Verification:
    data: dict[str, object] = {}
    facts = paper.facts if paper is not None else None
    if paper is not None and facts is not None:
        if key is not None and not facts.authority_name:
            facts = replace(facts, authority_name=key.authority_name)  # left out for room; the key vouches for it
        data = {
            "number": facts.number_text,
            "issued_on": facts.issued_on,
            "valid_until": facts.valid_until,
            "authority_code": facts.authority_code,
            "authority": key.authority_name if key else facts.authority_code,
            "key_id": paper.key_id,
            "replaced_by": replaced_by,
            "withdrawn_on": withdrawn_on,
        }
    return Verification(
        code=code,
        sentence=say(ANSWERS[code], **data),
        genuine=code in GENUINE,
        facts=facts if say_facts else None,
        key_id=paper.key_id if paper else "",
        authority_name=key.authority_name if key else "",
        with_register=with_register,
        replaced_by=replaced_by,
    )


def _key(key_id: str, keys: Sequence[PublicKey] | None) -> PublicKey | None:
    if keys is not None:
        return next((key for key in keys if key.key_id == key_id), None)
    row = SigningKey.objects.select_related("authority").filter(key_id=key_id).first()
    return _public(row) if row else None


def _public(row: SigningKey) -> PublicKey:
    return PublicKey(
        key_id=row.key_id,
        public_key=bytes(row.public_key),
        authority_code=row.authority.code,
        authority_name=row.authority_name,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
