"""Computing where everybody stands, and keeping it up. Derived, so nothing here is journalled: what it follows from is."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from hocvien.common.among import among
from hocvien.common.batched import batched
from hocvien.common.triggers import Notes, Watched, watch
from hocvien.jobs import api as jobs
from hocvien.obligations import constants
from hocvien.obligations.models import Index, Stale, Standing, Tally
from hocvien.obligations.queries.compiler.statement import COLUMNS, compile_obligation
from hocvien.obligations.queries.recorded import versions_by_obligation
from hocvien.org import api as org
from hocvien.people import api as people

TASK = "obligations.keep_up"
_UNITS = 500
_NOTES = Notes("obligations", "obligations_stale", "obligations_index")
_WATCHED = (
    Watched("people_person", "id", "person_id"),
    Watched("people_belonging", "person_id", "person_id"),
    Watched("people_post", "person_id", "person_id"),
    Watched("people_qualification", "person_id", "person_id"),
    Watched("people_management", "person_id", "person_id"),
    Watched("people_leave", "person_id", "person_id"),
    Watched("records_certificate", "person_id", "person_id"),
    Watched("records_externaltraining", "person_id", "person_id"),
    Watched("org_closure", "descendant_id", "unit_id"),
    Watched("org_unitkindperiod", "unit_id", "unit_id"),
    Watched("org_unitfact", "unit_id", "unit_id"),
    Watched("obligations_clockchoice", "unit_id", "unit_id"),
)


def watch_changes(*, using: str) -> None:
    """Let the database note whose standing may have changed; idempotent. Nothing is noted while no standings are kept."""
    watch(_NOTES, _WATCHED, using=using)


def compute_all(*, on: date) -> int:
    """Compute every obligation of everybody for that day, in one INSERT … SELECT each, and the figures of every unit; returns the rows.

    In one transaction: whoever reads meanwhile sees what was there before. About 50 s for a million people on PostgreSQL.
    """
    _begin_noting()
    with transaction.atomic():
        Index.objects.select_for_update().get()
        Stale.objects.all().delete()
        _empty(Standing)
        _empty(Tally)
        for obligation, versions in versions_by_obligation():
            _insert(compile_obligation(obligation, versions, on))
        rows = Standing.objects.count()
        _count_all(on)
        Index.objects.update(computed_for=on, rows=rows)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # the rows of before are cleared away, and what is counted from an index need not look at the rows
            upkeep = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
            cursor.execute(f"{upkeep} {Standing._meta.db_table}, {Tally._meta.db_table}")
    return rows


def bring_up(*, on: date, most: int = constants.MOST_INLINE) -> bool:
    """Compute again whoever changed since; False where everybody has to be computed, or more than `most` changed.

    Costs a few statements and some milliseconds for each hundred people. Nothing is written where nobody changed.
    """
    if not Index.objects.filter(computed_for=on).exists():
        return False
    if not Stale.objects.exists():
        return True
    with transaction.atomic():
        # SQLite has one writer anyway; elsewhere two who bring up follow one another
        if not Index.objects.select_for_update().filter(computed_for=on).exists():
            return False
        # exactly the notes read: one with a lower number may be committed meanwhile
        notes = list(Stale.objects.values_list("pk", "person_id", "unit_id")[: 10 * most + 1])
        touched = _touched(notes, on, most)
        if touched is None or len(notes) > 10 * most:
            return False
        for part in batched(sorted(touched)):
            _bring_up(part, on)
        for few in batched(note[0] for note in notes):
            Stale.objects.filter(among("pk", few)).delete()
    return True


def keep_current(*, on: date, now: datetime) -> date | None:
    """Make the standings those of the day, or give it to the worker; returns the day they are of, None where there are none yet.

    What is small is done at once: a few people who changed, or an office with few people. Three queries where nothing changed.
    """
    if bring_up(on=on):
        return on
    index = Index.objects.first()
    if index is None and people.people().order_by()[constants.SMALL : constants.SMALL + 1].exists():
        is_small = False
    else:
        is_small = index is None or index.rows <= constants.SMALL
    if is_small:
        compute_all(on=on)
        return on
    ask_for_upkeep(on=on, now=now)
    index = Index.objects.first()
    return index.computed_for if index else None


def ask_for_upkeep(*, on: date, now: datetime) -> bool:
    """Give the computing to the worker where the standings are not those of the day, unless it has it; whether it was given."""
    if (Index.objects.filter(computed_for=on).exists() and not Stale.objects.exists()) or jobs.is_open(TASK):
        return False
    jobs.enqueue(
        task=TASK,
        arguments={"on": on.isoformat()},
        owner=None,
        label=str(_("Tính nghĩa vụ học tập")),
        now=now,
    )
    return True


def note_everybody() -> None:
    """A rule changed: nobody's standing is known. One row, where standings are kept."""
    if Index.objects.exists():
        Stale.objects.create()


def count_open_there(unit_ids: Sequence[int], on: date) -> int:
    """Obligations not fulfilled by people of these units, as last reckoned; a query for every 500 units. A transfer keeps them."""
    del on
    return sum(Standing.objects.filter(unit_id__in=ids, is_met=False).count() for ids in batched(unit_ids, _UNITS))


def drop_standings() -> None:
    """Do without, until they are computed again."""
    with transaction.atomic():
        for model in (Index, Standing, Tally, Stale):
            model._default_manager.all().delete()


def _begin_noting() -> None:
    """The row under whose lock standings are written; from when it is there, who changes is noted."""
    if Index.objects.exists():
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # waits for those who write without being noted yet, and lets nobody start before the row is there
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {', '.join(sorted({one.table for one in _WATCHED}))} IN SHARE MODE")
        Index.objects.get_or_create(pk=1, defaults={"computed_for": date(1, 1, 1)})


def _empty(model: type[Standing] | type[Tally]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - a table of ours


def _insert(statement: tuple[str, list[Any]]) -> None:
    sql, params = statement
    columns = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {Standing._meta.db_table} ({columns}) {sql}", params)


def _count_all(on: date) -> None:
    """How many stand where, at every unit and below it."""
    lines, params = org.lines_on(on).order_by().values_list("ancestor_id", "descendant_id").query.sql_with_params()
    with connection.cursor() as cursor:
        # counted at each unit first: the lines multiply the counts, not the people
        cursor.execute(
            f"WITH here AS (SELECT unit_id, obligation_id, state, is_met, COUNT(*) AS number FROM {Standing._meta.db_table} "  # noqa: S608 - names of our own tables
            "WHERE unit_id IS NOT NULL GROUP BY unit_id, obligation_id, state, is_met), "
            f"line AS ({lines}) "
            f"INSERT INTO {Tally._meta.db_table} (unit_id, obligation_id, state, is_met, number) "
            "SELECT line.ancestor_id, here.obligation_id, here.state, here.is_met, SUM(here.number) "
            "FROM here JOIN line ON line.descendant_id = here.unit_id "
            "GROUP BY line.ancestor_id, here.obligation_id, here.state, here.is_met",
            params,
        )


def _touched(notes: Iterable[tuple[int, int | None, int | None]], on: date, most: int) -> set[int] | None:
    """Ids of the people noted; None where everybody is, or more than `most`."""
    noted = {(person_id, unit_id) for _pk, person_id, unit_id in notes}
    if (None, None) in noted:
        return None
    found = {person_id for person_id, _unit in noted if person_id is not None}
    units = sorted({unit_id for _person, unit_id in noted if unit_id is not None})
    if len(units) > most:
        return None
    if units:
        below = org.descendant_ids_of_many(units, on, with_past=True)
        there = (
            Standing.objects.filter(unit_id__in=below).values_list("person_id", flat=True),
            people.posts_on(on).filter(unit_id__in=below).values_list("person_id", flat=True),
            people.person_ids_at(below, on),
        )
        for rows in there:
            found.update(rows.order_by()[: most + 1])
    return found if len(found) <= most else None


def _bring_up(ids: Sequence[int], on: date) -> None:
    """Take these people out and put them in again; the figures of the units above are added to, not counted anew."""
    standing = Standing.objects.filter(among("person_id", ids))
    _add_up(standing, -1, on)
    standing.delete()
    for obligation, versions in versions_by_obligation():
        _insert(compile_obligation(obligation, versions, on, person_ids=ids))
    _add_up(Standing.objects.filter(among("person_id", ids)), 1, on)


def _add_up(rows: QuerySet[Standing], sign: int, on: date) -> None:
    here = list(
        rows.filter(unit_id__isnull=False)
        .order_by()
        .values_list("unit_id", "obligation_id", "state", "is_met")
        .annotate(number=Count("pk"))
    )
    above = _lines_of({row[0] for row in here}, on)
    sums: dict[tuple[int, int, str, bool], int] = {}
    for unit_id, obligation_id, state, is_met, number in here:
        for one in above.get(unit_id, ()):
            key = (one, obligation_id, state, is_met)
            sums[key] = sums.get(key, 0) + sign * number
    Tally.objects.bulk_create(
        [
            Tally(unit_id=unit_id, obligation_id=obligation_id, state=state, is_met=is_met, number=number)
            for (unit_id, obligation_id, state, is_met), number in sums.items()
            if number
        ],
        batch_size=500,
    )


def _lines_of(unit_ids: Iterable[int], on: date) -> dict[int, list[int]]:
    """Unit → itself and those above it; exactly the lines by which `_count_all` counts."""
    found: dict[int, list[int]] = {}
    for part in batched(sorted(unit_ids), 500):
        for ancestor, unit in (
            org.lines_on(on).filter(descendant_id__in=part).values_list("ancestor_id", "descendant_id")
        ):
            found.setdefault(unit, []).append(ancestor)
    return found
