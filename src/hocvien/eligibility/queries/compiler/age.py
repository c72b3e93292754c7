"""Age on a day, and the years left until the retirement age."""

from datetime import date

from django.db.models import Q, Value, When

from hocvien.eligibility import clauses as definitions
from hocvien.eligibility.arithmetic import (
    add_months,
    earliest_birth_retiring,
    latest_birth,
    latest_birth_month,
    latest_birth_year,
)
from hocvien.eligibility.queries.compiler.parts import MET, MISSING, NOT_MET, Compiled, Question, answer
from hocvien.people import api as people


def age(clause: definitions.AgeAtLeast, question: Question) -> Compiled:
    if clause.study_mode and question.study_mode and clause.study_mode != question.study_mode:
        return Compiled(Value(1))
    on = age_day(clause, question)
    old_enough = {years: latest_birth(years, on) for years in {clause.female, clause.male}}

    def reached(years: int) -> Q:
        bound = old_enough[years]
        return (
            Q(birth_precision=people.BirthPrecision.DAY, birth_on__lte=bound)
            | Q(birth_precision=people.BirthPrecision.MONTH, birth_on__lte=latest_birth_month(bound))
            | Q(birth_precision=people.BirthPrecision.YEAR, birth_on__lte=latest_birth_year(bound))
        )

    def short_of(years: int) -> Q:
        # `birth_on` is the first day the birth can mean, so this holds whatever is known of it
        return Q(birth_on__gt=old_enough[years])

    # a clause for one mode alone cannot refuse while the mode is unknown
    refused = MISSING if clause.study_mode and not question.study_mode else NOT_MET
    by_sex = {people.Sex.FEMALE: clause.female, people.Sex.MALE: clause.male}
    return Compiled(
        answer(
            *[When(Q(sex=sex) & reached(years), then=MET) for sex, years in by_sex.items()],
            *[When(Q(sex=sex) & short_of(years), then=refused) for sex, years in by_sex.items()],
            When(Q(sex="") & reached(max(by_sex.values())), then=MET),
            When(Q(sex="") & short_of(min(by_sex.values())), then=refused),
            default=MISSING,
        )
    )


def age_day(clause: definitions.AgeAtLeast, question: Question) -> date:
    """The day the age is counted on."""
    return question.proposed_on or question.on if clause.reference == "nomination" else question.on


def years_left_bounds(clause: definitions.YearsLeft, on: date) -> dict[str, date]:
    """Sex → the first day of birth that leaves years enough."""
    until = add_months(on, 12 * clause.years)
    rules = {
        people.Sex.FEMALE: (clause.female, clause.female_step, clause.female_most),
        people.Sex.MALE: (clause.male, clause.male_step, clause.male_most),
    }
    return {str(sex): earliest_birth_retiring(until, clause.first_year, *rule) for sex, rule in rules.items()}


def years_left(clause: definitions.YearsLeft, question: Question) -> Compiled:
    bounds = years_left_bounds(clause, question.on)

    def enough(bound: date) -> Q:
        # the first day the birth can mean
        return Q(birth_on__gte=bound)

    def too_old(bound: date) -> Q:
        return (
            Q(birth_precision=people.BirthPrecision.DAY, birth_on__lt=bound)
            | Q(birth_precision=people.BirthPrecision.MONTH, birth_on__lt=bound.replace(day=1))
            | Q(birth_precision=people.BirthPrecision.YEAR, birth_on__lt=bound.replace(month=1, day=1))
        )

    return Compiled(
        answer(
            *[When(Q(sex=sex) & enough(bound), then=MET) for sex, bound in bounds.items()],
            *[When(Q(sex=sex) & too_old(bound), then=NOT_MET) for sex, bound in bounds.items()],
            When(Q(sex="") & enough(max(bounds.values())), then=MET),
            When(Q(sex="") & too_old(min(bounds.values())), then=NOT_MET),
            default=MISSING,
        )
    )
