"""What would change if other conditions were in force: counted on real people by the same expressions that judge them."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.among import among
from hocvien.common.batched import batched
from hocvien.eligibility.clauses import read_clause
from hocvien.eligibility.constants import NAMED_MOST
from hocvien.eligibility.data import ClauseDropped, NewClause, Trial
from hocvien.eligibility.models import Clause, RuleDraft, RuleTrial
from hocvien.eligibility.queries.compiler import Question
from hocvien.eligibility.queries.judging import Ruled, flags_of
from hocvien.eligibility.queries.recorded import list_clauses, rule_set_as_of
from hocvien.org import api as org
from hocvien.people import api as people

# people asked about in one statement: some tenths of a second
_AT_A_TIME = 5_000


def try_rules(
    among_people: QuerySet[people.Person],
    *,
    programme_id: int,
    study_mode: str,
    clauses: Sequence[NewClause],
    on: date,
    unit_id: int | None,
    audience: str = "",
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> Trial:
    """How many of these people may attend by the recorded rule and by these clauses, who gains and who loses, by unit.

    `unit_id`: gains and losses are told for each unit directly below it. Also who would be let in if a clause went: how many, and
    the first NAMED_MOST. One pass over
    the people, three statements for each 5,000 of them, five beside; `told(done, total)` is called between. About 20,000 people a second.
    """
    question = Question(on=on, study_mode=study_mode, programme_id=programme_id)
    ruled: list[Ruled] = [
        (Clause(kind=new.kind, title=new.title, title_en=new.title_en), read_clause(new.kind, new.parameters))
        for new in clauses
    ]
    after = flags_of(ruled, question, "a_")
    rule_set = rule_set_as_of(programme_id, study_mode, on, audience=audience)
    recorded = (
        [] if rule_set is None else [(row, read_clause(row.kind, row.parameters)) for row in list_clauses(rule_set)]
    )
    before = flags_of(recorded, question, "b_")
    branches = _Branches(unit_id, on)
    gained: list[int] = []
    lost: list[int] = []
    counts: Counter[str] = Counter()
    alone: Counter[int] = Counter()
    let_in: dict[int, list[int]] = {}
    ids = list(among_people.order_by("pk").values_list("pk", flat=True))
    told(0, len(ids))
    for done, part in _parts(ids):
        rows = people.people().filter(among("pk", part)).order_by().annotate(**after, **before)
        gains: list[int] = []
        losses: list[int] = []
        for pk, *flags in rows.values_list("pk", *after, *before):
            new, old = flags[: len(after)], flags[len(after) :]
            may_now = rule_set is not None and all(flag == 1 for flag in old)
            may_then = all(flag == 1 for flag in new)
            counts["before"] += may_now
            counts["after"] += may_then
            counts["missing"] += not may_then and 0 not in new
            if may_then and not may_now:
                gains.append(pk)
            if may_now and not may_then:
                losses.append(pk)
            standing_in_the_way = [n for n, flag in enumerate(new) if flag != 1]
            if len(standing_in_the_way) == 1:
                (clause,) = standing_in_the_way
                alone[clause] += 1
                if alone[clause] <= NAMED_MOST:
                    let_in.setdefault(clause, []).append(pk)
        branches.count(gains, losses)
        gained += sorted(gains)
        lost += sorted(losses)
        told(done, len(ids))
    asking = [row for row, _definition in ruled if row.kind != "approved_exception"]
    return Trial(
        on=on,
        people=len(ids),
        before=counts["before"] if rule_set is not None else None,
        after=counts["after"],
        missing=counts["missing"],
        gained=tuple(gained),
        lost=tuple(lost),
        by_unit=branches.counted(),
        dropped=tuple(
            ClauseDropped(title=row.title, title_en=row.title_en, people=alone[n], named=tuple(let_in.get(n, ())))
            for n, row in enumerate(asking)
        ),
    )


def people_tried(actor: User | None, unit_id: int | None, on: date) -> QuerySet[people.Person]:
    """Who belongs to the unit or below it that day (None: to any), as far as the actor may see them."""
    seen = access.people_visible_to(actor, on).filter(anonymised_on=None)
    if unit_id is None:
        return seen
    return seen.filter(pk__in=people.person_ids_at(org.descendant_ids_as_of(unit_id, on), on))


def find_trial(actor: User | None, draft: RuleDraft, unit_code: str) -> RuleTrial | None:
    """The actor's last trial of the draft with that unit's people ("": with all the actor sees), with its job; one query."""
    rows = RuleTrial.objects.select_related("job").filter(draft=draft, asked_by=actor, unit_code=unit_code)
    return rows.order_by("-asked_at", "-pk").first()


def _parts(ids: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """(how many when it is done, the ids of a part)."""
    done = 0
    for part in batched(ids, _AT_A_TIME):
        done += len(part)
        yield done, list(part)


class _Branches:
    """Gains and losses for each unit directly below, and for the unit itself of who belongs to none of them."""

    def __init__(self, unit_id: int | None, on: date) -> None:
        self._unit_id, self._on = unit_id, on
        self._below = set(org.children_ids_as_of(unit_id, on, by_name=False))
        self._branch: dict[int, int] = {}
        self._counts: dict[int, list[int]] = {}

    def count(self, gains: Sequence[int], losses: Sequence[int]) -> None:
        """Two queries at most."""
        if not gains and not losses:
            return
        main = people.main_unit_ids([*gains, *losses], self._on)
        unknown = set(main.values()) - self._branch.keys()
        self._branch |= dict.fromkeys(unknown, 0) | dict(org.lines_among(unknown, self._below, self._on))
        for column, ids in enumerate((gains, losses)):
            for pk in ids:
                unit = self._branch.get(main.get(pk, 0)) or self._unit_id or main.get(pk, 0)
                self._counts.setdefault(unit, [0, 0])[column] += 1

    def counted(self) -> tuple[tuple[int, int, int], ...]:
        return tuple((unit, gain, loss) for unit, (gain, loss) in self._counts.items())
