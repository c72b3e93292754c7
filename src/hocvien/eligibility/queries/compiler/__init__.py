"""A clause's definition as one SQL expression: 1 met, 0 not met, NULL data missing; beside it the columns its value is said with.

The list of who may and the explanation of why not use these same expressions, so they cannot disagree. Every expression stands on
the person's row (`pk`), with subqueries by index; nothing is joined, so a hundred clauses do not multiply rows.
"""

from collections.abc import Callable
from typing import Any

from hocvien.eligibility import clauses as definitions
from hocvien.eligibility.queries.compiler.age import age, age_day, years_left, years_left_bounds
from hocvien.eligibility.queries.compiler.education import education, rating_years, ratings
from hocvien.eligibility.queries.compiler.granted import attested, exception, granted, lift
from hocvien.eligibility.queries.compiler.membership import (
    belonging,
    member,
    not_member,
    probation_days_left,
    within_units,
)
from hocvien.eligibility.queries.compiler.papers import certificate, theory
from hocvien.eligibility.queries.compiler.parts import Compiled, Question
from hocvien.eligibility.queries.compiler.posts import managed_by, post, works_in

__all__ = [
    "Compiled",
    "Question",
    "age_day",
    "compile_clause",
    "cost_of",
    "granted",
    "lift",
    "rating_years",
    "years_left_bounds",
]

_COMPILERS: dict[type[Any], Callable[[Any, Question], Compiled]] = {
    definitions.NotMember: not_member,
    definitions.Member: member,
    definitions.ProbationDaysLeft: probation_days_left,
    definitions.EducationAtLeast: education,
    definitions.AgeAtLeast: age,
    definitions.PostHeld: post,
    definitions.RatingsLastYears: ratings,
    definitions.TheoryLevelAtLeast: theory,
    definitions.TheoryLevelBelow: theory,
    definitions.NoValidCertificate: certificate,
    definitions.HasCertificate: certificate,
    definitions.HasBelonging: belonging,
    definitions.WorksIn: works_in,
    definitions.ManagedBy: managed_by,
    definitions.WithinUnits: within_units,
    definitions.YearsLeft: years_left,
    definitions.Attested: attested,
    definitions.ApprovedException: exception,
}


def compile_clause(clause: definitions.Definition, question: Question) -> Compiled:
    """The SQL of one clause on one day; no query."""
    return _COMPILERS[type(clause)](clause, question)


_OF_THE_ROW = (
    definitions.NotMember,
    definitions.Member,
    definitions.ProbationDaysLeft,
    definitions.EducationAtLeast,
    definitions.AgeAtLeast,
    definitions.YearsLeft,
)


def cost_of(clause: definitions.Definition) -> int:
    """How dear a clause is to ask of one person: 0 from the person's row, 1 by one look-up in an index, 2 by counting rows."""
    if isinstance(clause, _OF_THE_ROW):
        return 0
    return 2 if isinstance(clause, definitions.RatingsLastYears) else 1
