"""Who of a unit could be sent: judged for the notice, with the day an obligation falls due and whether a post is planned."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.eligibility import api as eligibility
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.sending.constants import MOST_JUDGED
from hocvien.sending.data import CandidateRow
from hocvien.sending.models import Notice, Sending, SendingStatus

_P = access.Permission


def candidates(
    actor: User | None, notice: Notice, unit: org.Unit, on: date, *, name: str = ""
) -> tuple[list[CandidateRow], int, bool]:
    """(people of the unit and below whom the actor may propose, how many they are in all, whether only those who may attend are among the rows).

    Up to MOST_JUDGED people everybody is judged; of more, the first so many whom the rules let in, chosen by the same expressions.
    `name`: folded, narrows before judging. Ordered by the due day, then a planned post, then the name; the committee chooses freely. About fifteen
    queries, and one for each obligation that the programme meets.
    """
    within = org.descendant_ids_as_of(notice.unit_id, on)
    below = people.person_ids_at(org.descendant_ids_as_of(unit.pk, on).filter(descendant_id__in=within), on)
    mine = people.person_ids_at(access.unit_ids_for(actor, _P.LIST_PROPOSE, on), on)
    rows = people.people().filter(pk__in=below, anonymised_on=None).filter(pk__in=mine)
    if name:
        rows = rows.filter(name_folded__contains=name)
    found = _first(rows, notice, on)
    total, is_cut = len(found), len(found) > MOST_JUDGED
    if is_cut:
        total = rows.order_by().count()
        rows = eligibility.eligible(
            rows,
            programme_id=notice.programme_id,
            study_mode=notice.study_mode,
            audience=notice.audience,
            on=notice.opens_on,
            proposed_on=on,
        )
        found = _first(rows, notice, on)[:MOST_JUDGED]
    return _rows(notice, found, on), total, is_cut


def _first(rows: QuerySet[people.Person], notice: Notice, on: date) -> list[Any]:
    """By name, one more than is judged, each with `listed` (its status on the notice, "" none) and `is_planned`; one query."""
    standing = Sending.objects.filter(
        notice=notice, status__in=(SendingStatus.PROPOSED, SendingStatus.SENT), person_id=OuterRef("pk")
    )
    annotated = rows.annotate(
        listed=Coalesce(Subquery(standing.values("status")[:1]), Value("")),
        is_planned=Exists(people.plannings_on(on).filter(person_id=OuterRef("pk"))),
    )
    return list(annotated.order_by("name_key", "pk")[: MOST_JUDGED + 1])


def _rows(notice: Notice, found: list[Any], on: date) -> list[CandidateRow]:
    ids = [one.pk for one in found]
    verdicts = eligibility.judge(
        programme_id=notice.programme_id,
        study_mode=notice.study_mode,
        audience=notice.audience,
        person_ids=ids,
        on=notice.opens_on,
        proposed_on=on,
    )
    due = due_days(notice, ids, on)
    units = people.main_unit_ids(ids, on)
    labels = org.labels_as_of(units.values(), on)
    rows = [
        CandidateRow(
            uuid=one.uuid,
            full_name=one.full_name,
            name_key=one.name_key,
            birth_on=one.birth_on,
            birth_text=one.birth_words,
            sex=one.sex,
            unit_id=units.get(one.pk),
            unit_name=labels[units[one.pk]].name if one.pk in units else "",
            verdict=verdicts[one.pk].verdict,
            clauses=tuple(verdicts[one.pk].as_json()["clauses"]),
            due_on=due.get(one.pk),
            is_planned=one.is_planned,
            status=one.listed,
            is_generated=one.is_generated,
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: (row.due_on or date.max, not row.is_planned, row.name_key))


def due_days(notice: Notice, person_ids: Iterable[int], on: date) -> dict[int, date]:
    """Person → the earliest day by which an obligation is due that this programme meets; a query or two for each such obligation.

    Of new members it is not told: the day gives away the day of admission.
    """
    ids = list(person_ids)
    if not ids:
        return {}
    found: dict[int, date] = {}
    for pk, rows in obligations.reckon(ids, on, programme=notice.programme.code).items():
        # what begins with a post, not with being admitted
        days = [row.due_on for row in rows if row.due_on is not None and not row.is_met and row.post_id is not None]
        if days:
            found[pk] = min(days)
    return found
