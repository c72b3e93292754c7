"""Seats of a notice: its own number, or what the ledger of its quota says once they are handed down. One computation for every reader."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import F, IntegerField, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from hocvien.common.among import among
from hocvien.org import api as org
from hocvien.quotas import api as quotas
from hocvien.sending.data import SeatsLeft
from hocvien.sending.models import Notice, Sending, SendingStatus

STANDING = (SendingStatus.PROPOSED, SendingStatus.SENT)
"""On a list, and where the notice has a quota on a seat of it."""


def with_seats(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """Notices with `seats_there`, as `count_seats` tells them; no query of its own."""
    return rows.annotate(
        seats_there=Coalesce(quotas.issued_subquery("quota_id"), F("seats"), output_field=IntegerField())
    )


def count_seats(notice: Notice) -> int:
    """How many seats the notice has in all; one query where they are handed down."""
    return int(notice.seats) if notice.quota is None else quotas.seats_issued(notice.quota)


def seats_left(notice: Notice, unit_ids: Collection[int], on: date) -> dict[int, SeatsLeft]:
    """Sending unit → whose seats its people take and what is left of them that day; nothing for a notice without a quota. Four queries."""
    if notice.quota is None or not unit_ids:
        return {}
    sources = quotas.sources_of(notice.quota, unit_ids, on)
    labels = org.labels_as_of({one.unit_id for one in sources.values()}, on)
    return {
        unit_id: SeatsLeft(
            unit_id=one.unit_id,
            unit_name=labels[one.unit_id].name,
            left=one.balance.unused,
            total=one.balance.total,
        )
        for unit_id, one in sources.items()
    }


def lists_of_quota(quota: quotas.Quota, person_ids: Collection[int]) -> Mapping[int, str]:
    """Person id → the notice whose list has the person's seat; one query, none for a quota of a plan line. Told to `quotas`."""
    if quota.plan_line_id is not None:
        return {}
    rows = Sending.objects.filter(among("person_id", person_ids), notice__quota_id=quota.pk, status__in=STANDING)
    return {
        person_id: _("thông báo “{name}”").format(name=name)
        for person_id, name in rows.order_by("pk").values_list("person_id", "notice__name")
    }
