"""What is attested or decided about one person: recorded, taken back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.intervals import OPEN_END
from hocvien.common.text import clean_name
from hocvien.eligibility.clauses import KINDS, ApprovedException
from hocvien.eligibility.errors import (
    DecisionInFuture,
    EndsBeforeStart,
    ExceptionOfNothing,
    GrantedNotFound,
)
from hocvien.eligibility.models import Attestation, GrantedException
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people

_P = access.Permission


@transaction.atomic
def record_attestation(
    *,
    actor: User | None,
    person: people.Person,
    unit: org.Unit,
    subject: str,
    holds: bool,
    attested_on: date,
    today: date,
    valid_to: date | None = None,
) -> Attestation:
    """The sender's word about a person; the newest that stands counts. `list.propose` at the unit.

    Raises NotAllowed, EndsBeforeStart, people.FactRepeated, ValidationError.
    """
    access.require(actor, _P.LIST_PROPOSE, unit, today)
    row = Attestation(
        person=person,
        unit=unit,
        subject=subject,
        holds=holds,
        attested_on=attested_on,
        valid_to=_end(attested_on, valid_to),
    )
    _save_once(row)
    _record(actor, "eligibility.record_attestation", person, unit.code, after=_told(row))
    return row


@transaction.atomic
def remove_attestation(*, actor: User | None, person: people.Person, uuid: UUID, today: date) -> None:
    """Take away what was recorded wrongly; the journal keeps it. `list.propose` at its unit. Raises GrantedNotFound, NotAllowed."""
    row = Attestation.objects.select_related("unit").filter(person=person, uuid=uuid).first()
    if row is None:
        raise GrantedNotFound
    access.require(actor, _P.LIST_PROPOSE, row.unit, today)
    told = _told(row)
    row.delete()
    _record(actor, "eligibility.remove_attestation", person, row.unit.code, before=told)


@transaction.atomic
def record_exception(
    *,
    actor: User | None,
    person: people.Person,
    programme: catalogue.Programme,
    number: str,
    decided_on: date,
    authority: str,
    today: date,
    clause_kind: str = "",
    valid_to: date | None = None,
) -> GrantedException:
    """A special case by a decision of the competent authority, until it expires. `list.approve` where the person belongs.

    It lifts only clauses that a rule of its day lets be lifted.
    Raises NotAllowed, DecisionInFuture, ExceptionOfNothing, EndsBeforeStart, people.FactRepeated, ValidationError.
    """
    _require_approver(actor, person, today)
    require_decided(decided_on, today)
    if clause_kind and (clause_kind not in KINDS or clause_kind == ApprovedException.kind):
        raise ExceptionOfNothing(clause_kind)
    row = GrantedException(
        person=person,
        programme=programme,
        clause_kind=clause_kind,
        number=clean_name(number),
        decided_on=decided_on,
        authority=clean_name(authority),
        valid_to=_end(decided_on, valid_to),
    )
    _save_once(row)
    _record(actor, "eligibility.record_exception", person, "", after=_told(row) | {"programme": programme.code})
    return row


@transaction.atomic
def remove_exception(*, actor: User | None, person: people.Person, uuid: UUID, today: date) -> None:
    """Take away what was recorded wrongly; the journal keeps it. As `record_exception`, and GrantedNotFound."""
    _require_approver(actor, person, today)
    row = GrantedException.objects.select_related("programme").filter(person=person, uuid=uuid).first()
    if row is None:
        raise GrantedNotFound
    told = _told(row) | {"programme": row.programme.code}
    row.delete()
    _record(actor, "eligibility.remove_exception", person, "", before=told)


def require_decided(decided_on: date, today: date) -> None:
    """Raise DecisionInFuture for the day of a decision that nobody can have signed yet."""
    if decided_on > today:
        raise DecisionInFuture(decided_on)


def _require_approver(actor: User | None, person: people.Person, today: date) -> None:
    if not access.can_for_person(actor, _P.LIST_APPROVE, person, today):
        main = people.main_unit_ids([person.pk], today)
        name = org.label_as_of(main[person.pk], today).name if main else person.full_name
        raise access.NotAllowed(_P.LIST_APPROVE, name)


def _end(start: date, end: date | None) -> date:
    if end is not None and end <= start:
        raise EndsBeforeStart(start, end)
    return end or OPEN_END


def _save_once(row: Attestation | GrantedException) -> None:
    """Save what is not there yet, word for word; the person's lock keeps a form sent twice from being written twice."""
    row.full_clean()
    people.lock_person(row.person)
    if type(row)._default_manager.filter(person=row.person, **_columns(row)).exists():
        raise people.FactRepeated(row.person.full_name)
    row.save()


def _columns(row: Any) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in {"id", "uuid", "person_id"}}


def _told(row: Any) -> dict[str, Any]:
    values = {name: value for name, value in _columns(row).items() if name != "programme_id"}
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def _record(
    actor: User | None,
    verb: str,
    person: people.Person,
    unit_code: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    code = unit_code or people.unit_codes_of([person.pk]).get(person.pk, "")
    journal.record(actor=actor, verb=verb, subject=person, unit_code=code, before=before or {}, after=after or {})
