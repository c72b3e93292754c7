"""After the deadline: what nobody was named for comes back to the owner, and whoever waits is given it in the stated order."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.quotas.data import Sharing
from hocvien.quotas.errors import DeadlineNotLater, NothingToShare, SharingChanged
from hocvien.quotas.models import Account, Act, Entry, Quota
from hocvien.quotas.operations.locking import check_and_save, lock_quota, move, post, settle_asks
from hocvien.quotas.queries.quotas import preview_sharing
from hocvien.quotas.rules import require_govern


@transaction.atomic
def share_out(
    *,
    actor: User | None,
    quota: Quota,
    seen: Sharing | str,
    names_due_on: date | None = None,
    today: date,
    now: datetime,
) -> Sharing:
    """Take back, once the deadline is over, every seat without a name below the owner, and give the owner's free seats to those that wait.

    `seen`: the preview somebody agreed to, or its token. `names_due_on`: the next deadline, which whoever is given seats needs once this
    one is over. Raises NothingToShare, SharingChanged, DeadlineNotLater, NotAllowed. A few queries whatever the number of units.
    """
    require_govern(actor, quota, today)
    locked = lock_quota(quota)
    sharing = preview_sharing(locked, today)
    if not sharing.taken and not sharing.given:
        raise NothingToShare
    if sharing.token != (seen if isinstance(seen, str) else seen.token):
        raise SharingChanged
    due_on = names_due_on or locked.names_due_on
    if sharing.given and due_on <= today:
        raise DeadlineNotLater(today)
    free = (locked.owner_id, Account.FREE.value)
    said: dict[str, Any] = {"actor": actor, "unit": locked.owner, "now": now, "today": today}
    taken: list[Entry] = [
        move(locked, Act.TAKE_BACK, number, from_=(one.unit_id, account), to=free)
        for one in sharing.taken
        for account, number in ((Account.FREE.value, one.free), (Account.RESERVED.value, one.reserved))
        if number
    ]
    if taken:
        post(locked, taken, verb="quotas.take_back", **said)
    given = [
        move(locked, Act.GIVE, one.seats, from_=free, to=(one.unit_id, Account.FREE.value), ask_id=one.ask_id)
        for one in sharing.given
    ]
    before = locked.names_due_on
    if due_on != before:
        locked.names_due_on = due_on
        check_and_save(locked)
    if given:
        more = {"order": sharing.order, "names_due_on": due_on, "names_due_on_before": before}
        post(locked, given, verb="quotas.give_seats", more=more, **said)
        settle_asks(locked, [one.unit_id for one in sharing.given])
    return sharing
