"""What would change if other conditions were in force: counted on real people by the same expressions that judge them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from hocvien.eligibility.clauses import read_clause
from hocvien.eligibility.data import ClauseDropped, NewClause, Trial
from hocvien.eligibility.errors import TooManyToTry
from hocvien.eligibility.models import Clause
from hocvien.eligibility.queries.compiler import Question
from hocvien.eligibility.queries.judging import Ruled, flags_of
from hocvien.eligibility.queries.recorded import list_clauses, rule_set_as_of
from hocvien.org import api as org
from hocvien.people import api as people

MOST_TRIED = 50_000
# ids named in one statement when those who gain or lose are told by unit
_AT_A_TIME = 5_000


def try_rules(
    among: QuerySet[people.Person],
    *,
    programme_id: int,
    study_mode: str,
    clauses: Sequence[NewClause],
    on: date,
    unit_id: int | None,
    audience: str = "",
) -> Trial:
    """How many of these people may attend by the recorded rule and by these clauses, who gains and who loses, by unit.

    `unit_id`: gains and losses are told for each unit directly below it. Also how many would be let in if a clause went. About ten
    queries, one pass over the people; at most MOST_TRIED, else TooManyToTry.
    """
    count = among.count()
    if count > MOST_TRIED:
        raise TooManyToTry(count, MOST_TRIED)
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
    gained, lost = [], []
    counts: Counter[str] = Counter()
    alone: Counter[int] = Counter()
    rows = among.order_by().annotate(**after, **before).values_list("pk", *after, *before)
    for pk, *flags in rows.iterator(chunk_size=5_000):
        new, old = flags[: len(after)], flags[len(after) :]
        may_now = rule_set is not None and all(flag == 1 for flag in old)
        may_then = all(flag == 1 for flag in new)
        counts["before"] += may_now
        counts["after"] += may_then
        counts["missing"] += not may_then and 0 not in new
        if may_then and not may_now:
            gained.append(pk)
        if may_now and not may_then:
            lost.append(pk)
        standing_in_the_way = [n for n, flag in enumerate(new) if flag != 1]
        if len(standing_in_the_way) == 1:
            alone[standing_in_the_way[0]] += 1
    asking = [row for row, definition in ruled if row.kind != "approved_exception"]
    return Trial(
        on=on,
        people=count,
        before=counts["before"] if rule_set is not None else None,
        after=counts["after"],
        missing=counts["missing"],
        gained=tuple(gained),
        lost=tuple(lost),
        by_unit=_by_unit(gained, lost, unit_id, on),
        dropped=tuple(
            ClauseDropped(title=row.title, title_en=row.title_en, people=alone[n]) for n, row in enumerate(asking)
        ),
    )


def _by_unit(gained: list[int], lost: list[int], unit_id: int | None, on: date) -> tuple[tuple[int, int, int], ...]:
    """(unit, how many gain, how many lose) for each unit directly below, and the unit itself for who belongs to none of them."""
    changed = gained + lost
    if not changed:
        return ()
    main: dict[int, int] = {}
    for start in range(0, len(changed), _AT_A_TIME):
        main |= people.main_unit_ids(changed[start : start + _AT_A_TIME], on)
    below = set(org.children_ids_as_of(unit_id, on, by_name=False))
    branch = dict(org.lines_among(set(main.values()), below, on))
    counts: dict[int, list[int]] = {}
    for column, ids in enumerate((gained, lost)):
        for pk in ids:
            unit = branch.get(main.get(pk, 0)) or unit_id or main.get(pk, 0)
            counts.setdefault(unit, [0, 0])[column] += 1
    return tuple((unit, gain, loss) for unit, (gain, loss) in counts.items())
