"""A reorganisation undone: every row as it stood before, while nothing was built on what it made."""

from datetime import date, datetime

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.org.errors import ReorganisationBuiltOn, ReorganisationChangedSince
from hocvien.org.models import Placement, Reorganisation, ReorganisationStatus, Unit
from hocvien.org.operations.dated_rows import BATCH, DATED, differing, row_of, rows_of
from hocvien.org.operations.followers import followers
from hocvien.org.operations.lines import refile_lines
from hocvien.org.operations.placing import lock_tree
from hocvien.org.operations.reorganising import journal_reorganisation, locked


@transaction.atomic
def undo_reorganisation(*, actor: User | None, reorganisation: Reorganisation, now: datetime) -> Reorganisation:
    """Put everything back as it stood. Raises ReorganisationNotOpen, ReorganisationChangedSince, ReorganisationBuiltOn."""
    return _undo(reorganisation, actor=actor, now=now)


@transaction.atomic
def try_undoing(*, reorganisation: Reorganisation, now: datetime) -> None:
    """Undo it and take that back: raises what undoing would raise."""
    _undo(reorganisation, actor=None, now=now)
    transaction.set_rollback(True)


def _undo(reorganisation: Reorganisation, *, actor: User | None, now: datetime) -> Reorganisation:
    lock_tree()
    found = locked(reorganisation, ReorganisationStatus.EXECUTED)
    kept = found.kept
    founded, touched = list(kept["founded"]), list(kept["touched"])
    changed = differing(kept["after"], rows_of(touched, found.on))
    if changed:
        codes = Unit.objects.filter(pk__in=changed[:BATCH]).order_by("code").values_list("code", flat=True)
        raise ReorganisationChangedSince(", ".join(codes[:5]), len(changed))
    below_new = Placement.objects.filter(parent_id__in=founded).exclude(unit_id__in=touched).count()
    built = [(one.label, one.built_on(founded)) for one in followers()] if founded else []
    things = [(label, count) for label, count in built if count]
    for one in followers():
        if one.give_back is not None:
            one.give_back(str(found.uuid))
    still = [(one.label, one.built_on(founded)) for one in followers()] if founded and things else []
    if below_new or any(count for _label, count in still):
        raise ReorganisationBuiltOn(below_new, [(label, count) for label, count in still if count])
    found.successions.all().delete()
    for model in DATED:
        rows = model._default_manager
        for ids in batched(touched, BATCH):
            rows.filter(unit_id__in=ids, valid_to__gte=found.on).filter(
                pk__in=[row["id"] for row in kept["before"][model._meta.label] if row["unit_id"] in set(ids)]
            ).delete()
            rows.filter(unit_id__in=ids, valid_from__gte=found.on).delete()
        rows.bulk_create([row_of(model, values) for values in kept["before"][model._meta.label]], batch_size=BATCH)
    for pk, valid_to in kept["ends"].items():
        Unit.objects.filter(pk=int(pk)).update(valid_to=date.fromisoformat(valid_to))
    standing = set(touched) - set(founded)
    refile_lines(standing)
    for ids in batched(founded, BATCH):
        Unit.objects.filter(pk__in=ids).delete()
    found.status, found.ended_by, found.ended_at = ReorganisationStatus.UNDONE, actor, now
    found.save(update_fields=["status", "ended_by", "ended_at"])
    journal_reorganisation(found, actor=actor, verb="org.undo_reorganisation", now=now)
    return found
