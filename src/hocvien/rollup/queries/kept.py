"""What is kept of a unit, and which months the notes concern."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import TruncMonth

from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.rollup.arithmetic import Sum, kept_alone, month_of, plan
from hocvien.rollup.constants import MOST_MONTHS, MOST_NOTES, MOST_STRETCHES
from hocvien.rollup.data import Counted, Kept, Packed, Plan
from hocvien.rollup.models import Index, Note, Odd, Span

_COLUMNS = ("opens_on", "class_id", "person_id", "unit_id", "programme_id")


def is_on() -> bool:
    """Whether this installation keeps and asks the roll-up; no query."""
    return bool(settings.ROLLUP_ENABLED)


def plan_of(from_: date, to: date) -> Plan | None:
    """How the days are told from kept rows; None where they are better counted from facts alone. Up to seven queries.

    Ask this before `kept_of`: what changes in between is then in the rows already, or still noted for the next who asks.
    """
    if not is_on() or not Index.objects.filter(is_whole=True).exists():
        return None
    changed = months_noted(list(Note.objects.values_list(*_COLUMNS)[: MOST_NOTES + 1]))
    if changed is None:
        return None
    left_out = changed | set(Odd.objects.values_list("first_on", flat=True))
    found = plan(from_, to, lambda first_on: first_on not in left_out)
    return found if (found.years or found.months) and len(found.stretches) <= MOST_STRETCHES else None


def kept_of(unit_id: int, asked: Plan, counted: Iterable[Counted]) -> Kept:
    """The unit's days: its kept rows and what was counted of the stretches. One query, a second where several rows are put together."""
    rows = Span.objects.filter(unit_id=unit_id)
    days = Q(is_year=True, first_on__in=asked.years) | Q(is_year=False, first_on__in=asked.months)
    beside = [one for one in counted if one.programmes or one.sent]
    if not beside and len(asked.years) + len(asked.months) == 1:
        alone = rows.filter(days).values_list("counts", "sent").first()
        return kept_alone(Packed(bytes(alone[0]), b"", bytes(alone[1]))) if alone else Sum().kept()
    whole = Sum()
    for one in beside:
        whole.add(one)
    for counts, people, sent in rows.filter(days).values_list("counts", "people", "sent"):
        whole.add_packed(Packed(bytes(counts), bytes(people), bytes(sent)))
    return whole.kept()


def months_noted(notes: list[tuple[Any, ...]]) -> set[date] | None:
    """The months of these notes; None where it is all, or too many to tell. Up to four queries, one for each kind of note."""
    if len(notes) > MOST_NOTES or (None,) * len(_COLUMNS) in notes:
        return None
    days, class_ids, person_ids, unit_ids, programme_ids = (
        {value for value in column if value is not None}
        for column in (zip(*notes, strict=True) if notes else ((),) * 5)
    )
    found = {month_of(day) for day in days}
    everything = classes.TrainingClass.objects.order_by()
    concerned = []
    if class_ids:
        concerned.append(everything.filter(among("pk", class_ids)))
    if person_ids:
        concerned.append(
            everything.filter(
                pk__in=classes.Participation.objects.filter(among("person_id", person_ids)).values("training_class_id")
            )
        )
    if programme_ids:
        concerned.append(everything.filter(among("programme_id", programme_ids)))
    if unit_ids:
        roles = Q()
        for role in ("opened_by_id", "hosted_by_id", "taught_by_id", "joint_with_id"):
            roles |= Q(among(role, unit_ids))
        sent = classes.Participation.objects.filter(among("sending_unit_id", unit_ids)).values("training_class_id")
        concerned.append(everything.filter(roles | Q(pk__in=sent)))
    for rows in concerned:
        found.update(rows.annotate(month=TruncMonth("opens_on")).values_list("month", flat=True).distinct())
        if len(found) > 12 * MOST_MONTHS:
            return None
    return found
