"""Schooling with its reliefs, and ratings of years past."""

from django.db.models import Case, Count, Exists, IntegerField, Min, Q, Subquery, Value, When
from django.db.models.expressions import Combinable

from hocvien.eligibility import clauses as definitions
from hocvien.eligibility.queries.compiler.parts import (
    MET,
    MISSING,
    NOT_MET,
    PERSON,
    Compiled,
    Question,
    answer,
    levels_from,
)
from hocvien.org import api as org
from hocvien.people import api as people


def education(clause: definitions.EducationAtLeast, question: Question) -> Compiled:
    on = question.on
    enough = levels_from(people.Education, clause.level)

    def relieved(level: str) -> Q:
        return Q(education__in=[one for one in levels_from(people.Education, level) if one not in enough])

    cases = [When(education__in=enough, then=MET), When(education="", then=MISSING)]
    columns: dict[str, Combinable] = {}
    if clause.area_level:
        areas = org.UnitFact.objects.filter(
            kind=org.FactKind.AREA, code__in=clause.areas, valid_from__lte=on, valid_to__gt=on
        )
        below = org.descendant_ids_of_many(areas.values("unit_id"), on)
        there = Exists(people.belongings_on(on).filter(person=PERSON, unit_id__in=below))
        cases.append(When(relieved(clause.area_level) & Q(there), then=MET))
        columns["area"] = answer(When(there, then=MET), default=NOT_MET)
    if clause.post_level:
        held = Exists(people.posts_on(on).filter(person=PERSON, kind__in=clause.posts))
        cases.append(When(relieved(clause.post_level) & Q(held), then=MET))
        columns["post"] = answer(When(held, then=MET), default=NOT_MET)
    if clause.minority_level:
        relief = relieved(clause.minority_level)
        cases += [
            When(relief & Q(ethnicity=""), then=MISSING),
            When(relief & ~Q(ethnicity__iexact=clause.majority), then=MET),
        ]
    return Compiled(answer(*cases, default=NOT_MET), columns)


def rating_years(clause: definitions.RatingsLastYears, question: Question) -> list[int]:
    """The years asked for, latest first."""
    return [question.on.year - n for n in range(1, clause.years + 1)]


def ratings(clause: definitions.RatingsLastYears, question: Question) -> Compiled:
    years = rating_years(clause, question)
    # declared from best to worst
    grades: list[str] = list(people.RatingGrade.values)
    good = grades[: grades.index(clause.grade) + 1]
    rows = people.ratings().filter(person=PERSON, year__in=years)
    if clause.rating_kind:
        rows = rows.filter(kind=clause.rating_kind)
    judged = (
        rows.order_by()
        .values("person")
        .annotate(
            worst=Min(Case(When(grade__in=good, then=MET), default=NOT_MET, output_field=IntegerField())),
            years=Count("year", distinct=True),
        )
        .annotate(flag=answer(When(worst=0, then=NOT_MET), When(years=len(years), then=MET), default=MISSING))
    )
    rank = Case(*[When(grade=grade, then=Value(n)) for n, grade in enumerate(grades)], output_field=IntegerField())
    columns: dict[str, Combinable] = {
        f"y{year}": Subquery(rows.filter(year=year).annotate(rank=rank).order_by("-rank").values("grade")[:1])
        for year in years
    }
    return Compiled(Subquery(judged.values("flag")[:1]), columns)
