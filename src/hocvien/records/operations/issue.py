"""Issuing: numbers without gaps, signed payloads, log entries and journal, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hocvien.accounts.api import User
from hocvien.common import clock
from hocvien.common.batched import batched
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org.api import Unit
from hocvien.records.arithmetic import number_text, printed_digest, valid_until, write_payload
from hocvien.records.constants import CORRECTABLE
from hocvien.records.data import IssueItem, PaperFacts, PaperForm
from hocvien.records.errors import (
    AlreadyIssued,
    DayBeforeIssue,
    ListedTwice,
    NotCorrectable,
    NothingToIssue,
    NotStanding,
    ReasonMissing,
)
from hocvien.records.models import Certificate, CertificateStatus, LogKind, Register
from hocvien.records.operations.keys import signing_key
from hocvien.records.operations.log import Happening, append_to_log, lock_head
from hocvien.records.queries.log import printed_values

_BATCH = 500


@transaction.atomic
def issue_certificates(
    *,
    actor: User | None,
    authority: Unit,
    register_code: str,
    issued_on: date,
    form: PaperForm,
    items: Sequence[IssueItem],
    at: datetime | None = None,
) -> list[Certificate]:
    """Issue one paper to each of a list, numbered in the order of the list in the register of the year of issue.

    All or none. About 15 queries and a few more per 500 papers; a thousand take a second or two. The numbers are taken
    under the register row's lock, so they run on without a gap whoever issues at the same time.
    Raises NothingToIssue, ListedTwice, AlreadyIssued (an item's key has a standing paper).
    """
    if not items:
        raise NothingToIssue
    seen = set()
    for item in items:
        if item.key in seen:
            raise ListedTwice(item.full_name)
        seen.add(item.key)
    moment = at or clock.now()
    register = _lock_register(authority, register_code, issued_on.year)
    head = lock_head()
    _refuse_issued(items)
    key = signing_key(actor=actor, authority=authority, authority_name=form.authority_name, on=issued_on, at=moment)
    until = valid_until(issued_on, form.valid_months)
    numbers = _take_numbers(register, len(items))
    certificates = [
        Certificate(
            register=register,
            authority=authority,
            number=number,
            number_text=number_text(number, register.year, register.code),
            programme_id=form.programme_id,
            person_id=item.person_id,
            source_uuid=item.key,
            kind=form.kind,
            form_code=form.form_code,
            title=form.title,
            programme_title=form.programme_title,
            full_name=clean_name(item.full_name),
            birth_text=item.birth_text,
            birth_on=item.birth_on,
            sex=item.sex,
            place_text=item.place_text,
            class_name=item.class_name,
            class_code=item.class_code,
            band_code=item.band_code,
            band_name=item.band_name,
            issued_on=issued_on,
            first_issued_on=issued_on,
            valid_until=until,
            signer_name=form.signer_name,
            signer_title=form.signer_title,
            authority_name=form.authority_name,
            qr_place=form.qr_place,
            note=item.note,
            created_at=moment,
        )
        for number, item in zip(numbers, items, strict=True)
    ]
    for certificate in certificates:
        _seal(certificate, key, programme_code=form.programme_code, authority_code=authority.code)
    Certificate.objects.bulk_create(certificates, batch_size=_BATCH)
    append_to_log(
        head, [_happening(LogKind.ISSUE, certificate, authority.code) for certificate in certificates], at=moment
    )
    journal.record_many(
        journal.Change(
            actor=actor,
            verb="records.issue_certificate",
            subject=certificate,
            unit_code=authority.code,
            after=_entered(certificate),
            at=moment,
        )
        for certificate in certificates
    )
    return certificates


@transaction.atomic
def reissue_certificate(
    *,
    actor: User | None,
    certificate: Certificate,
    issued_on: date,
    reason: str,
    at_fault: bool,
    corrections: Mapping[str, Any] | None = None,
    signer_name: str | None = None,
    signer_title: str | None = None,
    at: datetime | None = None,
) -> Certificate:
    """Issue a new number "cấp lại, thay số …" in place of a standing paper; the old number is closed, never freed.

    `at_fault`: the issuer erred (free of charge), else the holder applied (HD 154-HD/BTGTW 09/10/2020). `corrections`
    may set right what was printed of the person and the result. The last day of validity stays. About 15 queries.
    Raises NotStanding, ReasonMissing, NotCorrectable, DayBeforeIssue.
    """
    corrections = dict(corrections or {})
    if not reason.strip():
        raise ReasonMissing
    if wrong := set(corrections) - set(CORRECTABLE):
        raise NotCorrectable(wrong)
    moment = at or clock.now()
    authority = certificate.authority
    register = _lock_register(authority, certificate.register.code, issued_on.year)
    head = lock_head()
    old = Certificate.objects.select_for_update(of=("self",)).select_related("programme").get(pk=certificate.pk)
    if old.status != CertificateStatus.VALID:
        raise NotStanding(old.number_text, old.get_status_display())
    if issued_on < old.issued_on:
        raise DayBeforeIssue(old.number_text, old.issued_on, issued_on)
    key = signing_key(actor=actor, authority=authority, authority_name=old.authority_name, on=issued_on, at=moment)
    number = _take_numbers(register, 1)[0]
    copied = {
        field.attname: getattr(old, field.attname)
        for field in Certificate._meta.concrete_fields
        if field.name in _COPIED
    }
    new = Certificate(
        **copied | corrections,
        register=register,
        number=number,
        number_text=number_text(number, register.year, register.code),
        issued_on=issued_on,
        replaces=old,
        reissue_reason=reason.strip(),
        reissue_at_fault=at_fault,
        note=_("Cấp lại, thay số {number}").format(number=old.number_text),
        created_at=moment,
    )
    new.full_name = clean_name(new.full_name)
    new.signer_name = old.signer_name if signer_name is None else signer_name
    new.signer_title = old.signer_title if signer_title is None else signer_title
    if new.valid_until is not None and new.valid_until < issued_on:
        new.valid_until = issued_on
    _seal(new, key, programme_code=old.programme.code, authority_code=authority.code)
    old.status, old.replaced_on = CertificateStatus.REPLACED, issued_on
    old.save(update_fields=["status", "replaced_on"])
    new.full_clean()
    new.save()
    append_to_log(head, [_happening(LogKind.REISSUE, new, authority.code, replaces=old)], at=moment)
    journal.record(
        actor=actor,
        verb="records.reissue_certificate",
        subject=new,
        unit_code=authority.code,
        before=_entered(old),
        after=_entered(new) | {"reason": new.reissue_reason, "at_fault": at_fault},
        at=moment,
    )
    return new


_COPIED = frozenset(
    {
        "authority",
        "programme",
        "person",
        "source_uuid",
        "kind",
        "form_code",
        "title",
        "programme_title",
        "full_name",
        "birth_text",
        "birth_on",
        "sex",
        "place_text",
        "class_name",
        "class_code",
        "band_code",
        "band_name",
        "first_issued_on",
        "valid_until",
        "authority_name",
        "qr_place",
    }
)


def _lock_register(authority: Unit, code: str, year: int) -> Register:
    found = Register.objects.select_for_update().filter(authority=authority, code=code, year=year).first()
    if found is not None:
        return found
    register = Register(authority=authority, code=code, year=year)
    register.clean_fields()
    Register.objects.bulk_create([register], ignore_conflicts=True)
    return Register.objects.select_for_update().get(authority=authority, code=code, year=year)


def _take_numbers(register: Register, count: int) -> range:
    """The next `count` numbers of a locked register. They are given back if the transaction fails: hence no gaps."""
    numbers = range(register.next_number, register.next_number + count)
    Register.objects.filter(pk=register.pk).update(next_number=F("next_number") + count)
    register.next_number += count
    return numbers


def _refuse_issued(items: Sequence[IssueItem]) -> None:
    keys = [item.key for item in items]
    standing: list[tuple[str, str]] = []
    for part in batched(keys, _BATCH):
        standing += Certificate.objects.filter(source_uuid__in=part, status=CertificateStatus.VALID).values_list(
            "full_name", "number_text"
        )
    if standing:
        raise AlreadyIssued(standing)


def _seal(certificate: Certificate, key: Ed25519PrivateKey, *, programme_code: str, authority_code: str) -> None:
    certificate.payload = write_payload(
        PaperFacts(
            number_text=certificate.number_text,
            full_name=certificate.full_name,
            birth_text=certificate.birth_text,
            programme_code=programme_code,
            programme_title=certificate.programme_title,
            band_code=certificate.band_code,
            issued_on=certificate.issued_on,
            valid_until=certificate.valid_until,
            authority_code=authority_code,
            authority_name=certificate.authority_name,
            form_code=certificate.form_code,
        ),
        key,
    )
    certificate.clean_fields(exclude=["register", "authority", "programme", "person", "replaces"])


def _happening(
    kind: str, certificate: Certificate, authority_code: str, *, replaces: Certificate | None = None
) -> Happening:
    return Happening(
        kind=kind,
        on=certificate.issued_on,
        authority_code=authority_code,
        number_text=certificate.number_text,
        certificate=certificate,
        digest=printed_digest(printed_values(certificate)),
        replaces_uuid=replaces.uuid if replaces else None,
    )


def _entered(certificate: Certificate) -> dict[str, Any]:
    return {
        "number": certificate.number_text,
        "full_name": certificate.full_name,
        "title": certificate.title,
        "band": certificate.band_name,
        "issued_on": certificate.issued_on,
        "valid_until": certificate.valid_until,
    }
