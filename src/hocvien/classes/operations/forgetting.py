"""What classes still say in words about people who become anonymous. The rows stay: every figure is counted from them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.classes.models import Nomination, Participation, Result, RollMark, StepDecision
from hocvien.common.batched import batched
from hocvien.journal import api as journal

_BATCH = 500


@transaction.atomic
def forget_learners(*, actor: User | None, person_ids: Sequence[int], now: datetime) -> set[UUID]:
    """Empty remarks, reasons and judged values of these people's nominations, participations, rolls and results.

    Results as decided and the list of a recognition decision stay for good. Returns the uuids under which the journal tells of their
    nominations and participations. A few queries for each 500 people; one journal entry for all.
    """
    uuids: set[UUID] = set()
    for part in batched(person_ids, _BATCH):
        nominations = Nomination.objects.filter(person_id__in=part)
        participations = Participation.objects.filter(person_id__in=part)
        uuids |= set(nominations.values_list("uuid", flat=True)) | set(participations.values_list("uuid", flat=True))
        nominations.update(verdict_clauses={}, return_note="", over_seats_reason="", exception_reason="")
        StepDecision.objects.filter(nomination__person_id__in=part).exclude(note="").update(note="")
        participations.update(status_reason="", group=None)
        RollMark.objects.filter(participation__person_id__in=part).exclude(note="").update(note="")
        Result.objects.filter(participation__person_id__in=part).exclude(note="").update(note="")
    if uuids:
        journal.record(actor=actor, verb="classes.forget_learners", subject=None, after={"count": len(uuids)}, at=now)
    return uuids
