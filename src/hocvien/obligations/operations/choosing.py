"""What committees choose, its end with the unit, and new versions of obligations."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.batched import batched
from hocvien.common.intervals import OPEN_END
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.obligations.errors import ChoiceOutsideLife, ChoiceOverlaps, ClockNotChosen, VersionWrong
from hocvien.obligations.models import Clock, ClockChoice, EndedChoice, Obligation, Version
from hocvien.obligations.operations.keeping import note_everybody
from hocvien.org import api as org

_BATCH = 500
PERMISSION = access.Permission.PROGRAMME_EDIT


@transaction.atomic
def choose_clock(
    *,
    actor: User | None,
    unit: org.Unit,
    obligation: Obligation,
    clock: str,
    valid_from: date,
    source: str = "",
    today: date,
) -> ClockChoice:
    """Choose "once a term" or "every year" from a day, for the unit and all below of which nothing else is said; the one before ends.

    Raises NotAllowed, ClockNotChosen, ChoiceOutsideLife, ChoiceOverlaps, ValidationError. A handful of queries.
    """
    access.require(actor, PERMISSION, unit, today)
    if not obligation.committee_chooses:
        raise ClockNotChosen(obligation.title)
    org.Unit.objects.select_for_update().get(pk=unit.pk)
    name = org.label_as_of(unit.pk, today).name
    if not unit.valid_from <= valid_from < unit.valid_to:
        raise ChoiceOutsideLife(name, valid_from)
    rows = ClockChoice.objects.filter(unit=unit, obligation=obligation)
    if rows.filter(valid_from__gte=valid_from).exists():
        raise ChoiceOverlaps(name, valid_from)
    rows.filter(valid_to__gt=valid_from).update(valid_to=valid_from)
    row = ClockChoice(
        unit=unit,
        obligation=obligation,
        clock=clock,
        valid_from=valid_from,
        valid_to=OPEN_END,
        source=clean_name(source),
    )
    row.full_clean()
    row.save()
    journal.record_many([_change("obligations.choose_clock", actor, row, after=_told(row))])
    return row


@transaction.atomic
def remove_choice(*, actor: User | None, choice: ClockChoice, today: date) -> None:
    """Take away what was chosen by mistake; the one it followed holds again. Raises NotAllowed."""
    access.require(actor, PERMISSION, choice.unit, today)
    journal.record_many([_change("obligations.remove_choice", actor, choice, before=_told(choice))])
    earlier = ClockChoice.objects.filter(unit=choice.unit, obligation=choice.obligation, valid_to=choice.valid_from)
    before = earlier.first()
    end = choice.valid_to
    choice.delete()
    if before is not None:
        earlier.update(valid_to=end)


@transaction.atomic
def set_deadlines(
    *,
    actor: User | None,
    unit: org.Unit,
    soon_days: int,
    late_days: int,
    valid_from: date,
    source: str = "",
    today: date,
) -> org.UnitFact:
    """Say from a day when something is due soon and long overdue, for the unit and all below of which nothing else is said.

    A fact of the unit (`org.record_fact`), so it ends with it and is set right among its facts. Raises NotAllowed, and as `org.record_fact`.
    """
    access.require(actor, PERMISSION, unit, today)
    return org.record_fact(
        actor=actor, unit=unit, value=org.Deadlines(soon_days, late_days), valid_from=valid_from, source=source
    )


@transaction.atomic
def add_version(
    *,
    actor: User | None,
    obligation: Obligation,
    valid_from: date,
    clock: str,
    within_months: int | None = None,
    valid_months: int | None = None,
    minimum_days: int | None = None,
    citation: str,
    today: date,
) -> Version:
    """Put other periods in force from a day; who fell under the obligation before keeps its dates. The one of that very day is replaced.

    Raises ProgrammeEditForbidden, VersionWrong, ValidationError.
    """
    if not catalogue.can_edit(actor, today):
        raise catalogue.ProgrammeEditForbidden
    if clock == Clock.EVERY and not valid_months:
        raise VersionWrong(obligation.title, valid_from)
    locked = Obligation.objects.select_for_update().get(pk=obligation.pk)
    versions = list(locked.versions.order_by("valid_from"))
    row = next((one for one in versions if one.valid_from == valid_from), None)
    if row is None:
        later = min((one.valid_from for one in versions if one.valid_from > valid_from), default=OPEN_END)
        before = next((one for one in versions if one.valid_from < valid_from < one.valid_to), None)
        if before is not None:
            later, before.valid_to = before.valid_to, valid_from
            before.save(update_fields=["valid_to"])
        row = Version(obligation=locked, valid_from=valid_from, valid_to=later)
    row.clock, row.within_months, row.valid_months, row.minimum_days = clock, within_months, valid_months, minimum_days
    row.citation, row.regulation, row.mark = clean_name(citation), None, catalogue.Mark.DEFAULT
    row.full_clean()
    row.save()
    locked.is_edited = True
    locked.save(update_fields=["is_edited"])
    journal.record(
        actor=actor,
        verb="obligations.add_version",
        subject=locked,
        after={
            "obligation": locked.code,
            "clock": clock,
            "within_months": within_months,
            "valid_months": valid_months,
            "minimum_days": minimum_days,
            "citation": row.citation,
            "valid_from": valid_from.isoformat(),
        },
    )
    note_everybody()
    return row


def count_there(unit_ids: Sequence[int], on: date) -> int:
    """Choices of these units that hold that day."""
    return sum(
        ClockChoice.objects.filter(unit_id__in=ids, valid_from__lte=on, valid_to__gt=on).count()
        for ids in batched(unit_ids, _BATCH)
    )


def count_ever_there(unit_ids: Sequence[int]) -> int:
    """Choices of these units, whatever the day."""
    return sum(ClockChoice.objects.filter(unit_id__in=ids).count() for ids in batched(unit_ids, _BATCH))


def end_choices_of_ended_units(key: str, carries: Sequence[org.Carry], on: date) -> int:
    """End what units chose that end that day; the heir chooses for itself. Returns how many. In the reorganisation's transaction."""
    ended: list[ClockChoice] = []
    for ids in batched(sorted({one.from_id for one in carries}), _BATCH):
        rows = ClockChoice.objects.filter(unit_id__in=ids, unit__valid_to__lte=on, valid_to__gt=on)
        ended += rows.select_related("unit", "obligation")
    if key:
        EndedChoice.objects.bulk_create([EndedChoice(key=key, was=_whole(row)) for row in ended], batch_size=_BATCH)
    for part in batched([row.pk for row in ended], _BATCH):
        mine = ClockChoice.objects.filter(pk__in=part)
        mine.filter(valid_from__gte=on).delete()
        mine.filter(valid_from__lt=on).update(valid_to=on)
    journal.record_many([_change("obligations.end_choice", None, row, before=_told(row)) for row in ended])
    return len(ended)


def give_back_choices(key: str) -> None:
    """Put every choice back as it stood."""
    kept = list(EndedChoice.objects.filter(key=key))
    rows = [
        ClockChoice(
            **{field.attname: field.to_python(one.was[field.attname]) for field in ClockChoice._meta.concrete_fields}
        )
        for one in kept
    ]
    for part in batched([row.pk for row in rows], _BATCH):
        ClockChoice.objects.filter(pk__in=part).delete()
    ClockChoice.objects.bulk_create(rows, batch_size=_BATCH)
    EndedChoice.objects.filter(key=key).delete()


def _whole(row: ClockChoice) -> dict[str, Any]:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value if isinstance(value, int | str) else str(value) for name, value in values.items()}


def _told(row: ClockChoice) -> dict[str, Any]:
    return {
        "obligation": row.obligation.code,
        "clock": row.clock,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat(),
        "source": row.source,
    }


def _change(verb: str, actor: User | None, row: ClockChoice, **told: Any) -> journal.Change:
    return journal.Change(actor=actor, verb=verb, subject=row.unit, unit_code=row.unit.code, **told)
