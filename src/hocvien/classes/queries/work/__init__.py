"""What waits for an account in the classes and lists it has to do with. Two queries: classes with their rolls, and lists; however many there are of each.

Each kind of work is an arm of one statement, so that what the account may do is said once for each and the database plans it once. The
database also cuts each arm and counts what it cut.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.data import WorkItem
from hocvien.classes.models import TrainingClass
from hocvien.classes.queries.visibility import acts_as_head
from hocvien.classes.queries.work.classes import work_of_classes
from hocvien.classes.queries.work.desk import Desk
from hocvien.classes.queries.work.lists import work_of_lists

_P = access.Permission
_ASKED = (
    _P.CLASS_EDIT,
    _P.LIST_PROPOSE,
    _P.LIST_APPROVE,
    _P.LIST_ADMIT,
    _P.SESSION_EDIT,
    _P.ROLL_RECORD,
    _P.RESULT_EDIT,
    _P.RESULT_DECIDE,
    _P.CERTIFICATE_ISSUE,
)
_HEADS = frozenset({_P.SESSION_EDIT, _P.ROLL_RECORD, _P.RESULT_EDIT})


def work_items(
    actor: User | None, on: date, scope_unit_ids: QuerySet[Any] | Iterable[int] | None = None
) -> list[WorkItem]:
    """Everything waiting, the most pressing first; at most 20 of a kind, and how many more. Two queries, two to know the account."""
    scope = scope_unit_ids if scope_unit_ids is None or isinstance(scope_unit_ids, QuerySet) else list(scope_unit_ids)
    desk = Desk(actor, on, scope, access.unit_ids_by_permission(actor, _ASKED, on))
    held: set[str] = set(_ASKED) if actor is None else access.permissions_of(actor, on)
    if actor is not None and not held >= _HEADS:
        held |= _head_permissions(actor)
    found = work_of_classes(desk, held) + work_of_lists(desk, held)
    return sorted(found, key=lambda item: (item.due_on or date.max, item.kind, item.title))


def _head_permissions(actor: User) -> set[str]:
    """The head of a class has its roll and results to do even without a grant."""
    if acts_as_head(actor) and TrainingClass.objects.filter(head=actor).exists():
        return set(_HEADS)
    return set()
