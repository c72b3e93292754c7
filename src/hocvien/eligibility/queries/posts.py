"""Which posts a rule names: of one person's posts and plannings, those by which a programme of a theory level is meant for them."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from hocvien.eligibility.clauses import PostHeld, TheoryLevelBelow, read_clause
from hocvien.eligibility.data import LevelOfPosts
from hocvien.eligibility.models import RuleSet
from hocvien.eligibility.queries.recorded import citation_of
from hocvien.org import api as org
from hocvien.people import api as people


def levels_of_posts(person_id: int, on: date, *, with_planned: bool) -> list[LevelOfPosts]:
    """Programmes that give a theory level and whose rules of that day name a post the person holds, or is planned for; lowest level first.

    From the clauses alone, those for everybody: that one may attend is said by `judge`. `with_planned`: plannings too, where the clause
    takes them; they are confidential. Three queries, and one or two for each such programme.
    """
    rows = RuleSet.objects.filter(audience="", valid_from__lte=on, valid_to__gt=on, clauses__kind=TheoryLevelBelow.kind)
    found: dict[int, LevelOfPosts] = {}
    for rule_set in (
        rows.distinct().prefetch_related("clauses__regulation").order_by("programme__position", "study_mode")
    ):
        clauses = [(row, read_clause(row.kind, row.parameters)) for row in rule_set.clauses.all()]
        level = next(one.level for _row, one in clauses if isinstance(one, TheoryLevelBelow))
        for row, clause in clauses:
            if not isinstance(clause, PostHeld) or rule_set.programme_id in found:
                continue
            posts = _named(people.posts_on(on), clause, person_id, on)
            planned = (
                _named(people.plannings_on(on), clause, person_id, on) if with_planned and clause.or_planned else []
            )
            if posts or planned:
                found[rule_set.programme_id] = LevelOfPosts(
                    programme_id=rule_set.programme_id,
                    level=level,
                    post_ids=tuple(posts),
                    planning_ids=tuple(planned),
                    citation=citation_of(row),
                    mark=row.mark,
                )
    return list(found.values())


def _named(rows: QuerySet[Any], clause: PostHeld, person_id: int, on: date) -> list[int]:
    rows = rows.filter(person_id=person_id)
    if clause.kinds:
        rows = rows.filter(kind__in=clause.kinds)
    if clause.unit_kinds:
        rows = rows.filter(unit_id__in=org.kind_ids_as_of(clause.unit_kinds, on))
    return list(rows.order_by("pk").values_list("pk", flat=True))
