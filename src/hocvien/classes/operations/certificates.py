"""From recognised results to papers: who passed and holds none, entered in the register of the certifying unit."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.classes.arithmetic import birth_text
from hocvien.classes.errors import IssueDateWrong, NoPaperRule, NothingToIssue, NotRecognised
from hocvien.classes.models import Result, TrainingClass
from hocvien.classes.operations.locking import day_of, lock_class
from hocvien.classes.queries.results import recognition_in_force, waiting_for_paper
from hocvien.classes.rules import require_for_class
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.records import api as records


@transaction.atomic
def issue_certificates(
    *,
    actor: User | None,
    training_class: TrainingClass,
    issued_on: date,
    signer_name: str,
    signer_title: str = "",
    first_blank: str = "",
    now: datetime,
) -> list[records.Certificate]:
    """Issue a paper to everybody who passed and holds none, in name order, by the programme's paper rule of the day of issue.

    certificate.issue at the certifying unit. With `first_blank` the printed blanks are counted up from it. Raises NotAllowed, NotRecognised,
    IssueDateWrong, NoPaperRule, NothingToIssue, and the refusals of `records`. About 35 queries however many papers.
    """
    today = day_of(now)
    require_for_class(actor, access.Permission.CERTIFICATE_ISSUE, training_class, today)
    row = lock_class(training_class)
    decision = recognition_in_force(row)
    if decision is None:
        raise NotRecognised(row.name)
    if not decision.decided_on <= issued_on <= today:
        raise IssueDateWrong(issued_on, decision.decided_on, today)
    rule = catalogue.paper_as_of(row.programme_id, issued_on)
    if rule is None:
        raise NoPaperRule(row.programme.name, issued_on)
    results = list(
        waiting_for_paper(row).select_related("participation__person").order_by("participation__person__name_key", "pk")
    )
    if not results:
        raise NothingToIssue(row.name)
    certificates = records.issue_certificates(
        actor=actor,
        authority=row.certified_by,
        register_code=rule.register_code,
        issued_on=issued_on,
        form=_form(row, rule, issued_on, signer_name, signer_title),
        items=_items(row, results),
        at=now,
    )
    by_source = {certificate.source_uuid: certificate for certificate in certificates}
    _link(results, by_source)
    if first_blank.strip():
        records.record_blank_numbers(actor=actor, certificates=certificates, first_blank=first_blank.strip(), at=now)
    journal.record(
        actor=actor,
        verb="classes.issue_certificates",
        subject=row,
        unit_code=row.certified_by.code,
        after={
            "issued_on": issued_on,
            "count": len(certificates),
            "first": certificates[0].number_text,
            "last": certificates[-1].number_text,
            "recognition": decision.number,
        },
        at=now,
    )
    return certificates


def _form(
    row: TrainingClass, rule: catalogue.PaperRule, issued_on: date, signer_name: str, signer_title: str
) -> records.PaperForm:
    return records.PaperForm(
        programme_id=row.programme_id,
        programme_code=row.programme.code,
        kind=rule.kind,
        form_code=rule.form_code,
        title=rule.title,
        programme_title=row.programme.name,
        signer_name=clean_name(signer_name),
        signer_title=clean_name(signer_title) or rule.signer_title,
        authority_name=org.label_as_of(row.certified_by_id, issued_on).name,
        qr_place=rule.qr_place,
        valid_months=rule.valid_months,
    )


def _items(row: TrainingClass, results: list[Result]) -> list[records.IssueItem]:
    labels = org.labels_as_of((r.participation.sending_unit_id for r in results), row.opens_on)
    return [
        records.IssueItem(
            key=r.participation.uuid,
            person_id=r.participation.person_id,
            full_name=r.participation.person.full_name,
            birth_text=birth_text(r.participation.person.birth),
            birth_on=r.participation.person.birth_on,
            sex=r.participation.person.sex,
            place_text=labels[r.participation.sending_unit_id].name,
            class_name=row.name,
            class_code=row.code,
            band_code=r.decided_band_code,
            band_name=r.decided_band_name,
        )
        for r in results
    ]


def _link(results: list[Result], by_source: dict[UUID, records.Certificate]) -> None:
    """Point each result at its paper, in one statement."""
    for result in results:
        result.certificate = by_source[result.participation.uuid]
    Result.objects.bulk_update(results, ["certificate"])
