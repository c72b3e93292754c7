"""What is still said in words about people who become anonymous. The rows stay: every figure is counted from them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.journal import api as journal
from hocvien.sending.models import Diploma, ProgressEvent, Sending, Transcript

_BATCH = 500


@transaction.atomic
def forget_sent(*, actor: User | None, person_ids: Sequence[int], now: datetime) -> set[UUID]:
    """Empty judged values, reasons and words of these people's sendings, the numbers of their papers; transcripts go.

    A decision keeps its list as it stood. Returns the uuids under which the journal tells of them. A few queries for each 500 people; one
    journal entry for all.
    """
    uuids: set[UUID] = set()
    for part in batched(person_ids, _BATCH):
        rows = Sending.objects.filter(person_id__in=part)
        uuids |= set(rows.values_list("uuid", flat=True))
        rows.update(verdict_clauses={}, return_note="", exception_reason="", annulled_reason="")
        ProgressEvent.objects.filter(sending__person_id__in=part).update(words="", paper_number="")
        Diploma.objects.filter(sending__person_id__in=part).update(number="", band="")
        Transcript.objects.filter(sending__person_id__in=part).delete()
    if uuids:
        journal.record(actor=actor, verb="sending.forget_sent", subject=None, after={"count": len(uuids)}, at=now)
    return uuids
