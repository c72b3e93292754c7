"""Whose work is listed, on which day, within which units; and the arms of one statement, each bounded by the database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.constants import PLACES_OF
from hocvien.classes.data import WorkItem
from hocvien.classes.models import (
    ClassStatus,
    Nomination,
    Participation,
    ParticipationStatus,
    RecognitionDecision,
    TrainingClass,
)
from hocvien.classes.queries.visibility import classes_where

MOST = 20
TAUGHT = (ClassStatus.RUNNING, ClassStatus.FINISHED)
TAKING_NAMES = (ClassStatus.ENROLLING, ClassStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose work, on which day, and within which units (None: everywhere)."""

    actor: User | None
    on: date
    scope: QuerySet[Any] | list[int] | None
    units: dict[str, QuerySet[Any]]

    @property
    def senders(self) -> list[int]:
        """Whose sending counts as the actor's own: who acts for somebody minds what that one sent, too."""
        if self.actor is None:
            return []
        delegation = access.delegation_of(self.actor)
        return [self.actor.pk, *([] if delegation is None else [delegation.from_user_id])]

    def classes(self, permission: str) -> QuerySet[TrainingClass]:
        """Classes to which the actor may do this, with one of the units it is asked at in the scope."""
        rows = classes_where(self.actor, permission, self.on, units=self.units[permission])
        if self.scope is None:
            return rows
        inside = Q()
        for place in PLACES_OF[permission]:
            inside |= Q(**{f"{place}_id__in": self.scope})
        return rows.filter(inside)

    def nominations(self, permission: str) -> QuerySet[Nomination]:
        """Nominations sent by units where the actor holds the permission, within the scope."""
        return Nomination.objects.filter(self.within(), sending_unit_id__in=self.units[permission])

    def before(self, permission: str) -> Q:
        """That a nomination stands at a step of these units, as a condition."""
        wanted = Q(step_unit_id__in=self.units[permission])
        return wanted if self.scope is None else wanted & (Q(step_unit_id__in=self.scope) | self.within())

    def within(self, sender: str = "sending_unit") -> Q:
        """That the sender lies in the scope, as a condition; `sender` is the path to the key."""
        return Q() if self.scope is None else Q(**{f"{sender}_id__in": self.scope})


def bounded(rows: QuerySet[Any, Any], columns: tuple[str, ...], *order: str) -> QuerySet[Any, Any]:
    """`columns` of the first rows in this order, and how many there are in all; an arm of `rows_of`. The rows say their `kind`.

    No two columns may be the same expression: where a window is filtered by, Django tells equal ones as one.
    """
    numbered: QuerySet[Any, Any] = rows.annotate(
        all_of_kind=Window(Count(Value(1))), nth=Window(RowNumber(), order_by=list(order))
    )
    return numbered.filter(nth__lte=MOST).values_list(*columns, "all_of_kind")


def rows_of(arms: list[QuerySet[Any, Any]], columns: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    """Kind → its rows with `all_of_kind`, not ordered; one query for all arms, none without an arm."""
    found: dict[str, list[dict[str, Any]]] = {}
    if arms:
        for values in arms[0].union(*arms[1:], all=True) if len(arms) > 1 else arms[0]:
            row = dict(zip((*columns, "all_of_kind"), values, strict=True))
            found.setdefault(row["kind"], []).append(row)
    return found


def items_of(rows: Sequence[dict[str, Any]], build: Callable[[dict[str, Any]], WorkItem]) -> Iterable[WorkItem]:
    """One item for each row of a kind, and where there are more than are shown, one that says how many."""
    yield from map(build, rows)
    rest = rows[0]["all_of_kind"] - len(rows) if rows else 0
    if rest > 0:
        more = ngettext("còn {n} việc nữa", "còn {n} việc nữa", rest).format(n=rest)
        yield replace(
            build({**rows[-1], "name": more}),
            kind="more_classes",
            detail=_("Mỗi loại việc chỉ hiện {n} việc đến hạn sớm nhất.").format(n=len(rows)),
            tone="neutral",
            count=0,
            due_on=None,
            class_uuid=None,
            session_uuid=None,
            stands_for=rest,
        )


def active() -> QuerySet[Participation]:
    return Participation.objects.filter(status=ParticipationStatus.ACTIVE)


def decision_on(outer: str) -> QuerySet[RecognitionDecision]:
    """The recognition of the class that this field of the outer row names, while it stands."""
    return RecognitionDecision.objects.filter(training_class=OuterRef(outer), reopened_at__isnull=True)


def day_words(day: date) -> str:
    return f"{day:%d/%m/%Y}"
