"""What happens to a paper after it was issued: blank numbers, spoiled blanks, withdrawal, receipt."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common import clock
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org.api import Unit
from hocvien.records.arithmetic import blank_numbers_from
from hocvien.records.data import BlankNumber
from hocvien.records.errors import (
    BlankAlreadyRecorded,
    BlankAlreadySpoiled,
    BlankAlreadyUsed,
    BlankNumberUnreadable,
    BlanksOfOneForm,
    DayBeforeIssue,
    NothingToIssue,
    NotStanding,
    ReasonMissing,
)
from hocvien.records.models import Certificate, CertificateStatus, LogKind, SpoiledBlank
from hocvien.records.operations.log import Happening, append_to_log, lock_head


@transaction.atomic
def record_blank_numbers(
    *,
    actor: User | None,
    certificates: Sequence[Certificate],
    first_blank: str,
    at: datetime | None = None,
) -> list[BlankNumber]:
    """Give printed blank numbers to papers in this order, counting up from the first and passing over spoiled blanks.

    Returns what was given and what was passed over. Five queries and the journal.
    Raises BlankNumberUnreadable, BlanksOfOneForm, BlankAlreadyRecorded, BlankAlreadyUsed, NothingToIssue.
    """
    if not certificates:
        raise NothingToIssue
    if len({(row.authority_id, row.form_code) for row in certificates}) > 1:
        raise BlanksOfOneForm
    authority, form_code = certificates[0].authority, certificates[0].form_code
    locked = {
        row.pk: row for row in Certificate.objects.select_for_update().filter(pk__in=[row.pk for row in certificates])
    }
    for row in locked.values():
        if row.blank_number:
            raise BlankAlreadyRecorded(row.number_text, row.blank_number)
    spoiled = set(
        SpoiledBlank.objects.filter(authority=authority, form_code=form_code).values_list("blank_number", flat=True)
    )
    given = _count_up(certificates, first_blank, spoiled)
    wanted = [blank.blank_number for blank in given if not blank.spoiled]
    used = (
        Certificate.objects.filter(authority=authority, form_code=form_code, blank_number__in=wanted)
        .order_by("blank_number")
        .first()
    )
    if used is not None:
        raise BlankAlreadyUsed(used.blank_number, used.number_text)
    for certificate, blank in zip(certificates, wanted, strict=True):
        locked[certificate.pk].blank_number = certificate.blank_number = blank
    for row in locked.values():
        row.clean_fields(exclude=["register", "authority", "programme", "person", "replaces"])
    Certificate.objects.bulk_update(locked.values(), ["blank_number"], batch_size=200)
    journal.record_many(
        journal.Change(
            actor=actor,
            verb="records.record_blank_number",
            subject=certificate,
            unit_code=authority.code,
            after={"number": certificate.number_text, "blank_number": certificate.blank_number},
            at=at,
        )
        for certificate in certificates
    )
    return given


def _count_up(certificates: Sequence[Certificate], first_blank: str, spoiled: set[str]) -> list[BlankNumber]:
    read = blank_numbers_from(first_blank)
    if read is None:
        raise BlankNumberUnreadable(first_blank)
    prefix, number, width, suffix = read
    given: list[BlankNumber] = []
    for certificate in certificates:
        while (blank := f"{prefix}{number:0{width}d}{suffix}") in spoiled:
            given.append(BlankNumber(blank_number=blank, certificate_uuid=None, spoiled=True))
            number += 1
        number += 1
        given.append(BlankNumber(blank_number=blank, certificate_uuid=certificate.uuid))
    return given


@transaction.atomic
def spoil_blank(
    *,
    actor: User | None,
    authority: Unit,
    form_code: str,
    blank_number: str,
    spoiled_on: date,
    reason: str,
    record_number: str = "",
    at: datetime | None = None,
) -> SpoiledBlank:
    """List a printed blank as spoiled. If a paper bore it, that paper waits for a new blank; its number stays.

    About ten queries. Raises ReasonMissing, BlankAlreadySpoiled.
    """
    blank_number = blank_number.strip()
    if not reason.strip():
        raise ReasonMissing
    if blank_numbers_from(blank_number) is None:
        raise BlankNumberUnreadable(blank_number)
    moment = at or clock.now()
    head = lock_head()
    if SpoiledBlank.objects.filter(authority=authority, form_code=form_code, blank_number=blank_number).exists():
        raise BlankAlreadySpoiled(blank_number)
    bearer = (
        Certificate.objects.select_for_update()
        .filter(authority=authority, form_code=form_code, blank_number=blank_number)
        .first()
    )
    spoiled = SpoiledBlank(
        authority=authority,
        form_code=form_code,
        blank_number=blank_number,
        spoiled_on=spoiled_on,
        reason=reason.strip(),
        record_number=record_number.strip(),
        certificate=bearer,
        created_at=moment,
    )
    spoiled.full_clean()
    spoiled.save()
    if bearer is not None:
        bearer.blank_number = ""
        bearer.save(update_fields=["blank_number"])
    append_to_log(
        head,
        [
            Happening(
                kind=LogKind.BLANK_SPOILED,
                on=spoiled_on,
                authority_code=authority.code,
                number_text=f"{form_code} {blank_number}".strip(),
                certificate=bearer,
            )
        ],
        at=moment,
    )
    journal.record(
        actor=actor,
        verb="records.spoil_blank",
        subject=spoiled,
        unit_code=authority.code,
        before={"number": bearer.number_text} if bearer else {},
        after={"blank_number": blank_number, "reason": spoiled.reason, "record_number": spoiled.record_number},
        at=moment,
    )
    return spoiled


@transaction.atomic
def withdraw_certificate(
    *,
    actor: User | None,
    certificate: Certificate,
    withdrawn_on: date,
    reason: str,
    decision_number: str,
    decision_on: date | None = None,
    at: datetime | None = None,
) -> Certificate:
    """Withdraw a standing paper by a decision; number and entry stay in the register. About ten queries.

    Raises NotStanding, ReasonMissing, DayBeforeIssue.
    """
    if not reason.strip() or not decision_number.strip():
        raise ReasonMissing
    moment = at or clock.now()
    head = lock_head()
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.status != CertificateStatus.VALID:
        raise NotStanding(row.number_text, row.get_status_display())
    if withdrawn_on < row.issued_on:
        raise DayBeforeIssue(row.number_text, row.issued_on, withdrawn_on)
    row.status = CertificateStatus.WITHDRAWN
    row.withdrawn_on = withdrawn_on
    row.withdrawn_reason = reason.strip()
    row.withdrawn_decision = decision_number.strip()
    row.withdrawn_decision_on = decision_on or withdrawn_on
    row.full_clean()
    row.save(
        update_fields=["status", "withdrawn_on", "withdrawn_reason", "withdrawn_decision", "withdrawn_decision_on"]
    )
    authority_code = certificate.authority.code
    append_to_log(
        head,
        [
            Happening(
                kind=LogKind.WITHDRAW,
                on=withdrawn_on,
                authority_code=authority_code,
                number_text=row.number_text,
                certificate=row,
            )
        ],
        at=moment,
    )
    journal.record(
        actor=actor,
        verb="records.withdraw_certificate",
        subject=row,
        unit_code=authority_code,
        before={"number": row.number_text, "status": CertificateStatus.VALID.value},
        after={
            "status": row.status,
            "withdrawn_on": withdrawn_on,
            "reason": row.withdrawn_reason,
            "decision": row.withdrawn_decision,
            "decision_on": row.withdrawn_decision_on,
        },
        at=moment,
    )
    return row


@transaction.atomic
def record_receipt(
    *,
    actor: User | None,
    certificates: Sequence[Certificate],
    received_on: date,
    received_by: str = "",
    at: datetime | None = None,
) -> list[Certificate]:
    """Record who signed for papers and when; without a name each holder received their own. Three queries and the journal.

    Raises NotStanding, DayBeforeIssue. A receipt recorded before is overwritten; the journal keeps both.
    """
    rows = list(
        Certificate.objects.select_for_update()
        .filter(pk__in=[row.pk for row in certificates])
        .order_by("register_id", "number")
    )
    before = {row.pk: {"received_by": row.received_by, "received_on": row.received_on} for row in rows}
    for row in rows:
        if row.status != CertificateStatus.VALID:
            raise NotStanding(row.number_text, row.get_status_display())
        if received_on < row.issued_on:
            raise DayBeforeIssue(row.number_text, row.issued_on, received_on)
        row.received_by = clean_name(received_by) or row.full_name
        row.received_on = received_on
    Certificate.objects.bulk_update(rows, ["received_by", "received_on"], batch_size=200)
    codes = {row.pk: row.authority.code for row in certificates}
    journal.record_many(
        journal.Change(
            actor=actor,
            verb="records.record_receipt",
            subject=row,
            unit_code=codes[row.pk],
            before=before[row.pk],
            after={"number": row.number_text, "received_by": row.received_by, "received_on": received_on},
            at=at,
        )
        for row in rows
    )
    return rows
