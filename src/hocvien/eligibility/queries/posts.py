"""Which posts a rule names: of one person's posts and plannings, those by which a programme of a theory level is meant for them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hocvien.eligibility.clauses import PostHeld, TheoryLevelBelow, read_clause
from hocvien.eligibility.data import LevelOfPosts
from hocvien.eligibility.models import Clause
from hocvien.eligibility.queries.recorded import citation_of
from hocvien.people import api as people


def levels_of_posts(posts: Iterable[people.Post], plannings: Iterable[people.Planning], on: date) -> list[LevelOfPosts]:
    """Programmes that give a theory level and whose rules of that day name a post the person holds, or is planned for; lowest level first.

    From the clauses alone, those for everybody: that one may attend is said by `judge`. Posts and plannings as `people.places_of` gives them;
    plannings count where the clause takes them, and are confidential. One query.
    """
    held, planned_for = list(posts), list(plannings)
    found: dict[int, LevelOfPosts] = {}
    for row, level, clause in _asked(on):
        programme = row.rule_set.programme
        named = _named(held, clause)
        planned = _named(planned_for, clause) if clause.or_planned else []
        if programme.pk not in found and (named or planned):
            found[programme.pk] = LevelOfPosts(
                programme_id=programme.pk,
                programme_code=programme.code,
                level=level,
                post_ids=tuple(named),
                planning_ids=tuple(planned),
                citation=citation_of(row),
                mark=row.mark,
            )
    return list(found.values())


def _asked(on: date) -> list[tuple[Clause, str, PostHeld]]:
    """(clause, theory level of its rule set, what it asks) of every clause of that day that names posts where a level is given; one query."""
    levels = Clause.objects.filter(kind=TheoryLevelBelow.kind).values("rule_set")
    rows = Clause.objects.filter(
        kind__in=(TheoryLevelBelow.kind, PostHeld.kind),
        rule_set__in=levels,
        rule_set__audience="",
        rule_set__valid_from__lte=on,
        rule_set__valid_to__gt=on,
    )
    level_of: dict[int, str] = {}
    naming: list[tuple[Clause, PostHeld]] = []
    for row in rows.select_related("rule_set__programme", "regulation").order_by(
        "rule_set__programme__position", "rule_set__study_mode", "rule_set", "position", "pk"
    ):
        clause = read_clause(row.kind, row.parameters)
        if isinstance(clause, PostHeld):
            naming.append((row, clause))
        elif isinstance(clause, TheoryLevelBelow):
            level_of.setdefault(row.rule_set_id, clause.level)
    return [(row, level_of[row.rule_set_id], clause) for row, clause in naming]


def _named(rows: Iterable[Any], clause: PostHeld) -> list[int]:
    """Those of the kinds that the clause names, at units of the kinds it names."""
    return sorted(
        row.pk
        for row in rows
        if (not clause.kinds or row.kind in clause.kinds)
        and (not clause.unit_kinds or row.unit_kind in clause.unit_kinds)
    )
