"""Two records of one person made one; `unmerging` takes them apart again.

Everything a merge does is written down in `Merge.kept` while it is done (`ledger`), so undoing reads that and nothing else.
Both persons are locked first, in order of id.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hocvien.accounts.api import User
from hocvien.common.errors import DomainError
from hocvien.common.intervals import Interval
from hocvien.common.text import fold
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people.data import MergeField, MergePreview
from hocvien.people.errors import MergeOfOne, PersonNotFound
from hocvien.people.models import (
    BelongingKind,
    DistinctPair,
    Merge,
    PairQuestion,
    Person,
    Post,
    Rating,
    RatingKind,
)
from hocvien.people.operations.facts import Dated, plain
from hocvien.people.operations.ledger import (
    MERGED,
    SURVIVOR,
    Ledger,
    cells_of,
    days_of,
    label_of,
    level_key,
    what_of,
    whole_of,
)
from hocvien.people.operations.persons import EDITABLE, check_person
from hocvien.people.operations.references import model_of, person_references
from hocvien.people.queries.persons import unit_codes_of

CELL, MANAGEMENT = "official_cell", "management"


# --- what a merge would do --------------------------------------------------------------------------------------------


def get_merge_preview(survivor: Person, merged: Person, on: date) -> MergePreview:
    """Fields that differ with the value that stands unless chosen otherwise, what goes over, and what stands in the way.

    Two queries for each kind of row that points at a person. Raises MergeOfOne.
    """
    if survivor.pk == merged.pk:
        raise MergeOfOne
    fields = [*_person_fields(survivor, merged), *_fact_fields(survivor, merged, on)]
    moving = [
        (one.words, model_of(one)._default_manager.filter(**{one.field: merged}).count()) for one in person_references()
    ]
    return MergePreview(
        fields=tuple(fields),
        moving=tuple((words, number) for words, number in moving if number),
        refusals=tuple(_refusals(survivor, merged)),
    )


def _refusals(survivor: Person, merged: Person) -> Iterable[DomainError]:
    for one in person_references():
        if one.refuse is not None:
            yield from one.refuse(survivor.pk, merged.pk)


def _person_fields(survivor: Person, merged: Person) -> Iterable[MergeField]:
    for key in EDITABLE:
        held, other = getattr(survivor, key), getattr(merged, key)
        if held == other:
            continue
        chosen = MERGED if not held else SURVIVOR
        if key == "birth" and held and other and other.startswith(held):
            chosen = MERGED  # the same birth, known better
        yield MergeField(
            key=key,
            label=_("Ngày sinh") if key == "birth" else label_of(key),
            survivor=_words(survivor, key),
            merged=_words(merged, key),
            chosen=chosen,
            is_conflict=bool(held and other),
        )


def _fact_fields(survivor: Person, merged: Person, on: date) -> Iterable[MergeField]:
    """Of what there is one at a time and both have another: the official cell, the managing committee, a year's rating."""
    groups: tuple[tuple[str, Promise, Sequence[Dated], Sequence[Dated]], ...] = (
        (CELL, _("Chi bộ sinh hoạt chính thức"), cells_of(survivor), cells_of(merged)),
        (
            MANAGEMENT,
            _("Cấp ủy quản lý"),
            list(survivor.managements.order_by("valid_from")),
            list(merged.managements.order_by("valid_from")),
        ),
    )
    for key, label, held, others in groups:
        clashing = [
            (one, other)
            for one in held
            for other in others
            if days_of(one).overlaps(days_of(other)) and what_of(one) != what_of(other)
        ]
        if clashing:
            one, other = clashing[-1]
            yield MergeField(key, label, _dated_words(one, on), _dated_words(other, on), SURVIVOR, is_conflict=True)
    rated = {(row.kind, row.year): row for row in survivor.ratings.all()}
    for row in merged.ratings.order_by("year", "kind"):
        own = rated.get((row.kind, row.year))
        if own is not None and own.grade != row.grade:
            yield MergeField(
                key=_rating_key(row),
                label=f"{RatingKind(row.kind).label}, {row.year}",
                survivor=own.get_grade_display(),
                merged=row.get_grade_display(),
                chosen=SURVIVOR,
                is_conflict=True,
            )


def _rating_key(row: Rating) -> str:
    return f"rating-{row.kind}-{row.year}"


def _words(person: Person, key: str) -> str:
    if key == "birth":
        return person.birth_words
    shown = getattr(person, f"get_{key}_display", None)
    value = shown() if shown else getattr(person, key)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")


def _dated_words(row: Dated, on: date) -> str:
    return f"{org.label_as_of(what_of(row), on).name} ({row.valid_from:%d/%m/%Y})"


# --- merging ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def merge_people(
    *, actor: User | None, survivor: Person, merged: Person, now: datetime, choices: Mapping[str, str] | None = None
) -> Merge:
    """Make one record of two: everything of `merged` goes to `survivor`, whose uuid and row stay.

    `choices`: key of `get_merge_preview().fields` → "survivor" or "merged"; what is not chosen falls as proposed there.
    Raises what a registered table refuses (both took part in one class), MergeOfOne, PersonNotFound, and as `update_person` where the
    chosen values contradict each other. A few queries for each kind of row.
    """
    if survivor.pk == merged.pk:
        raise MergeOfOne
    survivor, merged = _lock_two(survivor, merged)
    for refusal in _refusals(survivor, merged):
        raise refusal
    asked = choices or {}
    proposed = get_merge_preview(survivor, merged, timezone.localtime(now).date()).fields
    chosen = {one.key: asked.get(one.key, one.chosen) for one in proposed}
    codes = unit_codes_of([survivor.pk, merged.pk])
    ledger = Ledger()
    _fold_facts(survivor, merged, chosen, ledger)
    _move_rest(survivor, merged, ledger)
    kept_person = whole_of(merged)
    taken = {key: getattr(merged, key) for key, whose in chosen.items() if whose == MERGED and key in EDITABLE}
    birth = (merged.birth_on, merged.birth_precision) if "birth" in taken else None
    merged_name, merged_id = merged.full_name, merged.pk
    Person.objects.filter(pk=merged_id).delete()
    _take_fields(survivor, taken, birth, ledger)
    merge = Merge(
        survivor_uuid=survivor.uuid,
        merged_uuid=merged.uuid,
        kept={
            "names": {SURVIVOR: survivor.full_name, MERGED: merged_name},
            "survivor_id": survivor.pk,
            "person": kept_person,
            "fields": ledger.fields,
            "moved": ledger.moved,
            "changed": ledger.changed,
            "dropped": ledger.dropped,
            "made": ledger.made,
        },
        merged_by=actor,
        merged_at=now,
    )
    merge.save()
    said = {
        "merge": str(merge.uuid),
        "merged": str(merged.uuid),
        "survivor": str(survivor.uuid),
        "moved": {key: len(ids) for key, ids in ledger.moved.items()},
    }
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.merge_people",
                subject=subject,
                unit_code=codes.get(pk, ""),
                before={key: pair[0] for key, pair in ledger.fields.items()} if subject is survivor else {},
                after=said | ({key: pair[1] for key, pair in ledger.fields.items()} if subject is survivor else {}),
            )
            for subject, pk in ((survivor, survivor.pk), (merged, merged_id))
        ]
    )
    return merge


def _lock_two(first: Person, second: Person) -> tuple[Person, Person]:
    locked = {
        person.pk: person
        for person in Person.objects.select_for_update().filter(pk__in=[first.pk, second.pk]).order_by("pk")
    }
    if len(locked) < 2:
        raise PersonNotFound
    return locked[first.pk], locked[second.pk]


def _take_fields(
    survivor: Person, taken: Mapping[str, Any], birth: tuple[date | None, str] | None, ledger: Ledger
) -> None:
    """Give the survivor the values chosen from the merged record, which is gone by now with its identity number."""
    if not taken:
        return
    values = {key: value for key, value in taken.items() if key != "birth"}
    if birth is not None:
        values |= {"birth_on": birth[0], "birth_precision": birth[1]}
    before = {key: plain(getattr(survivor, key)) for key in values}
    for key, value in values.items():
        setattr(survivor, key, value)
    check_person(survivor)
    ledger.fields = {
        key: [before[key], plain(getattr(survivor, key))]
        for key in values
        if before[key] != plain(getattr(survivor, key))
    }
    survivor.save()


def _fold_facts(survivor: Person, merged: Person, chosen: Mapping[str, str], ledger: Ledger) -> None:
    """Make the two sets of dated facts fit to stand under one person; nothing changes hands yet."""
    _cut_against(cells_of(survivor), cells_of(merged), chosen.get(CELL, SURVIVOR), ledger)
    for name, key in (("managements", MANAGEMENT), ("leaves", "")):
        held, others = (list(getattr(one, name).order_by("valid_from")) for one in (survivor, merged))
        _cut_against(held, others, chosen.get(key, SURVIVOR), ledger)
    beside = ~Q(kind=BelongingKind.OFFICIAL_CELL)
    _join_equal(
        list(survivor.belongings.filter(beside)),
        list(merged.belongings.filter(beside)),
        lambda row: (row.unit_id, row.kind),
        ledger,
    )
    _join_equal(
        list(survivor.posts.all()),
        list(merged.posts.all()),
        lambda row: (row.unit_id, row.kind, fold(row.title)),
        ledger,
    )
    _join_equal(
        list(survivor.plannings.all()),
        list(merged.plannings.all()),
        lambda row: (row.unit_id, row.kind, fold(row.number)),
        ledger,
    )
    held_levels = {level_key(row) for row in survivor.qualifications.all()}
    for level in merged.qualifications.all():
        if level_key(level) in held_levels:
            ledger.drop(level)
    rated = {(row.kind, row.year): row for row in survivor.ratings.all()}
    for rating in merged.ratings.all():
        own = rated.get((rating.kind, rating.year))
        if own is not None:
            ledger.drop(own if chosen.get(_rating_key(rating)) == MERGED else rating)
    _rewrite_pairs(survivor, merged, ledger)


def _cut_against(held: Sequence[Dated], others: Sequence[Dated], winner: str, ledger: Ledger) -> None:
    """Of what there is one at a time: the winner's periods stand, the loser's keep only the days outside them."""
    standing, losing = (held, others) if winner == SURVIVOR else (others, held)
    for row in losing:
        pieces = [days_of(row)]
        for one in standing:
            pieces = [left for piece in pieces for left in piece.without(days_of(one))]
        pieces = [piece for piece in pieces if not _grown(standing, row, piece, ledger)]
        if not pieces:
            ledger.drop(row)
        elif pieces != [days_of(row)]:
            ledger.change(row, valid_from=pieces[0].valid_from, valid_to=pieces[0].valid_to)
            for piece in pieces[1:]:
                rest = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
                rest = {key: value for key, value in rest.items() if key not in {"id", "uuid"}}
                ledger.make(type(row)(**rest | {"valid_from": piece.valid_from, "valid_to": piece.valid_to}))


def _grown(standing: Sequence[Dated], row: Dated, piece: Interval, ledger: Ledger) -> bool:
    """Whether a standing row of the same unit (or kind of leave) that overlapped the row took these days as its own."""
    for one in standing:
        if what_of(one) != what_of(row) or not days_of(one).overlaps(days_of(row)):
            continue
        if piece.valid_to == one.valid_from:
            ledger.change(one, valid_from=piece.valid_from)
            return True
        if piece.valid_from == one.valid_to:
            ledger.change(one, valid_to=piece.valid_to)
            return True
    return False


def _join_equal(
    held: Sequence[Any], others: Sequence[Any], key_of: Callable[[Any], tuple[Any, ...]], ledger: Ledger
) -> None:
    """A fact both records hold in overlapping times is one fact, over the days of both."""
    for row in others:
        same = [one for one in held if key_of(one) == key_of(row) and days_of(one).overlaps(days_of(row))]
        if not same:
            continue
        one = same[0]
        values: dict[str, Any] = {}
        if row.valid_from < one.valid_from:
            values["valid_from"] = row.valid_from
        if row.valid_to > one.valid_to:
            values["valid_to"] = row.valid_to
        if isinstance(one, Post) and row.work_field and not one.work_field:
            values["work_field"] = row.work_field
        if values:
            ledger.change(one, **values)
        ledger.drop(row)


def _rewrite_pairs(survivor: Person, merged: Person, ledger: Ledger) -> None:
    """What was noted of the merged record and a third now holds of the survivor and the third."""
    for pair in DistinctPair.objects.filter(Q(first=merged) | Q(second=merged)):
        third = pair.second_id if pair.first_id == merged.pk else pair.first_id
        low, high = sorted((third, survivor.pk))
        if third == survivor.pk or DistinctPair.objects.filter(first_id=low, second_id=high).exists():
            ledger.drop(pair)
        else:
            ledger.change(pair, first_id=low, second_id=high)
    for question in PairQuestion.objects.filter(Q(asks=merged) | Q(about=merged)):
        asks = survivor.pk if question.asks_id == merged.pk else question.asks_id
        about = survivor.pk if question.about_id == merged.pk else question.about_id
        if asks == about or PairQuestion.objects.filter(asks_id=asks, about_id=about).exists():
            ledger.drop(question)
        else:
            ledger.change(question, asks_id=asks, about_id=about)


def _move_rest(survivor: Person, merged: Person, ledger: Ledger) -> None:
    """Every row that still points at the merged record now points at the survivor."""
    for one in person_references():
        rows = model_of(one)._default_manager.filter(**{one.field: merged})
        ids = sorted(rows.values_list("pk", flat=True))
        if ids:
            rows.update(**{one.field: survivor})
            ledger.moved[f"{one.model}.{one.field}"] = ids
