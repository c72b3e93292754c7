"""Trainings elsewhere of people who become anonymous. Registers, papers and their log are kept for good and not touched."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.journal import api as journal
from hocvien.records.models import ExternalTraining

_BATCH = 500
_DAYS = ("started_on", "finished_on", "issued_on", "valid_until")


@transaction.atomic
def forget_trainings(*, actor: User | None, person_ids: Sequence[int], now: datetime) -> int:
    """Keep of these people's trainings elsewhere which programme it was and the year; returns how many. Two queries for each 500 people."""
    done = 0
    for part in batched(person_ids, _BATCH):
        rows = list(ExternalTraining.objects.filter(person_id__in=part))
        for row in rows:
            row.title, row.organiser, row.paper_number = _("Học ở nơi khác"), "", ""
            for name in _DAYS:
                day = getattr(row, name)
                setattr(row, name, None if day is None else date(day.year, 1, 1))
        ExternalTraining.objects.bulk_update(rows, ["title", "organiser", "paper_number", *_DAYS], batch_size=_BATCH)
        done += len(rows)
    if done:
        journal.record(actor=actor, verb="records.forget_trainings", subject=None, after={"count": done}, at=now)
    return done
