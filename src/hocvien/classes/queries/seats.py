"""How the list of a class stands to the quota of its plan line: one computation for the list, the page that proposes, and the reserve."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.data import QuotaBound
from hocvien.classes.models import WAITING, Nomination, ParticipationStatus, TrainingClass
from hocvien.common.among import among
from hocvien.quotas import api as quotas

TAKES_SEAT = Q(participation__status=ParticipationStatus.ACTIVE) | Q(
    status__in=WAITING, is_reserve=False, substitute_for=None
)
"""Names that hold a seat: learners, and names under way as `takes_seat` says."""


def takes_seat(row: Nomination) -> bool:
    """Whether a name under way holds a seat of the sender's: not in reserve, nor where it waits for the place of somebody who holds one."""
    return row.status in WAITING and not row.is_reserve and row.substitute_for_id is None


def quota_bound(quota: quotas.Quota, unit_id: int, on: date, actor: User | None = None) -> QuotaBound:
    """What the quota leaves a sending unit that day; three queries, within a request of the actor as few as one."""
    lines = None if actor is None else {unit_id: access.line_above(actor, unit_id, on)}
    source = quotas.sources_of(quota, [unit_id], on, lines=lines)[unit_id]
    labels = access.labels_for(actor, [source.unit_id], on)
    return QuotaBound(
        quota_id=quota.pk,
        quota_uuid=quota.uuid,
        unit_id=source.unit_id,
        unit_name=labels[source.unit_id].name,
        total=source.balance.total,
        left=source.balance.unused,
        names_due_on=quota.names_due_on,
    )


def find_bound(actor: User | None, training_class: TrainingClass, unit_id: int, on: date) -> QuotaBound | None:
    """As `quota_bound` for a class, or None where its plan line has no quota; four queries at most."""
    quota = quota_of(training_class)
    return None if quota is None else quota_bound(quota, unit_id, on, actor)


def quota_of(training_class: TrainingClass) -> quotas.Quota | None:
    """The quota that the class takes its seats from, or None; at most one query."""
    if training_class.plan_line_id is None:
        return None
    return quotas.find_quota_for_line(training_class.plan_line_id)


def other_classes_of(training_class: TrainingClass, person_ids: Collection[int]) -> dict[int, str]:
    """Person id → another class of the same plan line where the person holds a seat; one query."""
    rows = Nomination.objects.filter(
        TAKES_SEAT, training_class__plan_line_id=training_class.plan_line_id, person_id__in=list(person_ids)
    ).exclude(training_class=training_class)
    return dict(rows.order_by("pk").values_list("person_id", "training_class__name"))


def lists_of_line(quota: quotas.Quota, person_ids: Collection[int]) -> Mapping[int, str]:
    """Person id → the class of the plan line whose list has the person's seat; one query, none for another quota. Told to `quotas`."""
    if quota.plan_line_id is None:
        return {}
    rows = Nomination.objects.filter(
        TAKES_SEAT, among("person_id", person_ids), training_class__plan_line_id=quota.plan_line_id
    )
    return {
        person_id: _("lớp “{name}”").format(name=name)
        for person_id, name in rows.order_by("pk").values_list("person_id", "training_class__name")
    }
