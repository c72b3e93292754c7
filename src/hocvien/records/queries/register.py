"""Reads of registers and certificates. Every function is one query unless it says otherwise."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.records.data import RegisterGap
from hocvien.records.errors import CertificateNotFound, SeveralRegisters
from hocvien.records.models import Certificate, CertificateStatus, Register, SpoiledBlank


def certificates() -> QuerySet[Certificate]:
    """All certificates with register, authority, programme and person at hand, in register order."""
    return Certificate.objects.select_related("register", "authority", "programme", "person").order_by(
        "register__year", "register__code", "register__authority_id", "number"
    )


def list_registers(*, authority_id: int | None = None, year: int | None = None) -> QuerySet[Register]:
    """Registers, newest year first, each with `issued` = how many numbers were given out."""
    rows = Register.objects.select_related("authority").annotate(issued=Count("certificates"))
    if authority_id is not None:
        rows = rows.filter(authority_id=authority_id)
    if year is not None:
        rows = rows.filter(year=year)
    return rows.order_by("-year", "code", "authority_id")


def list_register(*, authority_id: int, year: int, code: str) -> QuerySet[Certificate]:
    """One book, page by page: every number in order, whatever became of the paper."""
    return certificates().filter(register__authority_id=authority_id, register__year=year, register__code=code)


def certificates_visible_to(
    actor: User | None, on: date, permission: str = access.Permission.CERTIFICATE_VIEW
) -> QuerySet[Certificate]:
    """Certificates issued by units where the actor holds the permission that day."""
    rows = certificates()
    if actor is None:
        return rows
    return rows.filter(authority_id__in=access.unit_ids_for(actor, permission, on))


def get_certificate_for(
    actor: User | None, uuid: UUID, permission: str = access.Permission.CERTIFICATE_VIEW, *, on: date
) -> Certificate:
    """The certificate, if its authority is within the actor's permission that day; else CertificateNotFound (a 404)."""
    certificate = certificates_visible_to(actor, on, permission).filter(uuid=uuid).first()
    if certificate is None:
        raise CertificateNotFound
    return certificate


def find_by_number(number_text: str, *, authority_id: int | None = None) -> Certificate | None:
    """The certificate with this register number, or None. Several authorities may use one number: SeveralRegisters."""
    rows = certificates().filter(number_text=number_text.strip())
    if authority_id is not None:
        rows = rows.filter(authority_id=authority_id)
    found = list(rows[:6])
    if len(found) > 1:
        raise SeveralRegisters(number_text, [row.authority_name for row in found])
    return found[0] if found else None


def find_by_source(source_uuid: UUID) -> Certificate | None:
    """The paper that stands for this reason (a participation's uuid), or None."""
    return certificates().filter(source_uuid=source_uuid, status=CertificateStatus.VALID).first()


def transcript(person_id: int) -> QuerySet[Certificate]:
    """Everything ever issued to a person, oldest first, withdrawn and replaced ones included."""
    return (
        Certificate.objects.filter(person_id=person_id)
        .select_related("register", "authority", "programme", "replaced_by")
        .order_by("first_issued_on", "issued_on", "pk")
    )


def transcript_seen_by(actor: User | None, person_id: int, on: date) -> QuerySet[Certificate]:
    """The same, each saying whether the actor may open it (`is_visible`)."""
    seen = certificates_visible_to(actor, on).filter(pk=OuterRef("pk"))
    return transcript(person_id).annotate(is_visible=Exists(seen))


def certificates_valid_on(programme_codes: Iterable[str], on: date) -> QuerySet[Certificate]:
    """Certificates of these programmes that stood on that day; SQL-ready, to be narrowed by `person` or `OuterRef`.

    Standing: issued by then, not past its last day, not yet withdrawn or replaced. `first_issued_on` is the day the
    proof was earned, whatever re-issue it is. Indexed by (person, programme, issued_on).
    """
    return Certificate.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        Q(status=CertificateStatus.VALID) | Q(withdrawn_on__gt=on) | Q(replaced_on__gt=on),
        programme__code__in=list(programme_codes),
        issued_on__lte=on,
    )


def certificates_issued_by(programme_codes: Iterable[str], on: date) -> QuerySet[Certificate]:
    """As `certificates_valid_on`, those past their last day included: what was earned, however long ago."""
    return Certificate.objects.filter(
        Q(status=CertificateStatus.VALID) | Q(withdrawn_on__gt=on) | Q(replaced_on__gt=on),
        programme__code__in=list(programme_codes),
        issued_on__lte=on,
    )


def person_ids_with_valid(programme_codes: Iterable[str], on: date) -> QuerySet[Certificate, int]:
    """Ids of people who held one of these that day, as a subquery for `pk__in`."""
    return certificates_valid_on(programme_codes, on).values_list("person_id", flat=True)


def list_spoiled_blanks(*, authority_id: int, year: int | None = None) -> QuerySet[SpoiledBlank]:
    """Spoiled blanks of one authority, for the record by which they are destroyed."""
    rows = SpoiledBlank.objects.filter(authority_id=authority_id).select_related("certificate")
    if year is not None:
        rows = rows.filter(spoiled_on__year=year)
    return rows.order_by("form_code", "blank_number")


def register_gaps() -> list[RegisterGap]:
    """Registers whose numbers do not run 1, 2, 3 … up to their counter: always empty, or the database was tampered with.

    One query over registers, one more for each faulty one.
    """
    rows = Register.objects.select_related("authority").annotate(
        issued=Count("certificates"), last_number=Max("certificates__number")
    )
    gaps = []
    for register in rows:
        last = register.last_number or 0
        if register.issued == last == register.next_number - 1:
            continue
        present = set(register.certificates.values_list("number", flat=True))
        gaps.append(
            RegisterGap(
                authority_code=register.authority.code,
                register_code=register.code,
                year=register.year,
                issued=register.issued,
                last_number=last,
                next_number=register.next_number,
                missing=tuple(number for number in range(1, register.next_number) if number not in present),
            )
        )
    return gaps
