"""Where keeping of rosters ends: by their term, and for single people who become anonymous. Told to `privacy` at start."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hocvien.exchange.models import RosterDecision, RosterEffect, RosterState, StoredRoster
from hocvien.exchange.operations.nomination_files import forget_nomination_files
from hocvien.people import api as people


def forget_rosters(*, before: datetime) -> int:
    """Remove rosters with their files, rows and effects: executed before that moment, or never executed and brought in before it;
    and nomination lists that came in before it.

    Returns how many. One under way is left alone. What was written into the records stays; it can no longer be taken back.
    """
    executed = Q(state=RosterState.EXECUTED, executed_at__lt=before)
    waiting = Q(state__in=(RosterState.READY, RosterState.READING), created_at__lt=before)
    with transaction.atomic():
        gone = StoredRoster.objects.filter(executed | waiting)
        number = gone.count()
        gone.delete()
        number += forget_nomination_files(before=before)
    return number


def forget_people_of_rosters(uuids: Sequence[UUID]) -> None:
    """Empty what imports still keep of these people's records; in the caller's transaction."""
    RosterEffect.objects.filter(person__in=uuids).update(full_name=people.ANONYMOUS, before={}, after={})
    RosterDecision.objects.filter(person__in=uuids).delete()
