"""Which notices and which people on them an actor sees; the queryset twins of `rules`.

A notice is seen by who sees classes at its unit or at a unit below that (it may be asked for names). All its people are seen by who sees
classes at its unit; who stands below sees those their own units sent.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.quotas import api as quotas
from hocvien.sending.errors import NoticeNotFound, SendingNotFound
from hocvien.sending.models import Notice, Sending

_P = access.Permission


def notices_visible_to(actor: User | None, on: date) -> QuerySet[Notice]:
    """Notices the actor may see that day. No query of its own to build."""
    rows = Notice.objects.all()
    if actor is None:
        return rows
    units = access.unit_ids_for(actor, _P.CLASS_VIEW, on)
    sent = Sending.objects.filter(sending_unit_id__in=units).values("notice_id")
    return rows.filter(Q(unit_id__in=units) | Q(unit_id__in=_units_above(actor, on)) | Q(pk__in=sent))


def get_notice_for(actor: User | None, uuid: UUID, on: date) -> Notice:
    """The notice with programme, units and quota, if visible to the actor; else NoticeNotFound (404)."""
    rows = notices_visible_to(actor, on).select_related("programme", "unit", "issuer", "quota")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NoticeNotFound
    return found


def find_notice_of_quota(actor: User | None, quota: quotas.Quota, on: date) -> Notice | None:
    """The notice whose seats these are, if visible to the actor; None also for a quota of a plan line. One query beside the actor's grants."""
    if quota.plan_line_id is not None:
        return None
    return notices_visible_to(actor, on).filter(quota_id=quota.pk).first()


def sendings_visible_to(actor: User | None, on: date) -> QuerySet[Sending]:
    """Rows of notices at units where the actor sees classes, and rows of the actor's own units."""
    rows = Sending.objects.all()
    if actor is None:
        return rows
    units = access.unit_ids_for(actor, _P.CLASS_VIEW, on)
    return rows.filter(Q(sending_unit_id__in=units) | Q(notice__unit_id__in=units))


def get_sending_for(actor: User | None, uuid: UUID, on: date) -> Sending:
    """One person on one notice whom the actor sees, with everything named; SendingNotFound (404)."""
    found = (
        sendings_visible_to(actor, on)
        .select_related(
            "person",
            "notice__programme",
            "notice__unit",
            "notice__issuer",
            "sending_unit",
            "decision",
            "diploma",
            "transcript",
        )
        .filter(uuid=uuid)
        .first()
    )
    if found is None:
        raise SendingNotFound
    return found


def person_ids_for(actor: User | None, uuids: Iterable[object], on: date) -> list[int]:
    """Ids of the named people the actor sees, in the order given; others are left out. Two or three queries."""
    keys = [key for key in map(as_uuid, uuids) if key is not None]
    rows = access.people_visible_to(actor, on).order_by().filter(uuid__in=keys)
    found = dict(rows.values_list("uuid", "pk"))
    return [found[key] for key in keys if key in found]


def _units_above(actor: User, on: date) -> QuerySet[Any, Any]:
    """Ids of units above (and at) those where the actor holds class.view, as a subquery."""
    deep, flat = access.granted_unit_ids(actor, _P.CLASS_VIEW, on)
    return org.lines_on(on).filter(descendant_id__in=[*deep, *flat]).values("ancestor_id")


def as_uuid(key: Any) -> UUID | None:
    """A key that may come from an address or a form; None when it is not one."""
    try:
        return key if isinstance(key, UUID) else UUID(str(key))
    except ValueError:
        return None
