"""Who may do what with a notice and the people on it. Rights are asked at the notice's unit, or at the unit that sends a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.sending.errors import BothOnNotice
from hocvien.sending.models import Notice, NoticeStatus, Sending, SendingStatus

_P = access.Permission


@dataclass(frozen=True, slots=True)
class Actions:
    """What the actor may do with a notice now; `see_all`: all its people, not only those of the actor's units; `split`: hand its seats down."""

    edit: bool
    propose: bool
    decide: bool
    see_all: bool
    split: bool = False


def actions_of(actor: User | None, notice: Notice, on: date) -> Actions:
    """About five queries."""
    is_open = notice.status == NoticeStatus.OPEN
    edits = access.can(actor, _P.LIST_PROPOSE, notice.unit, on)
    decides = access.can(actor, _P.LIST_APPROVE, notice.unit, on)
    in_time = notice.names_due_on is None or on <= notice.names_due_on
    proposes = edits or (actor is not None and _proposes_below(actor, notice, on))
    return Actions(
        edit=is_open and edits,
        propose=is_open and proposes and (in_time or decides),
        decide=is_open and decides,
        see_all=access.can(actor, _P.CLASS_VIEW, notice.unit, on),
        split=is_open and notice.quota_id is None and access.can(actor, _P.PLAN_EDIT, notice.unit, on),
    )


def _proposes_below(actor: User, notice: Notice, on: date) -> bool:
    below = org.descendant_ids_as_of(notice.unit_id, on)
    return bool(access.unit_ids_for(actor, _P.LIST_PROPOSE, on).filter(pk__in=below).exists())


def can_follow(actor: User | None, sending: Sending, on: date) -> bool:
    """Whether the actor records progress: list.propose at the notice's unit or at the unit that sent the person."""
    return access.can(actor, _P.LIST_PROPOSE, sending.notice.unit, on) or access.can(
        actor, _P.LIST_PROPOSE, sending.sending_unit, on
    )


def require_follow(actor: User | None, sending: Sending, on: date) -> None:
    """Raise NotAllowed unless `can_follow`."""
    if not can_follow(actor, sending, on):
        raise access.NotAllowed(_P.LIST_PROPOSE, org.label_as_of(sending.notice.unit_id, on).name)


def can_keep(actor: User | None, sending: Sending, on: date) -> bool:
    """Whether the actor records a diploma: it goes into the person's record, so who follows it must keep that record too."""
    return can_follow(actor, sending, on) and access.can_for_person(actor, _P.PERSON_EDIT, sending.person, on)


def require_keep(actor: User | None, sending: Sending, on: date) -> None:
    """Raise NotAllowed unless `can_keep`."""
    require_follow(actor, sending, on)
    if not access.can_for_person(actor, _P.PERSON_EDIT, sending.person, on):
        raise access.NotAllowed(_P.PERSON_EDIT, org.label_as_of(sending.sending_unit_id, on).name)


def refuse_merge_of_sent(survivor_id: int, merged_id: int) -> Sequence[DomainError]:
    """Why two records cannot be one person: both stand on the list of one notice. One query."""
    standing = (SendingStatus.PROPOSED, SendingStatus.SENT)
    rows = Sending.objects.filter(status__in=standing, person_id__in=[survivor_id, merged_id]).order_by("pk")
    seen: dict[int, set[int]] = {}
    names: dict[int, str] = {}
    for notice_id, person_id, name in rows.values_list("notice_id", "person_id", "notice__name"):
        seen.setdefault(notice_id, set()).add(person_id)
        names[notice_id] = name
    return [BothOnNotice(names[pk]) for pk, people in seen.items() if len(people) > 1]
