"""A clause's definition as one SQL expression: 1 met, 0 not met, NULL data missing; beside it the columns its value is said with.

The list of who may and the explanation of why not use these same expressions, so they cannot disagree. Every expression stands on
the person's row (`pk`), with subqueries by index; nothing is joined, so a hundred clauses do not multiply rows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, Min, OuterRef, Q, Subquery, TextChoices, Value, When
from django.db.models.expressions import Combinable

from hocvien.eligibility import clauses as definitions
from hocvien.eligibility.arithmetic import (
    add_months,
    earliest_start,
    latest_birth,
    latest_birth_month,
    latest_birth_year,
)
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records import api as records


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The day a person is judged for, the mode of study ("" unknown), and the day of nomination if it is another."""

    on: date
    study_mode: str = ""
    proposed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """The flag, and named columns for the words of the value."""

    flag: Combinable
    columns: dict[str, Combinable] = field(default_factory=dict)


def compile_clause(clause: definitions.Definition, question: Question) -> Compiled:
    """The SQL of one clause on one day; no query."""
    return _COMPILERS[type(clause)](clause, question)


_MET, _NOT_MET = Value(1), Value(0)
_MISSING = Value(None, output_field=IntegerField())
_PERSON = OuterRef("pk")


def _flag(*cases: When, default: Value) -> Case:
    return Case(*cases, default=default, output_field=IntegerField())


def _levels_from(scale: type[TextChoices], level: str) -> list[str]:
    """The level and all above it; a scale is declared from low to high."""
    values: list[str] = list(scale.values)
    return values[values.index(level) :]


def _member_on(on: date) -> Q:
    return Q(admitted_on__lte=on) & (Q(left_party_on=None) | Q(left_party_on__gt=on))


def _admission_unknown(on: date) -> Q:
    """In an official cell, yet no day of admission is recorded."""
    cells = people.belongings_on(on).filter(person=_PERSON, kind=people.BelongingKind.OFFICIAL_CELL)
    return Q(admitted_on=None) & Q(Exists(cells))


def _not_member(_clause: definitions.NotMember, question: Question) -> Compiled:
    return Compiled(
        _flag(
            When(_member_on(question.on), then=_NOT_MET),
            When(_admission_unknown(question.on), then=_MISSING),
            default=_MET,
        )
    )


def _member(clause: definitions.Member, question: Question) -> Compiled:
    on = question.on
    official = Q(official_on__lte=on)
    # a year after admission somebody without a day of becoming official may be either
    overdue = Q(official_on=None, admitted_on__lte=add_months(on, -12))
    cases = {
        "any": [When(_member_on(on), then=_MET)],
        "official": [
            When(_member_on(on) & official, then=_MET),
            When(_member_on(on) & overdue, then=_MISSING),
        ],
        "probationary": [When(_member_on(on) & (Q(official_on=None) | Q(official_on__gt=on)), then=_MET)],
    }[clause.standing]
    return Compiled(_flag(*cases, When(_admission_unknown(on), then=_MISSING), default=_NOT_MET))


def _probation_days_left(clause: definitions.ProbationDaysLeft, question: Question) -> Compiled:
    on = question.on
    earliest = earliest_start(clause.months, date.fromordinal(on.toordinal() + clause.at_least))
    return Compiled(
        _flag(
            When(_member_on(on) & Q(official_on__lte=on), then=_NOT_MET),
            When(_member_on(on) & Q(admitted_on__gte=earliest), then=_MET),
            When(_admission_unknown(on), then=_MISSING),
            default=_NOT_MET,
        )
    )


def _education(clause: definitions.EducationAtLeast, _question: Question) -> Compiled:
    enough = _levels_from(people.Education, clause.level)
    cases = [When(education__in=enough, then=_MET), When(education="", then=_MISSING)]
    if clause.minority_level:
        relief = [level for level in _levels_from(people.Education, clause.minority_level) if level not in enough]
        cases += [
            When(education__in=relief, ethnicity="", then=_MISSING),
            When(Q(education__in=relief) & ~Q(ethnicity__iexact=clause.majority), then=_MET),
        ]
    return Compiled(_flag(*cases, default=_NOT_MET))


def _age(clause: definitions.AgeAtLeast, question: Question) -> Compiled:
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
    refused = _MISSING if clause.study_mode and not question.study_mode else _NOT_MET
    by_sex = {people.Sex.FEMALE: clause.female, people.Sex.MALE: clause.male}
    return Compiled(
        _flag(
            *[When(Q(sex=sex) & reached(years), then=_MET) for sex, years in by_sex.items()],
            *[When(Q(sex=sex) & short_of(years), then=refused) for sex, years in by_sex.items()],
            When(Q(sex="") & reached(max(by_sex.values())), then=_MET),
            When(Q(sex="") & short_of(min(by_sex.values())), then=refused),
            default=_MISSING,
        )
    )


def age_day(clause: definitions.AgeAtLeast, question: Question) -> date:
    """The day the age is counted on."""
    return question.proposed_on or question.on if clause.reference == "nomination" else question.on


def _post(clause: definitions.PostHeld, question: Question) -> Compiled:
    held = people.posts_on(question.on).filter(person=_PERSON, kind__in=clause.kinds)
    return Compiled(
        _flag(When(Exists(held), then=_MET), default=_MISSING if clause.or_planned else _NOT_MET),
        {"title": Subquery(held.order_by("-valid_from", "pk").values("title")[:1])},
    )


def rating_years(clause: definitions.RatingsLastYears, question: Question) -> list[int]:
    """The years asked for, latest first."""
    return [question.on.year - n for n in range(1, clause.years + 1)]


def _ratings(clause: definitions.RatingsLastYears, question: Question) -> Compiled:
    years = rating_years(clause, question)
    # declared from best to worst
    grades: list[str] = list(people.RatingGrade.values)
    good = grades[: grades.index(clause.grade) + 1]
    rows = people.ratings().filter(person=_PERSON, year__in=years)
    if clause.rating_kind:
        rows = rows.filter(kind=clause.rating_kind)
    judged = (
        rows.order_by()
        .values("person")
        .annotate(
            worst=Min(Case(When(grade__in=good, then=_MET), default=_NOT_MET, output_field=IntegerField())),
            years=Count("year", distinct=True),
        )
        .annotate(flag=_flag(When(worst=0, then=_NOT_MET), When(years=len(years), then=_MET), default=_MISSING))
    )
    rank = Case(*[When(grade=grade, then=Value(n)) for n, grade in enumerate(grades)], output_field=IntegerField())
    columns: dict[str, Combinable] = {
        f"y{year}": Subquery(rows.filter(year=year).annotate(rank=rank).order_by("-rank").values("grade")[:1])
        for year in years
    }
    return Compiled(Subquery(judged.values("flag")[:1]), columns)


def _theory(clause: definitions.TheoryLevelAtLeast | definitions.TheoryLevelBelow, question: Question) -> Compiled:
    wanted = _levels_from(people.TheoryLevel, clause.level)
    rows = people.qualifications().filter(person=_PERSON)
    by_then = rows.filter(Q(issued_on=None) | Q(issued_on__lte=question.on), level__in=wanted)
    confirmations = by_then.filter(evidence=people.Evidence.CONFIRMATION)
    proven = by_then.filter(
        Q(evidence=people.Evidence.DIPLOMA)
        | Q(evidence=people.Evidence.CONFIRMATION, issued_on__lt=clause.confirmation_before)
    )
    undecided = by_then.filter(
        Q(evidence=people.Evidence.NONE) | Q(evidence=people.Evidence.CONFIRMATION, issued_on=None)
    )
    held = Q(Exists(proven))
    codes = [code for level, code in clause.diplomas if level in wanted]
    columns: dict[str, Combinable] = {
        "level": _highest(proven),
        "claimed": _highest(undecided),
        "refused_on": Subquery(
            confirmations.filter(issued_on__gte=clause.confirmation_before)
            .order_by("-issued_on")
            .values("issued_on")[:1]
        ),
    }
    if codes:
        issued = records.certificates_valid_on(codes, question.on).filter(person=_PERSON)
        held |= Q(Exists(issued))
        columns["diploma"] = Subquery(issued.order_by("-issued_on", "-pk").values("number_text")[:1])
    if isinstance(clause, definitions.TheoryLevelBelow):
        flag = _flag(When(held, then=_NOT_MET), When(Exists(undecided), then=_MISSING), default=_MET)
    else:
        flag = _flag(
            When(held, then=_MET),
            When(Exists(undecided), then=_MISSING),
            When(Exists(rows), then=_NOT_MET),
            default=_MISSING,
        )
    return Compiled(flag, columns)


def _highest(rows: Any) -> Subquery:
    levels: Iterable[str] = people.TheoryLevel.values
    rank = Case(*[When(level=level, then=Value(n)) for n, level in enumerate(levels)], output_field=IntegerField())
    return Subquery(rows.annotate(rank=rank).order_by("-rank", "pk").values("level")[:1])


def _certificate(clause: definitions.NoValidCertificate | definitions.HasCertificate, question: Question) -> Compiled:
    """A paper of our register, else one from elsewhere that somebody saw and confirmed."""
    held = records.certificates_valid_on(clause.programmes, question.on).filter(person=_PERSON)
    elsewhere = records.trainings_valid_on(clause.programmes, question.on).filter(person=_PERSON)
    holds = Q(Exists(held)) | Q(Exists(elsewhere))
    if isinstance(clause, definitions.NoValidCertificate):
        flag = _flag(When(holds, then=_NOT_MET), default=_MET)
    else:
        flag = _flag(When(holds, then=_MET), default=_MISSING if clause.without == "missing" else _NOT_MET)
    latest = held.order_by("-issued_on", "-pk")
    other = elsewhere.order_by("-issued_on", "-pk")
    return Compiled(
        flag,
        {
            "number": Subquery(latest.values("number_text")[:1]),
            "until": Subquery(latest.values("valid_until")[:1]),
            "elsewhere": Subquery(other.values("organiser")[:1]),
            "elsewhere_number": Subquery(other.values("paper_number")[:1]),
            "elsewhere_until": Subquery(other.values("valid_until")[:1]),
        },
    )


def _belonging(clause: definitions.HasBelonging, question: Question) -> Compiled:
    rows = people.belongings_on(question.on).filter(person=_PERSON, kind__in=clause.kinds)
    named = rows.annotate(unit_name=org.name_subquery("unit_id", question.on)).order_by("-valid_from", "pk")
    return Compiled(
        _flag(When(Exists(rows), then=_MET), default=_MISSING), {"unit": Subquery(named.values("unit_name")[:1])}
    )


_COMPILERS: dict[type[Any], Callable[[Any, Question], Compiled]] = {
    definitions.NotMember: _not_member,
    definitions.Member: _member,
    definitions.ProbationDaysLeft: _probation_days_left,
    definitions.EducationAtLeast: _education,
    definitions.AgeAtLeast: _age,
    definitions.PostHeld: _post,
    definitions.RatingsLastYears: _ratings,
    definitions.TheoryLevelAtLeast: _theory,
    definitions.TheoryLevelBelow: _theory,
    definitions.NoValidCertificate: _certificate,
    definitions.HasCertificate: _certificate,
    definitions.HasBelonging: _belonging,
}
