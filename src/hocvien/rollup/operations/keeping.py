"""Making the kept rows, keeping them up, and holding them against a count. Derived: journalled is only what a check found and mended."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min

from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.common.batched import batched
from hocvien.common.triggers import Notes, Watched, watch
from hocvien.journal import api as journal
from hocvien.rollup.arithmetic import Sum, month_after, month_of
from hocvien.rollup.constants import MOST_MONTHS, MOST_NOTES
from hocvien.rollup.data import Checked, Packed
from hocvien.rollup.models import Index, Note, Odd, Span
from hocvien.rollup.queries.counting import count_month
from hocvien.rollup.queries.kept import is_on, months_noted

_ROWS = 2_000
_NOTES = Notes("rollup", "rollup_note", "rollup_index")
_WATCHED = (
    Watched("classes_trainingclass", "opens_on", "opens_on"),
    Watched("classes_participation", "training_class_id", "class_id"),
    Watched("people_person", "id", "person_id"),
    Watched("org_closure", "descendant_id", "unit_id"),
    Watched("catalogue_programme", "id", "programme_id"),
)
_NOTED = ("opens_on", "class_id", "person_id", "unit_id", "programme_id")


def watch_changes(*, using: str) -> None:
    """Let the database note whose months changed, where a roll-up is kept; idempotent. Elsewhere no trigger is made."""
    if is_on():
        watch(_NOTES, _WATCHED, using=using)


def rebuild() -> Iterator[tuple[int, int]]:
    """Count every month anew; (months done, of how many) after each. Reports count from facts until the last is done.

    Each year is a transaction of its own. Of a nation this takes minutes.
    """
    _begin_noting()
    notes = Note.objects.aggregate(last=Max("pk"))["last"]
    seen = list(Note.objects.values_list("pk", flat=True)) if notes else []
    months = all_months()
    kept_before = set(Span.objects.values_list("first_on", flat=True).distinct()) | set(
        Odd.objects.values_list("first_on", flat=True)
    )
    with transaction.atomic():
        for stray in {one for one in kept_before if month_of(one) not in months}:
            if stray.month != 1 or not any(one.year == stray.year for one in months):
                Span.objects.filter(first_on=stray).delete()
                Odd.objects.filter(first_on=stray).delete()
    done = 0
    for year in sorted({one.year for one in months}):
        with transaction.atomic():
            Span.objects.filter(first_on__gte=date(year, 1, 1), first_on__lt=date(year + 1, 1, 1)).delete()
            packed: dict[int, list[Packed]] = {}
            for first_on in (one for one in months if one.year == year):
                rows = _write_month(first_on)
                for unit_id, row in rows.items():
                    packed.setdefault(unit_id, []).append(row)
                done += 1
                yield done, len(months)
            _insert(date(year, 1, 1), {unit_id: _united(rows) for unit_id, rows in packed.items()}, is_year=True)
    with transaction.atomic():
        for part in batched(seen):
            Note.objects.filter(among("pk", part)).delete()
        Index.objects.update(is_whole=True)


def bring_up() -> bool:
    """Count the months anew that changed; False where all have to be. One query where nothing changed."""
    if not Note.objects.exists():
        return True
    with transaction.atomic():
        # two who bring up follow one another
        if not Index.objects.select_for_update().filter(is_whole=True).exists():
            return False
        notes = list(Note.objects.values_list("pk", *_NOTED)[: MOST_NOTES + 1])
        changed = months_noted([note[1:] for note in notes])
        if changed is None or len(changed) > MOST_MONTHS:
            return False
        recount(changed)
        # exactly the notes read: one with a lower number may be committed meanwhile
        for part in batched(note[0] for note in notes):
            Note.objects.filter(among("pk", part)).delete()
    return True


def keep_up() -> None:
    """What the worker does every few seconds; one query where nothing changed, none where no roll-up is kept."""
    if is_on() and Index.objects.filter(is_whole=True).exists() and not bring_up():
        for _done in rebuild():
            pass


def recount(months: Iterable[date]) -> None:
    """Count these months anew, and the years of the units they concern; in the caller's transaction."""
    touched: dict[int, set[int]] = {}
    for first_on in months:
        rows = Span.objects.filter(is_year=False, first_on=first_on)
        units = set(rows.values_list("unit_id", flat=True))
        rows.delete()
        touched.setdefault(first_on.year, set()).update(units, _write_month(first_on))
    for year, units in touched.items():
        for part in batched(sorted(units), 500):
            there = Span.objects.filter(among("unit_id", part))
            there.filter(is_year=True, first_on=date(year, 1, 1)).delete()
            packed: dict[int, list[Packed]] = {}
            days = {"first_on__gte": date(year, 1, 1), "first_on__lt": date(year + 1, 1, 1)}
            for unit_id, *columns in there.filter(is_year=False, **days).values_list(
                "unit_id", "counts", "people", "sent"
            ):
                packed.setdefault(unit_id, []).append(Packed(*map(bytes, columns)))
            _insert(date(year, 1, 1), {unit_id: _united(rows) for unit_id, rows in packed.items()}, is_year=True)


def check(
    *,
    on: date,
    months: Iterable[date] | None = None,
    repair: bool = False,
    actor: Any = None,
    said: Callable[[int, int], object] | None = None,
) -> Checked:
    """Count these months anew, or all, and compare every kept row of them and of their years; mended where asked. Journalled.

    What is noted is left out: it is counted from facts anyway until it is brought up. `said` is called with (months done, of how many).
    """
    asked = sorted(months if months is not None else all_months())
    looked_at = rows = 0
    wrong: list[date] = []
    for done, first_on in enumerate(asked):
        if said:
            said(done, len(asked))
        with transaction.atomic():
            if not _is_clean({first_on}):
                continue
            looked_at += 1
            if found := _differing(first_on):
                rows += found
                wrong.append(first_on)
                if repair:
                    recount([first_on])
    # a year that has a wrong month differs with it
    for year in sorted({one.year for one in asked} - (set() if repair else {one.year for one in wrong})):
        its_months = {date(year, number, 1) for number in range(1, 13)}
        with transaction.atomic():
            if _is_clean(its_months) and (found := _differing_year(year)):
                rows += found
                wrong.append(date(year, 1, 1))
                if repair:
                    recount(sorted(its_months))
    with transaction.atomic():
        Index.objects.update(checked_on=on)
        journal.record(
            actor=actor,
            verb="rollup.check",
            subject=None,
            after={
                "months": looked_at,
                "rows": rows,
                "first": min(wrong).isoformat() if wrong else "",
                "repaired": repair and bool(wrong),
            },
        )
    return Checked(looked_at, rows)


def _is_clean(months: set[date]) -> bool:
    """Whether none of these months is noted; nobody brings up while the transaction lasts."""
    if not Index.objects.select_for_update().filter(is_whole=True).exists():
        return False
    noted = months_noted(list(Note.objects.values_list(*_NOTED)[: MOST_NOTES + 1]))
    return noted is not None and not noted & months


def all_months() -> list[date]:
    """Every month from that of the first class to that of the last, kept rows included; three queries."""
    ends = [
        rows.aggregate(first=Min(column), last=Max(column))
        for rows, column in (
            (classes.TrainingClass.objects.all(), "opens_on"),
            (Span.objects.filter(is_year=False), "first_on"),
            (Odd.objects.all(), "first_on"),
        )
    ]
    firsts = [month_of(one["first"]) for one in ends if one["first"]]
    found: list[date] = []
    if firsts:
        month, last = min(firsts), max(one["last"] for one in ends if one["last"])
        while month <= last:
            found.append(month)
            month = month_after(month)
    return found


def drop() -> None:
    """Do without, until it is built again."""
    with transaction.atomic():
        for model in (Index, Span, Odd, Note):
            model._default_manager.all().delete()


def _begin_noting() -> None:
    """Nothing is asked of the roll-up until it is whole; from when the row is there, changes are noted."""
    watch(_NOTES, _WATCHED, using=connection.alias)
    with transaction.atomic():
        if connection.vendor == "postgresql" and not Index.objects.exists():
            # waits for those who write without being noted yet, and lets nobody start before the row is there
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {', '.join(sorted({one.table for one in _WATCHED}))} IN SHARE MODE")
        Index.objects.get_or_create(pk=1)
        Index.objects.update(is_whole=False)


def _write_month(first_on: date) -> dict[int, Packed]:
    counted = _packed_month(first_on)
    Odd.objects.filter(first_on=first_on).delete()
    if counted is None:
        Odd.objects.create(first_on=first_on)
        return {}
    _insert(first_on, counted)
    return counted


def _packed_month(first_on: date) -> dict[int, Packed] | None:
    counted = count_month(first_on)
    if counted is None:
        return None
    rows = {}
    for unit_id in list(counted):
        whole = Sum()
        whole.add(counted.pop(unit_id))
        rows[unit_id] = whole.packed()
    return rows


def _united(rows: Iterable[Packed]) -> Packed:
    whole = Sum()
    for row in rows:
        whole.add_packed(row)
    return whole.packed()


def _insert(first_on: date, rows: dict[int, Packed], *, is_year: bool = False) -> None:
    Span.objects.bulk_create(
        (
            Span(unit_id=key, first_on=first_on, is_year=is_year, counts=row.counts, people=row.people, sent=row.sent)
            for key, row in rows.items()
        ),
        batch_size=_ROWS,
    )


def _kept(first_on: date, *, is_year: bool) -> dict[int, Packed]:
    rows = Span.objects.filter(first_on=first_on, is_year=is_year)
    return {
        unit_id: Packed(*map(bytes, columns))
        for unit_id, *columns in rows.values_list("unit_id", "counts", "people", "sent")
    }


def _differing(first_on: date) -> int:
    """How many rows of the month are not what a count gives."""
    counted, kept = _packed_month(first_on), _kept(first_on, is_year=False)
    if counted is None:
        return len(kept) or int(not Odd.objects.filter(first_on=first_on).exists())
    is_odd = Odd.objects.filter(first_on=first_on).exists()
    return 0 if is_odd else sum(counted.get(one) != kept.get(one) for one in {*counted, *kept})


def _differing_year(year: int) -> int:
    """How many rows of the year are not what its months come to."""
    packed: dict[int, list[Packed]] = {}
    month = date(year, 1, 1)
    while month.year == year:
        for unit_id, row in _kept(month, is_year=False).items():
            packed.setdefault(unit_id, []).append(row)
        month = month_after(month)
    counted, kept = {key: _united(rows) for key, rows in packed.items()}, _kept(date(year, 1, 1), is_year=True)
    return sum(counted.get(one) != kept.get(one) for one in {*counted, *kept})


def months_to_check(on: date) -> list[date]:
    """What a night looks at: the last thirteen months, and of the others every seventh, another each day."""
    months = all_months()
    recent = month_of(on - timedelta(days=366))
    return [one for at, one in enumerate(months) if one >= recent or (at + on.toordinal()) % 7 == 0]
