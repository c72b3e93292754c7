"""A merge taken apart: both records as they were, but for what was done since, which stays with the survivor."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hocvien.accounts.api import User
from hocvien.journal import api as journal
from hocvien.people.constants import ANONYMOUS
from hocvien.people.data import UnmergeOutcome
from hocvien.people.errors import LaterMergeStands, MergeAlreadyUndone, MergeForgotten, MergeNotFound, PersonNotFound
from hocvien.people.models import Belonging, BelongingKind, Leave, Management, Merge, Person, Rating
from hocvien.people.operations.facts import plain
from hocvien.people.operations.ledger import MERGED, days_of, insert_row, label_of, row_of, value_of
from hocvien.people.operations.persons import derive_person
from hocvien.people.operations.references import person_references
from hocvien.people.queries.persons import unit_codes_of

_ALONE = (Management, Leave)


@transaction.atomic
def unmerge_people(*, actor: User | None, merge: Merge, now: datetime) -> UnmergeOutcome:
    """Bring back the merged record and everything as it was; what was added to the survivor since stays with the survivor.

    What was changed since is left as it is now and told in `notes`. Raises MergeNotFound, MergeAlreadyUndone, MergeForgotten,
    LaterMergeStands: merges of one person are taken apart in the opposite order.
    """
    fresh = Merge.objects.select_for_update().filter(pk=merge.pk).first()
    if fresh is None:
        raise MergeNotFound
    if fresh.undone_at is not None:
        raise MergeAlreadyUndone
    if fresh.forgotten_at is not None:
        raise MergeForgotten
    _refuse_later(fresh)
    survivor = Person.objects.select_for_update().filter(uuid=fresh.survivor_uuid).first()
    if survivor is None:
        raise PersonNotFound
    kept, notes = fresh.kept, []
    before = {key: plain(getattr(survivor, key)) for key in kept["fields"]}
    notes += _give_back_fields(survivor, kept["fields"])
    merged = _bring_back(kept["person"], notes)
    for one in kept["made"]:
        apps.get_model(one["model"])._default_manager.filter(pk=one["pk"]).delete()
    for key, ids in kept["moved"].items():
        label, _dot, name = key.rpartition(".")
        rows = apps.get_model(label)._default_manager.filter(pk__in=ids, **{name: survivor})
        rows.update(**{name: merged})
    for one in reversed(kept["changed"]):
        notes += _change_back(one)
    for one in reversed(kept["dropped"]):
        notes += _put_back(one)
    fresh.undone_by, fresh.undone_at = actor, now
    fresh.save(update_fields=["undone_by", "undone_at"])
    codes = unit_codes_of([survivor.pk, merged.pk])
    said = {"merge": str(fresh.uuid), "merged": str(merged.uuid), "survivor": str(survivor.uuid)}
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.unmerge_people",
                subject=subject,
                unit_code=codes.get(subject.pk, ""),
                before=before if subject is survivor else {},
                after=said | ({key: plain(getattr(survivor, key)) for key in before} if subject is survivor else {}),
            )
            for subject in (survivor, merged)
        ]
    )
    return UnmergeOutcome(notes=tuple(notes))


def _refuse_later(merge: Merge) -> None:
    later = (
        Merge.objects.filter(undone_at__isnull=True)
        .filter(Q(merged_uuid=merge.survivor_uuid) | Q(survivor_uuid=merge.survivor_uuid, pk__gt=merge.pk))
        .order_by("-pk")
        .first()
    )
    if later is not None:
        raise LaterMergeStands(later.kept["names"].get(MERGED, ANONYMOUS), timezone.localtime(later.merged_at).date())


def _give_back_fields(survivor: Person, fields: Mapping[str, Sequence[Any]]) -> list[Any]:
    notes = []
    for key, (before, after) in fields.items():
        if plain(getattr(survivor, key)) == after:
            setattr(survivor, key, value_of(Person, key, before))
        elif key != "birth_precision":
            label = label_of(key)
            notes.append(_("“{label}” đã sửa sau khi gộp nên giữ giá trị hiện nay.").format(label=label))
    derive_person(survivor)
    survivor.save()
    return notes


def _bring_back(values: Mapping[str, Any], notes: list[Any]) -> Person:
    """The merged record's row under its own id; an identity number that somebody holds by now stays there."""
    person: Person = row_of(Person, values)
    if person.identity_number and Person.objects.filter(identity_number=person.identity_number).exists():
        notes.append(_("Số định danh nay ghi ở một hồ sơ khác nên hồ sơ tách ra để trống số này."))
        person.identity_number = ""
    insert_row(person)
    return person


def _change_back(one: Mapping[str, Any]) -> list[Any]:
    model = apps.get_model(one["model"])
    row = model._default_manager.filter(pk=one["pk"]).first()
    if row is None or {key: plain(getattr(row, key)) for key in one["after"]} != one["after"]:
        return [_since_changed(model)]
    values = {key: value_of(model, key, value) for key, value in one["before"].items()}
    if not _persons_exist(model, values):
        return [_since_changed(model)]
    for key, value in values.items():
        setattr(row, key, value)
    if not _is_alone(row):
        row.save(update_fields=list(values))
        return []
    was = days_of(row)
    if not _fitted(row):
        return [_since_changed(model)]
    row.save(update_fields=list({*values, "valid_from", "valid_to"}))
    return [] if days_of(row) == was else [_since_changed(model)]


def _put_back(one: Mapping[str, Any]) -> list[Any]:
    model = apps.get_model(one["model"])
    row = row_of(model, one["row"])
    taken = (
        isinstance(row, Rating) and Rating.objects.filter(person=row.person_id, kind=row.kind, year=row.year).exists()
    )
    if taken or not _persons_exist(model, one["row"]) or (_is_alone(row) and not _fitted(row)):
        return [_since_changed(model)]
    insert_row(row)
    return []


def _since_changed(model: type[Model]) -> Any:
    words = {f"{one.model}": one.words for one in person_references()}.get(
        model._meta.label, _("Ghi nhận về hồ sơ trùng")
    )
    return _("Một mục “{words}” đã thay đổi sau khi gộp nên giữ như hiện nay.").format(words=words)


def _persons_exist(model: type[Model], values: Mapping[str, Any]) -> bool:
    """Whether everybody these values name is there; one of a pair may have been merged away since."""
    named = {
        values[f.attname]
        for f in model._meta.concrete_fields
        if f.is_relation and f.related_model is Person and f.attname in values
    }
    return Person.objects.filter(pk__in=named).count() == len(named)


def _is_alone(row: Any) -> bool:
    return isinstance(row, _ALONE) or (isinstance(row, Belonging) and row.kind == BelongingKind.OFFICIAL_CELL)


def _fitted(row: Any) -> bool:
    """Cut the row's period to the days free of what its person was given since the merge; False when nothing is left."""
    others = type(row)._default_manager.filter(person_id=row.person_id).exclude(pk=row.pk)
    if isinstance(row, Belonging):
        others = others.filter(kind=BelongingKind.OFFICIAL_CELL)
    pieces = [days_of(row)]
    for other in others:
        pieces = [left for piece in pieces for left in piece.without(days_of(other))]
    if not pieces:
        return False
    row.valid_from, row.valid_to = pieces[0].valid_from, pieces[0].valid_to
    return True
