"""Half-days without a complete roll, one row for each class: today's, else the oldest, and how many others."""

from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.classes.data import WorkItem
from hocvien.classes.models import ClassStatus, Half, Session, TrainingClass
from hocvien.classes.queries.work.desk import TAUGHT, Desk, active, day_words, decision_on


def rolls_missing(desk: Desk) -> QuerySet[TrainingClass]:
    """Classes with half-days of today or before without a complete roll; with `on`, `half`, `session`, `lesson` of the one to begin with, and
    how many `others` there are.
    """
    missing = Session.objects.filter(training_class=OuterRef("pk"), roll_recorded_at__isnull=True, on__lte=desk.on)
    not_today = Case(When(on=desk.on, then=Value(0)), default=Value(1))
    first = missing.order_by(not_today, "on", "half", "pk")
    others = missing.order_by().values("training_class").annotate(n=Count("pk") - 1).values("n")
    return (
        desk.classes(access.Permission.ROLL_RECORD)
        .filter(
            Exists(missing),
            Exists(active().filter(training_class=OuterRef("pk"))),
            ~Exists(decision_on("pk")),
            status__in=[ClassStatus.ENROLLING, *TAUGHT],
        )
        .annotate(
            on=Subquery(first.values("on")[:1]),
            half=Subquery(first.values("half")[:1]),
            session=Subquery(first.values("uuid")[:1]),
            lesson=Subquery(first.values("title")[:1]),
            others=Subquery(others),
        )
    )


def roll_item(row: dict[str, Any], desk: Desk) -> WorkItem:
    """One class's half-days in words."""
    others = row["heads"]
    return WorkItem(
        kind="record_roll",
        title=_("Điểm danh buổi {half} {day}: {name}").format(
            half=str(Half(row["half"]).label).lower(), day=day_words(row["opens_on"]), name=row["name"]
        ),
        detail=_("Còn {others} buổi khác chưa điểm danh.").format(others=others) if others else row["lesson"],
        tone="info" if row["opens_on"] == desk.on else "bad",
        count=0,
        due_on=row["opens_on"],
        class_uuid=row["uuid"],
        session_uuid=row["session"],
    )
