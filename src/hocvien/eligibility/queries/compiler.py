"""A clause's definition as one SQL expression: 1 met, 0 not met, NULL data missing; beside it the columns its value is said with.

The list of who may and the explanation of why not use these same expressions, so they cannot disagree. Every expression stands on
the person's row (`pk`), with subqueries by index; nothing is joined, so a hundred clauses do not multiply rows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from hocvien.eligibility import clauses as definitions
from hocvien.eligibility.arithmetic import (
    add_months,
    earliest_birth_retiring,
    earliest_start,
    latest_birth,
    latest_birth_month,
    latest_birth_year,
    latest_start,
)
from hocvien.eligibility.models import Attestation, GrantedException
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records import api as records


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The day a person is judged for, the mode of study ("" unknown), and the day of nomination if it is another.

    `programme_id`: for which programme exceptions were decided.
    """

    on: date
    programme_id: int = 0
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
    since = latest_start(clause.months, on)
    official = Q(official_on__lte=since)
    # a year after admission somebody without a day of becoming official may be either
    overdue = Q(official_on=None, admitted_on__lte=add_months(on, -12))
    cases = {
        "any": [When(_member_on(on) & Q(admitted_on__lte=since), then=_MET)],
        "official": [
            When(_member_on(on) & official, then=_MET),
            When(_member_on(on) & overdue, then=_MISSING),
        ],
        "probationary": [
            When(_member_on(on) & Q(admitted_on__lte=since) & (Q(official_on=None) | Q(official_on__gt=on)), then=_MET)
        ],
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


def _education(clause: definitions.EducationAtLeast, question: Question) -> Compiled:
    on = question.on
    enough = _levels_from(people.Education, clause.level)

    def relieved(level: str) -> Q:
        return Q(education__in=[one for one in _levels_from(people.Education, level) if one not in enough])

    cases = [When(education__in=enough, then=_MET), When(education="", then=_MISSING)]
    columns: dict[str, Combinable] = {}
    if clause.area_level:
        areas = org.UnitFact.objects.filter(
            kind=org.FactKind.AREA, code__in=clause.areas, valid_from__lte=on, valid_to__gt=on
        )
        below = org.descendant_ids_of_many(areas.values("unit_id"), on)
        there = Exists(people.belongings_on(on).filter(person=_PERSON, unit_id__in=below))
        cases.append(When(relieved(clause.area_level) & Q(there), then=_MET))
        columns["area"] = _flag(When(there, then=_MET), default=_NOT_MET)
    if clause.post_level:
        held = Exists(people.posts_on(on).filter(person=_PERSON, kind__in=clause.posts))
        cases.append(When(relieved(clause.post_level) & Q(held), then=_MET))
        columns["post"] = _flag(When(held, then=_MET), default=_NOT_MET)
    if clause.minority_level:
        relief = relieved(clause.minority_level)
        cases += [
            When(relief & Q(ethnicity=""), then=_MISSING),
            When(relief & ~Q(ethnicity__iexact=clause.majority), then=_MET),
        ]
    return Compiled(_flag(*cases, default=_NOT_MET), columns)


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


def _of_kinds(rows: QuerySet[Any], kinds: Iterable[str], unit_kinds: Iterable[str], on: date) -> QuerySet[Any]:
    rows = rows.filter(person=_PERSON)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if unit_kinds:
        rows = rows.filter(unit_id__in=org.kind_ids_as_of(unit_kinds, on))
    return rows


def _post(clause: definitions.PostHeld, question: Question) -> Compiled:
    on = question.on
    held = _of_kinds(people.posts_on(on), clause.kinds, clause.unit_kinds, on)
    columns: dict[str, Combinable] = {"since": Subquery(held.order_by("valid_from", "pk").values("valid_from")[:1])}
    long_enough = held.filter(valid_from__lte=latest_start(clause.months, on)) if clause.months else held
    columns["title"] = Subquery(held.order_by("valid_from", "pk").values("title")[:1])
    cases = [When(Exists(long_enough), then=_MET)]
    if clause.or_planned:
        planned = _of_kinds(people.plannings_on(on), clause.kinds, clause.unit_kinds, on)
        cases.append(When(Exists(planned), then=_MET))
        latest = planned.order_by("-decided_on", "-pk")
        for name in ("kind", "number", "decided_on"):
            columns[f"planned_{name}"] = Subquery(latest.values(name)[:1])
    return Compiled(_flag(*cases, default=_MISSING if clause.or_planned else _NOT_MET), columns)


def _works_in(clause: definitions.WorksIn, question: Question) -> Compiled:
    rows = people.posts_on(question.on).filter(person=_PERSON)
    rank = Case(
        When(work_field__in=clause.work_fields, then=Value(2)),
        When(work_field="", then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    best = rows.order_by().values("person").annotate(best=Max(rank))
    told = best.annotate(flag=_flag(When(best=2, then=_MET), When(best=1, then=_MISSING), default=_NOT_MET))
    first = rows.annotate(rank=rank).order_by("-rank", "valid_from", "pk")
    return Compiled(
        Subquery(told.values("flag")[:1]),
        {"title": Subquery(first.values("title")[:1]), "field": Subquery(first.values("work_field")[:1])},
    )


def _managed_by(clause: definitions.ManagedBy, question: Question) -> Compiled:
    on = question.on
    rows = people.managements_on(on).filter(person=_PERSON)
    flag = _flag(When(unit_id__in=org.kind_ids_as_of(clause.unit_kinds, on), then=_MET), default=_NOT_MET)
    named = rows.annotate(unit_name=org.name_subquery("unit_id", on))
    return Compiled(
        Subquery(rows.annotate(flag=flag).values("flag")[:1]), {"unit": Subquery(named.values("unit_name")[:1])}
    )


def _within_units(clause: definitions.WithinUnits, question: Question) -> Compiled:
    on = question.on
    wanted = org.Unit.objects.filter(code__in=clause.units)
    below = org.descendant_ids_of_many(wanted.order_by().values("pk"), on)
    rows = people.belongings_on(on).filter(person=_PERSON)
    there = _flag(When(unit_id__in=below, then=_MET), default=_NOT_MET)
    found = rows.order_by().values("person").annotate(there=Max(there))
    named = rows.annotate(there=there, unit_name=org.name_subquery("unit_id", on)).order_by("-there", "pk")
    return Compiled(Subquery(found.values("there")[:1]), {"unit": Subquery(named.values("unit_name")[:1])})


def years_left_bounds(clause: definitions.YearsLeft, on: date) -> dict[str, date]:
    """Sex → the first day of birth that leaves years enough."""
    until = add_months(on, 12 * clause.years)
    rules = {
        people.Sex.FEMALE: (clause.female, clause.female_step, clause.female_most),
        people.Sex.MALE: (clause.male, clause.male_step, clause.male_most),
    }
    return {str(sex): earliest_birth_retiring(until, clause.first_year, *rule) for sex, rule in rules.items()}


def _years_left(clause: definitions.YearsLeft, question: Question) -> Compiled:
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
        _flag(
            *[When(Q(sex=sex) & enough(bound), then=_MET) for sex, bound in bounds.items()],
            *[When(Q(sex=sex) & too_old(bound), then=_NOT_MET) for sex, bound in bounds.items()],
            When(Q(sex="") & enough(max(bounds.values())), then=_MET),
            When(Q(sex="") & too_old(min(bounds.values())), then=_NOT_MET),
            default=_MISSING,
        )
    )


def _attested(clause: definitions.Attested, question: Question) -> Compiled:
    on = question.on
    rows = (
        Attestation.objects.filter(person=_PERSON, subject=clause.subject, attested_on__lte=on, valid_to__gt=on)
        .annotate(flag=_flag(When(holds=True, then=_MET), default=_NOT_MET), unit_name=org.name_subquery("unit_id", on))
        .order_by("-attested_on", "-pk")
    )
    found = Subquery(rows.values("flag")[:1])
    flag: Combinable = found if clause.without == "missing" else Coalesce(found, _MET, output_field=IntegerField())
    return Compiled(
        flag,
        {
            "told": found,
            "unit": Subquery(rows.values("unit_name")[:1]),
            "day": Subquery(rows.values("attested_on")[:1]),
        },
    )


def _exception(_clause: definitions.ApprovedException, _question: Question) -> Compiled:
    return Compiled(Value(1))


def granted(kinds: Iterable[str], programme_id: int, on: date) -> QuerySet[GrantedException]:
    """Exceptions that stand that day and lift clauses of one of these kinds, newest first."""
    rows = GrantedException.objects.filter(programme_id=programme_id, decided_on__lte=on, valid_to__gt=on)
    return rows.filter(clause_kind__in=["", *kinds]).order_by("-decided_on", "-pk")


def lift(compiled: Compiled, kind: str, question: Question) -> Compiled:
    """The clause, met also where a decision of the competent authority stands that day."""
    rows = granted([kind], question.programme_id, question.on)
    flag = _flag(
        When(pk__in=rows.order_by().values("person_id"), then=_MET),
        default=compiled.flag,  # type: ignore[arg-type]  # the stubs know no scalar of ours
    )
    own = rows.filter(person=_PERSON)
    words = {f"exception_{name}": Subquery(own.values(name)[:1]) for name in ("number", "decided_on", "authority")}
    return Compiled(flag, {**compiled.columns, **words})


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
    on = question.on
    held = records.certificates_valid_on(clause.programmes, on).filter(person=_PERSON)
    elsewhere = records.trainings_valid_on(clause.programmes, on).filter(person=_PERSON)
    holds = Q(Exists(held)) | Q(Exists(elsewhere))
    if isinstance(clause, definitions.NoValidCertificate):
        flag = _flag(When(holds, then=_NOT_MET), default=_MET)
    else:
        of_age = _aged(clause, held, "first_issued_on", on) | _aged(clause, elsewhere, "issued_on", on)
        wrong_age = [When(holds, then=_NOT_MET)] if clause.at_least or clause.at_most else []
        without = _MISSING if clause.without == "missing" else _NOT_MET
        flag = _flag(When(of_age, then=_MET), *wrong_age, default=without)
    latest = held.order_by("-issued_on", "-pk")
    other = elsewhere.order_by("-issued_on", "-pk")
    return Compiled(
        flag,
        {
            "number": Subquery(latest.values("number_text")[:1]),
            "issued": Subquery(latest.values("first_issued_on")[:1]),
            "until": Subquery(latest.values("valid_until")[:1]),
            "elsewhere": Subquery(other.values("organiser")[:1]),
            "elsewhere_number": Subquery(other.values("paper_number")[:1]),
            "elsewhere_issued": Subquery(other.values("issued_on")[:1]),
            "elsewhere_until": Subquery(other.values("valid_until")[:1]),
        },
    )


def _aged(clause: definitions.HasCertificate, rows: QuerySet[Any], field_name: str, on: date) -> Q:
    """A paper that was earned long enough ago, and not too long."""
    if clause.at_least:
        rows = rows.filter(**{f"{field_name}__lte": latest_start(clause.at_least, on)})
    if clause.at_most:
        rows = rows.filter(**{f"{field_name}__gte": earliest_start(clause.at_most, on)})
    return Q(Exists(rows))


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
    definitions.WorksIn: _works_in,
    definitions.ManagedBy: _managed_by,
    definitions.WithinUnits: _within_units,
    definitions.YearsLeft: _years_left,
    definitions.Attested: _attested,
    definitions.ApprovedException: _exception,
}
