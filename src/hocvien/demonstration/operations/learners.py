"""Accounts that read one record as their own: a learner without any role, and the one with every hat."""

from datetime import date, datetime

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.demonstration.constants import EVERY_HAT, LEARNER
from hocvien.demonstration.data import SignIn
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records import api as records

# whose page shows most: late or due soon first, then who waits, then who fulfilled it
_TELLING = ("overdue", "long_overdue", "due_soon", "due", "held")


def enter_learners(commune: org.Unit, password: str, place: str, today: date, now: datetime) -> list[SignIn]:
    """Tie an account without a role to a cell secretary of the sample, and the one with every hat to a record of its own.

    Returns the learner's sign-in as it is told. A few dozen queries.
    """
    below = org.descendant_ids_as_of(commune.pk, today)
    posts = people.posts_on(today).filter(kind="cell_secretary", unit_id__in=below).order_by("person_id")
    ids = list(dict.fromkeys(posts.values_list("person_id", flat=True)))
    owed = obligations.reckon(ids, today)
    learner = people.people_by_ids([min(ids, key=lambda pk: _rank(pk, owed[pk]))]).popitem()[1]
    access.open_account(actor=None, username=LEARNER, full_name=learner.full_name, password=password)
    access.tie_account(actor=None, username=LEARNER, person=learner, today=today, now=now)
    hats = accounts.find_user(EVERY_HAT)
    if hats is not None:
        own = people.add_person(actor=None, new=_person_of(hats, commune, today))
        access.tie_account(actor=None, username=EVERY_HAT, person=own, today=today, now=now)
    name = org.label_as_of(commune.pk, today).name
    return [SignIn(LEARNER, password, "Học viên", place, name, "", ())]


def _person_of(user: accounts.User, commune: org.Unit, today: date) -> people.NewPerson:
    """A committee member of the commune for two years, or since there is one."""
    since = max(commune.valid_from, date(today.year - 2, 3, 1))
    return people.NewPerson(
        full_name=user.full_name,
        birth="1984-09-12",
        sex="female",
        education="university",
        admitted_on=date(today.year - 12, 5, 19),
        official_on=date(today.year - 11, 5, 19),
        belongings=(people.NewBelonging(commune.pk, "official_cell", since),),
        posts=(people.NewPost(commune.pk, "committee_member", "Đảng ủy viên", since),),
        is_generated=True,
    )


def _rank(person_id: int, rows: list[obligations.Reckoning]) -> tuple[int, int, int]:
    """How telling a record is: by what is due, and among those alike the one with most papers."""
    states = [_TELLING.index(row.state) for row in rows if row.state in _TELLING]
    return min(states, default=len(_TELLING)), -records.transcript(person_id).count(), person_id
